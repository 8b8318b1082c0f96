//! What templates see: a calendar in the words of its pages.
//!
//! In: a [`crate::Calendar`] and the present moment. Out: plain values that serialise. Guaranteed: instances stand in order,
//! upcoming ones until they are over; HTML only where the name of a field says so. Absent: markup.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::deep_link::{Add, Feed};
use super::item::{Item, Year, by_year, page};
use crate::calendar::{Calendar, Details, Event, Group, Instance, Override, Schedule, Series};
use crate::context::Context;
use crate::recurrence::RecurrenceRule;
use crate::time::{Approximate, EventTime};
use crate::value::{Contact, Slug, Url};
use crate::{markdown, wording};

/// How far ahead a series is shown.
const MONTHS_AHEAD: Months = Months::new(12);

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
    feeds: Vec<Feed>,
    upcoming: Vec<Item>,
    /// The first of the upcoming ones that will happen.
    next: Option<Item>,
    /// Events of no group that await their date.
    to_be_confirmed: Vec<Item>,
    groups: Vec<GroupView>,
    skipped: Vec<Skipped>,
    past: Vec<Year>,
}

#[derive(Serialize)]
struct GroupView {
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

#[derive(Serialize)]
struct Skipped {
    title: String,
    date: String,
    reason: Option<String>,
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
    past: Vec<Item>,
}

/// Looks at a calendar from one moment.
pub(super) struct View<'a, F> {
    pub(super) calendar: &'a Calendar,
    pub(super) context: &'a Context,
    pub(super) has_invite: &'a F,
}

