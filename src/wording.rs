//! Writes dates and times in words, in the style of GOV.UK: `Thursday 27 March 2025, 11am to midday`.
//!
//! The text is always English, and independent of the language and zone of the machine.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use crate::recurrence::month_of;
use crate::time::{Approximate, EventTime};
use crate::weekday::weekday_name;

/// Returns `Thursday 27 March 2025`.
pub(crate) fn date(date: NaiveDate) -> String {
    let mut words = String::with_capacity(ROOM);
    push_date(&mut words, date);
    words
}

/// Returns `March 2025`.
pub(crate) fn month_of_year(date: NaiveDate) -> String {
    let mut words = month_of(date).name().to_owned();
    words.push(' ');
    words.push_str(&date.year().to_string());
    words
}

/// Returns `27 March 2025`.
fn day_of_year(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month_of_year(date))
}

/// Returns `27 March`.
fn day_of_month(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month_of(date).name())
}

/// Returns the time of an event: `Thursday 27 March 2025, 11am to midday`, `Saturday 12 to Sunday 13 September 2026`.
pub(crate) fn time(time: &EventTime) -> String {
    let (start, end) = match time {
        EventTime::AllDay { first, .. } => return days(*first, time.last_date()),
        EventTime::Zoned { start, end } => (start.local(), end.local()),
    };
    let is_second = time.ends_the_second_time();
    let mut words = String::with_capacity(2 * ROOM);
    push_date(&mut words, start.date());
    words.push_str(", ");
    push_clock(&mut words, start);
    words.push_str(" to ");
    if !is_one_day(start, end) {
        push_date(&mut words, end.date());
        words.push_str(", ");
    }
    push_clock(&mut words, end);
    if is_second {
        words.push_str(SECOND_TIME);
    }
    words
}

/// Follows an end that the clocks show twice, if the event ends at the second time.
const SECOND_TIME: &str = " after the clocks go back";

// A page has thousands of dates, so the functions below append to one string instead of interpreting `%A %-d %B %Y` each time.

/// The capacity for a date and a time of day, in bytes.
const ROOM: usize = 40;

/// Appends `Thursday 27 March 2025`.
fn push_date(words: &mut String, date: NaiveDate) {
    words.push_str(weekday_name(date.weekday()));
    words.push(' ');
    push_number(words, date.day());
    words.push(' ');
    words.push_str(month_of(date).name());
    words.push(' ');
    match u32::try_from(date.year()) {
        Ok(year) => push_number(words, year),
        Err(_) => words.push_str(&date.year().to_string()),
    }
}

/// Returns the day on which people think that an event ends: one that ends at night ends on the day it began.
pub(crate) fn last_day(time: &EventTime) -> NaiveDate {
    match time {
        EventTime::Zoned { start, end, .. } if is_one_day(start.local(), end.local()) => {
            time.first_date()
        }
        _ => time.last_date(),
    }
}

/// Returns the start of an event that has a time: `11am`, `5:30pm`, `midday`, `midnight`.
pub(crate) fn start(time: &EventTime) -> Option<String> {
    let EventTime::Zoned { start, .. } = time else {
        return None;
    };
    let mut words = String::new();
    push_clock(&mut words, start.local());
    Some(words)
}

/// Appends `11am`, `5:30pm`, `midday`, `midnight`.
fn push_clock(words: &mut String, time: NaiveDateTime) {
    let ((is_afternoon, hour), minute) = (time.hour12(), time.minute());
    // `12am` and `12pm` are ambiguous to many people.
    if minute == 0 && hour == 12 {
        words.push_str(if is_afternoon { "midday" } else { "midnight" });
        return;
    }
    push_number(words, hour);
    if minute != 0 {
        words.push_str(if minute < 10 { ":0" } else { ":" });
        push_number(words, minute);
    }
    words.push_str(if is_afternoon { "pm" } else { "am" });
}

/// Appends a number in decimal digits.
fn push_number(words: &mut String, number: u32) {
    if number >= 10 {
        push_number(words, number / 10);
    }
    words.extend(char::from_digit(number % 10, 10));
}

