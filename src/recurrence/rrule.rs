//! Reads and writes RRULE values: `FREQ=MONTHLY;BYDAY=4TH`.
//!
//! [`parse`] reads a value that an editor has pasted. It ignores nothing: a part that [`Repeats`] cannot express is refused by name. UNTIL
//! and COUNT are refused too, because they are keys of the file. [`RecurrenceRule::rrule`] writes the value that all calendar programs
//! support. Sections: [RFC 5545 §3.3.10]; for what Outlook stores, MS-OXCICAL 2.1.3.2.2 and MS-OXOCAL.
//!
//! [RFC 5545 §3.3.10]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

use chrono::{Month, NaiveDate, Weekday};

use super::guess::Guess;
use super::repeats::{On, Repeats, RuleError, date_of_year, missing_day, several_weekdays};
use super::{
    DayOfMonth, End, Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet, WorkingDay,
};
use crate::diagnostic::RuleFinding;
use crate::visible::shown;
use crate::zone::Zone;

/// The parts of a value, each at most once.
#[derive(Default)]
struct Parts<'a> {
    freq: Option<&'a str>,
    interval: Option<u32>,
    week_start: Option<Weekday>,
    by_day: Vec<(Option<i32>, Weekday)>,
    by_month_day: Option<i32>,
    by_month: Option<Month>,
    by_set_position: Vec<i32>,
}

/// Reads an RRULE value, with or without `RRULE:` in front.
pub(super) fn parse(written: &str) -> Result<Repeats, RuleError> {
    let value = written.to_uppercase();
    let value = value.strip_prefix("RRULE:").unwrap_or(&value);
    // A trailing `;` means nothing, and similar programs have written it (rust-lang/calendar-generation).
    let value = value.strip_suffix(';').unwrap_or(value);
    let parts = Parts::parse(value)?;
    let interval = parts.interval.unwrap_or(1);
    let on = match parts.freq {
        Some("DAILY") => parts.daily()?,
        Some("WEEKLY") => parts.weekly(interval)?,
        Some("MONTHLY") => parts.monthly()?,
        Some("YEARLY") => parts.yearly()?,
        Some(other) => {
            let what = format!("FREQ={}", shown(other));
            return Err(unsupported(what, "DAILY, WEEKLY, MONTHLY or YEARLY"));
        }
        None => {
            let written = written.into();
            return Err(RuleFinding::NoFrequency { written }.into());
        }
    };
    Repeats::new(interval, on)
}

impl<'a> Parts<'a> {
    fn parse(value: &'a str) -> Result<Self, RuleError> {
        let mut parts = Self::default();
        let mut seen = Vec::new();
        for part in value.split(';') {
            let (name, value) = part.split_once('=').ok_or_else(|| bad_part(part))?;
            if seen.contains(&name) {
                let name = name.into();
                return Err(RuleFinding::PartTwice { name }.into());
            }
            seen.push(name);
            let bad = || bad_part(part);
            match name {
                "FREQ" => parts.freq = Some(value),
                "INTERVAL" => parts.interval = Some(value.parse().map_err(|_| bad())?),
                "WKST" => parts.week_start = Some(weekday(value).ok_or_else(bad)?),
                "BYDAY" => {
                    parts.by_day = value
                        .split(',')
                        .map(|day| numbered_weekday(day).ok_or_else(bad))
                        .collect::<Result<_, _>>()?;
                }
                "BYMONTHDAY" | "BYMONTH" if value.contains(',') => {
                    return Err(if name == "BYMONTH" {
                        unsupported(shown(part), "an event for each month, with its own `id`")
                    } else {
                        RuleFinding::TwoDays.into()
                    });
                }
                "BYMONTHDAY" => {
                    let day: i32 = value.parse().map_err(|_| bad())?;
                    if day < -1 {
                        return Err(unsupported(
                            shown(part),
                            "a day from 1 to 28, or -1 for the last day",
                        ));
                    }
                    parts.by_month_day = Some(day);
                }
                "BYMONTH" => {
                    let month: u8 = value.parse().map_err(|_| bad())?;
                    parts.by_month = Some(Month::try_from(month).map_err(|_| bad())?);
                }
                "BYSETPOS" => {
                    let positions = value.split(',').map(|it| it.parse().map_err(|_| bad()));
                    parts.by_set_position = positions.collect::<Result<_, _>>()?;
                }
                "UNTIL" => {
                    let date = value.get(..8);
                    let date = date.and_then(|it| NaiveDate::parse_from_str(it, "%Y%m%d").ok());
                    let date = date.map_or_else(|| value.to_owned(), |date| date.to_string());
                    return Err(own_key(part, "until", &date));
                }
                "COUNT" => return Err(own_key(part, "count", value)),
                "BYSECOND" | "BYMINUTE" | "BYHOUR" | "BYYEARDAY" | "BYWEEKNO" => {
                    return Err(RuleError::Unsupported(shown(part)));
                }
                _ => return Err(bad()),
            }
        }
        Ok(parts)
    }

