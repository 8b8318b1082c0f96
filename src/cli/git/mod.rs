//! Runs `git` for the earlier versions of one file.
//!
//! It returns the [`Commit`]s on the first-parent line that changed the file, across renames, and the versions that they left. The folder of the
//! file decides the repository, and special characters in a file name have no meaning. Each commit, merges included, counts by what it changed
//! against its first parent. `program` has how git is run.

mod checkout;
mod commit;
mod folders;
mod included;
mod log;
mod objects;
mod program;
mod show;
#[cfg(all(test, unix))]
mod tests;
mod tree;
mod versions;
mod walk;

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

pub(super) use checkout::{Checkout, Earlier};
pub(super) use commit::Committing;
use folders::Folders;
pub(super) use included::Includes;
pub(super) use objects::Content;
use program::Git;
pub(super) use program::Refusal;
pub(super) use show::show;
pub(super) use versions::Left;
pub(super) use walk::Walk;

use crate::document::calendar_of;

/// The most removed files of one commit that are read to find the file that another one replaced.
const MOST_REMOVED: usize = 100;

/// A repository that git agrees to read.
#[derive(Clone, Debug)]
pub(super) struct Repository {
    git: Git,
    top: PathBuf,
    folders: Folders,
}

/// A commit that changed the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) id: String,
    /// When it was committed, in seconds since 1970.
    pub(super) seconds: i64,
    /// Whether it has a parent that git knows.
    pub(super) has_parent: bool,
    /// The blob of its version of the file. `None` if it removed the file or put something else in its place.
    pub(super) text: Option<String>,
    /// How the file came to its path, if it was not there before.
    arrival: Option<Arrival>,
    /// The path that the file had, from the top of the repository.
    path: OsString,
    parent: Option<String>,
}

/// How a file came to its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    Added,
    InPlaceOfALink,
}

impl Repository {
    /// Finds the repository of a folder.
    pub(super) fn of(folder: &Path) -> Result<Self, Refusal> {
        let folders = Folders::around(folder);
        if let Some(folders) = &folders {
            folders.check()?;
        }
        let found = Self::within(Git::new("git", program::PATIENCE), folder);
        match found {
            // An incomplete repository, such as one on a volume that is being mounted.
            Err(Refusal::NoRepository) if folders.is_some() => Err(Refusal::Other(
                "`.git` is incomplete: git finds no repository there".to_owned(),
            )),
            found => found,
        }
    }

    /// Asks git for the repository of a folder.
    fn within(mut git: Git, folder: &Path) -> Result<Self, Refusal> {
        // One command for all three paths: each run of git takes longer than all other work on a small file.
        let arguments = [
            "rev-parse",
            "--show-toplevel",
            "--git-dir",
            "--git-common-dir",
        ];
        let found = git.first(folder, &arguments, u64::MAX)?;
        let found = found.strip_suffix(b"\n").unwrap_or(&found);
        // The name of the folder, which comes first, may contain a line feed. The two git folders, which come last, hardly ever do.
        let mut lines = found.rsplitn(3, |byte| *byte == b'\n').map(name);
        match (lines.next(), lines.next(), lines.next()) {
            (Some(shared), Some(own), Some(top)) => Ok(Self {
                git,
                top: PathBuf::from(top),
                folders: Folders {
                    own: folder.join(own),
                    shared: folder.join(shared),
                },
            }),
            _ => Err(Refusal::Other(
                "it did not print the paths of the repository".to_owned(),
            )),
        }
    }

