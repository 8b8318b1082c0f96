//! [`Property`], and how a content line is read as one.
//!
//! The parser of the `icalendar` crate, on which calfeed depends already, reads the name and the parameters. It is given one line at a time, because it
//! refuses a whole file for one bad line, knows no line numbers, and would need the stack for deep components. It is not given the value, because it
//! unescapes the values of some properties only. Where it reads less than the whole head, the line is refused. `calcard`, the other kept
//! parser, makes typed values of a whole calendar, without line numbers, and skips what it cannot read; the account needs both. It stays the
//! independent reader of the tests. Sections: [RFC 5545 §3.1] (content lines), [§3.3.11] (TEXT), [RFC 6868] (parameter values).
//!
//! [RFC 5545 §3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
//! [§3.3.11]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11
//! [RFC 6868]: https://www.rfc-editor.org/rfc/rfc6868

use std::borrow::Cow;

use icalendar::parser;

/// The longest name with parameters, in bytes. The parser needs a multiple of it in memory.
const LONGEST_HEAD: usize = 64 * 1024;

/// A property, such as `SUMMARY`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Property {
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, with their values without quotes.
    pub(super) parameters: Vec<(String, String)>,
    /// Unfolded, and still escaped.
    pub(super) value: String,
    /// The line in which it begins, counted from 1.
    pub(super) line: usize,
}

impl Property {
    /// Reads a content line.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn parse(line: usize, text: &str) -> Result<Self, &'static str> {
        let colon = colon(text).ok_or("the line has no colon after a name")?;
        let (head, value) = text.split_at_checked(colon).unwrap_or_default();
        let value = value.strip_prefix(':').unwrap_or(value);
        if head.len() > LONGEST_HEAD {
            return Err("its parameters are too long");
        }
        let head = head.trim();
        let with_colon = match text.get(..=colon) {
            Some(whole) if whole.len() == head.len() + 1 => Cow::Borrowed(whole),
            _ => Cow::Owned(format!("{head}:")),
        };
        let unread = "the line is not a name, parameters, a colon and a value";
        let parsed = parser::Property::try_from(&*with_colon).map_err(|_| unread)?;
        let (name, has_parameters) = match head.split_once(';') {
            Some((name, _)) => (name, true),
            None => (head, false),
        };
        // The parser ignores what it cannot read after a name.
        let is_whole = parsed.name.as_str() == name
            && parsed.params.is_empty() != has_parameters
            && parsed.val.as_str().is_empty();
        if name.is_empty() || !is_whole {
            return Err(unread);
        }
        let parameters = parsed.params.iter().map(|parameter| {
            let value = parameter.val.as_ref().map_or("", |value| value.as_str());
            let name = parameter.key.as_str().to_ascii_uppercase();
            (name, without_carets(&value.replace('"', "")))
        });
        let mut property = Self {
            name: name.to_ascii_uppercase(),
            parameters: parameters.collect(),
            value: value.to_owned(),
            line,
        };
        property.join_zone();
        Ok(property)
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let found = parameters.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value as text, without the escapes of [RFC 5545 §3.3.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11).
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut characters = self.value.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some('n' | 'N') => text.push('\n'),
                    Some(other @ ('\\' | ',' | ';' | ':' | '"')) => text.push(other),
                    // No escape, as in the path of a Windows folder.
                    Some(other) => text.extend(['\\', other]),
                    None => text.push('\\'),
                },
                other => text.push(other),
            }
        }
        text
    }

    /// Joins a TZID that has a colon and no quotes, such as `(UTC+00:00) London` or `tzone://Microsoft/Utc`, if a date follows.
    fn join_zone(&mut self) {
        let is_date = |text: &str| {
            let digits = text.trim_start().get(..8);
            digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let zone = self
            .parameters
            .last_mut()
            .filter(|(name, _)| name == "TZID");
        let (Some((_, zone)), false) = (zone, is_date(&self.value)) else {
            return;
        };
        if let Some((more, value)) = self.value.rsplit_once(':').filter(|(_, it)| is_date(it)) {
            *zone = format!("{zone}:{more}");
            self.value = value.to_owned();
        }
    }
}

/// Returns the position of the colon between the parameters and the value. Only a parameter value that begins with a quote may contain it.
fn colon(text: &str) -> Option<usize> {
    let mut is_quoted = false;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if is_quoted => is_quoted = false,
            b'"' if matches!(before, b'=' | b',') => is_quoted = true,
            b':' if !is_quoted => return Some(at),
            _ => {}
        }
        before = byte;
    }
    // A quote that never ends is no quote.
    text.find(':').filter(|_| is_quoted)
}