    fn daily(&self) -> Result<On, RuleError> {
        let is_plain = self.by_day.iter().all(|(ordinal, _)| ordinal.is_none());
        let days = WeekdaySet::new(self.by_day.iter().map(|(_, day)| *day));
        // With an interval, the dates would fall on changing weekdays.
        if let Some(days) = days.filter(|_| is_plain && self.interval.is_none_or(|it| it == 1)) {
            let guesses = vec![Guess::of(1, Pattern::Weekly(days))];
            return Err(RuleError::Found(RuleFinding::UnsupportedDaily, guesses));
        }
        self.refuse(
            "a daily rule",
            &["BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"],
        )?;
        Ok(On::These(Pattern::Daily))
    }

    fn weekly(&self, interval: u32) -> Result<On, RuleError> {
        self.refuse("a weekly rule", &["BYMONTHDAY", "BYMONTH", "BYSETPOS"])?;
        if self.by_day.iter().any(|(ordinal, _)| ordinal.is_some()) {
            return Err(unsupported(
                "an ordinal in a weekly rule",
                "`FREQ=MONTHLY` for the nth weekday of a month",
            ));
        }
        let Some(days) = WeekdaySet::new(self.by_day.iter().map(|(_, day)| *day)) else {
            return Ok(On::WeekdayOfStart);
        };
        // The first day of the week matters only if a rule skips weeks, and has days both before and after it (RFC 5545 §3.3.10).
        let begins = self.week_start.unwrap_or(Weekday::Mon);
        let before = days
            .iter()
            .filter(|day| day.num_days_from_monday() < begins.num_days_from_monday())
            .count();
        let count = usize::try_from(days.count()).unwrap_or(usize::MAX);
        if interval > 1 && before > 0 && before < count {
            return Err(unsupported(
                "a week that does not begin on Monday",
                "`WKST=MO`",
            ));
        }
        Ok(On::These(Pattern::Weekly(days)))
    }

    fn monthly(&self) -> Result<On, RuleError> {
        self.refuse("a monthly rule", &["BYMONTH"])?;
        let day_of_month = self.day_of_any_weekday();
        if self.by_day.is_empty() || day_of_month.is_some() {
            if day_of_month.is_none() {
                self.refuse("a rule without BYDAY", &["BYSETPOS"])?;
            }
            return match day_of_month.or(self.by_month_day) {
                None => Ok(On::DayOfMonthOfStart),
                Some(-1) => Ok(On::These(Pattern::MonthlyOnLastDay)),
                Some(day) => {
                    let day = day_from_first(day);
                    DayOfMonth::new(day)
                        .map(|day| On::These(Pattern::MonthlyOnDay(day)))
                        .ok_or_else(|| missing_day(day))
                }
            };
        }
        self.refuse("a rule with BYDAY", &["BYMONTHDAY"])?;
        if let Some(day) = self.working_day() {
            return Ok(On::These(Pattern::MonthlyOnWorkingDay(day)));
        }
        Ok(On::These(several_weekdays(&self.weekdays_of_month()?)?))
    }

