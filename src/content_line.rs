//! Writes a property as a content line: escaped by its value type, with quoted parameters, and folded.
//!
//! It appends octets to a `String`. Every line ends with CRLF and has at most 75 octets. No fold splits a character or an escape. No value,
//! however hostile, can start a line. Validation refuses values that cannot be written, and `component` decides which properties there are
//! and their order. The module implements [RFC 5545 §3.1], [RFC 5545 §3.2], [RFC 5545 §3.3.11] and [RFC 6868].
//!
//! [RFC 5545 §3.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.1
//! [RFC 5545 §3.2]: https://www.rfc-editor.org/rfc/rfc5545#section-3.2
//! [RFC 5545 §3.3.11]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11
//! [RFC 6868]: https://www.rfc-editor.org/rfc/rfc6868

use std::str::Chars;

use icalendar::{Property, ValueType};

use crate::plain::Plain;

/// "Lines of text SHOULD NOT be longer than 75 octets, excluding the line break."
const MAX_OCTETS: usize = 75;

/// Properties whose value is a list of TEXT. Commas separate the items, so each item is escaped before they are joined.
const TEXT_LISTS: [&str; 2] = ["CATEGORIES", "RESOURCES"];

/// The default value type of each property that is not TEXT ([RFC 5545 §8.3.2], [RFC 7986 §5]), sorted by name.
///
/// Every other property is TEXT: those that the RFCs define so (including NAME, DESCRIPTION and COLOR of a calendar), and also X- and
/// unknown properties, by [RFC 5545 §3.8.8]: "The default value type is TEXT."
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

/// Appends `property` as one folded content line. Writes nothing for an empty value, because libical reports an empty property as an error.
///
/// Parameters are sorted by name, so that the same property always gives the same octets. Parameters without a value are dropped.
pub(crate) fn write(out: &mut String, property: &Property) {
    let (value, coding) = (property.value(), coding(property));
    if coding.is_nothing(value) {
        return;
    }
    let mut line = FoldedLine::start(out);
    line.name(property.key());
    for parameter in property.params().values() {
        let value = parameter.value();
        if Coding::Parameter.is_nothing(value) {
            continue;
        }
        // "Property parameter values that contain the COLON, SEMICOLON, or COMMA character separators MUST be specified as
        // quoted-string text values."
        let quote = value.contains([':', ';', ',']).then_some('"');
        line.glue([';']);
        line.name(parameter.key());
        line.glue(['=']);
        line.glue(quote);
        line.value(value, Coding::Parameter);
        line.glue(quote);
    }
    line.glue([':']);
    line.value(value, coding);
    line.end();
}

/// Appends a finished content line, such as a line of a VTIMEZONE, folded and with CRLF.
pub(crate) fn write_ready(out: &mut String, content_line: &str) {
    let mut line = FoldedLine::start(out);
    line.value(content_line, Coding::Verbatim);
    line.end();
}

/// Appends `value` to `out` as TEXT: "ESCAPED-CHAR = ("\\" / "\;" / "\," / "\N" / "\n")".
///
/// CRLF, CR, LF, and the Unicode line separators (NEL, U+2028, U+2029), at which some readers split lines, become `\n`. TAB is kept.
/// Other control characters, which TEXT does not allow, are dropped.
pub(crate) fn escape_into(out: &mut String, value: &str) {
    let mut characters = value.chars();
    while let Some(FoldUnit(first, second)) = Coding::Text.next(&mut characters) {
        out.push(first);
        out.extend(second);
    }
}

/// How a value is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// Escaped here as TEXT.
    Text,
    /// Not escaped again, because each item was escaped before the items were joined.
    TextList,
    /// Not escaped, because only TEXT has escapes.
    Verbatim,
    /// Escaped by RFC 6868, for characters that RFC 5545 does not allow in parameters: `"` as `^'`, a newline as `^n`, `^` as `^^`.
    Parameter,
}

