//! An id for an event that has none.
//!
//! In: the title and the start of an event, and the ids of the file. Out: what to add. Guaranteed: it is the id of no other event
//! of the file; it is certain only if all of the title is in it. Absent: the reading of an id that is written.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::diagnostic::{Certainty, Edit, Repair};
use crate::document::{self, Document};
use crate::time::Moment;

use super::reporter::template;

/// Characters of an id that people still type and read.
const LONGEST: usize = 60;

/// The ids of a file, those suggested so far included.
pub(super) struct NewIds<'a> {
    document: &'a Document,
    taken: RefCell<Option<HashSet<String>>>,
}

impl<'a> NewIds<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let taken = RefCell::default();
        Self { document, taken }
    }

    /// Returns what to add to an event without an id.
    pub(super) fn of(&self, event: &document::Event) -> Repair {
        let Some(base) = event
            .title
            .as_deref()
            .and_then(|title| from_title(title, year(event)))
        else {
            return template("id", "<id>");
        };
        let mut taken = self.taken.borrow_mut();
        let taken = taken.get_or_insert_with(|| {
            let ids = self
                .document
                .events
                .iter()
                .filter_map(|event| event.id.as_ref().cloned());
            ids.collect()
        });
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let free = std::iter::once(base.clone())
            .chain(numbered)
            .find(|id| !taken.contains(id));
        let id = free.unwrap_or_else(|| base.clone());
        let certainty = if id == base {
            Certainty::Exact
        } else {
            Certainty::Guess
        };
        taken.insert(id.clone());
        let edit = Edit::Add("id".to_owned(), id);
        Repair { edit, certainty }
    }
}

/// The year of an event that takes place once.
fn year(event: &document::Event) -> Option<i32> {
    use chrono::Datelike;

    if event.repeats.is_some() {
        return None;
    }
    match Moment::parse(event.start.as_deref()?).ok()? {
        Moment::Date(date) => Some(date.year()),
        Moment::DateTime(local) => Some(local.year()),
        Moment::Instant(instant) => Some(instant.year()),
        Moment::Month { year, .. } | Moment::Year(year) => Some(year),
        Moment::Time(_) | Moment::ToBeConfirmed => None,
    }
}

/// Returns a slug of a title, with a year unless the title has it; none if the title has nothing that a slug can have.
pub(super) fn from_title(title: &str, year: Option<i32>) -> Option<String> {
    let plain: String = title
        .chars()
        .flat_map(char::to_lowercase)
        .map(without_accent)
        .collect();
    let words = plain.replace(['\'', '’'], "");
    let words = words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty()
        || title
            .chars()
            .any(|c| c.is_alphabetic() && !without_accent(c).is_ascii())
    {
        return None;
    }
    let year = year
        .map(|year| year.to_string())
        .filter(|year| !slug.contains(year));
    Some(year.map_or(slug.clone(), |year| format!("{slug}-{year}")))
}

fn without_accent(c: char) -> char {
    const ACCENTED: [(&str, char); 8] = [
        ("àáâãäå", 'a'),
        ("ç", 'c'),
        ("èéêë", 'e'),
        ("ìíîï", 'i'),
        ("ñ", 'n'),
        ("òóôõöø", 'o'),
        ("ùúûü", 'u'),
        ("ýÿ", 'y'),
    ];
    let found = ACCENTED.iter().find(|(accented, _)| accented.contains(c));
    found.map_or(c, |(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_words_of_the_title_and_the_year_once() {
        for (title, year, id) in [
            ("Lean coffee", None, Some("lean-coffee")),
            ("Lean coffee", Some(2026), Some("lean-coffee-2026")),
            (
                "RustConf 2026: Bristol",
                Some(2026),
                Some("rustconf-2026-bristol"),
            ),
            ("Members’ café", None, Some("members-cafe")),
            ("東京 Rust", None, None),
            ("…", Some(2026), None),
        ] {
            assert_eq!(from_title(title, year).as_deref(), id, "{title}");
        }
    }
}