    fn yearly(&self) -> Result<On, RuleError> {
        match (self.by_day.is_empty(), self.by_month, self.by_month_day) {
            (true, month, day) => {
                self.refuse("a rule without BYDAY", &["BYSETPOS"])?;
                match (month, day) {
                    (None, None) => Ok(On::DateOfStart),
                    (Some(month), Some(day)) => {
                        date_of_year(month, day_from_first(day)).map(On::These)
                    }
                    (Some(_), None) | (None, Some(_)) => Err(unsupported(
                        "BYMONTH or BYMONTHDAY alone in a yearly rule",
                        "both, such as `FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5`",
                    )),
                }
            }
            (false, Some(month), None) => {
                let days = self.weekdays_of_month()?;
                let &[WeekdayOfMonth { ordinal, weekday }] = days.as_slice() else {
                    return Err(unsupported(
                        "several weekdays of a month in a yearly rule",
                        "an event for each, with its own `id`",
                    ));
                };
                Ok(On::These(Pattern::YearlyOnWeekday(ordinal, weekday, month)))
            }
            (false, None, _) => Err(unsupported(
                "BYDAY without BYMONTH in a yearly rule",
                "both, such as `FREQ=YEARLY;BYMONTH=6;BYDAY=2SA`",
            )),
            (false, Some(_), Some(_)) => {
                Err(RuleError::Unsupported("BYDAY with BYMONTHDAY".into()))
            }
        }
    }

    /// Reads `BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1`, which Outlook writes for the last day of the month. Returns the number of the day.
    fn day_of_any_weekday(&self) -> Option<i32> {
        let is_plain = self.by_day.iter().all(|(ordinal, _)| ordinal.is_none());
        let days = WeekdaySet::new(self.by_day.iter().map(|(_, day)| *day));
        match self.by_set_position.as_slice() {
            [position @ (-1 | 1..)]
                if is_plain && days == Some(WeekdaySet::WEEK) && self.by_month_day.is_none() =>
            {
                Some(*position)
            }
            _ => None,
        }
    }

    /// Reads `BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1`.
    fn working_day(&self) -> Option<WorkingDay> {
        let is_plain = self.by_day.iter().all(|(ordinal, _)| ordinal.is_none());
        let days = WeekdaySet::new(self.by_day.iter().map(|(_, day)| *day));
        match self.by_set_position.as_slice() {
            _ if !is_plain || days != Some(WeekdaySet::WORKING) => None,
            [1] => Some(WorkingDay::First),
            [-1] => Some(WorkingDay::Last),
            _ => None,
        }
    }

    /// Reads `BYDAY=4TH`, or `BYDAY=TH;BYSETPOS=4` as Outlook writes it; of several, `BYDAY=1TH,3TH`, or `BYDAY=TH;BYSETPOS=1,3`.
    fn weekdays_of_month(&self) -> Result<Vec<WeekdayOfMonth>, RuleError> {
        let numbered = match (self.by_day.as_slice(), self.by_set_position.as_slice()) {
            (days, []) => {
                let number = |(number, day): &(Option<i32>, Weekday)| Some(((*number)?, *day));
                let days: Option<Vec<_>> = days.iter().map(number).collect();
                days.ok_or_else(|| {
                    unsupported(
                        "BYDAY without an ordinal in a monthly rule",
                        "which one, such as `BYDAY=4TH`, or `FREQ=WEEKLY`",
                    )
                })?
            }
            ([(None, day)], positions) => positions.iter().map(|it| (*it, *day)).collect(),
            ([(Some(_), _)], _) => {
                return Err(RuleError::Unsupported("an ordinal with BYSETPOS".into()));
            }
            _ => {
                return Err(RuleError::Unsupported(
                    "BYSETPOS with several weekdays".into(),
                ));
            }
        };
        let named = |(number, weekday)| match Ordinal::from_number(number) {
            Some(ordinal) => Ok(WeekdayOfMonth { ordinal, weekday }),
            None if number == 5 => Err(RuleError::Fifth(weekday)),
            None => Err(unsupported(
                format!("weekday number {number} of a month"),
                "1 to 4, or -1 for the last",
            )),
        };
        numbered.into_iter().map(named).collect()
    }

    fn refuse(&self, rule: &str, names: &[&str]) -> Result<(), RuleError> {
        let present = |name: &str| match name {
            "BYDAY" => !self.by_day.is_empty(),
            "BYMONTHDAY" => self.by_month_day.is_some(),
            "BYMONTH" => self.by_month.is_some(),
            _ => !self.by_set_position.is_empty(),
        };
        match names.iter().find(|name| present(name)) {
            Some(name) => Err(RuleError::Unsupported(format!("{name} in {rule}"))),
            None => Ok(()),
        }
    }
}

