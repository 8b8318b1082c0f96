//! Reads the events file as it is written, before anything is validated.
//!
//! [`read`] returns a [`Document`], whose keys and types are right and whose scalars are still the editor's words, and a diagnostic for
//! each place where keys or types are wrong. The file is parsed once. It is parsed again only if saphyr-parser refuses it, and parts of it
//! if a place in an event is needed. Validation finds what the values mean and which required keys are missing, so that a missing key
//! hides no other mistake. The language is YAML 1.2 with anchors, aliases and `<<` merges.

mod brackets;
mod contested_keys;
mod entries;
mod event_keys;
mod expected;
mod forms;
mod keys;
mod limits;
mod lines;
mod meant_key;
mod merged;
mod missing_hyphen;
mod node;
mod parser_message;
mod places;
mod reader;
mod recover;
mod recovered;
mod repairs;
mod resume;
pub(crate) mod scalar;
mod schema;
mod second_reader;
mod seen_keys;
mod shape;
mod source;
mod splice;
mod step;
mod stray_marks;
mod surrogates;
mod syntax;
mod tree;
mod typo;
mod unknown_keys;

use std::ops::Range;

use crate::diagnostic::{
    Diagnostic, Edit, Fix, Lines, Place, Problem, Severity, ShapeFinding, Side,
};
use crate::include::Include;

pub(crate) use entries::{Entries, Items, Words, is_none};
pub(crate) use expected::{event_of, expected};
pub(crate) use keys::{Calendar, Change, Defaults, Event, Group, Link, Talk};
pub(crate) use meant_key::meant_key;
pub(crate) use merged::{Merged, PathsToHoles};
use parser_message::ParserMessage;
pub(crate) use places::Places;
pub(crate) use recovered::Recovered;
pub(crate) use schema::{Role, groups_of, keys_of, schema_with};
pub use schema::{schema, schema_for, schema_of_included};
use second_reader::Second;
pub(crate) use splice::{Draft, Obstacle, added, removed};
pub(crate) use step::{Step, Value};

pub(crate) use stray_marks::FLAGS;
use tree::Refusal;

/// The whole file.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) calendar: Option<Calendar>,
    /// The paths and patterns of the files to include.
    pub(crate) include: Vec<String>,
    pub(crate) defaults: Option<Defaults>,
    pub(crate) groups: Entries<Group>,
    pub(crate) events: Vec<Event>,
}

/// The result of reading: the document as far as it can be read, and what is wrong with the rest.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) recovered: Recovered,
    /// Where each value is. `None` if the text is YAML, but saphyr-parser, which knows places, refuses it.
    pub(crate) places: Option<Places>,
}

impl Reading {
    /// Makes the result for a text of which nothing can be read.
    fn refused(errors: Vec<Diagnostic>) -> Self {
        Self {
            recovered: Recovered::nothing(errors),
            places: None,
        }
    }
}

/// Reads `text`, and reports every error in its YAML.
pub(crate) fn read(text: &str) -> Reading {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if body.trim().is_empty() {
        let problem = ShapeFinding::EmptyFile.into();
        return Reading::refused(vec![unreadable(text, problem, 0..0, 0)]);
    }
    resume::read(text)
}

/// Reads a text that is expected to be valid. Returns `None` if it is not YAML.
pub(crate) fn read_valid(text: &str) -> Option<Reading> {
    if refused_characters(text).next().is_some() {
        return None;
    }
    attempt(text).ok()
}

/// Reads a text up to the first error in its YAML.
fn attempt(text: &str) -> Result<Reading, Refusal> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    match recover::read(text) {
        Ok((recovered, places)) => Ok(Reading {
            recovered,
            places: Some(places),
        }),
        Err(Refusal::Syntax(message)) if !second_reader::is_costly(body) => again(text, message),
        Err(refusal) => Err(refusal),
    }
}

/// Reads a text that saphyr-parser refuses. It refuses some tabs, and some lists in brackets, that YAML allows.
fn again(text: &str, message: ParserMessage) -> Result<Reading, Refusal> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    match second_reader::read(body) {
        Second::Document(document) if document.events.len() <= limits::MOST_EVENTS => Ok(Reading {
            recovered: Recovered::whole(*document),
            places: None,
        }),
        Second::NotYaml(message) => Err(Refusal::Syntax(message)),
        // With a space in place of each tab, saphyr-parser can often read the text. Then its wrong keys and types can be reported.
        Second::Document(_) | Second::Faulty => match recover::read(&spaced(text)) {
            Ok((recovered, places)) => Ok(Reading {
                recovered,
                places: Some(places.without_tabs()),
            }),
            Err(_) => Err(Refusal::Syntax(message)),
        },
    }
}

