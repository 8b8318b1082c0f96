//! The calendar, its events and its meetings as templates see them.
//!
//! The functions take a [`View`] and return values for minijinja, in which lists are [`ListLines`]: a template gets one item at a time. The
//! values of the calendar are created once and shared by all pages, those of an event or a meeting for its page. [`super::list`] decides
//! what a list contains.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::Value;
use serde::Serialize;

use super::fields::with_fields;
use super::item::ListItem;
use super::labels::page;
use super::lead::{first_paragraph, lead};
use super::list::{ListLine, ListLines, Lists, What, YearOfLines};
use super::palette;
use super::view::View;
use crate::calendar::{Event, Group, Instance, Override, Schedule};
use crate::markdown;
use crate::route::Route;
use crate::time::EventTime;
use crate::value::{Contact, Url};
use crate::words::Words;

/// Template values by name.
type ValuesByName = BTreeMap<&'static str, Value>;

/// The calendar without its lists and feeds.
#[derive(Serialize)]
struct CalendarFields {
    name: String,
    /// The URL below which everything is published, without a trailing slash.
    url: String,
    description_html: Option<String>,
    description_md: Option<String>,
    /// The first paragraph of the description, as text.
    summary: Option<String>,
    /// The summary, cut after at most 300 characters.
    lead: Option<String>,
    /// Whether the description is longer than `lead`.
    more: bool,
    accent: String,
    /// A tag such as `en-GB`.
    language: String,
    /// The zone in words, if any event has a time.
    zone: Option<String>,
}

/// A group without its events, its feed and its areas.
#[derive(Serialize)]
pub(super) struct GroupFields {
    id: String,
    name: String,
    description_html: Option<String>,
    description_md: Option<String>,
    /// The first paragraph of the description, as text, at most 300 characters.
    lead: Option<String>,
    /// The path of its page, relative to the site's root.
    page: String,
    contact: Option<String>,
    contact_name: Option<String>,
    url: Option<String>,
    /// Whether the file announces a next meeting without a date.
    to_be_confirmed: bool,
    /// The colour of its page, if the group has its own.
    accent: Option<String>,
}

/// Returns the calendar as a template value. `feeds` has the calendar's own feed first, then one per group; `months` has the months that
/// have a page; `past` in `lists` has only listed events.
pub(super) fn calendar(
    view: &Arc<View>,
    lists: Lists,
    feeds: &[Value],
    groups: &[Value],
    months: Value,
) -> Value {
    let calendar = &view.calendar;
    let listed = |mut lines: Vec<ListLine>| {
        lines.retain(|line| view.is_listed(line.event));
        lines
    };
    let Lists {
        upcoming,
        next,
        running,
        awaiting,
        past,
        ..
    } = lists;
    let (upcoming, running) = (listed(upcoming), listed(running));
    let awaiting = listed(awaiting);
    let to_be_confirmed = awaiting.iter();
    let to_be_confirmed = to_be_confirmed
        .filter(|line| view.groups_of(line.event).next().is_none())
        .cloned()
        .collect();
    let home = calendar.zone();
    let fields = CalendarFields {
        name: calendar.name().to_owned(),
        url: view.base.below("").trim_end_matches('/').to_owned(),
        description_html: calendar
            .description()
            .map(|text| markdown::html(text, 2, calendar.url())),
        description_md: calendar
            .description()
            .map(|text| markdown::rewritten(text, calendar.url())),
        summary: calendar
            .description()
            .map(|text| first_paragraph(text, calendar.url())),
        lead: calendar
            .description()
            .map(|text| lead(text, calendar.url())),
        more: calendar.description().is_some_and(|text| {
            let base = calendar.url();
            lead(text, base) != markdown::text(text, base)
        }),
        accent: palette::accent(calendar.color()),
        language: calendar.language().to_string(),
        zone: times(calendar.events())
            .any(|time| time.zone() == Some(home))
            .then(|| view.words.zone(home)),
    };
    with_fields(
        &fields,
        [
            ("feeds", feeds.iter().cloned().collect()),
            ("upcoming", ListLines::value(view, upcoming)),
            ("next", one(view, next.as_ref())),
            ("running", ListLines::value(view, running)),
            ("awaiting", ListLines::value(view, awaiting)),
            ("to_be_confirmed", ListLines::value(view, to_be_confirmed)),
            ("groups", groups.iter().cloned().collect()),
            ("months", months),
            ("past", years(view, past)),
        ],
        calendar.own_keys(),
    )
}

