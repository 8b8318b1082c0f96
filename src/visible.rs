//! Makes untrusted text safe to show in a terminal or a log.
//!
//! A replacement character takes the place of each character that moves the cursor, ends a line or changes the direction of text. It also
//! breaks the markers of workflow commands of GitHub Actions, `::` at the start of a line and `##[` anywhere (actions/runner,
//! `ActionCommand.cs`). All other text is unchanged. JSON gets escapes instead, so its meaning stays the same. Markdown and HTML have their
//! own escapes.

use std::borrow::Cow;
use std::fmt::Write as _;

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Returns a text as one safe line: its line ends are replaced too.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, |c| c == '\n')
}

/// Shortens the user's text to fit a message, and makes it safe to show.
pub(crate) fn shown(written: &str) -> String {
    const LONGEST: usize = 60;
    match written.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", visible(written.get(..end).unwrap_or_default())),
        None => visible(written).into_owned(),
    }
}

/// Returns a safe text that keeps its line ends.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    replaced(text, |_| false)
}

/// Replaces what a terminal or a log would interpret, and the characters that `is_also_replaced` names.
fn replaced(text: &str, is_also_replaced: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_unsafe = |c: char| is_also_replaced(c) || is_interpreted(c);
    let is_command = |line: &str| line.trim_start().starts_with("::");
    if !text.contains(is_unsafe) && !text.contains("##[") && !text.lines().any(is_command) {
        return Cow::Borrowed(text);
    }
    let safe = text.replace(is_unsafe, REPLACEMENT.encode_utf8(&mut [0; 4]));
    let mut out = String::with_capacity(safe.len());
    for line in safe.split_inclusive('\n') {
        if is_command(line) {
            let (spaces, command) = line.split_at(line.len() - line.trim_start().len());
            out.push_str(spaces);
            out.push(REPLACEMENT);
            out.push_str(command.trim_start_matches(':'));
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out.replace("##[", "#\u{fffd}["))
}

/// Returns a safe text in which every character has as many bytes as before, so that byte positions stay valid. annotate-snippets, which
/// draws this text, replaces the control characters below the space itself.
pub(crate) fn visible_in_place(text: &str) -> Cow<'_, str> {
    let is_unsafe = |c: char| is_interpreted(c) && c >= ' ';
    if !text.contains(is_unsafe) && !text.contains("##[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.len_utf8() {
            _ if !is_unsafe(c) => out.push(c),
            1 => out.push('?'),
            2 => out.push('\u{a6}'),
            _ => out.push(REPLACEMENT),
        }
    }
    Cow::Owned(out.replace("##[", "#?["))
}

/// Returns equivalent JSON, with an escape in place of each character that a terminal or a log would interpret.
pub(crate) fn visible_json(json: String) -> String {
    let is_unsafe = |c: char| is_interpreted(c) && c > '~';
    if !json.contains(is_unsafe) && !json.contains("##[") {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unsafe(c) {
            write!(out, "\\u{:04x}", u32::from(c)).expect("writing to a string does not fail");
        } else {
            out.push(c);
        }
    }
    out.replace("##[", "#\\u0023[")
}

/// Whether a terminal or a log interprets a character instead of showing it. All such characters are below U+10000.
fn is_interpreted(c: char) -> bool {
    c.is_control() && c != '\n' || matches!(c, '\u{2028}' | '\u{2029}') || turns(c)
}

/// Whether a character changes the direction of the text after it ([UAX #9](https://www.unicode.org/reports/tr9/)).
pub(crate) fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in [
            "Tea & cake: at 18:00 :: Room #4",
            "☕ Caf\u{e9} 👩‍💻",
            "a # b [c]",
            "",
        ] {
            assert_eq!(visible(text), text);
            assert_eq!(visible_lines(text), text);
            assert_eq!(visible_in_place(text), text);
        }
        assert_eq!(visible_lines("one\ntwo\n"), "one\ntwo\n");
    }

    #[test]
    fn what_is_obeyed_is_a_sign() {
        assert_eq!(visible("a\nb\r\u{9b}2J\u{202e}c\u{2028}"), "a�b��2J�c�");
        assert_eq!(visible_lines("a\nb\u{1b}[2J"), "a\nb�[2J");
    }

    #[test]
    fn no_line_begins_with_a_command_and_none_holds_one() {
        assert_eq!(
            visible_lines("a\n  ::stop-commands::x\n"),
            "a\n  �stop-commands::x\n"
        );
        assert_eq!(visible("::error::a"), "�error::a");
        assert_eq!(visible("see ##[add-mask]a"), "see #�[add-mask]a");
    }

    #[test]
    fn in_place_no_byte_moves() {
        let text = "a\u{7f}b\u{9b}c\u{202e}##[d";
        assert_eq!(visible_in_place(text), "a?b¦c�#?[d");
        assert_eq!(visible_in_place(text).len(), text.len());
    }

    #[test]
    fn json_says_the_same_without_what_is_obeyed() {
        let json = serde_json::to_string("a\n\u{9b}\u{202e}##[b").unwrap();
        let shown = visible_json(json.clone());
        assert_eq!(shown, r#""a\n\u009b\u202e#\u0023[b""#);
        let read = |json: &str| serde_json::from_str::<String>(json).unwrap();
        assert_eq!(read(&shown), read(&json));
    }
}
