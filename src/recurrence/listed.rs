//! Rules that no calendar program holds → a cure with their dates written out.
//!
//! In: what somebody wrote, and the first date of the event. Out: words that can be typed: the next dates for `also`, or a season with
//! `until`. Guaranteed: what they say to write passes `check`, if the start is the first of those dates. Absent: why the rule is refused, which is
//! [`super::sentence`]'s and [`super::rrule`]'s.

use chrono::{Datelike, Days, Month, NaiveDate, Weekday};

use super::parts::{month_of, weekday_name};
use super::sentence::{month, ordinal, weekday};
use super::several::WeekdaysOfMonth;
use super::{Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth};
use crate::time::YEARS;

/// So many dates are written out: of fifth weekdays, those of a year.
const DATES: usize = 4;

/// So many years are searched for them.
const SEARCHED: u64 = 6 * 366;

/// What somebody meant.
enum Meant {
    /// The fifth such weekdays of the month, beside others.
    Fifth(Weekday, Vec<WeekdayOfMonth>),
    /// The second to last such weekday of each month.
    SecondToLast(Weekday),
    /// So many days after Easter Sunday, each year.
    Easter(i64),
    /// A weekday next after, or before, another of the month.
    Near {
        weekday: Weekday,
        is_after: bool,
        of: WeekdayOfMonth,
    },
    /// A weekday in one month of each year.
    Season(Weekday, Month),
}

/// Returns the cure, where one is known.
pub(super) fn cure(written: &str, start: NaiveDate) -> Option<String> {
    let lower = written.to_lowercase().replace(',', " and ");
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
        Meant::Fifth(weekday, rest) if !rest.is_empty() => beside(weekday, &rest, start),
        Meant::Season(weekday, month) => season(weekday, month, start),
        meant => {
            let dates = meant.dates(start);
            let dates = listed(dates.into_iter().filter(|date| *date != start))?;
            Some(format!(
                "in place of `repeats` write the next dates: `also: {dates}`"
            ))
        }
    }
}

fn of_words(words: &[&str]) -> Option<Meant> {
    let position = |wanted: &[&str]| words.iter().position(|word| wanted.contains(word));
    let last_weekday = words.iter().rev().find_map(|word| weekday(word));
    if let Some(at) = position(&["after", "before"]) {
        let (before, after) = words.split_at(at);
        let weekday = before.iter().rev().find_map(|word| weekday(word))?;
        let which = after.iter().find_map(|word| ordinal(word))?.ok()?;
        return Some(Meant::Near {
            weekday,
            is_after: words.get(at) == Some(&"after"),
            of: WeekdayOfMonth {
                ordinal: which,
                weekday: last_weekday?,
            },
        });
    }
    if position(&["easter"]).is_some() {
        let is_monday = last_weekday == Some(Weekday::Mon);
        return Some(Meant::Easter(i64::from(is_monday)));
    }
    if words.windows(2).any(|pair| pair == ["good", "friday"]) {
        return Some(Meant::Easter(-2));
    }
    let is_second_to_last = [
        "second to last",
        "2nd to last",
        "last but one",
        "penultimate",
    ]
    .iter()
    .any(|said| words.join(" ").contains(said));
    if is_second_to_last {
        return Some(Meant::SecondToLast(last_weekday?));
    }
    if position(&["5th", "fifth"]).is_some() {
        let mut rest = Vec::new();
        let mut ordinals = Vec::new();
        let mut fifth = None;
        for word in words {
            match (ordinal(word), weekday(word)) {
                (Some(which), _) => ordinals.push(which.ok()),
                (None, Some(weekday)) => {
                    for ordinal in ordinals.drain(..) {
                        match ordinal {
                            Some(ordinal) => rest.push(WeekdayOfMonth { ordinal, weekday }),
                            None => fifth = Some(weekday),
                        }
                    }
                }
                (None, None) => {}
            }
        }
        return Some(Meant::Fifth(fifth?, rest));
    }
    let within = words
        .iter()
        .position(|word| *word == "in" || *word == "of")?;
    let month = words.get(within + 1).and_then(|word| month(word))?;
    let has_ordinal = words.iter().any(|word| ordinal(word).is_some());
    (!has_ordinal).then_some(Meant::Season(last_weekday?, month))
}

/// Reads the day of `BYDAY=5TH`, `BYDAY=-2TH` and `BYDAY=TH;BYSETPOS=5` in a rule of months.
fn of_rrule(written: &str) -> Option<Meant> {
    let value = written.to_uppercase();
    let part = |name: &str| {
        let mut parts = value.split([';', ':']);
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    if part("FREQ") != Some("MONTHLY") || part("INTERVAL").is_some_and(|it| it != "1") {
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
    /// Whether it has a date.
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
            Self::Season(weekday, month) => date.weekday() == *weekday && month_of(date) == *month,
        }
    }

    fn dates(&self, start: NaiveDate) -> Vec<NaiveDate> {
        let end = start + Days::new(SEARCHED);
        let dates = start.iter_days().take_while(|date| *date < end);
        dates
            .filter(|date| self.has(*date))
            .take(DATES + 1)
            .collect()
    }
}

/// A rule for the others, and the fifth ones one by one.
fn beside(weekday: Weekday, rest: &[WeekdayOfMonth], start: NaiveDate) -> Option<String> {
    let pattern = match rest {
        [one] => Pattern::MonthlyOnWeekday(one.ordinal, one.weekday),
        several => Pattern::MonthlyOnWeekdays(WeekdaysOfMonth::new(several)?),
    };
    let rule = RecurrenceRule::around(pattern, start);
    let first = rule.on_or_after(start)?;
    let fifths = Meant::Fifth(weekday, Vec::new()).dates(start);
    let dates = listed(fifths.into_iter())?;
    let begin = if first == start {
        String::new()
    } else {
        format!("`start: {first}`, ")
    };
    Some(format!(
        "write {begin}`repeats: {rule}`, and the next of the fifth ones one by one: `also: {dates}`"
    ))
}

