//! The sentence of a rule, both ways: `monthly on the 4th Thursday`.
//!
//! In: the words of an editor. Out: a [`Repeats`]; and back from a rule to the one sentence that the page shows, which
//! reads as the same rule again. Guaranteed: case, `the`, commas and number words are free; what could mean two things is
//! refused with both written out. Absent: languages other than English. The grammar stands in `docs/reference/format.md`.

use std::fmt;

use chrono::{Month, Weekday};

use super::hint::not_understood;
use super::parts::weekday_name;
use super::repeats::{On, fifth_weekday, leap_day, missing_day, several_weekdays, two_days};
use super::{
    DayOfMonth, DayOfYear, Ordinal, Pattern, Repeats, WeekdayOfMonth, WeekdaySet, WorkingDay,
};
use crate::diagnostic::{Kind, Problem};
use crate::visible::shown;

/// The unit of an interval.
#[derive(Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// What says that an ordinal counts within the month.
const OF_THE_MONTH: [&[&str]; 3] = [
    &["of", "month"],
    &["of", "every", "month"],
    &["of", "each", "month"],
];

/// The words of the grammar, numbers aside.
pub(crate) const WORDS: &str = "the and on of in every each other last first second third fourth \
    one two three four five six seven eight nine ten eleven twelve daily weekly fortnightly monthly yearly annually \
    day days week weeks month months year years weekday weekdays working work business workday \
    mon monday mondays tue tues tuesday tuesdays wed weds wednesday wednesdays thu thur thurs thursday thursdays \
    fri friday fridays sat saturday saturdays sun sunday sundays \
    jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october \
    nov november dec december";

/// Reads a sentence.
pub(super) fn parse(written: &str) -> Result<Repeats, Problem> {
    let lower = written.to_lowercase().replace(',', " and ");
    let mut words: Vec<&str> = lower
        .split_whitespace()
        .filter(|word| *word != "the")
        .collect();
    words.dedup_by(|next, word| *next == "and" && *word == "and");
    let of_the_month = OF_THE_MONTH.iter().find(|end| words.ends_with(end));
    if let Some(end) = of_the_month {
        words.truncate(words.len() - end.len());
        let rest = match words.as_slice() {
            // "Every 2 months on the 1st Monday of the month" says so twice, and means it.
            ["every", _, "months", "on", ..] => {
                return every(words.get(1..).unwrap_or_default(), written);
            }
            ["monthly", "on", rest @ ..] | ["on" | "every", rest @ ..] | rest => rest,
        };
        return on(1, Unit::Month, rest, written);
    }
    match words.as_slice() {
        ["daily", rest @ ..] => unit(1, Unit::Day, rest, written),
        ["weekly", rest @ ..] => unit(1, Unit::Week, rest, written),
        ["fortnightly", rest @ ..] => unit(2, Unit::Week, rest, written),
        ["monthly", rest @ ..] => unit(1, Unit::Month, rest, written),
        ["yearly" | "annually", rest @ ..] => unit(1, Unit::Year, rest, written),
        ["every", "weekday" | "weekdays"] => {
            Repeats::new(1, On::These(Pattern::Weekly(WeekdaySet::WORKING)))
        }
        ["every", rest @ ..] => every(rest, written),
        [word, ..] if ["biweekly", "bi-weekly", "bimonthly", "bi-monthly"].contains(word) => {
            Err(Problem::new(
                Kind::AmbiguousRepeats,
                format!("`{word}` means twice in one, or once in two"),
            )
            .help("write `every 2 weeks on Friday` or `every 2 months on the 1st Friday`"))
        }
        [which, day] if ordinal(which).is_some() && weekday(day).is_some() => {
            let which = ordinal(which).unwrap_or(Ok(Ordinal::Last))?;
            let day = weekday(day).map_or("Thursday", weekday_name);
            Err(not_understood(written).help(format!("write `monthly on the {which} {day}`")))
        }
        _ => Err(not_understood(written)),
    }
}

