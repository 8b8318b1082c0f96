//! Makes entries of VEVENTs: the components with one UID become one event, or one series with its changes.
//!
//! Sections: [RFC 5545 §3.6.1] (VEVENT), [§3.8.4.4] (RECURRENCE-ID), [§3.8.5.1] (EXDATE), [§3.8.5.2] (RDATE), [§3.8.5.3] (RRULE).
//!
//! [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
//! [§3.8.4.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4
//! [§3.8.5.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.1
//! [§3.8.5.2]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.2
//! [§3.8.5.3]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3

use super::super::ImportOptions;
use super::super::account::{Ledger, Outcome};
use super::super::entry::{Entry, Repeats};
use super::details;
use super::reader::Component;
use super::rule::SourceRule;
use super::times::{self, When};
use super::zones::Zones;
use crate::time::Moment;

/// Returns the events of a VCALENDAR, in the order of their lines.
pub(super) fn entries(
    calendar: &Component,
    zones: &Zones,
    _options: &ImportOptions,
    ledger: &mut Ledger,
) -> Vec<Entry> {
    let events = calendar.components.iter();
    let events = events.filter(|component| component.name == "VEVENT");
    events
        .filter_map(|event| entry(event, zones, ledger))
        .collect()
}

fn entry(event: &Component, zones: &Zones, ledger: &mut Ledger) -> Option<Entry> {
    let details = details::details(event, ledger);
    let Some(property) = event.property("DTSTART") else {
        ledger.lost(event.line, &details.title, "it has no DTSTART");
        return None;
    };
    let start = match times::when(property, zones) {
        Ok(start) => start,
        Err(why) => {
            ledger.lost(event.line, &details.title, why);
            return None;
        }
    };
    ledger.note(property.line, Outcome::Kept);
    let zone = match start {
        When::Zoned(zone, _) => Some(zone),
        When::Date(_) | When::Utc(_) | When::Floating(_) => zones.home(),
    };
    let local = start.local(zone);
    let end = event.property("DTEND");
    let end = end.and_then(|end| times::when(end, zones).ok());
    let length = end.map(|end| end.instant() - start.instant());
    let rule = event.property("RRULE");
    let rule = rule.and_then(|rule| SourceRule::parse(&rule.value).ok());
    let repeats = rule.and_then(|rule| {
        Some(Repeats {
            rule: rule.sentence(local.date())?,
            until: None,
            count: rule.count,
        })
    });
    let moment = match start {
        When::Date(date) => Moment::Date(date),
        When::Zoned(..) | When::Utc(_) | When::Floating(_) => Moment::DateTime(local),
    };
    ledger.note(event.line, Outcome::Kept);
    Some(Entry {
        uid: event.property("UID").map(|uid| uid.text()),
        zone: zone.filter(|_| !matches!(start, When::Date(_))),
        length,
        repeats,
        details,
        ..Entry::new(event.line, String::new(), moment)
    })
}