    /// Returns the commit that is checked out; `None` before the first commit.
    pub(super) fn head(&self) -> Result<Option<String>, Refusal> {
        self.folders.check()?;
        // Avoid running git: that takes longer than all other work on a small file.
        if let Some(head) = self.folders.head() {
            return Ok(Some(head));
        }
        let arguments = ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"];
        match self.git.answer(&self.top, &arguments) {
            Ok(answer) => Ok(Some(words(&answer).trim().to_owned())),
            // With `--quiet`, git fails without a message if there is no commit.
            Err(Refusal::Said(said)) if said.is_empty() => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Returns the commits that changed `file`, from `head` back along the first parents, newest first.
    pub(super) fn commits(&self, head: &str, file: &Path) -> Result<Vec<Commit>, Refusal> {
        // On Windows, git writes absolute paths in another form.
        let top = self.top.canonicalize().unwrap_or_else(|_| self.top.clone());
        let path = file
            .strip_prefix(&top)
            .map_err(|_| Refusal::Other(format!("the file is not below {}", self.top.display())))?;
        let mut path = path.as_os_str().to_owned();
        let mut from = head.to_owned();
        let mut commits = Vec::new();
        loop {
            let mut older = self.changes(&from, &path)?;
            let mut renamed = None;
            for (index, commit) in older.iter().enumerate() {
                if let (Some(arrival), Some(parent)) = (commit.arrival, &commit.parent)
                    && let Some(earlier) = self
                        .renamed_from(arrival, parent, &commit.id, &path)
                        .or_else(|| self.replaced(parent, commit))
                {
                    renamed = Some((index, parent.clone(), earlier));
                    break;
                }
            }
            if let Some((index, ..)) = &renamed {
                older.truncate(index + 1);
            }
            commits.append(&mut older);
            match renamed {
                Some((_, parent, earlier)) => (from, path) = (parent, earlier),
                None => return Ok(commits),
            }
        }
    }

    /// Returns the path from which a commit moved a file to `path`.
    fn renamed_from(
        &self,
        arrival: Arrival,
        parent: &str,
        commit: &str,
        path: &OsStr,
    ) -> Option<OsString> {
        // git shows a file that replaced a link as a type change. Only `--break-rewrites` makes it a deletion and an addition.
        let pairs = match arrival {
            Arrival::Added => "--no-renames",
            Arrival::InPlaceOfALink => "-B",
        };
        let arguments = [
            "diff-tree",
            "-r",
            pairs,
            "-M",
            "-z",
            "--no-relative",
            "--no-ext-diff",
            "--no-textconv",
            "--diff-filter=R",
            parent,
            commit,
        ];
        // If the clone lacks the blobs to compare, the file counts as new.
        let answer = self.git.answer(&self.top, &arguments).ok()?;
        let mut fields = answer.split(|byte| *byte == 0);
        while let (Some(_), Some(before), Some(after)) =
            (fields.next(), fields.next(), fields.next())
        {
            if after == path.as_encoded_bytes() {
                return Some(name(before));
            }
        }
        None
    }

    /// Returns the path of the events file of the same calendar that a commit removed when it added this one. If its events move to other files
    /// in that commit, little of its text is left, and git sees no rename.
    fn replaced(&self, parent: &str, commit: &Commit) -> Option<OsString> {
        let arguments = [
            "diff-tree",
            "-r",
            "--no-renames",
            "--no-abbrev",
            "-z",
            "--no-relative",
            "--no-ext-diff",
            "--no-textconv",
            "--diff-filter=D",
            parent,
            &commit.id,
        ];
        let answer = self.git.answer(&self.top, &arguments).ok()?;
        // `:MODE MODE OBJECT OBJECT STATUS`, and the path.
        let mut fields = answer.split(|byte| *byte == 0);
        let mut removed = Vec::new();
        while let (Some(about), Some(path)) = (fields.next(), fields.next()) {
            let about = words(about);
            let mut about = about.trim_start_matches(':').split(' ');
            let is_file = about.next().is_some_and(|mode| mode.starts_with("100"));
            let is_yaml = path.ends_with(b".yaml") || path.ends_with(b".yml");
            if is_file
                && is_yaml
                && removed.len() < MOST_REMOVED
                && let Some(blob) = about.nth(1)
            {
                removed.push((name(path), blob.to_owned()));
            }
        }
        if removed.is_empty() {
            return None;
        }
        let blobs = removed.iter().map(|(_, blob)| blob.as_str());
        let mut calendars = Vec::new();
        self.texts(commit.text.as_deref().into_iter().chain(blobs), |content| {
            calendars.push(match content {
                Content::Text(text) => calendar_of(&text),
                Content::Other | Content::Missing => None,
            });
        })
        .ok()?;
        let mut calendars = calendars.into_iter();
        let own = calendars.next()??;
        let of = removed.into_iter().zip(calendars);
        let mut same = of.filter(|(_, calendar)| calendar.as_ref() == Some(&own));
        let ((path, _), _) = same.next()?;
        same.next().is_none().then_some(path)
    }
}

/// The output of git as text.
fn words(said: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(said)
}

/// A file name in the output of git: bytes, on systems where names are bytes.
#[cfg(unix)]
fn name(said: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(said).to_owned()
}

#[cfg(not(unix))]
fn name(said: &[u8]) -> OsString {
    OsString::from(words(said).into_owned())
}
