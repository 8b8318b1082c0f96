//! Writes plain text as Markdown that shows as the same text.
//!
//! [`to_markdown`] leaves a text as it is wherever Markdown shows it the same way, because a person will edit it: lists stay lists, and addresses
//! become links. It tries each paragraph as it is, then with more and more backslashes, and takes the first form that shows the same text.
//!
//! Not shown are control characters, white space at the beginning and end of lines (except in lists), and empty lines after the first of several.
//! Before and after an item of a list, an empty line can be added or be lost.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::limit;
use crate::markdown;
use crate::value::Url;

/// How much of a paragraph is escaped. The first form that shows the same text is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Nothing.
    Nothing,
    /// What begins a block at the start of a line, such as `#` or `1.`.
    Starts,
    /// Also formatting and links, but nothing within words and web addresses.
    Inline,
    /// Each character that can have a meaning.
    Everything,
}

const LEVELS: [Level; 4] = [
    Level::Nothing,
    Level::Starts,
    Level::Inline,
    Level::Everything,
];

/// No text depends on it: a relative link is never a form that shows the same text.
static BASE: LazyLock<Url> =
    LazyLock::new(|| Url::parse("https://example.org").expect("it is an address"));

/// Writes plain text as Markdown that shows as the same text.
pub(in crate::import) fn to_markdown(plain: &str) -> String {
    let plain = cleaned(plain);
    let paragraphs: Vec<&str> = paragraphs(&plain);
    // A longer text is refused anyway, and need not be easy to edit.
    if !is_within_limit(&plain) {
        return join(paragraphs.iter().map(|it| escaped(it, Level::Everything)));
    }
    let mut levels: Vec<Level> = paragraphs.iter().map(|it| level(it)).collect();
    loop {
        let forms = paragraphs.iter().zip(&levels);
        let whole = join(forms.map(|(paragraph, level)| escaped(paragraph, *level)));
        // Single paragraphs are right already; together they can form one list, for example.
        if paragraphs.len() < 2 || shows(&whole, &paragraphs.join("\n\n")) {
            return whole;
        }
        let lowest = levels.iter().min().copied().unwrap_or(Level::Everything);
        let Some(next) = LEVELS.into_iter().find(|level| *level > lowest) else {
            return whole;
        };
        for level in &mut levels {
            *level = next.max(*level);
        }
    }
}

/// Returns Markdown that shows exactly a text, as a feed of calfeed has it; `None` if there is none.
///
/// What only code can show, such as lines that begin with spaces, becomes a block of code.
pub(super) fn exact(plain: &str) -> Option<String> {
    let is_right = |written: &String| shown(written) == plain;
    let written = to_markdown(plain);
    if is_right(&written) {
        return Some(written);
    }
    if !is_within_limit(plain) {
        return None;
    }
    let forms = plain.split("\n\n").map(|paragraph| {
        let is_right = |written: &String| shown(written) == paragraph;
        let mut forms = LEVELS.iter().map(|level| escaped(paragraph, *level));
        forms
            .find(is_right)
            .or_else(|| Some(nested(paragraph)).filter(is_right))
            .unwrap_or_else(|| code(paragraph))
    });
    let written = forms.collect::<Vec<_>>().join("\n\n");
    Some(written)
        .filter(is_right)
        .or_else(|| Some(code(plain)).filter(is_right))
}

/// Returns the plain text of Markdown.
pub(super) fn shown(written: &str) -> String {
    markdown::text(written, &BASE)
}

/// Returns a block of code with a text.
fn code(plain: &str) -> String {
    let longest = plain
        .split(|c: char| c != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{plain}\n{fence}")
}

/// Indents the lines of nested lists as Markdown expects it: below the words of the item above, not by two spaces.
fn nested(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len());
    // The widths of the marks of the open items.
    let mut widths: Vec<usize> = Vec::new();
    for line in paragraph.lines() {
        let words = line.trim_start_matches(' ');
        widths.truncate((line.len() - words.len()) / 2);
        if !out.is_empty() {
            out.push('\n');
        }
        out.extend(std::iter::repeat_n(' ', widths.iter().sum()));
        out.push_str(words);
        if let Some(rest) = item(words) {
            widths.push(words.len() - rest.len() + 1);
        }
    }
    out
}