/// Returns an event as a template value. Its `instances` are in order.
pub(super) fn event(
    view: &Arc<View>,
    index: usize,
    event: &Event,
    instances: &[Instance<'_>],
) -> Value {
    let (past, ahead): (Vec<_>, Vec<_>) = instances.iter().partition(|it| view.is_past(it));
    let recent_from = view.recent_from();
    let is_recent = |it: &&Instance<'_>| it.time().first_date() >= recent_from;
    let (recent, older): (Vec<&Instance<'_>>, Vec<&Instance<'_>>) =
        past.into_iter().partition(is_recent);
    let (rule, until, over) = match event.schedule() {
        Schedule::ToBeConfirmed(_) => (None, None, false),
        Schedule::Once(time) => (None, None, view.is_over(*time) && ahead.is_empty()),
        Schedule::Series(series) => {
            let rule = series.rule();
            (Some(view.words.rule(rule)), rule.last(), ahead.is_empty())
        }
    };
    let repeats = rule.is_some() || !event.stand_alone().is_empty();
    // An event without listed instances shows only itself.
    let older = if repeats {
        view.older(index, event, &older)
    } else {
        Vec::new()
    };
    let recent = recent.iter().rev().map(|it| ListLine::instance(index, it));
    let subject = ListLine::new(index, What::Event { over });
    let (dates, hours) = dates(&view.words, event);
    let next = ahead.iter().find(|it| !it.details().status().is_off());
    let next = next.map(|it| ListLine::instance(index, it));
    let fields: ValuesByName = [
        ("item", ListItem::of(view, &subject)),
        ("rule", rule.into()),
        ("until", until.map(|it| view.words.date(it)).into()),
        ("repeats", repeats.into()),
        ("dates", dates.into()),
        ("hours", hours.into()),
        ("next", one(view, next.as_ref())),
        (
            "upcoming",
            ListLines::value(view, view.all_ahead(index, event, &ahead)),
        ),
        ("past", ListLines::value(view, recent.collect())),
        ("older", years(view, older)),
    ]
    .into();
    Value::from_object(fields)
}

/// Returns one meeting as a template value.
pub(super) fn meeting(view: &Arc<View>, index: usize, instance: &Instance<'_>) -> Value {
    let event = instance.event();
    let rule = match event.schedule() {
        Schedule::Series(series) => Some(view.words.rule_with_end(series.rule())),
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
    };
    let fields: ValuesByName = [
        (
            "item",
            ListItem::of_page(view, &ListLine::instance(index, instance)),
        ),
        ("rule", rule.into()),
        ("page", page(event).into()),
    ]
    .into();
    Value::from_object(fields)
}

/// Returns the dates under `also` in words, and their time of day if it is the same on all of them. Dates that are off are left out. If the
/// event has no rule, the date of its start is among them.
fn dates(words: &Words, event: &Event) -> (Option<String>, Option<String>) {
    /// If there are more dates, only the first few and the last are named.
    const MOST: usize = 60;
    let is_by_rule = |of: &Override| match event.schedule() {
        Schedule::Series(series) => series.rule().contains(of.key()),
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => false,
    };
    let alone = event.stand_alone().iter();
    let alone = alone.filter(|it| !is_by_rule(it) && !it.details().status().is_off());
    let mut times: Vec<EventTime> = alone.map(Override::time).collect();
    if times.is_empty() {
        return (None, None);
    }
    let once = event.once();
    let once = once.filter(|it| !it.details().status().is_off());
    times.extend(once.map(|it| it.time()));
    let mut dates: Vec<_> = times.iter().map(EventTime::first_date).collect();
    dates.sort_unstable();
    dates.dedup();
    let mut hours = times.iter().map(|it| words.hours(it));
    let first = hours.next();
    let hours = first.filter(|first| hours.all(|it| it == *first));
    let dates = if dates.len() > MOST {
        words.dates(&dates)
    } else {
        words.all_dates(&dates)
    };
    (Some(dates), hours)
}

/// Returns the time of every instance, with one for all instances that come from a rule alone.
fn times(events: &[Event]) -> impl Iterator<Item = EventTime> {
    events.iter().flat_map(|event| {
        let own = match event.schedule() {
            Schedule::ToBeConfirmed(_) => Vec::new(),
            Schedule::Once(time) => vec![*time],
            Schedule::Series(series) => {
                let overrides = series.overrides().map(Override::time);
                std::iter::once(series.first()).chain(overrides).collect()
            }
        };
        let alone = event.stand_alone().iter().map(Override::time);
        own.into_iter().chain(alone)
    })
}

/// Returns a line as an item, or null.
pub(super) fn one(view: &Arc<View>, line: Option<&ListLine>) -> Value {
    line.map(|line| ListItem::of(view, line)).into()
}

/// Returns years with their lines as a template value.
fn years(view: &Arc<View>, years: Vec<YearOfLines>) -> Value {
    let years = years.into_iter().map(|(year, items)| {
        let fields = [
            ("year", Value::from(year)),
            ("page", Route::Past(year).below().into()),
            ("items", ListLines::value(view, items)),
        ];
        Value::from_object(ValuesByName::from(fields))
    });
    years.collect()
}

impl GroupFields {
    pub(super) fn new(group: &Group, base: &Url) -> Self {
        Self {
            id: group.id().to_string(),
            name: group.name().to_owned(),
            description_html: group
                .description()
                .map(|text| markdown::html(text, 4, base)),
            description_md: group
                .description()
                .map(|text| markdown::rewritten(text, base)),
            lead: group.description().map(|text| lead(text, base)),
            page: Route::Group(group.id().as_str()).below(),
            contact: group.contact().map(Contact::href),
            contact_name: group.contact().map(ToString::to_string),
            url: group.url().map(ToString::to_string),
            to_be_confirmed: group.is_next_to_be_confirmed(),
            accent: group.color().map(|color| palette::accent(Some(color))),
        }
    }
}