/// Reads what follows `every`.
fn every(rest: &[&str], written: &str) -> Result<Repeats, Problem> {
    match rest {
        ["other", day, ..] if weekday(day).is_some() => {
            on(2, Unit::Week, rest.get(1..).unwrap_or_default(), written)
        }
        [name, rest @ ..] if unit_named(name).is_some() => {
            unit(1, unit_named(name).unwrap_or(Unit::Day), rest, written)
        }
        [count, name, rest @ ..] if number(count).is_some() && unit_named(name).is_some() => unit(
            number(count).unwrap_or(1),
            unit_named(name).unwrap_or(Unit::Day),
            rest,
            written,
        ),
        [word, day] if ordinal(word).is_some() && weekday(day).is_some() => {
            let day = weekday(day).map_or("Thursday", weekday_name);
            let which = ordinal(word).unwrap_or(Ok(Ordinal::Last))?;
            Err(match which {
                // "Every 2nd Friday" is two things to two people.
                Ordinal::Second | Ordinal::Third | Ordinal::Fourth => Problem::new(
                    Kind::AmbiguousRepeats,
                    format!(
                        "`{}` could mean each month or every so many weeks",
                        shown(written)
                    ),
                )
                .help(format!(
                    "write `monthly on the {which} {day}` or `every {} weeks on {day}`",
                    which.number()
                )),
                Ordinal::First | Ordinal::Last => {
                    not_understood(written).help(format!("write `monthly on the {which} {day}`"))
                }
            })
        }
        [day, ..] if weekday(day).is_some() => on(1, Unit::Week, rest, written),
        _ => Err(not_understood(written)),
    }
}

/// Reads what follows the unit: nothing, or `on` and the days.
fn unit(interval: u32, unit: Unit, rest: &[&str], written: &str) -> Result<Repeats, Problem> {
    match (unit, rest) {
        (Unit::Day, []) => Repeats::new(interval, On::These(Pattern::Daily)),
        (Unit::Week, []) => Repeats::new(interval, On::WeekdayOfStart),
        (Unit::Month, []) => Repeats::new(interval, On::DayOfMonthOfStart),
        (Unit::Year, []) => Repeats::new(interval, On::DateOfStart),
        (Unit::Week | Unit::Month | Unit::Year, ["on", days @ ..]) => {
            on(interval, unit, days, written)
        }
        _ => Err(not_understood(written)),
    }
}

/// Reads the days.
fn on(interval: u32, unit: Unit, days: &[&str], written: &str) -> Result<Repeats, Problem> {
    let ordinals = days.iter().filter(|word| ordinal(word).is_some()).count();
    let pattern = match (unit, days) {
        (Unit::Week, ["weekday" | "weekdays"]) => Pattern::Weekly(WeekdaySet::WORKING),
        (Unit::Week, _) if ordinals > 0 => {
            return Err(not_understood(written)
                .help("a week has one of each weekday: write `monthly on the 4th Thursday`"));
        }
        (Unit::Week, _) => weekdays(days)
            .map(Pattern::Weekly)
            .ok_or_else(|| not_understood(written))?,
        (Unit::Month, ["day", day]) => on_day(day, written)?,
        (Unit::Month, ["last", "day"]) => Pattern::MonthlyOnLastDay,
        (Unit::Month, [which, rest @ ..]) if is_working_day(rest) && ordinal(which).is_some() => {
            match ordinal(which) {
                Some(Ok(Ordinal::First)) => Pattern::MonthlyOnWorkingDay(WorkingDay::First),
                Some(Ok(Ordinal::Last)) => Pattern::MonthlyOnWorkingDay(WorkingDay::Last),
                _ => return Err(not_understood(written).help(
                    "calendar programs hold the first and the last working day of a month, and no other: write `monthly on the first working day`",
                )),
            }
        }
        (Unit::Month, ["day", first, .., last] | [first, "and", last])
            if day_number(first).is_some() && day_number(last).is_some() =>
        {
            return Err(two_days());
        }
        (Unit::Month, _) if ordinals > 1 => several(days, written)?,
        (Unit::Month, [which, day]) => match (ordinal(which), weekday(day)) {
            (Some(which), Some(day)) => Pattern::MonthlyOnWeekday(which?, day),
            _ => return Err(not_understood(written)),
        },
        (Unit::Month, [which, first, "and", second])
            if ordinal(which).is_some() && weekday(first).is_some() && weekday(second).is_some() =>
        {
            return Err(which_weekday(which, second, written));
        }
        (Unit::Month, [day]) => match weekday(day) {
            Some(day) => {
                let day = weekday_name(day);
                return Err(not_understood(written).help(format!(
                    "say which one: `monthly on the 1st {day}` or `weekly on {day}`"
                )));
            }
            None => on_day(day, written)?,
        },
        (Unit::Year, [which, day, "of" | "in", name]) => {
            match (ordinal(which), weekday(day), month(name)) {
                (Some(which), Some(day), Some(month)) => {
                    Pattern::YearlyOnWeekday(which?, day, month)
                }
                _ => return Err(not_understood(written)),
            }
        }
        (Unit::Year, [first, second] | [first, "of", second]) => {
            let day_and_month = day_number(first)
                .zip(month(second))
                .or_else(|| day_number(second).zip(month(first)));
            match day_and_month {
                Some((29, Month::February)) => return Err(leap_day()),
                Some((day, month)) => DayOfYear::new(month, day)
                    .map(Pattern::YearlyOnDate)
                    .ok_or_else(|| {
                        Problem::new(
                            Kind::BadRepeats,
                            format!("{} has no day {day}", month.name()),
                        )
                        .help("write a day that the month has")
                    })?,
                None => return Err(not_understood(written)),
            }
        }
        (Unit::Day | Unit::Month | Unit::Year, _) => return Err(not_understood(written)),
    };
    Repeats::new(interval, On::These(pattern))
}

