//! One text of the events file after another → what each one says, without reading twice what did not change.
//!
//! In: texts, of which two neighbours differ in little. Out: a [`Snapshot`] of each that is a good events file. Guaranteed: the
//! same as [`crate::read`] gives, whatever was read before. Absent: warnings, and the reasons why a text is not good.
//!
//! Why this may be done: a parser goes through a text from its top, and where one entry of `events:` is complete it knows of what
//! came before only the anchors. So an entry that was once read as one whole, below the same head, without anchors, is read the
//! same below it again. That it was read as one whole shows in the count: an entry cannot begin at any other line than those at
//! which the text is cut, so where there are as many entries as pieces, each piece is one.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::pieces::{Pieces, has_anchor, has_odd_lines};
use crate::calendar::{Calendar, Event};
use crate::document;
use crate::validate;
use crate::value::Slug;

/// What a text says.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// The calendar without its events.
    pub(super) calendar: Arc<Calendar>,
    /// By id.
    pub(super) events: Vec<Arc<Event>>,
}

/// Reads texts, and remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    /// What stands before and after the events.
    head: (String, String),
    /// What that says.
    calendar: Option<Arc<Calendar>>,
    /// What each entry says that was read below this head.
    entries: HashMap<String, Arc<Event>>,
}

impl Snapshot {
    pub(super) fn event(&self, id: &Slug) -> Option<&Arc<Event>> {
        let index = self
            .events
            .binary_search_by(|event| event.id.cmp(id))
            .ok()?;
        self.events.get(index)
    }
}

impl Reader {
    /// Reads a text; none if it is not good.
    pub(super) fn read(&mut self, text: &str) -> Option<Snapshot> {
        let by_pieces = Pieces::of(text).and_then(|pieces| self.read_pieces(&pieces));
        by_pieces.or_else(|| whole(text))
    }

    /// Returns a text that has only one event of `text`, and says the same of it: as little of `text` as can be.
    pub(super) fn reduced(&mut self, text: &str, id: &Slug) -> String {
        let reduced = Pieces::of(text).and_then(|pieces| {
            self.read_pieces(&pieces)?;
            let of_event = |entry: &&&str| {
                let event = self.entries.get(**entry);
                event.is_some_and(|event| event.id == *id)
            };
            Some(pieces.with(&[pieces.entries.iter().find(of_event)?]))
        });
        reduced.unwrap_or_else(|| text.to_owned())
    }

    /// Reads a text by its pieces; none if it is not good, or cannot be read so.
    fn read_pieces(&mut self, pieces: &Pieces<'_>) -> Option<Snapshot> {
        if (self.head.0.as_str(), self.head.1.as_str()) != (pieces.before, pieces.after) {
            if has_odd_lines(pieces.before) || has_odd_lines(pieces.after) {
                return None;
            }
            self.head = (pieces.before.to_owned(), pieces.after.to_owned());
            self.calendar = None;
            self.entries.clear();
        }
        let known = |entry: &str| self.entries.contains_key(entry);
        let new: Vec<&str> = pieces
            .entries
            .iter()
            .copied()
            .filter(|entry| !known(entry))
            .collect();
        if !new.is_empty() {
            self.learn(pieces, &new)?;
        }
        let mut events = pieces
            .entries
            .iter()
            .map(|entry| self.entries.get(*entry).cloned())
            .collect::<Option<Vec<_>>>()?;
        events.sort_by(|one, other| one.id.cmp(&other.id));
        let are_unique = events.iter().zip(events.iter().skip(1));
        if are_unique.into_iter().any(|(one, next)| one.id == next.id) {
            return None;
        }
        Some(Snapshot {
            calendar: self.calendar.clone()?,
            events,
        })
    }

    /// Reads entries that are new below this head, all at once.
    fn learn(&mut self, pieces: &Pieces<'_>, new: &[&str]) -> Option<()> {
        if new
            .iter()
            .any(|entry| has_anchor(entry) || has_odd_lines(entry))
        {
            return None;
        }
        let (ids, mut calendar) = read(&pieces.with(new))?;
        if ids.len() != new.len() {
            return None;
        }
        let mut events: HashMap<Slug, Arc<Event>> = calendar
            .events
            .drain(..)
            .map(|event| (event.id.clone(), Arc::new(event)))
            .collect();
        let read = new.iter().zip(&ids).map(|(entry, id)| {
            let event = events.remove(id)?;
            entry.contains(id.as_str()).then_some((*entry, event))
        });
        for (entry, event) in read.collect::<Option<Vec<_>>>()? {
            self.entries.insert(entry.to_owned(), event);
        }
        self.calendar = Some(Arc::new(calendar));
        Some(())
    }
}

/// Reads a text whole.
pub(super) fn whole(text: &str) -> Option<Snapshot> {
    let (_, mut calendar) = read(text)?;
    let events = calendar.events.drain(..).map(Arc::new).collect();
    Some(Snapshot {
        calendar: Arc::new(calendar),
        events,
    })
}

/// Returns the calendar of a good text, with the ids of its events in the order of the text.
fn read(text: &str) -> Option<(Vec<Slug>, Calendar)> {
    let reading = document::read(text).ok()?;
    // What is past in the reader's eyes was perhaps still to come for who wrote it: no `updated` is refused here.
    let (calendar, _) = validate::validate(&reading.recovered, DateTime::<Utc>::MAX_UTC);
    let ids = reading.recovered.document.events.iter();
    let ids = ids.map(|event| Slug::parse(event.id.as_deref()?).ok());
    Some((ids.collect::<Option<_>>()?, calendar?))
}
