//! Splits the bytes of an iCalendar file into content lines, with their numbers.
//!
//! Lines are unfolded as bytes, because some programs fold in the middle of a character. A line ends with CRLF, LF, or CR if the file has no LF.
//! Empty lines are left out. UTF-16 becomes UTF-8 first. A line that is not UTF-8 is read as Windows-1252, the usual encoding of old
//! programs, or with replacement characters if parts of it are UTF-8. Section: [RFC 5545 §3.1].
//!
//! [RFC 5545 §3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

/// A content line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The number of its first line in the file, counted from 1.
    pub(super) number: usize,
    /// Unfolded, without the line end.
    pub(super) text: Cow<'a, str>,
    /// Whether the line was not UTF-8, so that letters such as `é` may be wrong.
    pub(super) is_guessed: bool,
}

/// The content lines of a file.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    end: u8,
    /// The number of the first line of `rest`.
    number: usize,
}

impl<'a> Lines<'a> {
    /// Splits a file that [`decoded`] returned.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let has_line_feed = memchr(b'\n', bytes).is_some();
        Self {
            rest: bytes,
            end: if has_line_feed { b'\n' } else { b'\r' },
            number: 1,
        }
    }

    /// Returns how many line ends the rest of the file has.
    pub(super) fn count_ends(&self) -> usize {
        memchr_iter(self.end, self.rest).count()
    }

    /// Takes the next line as it is in the file, without its end.
    fn physical(&mut self) -> Option<(usize, &'a [u8])> {
        if self.rest.is_empty() {
            return None;
        }
        let number = self.number;
        self.number += 1;
        let (line, rest) = match memchr(self.end, self.rest) {
            Some(at) => self.rest.split_at(at),
            None => (self.rest, &[][..]),
        };
        self.rest = rest.get(1..).unwrap_or_default();
        let mut line = line;
        while let Some(shorter) = line.strip_suffix(b"\r") {
            line = shorter;
        }
        Some((number, line))
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let (number, first) = loop {
            let (number, line) = self.physical()?;
            if !line.trim_ascii().is_empty() {
                break (number, line);
            }
        };
        let mut line = Cow::Borrowed(first);
        // "unfolding: removing the CRLF and the linear white-space character that immediately follows" is done before decoding.
        while let Some(b' ' | b'\t') = self.rest.first() {
            let Some((_, more)) = self.physical() else {
                break;
            };
            let more = more.get(1..).unwrap_or_default();
            line.to_mut().extend_from_slice(more);
        }
        let (text, is_guessed) = text(line);
        Some(Line {
            number,
            text,
            is_guessed,
        })
    }
}

