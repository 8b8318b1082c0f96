//! Finds the link of a video call in what an event says, and holds back its passcodes.
//!
//! [`call`] takes the description, the place, and the addresses of an event. It returns the address for `join`, and the texts without the lines
//! that programs for video calls add to them. No passcode, PIN or personal link is in what it returns. `address` reads addresses, `block` finds
//! the lines, and `secret` reads passcodes within other text.

mod address;
mod block;
mod secret;

use std::collections::BTreeSet;

use self::address::Kind;
use super::{from_html, line, looks_like_html, to_markdown};
use crate::limit;
use crate::markdown;
use crate::warning::CALLS;

/// What an event says, as its source has it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::import) struct Given<'a> {
    pub(in crate::import) description: Option<&'a str>,
    /// Whether the description is certainly HTML. Otherwise, what it says decides that.
    pub(in crate::import) is_html: bool,
    pub(in crate::import) location: Option<&'a str>,
    pub(in crate::import) url: Option<&'a str>,
    /// The addresses of properties that are for calls only, such as CONFERENCE. The first one that can be `join` is taken.
    pub(in crate::import) conference: &'a [&'a str],
}

/// What an event says, apart from its call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Call {
    pub(in crate::import) join: Option<String>,
    pub(in crate::import) sign_up: Option<String>,
    pub(in crate::import) url: Option<String>,
    pub(in crate::import) location: Option<String>,
    /// Markdown.
    pub(in crate::import) description: Option<String>,
    /// `virtual` or `hybrid`, if there is a call.
    pub(in crate::import) format: Option<&'static str>,
    pub(in crate::import) held: Held,
    /// Whether the description was too long for an events file, and lost its end.
    pub(in crate::import) is_cut: bool,
}

/// What was held back, because everybody can see an events file and its feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Held(BTreeSet<&'static str>);

impl Held {
    fn passcode(&mut self) {
        self.0.insert("a passcode");
    }

    fn pin(&mut self) {
        self.0.insert("a PIN of a telephone call");
    }

    fn private(&mut self) {
        self.0.insert("a link of one person");
    }

    /// What was held back, each once.
    pub(in crate::import) fn sentences(&self) -> Vec<&'static str> {
        self.0.iter().copied().collect()
    }

    /// Returns what to tell the person who imports; `None` if nothing was held back.
    pub(in crate::import) fn remark(&self) -> Option<String> {
        let what = self.sentences();
        (!what.is_empty()).then(|| {
            let verb = if what.len() == 1 { "was" } else { "were" };
            format!(
                "{} {verb} held back, because everybody can see the events file; tell members in another way",
                what.join(" and ")
            )
        })
    }
}

/// The words that programs write as the place of a call, in lower case, besides [`CALLS`], which are those of people.
const OF_PROGRAMS: [&str; 9] = [
    "microsoft teams meeting",
    "microsoft teams-besprechung",
    "réunion microsoft teams",
    "skype meeting",
    "videocall",
    "zoom meeting",
    "online event",
    "join zoom meeting",
    "webinar",
];

/// Whether a place, in lower case, says only that there is a call.
fn is_call(place: &str) -> bool {
    CALLS.contains(&place) || OF_PROGRAMS.contains(&place)
}

/// Finds the call of an event.
pub(in crate::import) fn call(given: &Given<'_>) -> Call {
    let mut out = Call::default();
    let held = &mut Held::default();
    for (written, is_certain) in given
        .conference
        .iter()
        .map(|written| (*written, true))
        .chain(given.url.map(|url| (url, false)))
    {
        let Some(address) = address::read(written, held) else {
            continue;
        };
        match address.kind {
            Kind::Call => keep(&mut out.join, address.url),
            Kind::SignUp => keep(&mut out.sign_up, address.url),
            Kind::Private | Kind::Help => {}
            Kind::Other if is_certain => keep(&mut out.join, address.url),
            Kind::Other => keep(&mut out.url, address.url),
        }
    }
    let location = given.location.map(|text| {
        let text = beginning(text, 4 * limit::LINE);
        if looks_like_html(text) {
            location(&from_html(text), &mut out, held)
        } else {
            location(text, &mut out, held)
        }
    });
    if let Some(text) = given.description {
        let text = if given.is_html || looks_like_html(text) {
            // The lines of HTML are known only when it is Markdown.
            described(&from_html(text), &mut out, held)
        } else {
            to_markdown(&described(text, &mut out, held))
        };
        let kept = beginning(&text, limit::MARKDOWN);
        out.is_cut |= kept.len() < text.len();
        // A backslash at the end would have escaped what was cut off.
        let kept = kept.trim_end().trim_end_matches('\\');
        out.description = (!kept.is_empty()).then(|| kept.to_owned());
    }
    let location = location.unwrap_or_default();
    out.format = match (
        location.text.is_empty(),
        location.is_call || out.join.is_some(),
    ) {
        (true, true) => Some("virtual"),
        (false, true) if out.join.is_some() => Some("hybrid"),
        _ => None,
    };
    out.location = (!location.text.is_empty()).then_some(location.text);
    out.held = std::mem::take(held);
    out
}

/// Returns a text of one line, such as a title, without passcodes.
pub(in crate::import) fn public_line(text: &str, held: &mut Held) -> String {
    secret::redacted(&public(text, held, &mut |_| {}), held)
}

