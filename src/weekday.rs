//! The names of weekdays.
//!
//! In: a weekday, or a word. Out: its full name, or the weekday that the word names. Guaranteed: no other module has these names. Absent: plurals and
//! typos, which the grammar of rules reads.

use chrono::Weekday;

/// The name of a weekday, in full.
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
