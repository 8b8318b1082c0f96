//! Captures the state of all files that decide what is published.
//!
//! A [`Snapshot`] is taken at a poll, and compared with what the next poll finds. git is not run for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::Failure;
use super::super::beside::Beside;
use super::super::input::{Source, text};
use super::super::templates::TemplateFolder;

/// The contents of a file, or the I/O error.
pub(super) type Contents = Result<String, String>;

/// Everything that decides what is published, except the current time.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// The text of the file, or why it cannot be read.
    pub(super) text: Result<Arc<String>, Arc<String>>,
    pub(super) inputs: Inputs,
}

/// Everything that decides what is published, except the events file and the current time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inputs {
    /// The files that the events file names.
    pub(super) beside: Beside,
    /// The contents of the file of `--revisions`.
    pub(super) revisions: Option<Contents>,
    /// The templates of `--templates`, by name.
    pub(super) templates: Result<TemplateFolder, String>,
    pub(super) resolved: Option<ResolvedFile>,
    /// Bytes that change when another commit is checked out.
    pub(super) mark: Option<Vec<u8>>,
}

/// The path of the file without links, and the repositories above it. If a `.git` is a file, which points to another folder, its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResolvedFile {
    pub(super) file: PathBuf,
    repositories: Vec<(PathBuf, Option<Contents>)>,
}

impl Snapshot {
    pub(super) fn new(read: &Result<Source, Failure>, inputs: Inputs) -> Self {
        let text = match read {
            Ok(source) if source.is_text() => Ok(source.text.clone()),
            // Not `Ok`: a valid file may have the same text, because it may contain replacement characters too.
            Ok(source) => Err(source.text.clone()),
            Err(failure) => Err(Arc::new(failure.to_string())),
        };
        Self { text, inputs }
    }

    /// Whether a poll found the same state.
    pub(super) fn is(&self, read: &Result<Source, Failure>, inputs: &Inputs) -> bool {
        let is_same_text = match (&self.text, read) {
            (Ok(text), Ok(source)) => source.is_text() && *text == source.text,
            (Err(seen), Ok(source)) => !source.is_text() && *seen == source.text,
            (Err(seen), Err(failure)) => **seen == failure.to_string(),
            (Ok(_), Err(_)) => false,
        };
        is_same_text && self.inputs == *inputs
    }

    /// Whether a poll found the same state, except for the contents of pictures.
    pub(super) fn has_other_pictures_only(
        &self,
        read: &Result<Source, Failure>,
        inputs: &Inputs,
    ) -> bool {
        let beside = inputs.beside.with_pictures_of(&self.inputs.beside);
        let with_same = Inputs {
            beside,
            ..inputs.clone()
        };
        self.inputs.beside != inputs.beside && self.is(read, &with_same)
    }
}

impl ResolvedFile {
    /// Finds the file and its repositories. Cheap enough for every second: git is not run.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let file = path.canonicalize().ok()?;
        let repositories = file.ancestors().map(|folder| folder.join(".git"));
        // A `.git` folder without HEAD is not a repository yet. In a linked working tree, `.git` is a file.
        let repositories = repositories.filter_map(|git| {
            let target = git.is_file().then(|| contents(&git));
            (target.is_some() || git.join("HEAD").exists()).then_some((git, target))
        });
        Some(Self {
            repositories: repositories.collect(),
            file,
        })
    }
}

/// Reads a file as it is compared between polls.
pub(super) fn contents(path: &Path) -> Contents {
    text(path).map_err(|error| error.to_string())
}
