//! The file as written.
//!
//! In: the text of an events file. Out: a [`Document`], whose keys and types are right and whose scalars are still the
//! words of the editor; and a diagnostic for each place where keys or types are wrong. Guaranteed: a good file takes one
//! typed pass, in portions where it is large; a second pass over marked nodes is made only where something must be located, or merged.
//! Absent: every meaning, which is [`crate::validate`]'s; required keys too, so that one that is missing hides no other mistake.
//! Reads YAML 1.2 with anchors, aliases and `<<` merges.

mod entries;
mod forms;
mod keys;
mod limits;
mod lines;
mod node;
mod parser_message;
mod places;
mod reader;
mod recover;
mod repairs;
mod schema;
mod second_reader;
mod seen_keys;
mod shape;
mod source;
mod surrogates;
mod syntax;
mod tree;
mod typo;

use std::ops::Range;

use crate::diagnostic::{
    Diagnostic, Edit, Fix, Kind, Lines, Place, Problem, Severity, ShapeFinding, Side,
};

pub(crate) use entries::{Entries, Items, Words, is_none};
pub(crate) use keys::{Calendar, Change, Event, Group, Link, Talk};
use parser_message::ParserMessage;
use places::Places;
pub(crate) use recover::Recovered;
pub use schema::{schema, schema_for};
use second_reader::Second;
use tree::Refusal;

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
    /// Where everything is; none where the parser that knows places is stricter than YAML.
    pub(crate) places: Option<Places>,
}

/// Reads `text`.
///
/// # Errors
/// The one diagnostic of a text that is no YAML at all.
pub(crate) fn read(text: &str) -> Result<Reading, Box<Diagnostic>> {
    // A byte order mark is no part of the YAML; places count from behind it, and are brought back at the end.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some((at, found)) = first_refused(text) {
        let problem = Problem::new(
            Kind::ControlCharacter,
            format!("a control character (U+{:04X})", u32::from(found)),
        )
        .help("delete it: it cannot be seen, and no YAML file may hold it");
        return Err(unreadable(text, problem, at..at + 1));
    }
    if body.trim().is_empty() {
        return Err(unreadable(text, ShapeFinding::EmptyFile.into(), 0..0));
    }
    match recover::read(text) {
        Ok((recovered, places)) => Ok(Reading {
            recovered,
            places: Some(places),
        }),
        Err(Refusal::Syntax(message)) if !second_reader::is_costly(body) => again(text, message),
        Err(refusal) => Err(refused(text, refusal)),
    }
}

/// Reads a text that the first parser takes for no YAML: it refuses tabs, and lists in brackets, that YAML allows.
fn again(text: &str, message: ParserMessage) -> Result<Reading, Box<Diagnostic>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    match second_reader::read(body) {
        Second::Document(document) if document.events.len() <= limits::MOST_EVENTS => Ok(Reading {
            recovered: Recovered::whole(*document),
            places: None,
        }),
        Second::NotYaml(message) => Err(not_yaml(text, &message)),
        // With a space in place of each tab it can often be read, and its faults reported.
        Second::Document(_) | Second::Faulty => match recover::read(&spaced(text)) {
            Ok((recovered, places)) => Ok(Reading {
                recovered,
                places: Some(places.without_tabs()),
            }),
            Err(_) => Err(refused(text, Refusal::Syntax(message))),
        },
    }
}

/// Gives each diagnostic its place in `text`, by the places of its reading where there are any.
///
/// # Errors
/// What the parser that knows places refuses, and the other does not. Nothing has a place then.
pub(crate) fn locate(
    text: &str,
    places: Option<Places>,
    diagnostics: &mut [Diagnostic],
) -> Result<(), Box<Diagnostic>> {
    match places {
        Some(places) => places.locate(text, diagnostics),
        None => Places::of(&spaced(text))
            .map_err(|refusal| refused(text, refusal))?
            .without_tabs()
            .locate(text, diagnostics),
    }
    Ok(())
}

/// Puts a space in place of each tab: bytes stay the same.
fn spaced(text: &str) -> String {
    text.replace('\t', " ")
}

fn not_yaml(text: &str, message: &ParserMessage) -> Box<Diagnostic> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = text.len() - body.len();
    let (problem, bytes) = syntax::explain(body, message);
    unreadable(text, problem, shift + bytes.start..shift + bytes.end)
}

fn refused(text: &str, refusal: Refusal) -> Box<Diagnostic> {
    match refusal {
        Refusal::Limit(problem, bytes) => unreadable(text, problem, bytes),
        Refusal::Syntax(message) => not_yaml(text, &message),
    }
}

/// Returns the first character that is refused, and its byte.
fn first_refused(text: &str) -> Option<(usize, char)> {
    let may_begin = |byte: u8| {
        let is_control = byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r');
        is_control || matches!(byte, 0xc2 | 0xef)
    };
    // Fast path, without a branch for each byte: nearly every text has no byte with which such a character begins.
    let may_have = text.bytes().fold(false, |any, byte| any | may_begin(byte));
    if !may_have {
        return None;
    }
    text.char_indices().find(|(_, c)| is_refused(*c))
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
    let changes = diagnostic.problem.repairs().iter();
    let changes = changes.filter_map(|repair| match &repair.edit {
        Edit::Bytes(range, replacement) => Some(Fix {
            range: range.clone(),
            replacement: replacement.clone(),
            certainty: repair.certainty,
        }),
        _ => None,
    });
    diagnostic.fixes = changes.collect();
    diagnostic.location = Some(Lines::new(text).locate(bytes.start..end));
    Box::new(diagnostic)
}

#[cfg(test)]
mod tests;
