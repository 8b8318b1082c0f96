//! Finds bare URLs in a text, and resolves the targets of links.
//!
//! A target becomes absolute and percent-encoded, and has the scheme `http`, `https`, `mailto` or `tel`; a target with any other scheme is
//! refused. Whether the host exists is not checked. The module implements relative references
//! ([RFC 3986 §5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)), and autolinks as GitHub defines them.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::word::is_word_char;
use crate::percent;
use crate::value::Url;
use crate::visible;

/// The allowed beginnings of a link target.
const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];

/// Whether a URL is allowed as the target of a link.
pub(super) fn is_safe(address: &str) -> bool {
    SCHEMES.iter().any(|scheme| begins_with(address, scheme))
}

fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|it| it.eq_ignore_ascii_case(start))
}

/// Whether a character is an opening bracket or quotation mark.
pub(super) fn is_opening(c: char) -> bool {
    "([{<\"'“‘„«‹¿¡".contains(c)
}

/// Where the text after an address needs a space.
pub(super) enum Gap {
    /// Nowhere: a space or a wide mark ends the address.
    Nowhere,
    /// Perhaps in the text that follows: this one is only punctuation.
    Later,
    /// Before this byte.
    At(usize),
}

/// Returns where the text after an address needs a space, so that programs do not read it as part of the address. Punctuation that ends a
/// sentence may touch the address.
pub(super) fn gap_after(text: &str) -> Gap {
    let is_end = |c: char| ".,;:!?)]}”’»›…\"'".contains(c);
    let rest = text.trim_start_matches(is_end);
    let end = text.len() - rest.len();
    let ends = text.get(..end).unwrap_or_default();
    match rest.chars().next() {
        None => Gap::Later,
        Some(c) if c.is_whitespace() || is_wide_mark(c) => Gap::Nowhere,
        // The `'s` of a name, or the beginning of a quotation.
        Some(_) if ends.ends_with(is_opening) => Gap::At(0),
        Some(_) => Gap::At(end),
    }
}

/// A text, split at its first web address.
pub(crate) struct FoundUrl<'a> {
    pub(crate) before: &'a str,
    pub(crate) url: &'a str,
    pub(crate) after: &'a str,
}

/// Returns the first web address in a text.
pub(crate) fn first_url(text: &str) -> Option<FoundUrl<'_>> {
    let mut from = 0;
    while let Some(colon) = text.get(from..)?.find("://").map(|at| from + at) {
        from = colon + 3;
        let before = text.get(..colon)?;
        let Some(start) = ["https", "http"].iter().find_map(|scheme| {
            let start = before.len().checked_sub(scheme.len())?;
            begins_with(before.get(start..)?, scheme).then_some(start)
        }) else {
            continue;
        };
        let is_within_word = before
            .get(..start)
            .and_then(|before| before.chars().next_back())
            .is_some_and(is_word_char);
        let length = length(text.get(start..)?);
        // Without a host it is not a web address.
        if is_within_word || start + length <= from {
            continue;
        }
        let (before, rest) = text.split_at(start);
        let (url, after) = rest.split_at(length);
        return Some(FoundUrl { before, url, after });
    }
    None
}

/// Whether a character is East Asian punctuation, which is never part of an address.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}')
}

/// Returns the length in bytes of the address that a text begins with.
fn length(text: &str) -> usize {
    let is_end = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '\\' | '^' | '|')
            || is_wide_mark(c)
            || visible::turns(c)
    };
    let mut address = text.split(is_end).next().unwrap_or_default();
    loop {
        let shorter = address.trim_end_matches([
            '.', ',', ';', ':', '!', '?', '\'', '”', '’', '»', '›', '…', '“',
        ]);
        let closes = |open: char, close: char| {
            shorter.ends_with(close)
                && shorter.matches(close).count() > shorter.matches(open).count()
        };
        let shorter = if closes('(', ')') || closes('[', ']') || closes('{', '}') {
            shorter.get(..shorter.len() - 1).unwrap_or_default()
        } else {
            shorter
        };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

/// Returns the target of a link, absolute and percent-encoded; `None` if it is not allowed.
pub(super) fn resolved(target: &str, base: &Url) -> Option<String> {
    let target = encoded(target.trim());
    if target.is_empty() {
        return None;
    }
    if is_safe(&target) {
        return Some(target.into_owned());
    }
    let is_part_of_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|it| {
        it.starts_with(|c: char| c.is_ascii_alphabetic()) && it.chars().all(is_part_of_scheme)
    }) {
        return None;
    }
    // Somebody left out `https://`.
    if begins_with(&target, "www.") {
        return Some(format!("https://{target}"));
    }
    let is_name = |name: &str| !name.is_empty() && !name.contains(['/', '?', '#', '@']);
    if let Some((name, host)) = target.split_once('@')
        && is_name(name)
        && is_name(host)
        && host.contains('.')
    {
        return Some(format!("mailto:{target}"));
    }
    base.resolve(&target)
}

/// Percent-encodes characters that end a URL or are not allowed in it. Non-ASCII letters are unchanged.
pub(super) fn encoded(address: &str) -> Cow<'_, str> {
    let ends = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || visible::turns(c)
            || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    if !address.contains(ends) {
        return Cow::Borrowed(address);
    }
    let mut out = String::with_capacity(address.len() + 8);
    for c in address.chars() {
        if ends(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                write!(out, "%{byte:02X}").expect("writing to a string does not fail");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Returns a URL as people read it: telephone numbers and e-mail addresses without a scheme and decoded.
pub(super) fn shown(address: &str) -> Cow<'_, str> {
    let scheme = ["mailto:", "tel:"]
        .iter()
        .find(|scheme| begins_with(address, scheme));
    let Some(bare) = scheme.and_then(|scheme| address.get(scheme.len()..)) else {
        return Cow::Borrowed(address);
    };
    let decoded = percent::decoded(bare)
        .replace("\r\n", " ")
        .replace('\n', " ");
    let is_hidden = |c: char| {
        c.is_control()
            || visible::turns(c)
            || matches!(c, '\u{2028}' | '\u{2029}' | char::REPLACEMENT_CHARACTER)
    };
    Cow::Owned(if decoded.contains(is_hidden) {
        bare.to_owned()
    } else {
        decoded
    })
}

/// Returns plain text as HTML, in which web addresses are links.
pub(crate) fn linked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(FoundUrl { before, url, after }) = first_url(rest) {
        push_escaped(&mut out, before);
        out.push_str("<a href=\"");
        push_escaped(&mut out, &encoded(url));
        out.push_str("\">");
        push_escaped(&mut out, url);
        out.push_str("</a>");
        rest = after;
    }
    push_escaped(&mut out, rest);
    out
}

/// Escapes text for HTML, in elements and in quoted attributes.
fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
