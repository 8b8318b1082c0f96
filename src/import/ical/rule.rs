//! Reads RRULE values: all that [RFC 5545 §3.3.10] allows, whether an events file can have them or not.
//!
//! [`SourceRule::parse`] reads a value. `dates` expands it, and `sentence` finds what `repeats` and `until` say instead, if there are words for
//! it. Where programs disagree, the rule is read as Python's `recurring-ical-events` reads it, which is what the results are judged by. Its rules
//! are those of `dateutil`, on which the crate `rrule` is based too.
//!
//! [RFC 5545 §3.3.10]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

mod dates;
mod numbers;
mod sentence;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};

pub(super) use self::sentence::Ends;

use self::numbers::Numbers;
use crate::visible::shown;

/// A rule as a source has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SourceRule {
    freq: Freq,
    /// At least 1.
    interval: u32,
    week_start: Weekday,
    by: By,
    /// The last day or the last time, as written.
    pub(super) until: Option<Until>,
    pub(super) count: Option<u32>,
}

/// The last day or the last time of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    Date(NaiveDate),
    Utc(DateTime<Utc>),
    Local(NaiveDateTime),
}

/// The unit of the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// The parts of a rule whose names begin with BY. An empty one is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct By {
    second: Numbers,
    minute: Numbers,
    hour: Numbers,
    /// Of each weekday from Monday on: its ordinals, such as 4 of `4TH`; 0 is every such weekday.
    day: [Numbers; 7],
    month_day: Numbers,
    year_day: Numbers,
    week: Numbers,
    month: Numbers,
    position: Numbers,
}

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

impl SourceRule {
    /// Reads the value of an RRULE, with or without `RRULE:` in front. Case, spaces, empty parts and parts without a value mean nothing.
    ///
    /// # Errors
    /// What cannot be read, in words.
    pub(super) fn parse(value: &str) -> Result<Self, String> {
        let value = value.to_ascii_uppercase();
        let value = value.trim();
        let value = value.strip_prefix("RRULE:").unwrap_or(value);
        let mut rule = Self {
            freq: Freq::Daily,
            interval: 1,
            week_start: Weekday::Mon,
            by: By::default(),
            until: None,
            count: None,
        };
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for part in value.split(';').map(str::trim) {
            if part.is_empty() {
                continue;
            }
            let Some((name, value)) = part.split_once('=') else {
                return Err(format!("`{}` is no part of a rule", shown(part)));
            };
            let (name, value) = (name.trim(), value.trim());
            match seen.iter().find(|(known, _)| *known == name) {
                // "Rule parts … MUST NOT be specified more than once" (RFC 5545 §3.3.10), but it means the same.
                Some((_, known)) if *known == value => continue,
                Some(_) => return Err(format!("its rule has {} twice", shown(name))),
                None => {}
            }
            rule.read(name, value)?;
            // All names are known here, so this list is short.
            seen.push((name, value));
        }
        if seen.iter().any(|(name, _)| *name == "FREQ") {
            Ok(rule)
        } else {
            Err("its rule has no FREQ".to_owned())
        }
    }

