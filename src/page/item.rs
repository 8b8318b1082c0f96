//! One line of a list of events, in the words of a page.
//!
//! In: an event with the details and the time of one of its instances. Out: an [`Item`], plain values that serialise.
//! Guaranteed: HTML and Markdown only where the name of a field says so; paths are relative to the site's root. Absent: markup.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::Datelike;
use serde::Serialize;

use super::deep_link::Add;
use crate::calendar::{self, Calendar, Details, Event, Form, Status};
use crate::time::EventTime;
use crate::value::{Text, Url};
use crate::zone::Zone;
use crate::{description, markdown, wording};

/// The level of the first heading of a description: in a list below a title of the third level, on a page of its own below the
/// page's title.
const IN_LIST: u8 = 4;
const ON_PAGE: u8 = 2;

/// One line of a list: an instance, an event without a date, the past meetings of a year, or a date without a meeting.
#[derive(Clone, Serialize)]
pub(super) struct Item {
    pub(super) id: String,
    /// The date by which the file knows a meeting; its id on the page of its series.
    pub(super) key: Option<String>,
    pub(super) title: String,
    /// The title of the event, where a meeting has one of its own.
    pub(super) series: String,
    pub(super) when: String,
    pub(super) datetime: Option<String>,
    pub(super) zone: Option<String>,
    /// The same, where it is not the zone of the calendar.
    pub(super) away: Option<String>,
    /// The first day: `Thu`, `26`, `November 2026`.
    pub(super) weekday: Option<String>,
    pub(super) day: Option<u32>,
    pub(super) month: Option<String>,
    /// How many meetings it sums up.
    pub(super) meetings: Option<usize>,
    /// The sentence of the rule, where the series is told of first.
    pub(super) rule: Option<String>,
    /// What follows of the series and is not listed.
    pub(super) then: Option<String>,
    pub(super) news: Option<String>,
    /// As the file has it, or `skipped`.
    pub(super) status: &'static str,
    pub(super) off: bool,
    /// Whether it took place already.
    pub(super) over: bool,
    pub(super) form: Option<&'static str>,
    pub(super) location: Option<String>,
    pub(super) join: Option<String>,
    pub(super) url: Option<String>,
    pub(super) contact: Option<Link>,
    pub(super) description_html: Option<Rc<str>>,
    pub(super) description_md: Option<Rc<str>>,
    pub(super) talks: Vec<Talk>,
    pub(super) links: Vec<Link>,
    pub(super) groups: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) page: String,
    pub(super) add: Add,
    /// Whether all that is known of it is to be said: not again for each instance of a series.
    pub(super) full: bool,
    #[serde(skip)]
    pub(super) order: (i32, u32),
}

#[derive(Clone, Serialize)]
pub(super) struct Talk {
    title: String,
    speakers: String,
    abstract_html: Option<String>,
    abstract_md: Option<String>,
    slides: Option<String>,
    video: Option<String>,
}

#[derive(Clone, Serialize)]
pub(super) struct Link {
    pub(super) title: String,
    pub(super) url: String,
}

/// The descriptions in HTML and in Markdown for other sites, each made once: all meetings of a series have the same.
#[derive(Default)]
pub(super) struct Descriptions(RefCell<HashMap<Text, Forms>>);

type Forms = (Rc<str>, Rc<str>);

