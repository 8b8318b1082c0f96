//! What templates see: a calendar in the words of its pages.
//!
//! In: a [`crate::Calendar`] and the present moment. Out: plain values that serialise. Guaranteed: instances stand in order,
//! upcoming ones until they are over; HTML only where the name of a field says so. Absent: markup.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::deep_link::{Add, Feed};
use super::item::{Descriptions, Item, Year, page, place};
use super::list::{DATES, DATES_OF_SERIES, differs, has_content, rule};
use crate::calendar::{Calendar, Details, Event, Group, Instance, Override, Schedule, Series};
use crate::context::Context;
use crate::time::{Approximate, EventTime};
use crate::value::{Contact, Slug, Url};
use crate::{markdown, wording};

/// How far ahead, and how far back on a page of its own, each meeting of a series is told of by itself.
const MONTHS: Months = Months::new(12);

/// The whole calendar.
#[derive(Serialize)]
pub(super) struct CalendarView {
    name: String,
    /// Where everything is published, without a slash at its end.
    url: String,
    description_html: Option<String>,
    description_md: Option<String>,
    /// The first paragraph of the description, as text.
    summary: Option<String>,
    accent: String,
    /// Its zone in words, if anything takes place in it.
    zone: Option<String>,
    feeds: Vec<Feed>,
    /// What is to come, and the dates on which a series does not take place.
    upcoming: Vec<Item>,
    /// The first of the upcoming ones that will happen.
    next: Option<Item>,
    /// Events of no group that await their date.
    to_be_confirmed: Vec<Item>,
    groups: Vec<GroupView>,
    past: Vec<Year>,
}

#[derive(Serialize)]
struct GroupView {
    id: String,
    name: String,
    feed: Feed,
    description_html: Option<String>,
    description_md: Option<String>,
    contact: Option<String>,
    url: Option<String>,
    /// Whether the file says that the date of the next meeting is not known.
    to_be_confirmed: bool,
    /// The next meeting whose date is known.
    next: Option<Item>,
    /// Events of the group that await their date.
    awaiting: Vec<Item>,
}

/// An event with a page of its own.
#[derive(Serialize)]
pub(super) struct EventView {
    item: Item,
    rule: Option<String>,
    /// The last date of a series that has one.
    until: Option<String>,
    /// Whether it takes place more than once.
    repeats: bool,
    upcoming: Vec<Item>,
    /// Those of the last twelve months.
    past: Vec<Item>,
    /// Those before, by year.
    older: Vec<Year>,
}

/// Looks at a calendar from one moment.
pub(super) struct View<'a, F> {
    /// With what is left of the events that were removed.
    pub(super) calendar: &'a Calendar,
    /// Which those are.
    pub(super) removed: BTreeSet<&'a Slug>,
    pub(super) context: &'a Context,
    pub(super) has_invite: &'a F,
    pub(super) descriptions: Descriptions,
}

impl<'a, F: Fn(&Event, Option<NaiveDate>) -> bool> View<'a, F> {
    pub(super) fn today(&self) -> NaiveDate {
        self.calendar.zone().to_local(self.context.now()).date()
    }

    /// The day before which instances are told.
    pub(super) fn horizon(&self) -> NaiveDate {
        self.today()
            .checked_add_months(MONTHS)
            .unwrap_or(NaiveDate::MAX)
    }

    pub(super) fn is_past(&self, instance: &Instance<'_>) -> bool {
        self.is_over(instance.time())
    }

    fn is_over(&self, time: EventTime) -> bool {
        time.ends(self.calendar.zone()) <= self.context.now()
    }

    /// Whether an event was removed from the file.
    pub(super) fn is_removed(&self, event: &Event) -> bool {
        self.removed.contains(event.id())
    }

    /// Whether nothing but the page of its event tells of it: it was removed, and is over.
    pub(super) fn is_gone(&self, instance: &Instance<'_>) -> bool {
        self.is_removed(instance.event()) && self.is_past(instance)
    }

    /// Whether the page of its series has an article for it.
    fn is_apart(&self, instance: &Instance<'_>) -> bool {
        differs(instance) || self.is_recent(instance)
    }

    fn is_recent(&self, instance: &Instance<'_>) -> bool {
        let from = self.today().checked_sub_months(MONTHS);
        from.is_none_or(|from| instance.time().first_date() >= from)
    }

    /// Returns the path of what is told of an instance, below the site's root.
    pub(super) fn page(&self, instance: &Instance<'_>) -> String {
        let page = page(instance.event());
        match instance.key() {
            Some(key) if self.is_apart(instance) => format!("{page}#{key}"),
            _ => page,
        }
    }

