//! Walks over the commits that changed the events file, or a file that it includes.
//!
//! [`Walk::steps`] gives each commit that left another version, oldest first, with the blobs of all files of that version. A commit leaves
//! another version if it changed the events file, or a file that the events file includes at that commit. If the events file was moved to
//! another folder, older versions include files of the older folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::included::{Includes, Names, literal, pathspec};
use super::log::Logged;
use super::{Commit, Refusal, Repository};

/// The commits that changed the events file or included files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Walk {
    /// Oldest first.
    stretches: Vec<Stretch>,
}

/// The commits in which the events file had the same path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    /// The path of the events file, from the top of the repository.
    path: Vec<u8>,
    /// The commit that brought the events file to this path.
    first: String,
    /// Oldest first. They begin before `first`, because the included files may have been there before.
    commits: Vec<Logged>,
}

/// A commit that left another version.
#[derive(Debug)]
pub(in crate::cli) struct Step<'a> {
    pub(in crate::cli) commit: &'a str,
    /// When it was committed, in seconds since 1970.
    pub(in crate::cli) seconds: i64,
    /// The blob of the events file. `None` if the commit removed it.
    pub(in crate::cli) main: Option<&'a str>,
    /// The path of the events file, from the top of the repository.
    pub(super) path: &'a [u8],
    /// The blobs of the included files, by their paths below the folder of the events file.
    pub(super) included: &'a BTreeMap<Arc<str>, &'a str>,
}

impl Repository {
    /// Walks from `head` over the commits of the events file, which [`Repository::commits`] found, and those of the files that it includes.
    pub(in crate::cli) fn walk(
        &self,
        head: &str,
        commits: &[Commit],
        includes: &Includes,
    ) -> Result<Walk, Refusal> {
        let mut from = head;
        let mut stretches = Vec::new();
        for stretch in commits.chunk_by(|newer, older| newer.path == older.path) {
            let (Some(newest), Some(oldest)) = (stretch.first(), stretch.last()) else {
                continue;
            };
            let path = newest.path.as_encoded_bytes();
            let mut pathspecs = includes.pathspecs(folder_of(path));
            pathspecs.push(pathspec(b"", &literal(path)));
            let mut logged = self.changes_of(from, &pathspecs)?;
            logged.reverse();
            stretches.push(Stretch {
                path: path.to_owned(),
                first: oldest.id.clone(),
                commits: logged,
            });
            match &oldest.parent {
                Some(parent) => from = parent,
                None => break,
            }
        }
        stretches.reverse();
        Ok(Walk { stretches })
    }
}

impl Walk {
    /// Whether another walk over the same commits of the events file gives the same versions. It may differ in other files.
    pub(in crate::cli) fn has_the_same_versions(&self, other: &Self, includes: &Includes) -> bool {
        self == other || self.ids(includes) == other.ids(includes)
    }

    /// The commits that left another version, oldest first.
    fn ids(&self, includes: &Includes) -> Vec<String> {
        let mut ids = Vec::new();
        let all: Result<(), ()> = self.steps(includes, |step| {
            ids.push(step.commit.to_owned());
            Ok(())
        });
        debug_assert!(all.is_ok());
        ids
    }

    /// Passes each commit that left another version to `take`, oldest first. Stops at the first error.
    pub(super) fn steps<'a, E>(
        &'a self,
        includes: &'a Includes,
        mut take: impl FnMut(&Step<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        for stretch in &self.stretches {
            let mut state = State::new(&stretch.path, includes);
            let mut has_begun = false;
            for commit in &stretch.commits {
                let is_first = !has_begun && commit.id == stretch.first;
                has_begun |= is_first;
                let is_another = state.apply(commit);
                if has_begun && (is_another || is_first) {
                    take(&Step {
                        commit: &commit.id,
                        seconds: commit.seconds,
                        main: state.main,
                        path: &stretch.path,
                        included: &state.included,
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// The files at one commit.
struct State<'a> {
    path: &'a [u8],
    folder: &'a [u8],
    includes: &'a Includes,
    main: Option<&'a str>,
    names: &'a Arc<Names>,
    /// All files that any version may include, by their paths below the folder of the events file.
    files: BTreeMap<Arc<str>, &'a str>,
    included: BTreeMap<Arc<str>, &'a str>,
}

impl<'a> State<'a> {
    fn new(path: &'a [u8], includes: &'a Includes) -> Self {
        Self {
            path,
            folder: folder_of(path),
            includes,
            main: None,
            names: includes.of(None),
            files: BTreeMap::new(),
            included: BTreeMap::new(),
        }
    }

    /// Applies what a commit changed. Returns whether that left another version.
    fn apply(&mut self, commit: &'a Logged) -> bool {
        let mut is_another = false;
        let mut changed: BTreeSet<Arc<str>> = BTreeSet::new();
        for file in &commit.files {
            let blob = file.blob.as_deref();
            if file.path == self.path {
                self.main = blob;
                is_another = true;
                continue;
            }
            let below = file.path.strip_prefix(self.folder);
            // The shell cannot write another name into `include`.
            let Some(path) = below.and_then(|path| str::from_utf8(path).ok()) else {
                continue;
            };
            let path: Arc<str> = path.into();
            match blob {
                Some(blob) => self.files.insert(Arc::clone(&path), blob),
                None => self.files.remove(&path),
            };
            changed.insert(path);
        }
        let names = self.includes.of(self.main);
        if !Arc::ptr_eq(names, self.names) {
            self.names = names;
            let files = self.files.iter().filter(|(path, _)| names.name(path));
            self.included = files
                .map(|(path, blob)| (Arc::clone(path), *blob))
                .collect();
            return is_another;
        }
        for path in changed.into_iter().filter(|path| names.name(path)) {
            is_another = true;
            match self.files.get(&path) {
                Some(blob) => self.included.insert(path, blob),
                None => self.included.remove(&path),
            };
        }
        is_another
    }
}

/// The folder of a path with `/` at its end; empty for the top of the repository.
fn folder_of(path: &[u8]) -> &[u8] {
    let end = path.iter().rposition(|byte| *byte == b'/');
    end.and_then(|end| path.get(..=end)).unwrap_or_default()
}
