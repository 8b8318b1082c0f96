//! Writes a Site to a folder, for any static host.
//!
//! The file of `/`, and of each path that ends in `/`, is `index.html`. At any moment each file is complete, old or new, even after `kill -9`.
//! A file is overwritten or removed only if it has bytes that a build wrote, and a file with the right bytes is not written again. Changed
//! bytes get a later modification time, because `rsync` and the entity tags of nginx compare only time and size. Symbolic links below the
//! folder are not followed. Users who can rename files in the folder during a build are trusted.
//!
//! The order of the steps makes a kill harmless. A build first lists the files that are there. It writes each new file beside its place, adds
//! it to the list, and renames it. Then it removes stale files, and writes the final list. Each of our files is thus always in the list, and
//! the next build finds and fixes everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::digest::Digest;
use super::found::{Found, Kind, is_real, kind, missing_folders, ours};
use super::hosted::HEADERS;
use super::lock::{Lock, PATIENCE};
use super::manifest::{Journal, LATEST, Manifest, Version, folders_above, url_path};
use super::replace::{TEMPORARY, replace};
pub use super::write_error::WriteError;
use crate::route::Route;
use crate::site::{Publication, Resource};

/// The number of files that a build wrote, kept and removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// New files, and files with new bytes.
    pub written: usize,
    /// Files that already had the right bytes. Their modification time may have been set.
    pub unchanged: usize,
    /// Files that an earlier build wrote and that are no longer published.
    pub removed: usize,
}

/// A folder to write to, locked against other builds.
#[derive(Debug)]
pub struct Output {
    dir: PathBuf,
    /// `None` if the folder does not exist yet, or the system cannot lock it.
    lock: Option<Lock>,
    earlier: Manifest,
    /// Whether the list in the folder is complete and exactly as we write it.
    is_listed: bool,
}

impl Output {
    /// Locks a folder, if it exists, and reads the list of files from earlier builds.
    ///
    /// # Errors
    ///
    /// If another build holds the lock for more than a minute, or the list exists but cannot be read. Without the list, addresses that were
    /// published would be forgotten.
    pub fn open(dir: &Path) -> Result<Self, WriteError> {
        let lock = Lock::of(dir, PATIENCE)?;
        let (earlier, is_listed) = Manifest::read(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            lock,
            earlier,
            is_listed,
        })
    }

    /// Returns the URL paths that earlier builds published; empty if there was no build.
    pub fn published_paths(&self) -> BTreeSet<String> {
        self.earlier.files.keys().map(|it| url_path(it)).collect()
    }

    /// Writes every resource of a publication to the folder, which is created if necessary, and removes the stale files of earlier builds.
    /// Each resource is rendered, written and dropped, so they never have to fit into memory together.
    ///
    /// # Errors
    ///
    /// Before anything is written: if a file that is to be overwritten or removed is not as a build wrote it, or a symbolic link, a file
    /// or a folder is in the way. At any time: on an I/O error.
    pub fn write(mut self, publication: &dyn Publication) -> Result<Written, WriteError> {
        let files = files_of(publication)?;
        let mut missing = missing_folders(&self.dir, &files)?;
        if self.lock.is_none() {
            // There was no folder to lock. Another build may have created it meanwhile, and may still be writing to it.
            make_folder(&self.dir)?;
            self = Self::open(&self.dir)?;
            missing = missing_folders(&self.dir, &files)?;
        }
        let dir = &self.dir;
        let ours = ours(publication, dir, &files, &self.earlier)?;
        let above: BTreeSet<&str> = files.iter().flat_map(|file| folders_above(file)).collect();
        let is_ours =
            |folder: &str| missing.contains(folder) || self.earlier.folders.contains(folder);
        let folders = above.into_iter().filter(|folder| is_ours(folder));
        let mut next = Manifest {
            files: BTreeMap::new(),
            folders: folders.map(ToOwned::to_owned).collect(),
        };
        let is_as_listed = settle(&mut self.earlier, &files, &ours, &next.folders);
        let before = &self.earlier;
        sweep(dir, files.iter().chain(before.files.keys()))?;
        if !self.is_listed || !is_as_listed {
            before.write(dir)?;
        }
        for folder in &missing {
            make_folder(&dir.join(folder))?;
        }
        let mut journal = Journal::of(dir);
        let mut done = Written::default();
        for_each(publication, |file, resource| {
            if !files.contains(file) {
                return Err(WriteError::unwritable(file));
            }
            let found = ours.get(file);
            let version = put(dir, file, resource, found, before, &mut journal, &mut done)?;
            next.files.insert(file.to_owned(), vec![version]);
            Ok(())
        })?;
        done.removed = remove_stale(dir, before, &next)?;
        if journal.is_used() || next != *before {
            next.write(dir)?;
        }
        Ok(done)
    }
}

/// Prepares the list for writing: it then has our files that exist, and the published files that somebody has removed. Returns whether
/// nothing had to change. The list is changed in place, because that of a large calendar takes megabytes.
fn settle(
    list: &mut Manifest,
    files: &BTreeSet<String>,
    ours: &BTreeMap<String, Found>,
    folders: &BTreeSet<String>,
) -> bool {
    let mut is_same = true;
    list.files.retain(|file, versions| {
        let Some(found) = ours.get(file) else {
            let is_published = files.contains(file);
            is_same &= is_published;
            return is_published;
        };
        let digest = found.digest;
        let listed = versions.iter().rfind(|it| it.digest == digest);
        let dated = listed.and_then(|it| it.dated);
        let found = Version { digest, dated };
        if **versions != [found] {
            *versions = vec![found];
            is_same = false;
        }
        true
    });
    for folder in folders {
        is_same &= !list.folders.insert(folder.clone());
    }
    is_same
}

