//! Calendar → `events.json`: every event and every instance, for programs.
//!
//! In: a calendar, its revisions, and the instances that the pages tell of. Out: one JSON object, and its JSON Schema, made from
//! the same structs. Guaranteed: `version` rises when a program that reads the one before could misread the next; new keys do not
//! raise it; no `<`, so that it may stand within HTML. Absent: what a rule alone makes
//! before `from` and beyond `until`, since a series may have neither begun lately nor an end.
//! Implements [JSON Schema 2020-12](https://json-schema.org/draft/2020-12).

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::item::{self, status};
use super::list::differs;
use super::view::View;
use crate::calendar::{self, Form, Instance, Schedule};
use crate::revision::Revisions;
use crate::time::{Approximate, EventTime};
use crate::value::{Contact, Slug, Text, Url};
use crate::zone::Zone;
use crate::{markdown, wording};

/// So far back every instance of a series is listed.
const MONTHS_BACK: Months = Months::new(24);

/// The events of a calendar, as calfeed publishes them at `/events.json`.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    /// The version of this form: a program that knows 1 should refuse 2. New keys do not raise it
    #[schemars(extend("const" = 1))]
    version: u8,
    calendar: Calendar<'a>,
    /// From this day on every instance of a series is listed; of earlier ones those of which anything is said that is not said of all
    from: String,
    /// Up to this day, exclusive, every instance of a series is listed; what the file names by its date is listed whenever it is
    until: String,
    /// The groups, in order of their ids
    groups: Vec<Group<'a>>,
    /// The events, in order of their ids
    events: Vec<Event<'a>>,
}

/// The calendar itself.
#[derive(Serialize, JsonSchema)]
struct Calendar<'a> {
    name: &'a str,
    /// Markdown, as it was written
    description: Option<&'a str>,
    /// The same as HTML without scripts, images or addresses but `http`, `https` and `mailto`
    description_html: Option<String>,
    /// The IANA name of the community's zone
    timezone: &'static str,
    /// The events page
    url: String,
    /// The feed to subscribe to
    feed: String,
    /// `#RRGGBB`
    color: Option<String>,
}

/// A part of the community, with a feed of its own.
#[derive(Serialize, JsonSchema)]
struct Group<'a> {
    id: &'a str,
    name: &'a str,
    /// Markdown
    description: Option<&'a str>,
    description_html: Option<String>,
    /// `mailto:` or `https:`
    contact: Option<String>,
    url: Option<&'a str>,
    /// The feed to subscribe to
    feed: String,
    /// Whether there is to be a next meeting whose date is not known
    next_to_be_confirmed: bool,
}

/// An event: once, repeated, or not yet known when.
#[derive(Serialize, JsonSchema)]
struct Event<'a> {
    /// Never changes
    id: &'a str,
    /// The UID of the event in the feeds
    uid: String,
    #[serde(flatten)]
    details: Details<'a>,
    /// The ids of its groups
    groups: Vec<&'a str>,
    /// The sentence of its rule, such as `monthly on the 4th Thursday`; null where it does not repeat
    repeats: Option<String>,
    /// The same as an RRULE value
    rrule: Option<String>,
    /// What is known of a date that is not known whole: `2022-11`, `2022` or `tbc`; null where the date is known
    approximate: Option<String>,
    /// When the event last changed
    updated: String,
    /// Its page
    page: String,
    /// Its invite; null where it has none, as without a date
    invite: Option<String>,
    /// The dates on which people should know that nothing takes place
    skipped: Vec<Skipped<'a>>,
    /// When it takes place, in order; moved and cancelled instances included
    instances: Vec<Occasion<'a>>,
}

/// A date on which nothing takes place.
#[derive(Serialize, JsonSchema)]
struct Skipped<'a> {
    date: String,
    reason: Option<&'a str>,
}

