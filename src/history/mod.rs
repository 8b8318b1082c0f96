//! Derives from the earlier versions of the events file when each event was created and last changed, and which were removed.
//!
//! The versions are noted with the instants of their publication, oldest first, in a [`History`], which gives [`Revisions`]. An event changes only
//! if subscribers see a difference: another order, another comment or another way to write the same changes nothing. An invalid version was never
//! published, and is skipped. The changes of an event are in ascending order, even if the instants of the versions are not. The shell reads the
//! versions, from git or from a file.

mod includes;
mod json;
mod reader;
mod sections;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::calendar::{Calendar, Event, Successors};
use crate::revision::{Revision, Revisions};
use crate::span::LAST_WRITTEN_SECOND;
use crate::value::{Domain, Slug};
use crate::version::Version;
use crate::vevent::Vevents;
pub(crate) use includes::includes_of;
pub use json::HistoryError;
use reader::{Reader, Snapshot};

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
    text: Arc<String>,
    domain: Domain,
    /// Its contents; `None` after [`History::rest`], because they can be read again from the text.
    snapshot: Option<Snapshot>,
}

/// The history of one event.
#[derive(Clone, Debug)]
struct Trace {
    created: DateTime<Utc>,
    last_change: DateTime<Utc>,
    /// Boxed to save memory, because most events have none.
    removal: Option<Box<Removal>>,
    /// Its VEVENTs as subscribers see them, cached if they were rendered.
    shown: Option<Arc<str>>,
    /// The event as it was when it last had a date, if it has none now.
    dated: Option<Arc<Event>>,
}

/// The removal of an event.
#[derive(Clone, Debug)]
struct Removal {
    at: DateTime<Utc>,
    /// Its UID, by which calendar programs recognise it if it returns under another id.
    uid: String,
    /// `None` if the event was over, or another event continues it.
    left: Option<Tombstone>,
}

/// The last version of a removed event, from which its cancellation is published.
#[derive(Clone, Debug)]
struct Tombstone {
    /// A small events file with the last version of the event.
    file: Arc<String>,
    /// The domain under which it was published. Under another domain it would have a UID that no subscriber knows.
    domain: Domain,
    event: Event,
}

impl History {
    /// Notes the version that was published from `at` on. Returns whether it is a valid events file; an invalid one has no effect.
    pub fn note(&mut self, text: &str, at: DateTime<Utc>) -> bool {
        self.is_last(text) || self.note_next(&Arc::new(text.to_owned()), at)
    }

    /// Like [`History::note`], for a version of several files.
    pub(crate) fn note_version(&mut self, version: &Version, at: DateTime<Utc>) -> bool {
        self.is_last(&version.text) || self.note_next(&version.text, at)
    }

    pub(crate) fn note_working(
        &mut self,
        version: &Version,
        at: DateTime<Utc>,
        _modified: &BTreeMap<Slug, DateTime<Utc>>,
    ) -> bool {
        self.note_version(version, at)
    }

    fn is_last(&self, text: &str) -> bool {
        self.last.as_ref().is_some_and(|last| *last.text == *text)
    }

    /// Notes a version that differs from the last valid one.
    fn note_next(&mut self, text: &Arc<String>, at: DateTime<Utc>) -> bool {
        // Read the version before first, so that only the new entries of this one need to be parsed.
        let before = self.last.take().map(|mut last| {
            let before = last.snapshot.take();
            let before = before.or_else(|| self.reader.read(&last.text));
            (last, before)
        });
        let Some(now) = self.reader.read(text) else {
            self.last = before.map(|(last, snapshot)| Last { snapshot, ..last });
            return false;
        };
        let at = at
            .trunc_subsecs(0)
            .clamp(DateTime::UNIX_EPOCH, LAST_INSTANT);
        if let Some((earlier, Some(before))) = before {
            self.step(&earlier.text, &before, &now, at);
        } else {
            self.last_change = at;
            for event in &now.events {
                self.has_uids |= event.own_uid().is_some();
                self.appears(event, at);
            }
        }
        self.last = Some(Last {
            text: Arc::clone(text),
            domain: now.calendar.domain.clone(),
            snapshot: Some(now),
        });
        true
    }

