//! The file as written.
//!
//! In: the text of an events file. Out: a [`Document`], whose keys and types are right and whose scalars are still the
//! words of the editor; and a diagnostic for each place where keys or types are wrong. Guaranteed: a good file takes one
//! typed pass, in portions where it is large; a second pass over marked nodes is made only where something must be located, or merged.
//! Absent: every meaning, which is [`crate::validate`]'s; required keys too, so that one that is missing hides no other mistake.
//! Reads YAML 1.2 with anchors, aliases and `<<` merges.

mod entries;
mod forms;
mod guard;
mod keys;
mod lines;
mod node;
mod portions;
mod reader;
mod recover;
mod said;
mod schema;
mod shape;
mod slip;
mod syntax;
mod tree;

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::diagnostic::{Diagnostic, Kind, Lines, Place, Problem, Severity, Side};

pub(crate) use entries::{Entries, Words};
pub(crate) use keys::{Calendar, Change, Event, Group, Link, Talk};
pub(crate) use recover::Recovered;
pub use schema::schema;
use tree::Refusal;
pub(crate) use tree::Tree;

/// The whole file.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) calendar: Option<Calendar>,
    pub(crate) groups: Entries<Group>,
    pub(crate) events: Vec<Event>,
}

/// What reading gives: the document as far as it can be read, and what is wrong with the rest.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) recovered: Recovered,
    /// The marked nodes, where they had to be made.
    pub(crate) tree: Option<Tree>,
}

/// Reads `text`.
///
/// # Errors
/// The one diagnostic of a text that is no YAML at all.
pub(crate) fn read(text: &str) -> Result<Reading, Box<Diagnostic>> {
    // A byte order mark is no part of the YAML; places count from behind it, and are brought back at the end.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if guard::has_refused(text)
        && let Some((at, found)) = text.char_indices().find(|(_, c)| is_refused(*c))
    {
        let problem = Problem::new(
            Kind::ControlCharacter,
            format!("a control character (U+{:04X})", u32::from(found)),
        )
        .help("delete it: it cannot be seen, and no YAML file may hold it");
        return Err(unreadable(text, problem, at..at + 1));
    }
    if body.trim().is_empty() {
        let problem = Problem::new(Kind::EmptyFile, "there is nothing in this file")
            .help("begin with `calendar:`; the reference has a small file to copy");
        return Err(unreadable(text, problem, 0..0));
    }
    let deep = guard::opens_deeply(body);
    let large = guard::is_large(body, tree::MOST_NODES);
    if deep || large || guard::is_marked(body) || guard::hides(body) {
        match Tree::parse(text) {
            // What YAML drops, the typed pass would not see.
            Ok(tree) if tree.drops() => return Ok(marked(tree)),
            Err(refusal) if deep || large || !refusal.is_syntax => {
                return Err(refused(text, refusal));
            }
            Ok(_) | Err(_) => {}
        }
    }
    let document = portions::read(body, portions::PORTION);
    let document = document.or_else(|| serde_yaml::from_str(body).ok());
    if let Some(document) = document
        && document.events.len() <= recover::MOST_EVENTS
    {
        return Ok(Reading {
            recovered: Recovered::whole(document),
            tree: None,
        });
    }
    // The typed pass stops at the first mistake, and knows no merges. Where the text is YAML, marked nodes tell the rest.
    let parsed = Tree::parse(text);
    if let Err(error) = serde_yaml::from_str::<IgnoredAny>(body) {
        // Of a second document, or of nesting without end, the nodes say more than the reader does.
        return Err(match parsed {
            Err(refusal) if !refusal.is_syntax => refused(text, refusal),
            Err(_) | Ok(_) => not_yaml(text, &error),
        });
    }
    Ok(marked(parsed.map_err(|refusal| refused(text, refusal))?))
}

fn marked(tree: Tree) -> Reading {
    Reading {
        recovered: recover::read(&tree),
        tree: Some(tree),
    }
}

/// Gives each diagnostic its place in `text`, which `tree` was made of, if it was made.
///
/// # Errors
/// What the marked reader refuses, where the typed one did not: it is the stricter. Nothing has a place then.
pub(crate) fn locate(
    text: &str,
    tree: Option<Tree>,
    diagnostics: &mut [Diagnostic],
) -> Result<(), Box<Diagnostic>> {
    let tree = tree
        .map_or_else(|| Tree::parse(text), Ok)
        .map_err(|refusal| refused(text, refusal))?;
    let lines = Lines::new(text);
    for diagnostic in diagnostics {
        if diagnostic.location.is_none() {
            diagnostic.location = Some(lines.locate(tree.bytes_of(&diagnostic.place, text)));
        }
        if let Some((place, _, location)) = &mut diagnostic.related {
            *location = Some(lines.locate(tree.bytes_of(place, text)));
        }
    }
    Ok(())
}

fn not_yaml(text: &str, error: &serde_yaml::Error) -> Box<Diagnostic> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = text.len() - body.len();
    let (problem, bytes) = syntax::explain(body, &said::Said::typed(body, error));
    unreadable(text, problem, shift + bytes.start..shift + bytes.end)
}

fn refused(text: &str, refusal: Refusal) -> Box<Diagnostic> {
    unreadable(text, refusal.problem, refusal.bytes)
}

/// Whether YAML takes a character for no text at all ([YAML 1.2 §5.1](https://yaml.org/spec/1.2.2/#51-character-set)).
fn is_refused(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// A diagnostic about the text itself, at bytes of one line.
fn unreadable(text: &str, problem: Problem, bytes: Range<usize>) -> Box<Diagnostic> {
    let place = Place {
        path: Vec::new(),
        side: Side::Value,
    };
    let mut diagnostic = Diagnostic::new(Severity::Error, problem, place);
    let rest_of_line = text
        .get(bytes.start..)
        .and_then(|rest| rest.lines().next())
        .map_or(0, |rest| rest.trim_end().len());
    let end = bytes.end.min(bytes.start + rest_of_line);
    diagnostic.location = Some(Lines::new(text).locate(bytes.start..end));
    Box::new(diagnostic)
}

#[cfg(test)]
mod tests;
