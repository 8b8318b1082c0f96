//! Which bytes of a text stand as they are: the part of it that needs no look at single characters.
//!
//! In: the bytes that mean something. Out: a table, and the longest beginning of a text that has none of them. Guaranteed: a text is only
//! ever parted between characters. Absent: what becomes of the other bytes, which whoever writes a format knows.

/// Of each byte, whether it stands as it is, whatever is beside it.
#[derive(Debug)]
pub(crate) struct Plain([bool; 256]);

impl Plain {
    /// The visible characters of ASCII and the space, but for these.
    pub(crate) const fn visible_but(special: &[u8]) -> Self {
        let mut plain = [false; 256];
        let mut byte = b' ';
        while byte <= b'~' {
            set(&mut plain, byte, true);
            byte += 1;
        }
        Self::without(plain, special)
    }

    /// All bytes but these, which have to be ASCII.
    pub(crate) const fn any_but(special: &[u8]) -> Self {
        Self::without([true; 256], special)
    }

    const fn without(mut plain: [bool; 256], mut special: &[u8]) -> Self {
        while let [byte, rest @ ..] = special {
            assert!(byte.is_ascii(), "a text cannot be parted there");
            set(&mut plain, *byte, false);
            special = rest;
        }
        Self(plain)
    }

    /// Whether a byte stands as it is.
    pub(crate) fn holds(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).is_some_and(|plain| *plain)
    }

    /// Parts a text before its first byte that does not stand as it is.
    pub(crate) fn split<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let end = text.bytes().position(|byte| !self.holds(byte));
        text.split_at(end.unwrap_or(text.len()))
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "a byte is below 256; and an index that is wrong does not compile, for this runs then"
)]
const fn set(plain: &mut [bool; 256], byte: u8, is_plain: bool) {
    plain[byte as usize] = is_plain;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_before_the_first_byte_that_means_something() {
        let plain = Plain::visible_but(b"<&");
        assert_eq!(plain.split("a b<c"), ("a b", "<c"));
        assert_eq!(plain.split("caf\u{e9}"), ("caf", "\u{e9}"));
        assert_eq!(plain.split("a\tb"), ("a", "\tb"));
        assert_eq!(plain.split("all"), ("all", ""));
    }

    #[test]
    fn all_other_characters_may_stand_too() {
        let plain = Plain::any_but(b"<&");
        assert_eq!(
            plain.split("caf\u{e9}\t\u{1f600}&"),
            ("caf\u{e9}\t\u{1f600}", "&")
        );
    }
}
