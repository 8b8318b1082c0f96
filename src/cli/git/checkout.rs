//! The commit of the events file, and the earlier versions of the file.
//!
//! In: the path of a file. Out: a [`Checkout`], or none if git is absent, refuses or takes too long.
//! Guaranteed: what is asked every second does not run git. Absent: how git is run, see `program`; what the versions mean.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::super::linked;
use super::{Commit, Content, Repository};

/// A file in the work tree of a repository.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Checkout {
    file: PathBuf,
    repository: Repository,
}

/// A text that the file had.
#[derive(Debug)]
pub(in crate::cli) struct Earlier {
    pub(in crate::cli) commit: String,
    pub(in crate::cli) committed: DateTime<Utc>,
    pub(in crate::cli) text: String,
}

impl Checkout {
    /// Finds the repository that a file stands in.
    pub(in crate::cli) fn of(file: &Path) -> Option<Self> {
        // A link is followed, since git keeps the text where the link leads; but no further than where its text is read.
        let file = linked::follow(file).ok()?.canonicalize().ok()?;
        let repository = Repository::of(file.parent()?).ok()?;
        Some(Self { file, repository })
    }

    /// The repository, if `file` is the one that was looked for in it; behind all links.
    pub(in crate::cli) fn repository_of(&self, file: &Path) -> Option<&Repository> {
        (self.file == file).then_some(&self.repository)
    }

    /// Returns what is another one when another commit is checked out: cheap enough to be asked every second, without running git.
    pub(in crate::cli) fn mark(&self) -> Vec<u8> {
        self.repository.folders.mark()
    }

    /// Returns the commit that made the file what it is, if `text` is what was committed.
    pub(in crate::cli) fn commit(&self, text: &str) -> Option<String> {
        let commit = self.commits()?.into_iter().next()?;
        (self::text(&self.repository, &commit)? == text).then_some(commit.id)
    }

    /// Returns the texts that the last commits left, so many at most, the last one first.
    pub(in crate::cli) fn earlier(&self, most: usize) -> impl Iterator<Item = Earlier> {
        let commits = self.commits().unwrap_or_default().into_iter().take(most);
        commits.filter_map(|commit| {
            let text = self::text(&self.repository, &commit)?;
            Some(Earlier {
                committed: DateTime::from_timestamp(commit.seconds, 0)?,
                commit: commit.id,
                text,
            })
        })
    }

    /// The commits that changed the file, the last one first.
    fn commits(&self) -> Option<Vec<Commit>> {
        let head = self.repository.head().ok()??;
        self.repository.commits(&head, &self.file).ok()
    }
}

/// The text that a commit left.
fn text(repository: &Repository, commit: &Commit) -> Option<String> {
    let mut found = None;
    let object = commit.text.as_deref();
    let read = repository.texts(object.into_iter(), |content| {
        if let Content::Text(text) = content {
            found = Some(text);
        }
    });
    read.ok().and(found)
}
