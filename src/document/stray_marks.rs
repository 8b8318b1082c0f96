//! Marks around a whole value that YAML takes for a part of it: the quotes of a word processor, and the comma of JSON.
//!
//! In: a value without quotes of YAML, and the keys that lead to it. Out: the problem of the marks. Guaranteed: the value without them has all its
//! words; an exact repair is made only where nothing else can have been meant. Absent: descriptions and keys of the user's own, which may have any text.

use super::entries::{FREE_TEXT, MARKDOWN};
use crate::diagnostic::{Edit, Problem, SyntaxFinding};

pub(super) fn stray_mark<'k>(
    text: &str,
    keys: &(impl Iterator<Item = &'k str> + Clone),
) -> Option<Problem> {
    let is_quote = |c: char| "\"'\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{201a}".contains(c);
    let has_mark = text.ends_with(',') || text.starts_with(is_quote) || text.ends_with(is_quote);
    if !has_mark
        || keys
            .clone()
            .any(|key| key.starts_with("x-") || MARKDOWN.contains(&key))
    {
        return None;
    }
    let is_text = keys.clone().any(|key| FREE_TEXT.contains(&key));
    let whole = text.trim_end_matches([',', ' ']);
    let has_comma = whole.len() < text.len();
    let bare = whole.trim_matches(is_quote);
    let is_pair =
        whole.starts_with(is_quote) && whole.ends_with(is_quote) && !bare.contains(is_quote);
    let inner = if has_comma && !is_pair { whole } else { bare };
    if inner.is_empty() {
        return None;
    }
    let written = inner.into();
    let finding = if has_comma {
        SyntaxFinding::StrayComma { text: written }
    } else if !is_text {
        SyntaxFinding::StrayQuotes { text: written }
    } else if is_pair {
        SyntaxFinding::CurlyQuotes { text: written }
    } else {
        // A quotation may begin or end a text.
        return None;
    };
    let edit = Edit::Value(inner.to_owned());
    let problem = Problem::from(finding);
    Some(if is_pair || has_comma {
        problem.exact(edit)
    } else {
        problem.guess(edit)
    })
}
