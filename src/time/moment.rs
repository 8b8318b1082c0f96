//! A point in time as people write it, before anything is known of its zone.
//!
//! In: one scalar, such as `2025-03-27 11:00`, `12:00`, `2022-11` or `tbc`. Out: a [`Moment`], or the problem with its cure.
//! Guaranteed: the date exists, the year is one that every calendar program can hold.
//! Absent: zones, and which of the forms a key takes; validation asks for the one it needs.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::guess::{clock_with_more, no_moment, spoken_time};
use crate::diagnostic::{Kind, Problem, TimeFinding};
use crate::visible::shown;

/// The years that a file may speak of. Time zone data ends with the last; the epoch of most programs is the first.
pub(crate) const YEARS: std::ops::RangeInclusive<i32> = 1970..=2099;

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
            return Err(Problem::new(Kind::EmptyValue, "nothing is written here")
                .help("write a date such as `2025-03-27`, or remove the key"));
        }
        if ["tbc", "tba", "tbd"].contains(&written.to_lowercase().as_str()) {
            return Ok(Self::ToBeConfirmed);
        }
        let utc = written.strip_suffix(['Z', 'z']);
        let (date, time) = match utc
            .unwrap_or(written)
            .split_once(|c: char| c.is_whitespace() || matches!(c, 'T' | 't'))
        {
            Some((date, time)) => (date, Some(time.trim_start())),
            None => (utc.unwrap_or(written), None),
        };
        match (time, utc) {
            (Some(time), Some(_)) => {
                let local = parse_date(date)?.and_time(parse_time(time, true)?);
                Ok(Self::Instant(local.and_utc()))
            }
            (Some(time), None) if date.contains('-') => {
                // A cure names the whole value: it is what the caret is under.
                let day = parse_date(date).map_err(|problem| match parse_time(time, false) {
                    Ok(time) => with_time(problem, time),
                    Err(_) => problem,
                })?;
                let time = parse_time(time, false).map_err(|problem| match day.succ_opt() {
                    Some(next) if time == "24:00" => problem.help(format!("write `{next} 00:00`")),
                    _ => with_date(problem, day),
                })?;
                Ok(Self::DateTime(day.and_time(time)))
            }
            (None, None) if date.contains(':') => parse_time(date, false).map(Self::Time),
            (None, None) => parse_calendar_part(date),
            (None | Some(_), _) => Err(no_moment(written)),
        }
    }

    /// The sentence of every message that says what was found: `` `2022-11` is a month ``.
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
}

/// Adds a time to the cure of a date, where the cure is a date.
fn with_time(problem: Problem, time: NaiveTime) -> Problem {
    let date = problem.advice().and_then(|help| {
        let (before, date) = help.strip_suffix('`')?.rsplit_once('`')?;
        Some((before.to_owned(), date.to_owned()))
    });
    match date.filter(|(_, date)| NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok()) {
        Some((before, date)) => {
            let cure = format!("{before}`{date} {}`", time.format("%H:%M"));
            problem.help(cure)
        }
        None => problem,
    }
}

/// Adds a date to the cure of a time, where the cure begins with a time.
fn with_date(problem: Problem, day: NaiveDate) -> Problem {
    let help = problem.advice().unwrap_or_default();
    let mut parts = help.splitn(3, '`');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(before), Some(time), Some(after))
            if NaiveTime::parse_from_str(time, "%H:%M").is_ok() =>
        {
            let cure = format!("{before}`{day} {time}`{after}");
            problem.help(cure)
        }
        _ => problem,
    }
}

/// Reads `2025-03-27`, `2025-03` or `2025`.
fn parse_calendar_part(written: &str) -> Result<Moment, Problem> {
    let digits = |text: &str, length: usize| {
        text.len() == length && text.chars().all(|c| c.is_ascii_digit())
    };
    match written.split('-').collect::<Vec<_>>().as_slice() {
        [year] if digits(year, 4) => known_year(written, year).map(Moment::Year),
        [year, month] if digits(year, 4) && digits(month, 2) => {
            let year = known_year(written, year)?;
            match month.parse() {
                Ok(month @ 1..=12) => Ok(Moment::Month { year, month }),
                _ => {
                    let written = written.into();
                    Err(TimeFinding::NoSuchMonth { written, year }.into())
                }
            }
        }
        _ => parse_date(written).map(Moment::Date),
    }
}