    /// Frees everything that can be read again from the last text when another version is noted.
    pub(crate) fn rest(&mut self) {
        self.reader = Reader::default();
        if let Some(last) = &mut self.last {
            last.snapshot = None;
        }
    }

    /// Shares this copy of the last text, if it is equal.
    pub(crate) fn share(&mut self, version: &Version) {
        let text = &version.text;
        if let Some(last) = self.last.as_mut().filter(|last| last.text == *text) {
            last.text = Arc::clone(text);
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

    /// Compares a valid version with the next.
    fn step(
        &mut self,
        earlier: &Arc<String>,
        before: &Snapshot,
        now: &Snapshot,
        at: DateTime<Utc>,
    ) {
        let (old_head, new_head) = (&*before.calendar, &*now.calendar);
        let same_head = old_head == new_head;
        if !same_head {
            for trace in self.traces.values_mut() {
                trace.takes_a_new_head(old_head, new_head, at);
            }
        }
        let mut changed = !same_head;
        let [olds, news] = [before, now].map(|it| it.events.iter().map(|event| &**event));
        let successors = Successors::between((olds, old_head.domain()), (news, new_head.domain()));
        let mut renamed = Vec::new();
        let updated = before.events.iter().filter_map(|event| event.updated());
        let known = self.traces.values().map(|trace| trace.last_change);
        let latest = known.chain(updated.filter(|updated| *updated <= at)).max();
        for event in &before.events {
            let same_id = now.event(&event.id).map(|event| &**event);
            let next = successors.of(event, same_id);
            let is_same =
                next.is_some_and(|next| std::ptr::eq(next, &raw const **event) || *next == **event);
            changed |= !is_same;
            if is_same && (same_head || Vevents::take_the_same(old_head, new_head, event)) {
                continue;
            }
            let Some(trace) = self.traces.get_mut(&event.id) else {
                continue;
            };
            // The old version was published with its `updated`, unless that was in the future.
            if let Some(updated) = event.updated().filter(|updated| *updated <= at) {
                trace.last_change = trace.last_change.max(updated.trunc_subsecs(0));
            }
            if next.is_none_or(|next| trace.shows_anew((old_head, event), (new_head, next))) {
                trace.last_change = after(trace.last_change, at);
            }
            match next {
                Some(next) => {
                    trace.keeps_date(event, next);
                    if next.id != event.id {
                        renamed.push((event.id.clone(), next.id.clone()));
                    }
                }
                // The file still has the id, but with another UID: calendars lose the old UID.
                None if same_id.is_some() => {}
                None => {
                    trace.shown = None;
                    trace.dated = None;
                    let left = event.removed(trace.last_change, old_head.zone());
                    // Another event has this UID, so a cancellation would cancel that event.
                    let others = now.events.iter().map(|other| &**other);
                    let left = left.filter(|left| !left.is_doubled_by(others, old_head.zone()));
                    let left = left.map(|left| Tombstone {
                        file: self.reader.reduced(earlier, &event.id),
                        domain: old_head.domain.clone(),
                        event: left,
                    });
                    trace.removal = Some(Box::new(Removal {
                        at: trace.last_change,
                        uid: event.uid(old_head.domain()),
                        left,
                    }));
                }
            }
        }
        self.rename(renamed);
        for event in &now.events {
            let same_id = before.event(&event.id).map(|event| &**event);
            let earlier = successors.before(event, same_id);
            if earlier.is_none() {
                changed = true;
                self.appears(event, at);
            }
            self.has_uids |= event.own_uid().is_some();
            let uid = |event: &Event, head: &Calendar| event.uid(head.domain());
            let takes_another =
                || earlier.is_none_or(|earlier| uid(earlier, old_head) != uid(event, new_head));
            if self.has_uids && takes_another() {
                self.takes_its_uid(event, &uid(event, new_head), latest, at);
            }
        }
        if changed {
            self.last_change = after(self.last_change, at);
        }
    }

    /// Continues the history of events under their new ids.
    fn rename(&mut self, renamed: Vec<(Slug, Slug)>) {
        let take = |(old, new): (Slug, Slug)| Some((new, self.traces.remove(&old)?));
        let traces: Vec<(Slug, Trace)> = renamed.into_iter().filter_map(take).collect();
        for (id, mut trace) in traces {
            if let Some(earlier) = self.traces.get(&id) {
                trace.last_change = trace.last_change.max(earlier.last_change);
            }
            self.traces.insert(id, trace);
        }
    }

    /// Adds an event that the version before did not have. An event that returns continues its old history: for subscribers it has the same
    /// identity, so it was created when it first appeared.
    fn appears(&mut self, event: &Event, at: DateTime<Utc>) {
        self.traces
            .entry(event.id.clone())
            .and_modify(|trace| {
                trace.last_change = after(trace.last_change, at);
                trace.removal = None;
                trace.shown = None;
            })
            .or_insert(Trace::new(at, at, None));
    }

    /// Dates an event whose UID has changed. Any event may have had the new UID before, with a date not later than `latest`, the latest of
    /// all; this one must be dated after that. If the event with that UID was removed, this one replaces it.
    fn takes_its_uid(
        &mut self,
        event: &Event,
        uid: &str,
        latest: Option<DateTime<Utc>>,
        at: DateTime<Utc>,
    ) {
        let had_it = |(id, trace): &(&Slug, &Trace)| {
            let removal = trace.removal.as_ref();
            **id != event.id && removal.is_some_and(|removal| removal.uid == uid)
        };
        let had_it = self.traces.iter().find(had_it).map(|(id, _)| id.clone());
        let earlier = had_it.and_then(|id| self.traces.remove(&id));
        let Some(trace) = self.traces.get_mut(&event.id) else {
            return;
        };
        if let Some(earlier) = earlier {
            trace.created = trace.created.min(earlier.created);
        }
        if let Some(latest) = latest.filter(|latest| *latest >= trace.last_change) {
            trace.last_change = after(latest, at);
        }
    }

    /// The events without a date that once had one, as they were when they last had one; by id.
    pub fn last_dated(&self) -> BTreeMap<Slug, Event> {
        let traces = self.traces.iter();
        traces
            .filter_map(|(id, trace)| Some((id.clone(), Event::clone(trace.dated.as_ref()?))))
            .collect()
    }
}

impl Trace {
    fn new(
        created: DateTime<Utc>,
        last_change: DateTime<Utc>,
        removal: Option<Box<Removal>>,
    ) -> Self {
        Self {
            created,
            last_change,
            removal,
            shown: None,
            dated: None,
        }
    }

    /// Whether subscribers see a difference between the two states.
    fn shows_anew(&mut self, before: (&Calendar, &Event), now: (&Calendar, &Event)) -> bool {
        let shown = |(calendar, event)| Arc::from(Vevents::visible(calendar, event));
        let before = self.shown.take().unwrap_or_else(|| shown(before));
        let now = shown(now);
        let differs = before != now;
        self.shown = Some(now);
        differs
    }

    /// Keeps the event as it was before it lost its date.
    fn keeps_date(&mut self, before: &Event, now: &Event) {
        if now.is_scheduled() {
            self.dated = None;
        } else if before.is_scheduled() {
            self.dated = Some(Arc::new(before.clone()));
        }
    }

    /// Dates the tombstone of a removed event if new settings of the calendar change its cancellation.
    fn takes_a_new_head(&mut self, before: &Calendar, now: &Calendar, at: DateTime<Utc>) {
        let left = self.removal.as_ref().and_then(|it| it.left.as_ref());
        let Some(Tombstone { event, .. }) = left else {
            return;
        };
        if Vevents::take_the_same(before, now, event) {
            return;
        }
        let event = event.clone();
        if self.shows_anew((before, &event), (now, &event)) {
            self.last_change = after(self.last_change, at);
        }
    }
}

/// Returns the date of a change made at `at`, given the last change. If `at` is not later than `last`, because a clock was wrong or too
/// coarse, it is a second after `last`: otherwise calendar programs would ignore the change.
fn after(last: DateTime<Utc>, at: DateTime<Utc>) -> DateTime<Utc> {
    if at <= last {
        (last + TimeDelta::seconds(1)).min(LAST_INSTANT)
    } else {
        at
    }
}
