//! A value → JSON that is safe inside HTML.
//!
//! [`written`] takes any value that serde can serialize, and returns JSON on one line. In it, `<`, `>`, `&` and the Unicode line separators
//! are escaped ([RFC 8259 §7]), so the text cannot end a script or an element.
//!
//! [RFC 8259 §7]: https://www.rfc-editor.org/rfc/rfc8259#section-7

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

/// Returns a value as JSON that is safe inside HTML and inside a script. `room` is the initial capacity in bytes.
pub(super) fn written(value: &impl Serialize, room: usize) -> String {
    let mut text = Vec::with_capacity(room);
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, Escaping);
    // Neither writing to memory nor serializing our values can fail.
    let _ = value.serialize(&mut serializer);
    String::from_utf8(text).unwrap_or_default()
}

/// Escapes the characters with a meaning in HTML, and the Unicode line separators, which older JavaScript engines treat as line breaks.
/// All of them can appear only in JSON strings, among them the names of `x-` keys.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment.as_bytes();
        while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest) {
            let (plain, special) = rest.split_at(at);
            write_lines(out, plain)?;
            out.write_all(match special {
                [b'<', ..] => b"\\u003c",
                [b'>', ..] => b"\\u003e",
                _ => b"\\u0026",
            })?;
            rest = special.get(1..).unwrap_or_default();
        }
        write_lines(out, rest)
    }
}

/// Writes bytes without HTML characters, escaping the Unicode line separators.
fn write_lines<W: ?Sized + io::Write>(out: &mut W, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(0xe2, rest) {
        let (plain, special) = rest.split_at(at);
        out.write_all(plain)?;
        let (escape, length): (&[u8], usize) = match special {
            [_, 0x80, 0xa8, ..] => (b"\\u2028", 3),
            [_, 0x80, 0xa9, ..] => (b"\\u2029", 3),
            _ => (b"\xe2", 1),
        };
        out.write_all(escape)?;
        rest = special.get(length..).unwrap_or_default();
    }
    out.write_all(rest)
}
