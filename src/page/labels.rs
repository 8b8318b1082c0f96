//! Names and labels shared by pages, JSON, JSON-LD and Atom.
//!
//! Each function takes an event, a time, a status, a price, a zone or a series, and returns its path, or its label for people or programs.
//! Because they are shared, all output formats agree. Dates and times in words are in [`crate::wording`].

use crate::calendar::{Details, Event, Series, ShowsAs, Status};
use crate::route::Route;
use crate::time::EventTime;
use crate::value::Price;
use crate::wording;
use crate::zone::Zone;

/// Returns the rule of a series in words, with its last date if it ends.
pub(super) fn rest(series: &Series) -> String {
    match series.rule().last() {
        Some(last) => format!("{} until {}", series.rule(), wording::date(last)),
        None => series.rule().to_string(),
    }
}

/// Returns the path of an event's own page, relative to the site's root.
pub(super) fn page(event: &Event) -> String {
    Route::Event(event.id().as_str()).below()
}

/// Returns the start as HTML, JSON and schema.org expect it: `2025-03-27T11:00:00+00:00`, or a date if all day.
pub(super) fn start(time: EventTime) -> String {
    match time {
        EventTime::AllDay { first, .. } => first.to_string(),
        EventTime::Zoned { start, .. } => start.rfc3339(),
    }
}

/// Returns the end in the same form as [`start`]. The end of an all-day event is the day after its last day.
pub(super) fn end(time: EventTime) -> String {
    match time {
        EventTime::AllDay { end, .. } => end.to_string(),
        EventTime::Zoned { end, .. } => end.rfc3339(),
    }
}

/// Returns the name of a status in JSON and templates.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

/// Returns `free` or `busy`, as in JSON and templates; `None` if neither the file nor the time decides. `all_day` is `None` if the date is
/// not known.
pub(super) fn shows_as(details: &Details, all_day: Option<bool>) -> Option<&'static str> {
    let of_file = details.shows_as().map(|it| it == ShowsAs::Free);
    let is_free = all_day
        .map(|all_day| details.is_free(all_day))
        .or(of_file)?;
    Some(if is_free { "free" } else { "busy" })
}

/// Returns a price as people read it.
pub(super) fn price(price: &Price) -> &str {
    match price {
        Price::Free => "Free",
        price => price.as_str(),
    }
}

/// Returns the name of a zone in words: `London time`, `UTC`, `Center, North Dakota time`.
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
