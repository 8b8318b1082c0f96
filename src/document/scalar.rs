//! Writes a text as a YAML scalar from which every reader gets exactly that text.
//!
//! [`scalar`] writes one line: without quotes if YAML 1.1, YAML 1.2 and calfeed all read the characters as text, otherwise in quotes.
//! [`block`] writes several lines as a literal block. Characters that nobody can see are escaped, so that a reviewer sees them. What is
//! written has no control character, and no character that ends a line.
//! The rules are those of [YAML 1.2.2 §7.3.3](https://yaml.org/spec/1.2.2/#733-plain-style) and of
//! [the types of YAML 1.1](https://yaml.org/type/), with what `PyYAML`, libyaml and Psych read differently.

use std::fmt::Write as _;
use std::iter;

use super::stray_marks::stray_mark;
use crate::time::Moment;
use crate::visible::turns;

/// How the scalars around a new one are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether the scalar is within brackets or braces.
    pub(crate) in_flow: bool,
    /// The quote to use where one is needed: `"` or `'`, whichever the file uses.
    pub(crate) quote: char,
    /// Whether the scalar is always quoted: it is in JSON, or replaces a quoted one.
    pub(crate) always_quoted: bool,
    /// Whether a date or a count is expected, so that `2026-10-29`, `2026-10-29 11:00`, `2026-10` and `12` need no quotes. A title that only
    /// looks like one of these does, and so does a time without a date.
    pub(crate) is_moment: bool,
}

impl Style {
    /// A text after a key on a line of its own.
    pub(crate) const TEXT: Self = Self {
        in_flow: false,
        quote: '"',
        always_quoted: false,
        is_moment: false,
    };
}

/// Writes a text on one line.
pub(crate) fn scalar(text: &str, style: Style) -> String {
    if !style.always_quoted && is_plain(text, style) {
        return text.to_owned();
    }
    if style.quote == '\'' && is_seen(text) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    in_double_quotes(text, style)
}

/// Writes a text as a literal block: the mark, a line end, and each line of the text with `indent` spaces before it and a line end after it.
/// `parent` is the column of the keys, or of the hyphens, that the block belongs to.
///
/// Returns `None` if a block could lose a character, in YAML or in an editor that removes spaces: write the text with [`scalar`] then.
/// That is so for tabs and other control characters, for characters that nobody can see, for spaces alone on a line, and for more than one
/// line end after the text, because empty lines that follow in the file would become part of it.
pub(crate) fn block(text: &str, parent: usize, indent: usize, line_end: &str) -> Option<String> {
    const MOST_SPACES: usize = 9;
    let (lines, chomping) = match text.strip_suffix('\n') {
        Some(lines) => (lines, ""),
        None => (text, "-"),
    };
    let spaces = indent.checked_sub(parent).filter(|spaces| *spaces > 0)?;
    let is_kept = |line: &str| {
        let inner = line.trim_start_matches(' ');
        line.is_empty() || !inner.is_empty() && is_seen(line)
    };
    if lines.is_empty() || lines.ends_with('\n') || !lines.split('\n').all(is_kept) {
        return None;
    }
    let mut out = String::from("|");
    // Readers find the indentation by the first line that is not empty.
    if lines.trim_start_matches('\n').starts_with(' ') {
        write!(out, "{}", Some(spaces).filter(|it| *it <= MOST_SPACES)?).ok()?;
    }
    out.push_str(chomping);
    out.push_str(line_end);
    for line in lines.split('\n') {
        if !line.is_empty() {
            out.extend(iter::repeat_n(' ', indent));
            out.push_str(line);
        }
        out.push_str(line_end);
    }
    Some(out)
}

/// Whether every reader reads the characters, without quotes, as this text.
fn is_plain(text: &str, style: Style) -> bool {
    if style.is_moment && (is_date(text) || is_count(text)) {
        return true;
    }
    let is_ended = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_allowed = |(at, c, is_seen): (usize, char, bool)| {
        let next = || {
            text.get(at + c.len_utf8()..)
                .and_then(|rest| rest.chars().next())
        };
        match c {
            ':' => !is_ended(next()),
            '#' => !text
                .get(..at)
                .is_some_and(|before| before.ends_with(char::is_whitespace)),
            // PyYAML ends a text at a question mark too.
            ',' | '?' | '[' | ']' | '{' | '}' => !style.in_flow,
            _ => is_seen,
        }
    };
    let is_beginning = |c: char| !c.is_whitespace() && !"-?:,[]{}#&*!|>'\"%@`".contains(c);
    text.starts_with(is_beginning)
        && !text.ends_with(char::is_whitespace)
        && characters(text).all(is_allowed)
        // saphyr-parser refuses a hyphen alone before a comma or a bracket.
        && (!style.in_flow || !text.ends_with(" -"))
        && !is_marker(text)
        && !is_word_of_yaml(text)
        && !is_number(text)
        && stray_mark(text, &["title"].into_iter()).is_none()
}

