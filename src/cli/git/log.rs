//! Runs `git log` along the first parents for the commits that changed some paths, and reads its output.
//!
//! Each commit, merges included, counts by what it changed against its first parent.

use std::ffi::OsStr;

use super::program::Refusal;
use super::{Arrival, Commit, Repository, words};

/// The options of `git log`. Each overrides a setting of the repository that could change the output.
const LOG: [&str; 16] = [
    "log",
    "--first-parent",
    "-m",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--no-decorate",
    "--ignore-submodules=none",
    "--format=%H %ct %P",
];

/// A commit, and what it changed at the paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Logged {
    pub(super) id: String,
    /// When it was committed, in seconds since 1970.
    pub(super) seconds: i64,
    parent: Option<String>,
    pub(super) files: Vec<ChangedFile>,
}

/// What a commit left at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChangedFile {
    /// The path from the top of the repository.
    pub(super) path: Vec<u8>,
    /// The blob. `None` if there is no file: a link or a submodule counts as none.
    pub(super) blob: Option<String>,
    /// How the file came to its path, if it was not there before.
    arrival: Option<Arrival>,
}

impl Repository {
    /// Returns the commits that changed what is at one path, newest first.
    pub(super) fn changes(&self, from: &str, path: &OsStr) -> Result<Vec<Commit>, Refusal> {
        let arguments = LOG.iter().copied().chain([from, "--"]).map(OsStr::new);
        let arguments: Vec<&OsStr> = arguments.chain([path]).collect();
        let answer = self.logged(self.git.answer(&self.top, &arguments))?;
        Ok(read_changes(&answer, path))
    }

    /// Returns the commits that changed the files which these pathspecs name, newest first.
    pub(super) fn changes_of(
        &self,
        from: &str,
        pathspecs: &[Vec<u8>],
    ) -> Result<Vec<Logged>, Refusal> {
        // The pathspecs may be too many for arguments, so git reads them from its input.
        let mut arguments = vec!["--no-literal-pathspecs"];
        arguments.extend(LOG);
        arguments.extend(["--stdin", from]);
        let mut input = b"--\n".to_vec();
        for pathspec in pathspecs {
            input.extend_from_slice(pathspec);
            input.push(b'\n');
        }
        let answer = self.git.answer_to(&self.top, &arguments, input);
        Ok(read(&self.logged(answer)?))
    }

    /// Says that a clone is partial, if that is why there is no log.
    fn logged(&self, answer: Result<Vec<u8>, Refusal>) -> Result<Vec<u8>, Refusal> {
        match answer {
            // A treeless clone lacks the trees, which name the blobs.
            Err(Refusal::Said(_)) if self.git.is_partial(&self.top) => Err(Refusal::Partial),
            answer => answer,
        }
    }
}

/// Parses the output of `git log -z --raw`: `ID SECONDS PARENTS`, then `:MODE MODE OBJECT OBJECT STATUS` and the path.
fn read(answer: &[u8]) -> Vec<Logged> {
    let mut commits: Vec<Logged> = Vec::new();
    let mut fields = answer.split(|byte| *byte == 0);
    while let Some(field) = fields.next() {
        let field = words(field);
        let field = field.trim_start_matches('\n');
        if let Some(change) = field.strip_prefix(':') {
            let path = fields.next();
            let mut change = change.split(' ').skip(1);
            if let (Some(path), Some(mode), Some(commit)) =
                (path, change.next(), commits.last_mut())
            {
                let blob = change.nth(1).filter(|_| mode.starts_with("100"));
                let status = change.next().unwrap_or_default();
                commit.files.push(ChangedFile {
                    path: path.to_owned(),
                    blob: blob.map(ToOwned::to_owned),
                    arrival: match status.chars().next() {
                        Some('A') => Some(Arrival::Added),
                        Some('T') => Some(Arrival::InPlaceOfALink),
                        _ => None,
                    },
                });
            }
        } else {
            let mut words = field.split(' ').filter(|word| !word.is_empty());
            if let (Some(id), Some(seconds)) = (words.next(), words.next()) {
                commits.push(Logged {
                    id: id.to_owned(),
                    seconds: seconds.parse().unwrap_or_default(),
                    parent: words.next().map(ToOwned::to_owned),
                    files: Vec::new(),
                });
            }
        }
    }
    commits
}

/// Returns the commits in the output of `git log -z --raw` for one path.
pub(super) fn read_changes(answer: &[u8], path: &OsStr) -> Vec<Commit> {
    let commits = read(answer).into_iter().map(|commit| {
        // If the path was once a folder, ignore the files in it.
        let files = commit.files.into_iter();
        let file = files
            .filter(|file| file.path == path.as_encoded_bytes())
            .last();
        Commit {
            id: commit.id,
            seconds: commit.seconds,
            has_parent: commit.parent.is_some(),
            arrival: file.as_ref().and_then(|file| file.arrival),
            text: file.and_then(|file| file.blob),
            path: path.to_owned(),
            parent: commit.parent,
        }
    });
    commits.collect()
}
