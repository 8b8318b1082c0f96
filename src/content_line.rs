//! Property → content line: escaped by its value type, parameters quoted, folded.
//!
//! In: a `Property`, its value as people wrote it. Out: octets appended to a `String`, every line ended by CRLF.
//! Guaranteed: no line above 75 octets, none cut inside a character or an escape; no value, however hostile, starts a line.
//! Absent: which properties there are and their order (`component`); refusing what cannot be written (validation did so before).
//! Implements [RFC 5545 §3.1], [RFC 5545 §3.2], [RFC 5545 §3.3.11] and [RFC 6868].
//!
//! [RFC 5545 §3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
//! [RFC 5545 §3.2]: https://www.rfc-editor.org/rfc/rfc5545#section-3.2
//! [RFC 5545 §3.3.11]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11
//! [RFC 6868]: https://www.rfc-editor.org/rfc/rfc6868

use std::iter;

use icalendar::{Property, ValueType};

/// "Lines of text SHOULD NOT be longer than 75 octets, excluding the line break."
const MAX_OCTETS: usize = 75;

/// Properties whose value is a list of TEXT: their commas separate, so each item is escaped before the items are joined.
const TEXT_LISTS: [&str; 2] = ["CATEGORIES", "RESOURCES"];

/// The default value type of each property where it is not TEXT ([RFC 5545 §8.3.2], [RFC 7986 §5]), in order of name.
///
/// Every other property is TEXT: those that the RFCs list so (NAME, DESCRIPTION and COLOR of a calendar among them), and by
/// [RFC 5545 §3.8.8] the X- and the yet unknown ones: "The default value type is TEXT."
///
/// [RFC 5545 §8.3.2]: https://www.rfc-editor.org/rfc/rfc5545#section-8.3.2
/// [RFC 5545 §3.8.8]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.8
/// [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5
const NOT_TEXT: [(&str, ValueType); 31] = [
    ("ATTACH", ValueType::Uri),
    ("ATTENDEE", ValueType::CalAddress),
    ("COMPLETED", ValueType::DateTime),
    ("CONFERENCE", ValueType::Uri),
    ("CREATED", ValueType::DateTime),
    ("DTEND", ValueType::DateTime),
    ("DTSTAMP", ValueType::DateTime),
    ("DTSTART", ValueType::DateTime),
    ("DUE", ValueType::DateTime),
    ("DURATION", ValueType::Duration),
    ("EXDATE", ValueType::DateTime),
    ("FREEBUSY", ValueType::Period),
    ("GEO", ValueType::Float),
    ("IMAGE", ValueType::Uri),
    ("LAST-MODIFIED", ValueType::DateTime),
    ("ORGANIZER", ValueType::CalAddress),
    ("PERCENT-COMPLETE", ValueType::Integer),
    ("PRIORITY", ValueType::Integer),
    ("RDATE", ValueType::DateTime),
    ("RECURRENCE-ID", ValueType::DateTime),
    ("REFRESH-INTERVAL", ValueType::Duration),
    ("REPEAT", ValueType::Integer),
    ("RRULE", ValueType::Recur),
    ("SEQUENCE", ValueType::Integer),
    ("SOURCE", ValueType::Uri),
    ("TRIGGER", ValueType::Duration),
    ("TZOFFSETFROM", ValueType::UtcOffset),
    ("TZOFFSETTO", ValueType::UtcOffset),
    ("TZURL", ValueType::Uri),
    ("URL", ValueType::Uri),
    ("X-MS-OLK-FORCEINSPECTOROPEN", ValueType::Boolean),
];

/// Appends `property` as one folded content line, or nothing where its value is empty: libical reports an empty property as an error.
///
/// Parameters are written in order of their names, so the same property is always the same octets; one without a value is left out.
pub(crate) fn write(out: &mut String, property: &Property) {
    let value = property.value();
    match form(property) {
        Form::Text => write_units(out, property, escaped(value)),
        Form::TextList => write_units(out, property, verbatim(value, is_text)),
        Form::Verbatim => write_units(out, property, verbatim(value, is_visible)),
    }
}

/// Appends a content line that is complete but for its folding and CRLF, such as a line of a ready VTIMEZONE.
pub(crate) fn write_ready(out: &mut String, content_line: &str) {
    let mut line = Line::start(out);
    line.units(verbatim(content_line, is_visible));
    line.end();
}

/// Appends `value` to `out` as TEXT: "ESCAPED-CHAR = ("\\" / "\;" / "\," / "\N" / "\n")".
///
/// CRLF, CR, LF, and the line separators of Unicode (NEL, U+2028, U+2029), at which some readers split lines, become `\n`.
/// TAB stays; other control characters, which TEXT cannot hold, go.
pub(crate) fn escape_into(out: &mut String, value: &str) {
    for Unit(first, second) in escaped(value) {
        out.push(first);
        out.extend(second);
    }
}

/// How a value is written.
enum Form {
    /// Escaped here.
    Text,
    /// As it is, for each item was escaped before the items were joined.
    TextList,
    /// As it is: escaping belongs to TEXT alone.
    Verbatim,
}

/// One character, or an escape and what it escapes: what a fold never parts.
#[derive(Clone, Copy)]
struct Unit(char, Option<char>);

/// One content line in the making.
struct Line<'out> {
    out: &'out mut String,
    /// Where in `out` the present physical line starts, the blank of a continuation line included.
    start: usize,
    /// The last place on this physical line with no blank on either side, if there is one.
    ///
    /// The Rust crate `ical` drops a blank before a fold, and whatever strips lines would drop one after it.
    fold: Option<usize>,
    /// The last place in front of a blank that follows none, for where there is no better one.
    fold_before_blank: Option<usize>,
    after_blank: bool,
}

