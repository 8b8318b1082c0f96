//! What `repeats` says, before it is known when the series starts.
//!
//! In: what [`super::sentence`] or [`super::rrule`] has read. Out: a [`Repeats`], which becomes a pattern once the first date is known;
//! or a [`RuleError`], which says what is wrong and which rules may be meant. And back from a pattern to its [`Sentence`], the one that the
//! page shows. Guaranteed: both ways of writing a rule end in the same types; a sentence reads as the same rule again. Absent: the two
//! grammars, and what to write instead, which depends on the start.

use std::fmt;

use chrono::{Datelike, Month, NaiveDate, Weekday};

use super::days::month_of;
use super::guess::Guess;
use super::{DayOfMonth, DayOfYear, Ordinal, Pattern, WeekdayOfMonth, WeekdaySet, WeekdaysOfMonth};
use crate::diagnostic::RuleFinding;
use crate::weekday::weekday_name;

/// The most that an interval may be: MAPI, and so Outlook, stores no more months than these.
const MOST: u32 = 99;

/// A rule, perhaps without the day that its start will give.
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
    /// The start's day of the week.
    WeekdayOfStart,
    /// The start's day of the month, by date or by weekday: nobody can know which.
    DayOfMonthOfStart,
    /// The start's date in the year.
    DateOfStart,
}

/// Why a text is not a rule.
#[derive(Debug)]
pub(super) enum RuleError {
    /// It has words that are not known, or not in this order.
    NotUnderstood,
    /// It names the fifth such weekday of the month.
    Fifth(Weekday),
    /// An RRULE that the standard allows, with this in it.
    Unsupported(String),
    /// Something else, with the rules that may be meant.
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

    /// Returns what it could be from `start`: of a month without a day, the weekday or the date.
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

/// What is wrong with a day that some months lack, or all.
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

/// The pattern of a date of the year.
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

/// The pattern of several weekdays of the month.
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
