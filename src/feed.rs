//! Writes the feeds of a calendar, of its groups, of one event and of one instance.
//!
//! A [`Feed`] is the text of an `.ics` file. [`Feeds`] needs a [`Calendar`] and its [`Revisions`]; it never fails, and the current time has
//! no influence. A feed has one VTIMEZONE for each TZID that it uses, and no other. An invite has the same components as the feed, except
//! for the UID of an instance. Removed events stay as cancellations for as long as subscribers need them. [`crate::vevent`] writes the
//! events.
//!
//! The module implements checklists A and B: [RFC 5545 §3.6] (VCALENDAR), [RFC 7986 §5] (NAME, REFRESH-INTERVAL, COLOR), [MS-OXCICAL]
//! (X-MS-OLK-FORCEINSPECTOROPEN).
//!
//! [RFC 5545 §3.6]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6
//! [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5
//! [MS-OXCICAL]: https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcical/

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use icalendar::Property;

use crate::calendar::{Calendar, Event, Group, Instance, Schedule};
use crate::color::Color;
use crate::component::{self, Component};
use crate::recurrence::WeekdayOfMonth;
use crate::revision::{Revision, Revisions};
use crate::span::{LAST_DAY_OF_CARE, LAST_YEAR_OF_CARE};
use crate::time::EventTime;
use crate::timezone::vtimezone;
use crate::value::Url;
use crate::vevent::{Vevents, text_of, write_all};
use crate::zone::Zone;

/// The years of the VTIMEZONE in a calendar without timed events.
const YEARS_WITHOUT_EVENTS: RangeInclusive<i32> = 2020..=LAST_YEAR_OF_CARE;

/// The capacity for an event in bytes, with a margin. Unused capacity costs nothing, because its pages are never touched.
const ROOM: usize = 2048;

/// The length of the end of a VCALENDAR, in octets.
const END: usize = "END:VCALENDAR\r\n".len();

/// One `.ics` file, and the time of its last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    text: String,
    last_change: DateTime<Utc>,
}

impl Feed {
    /// The content: one VCALENDAR.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the content without copying it.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The time of the last change of its content.
    pub fn last_change(&self) -> DateTime<Utc> {
        self.last_change
    }
}

/// Writes the feeds of a calendar.
#[derive(Clone, Debug)]
pub struct Feeds<'a> {
    /// Includes tombstones.
    calendar: Cow<'a, Calendar>,
    revisions: &'a Revisions,
    base: &'a Url,
    last_change: DateTime<Utc>,
    /// The VTIMEZONE of each zone, the same in the feed and in every invite.
    zones: BTreeMap<Zone, String>,
    /// The beginning of every invite.
    invite: String,
}

/// The VEVENTs of one event, written once for all feeds that contain them.
#[derive(Debug)]
pub(crate) struct RenderedEvent {
    revision: Revision,
    /// The VEVENTs under each UID of the event, its own UID first, except those of instances with a UID of their own.
    of_event: Vec<(Option<WeekdayOfMonth>, String)>,
    /// The content lines shared by all instances that come from the rule alone, see [`Component::details`].
    details: String,
    /// The key date and the VEVENT of each instance with a UID of its own.
    alone: Vec<(NaiveDate, String)>,
}

/// The zones of the events in a feed, for its VTIMEZONEs.
#[derive(Clone, Debug, Default)]
struct UsedZones {
    /// The number of events with at least one component.
    events: usize,
    zones: BTreeSet<Zone>,
}

impl UsedZones {
    fn by(events: &[&Event]) -> Self {
        let mut used = Self::default();
        for event in events {
            used.add(event);
        }
        used
    }

    fn add(&mut self, event: &Event) {
        let alone = event.stand_alone().iter().map(|alone| alone.time);
        let times: Vec<EventTime> = times(event).into_iter().chain(alone).collect();
        self.events += usize::from(!times.is_empty());
        self.zones.extend(zone_of_series(event));
        self.zones
            .extend(times.iter().filter_map(EventTime::written_zone));
    }
}

