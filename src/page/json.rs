//! Calendar → `events.json`: every event and every instance, for programs.
//!
//! [`events`] takes a [`View`] and the [`Revisions`], and returns one JSON object. Its JSON Schema
//! ([2020-12](https://json-schema.org/draft/2020-12)) is derived from the same structs. `version` increases if a program that reads the
//! present version could misread the next; a new key does not change it. The text has no `<`, so it can be embedded in HTML. Instances that
//! come from a rule alone are listed from `from` until `until` only, because a series may have no end. If a series has none in that time
//! that is still ahead, its next instance is listed.

use chrono::NaiveDate;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Serialize, Serializer};

use super::json_details::{Details, OWN, Own, html};
use super::json_text::written;
use super::json_upcoming::{Meeting, Upcoming};
use super::labels::{self, status};
use super::view::View;
use crate::calendar::{self, Instance, Schedule};
use crate::revision::Revisions;
use crate::route::Route;
use crate::span::MONTHS_BACK;
use crate::time::Approximate;
use crate::value::{Contact, Language, Slug, Url};
use crate::zone::Zone;

/// The number of days for which every instance is listed: three years.
const DAYS: u32 = 1_096;

/// The number of bytes that is enough for most upcoming meetings with their links.
const OF_UPCOMING: usize = 2_048;

/// The events of a calendar, as calfeed publishes them at `/events.json`.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    /// The version of this format. A program that knows version 1 should refuse version 2. New keys do not change the version
    #[schemars(extend("const" = 1))]
    version: u8,
    calendar: Calendar<'a>,
    /// The first day from which all instances of a series are listed. Earlier instances are listed only if they differ from the series
    from: String,
    /// The day before which all instances of a series are listed. Later instances are listed only if the file names their dates
    until: String,
    /// The groups, sorted by id
    groups: Vec<Group<'a>>,
    /// The meetings of the next twelve months that are not over, in order of their start: at most 1,000, the next ones
    #[schemars(with = "Vec<Meeting<'a>>")]
    upcoming: Upcoming<'a>,
    /// Whether there are more meetings in the next twelve months than `upcoming` lists
    more: bool,
    /// The events, sorted by id
    #[schemars(with = "Vec<Event<'a>>")]
    events: Events<'a>,
}

/// The calendar itself.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
struct Calendar<'a> {
    name: &'a str,
    /// Markdown, as in the events file
    description: Option<&'a str>,
    /// The description as HTML, without scripts and images. Its links are `http`, `https` or `mailto`
    description_html: Option<String>,
    /// The address of a picture
    image: Option<String>,
    /// The language of the calendar's texts: a tag such as `en-GB`
    language: &'a str,
    /// The IANA name of the calendar's time zone
    timezone: &'static str,
    /// The address of the events page
    url: String,
    /// The address of the feed
    feed: String,
    /// The colour, as `#RRGGBB`
    color: Option<String>,
    #[serde(flatten)]
    #[schemars(skip)]
    own: Own<'a>,
}

/// A group of the community, with its own feed.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
struct Group<'a> {
    id: &'a str,
    name: &'a str,
    /// Markdown
    description: Option<&'a str>,
    description_html: Option<String>,
    /// An address that begins with `mailto:` or `https:`
    contact: Option<String>,
    url: Option<&'a str>,
    /// The address of the feed
    feed: String,
    /// Whether the group will meet again on a date that is not known yet
    next_to_be_confirmed: bool,
    /// Whether the group keeps its events out of the calendar's feed and out of this file, unless they have another group that does not
    feed_only: bool,
    /// The ids of its own groups. A group that has some is an area, and its feed has their events too
    groups: Vec<&'a str>,
    /// The ids of the areas that hold it, directly or through other areas
    areas: Vec<&'a str>,
    /// The colour, as `#RRGGBB`. Null if it is that of the calendar
    color: Option<String>,
    /// The IANA name of the zone of its events that have none of their own. Null if it is that of the calendar
    timezone: Option<&'static str>,
    #[serde(flatten)]
    #[schemars(skip)]
    own: Own<'a>,
}