/// One time at which an event takes place.
#[derive(Serialize, JsonSchema)]
struct Occasion<'a> {
    /// The UID under which the feeds have it
    uid: String,
    /// The date by which the file knows it; null for an event that takes place once
    key: Option<String>,
    /// When the rule has it; null outside a series
    recurrence_id: Option<String>,
    /// In words, such as `Thursday 27 March 2025, 11am to 12pm`
    when: String,
    /// A time with its offset, or a date where it is all day
    start: String,
    /// When it is over; of whole days, the day after the last
    end: String,
    all_day: bool,
    /// The IANA name of the zone; null where it is all day
    timezone: Option<&'static str>,
    /// When it was to start, where it was moved
    moved_from: Option<String>,
    #[schemars(extend("enum" = ["confirmed", "tentative", "cancelled", "postponed"]))]
    status: &'static str,
    /// Why it was cancelled, postponed or moved
    reason: Option<&'a str>,
    /// Its own invite
    invite: Option<String>,
    /// All that is said of it, where that differs from what is said of the event; null where it is the same
    details: Option<Details<'a>>,
}

/// What is said of an event, or of one instance.
#[derive(Serialize, JsonSchema)]
struct Details<'a> {
    /// As it was written, without the state
    title: &'a str,
    #[schemars(extend("enum" = ["confirmed", "tentative", "cancelled", "postponed"]))]
    status: &'static str,
    /// Why it was cancelled, postponed or moved
    reason: Option<&'a str>,
    #[schemars(extend("enum" = ["virtual", "in-person", "hybrid", null]))]
    format: Option<&'static str>,
    location: Option<&'a str>,
    /// The address of the call
    join: Option<&'a str>,
    /// Its page elsewhere, where the file names one
    url: Option<&'a str>,
    /// `mailto:` or `https:`
    contact: Option<String>,
    tags: Vec<&'a str>,
    /// Markdown
    description: Option<&'a str>,
    description_html: Option<String>,
    talks: Vec<Talk<'a>>,
    links: Vec<Link<'a>>,
}

/// A talk.
#[derive(Serialize, JsonSchema)]
struct Talk<'a> {
    title: &'a str,
    speakers: Vec<&'a str>,
    /// Markdown
    #[serde(rename = "abstract")]
    summary: Option<&'a str>,
    abstract_html: Option<String>,
    slides: Option<&'a str>,
    video: Option<&'a str>,
}

/// A link with its words.
#[derive(Serialize, JsonSchema)]
struct Link<'a> {
    title: &'a str,
    url: &'a str,
}

