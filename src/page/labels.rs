//! What pages, JSON, JSON-LD and Atom call the same thing by.
//!
//! In: an event, a time, a state, a zone, a series. Out: its path, and its words for people or for programs. Guaranteed: the same in every
//! form of output. Absent: dates and times in words, which are [`crate::wording`]'s.

use crate::calendar::{Details, Event, Series, ShowsAs, Status};
use crate::time::EventTime;
use crate::wording;
use crate::zone::Zone;

/// The sentence of a series, with its end.
pub(super) fn rest(series: &Series) -> String {
    match series.rule().last() {
        Some(last) => format!("{} until {}", series.rule(), wording::date(last)),
        None => series.rule().to_string(),
    }
}

/// The path of an event's own page, below the site's root.
pub(super) fn page(event: &Event) -> String {
    format!("events/{}/", event.id())
}

/// When something begins, as HTML, JSON and schema.org write it: `2025-03-27T11:00:00+00:00`, or a date alone.
pub(super) fn start(time: EventTime) -> String {
    match time {
        EventTime::AllDay { first, .. } => first.to_string(),
        EventTime::Zoned { start, .. } => start.rfc3339(),
    }
}

/// A state as JSON and templates have it.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

/// What something does to the diary of those who have it, as JSON and templates have it; none where neither the file nor the time says.
/// Whether it is all day is not known where its date is not.
pub(super) fn shows_as(details: &Details, all_day: Option<bool>) -> Option<&'static str> {
    let of_file = details.shows_as().map(|it| it == ShowsAs::Free);
    let is_free = all_day
        .map(|all_day| details.is_free(all_day))
        .or(of_file)?;
    Some(if is_free { "free" } else { "busy" })
}

/// The words for a zone: `London time`, `UTC`, `Center, North Dakota time`.
pub(super) fn place(zone: Zone) -> String {
    let mut parts = zone.name().split('/').skip(1);
    let words = match (parts.next(), parts.next()) {
        (None | Some("UTC"), _) => return "UTC".to_owned(),
        (Some(region), Some(city)) => [city, ", ", region, " time"].concat(),
        (Some(city), None) => [city, " time"].concat(),
    };
    words.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_called_by_its_city() {
        for (name, words) in [
            ("Europe/London", "London time"),
            ("America/New_York", "New York time"),
            ("America/North_Dakota/Center", "Center, North Dakota time"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
        ] {
            assert_eq!(place(Zone::parse(name).unwrap()), words, "{name}");
        }
    }
}
