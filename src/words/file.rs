//! Reads `words.yaml`: texts that replace those of the catalogue.
//!
//! The file is a mapping from the names of words to texts. [`Words::read`] takes it and returns the English words with these texts in their
//! place, or a [`Report`] with every mistake and its line and column. A text has exactly the placeholders of the English one, and its pairs
//! are closed in order, so pages can use it without any check. The parser gives one event after another, so lists and mappings below a name
//! are never kept.

use std::collections::BTreeSet;
use std::ops::Range;

use saphyr_parser::{Event, Parser};

use super::english::{ENGLISH, NAMES, Words};
use super::{Piece, pieces};
use crate::diagnostic::{
    Diagnostic, Lines, Place, Problem, Report, Segment, Severity, Side, TemplateFinding,
};
use crate::spelling::closest;

/// The name of the file, which is also the name of its place in a report.
pub(crate) const FILE_NAME: &str = "words.yaml";

impl Words {
    /// Reads the text of a `words.yaml`.
    ///
    /// # Errors
    /// The text is not YAML or not a mapping, or a name or a text is wrong. The report has all mistakes up to the first that is not YAML.
    pub(crate) fn read(text: &str) -> Result<Self, Report> {
        let mut reader = Reader::new(text);
        reader.read();
        if reader.mistakes.is_empty() {
            Ok(reader.words)
        } else {
            Err(reader.report())
        }
    }
}

/// What has been read of a file.
struct Reader<'a> {
    text: &'a str,
    /// The byte at which each character starts, because the parser counts characters.
    bytes: Vec<usize>,
    words: Words,
    known: BTreeSet<String>,
    mistakes: Vec<(TemplateFinding, Range<usize>)>,
}

/// A name of the file, and where it is.
type Name = (String, Range<usize>);

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.char_indices().map(|(at, _)| at).collect(),
            words: ENGLISH.clone(),
            known: BTreeSet::new(),
            mistakes: Vec::new(),
        }
    }

    fn read(&mut self) {
        let mut depth = 0_usize;
        let mut name: Option<Name> = None;
        for event in Parser::new_from_str(self.text) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = self.byte(error.marker().index());
                    let found = error.info().to_owned();
                    self.mistake(TemplateFinding::Other { found }, at..at + 1);
                    return;
                }
            };
            let place = self.byte(span.start.index())..self.byte(span.end.index());
            match event {
                Event::MappingStart(..) if depth == 0 => depth = 1,
                Event::Scalar(text, ..) if depth == 1 => match name.take() {
                    None => name = Some((text.into_owned(), place)),
                    Some(name) => self.word(&name, text.into_owned(), place),
                },
                Event::MappingStart(..) | Event::SequenceStart(..) => {
                    if depth <= 1 {
                        self.no_text(depth, name.take(), place);
                    }
                    depth += 1;
                }
                Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
                Event::Alias(..) if depth == 1 => self.no_text(depth, name.take(), place),
                // An empty file has no document, or one with an empty text.
                Event::Scalar(text, ..) if depth == 0 && !text.is_empty() => {
                    self.mistake(TemplateFinding::NoWords, place);
                }
                _ => {}
            }
        }
    }

    /// Reports a list or a mapping where a text is expected.
    fn no_text(&mut self, depth: usize, name: Option<Name>, place: Range<usize>) {
        let place = place.start..place.end.max(place.start + 1);
        match name {
            Some((name, _)) => self.mistake(TemplateFinding::WordIsNoText { name }, place),
            None if depth == 0 => self.mistake(TemplateFinding::NoWords, place),
            None => self.mistake(TemplateFinding::WordWithoutName, place),
        }
    }

    /// Reads one word.
    fn word(&mut self, name: &Name, text: String, place: Range<usize>) {
        let (name, at) = name;
        let Some(english) = ENGLISH.get(name) else {
            let nearest = closest(name, NAMES.iter().copied());
            let found = match nearest {
                Some(nearest) => TemplateFinding::MisspeltWord {
                    name: name.clone(),
                    nearest: nearest.to_owned(),
                },
                None => TemplateFinding::UnknownWord { name: name.clone() },
            };
            self.mistake(found, at.clone());
            return;
        };
        if !self.known.insert(name.clone()) {
            self.mistake(
                TemplateFinding::RepeatedWord { name: name.clone() },
                at.clone(),
            );
            return;
        }
        let is_half_of_day = matches!(name.as_str(), "am" | "pm");
        if matches!(text.trim(), "" | "~" | "null") && !is_half_of_day {
            self.mistake(TemplateFinding::WordIsNoText { name: name.clone() }, place);
            return;
        }
        match differs(&text, english) {
            Some(found) => self.mistake(found, place),
            None => self.words.replace(name, text),
        }
    }

    fn mistake(&mut self, found: TemplateFinding, place: Range<usize>) {
        self.mistakes.push((found, place));
    }

    /// Returns the byte at which a character starts.
    fn byte(&self, index: usize) -> usize {
        self.bytes.get(index).copied().unwrap_or(self.text.len())
    }

    fn report(self) -> Report {
        let lines = Lines::new(self.text);
        let diagnostics = self.mistakes.into_iter().map(|(found, bytes)| {
            let place = Place::new(vec![Segment::Key(FILE_NAME.to_owned())], Side::Value);
            let mut diagnostic = Diagnostic::new(Severity::Error, Problem::from(found), place);
            diagnostic.location = Some(lines.locate(bytes));
            diagnostic
        });
        Report::new(diagnostics.collect())
    }
}

/// Returns how the placeholders of a text differ from those of the English text.
fn differs(text: &str, english: &str) -> Option<TemplateFinding> {
    let names = |text| -> BTreeSet<String> {
        let names = pieces(text).into_iter().filter_map(written);
        names.collect()
    };
    let (has, needs) = (names(text), names(english));
    if let Some(missing) = needs.difference(&has).next() {
        let english = english.to_owned();
        let placeholder = missing.clone();
        return Some(TemplateFinding::MissingPlaceholder {
            placeholder,
            english,
        });
    }
    if let Some(unknown) = has.difference(&needs).next() {
        let english = english.to_owned();
        let placeholder = unknown.clone();
        return Some(TemplateFinding::UnknownPlaceholder {
            placeholder,
            english,
        });
    }
    let is_pair = |name: &str| needs.contains(&format!("{{/{name}}}"));
    let mut open = Vec::new();
    let mut begun = BTreeSet::new();
    for piece in pieces(text) {
        match piece {
            // A link within itself would be two.
            Piece::Value(name) if is_pair(name) && !begun.insert(name) => {
                return Some(TemplateFinding::PairOutOfOrder { name: name.into() });
            }
            Piece::Value(name) if is_pair(name) => open.push(name),
            Piece::End(name) if open.pop() != Some(name) => {
                return Some(TemplateFinding::PairOutOfOrder { name: name.into() });
            }
            Piece::Text(_) | Piece::Value(_) | Piece::End(_) => {}
        }
    }
    let name = open.pop()?.into();
    Some(TemplateFinding::PairOutOfOrder { name })
}

/// Returns a placeholder as it is written: `{name}`, `{/link}`.
fn written(piece: Piece<'_>) -> Option<String> {
    match piece {
        Piece::Text(_) => None,
        Piece::Value(name) => Some(format!("{{{name}}}")),
        Piece::End(name) => Some(format!("{{/{name}}}")),
    }
}
