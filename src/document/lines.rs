//! The lines of a text that is not YAML, as a person reads them at a glance.
//!
//! [`Line::around`] gives the line around any byte: its indentation, its key, its value. Quotes, comments and brackets are not followed, so
//! other modules decide nothing by these functions alone.

use std::ops::Range;

/// One line, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The byte of the text at which it begins.
    pub(super) start: usize,
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn around(body: &'a str, at: usize) -> Self {
        let before = body.get(..at).unwrap_or(body);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let text = body.get(start..).and_then(|rest| rest.lines().next());
        Self {
            start,
            text: text.unwrap_or_default(),
        }
    }

    /// Returns the nearest line above that has more than spaces or a comment.
    pub(super) fn above(body: &'a str, line: Self) -> Option<Self> {
        let mut line = line;
        while line.start > 0 {
            line = Self::around(body, line.start - 1);
            let text = line.text.trim();
            if !text.is_empty() && !text.starts_with('#') {
                return Some(line);
            }
        }
        None
    }

    /// Returns the bytes of the line, without the white space around it.
    pub(super) fn bytes(self) -> Range<usize> {
        let start = self.start + self.indent();
        start..start + self.text.trim().len()
    }

    /// Returns the bytes of white space at its start.
    pub(super) fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// Returns the number of bytes before its key: the indentation and the hyphens of lists.
    pub(super) fn key_column(self) -> usize {
        let rest = self.text.trim_start();
        let item = rest.trim_start_matches("- ").trim_start();
        self.text.len() - item.len()
    }

    /// Returns the number of bytes before the `:` after its key.
    pub(super) fn key_length(self) -> Option<usize> {
        let column = self.key_column();
        let rest = self.text.get(column..)?;
        let end = rest
            .find(": ")
            .or_else(|| rest.trim_end().strip_suffix(':').map(str::len))?;
        Some(column + end)
    }

    /// Whether it looks like `key: value`, or an item of a list.
    pub(super) fn is_entry(self) -> bool {
        let text = self.text.trim();
        let is_word = |key: &str| {
            !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        text.starts_with("- ") || self.entry().is_some_and(|(key, _)| is_word(key))
    }

    /// Returns its key and its value.
    pub(super) fn entry(self) -> Option<(&'a str, &'a str)> {
        let end = self.key_length()?;
        let key = self.text.get(self.key_column()..end)?;
        Some((key, self.text.get(end + 1..)?.trim()))
    }

    pub(super) fn key(self) -> &'a str {
        self.entry().map_or("", |(key, _)| key)
    }

    /// Returns the bytes of its value. If it has no key, these are the bytes after its hyphens.
    pub(super) fn value_bytes(self) -> Range<usize> {
        let from = self.key_length().map_or(self.key_column(), |end| end + 1);
        let rest = self.text.get(from..).unwrap_or_default();
        let start = self.start + from + rest.len() - rest.trim_start().len();
        start..start + rest.trim().len()
    }
}

/// Whether the next line that is not empty is indented further than the key of a line.
pub(super) fn continues(body: &str, line: Line<'_>) -> bool {
    let below = body.get(line.start + line.text.len()..).unwrap_or_default();
    let mut below = all(below).skip(1);
    let next = below.find(|line| !line.text.trim().is_empty());
    next.is_some_and(|next| next.indent() > line.key_column())
}

/// Returns all lines of a text.
pub(super) fn all(body: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    body.split('\n').map(move |text| {
        let line = Line {
            start,
            text: text.strip_suffix('\r').unwrap_or(text),
        };
        start += text.len() + 1;
        line
    })
}

/// Returns the rest of the line from a byte on.
pub(super) fn value_from(body: &str, at: usize) -> &str {
    let rest = body.get(at..).and_then(|rest| rest.lines().next());
    rest.unwrap_or_default().trim_end()
}

pub(super) fn char_at(body: &str, at: usize) -> Option<char> {
    body.get(at..)?.chars().next()
}

/// Returns how many bytes to mark at a byte: those of its character, or none at the end of a line.
pub(super) fn width_at(body: &str, at: usize) -> usize {
    value_from(body, at)
        .chars()
        .next()
        .map_or(0, char::len_utf8)
}

/// Returns the byte at a line and column, both counted from 1 as libyaml does: a line also ends at a lone `\r`, at U+0085, and
/// at U+2028 and U+2029.
pub(super) fn byte_of(body: &str, line: usize, column: usize) -> usize {
    let mut characters = body.char_indices().peekable();
    let mut lines_left = line.saturating_sub(1);
    while lines_left > 0 {
        let Some((_, c)) = characters.next() else {
            return body.len();
        };
        let is_pair = c == '\r' && matches!(characters.peek(), Some((_, '\n')));
        if matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') && !is_pair {
            lines_left -= 1;
        }
    }
    let mut rest = characters.skip(column.saturating_sub(1));
    rest.next().map_or(body.len(), |(at, _)| at)
}

/// Whether a comment has no space after its `#`, as in `#4`.
pub(super) fn begins_hidden(comment: &str) -> bool {
    let rest = comment.strip_prefix('#').unwrap_or_default();
    rest.starts_with(|c: char| !c.is_whitespace() && c != '#')
}
