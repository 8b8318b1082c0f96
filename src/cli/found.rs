//! Decides which files in a folder a build may overwrite or remove.
//!
//! It returns the files that an earlier build wrote, or an error that names every other file in the way. A file is ours only if the list of the
//! last build has it, and its bytes are those in the list, those to be published now, or none. No symbolic link below the folder is followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::digest::Digest;
use super::manifest::{Manifest, folders_above};
use super::output::for_each;
use super::regular::Regular;
use super::write_error::{Reason, WriteError, is_absence};
use crate::site::Publication;

/// A file that a build wrote.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) digest: Digest,
    pub(crate) modified: SystemTime,
}

/// Finds the files that are to be overwritten or removed, by their relative paths, and checks that a build wrote each of them.
///
/// # Errors
/// If a build did not write one of them, a folder is in its place, or on an I/O error.
pub(crate) fn ours(
    publication: &dyn Publication,
    dir: &Path,
    files: &BTreeSet<String>,
    earlier: &Manifest,
) -> Result<BTreeMap<String, Found>, WriteError> {
    let mut ours = BTreeMap::new();
    let mut refused = BTreeMap::new();
    for file in files.iter().chain(earlier.files.keys()) {
        if ours.contains_key(file) || refused.contains_key(file) {
            continue;
        }
        let is_published = files.contains(file);
        if !is_published && !folders_above(file).all(|folder| is_real(dir, folder)) {
            continue;
        }
        let path = dir.join(file);
        let metadata = match (kind(&path)?, earlier.files.contains_key(file)) {
            (Kind::Folder, _) if is_published => {
                return Err(WriteError::in_the_way(path, "a folder", "a file"));
            }
            (Kind::Absent | Kind::Folder, _) => continue,
            (Kind::File(metadata), true) => metadata,
            (Kind::Other, true) => {
                refused.insert(file.clone(), (Reason::NotRegular, None));
                continue;
            }
            (Kind::File(_) | Kind::Other, false) => {
                refused.insert(file.clone(), (Reason::NotOurs, None));
                continue;
            }
        };
        let found =
            found(&path, &metadata).map_err(|error| WriteError::os("read", &path, error))?;
        let versions = earlier.files.get(file);
        let is_listed = earlier.version(file, found.digest).is_some();
        // After a power cut a file may be empty. Overwriting it loses nothing.
        if is_listed || metadata.len() == 0 {
            ours.insert(file.clone(), found);
        } else if versions.is_some_and(Vec::is_empty) {
            refused.insert(file.clone(), (Reason::Unrecorded, Some(found)));
        } else {
            refused.insert(file.clone(), (Reason::Changed, Some(found)));
        }
    }
    let is_doubtful = |file: &String| refused.get(file).is_some_and(|(_, found)| found.is_some());
    if files.iter().any(is_doubtful) {
        // Rare: render everything once more, because files with the bytes that are to be written may stay.
        for_each(publication, |file, resource| {
            if let Some((_, Some(found))) = refused.get(file)
                && found.digest == Digest::of(resource.bytes())
            {
                ours.insert(file.to_owned(), *found);
                refused.remove(file);
            }
            Ok(())
        })?;
    }
    if refused.is_empty() {
        return Ok(ours);
    }
    let refused = refused.into_iter();
    Err(WriteError::refused(
        refused
            .map(|(file, (reason, _))| (dir.join(file), reason))
            .collect(),
    ))
}

/// Reads a file that may be ours.
fn found(path: &Path, metadata: &fs::Metadata) -> std::io::Result<Found> {
    Ok(Found {
        digest: Digest::read(Regular::open(path, metadata.len())?)?,
        modified: metadata.modified()?,
    })
}

/// Returns the folders to create, outermost first, and checks that the others are real folders, not symbolic links.
pub(crate) fn missing_folders(
    dir: &Path,
    files: &BTreeSet<String>,
) -> Result<BTreeSet<String>, WriteError> {
    let above: BTreeSet<&str> = files.iter().flat_map(|file| folders_above(file)).collect();
    let mut missing = BTreeSet::new();
    for folder in above {
        if files.contains(folder) {
            return Err(WriteError::unwritable(folder));
        }
        let path = dir.join(folder);
        match kind(&path)? {
            Kind::Absent => {
                missing.insert(folder.to_owned());
            }
            Kind::Folder => {}
            Kind::File(_) => return Err(WriteError::in_the_way(path, "a file", "a folder")),
            Kind::Other => {
                return Err(WriteError::in_the_way(path, "a symbolic link", "a folder"));
            }
        }
    }
    Ok(missing)
}

/// What is at a path. A symbolic link is `Other`.
pub(crate) enum Kind {
    Absent,
    Folder,
    File(fs::Metadata),
    Other,
}

pub(crate) fn kind(path: &Path) -> Result<Kind, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(Kind::Folder),
        Ok(metadata) if metadata.is_file() => Ok(Kind::File(metadata)),
        Ok(_) => Ok(Kind::Other),
        Err(error) if is_absence(&error) => Ok(Kind::Absent),
        Err(error) => Err(WriteError::os("inspect", path, error)),
    }
}

/// Whether a relative path is a folder, and neither it nor a folder above it is a symbolic link.
pub(crate) fn is_real(dir: &Path, folder: &str) -> bool {
    folders_above(folder)
        .chain([folder])
        .all(|it| matches!(kind(&dir.join(it)), Ok(Kind::Folder)))
}
