//! What a parser says of a text that is no YAML: what it found, where, and what it was reading.
//!
//! In: the error of one of the two parsers. Out: [`ParserMessage`]. Guaranteed: bytes of the text, however the parser counts.
//! Absent: what to make of it, which is [`super::syntax`]'s.

use serde::de::IgnoredAny;

use super::{lines, second_reader, surrogates};

/// What a parser says.
#[derive(Debug)]
pub(super) struct ParserMessage {
    pub(super) what: String,
    /// The byte at which it stopped.
    pub(super) at: usize,
    /// What it was reading, and the byte where that begins.
    reading: Option<(String, usize)>,
}

impl ParserMessage {
    /// What the marked reader says; it does not tell what it was reading.
    pub(super) fn marked(info: &str, at: usize) -> Self {
        Self {
            what: info.to_owned(),
            at,
            reading: None,
        }
    }

    /// What the typed reader says. Of what it was reading, and of where, it tells in its text alone:
    /// `WHAT at line 9 column 4, while READING at line 8 column 3`.
    pub(super) fn typed(body: &str, error: &serde_yaml::Error) -> Self {
        let said = error.to_string();
        let (what, reading) = said.split_once(", while ").unwrap_or((&said, ""));
        let (what, place) = what.split_once(" at line ").unwrap_or((what, ""));
        let at = position(place).map_or(0, |(line, column)| lines::byte_of(body, line, column));
        let (reading, place) = reading.split_once(" at line ").unwrap_or((reading, ""));
        let start = match position(place) {
            Some((line, column)) => lines::byte_of(body, line, column),
            // It leaves out a place that is the same, and one that is the beginning of the text.
            None if body.starts_with(['[', '{', '"', '\'', '!', '&', '*']) => 0,
            None => at,
        };
        Self {
            what: what.to_owned(),
            at,
            reading: Some((reading.to_owned(), start)).filter(|(reading, _)| !reading.is_empty()),
        }
    }

    /// What the typed reader says of a part of the text.
    pub(super) fn of_part(part: &str, tail: &str) -> Option<Self> {
        let text = format!("{}{tail}", surrogates::hidden(part));
        if second_reader::is_costly(&text) {
            return None;
        }
        let error = serde_yaml::from_str::<IgnoredAny>(&text).err()?;
        Some(Self::typed(&text, &error))
    }

    /// Whether it says `what`.
    pub(super) fn is(&self, what: &str) -> bool {
        self.what.contains(what)
    }

    /// Where it began to read such a thing.
    pub(super) fn start_of(&self, what: &str) -> Option<usize> {
        let (reading, start) = self.reading.as_ref()?;
        reading.contains(what).then_some(*start)
    }

    /// Where the bracket or brace begins that it was reading.
    pub(super) fn brackets(&self) -> Option<usize> {
        self.start_of("a flow sequence")
            .or_else(|| self.start_of("a flow mapping"))
    }
}

/// Where the bracket or brace begins that is open at a byte.
pub(super) fn brackets_around(body: &str, at: usize) -> Option<usize> {
    ParserMessage::of_part(body.get(..at)?, "x")?.brackets()
}

/// Reads `9 column 4`.
fn position(text: &str) -> Option<(usize, usize)> {
    let (line, column) = text.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}