/// Reads `2025-03-27`.
fn parse_date(written: &str) -> Result<NaiveDate, Problem> {
    let parts: Vec<&str> = written.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return Err(no_moment(written));
    };
    let number = |text: &str| {
        let good = (1..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        good.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (Some(_), Some(month_number), Some(day_number)) =
        (number(year), number(month), number(day))
    else {
        return Err(no_moment(written));
    };
    if year.len() != 4 {
        return Err(no_moment(written));
    }
    let year = known_year(written, year)?;
    let date = NaiveDate::from_ymd_opt(year, month_number, day_number);
    match date {
        Some(date) if month.len() == 2 && day.len() == 2 => Ok(date),
        Some(date) => Err(
            Problem::new(Kind::BadDate, format!("`{written}` lacks a zero"))
                .help(format!("write `{date}`")),
        ),
        None if (1..=12).contains(&month_number) => {
            let last = last_day(year, month_number);
            Err(Problem::new(
                Kind::BadDate,
                format!("`{written}` is not a day of the calendar"),
            )
            .help(format!(
                "{} has {} days: the last is `{last}`",
                last.format("%B %Y"),
                last.day()
            )))
        }
        None => {
            let swapped = NaiveDate::from_ymd_opt(year, day_number, month_number);
            let problem = Problem::new(Kind::BadDate, format!("`{written}` has no such month"));
            Err(match swapped {
                Some(swapped) => problem.help(format!("write year, month, day: `{swapped}`")),
                None => problem.help("write year, month, day: `2025-03-27`"),
            })
        }
    }
}

fn last_day(year: i32, month: u32) -> NaiveDate {
    (28..=31)
        .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
        .next_back()
        .expect("every month has 28 days or more")
}

fn known_year(written: &str, year: &str) -> Result<i32, Problem> {
    let year = year.parse().map_err(|_| no_moment(written))?;
    if YEARS.contains(&year) {
        Ok(year)
    } else {
        Err(Problem::new(
            Kind::BadDate,
            format!("`{written}` is outside the years 1970 to 2099"),
        )
        .help("correct the year: calendar programs know the time zones of those years only"))
    }
}

/// Reads `9:00` or `11:00`; with `seconds`, also `11:00:00`.
fn parse_time(written: &str, seconds: bool) -> Result<NaiveTime, Problem> {
    let bad = || {
        Problem::new(
            Kind::BadTime,
            format!("`{}` is not a time of day", shown(written)),
        )
    };
    let parts: Vec<&str> = written.trim().split(':').collect();
    let number = |text: &&str| {
        let good = (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        good.then(|| text.parse::<u32>().ok()).flatten()
    };
    let numbers: Option<Vec<u32>> = parts.iter().map(number).collect();
    match (
        numbers.as_deref(),
        parts.get(1).map(|minutes| minutes.len()),
    ) {
        (Some([24, 0]), _) => Err(bad().help("write `00:00` with the date of the next day")),
        (Some(&[hours, minutes]), Some(2)) => NaiveTime::from_hms_opt(hours, minutes, 0)
            .ok_or_else(|| bad().help("hours go from 0 to 23, minutes from 00 to 59")),
        (Some(&[hours, minutes, second]), Some(2)) if seconds => {
            NaiveTime::from_hms_opt(hours, minutes, second)
                .ok_or_else(|| bad().help("hours go from 0 to 23, minutes and seconds to 59"))
        }
        (Some(&[hours, minutes, _]), Some(2)) => {
            Err(bad().help(format!("leave the seconds out: `{hours:02}:{minutes:02}`")))
        }
        _ => {
            let cure = spoken_time(written).map(|time| format!("write `{}`", time.format("%H:%M")));
            Err(bad().help(
                cure.or_else(|| clock_with_more(written))
                    .unwrap_or_else(|| {
                        "write hours and minutes, such as `11:00` or `14:30`".to_owned()
                    }),
            ))
        }
    }
}
