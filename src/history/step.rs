//! Compares a version with the next, and dates what changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};

use super::snapshot::Snapshot;
use super::trace::{Removal, Tombstone, Trace, after};
use super::{History, LAST_INSTANT};
use crate::calendar::{Calendar, Event, Successors};
use crate::value::Slug;
use crate::version::Version;
use crate::vevent::Vevents;

/// When the files of a version were written.
#[derive(Debug)]
pub(super) struct Times<'a> {
    /// When the main file was, or all files of a commit. It dates what is in no file: a removed event, or another head.
    file: DateTime<Utc>,
    /// When the file of an event was, if that is another file.
    events: &'a BTreeMap<Slug, DateTime<Utc>>,
}

impl<'a> Times<'a> {
    pub(super) fn new(file: DateTime<Utc>, events: &'a BTreeMap<Slug, DateTime<Utc>>) -> Self {
        let file = limited(file);
        Self { file, events }
    }

    pub(super) fn of(&self, event: &Event) -> DateTime<Utc> {
        let own = self.events.get(&event.id);
        own.map_or(self.file, |own| limited(*own))
    }

    /// When the last file was.
    pub(super) fn latest(&self) -> DateTime<Utc> {
        let own = self.events.values().copied().map(limited);
        own.fold(self.file, DateTime::max)
    }
}

/// Returns an instant that can be published.
fn limited(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(0)
        .clamp(DateTime::UNIX_EPOCH, LAST_INSTANT)
}

impl History {
    /// Notes the first version.
    pub(super) fn begin(&mut self, now: &Snapshot, times: &Times<'_>) {
        self.last_change = times.latest();
        self.has_uids = now.has_uids();
        for event in now.events() {
            self.appears(event, times.of(event));
        }
    }

    /// Compares a valid version with the next.
    pub(super) fn step(
        &mut self,
        earlier: &Version,
        before: &Snapshot,
        now: &Snapshot,
        times: &Times<'_>,
    ) {
        let (old_head, new_head) = (&*before.calendar, &*now.calendar);
        let same_head = std::ptr::eq(old_head, new_head) || old_head == new_head;
        // When what changed was changed.
        let mut changed = None;
        if !same_head {
            changed = Some(times.file);
            for trace in self.traces.values_mut() {
                trace.takes_a_new_head(old_head, new_head, times.file);
            }
        }
        // Below the same head, the events of a file that is the same are the same.
        let (olds, news) = if same_head {
            (before.events_not_shared(now), now.events_not_shared(before))
        } else {
            (before.all_events(), now.all_events())
        };
        let [of_olds, of_news] = [&olds, &news].map(|it| it.iter().map(|event| &**event));
        let successors =
            Successors::between((of_olds, old_head.domain()), (of_news, new_head.domain()));
        let latest = self.latest(before, now, times);
        let mut renamed = Vec::new();
        for event in olds.iter() {
            let same_id = news.event(&event.id).map(|event| &**event);
            let next = successors.of(event, same_id);
            let is_same =
                next.is_some_and(|next| std::ptr::eq(next, &raw const **event) || *next == **event);
            let at = next.map_or(times.file, |next| times.of(next));
            if !is_same {
                changed = changed.max(Some(at));
            }
            if is_same && (same_head || Vevents::take_the_same(old_head, new_head, event)) {
                continue;
            }
            let Some(trace) = self.traces.get_mut(&event.id) else {
                continue;
            };
            // The old version was published with its `updated`, unless that was in the future.
            if let Some(updated) = event.updated().filter(|updated| *updated <= times.latest()) {
                trace.last_change = trace.last_change.max(updated.trunc_subsecs(0));
            }
            // Where only the head changed, its time counts.
            let at = if is_same { times.file } else { at };
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
                    let left = event.removed(trace.last_change, old_head);
                    // Another event has this UID, so a cancellation would cancel that event.
                    let others = now.events().map(|other| &**other);
                    let left = left.filter(|left| !left.is_doubled_by(others, old_head.zone()));
                    let left = left.map(|left| Tombstone {
                        version: Arc::new(self.reader.reduced(earlier, event)),
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
        for event in news.iter() {
            self.has_uids |= event.own_uid().is_some();
            let same_id = olds.event(&event.id).map(|event| &**event);
            let earlier = successors.before(event, same_id);
            if earlier.is_none() {
                changed = changed.max(Some(times.of(event)));
                self.appears(event, times.of(event));
            }
            let uid = |event: &Event, head: &Calendar| event.uid(head.domain());
            let takes_another =
                || earlier.is_none_or(|earlier| uid(earlier, old_head) != uid(event, new_head));
            if self.has_uids && takes_another() {
                self.takes_its_uid(event, &uid(event, new_head), latest, times.of(event));
            }
        }
        if let Some(changed) = changed {
            self.last_change = after(self.last_change, changed);
        }
    }

    /// The latest date of any event that was published before, if any event ever had a `uid`.
    fn latest(
        &self,
        before: &Snapshot,
        now: &Snapshot,
        times: &Times<'_>,
    ) -> Option<DateTime<Utc>> {
        if !self.has_uids && !now.has_uids() {
            return None;
        }
        let known = self.traces.values().map(|trace| trace.last_change);
        let updated = before.events().filter_map(|event| event.updated());
        let updated = updated.filter(|updated| *updated <= times.latest());
        known.chain(updated).max()
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
}
