//! Reads what a component says apart from its time: the title, the description, the place, the links and the categories.
//!
//! Every property of a component gets a note: `properties` collects and notes them, and `reasons` says why each other one is dropped. `links`
//! reads attachments and finds the links of calls, and `states` whether an event takes place. Sections: [RFC 5545 §3.8.1] (descriptive properties), [RFC 7986 §5] (NAME, CONFERENCE).
//!
//! [RFC 5545 §3.8.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1
//! [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5

mod links;
mod properties;
mod reasons;
mod states;
#[cfg(test)]
mod tests;

use super::super::About;
use super::super::account::{Ledger, Outcome};
use super::super::entry::{Details, State};
use super::super::text::{self, Given, Held, Known};
use super::reader::{Component, Property};
use super::series::Source;
use super::zones::Zones;
use crate::value::Url;
use properties::Properties;

/// The title of an event without one.
const UNTITLED: &str = "(untitled)";

/// Returns what a VCALENDAR says about itself.
pub(super) fn about(calendar: &Component, zones: &Zones, ledger: &mut Ledger) -> About {
    ledger.note(calendar.line, Outcome::Kept);
    for property in &calendar.properties {
        ledger.note(property.line, reasons::of_calendar(&property.name));
    }
    let mut first = |names: &[&str]| {
        let mut found = names.iter().filter_map(|name| calendar.property(name));
        let property = found.next()?;
        ledger.note(property.line, Outcome::Kept);
        Some(property.text().trim().to_owned()).filter(|text| !text.is_empty())
    };
    let name = first(&["NAME", "X-WR-CALNAME"]);
    let description = first(&["DESCRIPTION", "X-WR-CALDESC"]);
    let url = first(&["URL"]);
    if let Some(zone) = calendar.property("X-WR-TIMEZONE") {
        ledger.note(zone.line, Outcome::Rewritten("the key `timezone`"));
    }
    About {
        name: name.map(|name| text::title(&name)),
        description: description.map(|plain| text::to_markdown(&plain)),
        url: url.filter(|url| Url::parse(url).is_ok()),
        zone: zones.home(),
        domain: None,
    }
}

/// Notes that a component other than a VEVENT is dropped, with everything in it. A VTIMEZONE is left to the reader of zones.
pub(super) fn drop_component(component: &Component, ledger: &mut Ledger) {
    if component.name != "VTIMEZONE" {
        drop_with(component, reasons::of_component(&component.name), ledger);
    }
}

fn drop_with(component: &Component, why: &'static str, ledger: &mut Ledger) {
    ledger.note(component.line, Outcome::Dropped(why));
    for property in &component.properties {
        ledger.note(property.line, Outcome::Dropped(why));
    }
    for part in &component.components {
        drop_with(part, why, ledger);
    }
}

/// Returns the title of a VEVENT.
pub(super) fn title(event: &Component, is_own: bool) -> String {
    let title = event.property("SUMMARY").map(|it| text::title(&it.text()));
    let title = title.unwrap_or_default();
    if is_own {
        return states::without_state(&title, event).to_owned();
    }
    let title = text::without_cancelled(&title).unwrap_or(&title);
    let title = text::public_line(title, &mut Held::default());
    text::title(&title)
}

/// Returns the details of a VEVENT, whether it takes place, and why not. Notes what became of each property.
pub(super) fn details(
    event: &Component,
    is_all_day: bool,
    source: &Source<'_>,
    ledger: &mut Ledger,
) -> (Details, State, Option<String>) {
    let state = states::state(event, source);
    let mut title = title(event, source.is_own);
    if title.is_empty() {
        let remark = "it has no title: it is called `(untitled)`";
        ledger.remark(event.line, "", remark);
        UNTITLED.clone_into(&mut title);
    }
    let properties = Properties::of(event, ledger);
    for part in &event.components {
        drop_with(part, reasons::of_component(&part.name), ledger);
    }
    let (mut details, state, reason) = if source.is_own {
        own(event, &properties, state)
    } else {
        (foreign(event, &title, &properties, ledger), state, None)
    };
    details.title = title;
    details.shows_as = states::shows_as(event, state, is_all_day);
    details.tags = properties.tags;
    (details, state, reason)
}