/// Decodes `^n`, `^^` and `^'`, by which [RFC 6868](https://www.rfc-editor.org/rfc/rfc6868) writes what no parameter value can have.
fn without_carets(value: &str) -> String {
    if !value.contains('^') {
        return value.to_owned();
    }
    let mut decoded = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = match (character, characters.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            ('^', Some('\'')) => '"',
            _ => {
                decoded.push(character);
                continue;
            }
        };
        decoded.push(escaped);
        characters.next();
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Property {
        Property::parse(1, text).unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    fn property(name: &str, parameters: &[(&str, &str)], value: &str) -> Property {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Property {
            name: name.to_owned(),
            parameters: parameters.iter().map(owned).collect(),
            value: value.to_owned(),
            line: 1,
        }
    }

    #[test]
    fn names_are_read_in_capitals_and_values_as_they_are() {
        let cases = [
            (
                "summary:Lunch, at 12",
                property("SUMMARY", &[], "Lunch, at 12"),
            ),
            (r"SUMMARY:a\, b\nc ", property("SUMMARY", &[], r"a\, b\nc ")),
            ("SUMMARY:", property("SUMMARY", &[], "")),
            ("SUMMARY :x", property("SUMMARY", &[], "x")),
            (
                "URL:https://example.com/",
                property("URL", &[], "https://example.com/"),
            ),
            ("X-A.B_C:1", property("X-A.B_C", &[], "1")),
            ("item1.SUMMARY:1", property("ITEM1.SUMMARY", &[], "1")),
            ("BEGINNING:1", property("BEGINNING", &[], "1")),
            ("\tX:\t1", property("X", &[], "\t1")),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn parameters_are_read_without_quotes_and_carets() {
        let cases = [
            ("X;A=b:c", property("X", &[("A", "b")], "c")),
            ("X;a=b;C=d:e", property("X", &[("A", "b"), ("C", "d")], "e")),
            ("X;A=\"b;c:d,e\":f", property("X", &[("A", "b;c:d,e")], "f")),
            ("X;A=\"b\",\"c:d\":e", property("X", &[("A", "b,c:d")], "e")),
            ("X;A=:b", property("X", &[("A", "")], "b")),
            ("X;A=\"\":b", property("X", &[("A", "")], "b")),
            ("X;A:b", property("X", &[("A", "")], "b")),
            ("X; A=b:c", property("X", &[("A", "b")], "c")),
            ("X;A=b c:d", property("X", &[("A", "b c")], "d")),
            ("X;A=b,c:d", property("X", &[("A", "b,c")], "d")),
            (
                "X;A=^'b^' ^^ ^n^x^:c",
                property("X", &[("A", "\"b\" ^ \n^x^")], "c"),
            ),
            ("X;A=b\"c:d\"e:f", property("X", &[("A", "bc")], "d\"e:f")),
            ("X;A=\"b:c", property("X", &[("A", "b")], "c")),
            ("X;A=é:b", property("X", &[("A", "é")], "b")),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_zone_with_a_colon_needs_no_quotes() {
        let outlook = "(UTC+00:00) Dublin, Edinburgh, Lisbon, London";
        let expected = property("DTSTART", &[("TZID", outlook)], "20260122T110000");
        assert_eq!(
            read(&format!("DTSTART;TZID={outlook}:20260122T110000")),
            expected
        );
        assert_eq!(
            read(&format!("DTSTART;TZID=\"{outlook}\":20260122T110000")),
            expected
        );
        assert_eq!(
            read("DTSTART;TZID=tzone://Microsoft/Utc:20260122T110000"),
            property(
                "DTSTART",
                &[("TZID", "tzone://Microsoft/Utc")],
                "20260122T110000"
            )
        );
    }

    #[test]
    fn a_line_that_is_no_property_is_refused() {
        let unread = Err("the line is not a name, parameters, a colon and a value");
        let cases = [
            "Bring cake: it is a party",
            ":value",
            "X;A=b C:d;E:f\"",
            "X;A B=c:d",
            "X;A=\"b\"c:d",
            "BEGIN;A=b:c",
            "Ö X:1",
        ];
        for text in cases {
            let found = Property::parse(1, text);
            if text == "X;A=b C:d;E:f\"" {
                assert_eq!(found, Ok(property("X", &[("A", "b C")], "d;E:f\"")));
            } else {
                assert_eq!(found, unread, "{text}");
            }
        }
        let no_colon = Err("the line has no colon after a name");
        assert_eq!(Property::parse(1, "SUMMARY"), no_colon);
        assert_eq!(Property::parse(1, "and bring cake"), no_colon);
        let long = format!("X;A={}:b", "c".repeat(LONGEST_HEAD));
        assert_eq!(
            Property::parse(1, &long),
            Err("its parameters are too long")
        );
    }

    #[test]
    fn text_has_no_escapes() {
        let cases = [
            (r"a\, b\; c\: d\\ e", "a, b; c: d\\ e"),
            (r"one\ntwo\Nthree", "one\ntwo\nthree"),
            (r"a\\n", r"a\n"),
            (r"C:\temp \", r"C:\temp \"),
            (r#"\"quoted\""#, r#""quoted""#),
            ("", ""),
        ];
        for (value, text) in cases {
            assert_eq!(property("X", &[], value).text(), text);
        }
    }
}
