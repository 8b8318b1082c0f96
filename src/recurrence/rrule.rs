//! The RRULE of a rule, both ways: `FREQ=MONTHLY;BYDAY=4TH`.
//!
//! In: an RRULE value that an editor has pasted. Out: a [`Repeats`]; and back from a rule to the value that all clients
//! hold. Guaranteed: nothing is dropped: a part that the closed type cannot express is refused by name.
//! Absent: UNTIL and COUNT on the way in, which are keys of the file. Sections: [RFC 5545 §3.3.10]; for what Outlook
//! stores, MS-OXCICAL 2.1.3.2.2 and MS-OXOCAL.
//!
//! [RFC 5545 §3.3.10]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

use chrono::{Month, NaiveDate, Weekday};

use super::repeats::{On, fifth_weekday, leap_day, missing_day, several_weekdays, two_days};
use super::{
    DayOfMonth, DayOfYear, End, Ordinal, Pattern, RecurrenceRule, Repeats, WeekdayOfMonth,
    WeekdaySet, WorkingDay,
};
use crate::diagnostic::{Kind, Problem};
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
pub(super) fn parse(written: &str) -> Result<Repeats, Problem> {
    let value = written.to_uppercase();
    let value = value.strip_prefix("RRULE:").unwrap_or(&value);
    // Peers have written it (rust-lang/calendar-generation), and it means nothing.
    let value = value.strip_suffix(';').unwrap_or(value);
    let parts = Parts::parse(value)?;
    let interval = parts.interval.unwrap_or(1);
    let on = match parts.freq {
        Some("DAILY") => parts.daily()?,
        Some("WEEKLY") => parts.weekly(interval)?,
        Some("MONTHLY") => parts.monthly()?,
        Some("YEARLY") => parts.yearly()?,
        Some(other) => {
            return Err(unsupported(&format!("FREQ={other}"))
                .help("write DAILY, WEEKLY, MONTHLY or YEARLY"));
        }
        None => {
            return Err(Problem::new(
                Kind::BadRepeats,
                format!("`{}` has no FREQ", shown(written)),
            )
            .help("begin with FREQ, such as `FREQ=MONTHLY;BYDAY=4TH`"));
        }
    };
    Repeats::new(interval, on)
}

