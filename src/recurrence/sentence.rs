//! Reads the sentence of a rule: `monthly on the 4th Thursday`.
//!
//! It takes the words of an editor and returns a [`Repeats`]. A text with one meaning in English is read, however it is spelt. A text with
//! two meanings is refused with both. Only English is supported.
//!
//! A sentence consists of [`Word`]s, of which `annually` and `yearly` are the same. It says how often and then on which days
//! ([`super::on_days`]), or the other way round. `docs/reference/format.md` describes the grammar.

use chrono::Weekday;

use super::days::Period;
use super::guess::Guess;
use super::on_days::{When, after_filler, weekdays, when};
use super::repeats::{On, Repeats, RuleError};
use super::words::{Word, words};
use super::{Ordinal, Pattern, WeekdayOfMonth, WeekdaySet};
use crate::diagnostic::RuleFinding;
use crate::weekday::weekday_name;

use RuleError::{Found, NotUnderstood};
use Word::{And, Bi, Day, Days, Every, Except, Nth, Number, Of, Other, Semi, Step, Twice, Unit};

const ALTERNATE_FORTNIGHT: [Word; 2] = [Other, Unit(2, Period::Week)];

/// How often: the interval and its period.
type Often = (u32, Period);

/// Reads a sentence.
pub(super) fn parse(written: &str) -> Result<Repeats, RuleError> {
    let words = words(written).ok_or(NotUnderstood)?;
    match words.as_slice() {
        [Bi(period), days @ ..] => Err(twofold(*period, after_filler(days), written)),
        [Twice, Every, Unit(1, period), days @ ..]
        | [Twice, Step(1, period), days @ ..]
        | [Semi(period), days @ ..] => Err(twice(*period, after_filler(days), written)),
        [Number(count), Step(n, period), days @ ..]
        | [Every, Number(count), Step(n, period), days @ ..] => {
            Err(numbered(*count, (*n, *period), after_filler(days), written))
        }
        // "5 a month": on day 5, or on five days?
        [Number(_), Every, Unit(..), ..] | [Number(_), And, Step(..), ..] => Err(NotUnderstood),
        words => sentence(words, written),
    }
}

/// Returns the error for a number before a period: `six-monthly` is every six months, often without the hyphen, but `5 monthly` may be on
/// day 5.
fn numbered(count: u32, (n, period): Often, days: &[Word], written: &str) -> RuleError {
    let repeats =
        when(days, written).and_then(|when| rule(Some((count, period)), when, false, written));
    match repeats {
        // "5 quarterly".
        _ if n != 1 => NotUnderstood,
        Ok(repeats) if repeats.on == On::DayOfMonthOfStart => {
            let written = written.into();
            Found(RuleFinding::NoDay { written }, vec![Guess::Rule(repeats)])
        }
        Ok(repeats) => {
            let written = written.into();
            Found(
                RuleFinding::Misspelt { written },
                vec![Guess::Rule(repeats)],
            )
        }
        Err(error) => error,
    }
}

fn sentence(words: &[Word], written: &str) -> Result<Repeats, RuleError> {
    let all = words;
    let (end, words) = often_at_end(words);
    let words = after_filler(words);
    let (begin, words) = match (often_at_begin(words), words) {
        // "The 1st day of every month" names a day, but "every 2nd day" an interval.
        (Some(_), [Every, Nth(_), Unit(..), ..]) if end.is_some() => (None, words),
        (Some((often, rest)), _) => (Some(often), after_filler(rest)),
        (None, words) => (None, words),
    };
    let has_every = begin.is_none() && words.first() == Some(&Every);
    let days = words.strip_prefix(&[Every]).unwrap_or(words);
    let often = match (begin, end) {
        // "Every 2 months on the 1st Monday of the month" has the period twice.
        (Some(begin), Some(end)) if begin != end && (begin.1 != end.1 || end.0 != 1) => {
            return Err(NotUnderstood);
        }
        (begin, end) => begin.or(end),
    };
    match (often, days) {
        (None, [Number(count) | Nth(count), Day(day)]) if has_every && (2..5).contains(count) => {
            return Err(every_nth(*count, *day, written));
        }
        (None, [Number(_)]) => return Err(NotUnderstood),
        (None, [Nth(_)]) if has_every => return Err(NotUnderstood),
        (Some((1, Period::Month)), [Day(day)]) if has_every && !is_of_each_month(all, written) => {
            return Err(monthly_or_weekly(*day, written));
        }
        (Some((1, Period::Month)), days)
            if has_every && weekdays(days).is_some() && !is_of_each_month(all, written) =>
        {
            return Err(NotUnderstood);
        }
        // "Every other weekday".
        (Some((2, Period::Week)), [Days(WeekdaySet::WORKING)]) if all.contains(&Other) => {
            return Err(every_other_weekday(written));
        }
        (Some((4, Period::Week)), days) if all.windows(2).any(|it| it == ALTERNATE_FORTNIGHT) => {
            let guess = |n| {
                rule(
                    Some((n, Period::Week)),
                    when(days, written)?,
                    false,
                    written,
                )
            };
            let guesses = vec![Guess::Rule(guess(2)?), Guess::Rule(guess(4)?)];
            return Err(either(
                written,
                ["every two weeks", "every four weeks"],
                guesses,
            ));
        }
        (Some((1, Period::Day)), [Except, ..]) => {
            let all = [&[Days(WeekdaySet::WEEK)], days].concat();
            return rule(often, when(&all, written)?, has_every, written);
        }
        _ => {}
    }
    rule(often, when(days, written)?, has_every, written)
}

