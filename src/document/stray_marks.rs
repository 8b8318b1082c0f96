//! Finds marks around a whole value that YAML reads as a part of it: the quotes of a word processor, and the comma of JSON. Also finds a reason
//! that is no more than yes or no.
//!
//! [`stray_mark`] takes a value that is not in YAML's quotes, with the keys of the mappings around it. It returns a problem whose repair
//! drops the marks and keeps every word. The repair is exact if the value ends with a comma or the quotes are a pair. Descriptions,
//! abstracts and `x-` keys are not checked, because any text is allowed there.

use super::entries::{FREE_TEXT, MARKDOWN};
use crate::diagnostic::{Edit, EventFinding, Problem, SyntaxFinding};

/// The words that YAML 1.1 reads as true or false.
pub(crate) const FLAGS: [&str; 6] = ["true", "yes", "on", "false", "no", "off"];

/// Returns the problem of a reason that only says yes or no: `true` belongs to other keys. In quotes it is a text like any other.
pub(super) fn flag_as_reason<'k>(
    text: &str,
    keys: &(impl Iterator<Item = &'k str> + Clone),
) -> Option<Problem> {
    let is_flag = || FLAGS.iter().any(|flag| text.eq_ignore_ascii_case(flag));
    let is_own = || keys.clone().any(|key| key.starts_with("x-"));
    let finding = || EventFinding::ReasonWithoutWords {
        written: text.into(),
    };
    let is_reason = keys.clone().last() == Some("reason");
    (is_reason && is_flag() && !is_own()).then(|| finding().into())
}

/// Returns the problem of a value with stray marks. `keys` are those of the value and of the mappings around it.
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
        // A text may begin or end with a quotation.
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
