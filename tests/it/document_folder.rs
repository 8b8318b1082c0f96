//! The folder in which the commands of a document run, with a git repository or without, and a shell that runs the few programs that documents
//! show.
//!
//! In: files and commands. Out: what a command prints, standard output and standard error in the order in which they were written.
//! Guaranteed: the same output on every machine and at any time. Absent: the network, and the user's own settings.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::corpus::instant;
use crate::documents::NOW;
use crate::repository::Repository;

/// When the file is edited and committed, and when commands run.
const EDITED: &str = "2026-01-05T09:30:00Z";

/// The programs that a document may run.
const PROGRAMS: [&str; 5] = ["calfeed", "cat", "git", "ls", "mkdir"];

pub(crate) struct Folder {
    repository: Repository,
    /// Whether there is a repository in it.
    has_git: bool,
}

impl Folder {
    pub(crate) fn new(has_git: bool) -> Folder {
        let repository = Repository::new();
        if !has_git {
            fs::remove_dir_all(repository.desk.path().join(".git")).unwrap();
        }
        Folder {
            repository,
            has_git,
        }
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        self.repository.desk.write(name, text);
    }

    /// Commits the events file, if there is a repository.
    pub(crate) fn commit(&self) {
        if !self.has_git {
            return;
        }
        let index = self.repository.desk.path().join(".git/index");
        // By its size and time git takes a file for unchanged that was written twice in a second.
        let _ = fs::remove_file(index);
        self.repository.git(&["add", "--force", "events.yaml"]);
        let commit = [
            "commit",
            "--quiet",
            "--allow-empty",
            "--message",
            "Change events",
        ];
        self.repository.git_at(EDITED, &commit);
    }

    /// Runs a command, and returns what it prints and whether it succeeds.
    pub(crate) fn run(&self, command: &str) -> Result<(String, bool), String> {
        let program = command.split(' ').next().unwrap_or_default();
        if !PROGRAMS.contains(&program) {
            return Err(format!(
                "`{command}` is of none of the programs {PROGRAMS:?}"
            ));
        }
        let (mut reader, writer) = std::io::pipe().unwrap();
        let mut folders = vec![
            Path::new(env!("CARGO_BIN_EXE_calfeed"))
                .parent()
                .unwrap()
                .to_owned(),
        ];
        folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let mut shell = Command::new("sh");
        shell
            .args(["-c", command])
            .current_dir(self.repository.desk.path())
            .env("PATH", std::env::join_paths(folders).unwrap())
            .env("HOME", self.repository.desk.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("SOURCE_DATE_EPOCH", instant(NOW).timestamp().to_string())
            .env("LC_ALL", "C")
            .env("GIT_AUTHOR_NAME", "Editor")
            .env("GIT_AUTHOR_EMAIL", "editor@example.org")
            .env("GIT_COMMITTER_NAME", "Editor")
            .env("GIT_COMMITTER_EMAIL", "editor@example.org")
            .env_remove("TZ")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
            .stdout(writer.try_clone().unwrap())
            .stderr(writer);
        let mut child = shell.spawn().unwrap();
        // It holds the end of the pipe that is written to.
        drop(shell);
        let mut printed = String::new();
        reader.read_to_string(&mut printed).unwrap();
        let is_done = child.wait().unwrap().success();
        Ok((printed, is_done))
    }
}
