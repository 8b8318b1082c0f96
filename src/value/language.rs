//! The language of a text: a tag such as `en-GB` or `cy`.
//!
//! In: one scalar. Out: a [`Language`]. Guaranteed: the tag is well-formed, and has the case that the standard recommends. Absent: the registry
//! of all languages; extensions and private use.
//! Sections: [RFC 5646 §2.1].
//!
//! [RFC 5646 §2.1]: https://www.rfc-editor.org/rfc/rfc5646#section-2.1

use std::fmt;

use crate::diagnostic::{Edit, Problem, ValueFinding};

/// A language, as HTML names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

/// What people call the languages of many calendars.
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

    fn read(written: &str) -> Option<Self> {
        let mut parts = written.split('-').peekable();
        let letters = |part: &&str, least: usize, most: usize| {
            (least..=most).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphabetic())
        };
        let language = parts.next().filter(|part| letters(part, 2, 3))?;
        let mut tag = language.to_lowercase();
        if let Some(script) = parts.next_if(|part| letters(part, 4, 4)) {
            let (first, rest) = script.split_at(1);
            tag.push_str(&format!("-{}{}", first.to_uppercase(), rest.to_lowercase()));
        }
        let is_number = |part: &&str| part.len() == 3 && part.bytes().all(|it| it.is_ascii_digit());
        if let Some(region) = parts.next_if(|part| letters(part, 2, 2) || is_number(part)) {
            tag.push_str(&format!("-{}", region.to_uppercase()));
        }
        for variant in parts {
            let is_plain = variant.bytes().all(|it| it.is_ascii_alphanumeric());
            let begins_with_digit = variant.starts_with(|c: char| c.is_ascii_digit());
            let is_long = (5..=8).contains(&variant.len());
            if !is_plain || !(is_long || variant.len() == 4 && begins_with_digit) {
                return None;
            }
            tag.push_str(&format!("-{}", variant.to_lowercase()));
        }
        (tag.len() <= 35).then_some(Self(tag))
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
