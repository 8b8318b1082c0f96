//! Commits one file, as its editor would with `git commit`.
//!
//! [`Committing::of`] checks before the file is written that the commit will have that one change and nothing else. Only these commands run with the
//! user's own configuration and environment, because the commit has their name, their hooks and their signature. Variables that would lead
//! git to another repository are left out. What git prints about a failed commit is shown as it is. There is no time limit, because a person
//! may have to type a passphrase.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::program::Refusal;
use super::{Repository, words};

/// Variables of the environment that name a repository, its parts, or how paths are read. They are those of `git rev-parse --local-env-vars`,
/// except for configuration.
const NOT_INHERITED: [&str; 15] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// What is in the git folder while an operation of several steps is under way, and what the operation is called.
const UNDER_WAY: [(&str, &str); 5] = [
    ("MERGE_HEAD", "merge"),
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
];

/// A file that can be committed.
#[derive(Debug)]
pub(in crate::cli) struct Committing {
    repository: Repository,
    folder: PathBuf,
    file: OsString,
}

impl Committing {
    /// Finds the repository of a file, a path without links, and checks that the file is as it was committed.
    ///
    /// # Errors
    /// Why the file cannot be committed alone, and what to do, to put after `events.yaml `.
    pub(in crate::cli) fn of(path: &Path) -> Result<Self, String> {
        let (Some(folder), Some(file)) = (path.parent(), path.file_name()) else {
            return Err("is not a file".to_owned());
        };
        let repository = Repository::of(folder).map_err(why)?;
        let committing = Self {
            repository,
            folder: folder.to_owned(),
            file: file.to_owned(),
        };
        committing.check()?;
        Ok(committing)
    }

    fn check(&self) -> Result<(), String> {
        for (name, operation) in UNDER_WAY {
            if self.repository.folders.own.join(name).exists() {
                return Err(format!(
                    "is in a git repository in which a {operation} is under way; finish it with `git {operation} --continue` first, or leave out `--commit`"
                ));
            }
        }
        if self.said(&["ls-files", "-z", "--"])?.is_empty() {
            let ignored = [
                "ls-files",
                "--others",
                "--ignored",
                "--exclude-standard",
                "-z",
                "--",
            ];
            return Err(if self.said(&ignored)?.is_empty() {
                "is not in git yet; add and commit it first, or leave out `--commit`"
            } else {
                "is ignored by git; `git check-ignore -v` shows by which line. Leave out `--commit`"
            }
            .to_owned());
        }
        let status = ["status", "--porcelain", "-z", "--untracked-files=no", "--"];
        if !self.said(&status)?.is_empty() {
            return Err(
                "has changes that are not committed, and `--commit` would commit them too; commit them first, or leave out `--commit`"
                    .to_owned(),
            );
        }
        for role in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            let run = run(self.command(&["var", role]))?;
            if !run.status.success() {
                return Err(format!(
                    "cannot be committed, because git does not know who you are:\n{}",
                    words(&run.stderr).trim_end()
                ));
            }
        }
        Ok(())
    }

    /// Commits the file as it now is, and nothing else, and returns the id of the commit.
    ///
    /// # Errors
    /// If git, or a hook of the repository, refuses the commit. git has shown why.
    pub(in crate::cli) fn commit(&self, message: &str) -> Result<Option<String>, String> {
        // Lines that begin with `#` are part of the message.
        let arguments = [
            "commit",
            "--quiet",
            "--only",
            "--cleanup=whitespace",
            "--file=-",
            "--",
        ];
        let mut command = self.command(&arguments);
        command.arg(&self.file).stdin(Stdio::piped());
        // Standard output has what subscribers will see, and nothing else.
        command.stdout(Stdio::null());
        let failed = |error: std::io::Error| error.to_string();
        let mut child = command.spawn().map_err(failed)?;
        if let Some(mut input) = child.stdin.take() {
            // If git ends early, its exit status says so.
            let _ = input.write_all(message.as_bytes());
        }
        let status = child.wait().map_err(failed)?;
        if !status.success() {
            return Err("git or one of its hooks refused".to_owned());
        }
        // A hook may have changed the file and added it, but `--only` keeps that from the index. The next commit would then take it back.
        let _ = self.said(&["reset", "--quiet", "--"]);
        Ok(self.repository.head().ok().flatten())
    }

    /// What a command prints about the file.
    fn said(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let mut command = self.command(arguments);
        command.arg(&self.file);
        let run = run(command)?;
        if run.status.success() {
            Ok(run.stdout)
        } else {
            let said = words(&run.stderr);
            Err(format!(
                "cannot be committed: git says: {}",
                said.trim_end()
            ))
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        for name in NOT_INHERITED {
            command.env_remove(name);
        }
        // `git status` would otherwise write the index, in a dry run too.
        command.args(["--no-optional-locks", "--literal-pathspecs", "-C"]);
        command.arg(&self.folder).args(arguments);
        command
    }
}

/// Runs a command to its end.
fn run(mut command: Command) -> Result<Output, String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let run = command.stderr(Stdio::piped()).output();
    run.map_err(|error| format!("cannot be committed: git does not run: {error}"))
}

/// Returns why git does not give the repository of a file.
fn why(refusal: Refusal) -> String {
    match refusal {
        Refusal::NotInstalled => {
            "cannot be committed, because git is not installed; leave out `--commit`".to_owned()
        }
        Refusal::NoRepository => {
            "is not in a git repository; leave out `--commit`, or run `git init` first".to_owned()
        }
        Refusal::Ownership(folder) => format!(
            "is in a git repository of another user; if you trust it, run `git config --global --add safe.directory {folder}`"
        ),
        Refusal::Partial => "is in a partial clone".to_owned(),
        Refusal::Said(said) | Refusal::Other(said) => {
            format!("cannot be committed: git says: {said}")
        }
    }
}
