//! Reads a point in time as people write it, before anything is known of its zone.
//!
//! A scalar such as `2025-03-27 11:00`, `12:00`, `2022-11`, `tbc` or `27 March 2025, 11am` becomes a [`Moment`], or the problem with what
//! was probably meant. The date exists, the year is one of [`YEARS`], and every number and every word of the text was understood.
//! Validation decides which of the forms a key accepts.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::digits::later;
use super::reading::{Reading, midnight_after};
use crate::diagnostic::{Edit, Problem, TimeFinding, ValueFinding, Written};
use crate::span::YEARS;
use crate::value::Length;

/// A point in time in one of the forms that the file knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// `2025-03-27 11:00`
    DateTime(NaiveDateTime),
    /// `2025-03-27 11:00Z`
    Instant(DateTime<Utc>),
    /// `2025-03-27`
    Date(NaiveDate),
    /// `11:00`
    Time(NaiveTime),
    /// `2022-11`
    Month { year: i32, month: u32 },
    /// `2022`
    Year(i32),
    /// `tbc`
    ToBeConfirmed,
}

impl Moment {
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let written = written.trim();
        if written.is_empty() {
            return Err(ValueFinding::Nothing.into());
        }
        if let Some(moment) = Self::in_digits(written) {
            return Ok(moment);
        }
        let bare = written.trim_matches(['"', '\'', '“', '”', '‘', '’', '„']);
        if bare != written {
            let moment = Self::parse(bare)?;
            let problem = Problem::from(TimeFinding::Quotes {
                written: written.into(),
            });
            return Err(problem.exact(Edit::Value(moment.written())));
        }
        if written.bytes().all(|byte| byte.is_ascii_digit()) && (3..5).contains(&written.len()) {
            return Err(TimeFinding::outside_years(written).into());
        }
        Reading::new(written).moment()
    }

    /// Reads the value of a key that has a time more often than a year: `1830` is half past six.
    pub(crate) fn parse_time(written: &str) -> Result<Self, Problem> {
        Self::parse_time_after(written, None)
    }

    /// Likewise, of a time that is probably after `start`: of 19:00, `9` is nine in the evening.
    fn parse_time_after(written: &str, start: Option<NaiveTime>) -> Result<Self, Problem> {
        let digits = written.trim();
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let Some(number) = digits
            .parse()
            .ok()
            .filter(|_| is_number && digits.len() < 5)
        else {
            return Self::parse(written);
        };
        let clock = NaiveTime::from_hms_opt(number / 100, number % 100, 0);
        // YAML 1.1 reads `12:00` as 720, in base 60.
        let sixties = NaiveTime::from_hms_opt(number / 60, number % 60, 0);
        let is_after = |time: &NaiveTime| start.is_none_or(|start| start < *time);
        let problem = |finding: TimeFinding, times: &[Option<NaiveTime>]| {
            let times = times.iter().copied().flatten();
            let times = times.map(|time| match later(time) {
                Some(later) if !is_after(&time) && is_after(&later) => later,
                _ => time,
            });
            let mut times: Vec<NaiveTime> = times.collect();
            if times.iter().any(is_after) {
                times.retain(is_after);
            }
            times
                .into_iter()
                .fold(Problem::from(finding), |problem, time| {
                    problem.guess(Edit::Value(clock_of(time)))
                })
        };
        let written: Written = written.into();
        match (digits.len(), clock, sixties) {
            // `0930` is a number of octal digits to some programs, and 930 to others.
            (4, Some(time), _) if digits.starts_with('0') => {
                let problem = Problem::from(TimeFinding::OtherTime { written });
                Err(problem.exact(Edit::Value(clock_of(time))))
            }
            (4, Some(time), _) => Ok(Self::Time(time)),
            (1 | 2, _, _) => {
                let hour = NaiveTime::from_hms_opt(number, 0, 0);
                let evening = hour.filter(|_| start.is_none() && number > 0 && digits.len() == 1);
                let times = [hour, evening.and_then(later)];
                Err(problem(TimeFinding::OtherTime { written }, &times))
            }
            (_, clock, Some(sixties)) => {
                let clock = clock.filter(|clock| *clock != sixties);
                let time = clock_of(sixties);
                Err(problem(
                    TimeFinding::Sixties { written, time },
                    &[Some(sixties), clock],
                ))
            }
            (_, clock, None) => Err(problem(TimeFinding::OtherTime { written }, &[clock])),
        }
    }

    /// Reads the end of an event with this start: as an end, `midnight` is that after it.
    pub(crate) fn parse_end(written: &str, start: NaiveDateTime) -> Result<Self, Problem> {
        Self::parse_time_after(written, Some(start.time())).or_else(|problem| {
            let is_length = Length::parse(written).is_ok();
            match midnight_after(written, start.date()) {
                Some(midnight) => Ok(Self::DateTime(midnight)),
                None if is_length => {
                    Err(problem.guess(Edit::Entry(format!("duration: {written}"))))
                }
                None => Err(problem),
            }
        })
    }

    /// Reads the new date or time of a meeting. A number is a year if it can be one.
    pub(crate) fn parse_move(written: &str) -> Result<Self, Problem> {
        Self::parse(written).or_else(|_| Self::parse_time(written))
    }

    /// Reads the forms that the reference describes, which nearly every file uses.
    pub(super) fn in_digits(written: &str) -> Option<Self> {
        if ["tbc", "tba", "tbd"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(written))
        {
            return Some(Self::ToBeConfirmed);
        }
        let utc = written.strip_suffix(['Z', 'z']);
        let text = utc.unwrap_or(written);
        let Some((date, time)) =
            text.split_once(|c: char| c.is_whitespace() || matches!(c, 'T' | 't'))
        else {
            if utc.is_some() {
                return None;
            }
            let year_and_month = || {
                let (year, month) = text.split_once('-')?;
                let (year, month) = (known_year(number(year, 4)?)?, number(month, 2)?);
                (1..=12)
                    .contains(&month)
                    .then_some(Self::Month { year, month })
            };
            return match text.len() {
                _ if text.contains(':') => time_of(text, false).map(Self::Time),
                4 => number(text, 4).and_then(known_year).map(Self::Year),
                7 => year_and_month(),
                _ => date_of(text).map(Self::Date),
            };
        };
        let local = date_of(date)?.and_time(time_of(time.trim(), utc.is_some())?);
        Some(match utc {
            Some(_) => Self::Instant(local.and_utc()),
            None => Self::DateTime(local),
        })
    }

    /// Names the form in words, for messages.
    pub(crate) fn form(self) -> &'static str {
        match self {
            Self::DateTime(_) => "a date with a time",
            Self::Instant(_) => "a time in UTC",
            Self::Date(_) => "a date",
            Self::Time(_) => "a time of day",
            Self::Month { .. } => "a month",
            Self::Year(_) => "a year",
            Self::ToBeConfirmed => "to be confirmed",
        }
    }

    /// Writes it as the reference describes.
    pub(crate) fn written(self) -> String {
        match self {
            Self::DateTime(local) => local.format("%Y-%m-%d %H:%M").to_string(),
            Self::Instant(instant) => instant.format("%Y-%m-%d %H:%M:%SZ").to_string(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => clock_of(time),
            Self::Month { year, month } => format!("{year}-{month:02}"),
            Self::Year(year) => year.to_string(),
            Self::ToBeConfirmed => "tbc".to_owned(),
        }
    }
}

fn clock_of(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn known_year(year: u32) -> Option<i32> {
    i32::try_from(year).ok().filter(|year| YEARS.contains(year))
}

/// Reads `2025-03-27`.
fn date_of(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(
        known_year(number(year, 4)?)?,
        number(month, 2)?,
        number(day, 2)?,
    )
}

/// Reads `9:00` or `11:00`; with `seconds`, also `11:00:00`.
fn time_of(text: &str, seconds: bool) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let second = match parts.next() {
        None => 0,
        Some(second) if seconds && second.len() < 3 => number(second, second.len())?,
        Some(_) => return None,
    };
    let is_good = hour.len() < 3 && parts.next().is_none();
    let hour = number(hour, hour.len()).filter(|_| is_good)?;
    NaiveTime::from_hms_opt(hour, number(minute, 2)?, second)
}

/// Reads a number of exactly `length` digits.
fn number(text: &str, length: usize) -> Option<u32> {
    let is_good = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_good)
}
