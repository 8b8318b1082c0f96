//! Reads the days of a sentence: `1st and 3rd Thursday`, `Monday to Friday`, `the 27th`.
//!
//! It takes the [`Word`]s that say on which days, and returns a [`When`]. It ignores no word. Days that no rule can have are refused, with
//! those that may be meant. [`super::sentence`] reads how often.

use chrono::{Month, Weekday};

use super::days::Period;
use super::guess::Guess;
use super::repeats::{RuleError, Sentence, date_of_year, missing_day, several_weekdays};
use super::words::Word;
use super::{DayOfMonth, Ordinal, Pattern, WeekdayOfMonth, WeekdaySet, WorkingDay};
use crate::diagnostic::RuleFinding;
use crate::weekday::weekday_name;

use RuleError::{Found, NotUnderstood};
use Word::{And, Day, Days, Except, Last, Nth, Number, Of, To, Unit};

/// The days that a sentence names.
pub(super) enum When {
    /// The sentence names no day.
    Unsaid,
    OfWeek(WeekdaySet),
    OfMonth(Pattern),
    OfYear(Pattern),
}

/// Skips `on` and commas before the days.
pub(super) fn after_filler(mut words: &[Word]) -> &[Word] {
    while let [Word::On | And, rest @ ..] = words {
        words = rest;
    }
    words
}

/// Reads the days.
pub(super) fn when(words: &[Word], written: &str) -> Result<When, RuleError> {
    const DAY: Word = Unit(1, Period::Day);
    Ok(match words {
        [] => When::Unsaid,
        [Number(day) | Nth(day), Word::Month(month)]
        | [Number(day) | Nth(day), Of, Word::Month(month)]
        | [Word::Month(month), Number(day) | Nth(day)] => When::OfYear(date_of_year(*month, *day)?),
        [days @ .., Of, Word::Month(month)] | [days @ .., Word::Month(month)] => {
            When::OfYear(in_year(days, *month, written)?)
        }
        [DAY, Number(day) | Nth(day)] | [Number(day) | Nth(day)] | [Nth(day), DAY] => {
            let number = DayOfMonth::new(*day).ok_or_else(|| missing_day(*day))?;
            When::OfMonth(Pattern::MonthlyOnDay(number))
        }
        [Last, DAY] => When::OfMonth(Pattern::MonthlyOnLastDay),
        [which, Days(WeekdaySet::WORKING)] if matches!(which, Nth(_) | Last) => {
            let day = match which {
                Nth(1) => WorkingDay::First,
                Last => WorkingDay::Last,
                _ => return Err(nth_working_day()),
            };
            When::OfMonth(Pattern::MonthlyOnWorkingDay(day))
        }
        days if days.len() > 1 && days.iter().copied().all(is_number) => {
            return Err(two_days(days, written));
        }
        days if days.iter().any(|word| matches!(word, Nth(_) | Last)) => {
            When::OfMonth(several_weekdays(&weekdays_of_month(days, written)?)?)
        }
        days => When::OfWeek(weekdays(days).ok_or(NotUnderstood)?),
    })
}

/// Reads `2nd saturday` of a month of the year.
fn in_year(days: &[Word], month: Month, written: &str) -> Result<Pattern, RuleError> {
    if days.is_empty() {
        let finding = RuleFinding::NoDay {
            written: written.into(),
        };
        return Err(Found(finding, vec![Guess::InMonth(month)]));
    }
    let days = weekdays_of_month(days, written)?;
    let yearly = |day: &WeekdayOfMonth| Pattern::YearlyOnWeekday(day.ordinal, day.weekday, month);
    match days.as_slice() {
        [day] => Ok(yearly(day)),
        days => {
            let rules = days.iter().map(|day| Sentence(yearly(day), 1).to_string());
            let rules = rules.collect::<Vec<_>>().join("` and `");
            Err(RuleFinding::SeveralInYear { rules }.into())
        }
    }
}

