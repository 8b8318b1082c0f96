//! The list of what a build wrote: text of `DIR/.calfeed` ⇄ relative paths of files and of folders that a build made.
//! Guarantees that every path it holds stays within the folder, whatever the text says: lines that would leave it are dropped.
//! A folder is written with a `/` at its end, a file without; lines are sorted, so that the same site gives the same bytes.
//! Deliberately absent: checksums and times. Whether a file is as it should be is asked of the file itself.

use std::collections::BTreeSet;
use std::path::Path;

use super::regular::Regular;
use super::replace::replace;
use super::write_error::{WriteError, is_absence};

/// Hidden, as the temporary files are, so that static hosts leave it out.
pub(crate) const NAME: &str = ".calfeed";

/// The most bytes that are read of it: room for the names of some 300,000 files.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The first line. Its start tells our list from a file of the same name that somebody else keeps there.
const HEADER: &str =
    "# calfeed: the files and folders that a build put here, and may remove. Do not edit.";
const HEADER_START: &str = "# calfeed:";

/// What builds put into a folder, as paths relative to it, with `/` between their parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) files: BTreeSet<String>,
    pub(crate) folders: BTreeSet<String>,
}

impl Manifest {
    /// Reads the list of a folder; a folder that has none, or does not exist, was never written to.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not one that a build wrote.
    pub(crate) fn read(dir: &Path) -> Result<Manifest, WriteError> {
        let path = dir.join(NAME);
        let text = match Regular::open(&path, LARGEST).and_then(Regular::text) {
            Ok(text) => text,
            Err(error) if is_absence(&error) => return Ok(Manifest::default()),
            Err(error) => return Err(WriteError::os("read", &path, error)),
        };
        if !text.starts_with(HEADER_START) {
            return Err(WriteError::foreign(vec![path]));
        }
        let mut manifest = Manifest::default();
        for line in text.lines().skip(1) {
            match line.strip_suffix('/') {
                Some(folder) if is_inside(folder) => manifest.folders.insert(folder.to_owned()),
                None if is_inside(line) => manifest.files.insert(line.to_owned()),
                _ => false,
            };
        }
        Ok(manifest)
    }

    /// Writes the list, and through to the disk: after a power cut, files whose list is lost would be taken for somebody else's.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), WriteError> {
        let mut lines: Vec<String> = self.folders.iter().map(|it| format!("{it}/")).collect();
        lines.extend(self.files.iter().cloned());
        lines.sort();
        let text = format!("{HEADER}\n{}\n", lines.join("\n"));
        replace(&dir.join(NAME), text.as_bytes(), None)
    }

    /// Whether all of it is in `other`, too.
    pub(crate) fn is_within(&self, other: &Manifest) -> bool {
        self.files.is_subset(&other.files) && self.folders.is_subset(&other.folders)
    }

    /// Returns what is in either list.
    pub(crate) fn union(&self, other: &Manifest) -> Manifest {
        Manifest {
            files: &self.files | &other.files,
            folders: &self.folders | &other.folders,
        }
    }
}

/// Says whether a relative path consists of plain names: nothing that climbs, is absolute, names a drive, or is hidden. No build writes a
/// hidden file but its list, and those of others (`.git`, `.env`) are the ones that nobody gets back.
pub(crate) fn is_inside(path: &str) -> bool {
    path.split('/').all(|name| {
        !matches!(name, "" | "." | "..")
            && !name.starts_with('.')
            && !name.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    })
}

/// Returns each folder above a relative path, outermost first, without the one that all are relative to.
pub(crate) fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}
