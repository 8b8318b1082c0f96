//! What somebody probably meant by a sentence that is no rule.
//!
//! In: the sentence. Out: the problem, with the nearest cure. Guaranteed: a rule that a cure names can be read.
//! Absent: the grammar, which is [`super::sentence`]'s.

use std::fmt;

use chrono::{Month, Weekday};

use super::Pattern;
use super::repeats::On;
use super::sentence::{self, WORDS};
use crate::diagnostic::{Kind, Problem};
use crate::spelling;
use crate::visible::shown;

/// Words that say what belongs under another key, and what to do about it.
const ELSEWHERE: [(&[&str], &str); 4] = [
    (
        &["until", "till", "ending", "ends", "through"],
        "a rule says how often, and no more: write the last date under `until`",
    ),
    (
        &["from", "starting", "beginning", "since"],
        "a rule says how often, and no more: write the first date under `start`",
    ),
    (
        &["at", "@"],
        "a rule says on which days, and no more: write the time of day under `start`",
    ),
    (
        &["except", "excluding", "but", "not", "without", "skip"],
        "write the rule alone, and each date that does not take place under `changes`, such as `2026-12-24: {skipped: Christmas}`",
    ),
];

/// Words for rules that are written otherwise.
const OTHERWISE: [(&str, &str); 5] = [
    ("quarter", "every 3 months on the 1st Thursday"),
    ("fortnight", "every 2 weeks on Thursday"),
    ("except weekends", "every weekday"),
    ("weekend", "weekly on Saturday and Sunday"),
    ("monday to friday", "every weekday"),
];

/// Words for a day of the month, or of the week, where nothing else is said.
const DAYS: [(&str, &str); 5] = [
    ("first working day", "monthly on the first working day"),
    ("last working day", "monthly on the last working day"),
    ("end of the month", "monthly on the last day"),
    ("last day", "monthly on the last day"),
    ("working day", "every weekday"),
];

/// Words beside these that change nothing.
const BESIDE: &str = "monthly month every each on at of in the s";

/// The answer to a sentence that is no rule.
pub(super) fn not_understood(written: &str) -> Problem {
    let problem = Problem::new(
        Kind::BadRepeats,
        format!("`{}` is not a rule that can be read", shown(written)),
    );
    let lower = written.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    if let Some((_, rule)) = OTHERWISE.iter().find(|(said, _)| lower.contains(said)) {
        return problem.help(format!("write it as `{rule}`"));
    }
    let is_all = |said: &str| {
        let rest = lower.split_once(said);
        rest.is_some_and(|(before, after)| {
            let mut rest = before.split_whitespace().chain(after.split_whitespace());
            rest.all(|word| BESIDE.split_whitespace().any(|it| it == word))
        })
    };
    if let Some((_, rule)) = DAYS.iter().find(|(said, _)| is_all(said)) {
        return problem.help(format!("write it as `{rule}`"));
    }
    if let Some(rule) = of_the_month(&words) {
        return problem.help(format!("write `{rule}`"));
    }
    for (said, cure) in ELSEWHERE {
        if said.iter().any(|word| words.contains(word)) {
            return problem.help(cure);
        }
    }
    if let Some(rule) = spelled_out(&words) {
        return problem.help(format!("did you mean `{rule}`?"));
    }
    problem.help("write a rule such as `weekly on Monday`, `every 2 weeks on Friday`, `monthly on the 4th Thursday` or `yearly on 5 March`")
}

/// Completes a rule of months that does not say so, such as `1st and 3rd Friday`, and writes `and` for `&`.
fn of_the_month(words: &[&str]) -> Option<String> {
    let said = words.join(" ");
    let sentence = said.replace(['&', '/', '+'], " and ");
    let words: Vec<&str> = sentence
        .split_whitespace()
        .filter(|word| *word != "the")
        .collect();
    let (every, days) = match words.as_slice() {
        ["every", "other", days @ ..] => ("every 2 months", days),
        ["every" | "on", days @ ..] | days => ("monthly", days),
    };
    let first = days.first().and_then(|word| sentence::ordinal(word));
    let sentence = match first {
        Some(_) => format!("{every} on the {}", days.join(" ")),
        None if sentence == said => return None,
        None => sentence,
    };
    // Now it begins with a unit and has no such character, so this comes back at most twice.
    let repeats = sentence::parse(&sentence).ok()?;
    match repeats.on {
        On::These(pattern) => Some(Said(pattern, repeats.interval).to_string()),
        On::WeekdayOfStart | On::DayOfMonthOfStart | On::DateOfStart => None,
    }
}

/// The sentence of a rule.
struct Said(Pattern, u32);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sentence::write(f, self.0, self.1)
    }
}

/// Corrects the words that the grammar has not, if that makes a rule of them.
fn spelled_out(words: &[&str]) -> Option<String> {
    let known = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            || WORDS.split_whitespace().any(|known| known == word)
    };
    let closest = |word: &str| spelling::closest(word, WORDS.split_whitespace());
    let corrected: Option<Vec<String>> = words
        .iter()
        .map(|word| {
            let word = word.trim_end_matches(',');
            let word = if known(word) { word } else { closest(word)? };
            Some(capitalised(word))
        })
        .collect();
    let corrected = corrected?.join(" ");
    // Corrected twice, a sentence is the same: this comes back here at most once.
    let is_new = corrected.to_lowercase() != words.join(" ");
    (is_new && sentence::parse(&corrected).is_ok()).then_some(corrected)
}

/// Writes the names of weekdays and months as English does.
fn capitalised(word: &str) -> String {
    let is_name =
        word.trim_end_matches('s').parse::<Weekday>().is_ok() || word.parse::<Month>().is_ok();
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if is_name => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}
