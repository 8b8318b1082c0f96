//! The first step of every pipeline that is compared with calfeed: an events file → structs, by serde alone.
//!
//! Guaranteed: no more work than a program needs for a file without mistakes: no positions, and only simple defaults.

#[path = "../../made/mod.rs"]
pub mod made;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Deserialize;

/// An events file.
#[derive(Debug, Deserialize)]
pub struct File {
    pub calendar: Calendar,
    #[serde(default)]
    pub groups: BTreeMap<String, Group>,
    pub events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
pub struct Calendar {
    pub name: String,
    pub domain: String,
    pub url: String,
    pub timezone: String,
}

#[derive(Debug, Deserialize)]
pub struct Group {
    pub name: String,
}

#[derive(Debug, Deserialize)]
pub struct Event {
    pub id: String,
    pub title: String,
    pub start: String,
    pub end: Option<String>,
    pub duration: Option<String>,
    pub repeats: Option<String>,
    pub until: Option<String>,
    pub description: Option<String>,
    pub location: Option<String>,
    pub join: Option<String>,
    pub format: Option<String>,
    pub group: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub talks: Vec<Talk>,
    #[serde(default)]
    pub links: Vec<Link>,
    #[serde(default)]
    pub changes: BTreeMap<String, Change>,
}

#[derive(Debug, Deserialize)]
pub struct Talk {
    pub title: String,
    #[serde(default)]
    pub speakers: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Link {
    pub title: String,
    pub url: String,
}

#[derive(Debug, Deserialize)]
pub struct Change {
    pub moved_to: Option<String>,
    pub cancelled: Option<String>,
    pub skipped: Option<String>,
    pub reason: Option<String>,
}

/// The data of a VEVENT, which every writer receives.
#[derive(Debug)]
pub struct Written<'a> {
    pub uid: String,
    pub recurrence_id: Option<NaiveDateTime>,
    /// Local time; midnight if all day.
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
    pub is_all_day: bool,
    pub summary: &'a str,
    pub description: String,
    pub location: Option<&'a str>,
    pub url: String,
    pub categories: &'a [String],
    pub rrule: Option<String>,
    pub is_cancelled: bool,
}

/// The time of the last change of every event, because these writers do not read a history.
pub const STAMP: &str = "20260115T120000Z";

/// Reads a file.
///
/// # Panics
/// If the file does not match these structs.
pub fn read(text: &str) -> File {
    serde_yaml::from_str(text).expect("a file that can be read")
}

/// Returns the VEVENTs of an event.
///
/// # Panics
/// If a date is in a form that only calfeed reads.
pub fn written<'a>(file: &File, event: &'a Event) -> Vec<Written<'a>> {
    let (date, time) = match event.start.split_once(' ') {
        Some((date, time)) => (date, Some(time)),
        None => (event.start.as_str(), None),
    };
    let Ok(date) = date.parse::<NaiveDate>() else {
        return Vec::new();
    };
    let clock = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let start = date.and_time(time.and_then(clock).unwrap_or_default());
    let end = event.end.as_deref().and_then(clock);
    let end = end.map_or(start, |end| date.and_time(end));
    let mut description = event.description.clone().unwrap_or_default();
    for talk in &event.talks {
        description.push_str("\n\n");
        description.push_str(&talk.title);
        for speaker in &talk.speakers {
            description.push_str(" – ");
            description.push_str(speaker);
        }
    }
    for link in &event.links {
        description.push_str("\n\n");
        description.push_str(&link.title);
        description.push_str(": ");
        description.push_str(&link.url);
    }
    let main = Written {
        uid: format!("{}@{}", event.id, file.calendar.domain),
        recurrence_id: None,
        start,
        end,
        is_all_day: time.is_none(),
        summary: &event.title,
        description,
        location: event.location.as_deref().or(event.join.as_deref()),
        url: format!("{}/events/{}/", file.calendar.url, event.id),
        categories: &event.tags,
        rrule: event
            .repeats
            .as_deref()
            .map(|repeats| rrule(repeats, event)),
        is_cancelled: false,
    };
    let length = main.end - main.start;
    let mut all = vec![main];
    for (key, change) in &event.changes {
        let (Ok(key), None) = (key.parse::<NaiveDate>(), &change.skipped) else {
            continue;
        };
        let key = key.and_time(start.time());
        let moved = change
            .moved_to
            .as_deref()
            .and_then(|to| to.parse::<NaiveDate>().ok());
        let start = moved.map_or(key, |moved| moved.and_time(start.time()));
        all.push(Written {
            uid: all[0].uid.clone(),
            recurrence_id: Some(key),
            start,
            end: start + length,
            description: all[0].description.clone(),
            url: all[0].url.clone(),
            rrule: None,
            is_cancelled: change.cancelled.is_some(),
            ..all[0]
        });
    }
    all
}

/// Returns the RRULE of `weekly on Thursday` or `monthly on the 4th Thursday`.
fn rrule(repeats: &str, event: &Event) -> String {
    let words: Vec<&str> = repeats.split(' ').collect();
    let day = |word: &str| word.get(..2).unwrap_or_default().to_uppercase();
    let mut rule = match words.as_slice() {
        ["weekly", "on", weekday] => format!("FREQ=WEEKLY;BYDAY={}", day(weekday)),
        ["monthly", "on", "the", ordinal, weekday] => {
            format!("FREQ=MONTHLY;BYDAY={}{}", &ordinal[..1], day(weekday))
        }
        _ => "FREQ=WEEKLY".to_owned(),
    };
    if let Some(until) = &event.until {
        rule.push_str(&format!(";UNTIL={}T225959Z", until.replace('-', "")));
    }
    rule
}
