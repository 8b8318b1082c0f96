//! Reads surrogate pairs: characters that a JSON library has written as two escapes, such as `\ud83c\udf89` for 🎉 ([RFC 8259 §7]).
//!
//! JSON is YAML ([YAML 1.2.2 §1.2]), but neither parser knows such pairs. These functions find them, and prepare a text so that both
//! parsers read them as JSON does. Bytes keep their positions, except in [`rewritten`]. A half without its other half is not a character,
//! and is an error.
//!
//! [YAML 1.2.2 §1.2]: https://yaml.org/spec/1.2.2/#12-yaml-history
//! [RFC 8259 §7]: https://www.rfc-editor.org/rfc/rfc8259#section-7

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// The length of one escape, `\ud83c`.
pub(super) const ONE: usize = 6;
/// The length of a pair.
const PAIR: usize = 2 * ONE;

/// The digits that saphyr-parser reads in place of those of each half: two noncharacters, which no text has.
pub(super) const FIRST: [char; 4] = ['f', 'd', 'd', '0'];
pub(super) const SECOND: [char; 4] = ['f', 'd', 'd', '1'];
const HALVES: &str = "\u{fdd0}\u{fdd1}";

/// Two escapes of six bytes that both parsers accept.
const HARMLESS: &str = "\\ufffd\\ufffd";

/// Returns the character of the pair of escapes with which a text begins.
pub(super) fn pair(text: &str) -> Option<char> {
    let half = |at: usize| {
        let digits = text.get(at..at + ONE)?.strip_prefix("\\u")?;
        let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_number)
    };
    let mut read = char::decode_utf16([half(0)?, half(ONE)?]);
    match (read.next()?, read.next()) {
        (Ok(c), None) => Some(c),
        _ => None,
    }
}

/// Returns the pairs in the source of a text in double quotes, each with its bytes.
pub(super) fn pairs(source: &str) -> Vec<(Range<usize>, char)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = source.get(at..).and_then(|rest| rest.find('\\')) {
        at += next;
        match source.get(at..).and_then(pair) {
            Some(c) => {
                found.push((at..at + PAIR, c));
                at += PAIR;
            }
            // Skip the backslash and the character after it. A character of several bytes is never part of an escape.
            None => {
                at += if source.is_char_boundary(at + 2) {
                    2
                } else {
                    1
                }
            }
        }
    }
    found
}

/// Returns a text that was read with [`FIRST`] and [`SECOND`], with the characters of its source in their place.
pub(super) fn joined(read: &str, source: &str) -> String {
    let mut pieces = read.split(HALVES);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut characters = pairs(source).into_iter().map(|(_, c)| c);
    for piece in pieces {
        match characters.next() {
            Some(c) => out.push(c),
            None => out.push_str(HALVES),
        }
        out.push_str(piece);
    }
    out
}

/// Whether a text was read with [`FIRST`] and [`SECOND`], so that [`joined`] must be called.
pub(super) fn has_halves(read: &str) -> bool {
    read.contains(HALVES)
}

/// Whether there could be pairs in a text.
pub(super) fn may_have(text: &str) -> bool {
    text.match_indices("\\u").any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        pair(rest).is_some()
    })
}

/// Returns a text with other escapes of the same length in place of all pairs, so that a parser reports what else is wrong with it.
pub(super) fn hidden(text: &str) -> Cow<'_, str> {
    if !may_have(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = if pair(from).is_some() {
            out.push_str(HARMLESS);
            PAIR
        } else {
            out.push_str("\\u");
            2
        };
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Returns a text with an escape of YAML, `\U0001F389`, in place of each of these pairs.
pub(super) fn rewritten<'t>(text: &'t str, pairs: &[(Range<usize>, char)]) -> Cow<'t, str> {
    if pairs.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (bytes, c) in pairs {
        out.push_str(text.get(from..bytes.start).unwrap_or_default());
        write!(out, "\\U{:08X}", u32::from(*c)).expect("writing to a string does not fail");
        from = bytes.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// Returns the bytes of half a pair that begins at a byte or just before it.
pub(super) fn half(text: &str, at: usize) -> Option<Range<usize>> {
    (at.saturating_sub(2)..=at).rev().find_map(|at| {
        let digits = text.get(at..at + ONE)?.strip_prefix("\\u")?;
        let number = u16::from_str_radix(digits, 16).ok()?;
        (0xD800..0xE000).contains(&number).then_some(at..at + ONE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_its_character_and_a_half_is_none() {
        assert_eq!(pair("\\ud83c\\udf89 tail"), Some('🎉'));
        assert_eq!(pair("\\uD83C\\uDF89"), Some('🎉'));
        for text in [
            "\\ud83c",
            "\\ud83cudf89",
            "\\udf89\\ud83c",
            "\\ud83c\\u0041",
            "\\u00e9\\u00e8",
            "\\ud83c \\udf89",
            "\\+d83\\udf89",
        ] {
            assert_eq!(pair(text), None, "{text}");
        }
    }

    #[test]
    fn an_escaped_backslash_begins_no_pair() {
        let source = r#""\\ud83c\udf89 \ud83c\udf89 é\ud83d\ude00""#;
        let found: Vec<char> = pairs(source).into_iter().map(|(_, c)| c).collect();
        assert_eq!(found, ['🎉', '😀']);
    }

    #[test]
    fn what_is_hidden_keeps_every_byte_at_its_place() {
        let text = "a: \"\\ud83c\\udf89 \\u00e9 \\ud83c\"\n";
        assert_eq!(hidden(text), "a: \"\\ufffd\\ufffd \\u00e9 \\ud83c\"\n");
        assert_eq!(hidden(text).len(), text.len());
    }
}
