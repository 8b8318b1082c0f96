//! The DESCRIPTION of an instance: all that is known of it, laid out so that a person can read it in Outlook.
//!
//! In: the details of an event or of an instance. Out: plain text, with each address bare and at the end of its line, so
//! that clients make links of them. Guaranteed: what other properties bury (URL, CONFERENCE, CONTACT, STATUS, of which
//! Google shows none) stands here too. Absent: HTML. Sections: [RFC 5545 §3.8.1.5].
//!
//! [RFC 5545 §3.8.1.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.5

use crate::calendar::{Details, Status, Talk};
use crate::time::EventTime;
use crate::value::Text;
use crate::{markdown, wording};

/// Returns the text. `was` is the time that it was moved from; `page` is the address of its page.
pub(crate) fn text(details: &Details, was: Option<EventTime>, page: &str) -> String {
    let mut blocks = Vec::new();
    blocks.extend(news(details, was));
    blocks.extend(details.description().map(markdown::text));
    blocks.extend(lines([
        details.form().map(|form| form.label().to_owned()),
        details.join().map(|url| format!("Join: {url}")),
    ]));
    if !details.talks().is_empty() {
        let talks: Vec<String> = details.talks().iter().map(talk).collect();
        blocks.push(format!("Talks\n{}", talks.join("\n")));
    }
    let links = details
        .links()
        .iter()
        .map(|link| Some(format!("{}: {}", link.title(), link.url())));
    let contact = details
        .contact()
        .map(|contact| format!("Contact: {contact}"));
    blocks.extend(lines(
        links.chain([contact, Some(format!("Details: {page}"))]),
    ));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n")
}

/// Returns what people must know first: that it is off, or has moved, and why.
pub(crate) fn news(details: &Details, was: Option<EventTime>) -> Option<String> {
    let reason = |said: String| match details.reason() {
        Some(reason) => format!("{said}: {reason}"),
        None => said,
    };
    match (details.status(), was) {
        (Status::Cancelled, _) => Some(reason("Cancelled".to_owned())),
        (Status::Postponed, _) => Some(reason("Postponed, new date to be confirmed".to_owned())),
        (Status::Tentative, None) => Some(reason("To be confirmed".to_owned())),
        (Status::Tentative, Some(was)) => Some(reason(format!(
            "To be confirmed. Moved from {}",
            wording::time(&was)
        ))),
        (Status::Confirmed, Some(was)) => {
            Some(reason(format!("Moved from {}", wording::time(&was))))
        }
        (Status::Confirmed, None) => None,
    }
}

fn lines(lines: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn talk(talk: &Talk) -> String {
    let speakers: Vec<&str> = talk.speakers().iter().map(Text::as_str).collect();
    let speakers = (!speakers.is_empty()).then(|| speakers.join(", "));
    let summary = talk.summary().map(markdown::text);
    let slides = talk.slides().map(|url| format!("Slides: {url}"));
    let video = talk.video().map(|url| format!("Video: {url}"));
    let mut text = format!("- {}", talk.title());
    for part in [speakers, summary, slides, video].into_iter().flatten() {
        for line in part.lines() {
            text.push_str("\n  ");
            text.push_str(line);
        }
    }
    text
}

#[cfg(test)]
mod tests;
