//! Reads one date or one time in digits, such as `27/03/2025` and `9.30pm`.
//!
//! The text has no spaces. The result is a [`Day`] with every date that the digits can be, or a [`Clock`]; no number of the text is left
//! out, except zero seconds. [`super::words`] reads words, and [`super::typed`] decides which times a range can be.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

/// A date, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// `2025-03-27`, or with the month as a word.
    Plain(NaiveDate),
    /// `27/03/2025`, `2025-3-27`: the dates that it can be. A single one is certain.
    Numbers(Vec<NaiveDate>),
    /// `27/03/25`, `2025-27-03`: the dates that it may be. Even a single one is a guess.
    Guess(Vec<NaiveDate>),
    /// A date that does not exist.
    Missing { year: i32, month: u32 },
    /// `27 March`
    WithoutYear { month: u32, day: u32 },
}

/// A time as it is written, by a clock of 24 hours or of 12.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) is_afternoon: Option<bool>,
    /// Whether the hour has two digits and no `am` or `pm`, as on a clock of 24 hours.
    pub(super) has_two_digits: bool,
}

/// A start, and an end on the same day or the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: NaiveTime,
    pub(super) end: NaiveTime,
    pub(super) is_next_day: bool,
}

impl Span {
    pub(super) fn new(start: NaiveTime, end: NaiveTime, is_next_day: bool) -> Self {
        Self {
            start,
            end,
            is_next_day,
        }
    }
}

impl Clock {
    pub(super) fn time(self) -> Option<NaiveTime> {
        let hour = match self.is_afternoon {
            None => self.hour,
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(is_afternoon) => self.hour % 12 + if is_afternoon { 12 } else { 0 },
        };
        NaiveTime::from_hms_opt(hour, self.minute, 0)
    }
}

/// Returns the time 12 hours later, if it is on the same day.
pub(super) fn later(time: NaiveTime) -> Option<NaiveTime> {
    let (later, days) = time.overflowing_add_signed(TimeDelta::hours(12));
    Some(later).filter(|_| days == 0)
}

/// Returns the date of a month and of a year and a day in digits.
pub(super) fn date(year: &str, month: u32, day: &str) -> Day {
    let year = year.parse().unwrap_or_default();
    let date = NaiveDate::from_ymd_opt(year, month, day.parse().unwrap_or_default());
    date.map_or(Day::Missing { year, month }, Day::Plain)
}

/// Reads `2025-03-27`, `2025/3/27`, `27.03.2025` and `27/03/25`.
pub(super) fn day(text: &str) -> Option<Day> {
    let (parts, mark) = numbers(text)?;
    let [a, b, c] = *parts.as_slice() else {
        return None;
    };
    let [first, second, third]: [u32; 3] = [a.parse().ok()?, b.parse().ok()?, c.parse().ok()?];
    let known = |year: u32, month: u32, day: u32| {
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    };
    let all = |candidates: &[Option<NaiveDate>]| {
        let mut dates: Vec<NaiveDate> = Vec::new();
        for date in candidates.iter().flatten() {
            if !dates.contains(date) {
                dates.push(*date);
            }
        }
        dates
    };
    let (year, month, dates) = match (a.len(), c.len()) {
        (4, 1 | 2) => match known(first, second, third) {
            Some(date) if (mark, b.len(), c.len()) == ('-', 2, 2) => return Some(Day::Plain(date)),
            // The month does not exist. Perhaps the day is in its place; otherwise a digit is wrong.
            None => match known(first, third, second) {
                Some(swapped) => return Some(Day::Guess(vec![swapped])),
                None => (first, second, Vec::new()),
            },
            date => (first, second, all(&[date])),
        },
        (1 | 2, 4) => {
            let dates = all(&[known(third, second, first), known(third, first, second)]);
            (third, if second > 12 { first } else { second }, dates)
        }
        (1 | 2, 1 | 2) => {
            let year = 2000 + third;
            let dates = [
                known(year, second, first),
                known(year, first, second),
                known(2000 + first, second, third),
            ];
            return Some(Day::Guess(all(&dates))).filter(|day| *day != Day::Guess(Vec::new()));
        }
        _ => return None,
    };
    let year = i32::try_from(year).ok()?;
    Some(if dates.is_empty() {
        Day::Missing { year, month }
    } else {
        Day::Numbers(dates)
    })
}

/// Splits a text at its mark, `-`, `/` or `.`. Returns the numbers between the marks, and the mark.
fn numbers(text: &str) -> Option<(Vec<&str>, char)> {
    let mark = text.chars().find(|c| "-/.".contains(*c))?;
    let numbers: Vec<&str> = text.split(mark).collect();
    let is_good = |part: &&str| (1..=4).contains(&part.len()) && is_number(part);
    numbers.iter().all(is_good).then_some((numbers, mark))
}

/// Reads `20250327`.
pub(super) fn date_of_digits(text: &str) -> Option<Day> {
    let (year, rest) = text.split_at_checked(4).filter(|_| text.len() == 8)?;
    let (month, day) = rest.split_at_checked(2)?;
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(Day::Numbers(vec![date]))
}

/// Reads `2025-3` and `03/2025`.
pub(super) fn month_of_year(text: &str) -> Option<(i32, u32)> {
    let (parts, _) = numbers(text)?;
    match *parts.as_slice() {
        [year, month] | [month, year] if year.len() == 4 && month.len() < 3 => {
            Some((year.parse().ok()?, month.parse().ok()?))
        }
        _ => None,
    }
}

/// Reads `11:00`, `11.00`, `9:30pm`, `11am`, `18h30` and `11:00:00`.
pub(super) fn clock(text: &str) -> Option<Clock> {
    let (digits, is_afternoon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(false)),
        (_, Some(clock)) => (clock, Some(true)),
        _ => (text, None),
    };
    let without_seconds = digits
        .strip_suffix(":00")
        .filter(|clock| clock.contains(':'));
    let digits = without_seconds.unwrap_or(digits);
    let (hour, minute) = match digits.split_once([':', '.']).or_else(|| {
        // Only with two digits before the `h`: `1h30` may be a length.
        digits.split_once('h').filter(|(hour, _)| hour.len() == 2)
    }) {
        Some(parts) => parts,
        None if is_afternoon.is_some() => (digits, "00"),
        None => return None,
    };
    let is_good = (1..=2).contains(&hour.len()) && minute.len() == 2;
    (is_good && is_number(hour) && is_number(minute)).then_some(Clock {
        hour: hour.parse().ok()?,
        minute: minute.parse().ok()?,
        is_afternoon,
        has_two_digits: hour.len() == 2 && is_afternoon.is_none(),
    })
}

/// Reads `1330`.
pub(super) fn four_digits(text: &str) -> Option<Clock> {
    let (hour, minute) = text.split_at_checked(2).filter(|_| text.len() == 4)?;
    Some(Clock {
        hour: hour.parse().ok()?,
        minute: minute.parse().ok()?,
        is_afternoon: None,
        has_two_digits: true,
    })
}

/// Whether the text is a time with seconds, such as `11:00:30`.
pub(super) fn has_seconds(text: &str) -> bool {
    text.split_once(':').is_some_and(|(hour, rest)| {
        is_number(hour) && rest.len() == 5 && clock(rest).is_some() && rest.contains(':')
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
