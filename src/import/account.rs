//! [`Account`]: what became of every component and every property that was read.
//!
//! A reader notes in a [`Ledger`] what it does with each of them, by the line in the source. Whatever it says nothing about counts as dropped, so
//! the sums always equal what was read.

use std::collections::BTreeMap;

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

/// An event that is not in the events file, or not with all its times, its title and its exceptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Missing {
    /// The name of the source.
    pub source: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// The line in the source, counted from 1.
    pub line: usize,
    /// Why, and what to do.
    pub reason: String,
    /// Whether something is missing. Without, it arrived whole, and there is only something to know.
    pub is_lost: bool,
}

/// What became of everything that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Account {
    /// The components; a VTIMEZONE is one, with its parts.
    pub components: Count,
    /// The properties of all components.
    pub properties: Count,
    /// What to know about single events, in the order of the sources and lines.
    pub events: Vec<Missing>,
    /// The properties and components by name and outcome, with their number.
    pub(super) kinds: BTreeMap<(String, Outcome), usize>,
}

/// What became of a component or a property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Outcome {
    Kept,
    /// Into what, such as `the key \`repeats\``.
    Rewritten(&'static str),
    /// Why.
    Dropped(&'static str),
}

/// What a reader notes about one source.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By line: whether it is a component, its name, and what became of it.
    items: BTreeMap<usize, (bool, String, Option<Outcome>)>,
    notes: Vec<Missing>,
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
        self.say(line, title, reason, true);
    }

    /// Notes what to know about an event that arrives with all its times, its title and its exceptions.
    pub(super) fn remark(&mut self, line: usize, title: &str, reason: impl Into<String>) {
        self.say(line, title, reason, false);
    }

    fn say(&mut self, line: usize, title: &str, reason: impl Into<String>, is_lost: bool) {
        self.notes.push(Missing {
            source: String::new(),
            title: title.to_owned(),
            line,
            reason: reason.into(),
            is_lost,
        });
    }
}

impl Account {
    /// Adds what was noted about a source.
    pub(super) fn add(&mut self, source: &str, ledger: Ledger) {
        for (is_component, name, outcome) in ledger.items.into_values() {
            let outcome = outcome.unwrap_or(UNKNOWN);
            let count = match is_component {
                true => &mut self.components,
                false => &mut self.properties,
            };
            count.read += 1;
            match outcome {
                Outcome::Kept => count.kept += 1,
                Outcome::Rewritten(_) => count.rewritten += 1,
                Outcome::Dropped(_) => count.dropped += 1,
            }
            *self.kinds.entry((name, outcome)).or_default() += 1;
        }
        let mut notes = ledger.notes;
        notes.sort_by_key(|note| note.line);
        self.events.extend(notes.into_iter().map(|note| Missing {
            source: source.to_owned(),
            ..note
        }));
    }

    /// Whether every event arrived with its times, its title and its exceptions.
    pub fn is_whole(&self) -> bool {
        !self.events.iter().any(|event| event.is_lost)
    }
}