/// Whether these words are a working day, in one of the ways in which people say that.
fn is_working_day(words: &[&str]) -> bool {
    matches!(
        words,
        ["weekday" | "workday"] | ["working" | "work" | "business" | "week", "day"]
    )
}

/// Reads `1st and 3rd thursday`, `1st monday and 3rd thursday`.
fn several(words: &[&str], written: &str) -> Result<Pattern, Problem> {
    let mut days = Vec::new();
    let mut ordinals = Vec::new();
    let mut last = None;
    for word in words.iter().filter(|word| **word != "and") {
        if let Some(which) = ordinal(word) {
            ordinals.push(which?);
            last = Some(*word);
        } else if let Some(weekday) = weekday(word) {
            if ordinals.is_empty() {
                return Err(which_weekday(last.unwrap_or("1st"), word, written));
            }
            let of = |ordinal| WeekdayOfMonth { ordinal, weekday };
            days.extend(ordinals.drain(..).map(of));
        } else {
            return Err(not_understood(written));
        }
    }
    if !ordinals.is_empty() || days.is_empty() {
        return Err(not_understood(written));
    }
    several_weekdays(&days)
}

fn which_weekday(which: &str, day: &str, written: &str) -> Problem {
    let day = weekday(day).map_or("Thursday", weekday_name);
    not_understood(written).help(format!("say which {day} is meant, such as `{which} {day}`"))
}

fn on_day(word: &str, written: &str) -> Result<Pattern, Problem> {
    let day = day_number(word).ok_or_else(|| not_understood(written))?;
    DayOfMonth::new(day)
        .map(Pattern::MonthlyOnDay)
        .ok_or_else(|| missing_day(day))
}

/// Reads `monday`, `monday and wednesday`, `monday wednesday and friday`.
fn weekdays(words: &[&str]) -> Option<WeekdaySet> {
    let days: Option<Vec<Weekday>> = words
        .iter()
        .filter(|word| **word != "and")
        .map(|word| weekday(word))
        .collect();
    days.and_then(WeekdaySet::new)
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let word = word
        .strip_suffix('s')
        .filter(|word| word.ends_with("day"))
        .unwrap_or(word);
    let short = match word {
        "tues" => "tue",
        "weds" => "wed",
        "thur" | "thurs" => "thu",
        word => word,
    };
    short.parse().ok()
}

pub(super) fn month(word: &str) -> Option<Month> {
    let short = if word == "sept" { "sep" } else { word };
    short.parse().ok()
}

fn unit_named(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        _ => return None,
    })
}

fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if word == "other" {
        return Some(2);
    }
    let index = WORDS.iter().position(|known| *known == word);
    index
        .and_then(|index| u32::try_from(index + 1).ok())
        .or_else(|| word.parse().ok())
}

/// Reads `15`, `15th`.
fn day_number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .unwrap_or(word);
    digits.parse().ok()
}

/// Reads an ordinal; a fifth is one too, and a problem.
pub(super) fn ordinal(word: &str) -> Option<Result<Ordinal, Problem>> {
    Some(match word {
        "1st" | "first" => Ok(Ordinal::First),
        "2nd" | "second" => Ok(Ordinal::Second),
        "3rd" | "third" => Ok(Ordinal::Third),
        "4th" | "fourth" => Ok(Ordinal::Fourth),
        "last" => Ok(Ordinal::Last),
        "5th" | "fifth" => Err(fifth_weekday()),
        _ => return None,
    })
}

/// Writes the sentence of a rule.
pub(super) fn write(f: &mut fmt::Formatter<'_>, pattern: Pattern, interval: u32) -> fmt::Result {
    let (single, unit) = match pattern {
        Pattern::Weekly(WeekdaySet::WORKING) if interval == 1 => {
            return f.write_str("every weekday");
        }
        Pattern::Daily => ("daily", "days"),
        Pattern::Weekly(_) => ("weekly", "weeks"),
        Pattern::MonthlyOnWeekday(..)
        | Pattern::MonthlyOnWeekdays(_)
        | Pattern::MonthlyOnDay(_)
        | Pattern::MonthlyOnLastDay
        | Pattern::MonthlyOnWorkingDay(_) => ("monthly", "months"),
        Pattern::YearlyOnDate(_) | Pattern::YearlyOnWeekday(..) => ("yearly", "years"),
    };
    if interval == 1 {
        f.write_str(single)?;
    } else {
        write!(f, "every {interval} {unit}")?;
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
