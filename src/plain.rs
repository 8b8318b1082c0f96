//! Finds the bytes that an escaping routine can copy unchanged, so that it need not check each character.
//!
//! A [`Plain`] is a lookup table, made from the bytes that need escaping. It splits a text before the first of these, always between two
//! characters. The escapes themselves depend on the format, so its module has them.

/// For each byte, whether it can be copied unchanged.
#[derive(Debug)]
pub(crate) struct Plain([bool; 256]);

impl Plain {
    /// Printable ASCII and the space, except these bytes.
    pub(crate) const fn visible_but(special: &[u8]) -> Self {
        let mut plain = [false; 256];
        let mut byte = b' ';
        while byte <= b'~' {
            set(&mut plain, byte, true);
            byte += 1;
        }
        Self::without(plain, special)
    }

    /// All bytes except these, which must be ASCII.
    pub(crate) const fn any_but(special: &[u8]) -> Self {
        Self::without([true; 256], special)
    }

    const fn without(mut plain: [bool; 256], mut special: &[u8]) -> Self {
        while let [byte, rest @ ..] = special {
            assert!(byte.is_ascii(), "not a character boundary");
            set(&mut plain, *byte, false);
            special = rest;
        }
        Self(plain)
    }

    /// Whether a byte can be copied unchanged.
    pub(crate) fn holds(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).is_some_and(|plain| *plain)
    }

    /// Splits a text before the first byte that cannot be copied unchanged.
    pub(crate) fn split<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let end = text.bytes().position(|byte| !self.holds(byte));
        text.split_at(end.unwrap_or(text.len()))
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "a byte is below 256, and a wrong index would fail at compile time"
)]
const fn set(plain: &mut [bool; 256], byte: u8, is_plain: bool) {
    plain[byte as usize] = is_plain;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_before_the_first_byte_that_needs_escaping() {
        let plain = Plain::visible_but(b"<&");
        assert_eq!(plain.split("a b<c"), ("a b", "<c"));
        assert_eq!(plain.split("caf\u{e9}"), ("caf", "\u{e9}"));
        assert_eq!(plain.split("a\tb"), ("a", "\tb"));
        assert_eq!(plain.split("all"), ("all", ""));
    }

    #[test]
    fn with_any_but_all_other_characters_are_plain() {
        let plain = Plain::any_but(b"<&");
        assert_eq!(
            plain.split("caf\u{e9}\t\u{1f600}&"),
            ("caf\u{e9}\t\u{1f600}", "&")
        );
    }
}
