//! A file that calfeed changes for a person: the events file, or one that it includes.
//!
//! [`ChangedFile`] has the text that was read and the text to write. It is written only if the file still has the text that was read and is not
//! read-only. It is replaced in one step, and keeps its owner and permissions, as [`rewrite`] describes. A link is followed to its target.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::included::folder;
use super::input::{LARGEST, Source, holds};
use super::replace::rewrite;
use super::{Failure, linked};
use crate::Format;
use crate::diagnostic::name_beside;
use crate::edit::{Change, Edit};
use crate::visible::{visible, visible_lines};

/// A file with a new text.
#[derive(Debug)]
pub(super) struct ChangedFile {
    pub(super) path: PathBuf,
    /// Its name in messages.
    pub(super) name: String,
    /// The text as it was read.
    pub(super) before: Arc<String>,
    pub(super) text: Arc<String>,
}

impl ChangedFile {
    /// The events file, or the file with this path that it includes, with its texts before and after. `None` if the events file is standard
    /// input.
    pub(super) fn of(
        source: &Source,
        included: Option<&str>,
        (before, text): (&Arc<String>, Arc<String>),
    ) -> Option<Self> {
        let events = source.file.as_deref()?;
        Some(Self {
            path: included.map_or_else(|| events.to_owned(), |path| below(events, path)),
            name: name(source, included),
            before: Arc::clone(before),
            text,
        })
    }

    /// Checks that the file can be written, and that no other program has changed it. `left` says what is not done otherwise: `was not fixed`.
    pub(super) fn can_be_written(&self, left: &str) -> Result<(), Failure> {
        let name = &self.name;
        if linked::open(&self.path, LARGEST).is_ok_and(|file| file.is_readonly()) {
            return Err(Failure::Io(format!(
                "{name} is read-only, and {left}; make it writable with `chmod u+w {name}`"
            )));
        }
        if holds(&self.path, &self.before) {
            return Ok(());
        }
        Err(Failure::Io(format!(
            "{name} was changed by another program while it was being checked, and {left}; run the command again"
        )))
    }

    /// Writes the new text.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let failed = |error| Failure::io(format_args!("cannot write {}", self.name), error);
        let target = linked::follow(&self.path).map_err(failed)?;
        rewrite(&target, self.text.as_bytes()).map_err(|error| Failure::Io(error.to_string()))
    }
}

/// An edit, with the text that the changed file had before.
#[derive(Debug)]
pub(super) struct EditedSource {
    pub(super) edit: Edit,
    pub(super) before: Arc<String>,
}

impl EditedSource {
    /// The file to write. `None` if the events file is standard input.
    pub(super) fn file(&self, source: &Source) -> Option<ChangedFile> {
        let text = Arc::new(self.edit.text.clone());
        let included = self.edit.file.as_deref();
        ChangedFile::of(source, included, (&self.before, text))
    }

    /// The name of the changed file in messages.
    pub(super) fn name(&self, source: &Source) -> String {
        name(source, self.edit.file.as_deref())
    }

    /// The new warnings, in full.
    pub(super) fn warnings(&self, source: &Source, format: Format) -> String {
        let text = match self.edit.file {
            None => &self.edit.text,
            Some(_) => source.text.as_str(),
        };
        self.edit.warnings.render(format, &source.name, text)
    }
}

/// The name of the events file in messages, or of the file with this path that it includes.
fn name(source: &Source, included: Option<&str>) -> String {
    included.map_or_else(
        || source.name.clone(),
        |path| name_beside(&source.name, path),
    )
}

/// The path of a file that `events` includes. A link is followed to the file that was read, which is below the folder.
pub(super) fn below(events: &Path, path: &str) -> PathBuf {
    let folder = folder(events);
    let whole = folder.join(path);
    match (whole.canonicalize(), folder.canonicalize()) {
        (Ok(real), Ok(folder)) if real.starts_with(&folder) => real,
        _ => whole,
    }
}

/// Writes the lines before and after a change, below a line such as `events.yaml, line 12: fixed bad-date`.
pub(super) fn write_change(out: &mut String, name: &str, change: &Change, done: &str) {
    let (name, line) = (visible(name), change.line());
    let _ = writeln!(out, "{name}, line {line}: {done}");
    for (mark, lines) in [('-', change.before()), ('+', change.after())] {
        for line in lines.lines() {
            let line = format!("{mark} {}", visible_lines(line));
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}