/// One character, or an escape of two. A fold never splits it.
#[derive(Clone, Copy)]
struct FoldUnit(char, Option<char>);

impl Coding {
    /// The bytes of characters that are always written unchanged.
    const fn plain(self) -> &'static Plain {
        match self {
            Self::Text => &const { Plain::visible_but(b"\\;,") },
            Self::TextList | Self::Verbatim => &const { Plain::visible_but(b"\\") },
            Self::Parameter => &const { Plain::visible_but(b"^\"") },
        }
    }

    /// Returns the next unit. A newline or a character with an escape becomes two characters; a character that cannot be written is
    /// dropped.
    fn next(self, characters: &mut Chars<'_>) -> Option<FoldUnit> {
        loop {
            let character = characters.next()?;
            let unit = match self {
                Self::Text => encoded(character, characters, '\\'),
                Self::Parameter => encoded(character, characters, '^'),
                // A backslash stays with the character after it, because the items of a text list are escaped already.
                Self::TextList => verbatim(character, characters, is_text),
                Self::Verbatim => verbatim(character, characters, is_visible),
            };
            if unit.is_some() {
                return unit;
            }
        }
    }

    /// Whether nothing remains of a value after escaping.
    fn is_nothing(self, value: &str) -> bool {
        let first = value.as_bytes().first();
        !first.is_some_and(|byte| self.plain().holds(*byte))
            && self.next(&mut value.chars()).is_none()
    }
}

/// Returns the escape of a character: a newline as `sign` and `n`, a character with a code as `sign` and that code.
fn encoded(character: char, rest: &mut Chars<'_>, sign: char) -> Option<FoldUnit> {
    if character == '\r' && rest.as_str().starts_with('\n') {
        rest.next();
    }
    let code = match (sign, character) {
        _ if is_newline(character) => Some('n'),
        ('\\', '\\' | ';' | ',') | ('^', '^') => Some(character),
        ('^', '"') => Some('\''),
        _ => None,
    };
    if code.is_some() {
        return Some(FoldUnit(sign, code));
    }
    is_text(character).then_some(FoldUnit(character, None))
}

/// Returns a character unchanged if it is `allowed`; after a backslash, together with the next character.
fn verbatim(character: char, rest: &mut Chars<'_>, allowed: fn(char) -> bool) -> Option<FoldUnit> {
    let second = if character == '\\' {
        rest.find(|character| allowed(*character))
    } else {
        None
    };
    allowed(character).then_some(FoldUnit(character, second))
}

/// A content line that is being written.
struct FoldedLine<'out> {
    out: &'out mut String,
    /// The position in `out` where the current physical line starts, including the leading space of a continuation line.
    start: usize,
    /// The last position on this physical line without a space on either side, if there is one.
    ///
    /// The Rust crate `ical` drops a space before a fold, and programs that trim lines would drop one after it.
    fold: Option<usize>,
    /// The last position before a space that does not follow another space, used if there is no better one.
    fold_before_blank: Option<usize>,
    after_blank: bool,
}

impl<'out> FoldedLine<'out> {
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

    /// Appends syntax. It belongs to the characters before it, so folds before it are avoided.
    fn glue(&mut self, syntax: impl IntoIterator<Item = char>) {
        for character in syntax {
            self.make_room(character.len_utf8());
            self.out.push(character);
        }
        self.after_blank = false;
    }

    /// Appends a name. "iana-token = 1*(ALPHA / DIGIT / "-")": it cannot contain a character that would end it.
    fn name(&mut self, name: &str) {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if self.out.len() - self.start + name.len() <= MAX_OCTETS && name.bytes().all(is_name) {
            self.out.push_str(name);
            self.after_blank = false;
            return;
        }
        self.glue(
            name.chars()
                .filter(|character| u8::try_from(*character).is_ok_and(is_name)),
        );
    }

