//! Rules that no calendar program holds → a cure with their dates written out.
//!
//! In: what somebody wrote, and the first date of the event. Out: words that can be typed: the next dates for `also`, or a season with
//! `until`. Guaranteed: what they say to write passes `check`, and has no date that was not meant. Absent: why the rule is refused, which is
//! [`super::sentence`]'s and [`super::rrule`]'s.

use chrono::{Datelike, Days, Month, NaiveDate, Weekday};

use super::parts::month_of;
use super::sentence::{month, ordinal, weekday};
use super::several::WeekdaysOfMonth;
use super::{Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet};
use crate::span::YEARS;

/// So many dates are written out: of fifth weekdays, those of a year.
const DATES: usize = 4;

/// So many years are searched for them.
const SEARCHED: u64 = 6 * 366;

/// What somebody meant.
enum Meant {
    /// The fifth such weekdays of the month, beside others.
    Fifth(Weekday, Vec<WeekdayOfMonth>),
    /// The second to last such weekday of each month.
    SecondToLast(Weekday),
    /// So many days after Easter Sunday, each year.
    Easter(i64),
    /// A weekday next after, or before, another of the month.
    Near {
        weekday: Weekday,
        is_after: bool,
        of: WeekdayOfMonth,
    },
    /// Weekdays in one month of each year.
    Season(WeekdaySet, Month),
}

/// Returns the cure, where one is known.
pub(super) fn cure(written: &str, start: NaiveDate) -> Option<String> {
    let lower = written.to_lowercase().replace([',', '&'], " and ");
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|word| !word.is_empty() && *word != "the")
        .collect();
    let meant = if written.contains('=') {
        of_rrule(written)?
    } else {
        of_words(&words)?
    };
    match meant {
        Meant::Fifth(weekday, rest) if !rest.is_empty() => beside(weekday, &rest, start),
        Meant::Season(days, month) => season(days, month, start),
        meant => {
            let dates = meant.dates(start);
            let begin = begin(*dates.first()?, start);
            let dates = listed(dates.into_iter().skip(1))?;
            Some(match begin.as_str() {
                "" => format!("in place of `repeats` write the next dates: `also: {dates}`"),
                begin => format!(
                    "write {begin}and in place of `repeats` the dates after it: `also: {dates}`"
                ),
            })
        }
    }
}

/// Reads a whole sentence: one with a word that is not accounted for would be given the dates of another rule.
fn of_words(words: &[&str]) -> Option<Meant> {
    let (every, days) = every(words);
    match (every, days) {
        (Every::Year, _) => return of_easter(days),
        (Every::Week | Every::Unsaid, [days @ .., "in" | "of", name]) if month(name).is_some() => {
            return Some(Meant::Season(weekdays(days)?, month(name)?));
        }
        (Every::Week, _) => return None,
        (Every::Month | Every::Unsaid, _) => {}
    }
    match days {
        [day, side @ ("after" | "before"), which, of] => Some(Meant::Near {
            weekday: weekday(day)?,
            is_after: *side == "after",
            of: WeekdayOfMonth {
                ordinal: ordinal(which)?.ok()?,
                weekday: weekday(of)?,
            },
        }),
        ["second" | "2nd" | "next", "to", "last", day]
        | ["second" | "2nd", "last", day]
        | ["last", "but", "one", day]
        | ["last", day, "but", "one"]
        | ["penultimate", day] => weekday(day).map(Meant::SecondToLast),
        _ => fifth(days).or_else(|| of_easter(days).filter(|_| every == Every::Unsaid)),
    }
}

/// What a sentence begins with, or ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Every {
    Week,
    Month,
    Year,
    Unsaid,
}

