//! Allows one build, or one edit of an events file, at a time in a folder.
//!
//! The folder itself is locked (`flock`) until the [`Lock`] is dropped, so there is no lock file that could be published or forgotten. The lock
//! ends with the process, however that ends. Windows and some file systems have no such locks; a build or an edit there continues without one.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use super::write_error::WriteError;
use super::{Failure, say};

/// How long a build or an edit waits for another one to end.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// How long it waits before it prints a note: most builds have ended by then.
const QUIET: Duration = Duration::from_millis(500);

/// A locked folder: no other build writes to it.
#[derive(Debug)]
pub(crate) struct Lock {
    /// Closing it releases the lock.
    _folder: File,
}

impl Lock {
    /// Locks a folder, waiting for other builds. Returns `None` if the folder does not exist, or the system cannot lock it.
    ///
    /// # Errors
    /// If another build still has the lock after `patience`.
    pub(crate) fn of(dir: &Path, patience: Duration) -> Result<Option<Self>, WriteError> {
        Self::after(dir, patience, "build").map_err(|StillHeld| WriteError::busy(dir, patience))
    }

    /// Locks the folder of an events file, waiting for other edits, as [`Lock::of`] waits for builds.
    ///
    /// # Errors
    /// If another edit, or a build into the same folder, still has the lock after [`PATIENCE`].
    pub(super) fn for_edit(dir: &Path) -> Result<Option<Self>, Failure> {
        Self::after(dir, PATIENCE, "run of calfeed").map_err(|StillHeld| {
            Failure::Io(format!(
                "another run of calfeed has been writing to {} for {} seconds, and nothing was changed; run the command again when it has ended",
                dir.display(),
                PATIENCE.as_secs()
            ))
        })
    }

    /// Locks a folder when no other process has locked it. `other` is what is waited for.
    fn after(dir: &Path, patience: Duration, other: &str) -> Result<Option<Self>, StillHeld> {
        let Some(folder) = open(dir) else {
            return Ok(None);
        };
        let mut waited = Duration::ZERO;
        loop {
            match folder.try_lock() {
                Ok(()) => return Ok(Some(Self { _folder: folder })),
                Err(TryLockError::Error(_)) => return Ok(None),
                Err(TryLockError::WouldBlock) if waited >= patience => return Err(StillHeld),
                Err(TryLockError::WouldBlock) => {}
            }
            if waited == QUIET {
                say(format_args!(
                    "note: another {other} is writing to {}; waiting for it",
                    dir.display()
                ));
            }
            std::thread::sleep(PAUSE);
            waited += PAUSE;
        }
    }
}

/// Another process still has the lock.
struct StillHeld;

/// Opens a folder, and nothing else: opening a FIFO would block.
#[cfg(unix)]
fn open(dir: &Path) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::DIRECTORY.bits().try_into().ok()?;
    let mut options = File::options();
    options.read(true).custom_flags(flags).open(dir).ok()
}

#[cfg(not(unix))]
fn open(_: &Path) -> Option<File> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_another_build_has_locked_is_refused_after_the_wait() {
        let folder = tempfile::tempdir().unwrap();
        let held = Lock::of(folder.path(), Duration::ZERO).unwrap();
        assert!(held.is_some());
        let error = Lock::of(folder.path(), Duration::ZERO).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "another build has been writing to `{}` for 0 seconds\nhelp: build again when it has ended, or choose another folder",
                folder.path().display()
            )
        );
        drop(held);
        assert!(Lock::of(folder.path(), Duration::ZERO).unwrap().is_some());
    }

    #[test]
    fn only_a_folder_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        assert!(Lock::of(&missing, Duration::ZERO).unwrap().is_none());
    }
}
