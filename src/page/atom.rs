//! Calendar → Atom: new and changed events.
//!
//! [`feed`] takes a [`Calendar`] and its [`Revisions`] and returns one Atom feed ([RFC 4287]), whose entries are the events that changed
//! last. The id of an entry is derived from the UID ([RFC 9562 §5.8]), so it never changes. The output does not depend on the current time.
//! Instances have no entries of their own: the entry of a series lists its changed instances.
//!
//! [RFC 4287]: https://www.rfc-editor.org/rfc/rfc4287
//! [RFC 9562 §5.8]: https://www.rfc-editor.org/rfc/rfc9562#section-5.8

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use super::labels;
use crate::calendar::{Calendar, Event, Schedule, Status};
use crate::markdown;
use crate::revision::{Revision, Revisions};
use crate::value::Url;
use crate::words::{Words, fill};

/// The most entries: enough that a feed reader that polls once a month misses nothing.
const ENTRIES: usize = 50;

/// Returns the feed, published below `base`. `calendar` includes tombstones, because a removal is news as well.
pub(super) fn feed(
    calendar: &Calendar,
    revisions: &Revisions,
    base: &Url,
    words: &Words,
) -> String {
    let mut events: Vec<(Revision, &Event)> = calendar
        .events()
        .iter()
        .filter(|event| calendar.is_in_own_feed(event))
        .map(|event| (revisions.of(event), event))
        .collect();
    // Among events that changed at the same time, the one with the latest date is likely the newest.
    events.sort_by_key(|(revision, event)| {
        std::cmp::Reverse((revision.last_change(), begins(calendar, event), event.id()))
    });
    events.truncate(ENTRIES);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let language = calendar.language();
    let _ = writeln!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">"
    );
    element(&mut out, "id", "", &urn(calendar.domain().as_str()));
    element(
        &mut out,
        "title",
        "",
        &fill(&words.news_of, &[("name", calendar.name())]),
    );
    if let Some(description) = calendar.description() {
        let text = markdown::text(description, calendar.url());
        let first = text.split("\n\n").next().unwrap_or_default();
        element(&mut out, "subtitle", "", &first.replace('\n', " "));
    }
    let changed = revisions.of_calendar(calendar);
    element(&mut out, "updated", "", &instant(changed));
    out.push_str("<author>");
    element(&mut out, "name", "", calendar.name());
    element(&mut out, "uri", "", &base.below(""));
    out.push_str("</author>\n");
    link(
        &mut out,
        "self",
        "application/atom+xml",
        &base.below("feed.xml"),
    );
    link(&mut out, "alternate", "text/html", &base.below(""));
    for (revision, event) in events {
        entry(&mut out, calendar, event, revision, base, words);
    }
    out.push_str("</feed>\n");
    out
}

fn begins(calendar: &Calendar, event: &Event) -> Option<DateTime<Utc>> {
    match event.schedule() {
        Schedule::ToBeConfirmed(_) => None,
        Schedule::Once(time) => Some(time.begins(calendar.zone())),
        Schedule::Series(series) => Some(series.first().begins(calendar.zone())),
    }
}

fn entry(
    out: &mut String,
    calendar: &Calendar,
    event: &Event,
    revision: Revision,
    base: &Url,
    words: &Words,
) {
    let details = event.details();
    out.push_str("<entry>\n");
    element(out, "id", "", &urn(&event.uid(calendar.domain())));
    let language = calendar.other_language(event);
    let language = language.map_or_else(String::new, |it| format!(" xml:lang=\"{it}\""));
    element(out, "title", &language, &words.published_title(details));
    if let Some(created) = revision.created() {
        element(out, "published", "", &instant(created));
    }
    element(out, "updated", "", &instant(revision.last_change()));
    link(
        out,
        "alternate",
        "text/html",
        &base.below(&labels::page(event)),
    );
    for group in event.groups().iter().filter_map(|id| calendar.group(id)) {
        let (id, name) = (group.id().as_str(), escaped(group.name()));
        let _ = writeln!(out, "<category term=\"{id}\" label=\"{name}\"/>");
    }
    element(
        out,
        "content",
        " type=\"html\"",
        &content(calendar, event, words),
    );
    out.push_str("</entry>\n");
}

