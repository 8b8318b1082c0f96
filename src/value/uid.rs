//! Reads the UID that the file gives an event.
//!
//! A [`Uid`] is one line of at most 244 bytes, so the UID of one meeting, which adds a date to it, fits into the 255 octets that
//! every program must be able to keep ([RFC 5545 §3.8.4.7]). Validation checks that no other event has the same UID.
//!
//! [RFC 5545 §3.8.4.7]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.7

use std::fmt;
use std::sync::Arc;

use super::textual;
use crate::diagnostic::{LimitFinding, Problem, ValueFinding};

textual!(Uid);

/// The UID that the file gives an event: the one it has in another calendar program, or the one it was published with earlier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(Arc<str>);

impl Uid {
    /// The longest UID, in octets. "Implementations MUST be able to receive and persist values of at least 255 octets" (RFC 5545 §3.8.4.7),
    /// and the UID of one meeting has 11 more, such as `.2026-01-13`.
    pub(crate) const LONGEST: usize = 255 - 11;

    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let uid = written.trim();
        if uid.is_empty() {
            return Err(ValueFinding::Nothing.into());
        }
        if let Some(found) = uid.chars().find(|c| c.is_control()) {
            let code = found.into();
            return Err(ValueFinding::ControlCharacterInUid { code }.into());
        }
        if uid.len() > Self::LONGEST {
            let (written, bytes, most) = (uid.into(), uid.len(), Self::LONGEST);
            return Err(LimitFinding::LongUid {
                written,
                bytes,
                most,
            }
            .into());
        }
        Ok(Self(uid.into()))
    }

    /// Splits the UID before its last `@`: a suffix goes between the two parts.
    pub(crate) fn parts(&self) -> (&str, &str) {
        parts(&self.0)
    }
}

/// Splits a UID before its last `@`. Without an `@`, the second part is empty.
pub(crate) fn parts(uid: &str) -> (&str, &str) {
    uid.split_at(uid.rfind('@').unwrap_or(uid.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Kind;

    #[test]
    fn a_uid_may_have_244_bytes() {
        assert!(Uid::parse(&"ŵ".repeat(122)).is_ok());
        insta::assert_snapshot!(
            Uid::parse(&format!("{}a", "ŵ".repeat(122))).unwrap_err().message().chars().take(60).collect::<String>(),
            @"a UID of 245 bytes, but at most 244 are allowed: `ŵŵŵŵŵŵŵŵŵŵ"
        );
    }

    #[test]
    fn spaces_around_a_uid_are_no_part_of_it_and_those_inside_are() {
        assert_eq!(Uid::parse("  a  b ").unwrap().as_str(), "a  b");
    }

    #[test]
    fn a_control_character_and_nothing_are_no_uid() {
        for (written, kind) in [
            ("a\tb", Kind::ControlCharacter),
            ("a\nb", Kind::ControlCharacter),
            ("a\u{85}b", Kind::ControlCharacter),
            ("", Kind::EmptyValue),
            (" ", Kind::EmptyValue),
        ] {
            assert_eq!(Uid::parse(written).unwrap_err().kind(), kind, "{written:?}");
        }
    }

    #[test]
    fn a_suffix_goes_in_front_of_the_last_at_sign_or_to_the_end() {
        for (uid, found) in [
            ("a@b", ("a", "@b")),
            ("a@b@c", ("a@b", "@c")),
            ("0400E0", ("0400E0", "")),
            ("@b", ("", "@b")),
        ] {
            assert_eq!(parts(uid), found);
        }
    }
}
