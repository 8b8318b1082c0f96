//! The names of weekdays, in full and abbreviated.
//!
//! [`weekday_name`] gives the full English name, and [`weekday_of`] reads a name or an abbreviation. Plurals and typos are read by the
//! grammar of rules, in [`crate::recurrence`].

use chrono::Weekday;

/// Returns the full name of a weekday.
pub(crate) fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Reads a name or an abbreviation, in any case.
pub(crate) fn weekday_of(word: &str) -> Option<Weekday> {
    match word.to_ascii_lowercase().as_str() {
        "tues" => Some(Weekday::Tue),
        "weds" => Some(Weekday::Wed),
        "thur" | "thurs" => Some(Weekday::Thu),
        other => other.parse().ok(),
    }
}
