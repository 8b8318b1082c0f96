//! Writes out the dates of rules that no calendar program can store.
//!
//! [`instead`] takes the text of a refused rule, the first date of the event and the keys that end it. It returns keys to write instead:
//! the next dates under `also`, or a season with `until`. With these keys the event passes `check`, and has no date that was not meant.
//! [`super::sentence`] and [`super::rrule`] say why the rule is refused.

use chrono::{Datelike, Days, Month, NaiveDate, Weekday};

use super::days::month_of;
use super::repeats::{Sentence, several_weekdays};
use super::words::{Word, words as words_of};
use super::{End, Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet};
use crate::diagnostic::Instead;
use crate::span::YEARS;

/// The number of extra dates for a series without an end: for fifth weekdays, about those of a year.
const DATES: usize = 4;

/// The largest number of extra dates.
const MOST: usize = 12;

/// The keys of an event that decide its dates, together with `repeats`.
pub(crate) struct SeriesKeys<'a> {
    pub(crate) start: NaiveDate,
    /// The start as written, with its time of day.
    pub(crate) start_text: &'a str,
    /// `None` if it is invalid.
    pub(crate) end: Option<End>,
    pub(crate) also: &'a [String],
}

impl SeriesKeys<'static> {
    /// Returns the keys of an event with only a start.
    pub(crate) fn starting(start: NaiveDate) -> Self {
        let end = Some(End::Never);
        Self {
            start,
            start_text: "",
            end,
            also: &[],
        }
    }
}

/// The number of days that are searched for dates.
const SEARCHED: u64 = 6 * 366;

/// The dates that somebody meant.
enum Meant {
    /// The fifth of a weekday in each month that has it, and other weekdays of the month.
    Fifth(Weekday, Vec<WeekdayOfMonth>),
    /// The second to last of a weekday in each month.
    SecondToLast(Weekday),
    /// A number of days after Easter Sunday, each year.
    Easter(i64),
    /// The next weekday after, or before, a weekday of the month.
    Near {
        weekday: Weekday,
        is_after: bool,
        of: WeekdayOfMonth,
    },
    /// Weekdays in one month of each year.
    Season(WeekdaySet, Month),
}

/// Returns the keys to write instead, if the meaning of the rule is known.
pub(super) fn instead(written: &str, keys: &SeriesKeys<'_>) -> Option<Instead> {
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
        Meant::Fifth(weekday, rest) if !rest.is_empty() => beside(weekday, &rest, keys),
        Meant::Season(days, month) => season(days, month, keys),
        meant => {
            let dates = meant.dates(keys.start);
            let first = *dates.first()?;
            let count = match keys.end? {
                End::Never => DATES + 1,
                End::Until(until) => dates.iter().filter(|date| **date <= until).count(),
                End::Count(count) => usize::try_from(count).ok()?,
            };
            let dates = dates.into_iter().take(count.min(MOST + 1)).skip(1);
            Some(Instead {
                keys: start_key(first, keys)
                    .into_iter()
                    .chain(also_key(dates, keys))
                    .collect(),
                replaced: replaced(keys),
                is_season: false,
            })
        }
    }
}

/// Reads a whole sentence. `None` if any word is unknown, because the dates could be those of another rule.
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
                ordinal: Ordinal::from_number(ordinal(which)?)?,
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

/// The period at the beginning or the end of a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Every {
    Week,
    Month,
    Year,
    Unsaid,
}

/// Splits a sentence into its period and its days.
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

fn weekday(text: &str) -> Option<Weekday> {
    match words_of(text)?.as_slice() {
        [Word::Day(day)] => Some(*day),
        _ => None,
    }
}

fn month(text: &str) -> Option<Month> {
    match words_of(text)?.as_slice() {
        [Word::Month(month)] => Some(*month),
        _ => None,
    }
}

/// Reads an ordinal: 1 to 5, or -1 for the last.
fn ordinal(text: &str) -> Option<i32> {
    match words_of(text)?.as_slice() {
        [Word::Nth(number @ 1..=5)] => i32::try_from(*number).ok(),
        [Word::Last] => Some(-1),
        _ => None,
    }
}

/// Reads a day that depends on Easter, such as `easter monday`.
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
            ordinals.push(Ordinal::from_number(which));
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

