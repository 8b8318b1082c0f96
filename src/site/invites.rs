//! Which events and instances have their own invite.
//!
//! [`Invites`] decides it from a [`Calendar`], and the [`Context`] with the current time and what was published before. A published address
//! stays as long as its instance exists. Nothing is rendered to decide this; [`crate::feed`] writes the invites.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::calendar::{Calendar, Event, Override};
use crate::context::Context;
use crate::recurrence::WeekdayOfMonth;
use crate::route::Route;
use crate::span::MONTHS_AROUND;

/// The invites of a calendar.
#[derive(Debug)]
pub(super) struct Invites {
    /// The keys of a rule that have an invite: from this day, inclusive, to `to`, exclusive.
    from: NaiveDate,
    to: NaiveDate,
    /// The keys whose invites were published before, by the id of their event.
    earlier: BTreeMap<String, Vec<NaiveDate>>,
}

impl Invites {
    pub(super) fn new(calendar: &Calendar, context: &Context) -> Self {
        let today = calendar.zone().to_local(context.now()).date();
        let to = today.checked_add_months(MONTHS_AROUND).unwrap_or(today);
        let mut earlier: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
        for path in context.published() {
            if let Some(Route::InviteOfMeeting(id, key)) = Route::parse(path) {
                earlier.entry(id.to_owned()).or_default().push(key);
            }
        }
        Self {
            from: today.checked_sub_months(MONTHS_AROUND).unwrap_or(today),
            to: to + Days::new(1),
            earlier,
        }
    }

    /// Returns the keys whose instances have invites, in order: those within about a year of the current time; those that are not in the
    /// invite of the event; and those whose invite was published before.
    pub(super) fn keys(&self, event: &Event) -> Vec<NaiveDate> {
        let mut keys = event.keys(self.from, self.to);
        keys.extend(event.stand_alone().iter().map(Override::key));
        keys.extend(self.earlier.get(event.id().as_str()).into_iter().flatten());
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whether there is an invite of an event (without `key`), or of its instance with this key.
    pub(super) fn has(&self, event: &Event, key: Option<NaiveDate>) -> bool {
        let Some(key) = key else {
            return event.is_scheduled();
        };
        let is_listed = (self.from..self.to).contains(&key)
            || event.stand_alone_on(key).is_some()
            || self
                .earlier
                .get(event.id().as_str())
                .is_some_and(|keys| keys.contains(&key));
        is_listed && event.instance(key).is_some()
    }
}

/// Returns the routes of the invite of the `index`th series of an event. The first has the address of the event. If the series of the
/// weekday of `start` has no instances, the first series also has its own address.
pub(super) fn invites_of_part(
    event: &Event,
    index: usize,
    part: Option<WeekdayOfMonth>,
) -> impl Iterator<Item = Route<'_>> {
    let id = event.id().as_str();
    let of_event = (index == 0).then_some(Route::Invite(id));
    let of_part = part.map(|day| Route::InviteOfPart(id, day));
    of_event.into_iter().chain(of_part)
}
