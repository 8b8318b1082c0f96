//! Keeps when each event was created and last changed, and the tombstones of removed events.
//!
//! [`Revisions`] date every change in a feed. The instants come from [`crate::history`], or one instant is used for all events. They are
//! whole seconds, and an event and its overrides share one. `SEQUENCE` increases with it, fits 31 bits, and needs no stored counter.
//! Sections: [RFC 5545 §3.8.7] (CREATED, DTSTAMP, LAST-MODIFIED, SEQUENCE).
//!
//! [RFC 5545 §3.8.7]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7

mod corrections;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};

use crate::calendar::{Calendar, Event};
use crate::value::Slug;

/// 2020-01-01T00:00:00Z, the start of SEQUENCE numbers: the seconds since then fit 31 bits until 2088.
const EPOCH: i64 = 1_577_836_800;

/// The revision of every event, and the last change of the calendar.
///
/// ```
/// use calfeed::Revisions;
///
/// let revisions = Revisions::at("2026-02-01T09:30:00Z".parse().expect("an instant"));
/// # let _ = revisions;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// By id, including removed events.
    events: BTreeMap<Slug, Revision>,
    /// The tombstones of removed events, sorted by id.
    removed: Vec<Event>,
    /// The last change of the calendar. It is also used for each event that is not in `events`.
    last_change: DateTime<Utc>,
}

/// When one event was created, and when it last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    created: Option<DateTime<Utc>>,
    last_change: DateTime<Utc>,
}

impl Revisions {
    /// Uses one instant, the modification time of the file, for every event without a later `updated`.
    pub fn at(file: DateTime<Utc>) -> Self {
        Self::new(BTreeMap::new(), Vec::new(), file)
    }

    /// Uses the modification times of the files: `file` is that of the events file, `events` has those of the events in other files.
    pub(crate) fn of_files(file: DateTime<Utc>, events: &BTreeMap<Slug, DateTime<Utc>>) -> Self {
        let events = events.iter();
        let events = events.map(|(id, at)| (id.clone(), Revision::at(at.trunc_subsecs(0))));
        Self::new(events.collect(), Vec::new(), file)
    }

    /// Returns the ids of the events that have another revision in `other`, or none.
    pub(crate) fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Slug> {
        let events = self.events.iter();
        events.filter_map(|(id, revision)| (other.events.get(id) != Some(revision)).then_some(id))
    }

    pub(crate) fn new(
        events: BTreeMap<Slug, Revision>,
        removed: Vec<Event>,
        last_change: DateTime<Utc>,
    ) -> Self {
        Self {
            events,
            removed,
            last_change: last_change.trunc_subsecs(0),
        }
    }

    /// Returns the revision of an event. A later `updated` key takes precedence, and so does the day on which calfeed adopted new clock
    /// rules for the event's zone.
    pub fn of(&self, event: &Event) -> Revision {
        let known = self.events.get(event.id()).copied();
        let revision = known.unwrap_or(Revision::at(self.last_change));
        let updated = event.updated().map(|updated| updated.trunc_subsecs(0));
        let last_change = revision
            .last_change
            .max(updated.unwrap_or(DateTime::<Utc>::MIN_UTC));
        Revision {
            last_change: corrections::corrected(event, last_change),
            ..revision
        }
    }

    /// Ensures that no date is earlier than the one last served, and that an event that differs from what was served gets a later
    /// date. Without this, reverting a version or losing the history for a while would decrease SEQUENCE, and calendar programs would
    /// ignore the change. `served` has the latest date of each UID, including removed events; `is_same` says whether an event is as it was
    /// last served.
    pub(crate) fn raise(
        &mut self,
        calendar: &Calendar,
        served: &BTreeMap<String, DateTime<Utc>>,
        is_same: impl Fn(&Event) -> bool,
    ) {
        let mut raised = Vec::new();
        for event in self.with_removed(calendar).events() {
            let Some(least) = served.get(&event.uid(calendar.domain())) else {
                continue;
            };
            let later = TimeDelta::seconds(i64::from(!is_same(event)));
            let (revision, last_change) = (self.of(event), *least + later);
            if revision.last_change < last_change {
                let revision = Revision {
                    last_change: corrections::uncorrected(event, last_change),
                    ..revision
                };
                raised.push((event.id().clone(), revision));
            }
        }
        self.events.extend(raised);
    }

