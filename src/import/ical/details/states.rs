//! Reads whether an event takes place, and whether it blocks the time in people's calendars.
//!
//! Sections: [RFC 5545 §3.8.1.11] (STATUS), [§3.8.2.7] (TRANSP).
//!
//! [RFC 5545 §3.8.1.11]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.11
//! [§3.8.2.7]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.7

use super::super::super::account::Outcome;
use super::super::super::entry::State;
use super::super::super::text;
use super::super::reader::{Component, Property};
use super::super::series::Source;

/// Returns whether an event takes place.
pub(super) fn state(event: &Component, source: &Source<'_>) -> State {
    if source.is_cancelled {
        return State::Cancelled;
    }
    let title = event.property("SUMMARY").map(Property::text);
    let is_postponed = title
        .as_ref()
        .is_some_and(|title| text::own_title(title).1 == State::Postponed);
    match status(event).as_deref() {
        Some("CANCELLED") if source.is_own && is_postponed => State::Postponed,
        // Two spellings are in use, and RFC 5545 has the one with two letters L.
        Some("CANCELLED" | "CANCELED") => State::Cancelled,
        _ if text::without_cancelled(title.as_deref().unwrap_or_default()).is_some() => {
            State::Cancelled
        }
        Some("TENTATIVE") => State::Tentative,
        _ => State::Confirmed,
    }
}

fn status(event: &Component) -> Option<String> {
    let status = event.property("STATUS")?;
    Some(status.value.trim().to_ascii_uppercase())
}

/// Returns what became of a STATUS.
pub(super) fn outcome(property: &Property) -> Outcome {
    match property.value.trim().to_ascii_uppercase().as_str() {
        "CONFIRMED" | "TENTATIVE" => Outcome::Kept,
        "CANCELLED" | "CANCELED" => Outcome::Rewritten("the key `status` or `cancelled`"),
        _ => Outcome::Dropped("RFC 5545 has no such state of an event"),
    }
}

/// Returns a title of calfeed without the words that say the state of the event.
pub(super) fn without_state<'a>(title: &'a str, event: &Component) -> &'a str {
    let (bare, of_title) = text::own_title(title);
    let is_said = match status(event).as_deref() {
        Some("CANCELLED") => matches!(of_title, State::Cancelled | State::Postponed),
        Some("TENTATIVE") => of_title == State::Tentative,
        _ => false,
    };
    if is_said { bare } else { title }
}

/// Returns `free` or `busy`, if it is not what an event with such times shows anyway.
pub(super) fn shows_as(event: &Component, state: State, is_all_day: bool) -> Option<&'static str> {
    if matches!(state, State::Cancelled | State::Postponed) {
        return None;
    }
    let value = |name: &str| {
        let property = event.property(name)?;
        Some(property.value.trim().to_ascii_uppercase())
    };
    let of_transp = match value("TRANSP").as_deref() {
        Some("TRANSPARENT") => Some(true),
        Some("OPAQUE") => Some(false),
        _ => None,
    };
    let of_outlook = match value("X-MICROSOFT-CDO-BUSYSTATUS").as_deref() {
        Some("FREE") => Some(true),
        Some("BUSY" | "OOF" | "TENTATIVE" | "WORKINGELSEWHERE") => Some(false),
        _ => None,
    };
    match (of_transp.or(of_outlook)?, is_all_day) {
        (true, false) => Some("free"),
        (false, true) => Some("busy"),
        (true, true) | (false, false) => None,
    }
}