impl Descriptions {
    fn of(&self, details: &Details) -> Option<Forms> {
        let text = details.description.as_ref()?;
        let mut made = self.0.borrow_mut();
        let forms = made.entry(text.clone()).or_insert_with(|| {
            let html = markdown::html(text.as_str(), IN_LIST);
            (html.into(), markdown::rewritten(text.as_str()).into())
        });
        Some(forms.clone())
    }
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
        descriptions: &Descriptions,
        event: &Event,
        details: &Details,
        time: Option<EventTime>,
        was: Option<EventTime>,
    ) -> Self {
        let url = |url: &Url| url.to_string();
        let first = time.map(|time| time.first_date());
        let (description_html, description_md) = descriptions.of(details).unzip();
        Self {
            id: event.id().to_string(),
            key: None,
            title: details.title().to_owned(),
            series: event.details().title().to_owned(),
            when: time.as_ref().map(wording::time).unwrap_or_default(),
            datetime: time.map(start),
            zone: time.and_then(|time| time.zone()).map(place),
            away: time
                .and_then(|time| time.zone())
                .filter(|zone| *zone != calendar.zone())
                .map(place),
            weekday: first.map(|date| date.weekday().to_string()),
            day: first.map(|date| date.day()),
            month: first.map(|date| date.format("%B %Y").to_string()),
            meetings: None,
            rule: None,
            then: None,
            news: description::news(details, was),
            status: status(details.status()),
            off: details.status().is_off(),
            over: false,
            form: details.form().map(Form::label),
            location: details.location().map(ToOwned::to_owned),
            join: details.join().map(url),
            url: details.url().map(url),
            contact: details.contact().map(|contact| Link {
                title: contact.to_string(),
                url: contact.href(),
            }),
            description_html,
            description_md,
            talks: details
                .talks()
                .iter()
                .map(|talk| Talk::new(talk, IN_LIST))
                .collect(),
            links: details
                .links()
                .iter()
                .map(|link| Link {
                    title: link.title().to_owned(),
                    url: link.url().to_string(),
                })
                .collect(),
            groups: event
                .groups()
                .iter()
                .filter_map(|id| calendar.group(id))
                .map(|group| group.name().to_owned())
                .collect(),
            tags: details.tags().iter().map(ToString::to_string).collect(),
            page: page(event),
            add: Add::default(),
            full: true,
            order: first.map_or((i32::MAX, 0), |date| {
                (date.year(), date.month() * 100 + date.day())
            }),
        }
    }

    /// Makes it the subject of a page, not a line of a list.
    pub(super) fn below_title(self, details: &Details) -> Self {
        Self {
            description_html: details
                .description()
                .map(|text| markdown::html(text, ON_PAGE).into()),
            talks: details
                .talks()
                .iter()
                .map(|talk| Talk::new(talk, ON_PAGE))
                .collect(),
            ..self
        }
    }
}

impl Talk {
    fn new(talk: &calendar::Talk, top: u8) -> Self {
        let speakers: Vec<&str> = talk.speakers().iter().map(Text::as_str).collect();
        Self {
            title: talk.title().to_owned(),
            speakers: speakers.join(", "),
            abstract_html: talk.summary().map(|text| markdown::html(text, top)),
            abstract_md: talk.summary().map(markdown::rewritten),
            slides: talk.slides().map(ToString::to_string),
            video: talk.video().map(ToString::to_string),
        }
    }
}

/// The path of an event's own page, below the site's root.
pub(super) fn page(event: &Event) -> String {
    format!("events/{}/", event.id())
}

/// When something begins, as HTML, JSON and schema.org write it: `2025-03-27T11:00:00+00:00`, or a date alone.
pub(super) fn start(time: EventTime) -> String {
    match time {
        EventTime::AllDay { first, .. } => first.to_string(),
        EventTime::Zoned { start, .. } => start.rfc3339(),
    }
}

/// A state as JSON and templates have it.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

/// The words for a zone: `London time`, `UTC`, `Center, North Dakota time`.
pub(super) fn place(zone: Zone) -> String {
    let name = zone.name().replace('_', " ");
    match name.split('/').collect::<Vec<_>>().as_slice() {
        [_, "UTC"] | ["UTC"] => "UTC".to_owned(),
        [_, region, city] => format!("{city}, {region} time"),
        [.., city] => format!("{city} time"),
        [] => name,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_called_by_its_city() {
        for (name, words) in [
            ("Europe/London", "London time"),
            ("America/New_York", "New York time"),
            ("America/North_Dakota/Center", "Center, North Dakota time"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
        ] {
            assert_eq!(place(Zone::parse(name).unwrap()), words, "{name}");
        }
    }
}
