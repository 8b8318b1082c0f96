//! One text of the events file after another → what each one says, without reading twice what did not change.
//!
//! In: texts, of which two neighbours differ in little. Out: a [`Snapshot`] of each that is a good events file. Guaranteed: the
//! same as [`crate::read`] gives, whatever was read before. Absent: warnings, and the reasons why a text is not good.
//!
//! Why this may be done: a parser goes through a text from its top, and where one entry of `events:` is complete it knows of what
//! came before only the anchors. So an entry that was once read as one whole is read the same again, where no alias names an anchor
//! of another entry. That it was read as one whole shows in the count: an entry cannot begin at any other line than those at
//! which the text is cut, so where there are as many entries as pieces, each piece is one. Below another head it is read the same if
//! neither head has anchors: what an entry means takes from the head the zone, and that its groups are there, and no more.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::pieces::{Pieces, has_alias, has_anchor, has_odd_lines};
use crate::calendar::{Calendar, Claim, Event, clashes};
use crate::document;
use crate::validate;
use crate::value::Slug;
use crate::zone::Zone;

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
    /// What that says; none while it has not been read.
    calendar: Option<Arc<Calendar>>,
    /// The zone in which the entries were read.
    zone: Option<Zone>,
    entries: HashMap<String, Entry>,
}

/// What an entry says.
#[derive(Clone, Debug)]
struct Entry {
    event: Arc<Event>,
    has_anchor: bool,
    has_alias: bool,
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
    pub(super) fn reduced(&mut self, text: &Arc<String>, id: &Slug) -> Arc<String> {
        let reduced = Pieces::of(text).and_then(|pieces| {
            self.read_pieces(&pieces)?;
            let of_event = |written: &&&str| {
                let entry = self.entries.get(**written);
                entry.is_some_and(|entry| entry.event.id == *id)
            };
            Some(pieces.with(&[pieces.entries.iter().find(of_event)?]))
        });
        reduced.map_or_else(|| Arc::clone(text), Arc::new)
    }

    /// Reads a text by its pieces; none if it is not good, or cannot be read so.
    fn read_pieces(&mut self, pieces: &Pieces<'_>) -> Option<Snapshot> {
        if (self.head.0.as_str(), self.head.1.as_str()) != (pieces.before, pieces.after) {
            if has_odd_lines(pieces.before) || has_odd_lines(pieces.after) {
                return None;
            }
            // An alias may say something else below this head.
            if has_anchor(&self.head.0) || has_anchor(pieces.before) {
                self.entries.clear();
            }
            self.head = (pieces.before.to_owned(), pieces.after.to_owned());
            self.calendar = None;
        }
        let known = |entry: &&str| self.entries.contains_key(*entry);
        let mut new: Vec<&str> = pieces.entries.clone();
        new.retain(|entry| !known(entry));
        if new.is_empty() && self.calendar.is_none() {
            // The head is read with one of them.
            new.extend(pieces.entries.first());
        }
        if !new.is_empty() {
            self.learn(pieces, &new)?;
        }
        let entries = pieces.entries.iter();
        let mut entries = entries
            .map(|entry| self.entries.get(*entry))
            .collect::<Option<Vec<_>>>()?;
        if entries.iter().any(|entry| entry.has_anchor)
            && (entries.iter().any(|entry| entry.has_alias) || has_alias(pieces.after))
        {
            return None;
        }
        entries.sort_by(|one, other| one.event.id.cmp(&other.event.id));
        let are_unique = entries.iter().zip(entries.iter().skip(1));
        if are_unique
            .into_iter()
            .any(|(one, next)| one.event.id == next.event.id)
        {
            return None;
        }
        let calendar = self.calendar.clone()?;
        let claims = entries.iter().map(|entry| Claim {
            uid: entry.event.uid(&calendar.domain),
            is_own: entry.event.own_uid().is_some(),
            event: Some(&*entry.event),
        });
        let has_uid = entries.iter().any(|entry| entry.event.own_uid().is_some());
        if has_uid && !clashes(&claims.collect::<Vec<_>>()).is_empty() {
            return None;
        }
        let mut groups = entries.iter().flat_map(|entry| &entry.event.groups);
        if !groups.all(|id| calendar.group(id).is_some()) {
            return None;
        }
        let events = entries.iter().map(|entry| Arc::clone(&entry.event));
        Some(Snapshot {
            events: events.collect(),
            calendar,
        })
    }

    /// Reads the head, and with it entries that are new, all at once.
    fn learn(&mut self, pieces: &Pieces<'_>, new: &[&str]) -> Option<()> {
        if new.iter().any(|entry| has_odd_lines(entry)) {
            return None;
        }
        let marked = |mark: fn(&str) -> bool| new.iter().any(|entry| mark(entry));
        if marked(has_anchor) && marked(has_alias) {
            return None;
        }
        let (ids, mut calendar) = read(&pieces.with(new))?;
        if ids.len() != new.len() {
            return None;
        }
        let mut events: HashMap<Slug, Event> = calendar
            .events
            .drain(..)
            .map(|event| (event.id.clone(), event))
            .collect();
        let read = new.iter().zip(&ids).map(|(entry, id)| {
            let event = events.remove(id)?;
            entry.contains(id.as_str()).then_some((*entry, event))
        });
        let read = read.collect::<Option<Vec<_>>>()?;
        let zone = Some(calendar.zone);
        self.calendar = Some(Arc::new(calendar));
        if zone != self.zone {
            self.zone = zone;
            self.entries.clear();
            if new.len() < pieces.entries.len() {
                return self.learn(pieces, &pieces.entries);
            }
        }
        for (entry, event) in read {
            // One that is known stays the same thing, not only an equal one.
            let event = match self.entries.get(entry) {
                Some(known) if *known.event == event => Arc::clone(&known.event),
                Some(_) | None => Arc::new(event),
            };
            let read = Entry {
                event,
                has_anchor: has_anchor(entry),
                has_alias: has_alias(entry),
            };
            self.entries.insert(entry.to_owned(), read);
        }
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
    let reading = document::read_valid(text)?;
    // What is past in the reader's eyes was perhaps still to come for who wrote it: no `updated` is refused here.
    let (calendar, _) = validate::validate(&reading.recovered, DateTime::<Utc>::MAX_UTC);
    let ids = reading.recovered.document.events.iter();
    let ids = ids.map(|event| Slug::parse(event.id.as_deref()?).ok());
    Some((ids.collect::<Option<_>>()?, calendar?))
}