/// A weekly rule that ends with the month.
fn season(weekday: Weekday, month: Month, start: NaiveDate) -> Option<String> {
    let meant = Meant::Season(weekday, month);
    let first = *meant.dates(start).first()?;
    let of_season = first
        .iter_weeks()
        .take_while(|date| month_of(*date) == month);
    let last = of_season.last()?;
    let begin = if first == start {
        String::new()
    } else {
        format!("`start: {first}`, ")
    };
    Some(format!(
        "write an event for each season: {begin}`repeats: weekly on {}` and `until: {last}`",
        weekday_name(weekday)
    ))
}

/// `[2027-01-30, 2027-05-29]`.
fn listed(dates: impl Iterator<Item = NaiveDate>) -> Option<String> {
    let dates = dates.filter(|date| YEARS.contains(&date.year()));
    let dates: Vec<String> = dates.take(DATES).map(|date| date.to_string()).collect();
    (!dates.is_empty()).then(|| format!("[{}]", dates.join(", ")))
}

/// Easter Sunday of the Gregorian calendar, by the arithmetic that the Nautical Almanac gave in 1876.
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
mod tests {
    use super::*;

    #[track_caller]
    fn cured(written: &str, start: &str) -> String {
        cure(written, start.parse().unwrap()).unwrap_or_default()
    }

    #[test]
    fn fifth_weekdays_are_written_out() {
        let dates = "in place of `repeats` write the next dates: `also: [2026-07-31, 2026-10-30, 2027-01-29, 2027-04-30]`";
        for written in [
            "monthly on the 5th Friday",
            "every fifth Friday",
            "FREQ=MONTHLY;BYDAY=5FR",
            "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=5",
        ] {
            assert_eq!(cured(written, "2026-05-29"), dates, "{written}");
        }
    }

    #[test]
    fn fifth_weekdays_beside_others_leave_a_rule_for_the_others() {
        let cure = "write `repeats: monthly on the 1st and 3rd Saturday`, and the next of the fifth ones one by one: \
                    `also: [2026-01-31, 2026-05-30, 2026-08-29, 2026-10-31]`";
        for written in [
            "monthly on the 1st, 3rd and 5th Saturday",
            "FREQ=MONTHLY;BYDAY=1SA,3SA,5SA",
            "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1,3,5",
        ] {
            assert_eq!(cured(written, "2026-01-03"), cure, "{written}");
        }
        assert_eq!(
            cured("monthly on the 1st and 5th Saturday", "2026-01-31"),
            "write `start: 2026-02-07`, `repeats: monthly on the 1st Saturday`, and the next of the fifth ones one by one: \
             `also: [2026-01-31, 2026-05-30, 2026-08-29, 2026-10-31]`"
        );
    }

    #[test]
    fn weekdays_counted_from_the_end_are_written_out() {
        let dates = "in place of `repeats` write the next dates: `also: [2026-02-19, 2026-03-19, 2026-04-23, 2026-05-21]`";
        for written in [
            "monthly on the second to last Thursday",
            "penultimate Thursday of the month",
            "monthly on the last but one Thursday",
            "FREQ=MONTHLY;BYDAY=-2TH",
        ] {
            assert_eq!(cured(written, "2026-01-22"), dates, "{written}");
        }
    }

    #[test]
    fn easter_is_written_out() {
        assert_eq!(
            cured("yearly on Easter Sunday", "2026-04-05"),
            "in place of `repeats` write the next dates: `also: [2027-03-28, 2028-04-16, 2029-04-01, 2030-04-21]`"
        );
        assert_eq!(
            cured("every year on Easter Monday", "2026-04-06"),
            "in place of `repeats` write the next dates: `also: [2027-03-29, 2028-04-17, 2029-04-02, 2030-04-22]`"
        );
        assert_eq!(
            cured("yearly on Good Friday", "2026-04-03"),
            "in place of `repeats` write the next dates: `also: [2027-03-26, 2028-04-14, 2029-03-30, 2030-04-19]`"
        );
    }

    #[test]
    fn a_weekday_after_another_is_written_out() {
        assert_eq!(
            cured("the Wednesday after the 4th Tuesday", "2026-01-28"),
            "in place of `repeats` write the next dates: `also: [2026-02-25, 2026-03-25, 2026-04-29, 2026-05-27]`"
        );
        assert_eq!(
            cured("monthly on the Friday before the 1st Monday", "2026-01-30"),
            "in place of `repeats` write the next dates: `also: [2026-02-27, 2026-04-03, 2026-05-01, 2026-05-29]`"
        );
    }

    #[test]
    fn a_season_is_a_weekly_rule_with_an_end() {
        assert_eq!(
            cured("every Tuesday in December", "2026-12-01"),
            "write an event for each season: `repeats: weekly on Tuesday` and `until: 2026-12-29`"
        );
        assert_eq!(
            cured("weekly on Tuesday in December", "2026-11-03"),
            "write an event for each season: `start: 2026-12-01`, `repeats: weekly on Tuesday` and `until: 2026-12-29`"
        );
    }

    #[test]
    fn other_rules_have_no_such_cure() {
        for written in [
            "daily in December",
            "monthly on the 4th Thursday",
            "now and then",
            "FREQ=DAILY",
            "FREQ=MONTHLY;BYDAY=1TH",
        ] {
            assert_eq!(cured(written, "2026-01-01"), "", "{written}");
        }
    }
}
