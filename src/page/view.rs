//! What templates see: a calendar in the words of its pages.
//!
//! In: a [`crate::Calendar`] and the present moment. Out: plain values that serialise. Guaranteed: instances stand in order,
//! upcoming ones until they are over; HTML only where the name of a field says so. Absent: markup.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::item::{Item, Year, by_year};
use super::subscribe::{Feed, feeds};
use crate::calendar::{Calendar, Event, Group, Instance, Schedule};
use crate::context::Context;
use crate::recurrence::RecurrenceRule;
use crate::time::Approximate;
use crate::value::{Contact, Slug, Url};
use crate::{markdown, wording};

/// How far ahead a series is shown.
const MONTHS_AHEAD: Months = Months::new(12);

/// The whole calendar.
#[derive(Serialize)]
pub(super) struct CalendarView {
    name: String,
    description_html: Option<String>,
    feeds: Vec<Feed>,
    upcoming: Vec<Item>,
    to_be_confirmed: Vec<Item>,
    groups: Vec<GroupView>,
    skipped: Vec<Skipped>,
    past: Vec<Year>,
}

#[derive(Serialize)]
struct GroupView {
    name: String,
    path: String,
    description_html: Option<String>,
    contact: Option<String>,
    url: Option<String>,
    to_be_confirmed: bool,
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

    fn horizon(&self) -> NaiveDate {
        self.today()
            .checked_add_months(MONTHS_AHEAD)
            .unwrap_or(NaiveDate::MAX)
    }

    fn is_past(&self, instance: &Instance<'_>) -> bool {
        instance.time().ends(self.calendar.zone()) <= self.context.now()
    }

    fn base(&self) -> &'a Url {
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
        let mut past: Vec<Item> = past
            .into_iter()
            .map(|instance| self.instance(instance))
            .collect();
        let mut to_be_confirmed = Vec::new();
        for event in calendar.events() {
            if let Schedule::ToBeConfirmed(approximate) = event.schedule() {
                let item = self.unscheduled(event, *approximate);
                if is_over(*approximate, self.today()) {
                    past.push(item);
                } else {
                    to_be_confirmed.push(item);
                }
            }
        }
        to_be_confirmed.sort_by_key(|item: &Item| item.order);
        let mut said = BTreeSet::new();
        CalendarView {
            name: calendar.name().to_owned(),
            description_html: calendar.description().map(markdown::html),
            feeds: feeds(calendar, self.base()),
            upcoming: upcoming
                .into_iter()
                .map(|instance| {
                    let first = said.insert(instance.event().id());
                    let item = self.instance(instance);
                    Item {
                        full: first || item.full,
                        ..item
                    }
                })
                .collect(),
            to_be_confirmed,
            groups: calendar.groups().iter().map(GroupView::new).collect(),
            skipped: self.skipped(),
            past: by_year(past),
        }
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
            let (item, rule) = match event.schedule() {
                Schedule::ToBeConfirmed(approximate) => {
                    (self.unscheduled(event, *approximate), None)
                }
                Schedule::Once(time) => (
                    Item::new(self.calendar, event, event.details(), Some(*time), None),
                    None,
                ),
                Schedule::Series(series) => {
                    let item = Item::new(
                        self.calendar,
                        event,
                        event.details(),
                        Some(series.first()),
                        None,
                    );
                    (item, Some(series.rule()))
                }
            };
            let invite =
                (self.has_invite)(event, None).then(|| format!("events/{}.ics", event.id()));
            let until = rule.and_then(RecurrenceRule::last).map(wording::date);
            let rule = rule.map(ToString::to_string);
            let repeats = rule.is_some() || !event.stand_alone().is_empty();
            let view = EventView {
                item: Item { invite, ..item },
                rule,
                until,
                repeats,
                upcoming,
                past,
            };
            (event.id(), view)
        })
    }

    fn instance(&self, instance: &Instance<'_>) -> Item {
        let event = instance.event();
        let key = instance.key();
        let path = match key {
            None => format!("events/{}.ics", event.id()),
            Some(key) => format!("events/{}/{key}.ics", event.id()),
        };
        Item {
            invite: (self.has_invite)(event, key).then_some(path),
            full: instance.recurrence_id().is_none() || instance.details() != event.details(),
            ..Item::new(
                self.calendar,
                event,
                instance.details(),
                Some(instance.time()),
                instance.was(),
            )
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
    fn new(group: &Group) -> Self {
        Self {
            name: group.name().to_owned(),
            path: format!("{}.ics", group.id()),
            description_html: group.description().map(markdown::html),
            contact: group.contact().map(Contact::href),
            url: group.url().map(ToString::to_string),
            to_be_confirmed: group.is_next_to_be_confirmed(),
        }
    }
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
