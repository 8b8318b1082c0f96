//! Which marks of emphasis are text.
//!
//! In: two marks that CommonMark takes for emphasis, and what is around them. Out: whether they are part of a word, or of an address.
//! Guaranteed: a passcode such as `4*Gh*2x`, a formula, a path and a name such as `__init__` keep every character. Absent: which marks
//! belong together, which the reader of Markdown finds out.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::address::bare;

/// Letters of scripts whose words touch each other begin here: Thai, then all of East Asia. Emphasis is always inside a word there.
const WORDS_TOUCH: char = '\u{e00}';

/// Two marks, and whether they are text.
pub(super) struct Marks {
    /// With the marks.
    pub(super) range: Range<usize>,
    /// The bytes of one mark.
    pub(super) width: usize,
    pub(super) is_refused: bool,
}

impl Marks {
    pub(super) fn new(source: &str, range: Range<usize>, tag: &Tag<'_>) -> Self {
        let is_double = |range: &Range<usize>| {
            source
                .get(range.clone())
                .is_some_and(|it| it.starts_with("~~"))
        };
        let width = match tag {
            Tag::Emphasis => 1,
            Tag::Strikethrough if !is_double(&range) => 1,
            _ => 2,
        };
        Self {
            range,
            width,
            is_refused: false,
        }
    }

    pub(super) fn opening<'a>(&self, source: &'a str) -> &'a str {
        let start = self.range.start;
        source.get(start..start + self.width).unwrap_or_default()
    }

    pub(super) fn closing<'a>(&self, source: &'a str) -> &'a str {
        let end = self.range.end;
        let start = end.saturating_sub(self.width);
        source.get(start..end).unwrap_or_default()
    }
}

/// Whether a character is part of a word that goes on.
pub(super) fn joins_words(c: char) -> bool {
    c.is_alphanumeric() && c < WORDS_TOUCH
}

/// Whether marks are text. `parent` are those around them; before the byte `from` is nothing that they could be part of a word with.
pub(super) fn is_refused(source: &str, marks: &Marks, parent: Option<&Marks>, from: usize) -> bool {
    let Range { start, end } = marks.range;
    let opening = marks.opening(source);
    let Some(mark) = opening.chars().next() else {
        return false;
    };
    // One `~` is "about".
    if mark == '~' && marks.width == 1 {
        return true;
    }
    let is_beside = |parent: &Marks| {
        parent.range.start + parent.width == start || end + parent.width == parent.range.end
    };
    if parent.is_some_and(|parent| parent.is_refused && is_beside(parent)) {
        return true;
    }
    let before = source.get(from.min(start)..start).unwrap_or_default();
    let after = source.get(end..).unwrap_or_default();
    let within = source
        .get(start + marks.width..end.saturating_sub(marks.width))
        .unwrap_or_default();
    if mark == '_' && is_name(before, opening, within) {
        return true;
    }
    let is_word = |c: Option<char>| c.is_some_and(joins_words);
    if is_word(before.trim_end_matches(mark).chars().next_back())
        || is_word(after.trim_start_matches(mark).chars().next())
    {
        return true;
    }
    // What is written without a space around the marks.
    let is_end = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '|');
    let before = before.rsplit(is_end).next().unwrap_or_default();
    let after = after
        .split(|c: char| is_end(c) || c == '<')
        .next()
        .unwrap_or_default();
    let has_word = |text: &str| text.contains(joins_words);
    if has_word(before) && has_word(after) {
        return true;
    }
    if before.ends_with('/') && within.starts_with('/') {
        return true;
    }
    let last = within.rsplit(is_end).next().unwrap_or_default();
    has_address(before) || (has_address(last) && has_word(after))
}

/// Whether two marks and more of `_` are around one name, as programmers write it.
fn is_name(before: &str, opening: &str, within: &str) -> bool {
    let is_double = opening.len() > 1 || before.ends_with('_') || within.starts_with('_');
    is_double
        && within
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '*'))
}

/// Whether what has no space in it has a web address that is still going on.
fn has_address(text: &str) -> bool {
    // Any character more, so that the end is not taken for the end of a sentence.
    let longer = format!("{text}x");
    bare(&longer).is_some_and(|(_, _, rest)| rest.is_empty())
}
