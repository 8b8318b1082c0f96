//! An id for an event that has none.
//!
//! In: the title and the start of an event, and the ids of the file. Out: what to add. Guaranteed: it is the id of no other event
//! of the file; it is certain only if all of the title is in it. Absent: the reading of an id that is written.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::diagnostic::{Certainty, Edit, Repair};
use crate::document::{self, Document};
use crate::time::Moment;
use crate::value::Slug;

use super::reporter::template;

/// The ids of a file, those suggested so far included.
pub(super) struct NewIds<'a> {
    document: &'a Document,
    taken: RefCell<Option<HashSet<String>>>,
}

impl<'a> NewIds<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let taken = RefCell::default();
        Self { document, taken }
    }

    /// Returns what to add to an event without an id.
    pub(super) fn of(&self, event: &document::Event) -> Repair {
        let slug = |title: &String| Slug::from_title(title, year(event));
        let Some((base, is_whole)) = event.title.as_ref().and_then(slug) else {
            return template("id", "<id>");
        };
        let base = base.as_str();
        let mut taken = self.taken.borrow_mut();
        let taken = taken.get_or_insert_with(|| {
            let ids = self
                .document
                .events
                .iter()
                .filter_map(|event| event.id.as_ref().cloned());
            ids.collect()
        });
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let free = std::iter::once(base.to_owned())
            .chain(numbered)
            .find(|id| !taken.contains(id));
        let id = free.unwrap_or_else(|| base.to_owned());
        let certainty = if id == base && is_whole {
            Certainty::Exact
        } else {
            Certainty::Guess
        };
        taken.insert(id.clone());
        let edit = Edit::Add("id".to_owned(), id);
        Repair { edit, certainty }
    }
}

/// The year of an event that takes place once.
fn year(event: &document::Event) -> Option<i32> {
    use chrono::Datelike;

    if event.repeats.is_some() {
        return None;
    }
    match Moment::parse(event.start.as_deref()?).ok()? {
        Moment::Date(date) => Some(date.year()),
        Moment::DateTime(local) => Some(local.year()),
        Moment::Instant(instant) => Some(instant.year()),
        Moment::Month { year, .. } | Moment::Year(year) => Some(year),
        Moment::Time(_) | Moment::ToBeConfirmed => None,
    }
}