/// Returns the JSON Schema of `/events.json`, which `docs/events-json.schema.json` holds.
pub fn events_json_schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<Document<'_>>();
    schema.insert("$id".into(), "events-json.schema.json".into());
    schema.insert("title".into(), "events.json of calfeed".into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Returns the text of `/events.json`.
pub(super) fn events<F: Fn(&calendar::Event, Option<NaiveDate>) -> bool>(
    view: &View<'_, F>,
    revisions: &Revisions,
    instances: &[Instance<'_>],
) -> String {
    let (calendar, base) = (view.calendar, view.base());
    let mut by_event: BTreeMap<&str, Vec<&Instance<'_>>> = BTreeMap::new();
    let from = view
        .today()
        .checked_sub_months(MONTHS_BACK)
        .unwrap_or(NaiveDate::MIN);
    for instance in instances {
        let is_plain = instance.recurrence_id().is_some() && !differs(instance);
        if is_plain && instance.time().last_date() < from || view.is_gone(instance) {
            continue;
        }
        let list = by_event.entry(instance.event().id().as_str()).or_default();
        list.push(instance);
    }
    let document = Document {
        version: 1,
        calendar: Calendar {
            name: calendar.name(),
            description: calendar.description(),
            description_html: calendar.description().map(html),
            timezone: calendar.zone().name(),
            url: base.below(""),
            feed: base.below(&format!("{}.ics", calendar.slug())),
            color: calendar.color().map(|color| color.hex()),
        },
        from: from.to_string(),
        until: view.horizon().to_string(),
        groups: calendar
            .groups()
            .iter()
            .map(|group| Group {
                id: group.id().as_str(),
                name: group.name(),
                description: group.description(),
                description_html: group.description().map(html),
                contact: group.contact().map(Contact::href),
                url: group.url().map(Url::as_str),
                feed: base.below(&format!("{}.ics", group.id())),
                next_to_be_confirmed: group.is_next_to_be_confirmed(),
            })
            .collect(),
        events: calendar
            .events()
            .iter()
            .filter_map(|event| {
                let list = by_event.remove(event.id().as_str()).unwrap_or_default();
                if list.is_empty() && view.is_removed(event) {
                    return None;
                }
                let occasions = list.iter().map(|it| Occasion::new(view, it)).collect();
                Some(Event::new(view, revisions, event, occasions))
            })
            .collect(),
    };
    let mut text = text_of(&document);
    text.push('\n');
    text
}

/// Returns a value as JSON that may stand within HTML and within a script.
pub(super) fn text_of(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    // Outside its strings JSON has none of these.
    [
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ]
    .iter()
    .fold(text, |text, (c, escape)| text.replace(*c, escape))
}

impl<'a> Event<'a> {
    fn new<F: Fn(&calendar::Event, Option<NaiveDate>) -> bool>(
        view: &View<'_, F>,
        revisions: &Revisions,
        event: &'a calendar::Event,
        instances: Vec<Occasion<'a>>,
    ) -> Self {
        let series = match event.schedule() {
            Schedule::Series(series) => Some(series),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
        };
        let approximate = match event.schedule() {
            Schedule::ToBeConfirmed(approximate) => Some(match approximate {
                Approximate::Month { year, month } => format!("{year:04}-{month:02}"),
                Approximate::Year(year) => format!("{year:04}"),
                Approximate::ToBeConfirmed => "tbc".to_owned(),
            }),
            Schedule::Once(_) | Schedule::Series(_) => None,
        };
        Self {
            id: event.id().as_str(),
            uid: event.uid(view.calendar.domain()),
            details: Details::new(event.details()),
            groups: event.groups().iter().map(Slug::as_str).collect(),
            repeats: series.map(|series| series.rule().to_string()),
            rrule: series.map(|series| series.rule().rrule(series.first().zone())),
            approximate,
            updated: revisions
                .of(event)
                .last_change()
                .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            page: view.base().below(&item::page(event)),
            invite: view
                .invite(event, None)
                .map(|path| view.base().below(&path)),
            skipped: event
                .skipped()
                .map(|(date, reason)| Skipped {
                    date: date.to_string(),
                    reason,
                })
                .collect(),
            instances,
        }
    }
}

impl<'a> Occasion<'a> {
    fn new<F: Fn(&calendar::Event, Option<NaiveDate>) -> bool>(
        view: &View<'_, F>,
        instance: &Instance<'a>,
    ) -> Self {
        let (event, details, time) = (instance.event(), instance.details(), instance.time());
        Self {
            uid: instance.uid(view.calendar.domain()),
            key: instance.key().map(|key| key.to_string()),
            recurrence_id: instance.recurrence_id().map(item::start),
            when: wording::time(&time),
            start: item::start(time),
            end: match time {
                EventTime::AllDay { end, .. } => end.to_string(),
                EventTime::Zoned { end, .. } => end.rfc3339(),
            },
            all_day: time.is_all_day(),
            timezone: time.zone().map(Zone::name),
            moved_from: instance.was().map(item::start),
            status: status(details.status()),
            reason: details.reason(),
            invite: view
                .invite(event, instance.key())
                .map(|path| view.base().below(&path)),
            details: (details != event.details()).then(|| Details::new(details)),
        }
    }
}

impl<'a> Details<'a> {
    fn new(details: &'a calendar::Details) -> Self {
        Self {
            title: details.title(),
            status: status(details.status()),
            reason: details.reason(),
            format: details.form().map(|form| match form {
                Form::Virtual => "virtual",
                Form::InPerson => "in-person",
                Form::Hybrid => "hybrid",
            }),
            location: details.location(),
            join: details.join().map(Url::as_str),
            url: details.url().map(Url::as_str),
            contact: details.contact().map(Contact::href),
            tags: details.tags().iter().map(Text::as_str).collect(),
            description: details.description(),
            description_html: details.description().map(html),
            talks: details
                .talks()
                .iter()
                .map(|talk| Talk {
                    title: talk.title(),
                    speakers: talk.speakers().iter().map(Text::as_str).collect(),
                    summary: talk.summary(),
                    abstract_html: talk.summary().map(html),
                    slides: talk.slides().map(Url::as_str),
                    video: talk.video().map(Url::as_str),
                })
                .collect(),
            links: details
                .links()
                .iter()
                .map(|link| Link {
                    title: link.title(),
                    url: link.url().as_str(),
                })
                .collect(),
        }
    }
}

fn html(markdown: &str) -> String {
    markdown::html(markdown, 4)
}
