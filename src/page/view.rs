//! A calendar at the current time, with the queries that every page needs.
//!
//! A [`View`] has the [`Calendar`] with its tombstones, the current time, the URL of the site, and which invites and pages of meetings exist.
//! An instance counts as upcoming until it is over. Instances that come from the rule alone are listed one by one only from a date that
//! the caller gives, and only until the horizon. [`super::list`], [`super::agenda`] and [`super::groups`] decide which of them a page shows,
//! and [`super::item`] has all the words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::labels::page;
use super::meetings::MeetingPages;
use crate::calendar::{Calendar, Event, Instance, Schedule, Series};
use crate::route::Route;
use crate::span::{MONTHS_AHEAD, MONTHS_AROUND};
use crate::time::EventTime;
use crate::value::{Image, Slug, Url};
use crate::words::Words;
use crate::zone::Zone;

/// The local dates of one instant in two zones differ by at most this many days.
const ZONES_APART: u64 = 2;

/// Says whether an invite exists: that of an event (`None`), or of its instance with this key.
pub(crate) type HasInvite = dyn Fn(&Event, Option<NaiveDate>) -> bool + Send + Sync;

/// A calendar at the current time.
pub(super) struct View {
    /// Includes tombstones.
    pub(super) calendar: Arc<Calendar>,
    /// The ids of the removed events.
    pub(super) removed: BTreeSet<Slug>,
    pub(super) now: DateTime<Utc>,
    /// The current date in the calendar's zone.
    pub(super) today: NaiveDate,
    /// The first instant of the day that [`View::horizon`] returns.
    pub(super) horizon_begins: DateTime<Utc>,
    /// The URL below which everything is published.
    pub(super) base: Url,
    pub(super) has_invite: Box<HasInvite>,
    pub(super) meetings: MeetingPages,
    /// The texts that the file does not have.
    pub(super) words: Arc<Words>,
    /// For each zone, the local dates of its clock changes up to now, computed on first use.
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
    /// Returns an event with its index.
    pub(super) fn event(&self, id: &str) -> Option<(usize, &Event)> {
        let events = self.calendar.events();
        let index = events.binary_search_by(|event| event.id().as_str().cmp(id));
        let index = index.ok()?;
        Some((index, events.get(index)?))
    }

    /// Whether the lists of all events have the event with this index: those that the calendar's own feed has.
    pub(super) fn is_listed(&self, event: usize) -> bool {
        let event = self.calendar.events().get(event);
        event.is_none_or(|event| self.calendar.is_in_own_feed(event))
    }

    /// Returns the picture of an event. The file of a removed event is not published any more.
    pub(super) fn image_of<'e>(&self, event: &'e Event) -> Option<&'e Image> {
        let image = event.image()?;
        (image.file().is_none() || !self.is_removed(event)).then_some(image)
    }

    /// Returns the address of the picture of an event, or of the calendar.
    pub(super) fn address_of_image(&self, event: &Event) -> Option<String> {
        let image = self.image_of(event).or(self.calendar.image())?;
        Some(image.address(&self.base))
    }

    /// The day before which instances that come from the rule alone are listed.
    pub(super) fn horizon(&self) -> NaiveDate {
        horizon(self.today)
    }

    /// The first day of the last twelve months.
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

    /// Whether only the event's own page still shows an instance, because the event was removed and the instance is over.
    pub(super) fn is_gone(&self, instance: &Instance<'_>) -> bool {
        self.is_removed(instance.event()) && self.is_past(instance)
    }

    /// Returns the instances of an event that pages list one by one, in order: all that the file names by date; those of the rule that end
    /// on `from` or later and begin before the horizon; and the next instance, if a series has none before the horizon.
    pub(super) fn instances<'e>(&self, event: &'e Event, from: NaiveDate) -> Vec<Instance<'e>> {
        self.instances_and(event, from, is_named)
    }

    /// Like [`View::instances`], and also instances that differ only in `x-` keys, for programs that read all of the file's data.
    pub(super) fn instances_of_file<'e>(
        &self,
        event: &'e Event,
        from: NaiveDate,
    ) -> Vec<Instance<'e>> {
        let has_own = |it: &Instance<'_>| it.details() != it.event().details();
        self.instances_and(event, from, |it| has_own(it) || is_named(it))
    }

    /// Returns the instances that [`View::instances`] describes. `is_named` says whether the file names an instance by date.
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

    /// Returns the first date by the rule that is not over; `None` if all are.
    pub(super) fn first_ahead(&self, series: &Series) -> Option<NaiveDate> {
        let first = series.first();
        let length = (first.last_date() - first.first_date()).num_days();
        let reach = Days::new(length.unsigned_abs() + ZONES_APART);
        let from = self.today.checked_sub_days(reach)?;
        let mut dates = series.rule().dates_from(from);
        dates.find(|date| !self.is_over(series.on(*date)))
    }

    /// Returns the local dates from 1970 to now on which the clocks of a zone changed.
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

    /// Returns the last past instance that comes from the rule alone.
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

    /// Returns the path of the page that shows an instance, relative to the site's root: its own, if it has one, or that of its event.
    pub(super) fn page(&self, instance: &Instance<'_>) -> String {
        if let Some(page) = self.own_page(instance) {
            return page;
        }
        let page = page(instance.event());
        let is_recent = instance.time().first_date() >= self.recent_from();
        match instance.key() {
            // The event's own page has an article for this instance.
            Some(key) if is_recent => format!("{page}#{key}"),
            _ => page,
        }
    }

    /// Returns the path of an instance's own page, if it has one.
    pub(super) fn own_page(&self, instance: &Instance<'_>) -> Option<String> {
        let id = instance.event().id().as_str();
        let key = instance.key().filter(|_| self.meetings.has(instance))?;
        Some(Route::Meeting(id, key).below())
    }

    /// Returns the upcoming skipped dates, on which the event does not take place.
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

/// The day before which instances that come from the rule alone are listed.
pub(super) fn horizon(today: NaiveDate) -> NaiveDate {
    today
        .checked_add_months(MONTHS_AHEAD)
        .unwrap_or(NaiveDate::MAX)
}

/// Whether the file has an entry for this date, so that it does not come from the rule alone.
pub(super) fn is_named(instance: &Instance<'_>) -> bool {
    instance.recurrence_id().is_none() || differs(instance)
}

/// Whether the instance differs from its event, in its details or its time. `x-` keys do not count, because the built-in pages do not show
/// them.
pub(super) fn differs(instance: &Instance<'_>) -> bool {
    instance.was().is_some()
        || !instance.details().shows_same_as(instance.event().details())
        || instance
            .recurrence_id()
            .is_some_and(|by_rule| by_rule != instance.time())
}

/// Whether an instance has a description, talks, links, a URL or a contact of its own, so that its line is worth all details.
pub(super) fn has_content(instance: &Instance<'_>) -> bool {
    let (own, of_all) = (instance.details(), instance.event().details());
    own.description() != of_all.description()
        || own.talks() != of_all.talks()
        || own.links() != of_all.links()
        || own.url() != of_all.url()
        || own.contact() != of_all.contact()
}
