//! Instances → JSON-LD, by which search engines read a page.
//!
//! In: the instances that a page tells of. Out: the text of a `script` of type `application/ld+json`. Guaranteed: no `<`, so that
//! nothing in it ends the element. Absent: events without a date, since schema.org wants one; a place that the file does not name.
//! Implements [`Event`](https://schema.org/Event) of schema.org.

use serde_json::{Map, Value, json};

use super::json::text_of;
use super::labels;
use super::list::Next;
use super::view::View;
use crate::calendar::{Event, Form, Instance, Schedule, Status, Talk};
use crate::markdown;
use crate::time::EventTime;

/// How many of the upcoming instances a page describes: the next ones matter, and the page stays small.
const UPCOMING: usize = 30;

/// Returns what the events page says.
pub(super) fn of_all(view: &View) -> String {
    let home = view.calendar.zone();
    let mut listed = Vec::new();
    for (index, event) in view.calendar.events().iter().enumerate() {
        let mut next = Next::default();
        let instances = view.instances(event, view.today());
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
    whole(listed.map(|(_, it)| short(view, it)).collect())
}

/// Returns what the page of an event says, whose `instances` are in order; of one that is over, the last of all.
pub(super) fn of_event(view: &View, event: &Event, instances: &[Instance<'_>]) -> String {
    let ahead = instances.iter().filter(|it| !view.is_past(it));
    let ahead: Vec<Value> = ahead.take(UPCOMING).map(|it| long(view, it)).collect();
    if !ahead.is_empty() {
        return whole(ahead);
    }
    let home = view.calendar.zone();
    let last = instances.last().copied().into_iter();
    let last = last.chain(view.last_of_rule(event));
    let last = last.max_by_key(|it| (it.time().begins(home), it.key()));
    whole(last.iter().map(|it| long(view, it)).collect())
}

/// Returns the text of all that is said on one page; empty if there is nothing to say.
fn whole(mut events: Vec<Value>) -> String {
    for event in &mut events {
        if let Some(event) = event.as_object_mut() {
            event.insert("@context".to_owned(), json!("https://schema.org"));
        }
    }
    match events.as_slice() {
        [] => String::new(),
        [event] => text_of(event),
        _ => text_of(&events),
    }
}

/// What everybody wants to know.
fn short(view: &View, instance: &Instance<'_>) -> Value {
    let (details, time) = (instance.details(), instance.time());
    let page = view.base.below(&view.page(instance));
    let mut said = Map::new();
    let mut say = |key: &str, value: Value| said.insert(key.to_owned(), value);
    say("@type", json!("Event"));
    say("name", json!(details.title()));
    say("startDate", json!(labels::start(time)));
    say("endDate", json!(last(time)));
    say("url", json!(page));
    let status = match (details.status(), instance.was()) {
        (Status::Cancelled, _) => "EventCancelled",
        (Status::Postponed, _) => "EventPostponed",
        (Status::Confirmed | Status::Tentative, Some(was)) => {
            say("previousStartDate", json!(labels::start(was)));
            "EventRescheduled"
        }
        (Status::Confirmed | Status::Tentative, None) => "EventScheduled",
    };
    say("eventStatus", json!(format!("https://schema.org/{status}")));
    let mode = details.form().map(|form| match form {
        Form::Virtual => "OnlineEventAttendanceMode",
        Form::InPerson => "OfflineEventAttendanceMode",
        Form::Hybrid => "MixedEventAttendanceMode",
    });
    if let Some(mode) = mode {
        say(
            "eventAttendanceMode",
            json!(format!("https://schema.org/{mode}")),
        );
    }
    let place = details
        .location()
        .map(|name| json!({"@type": "Place", "name": name, "address": name}));
    let is_online = details.join().is_some() || details.form() == Some(Form::Virtual);
    let online = is_online.then(|| {
        let url = details.join().map_or(page.as_str(), |join| join.as_str());
        json!({"@type": "VirtualLocation", "url": url})
    });
    match (place, online) {
        (Some(place), Some(online)) => drop(say("location", json!([place, online]))),
        (Some(only), None) | (None, Some(only)) => drop(say("location", only)),
        (None, None) => {}
    }
    Value::Object(said)
}

/// And all the rest.
fn long(view: &View, instance: &Instance<'_>) -> Value {
    let (event, details) = (instance.event(), instance.details());
    let mut said = short(view, instance);
    let mut say = |key: &str, value: Value| {
        if let Some(said) = said.as_object_mut() {
            said.insert(key.to_owned(), value);
        }
    };
    if let Some(description) = details.description() {
        say("description", json!(markdown::text(description)));
    }
    let speakers: Vec<Value> = details
        .talks()
        .iter()
        .flat_map(Talk::speakers)
        .map(|speaker| json!({"@type": "Person", "name": speaker.as_str()}))
        .collect();
    if !speakers.is_empty() {
        say("performer", json!(speakers));
    }
    say(
        "organizer",
        json!({
            "@type": "Organization",
            "name": view.calendar.name(),
            "url": view.base.below(""),
        }),
    );
    if let Schedule::Series(_) = event.schedule() {
        let series = json!({
            "@type": "EventSeries",
            "name": event.details().title(),
            "url": view.base.below(&labels::page(event)),
        });
        say("superEvent", series);
    }
    said
}

/// When something ends; of whole days, the last.
fn last(time: EventTime) -> String {
    match time {
        EventTime::AllDay { .. } => time.last_date().to_string(),
        EventTime::Zoned { end, .. } => end.rfc3339(),
    }
}
