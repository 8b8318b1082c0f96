//! The language of a text: a tag such as `en-GB` or `cy`.
//!
//! A [`Language`] is a well-formed tag ([RFC 5646 §2.1]) in the recommended case. It has a language, and may have a script, a region and
//! variants. Extensions and private use are refused. The registry of languages is not consulted, so an unknown language is accepted.
//!
//! [RFC 5646 §2.1]: https://www.rfc-editor.org/rfc/rfc5646#section-2.1

use std::fmt;

use crate::diagnostic::{Edit, Problem, ValueFinding};

/// A language tag, as in the `lang` attribute of HTML.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

/// Names that people write in place of a tag, for a suggestion.
const NAMES: [(&str, &str); 18] = [
    ("english", "en-GB"),
    ("british english", "en-GB"),
    ("american english", "en-US"),
    ("welsh", "cy"),
    ("cymraeg", "cy"),
    ("scottish gaelic", "gd"),
    ("gaelic", "gd"),
    ("irish", "ga"),
    ("scots", "sco"),
    ("cornish", "kw"),
    ("french", "fr"),
    ("german", "de"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("dutch", "nl"),
    ("polish", "pl"),
    ("ukrainian", "uk"),
];

impl Default for Language {
    fn default() -> Self {
        Self("en-GB".to_owned())
    }
}

impl Language {
    /// The longest tag that every program must be able to read ([RFC 5646 §4.4.1](https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1)).
    const LONGEST: usize = 35;

    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        if let Some(language) = Self::read(written) {
            return Ok(language);
        }
        let problem = Problem::from(ValueFinding::BadLanguage {
            written: written.into(),
        });
        let lower = written.trim().to_lowercase();
        if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == lower) {
            return Err(problem.guess(Edit::Value((*tag).to_owned())));
        }
        Err(match Self::read(&written.trim().replace('_', "-")) {
            Some(language) => problem.exact(Edit::Value(language.0)),
            None => problem,
        })
    }

    /// Reads a tag in any case; `None` if it is not well-formed or has parts that calfeed does not use.
    fn read(written: &str) -> Option<Self> {
        let mut parts = written.split('-').peekable();
        let letters = |part: &&str, least: usize, most: usize| {
            (least..=most).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphabetic())
        };
        let language = parts.next().filter(|part| letters(part, 2, 3))?;
        let mut tag = vec![language.to_lowercase()];
        if let Some(script) = parts.next_if(|part| letters(part, 4, 4)) {
            let (first, rest) = script.split_at(1);
            tag.push(first.to_uppercase() + &rest.to_lowercase());
        }
        let is_number = |part: &&str| part.len() == 3 && part.bytes().all(|it| it.is_ascii_digit());
        if let Some(region) = parts.next_if(|part| letters(part, 2, 2) || is_number(part)) {
            tag.push(region.to_uppercase());
        }
        for variant in parts {
            let is_plain = variant.bytes().all(|it| it.is_ascii_alphanumeric());
            let begins_with_digit = variant.starts_with(|c: char| c.is_ascii_digit());
            let is_long = (5..=8).contains(&variant.len());
            if !is_plain || !(is_long || variant.len() == 4 && begins_with_digit) {
                return None;
            }
            let variant = variant.to_lowercase();
            // RFC 5646 §2.2.5 allows each variant once.
            if tag.contains(&variant) {
                return None;
            }
            tag.push(variant);
        }
        let tag = tag.join("-");
        (tag.len() <= Self::LONGEST).then_some(Self(tag))
    }

    /// Returns the tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_in_any_case_and_anything_else_is_refused() {
        for (written, expected) in [
            ("en-GB", Some("en-GB")),
            ("EN-gb", Some("en-GB")),
            ("cy", Some("cy")),
            ("sco", Some("sco")),
            ("sr-latn-rs", Some("sr-Latn-RS")),
            ("es-419", Some("es-419")),
            ("ca-valencia", Some("ca-valencia")),
            ("sl-1994", Some("sl-1994")),
            ("de-1901-1901", None),
            ("en_GB", None),
            ("English", None),
            ("e", None),
            ("en-", None),
            ("en-GB-", None),
            ("en-x-pirate", None),
            ("en\" onload=", None),
            ("", None),
        ] {
            let read = Language::parse(written).ok();
            assert_eq!(read.as_ref().map(Language::as_str), expected, "{written}");
        }
    }
}