/// A feed that is written event by event, in the order of their ids.
#[derive(Debug)]
pub(crate) struct Draft {
    text: String,
    last_change: DateTime<Utc>,
}

impl Draft {
    /// Appends an event. Its id must be after those of the events before it.
    pub(crate) fn add(&mut self, event: &RenderedEvent) {
        for (_, text) in &event.of_event {
            self.text.push_str(text);
        }
        for (_, text) in &event.alone {
            self.text.push_str(text);
        }
    }

    /// Completes the feed.
    pub(crate) fn finish(mut self) -> Feed {
        component::end(&mut self.text);
        Feed {
            text: self.text,
            last_change: self.last_change,
        }
    }
}

impl<'a> Feeds<'a> {
    /// Prepares the feeds of `calendar`; permalinks are below `base`.
    pub fn new(calendar: &'a Calendar, revisions: &'a Revisions, base: &'a Url) -> Self {
        Self::prepared(revisions.with_removed(calendar), revisions, base)
    }

    /// Prepares the feeds of a calendar that includes tombstones.
    pub(crate) fn of(all: &'a Calendar, revisions: &'a Revisions, base: &'a Url) -> Self {
        Self::prepared(Cow::Borrowed(all), revisions, base)
    }

    fn prepared(calendar: Cow<'a, Calendar>, revisions: &'a Revisions, base: &'a Url) -> Self {
        let mut years: BTreeMap<Zone, RangeInclusive<i32>> = BTreeMap::new();
        for (zone, used) in calendar.events().iter().flat_map(years_of) {
            years
                .entry(zone)
                .and_modify(|years| {
                    *years = *years.start().min(used.start())..=*years.end().max(used.end());
                })
                .or_insert(used);
        }
        years.entry(calendar.zone()).or_insert(YEARS_WITHOUT_EVENTS);
        let zones = years.into_iter().map(|(zone, years)| {
            let lines = vtimezone(zone, years).content_lines();
            (zone, component::of_content_lines(&lines))
        });
        // With this property Outlook opens the single item, including its overrides, and not a new calendar.
        let of_invite = [component::token("X-MS-OLK-FORCEINSPECTOROPEN", "TRUE")];
        Self {
            zones: zones.collect(),
            invite: component::begin(&of_invite),
            last_change: revisions.of_calendar(&calendar),
            calendar,
            revisions,
            base,
        }
    }

    /// Returns the feed of the whole calendar.
    pub fn calendar(&self) -> Feed {
        let events = self.calendar.events().iter();
        let events = events.filter(|event| self.calendar.is_in_own_feed(event));
        let events: Vec<&Event> = events.collect();
        self.whole(self.draft_of_calendar(UsedZones::by(&events)), &events)
    }

    /// Returns the feed of one group, with the events of all groups that it holds.
    pub fn group(&self, group: &Group) -> Feed {
        let events = self.calendar.events().iter();
        let events = events.filter(|event| self.calendar.is_in_feed_of(group, event));
        let events: Vec<&Event> = events.collect();
        self.whole(self.draft_of_group(group, UsedZones::by(&events)), &events)
    }

    fn whole(&self, mut draft: Draft, events: &[&Event]) -> Feed {
        for event in events {
            let components = self.vevents().all(event, self.revisions.of(event));
            write_all(&mut draft.text, &components);
        }
        let mut feed = draft.finish();
        feed.text.shrink_to_fit();
        feed
    }

    /// Returns the invite of one event: a series with its overrides under one UID, because Outlook opens a file with several UIDs as a new
    /// calendar. If the event is published as several series, this is the one with the start date. `None` for an event without a date.
    pub fn event(&self, event: &Event) -> Option<Feed> {
        let written = self.written(event);
        let first = self.invites_of(event, &written).next();
        first.map(|(_, invite)| invite)
    }

