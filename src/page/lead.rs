//! The beginning of a description, for lists and previews.
//!
//! [`first_paragraph`] returns the first paragraph of a Markdown text, as plain text on one line. [`lead`] cuts the paragraph after at most
//! 300 characters, at the end of a word if there is one near.

use crate::markdown;
use crate::value::Url;

/// The most characters of a lead: two or three sentences.
const MOST: usize = 300;

/// Returns the first paragraph of a description, as text. Links are resolved against `base`.
pub(super) fn first_paragraph(description: &str, base: &Url) -> String {
    let text = markdown::text(without_headings(description), base);
    let first = text.split("\n\n").next().unwrap_or_default();
    first.replace('\n', " ")
}

/// Skips the headings at the beginning of a description.
fn without_headings(description: &str) -> &str {
    let mut rest = description.trim_start();
    while rest.starts_with('#') && rest.trim_start_matches('#').starts_with(' ') {
        let Some((_, below)) = rest.split_once('\n') else {
            return rest;
        };
        rest = below.trim_start();
    }
    rest
}

/// Returns the first paragraph of a description, cut after [`MOST`] characters.
pub(super) fn lead(description: &str, base: &Url) -> String {
    cut(&first_paragraph(description, base), MOST)
}

/// Cuts a text after at most `most` characters, at the end of a word if there is one in the second half, and marks the cut with `…`.
pub(super) fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let kept = text.get(..end).unwrap_or(text);
    let words = kept.rsplit_once(' ').map_or(kept, |(words, _)| words);
    // A text without spaces, such as Japanese or an address, is cut anywhere.
    let kept = if words.len() * 2 < kept.len() {
        kept
    } else {
        words
    };
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '–']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_whole() {
        assert_eq!(cut("Tea and cake", 12), "Tea and cake");
    }

    #[test]
    fn a_long_text_ends_with_a_whole_word() {
        assert_eq!(cut("Tea, coffee and cake", 14), "Tea, coffee…");
    }

    #[test]
    fn a_text_without_spaces_is_cut_anywhere() {
        assert_eq!(cut("読書会は毎月第二火曜日", 4), "読書会は…");
    }

    #[test]
    fn a_heading_is_no_first_paragraph_unless_it_is_all_there_is() {
        let base = Url::parse("https://a.example").unwrap();
        assert_eq!(
            lead("# Welcome\n\nWe meet to read.", &base),
            "We meet to read."
        );
        assert_eq!(lead("# Welcome", &base), "Welcome");
    }

    #[test]
    fn the_first_paragraph_has_neither_marks_nor_line_breaks() {
        let base = Url::parse("https://a.example").unwrap();
        let text = "We *read*\na book.\n\nThen we talk.";
        assert_eq!(first_paragraph(text, &base), "We read a book.");
    }
}
