//! Defines what `repeats` says before the start of the series is known.
//!
//! Both [`super::sentence`] and [`super::rrule`] read a [`Repeats`], which becomes a pattern with the first date, or a [`RuleError`], with
//! the rules that may be meant. [`Sentence`] writes a pattern for the page; that sentence reads as the same rule again.
//! [`super::suggestion`] decides what to write instead, because that depends on the start.

use std::fmt;

use chrono::{Datelike, Month, NaiveDate, Weekday};

use super::days::month_of;
use super::guess::Guess;
use super::{DayOfMonth, DayOfYear, Ordinal, Pattern, WeekdayOfMonth, WeekdaySet, WeekdaysOfMonth};
use crate::diagnostic::RuleFinding;
use crate::weekday::weekday_name;

/// The largest interval: MAPI, and therefore Outlook, stores at most this number of months.
const MOST: u32 = 99;

/// A rule, perhaps without a day, which then comes from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repeats {
    pub(super) interval: u32,
    pub(super) on: On,
}

/// The days of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// Named in the rule.
    These(Pattern),
    /// On the weekday of the start.
    WeekdayOfStart,
    /// On the day of the month of the start. Whether by date or by weekday is unclear.
    DayOfMonthOfStart,
    /// On the date of the start, each year.
    DateOfStart,
}

/// Why a text is not a rule.
#[derive(Debug)]
pub(super) enum RuleError {
    /// It has unknown words, or words in an unknown order.
    NotUnderstood,
    /// It names the fifth of this weekday in the month.
    Fifth(Weekday),
    /// It is an RRULE that the standard allows, but this part of it is not supported.
    Unsupported(String),
    /// Any other finding, with the rules that may be meant.
    Found(RuleFinding, Vec<Guess>),
}

impl From<RuleFinding> for RuleError {
    fn from(finding: RuleFinding) -> Self {
        Self::Found(finding, Vec::new())
    }
}

impl Repeats {
    pub(super) fn new(interval: u32, on: On) -> Result<Self, RuleError> {
        if (1..=MOST).contains(&interval) {
            Ok(Self { interval, on })
        } else {
            let most = MOST;
            Err(RuleFinding::Interval { interval, most }.into())
        }
    }

    /// Returns the pattern of a series that starts on `start`.
    pub(super) fn pattern(self, start: NaiveDate, written: &str) -> Result<Pattern, RuleError> {
        match (self.on, self.patterns(start).as_slice()) {
            (On::DayOfMonthOfStart, _) => {
                let written = written.into();
                let guesses = vec![Guess::Rule(self)];
                Err(RuleError::Found(RuleFinding::NoDay { written }, guesses))
            }
            (_, [pattern]) => Ok(*pattern),
            (_, _) => Err(RuleFinding::LeapDay.into()),
        }
    }

    /// Returns the possible patterns: usually one, but both the weekday and the date for a month without a day.
    pub(super) fn patterns(self, start: NaiveDate) -> Vec<Pattern> {
        let weekday = start.weekday();
        let (first, second) = match self.on {
            On::These(pattern) => (Some(pattern), None),
            On::WeekdayOfStart => (WeekdaySet::new([weekday]).map(Pattern::Weekly), None),
            On::DateOfStart => {
                let date = DayOfYear::new(month_of(start), start.day());
                (date.map(Pattern::YearlyOnDate), None)
            }
            On::DayOfMonthOfStart => (
                Some(Pattern::MonthlyOnWeekday(Ordinal::of_date(start), weekday)),
                DayOfMonth::new(start.day()).map(Pattern::MonthlyOnDay),
            ),
        };
        first.into_iter().chain(second).collect()
    }
}

/// Returns the error for a day that some or all months lack.
pub(super) fn missing_day(day: u32) -> RuleError {
    let of_start = Guess::OfMonth(Vec::new(), None);
    match day {
        29 | 30 => RuleError::Found(RuleFinding::MissingDay { day }, vec![of_start]),
        31 => {
            let last = Guess::of(1, Pattern::MonthlyOnLastDay);
            RuleError::Found(RuleFinding::MissingDay { day }, vec![last, of_start])
        }
        _ => RuleFinding::NoSuchDay { day }.into(),
    }
}

/// Returns the pattern of a date of the year.
pub(super) fn date_of_year(month: Month, day: u32) -> Result<Pattern, RuleError> {
    match DayOfYear::new(month, day) {
        Some(date) => Ok(Pattern::YearlyOnDate(date)),
        None if (month, day) == (Month::February, 29) => Err(RuleFinding::LeapDay.into()),
        None => {
            let month = month.name();
            Err(RuleFinding::NoSuchDate { month, day }.into())
        }
    }
}

/// Returns the pattern of one or several weekdays of the month.
pub(super) fn several_weekdays(days: &[WeekdayOfMonth]) -> Result<Pattern, RuleFinding> {
    if let [first, rest @ ..] = days
        && rest.iter().all(|day| day == first)
    {
        return Ok(Pattern::MonthlyOnWeekday(first.ordinal, first.weekday));
    }
    let several = WeekdaysOfMonth::new(days).map(Pattern::MonthlyOnWeekdays);
    several.ok_or_else(|| {
        let is_last_too = |day: &&WeekdayOfMonth| {
            let ordinal = Ordinal::Last;
            day.ordinal == Ordinal::Fourth && days.contains(&WeekdayOfMonth { ordinal, ..**day })
        };
        match days.iter().find(is_last_too) {
            Some(fourth) => RuleFinding::FourthAndLast {
                weekday: weekday_name(fourth.weekday),
            },
            None => RuleFinding::TooManyWeekdays { count: days.len() },
        }
    })
}

/// The sentence of a rule: its pattern, and its interval.
pub(super) struct Sentence(pub(super) Pattern, pub(super) u32);

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(pattern, interval) = *self;
        let period = pattern.period();
        if interval != 1 {
            write!(f, "every {interval} {}s", period.noun())?;
        } else if pattern == Pattern::Weekly(WeekdaySet::WORKING) {
            return f.write_str("every weekday");
        } else {
            f.write_str(period.adverb())?;
        }
        match pattern {
            Pattern::Daily => Ok(()),
            Pattern::Weekly(days) => {
                let names: Vec<&str> = days.iter().map(weekday_name).collect();
                match names.split_last() {
                    Some((last, [])) => write!(f, " on {last}"),
                    Some((last, names)) => write!(f, " on {} and {last}", names.join(", ")),
                    None => Ok(()),
                }
            }
            Pattern::MonthlyOnWeekday(ordinal, day) => {
                write!(f, " on the {ordinal} {}", weekday_name(day))
            }
            Pattern::MonthlyOnWeekdays(days) => write!(f, " on the {days}"),
            Pattern::MonthlyOnDay(day) => write!(f, " on day {}", day.number()),
            Pattern::MonthlyOnLastDay => f.write_str(" on the last day"),
            Pattern::MonthlyOnWorkingDay(day) => write!(f, " on the {day} working day"),
            Pattern::YearlyOnDate(day) => write!(f, " on {} {}", day.day(), day.month().name()),
            Pattern::YearlyOnWeekday(ordinal, day, month) => {
                write!(
                    f,
                    " on the {ordinal} {} of {}",
                    weekday_name(day),
                    month.name()
                )
            }
        }
    }
}
