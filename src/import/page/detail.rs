//! Reads what is below an event, or in a column of a table: `Time: 11am`, `Venue: Town hall`, `Slides: https://…`.

use super::super::entry::{Details, Entry, Talk};
use super::address::{self, Use};
use super::block::Text;
use super::part::Line;
use super::phrase::Meaning;
use super::sentence::capital;
use super::{talk, when};
use crate::time::Moment;
use crate::value::choice::format_word;

/// What a detail says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Date,
    Time,
    End,
    Title,
    Place,
    Format,
    Join,
    SignUp,
    Price,
    Speakers,
    Description,
    Link,
    Group,
    Contact,
    Other,
}

/// A text with a label, or in a column of a table.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    pub(super) key: Key,
    pub(super) label: String,
    pub(super) value: Text,
}

/// Returns what a label or the header of a column announces.
pub(super) fn key(label: &str) -> Option<Key> {
    let plain = label
        .trim()
        .trim_matches(['*', '_', ':', ' '])
        .to_lowercase();
    Some(match plain.as_str() {
        "date" | "day" | "when" | "dates" | "date and time" | "date & time" | "date/time" => {
            Key::Date
        }
        "time" | "times" | "start" | "start time" | "starts" | "from" => Key::Time,
        "end" | "end time" | "ends" | "until" | "to" => Key::End,
        "title" | "event" | "name" | "what" | "meeting" | "topic" | "subject" | "session"
        | "meetup" => Key::Title,
        "where" | "location" | "venue" | "place" | "room" | "address" => Key::Place,
        "format" | "type" | "form" | "mode" => Key::Format,
        "join" | "zoom" | "teams" | "call" | "meeting link" | "join link" | "video call" => {
            Key::Join
        }
        "sign up" | "sign-up" | "signup" | "register" | "registration" | "tickets" | "book"
        | "booking" | "rsvp" => Key::SignUp,
        "price" | "cost" | "fee" | "entry" => Key::Price,
        "speaker" | "speakers" | "presenter" | "presenters" | "with" | "host" | "who" => {
            Key::Speakers
        }
        "description" | "details" | "about" | "notes" | "summary" | "info" => Key::Description,
        "link" | "links" | "url" | "website" | "web" | "page" => Key::Link,
        "group" | "organiser" | "team" | "chapter" => Key::Group,
        "contact" | "questions" | "email" | "e-mail" => Key::Contact,
        "slides" | "video" | "recording" | "agenda" | "minutes" => Key::Other,
        _ => return None,
    })
}

/// Whether a line is a label without a text, such as `Speakers:`.
pub(super) fn is_only_label(text: &str) -> bool {
    text.strip_suffix(':')
        .is_some_and(|label| key(label).is_some())
}

/// Reads `Venue: Town hall`. A link to slides keeps its label.
pub(super) fn named(text: &Text) -> Option<Detail> {
    let colon = text.text.find(':')?;
    let label = text.text.get(..colon)?;
    let key = key(label)?;
    let after = text.text.get(colon + 1..)?;
    let start = colon + 1 + (after.len() - after.trim_start().len());
    let value = text.slice(start..text.text.trim_end().len().max(start));
    let label = label.trim().to_owned();
    Some(Detail { key, label, value }).filter(|detail| !detail.value.text.is_empty())
}

/// Adds a detail that can be the time of an event.
pub(super) fn put_time(entry: &mut Entry, detail: &Detail, remarks: &mut Vec<String>) {
    let (key, value) = (detail.key, &detail.value);
    let line = Line::new(value);
    let time = line.times.first().map(|time| &time.meaning);
    match (key, entry.start, time) {
        (Key::Time | Key::Date, Moment::Date(date), Some(Meaning::Time(written, _)))
            if entry.length.is_none() =>
        {
            match when::times(date, written) {
                Ok((start, length)) => {
                    entry.start = Moment::DateTime(start);
                    entry.length = length;
                }
                Err(reason) => remarks.push(reason),
            }
        }
        (Key::End, Moment::DateTime(start), Some(Meaning::Time(written, _))) => {
            match when::times(start.date(), written) {
                Ok((end, None)) if end > start => entry.length = Some(end - start),
                _ => remarks.push(format!(
                    "`{written}` is no end after its start, and is not imported"
                )),
            }
        }
        (Key::Time | Key::Date | Key::End, _, _) => {
            remarks.push(format!("`{}` is not imported; check its time", value.text));
        }
        _ => put(&mut entry.details, detail, remarks),
    }
}

