//! A calendar at one moment: the questions that every page asks of it.
//!
//! In: a [`Calendar`] with what is left of its removed events, the current time, the address that it is published at, and which invites
//! exist. Out: [`View`]. Guaranteed: upcoming instances are upcoming until they are over; meetings that only a rule makes are not listed
//! one by one before a date that the caller gives. Absent: which of them a page shows, see [`super::list`]; every word, see
//! [`super::item`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::deep_link::{Add, Other};
use super::labels::page;
use crate::calendar::{Calendar, Details, Event, Instance, Override, Schedule, Series};
use crate::span::{MONTHS_AHEAD, MONTHS_AROUND};
use crate::time::EventTime;
use crate::value::{Slug, Url};
use crate::zone::Zone;

/// No local date is more than this many days from the date of the same instant in another zone.
const ZONES_APART: u64 = 2;

/// Which invites exist: that of an event, or of the instance with a key.
pub(crate) type HasInvite = dyn Fn(&Event, Option<NaiveDate>) -> bool + Send + Sync;

/// A calendar at one moment.
pub(super) struct View {
    /// With what is left of the events that were removed.
    pub(super) calendar: Arc<Calendar>,
    /// The ids of those.
    pub(super) removed: BTreeSet<Slug>,
    pub(super) now: DateTime<Utc>,
    /// The current date in the calendar's zone.
    pub(super) today: NaiveDate,
    /// The first instant of the [`View::horizon`].
    pub(super) horizon_begins: DateTime<Utc>,
    /// The address below which everything is published.
    pub(super) base: Url,
    pub(super) has_invite: Box<HasInvite>,
    /// The local dates up to now on which the clocks of a zone changed, found when they are first needed.
    pub(super) clock_changes: Mutex<BTreeMap<Zone, Arc<[NaiveDate]>>>,
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View")
            .field("calendar", &self.calendar.slug())
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

impl View {
    /// The day before which meetings that only a rule makes are shown.
    pub(super) fn horizon(&self) -> NaiveDate {
        horizon(self.today)
    }

    /// The first day of the past twelve months.
    pub(super) fn recent_from(&self) -> NaiveDate {
        let from = self.today.checked_sub_months(MONTHS_AROUND);
        from.unwrap_or(NaiveDate::MIN)
    }

    pub(super) fn is_past(&self, instance: &Instance<'_>) -> bool {
        self.is_over(instance.time())
    }

    pub(super) fn is_over(&self, time: EventTime) -> bool {
        match time {
            // An all-day event is over when the day after it begins.
            EventTime::AllDay { end, .. } => end <= self.today,
            EventTime::Zoned { end, .. } => end.instant() <= self.now,
        }
    }

    /// Whether an event was removed from the file.
    pub(super) fn is_removed(&self, event: &Event) -> bool {
        self.removed.contains(event.id())
    }

    /// Whether only the page of its event still shows it: the event was removed, and the instance is over.
    pub(super) fn is_gone(&self, instance: &Instance<'_>) -> bool {
        self.is_removed(instance.event()) && self.is_past(instance)
    }