    /// Returns the invite of one instance, under a UID of its own: Outlook shows nothing for a RECURRENCE-ID without its series.
    pub fn instance(&self, instance: &Instance<'_>) -> Option<Feed> {
        let revision = self.revisions.of(instance.event());
        let component = self.vevents().of_instance(instance, revision)?;
        Some(self.invite(&text_of(&[component]), &used(instance), revision))
    }

    /// Writes the VEVENTs of an event.
    pub(crate) fn written(&self, event: &Event) -> RenderedEvent {
        let (vevents, revision) = (self.vevents(), self.revisions.of(event));
        let alone = event.stand_alone().iter().map(|alone| {
            let component = vevents.of_stand_alone(event, alone, revision);
            (alone.key(), text_of(&[component]))
        });
        let of_event = vevents.of_event(event, revision);
        let series = match event.schedule() {
            Schedule::Series(_) => of_event.first().and_then(|(_, series)| series.first()),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
        };
        RenderedEvent {
            revision,
            details: series.map_or_else(String::new, Component::details),
            of_event: of_event
                .iter()
                .map(|(name, components)| (*name, text_of(components)))
                .collect(),
            alone: alone.collect(),
        }
    }

    /// Returns the invites of a written event. If it is published as several series, there is one for each, with its name.
    pub(crate) fn invites_of(
        &self,
        event: &Event,
        written: &RenderedEvent,
    ) -> impl Iterator<Item = (Option<WeekdayOfMonth>, Feed)> {
        let times = times(event).into_iter();
        let zones = times.filter_map(|time| time.written_zone());
        let zones: BTreeSet<Zone> = zones.chain(zone_of_series(event)).collect();
        let invites = written.of_event.iter();
        invites.map(move |(name, text)| (*name, self.invite(text, &zones, written.revision)))
    }

    /// Returns the invite of one instance of a written event.
    pub(crate) fn instance_of(
        &self,
        instance: &Instance<'_>,
        written: &RenderedEvent,
    ) -> Option<Feed> {
        let key = instance.key()?;
        let place = written.alone.binary_search_by_key(&key, |(key, _)| *key);
        match place.ok().and_then(|place| written.alone.get(place)) {
            Some((_, text)) => Some(self.invite(text, &used(instance), written.revision)),
            None if instance.is_plain() => {
                let (revision, details) = (written.revision, &written.details);
                let text = self.vevents().text_of_plain(instance, revision, details)?;
                Some(self.invite(&text, &used(instance), revision))
            }
            None => self.instance(instance),
        }
    }

    /// Begins the subscription feeds: the calendar's own, and one per group, in the order of the groups.
    pub(crate) fn drafts(&self) -> (Draft, Vec<Draft>) {
        let calendar = &*self.calendar;
        let mut of_all = UsedZones::default();
        let mut of_groups = vec![UsedZones::default(); calendar.groups().len()];
        for event in calendar.events() {
            if calendar.is_in_own_feed(event) {
                of_all.add(event);
            }
            for group in calendar.places_of_feeds(event) {
                if let Some(used) = of_groups.get_mut(group) {
                    used.add(event);
                }
            }
        }
        let groups = calendar.groups().iter().zip(of_groups);
        let drafts = groups.map(|(group, used)| self.draft_of_group(group, used));
        (self.draft_of_calendar(of_all), drafts.collect())
    }

    fn draft_of_calendar(&self, used: UsedZones) -> Draft {
        let calendar = &*self.calendar;
        let properties = self.subscribed(calendar.name(), calendar.description(), calendar.color());
        self.draft(&properties, used)
    }

    /// The last change is that of the whole calendar, because removing an event from a group changes the group's feed too.
    fn draft_of_group(&self, group: &Group, used: UsedZones) -> Draft {
        let color = group.color().or(self.calendar.color());
        let properties = self.subscribed(group.name(), group.description(), color);
        self.draft(&properties, used)
    }