/// Returns a day of the month counted from the first. A day counted from the last becomes 0, which no month has.
fn day_from_first(day: i32) -> u32 {
    u32::try_from(day).unwrap_or(0)
}

pub(super) fn weekday(value: &str) -> Option<Weekday> {
    const DAYS: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    DAYS.into_iter().find(|day| weekday_code(*day) == value)
}

fn numbered_weekday(value: &str) -> Option<(Option<i32>, Weekday)> {
    let (number, day) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let number = match number {
        "" => None,
        number => Some(number.parse().ok()?),
    };
    Some((number, weekday(day)?))
}

fn bad_part(part: &str) -> RuleError {
    let part = part.into();
    RuleFinding::Part { part }.into()
}

fn own_key(part: &str, key: &str, value: &str) -> RuleError {
    let (part, entry) = (part.into(), format!("{key}: {value}").as_str().into());
    RuleFinding::OwnKey { part, entry }.into()
}

fn unsupported(what: impl Into<String>, instead: &'static str) -> RuleError {
    let what = what.into();
    RuleFinding::Unsupported { what, instead }.into()
}

/// Returns the two letters of a weekday in BYDAY.
pub(crate) fn weekday_code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

impl RecurrenceRule {
    /// Returns the RRULE value in the form that all clients support; except several weekdays of the month, which Outlook supports only as
    /// separate series.
    ///
    /// `zone` is that of a timed series; UNTIL is then the end of its local day in UTC, and a DATE for whole days
    /// ([RFC 5545 §3.3.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10)).
    pub fn rrule(&self, zone: Option<Zone>) -> String {
        let (freq, by) = match self.pattern {
            Pattern::Daily => ("DAILY", String::new()),
            Pattern::Weekly(days) => {
                let days: Vec<&str> = days.iter().map(weekday_code).collect();
                ("WEEKLY", format!(";BYDAY={}", days.join(",")))
            }
            Pattern::MonthlyOnWeekday(ordinal, day) => (
                "MONTHLY",
                format!(";BYDAY={}{}", ordinal.number(), weekday_code(day)),
            ),
            Pattern::MonthlyOnWeekdays(days) => {
                let code = |day: WeekdayOfMonth| {
                    format!("{}{}", day.ordinal.number(), weekday_code(day.weekday))
                };
                let days: Vec<String> = days.iter().map(code).collect();
                ("MONTHLY", format!(";BYDAY={}", days.join(",")))
            }
            Pattern::MonthlyOnDay(day) => ("MONTHLY", format!(";BYMONTHDAY={}", day.number())),
            Pattern::MonthlyOnLastDay => ("MONTHLY", ";BYMONTHDAY=-1".to_owned()),
            Pattern::MonthlyOnWorkingDay(day) => (
                "MONTHLY",
                format!(";BYDAY=MO,TU,WE,TH,FR;BYSETPOS={}", day.position()),
            ),
            Pattern::YearlyOnDate(day) => (
                "YEARLY",
                format!(
                    ";BYMONTH={};BYMONTHDAY={}",
                    day.month().number_from_month(),
                    day.day()
                ),
            ),
            Pattern::YearlyOnWeekday(ordinal, day, month) => (
                "YEARLY",
                format!(
                    ";BYMONTH={};BYDAY={}{}",
                    month.number_from_month(),
                    ordinal.number(),
                    weekday_code(day)
                ),
            ),
        };
        let interval = match self.interval {
            1 => String::new(),
            interval => format!(";INTERVAL={interval}"),
        };
        let end = match (self.end, zone) {
            (End::Never, _) => String::new(),
            (End::Count(count), _) => format!(";COUNT={count}"),
            (End::Until(date), None) => format!(";UNTIL={}", date.format("%Y%m%d")),
            (End::Until(date), Some(zone)) => {
                format!(";UNTIL={}", zone.end_of_day(date).format("%Y%m%dT%H%M%SZ"))
            }
        };
        format!("FREQ={freq}{interval}{end}{by}")
    }
}
