//! Decides what a link of an event is for, by its words: `Sign up`, `Join`, `Slides`.
//!
//! The keys of an events file take absolute addresses only. A relative link goes into the description, where it is resolved against the address of
//! the calendar.

use super::super::entry::{Details, Link};
use crate::markdown;
use crate::value::Url;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is the page of the event.
    Own,
    SignUp,
    Join,
    /// Slides, a recording, notes.
    Other,
}

/// Words that only ask to follow the link.
const CALLS: [&str; 16] = [
    "see details",
    "see more details",
    "see more",
    "more details",
    "more information",
    "more info",
    "details",
    "read more",
    "find out more",
    "learn more",
    "click here",
    "here",
    "link",
    "event page",
    "website",
    "info",
];
const SIGN_UPS: [&str; 12] = [
    "sign up",
    "signup",
    "sign-up",
    "register",
    "registration",
    "tickets",
    "book",
    "rsvp",
    "booking",
    "get tickets",
    "join the mailing list",
    "eventbrite",
];
const JOINS: [&str; 9] = [
    "join",
    "zoom",
    "teams",
    "google meet",
    "join the call",
    "join online",
    "dial in",
    "meeting link",
    "jitsi",
];
const OTHERS: [&str; 10] = [
    "slides",
    "video",
    "recording",
    "notes",
    "minutes",
    "agenda",
    "write-up",
    "photos",
    "watch",
    "programme",
];

/// Returns what a link with these words is for. Words of a title are those of the event's own page.
pub(super) fn usage(label: &str) -> Use {
    let plain = label.to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let is_one = |list: &[&str]| {
        list.iter().any(|word| {
            let rest = plain.strip_prefix(word);
            rest.is_some_and(|rest| {
                let is_word = rest.is_empty() || rest.starts_with(' ');
                is_word && rest.split_whitespace().count() <= 3
            })
        })
    };
    match () {
        () if is_one(&SIGN_UPS) => Use::SignUp,
        () if is_one(&JOINS) => Use::Join,
        () if is_one(&OTHERS) => Use::Other,
        () => Use::Own,
    }
}

/// Splits a call such as `see details` from the end of a title, or from a text that is nothing else.
pub(super) fn without_call(title: &str) -> (&str, Option<&str>) {
    let lower = title.to_ascii_lowercase();
    let bare = lower.trim_end_matches(['!', '.', ' ', ')', '…']).len();
    for call in CALLS {
        let Some(before) = lower.get(..bare).and_then(|text| text.strip_suffix(call)) else {
            continue;
        };
        // One word may be part of the title.
        let is_call = before.is_empty() || (call.contains(' ') && before.ends_with([' ', '(']));
        if is_call {
            let own = title.get(..before.len()).unwrap_or_default();
            let own = own.trim_end_matches([' ', '(', ',', ':', '-', '–', '|']);
            return (own, title.get(before.len()..bare));
        }
    }
    (title, None)
}

/// Puts a link where it belongs. Returns the Markdown for the description, if it belongs there.
pub(super) fn put(
    details: &mut Details,
    usage: Use,
    label: &str,
    url: &str,
    remarks: &mut Vec<String>,
) -> Option<String> {
    if Url::parse(url).is_err() {
        if is_relative(url) {
            remarks.push(format!(
                "its link `{url}` has no host, so it is in the description; to make it a key, write the whole address"
            ));
            return Some(format!(
                "[{}]({})",
                markdown::escaped(label),
                markdown::destination(url)
            ));
        }
        if let Some(address) = url.strip_prefix("mailto:")
            && details.contact.is_none()
        {
            details.contact = Some(address.to_owned());
            return None;
        }
        remarks.push(format!(
            "its link `{url}` is no address of a web page, and is not imported"
        ));
        return None;
    }
    let key = match usage {
        Use::Own => &mut details.url,
        Use::SignUp => &mut details.sign_up,
        Use::Join => &mut details.join,
        Use::Other => &mut None,
    };
    if usage != Use::Other && key.is_none() {
        *key = Some(url.to_owned());
        return None;
    }
    details.links.push(Link {
        title: super::sentence::capital(label),
        url: url.to_owned(),
    });
    None
}

fn is_relative(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    let has_scheme =
        scheme.is_some_and(|scheme| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    !url.is_empty() && !has_scheme && !url.contains(char::is_whitespace)
}