/// Reads `BYDAY=5TH`, `BYDAY=-2TH` and `BYDAY=TH;BYSETPOS=5` in a monthly RRULE.
fn of_rrule(written: &str) -> Option<Meant> {
    let value = written.to_uppercase();
    let part = |name: &str| {
        let mut parts = value.split([';', ':']);
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    // An RRULE with other parts has other dates, or is refused because of them.
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
    /// Whether `date` is one of the dates meant.
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

    /// Returns the next dates, from `start` on.
    fn dates(&self, start: NaiveDate) -> Vec<NaiveDate> {
        let end = start + Days::new(SEARCHED);
        let dates = start.iter_days().take_while(|date| *date < end);
        let dates = dates.filter(|date| YEARS.contains(&date.year()) && self.has(*date));
        dates.take(MOST + 1).collect()
    }
}

/// Returns a rule for the other weekdays of the month, with the fifth ones as extra dates.
fn beside(weekday: Weekday, rest: &[WeekdayOfMonth], keys: &SeriesKeys<'_>) -> Option<Instead> {
    let pattern = several_weekdays(rest).ok()?;
    let rule = RecurrenceRule::around(pattern, keys.start);
    let first = rule.on_or_after(keys.start)?;
    let mut fifths = Meant::Fifth(weekday, Vec::new()).dates(keys.start);
    fifths.retain(|date| !rule.contains(*date));
    let until = match keys.end? {
        End::Never => None,
        End::Until(until) => Some(until),
        // `count` would only count the dates of the rule, so `until` replaces it.
        End::Count(count) => {
            let count = usize::try_from(count).ok()?;
            let mut all: Vec<NaiveDate> = rule.dates_from(first).take(count).collect();
            all.extend(&fifths);
            all.sort_unstable();
            Some(*all.get(count.checked_sub(1)?)?)
        }
    };
    fifths.retain(|date| until.is_none_or(|until| *date <= until));
    fifths.truncate(if until.is_some() { MOST } else { DATES });
    let is_count = matches!(keys.end, Some(End::Count(_)));
    let mut lines: Vec<String> = start_key(first, keys).into_iter().collect();
    lines.push(format!("repeats: {}", Sentence(pattern, 1)));
    lines.extend(
        until
            .filter(|_| is_count)
            .map(|until| format!("until: {until}")),
    );
    lines.extend(also_key(fifths.into_iter(), keys));
    Some(Instead {
        keys: lines,
        replaced: is_count.then_some("count").into_iter().collect(),
        is_season: false,
    })
}

/// Returns a weekly rule that ends with the month.
fn season(days: WeekdaySet, month: Month, keys: &SeriesKeys<'_>) -> Option<Instead> {
    let meant = Meant::Season(days, month);
    let end = keys.start + Days::new(SEARCHED);
    let dates = keys.start.iter_days().take_while(|date| *date < end);
    let first = dates.into_iter().find(|date| meant.has(*date))?;
    let of_season = first
        .iter_days()
        .take_while(|date| month_of(*date) == month);
    let last = of_season.filter(|date| meant.has(*date)).last()?;
    let mut lines: Vec<String> = start_key(first, keys).into_iter().collect();
    lines.push(format!("repeats: {}", Sentence(Pattern::Weekly(days), 1)));
    lines.push(format!("until: {last}"));
    let is_count = matches!(keys.end, Some(End::Count(_)));
    Some(Instead {
        keys: lines,
        replaced: is_count.then_some("count").into_iter().collect(),
        is_season: true,
    })
}

/// Returns the `start` key, if the start must move to the first date.
fn start_key(first: NaiveDate, keys: &SeriesKeys<'_>) -> Option<String> {
    let time = keys.start_text.trim().strip_prefix(&keys.start.to_string());
    (first != keys.start).then(|| format!("start: {first}{}", time.unwrap_or_default()))
}

/// Returns the `also` key with its present dates and the new ones: `also: [2027-01-30, 2027-05-29]`.
fn also_key(dates: impl Iterator<Item = NaiveDate>, keys: &SeriesKeys<'_>) -> Option<String> {
    let new: Vec<String> = dates
        .map(|date| date.to_string())
        .filter(|date| !keys.also.contains(date))
        .collect();
    let all = [keys.also, new.as_slice()].concat();
    (!new.is_empty()).then(|| format!("also: [{}]", all.join(", ")))
}

/// Returns the keys to remove, which only a series has.
fn replaced(keys: &SeriesKeys<'_>) -> Vec<&'static str> {
    let end = match keys.end {
        Some(End::Until(_)) => Some("until"),
        Some(End::Count(_)) => Some("count"),
        Some(End::Never) | None => None,
    };
    ["repeats"].into_iter().chain(end).collect()
}

/// Returns Easter Sunday of the Gregorian calendar, by the algorithm of the Nautical Almanac of 1876.
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
