//! Finds out whether a program is still writing the events file.
//!
//! That is so while the file has been changed through a descriptor that is still open. The check never blocks, and renaming the file within its
//! folder does not lose its state. It works only on Linux, on local file systems, and for programs that opened the file after the watch began.
//! Otherwise only the contents are compared.
//!
//! The contents cannot show that a program has paused in the middle of writing, because the beginning of a valid events file may be
//! valid too. The kernel reports each change, and each close after writing (inotify(7), `IN_MODIFY`, `IN_CLOSE_WRITE`).

#[cfg(target_os = "linux")]
pub(super) use linux::Writers;

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{BTreeMap, BTreeSet};
    use std::ffi::OsString;
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStringExt;
    use std::path::{Path, PathBuf};

    use rustix::fd::OwnedFd;
    use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};

    /// How many bytes of reports to read at a time.
    const BUFFER: usize = 4096;

    /// The kernel's reports about the files in one folder.
    #[derive(Debug)]
    pub(in super::super) struct Writers {
        folder: PathBuf,
        reports: OwnedFd,
        /// The names of the files that were changed and are still open for writing.
        written: BTreeSet<OsString>,
        /// Whether the folder was removed. The kernel does not report on a folder that replaces it.
        is_gone: bool,
    }

    impl Writers {
        /// Starts to watch the folder of a file; `None` if the system refuses.
        pub(in super::super) fn of(file: &Path) -> Option<Self> {
            let folder = file.parent()?;
            let reports = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()?;
            let about = WatchFlags::MODIFY
                | WatchFlags::CLOSE_WRITE
                | WatchFlags::MOVE
                | WatchFlags::DELETE
                // Do not report on a file that was replaced under the name that it had.
                | WatchFlags::EXCL_UNLINK
                | WatchFlags::ONLYDIR;
            add_watch(&reports, folder, about).ok()?;
            Some(Self {
                folder: folder.to_owned(),
                reports,
                written: BTreeSet::new(),
                is_gone: false,
            })
        }

        /// Whether this watches the folder of a file.
        pub(in super::super) fn follows(&self, file: &Path) -> bool {
            !self.is_gone && file.parent() == Some(&self.folder)
        }

        /// Whether a program has the file open for writing and has changed it.
        pub(in super::super) fn are_at(&mut self, file: &Path) -> bool {
            self.read();
            file.file_name()
                .is_some_and(|name| self.written.contains(name))
        }

        /// Reads all pending reports.
        fn read(&mut self) {
            let mut buffer = [MaybeUninit::uninit(); BUFFER];
            let mut reports = Reader::new(&self.reports, &mut buffer);
            let mut moved = BTreeMap::new();
            // The only error is that there are no more reports.
            while let Ok(report) = reports.next() {
                let kind = report.events();
                if kind.contains(ReadFlags::QUEUE_OVERFLOW) {
                    // Reports were lost, perhaps that of a close, so assume that nothing is being written.
                    self.written.clear();
                }
                self.is_gone |= kind.contains(ReadFlags::IGNORED);
                let Some(name) = report.file_name() else {
                    continue;
                };
                let name = OsString::from_vec(name.to_bytes().to_vec());
                if kind.contains(ReadFlags::MODIFY) {
                    self.written.insert(name);
                } else if kind.contains(ReadFlags::MOVED_FROM) {
                    moved.insert(report.cookie(), self.written.remove(&name));
                } else if kind.contains(ReadFlags::MOVED_TO) {
                    // The file of this name was replaced.
                    self.written.remove(&name);
                    if moved.remove(&report.cookie()) == Some(true) {
                        self.written.insert(name);
                    }
                } else {
                    self.written.remove(&name);
                }
            }
        }
    }
}

/// Other systems have no such reports.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
pub(super) struct Writers;

#[cfg(not(target_os = "linux"))]
impl Writers {
    pub(super) fn of(_file: &std::path::Path) -> Option<Self> {
        None
    }

    pub(super) fn follows(&self, _file: &std::path::Path) -> bool {
        false
    }

    pub(super) fn are_at(&mut self, _file: &std::path::Path) -> bool {
        false
    }
}

#[cfg(all(test, target_os = "linux"))]
#[expect(
    clippy::disallowed_methods,
    reason = "these tests write the file that is followed"
)]
mod tests {
    use std::fs::{File, rename, write};
    use std::io::Write as _;

    use super::super::tests::until_closed;
    use super::*;

    #[test]
    fn a_file_is_written_from_its_first_change_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("events.yaml");
        let mut writers = Writers::of(&file).unwrap();
        let mut open = File::create(&file).unwrap();
        assert!(!writers.are_at(&file));
        open.write_all(b"calendar:\n").unwrap();
        assert!(writers.are_at(&file));
        assert!(writers.are_at(&file));
        drop(open);
        until_closed(&mut writers, &file);
        // Open, write and close in one call.
        write(&file, "calendar:\n").unwrap();
        until_closed(&mut writers, &file);
    }

    #[test]
    fn a_file_that_is_cut_to_be_written_again_is_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("events.yaml");
        write(&file, "calendar:\n").unwrap();
        let mut writers = Writers::of(&file).unwrap();
        let open = File::create(&file).unwrap();
        assert!(writers.are_at(&file));
        drop(open);
        until_closed(&mut writers, &file);
    }

    #[test]
    fn a_file_that_is_read_is_not_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("events.yaml");
        write(&file, "calendar:\n").unwrap();
        let mut writers = Writers::of(&file).unwrap();
        let _open = File::open(&file).unwrap();
        assert!(!writers.are_at(&file));
    }

    #[test]
    fn a_file_that_is_renamed_before_it_is_closed_is_still_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let [new, file] = ["new", "events.yaml"].map(|name| folder.path().join(name));
        write(&file, "calendar:\n").unwrap();
        let mut writers = Writers::of(&file).unwrap();
        let mut open = File::create(&new).unwrap();
        open.write_all(b"calendar:\n").unwrap();
        assert!(!writers.are_at(&file));
        rename(&new, &file).unwrap();
        assert!(writers.are_at(&file));
        assert!(!writers.are_at(&new));
        drop(open);
        until_closed(&mut writers, &file);
    }

    #[test]
    fn a_folder_that_was_replaced_is_no_longer_followed() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        let file = inner.join("events.yaml");
        std::fs::create_dir(&inner).unwrap();
        let mut writers = Writers::of(&file).unwrap();
        assert!(writers.follows(&file));
        std::fs::remove_dir(&inner).unwrap();
        std::fs::create_dir(&inner).unwrap();
        assert!(!writers.are_at(&file));
        assert!(!writers.follows(&file));
    }

    #[test]
    fn a_whole_file_that_replaces_one_that_is_being_written_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let [new, file] = ["new", "events.yaml"].map(|name| folder.path().join(name));
        let mut writers = Writers::of(&file).unwrap();
        let mut open = File::create(&file).unwrap();
        open.write_all(b"calendar:\n").unwrap();
        write(&new, "calendar:\n").unwrap();
        rename(&new, &file).unwrap();
        assert!(!writers.are_at(&file));
        open.write_all(b"events:\n").unwrap();
        assert!(!writers.are_at(&file));
    }
}
