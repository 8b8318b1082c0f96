//! Opens and reads files for all commands.
//!
//! Only regular files are read, because a FIFO would wait for a writer and `/dev/zero` never ends. Opening a file does not block, and no more
//! of it than a limit is read into memory. A file system that does not respond is not noticed here: see [`crate::server::reload`].

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Datelike, Utc};

use crate::span::LAST_WRITTEN_YEAR;

/// A regular file, open for reading.
#[derive(Debug)]
pub(super) struct Regular {
    file: File,
    metadata: Metadata,
    most: u64,
}

impl Regular {
    /// Opens a file, of which at most `most` bytes are read.
    ///
    /// # Errors
    /// If it is not a regular file, or on an I/O error.
    pub(super) fn open(path: &Path, most: u64) -> io::Result<Self> {
        // Check before opening: opening a device may have an effect.
        check(&std::fs::metadata(path)?)?;
        Self::opened(options().open(path)?, most)
    }

    /// Opens a file that is not a symbolic link, as [`Regular::open`] does.
    ///
    /// # Errors
    /// If it is a link or not a regular file, or on an I/O error.
    pub(super) fn open_itself(path: &Path, most: u64) -> io::Result<Self> {
        check(&std::fs::symlink_metadata(path)?)?;
        Self::opened(unlinked().open(path)?, most)
    }

    /// Checks the open file again: it may have been replaced since the first check.
    fn opened(file: File, most: u64) -> io::Result<Self> {
        let metadata = file.metadata()?;
        check(&metadata)?;
        Ok(Self {
            file,
            metadata,
            most,
        })
    }

    /// Returns when the file was last modified.
    ///
    /// # Errors
    /// If that is outside the years 1970 to 9999, or the system does not know it.
    pub(super) fn modified(&self) -> io::Result<DateTime<Utc>> {
        instant(self.metadata.modified()?)
    }

    /// The size of the file in bytes.
    pub(super) fn length(&self) -> u64 {
        self.metadata.len()
    }

    /// When the file was last modified, as the system's own type.
    pub(super) fn written(&self) -> Option<SystemTime> {
        self.metadata.modified().ok()
    }

    /// Whether the file is read-only for everybody.
    pub(super) fn is_readonly(&self) -> bool {
        self.metadata.permissions().readonly()
    }

    /// Reads the file to its end.
    ///
    /// # Errors
    /// If it has more bytes than the limit, or on an I/O error.
    pub(super) fn bytes(self) -> io::Result<Vec<u8>> {
        let length = self.metadata.len();
        limited(self.file, length, self.most)
    }

    /// Reads the file to its end as UTF-8.
    ///
    /// # Errors
    /// As for [`Regular::bytes`], and if it is not UTF-8.
    pub(super) fn text(self) -> io::Result<String> {
        String::from_utf8(self.bytes()?)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

impl Read for Regular {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

/// Reads to the end, which is probably `expected` bytes away.
pub(super) fn limited(reader: impl Read, expected: u64, most: u64) -> io::Result<Vec<u8>> {
    // One byte more than expected, so that the buffer need not grow to find the end.
    let room = expected.min(most) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    reader.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

/// The error about a file that has more bytes than the limit.
pub(super) fn too_large(most: u64) -> io::Error {
    let size = match (most / (1024 * 1024), most / 1024) {
        (0, kibibytes) => format!("{kibibytes} KiB"),
        (mebibytes, _) => format!("{mebibytes} MiB"),
    };
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!("it is larger than {size}, the limit"),
    )
}

/// Checks that something is a regular file.
///
/// # Errors
/// If it is a folder, or anything else that is not a regular file.
pub(super) fn check(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a folder",
        ));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    Ok(())
}

/// Converts a system time. `DateTime::from` would panic if it is too far in the past or future.
fn instant(time: SystemTime) -> io::Result<DateTime<Utc>> {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .ok()
        .and_then(|since| {
            let seconds = i64::try_from(since.as_secs()).ok()?;
            DateTime::from_timestamp(seconds, since.subsec_nanos())
        })
        .filter(|instant| instant.year() <= LAST_WRITTEN_YEAR)
        .ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "its modification time is not in the years 1970 to 9999; `touch` it",
            )
        })
}

#[cfg(unix)]
fn options() -> OpenOptions {
    with_flags(rustix::fs::OFlags::empty())
}

/// Options that fail if a link has replaced the file.
#[cfg(unix)]
fn unlinked() -> OpenOptions {
    with_flags(rustix::fs::OFlags::NOFOLLOW)
}

#[cfg(unix)]
fn with_flags(more: rustix::fs::OFlags) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    // The file may have been replaced since the check, by a FIFO, on which a plain open would block, or by a terminal.
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY | more;
    let mut options = OpenOptions::new();
    options
        .read(true)
        .custom_flags(flags.bits().try_into().unwrap_or_default());
    options
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

#[cfg(not(unix))]
fn unlinked() -> OpenOptions {
    options()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_time_that_no_date_can_represent_is_an_error_and_no_panic() {
        let epoch = SystemTime::UNIX_EPOCH;
        let at = |seconds| epoch.checked_add(Duration::from_secs(seconds)).unwrap();
        let shown = |time| instant(time).map(|it| it.to_rfc3339()).ok();
        assert_eq!(shown(epoch).as_deref(), Some("1970-01-01T00:00:00+00:00"));
        assert_eq!(
            shown(at(253_402_300_799)).as_deref(),
            Some("9999-12-31T23:59:59+00:00")
        );
        assert_eq!(shown(at(253_402_300_800)), None);
        assert_eq!(shown(at(9_000_000_000_000)), None);
        assert_eq!(shown(at(i64::MAX as u64)), None);
        assert_eq!(shown(epoch - Duration::from_secs(1)), None);
    }

    #[test]
    fn a_limit_is_named_in_the_unit_that_people_use() {
        let message = |most| limited(io::repeat(0), 0, most).unwrap_err().to_string();
        assert_eq!(
            [message(4096), message(16 * 1024 * 1024)],
            [
                "it is larger than 4 KiB, the limit",
                "it is larger than 16 MiB, the limit"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_fifo_a_device_and_a_folder_are_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, mode).unwrap();
        let refused = |path: &Path| Regular::open(path, 1).unwrap_err().to_string();
        assert_eq!(refused(&fifo), "it is not a regular file");
        assert_eq!(refused(Path::new("/dev/zero")), "it is not a regular file");
        assert_eq!(refused(folder.path()), "it is a folder");
    }

    #[cfg(unix)]
    #[test]
    fn opening_a_fifo_that_took_the_place_of_a_file_does_not_block() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, mode).unwrap();
        // The FIFO has no writer, so a plain open would block forever.
        let file = options().open(&fifo).unwrap();
        assert!(check(&file.metadata().unwrap()).is_err());
    }
}
