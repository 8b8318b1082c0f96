//! The folder `static` beside templates: fonts, pictures and whatever else their pages need.
//!
//! [`static_files`] reads every file of the folder and of the folders in it, and returns their bytes by the path at which they are published, such as
//! `static/fonts/own.woff2`. Hidden files and folders are left out. A name that cannot be a path of the site is an error, and so are a link to a folder, a
//! link that [`linked`] does not follow, and more or larger files than a site needs: the output of a build, or a home folder, was given by accident.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::super::regular::Regular;
use super::super::{Failure, linked};
use crate::route::{Route, STATIC};

/// The most files.
const MOST: usize = 1_000;

/// The most bytes of one file, and of all files. They are all in memory.
const LARGEST: u64 = 5 * 1024 * 1024;
const LARGEST_SUM: u64 = 32 * 1024 * 1024;

/// Reads the files of the folder `static` in a folder of templates; none if there is no such folder.
pub(super) fn static_files(templates: &Path) -> Result<BTreeMap<String, Bytes>, Failure> {
    let mut found = Found::default();
    let folder = templates.join(STATIC);
    if let Ok(metadata) = folder.symlink_metadata() {
        // Every file of its target would be published, such as those of `.git` with the password of a repository.
        if metadata.is_symlink() {
            return Err(Failure::Io(format!(
                "--templates: {} is a symbolic link; replace it with the folder itself",
                folder.display()
            )));
        }
        found.read(&folder, STATIC)?;
    }
    Ok(found.files)
}

#[derive(Default)]
struct Found {
    files: BTreeMap<String, Bytes>,
    /// Their paths and those of their folders in lower case: two that differ in nothing else are one on many hosts.
    lower: BTreeSet<String>,
    sum: u64,
}

impl Found {
    /// Reads a folder, which is published at `path`.
    fn read(&mut self, folder: &Path, path: &str) -> Result<(), Failure> {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .and_then(|entries| entries.map(|it| it.map(|it| it.path())).collect())
            .map_err(|error| failed(folder, &error))?;
        entries.sort();
        for entry in entries {
            let refused =
                |why: &str| Failure::Io(format!("--templates: {}: {why}", entry.display()));
            let Some(name) = entry.file_name().and_then(|name| name.to_str()) else {
                return Err(refused("its name is not UTF-8; rename it"));
            };
            if name.starts_with('.') {
                continue;
            }
            let below = format!("{path}/{name}");
            if !self.lower.insert(below.to_lowercase()) {
                return Err(refused(
                    "another file or folder has the same name in other capitals; rename one of them",
                ));
            }
            if entry.symlink_metadata().is_ok_and(|it| it.is_dir()) {
                self.read(&entry, &below)?;
                continue;
            }
            if !matches!(Route::parse(&format!("/{below}")), Some(Route::File(_))) {
                return Err(refused(
                    "its name cannot be part of a web address here; use letters of a to z, digits, `-`, `_` and `.`, and not `index.html`",
                ));
            }
            let bytes = linked::open(&entry, LARGEST)
                .and_then(Regular::bytes)
                .map_err(|error| failed(&entry, &error))?;
            self.sum += bytes.len() as u64;
            if self.sum > LARGEST_SUM || self.files.len() == MOST {
                return Err(refused(&format!(
                    "`static` has more than {MOST} files, or more than {} MB; keep there only what the pages need",
                    LARGEST_SUM / 1024 / 1024
                )));
            }
            self.files.insert(below, Bytes::from(bytes));
        }
        Ok(())
    }
}

fn failed(place: &Path, error: &io::Error) -> Failure {
    let help = if linked::is_refusal(error) {
        "; replace the link with what it points to"
    } else {
        ""
    };
    Failure::Io(format!("cannot read {}: {error}{help}", place.display()))
}