impl<'a> Parts<'a> {
    fn parse(value: &'a str) -> Result<Self, Problem> {
        let mut parts = Self::default();
        let mut seen = Vec::new();
        for part in value.split(';') {
            let (name, value) = part.split_once('=').ok_or_else(|| bad_part(part))?;
            if seen.contains(&name) {
                return Err(bad_part(part).help(format!("write {name} once")));
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
                        unsupported(part).help("write an event of its own for each month")
                    } else {
                        two_days()
                    });
                }
                "BYMONTHDAY" => {
                    let day: i32 = value.parse().map_err(|_| bad())?;
                    if day < -1 {
                        return Err(unsupported(part)
                            .help("count from the first, a day from 1 to 28, or write -1 for the last day"));
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
                    let date = value
                        .get(..8)
                        .and_then(|date| NaiveDate::parse_from_str(date, "%Y%m%d").ok());
                    let date =
                        date.map_or_else(|| "2026-12-31".to_owned(), |date| date.to_string());
                    return Err(
                        own_key(part).help(format!("write `until: {date}` beside `repeats`"))
                    );
                }
                "COUNT" => {
                    return Err(own_key(part)
                        .help(format!("write `count: {}` beside `repeats`", shown(value))));
                }
                "BYSECOND" | "BYMINUTE" | "BYHOUR" | "BYYEARDAY" | "BYWEEKNO" => {
                    return Err(unsupported(part));
                }
                _ => return Err(bad()),
            }
        }
        Ok(parts)
    }

    fn daily(&self) -> Result<On, Problem> {
        let is_plain = self.by_day.iter().all(|(ordinal, _)| ordinal.is_none());
        let days = WeekdaySet::new(self.by_day.iter().map(|(_, day)| *day));
        // With an interval the days would be some of these weekdays, as chance has it.
        if let Some(days) = days.filter(|_| is_plain && self.interval.is_none_or(|it| it == 1)) {
            let rule = RecurrenceRule::around(Pattern::Weekly(days), NaiveDate::default());
            return Err(unsupported("BYDAY in a daily rule").help(format!("write `{rule}`")));
        }
        self.refuse(
            "a daily rule",
            &["BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"],
        )?;
        Ok(On::These(Pattern::Daily))
    }

    fn weekly(&self, interval: u32) -> Result<On, Problem> {
        self.refuse("a weekly rule", &["BYMONTHDAY", "BYMONTH", "BYSETPOS"])?;
        if self.by_day.iter().any(|(ordinal, _)| ordinal.is_some()) {
            return Err(unsupported("an ordinal in a weekly rule")
                .help("write `FREQ=MONTHLY` for the nth weekday of a month"));
        }
        let Some(days) = WeekdaySet::new(self.by_day.iter().map(|(_, day)| *day)) else {
            return Ok(On::WeekdayOfStart);
        };
        // Where a week begins matters only to rules that skip weeks, and only where it parts their days otherwise than Monday
        // does (RFC 5545 §3.3.10): where some, not all, stand before it.
        let begins = self.week_start.unwrap_or(Weekday::Mon);
        let before = days
            .iter()
            .filter(|day| day.num_days_from_monday() < begins.num_days_from_monday())
            .count();
        let count = usize::try_from(days.count()).unwrap_or(usize::MAX);
        if interval > 1 && before > 0 && before < count {
            return Err(unsupported("a week that does not begin on Monday").help("write `WKST=MO`"));
        }
        Ok(On::These(Pattern::Weekly(days)))
    }

    fn monthly(&self) -> Result<On, Problem> {
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
        several_weekdays(&self.weekdays_of_month()?).map(On::These)
    }

    fn yearly(&self) -> Result<On, Problem> {
        match (self.by_day.is_empty(), self.by_month, self.by_month_day) {
            (true, month, day) => {
                self.refuse("a rule without BYDAY", &["BYSETPOS"])?;
                match (month, day) {
                    (None, None) => Ok(On::DateOfStart),
                    (Some(Month::February), Some(29)) => Err(leap_day()),
                    (Some(month), Some(day)) => DayOfYear::new(month, day_from_first(day))
                        .map(|day| On::These(Pattern::YearlyOnDate(day)))
                        .ok_or_else(|| {
                            Problem::new(
                                Kind::BadRepeats,
                                format!("{} has no day {day}", month.name()),
                            )
                            .help("write a day that the month has")
                        }),
                    (Some(_), None) | (None, Some(_)) => {
                        Err(unsupported("BYMONTH or BYMONTHDAY alone in a yearly rule")
                            .help("write both, such as `FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5`"))
                    }
                }
            }
            (false, Some(month), None) => {
                let days = self.weekdays_of_month()?;
                let &[WeekdayOfMonth { ordinal, weekday }] = days.as_slice() else {
                    return Err(unsupported("several weekdays of a month in a yearly rule")
                        .help("write an event for each, with an `id` of its own"));
                };
                Ok(On::These(Pattern::YearlyOnWeekday(ordinal, weekday, month)))
            }
            (false, None, _) => Err(unsupported("BYDAY without BYMONTH in a yearly rule")
                .help("write both, such as `FREQ=YEARLY;BYMONTH=6;BYDAY=2SA`")),
            (false, Some(_), Some(_)) => Err(unsupported("BYDAY beside BYMONTHDAY")),
        }
    }

    /// Reads `BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1`, as Outlook writes the last day of the month: the number of the day.
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
    fn weekdays_of_month(&self) -> Result<Vec<WeekdayOfMonth>, Problem> {
        let numbered = match (self.by_day.as_slice(), self.by_set_position.as_slice()) {
            (days, []) => {
                let number = |(number, day): &(Option<i32>, Weekday)| Some(((*number)?, *day));
                let days: Option<Vec<_>> = days.iter().map(number).collect();
                days.ok_or_else(|| {
                    unsupported("BYDAY without an ordinal")
                        .help("say which one, such as `BYDAY=4TH`, or write `FREQ=WEEKLY`")
                })?
            }
            ([(None, day)], positions) => positions.iter().map(|it| (*it, *day)).collect(),
            ([(Some(_), _)], _) => return Err(unsupported("an ordinal beside BYSETPOS")),
            _ => return Err(unsupported("BYSETPOS over several weekdays")),
        };
        let named = |(number, weekday)| match Ordinal::from_number(number) {
            Some(ordinal) => Ok(WeekdayOfMonth { ordinal, weekday }),
            None if number == 5 => Err(fifth_weekday()),
            None => Err(unsupported(&format!("weekday number {number} of a month"))
                .help("write 1 to 4, or -1 for the last")),
        };
        numbered.into_iter().map(named).collect()
    }

    fn refuse(&self, rule: &str, names: &[&str]) -> Result<(), Problem> {
        let present = |name: &str| match name {
            "BYDAY" => !self.by_day.is_empty(),
            "BYMONTHDAY" => self.by_month_day.is_some(),
            "BYMONTH" => self.by_month.is_some(),
            _ => !self.by_set_position.is_empty(),
        };
        match names.iter().find(|name| present(name)) {
            Some(name) => Err(unsupported(&format!("{name} in {rule}"))),
            None => Ok(()),
        }
    }
}

/// A day of the month as it is counted from the first; 0, which no month has, where it is counted from the last.
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

fn bad_part(part: &str) -> Problem {
    Problem::new(
        Kind::BadRepeats,
        format!(
            "`{}` is no part of an RRULE that can be read here",
            shown(part)
        ),
    )
    .help("write parts such as `FREQ=MONTHLY`, `INTERVAL=2`, `BYDAY=4TH`, with `;` between them")
}

fn own_key(part: &str) -> Problem {
    Problem::new(
        Kind::BadRepeats,
        format!("`{}` stands as a key of its own in this file", shown(part)),
    )
}

fn unsupported(what: &str) -> Problem {
    Problem::new(
        Kind::UnsupportedRule,
        format!(
            "{} is more than every calendar program can hold",
            shown(what)
        ),
    )
    .help("write the rule as a sentence, such as `monthly on the 4th Thursday`")
}

/// Returns the two letters that BYDAY has for a weekday.
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
    /// Returns the RRULE value in the form that all clients hold; but for several weekdays of the month, which Outlook holds only as its
    /// parts.
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
