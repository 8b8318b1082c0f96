//! Escapes text so that GitHub shows it unchanged in a comment.
//!
//! The result has no markup, links, images or mentions. GitHub looks for users, issues, commits and emoji after it has rendered Markdown,
//! so each of these gets a zero-width space. Characters that change the direction of text are left out.

use crate::visible::turns;

/// A zero-width space.
const STOP: char = '\u{200B}';

/// The smallest number of hexadecimal digits that GitHub reads as a commit.
const COMMIT: usize = 7;

/// Returns the text without the marks that change its direction, which could make the old value appear in the place of the new one.
pub(super) fn unturned(text: &str) -> String {
    text.chars().filter(|c| !turns(*c)).collect()
}

/// Returns Markdown that GitHub shows exactly as `text`.
pub(super) fn escape(text: &str) -> String {
    let text = unturned(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    // In a run of hexadecimal digits as long as a commit: the number of digits since the last zero-width space.
    let mut digits = None;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let row = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits = match digits {
            _ if row == 0 => None,
            None => (row >= COMMIT).then_some(0),
            Some(written) => Some(written + 1),
        };
        if digits == Some(COMMIT - 1) {
            out.push(STOP);
            digits = Some(0);
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            // GitHub would turn the address into a link.
            ':' => next == Some('/'),
            '.' => out.to_lowercase().ends_with("www"),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        let is_reference = match c {
            '@' => true,
            '#' => next.is_some_and(char::is_alphanumeric),
            // `GH-12`, and the custom references of a repository, such as `TICKET-12`.
            '-' => before.is_ascii_alphabetic() && next.is_some_and(|c| c.is_ascii_alphanumeric()),
            ':' => is_emoji(rest),
            _ => false,
        };
        if is_reference {
            out.push(STOP);
        }
        before = c;
    }
    out
}

/// Whether the text after a colon begins with the name of an emoji and another colon.
fn is_emoji(rest: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_+-".contains(c);
    let after = rest.trim_start_matches(is_name);
    after.len() < rest.len() && after.starts_with(':')
}
