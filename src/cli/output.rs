//! Site + folder → the same resources as files, for any static host. `/` and paths that end in `/` become `index.html`.
//! Guarantees that each file is whole or as it was at any moment, a `kill -9` included; that only what a build wrote is overwritten
//! or removed; and that a file whose bytes are right is not written again.
//! Deliberately absent: a lock (two builds into one folder end with one of them, or an error), and following symbolic links below
//! the folder. Somebody who may rename things in the folder while a build runs is trusted.
//!
//! The order that makes a kill harmless: list what was and will be there, write, remove what is stale, list what is there.
//! At no moment is there a file of ours that the list does not name, so that the next build finds and mends everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::manifest::{Manifest, folders_above, is_inside};
use super::regular::Regular;
use super::replace::{TEMPORARY, replace};
pub use super::write_error::WriteError;
use super::write_error::is_absence;
use crate::site::{Resource, Site};

/// What a build did, as numbers of files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// New, or with new bytes.
    pub written: usize,
    /// With the right bytes already; only their time may have been set.
    pub unchanged: usize,
    /// Written by an earlier build and no longer published.
    pub removed: usize,
}

/// Writes every resource of a site into a folder, which is made if need be, and removes what an earlier build left there.
///
/// # Errors
///
/// Before anything is written: a file that no build wrote and whose bytes differ is where one of ours goes; a symbolic link, a
/// file or a folder is in the way of a folder or a file. At any time: the system refuses to read or write.
pub fn write(site: &Site, dir: &Path) -> Result<Written, WriteError> {
    let files = files_of(site)?;
    let earlier = Manifest::read(dir)?;
    let missing = missing_folders(dir, &files)?;
    let states = states(dir, &files, &earlier)?;

    let above: BTreeSet<&str> = files.keys().flat_map(|file| folders_above(file)).collect();
    let next = Manifest {
        files: files.keys().cloned().collect(),
        folders: above
            .iter()
            .filter(|&&folder| missing.contains(folder) || earlier.folders.contains(folder))
            .map(|&folder| folder.to_owned())
            .collect(),
    };
    let both = earlier.union(&next);

    fs::create_dir_all(dir).map_err(|error| WriteError::os("make the folder", dir, error))?;
    sweep(dir, &both)?;
    if both != earlier {
        both.write(dir)?;
    }
    for folder in &missing {
        let path = dir.join(folder);
        fs::create_dir(&path).map_err(|error| WriteError::os("make the folder", &path, error))?;
    }
    let mut done = Written::default();
    for (file, resource) in &files {
        let path = dir.join(file);
        let modified = system_time(resource.last_modified())
            .map_err(|error| WriteError::os("set the time of", &path, error))?;
        if let Some(&State::Same { modified: found }) = states.get(file.as_str()) {
            if found != modified {
                set_modified(&path, modified)
                    .map_err(|error| WriteError::os("set the time of", &path, error))?;
            }
            done.unchanged += 1;
        } else {
            replace(&path, resource.bytes(), Some(modified))?;
            done.written += 1;
        }
    }
    done.removed = remove_stale(dir, &earlier, &next)?;
    if next != both {
        next.write(dir)?;
    }
    Ok(done)
}

/// Returns the URL paths that earlier builds published in a folder; none if there was no build.
///
/// After a build that was killed this may include paths that it did not get to.
///
/// # Errors
///
/// When the list of what was published is there and cannot be read: to go on without it would forget promises.
pub fn published_paths(dir: &Path) -> Result<BTreeSet<String>, WriteError> {
    let files = Manifest::read(dir)?.files;
    Ok(files.iter().map(|file| url_path(file)).collect())
}

/// The relative file of each resource.
fn files_of(site: &Site) -> Result<BTreeMap<String, &Resource>, WriteError> {
    let mut files = BTreeMap::new();
    for (path, resource) in site.iter() {
        let unwritable = || WriteError::unwritable(path);
        let mut file = path.strip_prefix('/').ok_or_else(unwritable)?.to_owned();
        if path.ends_with('/') {
            file.push_str("index.html");
        }
        if !is_inside(&file) || files.insert(file, resource).is_some() {
            return Err(unwritable());
        }
    }
    Ok(files)
}

/// The inverse of [`files_of`].
fn url_path(file: &str) -> String {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{file}"),
    }
}