    /// Returns the instances of an event that pages show one by one, in order: what the file names by its date, whenever it is; what
    /// only a rule makes, from those that end on `from` or later up to the horizon; and the next of a series that has none before it.
    pub(super) fn instances<'e>(&self, event: &'e Event, from: NaiveDate) -> Vec<Instance<'e>> {
        self.instances_and(event, from, is_named)
    }

    /// Returns the same, with those that have keys of the user's own: programs get all that the file says.
    pub(super) fn instances_of_file<'e>(
        &self,
        event: &'e Event,
        from: NaiveDate,
    ) -> Vec<Instance<'e>> {
        let has_own = |it: &Instance<'_>| it.details() != it.event().details();
        self.instances_and(event, from, |it| has_own(it) || is_named(it))
    }

    fn instances_and<'e>(
        &self,
        event: &'e Event,
        from: NaiveDate,
        is_named: impl Fn(&Instance<'_>) -> bool,
    ) -> Vec<Instance<'e>> {
        let (home, horizon) = (self.calendar.zone(), self.horizon());
        if matches!(event.schedule(), Schedule::Once(_)) && event.stand_alone().is_empty() {
            return event.instances_about(from, horizon);
        }
        let end = self.horizon_begins;
        let is_shown = |it: &Instance<'_>| {
            is_named(it) || (it.time().last_date() >= from && it.time().begins(home) < end)
        };
        let mut instances = event.instances_about(from, horizon);
        instances.retain(is_shown);
        if let Schedule::Series(series) = event.schedule()
            && instances.iter().all(|it| self.is_past(it))
        {
            let key = series.keys_from(horizon).next();
            instances.extend(key.and_then(|key| event.instance(key)));
        }
        instances.sort_by_cached_key(|it| (it.time().begins(home), it.key()));
        instances
    }

    /// Returns the first date of a series that is not over by its rule; none where all of them are.
    pub(super) fn first_ahead(&self, series: &Series) -> Option<NaiveDate> {
        let first = series.first();
        let length = (first.last_date() - first.first_date()).num_days();
        let reach = Days::new(length.unsigned_abs() + ZONES_APART);
        let from = self.today.checked_sub_days(reach)?;
        let mut dates = series.rule().dates_from(from);
        dates.find(|date| !self.is_over(series.on(*date)))
    }

    /// Returns the local dates from 1970 to the current time on which the clocks of a zone changed.
    pub(super) fn clock_changes(&self, zone: Zone) -> Arc<[NaiveDate]> {
        let known = self.clock_changes.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(zone).or_insert_with(|| {
            let changes = zone.transitions(DateTime::UNIX_EPOCH, self.now);
            let dates = changes.iter().map(|it| zone.to_local(it.at).date());
            dates.collect()
        });
        Arc::clone(found)
    }

    /// Returns the last past meeting of a series that only its rule makes.
    pub(super) fn last_of_rule<'e>(&self, event: &'e Event) -> Option<Instance<'e>> {
        let Schedule::Series(series) = event.schedule() else {
            return None;
        };
        let mut day = match self.first_ahead(series) {
            Some(ahead) => ahead.pred_opt()?,
            None => series.rule().last()?,
        };
        loop {
            let date = series.rule().on_or_before(day)?;
            if series.is_plain(date, event.details()) {
                return event.instance(date);
            }
            day = date
                .pred_opt()
                .filter(|day| *day >= series.rule().start())?;
        }
    }

    /// Returns the path at which an instance is shown, below the site's root.
    pub(super) fn page(&self, instance: &Instance<'_>) -> String {
        let page = page(instance.event());
        let is_recent = instance.time().first_date() >= self.recent_from();
        match instance.key() {
            // The page of its series has an article for it.
            Some(key) if differs(instance) || is_recent => format!("{page}#{key}"),
            _ => page,
        }
    }

    /// Returns the links that add a whole series.
    pub(super) fn add_series(&self, event: &Event, series: &Series) -> Add {
        let details = event.details();
        let add = match self.regular_from(event, series) {
            Some(date) if !details.status().is_off() => Add::series(
                details,
                series.on(date),
                &series.rule().starting_at(date),
                &event.page(details, &self.base),
            ),
            _ => Add::default(),
        };
        let mut parts = event.parts().into_iter();
        // Where nothing takes place of the one that `start` is on, the first is another one.
        let first = parts.next().flatten().or(series.rule().own_weekday());
        let others: Vec<Other> = parts
            .flatten()
            .map(|day| Other {
                which: day.to_string(),
                ics: format!("{}{}.ics", page(event), day.code()),
            })
            .collect();
        Add {
            ics: self.invite(event, None),
            which: first
                .filter(|_| !others.is_empty())
                .map(|day| day.to_string()),
            others,
            ..add
        }
    }

    /// Returns the next date of a series that has none ahead but those of its rule: only such a series fits into a link. All meetings would last as long
    /// as the first, by the clock, so that this does not meet a clock change.
    fn regular_from(&self, event: &Event, series: &Series) -> Option<NaiveDate> {
        let today = self.today;
        let from = series
            .rule()
            .on_or_after(today)
            .filter(|date| !self.is_over(series.on(*date)))
            .or_else(|| series.rule().on_or_after(today.succ_opt()?))?;
        let alone = event.stand_alone().iter();
        let is_ahead = |of: &Override| of.key() >= from || !self.is_over(of.time());
        let overrides = series.visible_overrides(event.details());
        let is_regular = !overrides.chain(alone).any(is_ahead)
            && !series.exception_dates().any(|date| date >= from)
            && !series.on(from).meets_clock_change();
        is_regular.then_some(from)
    }

    /// Returns the path of an invite, where there is one.
    pub(super) fn invite(&self, event: &Event, key: Option<NaiveDate>) -> Option<String> {
        let path = match key {
            None => format!("events/{}.ics", event.id()),
            Some(key) => format!("{}{key}.ics", page(event)),
        };
        (self.has_invite)(event, key).then_some(path)
    }

    /// Returns the links that add what takes place at `time`; `page` is its path.
    pub(super) fn add(
        &self,
        event: &Event,
        key: Option<NaiveDate>,
        details: &Details,
        time: EventTime,
        page: &str,
    ) -> Add {
        // Nobody adds what is over or cancelled; the file updates those who have it already.
        let add = if self.is_over(time) || details.status().is_off() {
            Add::default()
        } else {
            let page = match details.url() {
                Some(url) => url.to_string(),
                None => self.base.below(page),
            };
            Add::once(details, time, &page)
        };
        Add {
            ics: self.invite(event, key),
            ..add
        }
    }

    /// The dates ahead on which people should know that nothing takes place.
    pub(super) fn skips<'e>(
        &self,
        event: &'e Event,
    ) -> impl Iterator<Item = (NaiveDate, Option<&'e str>)> + use<'e> {
        let ahead = self.today..self.horizon();
        event
            .skipped()
            .filter(move |(date, _)| ahead.contains(date))
    }
}

/// The day before which meetings that only a rule makes are shown.
pub(super) fn horizon(today: NaiveDate) -> NaiveDate {
    today
        .checked_add_months(MONTHS_AHEAD)
        .unwrap_or(NaiveDate::MAX)
}

/// Whether the file names its day, or says anything else of it alone: more than a rule made it.
pub(super) fn is_named(instance: &Instance<'_>) -> bool {
    instance.recurrence_id().is_none() || differs(instance)
}

/// Whether anything is said of it that is not said of its event, or it takes place when the rule does not say. Keys of the user's own say
/// nothing that a page of ours would show.
pub(super) fn differs(instance: &Instance<'_>) -> bool {
    instance.was().is_some()
        || !instance.details().shows_same_as(instance.event().details())
        || instance
            .recurrence_id()
            .is_some_and(|by_rule| by_rule != instance.time())
}

/// Whether more than its day and its state is its own.
pub(super) fn has_content(instance: &Instance<'_>) -> bool {
    let (own, of_all) = (instance.details(), instance.event().details());
    own.description() != of_all.description()
        || own.talks() != of_all.talks()
        || own.links() != of_all.links()
        || own.url() != of_all.url()
        || own.contact() != of_all.contact()
}