    /// The address below which everything is published.
    pub(super) fn base(&self) -> &'a Url {
        self.context.url().unwrap_or(self.calendar.url())
    }

    pub(super) fn calendar(&self, instances: &[Instance<'_>]) -> CalendarView {
        let calendar = self.calendar;
        let (past, upcoming): (Vec<&Instance<'_>>, Vec<&Instance<'_>>) = instances
            .iter()
            .partition(|instance| self.is_past(instance));
        let (over, awaiting): (Vec<_>, Vec<_>) = calendar
            .events()
            .iter()
            .filter_map(|event| match event.schedule() {
                Schedule::ToBeConfirmed(approximate) => Some((event, *approximate)),
                Schedule::Once(_) | Schedule::Series(_) => None,
            })
            .partition(|(_, approximate)| is_over(*approximate, self.today()));
        let past = past.into_iter().filter(|it| !self.is_gone(it));
        let over = over
            .into_iter()
            .map(|(event, when)| self.unscheduled(event, when));
        let is_on = |instance: &&&Instance<'_>| !instance.details().status().is_off();
        let home = calendar.zone();
        CalendarView {
            name: calendar.name().to_owned(),
            url: self.base().below("").trim_end_matches('/').to_owned(),
            description_html: calendar.description().map(|text| markdown::html(text, 2)),
            description_md: calendar.description().map(markdown::rewritten),
            summary: calendar.description().map(summary),
            accent: super::palette::accent(calendar.color()),
            zone: instances
                .iter()
                .any(|it| it.time().zone() == Some(home))
                .then(|| place(home)),
            feeds: Feed::all(calendar, self.base()),
            next: upcoming
                .iter()
                .find(is_on)
                .map(|instance| self.instance(instance)),
            groups: calendar
                .groups()
                .iter()
                .map(|group| {
                    let of_group = |event: &Event| event.groups().contains(group.id());
                    let mut ahead = upcoming.iter().filter(|it| of_group(it.event()));
                    let awaiting = awaiting.iter().filter(|(event, _)| of_group(event));
                    GroupView {
                        next: ahead.find(is_on).map(|it| self.instance(it)),
                        awaiting: self.awaiting(awaiting),
                        ..GroupView::new(group, self.base())
                    }
                })
                .collect(),
            to_be_confirmed: self.awaiting(
                awaiting
                    .iter()
                    .filter(|(event, _)| event.groups().is_empty()),
            ),
            upcoming: self.upcoming(&upcoming),
            past: self.years(past, over, DATES),
        }
    }

    /// The events that await their date: those that are nearest first.
    fn awaiting<'b>(
        &self,
        events: impl Iterator<Item = &'b (&'b Event, Approximate)>,
    ) -> Vec<Item> {
        let mut items: Vec<Item> = events
            .map(|(event, approximate)| self.unscheduled(event, *approximate))
            .collect();
        items.sort_by_key(|item| item.order);
        items
    }

    /// Returns each event with its instances.
    pub(super) fn events(
        &self,
        instances: &[Instance<'_>],
    ) -> impl Iterator<Item = (&'a Slug, EventView)> {
        let mut by_event: BTreeMap<&Slug, Vec<&Instance<'_>>> = BTreeMap::new();
        for instance in instances {
            let list = by_event.entry(instance.event().id()).or_default();
            list.push(instance);
        }
        self.calendar.events().iter().map(move |event| {
            let list = by_event.remove(event.id()).unwrap_or_default();
            let (past, ahead): (Vec<&Instance<'_>>, Vec<&Instance<'_>>) =
                list.into_iter().partition(|it| self.is_past(it));
            let (recent, older): (Vec<&Instance<'_>>, Vec<&Instance<'_>>) =
                past.into_iter().partition(|it| self.is_recent(it));
            let item = match event.schedule() {
                Schedule::ToBeConfirmed(approximate) => self.unscheduled(event, *approximate),
                Schedule::Once(time) => Item {
                    over: self.is_over(*time) && ahead.is_empty(),
                    add: self.add(event, None, event.details(), *time, &page(event)),
                    ..self.item(event, event.details(), Some(*time), None)
                },
                Schedule::Series(series) => Item {
                    over: ahead.is_empty(),
                    ..self.series(event, series)
                },
            };
            let until = match event.schedule() {
                Schedule::Series(series) => series.rule().last(),
                Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
            };
            let rule = rule(event);
            let repeats = rule.is_some() || !event.stand_alone().is_empty();
            let view = EventView {
                item: item.below_title(event.details()),
                until: until.map(wording::date),
                rule,
                repeats,
                upcoming: self.all_ahead(event, &ahead),
                past: recent.iter().rev().map(|it| self.instance(it)).collect(),
                // An event without meetings has nothing but itself to tell.
                older: if repeats {
                    self.years(older, [], DATES_OF_SERIES)
                } else {
                    Vec::new()
                },
            };
            (event.id(), view)
        })
    }

    /// The whole series.
    fn series(&self, event: &Event, series: &Series) -> Item {
        let details = event.details();
        let add = match self.regular_from(event, series) {
            Some(date) if !details.status().is_off() => Add::series(
                details,
                series.on(date),
                &series.rule().starting_at(date),
                &event.page(details, self.base()),
            ),
            _ => Add::default(),
        };
        Item {
            add: Add {
                ics: self.invite(event, None),
                ..add
            },
            ..self.item(event, details, Some(series.first()), None)
        }
    }

    /// Returns the next date of a series that has none ahead but those of its rule: only such a series fits into a link.
    fn regular_from(&self, event: &Event, series: &Series) -> Option<NaiveDate> {
        let today = self.today();
        let from = series
            .rule()
            .on_or_after(today)
            .filter(|date| !self.is_over(series.on(*date)))
            .or_else(|| series.rule().on_or_after(today.succ_opt()?))?;
        let alone = event.stand_alone().iter();
        let is_ahead = |of: &Override| of.key() >= from || !self.is_over(of.time());
        let is_regular = !series.overrides().chain(alone).any(is_ahead)
            && !series.exception_dates().any(|date| date >= from);
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

    fn add(
        &self,
        event: &Event,
        key: Option<NaiveDate>,
        details: &Details,
        time: EventTime,
        page: &str,
    ) -> Add {
        // What is over or off is not added anew; the file tells those who have it already.
        let add = if self.is_over(time) || details.status().is_off() {
            Add::default()
        } else {
            let page = match details.url() {
                Some(url) => url.to_string(),
                None => self.base().below(page),
            };
            Add::once(details, time, &page)
        };
        Add {
            ics: self.invite(event, key),
            ..add
        }
    }

    /// Tells of `details` at `time`; without one, the caller says when.
    pub(super) fn item(
        &self,
        event: &Event,
        details: &Details,
        time: Option<EventTime>,
        was: Option<EventTime>,
    ) -> Item {
        Item::new(self.calendar, &self.descriptions, event, details, time, was)
    }

    pub(super) fn instance(&self, instance: &Instance<'_>) -> Item {
        let (event, details, time) = (instance.event(), instance.details(), instance.time());
        let page = self.page(instance);
        Item {
            key: instance.key().map(|key| key.to_string()),
            add: self.add(event, instance.key(), details, time, &page),
            page,
            over: self.is_past(instance),
            full: instance.key().is_none() || has_content(instance),
            ..self.item(event, details, Some(time), instance.was())
        }
    }

    fn unscheduled(&self, event: &Event, approximate: Approximate) -> Item {
        let order = match approximate {
            Approximate::Month { year, month } => (year, month * 100),
            Approximate::Year(year) => (year, 0),
            Approximate::ToBeConfirmed => (i32::MAX, 0),
        };
        Item {
            when: wording::approximate(approximate),
            order,
            ..self.item(event, event.details(), None, None)
        }
    }
}

impl GroupView {
    fn new(group: &Group, base: &Url) -> Self {
        Self {
            id: group.id().to_string(),
            name: group.name().to_owned(),
            feed: Feed::new(group.name(), group.id(), base),
            description_html: group.description().map(|text| markdown::html(text, 4)),
            description_md: group.description().map(markdown::rewritten),
            contact: group.contact().map(Contact::href),
            url: group.url().map(ToString::to_string),
            to_be_confirmed: group.is_next_to_be_confirmed(),
            next: None,
            awaiting: Vec::new(),
        }
    }
}

/// Returns the first paragraph of a description, as text.
fn summary(description: &str) -> String {
    let text = markdown::text(description);
    text.split("\n\n")
        .next()
        .unwrap_or_default()
        .replace('\n', " ")
}

/// Whether a month or a year is over.
fn is_over(approximate: Approximate, today: NaiveDate) -> bool {
    let next = match approximate {
        Approximate::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1)
            .and_then(|first| first.checked_add_months(Months::new(1))),
        Approximate::Year(year) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
        Approximate::ToBeConfirmed => None,
    };
    next.is_some_and(|next| next <= today)
}
