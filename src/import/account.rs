//! [`Account`]: what became of every component and every property that was read.
//!
//! A reader notes in a [`Ledger`] what it does with each of them, by the line in the source. Whatever it says nothing about counts as dropped, so
//! the sums always equal what was read.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use serde::Serialize;

/// How many were read, and what became of them. `read` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Count {
    /// All.
    pub read: usize,
    /// In the events file with the same meaning under a key of its own.
    pub kept: usize,
    /// In the events file in another form, such as a rule that became dates.
    pub rewritten: usize,
    /// Not in the events file.
    pub dropped: usize,
}

/// Something about one event of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Remark {
    /// The name of the source.
    pub source: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// The line in the source, counted from 1.
    pub line: usize,
    /// Why, and what to do.
    pub reason: String,
}

/// What became of everything that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Account {
    /// The components; a VTIMEZONE is one, with its parts.
    pub components: Count,
    /// The properties of all components.
    pub properties: Count,
    /// The events that are not in the events file, or not with all their times, their title and their exceptions, in the order of the sources and
    /// lines.
    pub events: Vec<Remark>,
    /// What else there is to know about single events.
    pub remarks: Vec<Remark>,
    /// The components and properties by name and outcome.
    pub kinds: Vec<Tally>,
}

/// All components or properties of one name with the same outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tally {
    /// The name in the source, such as `VALARM`.
    pub name: String,
    /// `kept`, `rewritten` or `dropped`.
    pub outcome: &'static str,
    /// Into what, or why; empty for what was kept.
    pub reason: &'static str,
    /// How many.
    pub count: usize,
}

/// What became of a component or a property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Outcome {
    Kept,
    /// Into what, such as the key of an event.
    Rewritten(&'static str),
    /// Why.
    Dropped(&'static str),
}

/// What a reader notes about one source.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By line: whether it is a component, its name, and what became of it.
    items: BTreeMap<usize, (bool, String, Option<Outcome>)>,
    lost: Vec<Remark>,
    remarks: Vec<Remark>,
}

/// The reason of what nothing was noted about.
const UNKNOWN: Outcome = Outcome::Dropped("an events file has no key for it");

impl Ledger {
    /// Notes that a component was read, which begins in this line.
    pub(super) fn component(&mut self, line: usize, name: &str) {
        self.items.insert(line, (true, name.to_owned(), None));
    }

    /// Notes that a property was read, which begins in this line.
    pub(super) fn property(&mut self, line: usize, name: &str) {
        self.items.insert(line, (false, name.to_owned(), None));
    }

    /// Notes what became of the component or the property in a line.
    pub(super) fn note(&mut self, line: usize, outcome: Outcome) {
        if let Some((_, _, noted)) = self.items.get_mut(&line) {
            *noted = Some(outcome);
        }
    }

    /// Notes that an event, or a part of it that matters, is not in the events file.
    pub(super) fn lost(&mut self, line: usize, title: &str, reason: impl Into<String>) {
        self.lost.push(remark(line, title, reason.into()));
    }

    /// The lines of the events that are not in the events file as they were.
    pub(super) fn lines_of_lost(&self) -> HashSet<usize> {
        self.lost.iter().map(|lost| lost.line).collect()
    }

    /// Notes what to know about an event that arrives with all its times, its title and its exceptions.
    pub(super) fn remark(&mut self, line: usize, title: &str, reason: impl Into<String>) {
        self.remarks.push(remark(line, title, reason.into()));
    }
}

fn remark(line: usize, title: &str, reason: String) -> Remark {
    Remark {
        source: String::new(),
        title: title.to_owned(),
        line,
        reason,
    }
}

impl Account {
    /// Sums up what was noted about each source.
    pub(super) fn of<'a>(ledgers: impl IntoIterator<Item = (&'a str, &'a Ledger)>) -> Self {
        let mut account = Self::default();
        let mut kinds: BTreeMap<(&str, &Outcome), usize> = BTreeMap::new();
        for (source, ledger) in ledgers {
            for (is_component, name, outcome) in ledger.items.values() {
                let outcome = outcome.as_ref().unwrap_or(&UNKNOWN);
                let count = if *is_component {
                    &mut account.components
                } else {
                    &mut account.properties
                };
                count.read += 1;
                match outcome {
                    Outcome::Kept => count.kept += 1,
                    Outcome::Rewritten(_) => count.rewritten += 1,
                    Outcome::Dropped(_) => count.dropped += 1,
                }
                *kinds.entry((name, outcome)).or_default() += 1;
            }
            let of_source = |remarks: &[Remark]| {
                let mut remarks = remarks.to_vec();
                remarks.sort_by_key(|remark| remark.line);
                for remark in &mut remarks {
                    source.clone_into(&mut remark.source);
                }
                remarks
            };
            account.events.extend(of_source(&ledger.lost));
            account.remarks.extend(of_source(&ledger.remarks));
        }
        let kinds = kinds.into_iter().map(|((name, outcome), count)| {
            let (outcome, reason) = match outcome {
                Outcome::Kept => ("kept", ""),
                Outcome::Rewritten(into) => ("rewritten", *into),
                Outcome::Dropped(why) => ("dropped", *why),
            };
            Tally {
                name: name.to_owned(),
                outcome,
                reason,
                count,
            }
        });
        account.kinds = kinds.collect();
        account
    }

    /// Whether every event arrived with its times, its title and its exceptions.
    pub fn is_whole(&self) -> bool {
        self.events.is_empty()
    }

    /// The account for people: what did not arrive, what else there is to know, and what became of everything that was read.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut list = |head: &str, remarks: &[Remark]| {
            if remarks.is_empty() {
                return;
            }
            let _ = writeln!(text, "{head}");
            for remark in remarks {
                let Remark {
                    source,
                    title,
                    line,
                    reason,
                } = remark;
                let _ = writeln!(text, "  {source}, line {line}: {title}\n    {reason}");
            }
            text.push('\n');
        };
        list("Not imported, or not as it was:", &self.events);
        list(
            "Imported, with a difference that you may want to check:",
            &self.remarks,
        );
        for (name, count) in [
            ("components", self.components),
            ("properties", self.properties),
        ] {
            let Count {
                read,
                kept,
                rewritten,
                dropped,
            } = count;
            let _ = writeln!(
                text,
                "{read} {name}: {kept} kept, {rewritten} rewritten, {dropped} dropped"
            );
        }
        for kind in self.kinds.iter().filter(|kind| kind.outcome != "kept") {
            let Tally {
                name,
                outcome,
                reason,
                count,
            } = kind;
            let word = match *outcome {
                "rewritten" => "rewritten as",
                outcome => outcome,
            };
            let gap = if *outcome == "dropped" { ": " } else { " " };
            let _ = writeln!(text, "  {count} {name} {word}{gap}{reason}");
        }
        text
    }

    /// The account as one JSON object: `components` and `properties` with `read`, `kept`, `rewritten` and `dropped`; `events` and `remarks` with
    /// `source`, `title`, `line` and `reason`; and `kinds` with `name`, `outcome`, `reason` and `count`.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
