//! The state of all files that decide what is published, at one poll.
//!
//! In: the events file as it was read, and the other files. Out: a [`Snapshot`], which can be compared with that of another poll.
//! Guaranteed: git is not run. Absent: when to poll, and what follows from a difference.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::Failure;
use super::super::input::{Source, text};

/// What stands in a file, or why that cannot be told.
pub(super) type Contents = Result<String, String>;

/// Everything that decides what is published, except the current time.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// The text of the file, or why it cannot be read.
    pub(super) text: Result<Arc<String>, Arc<String>>,
    pub(super) inputs: Inputs,
}

/// The same, but for the text of the events file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inputs {
    pub(super) beside: Option<Contents>,
    /// What stands in the file of `--revisions`.
    pub(super) revisions: Option<Contents>,
    /// What stands in the folder of `--templates`, by name.
    pub(super) templates: Result<BTreeMap<String, String>, String>,
    pub(super) resolved: Option<ResolvedFile>,
    pub(super) mark: Option<Vec<u8>>,
}

/// Where the file stands: behind all links, and below which repositories, with what a `.git` says that is a file and leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResolvedFile {
    pub(super) file: PathBuf,
    repositories: Vec<(PathBuf, Option<Contents>)>,
}

impl Snapshot {
    pub(super) fn new(read: &Result<Source, Failure>, inputs: Inputs) -> Self {
        let text = match read {
            Ok(source) if source.is_text() => Ok(source.text.clone()),
            // The signs in place of what cannot be read may stand in a good text, too.
            Ok(source) => Err(source.text.clone()),
            Err(failure) => Err(Arc::new(failure.to_string())),
        };
        Self { text, inputs }
    }

    pub(super) fn is(&self, read: &Result<Source, Failure>, inputs: &Inputs) -> bool {
        let is_same_text = match (&self.text, read) {
            (Ok(text), Ok(source)) => source.is_text() && *text == source.text,
            (Err(seen), Ok(source)) => !source.is_text() && *seen == source.text,
            (Err(seen), Err(failure)) => **seen == failure.to_string(),
            (Ok(_), Err(_)) => false,
        };
        is_same_text && self.inputs == *inputs
    }
}

impl ResolvedFile {
    /// Finds out without running git, every second.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let file = path.canonicalize().ok()?;
        let repositories = file.ancestors().map(|folder| folder.join(".git"));
        // A folder that is about to become a repository has no head yet; a work tree has a file in its place.
        let repositories = repositories.filter_map(|git| {
            let leads = git.is_file().then(|| contents(&git));
            (leads.is_some() || git.join("HEAD").exists()).then_some((git, leads))
        });
        Some(Self {
            repositories: repositories.collect(),
            file,
        })
    }
}

pub(super) fn contents(path: &Path) -> Contents {
    text(path).map_err(|error| error.to_string())
}
