//! Dates and times in words, in the style of GOV.UK.
//!
//! In: dates and times of the domain. Out: what people read: `Thursday 27 March 2025, 11am to 12pm`.
//! Guaranteed: English, the same everywhere. Absent: the machine's language and zone.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::time::{Approximate, EventTime};

/// Returns `Thursday 27 March 2025`.
pub(crate) fn date(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// Returns `11am`, `5:30pm`.
fn clock(time: NaiveDateTime) -> String {
    let (afternoon, hour) = time.hour12();
    let half = if afternoon { "pm" } else { "am" };
    match time.minute() {
        0 => format!("{hour}{half}"),
        minute => format!("{hour}:{minute:02}{half}"),
    }
}

/// Returns when something takes place: `Thursday 27 March 2025, 11am to 12pm`, `Saturday 12 to Sunday 13 September 2026`.
pub(crate) fn time(time: &EventTime) -> String {
    match time {
        EventTime::AllDay { first, .. } => days(*first, time.last_date()),
        EventTime::Zoned { start, end } => {
            let (start, end) = (start.local(), end.local());
            // A party that ends at midnight ends on the day it began, in everybody's mind.
            if start.date() == end.date() || (end - start).num_hours() < 24 && end.hour() < 6 {
                format!("{}, {} to {}", date(start.date()), clock(start), clock(end))
            } else {
                format!(
                    "{}, {} to {}, {}",
                    date(start.date()),
                    clock(start),
                    date(end.date()),
                    clock(end)
                )
            }
        }
    }
}

fn days(first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        return date(first);
    }
    let begin = if first.year() != last.year() {
        date(first)
    } else if first.month() != last.month() {
        first.format("%A %-d %B").to_string()
    } else {
        first.format("%A %-d").to_string()
    };
    format!("{begin} to {}", date(last))
}

/// Returns what is known of a date: `November 2022`, `2022`, `date to be confirmed`.
pub(crate) fn approximate(approximate: Approximate) -> String {
    match approximate {
        Approximate::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1)
            .map_or_else(String::new, |first| first.format("%B %Y").to_string()),
        Approximate::Year(year) => year.to_string(),
        Approximate::ToBeConfirmed => "date to be confirmed".to_owned(),
    }
}

#[cfg(test)]
mod tests;
