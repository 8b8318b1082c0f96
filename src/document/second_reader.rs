//! Reads, with `yaml_serde`, a text that saphyr-parser refuses.
//!
//! [`read`] returns a [`Second`]: the document, or why the text is not YAML. `yaml_serde` is the judge of syntax, because saphyr-parser
//! refuses tabs that YAML allows, and reports less about a mistake. It gives no places, and does not say which keys or types are wrong.
//! Only a text with surrogate pairs may be parsed twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use super::Document;
use super::parser_message::ParserMessage;
use super::surrogates;
use super::tree::Nodes;

/// How many values a text may have. libyaml keeps each value, with about 150 bytes, until it has read all of them.
const MOST_VALUES: usize = 600_000;
/// How deep the brackets of a text may be nested. The time of libyaml is quadratic in the depth.
const DEEPEST: usize = 200;

/// How many directives (`%TAG`) a text may have. libyaml compares each with all before it.
const MOST_DIRECTIVES: usize = 100;

/// The result of reading a text.
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
        // It may have refused a pair that is after the part that saphyr-parser could read.
        Err(_) => match ParserMessage::of_part(body, "") {
            Some(message) => Second::NotYaml(message),
            None => Second::Faulty,
        },
    }
}

/// A document, or `None` if the text is YAML but not a document. Mistakes in the YAML are errors of the reader instead.
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

        // Read the document one level further in, so that the reader continues and reports whether the text is YAML.
        deserializer.deserialize_newtype_struct("Parsed", Within)
    }
}

/// Whether a text could take too much time or memory. Every character that could begin a value counts, so some of these texts would not.
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
