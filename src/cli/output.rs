//! Site + folder → the same resources as files, for any static host. `/` and paths that end in `/` become `index.html`.
//! Guarantees that each file is whole or as it was at any moment, a `kill -9` included; that only what a build wrote is overwritten
//! or removed; and that a file whose bytes are right is not written again.
//! Deliberately absent: a lock (two builds into one folder end with one of them, or an error), and following symbolic links below
//! the folder. Somebody who may rename things in the folder while a build runs is trusted.
//!
//! The order that makes a kill harmless: list what was and will be there, write, remove what is stale, list what is there.
//! At no moment is there a file of ours that the list does not name, so that the next build finds and mends everything.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::manifest::{Manifest, folders_above, is_inside};
use super::regular::Regular;
use super::replace::{TEMPORARY, replace};
pub use super::write_error::WriteError;
use super::write_error::is_absence;
use crate::site::{Publication, Resource};

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

/// Writes every resource of a publication into a folder, which is made if need be, and removes what an earlier build left there. A
/// resource is written when it is rendered, and dropped: the whole never has to fit into memory.
///
/// # Errors
///
/// Before anything is written: a file that no build wrote and whose bytes differ is where one of ours goes; a symbolic link, a
/// file or a folder is in the way of a folder or a file. At any time: the system refuses to read or write.
pub fn write(publication: &dyn Publication, dir: &Path) -> Result<Written, WriteError> {
    let files = files_of(publication)?;
    let earlier = Manifest::read(dir)?;
    let missing = missing_folders(dir, &files)?;
    refuse_foreign(publication, dir, &files, &earlier)?;

    let above: BTreeSet<&str> = files.iter().flat_map(|file| folders_above(file)).collect();
    let is_ours = |folder: &&&str| missing.contains(**folder) || earlier.folders.contains(**folder);
    let folders = above.iter().filter(is_ours);
    let folders = folders.map(|&folder| folder.to_owned()).collect();
    let next = Manifest { files, folders };
    // What was there and what will be there; nearly always only the latter.
    let both = (!earlier.is_within(&next)).then(|| earlier.union(&next));
    let listed = both.as_ref().unwrap_or(&next);

    fs::create_dir_all(dir).map_err(|error| WriteError::os("make the folder", dir, error))?;
    sweep(dir, listed)?;
    if *listed != earlier {
        listed.write(dir)?;
    }
    for folder in &missing {
        let path = dir.join(folder);
        fs::create_dir(&path).map_err(|error| WriteError::os("make the folder", &path, error))?;
    }
    let mut done = Written::default();
    for_each(publication, |file, resource| {
        if !next.files.contains(file) {
            return Err(WriteError::unwritable(file));
        }
        write_file(&dir.join(file), resource, &mut done)
    })?;
    done.removed = remove_stale(dir, &earlier, &next)?;
    if both.is_some() {
        next.write(dir)?;
    }
    Ok(done)
}

/// Writes one file, unless it has the right bytes already.
fn write_file(path: &Path, resource: &Resource, done: &mut Written) -> Result<(), WriteError> {
    let modified = system_time(resource.last_modified())
        .map_err(|error| WriteError::os("set the time of", path, error))?;
    match kind(path)? {
        // A link is never compared, since what it points to is not in this folder; renaming over it replaces the link.
        Kind::File(metadata) if holds(path, &metadata, resource.bytes())? => {
            let found = metadata.modified();
            let found = found.map_err(|error| WriteError::os("read the time of", path, error))?;
            if found != modified {
                set_modified(path, modified)
                    .map_err(|error| WriteError::os("set the time of", path, error))?;
            }
            done.unchanged += 1;
        }
        Kind::Absent | Kind::Folder | Kind::File(_) | Kind::Other => {
            replace(path, resource.bytes(), Some(modified))?;
            done.written += 1;
        }
    }
    Ok(())
}

/// Gives every resource to `take`, with the relative path of its file.
fn for_each(
    publication: &dyn Publication,
    mut take: impl FnMut(&str, &Resource) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let mut failed = None;
    let rendered = publication.each(&mut |path, resource| match file_of(&path)
        .and_then(|file| take(&file, &resource))
    {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    match (failed, rendered) {
        (Some(error), _) => Err(error),
        (None, rendered) => rendered.map_err(WriteError::of_template),
    }
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
fn files_of(publication: &dyn Publication) -> Result<BTreeSet<String>, WriteError> {
    let mut files = BTreeSet::new();
    for path in publication.paths() {
        if !files.insert(file_of(&path)?) {
            return Err(WriteError::unwritable(&path));
        }
    }
    Ok(files)
}

/// The relative file of a path.
fn file_of(path: &str) -> Result<String, WriteError> {
    let unwritable = || WriteError::unwritable(path);
    let mut file = path.strip_prefix('/').ok_or_else(unwritable)?.to_owned();
    if path.ends_with('/') {
        file.push_str("index.html");
    }
    if is_inside(&file) {
        Ok(file)
    } else {
        Err(unwritable())
    }
}

/// The inverse of [`file_of`].
fn url_path(file: &str) -> String {
    match file.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{file}"),
    }
}

/// Finds the folders to be made, outermost first, and makes sure that the others are folders and not links to elsewhere.
fn missing_folders(dir: &Path, files: &BTreeSet<String>) -> Result<BTreeSet<String>, WriteError> {
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

/// Refuses if a file of somebody else is where one of ours goes, unless it has the bytes of ours.
fn refuse_foreign(
    publication: &dyn Publication,
    dir: &Path,
    files: &BTreeSet<String>,
    earlier: &Manifest,
) -> Result<(), WriteError> {
    let mut foreign = BTreeSet::new();
    for file in files {
        let path = dir.join(file);
        match kind(&path)? {
            Kind::Folder => return Err(WriteError::in_the_way(path, "a folder", "a file")),
            Kind::File(_) | Kind::Other if !earlier.files.contains(file) => {
                foreign.insert(file.as_str());
            }
            Kind::File(_) | Kind::Other | Kind::Absent => {}
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    // Rare: everything is rendered once more, only to compare these.
    for_each(publication, |file, resource| {
        let path = dir.join(file);
        if foreign.contains(file)
            && let Kind::File(metadata) = kind(&path)?
            && holds(&path, &metadata, resource.bytes())?
        {
            foreign.remove(file);
        }
        Ok(())
    })?;
    if foreign.is_empty() {
        return Ok(());
    }
    Err(WriteError::foreign(
        foreign.iter().map(|file| dir.join(file)).collect(),
    ))
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
    Regular::open(path, metadata.len())
        .and_then(|file| file.holds(bytes))
        .map_err(|error| WriteError::os("read", path, error))
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