/// A single event, a series, or an event whose date is not known yet.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
struct Event<'a> {
    /// The identifier of the event. It never changes
    id: &'a str,
    /// The UID of the event in the feeds
    uid: String,
    #[serde(flatten)]
    details: Details<'a>,
    /// The address of a picture
    image: Option<String>,
    /// The language of the title and the description: a tag such as `cy`. Null if it is that of the calendar
    language: Option<&'a str>,
    /// The ids of the groups that run the event. Those of the areas are with their groups
    groups: Vec<&'a str>,
    /// The rule as a sentence, such as `monthly on the 4th Thursday`. Null if the event does not repeat
    repeats: Option<String>,
    /// The rule as the value of an RRULE. Null if the event does not repeat
    rrule: Option<String>,
    /// What is known of the date: a month (`2022-11`), a year (`2022`), or nothing (`tbc`). Null if the date is known
    approximate: Option<String>,
    /// When the event last changed
    updated: String,
    /// The address of the event's page in this calendar
    page: String,
    /// The address of the event as a single `.ics` file. Null if there is none, for example because the date is not known
    invite: Option<String>,
    /// The dates on which, as the events file says, no meeting takes place
    skipped: Vec<Skipped<'a>>,
    /// When the event takes place, in order. Moved and cancelled instances are included
    instances: Vec<Occasion<'a>>,
}

/// A date on which no meeting takes place.
#[derive(Serialize, JsonSchema)]
#[schemars(extend("patternProperties" = {"^x-": {"description": OWN}}))]
struct Skipped<'a> {
    date: String,
    reason: Option<&'a str>,
    #[serde(flatten)]
    #[schemars(skip)]
    own: Own<'a>,
}

/// One time at which an event takes place.
#[derive(Serialize, JsonSchema)]
struct Occasion<'a> {
    /// The UID of this instance in the feeds
    uid: String,
    /// The date by which the events file names this instance. Null for an event that takes place once
    key: Option<String>,
    /// The start that the rule gives. Null outside a series
    recurrence_id: Option<String>,
    /// The date and time in words, such as `Thursday 27 March 2025, 11am to midday`
    when: String,
    /// A time with its UTC offset, or a date if the event is all day
    start: String,
    /// The end, in the same form. If the event is all day, the day after the last day
    end: String,
    all_day: bool,
    /// The IANA name of the time zone. Null if the event is all day
    timezone: Option<&'static str>,
    /// The start before the instance was moved. Null if it was not moved
    moved_from: Option<String>,
    #[schemars(extend("enum" = ["confirmed", "tentative", "cancelled", "postponed"]))]
    status: &'static str,
    /// Why the event is cancelled, postponed or moved
    reason: Option<&'a str>,
    /// The address of this instance as a single `.ics` file
    invite: Option<String>,
    /// The details of this instance, if any of them differs from the event. Null if they are the same
    details: Option<Details<'a>>,
}

/// Returns the JSON Schema of `/events.json`, which is in `docs/reference/events-json.schema.json`.
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
pub(super) fn events(view: &View, revisions: &Revisions) -> String {
    let (calendar, base) = (&view.calendar, &view.base);
    let html = |text: &str| html(text, calendar.url());
    let from = view.today.checked_sub_months(MONTHS_BACK);
    let from = from.unwrap_or(NaiveDate::MIN);
    let upcoming = Upcoming::new(view);
    let room = room(calendar) + OF_UPCOMING * upcoming.len();
    let document = Document {
        version: 1,
        calendar: Calendar {
            name: calendar.name(),
            description: calendar.description(),
            description_html: calendar.description().map(html),
            image: calendar.image().map(|it| it.address(base)),
            language: calendar.language().as_str(),
            timezone: calendar.zone().name(),
            url: base.below(""),
            feed: base.below(&Route::Feed(calendar.slug().as_str()).below()),
            color: calendar.color().map(|color| color.hex()),
            own: Own(calendar.own_keys()),
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
                feed: base.below(&Route::Feed(group.id().as_str()).below()),
                next_to_be_confirmed: group.is_next_to_be_confirmed(),
                feed_only: group.is_feed_only(),
                groups: group.groups().iter().map(Slug::as_str).collect(),
                areas: group.areas().iter().map(Slug::as_str).collect(),
                color: group.color().map(|color| color.hex()),
                timezone: group.zone().map(Zone::name),
                own: Own(group.own_keys()),
            })
            .collect(),
        more: upcoming.has_more,
        upcoming,
        events: Events {
            view,
            revisions,
            from,
        },
    };
    let mut text = written(&document, room);
    text.push('\n');
    text
}