    fn read(&mut self, name: &str, value: &str) -> Result<(), String> {
        let bad = || format!("{} cannot be read", shown(&format!("{name}={value}")));
        let by = &mut self.by;
        match name {
            "FREQ" => self.freq = frequency(value)?,
            // Programs read 0 as 1.
            "INTERVAL" => {
                let interval: u32 = value.parse().map_err(|_| bad())?;
                self.interval = interval.max(1);
            }
            "UNTIL" => self.until = Some(until(value).ok_or_else(bad)?),
            // Some programs write -1 where there is no count.
            "COUNT" if value.starts_with('-') => {}
            "COUNT" => self.count = Some(value.parse().map_err(|_| bad())?),
            "WKST" => self.week_start = weekday(value).ok_or_else(bad)?,
            "BYDAY" => {
                for day in items(value) {
                    by.add_day(day).ok_or_else(bad)?;
                }
            }
            "BYSECOND" => fill(&mut by.second, value, 0, 60).ok_or_else(bad)?,
            "BYMINUTE" => fill(&mut by.minute, value, 0, 59).ok_or_else(bad)?,
            "BYHOUR" => fill(&mut by.hour, value, 0, 23).ok_or_else(bad)?,
            "BYMONTHDAY" => fill(&mut by.month_day, value, -1, 31).ok_or_else(bad)?,
            "BYYEARDAY" => fill(&mut by.year_day, value, -1, 366).ok_or_else(bad)?,
            "BYWEEKNO" => fill(&mut by.week, value, -1, 53).ok_or_else(bad)?,
            "BYMONTH" => fill(&mut by.month, value, 1, 12).ok_or_else(bad)?,
            "BYSETPOS" => fill(&mut by.position, value, -1, 366).ok_or_else(bad)?,
            "RSCALE" | "SKIP" => {
                return Err(format!(
                    "its rule has {name}, which counts by another calendar than the Gregorian one"
                ));
            }
            name if name.starts_with("X-") => {
                return Err(format!(
                    "its rule has {}, which only the program that wrote it knows",
                    shown(name)
                ));
            }
            name => return Err(format!("its rule has the unknown part {}", shown(name))),
        }
        Ok(())
    }
}

impl By {
    fn add_day(&mut self, written: &str) -> Option<()> {
        let (number, code) = written.split_at_checked(written.len().checked_sub(2)?)?;
        let day = weekday(code.trim())?;
        let number = match number.trim() {
            "" => 0,
            number => {
                let number: i32 = number.parse().ok()?;
                Some(number).filter(|it| *it != 0 && (-53..=53).contains(it))?
            }
        };
        let index = usize::try_from(day.num_days_from_monday()).ok()?;
        self.day.get_mut(index)?.insert(number);
        Some(())
    }

    /// The ordinals of a weekday.
    fn of(&self, weekday: Weekday) -> Numbers {
        let index = usize::try_from(weekday.num_days_from_monday());
        let found = index.ok().and_then(|index| self.day.get(index));
        found.copied().unwrap_or_default()
    }

    fn has_day(&self) -> bool {
        self.day.iter().any(|numbers| !numbers.is_empty())
    }
}

fn frequency(value: &str) -> Result<Freq, String> {
    match value {
        "DAILY" => Ok(Freq::Daily),
        "WEEKLY" => Ok(Freq::Weekly),
        "MONTHLY" => Ok(Freq::Monthly),
        "YEARLY" => Ok(Freq::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => {
            Err(format!("it repeats several times a day (FREQ={value})"))
        }
        other => Err(format!("FREQ={} is no frequency", shown(other))),
    }
}

/// The items of a list, without empty ones.
fn items(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|it| !it.is_empty())
}

/// Reads a list of numbers up to `most`, and their opposites if `least` is negative. 0 is a number only if `least` is 0.
fn fill(numbers: &mut Numbers, value: &str, least: i32, most: i32) -> Option<()> {
    for item in items(value) {
        let number: i32 = item.parse().ok()?;
        let is_good = match number {
            0 => least == 0,
            1.. => number <= most,
            _ => least < 0 && number >= -most,
        };
        if !is_good {
            return None;
        }
        numbers.insert(number);
    }
    Some(())
}

fn weekday(code: &str) -> Option<Weekday> {
    let found = DAYS.iter().find(|(known, _)| *known == code);
    found.map(|(_, day)| *day)
}

fn until(value: &str) -> Option<Until> {
    if let Ok(date) = NaiveDate::parse_from_str(value, "%Y%m%d") {
        return Some(Until::Date(date));
    }
    let (local, is_utc) = match value.strip_suffix('Z') {
        Some(local) => (local, true),
        None => (value, false),
    };
    let local = NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S").ok()?;
    Some(if is_utc {
        Until::Utc(local.and_utc())
    } else {
        Until::Local(local)
    })
}

impl Until {
    /// The day and the time as written; the beginning of a day without a time.
    fn written(self) -> NaiveDateTime {
        match self {
            Self::Date(date) => date.into(),
            Self::Utc(instant) => instant.naive_utc(),
            Self::Local(local) => local,
        }
    }
}
