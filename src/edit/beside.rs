//! The files of one version, read with everything that is known of them.
//!
//! [`Checked::read`] reads the events file and the files that it includes. [`With`] gives the same files again, one of them with another text.

use std::sync::Arc;

use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::{Problem, Report};
use crate::document::{self, Document};
use crate::holiday::Holidays;
use crate::include::Include;
use crate::reading::{self, Found, Known, OtherFiles, ReadFile};
use crate::value::Image;

/// One version: its calendar, its report, and each file as it was read.
pub(super) struct Checked {
    pub(super) calendar: Option<Calendar>,
    pub(super) report: Report,
    /// First the events file, then those that it includes.
    pub(super) files: Vec<File>,
}

/// A file of a version.
pub(super) struct File {
    /// Its path below the folder of the events file; `None` for the events file itself.
    pub(super) path: Option<Arc<str>>,
    pub(super) text: Arc<String>,
    pub(super) read: ReadFile,
}

impl File {
    pub(super) fn document(&self) -> &Document {
        &self.read.recovered.document
    }

    /// Returns the index of each event with this id.
    pub(super) fn positions(&self, id: &str) -> impl Iterator<Item = usize> {
        let events = self.document().events.iter().enumerate();
        let has_id =
            move |event: &document::Event| event.id.as_deref().is_some_and(|own| own.trim() == id);
        events.filter_map(move |(index, event)| has_id(event).then_some(index))
    }
}

impl Checked {
    pub(super) fn read(
        text: &Arc<String>,
        context: &Context,
        others: &mut impl OtherFiles,
        known: &mut Known,
    ) -> Self {
        let (outcome, files) = reading::read_keeping(text, context, others, known);
        let included = outcome.included.iter();
        let texts = included.map(|it| (Some(Arc::clone(&it.path)), Arc::clone(&it.text)));
        let texts = std::iter::once((None, Arc::clone(text))).chain(texts);
        let files = texts.zip(files);
        Self {
            calendar: outcome.calendar,
            report: outcome.report,
            files: files
                .map(|((path, text), read)| File { path, text, read })
                .collect(),
        }
    }
}

/// The same files, one of them with another text.
pub(super) struct With<'a, O> {
    pub(super) others: &'a mut O,
    /// The path of the included file, and its text.
    pub(super) changed: Option<(&'a str, &'a Arc<String>)>,
}

impl<O: OtherFiles> OtherFiles for With<'_, O> {
    fn included(&mut self, include: &[Include]) -> Found {
        let mut found = self.others.included(include);
        if let Some((path, text)) = self.changed {
            for file in &mut found.files {
                if *file.included.path == *path {
                    file.included.text = Arc::clone(text);
                }
            }
        }
        found
    }

    fn holidays(&mut self, path: &str) -> Result<Option<Holidays>, Problem> {
        self.others.holidays(path)
    }

    fn image(&mut self, image: &Image) -> Result<(), Problem> {
        self.others.image(image)
    }
}
