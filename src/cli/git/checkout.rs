//! Finds the commit of the events file, and the earlier versions of the file.
//!
//! There is no [`Checkout`] if git is absent, refuses the repository or takes too long. The check for a new commit runs every second, so it
//! does not run git.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::linked;
use super::included::{Includes, Names};
use super::tree::{in_tree, read_files};
use super::{Content, Repository, name};
use crate::history::includes_of;
use crate::include::Include;
use crate::version::Version;

/// A file in the working tree of a repository.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Checkout {
    file: PathBuf,
    /// What it includes in addition to the entries in its text.
    others: Vec<Include>,
    repository: Repository,
}

/// An earlier version of the file.
#[derive(Debug)]
pub(in crate::cli) struct Earlier {
    pub(in crate::cli) commit: String,
    pub(in crate::cli) committed: DateTime<Utc>,
    pub(in crate::cli) version: Version,
}

/// A commit that left another version.
#[derive(Debug)]
struct Left {
    id: String,
    seconds: i64,
    /// The blob of the events file; `None` if the commit removed it.
    main: Option<String>,
    /// The path of the events file, from the top of the repository.
    path: OsString,
    /// The events file, if it was read.
    text: Option<String>,
}

impl Checkout {
    /// Finds the repository of a file. `others` is what it includes in addition to the entries in its text.
    pub(in crate::cli) fn of(file: &Path, others: &[Include]) -> Option<Self> {
        // Follow a link, because git has the history of its target; but only a link that is also followed when the file is read.
        let file = linked::follow(file).ok()?.canonicalize().ok()?;
        let repository = Repository::of(file.parent()?).ok()?;
        Some(Self {
            file,
            others: others.to_vec(),
            repository,
        })
    }

    /// The repository, if this is the checkout of `file`, a path without links.
    pub(in crate::cli) fn repository_of(&self, file: &Path) -> Option<&Repository> {
        (self.file == file).then_some(&self.repository)
    }

    /// Returns bytes that change when another commit is checked out. Cheap enough for every second: git is not run.
    pub(in crate::cli) fn mark(&self) -> Vec<u8> {
        self.repository.folders.mark()
    }

    /// Returns the last commit that left another version, if that is this version.
    pub(in crate::cli) fn commit(&self, version: &Version) -> Option<String> {
        let commit = self.commits(1)?.into_iter().next()?;
        (self.version(&commit)? == *version).then_some(commit.id)
    }

    /// Returns the versions that the last commits left, at most `most`, newest first.
    pub(in crate::cli) fn earlier(&self, most: usize) -> impl Iterator<Item = Earlier> {
        let commits = self.commits(most).unwrap_or_default().into_iter();
        commits.filter_map(|commit| {
            Some(Earlier {
                committed: DateTime::from_timestamp(commit.seconds, 0)?,
                version: self.version(&commit)?,
                commit: commit.id,
            })
        })
    }

    /// The last commits that left another version, at most `most`, newest first.
    fn commits(&self, most: usize) -> Option<Vec<Left>> {
        let head = self.repository.head().ok()??;
        let commits = self.repository.commits(&head, &self.file).ok()?;
        let of_file = commits.iter().take(most);
        let of_file = of_file.map(|commit| Left {
            id: commit.id.clone(),
            seconds: commit.seconds,
            main: commit.text.clone(),
            path: commit.path.clone(),
            text: None,
        });
        let mut of_file: Vec<Left> = of_file.collect();
        // Only if the newest version includes files can another file have left a newer one.
        let newest = of_file.first_mut()?;
        newest.text = self.text(newest);
        let text = newest.text.as_ref();
        if text.is_none_or(|text| includes_of(text, &self.others).is_empty()) {
            return Some(of_file);
        }
        let mut includes = Includes::default();
        let mut blobs = of_file.iter().filter_map(|commit| commit.main.as_deref());
        let read = self.repository.texts(blobs.clone(), |content| {
            if let (Some(blob), Content::Text(text)) = (blobs.next(), content) {
                includes.add(blob, includes_of(&text, &self.others));
            }
        });
        read.ok()?;
        let walk = self.repository.walk(&head, &commits, &includes).ok()?;
        let mut last = VecDeque::new();
        let all: Result<(), ()> = walk.steps(&includes, |step| {
            if last.len() == most {
                last.pop_back();
            }
            last.push_front(Left {
                id: step.commit.to_owned(),
                seconds: step.seconds,
                main: step.main.map(ToOwned::to_owned),
                path: name(step.path),
                text: None,
            });
            Ok(())
        });
        all.ok()?;
        Some(last.into())
    }

    /// The version that a commit left.
    fn version(&self, commit: &Left) -> Option<Version> {
        let text = self.text(commit)?;
        let names = Names::of(includes_of(&text, &self.others));
        let mut version = Version::alone(Arc::new(text));
        if names.is_empty() {
            return Some(version);
        }
        let Repository { git, top, .. } = &self.repository;
        let path = Path::new(&commit.path);
        let mut tree = OsString::from(&commit.id);
        tree.push(":");
        tree.push(path.parent().unwrap_or(Path::new("")));
        let own = path.file_name()?;
        let files = in_tree(git, top, &tree).ok()?.into_iter();
        let files = files.filter(|(path, _)| OsStr::new(path) != own && names.name(path));
        version.included = read_files(git, top, &files.collect::<Vec<_>>())
            .ok()?
            .ok()?;
        Some(version)
    }

    /// The events file in a commit.
    fn text(&self, commit: &Left) -> Option<String> {
        if commit.text.is_some() {
            return commit.text.clone();
        }
        let mut found = None;
        let object = commit.main.as_deref();
        let read = self.repository.texts(object.into_iter(), |content| {
            if let Content::Text(text) = content {
                found = Some(text);
            }
        });
        read.ok().and(found)
    }
}