/// Whether a text begins with the marker that ends a document.
fn is_marker(text: &str) -> bool {
    let rest = text.strip_prefix("...");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Whether a text is a word that is no text in some version of YAML.
fn is_word_of_yaml(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<",
    ];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether some reader could take a text for a number, a time or a date. More texts than those count, but none with another word.
///
/// YAML 1.1 has `0b1`, `0o7`, `0x_f`, `1_000`, `1e3`, `12:00` as 720, `2026-10-29T11:00:00Z` and `.inf`. Psych also reads `1,000`.
fn is_number(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-']);
    let is_digits = |digits: &str| digits.chars().all(|c| c.is_ascii_hexdigit() || c == '_');
    let has_base = |mark: &str| {
        let start = unsigned.get(..2).filter(|it| it.eq_ignore_ascii_case(mark));
        start.is_some() && unsigned.get(2..).is_some_and(is_digits)
    };
    let special = [".inf", ".nan"];
    text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && (text
            .chars()
            .all(|c| c.is_ascii_digit() || "+-._,: eETtZz".contains(c))
            || ["0x", "0o", "0b"].into_iter().any(has_base)
            || special.iter().any(|it| it.eq_ignore_ascii_case(unsigned)))
}

/// Whether a text is `2026-10-29`, `2026-10-29 11:00` or `2026-10`, and the date exists.
fn is_date(text: &str) -> bool {
    let form = match text.len() {
        7 => "0000-00",
        10 => "0000-00-00",
        _ => "0000-00-00 00:00",
    };
    let is_alike = |(c, form): (u8, u8)| match form {
        b'0' => c.is_ascii_digit(),
        form => c == form,
    };
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(is_alike)
        && Moment::parse(text).is_ok()
}

/// Whether a text is a whole number that every reader writes with the same digits.
fn is_count(text: &str) -> bool {
    const MOST_DIGITS: usize = 9;
    text.bytes().all(|byte| byte.is_ascii_digit())
        && text.starts_with(|c| c != '0')
        && text.len() <= MOST_DIGITS
}

/// Writes a text in double quotes, with the escapes that YAML and JSON have in common.
fn in_double_quotes(text: &str, style: Style) -> String {
    // YAML and JSON have different escapes for characters that need more than four digits.
    let may_be_json = style.always_quoted && style.in_flow && style.quote == '"';
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for (_, c, is_seen) in characters(text) {
        let code = u32::from(c);
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_seen => out.push(c),
            '\0'..='\u{ffff}' => write!(out, "\\u{code:04x}").unwrap_or_default(),
            c if may_be_json => out.push(c),
            _ => write!(out, "\\U{code:08x}").unwrap_or_default(),
        }
    }
    out.push('"');
    out
}

/// Whether each character can be written on one line without an escape.
fn is_seen(line: &str) -> bool {
    characters(line).all(|(_, _, is_seen)| is_seen)
}

/// Returns each character with its byte, and whether it can be written without an escape: it is no control character, and is not invisible.
fn characters(text: &str) -> impl Iterator<Item = (usize, char, bool)> {
    let mut before = ' ';
    let mut rest = text.char_indices().peekable();
    iter::from_fn(move || {
        let (at, c) = rest.next()?;
        let next = rest.peek().map_or(' ', |(_, next)| *next);
        let is_seen = match c {
            // Emoji, Persian and the scripts of India are written with joiners between two characters.
            '\u{200c}' | '\u{200d}' => {
                ![before, next].iter().any(|c| c.is_ascii() || is_unseen(*c))
            }
            // The flags of England, Scotland and Wales are a black flag with tag characters.
            '\u{e0020}'..='\u{e007f}' => matches!(before, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}'),
            c => !is_unseen(c),
        };
        before = c;
        Some((at, c, is_seen))
    })
}

/// Whether a character is invisible, ends a line, changes the direction of text or is none.
fn is_unseen(c: char) -> bool {
    let is_none = u32::from(c) & 0xfffe == 0xfffe;
    is_none
        || c.is_control()
        || turns(c)
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
                | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}'
                | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
                | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests;
