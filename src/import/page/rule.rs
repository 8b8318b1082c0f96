//! Reads sentences about a series: `Our regular lean coffees are on the 4th Thursday of the month at 11.00-12.00`.
//!
//! A sentence makes a series only of the one event whose title it names, whose date the rule gives, and which has the same times. Otherwise it is noted
//! with what to write.

use std::collections::HashSet;

use super::super::account::{Ledger, Outcome};
use super::super::entry::{Entry, Repeats};
use super::block::Text;
use super::part::Line;
use super::phrase::Meaning;
use super::reader::shortened;
use super::sentence::first_sentence;
use super::when;
use crate::recurrence::{End, RecurrenceRule};
use crate::time::Moment;

/// A sentence about a series.
#[derive(Debug)]
struct Sentence {
    line: usize,
    text: String,
    words: HashSet<String>,
    /// What `repeats` says.
    rule: String,
    /// The times, as the reader of times understands them.
    times: Option<String>,
}

/// The most bytes of a sentence.
const LONGEST: usize = 1_000;

/// All sentences of a page.
#[derive(Debug, Default)]
pub(super) struct Rules(Vec<Sentence>);

const ORDINALS: [(&str, &str); 10] = [
    ("1st", "1st"),
    ("2nd", "2nd"),
    ("3rd", "3rd"),
    ("4th", "4th"),
    ("last", "last"),
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("final", "last"),
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The most sentences that are compared with all events.
const MOST: usize = 20;

impl Rules {
    /// Reads a text, if it has sentences about a series.
    pub(super) fn read(&mut self, text: &Text, ledger: &mut Ledger) -> bool {
        let count = self.0.len();
        let mut rest = text.text.as_str();
        while !rest.is_empty() && self.0.len() < count + MOST {
            let (sentence, after) = first_sentence(rest);
            if let Some(rule) = rule_in(sentence) {
                let line = Line::new(&Text {
                    text: sentence.to_owned(),
                    ..Text::default()
                });
                self.0.push(Sentence {
                    line: text.line,
                    text: shortened(sentence),
                    words: words(sentence),
                    rule,
                    times: line.times.into_iter().find_map(|time| match time.meaning {
                        Meaning::Time(written, _) => Some(written),
                        _ => None,
                    }),
                });
            }
            rest = after;
        }
        if self.0.len() > count {
            ledger.component(text.line, "RULE");
        }
        self.0.len() > count
    }

    /// Makes series of the events that the sentences are certainly about.
    pub(super) fn tie(&self, entries: &mut [Entry], ledger: &mut Ledger) {
        for (index, sentence) in self.0.iter().enumerate() {
            let compared = if index < MOST { &mut *entries } else { &mut [] };
            let mut fitting = compared.iter_mut().filter(|entry| sentence.is_about(entry));
            let why = match (fitting.next(), fitting.next()) {
                (Some(entry), None) => {
                    entry.repeats = Some(Repeats {
                        rule: sentence.rule.clone(),
                        until: None,
                        count: None,
                    });
                    ledger.note(sentence.line, Outcome::Rewritten("the key `repeats`"));
                    let reason = format!(
                        "it repeats {}, by the sentence in line {}",
                        sentence.rule, sentence.line
                    );
                    ledger.remark(entry.line, &shortened(&entry.details.title), reason);
                    continue;
                }
                (Some(_), Some(_)) => "several events have its title, its day and its times",
                (None, _) => "no event has its title, its day and its times",
            };
            let reason = format!(
                "it is about a series, and {why}; write `repeats: {}` in the event with its first date",
                sentence.rule
            );
            ledger.note(
                sentence.line,
                Outcome::Dropped("it is not certain which event the rule is of"),
            );
            ledger.remark(sentence.line, &sentence.text, reason);
        }
    }
}

impl Sentence {
    fn is_about(&self, entry: &Entry) -> bool {
        let Moment::DateTime(start) = entry.start else {
            return false;
        };
        let times = self
            .times
            .as_ref()
            .and_then(|times| when::times(start.date(), times).ok());
        let has_times = times.is_some_and(|(begin, length)| {
            begin == start && length.is_none_or(|length| Some(length) == entry.length)
        });
        let is_single = entry.also.is_empty() && entry.repeats.is_none();
        has_times
            && is_single
            && self.names(&entry.details.title)
            && RecurrenceRule::parse(&self.rule, start.date(), End::Never).is_ok()
    }

    /// Whether the sentence has each word of a title, perhaps in the plural.
    fn names(&self, title: &str) -> bool {
        let title = words(title);
        !title.is_empty() && title.iter().all(|word| self.words.contains(word))
    }
}

/// Returns the words of a text without the `s` of a plural.
fn words(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

/// Returns what `repeats` says for a rule in a sentence.
pub(super) fn rule_in(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || ",.;:()".contains(c));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    (0..words.len()).find_map(|at| rule_at(&words, at))
}

/// Reads a rule at a word: `4th Thursday of the month`, `every Thursday`, `every other Thursday`, `fortnightly on Thursday`.
fn rule_at(words: &[&str], at: usize) -> Option<String> {
    let word = |ahead: usize| words.get(at + ahead).copied().unwrap_or_default();
    let is_every = |word: &str| ["every", "each"].contains(&word);
    let before = at
        .checked_sub(1)
        .and_then(|at| words.get(at))
        .copied()
        .unwrap_or_default();
    if let Some((_, ordinal)) = ORDINALS.iter().find(|(name, _)| *name == word(0)) {
        let day = weekday(word(1))?;
        let is_of_month = match (word(2), word(3), word(4)) {
            ("of" | "in", "the" | "every" | "each", "month")
            | ("of" | "in" | "every" | "each" | "a", "month", _)
            | ("monthly", _, _) => true,
            // `every second Thursday` is every two weeks to many.
            _ => is_every(before) && *ordinal != "2nd",
        };
        return is_of_month.then(|| format!("monthly on the {ordinal} {day}"));
    }
    match (word(0), word(1)) {
        (every, day) if is_every(every) && weekday(day).is_some() => {
            Some(format!("weekly on {}", weekday(day)?))
        }
        (every, "other") if is_every(every) => {
            Some(format!("every 2 weeks on {}", weekday(word(2))?))
        }
        ("weekly", "on") => Some(format!("weekly on {}", weekday(word(2))?)),
        ("fortnightly", "on") => Some(format!("every 2 weeks on {}", weekday(word(2))?)),
        _ => None,
    }
}

/// Reads the name of a weekday, perhaps in the plural.
fn weekday(word: &str) -> Option<&'static str> {
    let word = word.strip_suffix('s').unwrap_or(word);
    WEEKDAYS
        .into_iter()
        .find(|day| day.eq_ignore_ascii_case(word))
}
