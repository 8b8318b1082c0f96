//! Collects the properties of a VEVENT, and notes what becomes of each.

use super::super::super::account::{Ledger, Outcome};
use super::super::super::entry::Link;
use super::super::super::text::{self, Held};
use super::super::reader::{Component, Property};
use super::{links, reasons, states};
use crate::limit;
use crate::value::Url;

/// The properties with what an event says. Of those that an event can have once, the first that is not empty.
#[derive(Debug, Default)]
pub(super) struct Properties<'a> {
    pub(super) description: Option<&'a Property>,
    /// The description with formatting.
    pub(super) html: Option<&'a Property>,
    pub(super) location: Option<&'a Property>,
    pub(super) url: Option<&'a Property>,
    pub(super) contact: Option<&'a Property>,
    pub(super) organizer: Option<&'a Property>,
    /// Those with the link of a call.
    pub(super) calls: Vec<&'a Property>,
    pub(super) tags: Vec<String>,
    pub(super) links: Vec<Link>,
}

impl<'a> Properties<'a> {
    /// Collects the properties. DTSTART, DTEND, DURATION and UID are noted elsewhere.
    pub(super) fn of(event: &'a Component, ledger: &mut Ledger) -> Self {
        let mut all = Self::default();
        let mut has_title = false;
        for property in &event.properties {
            let is_empty = property.value.trim().is_empty();
            let outcome = match property.name.as_str() {
                "DTSTART" | "DTEND" | "DURATION" | "UID" => continue,
                "SUMMARY" if has_title => Outcome::Dropped("an event has one title"),
                "SUMMARY" if is_empty => Outcome::Rewritten("the title `(untitled)`"),
                "SUMMARY" => Outcome::Kept,
                "STATUS" => states::outcome(property),
                "TRANSP" | "X-MICROSOFT-CDO-BUSYSTATUS" => {
                    Outcome::Rewritten("the key `shows_as`, or the default of its times")
                }
                "CLASS" => reasons::class(&property.value),
                "DESCRIPTION" | "X-ALT-DESC" | "LOCATION" | "URL" | "CONTACT" if is_empty => {
                    Outcome::Dropped("it is empty")
                }
                "DESCRIPTION" => once(&mut all.description, property, Outcome::Kept),
                "X-ALT-DESC" => {
                    let outcome = Outcome::Rewritten("the key `description`, as Markdown");
                    once(&mut all.html, property, outcome)
                }
                "LOCATION" => once(&mut all.location, property, Outcome::Kept),
                "URL" => match Url::parse(property.value.trim()) {
                    Ok(_) => once(&mut all.url, property, Outcome::Kept),
                    Err(_) => Outcome::Dropped("it is no web address"),
                },
                "CONTACT" => contact(&mut all.contact, property),
                "ORGANIZER" => organizer(&mut all.organizer, property),
                "CATEGORIES" => tagged(&mut all.tags, property),
                "ATTACH" => links::attach(&mut all.links, property),
                name if links::is_call(name) => {
                    all.calls.push(property);
                    Outcome::Rewritten("the key `join`")
                }
                name => reasons::of_event(name),
            };
            has_title |= property.name == "SUMMARY";
            ledger.note(property.line, outcome);
        }
        if let (Some(_), Some(html)) = (all.description, all.html) {
            let why = "the description says the same without formatting";
            ledger.note(html.line, Outcome::Dropped(why));
        }
        all
    }
}

/// Takes the first property of a kind.
fn once<'a>(place: &mut Option<&'a Property>, property: &'a Property, outcome: Outcome) -> Outcome {
    match place {
        None => {
            *place = Some(property);
            outcome
        }
        Some(_) => Outcome::Dropped("an event has one of it, and this is the second"),
    }
}

fn contact<'a>(place: &mut Option<&'a Property>, property: &'a Property) -> Outcome {
    match text::contact(&property.text(), true) {
        Some(_) => once(place, property, Outcome::Kept),
        None => Outcome::Dropped("a contact is an e-mail address or a web address"),
    }
}

/// Reads ORGANIZER: only a page is public.
fn organizer<'a>(place: &mut Option<&'a Property>, property: &'a Property) -> Outcome {
    match text::contact(&property.text(), false) {
        Some(_) => once(place, property, Outcome::Rewritten("the key `contact`")),
        None => Outcome::Dropped(text::CONTACT_IS_PERSONAL),
    }
}

/// Reads CATEGORIES: words separated by commas.
fn tagged(tags: &mut Vec<String>, property: &Property) -> Outcome {
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
        let word = text::tag(&text::public_line(&word, &mut Held::default()));
        if word.is_empty() || tags.contains(&word) {
            continue;
        }
        is_whole &= tags.len() < limit::TAGS;
        if !is_whole {
            break;
        }
        tags.push(word);
    }
    if is_whole {
        Outcome::Rewritten("the key `tags`")
    } else {
        Outcome::Rewritten("the key `tags`, of which an event has at most 100")
    }
}