/// Reads `1st and 3rd thursday`, `1st to 3rd thursday`, `1st monday and 3rd thursday`.
fn weekdays_of_month(words: &[Word], written: &str) -> Result<Vec<WeekdayOfMonth>, RuleError> {
    let mut days: Vec<WeekdayOfMonth> = Vec::new();
    let mut numbers: Vec<u32> = Vec::new();
    let mut is_last = false;
    let mut is_range = false;
    let mut before = And;
    for word in words {
        // "Second last Thursday" is not the second and the last.
        if matches!(word, Nth(_) | Last) && matches!(before, Nth(_) | Last) {
            return Err(NotUnderstood);
        }
        before = *word;
        match word {
            And => {}
            To if !numbers.is_empty() => is_range = true,
            Nth(number) if is_range && numbers.last().is_some_and(|last| last >= number) => {
                return Err(NotUnderstood);
            }
            Nth(number @ 1..=5) => {
                let from = numbers
                    .last()
                    .filter(|_| is_range)
                    .map_or(*number, |last| last + 1);
                numbers.extend(from..=*number);
                is_range = false;
            }
            Last if !is_range => is_last = true,
            Day(weekday) if numbers.contains(&5) => return Err(RuleError::Fifth(*weekday)),
            Day(weekday) if numbers.is_empty() && !is_last => {
                return Err(which_weekday(&days, *weekday, written));
            }
            Day(weekday) if !is_range => {
                let number = |number| i32::try_from(number).ok().and_then(Ordinal::from_number);
                let ordinals = numbers.drain(..).filter_map(number);
                let ordinals = ordinals.chain(is_last.then_some(Ordinal::Last));
                days.extend(ordinals.map(|ordinal| WeekdayOfMonth {
                    ordinal,
                    weekday: *weekday,
                }));
                is_last = false;
            }
            _ => return Err(NotUnderstood),
        }
    }
    if numbers.is_empty() && !is_last && !is_range {
        Ok(days)
    } else {
        Err(NotUnderstood)
    }
}

/// Reads `monday and wednesday`, `monday to friday`, `weekdays except friday`.
pub(super) fn weekdays(words: &[Word]) -> Option<WeekdaySet> {
    if let Some(at) = words.iter().position(|word| *word == Except) {
        let (all, except) = words.split_at(at);
        let except = weekdays(after_filler(except.get(1..)?))?;
        let is_kept = |day: &Weekday| except.iter().all(|other| other != *day);
        return WeekdaySet::new(weekdays(all)?.iter().filter(is_kept));
    }
    let mut days: Vec<Weekday> = Vec::new();
    let mut is_range = false;
    for word in words {
        match word {
            And => {}
            To if !days.is_empty() && !is_range => is_range = true,
            Day(day) if is_range => {
                while let Some(last) = days.last().filter(|last| *last != day) {
                    days.push(last.succ());
                }
                is_range = false;
            }
            Day(day) => days.push(*day),
            Days(set) if !is_range => days.extend(set.iter()),
            _ => return None,
        }
    }
    WeekdaySet::new(days).filter(|_| !is_range)
}

fn is_number(word: Word) -> bool {
    matches!(word, Number(_) | Nth(_) | Last | And | Unit(1, Period::Day))
}

/// Returns the error for several days of the month, such as `1st and 15th`. `1st and 3rd` may mean weekdays.
fn two_days(words: &[Word], written: &str) -> RuleError {
    let numbers = words.iter().filter_map(|word| match word {
        Nth(number) => Some(i32::try_from(*number).ok().and_then(Ordinal::from_number)),
        Last => Some(Some(Ordinal::Last)),
        And => None,
        _ => Some(None),
    });
    let ordinals: Option<Vec<Ordinal>> = numbers.collect();
    match ordinals {
        None => RuleFinding::TwoDays.into(),
        Some(ordinals) => {
            let written = written.into();
            let guess = Guess::OfMonth(ordinals, None);
            Found(RuleFinding::DaysOrWeekdays { written }, vec![guess])
        }
    }
}

fn nth_working_day() -> RuleError {
    let guess = |day| Guess::of(1, Pattern::MonthlyOnWorkingDay(day));
    let guesses = [WorkingDay::First, WorkingDay::Last].map(guess);
    Found(RuleFinding::NthWorkingDay, guesses.to_vec())
}

/// Returns the error for `2nd Monday and Thursday`, which does not say which Thursday.
fn which_weekday(days: &[WeekdayOfMonth], weekday: Weekday, written: &str) -> RuleError {
    let [day] = days else {
        return NotUnderstood;
    };
    let finding = RuleFinding::WhichWeekday {
        written: written.into(),
        weekday: weekday_name(weekday),
    };
    let both = several_weekdays(&[*day, WeekdayOfMonth { weekday, ..*day }]);
    let guess = both.ok().map(|pattern| Guess::of(1, pattern));
    Found(finding, guess.into_iter().collect())
}
