//! Instances → JSON-LD, which search engines read.
//!
//! In: the instances that a page shows. Out: the content of a `script` element of type `application/ld+json`. Guaranteed: no `<`, so
//! nothing can end the element. Absent: events without a date, because schema.org requires one; places that the file does not name.
//! Implements [`Event`](https://schema.org/Event) of schema.org.

use serde::Serialize;

use super::json_text::written;
use super::labels;
use super::lead::lead;
use super::list::Next;
use super::view::View;
use crate::calendar::{Event, Form, Instance, Schedule, Status, Talk};
use crate::markdown;
use crate::time::EventTime;
use crate::value::Url;

/// The number of upcoming instances that a page describes. The next ones matter most, and the page stays small.
const UPCOMING: usize = 30;

/// The number of bytes that is enough for most instances.
const ROOM: usize = 1024;

/// Returns the JSON-LD of the events page.
pub(super) fn of_all(view: &View) -> String {
    let home = view.calendar.zone();
    let mut listed = Vec::new();
    for (index, event) in view.calendar.events().iter().enumerate() {
        let mut next = Next::default();
        let instances = view.instances(event, view.today);
        let ahead = instances.into_iter().filter(|it| !view.is_past(it));
        let ahead = ahead.filter(|it| next.lists(it)).take(UPCOMING);
        listed.extend(ahead.map(|it| ((it.time().begins(home), index, it.key()), it)));
        if listed.len() > 2 * UPCOMING {
            listed.sort_by_key(|(order, _)| *order);
            listed.truncate(UPCOMING);
        }
    }
    listed.sort_by_key(|(order, _)| *order);
    let listed = listed.iter().take(UPCOMING);
    let events: Vec<_> = listed.map(|(_, it)| basic(view, it)).collect();
    whole(&events)
}

/// Returns the JSON-LD of an event's page, whose `instances` are in order. If the event is over, it describes the last instance.
pub(super) fn of_event<'a>(view: &'a View, event: &'a Event, instances: &[Instance<'a>]) -> String {
    let ahead = instances.iter().filter(|it| !view.is_past(it));
    let ahead: Vec<_> = ahead.take(UPCOMING).map(|it| complete(view, it)).collect();
    if !ahead.is_empty() {
        return whole(&ahead);
    }
    let home = view.calendar.zone();
    let last = instances.last().copied().into_iter();
    let last = last.chain(view.last_of_rule(event));
    let last = last.max_by_key(|it| (it.time().begins(home), it.key()));
    let last: Vec<_> = last.iter().map(|it| complete(view, it)).collect();
    whole(&last)
}

/// Returns the JSON-LD of a meeting's own page. It repeats only the first paragraph of what its event says.
pub(super) fn of_meeting(view: &View, instance: &Instance<'_>) -> String {
    let (own, of_all) = (instance.details(), instance.event().details());
    let mut event = complete(view, instance);
    if own.description() == of_all.description() {
        let about = of_all.description();
        event.description = about.map(|text| lead(text, view.calendar.url()));
    }
    whole(&[event])
}

/// Returns the JSON-LD of one page; empty without events.
fn whole(events: &[EventJsonLd<'_>]) -> String {
    match events {
        [] => String::new(),
        [event] => written(event, ROOM),
        _ => written(&events, events.len() * ROOM),
    }
}

/// An instance as a schema.org `Event`, with the keys in alphabetical order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventJsonLd<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    end_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_attendance_mode: Option<&'static str>,
    event_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationJsonLd<'a>>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    organizer: Option<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    performer: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_start_date: Option<String>,
    start_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    super_event: Option<Thing<'a>>,
    url: String,
}

/// A schema.org type with the few properties that calfeed uses.
#[derive(Serialize)]
struct Thing<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A place, a video call, or both.
#[derive(Serialize)]
#[serde(untagged)]
enum LocationJsonLd<'a> {
    One(Thing<'a>),
    Both([Thing<'a>; 2]),
}

impl<'a> Thing<'a> {
    fn named(kind: &'static str, name: &'a str) -> Self {
        Self {
            kind,
            address: None,
            name: Some(name),
            url: None,
        }
    }
}

/// Returns the properties that every page has.
fn basic<'a>(view: &View, instance: &Instance<'a>) -> EventJsonLd<'a> {
    let (details, time) = (instance.details(), instance.time());
    let page = view.base.below(&view.page(instance));
    let (event_status, was) = match (details.status(), instance.was()) {
        (Status::Cancelled, _) => ("https://schema.org/EventCancelled", None),
        (Status::Postponed, _) => ("https://schema.org/EventPostponed", None),
        (Status::Confirmed | Status::Tentative, Some(was)) => {
            ("https://schema.org/EventRescheduled", Some(was))
        }
        (Status::Confirmed | Status::Tentative, None) => {
            ("https://schema.org/EventScheduled", None)
        }
    };
    let (call, place) = match details.location() {
        Some(location) if is_address(location) => (Some(location), None),
        place => (None, place),
    };
    let place = place.map(|name| Thing {
        address: Some(name),
        ..Thing::named("Place", name)
    });
    let call = details.join().map(Url::as_str).or(call);
    let is_online = call.is_some() || details.form() == Some(Form::Virtual);
    let online = is_online.then(|| Thing {
        kind: "VirtualLocation",
        address: None,
        name: None,
        url: Some(call.unwrap_or(&page).to_owned()),
    });
    EventJsonLd {
        context: "https://schema.org",
        kind: "Event",
        description: None,
        end_date: last(time),
        event_attendance_mode: details.form().map(|form| match form {
            Form::Virtual => "https://schema.org/OnlineEventAttendanceMode",
            Form::InPerson => "https://schema.org/OfflineEventAttendanceMode",
            Form::Hybrid => "https://schema.org/MixedEventAttendanceMode",
        }),
        event_status,
        location: match (place, online) {
            (Some(place), Some(online)) => Some(LocationJsonLd::Both([place, online])),
            (only, None) | (None, only) => only.map(LocationJsonLd::One),
        },
        name: details.title(),
        organizer: None,
        performer: Vec::new(),
        previous_start_date: was.map(labels::start),
        start_date: labels::start(time),
        super_event: None,
        url: page,
    }
}

/// Returns all properties, for the page of the event.
fn complete<'a>(view: &'a View, instance: &Instance<'a>) -> EventJsonLd<'a> {
    let (event, details) = (instance.event(), instance.details());
    let speakers = details.talks().iter().flat_map(Talk::speakers);
    let is_series = matches!(event.schedule(), Schedule::Series(_));
    EventJsonLd {
        description: details
            .description()
            .map(|it| markdown::text(it, view.calendar.url())),
        performer: speakers
            .map(|speaker| Thing::named("Person", speaker.as_str()))
            .collect(),
        organizer: Some(Thing {
            url: Some(view.base.below("")),
            ..Thing::named("Organization", view.calendar.name())
        }),
        super_event: is_series.then(|| Thing {
            url: Some(view.base.below(&labels::page(event))),
            ..Thing::named("EventSeries", event.details().title())
        }),
        ..basic(view, instance)
    }
}

/// Whether a location is a URL and not a place.
fn is_address(location: &str) -> bool {
    markdown::first_url(location)
        .is_some_and(|found| found.before.trim().is_empty() && found.after.trim().is_empty())
}

/// Returns the end as schema.org expects it: a time, or the last day if all day.
fn last(time: EventTime) -> String {
    match time {
        EventTime::AllDay { .. } => time.last_date().to_string(),
        EventTime::Zoned { end, .. } => end.rfc3339(),
    }
}