impl<'out> Line<'out> {
    fn start(out: &'out mut String) -> Self {
        let start = out.len();
        Self {
            out,
            start,
            fold: None,
            fold_before_blank: None,
            after_blank: true,
        }
    }

    /// Appends syntax, which belongs to what stands before it, so that no fold goes there by choice.
    fn glue(&mut self, syntax: impl IntoIterator<Item = char>) {
        for character in syntax {
            self.make_room(character.len_utf8());
            self.out.push(character);
        }
        self.after_blank = false;
    }

    fn units(&mut self, units: impl Iterator<Item = Unit>) {
        let mut within = false;
        for Unit(first, second) in units {
            if !self.after_blank {
                let here = Some(self.out.len());
                if !first.is_whitespace() {
                    self.fold = here;
                } else if within {
                    self.fold_before_blank = here;
                }
            }
            within = true;
            self.make_room(first.len_utf8() + second.map_or(0, char::len_utf8));
            self.out.push(first);
            self.out.extend(second);
            self.after_blank = second.unwrap_or(first).is_whitespace();
        }
    }

    /// Folds until `octets` more fit: at the last good place, else in front of a blank, or right here in a run of blanks.
    fn make_room(&mut self, octets: usize) {
        while self.out.len() - self.start + octets > MAX_OCTETS {
            let before_blank = self.fold_before_blank.take();
            let place = self.fold.take().or(before_blank);
            let place = place.unwrap_or(self.out.len());
            // At most one physical line is moved up by this, so the whole stays linear.
            self.out.insert_str(place, "\r\n ");
            self.start = place + "\r\n".len();
        }
    }

    fn end(self) {
        self.out.push_str("\r\n");
    }
}

fn write_units(out: &mut String, property: &Property, value: impl Iterator<Item = Unit>) {
    let mut value = value.peekable();
    if value.peek().is_none() {
        return;
    }
    let mut line = Line::start(out);
    line.glue(name(property.key()));
    for parameter in property.params().values() {
        let mut units = circumflex(parameter.value()).peekable();
        if units.peek().is_none() {
            continue;
        }
        // "Property parameter values that contain the COLON, SEMICOLON, or COMMA character separators MUST be specified as
        // quoted-string text values."
        let quote = parameter.value().contains([':', ';', ',']).then_some('"');
        line.glue([';']);
        line.glue(name(parameter.key()));
        line.glue(['=']);
        line.glue(quote);
        line.units(units);
        line.glue(quote);
    }
    line.glue([':']);
    line.units(value);
    line.end();
}

/// Returns how the value of `property` is written: VALUE decides, and without it the name.
fn form(property: &Property) -> Form {
    let name = property.key();
    let is_text = match property.params().get("VALUE") {
        Some(parameter) => parameter.value() == "TEXT",
        None => NOT_TEXT
            .binary_search_by_key(&name, |(name, _)| name)
            .is_err(),
    };
    match (is_text, TEXT_LISTS.contains(&name)) {
        (true, false) => Form::Text,
        (true, true) => Form::TextList,
        (false, _) => Form::Verbatim,
    }
}

/// "iana-token = 1*(ALPHA / DIGIT / "-")": a name cannot hold what would end it.
fn name(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
}

/// Yields the units of a TEXT value, see [`escape_into`].
fn escaped(value: &str) -> impl Iterator<Item = Unit> {
    encoded(value, '\\', |character| {
        matches!(character, '\\' | ';' | ',').then_some(character)
    })
}

/// Yields the units of a parameter value, which RFC 6868 lets hold what RFC 5545 could not: `"` as `^'`, a newline as `^n`, `^` as `^^`.
fn circumflex(value: &str) -> impl Iterator<Item = Unit> {
    encoded(value, '^', |character| match character {
        '"' => Some('\''),
        '^' => Some('^'),
        _ => None,
    })
}

/// Yields the units of `value`, each newline as `sign` and `n`, each character that has a `code` as `sign` and that code.
fn encoded(value: &str, sign: char, code: fn(char) -> Option<char>) -> impl Iterator<Item = Unit> {
    let mut characters = value.chars().peekable();
    iter::from_fn(move || {
        loop {
            let character = characters.next()?;
            if character == '\r' {
                characters.next_if_eq(&'\n');
            }
            let second = if is_newline(character) {
                Some('n')
            } else {
                code(character)
            };
            if second.is_some() {
                return Some(Unit(sign, second));
            }
            if is_text(character) {
                return Some(Unit(character, None));
            }
        }
    })
}

/// Yields the units of a value that is written as it is, less the characters that are not `allowed`.
///
/// A backslash stays with what follows it: the items of a text list come here escaped.
fn verbatim(value: &str, allowed: fn(char) -> bool) -> impl Iterator<Item = Unit> {
    let mut characters = value.chars().filter(move |character| allowed(*character));
    iter::from_fn(move || {
        let first = characters.next()?;
        let second = if first == '\\' {
            characters.next()
        } else {
            None
        };
        Some(Unit(first, second))
    })
}

/// Returns whether TEXT and parameters can hold `character`, escaped or not: "WSP" counts TAB in, "CONTROL" is out.
fn is_text(character: char) -> bool {
    character == '\t' || is_visible(character)
}

/// Returns whether `character` is neither a control character nor a newline of any kind.
fn is_visible(character: char) -> bool {
    !character.is_control() && !is_newline(character)
}

fn is_newline(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests;
