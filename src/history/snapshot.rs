//! The contents of a version: its calendar, and its events.
//!
//! [`whole`] parses all of a version. [`super::reader`] reads many versions, and parses only what is new in each.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::calendar::{Calendar, Event};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{self, Merged, Recovered};
use crate::include::Include;
use crate::limit;
use crate::validate;
use crate::value::Slug;
use crate::version::Version;

/// The contents of a version.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// The calendar without its events.
    pub(super) calendar: Arc<Calendar>,
    /// The events: those of each file, or those of all.
    parts: Vec<Arc<Part>>,
}

/// Some events of a version.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Sorted by id.
    pub(super) events: Vec<Arc<Event>>,
    pub(super) has_uids: bool,
}

impl Part {
    pub(super) fn new(mut events: Vec<Arc<Event>>) -> Self {
        events.sort_by(|one, other| one.id.cmp(&other.id));
        Self {
            has_uids: events.iter().any(|event| event.own_uid().is_some()),
            events,
        }
    }

    pub(super) fn event(&self, id: &Slug) -> Option<&Arc<Event>> {
        find(&self.events, id, |event| event)
    }
}

impl Snapshot {
    pub(super) fn new(calendar: Arc<Calendar>, parts: Vec<Arc<Part>>) -> Self {
        Self { calendar, parts }
    }

    pub(super) fn event(&self, id: &Slug) -> Option<&Arc<Event>> {
        self.parts.iter().find_map(|part| part.event(id))
    }

    /// All events, in no order.
    pub(super) fn events(&self) -> impl Iterator<Item = &Arc<Event>> {
        self.parts.iter().flat_map(|part| &part.events)
    }

    /// Whether an event has a `uid`.
    pub(super) fn has_uids(&self) -> bool {
        self.parts.iter().any(|part| part.has_uids)
    }

    /// Returns the events of the parts that another version does not have, by id.
    pub(super) fn events_not_shared(&self, other: &Self) -> Changed<'_> {
        let parts = not_among(&self.parts, &other.parts);
        Changed::new(parts.flat_map(|part| &part.events).collect())
    }

    /// Returns all events, by id.
    pub(super) fn all_events(&self) -> Changed<'_> {
        Changed::new(self.events().collect())
    }
}

/// Events of a version that may have changed, by id.
#[derive(Debug)]
pub(super) struct Changed<'a>(Vec<&'a Arc<Event>>);

impl<'a> Changed<'a> {
    fn new(mut events: Vec<&'a Arc<Event>>) -> Self {
        events.sort_by(|one, other| one.id.cmp(&other.id));
        Self(events)
    }

    pub(super) fn event(&self, id: &Slug) -> Option<&'a Arc<Event>> {
        find(&self.0, id, |event| event).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a Arc<Event>> + Clone {
        self.0.iter().copied()
    }
}

/// Finds an event in a list that is sorted by id.
fn find<'a, T>(events: &'a [T], id: &Slug, event: impl Fn(&T) -> &Arc<Event>) -> Option<&'a T> {
    let index = events.binary_search_by(|it| event(it).id.cmp(id)).ok()?;
    events.get(index)
}

/// Returns the parts that are not among the others.
pub(super) fn not_among<'a>(
    parts: &'a [Arc<Part>],
    others: &[Arc<Part>],
) -> impl Iterator<Item = &'a Arc<Part>> {
    let others: HashSet<*const Part> = others.iter().map(Arc::as_ptr).collect();
    parts
        .iter()
        .filter(move |part| !others.contains(&Arc::as_ptr(part)))
}

/// Reads a version as a whole; `None` if it is not valid. Files that it names and that are absent are no error.
pub(super) fn whole(version: &Version) -> Option<Snapshot> {
    whole_if(version, |_| true)
}

/// Reads a version as a whole; `None` if it is not valid.
pub(super) fn complete(version: &Version) -> Option<Snapshot> {
    whole_if(version, |main| {
        required(main).is_some_and(|paths| has_all(version, &paths))
    })
}

fn whole_if(version: &Version, is_complete: impl Fn(&Recovered) -> bool) -> Option<Snapshot> {
    let read = version.files().map(|(_, text)| parse(text));
    let read: Vec<Recovered> = read.collect::<Option<_>>()?;
    if !read.first().is_some_and(is_complete) {
        return None;
    }
    let mut calendar = validate(&read.iter().collect::<Vec<_>>())?;
    let events = calendar.events.drain(..).map(Arc::new).collect();
    let part = Arc::new(Part::new(events));
    Some(Snapshot::new(Arc::new(calendar), vec![part]))
}

/// Parses a file of a version; `None` if it has an error.
pub(super) fn parse(text: &str) -> Option<Recovered> {
    let read = document::read_valid(text)?.recovered;
    has_no_error(&read.diagnostics).then_some(read)
}

/// Returns the calendar of a version, if its files are valid together. The first file is the main one.
pub(super) fn validate(files: &[&Recovered]) -> Option<Calendar> {
    let (document, found) = Merged::new(files);
    // Validate as if at the end of time, so that no `updated` is refused: it is checked against the time of the version, not against now.
    let (calendar, _) = validate::validate(&document, DateTime::<Utc>::MAX_UTC);
    calendar.filter(|_| has_no_error(&found))
}

fn has_no_error(found: &[Diagnostic]) -> bool {
    found.iter().all(|it| it.severity != Severity::Error)
}

/// Returns the paths that a main file includes, without its patterns; `None` if an entry is not valid.
pub(super) fn required(main: &Recovered) -> Option<Vec<String>> {
    let written = &main.document.include;
    if written.len() > limit::INCLUDE {
        return None;
    }
    let mut paths = Vec::new();
    for entry in written {
        let include = Include::parse(entry).ok()?;
        if !include.is_pattern() {
            paths.push(include.as_str().to_owned());
        }
    }
    Some(paths)
}

/// Whether a version has files at all of these paths.
pub(super) fn has_all(version: &Version, paths: &[String]) -> bool {
    let files = &version.included;
    let mut paths = paths.iter();
    paths.all(|path| {
        files
            .binary_search_by(|file| (*file.path).cmp(path.as_str()))
            .is_ok()
    })
}