/// Returns a file as UTF-8 as far as its first bytes say how it is encoded.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (units, _) = bytes.as_chunks();
        let units = units.iter().map(|pair| unit(*pair));
        let text: String = char::decode_utf16(units)
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        Cow::Owned(text.into_bytes())
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        // Without a byte order mark, the first letter shows the order.
        [b'B' | b'b', 0, b'E' | b'e', 0, ..] => wide(bytes, u16::from_le_bytes),
        [0, b'B' | b'b', 0, b'E' | b'e', ..] => wide(bytes, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

/// Returns whether a line of the file begins with some text, in any case.
pub(super) fn has_line(bytes: &[u8], start: &[u8]) -> bool {
    let begins = |line: &[u8]| {
        let found = line.trim_ascii_start().get(..start.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    let after = |end: u8| memchr_iter(end, bytes).filter_map(|at| bytes.get(at + 1..));
    begins(bytes) || after(b'\n').any(begins) || after(b'\r').any(begins)
}

fn text(line: Cow<'_, [u8]>) -> (Cow<'_, str>, bool) {
    let line = match line {
        Cow::Borrowed(bytes) => match str::from_utf8(bytes) {
            Ok(text) => return (Cow::Borrowed(text), false),
            Err(_) => bytes.to_vec(),
        },
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return (Cow::Owned(text), false),
            Err(error) => error.into_bytes(),
        },
    };
    let has_utf8 = line.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let text = if has_utf8 {
        String::from_utf8_lossy(&line).into_owned()
    } else {
        line.iter().map(|byte| windows_1252(*byte)).collect()
    };
    (Cow::Owned(text), true)
}

/// The characters of Windows-1252 from 0x80 to 0x9F, where it differs from Unicode.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž',
    '\u{FFFD}', '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}',
    'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let index = byte.checked_sub(0x80).map(usize::from);
    let special = index.and_then(|index| WINDOWS_1252.get(index));
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(usize, String)> {
        let decoded = decoded(bytes);
        let lines = Lines::new(&decoded);
        lines
            .map(|line| (line.number, line.text.into_owned()))
            .collect()
    }

    fn line(number: usize, text: &str) -> (usize, String) {
        (number, text.to_owned())
    }

    #[test]
    fn a_line_ends_with_crlf_or_lf() {
        assert_eq!(
            lines(b"A:1\r\nB:2\nC:3"),
            [line(1, "A:1"), line(2, "B:2"), line(3, "C:3")]
        );
    }

    #[test]
    fn a_carriage_return_ends_a_line_only_in_a_file_without_line_feeds() {
        assert_eq!(lines(b"A:1\rB:2\r C\r"), [line(1, "A:1"), line(2, "B:2C")]);
        assert_eq!(
            lines(b"A:1\rB:2\nC:3\r\r\n"),
            [line(1, "A:1\rB:2"), line(2, "C:3")]
        );
    }

    #[test]
    fn a_folded_line_has_the_number_of_its_first_part() {
        assert_eq!(
            lines(b"A:1\r\n 2\r\n\t3\r\nB:4"),
            [line(1, "A:123"), line(4, "B:4")]
        );
        assert_eq!(
            lines(b"A:one\n  two\n \nB:1"),
            [line(1, "A:one two"), line(4, "B:1")]
        );
    }

    #[test]
    fn a_line_that_is_folded_in_the_middle_of_a_character_is_joined_before_it_is_decoded() {
        assert_eq!(
            lines(b"SUMMARY:Caf\xC3\r\n \xA9"),
            [line(1, "SUMMARY:Café")]
        );
    }

    #[test]
    fn empty_lines_count_and_are_left_out() {
        assert_eq!(
            lines(b"\n\nA:1\n  \n\nB:2\n\n"),
            [line(3, "A:1 "), line(6, "B:2")]
        );
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b" \r\n\t\r\n"), []);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        assert_eq!(
            lines(b"\xEF\xBB\xBFBEGIN:VCALENDAR"),
            [line(1, "BEGIN:VCALENDAR")]
        );
    }

    #[test]
    fn utf_16_is_read_in_both_byte_orders_and_without_a_mark() {
        let expected = [line(1, "BEGIN:VCALENDAR"), line(2, "X:é😀")];
        let text = "BEGIN:VCALENDAR\r\nX:é😀";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(lines(&[b"\xFF\xFE", little.as_slice()].concat()), expected);
        assert_eq!(lines(&[b"\xFE\xFF", big.as_slice()].concat()), expected);
        assert_eq!(lines(&little), expected);
        assert_eq!(lines(&big), expected);
    }

    #[test]
    fn a_line_that_is_not_utf_8_is_windows_1252() {
        let bytes = b"A:Caf\xE9 \x96 \x80 5\nB:\xC3\xA9";
        let found: Vec<_> = Lines::new(bytes)
            .map(|it| (it.text, it.is_guessed))
            .collect();
        assert_eq!(
            found,
            [("A:Café – € 5".into(), true), ("B:é".into(), false)]
        );
    }

    #[test]
    fn a_line_with_some_utf_8_and_a_wrong_byte_has_a_replacement_character() {
        assert_eq!(lines(b"A:\xC3\xA9 \xFF"), [line(1, "A:é \u{FFFD}")]);
    }

    #[test]
    fn a_text_is_found_only_at_the_start_of_a_line() {
        assert!(has_line(b"x\nbegin:vcalendar\n", b"BEGIN:VCALENDAR"));
        assert!(has_line(b"x\rBEGIN:VCALENDAR", b"BEGIN:VCALENDAR"));
        assert!(!has_line(b"write BEGIN:VCALENDAR", b"BEGIN:VCALENDAR"));
        assert!(!has_line(b"BEGIN:VCAL", b"BEGIN:VCALENDAR"));
    }
}
