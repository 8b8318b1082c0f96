//! Reads one version of the events file after another, and parses only the entries that have changed.
//!
//! It returns a [`Snapshot`] of each valid version, equal to what [`crate::read`] gives, whatever was read before. It gives no warnings, and does
//! not say why a version is invalid.
//!
//! Why this is correct: a parser reads from the top, and when an entry of `events:` is complete, the only thing it remembers of the text before
//! is the anchors. So an entry that was read once is read the same way again, unless an alias names an anchor of another entry.
//! The number of entries shows that each was read separately: an entry can begin only at a line where the text is cut, so if there are as many
//! entries as sections, each section is one. Under another head it is read the same way if neither head has anchors: an entry takes from the
//! head only the time zone, and which groups exist.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::sections::{Sections, has_alias, has_anchor, has_odd_lines};
use crate::calendar::{Calendar, Claim, Event, clashes};
use crate::document;
use crate::validate;
use crate::value::Slug;
use crate::zone::Zone;

/// The contents of a version.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// The calendar without its events.
    pub(super) calendar: Arc<Calendar>,
    /// By id.
    pub(super) events: Vec<Arc<Event>>,
}

/// Reads versions, and caches their entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    /// The text before and after the events.
    head: (String, String),
    /// The calendar settings in it; `None` if it has not been read yet.
    calendar: Option<Arc<Calendar>>,
    /// The zone in which the entries were read.
    zone: Option<Zone>,
    entries: HashMap<String, Entry>,
}

/// A parsed entry.
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
    /// Reads a version; `None` if it is not valid.
    pub(super) fn read(&mut self, text: &str) -> Option<Snapshot> {
        let by_pieces = Sections::of(text).and_then(|sections| self.read_pieces(&sections));
        by_pieces.or_else(|| whole(text))
    }

    /// Returns an events file with only one event of `text`, equal to the one there, and as little else as possible.
    pub(super) fn reduced(&mut self, text: &Arc<String>, id: &Slug) -> Arc<String> {
        let reduced = Sections::of(text).and_then(|sections| {
            self.read_pieces(&sections)?;
            let of_event = |written: &&&str| {
                let entry = self.entries.get(**written);
                entry.is_some_and(|entry| entry.event.id == *id)
            };
            Some(sections.with(&[sections.entries.iter().find(of_event)?]))
        });
        reduced.map_or_else(|| Arc::clone(text), Arc::new)
    }

    /// Reads a version by its sections; `None` if it is not valid, or cannot be read in this way.
    fn read_pieces(&mut self, sections: &Sections<'_>) -> Option<Snapshot> {
        if (self.head.0.as_str(), self.head.1.as_str()) != (sections.before, sections.after) {
            if has_odd_lines(sections.before) || has_odd_lines(sections.after) {
                return None;
            }
            // An alias may refer to a different value below this head.
            if has_anchor(&self.head.0) || has_anchor(sections.before) {
                self.entries.clear();
            }
            self.head = (sections.before.to_owned(), sections.after.to_owned());
            self.calendar = None;
        }
        let known = |entry: &&str| self.entries.contains_key(*entry);
        let mut new: Vec<&str> = sections.entries.clone();
        new.retain(|entry| !known(entry));
        if new.is_empty() && self.calendar.is_none() {
            // The head cannot be read without an entry.
            new.extend(sections.entries.first());
        }
        if !new.is_empty() {
            self.learn(sections, &new)?;
        }
        let entries = sections.entries.iter();
        let mut entries = entries
            .map(|entry| self.entries.get(*entry))
            .collect::<Option<Vec<_>>>()?;
        if entries.iter().any(|entry| entry.has_anchor)
            && (entries.iter().any(|entry| entry.has_alias) || has_alias(sections.after))
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

    /// Reads the head together with the new entries.
    fn learn(&mut self, sections: &Sections<'_>, new: &[&str]) -> Option<()> {
        if new.iter().any(|entry| has_odd_lines(entry)) {
            return None;
        }
        let marked = |mark: fn(&str) -> bool| new.iter().any(|entry| mark(entry));
        if marked(has_anchor) && marked(has_alias) {
            return None;
        }
        let (ids, mut calendar) = read(&sections.with(new))?;
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
            if new.len() < sections.entries.len() {
                return self.learn(sections, &sections.entries);
            }
        }
        for (entry, event) in read {
            // Reuse the known event itself, not just an equal one, so that pointers can be compared.
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

/// Reads a version as a whole.
pub(super) fn whole(text: &str) -> Option<Snapshot> {
    let (_, mut calendar) = read(text)?;
    let events = calendar.events.drain(..).map(Arc::new).collect();
    Some(Snapshot {
        calendar: Arc::new(calendar),
        events,
    })
}

/// Returns the calendar of a valid version, with the ids of its events in the order of the text.
fn read(text: &str) -> Option<(Vec<Slug>, Calendar)> {
    let reading = document::read_valid(text)?;
    // Validate as if at the end of time, so that no `updated` is refused: it is checked against the time of the version, not against now.
    let recovered = &reading.recovered;
    let (document, _) = document::Merged::new(&[recovered]);
    let (calendar, _) = validate::validate(&document, DateTime::<Utc>::MAX_UTC);
    let calendar = calendar.filter(|_| recovered.diagnostics.is_empty());
    let ids = reading.recovered.document.events.iter();
    let ids = ids.map(|event| Slug::parse(event.id.as_deref()?).ok());
    Some((ids.collect::<Option<_>>()?, calendar?))
}
