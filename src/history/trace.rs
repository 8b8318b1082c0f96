//! The history of one event, and what remains of a removed one.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::LAST_INSTANT;
use crate::calendar::{Calendar, Event};
use crate::value::Domain;
use crate::version::Version;
use crate::vevent::Vevents;

/// The history of one event.
#[derive(Clone, Debug)]
pub(super) struct Trace {
    pub(super) created: DateTime<Utc>,
    pub(super) last_change: DateTime<Utc>,
    /// Boxed to save memory, because most events have none.
    pub(super) removal: Option<Box<Removal>>,
    /// Its VEVENTs as subscribers see them, cached if they were rendered.
    pub(super) shown: Option<Arc<str>>,
    /// The event as it was when it last had a date, if it has none now.
    pub(super) dated: Option<Arc<Event>>,
}

/// The removal of an event.
#[derive(Clone, Debug)]
pub(super) struct Removal {
    pub(super) at: DateTime<Utc>,
    /// Its UID, by which calendar programs recognise it if it returns under another id.
    pub(super) uid: String,
    /// `None` if the event was over, or another event continues it.
    pub(super) left: Option<Tombstone>,
}

/// The last version of a removed event, from which its cancellation is published.
#[derive(Clone, Debug)]
pub(super) struct Tombstone {
    /// A small version with the last version of the event.
    pub(super) version: Arc<Version>,
    /// The domain under which it was published. Under another domain it would have a UID that no subscriber knows.
    pub(super) domain: Domain,
    pub(super) event: Event,
}

impl Trace {
    pub(super) fn new(
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
    pub(super) fn shows_anew(
        &mut self,
        before: (&Calendar, &Event),
        now: (&Calendar, &Event),
    ) -> bool {
        let shown = |(calendar, event)| Arc::from(Vevents::visible(calendar, event));
        let before = self.shown.take().unwrap_or_else(|| shown(before));
        let now = shown(now);
        let differs = before != now;
        self.shown = Some(now);
        differs
    }

    /// Keeps the event as it was before it lost its date.
    pub(super) fn keeps_date(&mut self, before: &Event, now: &Event) {
        if now.is_scheduled() {
            self.dated = None;
        } else if before.is_scheduled() {
            self.dated = Some(Arc::new(before.clone()));
        }
    }

    /// Dates the tombstone of a removed event if new settings of the calendar change its cancellation.
    pub(super) fn takes_a_new_head(
        &mut self,
        before: &Calendar,
        now: &Calendar,
        at: DateTime<Utc>,
    ) {
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
pub(super) fn after(last: DateTime<Utc>, at: DateTime<Utc>) -> DateTime<Utc> {
    if at <= last {
        (last + TimeDelta::seconds(1)).min(LAST_INSTANT)
    } else {
        at
    }
}
