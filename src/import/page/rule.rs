//! Reads sentences about a series: `Our regular lean coffees are on the 4th Thursday of the month at 11.00-12.00`.
//!
//! A sentence makes a series only of the one event whose title it names, whose date the rule gives, and which has the same times. Otherwise it is noted
//! with what to write.

use chrono::TimeDelta;

use super::super::account::{Ledger, Outcome};
use super::super::entry::{Entry, Repeats};
use super::block::Text;
use super::part::Line;
use super::phrase::Meaning;
use super::{in_one_line, when};
use crate::recurrence::{End, RecurrenceRule};
use crate::time::Moment;

/// A sentence about a series.
#[derive(Debug)]
struct Sentence {
    line: usize,
    text: String,
    /// What `repeats` says.
    rule: String,
    /// The times, as the reader of times understands them.
    times: Option<String>,
}

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
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl Rules {
    /// Reads a text, if it is a sentence about a series.
    pub(super) fn read(&mut self, text: &Text, ledger: &mut Ledger) -> bool {
        let Some(rule) = rule_in(&text.text) else {
            return false;
        };
        ledger.component(text.line, "RULE");
        let line = Line::new(text);
        let times = line.times.iter().find_map(|time| match &time.meaning {
            Meaning::Time(written, _) => Some(written.clone()),
            _ => None,
        });
        self.0.push(Sentence {
            line: text.line,
            text: in_one_line(&text.text).into_owned(),
            rule,
            times,
        });
        true
    }

    /// Makes series of the events that the sentences are certainly about.
    pub(super) fn tie(&self, entries: &mut [Entry], ledger: &mut Ledger) {
        for sentence in &self.0 {
            let mut fitting = entries.iter_mut().filter(|entry| sentence.is_about(entry));
            match (fitting.next(), fitting.next()) {
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
                    ledger.remark(entry.line, &entry.details.title, reason);
                }
                (found, _) => {
                    let why = match found {
                        Some(_) => "several events fit",
                        None => "no event with its title, its day and its times was found",
                    };
                    let reason = format!(
                        "this sentence is about a series, and {why}; write `repeats: {}` in the event with its first date",
                        sentence.rule
                    );
                    ledger.note(
                        sentence.line,
                        Outcome::Dropped("it is not certain which event it is about"),
                    );
                    ledger.remark(sentence.line, &shortened(&sentence.text), reason);
                }
            }
        }
    }
}

impl Sentence {
    fn is_about(&self, entry: &Entry) -> bool {
        let Moment::DateTime(start) = entry.start else {
            return false;
        };
        let times: Option<(_, Option<TimeDelta>)> = self
            .times
            .as_ref()
            .and_then(|times| when::times(start.date(), times).ok());
        let has_times = times.is_some_and(|(begin, length)| {
            begin == start && length.is_none_or(|length| Some(length) == entry.length)
        });
        let has_day = RecurrenceRule::parse(&self.rule, start.date(), End::Never).is_ok();
        has_times
            && has_day
            && entry.also.is_empty()
            && entry.repeats.is_none()
            && names(&self.text, &entry.details.title)
    }
}

/// Whether a sentence has each word of a title, perhaps in the plural.
fn names(sentence: &str, title: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words
            .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
            .collect()
    };
    let (sentence, title) = (words(sentence), words(title));
    !title.is_empty() && title.len() < 20 && title.iter().all(|word| sentence.contains(word))
}

/// Returns what `repeats` says for a rule in a sentence. It is a rule for any start.
fn rule_in(text: &str) -> Option<String> {
    // A sentence, not a page in one line.
    let lower = text
        .get(..text.len().min(1_000))
        .unwrap_or_default()
        .to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || ",.;:()".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    for (at, word) in words.iter().enumerate() {
        let next = |ahead: usize| words.get(at + ahead).copied().unwrap_or_default();
        let weekday = |word: &str| {
            let word = word.strip_suffix('s').unwrap_or(word);
            let index = WEEKDAYS.iter().position(|name| *name == word)?;
            WEEKDAYS
                .get(index)
                .map(|name| super::sentence::capital(name))
        };
        let ordinal = ORDINALS
            .iter()
            .find(|(name, _)| name == word)
            .map(|(_, ordinal)| *ordinal);
        if let (Some(ordinal), Some(day)) = (ordinal, weekday(next(1))) {
            let is_monthly = matches!(
                (next(2), next(3), next(4)),
                ("of", "the" | "every" | "each", "month")
                    | ("of" | "every" | "each" | "in", "month", _)
                    | ("in", "every" | "each" | "the", "month")
            ) || ["monthly"].contains(&next(2))
                || (at > 0
                    && ["every", "each"].contains(&words.get(at - 1).copied().unwrap_or_default())
                    && ordinal != "2nd");
            if is_monthly {
                return Some(format!("monthly on the {ordinal} {day}"));
            }
        }
        if ["every", "each"].contains(word) {
            match (next(1), weekday(next(1)), weekday(next(2))) {
                (_, Some(day), _) => return Some(format!("weekly on {day}")),
                ("other" | "second", _, Some(day)) => {
                    return Some(format!("every 2 weeks on {day}"));
                }
                _ => {}
            }
        }
        if ["weekly", "fortnightly"].contains(word)
            && next(1) == "on"
            && let Some(day) = weekday(next(2))
        {
            let every = if *word == "weekly" {
                "weekly"
            } else {
                "every 2 weeks"
            };
            return Some(format!("{every} on {day}"));
        }
    }
    None
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
