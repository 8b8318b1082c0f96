//! The files of one version, read with everything that is known of them.
//!
//! [`Checked::read`] reads the events file and the files that it includes. [`Once`] reads each other file once, so that the versions before and
//! after an edit differ in nothing but the edit, even if somebody writes a file in between.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Problem, Report};
use crate::document::{self, Document};
use crate::holiday::Holidays;
use crate::include::Include;
use crate::reading::{self, Doubts, Found, Known, OtherFiles, ReadFile};
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
        let has_id = move |event: &document::Event| {
            let own = event.id.as_deref();
            own.is_some_and(|own| own.trim() == id)
        };
        events.filter_map(move |(index, event)| has_id(event).then_some(index))
    }
}

impl Checked {
    pub(super) fn read(
        text: &Arc<String>,
        context: &Context,
        others: &mut impl OtherFiles,
        known: &mut Known,
        doubts: Doubts,
    ) -> Self {
        let (outcome, files) = reading::read_keeping(text, context, others, known, doubts);
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

    /// Returns the warnings about a version that was read without its [`Doubts`].
    pub(super) fn warnings(
        &self,
        context: &Context,
        others: &mut impl OtherFiles,
    ) -> Vec<Diagnostic> {
        let files = self.files.iter();
        let files: Vec<_> = files.map(|it| (it.text.as_str(), &it.read)).collect();
        let doubts = self
            .calendar
            .as_ref()
            .map(|calendar| reading::doubts(calendar, &files, context, others));
        let mut found = self.report.diagnostics().to_vec();
        found.extend(doubts.into_iter().flatten());
        found
    }
}

/// The files beside an events file, each read at most once.
pub(super) struct Once<'a, O> {
    others: &'a mut O,
    included: Option<Found>,
    holidays: BTreeMap<String, Result<Option<Holidays>, Problem>>,
    images: HashMap<Image, Result<(), Problem>>,
}

impl<'a, O: OtherFiles> Once<'a, O> {
    pub(super) fn new(others: &'a mut O) -> Self {
        Self {
            others,
            included: None,
            holidays: BTreeMap::new(),
            images: HashMap::new(),
        }
    }

    /// Puts another text in place of that of an included file.
    pub(super) fn replace(&mut self, path: &str, text: &Arc<String>) {
        let files = self.included.iter_mut().flat_map(|found| &mut found.files);
        for file in files.filter(|file| *file.included.path == *path) {
            file.included.text = Arc::clone(text);
        }
    }
}

impl<O: OtherFiles> OtherFiles for Once<'_, O> {
    fn included(&mut self, include: &[Include]) -> Found {
        let read = || self.others.included(include);
        self.included.get_or_insert_with(read).clone()
    }

    fn holidays(&mut self, path: &str) -> Result<Option<Holidays>, Problem> {
        if let Some(known) = self.holidays.get(path) {
            return known.clone();
        }
        let read = self.others.holidays(path);
        self.holidays.insert(path.to_owned(), read.clone());
        read
    }

    fn image(&mut self, image: &Image) -> Result<(), Problem> {
        if let Some(known) = self.images.get(image) {
            return known.clone();
        }
        let read = self.others.image(image);
        self.images.insert(image.clone(), read.clone());
        read
    }
}