/// Adds a detail that says nothing about the time.
pub(super) fn put(details: &mut Details, detail: &Detail, remarks: &mut Vec<String>) {
    let Detail { key, label, value } = detail;
    let key = *key;
    let written = value.text.trim();
    if written.is_empty() || written == "-" || written == "–" {
        return;
    }
    let plain = super::in_one_line(written).into_owned();
    let usage = match key {
        Key::Join => Use::Join,
        Key::SignUp => Use::SignUp,
        Key::Link => Use::Own,
        _ => Use::Other,
    };
    match key {
        Key::Place | Key::Format => {
            if let Some(format) = format_word(&plain) {
                details.format = Some(format);
            } else if key == Key::Place {
                place(details, value, remarks);
            } else {
                details.tags.push(plain);
            }
        }
        Key::Price => details.price = Some(plain),
        Key::Group => details.groups.push(plain),
        Key::Contact => {
            let address = value
                .address()
                .map(|url| url.trim_start_matches("mailto:").to_owned());
            details.contact = Some(address.unwrap_or(plain)).filter(|contact| is_contact(contact));
            if details.contact.is_none() {
                append(details, &format!("Contact: {}", value.markdown()));
            }
        }
        Key::Speakers => {
            let mut remark = None;
            let speakers = talk::speakers(&plain, &mut remark);
            remarks.extend(remark);
            details.talks.push(Talk {
                title: details.title.clone(),
                speakers,
                ..Talk::default()
            });
        }
        Key::Join | Key::SignUp | Key::Link | Key::Other => match value.address() {
            Some(url) => {
                let words = if plain == url {
                    label.as_str()
                } else {
                    plain.as_str()
                };
                let said = address::usage(words);
                let usage = if key == Key::Link && said != Use::Own {
                    said
                } else {
                    usage
                };
                if let Some(markdown) = address::put(details, usage, words, url, remarks) {
                    append(details, &markdown);
                }
            }
            None => append(details, &value.markdown()),
        },
        Key::Title | Key::Description => append(details, &value.markdown()),
        Key::Date | Key::Time | Key::End => remarks.push(format!("`{plain}` is not imported")),
    }
}

/// Takes a place, with a link such as `map` beside it.
fn place(details: &mut Details, value: &Text, remarks: &mut Vec<String>) {
    let mut name = value.text.clone();
    if let Some((range, url)) = value.links.first() {
        let words = value.text.get(range.clone()).unwrap_or_default().trim();
        if range.start > 0 {
            name.replace_range(range.clone(), "");
        }
        if let Some(markdown) = address::put(details, Use::Other, words, url, remarks) {
            append(details, &markdown);
        }
    }
    let name = super::in_one_line(name.trim_matches([' ', ',', '(', ')', '-', '–'])).into_owned();
    details.location = Some(name).filter(|name| !name.is_empty());
}

fn is_contact(text: &str) -> bool {
    text.starts_with("http") || (text.contains('@') && !text.contains(char::is_whitespace))
}

/// Adds a line that is no talk and has no label: a link, or a text for the description.
pub(super) fn describe(details: &mut Details, text: &Text, remarks: &mut Vec<String>) {
    let written = text.text.trim();
    let only_link = text.links.first().filter(|(range, _)| {
        let words = text.text.get(range.clone()).unwrap_or_default();
        words.trim() == written.trim_end_matches(['.', '!']) || words.trim() == written
    });
    if let Some((_, url)) = only_link {
        let label = capital(written);
        let usage = match address::usage(&label) {
            Use::Own if details.url.is_some() || address::without_call(&label).1.is_none() => {
                Use::Other
            }
            usage => usage,
        };
        if let Some(markdown) = address::put(details, usage, &label, url, remarks) {
            append(details, &markdown);
        }
        return;
    }
    append(details, &text.markdown());
}

fn append(details: &mut Details, markdown: &str) {
    if markdown.is_empty() {
        return;
    }
    match &mut details.description {
        Some(description) => {
            description.push_str("\n\n");
            description.push_str(markdown);
        }
        None => details.description = Some(markdown.to_owned()),
    }
}
