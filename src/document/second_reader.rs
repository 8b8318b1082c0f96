//! What `yaml_serde` makes of a text that [`super::tree`] takes for no YAML.
//!
//! In: text. Out: a [`Second`]: the document, or why the text is no YAML. Guaranteed: one parse. It is the judge of syntax: the other
//! parser refuses tabs that YAML allows, and says less of what is wrong. Absent: places, and faults of keys and types.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::Document;
use super::parser_message::ParserMessage;
use super::surrogates;
use super::tree::Nodes;

/// How many values a text may have, and how deep its brackets may go: libyaml keeps each value until it has read all, with about 150
/// bytes, and its time is quadratic in the depth.
const MOST_VALUES: usize = 600_000;
const DEEPEST: usize = 200;

/// How many directives (`%TAG`) a text may have: each is compared with all before it.
const MOST_DIRECTIVES: usize = 100;

/// What there is in a text.
#[derive(Debug)]
pub(super) enum Second {
    Document(Box<Document>),
    /// It is YAML, with unknown keys or wrong types.
    Faulty,
    NotYaml(ParserMessage),
}

/// Reads a text.
pub(super) fn read(body: &str) -> Second {
    let has_pairs = surrogates::may_have(body);
    let pairs = if has_pairs {
        Nodes::pairs(&super::spaced(body))
    } else {
        Vec::new()
    };
    match serde_yaml::from_str(&surrogates::rewritten(body, &pairs)) {
        Ok(Parsed(Some(document))) => Second::Document(Box::new(document)),
        Ok(Parsed(None)) => Second::Faulty,
        Err(error) if !has_pairs => Second::NotYaml(ParserMessage::typed(body, &error)),
        // It could be a pair that it refuses, behind what the first parser could read.
        Err(_) => match ParserMessage::of_part(body, "") {
            Some(message) => Second::NotYaml(message),
            None => Second::Faulty,
        },
    }
}

/// A document, or none where the text is YAML but no document: the reader says first what is no YAML.
struct Parsed(Option<Document>);

impl<'de> Deserialize<'de> for Parsed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Within;

        impl<'de> Visitor<'de> for Within {
            type Value = Parsed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an events file")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Parsed, D::Error> {
                Ok(Parsed(Document::deserialize(deserializer).ok()))
            }
        }

        // One level further in, so that the reader goes on to say whether the text is YAML.
        deserializer.deserialize_newtype_struct("Parsed", Within)
    }
}

/// Whether a text could take more time or memory than there is. It may be one that would not, for all that could begin a value counts.
pub(super) fn is_costly(text: &str) -> bool {
    if text.lines().filter(|line| line.starts_with('%')).count() > MOST_DIRECTIVES {
        return true;
    }
    let (mut open, mut values) = (0_usize, 0_usize);
    let next = text.bytes().skip(1).chain([b'\n']);
    text.bytes().zip(next).any(|(byte, next)| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        values += match byte {
            b'[' | b'{' | b',' => 2,
            // Within a word these are text.
            b':' | b'-' | b'?' if next.is_ascii_whitespace() => 2,
            _ => 0,
        };
        open > DEEPEST || values > MOST_VALUES
    })
}
