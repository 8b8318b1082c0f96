//! Reads the error of a parser about a text that is not YAML: what it found, where, and what it was reading.
//!
//! A [`ParserMessage`] has a [`Complaint`] in place of the parser's words, and bytes of the text, whichever unit the parser counts. No
//! other module reads the words of a parser. `Cargo.toml` pins both parsers, because a release of either may change its words.
//! [`super::syntax`] finds the mistake itself.

use serde::de::IgnoredAny;

use super::{lines, second_reader, surrogates};

/// What a parser could not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Complaint {
    TooDeep,
    /// A backslash in double quotes.
    Escape,
    /// Text after the end of the document.
    SecondDocument,
    /// A `:` where none can be.
    Colon,
    /// The text ends within a quoted text.
    EndInQuotes,
    ClosingBracket,
    /// No value where one is expected.
    Value,
    /// A `-` where no list can begin.
    ListItem,
    /// A character with which no value can begin.
    Character,
    /// No `:` after the text of a key.
    KeyWithoutColon,
    MissingColon,
    /// Something other than a key or an item.
    KeyOrItem,
    /// No `,` between two items.
    Comma,
    UnknownAlias,
    AnchorName,
    Tag,
    Tab,
    /// A `?` where no key can be.
    Question,
    /// Text after `|` or `>`.
    BlockHeader,
    Other,
}

/// Words of the parsers' messages, with what they mean. The first row whose words a message contains applies.
const COMPLAINTS: &[(&str, Complaint)] = &[
    ("recursion limit exceeded", Complaint::TooDeep),
    ("too deep", Complaint::TooDeep),
    ("a tab", Complaint::Tab),
    ("tabs disallowed", Complaint::Tab),
    ("tab cannot", Complaint::Tab),
    ("octet", Complaint::Tag),
    ("escape", Complaint::Escape),
    ("hexadecimal", Complaint::Escape),
    ("surrogate", Complaint::Escape),
    ("more than one document", Complaint::SecondDocument),
    ("document start", Complaint::SecondDocument),
    ("mapping values", Complaint::Colon),
    ("unexpected ':'", Complaint::Colon),
    ("placement of ':'", Complaint::Colon),
    ("unexpected end of stream", Complaint::EndInQuotes),
    ("unexpected document indicator", Complaint::EndInQuotes),
    ("misplaced bracket", Complaint::ClosingBracket),
    ("node content", Complaint::Value),
    ("block sequence entries", Complaint::ListItem),
    ("start any token", Complaint::Character),
    ("simple key expect", Complaint::KeyWithoutColon),
    ("expected ':'", Complaint::MissingColon),
    ("expected key", Complaint::KeyOrItem),
    ("'-' indicator", Complaint::KeyOrItem),
    ("',' or", Complaint::Comma),
    ("unknown anchor", Complaint::UnknownAlias),
    ("alphabetic or numeric", Complaint::AnchorName),
    ("indentation indicator", Complaint::BlockHeader),
    ("comment or line break", Complaint::BlockHeader),
    ("tag", Complaint::Tag),
    ("whitespace", Complaint::Tag),
    ("'!'", Complaint::Tag),
    ("'>'", Complaint::Tag),
    ("mapping keys are not allowed", Complaint::Question),
];

/// What a parser was reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Quoted,
    Brackets,
    Key,
    /// A value that begins with `*`, `&`, `!`, `%`, `|` or `>`.
    Marked,
}

/// Words for what a parser was reading.
const READINGS: &[(&str, Reading)] = &[
    ("a quoted scalar", Reading::Quoted),
    ("a flow sequence", Reading::Brackets),
    ("a flow mapping", Reading::Brackets),
    ("a simple key", Reading::Key),
    ("an alias", Reading::Marked),
    ("an anchor", Reading::Marked),
    ("a tag", Reading::Marked),
    ("a %", Reading::Marked),
    ("a directive", Reading::Marked),
    ("a block scalar", Reading::Marked),
];

/// What a parser reports.
#[derive(Debug)]
pub(super) struct ParserMessage {
    pub(super) complaint: Complaint,
    /// The message in the words of the parser.
    pub(super) words: String,
    /// The byte at which it stopped.
    pub(super) at: usize,
    /// What the parser was reading, and the byte at which that begins.
    reading: Option<(Reading, usize)>,
}

impl ParserMessage {
    fn new(words: &str, at: usize, reading: Option<(Reading, usize)>) -> Self {
        Self {
            complaint: first(COMPLAINTS, words).unwrap_or(Complaint::Other),
            words: words.to_owned(),
            at,
            reading,
        }
    }

    /// The message of saphyr-parser, which does not say what it was reading.
    pub(super) fn marked(words: &str, at: usize) -> Self {
        Self::new(words, at, None)
    }

    /// The message of `yaml_serde`. What it was reading, and where, is only in its text:
    /// `WHAT at line 9 column 4, while READING at line 8 column 3`.
    pub(super) fn typed(body: &str, error: &serde_yaml::Error) -> Self {
        let text = error.to_string();
        let (words, reading) = text.split_once(", while ").unwrap_or((&text, ""));
        let (words, place) = words.split_once(" at line ").unwrap_or((words, ""));
        let at = position(place).map_or(0, |(line, column)| lines::byte_of(body, line, column));
        let (reading, place) = reading.split_once(" at line ").unwrap_or((reading, ""));
        let start = match position(place) {
            Some((line, column)) => lines::byte_of(body, line, column),
            // The message leaves out a place that is the same as `at`, and one that is the beginning of the text.
            None if body.starts_with(['[', '{', '"', '\'', '!', '&', '*']) => 0,
            None => at,
        };
        let reading = first(READINGS, reading).map(|reading| (reading, start));
        Self::new(words, at, reading)
    }

    /// The message of `yaml_serde` about a part of the text, with `tail` after it. `None` if that is YAML, or too costly to read.
    pub(super) fn of_part(part: &str, tail: &str) -> Option<Self> {
        let text = format!("{}{tail}", surrogates::hidden(part));
        if second_reader::is_costly(&text) {
            return None;
        }
        let error = serde_yaml::from_str::<IgnoredAny>(&text).err()?;
        Some(Self::typed(&text, &error))
    }

    /// Returns the byte at which the parser began to read `wanted`, if it was reading that.
    pub(super) fn start_of(&self, wanted: Reading) -> Option<usize> {
        let (reading, start) = self.reading?;
        (reading == wanted).then_some(start)
    }
}

/// Returns the value of the first row whose words a text contains.
fn first<T: Copy>(table: &[(&str, T)], text: &str) -> Option<T> {
    let mut rows = table.iter();
    rows.find(|(words, _)| text.contains(words))
        .map(|(_, of)| *of)
}

/// Returns the byte of the bracket or brace that is open at a byte.
pub(super) fn brackets_around(body: &str, at: usize) -> Option<usize> {
    ParserMessage::of_part(body.get(..at)?, "x")?.start_of(Reading::Brackets)
}

/// Reads `9 column 4`.
fn position(text: &str) -> Option<(usize, usize)> {
    let (line, column) = text.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}
