//! Replaces one file by new bytes in one step.
//!
//! In: a path, bytes, and the modification time to set. Out: the file, or a [`WriteError`]. Guaranteed: a reader sees the old bytes or
//! the new ones, never some of either. Absent: which files are to be replaced, see `output`, `manifest` and `into`.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::time::SystemTime;

use super::write_error::WriteError;

/// Names of files that are not whole yet start with this, then comes the process.
pub(super) const TEMPORARY: &str = ".calfeed-tmp-";

/// Puts a file in the place of another in one step: a reader sees the old bytes or the new ones, never some of either.
///
/// With `modified`, a file of the site: its time is set and the disk is not waited for. 10,000 files would take minutes, and what
/// a power cut may leave (an empty file) differs from what the next build wants, so that it mends itself. Without, the list of
/// files, which has no such second source and is written through.
pub(crate) fn replace(
    target: &Path,
    bytes: &[u8],
    modified: Option<SystemTime>,
) -> Result<(), WriteError> {
    let temporary = target.with_file_name(format!("{TEMPORARY}{}", std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&temporary)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            match modified {
                Some(time) => file.set_modified(time),
                None => file.sync_all(),
            }
        })
        .and_then(|()| fs::rename(&temporary, target));
    written.map_err(|error| {
        // The first error is the one to tell; what this leaves behind, the next build sweeps.
        let _ = fs::remove_file(&temporary);
        WriteError::os("write", target, error)
    })
}