    fn vevents(&self) -> Vevents<'_> {
        Vevents {
            calendar: &self.calendar,
            base: self.base,
        }
    }

    /// The calendar properties of a subscription feed. Outlook needs them before any component.
    fn subscribed(
        &self,
        name: &str,
        description: Option<&str>,
        color: Option<Color>,
    ) -> Vec<Property> {
        let calendar = &*self.calendar;
        let mut properties = vec![
            component::text("NAME", name),
            component::text("X-WR-CALNAME", name),
        ];
        if let Some(description) = description.map(|it| crate::markdown::text(it, calendar.url())) {
            properties.push(component::text("DESCRIPTION", &description));
            properties.push(component::text("X-WR-CALDESC", &description));
        }
        let refresh = calendar.refresh().duration();
        properties.push(component::duration("REFRESH-INTERVAL", &refresh));
        properties.push(component::duration("X-PUBLISHED-TTL", &refresh));
        if let Some(color) = color {
            properties.extend(color.name().map(|name| component::text("COLOR", name)));
            properties.push(component::text("X-APPLE-CALENDAR-COLOR", &color.hex()));
        }
        properties
    }

    /// Begins a feed whose events use these zones.
    fn draft(&self, properties: &[Property], mut used: UsedZones) -> Draft {
        if used.events == 0 {
            // "An iCalendar object MUST include at least one component" (RFC 5545 §3.6).
            used.zones.insert(self.calendar.zone());
        }
        let mut text = component::begin(properties);
        text.reserve(ROOM * used.events);
        self.add_zones(&mut text, &used.zones);
        Draft {
            text,
            last_change: self.last_change,
        }
    }

    fn invite(&self, vevents: &str, used: &BTreeSet<Zone>, revision: Revision) -> Feed {
        let zones = used.iter().filter_map(|zone| self.zones.get(zone));
        let room = self.invite.len() + zones.map(String::len).sum::<usize>() + vevents.len() + END;
        let mut text = String::with_capacity(room);
        text.push_str(&self.invite);
        self.add_zones(&mut text, used);
        text.push_str(vevents);
        component::end(&mut text);
        Feed {
            text,
            last_change: revision.last_change(),
        }
    }

    fn add_zones(&self, text: &mut String, used: &BTreeSet<Zone>) {
        for zone in used {
            text.extend(self.zones.get(zone).map(String::as_str));
        }
    }
}

/// Returns the zone in which the times of an instance are written.
fn used(instance: &Instance<'_>) -> BTreeSet<Zone> {
    instance.time().written_zone().into_iter().collect()
}

/// Returns the zone in which the rule of a series is written.
fn zone_of_series(event: &Event) -> Option<Zone> {
    match event.schedule() {
        Schedule::Series(series) => series.first().zone(),
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
    }
}

/// Returns all times in the components with the event's own UID.
fn times(event: &Event) -> Vec<EventTime> {
    match event.schedule() {
        Schedule::ToBeConfirmed(_) => Vec::new(),
        Schedule::Once(_) => event.once().iter().map(Instance::time).collect(),
        Schedule::Series(series) => std::iter::once(series.first())
            .chain(series.overrides().map(|of| of.time))
            .collect(),
    }
}

/// Returns the range of local years of an event's instances, for each zone that it uses.
fn years_of(event: &Event) -> Vec<(Zone, RangeInclusive<i32>)> {
    let span = |time: &EventTime, last: NaiveDate| {
        let years = time.first_date().year()..=last.max(time.last_date()).year();
        time.zone().map(|zone| (zone, years))
    };
    let of_series = match event.schedule() {
        Schedule::Series(series) => span(
            &series.first(),
            series.rule().last().unwrap_or(LAST_DAY_OF_CARE),
        ),
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
    };
    let others = times(event).into_iter().chain(
        event
            .stand_alone()
            .iter()
            .chain(event.changed_start())
            .flat_map(|alone| [Some(alone.time), alone.was].into_iter().flatten()),
    );
    of_series
        .into_iter()
        .chain(others.filter_map(|time| span(&time, time.last_date())))
        .collect()
}