/// Returns as many characters of a text as an events file can have.
fn beginning(text: &str, most: usize) -> &str {
    let end = text
        .char_indices()
        .nth(most)
        .map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

fn keep(place: &mut Option<String>, value: String) {
    place.get_or_insert(value);
}

#[derive(Default)]
struct Location {
    text: String,
    /// Whether it said that there is a call.
    is_call: bool,
}

/// Reads a place, which can also have the address of a call, or say `Zoom`.
fn location(text: &str, out: &mut Call, held: &mut Held) -> Location {
    let mut location = Location::default();
    let alone = text.trim();
    // An address of a program that is not known, and nothing else, is where people meet.
    let is_alone = markdown::first_url(alone).is_some_and(|it| it.url.len() == alone.len());
    let mut calls = Vec::new();
    let text = public(text, held, &mut |address| {
        if address.kind == Kind::Call || (is_alone && address.kind == Kind::Other) {
            calls.push(address.url.clone());
        }
    });
    let mut text = secret::redacted(&text, held);
    for url in calls {
        text = text.replace(&url, "");
        location.is_call = true;
        keep(&mut out.join, url);
    }
    let mut kept: Vec<String> = Vec::new();
    // Outlook writes several rooms with semicolons between them, of which the call may be one.
    let words_of = |part: &str| {
        let words = part.trim_matches(|c: char| c.is_whitespace() || ",:()<>-–|/…".contains(c));
        words.to_lowercase()
    };
    let has_call = text.split(';').any(|part| is_call(&words_of(part)));
    let ends = |c: char| c == '\n' || c == ';' && has_call;
    for part in text.split(ends) {
        let words = part.trim_matches(|c: char| c.is_whitespace() || ",:()<>-–|/…".contains(c));
        let is_call = is_call(&words.to_lowercase()) || secret::is_only_label(part);
        location.is_call |= is_call;
        if !words.is_empty() && !is_call {
            kept.push(
                part.trim_matches(|c: char| c.is_whitespace() || ",:<-–|/".contains(c))
                    .to_owned(),
            );
        }
    }
    location.text = line::location(&kept.join("\n"));
    location
}

/// Returns a description without the lines of programs for calls, and without secrets. Of a text that is longer than a description can be,
/// the end is missing.
fn described(text: &str, out: &mut Call, held: &mut Held) -> String {
    let whole = text;
    let text = beginning(whole, limit::MARKDOWN);
    out.is_cut |= text.len() < whole.len();
    let lines: Vec<&str> = text.lines().collect();
    let has_call = |line: &str| {
        let mut has_call = false;
        public(line, &mut Held::default(), &mut |address| {
            has_call |= address.kind == Kind::Call;
        });
        has_call
    };
    let is_block = block::blocks(&lines, has_call);
    let mut kept: Vec<String> = Vec::new();
    let mut found = Vec::new();
    // Whether the line above says that a passcode follows.
    let mut is_after_label = false;
    for (line, is_block) in lines.iter().zip(is_block) {
        let mut calls = Vec::new();
        let public = public(line, held, &mut |address| match address.kind {
            Kind::Call => calls.push(address.url.clone()),
            Kind::SignUp if is_block => keep(&mut out.sign_up, address.url.clone()),
            _ => {}
        });
        let mut redacted = secret::redacted(&public, held);
        if is_after_label && let Some(rest) = secret::without_value(&redacted) {
            held.passcode();
            redacted = rest;
        }
        if !line.trim().is_empty() {
            is_after_label = secret::is_label(line);
        }
        let has_only_link = calls.iter().any(|url| is_only_link(&redacted, url));
        found.append(&mut calls);
        let is_dropped = is_block
            || secret::is_only_label(&redacted)
            || has_only_link
            || (redacted != *line
                && redacted
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .is_empty());
        let is_gap =
            redacted.trim().is_empty() && kept.last().is_none_or(|last| last.trim().is_empty());
        if !is_dropped && !is_gap {
            kept.push(redacted);
        } else if is_dropped && kept.last().is_some_and(|last| !last.trim().is_empty()) {
            kept.push(String::new());
        }
    }
    for url in found {
        keep(&mut out.join, url);
    }
    kept.join("\n")
        .trim_end()
        .trim_start_matches('\n')
        .to_owned()
}

/// Whether a line has only the address of the call, perhaps after a few words such as `Join:`.
fn is_only_link(line: &str, url: &str) -> bool {
    let Some((before, after)) = line.split_once(url) else {
        return false;
    };
    let before = before.to_lowercase();
    let words = before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let known = [
        "join", "on", "zoom", "link", "meeting", "call", "video", "url", "teams", "google", "meet",
        "the", "online", "here", "at", "us", "webex", "jitsi", "room", "click", "now", "https",
        "http",
    ];
    after
        .trim_matches(|c: char| !c.is_alphanumeric())
        .is_empty()
        && words.clone().count() <= 5
        && words.into_iter().all(|word| known.contains(&word))
}

/// Returns a text with its addresses without secrets, and shows each to `see`. Personal addresses are left out.
fn public(text: &str, held: &mut Held, see: &mut impl FnMut(&address::Address)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = markdown::first_url(rest) {
        out.push_str(found.before);
        match address::read(found.url, held) {
            Some(address) => {
                see(&address);
                match address.kind {
                    Kind::Private => out.push('…'),
                    _ => out.push_str(&address.url),
                }
            }
            None => out.push_str(found.url),
        }
        rest = found.after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