/// Returns the details of an event that calfeed has written.
fn own(
    event: &Component,
    properties: &Properties<'_>,
    state: State,
) -> (Details, State, Option<String>) {
    let value = |property: Option<&Property>| property.map(|it| it.text().trim().to_owned());
    let join = properties
        .calls
        .first()
        .map(|it| it.value.trim().to_owned());
    let (page, contact) = (value(properties.url), value(properties.contact));
    let uid = value(event.property("UID")).unwrap_or_default();
    let known = Known {
        uid: &uid,
        page: page.as_deref(),
        join: join.as_deref(),
        contact: contact.as_deref(),
        state,
    };
    let description = properties.description.map(Property::text);
    let found = text::own(&description.unwrap_or_default(), &known);
    let mut details = found.details;
    let location = properties.location.map(|it| text::location(&it.text()));
    let location = location.filter(|it| !it.is_empty());
    details.location = location.filter(|it| text::own_location(it, join.as_deref()).is_some());
    details.join = details.join.or(join);
    let contact = contact.and_then(|contact| text::contact(&contact, true));
    details.contact = details.contact.or(contact);
    (details, state, found.reason)
}

/// Returns the details of an event that another program has written. What only members may know, such as a passcode, is left out.
fn foreign(
    event: &Component,
    title: &str,
    properties: &Properties<'_>,
    ledger: &mut Ledger,
) -> Details {
    let plain = properties.description.map(Property::text);
    let html = properties.html.map(Property::text);
    let is_html = plain.is_none() && html.is_some();
    let description = plain.or(html);
    let location = properties.location.map(Property::text);
    let url = properties.url.map(|it| it.value.trim());
    let conference: Vec<&str> = properties.calls.iter().map(|it| it.value.trim()).collect();
    let call = text::call(&Given {
        description: description.as_deref(),
        is_html,
        location: location.as_deref(),
        url,
        conference: &conference,
    });
    let written = call.description.clone();
    if let Some(property) = properties.location {
        ledger.note(
            property.line,
            match (&call.location, &call.join) {
                (Some(_), _) => Outcome::Kept,
                (None, Some(_)) => Outcome::Rewritten("the key `join`"),
                (None, None) => Outcome::Dropped("it says only that there is a call"),
            },
        );
    }
    if let Some(property) = properties.url {
        let found = [&call.url, &call.join, &call.sign_up];
        let outcome = match found.iter().position(|it| it.as_deref() == url) {
            Some(0) => Outcome::Kept,
            Some(1) => Outcome::Rewritten("the key `join`"),
            Some(_) => Outcome::Rewritten("the key `sign_up`"),
            None if Url::parse(url.unwrap_or_default()).is_err() => {
                Outcome::Dropped("it is no web address")
            }
            None => Outcome::Rewritten("another address, without what is not public"),
        };
        ledger.note(property.line, outcome);
    }
    if let Some(remark) = call.held.remark() {
        ledger.remark(event.line, title, remark);
    }
    let is_too_long = |text: &String| !text::is_within_limit(text);
    let is_long = written.as_ref().is_some_and(is_too_long);
    if call.is_cut || is_long {
        let why = "its description is longer than an events file allows, and loses its end";
        ledger.lost(event.line, title, why);
    }
    let contact = [properties.contact, properties.organizer];
    let mut contact = contact.into_iter().flatten();
    let contact = contact.find_map(|it| text::contact(&it.text(), false));
    Details {
        description: written.filter(|text| !text.trim().is_empty() && !is_too_long(text)),
        location: call.location,
        join: call.join,
        sign_up: call.sign_up,
        url: call.url,
        format: call.format,
        contact,
        links: properties.links.clone(),
        ..Details::default()
    }
}
