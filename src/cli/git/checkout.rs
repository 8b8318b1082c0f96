//! Finds the commit of the events file, and the earlier versions of the file.
//!
//! There is no [`Checkout`] if git is absent, refuses the repository or takes too long. The check for a new commit runs every second, so it
//! does not run git.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::super::linked;
use super::{Commit, Content, Repository};

/// A file in the working tree of a repository.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Checkout {
    file: PathBuf,
    repository: Repository,
}

/// An earlier version of the file.
#[derive(Debug)]
pub(in crate::cli) struct Earlier {
    pub(in crate::cli) commit: String,
    pub(in crate::cli) committed: DateTime<Utc>,
    pub(in crate::cli) text: String,
}

impl Checkout {
    /// Finds the repository of a file.
    pub(in crate::cli) fn of(file: &Path) -> Option<Self> {
        // Follow a link, because git has the history of its target; but only a link that is also followed when the file is read.
        let file = linked::follow(file).ok()?.canonicalize().ok()?;
        let repository = Repository::of(file.parent()?).ok()?;
        Some(Self { file, repository })
    }

    /// The repository, if this is the checkout of `file`, a path without links.
    pub(in crate::cli) fn repository_of(&self, file: &Path) -> Option<&Repository> {
        (self.file == file).then_some(&self.repository)
    }

    /// Returns bytes that change when another commit is checked out. Cheap enough for every second: git is not run.
    pub(in crate::cli) fn mark(&self) -> Vec<u8> {
        self.repository.folders.mark()
    }

    /// Returns the last commit that changed the file, if `text` is the version that it committed.
    pub(in crate::cli) fn commit(&self, text: &str) -> Option<String> {
        let commit = self.commits()?.into_iter().next()?;
        (self::text(&self.repository, &commit)? == text).then_some(commit.id)
    }

    /// Returns the versions in the last commits that changed the file, at most `most`, newest first.
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

    /// The commits that changed the file, newest first.
    fn commits(&self) -> Option<Vec<Commit>> {
        let head = self.repository.head().ok()??;
        self.repository.commits(&head, &self.file).ok()
    }
}

/// The version of the file in a commit.
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