    /// Returns the UID and the last change of each published event, including removed ones.
    pub(crate) fn dates(&self, calendar: &Calendar) -> Vec<(String, DateTime<Utc>)> {
        let published = self.with_removed(calendar);
        let dates = published.events().iter();
        dates
            .map(|event| (event.uid(calendar.domain()), self.of(event).last_change))
            .collect()
    }

    /// Returns the last change of anything in the calendar, including removals.
    pub fn of_calendar(&self, calendar: &Calendar) -> DateTime<Utc> {
        calendar
            .events()
            .iter()
            .map(|event| self.of(event).last_change)
            .fold(self.last_change, DateTime::max)
    }

    /// Whether the last change of a calendar is later than the last second that SEQUENCE can represent. Further changes do not increase it.
    pub fn is_past_last_sequence(&self, calendar: &Calendar) -> bool {
        self.of_calendar(calendar).timestamp() - EPOCH > i64::from(i32::MAX)
    }

    /// The tombstones of removed events, as subscribers see them.
    pub fn removed(&self) -> &[Event] {
        &self.removed
    }

    /// Returns the calendar with its tombstones.
    pub(crate) fn with_removed<'a>(&self, calendar: &'a Calendar) -> Cow<'a, Calendar> {
        // The events of a calendar are sorted by id.
        let is_there = |event: &Event| {
            let events = &calendar.events;
            events
                .binary_search_by(|other| other.id.cmp(&event.id))
                .is_ok()
        };
        let removed = self.removed.iter().filter(|event| !is_there(event));
        let mut removed: Vec<Event> = removed.cloned().collect();
        without_uids_of(calendar, &mut removed);
        if removed.is_empty() {
            return Cow::Borrowed(calendar);
        }
        let mut calendar = calendar.clone();
        calendar.events.extend(removed);
        calendar.events.sort_by(|one, other| one.id.cmp(&other.id));
        Cow::Owned(calendar)
    }
}

/// Drops the tombstones whose UID now belongs to an event of the calendar.
fn without_uids_of(calendar: &Calendar, removed: &mut Vec<Event>) {
    let mut all = calendar.events.iter().chain(removed.iter());
    if removed.is_empty() || !all.any(|event| event.own_uid().is_some()) {
        return;
    }
    let domain = calendar.domain();
    let taken: HashSet<String> = calendar.events.iter().map(|it| it.uid(domain)).collect();
    removed.retain_mut(|event| {
        let dates = event.stand_alone.iter().map(|alone| alone.key);
        let is_taken = |key: &NaiveDate| taken.contains(&event.uid_alone(*key, domain));
        let gone: Vec<NaiveDate> = dates.filter(is_taken).collect();
        event.stand_alone.retain(|alone| !gone.contains(&alone.key));
        let parts = event.parts().into_iter();
        parts
            .map(|part| event.uid_of_part(part, domain))
            .all(|uid| !taken.contains(&uid))
    });
}

impl Revision {
    /// Creates the revision of an event whose creation is unknown.
    pub(crate) fn at(last_change: DateTime<Utc>) -> Self {
        Self {
            created: None,
            last_change,
        }
    }

    pub(crate) fn new(created: DateTime<Utc>, last_change: DateTime<Utc>) -> Self {
        Self {
            created: Some(created),
            last_change,
        }
    }

    /// The instant at which the event first appeared in the file, if known: CREATED.
    pub fn created(self) -> Option<DateTime<Utc>> {
        self.created
    }

    /// The instant of the last change: DTSTAMP and LAST-MODIFIED.
    pub fn last_change(self) -> DateTime<Utc> {
        self.last_change
    }

    /// Returns the seconds from 2020 to the last change: SEQUENCE. It is 0 for a change before 2020.
    pub fn sequence(self) -> u32 {
        let seconds = (self.last_change.timestamp() - EPOCH).clamp(0, i64::from(i32::MAX));
        u32::try_from(seconds).unwrap_or(0)
    }
}