/// Whether a text is short enough for a description.
pub(in crate::import) fn is_within_limit(text: &str) -> bool {
    limit::text(text, limit::MARKDOWN).is_ok()
}

/// Returns a text without control characters, and with `\n` as the end of each line.
fn cleaned(plain: &str) -> Cow<'_, str> {
    let is_line_end = |c: char| {
        matches!(
            c,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let is_bad = |c: char| is_line_end(c) || (c.is_control() && !matches!(c, '\n' | '\t'));
    if !plain.contains(is_bad) {
        return Cow::Borrowed(plain);
    }
    let plain = plain.replace("\r\n", "\n");
    let characters = plain.chars().filter_map(|c| match c {
        c if is_line_end(c) => Some('\n'),
        c if is_bad(c) => None,
        c => Some(c),
    });
    Cow::Owned(characters.collect())
}

/// Splits a text at its empty lines.
fn paragraphs(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    // Where the paragraph begins and ends, without the white space after it.
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if words.is_empty() {
            out.extend(open.take());
        } else {
            let start = open.map_or(at, |(start, _)| start);
            open = Some((start, at + words.len()));
        }
        at += line.len();
    }
    out.extend(open);
    let parts = out.into_iter();
    parts
        .filter_map(|(start, end)| text.get(start..end))
        .collect()
}

fn join(paragraphs: impl Iterator<Item = String>) -> String {
    let paragraphs: Vec<String> = paragraphs.collect();
    paragraphs.join("\n\n")
}

/// Returns the lowest level at which a paragraph shows the same text.
fn level(paragraph: &str) -> Level {
    let right = |level: &Level| shows(&escaped(paragraph, *level), paragraph);
    LEVELS.into_iter().find(right).unwrap_or(Level::Everything)
}

/// Whether Markdown shows a plain text, with neither HTML nor code.
fn shows(written: &str, plain: &str) -> bool {
    has_same_lines(&markdown::text(written, &BASE), plain)
        && !has_tag(written)
        && !(has_indent(written) && markdown::html(written, 3, &BASE).contains("<pre"))
}

/// Whether two texts have the same lines, apart from the white space around them. Of the empty lines, only those beside an item of a list can
/// differ.
pub(super) fn has_same_lines(one: &str, other: &str) -> bool {
    let mut other = lines(other);
    let mut is_item = false;
    let is_same = lines(one).all(|(line, is_below_gap)| {
        let was_item = std::mem::replace(&mut is_item, item(line).is_some());
        other
            .next()
            .is_some_and(|(same, gap)| line == same && (is_below_gap == gap || was_item || is_item))
    });
    is_same && other.next().is_none()
}

/// Returns the lines with text, and whether an empty line is before each, except the first.
fn lines(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut is_below_gap = false;
    let lines = text.trim().lines().map(str::trim);
    lines.filter_map(move |line| {
        let gap = std::mem::replace(&mut is_below_gap, line.is_empty());
        (!line.is_empty()).then_some((line, gap))
    })
}

/// Returns what is after the mark of an item of a list.
fn item(line: &str) -> Option<&str> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match line.len() - digits.len() {
        0 => line.strip_prefix('-')?,
        1..=9 => digits.strip_prefix('.')?,
        _ => return None,
    };
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(rest)
}

/// Whether a text could have an HTML tag. To escape a `<` too much does no harm.
pub(super) fn has_tag(written: &str) -> bool {
    written.match_indices('<').any(|(at, _)| {
        let (before, after) = written.split_at(at);
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        let is_start = |c: char| c.is_ascii_alphabetic() || "/!?".contains(c);
        backslashes % 2 == 0 && after.chars().nth(1).is_some_and(is_start)
    })
}