/// Returns the content of an entry as HTML: the time, the place, the description, and the instances that differ from the rule.
fn content(calendar: &Calendar, event: &Event, words: &Words) -> String {
    let details = event.details();
    let mut html = String::new();
    let mut paragraph = |html_text: &str| {
        let _ = writeln!(html, "<p>{html_text}</p>");
    };
    let zone = |time: crate::time::EventTime| {
        time.zone()
            .map_or_else(String::new, |zone| format!(" ({})", words.zone(zone)))
    };
    let when = match event.schedule() {
        Schedule::ToBeConfirmed(approximate) => words.approximate(*approximate),
        Schedule::Once(time) => format!("{}{}", words.time(time), zone(*time)),
        Schedule::Series(series) => {
            let first = series.first();
            let rule = words.rule_with_end(series.rule());
            let start = format!("{}{}", words.time(&first), zone(first));
            let values = [("rule", &*rule), ("start", &start)];
            fill(&words.repeats_from, &values)
        }
    };
    paragraph(&markdown::linked(&when));
    if let Some(news) = words.news(details, None) {
        paragraph(&isolated(&news));
    }
    let places = [
        details.form().map(|form| words.form(form)),
        details.location(),
    ];
    let places: Vec<String> = places.into_iter().flatten().map(isolated).collect();
    if !places.is_empty() {
        paragraph(&places.join(" · "));
    }
    if let Some(description) = details.description() {
        html.push_str(&markdown::html_without_fields(
            description,
            2,
            calendar.url(),
        ));
    }
    let changes = changes(event, words);
    if !changes.is_empty() {
        html.push_str("<ul>\n");
        for line in changes {
            let _ = writeln!(html, "<li>{line}</li>");
        }
        html.push_str("</ul>\n");
    }
    html
}

/// Returns text as HTML, isolated so that right-to-left text does not reorder its surroundings. URLs in it become links.
fn isolated(text: &str) -> String {
    format!("<bdi>{}</bdi>", markdown::linked(text))
}

/// Describes the instances that differ from the rule, as HTML.
fn changes(event: &Event, words: &Words) -> Vec<String> {
    let overrides = match event.schedule() {
        Schedule::Series(series) => series.overrides().collect(),
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => Vec::new(),
    };
    overrides
        .into_iter()
        .chain(event.changed_start())
        .chain(event.stand_alone())
        .filter(|of| {
            of.was().is_some() || of.details().status() != Status::Confirmed || {
                // An extra date has a line of its own.
                event.stand_alone().iter().any(|it| it.key() == of.key())
            }
        })
        .map(|of| {
            let when = words.time(&of.time());
            let news = words.news(of.details(), of.was());
            with_more(words, &when, news.as_deref())
        })
        .chain(
            event
                .skipped()
                .map(|(date, reason)| with_more(words, &words.skipped_on(date), reason)),
        )
        .collect()
}

/// Returns a text as HTML, with news or a reason after it.
fn with_more(words: &Words, text: &str, more: Option<&str>) -> String {
    let text = markdown::linked(text);
    match more {
        Some(more) => {
            let values = [("news", &*text), ("reason", &*isolated(more))];
            fill(&markdown::linked(&words.with_reason), &values)
        }
        None => text,
    }
}

fn element(out: &mut String, name: &str, attributes: &str, text: &str) {
    let _ = writeln!(out, "<{name}{attributes}>{}</{name}>", escaped(text));
}

fn link(out: &mut String, rel: &str, media_type: &str, href: &str) {
    let href = escaped(href);
    let _ = writeln!(
        out,
        "<link rel=\"{rel}\" type=\"{media_type}\" href=\"{href}\"/>"
    );
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Escapes text for XML. Drops U+FFFE and U+FFFF, which XML 1.0 does not allow; control characters never get here.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// Returns an id derived from an identity alone, so that it stays the same if the site moves to another URL.
fn urn(identity: &str) -> String {
    let digest = Sha256::digest(identity);
    let mut hex = String::new();
    for (at, byte) in digest.iter().take(16).enumerate() {
        // The version, 8 ("custom"), and the variant.
        let byte = match at {
            6 => byte & 0x0F | 0x80,
            8 => byte & 0x3F | 0x80,
            _ => *byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        let _ = write!(hex, "{byte:02x}");
    }
    format!("urn:uuid:{hex}")
}