impl<'a, F: Fn(&Event, Option<NaiveDate>) -> bool> View<'a, F> {
    /// Returns all instances that pages speak of: from the first to a year ahead.
    pub(super) fn instances(&self) -> Vec<Instance<'a>> {
        let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or(NaiveDate::MIN);
        self.calendar.instances(first, self.horizon())
    }

    fn today(&self) -> NaiveDate {
        self.calendar.zone().to_local(self.context.now()).date()
    }

    /// The day before which instances are told.
    pub(super) fn horizon(&self) -> NaiveDate {
        self.today()
            .checked_add_months(MONTHS_AHEAD)
            .unwrap_or(NaiveDate::MAX)
    }

    pub(super) fn is_past(&self, instance: &Instance<'_>) -> bool {
        self.is_over(instance.time())
    }

    fn is_over(&self, time: EventTime) -> bool {
        time.ends(self.calendar.zone()) <= self.context.now()
    }

    /// The address below which everything is published.
    pub(super) fn base(&self) -> &'a Url {
        self.context.url().unwrap_or(self.calendar.url())
    }

    /// Returns the path of the site's root, with a slash at both ends.
    pub(super) fn root(&self) -> String {
        let path = self
            .base()
            .without_scheme()
            .split_once('/')
            .map_or("", |(_, path)| path);
        match path.trim_matches('/') {
            "" => "/".to_owned(),
            path => format!("/{path}/"),
        }
    }

    pub(super) fn calendar(&self, instances: &[Instance<'_>]) -> CalendarView {
        let calendar = self.calendar;
        let (past, upcoming): (Vec<_>, Vec<_>) = instances
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
        let past = past
            .into_iter()
            .map(|instance| self.instance(instance))
            .chain(
                over.into_iter()
                    .map(|(event, when)| self.unscheduled(event, when)),
            );
        let is_on = |instance: &&&Instance<'_>| !instance.details().status().is_off();
        let mut said = BTreeSet::new();
        CalendarView {
            name: calendar.name().to_owned(),
            url: self.base().below("").trim_end_matches('/').to_owned(),
            description_html: calendar.description().map(|text| markdown::html(text, 2)),
            description_md: calendar.description().map(markdown::rewritten),
            summary: calendar.description().map(summary),
            accent: super::palette::accent(calendar.color()),
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
            upcoming: upcoming
                .iter()
                .map(|instance| {
                    let first = said.insert(instance.event().id());
                    let item = self.instance(instance);
                    Item {
                        full: first || item.full,
                        ..item
                    }
                })
                .collect(),
            skipped: self.skipped(),
            past: by_year(past.collect()),
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
        let mut by_event: BTreeMap<&Slug, (Vec<Item>, Vec<Item>)> = BTreeMap::new();
        for instance in instances {
            let (past, upcoming) = by_event.entry(instance.event().id()).or_default();
            let list = if self.is_past(instance) {
                past
            } else {
                upcoming
            };
            list.push(self.instance(instance));
        }
        self.calendar.events().iter().map(move |event| {
            let (mut past, upcoming) = by_event.remove(event.id()).unwrap_or_default();
            past.reverse();
            let item = match event.schedule() {
                Schedule::ToBeConfirmed(approximate) => self.unscheduled(event, *approximate),
                Schedule::Once(time) => Item {
                    over: self.is_over(*time),
                    add: self.add(event, None, event.details(), *time),
                    ..Item::new(self.calendar, event, event.details(), Some(*time), None)
                },
                Schedule::Series(series) => self.series(event, series),
            };
            let rule = match event.schedule() {
                Schedule::Series(series) => Some(series.rule()),
                Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
            };
            let view = EventView {
                item: item.below_title(event.details()),
                until: rule.and_then(RecurrenceRule::last).map(wording::date),
                rule: rule.map(ToString::to_string),
                repeats: rule.is_some() || !event.stand_alone().is_empty(),
                upcoming,
                past,
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
            ..Item::new(self.calendar, event, details, Some(series.first()), None)
        }
    }

    /// Returns the next date of a series that has none ahead but those of its rule: only such a series fits into a link.
    fn regular_from(&self, event: &Event, series: &Series) -> Option<NaiveDate> {
        let alone = event.stand_alone().iter().map(Override::key);
        let changed = series.overrides().map(Override::key);
        let mut others = series.exception_dates().chain(changed).chain(alone);
        let today = self.today();
        if others.any(|date| date >= today) {
            return None;
        }
        series.rule().on_or_after(today)
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
    ) -> Add {
        // What is over or off is not added anew; the file tells those who have it already.
        let add = if self.is_over(time) || details.status().is_off() {
            Add::default()
        } else {
            Add::once(details, time, &event.page(details, self.base()))
        };
        Add {
            ics: self.invite(event, key),
            ..add
        }
    }

    fn instance(&self, instance: &Instance<'_>) -> Item {
        let (event, details, time) = (instance.event(), instance.details(), instance.time());
        Item {
            add: self.add(event, instance.key(), details, time),
            over: self.is_past(instance),
            full: instance.recurrence_id().is_none() || details != event.details(),
            ..Item::new(self.calendar, event, details, Some(time), instance.was())
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
            ..Item::new(self.calendar, event, event.details(), None, None)
        }
    }

    /// The dates ahead on which people should know that nothing takes place.
    fn skipped(&self) -> Vec<Skipped> {
        let ahead = self.today()..self.horizon();
        let mut skipped: Vec<(NaiveDate, Skipped)> = self
            .calendar
            .events()
            .iter()
            .flat_map(|event| {
                event
                    .skipped()
                    .map(move |(date, reason)| (event, date, reason))
            })
            .filter(|(_, date, _)| ahead.contains(date))
            .map(|(event, date, reason)| {
                let shown = Skipped {
                    title: event.details().title().to_owned(),
                    date: wording::date(date),
                    reason: reason.map(ToOwned::to_owned),
                };
                (date, shown)
            })
            .collect();
        // The events come in the order of their ids; sorting by date keeps it.
        skipped.sort_by_key(|(date, _)| *date);
        skipped.into_iter().map(|(_, skipped)| skipped).collect()
    }
}

impl GroupView {
    fn new(group: &Group, base: &Url) -> Self {
        Self {
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
