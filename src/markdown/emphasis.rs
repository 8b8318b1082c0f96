//! Decides which `*`, `_` and `~` of a text are literal, although CommonMark reads them as emphasis.
//!
//! CommonMark turns `4*Gh*2x` into `4Gh2x` with emphasis, which damages passcodes, formulas and file names. [`is_literal`] takes a pair of
//! markers, as the Markdown parser found it, and says whether they are part of a word, a path, a URL or a name such as `__init__`.
//! Markers that could also be meant as emphasis are emphasis: `_private_`, `__a.b__`, and markers between other punctuation, as in `(*a*)`
//! and `-*x*+`.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::address::first_url;
use super::word::is_word_char;

/// An opening and a closing marker of emphasis.
pub(super) struct MarkerPair {
    /// The byte range from the opening marker to the closing one, including both.
    pub(super) range: Range<usize>,
    /// The width of one marker in bytes.
    pub(super) width: usize,
    pub(super) is_literal: bool,
}

impl MarkerPair {
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
            is_literal: false,
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

/// Whether a pair of markers is literal text. `parent` is the pair around it. Text before the byte `from` cannot be part of the same word.
pub(super) fn is_literal(
    source: &str,
    pair: &MarkerPair,
    parent: Option<&MarkerPair>,
    from: usize,
) -> bool {
    let Range { start, end } = pair.range;
    let opening = pair.opening(source);
    let Some(marker) = opening.chars().next() else {
        return false;
    };
    // A single `~` means "about".
    if marker == '~' && pair.width == 1 {
        return true;
    }
    // The parser splits `***` into two pairs. If the outer one is literal, so is the inner one beside it.
    let is_beside = |parent: &MarkerPair| {
        parent.range.start + parent.width == start || end + parent.width == parent.range.end
    };
    if parent.is_some_and(|parent| parent.is_literal && is_beside(parent)) {
        return true;
    }
    let before = source.get(from.min(start)..start).unwrap_or_default();
    let after = source.get(end..).unwrap_or_default();
    let within = source
        .get(start + pair.width..end.saturating_sub(pair.width))
        .unwrap_or_default();
    if marker == '_' && is_dunder_name(before, opening, within) {
        return true;
    }
    let last_before = before.trim_end_matches(marker).chars().next_back();
    let first_after = after.trim_start_matches(marker).chars().next();
    if last_before.is_some_and(is_word_char) || first_after.is_some_and(is_word_char) {
        return true;
    }
    // `#*12*#` and `/usr/*lib*/`: no sentence has these signs on both sides of an emphasised word.
    let is_sign = |c: char| "#$%+/=@^".contains(c);
    if last_before.is_some_and(is_sign) && first_after.is_some_and(is_sign) {
        return true;
    }
    // `f(x)*g*(y)`: the text between two spaces is one token, with a word on both sides.
    let ends_token = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '|');
    let token_before = before.rsplit(ends_token).next().unwrap_or_default();
    let token_after = after
        .split(|c: char| ends_token(c) || c == '<')
        .next()
        .unwrap_or_default();
    let has_word = |text: &str| text.contains(is_word_char);
    if has_word(token_before) && has_word(token_after) {
        return true;
    }
    // `src/*/foo/*`: the markers are wildcards in a path.
    if token_before.ends_with('/') && within.starts_with('/') {
        return true;
    }
    // A URL ends at the opening marker, or begins within the emphasis and continues after the closing one.
    let last_within = within.rsplit(ends_token).next().unwrap_or_default();
    ends_in_url(token_before) || (ends_in_url(last_within) && has_word(token_after))
}

/// Whether the markers and further `_` surround one identifier, such as `__init__`.
fn is_dunder_name(before: &str, opening: &str, within: &str) -> bool {
    let is_double = opening.len() > 1 || before.ends_with('_') || within.starts_with('_');
    is_double
        && within
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '*'))
}

/// Whether a text without spaces ends in a web address that could continue.
fn ends_in_url(text: &str) -> bool {
    // The appended letter keeps punctuation at the end from counting as the end of a sentence.
    let longer = format!("{text}x");
    first_url(&longer).is_some_and(|found| found.after.is_empty())
}
