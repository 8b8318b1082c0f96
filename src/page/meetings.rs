//! Which meetings of a series have a page of their own.
//!
//! [`MeetingPages`] decides this from a [`View`] and from what was published before. Every meeting that the file names by its date has a page,
//! unless only its `x-` keys differ, and so has the next one that comes from the rule alone. A page that was published before stays as long as
//! its instance exists. All other meetings are articles on the page of their series, see [`View::page`].

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::view::{View, is_named};
use crate::calendar::{Event, Instance, Override, Schedule};
use crate::context::Context;
use crate::route::Route;
use crate::value::Slug;

/// The meetings with a page of their own.
#[derive(Debug, Default)]
pub(super) struct MeetingPages {
    /// The keys of meetings that have a page although the file does not name them by date, sorted, by the id of their event.
    plain: BTreeMap<Slug, Vec<NaiveDate>>,
}

impl MeetingPages {
    pub(super) fn new(view: &View, context: &Context) -> Self {
        let mut earlier: BTreeMap<&str, Vec<NaiveDate>> = BTreeMap::new();
        for path in context.published() {
            if let Some(Route::Meeting(id, key)) = Route::parse(path) {
                earlier.entry(id).or_default().push(key);
            }
        }
        let mut plain = BTreeMap::new();
        for event in view.calendar.events() {
            let mut keys = earlier.remove(event.id().as_str()).unwrap_or_default();
            keys.retain(|key| event.instance(*key).is_some());
            keys.extend(view.next_plain(event));
            keys.sort_unstable();
            keys.dedup();
            if !keys.is_empty() {
                plain.insert(event.id().clone(), keys);
            }
        }
        Self { plain }
    }

    /// Returns the keys of an event's meetings that have a page, in order.
    pub(super) fn keys(&self, event: &Event) -> Vec<NaiveDate> {
        let mut keys: Vec<NaiveDate> = match event.schedule() {
            Schedule::Series(series) => series
                .overrides()
                .map(Override::key)
                .filter(|key| event.instance(*key).is_some_and(|it| is_named(&it)))
                .collect(),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => Vec::new(),
        };
        keys.extend(event.stand_alone().iter().map(Override::key));
        keys.extend(self.plain.get(event.id()).into_iter().flatten());
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whether an instance has a page of its own.
    pub(super) fn has(&self, instance: &Instance<'_>) -> bool {
        let Some(key) = instance.key() else {
            return false;
        };
        is_named(instance)
            || self
                .plain
                .get(instance.event().id())
                .is_some_and(|keys| keys.binary_search(&key).is_ok())
    }
}

impl View {
    /// Returns the next meeting of a series that comes from the rule alone.
    fn next_plain(&self, event: &Event) -> Option<NaiveDate> {
        let Schedule::Series(series) = event.schedule() else {
            return None;
        };
        if self.is_removed(event) {
            return None;
        }
        let from = self.first_ahead(series)?;
        let mut keys = series.keys_from(from);
        keys.find(|key| series.is_plain(*key, event.details()))
    }
}