/// Gives each diagnostic its place in `text`, if it is about the file with this number. Without `places`, parses the text again to find them.
///
/// # Errors
/// saphyr-parser refuses the text, though it is YAML. The diagnostics then have no place.
pub(crate) fn locate(
    file: usize,
    text: &str,
    places: Option<&Places>,
    diagnostics: &mut [Diagnostic],
) -> Result<(), Box<Diagnostic>> {
    if diagnostics.iter().all(|found| found.is_located_in(file)) {
        return Ok(());
    }
    match places {
        Some(places) => places.locate(file, text, diagnostics),
        None => Places::of(&spaced(text))
            .map_err(|refusal| refused(text, refusal))?
            .without_tabs()
            .locate(file, text, diagnostics),
    }
    Ok(())
}

/// Returns what the entries of `include` in a text name, as far as they can be read.
pub(crate) fn includes_of(text: &str) -> Vec<Include> {
    // A file without them is not parsed.
    if !text.contains("include") {
        return Vec::new();
    }
    let reading = read_valid(text);
    let written = reading.map(|it| it.recovered.document.include);
    let written = written.unwrap_or_default();
    let entries = written
        .iter()
        .filter_map(|entry| Include::parse(entry).ok());
    entries.collect()
}

/// Returns the domain and the slug of the calendar in a text, if it has one.
pub(crate) fn calendar_of(text: &str) -> Option<(String, String)> {
    // A file without one is not parsed.
    if !text.contains("calendar") {
        return None;
    }
    let calendar = read(text).recovered.document.calendar?;
    let (domain, slug) = (calendar.domain.as_ref()?, calendar.slug.as_ref()?);
    Some((domain.trim().to_owned(), slug.trim().to_owned()))
}

/// Puts a space in place of each tab, so that all bytes keep their positions.
fn spaced(text: &str) -> String {
    text.replace('\t', " ")
}

/// Returns the diagnostic of a text that saphyr-parser refuses.
fn refused(text: &str, refusal: Refusal) -> Box<Diagnostic> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = text.len() - body.len();
    Box::new(match refusal {
        Refusal::Limit(problem, bytes) => unreadable(text, problem, bytes, 0),
        Refusal::Syntax(message) => {
            let (problem, bytes) = syntax::explain(body, &message);
            unreadable(text, problem, bytes, shift)
        }
    })
}

/// Returns the characters that YAML does not allow, each with its byte.
fn refused_characters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let may_begin = |byte: u8| {
        let is_control = byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r');
        is_control || matches!(byte, 0xc2 | 0xef)
    };
    // Fast path, without a branch for each byte: few texts have a byte with which such a character begins.
    let may_have = text.bytes().fold(false, |any, byte| any | may_begin(byte));
    let text = if may_have { text } else { "" };
    text.char_indices().filter(|(_, c)| is_refused(*c))
}

/// Whether YAML forbids a character everywhere in a text ([YAML 1.2 §5.1](https://yaml.org/spec/1.2.2/#51-character-set)).
fn is_refused(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Returns a diagnostic about the text itself. Its bytes, which count from `shift`, are cut at the end of their line.
fn unreadable(text: &str, problem: Problem, bytes: Range<usize>, shift: usize) -> Diagnostic {
    let place = Place::new(Vec::new(), Side::Value);
    let moved = |bytes: &Range<usize>| bytes.start + shift..bytes.end + shift;
    let bytes = moved(&bytes);
    let mut diagnostic = Diagnostic::new(Severity::Error, problem, place);
    let rest_of_line = text
        .get(bytes.start..)
        .and_then(|rest| rest.lines().next())
        .map_or(0, |rest| rest.trim_end().len());
    let end = bytes.end.min(bytes.start + rest_of_line);
    let changes = diagnostic.problem.repairs().iter();
    let changes = changes.filter_map(|repair| match &repair.edit {
        Edit::Bytes(range, replacement) => Some(Fix {
            range: moved(range),
            replacement: replacement.clone(),
            certainty: repair.certainty,
        }),
        _ => None,
    });
    diagnostic.fixes = changes.collect();
    diagnostic.location = Some(Lines::new(text).locate(bytes.start..end));
    diagnostic
}

#[cfg(test)]
mod tests;
