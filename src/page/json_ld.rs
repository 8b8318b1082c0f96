//! Instances → JSON-LD, which search engines read.
//!
//! Each function returns the content of a `script` element of type `application/ld+json`: an [`ItemList`](https://schema.org/ItemList) of
//! addresses for the events page, and [`Event`](https://schema.org/Event)s for the page of an event or of one meeting. The text has no `<`,
//! so nothing can end the element. Events without a date are left out, because schema.org requires a date. A place that the file does not
//! name is left out too, although Google asks for one.

use serde::Serialize;

use super::json_text::written;
use super::labels;
use super::lead::lead;
use super::view::View;
use crate::calendar::{Event, Form, Instance, Schedule, Status, Talk};
use crate::markdown;
use crate::route::Route;
use crate::time::EventTime;
use crate::value::{Price, Url};

/// The most upcoming instances that the page of an event describes. The next ones matter most, and the page stays small.
const UPCOMING: usize = 30;

/// The most events that the events page lists for search engines.
const LISTED: usize = 100;

const CONTEXT: &str = "https://schema.org";

/// The number of bytes that is enough for most instances.
const ROOM: usize = 1024;

/// Returns the JSON-LD of the events page: the addresses of the pages of events that are not over, the next one first.
pub(super) fn of_all(view: &View) -> String {
    let home = view.calendar.zone();
    let mut listed = Vec::new();
    let events = view.calendar.events().iter().enumerate();
    for (index, event) in events.filter(|(_, event)| view.calendar.is_in_own_feed(event)) {
        let instances = view.instances(event, view.today);
        let next = instances.iter().find(|it| !view.is_past(it));
        listed.extend(next.map(|it| (it.time().begins(home), index)));
    }
    if listed.is_empty() {
        return String::new();
    }
    listed.sort_unstable();
    let pages = listed
        .iter()
        .filter_map(|(_, index)| view.calendar.events().get(*index));
    let item_list_element = pages
        .take(LISTED)
        .zip(1..)
        .map(|(event, position)| PageJsonLd {
            kind: "ListItem",
            position,
            url: view.base.below(&labels::page(event)),
        });
    let list = ListJsonLd {
        context: CONTEXT,
        kind: "ItemList",
        item_list_element: item_list_element.collect(),
    };
    written(&list, ROOM)
}

/// Returns the JSON-LD of an event's page, whose `instances` are in order. If the event is over, the JSON-LD describes the last instance.
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

/// Returns the JSON-LD of a meeting's own page. If its description is that of the event, only the beginning is repeated.
pub(super) fn of_meeting(view: &View, instance: &Instance<'_>) -> String {
    let (own, of_all) = (instance.details(), instance.event().details());
    let mut event = complete(view, instance);
    if own.description() == of_all.description() {
        let about = of_all.description();
        event.description = about.map(|text| lead(text, view.calendar.url()));
    }
    whole(&[event])
}

/// Returns events as the JSON-LD of one page; empty without events.
fn whole(events: &[EventJsonLd<'_>]) -> String {
    match events {
        [] => String::new(),
        [event] => written(event, ROOM),
        _ => written(&events, events.len() * ROOM),
    }
}

/// The addresses of pages as a schema.org `ItemList`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListJsonLd {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<PageJsonLd>,
}

#[derive(Serialize)]
struct PageJsonLd {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: u8,
    url: String,
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
    image: Option<String>,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_accessible_for_free: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationJsonLd<'a>>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<OfferJsonLd>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organizer: Option<OrganizerJsonLd<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    performer: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_start_date: Option<String>,
    start_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    super_event: Option<Thing<'a>>,
    url: String,
}

/// How to take part, and what it costs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfferJsonLd {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    availability: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_currency: Option<&'static str>,
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

/// A group, or several.
#[derive(Serialize)]
#[serde(untagged)]
enum OrganizerJsonLd<'a> {
    One(Thing<'a>),
    Several(Vec<Thing<'a>>),
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

/// Returns the properties of an instance, except the description, the speakers, the organizers and the series.
fn basic<'a>(view: &'a View, instance: &Instance<'a>) -> EventJsonLd<'a> {
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
        context: CONTEXT,
        kind: "Event",
        description: None,
        end_date: last(time),
        event_attendance_mode: details.form().map(|form| match form {
            Form::Virtual => "https://schema.org/OnlineEventAttendanceMode",
            Form::InPerson => "https://schema.org/OfflineEventAttendanceMode",
            Form::Hybrid => "https://schema.org/MixedEventAttendanceMode",
        }),
        event_status,
        image: view.address_of_image(instance.event()),
        in_language: instance
            .event()
            .language()
            .unwrap_or_else(|| view.calendar.language())
            .as_str(),
        is_accessible_for_free: (details.price() == Some(&Price::Free)).then_some(true),
        location: match (place, online) {
            (Some(place), Some(online)) => Some(LocationJsonLd::Both([place, online])),
            (only, None) | (None, only) => only.map(LocationJsonLd::One),
        },
        name: details.title(),
        offers: offer(view, instance, &page),
        organizer: None,
        performer: Vec::new(),
        previous_start_date: was.map(labels::start),
        start_date: labels::start(time),
        super_event: None,
        url: page,
    }
}

/// Returns all properties.
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
        organizer: Some(organizers(view, event)),
        super_event: is_series.then(|| Thing {
            url: Some(view.base.below(&labels::page(event))),
            ..Thing::named("EventSeries", event.details().title())
        }),
        ..basic(view, instance)
    }
}

/// Returns how to take part, if the file says how, or what it costs. Only a price that is one number with its currency is a price here.
fn offer(view: &View, instance: &Instance<'_>, page: &str) -> Option<OfferJsonLd> {
    let details = instance.details();
    let (sign_up, price) = (details.sign_up(), details.price());
    if sign_up.is_none() && price.is_none() {
        return None;
    }
    let amount = price.and_then(Price::amount);
    let (price, price_currency) = match (price, amount) {
        (Some(Price::Free), _) => (Some("0".to_owned()), None),
        (_, Some(amount)) => (Some(amount.number), Some(amount.currency)),
        (_, None) => (None, None),
    };
    let is_open = !details.status().is_off() && !view.is_past(instance);
    let availability = (is_open && price.is_some()).then_some("https://schema.org/InStock");
    Some(OfferJsonLd {
        kind: "Offer",
        availability,
        price,
        price_currency,
        url: sign_up.map_or_else(|| page.to_owned(), ToString::to_string),
    })
}

/// Returns the groups that run an event; without one, the community.
fn organizers<'a>(view: &'a View, event: &'a Event) -> OrganizerJsonLd<'a> {
    let calendar = &view.calendar;
    let organization = |name, url: Option<&Url>, page: Route<'_>| Thing {
        url: Some(url.map_or_else(|| view.base.below(&page.below()), ToString::to_string)),
        ..Thing::named("Organization", name)
    };
    let groups = event.groups().iter().filter_map(|id| calendar.group(id));
    let mut groups: Vec<_> = groups
        .map(|group| organization(group.name(), group.url(), Route::Group(group.id().as_str())))
        .collect();
    match groups.len() {
        0 => OrganizerJsonLd::One(organization(calendar.name(), None, Route::Home)),
        1 => OrganizerJsonLd::One(groups.remove(0)),
        _ => OrganizerJsonLd::Several(groups),
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
