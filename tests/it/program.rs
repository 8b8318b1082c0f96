//! Runs the real program as a person or a pipeline does, in a folder of its own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

use crate::corpus::instant;

/// 15 June 2026, noon in UTC.
pub(crate) const NOW: &str = "1781524800";

/// What is said of a file that stands in no repository.
pub(crate) const NO_HISTORY: &str = "note: events.yaml is not in a git repository, so calfeed cannot tell when each event last changed or which \
    events were removed; see docs/how-to/without-git.md\n";

/// A working folder, without any environment variables that the program reads.
pub(crate) struct Desk {
    folder: TempDir,
}

/// The result of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file with the modification time 5 January 2026.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        self.date(name, "2026-01-05T09:30:00Z");
    }

    /// Sets the modification time of a file.
    pub(crate) fn date(&self, name: &str, changed: &str) {
        let file = File::options()
            .write(true)
            .open(self.path().join(name))
            .unwrap();
        file.set_modified(SystemTime::from(instant(changed)))
            .unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path().join(name).exists()
    }

    /// Prepares a run. Arguments are separated by spaces.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_calfeed"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .env_remove("TZ")
            .env_remove("LANG")
            .env_remove("LC_ALL")
            .env_remove("NO_COLOR")
            .env("SOURCE_DATE_EPOCH", NOW)
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &str) -> Run {
        Run::of(&self.command(arguments).output().unwrap())
    }

    /// Runs with this file on standard input.
    pub(crate) fn run_with(&self, arguments: &str, name: &str) -> Run {
        let input = File::open(self.path().join(name)).unwrap();
        Run::of(&self.command(arguments).stdin(input).output().unwrap())
    }

    /// Builds into a folder, and panics if that fails.
    #[track_caller]
    pub(crate) fn build(&self, arguments: &str) {
        let run = self.run(&format!("build {arguments}"));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }

    /// Returns every file below a folder, by its relative path.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        fn walk(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{below}{}", entry.file_name().to_str().unwrap());
                if entry.file_type().unwrap().is_dir() {
                    walk(&entry.path(), &format!("{name}/"), found);
                } else {
                    found.insert(name, fs::read(entry.path()).unwrap());
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(&self.path().join(folder), "", &mut found);
        found
    }

    /// Returns every `.ics` below a folder.
    pub(crate) fn calendars(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.files(folder);
        files.retain(|name, _| name.ends_with(".ics"));
        files
    }
}

impl Run {
    pub(crate) fn of(output: &Output) -> Run {
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }
}