/// Combines how often with on which days.
fn rule(
    often: Option<Often>,
    when: When,
    has_every: bool,
    written: &str,
) -> Result<Repeats, RuleError> {
    let (interval, period) = match (often, &when) {
        (Some(often), _) => often,
        (None, When::Unsaid) => return Err(NotUnderstood),
        (None, When::OfWeek(_)) => (1, Period::Week),
        (None, When::OfMonth(_)) => (1, Period::Month),
        (None, When::OfYear(_)) => (1, Period::Year),
    };
    let on = match (period, when) {
        (Period::Day, When::Unsaid) => On::These(Pattern::Daily),
        (Period::Day, When::OfWeek(days)) if interval == 1 => On::These(Pattern::Weekly(days)),
        (Period::Week, When::Unsaid) => On::WeekdayOfStart,
        (Period::Week, When::OfWeek(days)) => On::These(Pattern::Weekly(days)),
        (Period::Week, When::OfMonth(pattern)) if is_on_weekdays(pattern) => {
            let written = written.into();
            let guesses = vec![Guess::of(1, pattern)];
            return Err(Found(RuleFinding::OrdinalInWeek { written }, guesses));
        }
        (Period::Year, When::OfMonth(Pattern::MonthlyOnWeekday(ordinal, weekday))) => {
            let written = written.into();
            let guess = Guess::OfYear(WeekdayOfMonth { ordinal, weekday });
            return Err(Found(RuleFinding::NoMonth { written }, vec![guess]));
        }
        (Period::Month, When::Unsaid) => On::DayOfMonthOfStart,
        (Period::Month, When::OfMonth(pattern)) => On::These(pattern),
        // "Every Thursday of the month".
        (Period::Month, When::OfWeek(days)) if has_every && interval == 1 => {
            On::These(Pattern::Weekly(days))
        }
        (Period::Month, When::OfWeek(days)) => {
            let weekday = days.single().ok_or(NotUnderstood)?;
            let weekly = Guess::of(1, Pattern::Weekly(days));
            let finding = RuleFinding::WhichWeekday {
                written: written.into(),
                weekday: weekday_name(weekday),
            };
            return Err(Found(
                finding,
                vec![Guess::OfMonth(Vec::new(), Some(weekday)), weekly],
            ));
        }
        (Period::Year, When::Unsaid) => On::DateOfStart,
        (Period::Year, When::OfYear(pattern)) => {
            // "5 March" alone may be a date that belongs under another key.
            if often.is_none() && !has_every {
                let written = written.into();
                let guesses = vec![Guess::of(1, pattern)];
                return Err(Found(RuleFinding::Misspelt { written }, guesses));
            }
            On::These(pattern)
        }
        _ => return Err(NotUnderstood),
    };
    Repeats::new(interval, on)
}

fn is_on_weekdays(pattern: Pattern) -> bool {
    matches!(
        pattern,
        Pattern::MonthlyOnWeekday(..) | Pattern::MonthlyOnWeekdays(_)
    )
}

/// Reads how often at the beginning of a sentence: `weekly`, `every 2 months`, the first two words of `every other Friday`.
fn often_at_begin(words: &[Word]) -> Option<(Often, &[Word])> {
    let (count, unit, rest) = match words {
        [Step(n, period), rest @ ..] | [Every, Unit(n, period), rest @ ..] => {
            (1, (*n, *period), rest)
        }
        [
            Every,
            Number(count) | Nth(count),
            Unit(n, period),
            rest @ ..,
        ] => (*count, (*n, *period), rest),
        [Every, Other, Unit(n, period), rest @ ..] | [Other, Unit(n, period), rest @ ..] => {
            (2, (*n, *period), rest)
        }
        [Every, Other, rest @ ..] | [Other, rest @ ..]
            if matches!(rest, [Day(_) | Days(_), ..]) =>
        {
            (2, (1, Period::Week), rest)
        }
        _ => return None,
    };
    Some(((count.saturating_mul(unit.0), unit.1), rest))
}

/// Reads how often at the end of a sentence: `of the month`, `every 2 weeks`, `monthly`.
fn often_at_end(words: &[Word]) -> (Option<Often>, &[Word]) {
    let begin = |word: &Word| matches!(word, Every | Other | Step(..));
    let at = match words {
        [.., Of, Unit(..)] => words.len() - 1,
        _ => words.iter().rposition(begin).unwrap_or(0),
    };
    let at = at - usize::from(at > 0 && words.get(at - 1) == Some(&Every));
    let (rest, end) = words.split_at(at);
    let often = match end {
        [Unit(n, period)] => Some((*n, *period)),
        end => often_at_begin(end)
            .filter(|(_, rest)| rest.is_empty())
            .map(|(often, _)| often),
    };
    let rest = match rest {
        [rest @ .., Of | And] | rest => rest,
    };
    match often {
        Some(often) if !rest.is_empty() => (Some(often), rest),
        _ => (None, words),
    }
}

