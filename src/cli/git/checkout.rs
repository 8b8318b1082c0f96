//! A file → what git knows of it: the commit it stands in, and its earlier texts.
//!
//! In: the path of a file, the program `git` if there is one. Out: a [`History`], or nothing: where git is absent, refuses or
//! takes too long, there is no history. Guaranteed: no shell; nothing of the caller's git environment; no program that the
//! configuration of a repository names is run; no network. Absent: writing anything, and what the texts mean.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::super::input::LARGEST;

/// How long git may take. Most answers come within milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// Options that keep a repository's own configuration from running programs or reaching for the network. Nobody but the operator
/// names the file, and so its repository may belong to another user.
const CAREFUL: [&str; 11] = [
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",
    "-c",
    "safe.directory=*",
];

/// What git knows of one file.
#[derive(Debug)]
pub(in crate::cli) struct History {
    folder: PathBuf,
    name: OsString,
    /// Where the heads are: the folder of this work tree, and the one that all work trees share.
    folders: [PathBuf; 2],
}

/// A text that the file had.
#[derive(Debug)]
pub(in crate::cli) struct Earlier {
    pub(in crate::cli) commit: String,
    pub(in crate::cli) committed: DateTime<Utc>,
    pub(in crate::cli) text: String,
}

impl History {
    /// Finds the repository that a file stands in.
    pub(in crate::cli) fn of(file: &Path) -> Option<Self> {
        // A link is followed, since git keeps the text where the link leads.
        let file = file.canonicalize().ok()?;
        let folder = file.parent()?.to_owned();
        let name = file.file_name()?.to_owned();
        let found = text(&folder, &["rev-parse", "--git-dir", "--git-common-dir"])?;
        let mut folders = found.lines().map(|line| folder.join(line));
        let folders = [folders.next()?, folders.next()?];
        Some(Self {
            folder,
            name,
            folders,
        })
    }

    /// Returns what is another one when another commit is checked out: cheap enough to be asked every second, without running git.
    pub(in crate::cli) fn mark(&self) -> Vec<u8> {
        let [own, shared] = &self.folders;
        let mut mark = read(&own.join("HEAD"));
        let head = String::from_utf8_lossy(&mark).into_owned();
        let Some(name) = head.strip_prefix("ref: ").map(str::trim_end) else {
            return mark;
        };
        // A branch stands in a file of its own, or in one with others; or all of them in tables.
        let branch = read(&shared.join(name));
        if branch.is_empty() {
            mark.extend(read(&shared.join("packed-refs")));
            mark.extend(read(&own.join("reftable/tables.list")));
        }
        mark.extend(branch);
        mark
    }

    /// Returns the commit that made the file what it is, if `text` is what was committed.
    pub(in crate::cli) fn commit(&self, text: &str) -> Option<String> {
        if self.text("HEAD").as_deref() != Some(text) {
            return None;
        }
        let (commit, _) = self.commits(1)?.pop()?;
        Some(commit)
    }

    /// Returns the texts that the file had at most so many commits ago, the last one first.
    pub(in crate::cli) fn earlier(&self, most: usize) -> impl Iterator<Item = Earlier> {
        let commits = self.commits(most).unwrap_or_default();
        commits.into_iter().filter_map(|(commit, committed)| {
            let text = self.text(&commit)?;
            Some(Earlier {
                commit,
                committed,
                text,
            })
        })
    }

    /// The commits that changed the file, the last one first.
    fn commits(&self, most: usize) -> Option<Vec<(String, DateTime<Utc>)>> {
        let most = format!("--max-count={most}");
        let arguments = ["rev-list", "--timestamp", &most, "HEAD", "--"];
        let arguments = arguments.into_iter().map(OsStr::new);
        let listed = run(&self.folder, arguments.chain([self.name.as_os_str()]))?;
        let listed = String::from_utf8(listed).ok()?;
        let commits = listed.lines().filter_map(|line| {
            let (seconds, commit) = line.split_once(' ')?;
            let committed = DateTime::from_timestamp(seconds.parse().ok()?, 0)?;
            Some((commit.to_owned(), committed))
        });
        Some(commits.collect())
    }

    /// The text of the file in a commit.
    fn text(&self, commit: &str) -> Option<String> {
        let mut object = OsString::from(format!("{commit}:./"));
        object.push(&self.name);
        let arguments = [OsStr::new("cat-file"), OsStr::new("blob"), &object];
        String::from_utf8(run(&self.folder, arguments)?).ok()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the shell looks at which commit is checked out"
)]
fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

fn text(folder: &Path, arguments: &[&str]) -> Option<String> {
    String::from_utf8(run(folder, arguments.iter().map(OsStr::new))?).ok()
}

/// Runs git in a folder, and returns what it printed; `None` if it failed.
fn run<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a OsStr>) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    let inherited =
        std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"GIT_"));
    for (name, _) in inherited {
        command.env_remove(name);
    }
    let child = command
        .args(CAREFUL)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    finish(child)
}

/// Waits for a program, and for no longer than is reasonable.
fn finish(mut child: Child) -> Option<Vec<u8>> {
    let stdout = child.stdout.take()?;
    let (done, printed) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.take(LARGEST + 1).read_to_end(&mut bytes);
        let _ = done.send(read.is_ok().then_some(bytes));
    });
    let bytes = printed.recv_timeout(PATIENCE).ok().flatten();
    let bytes = bytes.filter(|bytes| bytes.len() as u64 <= LARGEST);
    if bytes.is_none() {
        let _ = child.kill();
    }
    let status = child.wait().ok()?;
    bytes.filter(|_| status.success())
}
