//! Derives from the earlier versions of the events file when each event was created and last changed, and which were removed.
//!
//! The versions are noted with the instants of their publication, oldest first, in a [`History`], which gives [`Revisions`]. An event changes only
//! if subscribers see a difference: another order, another comment or another way to write the same changes nothing. An invalid version was never
//! published, and is skipped. The changes of an event are in ascending order, even if the instants of the versions are not. The shell reads the
//! versions, from git or from a file.

mod file;
mod includes;
mod json;
mod reader;
mod sections;
mod snapshot;
mod step;
#[cfg(test)]
mod tests;
mod trace;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::calendar::Event;
use crate::revision::{Revision, Revisions};
use crate::span::LAST_WRITTEN_SECOND;
use crate::value::{Domain, Slug};
use crate::version::{Included, Version};
pub(crate) use includes::includes_of;
pub use json::HistoryError;
use reader::Reader;
use snapshot::Snapshot;
use step::Times;
use trace::Trace;

/// The last instant that RFC 5545 can represent: years have four digits.
const LAST_INSTANT: DateTime<Utc> =
    DateTime::from_timestamp(LAST_WRITTEN_SECOND, 0).expect("the end of 9999");

/// The history of an events file, collected from its versions.
///
/// The last version noted should be the one that is published, so that edits since the last commit count too.
///
/// ```
/// use calfeed::History;
///
/// let text = "
/// calendar:
///   name: Riverside Book Club
///   slug: riverside-book-club
///   domain: books.example.org
///   url: https://books.example.org
///   timezone: Europe/London
///
/// events:
///   - id: book-club
///     title: Book club
///     start: 2026-01-13 18:30
///     end: \"20:00\"
/// ";
///
/// let mut history = History::default();
/// history.note(text, "2026-01-05T12:00:00Z".parse().unwrap());
/// history.note(&text.replace("18:30", "18:00"), "2026-01-06T12:00:00Z".parse().unwrap());
/// let (calendar, _) = calfeed::read(text, &calfeed::Context::new("2026-01-07T12:00:00Z".parse().unwrap()));
/// let event = &calendar.unwrap().events()[0].clone();
/// assert_eq!(history.revisions().of(event).created(), Some("2026-01-05T12:00:00Z".parse().unwrap()));
/// assert_eq!(history.revisions().of(event).last_change(), "2026-01-06T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
/// ```
#[derive(Clone, Debug, Default)]
pub struct History {
    reader: Reader,
    last: Option<Last>,
    /// Every event that ever existed, by id.
    traces: BTreeMap<Slug, Trace>,
    /// Whether any event ever had a `uid`. If not, no event can have the UID of another.
    has_uids: bool,
    last_change: DateTime<Utc>,
}

/// The last valid version.
#[derive(Clone, Debug)]
struct Last {
    version: Version,
    domain: Domain,
    /// Its contents; `None` after [`History::rest`], because they can be read again from the version.
    snapshot: Option<Snapshot>,
}

impl History {
    /// Notes the version that was published from `at` on. Returns whether it is a valid events file; an invalid one has no effect.
    pub fn note(&mut self, text: &str, at: DateTime<Utc>) -> bool {
        let is_last = self
            .last
            .as_ref()
            .is_some_and(|last| last.version.included.is_empty() && *last.version.text == *text);
        is_last || self.note_version(&Version::alone(Arc::new(text.to_owned())), at)
    }

    /// Like [`History::note`], for a version with the files that it includes, of which some may be none of it: as in
    /// [`crate::read_with_included`].
    pub fn note_with_included<'a>(
        &mut self,
        text: &str,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        at: DateTime<Utc>,
    ) -> bool {
        let include = includes_of(text, &[]);
        let is_named = |path: &str| include.iter().any(|entry| entry.matches(path));
        let files = files.into_iter().filter(|(path, _)| is_named(path));
        let version = Version {
            text: Arc::new(text.to_owned()),
            included: Included::all(files),
        };
        self.note_version(&version, at)
    }

    /// Like [`History::note`], for a version that may have several files.
    pub(crate) fn note_version(&mut self, version: &Version, at: DateTime<Utc>) -> bool {
        self.note_working(version, at, &BTreeMap::new())
    }

    /// Like [`History::note`], for a version that is not committed: `at` dates what is in the events file, and `modified` has the times of
    /// the events in other files. A removed event is dated by the events file.
    pub(crate) fn note_working(
        &mut self,
        version: &Version,
        at: DateTime<Utc>,
        modified: &BTreeMap<Slug, DateTime<Utc>>,
    ) -> bool {
        if self
            .last
            .as_ref()
            .is_some_and(|last| last.version == *version)
        {
            return true;
        }
        // Read the version before first, so that only the new entries of this one need to be parsed.
        let before = self.last.take().map(|mut last| {
            let before = last.snapshot.take();
            let before = before.or_else(|| self.reader.read(&last.version));
            (last, before)
        });
        let Some(now) = self.reader.read(version) else {
            self.last = before.map(|(last, snapshot)| Last { snapshot, ..last });
            return false;
        };
        let times = Times::new(at, modified);
        if let Some((earlier, Some(before))) = before {
            self.step(&earlier.version, &before, &now, &times);
        } else {
            self.begin(&now, &times);
        }
        self.last = Some(Last {
            version: version.clone(),
            domain: now.calendar.domain.clone(),
            snapshot: Some(now),
        });
        true
    }

    /// Frees everything that can be read again from the last version when another one is noted.
    pub(crate) fn rest(&mut self) {
        self.reader = Reader::default();
        if let Some(last) = &mut self.last {
            last.snapshot = None;
        }
    }

    /// Shares the texts of this version, where the last one has equal ones.
    pub(crate) fn share(&mut self, version: &Version) {
        let Some(last) = &mut self.last else {
            return;
        };
        let mut others: BTreeMap<&str, &Arc<String>> = version.files().collect();
        let mut share = |path: &str, text: &mut Arc<String>| {
            if let Some(other) = others.remove(path).filter(|other| *other == text) {
                *text = Arc::clone(other);
            }
        };
        share("", &mut last.version.text);
        for file in &mut last.version.included {
            share(&file.path, &mut file.text);
        }
    }

    /// The domain of the last valid version.
    pub fn domain(&self) -> Option<&Domain> {
        self.last.as_ref().map(|last| &last.domain)
    }

    /// When anything last changed.
    pub fn last_change(&self) -> DateTime<Utc> {
        self.last_change
    }

    /// Whether no valid version has been noted.
    pub fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// Returns when each event changed, as of the last version noted.
    pub fn revisions(&self) -> Revisions {
        let revision = |trace: &Trace| Revision::new(trace.created, trace.last_change);
        let events = self.traces.iter();
        let removed = self.traces.values().filter_map(|trace| {
            let left = trace.removal.as_ref()?.left.as_ref()?;
            let is_known = left.event.own_uid().is_some() || self.domain() == Some(&left.domain);
            is_known.then(|| left.event.clone())
        });
        Revisions::new(
            events
                .map(|(id, trace)| (id.clone(), revision(trace)))
                .collect(),
            removed.collect(),
            self.last_change,
        )
    }

    /// The events without a date that once had one, as they were when they last had one; by id.
    pub fn last_dated(&self) -> BTreeMap<Slug, Event> {
        let traces = self.traces.iter();
        traces
            .filter_map(|(id, trace)| Some((id.clone(), Event::clone(trace.dated.as_ref()?))))
            .collect()
    }
}