/// Returns the time of day without the date: `11am to midday`, `all day`, `9am to 5pm 2 days later`.
pub(crate) fn hours(time: &EventTime) -> String {
    let later = |days: i64| match days {
        1 => "1 day later".to_owned(),
        days => format!("{days} days later"),
    };
    match time {
        EventTime::AllDay { first, end } => match (*end - *first).num_days() {
            1 => "all day".to_owned(),
            days => format!("{days} whole days"),
        },
        EventTime::Zoned { start, end } => {
            let (start, end) = (start.local(), end.local());
            let is_second = time.ends_the_second_time();
            let mut hours = String::with_capacity(ROOM);
            push_clock(&mut hours, start);
            hours.push_str(" to ");
            push_clock(&mut hours, end);
            if is_second {
                hours.push_str(SECOND_TIME);
            }
            if is_one_day(start, end) {
                hours
            } else {
                let days = (end.date() - start.date()).num_days();
                format!("{hours} {}", later(days))
            }
        }
    }
}

/// Returns dates in words. If there are many, it names the first three: `25 June, 23 July, 27 August 2026 and 9 more, the last on 27 May
/// 2027`.
pub(crate) fn dates(dates: &[NaiveDate]) -> String {
    let said = |dates: &[NaiveDate]| {
        let words: Vec<String> = dates
            .iter()
            .zip(dates.iter().skip(1).map(Some).chain([None]))
            .map(|(date, next)| {
                let same_year = next.is_some_and(|next| next.year() == date.year());
                if same_year {
                    day_of_month(*date)
                } else {
                    day_of_year(*date)
                }
            })
            .collect();
        words
    };
    match dates {
        [first, second, third, rest @ .., last] if !rest.is_empty() => format!(
            "{} and {} more, the last on {}",
            said(&[*first, *second, *third]).join(", "),
            rest.len() + 1,
            day_of_year(*last)
        ),
        dates => listed(&said(dates)),
    }
}

/// Returns all of some dates in words: `29, 30 March, 24 April 2025 and 22 May 2026`.
pub(crate) fn all_dates(dates: &[NaiveDate]) -> String {
    listed(&words_of_dates(dates))
}

/// Returns each of some dates in words, as they follow one another in a list: `29`, `30 March`, `24 April 2025`, `22 May 2026`.
pub(crate) fn words_of_dates(dates: &[NaiveDate]) -> Vec<String> {
    let next = dates.iter().skip(1).map(Some).chain([None]);
    let words = dates.iter().zip(next).map(|(date, next)| match next {
        Some(next) if next.year() != date.year() => day_of_year(*date),
        Some(next) if next.month() == date.month() => date.day().to_string(),
        Some(_) => day_of_month(*date),
        None => day_of_year(*date),
    });
    words.collect()
}

/// Returns `a, b and c`.
fn listed(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        words => words.join(""),
    }
}

/// Whether people think of both times as one day. A party that ends at midnight ends on the day it began; one from morning to morning does
/// not.
fn is_one_day(start: NaiveDateTime, end: NaiveDateTime) -> bool {
    start.date() == end.date() || end - start <= TimeDelta::hours(12) && end.hour() < 6
}

/// Returns the days of an event without its time: `Thursday 27 March 2025`. A party that ends after midnight has one day.
pub(crate) fn days_of(time: &EventTime) -> String {
    match time {
        EventTime::Zoned { start, end } if is_one_day(start.local(), end.local()) => {
            date(start.local().date())
        }
        EventTime::AllDay { .. } | EventTime::Zoned { .. } => {
            days(time.first_date(), time.last_date())
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
        format!("{} {}", weekday_name(first.weekday()), day_of_month(first))
    } else {
        format!("{} {}", weekday_name(first.weekday()), first.day())
    };
    format!("{begin} to {}", date(last))
}

/// Returns an incomplete date in words: `November 2022`, `2022`, `date to be confirmed`.
pub(crate) fn approximate(approximate: Approximate) -> String {
    match approximate {
        Approximate::Month { year, month } => {
            NaiveDate::from_ymd_opt(year, month, 1).map_or_else(String::new, month_of_year)
        }
        Approximate::Year(year) => year.to_string(),
        Approximate::ToBeConfirmed => "date to be confirmed".to_owned(),
    }
}

/// Returns the same for an event that is ahead, so that a bare year does not look like its date: `2027, day to be confirmed`.
pub(crate) fn awaited(awaited: Approximate) -> String {
    match awaited {
        Approximate::Year(year) => format!("{year}, day to be confirmed"),
        Approximate::Month { .. } | Approximate::ToBeConfirmed => approximate(awaited),
    }
}

#[cfg(test)]
mod tests;