fn make_folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|error| WriteError::os("create the folder", path, error))
}

/// Writes to a folder as [`Output::write`] does.
///
/// # Errors
///
/// As [`Output::open`] and [`Output::write`].
pub fn write(publication: &dyn Publication, dir: &Path) -> Result<Written, WriteError> {
    Output::open(dir)?.write(publication)
}

/// Writes one file, unless it already has the right bytes. Returns its entry for the list.
fn put(
    dir: &Path,
    file: &str,
    resource: &Resource,
    found: Option<&Found>,
    before: &Manifest,
    journal: &mut Journal,
    done: &mut Written,
) -> Result<Version, WriteError> {
    let path = dir.join(file);
    let digest = Digest::of(resource.bytes());
    let failed = |error| WriteError::os("set the modification time of", &path, error);
    let published = u64::try_from(resource.last_modified().timestamp());
    let published = published.map_err(|_| failed(no_such_time()))?;
    let is_right = found.is_some_and(|found| found.digest == digest);
    let earliest = if is_right {
        before.version(file, digest).and_then(|it| it.dated)
    } else {
        let found = found.and_then(|found| whole_seconds(found.modified));
        found.max(before.latest(file)).map(|latest| latest + 1)
    };
    let dated = earliest.filter(|earliest| *earliest > published);
    let modified = SystemTime::UNIX_EPOCH
        .checked_add(Duration::from_secs(dated.unwrap_or(published)))
        .ok_or_else(|| failed(no_such_time()))?;
    let version = Version { digest, dated };
    if is_right {
        if found.is_some_and(|found| found.modified != modified) {
            set_modified(&path, modified).map_err(failed)?;
        }
        done.unchanged += 1;
    } else {
        let listed = || journal.add(file, version);
        replace(&path, resource.bytes(), Some(modified), listed)?;
        done.written += 1;
    }
    Ok(version)
}

/// Passes every resource to `take`, with the relative path of its file.
pub(super) fn for_each(
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

/// Returns the URL paths that earlier builds published in a folder; empty if there was no build.
///
/// After a build that was killed, this may include paths that it did not reach.
///
/// # Errors
///
/// If the list exists but cannot be read. Without it, addresses that were published would be forgotten.
pub fn published_paths(dir: &Path) -> Result<BTreeSet<String>, WriteError> {
    Ok(Output::open(dir)?.published_paths())
}

/// The relative path of the file of each resource.
fn files_of(publication: &dyn Publication) -> Result<BTreeSet<String>, WriteError> {
    let paths = publication.paths();
    paths.iter().map(|path| file_of(path)).collect()
}

/// The relative path of the file for a URL path.
fn file_of(path: &str) -> Result<String, WriteError> {
    let file = path
        .strip_prefix('/')
        .filter(|_| path == HEADERS || Route::parse(path).is_some())
        .ok_or_else(|| WriteError::unwritable(path))?;
    if path.ends_with('/') {
        return Ok(format!("{file}index.html"));
    }
    Ok(file.to_owned())
}

/// Removes the temporary files of a killed build from the folders of these files.
fn sweep<'a>(dir: &Path, files: impl Iterator<Item = &'a String>) -> Result<(), WriteError> {
    let folders: BTreeSet<&str> = files.flat_map(|file| folders_above(file)).collect();
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

/// Removes the files of `before` that are not in `next`, then the folders that a build created and that are now empty.
fn remove_stale(dir: &Path, before: &Manifest, next: &Manifest) -> Result<usize, WriteError> {
    let mut removed = 0;
    for file in before.files.keys() {
        if next.files.contains_key(file) {
            continue;
        }
        let path = dir.join(file);
        if matches!(kind(&path)?, Kind::File(_)) {
            remove(&path)?;
            removed += 1;
        }
    }
    // In reverse order, a folder comes after those inside it.
    let stale: Vec<&String> = before.folders.difference(&next.folders).collect();
    for folder in stale.into_iter().rev() {
        let path = dir.join(folder);
        if !is_real(dir, folder) {
            continue;
        }
        match fs::remove_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => {
                return Err(WriteError::os("remove the folder", &path, error));
            }
            // Somebody else has put files into the folder, so it stays.
            Ok(()) | Err(_) => {}
        }
    }
    Ok(removed)
}

fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(WriteError::os("remove", path, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The whole seconds since 1970; `None` if HTTP cannot write the date.
fn whole_seconds(time: SystemTime) -> Option<u64> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since.as_secs()).filter(|seconds| *seconds < LATEST)
}

fn no_such_time() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the system cannot represent this time",
    )
}

fn set_modified(path: &Path, time: SystemTime) -> io::Result<()> {
    // On Windows this needs a file that is open for writing. Elsewhere the owner may do it, even if the file is read-only.
    let file = OpenOptions::new()
        .read(true)
        .write(cfg!(windows))
        .open(path)?;
    file.set_modified(time)
}
