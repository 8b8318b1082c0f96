//! One line of a list of events, in the words of a page.
//!
//! In: an event with the details and the time of one of its instances. Out: an [`Item`], plain values that serialise.
//! Guaranteed: HTML only where the name of a field says so; paths are relative to the site's root. Absent: markup.

use chrono::Datelike;
use serde::Serialize;

use crate::calendar::{self, Calendar, Details, Event, Form};
use crate::time::EventTime;
use crate::value::{Text, Url};
use crate::zone::Zone;
use crate::{description, markdown, wording};

/// One line of a list: an instance, or an event without a date.
#[derive(Clone, Serialize)]
pub(super) struct Item {
    pub(super) title: String,
    pub(super) when: String,
    pub(super) datetime: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) news: Option<String>,
    pub(super) off: bool,
    pub(super) form: Option<&'static str>,
    pub(super) location: Option<String>,
    pub(super) join: Option<String>,
    pub(super) url: Option<String>,
    pub(super) contact: Option<(String, String)>,
    pub(super) description_html: Option<String>,
    pub(super) talks: Vec<Talk>,
    pub(super) links: Vec<(String, String)>,
    pub(super) groups: Vec<String>,
    pub(super) page: String,
    pub(super) invite: Option<String>,
    /// Whether all that is known of it is to be said: not again for each instance of a series.
    pub(super) full: bool,
    #[serde(skip)]
    pub(super) order: (i32, u32),
}

#[derive(Clone, Serialize)]
pub(super) struct Talk {
    title: String,
    speakers: String,
    summary_html: Option<String>,
    slides: Option<String>,
    video: Option<String>,
}

/// The items of one year.
#[derive(Serialize)]
pub(super) struct Year {
    year: i32,
    items: Vec<Item>,
}

impl Item {
    /// Tells of `details` at `time`; without one, the caller says when.
    pub(super) fn new(
        calendar: &Calendar,
        event: &Event,
        details: &Details,
        time: Option<EventTime>,
        was: Option<EventTime>,
    ) -> Self {
        let url = |url: &Url| url.to_string();
        Self {
            title: details.title().to_owned(),
            when: time.as_ref().map(wording::time).unwrap_or_default(),
            datetime: time.map(|time| match time {
                EventTime::AllDay { first, .. } => first.to_string(),
                EventTime::Zoned { start, .. } => start.rfc3339(),
            }),
            zone: time.and_then(|time| time.zone()).map(place),
            news: description::news(details, was),
            off: details.status().is_off(),
            form: details.form().map(Form::label),
            location: details.location().map(ToOwned::to_owned),
            join: details.join().map(url),
            url: details.url().map(url),
            contact: details
                .contact()
                .map(|contact| (contact.to_string(), contact.href())),
            description_html: details.description().map(markdown::html),
            talks: details.talks().iter().map(Talk::new).collect(),
            links: details
                .links()
                .iter()
                .map(|link| (link.title().to_owned(), link.url().to_string()))
                .collect(),
            groups: event
                .groups()
                .iter()
                .filter_map(|id| calendar.group(id))
                .map(|group| group.name().to_owned())
                .collect(),
            page: format!("events/{}/", event.id()),
            invite: None,
            full: true,
            order: time.map_or((i32::MAX, 0), |time| {
                let date = time.first_date();
                (date.year(), date.month() * 100 + date.day())
            }),
        }
    }
}

impl Talk {
    fn new(talk: &calendar::Talk) -> Self {
        let speakers: Vec<&str> = talk.speakers().iter().map(Text::as_str).collect();
        Self {
            title: talk.title().to_owned(),
            speakers: speakers.join(", "),
            summary_html: talk.summary().map(markdown::html),
            slides: talk.slides().map(ToString::to_string),
            video: talk.video().map(ToString::to_string),
        }
    }
}

/// The words for a zone: `London time`, `UTC`.
fn place(zone: Zone) -> String {
    match zone.name().rsplit_once('/') {
        Some((_, city)) if zone != Zone::UTC => format!("{} time", city.replace('_', " ")),
        _ => "UTC".to_owned(),
    }
}

/// The newest year first, and in it the newest event.
pub(super) fn by_year(mut items: Vec<Item>) -> Vec<Year> {
    // They come in the order of their start.
    items.reverse();
    items.sort_by_key(|item| std::cmp::Reverse(item.order));
    let mut years: Vec<Year> = Vec::new();
    for item in items {
        let year = item.order.0;
        match years.last_mut() {
            Some(last) if last.year == year => last.items.push(item),
            _ => years.push(Year {
                year,
                items: vec![item],
            }),
        }
    }
    years
}