/// Whether a line is indented, and so could be code.
fn has_indent(text: &str) -> bool {
    text.lines().any(|line| line.starts_with([' ', '\t']))
}

/// Escapes a paragraph.
fn escaped(paragraph: &str, level: Level) -> String {
    let mut out = String::with_capacity(paragraph.len() + 8);
    let mut is_list = false;
    for line in paragraph.lines() {
        if !out.is_empty() {
            out.push('\n');
        }
        match level {
            Level::Nothing => {
                // Without an empty line, Markdown takes the line after a list as part of the last item.
                let is_indented = line.starts_with([' ', '\t']);
                let is_item = item(line.trim_start()).is_some();
                if is_list && !is_indented && !is_item {
                    out.push('\n');
                }
                is_list = is_item || (is_list && is_indented);
                out.push_str(line.trim_end());
            }
            Level::Starts => {
                let line = line.trim();
                let at = start(line);
                out.push_str(line.get(..at.unwrap_or(0)).unwrap_or_default());
                if at.is_some() {
                    out.push('\\');
                }
                out.push_str(line.get(at.unwrap_or(0)..).unwrap_or_default());
            }
            Level::Inline => inline(&mut out, line.trim()),
            Level::Everything => everything(&mut out, line.trim()),
        }
    }
    out
}

/// Returns where the character is that makes a line the beginning of a block.
fn start(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let rest = line.trim_start_matches(first);
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let is_only = |allowed: &str| line.chars().all(|c| allowed.contains(c));
    let is_start = match first {
        '#' => ends_word(rest),
        '-' => ends_word(line.get(1..)?) || is_only("- \t") || is_only("-| :\t"),
        '+' => ends_word(line.get(1..)?),
        '*' => ends_word(line.get(1..)?) || is_only("* \t"),
        '_' => is_only("_ \t"),
        '=' => is_only("= \t"),
        '|' | ':' => is_only("-| :\t"),
        '>' | '<' | '[' => true,
        '`' | '~' => line.len() - rest.len() >= 3,
        '0'..='9' => {
            let at = line.find(|c: char| !c.is_ascii_digit())?;
            let mark = line.get(at..)?;
            let is_number = mark.starts_with(['.', ')']) && ends_word(mark.get(1..)?);
            return is_number.then_some(at);
        }
        _ => false,
    };
    is_start.then_some(0)
}

/// Escapes a line, except within words and web addresses.
fn inline(out: &mut String, line: &str) {
    let start = start(line);
    let mut rest = line;
    while let Some(found) = markdown::first_url(rest) {
        let at = line.len() - rest.len();
        words(out, found.before, start.and_then(|it| it.checked_sub(at)));
        out.push_str(found.url);
        rest = found.after;
    }
    let at = line.len() - rest.len();
    words(out, rest, start.and_then(|it| it.checked_sub(at)));
}

/// Escapes words that become a part of a line.
pub(super) fn escape_inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    inline(&mut out, line);
    out
}

/// Escapes the part of a line between two addresses. `start` is the byte that would begin a block.
fn words(out: &mut String, text: &str, start: Option<usize>) {
    let mut before: Option<char> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let after = characters.peek().map(|(_, c)| *c);
        let is_within_word = [before, after]
            .iter()
            .all(|c| c.is_some_and(char::is_alphanumeric));
        let is_syntax = match c {
            // Between spaces, as in `5 * 3`, it begins no emphasis.
            '*' | '~' => {
                !(before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_whitespace))
            }
            '`' | '[' | '|' => true,
            '_' => !is_within_word,
            '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
            '<' => after.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            _ => false,
        };
        if is_syntax || start == Some(at) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Puts a backslash before all ASCII punctuation.
fn everything(out: &mut String, line: &str) {
    for c in line.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests;
