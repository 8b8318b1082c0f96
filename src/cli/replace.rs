//! Replaces one file in one step.
//!
//! A reader sees the old bytes or the new ones, never a mixture. If the system lets the new file have the owner of the old one, it also gets its
//! permissions, before it has any bytes. [`rewrite`], for files that people wrote, writes in place if a new file would lose the owner or break
//! hard links.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

use super::regular::check;
use super::write_error::WriteError;

/// The prefix of temporary files; the process id follows.
pub(super) const TEMPORARY: &str = ".calfeed-tmp-";

/// Replaces or creates a file of a build.
///
/// With `modified`, for a file of the site: its modification time is set, and it is not synced to the disk. Syncing 10,000 files would
/// take minutes, and a file that a power cut has left empty is written again by the next build. Without `modified`, for the list of
/// files: it cannot be recovered, so it is synced. `ready` runs when the temporary file is complete, before it is renamed.
pub(crate) fn replace(
    target: &Path,
    bytes: &[u8],
    modified: Option<SystemTime>,
    ready: impl FnOnce() -> io::Result<()>,
) -> Result<(), WriteError> {
    let before = fs::symlink_metadata(target).ok();
    let before = before.filter(Metadata::is_file);
    swap(target, &mut new_file(), |file| {
        if let Some(before) = &before
            && keep_owner(file, before).is_ok()
        {
            // Set permissions only if owner and group were kept: group permissions would be wrong for another group.
            file.set_permissions(before.permissions())?;
        }
        file.write_all(bytes)?;
        match modified {
            Some(time) => file.set_modified(time)?,
            None => file.sync_all()?,
        }
        ready()
    })
    .map_err(|error| WriteError::os("write", target, error))
}

/// Replaces a file that a person wrote. It keeps its owner, permissions and hard links.
pub(crate) fn rewrite(target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |error| WriteError::os("write", target, error);
    let before = fs::symlink_metadata(target).map_err(failed)?;
    if is_linked(&before) {
        return in_place(target, bytes).map_err(failed);
    }
    let mut loses_owner = false;
    let swapped = swap(target, &mut private_file(), |file| {
        keep_owner(file, &before).inspect_err(|_| loses_owner = true)?;
        file.set_permissions(before.permissions())?;
        file.write_all(bytes)?;
        file.sync_all()
    });
    match swapped {
        Err(_) if loses_owner => in_place(target, bytes).map_err(failed),
        swapped => swapped.map_err(failed),
    }
}

/// Writes a temporary file beside the target, then renames it.
fn swap(
    target: &Path,
    options: &mut OpenOptions,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let temporary = target.with_file_name(format!("{TEMPORARY}{}", std::process::id()));
    let swapped = options
        .open(&temporary)
        .and_then(|mut file| fill(&mut file))
        .and_then(|()| fs::rename(&temporary, target));
    if swapped.is_err() {
        // Ignore a second error: the first is the one to report, and the next build removes the temporary file.
        let _ = fs::remove_file(&temporary);
    }
    swapped
}

/// Overwrites the bytes of a file.
fn in_place(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(target)?;
    check(&file.metadata()?)?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

/// Options to create a new file, with the default permissions.
fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}

/// The same, readable only for the owner until it gets the permissions of the file that it replaces.
fn private_file() -> OpenOptions {
    let mut options = new_file();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Whether a file has more than one hard link.
#[cfg(unix)]
fn is_linked(file: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) > 1
}

#[cfg(not(unix))]
fn is_linked(_: &Metadata) -> bool {
    false
}

/// Gives a new file the owner and the group of the old one.
#[cfg(unix)]
fn keep_owner(file: &File, before: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    let user = (new.uid() != before.uid()).then(|| before.uid());
    let group = (new.gid() != before.gid()).then(|| before.gid());
    if user.is_none() && group.is_none() {
        return Ok(());
    }
    fchown(file, user, group)
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::path::PathBuf;

    use super::*;

    fn file_of(folder: &tempfile::TempDir, mode: u32) -> PathBuf {
        let path = folder.path().join("page.md");
        new_file()
            .open(&path)
            .unwrap()
            .write_all(b"longer than new")
            .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_file_has_its_permissions_before_it_has_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = file_of(&folder, 0o640);
        let temporary = folder.path().join("other");
        private_file().open(&temporary).unwrap();
        assert_eq!(mode(&temporary), 0o600);
        rewrite(&path, b"new").unwrap();
        assert_eq!(
            (mode(&path), fs::metadata(&path).unwrap().len()),
            (0o640, 3)
        );
    }

    #[test]
    fn a_file_of_a_build_keeps_its_permissions_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = file_of(&folder, 0o604);
        replace(&path, b"new", None, || Ok(())).unwrap();
        assert_eq!(mode(&path), 0o604);
    }

    #[test]
    fn a_file_with_two_hard_links_is_written_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = file_of(&folder, 0o644);
        let second = folder.path().join("second.md");
        fs::hard_link(&path, &second).unwrap();
        let inode = fs::metadata(&path).unwrap().ino();
        rewrite(&path, b"new").unwrap();
        let about = fs::metadata(&second).unwrap();
        assert_eq!((about.ino(), about.nlink(), about.len()), (inode, 2, 3));
    }
}
