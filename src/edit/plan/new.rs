//! An event to add: its id, and its keys in the order of the reference.
//!
//! Without an id, one is made from the title, and from the year of an event that takes place once. If another event has that id, the month,
//! the day or a number follows.

use chrono::Datelike;

use super::super::refusal::Reason;
use super::super::request::NewEvent;
use super::keys::Kind;
use super::values::{is_own_name, start_of, unknown, value};
use super::{line, unread};
use crate::document::{Event, Value, keys_of};
use crate::time::Moment;
use crate::value::Slug;

/// Returns the id and the keys of a new event. `is_taken` says whether an event has an id.
pub(in super::super) fn new_event(
    event: &NewEvent,
    is_taken: impl Fn(&str) -> bool,
) -> Result<(String, Vec<(String, Value)>), Reason> {
    let known = keys_of::<Event>();
    let mut given: Vec<(&str, String)> = Vec::new();
    for (key, text) in &event.keys {
        let key = key.trim();
        let is_own = key.len() > 2 && key.starts_with("x-");
        if !is_own && !known.contains(&key) {
            return Err(unknown(key, known));
        }
        is_own_name(key)?;
        if text.trim().is_empty() {
            return Err(Reason::EmptyKey {
                key: key.to_owned(),
            });
        }
        let is_same = |other: &str| other == key || (other, key) == ("groups", "group");
        match given.iter_mut().find(|(other, _)| is_same(other)) {
            None => given.push((key, text.clone())),
            // Of several groups, each is named alone.
            Some(first) if key == "group" => {
                *first = ("groups", format!("{}, {text}", first.1));
            }
            Some((_, texts)) if Kind::of(key) == Kind::List => {
                texts.push_str(", ");
                texts.push_str(text);
            }
            Some(_) => {
                return Err(Reason::KeyTwice {
                    key: key.to_owned(),
                });
            }
        }
    }
    let text_of = |key: &str| {
        let given = given.iter().find(|(other, _)| *other == key);
        given.map(|(_, text)| text.as_str())
    };
    let Some(title) = text_of("title") else {
        return Err(Reason::Missing { key: "title" });
    };
    let title = line("the title", title)?;
    let Some(start) = text_of("start") else {
        return Err(Reason::Missing { key: "start" });
    };
    let start = Moment::parse(start).map_err(|problem| unread("the start", problem))?;
    let id = match (event.id.as_deref(), text_of("id")) {
        (Some(id), _) | (None, Some(id)) => own_id(id.trim(), is_taken)?,
        (None, None) => made_id(&title, start, text_of("repeats").is_some(), is_taken)?,
    };
    let position = |key: &str| known.iter().position(|known| *known == key);
    let mut keys = vec![("id".to_owned(), Value::Text(id.clone()))];
    let mut rest: Vec<&(&str, String)> = given.iter().filter(|(key, _)| *key != "id").collect();
    rest.sort_by_key(|(key, _)| position(key).unwrap_or(known.len()));
    let day = start_of(text_of("start"));
    for (key, text) in rest {
        let value = match *key {
            "title" => Value::Text(title.clone()),
            key => value(key, text, day)?,
        };
        keys.push(((*key).to_owned(), value));
    }
    Ok((id, keys))
}

fn own_id(id: &str, is_taken: impl Fn(&str) -> bool) -> Result<String, Reason> {
    let slug = Slug::parse(id).map_err(|problem| unread("the id", problem))?;
    if is_taken(slug.as_str()) {
        let free = numbered(slug.as_str()).find(|id| !is_taken(id));
        return Err(Reason::IdTaken {
            id: id.to_owned(),
            free: free.unwrap_or_default(),
        });
    }
    Ok(slug.as_str().to_owned())
}

/// The ids `{base}-2`, `{base}-3` and so on.
fn numbered(base: &str) -> impl Iterator<Item = String> {
    (2..=u32::MAX).map(move |number| format!("{base}-{number}"))
}

fn made_id(
    title: &str,
    start: Moment,
    repeats: bool,
    is_taken: impl Fn(&str) -> bool,
) -> Result<String, Reason> {
    let no_id = || Reason::NoId {
        title: title.to_owned(),
    };
    let (dated, base) = ids_of(title, start, repeats).ok_or_else(no_id)?;
    let mut ids = dated.into_iter().chain(numbered(&base));
    ids.find(|id| !is_taken(id)).ok_or_else(no_id)
}

/// Returns the ids that a new event may have, the shortest first: the title, with as much of the start as it needs. If all of them are taken, the
/// text beside them is followed by `-2`, `-3` and so on. Returns `None` if no character of the title can be in an id.
pub(crate) fn ids_of(title: &str, start: Moment, repeats: bool) -> Option<(Vec<String>, String)> {
    let date = super::dates::Start::of(start).map(|start| start.date);
    let year = match start {
        Moment::Month { year, .. } | Moment::Year(year) => Some(year),
        _ => date.map(|date| date.year()),
    };
    let made = |year| Slug::from_title(title, year).map(|(slug, _)| slug.as_str().to_owned());
    let first = made(year.filter(|_| !repeats))?;
    let with_year = made(year)?;
    let month = match (start, date) {
        (Moment::Month { month, .. }, _) => Some(month),
        (_, date) => date.map(|date| date.month()),
    };
    let with_month = month.map(|month| format!("{with_year}-{month:02}"));
    let with_day = date.zip(with_month.as_deref());
    let with_day = with_day.map(|(date, month)| format!("{month}-{:02}", date.day()));
    let dated = [
        Some(first),
        Some(with_year.clone()),
        with_month.clone(),
        with_day,
    ];
    Some((dated.into_iter().flatten().collect(), with_year))
}
