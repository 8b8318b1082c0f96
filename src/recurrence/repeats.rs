//! What `repeats` says, before it is known when the series starts.
//!
//! In: a sentence or an RRULE value. Out: a [`Repeats`], which becomes a pattern once the first date is known.
//! Guaranteed: both ways of writing a rule end in the same type. Absent: the two grammars, which are [`super::sentence`]
//! and [`super::rrule`].

use chrono::{Datelike, NaiveDate};

use super::parts::{month_of, weekday_name};
use super::{
    DayOfYear, Ordinal, Pattern, WeekdayOfMonth, WeekdaySet, WeekdaysOfMonth, listed, rrule,
    sentence,
};
use crate::diagnostic::{Kind, Problem, RuleFinding};

/// The most that an interval may be: MAPI, and so Outlook, stores no more months than these.
pub(super) const MOST: u32 = 99;

/// A rule, perhaps without the day that its start will give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeats {
    pub(super) interval: u32,
    pub(super) on: On,
}

/// The days of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// Said.
    These(Pattern),
    /// The start's day of the week.
    WeekdayOfStart,
    /// The start's day of the month, by date or by weekday: nobody can know which.
    DayOfMonthOfStart,
    /// The start's date in the year.
    DateOfStart,
}

impl Repeats {
    /// Reads a sentence, or an RRULE value.
    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let written = written.trim();
        if written.is_empty() {
            return Err(Problem::new(Kind::EmptyValue, "nothing is written here")
                .help("write a rule such as `monthly on the 4th Thursday`, or remove the key"));
        }
        if written.contains('=') {
            rrule::parse(written)
        } else {
            sentence::parse(written)
        }
    }

    /// Likewise, of an event that starts on `start`: a cure may write its next dates out.
    pub(crate) fn parse_from(written: &str, start: NaiveDate) -> Result<Self, Problem> {
        Self::parse(written).map_err(|problem| match listed::cure(written, start) {
            Some(cure) => problem.help(cure),
            None => problem,
        })
    }

    pub(super) fn new(interval: u32, on: On) -> Result<Self, Problem> {
        if (1..=MOST).contains(&interval) {
            Ok(Self { interval, on })
        } else {
            Err(Problem::new(
                Kind::BadRepeats,
                format!("`{interval}` is no interval that calendar programs hold"),
            )
            .help(format!("write a number from 1 to {MOST}")))
        }
    }

    pub(crate) fn interval(self) -> u32 {
        self.interval
    }

    /// Returns the pattern of a series that starts on `start`.
    pub(crate) fn pattern(self, start: NaiveDate) -> Result<Pattern, Problem> {
        match self.on {
            On::These(pattern) => Ok(pattern),
            On::WeekdayOfStart => Ok(Pattern::Weekly(
                WeekdaySet::new([start.weekday()]).expect("one day is not none"),
            )),
            On::DateOfStart => DayOfYear::new(month_of(start), start.day())
                .map(Pattern::YearlyOnDate)
                .ok_or_else(leap_day),
            On::DayOfMonthOfStart => Err(self.bare_monthly(start)),
        }
    }

    /// "Monthly" alone could mean the weekday or the date: show both, as this start would have them.
    fn bare_monthly(self, start: NaiveDate) -> Problem {
        let every = if self.interval == 1 {
            "monthly".to_owned()
        } else {
            format!("every {} months", self.interval)
        };
        let problem = Problem::new(
            Kind::BareMonthly,
            format!("`{every}` does not say on which day"),
        );
        let weekday = weekday_name(start.weekday());
        let ordinal = Ordinal::from_number(i32::try_from(start.day0() / 7 + 1).unwrap_or(-1))
            .unwrap_or(Ordinal::Last);
        let by_weekday = format!("`{every} on the {ordinal} {weekday}`");
        if start.day() <= 28 {
            problem.help(format!(
                "write {by_weekday} or `{every} on day {}`",
                start.day()
            ))
        } else {
            problem.help(format!("write {by_weekday}"))
        }
    }
}

/// What to say of 29 February.
pub(super) fn leap_day() -> Problem {
    RuleFinding::LeapDay.into()
}

/// What to say of a day that some months lack.
pub(super) fn missing_day(day: u32) -> Problem {
    if (29..=31).contains(&day) {
        Problem::new(
            Kind::DayThatIsMissing,
            format!("day {day} is missing from some months: the standard skips them, Outlook takes their last day"),
        )
        .help("choose a day from 1 to 28, or a weekday such as `monthly on the last Friday`")
    } else {
        Problem::new(Kind::BadRepeats, format!("`{day}` is no day of a month"))
            .help("write a day from 1 to 28")
    }
}

/// What to say of a fifth weekday.
pub(super) fn fifth_weekday() -> Problem {
    Problem::new(
        Kind::FifthWeekday,
        "most months have no fifth such weekday: the standard skips them, Outlook takes the last",
    )
    .help("write `last`, such as `monthly on the last Thursday`, or list the dates under `also`")
}

/// What to say of two days of the month, by their numbers, in one rule.
pub(super) fn two_days() -> Problem {
    Problem::new(
        Kind::TwoOrdinals,
        "two days of the month in one rule, which Outlook cannot hold",
    )
    .help("write two events, one for each, with an `id` of their own")
}

/// The pattern of several weekdays of the month.
pub(super) fn several_weekdays(days: &[WeekdayOfMonth]) -> Result<Pattern, Problem> {
    if let [first, rest @ ..] = days
        && rest.iter().all(|day| day == first)
    {
        return Ok(Pattern::MonthlyOnWeekday(first.ordinal, first.weekday));
    }
    let several = WeekdaysOfMonth::new(days).map(Pattern::MonthlyOnWeekdays);
    several.ok_or_else(|| {
        let fourth = days.iter().find(|day| {
            let last = WeekdayOfMonth {
                ordinal: Ordinal::Last,
                ..**day
            };
            day.ordinal == Ordinal::Fourth && days.contains(&last)
        });
        match fourth {
            Some(fourth) => {
                let day = weekday_name(fourth.weekday);
                Problem::new(
                    Kind::TwoOrdinals,
                    format!("the 4th {day} is the last one in most months, so they would be one meeting in some months and two in others"),
                )
                .help(format!("keep one of the two: `4th {day}`, or `last {day}`"))
            }
            None => Problem::new(
                Kind::TwoOrdinals,
                format!("{} weekdays of the month in one rule: four are the most", days.len()),
            )
            .help("write `weekly`, and the dates without a meeting under `changes`; or two events, each with an `id` of its own"),
        }
    })
}
