//! Slips that neither parser has a word for: an item whose first key lacks its `:`, a blank in front of the first key,
//! blanks that are none, and what Git leaves.
//!
//! In: a text that is no YAML, and what a parser says of it. Out: the problem and its bytes, where it is one of these.
//! Absent: every other mistake, which is [`super::syntax`]'s.

use super::lines::Line;
use super::parser_message::ParserMessage;
use super::syntax::{Found, found};
use crate::visible::shown;

/// What looks like a blank and is none, with its name.
pub(super) const UNSEEN: [(char, &str); 3] = [
    ('\u{a0}', "a no-break space (U+00A0)"),
    ('\u{feff}', "a byte order mark (U+FEFF)"),
    ('\u{85}', "a line end of old machines (U+0085)"),
];

/// What Git leaves where two people changed the same lines.
pub(super) fn conflict(body: &str) -> Option<Found> {
    let line = super::lines::all(body).find(|line| {
        ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
            .iter()
            .any(|mark| {
                let rest = line.text.strip_prefix(mark);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
    })?;
    let help = "keep the lines of one side or of both, and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`";
    Some(found(
        line.bytes(),
        "two changes of the file that Git could not merge",
        help,
    ))
}

/// What looks like a blank, in an indent or behind a `:` or a `-`.
pub(super) fn unseen(body: &str, said: &ParserMessage) -> Option<Found> {
    let line = Line::around(body, said.at);
    let lines = [Some(line), Line::above(body, line)];
    lines.into_iter().flatten().find_map(|line| {
        let (at, name) = line.text.char_indices().find_map(|(at, c)| {
            let (_, name) = UNSEEN.into_iter().find(|(unseen, _)| *unseen == c)?;
            let before = line.text.get(..at)?.trim_end();
            (before.is_empty() || before.ends_with([':', '-'])).then_some((at, name))
        })?;
        let start = line.start + at;
        let width = line.text.get(at..)?.chars().next()?.len_utf8();
        Some(found(
            start..start + width,
            format!("{name}, where YAML wants a blank"),
            "replace it by a blank: it looks like one, and is another character",
        ))
    })
}

/// A blank in front of the first key, where a later one has none.
pub(super) fn top(body: &str, said: &ParserMessage) -> Option<Found> {
    if !["more than one document", "document start"]
        .iter()
        .any(|what| said.is(what))
    {
        return None;
    }
    let first = super::lines::all(body).enumerate().find(|(_, line)| {
        let text = line.text.trim();
        !text.is_empty() && !text.starts_with('#')
    });
    let (index, line) = first.filter(|(_, line)| line.text.starts_with(' '))?;
    Some(found(
        line.start..line.start + line.indent(),
        format!("line {} begins with a blank", index + 1),
        "remove it: `calendar:`, `groups:` and `events:` begin at the first column",
    ))
}

/// `- id a`, of which only the next line's `:` says that it lacks one.
pub(super) fn item(body: &str, said: &ParserMessage) -> Option<Found> {
    if !(said.is("mapping values") || said.is("unexpected ':'") || said.is("placement of ':'")) {
        return None;
    }
    let line = Line::around(body, said.at);
    let above = Line::above(body, line)?;
    let text = above.text.trim().strip_prefix("- ")?.trim();
    let is_first = line.key_length() == Some(said.at - line.start);
    let is_plain = text.starts_with(char::is_alphanumeric);
    if !is_first || !is_plain || above.entry().is_some() || line.key_column() != above.key_column()
    {
        return None;
    }
    let start = above.start + above.key_column();
    let (word, rest) = text.split_once([' ', '=']).unwrap_or((text, ""));
    let rest = rest.trim_start_matches([' ', '=']);
    let help = if ["id", "title", "name", "url"].contains(&word) && !rest.is_empty() {
        format!("write `{word}: {}`", shown(rest))
    } else {
        let id = text.to_lowercase();
        let words: Vec<&str> = id.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        format!(
            "begin with a key, such as `id: {}`",
            shown(&words.join("-"))
        )
    };
    Some(found(
        start..start + text.len(),
        format!("no `:` in `{}`", shown(text)),
        help,
    ))
}