/// Finds the folders to be made, outermost first, and makes sure that the others are folders and not links to elsewhere.
fn missing_folders(
    dir: &Path,
    files: &BTreeMap<String, &Resource>,
) -> Result<BTreeSet<String>, WriteError> {
    let above: BTreeSet<&str> = files.keys().flat_map(|file| folders_above(file)).collect();
    let mut missing = BTreeSet::new();
    for folder in above {
        if files.contains_key(folder) {
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

/// What is where a file of ours goes.
#[derive(Debug, Clone, Copy)]
enum State {
    /// Nothing, or something that may be replaced.
    Open,
    /// A file with the right bytes.
    Same { modified: SystemTime },
}

/// Compares every file with what is there, and refuses if any of them is somebody else's.
fn states<'a>(
    dir: &Path,
    files: &'a BTreeMap<String, &Resource>,
    earlier: &Manifest,
) -> Result<BTreeMap<&'a str, State>, WriteError> {
    let mut states = BTreeMap::new();
    let mut foreign = Vec::new();
    for (file, resource) in files {
        let path = dir.join(file);
        let is_ours = earlier.files.contains(file);
        let state = match kind(&path)? {
            Kind::Absent => State::Open,
            Kind::Folder => return Err(WriteError::in_the_way(path, "a folder", "a file")),
            Kind::File(metadata) if holds(&path, &metadata, resource.bytes())? => State::Same {
                modified: metadata
                    .modified()
                    .map_err(|error| WriteError::os("read the time of", &path, error))?,
            },
            // A link is never compared, since what it leads to is not in this folder; renaming over it replaces the link.
            Kind::File(_) | Kind::Other if is_ours => State::Open,
            Kind::File(_) | Kind::Other => {
                foreign.push(path);
                continue;
            }
        };
        states.insert(file.as_str(), state);
    }
    if foreign.is_empty() {
        Ok(states)
    } else {
        Err(WriteError::foreign(foreign))
    }
}

/// What a path is, without following it.
enum Kind {
    Absent,
    Folder,
    File(fs::Metadata),
    Other,
}

fn kind(path: &Path) -> Result<Kind, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(Kind::Folder),
        Ok(metadata) if metadata.is_file() => Ok(Kind::File(metadata)),
        Ok(_) => Ok(Kind::Other),
        Err(error) if is_absence(&error) => Ok(Kind::Absent),
        Err(error) => Err(WriteError::os("look at", path, error)),
    }
}

/// Says whether a file has exactly these bytes; most that do not are told by their length.
fn holds(path: &Path, metadata: &fs::Metadata, bytes: &[u8]) -> Result<bool, WriteError> {
    if metadata.len() != bytes.len() as u64 {
        return Ok(false);
    }
    match Regular::open(path, metadata.len()).and_then(Regular::bytes) {
        Ok(found) => Ok(found == bytes),
        // It grew meanwhile.
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Ok(false),
        Err(error) => Err(WriteError::os("read", path, error)),
    }
}

/// Removes what a killed build left half written.
fn sweep(dir: &Path, manifest: &Manifest) -> Result<(), WriteError> {
    let above = manifest.files.iter().flat_map(|file| folders_above(file));
    let folders: BTreeSet<&str> = above.collect();
    let below = folders.into_iter().filter(|folder| is_real(dir, folder));
    let all = std::iter::once(dir.to_path_buf()).chain(below.map(|folder| dir.join(folder)));
    for folder in all {
        let failed = |error| WriteError::os("list the folder", &folder, error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let is_ours = entry.file_name().to_string_lossy().starts_with(TEMPORARY);
            if is_ours && entry.file_type().map_err(failed)?.is_file() {
                remove(&entry.path())?;
            }
        }
    }
    Ok(())
}

/// Removes the files of `earlier` that are not in `next`, then the folders that a build made and that are empty now.
fn remove_stale(dir: &Path, earlier: &Manifest, next: &Manifest) -> Result<usize, WriteError> {
    let mut removed = 0;
    for file in earlier.files.difference(&next.files) {
        let path = dir.join(file);
        let is_reachable = folders_above(file).all(|folder| is_real(dir, folder));
        if is_reachable && matches!(kind(&path)?, Kind::File(_) | Kind::Other) {
            remove(&path)?;
            removed += 1;
        }
    }
    // In reverse order a folder comes after those within it.
    let stale: Vec<&String> = earlier.folders.difference(&next.folders).collect();
    for folder in stale.into_iter().rev() {
        let path = dir.join(folder);
        if !is_real(dir, folder) {
            continue;
        }
        match fs::remove_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => {
                return Err(WriteError::os("remove the folder", &path, error));
            }
            // What somebody else put there is theirs, and with it the folder.
            Ok(()) | Err(_) => {}
        }
    }
    Ok(removed)
}

/// Says whether a relative path is a folder that is reached through folders only, never through a link.
fn is_real(dir: &Path, folder: &str) -> bool {
    folders_above(folder)
        .chain([folder])
        .all(|it| matches!(kind(&dir.join(it)), Ok(Kind::Folder)))
}

fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(WriteError::os("remove", path, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Returns an instant as the system counts time; `SystemTime::from` would panic on one that this system cannot hold.
fn system_time(instant: DateTime<Utc>) -> io::Result<SystemTime> {
    let since = (instant - DateTime::UNIX_EPOCH).to_std();
    since
        .ok()
        .and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since))
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the system knows no such time"))
}

fn set_modified(path: &Path, time: SystemTime) -> io::Result<()> {
    // Windows wants the right to write for this; elsewhere owning the file is enough, even if it is read-only.
    let file = OpenOptions::new()
        .read(true)
        .write(cfg!(windows))
        .open(path)?;
    file.set_modified(time)
}