    fn value(&mut self, value: &str, coding: Coding) {
        let plain = coding.plain();
        let mut rest = value;
        let mut within = false;
        loop {
            // Fast path: most of the value needs no escaping.
            let length = rest.bytes().take_while(|byte| plain.holds(*byte));
            let (run, special) = rest.split_at(length.count());
            self.run(run, within);
            within |= !run.is_empty();
            let mut characters = special.chars();
            let Some(unit) = coding.next(&mut characters) else {
                return;
            };
            self.unit(unit, within);
            within = true;
            rest = characters.as_str();
        }
    }

    /// Appends unescaped characters, one physical line at a time. The result is the same as with [`Self::unit`].
    fn run(&mut self, mut run: &str, mut within: bool) {
        while let Some(first) = run.chars().next() {
            let fit = MAX_OCTETS.saturating_sub(self.out.len() - self.start);
            if fit == 0 {
                self.unit(FoldUnit(first, None), within);
                run = run.get(1..).unwrap_or_default();
            } else {
                let (now, later) = run.split_at(fit.min(run.len()));
                self.note_folds(now.as_bytes(), within);
                self.out.push_str(now);
                self.after_blank = now.ends_with(' ');
                run = later;
            }
            within = true;
        }
    }

    /// Records the last possible fold in unescaped characters that are about to be appended: one without a space on either side or, if this
    /// physical line has none yet, one before a space.
    fn note_folds(&mut self, run: &[u8], within: bool) {
        let here = self.out.len();
        let mut before_blank = None;
        let pairs = run.windows(2).enumerate().rev();
        let pairs =
            pairs.filter_map(|(at, pair)| Some((here + at + 1, pair.first()?, pair.last()?)));
        let first = run.first().filter(|_| !self.after_blank);
        let first = first.map(|first| (here, &b'.', first));
        for (place, before, after) in pairs.chain(first) {
            match (before, after) {
                (b' ', _) => {}
                (_, b' ') if place > here || within => {
                    before_blank = before_blank.or(Some(place));
                }
                (_, b' ') => {}
                _ => {
                    self.fold = Some(place);
                    return;
                }
            }
        }
        self.fold_before_blank = before_blank.or(self.fold_before_blank);
    }

    fn unit(&mut self, FoldUnit(first, second): FoldUnit, within: bool) {
        if !self.after_blank {
            let here = Some(self.out.len());
            if !first.is_whitespace() {
                self.fold = here;
            } else if within {
                self.fold_before_blank = here;
            }
        }
        self.make_room(first.len_utf8() + second.map_or(0, char::len_utf8));
        self.out.push(first);
        self.out.extend(second);
        self.after_blank = second.unwrap_or(first).is_whitespace();
    }

    /// Folds unless `octets` more fit: at the last recorded position, or else before a space, or right here within a run of spaces.
    fn make_room(&mut self, octets: usize) {
        while self.out.len() - self.start + octets > MAX_OCTETS {
            let before_blank = self.fold_before_blank.take();
            let place = self.fold.take().or(before_blank);
            let place = place.unwrap_or(self.out.len());
            // This moves at most one physical line, so the running time stays linear.
            self.out.insert_str(place, "\r\n ");
            self.start = place + "\r\n".len();
        }
    }

    fn end(self) {
        self.out.push_str("\r\n");
    }
}

/// Returns how the value of `property` is escaped, by its VALUE parameter or, without one, by its name.
fn coding(property: &Property) -> Coding {
    let name = property.key();
    let is_text = match property.params().get("VALUE") {
        Some(parameter) => parameter.value() == "TEXT",
        None => NOT_TEXT
            .binary_search_by_key(&name, |(name, _)| name)
            .is_err(),
    };
    match (is_text, TEXT_LISTS.contains(&name)) {
        (true, false) => Coding::Text,
        (true, true) => Coding::TextList,
        (false, _) => Coding::Verbatim,
    }
}

/// Returns whether TEXT and parameters can contain `character`, escaped or not. "WSP" includes TAB; "CONTROL" is excluded.
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
