//! Decides whether a file can have changed since it was read.
//!
//! A [`Stamp`] has what the system says of a file: its identity, its size and its times. A file that has the same stamp again has the same
//! contents, if its times were some seconds in the past when the stamp was taken: a program that writes within one tick of the clock could
//! otherwise leave all of them as they were. git decides in the same way which files of a working tree have changed.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::input::clock;

/// The coarsest tick of the times of a file: FAT counts in two seconds.
const TICK: Duration = Duration::from_secs(2);

/// What the system says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    identity: Identity,
    length: u64,
    modified: SystemTime,
    /// Whether a later change would be seen in the times.
    is_settled: bool,
}

/// What distinguishes a file from another that has taken its place, and when it was last changed in any way.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);
#[cfg(not(unix))]
type Identity = Option<SystemTime>;

impl Stamp {
    /// Returns the stamp of a file; `None` for a link, because its target can change, and for a file without times.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::symlink_metadata(path).ok()?;
        if !metadata.is_file() {
            return None;
        }
        let modified = metadata.modified().ok()?;
        let now = SystemTime::from(clock());
        let is_old = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > TICK);
        Some(Self {
            is_settled: is_old(modified) && changed(&metadata).is_none_or(is_old),
            identity: identity(&metadata),
            length: metadata.len(),
            modified,
        })
    }

    /// The stamp as if the times had been in the past.
    #[cfg(test)]
    pub(super) fn settled(self) -> Self {
        Self {
            is_settled: true,
            ..self
        }
    }

    /// Whether the file with the `later` stamp has the contents that it had at this one.
    pub(super) fn is_settled_as(&self, later: &Self) -> bool {
        self.is_settled
            && self.identity == later.identity
            && self.length == later.length
            && self.modified == later.modified
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (
        metadata.dev(),
        metadata.ino(),
        metadata.ctime(),
        metadata.ctime_nsec(),
    )
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Identity {
    metadata.created().ok()
}

/// When anything of the file last changed. No program can set this time.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds + 1))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<SystemTime> {
    None
}

#[cfg(test)]
mod tests {
    use std::fs::{File, FileTimes};

    use super::*;

    fn at(path: &Path, age: u64) -> Stamp {
        let file = File::options().append(true).open(path).unwrap();
        let time = SystemTime::from(clock()) - Duration::from_secs(age);
        file.set_times(FileTimes::new().set_modified(time)).unwrap();
        Stamp::of(path).unwrap()
    }

    #[test]
    fn a_file_that_was_just_changed_is_read_again() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stamp = Stamp::of(file.path()).unwrap();
        assert!(!stamp.is_settled_as(&stamp));
        // Its modification time can be set, but not the time of that.
        let stamp = at(file.path(), 3_600);
        assert!(!stamp.is_settled_as(&stamp));
    }

    #[test]
    fn a_file_with_the_same_settled_stamp_is_the_same() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let stamp = Stamp::of(file.path()).unwrap();
        let settled = stamp.clone().settled();
        assert!(settled.is_settled_as(&stamp));
        let longer = Stamp {
            length: 1,
            ..stamp.clone()
        };
        assert!(!settled.is_settled_as(&longer));
        let other = tempfile::NamedTempFile::new().unwrap();
        assert!(!settled.is_settled_as(&Stamp::of(other.path()).unwrap()));
    }
}