/// Returns a capacity that nearly every calendar fits in. Unused capacity is never touched and so costs no memory, whereas growing the
/// buffer copies it and takes twice its size.
fn room(calendar: &calendar::Calendar) -> usize {
    const OF_EVENT: usize = 1024;
    const OF_MEETING: usize = 400;
    // A description appears as Markdown and as HTML.
    const OF_DESCRIPTION: usize = 3;
    let of_event = |event: &calendar::Event| {
        let meetings = match event.schedule() {
            Schedule::Series(series) => series.rule().most_within(DAYS),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => 1,
        };
        let description = event.details().description().map_or(0, str::len);
        let meetings = usize::try_from(meetings).unwrap_or_default();
        OF_EVENT + OF_DESCRIPTION * description + OF_MEETING * meetings
    };
    calendar.events().iter().map(of_event).sum()
}

/// The events of a calendar, which are created and written one at a time.
struct Events<'a> {
    view: &'a View,
    revisions: &'a Revisions,
    /// The day from which every instance of a series is listed.
    from: NaiveDate,
}

impl Serialize for Events<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = self.view;
        let events = view.calendar.events().iter();
        let events = events.filter(|event| view.calendar.is_in_own_feed(event));
        serializer.collect_seq(events.filter_map(|event| {
            let mut instances = view.instances_of_file(event, self.from);
            instances.retain(|it| !view.is_gone(it));
            if instances.is_empty() && view.is_removed(event) {
                return None;
            }
            let occasions = instances.iter().map(|it| Occasion::new(view, it));
            Some(Event::new(view, self.revisions, event, occasions.collect()))
        }))
    }
}

impl<'a> Event<'a> {
    fn new(
        view: &View,
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
        let all_day = match event.schedule() {
            Schedule::ToBeConfirmed(_) => None,
            Schedule::Once(time) => Some(time.is_all_day()),
            Schedule::Series(series) => Some(series.first().is_all_day()),
        };
        Self {
            id: event.id().as_str(),
            uid: event.uid(view.calendar.domain()),
            details: Details::new(event.details(), all_day, view.calendar.url()),
            image: view.image_of(event).map(|it| it.address(&view.base)),
            language: event.language().map(Language::as_str),
            groups: event.groups().iter().map(Slug::as_str).collect(),
            repeats: series.map(|series| view.words.rule(series.rule())),
            rrule: series.map(|series| series.rule().rrule(series.first().zone())),
            approximate,
            updated: revisions
                .of(event)
                .last_change()
                .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            page: view.base.below(&labels::page(event)),
            invite: view.invite(event, None).map(|path| view.base.below(&path)),
            skipped: event
                .skipped()
                .map(|(date, reason)| Skipped {
                    date: date.to_string(),
                    reason,
                    own: Own(event.own_keys_of_skip(date)),
                })
                .collect(),
            instances,
        }
    }
}

impl<'a> Occasion<'a> {
    fn new(view: &View, instance: &Instance<'a>) -> Self {
        let (event, details, time) = (instance.event(), instance.details(), instance.time());
        Self {
            uid: instance.uid(view.calendar.domain()),
            key: instance.key().map(|key| key.to_string()),
            recurrence_id: instance.recurrence_id().map(labels::start),
            when: view.words.time(&time),
            start: labels::start(time),
            end: labels::end(time),
            all_day: time.is_all_day(),
            timezone: time.zone().map(Zone::name),
            moved_from: instance.was().map(labels::start),
            status: status(details.status()),
            reason: details.reason(),
            invite: view
                .invite(event, instance.key())
                .map(|path| view.base.below(&path)),
            details: (details != event.details())
                .then(|| Details::new(details, Some(time.is_all_day()), view.calendar.url())),
        }
    }
}
