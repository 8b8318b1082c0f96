//! What templates see: a calendar in the words of its pages.
//!
//! In: a [`crate::Calendar`] and the present moment. Out: plain values that serialise. Guaranteed: instances stand in order,
//! upcoming ones until they are over; HTML only where the name of a field says so. Absent: markup.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;

use crate::calendar::{self, Calendar, Details, Event, Form, Group, Instance, Schedule};
use crate::context::Context;
use crate::time::{Approximate, EventTime};
use crate::value::{Contact, Slug, Text, Url};
use crate::{description, markdown, wording};

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

/// A feed and the ways to subscribe to it.
#[derive(Serialize)]
struct Feed {
    name: String,
    path: String,
    https: String,
    webcal: String,
    outlook: String,
    office: String,
}

#[derive(Serialize)]
struct GroupView {
    name: String,
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

#[derive(Serialize)]
struct Year {
    year: i32,
    items: Vec<Item>,
}

/// An event with a page of its own.
#[derive(Serialize)]
pub(super) struct EventView {
    item: Item,
    rule: Option<String>,
    /// Whether it takes place more than once.
    repeats: bool,
    upcoming: Vec<Item>,
    past: Vec<Item>,
}

/// One line of a list: an instance, or an event without a date.
#[derive(Clone, Serialize)]
struct Item {
    title: String,
    when: String,
    datetime: Option<String>,
    zone: Option<String>,
    news: Option<String>,
    off: bool,
    form: Option<&'static str>,
    location: Option<String>,
    join: Option<String>,
    url: Option<String>,
    contact: Option<(String, String)>,
    description_html: Option<String>,
    talks: Vec<Talk>,
    links: Vec<(String, String)>,
    groups: Vec<String>,
    page: String,
    invite: Option<String>,
    #[serde(skip)]
    order: (i32, u32),
}

#[derive(Clone, Serialize)]
struct Talk {
    title: String,
    speakers: String,
    summary_html: Option<String>,
    slides: Option<String>,
    video: Option<String>,
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
        CalendarView {
            name: calendar.name().to_owned(),
            description_html: calendar.description().map(markdown::html),
            feeds: feeds(calendar, self.base()),
            upcoming: upcoming
                .into_iter()
                .map(|instance| self.instance(instance))
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
                Schedule::Once(time) => {
                    (self.item(event, event.details(), Some(*time), None), None)
                }
                Schedule::Series(series) => {
                    let item = self.item(event, event.details(), Some(series.first()), None);
                    (item, Some(series.rule().to_string()))
                }
            };
            let invite =
                (self.has_invite)(event, None).then(|| format!("events/{}.ics", event.id()));
            let repeats = rule.is_some() || !event.stand_alone().is_empty();
            let view = EventView {
                item: Item { invite, ..item },
                rule,
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
            ..self.item(
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
            ..self.item(event, event.details(), None, None)
        }
    }

    fn item(
        &self,
        event: &Event,
        details: &Details,
        time: Option<EventTime>,
        was: Option<EventTime>,
    ) -> Item {
        let url = |url: &Url| url.to_string();
        Item {
            title: details.title().to_owned(),
            when: time.as_ref().map(wording::time).unwrap_or_default(),
            datetime: time.map(|time| match time {
                EventTime::AllDay { first, .. } => first.to_string(),
                EventTime::Zoned { start, .. } => start.rfc3339(),
            }),
            zone: time
                .and_then(|time| time.zone())
                .map(|zone| zone.name().replace('_', " ")),
            news: description::news(details, was),
            off: details.status().is_off(),
            form: details.form().map(Form::label),
            location: details.location().map(ToOwned::to_owned),
            join: details.join().map(url),
            url: details.url().map(url),
            contact: details
                .contact()
                .map(|contact| (contact.to_string(), contact.href())),
            description_html: details.description().map(markdown::html),
            talks: details.talks().iter().map(Talk::new).collect(),
            links: details
                .links()
                .iter()
                .map(|link| (link.title().to_owned(), link.url().to_string()))
                .collect(),
            groups: event
                .groups()
                .iter()
                .filter_map(|id| self.calendar.group(id))
                .map(|group| group.name().to_owned())
                .collect(),
            page: format!("events/{}/", event.id()),
            invite: None,
            order: time.map_or((i32::MAX, 0), |time| {
                let date = time.first_date();
                (date.year(), date.month() * 100 + date.day())
            }),
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

impl Talk {
    fn new(talk: &calendar::Talk) -> Self {
        let speakers: Vec<&str> = talk.speakers().iter().map(Text::as_str).collect();
        Self {
            title: talk.title().to_owned(),
            speakers: speakers.join(", "),
            summary_html: talk.summary().map(markdown::html),
            slides: talk.slides().map(ToString::to_string),
            video: talk.video().map(ToString::to_string),
        }
    }
}

impl GroupView {
    fn new(group: &Group) -> Self {
        Self {
            name: group.name().to_owned(),
            description_html: group.description().map(markdown::html),
            contact: group.contact().map(Contact::href),
            url: group.url().map(ToString::to_string),
            to_be_confirmed: group.is_next_to_be_confirmed(),
        }
    }
}

/// Each feed, the calendar's own first.
fn feeds(calendar: &Calendar, base: &Url) -> Vec<Feed> {
    let whole = std::iter::once((calendar.name(), calendar.slug()));
    let groups = calendar
        .groups()
        .iter()
        .map(|group| (group.name(), group.id()));
    whole
        .chain(groups)
        .map(|(name, slug)| {
            let path = format!("{slug}.ics");
            let https = base.below(&path);
            let query = format!("?url={}&name={}", component(&https), component(name));
            Feed {
                name: name.to_owned(),
                webcal: format!(
                    "webcal://{}",
                    https.split_once("://").map_or("", |(_, rest)| rest)
                ),
                outlook: format!("https://outlook.live.com/calendar/0/addfromweb/{query}"),
                office: format!("https://outlook.office.com/calendar/0/addfromweb/{query}"),
                https,
                path,
            }
        })
        .collect()
}

/// Percent-encodes a value of a query: Outlook wants `%20`, not `+`.
fn component(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Whether a month or a year is over.
fn is_over(approximate: Approximate, today: NaiveDate) -> bool {
    let next = match approximate {
        Approximate::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1)
            .and_then(|first| first.checked_add_months(Months::new(1))),
        Approximate::Year(year) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
        Approximate::ToBeConfirmed => None,
    };
    next.is_some_and(|next| next - Days::new(1) < today)
}

/// The newest year first, and in it the newest event.
fn by_year(mut items: Vec<Item>) -> Vec<Year> {
    items.sort_by_key(|item| std::cmp::Reverse(item.order));
    let mut years: Vec<Year> = Vec::new();
    for item in items {
        let year = item.order.0;
        match years.last_mut() {
            Some(last) if last.year == year => last.items.push(item),
            _ => years.push(Year {
                year,
                items: vec![item],
            }),
        }
    }
    years
}
