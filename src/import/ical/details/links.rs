//! Reads attachments, and the links of calls.
//!
//! Sections: [RFC 5545 §3.8.1.1] (ATTACH), [RFC 7986 §5.11] (CONFERENCE).
//!
//! [RFC 5545 §3.8.1.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.1
//! [RFC 7986 §5.11]: https://www.rfc-editor.org/rfc/rfc7986#section-5.11

use super::super::super::account::Outcome;
use super::super::super::entry::Link;
use super::super::super::text;
use super::super::reader::Property;
use crate::limit;
use crate::value::Url;

/// The properties that have the link of a call, with those of Google, Microsoft and Skype.
const CALLS: [&str; 8] = [
    "CONFERENCE",
    "X-CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-GOOGLE-HANGOUT",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-ZOOM-JOIN-URL",
];

/// Whether a property has the link of a call.
pub(super) fn is_call(name: &str) -> bool {
    CALLS.contains(&name)
}

/// Reads an attachment: a link to a file becomes a link of the event.
pub(super) fn attach(links: &mut Vec<Link>, property: &Property) -> Outcome {
    let is_inline = property.parameter("ENCODING").is_some()
        || property
            .parameter("VALUE")
            .is_some_and(|value| value.eq_ignore_ascii_case("BINARY"));
    if is_inline {
        return Outcome::Dropped("a file inside the calendar: publish it, and add a link");
    }
    let Ok(url) = Url::parse(property.value.trim()) else {
        return Outcome::Dropped("it is no web address");
    };
    if !url.as_str().starts_with("https://") {
        return Outcome::Dropped("its address does not begin with `https://`");
    }
    if links.iter().any(|link| link.url == url.as_str()) {
        return Outcome::Dropped("the event has this link already");
    }
    if links.len() >= limit::LINKS {
        return Outcome::Dropped("an event has at most 100 links");
    }
    let named = ["FILENAME", "X-FILENAME", "LABEL"]
        .into_iter()
        .find_map(|name| property.parameter(name));
    let title = named.map_or_else(|| name_of(url.as_str()), text::title);
    links.push(Link {
        title: if title.is_empty() {
            "Attachment".to_owned()
        } else {
            title
        },
        url: url.as_str().to_owned(),
    });
    Outcome::Rewritten("a link")
}

/// Returns the last part of an address as a title.
fn name_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.trim_start_matches("https://").trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    text::title(&name.replace("%20", " "))
}
