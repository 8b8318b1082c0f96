//! Proposes an id for an event without one, or with an invalid one.
//!
//! The id comes from the title and the year of the start, or from the invalid id. It is the id of no other event of the file. The fix is
//! exact only if nothing of the title or the id was left out, and no number was added. Duplicate ids are reported in [`super`].

use std::cell::RefCell;
use std::collections::HashSet;

use crate::diagnostic::{Certainty, Edit, Problem, Repair};
use crate::document::{self, Merged};
use crate::time::Moment;
use crate::value::Slug;

use super::reporter::template;

/// The ids of a file, including those proposed so far.
pub(super) struct NewIds<'a> {
    document: &'a Merged<'a>,
    /// Computed when it is first needed.
    taken: RefCell<Option<HashSet<String>>>,
}

impl<'a> NewIds<'a> {
    pub(super) fn new(document: &'a Merged<'a>) -> Self {
        let taken = RefCell::default();
        Self { document, taken }
    }

    /// Returns the fix for an event without an id.
    pub(super) fn of(&self, event: &document::Event) -> Repair {
        let slug = |title: &String| Slug::from_title(title, year(event));
        let Some((base, is_whole)) = event.title.as_ref().and_then(slug) else {
            return template("id", "<id>");
        };
        let (id, is_base) = self.free(base.as_str());
        let certainty = if is_base && is_whole {
            Certainty::Exact
        } else {
            Certainty::Guess
        };
        let edit = Edit::Add("id".to_owned(), id);
        Repair { edit, certainty }
    }

    /// Reads the id of an event. If another event has the proposed id, or would get it, the proposal gets a number and is a guess.
    pub(super) fn parse(&self, written: &str) -> Result<Slug, Problem> {
        Slug::parse(written).map_err(|problem| {
            let [
                Repair {
                    edit: Edit::Value(base),
                    certainty,
                },
            ] = problem.repairs()
            else {
                return problem;
            };
            let (id, is_base) = self.free(base);
            let certainty = if is_base {
                *certainty
            } else {
                Certainty::Guess
            };
            Problem::of(problem.finding().clone()).repair(Edit::Value(id), certainty)
        })
    }

    /// Reserves an id that no event has: `base`, or else `base` with a number. The flag says whether it is `base`.
    fn free(&self, base: &str) -> (String, bool) {
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
        taken.insert(id.clone());
        let is_base = id == base;
        (id, is_base)
    }
}

/// Returns the year of an event that takes place once.
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
