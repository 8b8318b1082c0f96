//! Reads what a component says apart from its time: the title, the description, the place, the links and the categories.
//!
//! Every property of a component gets a note: [`details`] notes what it reads, and `reasons` says why each other one is dropped. `links` reads
//! attachments and the links of calls. Sections: [RFC 5545 §3.8.1] (descriptive properties), [RFC 7986 §5] (NAME, CONFERENCE).
//!
//! [RFC 5545 §3.8.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1
//! [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5

mod links;
mod reasons;
mod states;

use super::super::About;
use super::super::account::{Ledger, Outcome};
use super::super::entry::{Details, State};
use super::super::text;
use super::reader::{Component, Property};
use super::series::Source;
use super::zones::Zones;
use crate::limit;
use crate::value::{Contact, Url};

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
        name: name.map(|name| one_line(&name)),
        description: description.map(|plain| text::to_markdown(&plain)),
        url: url.filter(|url| Url::parse(url).is_ok()),
        zone: zones.home(),
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
    let title = event.property("SUMMARY").map(|it| one_line(&it.text()));
    let title = title.unwrap_or_default();
    match states::without_state(&title, event).filter(|_| is_own) {
        Some(title) => title.to_owned(),
        None => title,
    }
}

/// Returns the details of a VEVENT, whether it takes place, and why not. Notes what became of each property.
pub(super) fn details(
    event: &Component,
    is_all_day: bool,
    source: &Source<'_>,
    ledger: &mut Ledger,
) -> (Details, State, Option<String>) {
    let state = states::state(event, source);
    let mut reader = Reader {
        details: Details {
            title: title(event, source.is_own),
            ..Details::default()
        },
        html: None,
        ledger,
    };
    reader.title(event);
    for property in &event.properties {
        let outcome = reader.read(property);
        if let Some(outcome) = outcome {
            reader.ledger.note(property.line, outcome);
        }
    }
    let html = reader.html.take();
    let mut details = reader.details;
    details.shows_as = states::shows_as(event, state, is_all_day);
    if let Some(property) = html {
        let outcome = match details.description {
            Some(_) => Outcome::Dropped("the description says the same without formatting"),
            None => Outcome::Rewritten("the key `description`, as Markdown"),
        };
        ledger.note(property.line, outcome);
        let markdown = || text::to_markdown(&property.text());
        details.description = details.description.or_else(|| Some(markdown()));
    }
    if let (Some(location), Some(join)) = (&details.location, &details.join)
        && location.trim() == join
    {
        details.location = None;
    }
    for part in &event.components {
        drop_with(part, reasons::of_component(&part.name), ledger);
    }
    (details, state, None)
}

/// Reads the properties of a VEVENT one by one.
struct Reader<'a, 'b> {
    details: Details,
    /// The description with formatting.
    html: Option<&'b Property>,
    ledger: &'a mut Ledger,
}

impl<'b> Reader<'_, 'b> {
    /// Gives the event a title if it has none.
    fn title(&mut self, event: &Component) {
        if self.details.title.is_empty() {
            let remark = "it has no title: it is called `(untitled)`";
            self.ledger.remark(event.line, "", remark);
            UNTITLED.clone_into(&mut self.details.title);
        } else if self.details.title.chars().count() > limit::LINE {
            let why = "its title is too long: it is cut";
            let title: String = self.details.title.chars().take(limit::LINE).collect();
            self.ledger.lost(event.line, &title, why);
            self.details.title = title;
        }
    }

    /// Reads a property. Returns `None` if it is noted elsewhere.
    fn read(&mut self, property: &'b Property) -> Option<Outcome> {
        let details = &mut self.details;
        Some(match property.name.as_str() {
            "DTSTART" | "DTEND" | "DURATION" | "UID" => return None,
            "SUMMARY" if property.value.trim().is_empty() => {
                Outcome::Rewritten("the title `(untitled)`")
            }
            "SUMMARY" => Outcome::Kept,
            "STATUS" => states::outcome(property),
            "TRANSP" | "X-MICROSOFT-CDO-BUSYSTATUS" => {
                Outcome::Rewritten("the key `shows_as`, or the default of its times")
            }
            "CLASS" => reasons::class(&property.value),
            "DESCRIPTION" => described(details, property),
            "X-ALT-DESC" => {
                self.html = Some(property);
                return None;
            }
            "LOCATION" => located(details, property),
            "URL" => match Url::parse(property.value.trim()) {
                Ok(url) if details.url.is_none() => {
                    details.url = Some(url.as_str().to_owned());
                    Outcome::Kept
                }
                Ok(_) => Outcome::Dropped("an event has one address"),
                Err(_) => Outcome::Dropped("it is no web address"),
            },
            "CONTACT" => match Contact::parse(property.text().trim()) {
                Ok(contact) if details.contact.is_none() => {
                    details.contact = Some(contact.to_string());
                    Outcome::Kept
                }
                Ok(_) => Outcome::Dropped("an event has one contact"),
                Err(_) => Outcome::Dropped("a contact is an e-mail address or a web address"),
            },
            "CATEGORIES" => tagged(details, property),
            "ATTACH" => links::attach(details, property),
            name if links::is_call(name) => links::join(details, property),
            name => reasons::of_event(name),
        })
    }
}

fn described(details: &mut Details, property: &Property) -> Outcome {
    let text = property.text();
    if text.trim().is_empty() {
        return Outcome::Dropped("it is empty");
    }
    if details.description.is_some() {
        return Outcome::Dropped("an event has one description");
    }
    details.description = Some(text::to_markdown(text.trim()));
    Outcome::Kept
}

fn located(details: &mut Details, property: &Property) -> Outcome {
    let location = one_line(&property.text());
    if location.is_empty() {
        return Outcome::Dropped("it is empty");
    }
    let url = Url::parse(&location).ok();
    match url {
        // Programs write the link to a call as the place.
        Some(url) if details.join.is_none() => {
            details.join = Some(url.as_str().to_owned());
            Outcome::Rewritten("the key `join`")
        }
        _ if details.location.is_none() => {
            details.location = Some(location.chars().take(limit::LINE).collect());
            Outcome::Kept
        }
        _ => Outcome::Dropped("an event has one place"),
    }
}

/// Reads CATEGORIES: words separated by commas.
fn tagged(details: &mut Details, property: &Property) -> Outcome {
    let mut word = String::new();
    let mut words = Vec::new();
    let mut characters = property.value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => word.push(' '),
                Some(other) => word.push(other),
                None => {}
            },
            ',' => words.push(std::mem::take(&mut word)),
            other => word.push(other),
        }
    }
    words.push(word);
    let mut is_whole = true;
    for word in words {
        let word = one_line(&word);
        if word.is_empty() || details.tags.contains(&word) {
            continue;
        }
        let fits = details.tags.len() < limit::TAGS && word.chars().count() <= limit::LINE;
        is_whole &= fits;
        if fits {
            details.tags.push(word);
        }
    }
    match is_whole {
        true => Outcome::Rewritten("the key `tags`"),
        false => Outcome::Rewritten("the key `tags`, without those that are too long or too many"),
    }
}

/// Returns a text as one line.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