/// Parts a sentence into what it counts and its days.
fn every<'a>(words: &'a [&'a str]) -> (Every, &'a [&'a str]) {
    let (every, days) = match words {
        ["weekly", days @ ..] | ["every", "week", days @ ..] => (Every::Week, days),
        ["monthly", days @ ..] | ["every", "month", days @ ..] => (Every::Month, days),
        ["yearly" | "annually", days @ ..] | ["every", "year", days @ ..] => (Every::Year, days),
        ["every" | "each", days @ ..] | days => (Every::Unsaid, days),
    };
    let days = days.strip_prefix(&["on"]).unwrap_or(days);
    match days {
        [days @ .., "of" | "in", "month"] | [days @ .., "of" | "in", "every" | "each", "month"]
            if every != Every::Year =>
        {
            (Every::Month, days)
        }
        days => (every, days),
    }
}

/// Reads `easter monday`: what is written as so many days from Easter Sunday.
fn of_easter(days: &[&str]) -> Option<Meant> {
    let after = match days {
        ["maundy", "thursday"] => -3,
        ["good", "friday"] => -2,
        ["easter", "saturday"] => -1,
        ["easter"] | ["easter", "sunday" | "day"] => 0,
        ["easter", "monday"] => 1,
        ["ascension", "day"] => 39,
        ["whit", "sunday"] => 49,
        ["whit", "monday"] => 50,
        _ => return None,
    };
    Some(Meant::Easter(after))
}

/// Reads `monday and wednesday`.
fn weekdays(words: &[&str]) -> Option<WeekdaySet> {
    let names = words.iter().filter(|word| **word != "and");
    let days: Option<Vec<Weekday>> = names.map(|word| weekday(word)).collect();
    WeekdaySet::new(days?)
}

/// Reads `1st and 5th friday`.
fn fifth(words: &[&str]) -> Option<Meant> {
    let mut rest = Vec::new();
    let mut ordinals = Vec::new();
    let mut fifth = None;
    for word in words.iter().filter(|word| **word != "and") {
        if let Some(which) = ordinal(word) {
            ordinals.push(which.ok());
            continue;
        }
        let weekday = weekday(word)?;
        for ordinal in ordinals.drain(..) {
            match ordinal {
                Some(ordinal) => rest.push(WeekdayOfMonth { ordinal, weekday }),
                None if fifth.is_some_and(|fifth| fifth != weekday) => return None,
                None => fifth = Some(weekday),
            }
        }
    }
    ordinals.is_empty().then_some(Meant::Fifth(fifth?, rest))
}

/// Reads the day of `BYDAY=5TH`, `BYDAY=-2TH` and `BYDAY=TH;BYSETPOS=5` in a rule of months.
fn of_rrule(written: &str) -> Option<Meant> {
    let value = written.to_uppercase();
    let part = |name: &str| {
        let mut parts = value.split([';', ':']);
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    // A rule of other parts has other dates, or is refused for them.
    let is_known = |part: &str| {
        let names = ["BYDAY=", "BYSETPOS=", "WKST="];
        matches!(part, "FREQ=MONTHLY" | "INTERVAL=1") || names.iter().any(|it| part.starts_with(it))
    };
    let parts = value.strip_prefix("RRULE:").unwrap_or(&value);
    if !parts.trim_end_matches(';').split(';').all(is_known) || part("FREQ").is_none() {
        return None;
    }
    let mut rest = Vec::new();
    let mut found = None;
    for day in part("BYDAY")?.split(',') {
        let (number, code) = day.split_at_checked(day.len().checked_sub(2)?)?;
        let number = if number.is_empty() {
            part("BYSETPOS")?
        } else {
            number
        };
        let weekday = super::rrule::weekday(code)?;
        for number in number.split(',') {
            match number.parse().ok()? {
                5 => found = Some(Meant::Fifth(weekday, Vec::new())),
                -2 => found = Some(Meant::SecondToLast(weekday)),
                number => rest.push(WeekdayOfMonth {
                    ordinal: Ordinal::from_number(number)?,
                    weekday,
                }),
            }
        }
    }
    match found? {
        Meant::Fifth(weekday, _) => Some(Meant::Fifth(weekday, rest)),
        meant => rest.is_empty().then_some(meant),
    }
}

impl Meant {
    /// Whether it has a date.
    fn has(&self, date: NaiveDate) -> bool {
        match self {
            Self::Fifth(weekday, _) => date.weekday() == *weekday && date.day() > 28,
            Self::SecondToLast(weekday) => {
                let week_later = date + Days::new(7);
                date.weekday() == *weekday
                    && week_later.month() == date.month()
                    && (week_later + Days::new(7)).month() != date.month()
            }
            Self::Easter(after) => {
                let easter = easter(date.year());
                easter.is_some_and(|easter| (date - easter).num_days() == *after)
            }
            Self::Near {
                weekday,
                is_after,
                of,
            } => {
                date.weekday() == *weekday
                    && (1..=7).any(|days| {
                        let days = Days::new(days);
                        let other = if *is_after { date - days } else { date + days };
                        let first = other.with_day(1);
                        first.is_some_and(|first| of.ordinal.of(of.weekday, first) == other)
                    })
            }
            Self::Season(days, month) => {
                month_of(date) == *month && days.iter().any(|day| day == date.weekday())
            }
        }
    }

    fn dates(&self, start: NaiveDate) -> Vec<NaiveDate> {
        let end = start + Days::new(SEARCHED);
        let dates = start.iter_days().take_while(|date| *date < end);
        dates
            .filter(|date| self.has(*date))
            .take(DATES + 1)
            .collect()
    }
}

/// A rule for the others, and the fifth ones one by one.
fn beside(weekday: Weekday, rest: &[WeekdayOfMonth], start: NaiveDate) -> Option<String> {
    let pattern = match rest {
        [one] => Pattern::MonthlyOnWeekday(one.ordinal, one.weekday),
        several => Pattern::MonthlyOnWeekdays(WeekdaysOfMonth::new(several)?),
    };
    let rule = RecurrenceRule::around(pattern, start);
    let first = rule.on_or_after(start)?;
    let fifths = Meant::Fifth(weekday, Vec::new()).dates(start);
    let dates = listed(fifths.into_iter())?;
    let begin = begin(first, start);
    Some(format!(
        "write {begin}`repeats: {rule}`, and the next of the fifth ones one by one: `also: {dates}`"
    ))
}

/// A weekly rule that ends with the month.
fn season(days: WeekdaySet, month: Month, start: NaiveDate) -> Option<String> {
    let meant = Meant::Season(days, month);
    let first = *meant.dates(start).first()?;
    let of_season = first
        .iter_days()
        .take_while(|date| month_of(*date) == month)
        .filter(|date| meant.has(*date));
    let last = of_season.last()?;
    let rule = RecurrenceRule::around(Pattern::Weekly(days), start);
    let begin = begin(first, start);
    Some(format!(
        "write an event for each season: {begin}`repeats: {rule}` and `until: {last}`"
    ))
}

/// What to write first where the start is not the first date.
fn begin(first: NaiveDate, start: NaiveDate) -> String {
    if first == start {
        String::new()
    } else {
        format!("`start: {first}`, ")
    }
}

/// `[2027-01-30, 2027-05-29]`.
fn listed(dates: impl Iterator<Item = NaiveDate>) -> Option<String> {
    let dates = dates.filter(|date| YEARS.contains(&date.year()));
    let dates: Vec<String> = dates.take(DATES).map(|date| date.to_string()).collect();
    (!dates.is_empty()).then(|| format!("[{}]", dates.join(", ")))
}

/// Easter Sunday of the Gregorian calendar, by the arithmetic that the Nautical Almanac gave in 1876.
#[expect(
    clippy::many_single_char_names,
    reason = "the letters are those of the source"
)]
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let day = h + l - 7 * m + 114;
    let month = u32::try_from(day / 31).ok()?;
    NaiveDate::from_ymd_opt(year, month, u32::try_from(day % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests;