/// Returns the error for `every 2nd friday`, which people understand in two ways.
fn every_nth(count: u32, weekday: Weekday, written: &str) -> RuleError {
    let ordinal = i32::try_from(count).ok().and_then(Ordinal::from_number);
    let monthly = ordinal.map(|ordinal| (1, Pattern::MonthlyOnWeekday(ordinal, weekday)));
    let weekly = WeekdaySet::new([weekday]).map(|days| (count, Pattern::Weekly(days)));
    let rules = monthly.into_iter().chain(weekly);
    let guesses = rules.map(|(interval, pattern)| Guess::of(interval, pattern));
    let written = written.into();
    Found(RuleFinding::EveryNth { written, count }, guesses.collect())
}

/// Whether the text is like "every Thursday of the month", and not like "a Thursday of the month" or "every Thursday, monthly".
fn is_of_each_month(words: &[Word], written: &str) -> bool {
    let first = written.split_whitespace().next().unwrap_or_default();
    let is_article = ["a", "an"].iter().any(|it| first.eq_ignore_ascii_case(it));
    !is_article && matches!(words, [.., Of, Unit(..)] | [.., Of, Every, Unit(..)])
}

/// Returns the error for `every Thursday once a month`.
fn monthly_or_weekly(day: Weekday, written: &str) -> RuleError {
    let weekly = WeekdaySet::new([day]).map(|days| Guess::of(1, Pattern::Weekly(days)));
    let guesses = [Guess::OfMonth(Vec::new(), Some(day))];
    let guesses = guesses.into_iter().chain(weekly).collect();
    either(written, ["once a month", "every week"], guesses)
}

/// Returns the error for `every other weekday`.
fn every_other_weekday(written: &str) -> RuleError {
    let second_days = WeekdaySet::new([Weekday::Mon, Weekday::Wed, Weekday::Fri]);
    let second_days = second_days.map(|days| Guess::of(1, Pattern::Weekly(days)));
    let second_weeks = Guess::of(2, Pattern::Weekly(WeekdaySet::WORKING));
    let guesses = second_days.into_iter().chain([second_weeks]).collect();
    either(written, ["every second day", "every second week"], guesses)
}

fn either(written: &str, [one, other]: [&'static str; 2], guesses: Vec<Guess>) -> RuleError {
    let written = written.into();
    Found(
        RuleFinding::Either {
            written,
            one,
            other,
        },
        guesses,
    )
}

/// Returns the error for `biweekly`: twice in one week, or once in two.
fn twofold(period: Period, days: &[Word], written: &str) -> RuleError {
    let (in_two, in_one, _) = twofold_rules(period, days, written);
    // "Bi weekly" is one word.
    let is_part =
        |word: &&str| matches!(word.to_lowercase().as_str(), "bi" | "bi-" | "-" | "–" | "—");
    let parts = written.split_whitespace().take_while(is_part).count();
    let word: Vec<&str> = written.split_whitespace().take(parts + 1).collect();
    let finding = RuleFinding::TwiceOrEveryTwo {
        word: word.join(" ").as_str().into(),
        unit: period.noun(),
    };
    Found(finding, in_two.into_iter().chain(in_one).collect())
}

/// Returns the rules for once in two periods and for twice in one period, and the first weekday of the text.
fn twofold_rules(
    period: Period,
    days: &[Word],
    written: &str,
) -> (Option<Guess>, Option<Guess>, Option<Weekday>) {
    let guess = |interval, period| {
        let when = when(days, written).ok()?;
        rule(Some((interval, period)), when, false, written)
            .ok()
            .map(Guess::Rule)
    };
    let single = days.iter().find_map(|word| match word {
        Day(day) => Some(*day),
        _ => None,
    });
    let in_one = match (period, weekdays(days).map_or(0, WeekdaySet::count)) {
        (Period::Week, 2) => guess(1, Period::Week),
        (Period::Week, _) => Some(Guess::TwiceAWeek(single)),
        (Period::Month, _) => Some(Guess::TwiceAMonth(single)),
        _ => guess(6, Period::Month),
    };
    (guess(2, period), in_one, single)
}

/// Returns the error for `twice a month`, which does not say on which days.
fn twice(period: Period, days: &[Word], written: &str) -> RuleError {
    let (_, in_one, single) = twofold_rules(period, days, written);
    let on = single
        .and_then(|day| WeekdaySet::new([day]))
        .map(Pattern::Weekly);
    let on = on.map_or(On::WeekdayOfStart, On::These);
    let every_two_weeks = Guess::Rule(Repeats { interval: 2, on });
    let every_two_weeks = Some(every_two_weeks).filter(|_| period == Period::Month);
    let written = written.into();
    let guesses = in_one.into_iter().chain(every_two_weeks);
    Found(RuleFinding::NoDays { written }, guesses.collect())
}
