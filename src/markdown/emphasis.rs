//! Decides which emphasis markers are literal text.
//!
//! In: a pair of markers that CommonMark reads as emphasis, and the text around them. Out: whether they are part of a word or a URL.
//! Guaranteed: a passcode such as `4*Gh*2x`, a formula, a path and a name such as `__init__` keep every character. Absent: which markers
//! form a pair, which the Markdown parser decides.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::address::bare;

/// The first letter of the scripts written without spaces between words: Thai, then all of East Asia. Emphasis within a run of letters is
/// normal there.
const WORDS_TOUCH: char = '\u{e00}';

/// A pair of markers.
pub(super) struct Marks {
    /// The byte range, including the markers.
    pub(super) range: Range<usize>,
    /// The width of one marker in bytes.
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

/// Whether a character continues a word.
pub(super) fn joins_words(c: char) -> bool {
    c.is_alphanumeric() && c < WORDS_TOUCH
}

/// Whether the markers are literal text. `parent` is the pair around them. Text before the byte `from` cannot be part of the same word.
pub(super) fn is_refused(source: &str, marks: &Marks, parent: Option<&Marks>, from: usize) -> bool {
    let Range { start, end } = marks.range;
    let opening = marks.opening(source);
    let Some(mark) = opening.chars().next() else {
        return false;
    };
    // A single `~` means "about".
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
    // Look at the whole run of characters without a space.
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

/// Whether the markers and further `_` surround one identifier, such as `__init__`.
fn is_name(before: &str, opening: &str, within: &str) -> bool {
    let is_double = opening.len() > 1 || before.ends_with('_') || within.starts_with('_');
    is_double
        && within
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '*'))
}

/// Whether a text without spaces contains a web address that could continue.
fn has_address(text: &str) -> bool {
    // The appended character keeps punctuation at the end from counting as the end of a sentence.
    let longer = format!("{text}x");
    bare(&longer).is_some_and(|(_, _, rest)| rest.is_empty())
}
