//! Writes the VEVENTs of an event: of the series or the single event, its overrides, and its instances with a UID of their own.
//!
//! It takes an [`Event`] of a [`Calendar`] with its [`Revision`], and returns [`Component`]s. It never fails, and the current time has no
//! influence. Events with equal components look the same to every subscriber, so a comparison of components detects visible changes.
//! [`crate::feed`] writes the surrounding VCALENDAR and its VTIMEZONEs. The module implements checklist A: [RFC 5545 §3.6.1] (VEVENT),
//! [RFC 7986 §5] (CONFERENCE), [MS-OXCICAL] (X-MICROSOFT-CDO-BUSYSTATUS).
//!
//! [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
//! [RFC 7986 §5]: https://www.rfc-editor.org/rfc/rfc7986#section-5
//! [MS-OXCICAL]: https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcical/

use std::borrow::Cow;
use std::collections::HashSet;

use chrono::{DateTime, NaiveDate};
use icalendar::Property;

use crate::calendar::{
    Calendar, Details, Event, Group, Instance, Override, Schedule, Series, ShowsAs, Status,
};
use crate::component::{self, Component};
use crate::description;
use crate::recurrence::WeekdayOfMonth;
use crate::revision::Revision;
use crate::time::{EventTime, ZonedTime};
use crate::value::{Length, Text, Url};

/// The number of bytes for the content lines with the identity and times.
const ROOM: usize = 512;

/// Builds the VEVENTs of events.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vevents<'a> {
    /// Provides the domain, the URL and the names of the groups. It need not contain the event.
    pub(crate) calendar: &'a Calendar,
    /// The URL below which permalinks are.
    pub(crate) base: &'a Url,
}

impl Vevents<'_> {
    /// Returns all that subscribers see of an event of `calendar`, except the time of its last change.
    pub(crate) fn visible(calendar: &Calendar, event: &Event) -> String {
        let vevents = Vevents {
            calendar,
            base: calendar.url(),
        };
        let components = vevents.all(event, Revision::at(DateTime::UNIX_EPOCH));
        text_of(&components)
    }

    /// Whether an event has the same VEVENTs in both calendars. VEVENTs use only the domain, the URL, and the names of the event's groups.
    pub(crate) fn take_the_same(one: &Calendar, other: &Calendar, event: &Event) -> bool {
        one.domain() == other.domain()
            && one.url() == other.url()
            && group_names(one, event).eq(group_names(other, event))
    }

    /// Returns all components of an event.
    pub(crate) fn all(&self, event: &Event, revision: Revision) -> Vec<Component> {
        let of_event = self.of_event(event, revision).into_iter();
        let mut components: Vec<Component> = of_event.flat_map(|(_, series)| series).collect();
        components.extend(
            event
                .stand_alone()
                .iter()
                .map(|alone| self.of_stand_alone(event, alone, revision)),
        );
        components
    }

    /// Returns the component of a single-instance invite; `None` for an event that takes place once.
    pub(crate) fn of_instance(
        &self,
        instance: &Instance<'_>,
        revision: Revision,
    ) -> Option<Component> {
        let event = instance.event();
        let uid = event.uid_alone(instance.key()?, self.calendar.domain());
        let (time, was) = (instance.time(), instance.was());
        Some(self.vevent(&uid, event, time, was, instance.details(), revision))
    }

    /// Returns the VEVENT of an instance that comes from the rule alone, with the lines shared by its series, see [`Component::details`].
    pub(crate) fn text_of_plain(
        &self,
        instance: &Instance<'_>,
        revision: Revision,
        details: &str,
    ) -> Option<String> {
        let uid = instance
            .event()
            .uid_alone(instance.key()?, self.calendar.domain());
        let mut text = String::with_capacity(details.len() + ROOM);
        identity(&uid, instance.time(), revision).write_with(&mut text, details);
        Some(text)
    }

    /// Returns the components with the event's own UID; and if the event is published as several series, those of each other series with
    /// its name. Empty for an event without a date.
    pub(crate) fn of_event(
        &self,
        event: &Event,
        revision: Revision,
    ) -> Vec<(Option<WeekdayOfMonth>, Vec<Component>)> {
        let domain = self.calendar.domain();
        match event.schedule() {
            Schedule::ToBeConfirmed(_) => Vec::new(),
            Schedule::Once(_) => {
                let uid = event.uid(domain);
                let once = event.once().map(|it| {
                    self.vevent(&uid, event, it.time(), it.was(), it.details(), revision)
                });
                once.map(|once| (None, vec![once])).into_iter().collect()
            }
            Schedule::Series(series) => {
                let parts = series.parts().into_iter();
                let of_part = |(part, series): (_, Cow<'_, Series>)| {
                    let uid = event.uid_of_part(part, domain);
                    (part, self.of_series(&uid, event, &series, revision))
                };
                parts.map(of_part).collect()
            }
        }
    }

    /// Returns the component of a series, and those of its overrides.
    fn of_series(
        &self,
        uid: &str,
        event: &Event,
        series: &Series,
        revision: Revision,
    ) -> Vec<Component> {
        let first = series.first();
        let mut main = self.vevent(uid, event, first, None, event.details(), revision);
        main.add(component::token(
            "RRULE",
            &series.rule().rrule(first.zone()),
        ));
        if first.meets_clock_change() {
            main.add(key("DTSTART", series, first.first_date()));
            main.lasting(&exact_length(first));
        }
        for date in series.exception_dates() {
            main.add(key("EXDATE", series, date));
            if let EventTime::Zoned { start, .. } = series.on(date)
                && first.is_skipped_on(date)
            {
                // Some programs would compute a later local time.
                main.add(zoned("EXDATE", &start));
            }
        }
        let overrides = series.visible_overrides(event.details()).map(|of| {
            let component = self.vevent(uid, event, of.time, of.was, &of.details, revision);
            (of.key, component)
        });
        // Instances that meet a clock change have explicit times, see `calendar::nights`.
        let nights = series.nights(event.details()).into_iter().map(|date| {
            let time = series.on(date);
            let component = self.vevent(uid, event, time, None, event.details(), revision);
            (date, component)
        });
        let mut own: Vec<_> = overrides.chain(nights).collect();
        own.sort_by_key(|(date, _)| *date);
        let own = own.into_iter().map(|(date, mut component)| {
            // RECURRENCE-ID has the zone and value type of the series, not those of the override (RFC 5545 §3.8.4.4).
            component.add(key("RECURRENCE-ID", series, date));
            component
        });
        std::iter::once(main).chain(own).collect()
    }

    /// Returns the component of an instance with a UID of its own.
    pub(crate) fn of_stand_alone(
        &self,
        event: &Event,
        alone: &Override,
        revision: Revision,
    ) -> Component {
        let uid = event.uid_alone(alone.key, self.calendar.domain());
        self.vevent(&uid, event, alone.time, alone.was, &alone.details, revision)
    }

    fn vevent(
        &self,
        uid: &str,
        event: &Event,
        time: EventTime,
        was: Option<EventTime>,
        details: &Details,
        revision: Revision,
    ) -> Component {
        let page = event.page(details, self.base);
        let mut component = identity(uid, time, revision);
        component.add(component::text("SUMMARY", &details.published_title()));
        component.add(component::text(
            "DESCRIPTION",
            &description::text(details, was, &page, self.calendar.url()),
        ));
        if let Some(location) = details.published_location() {
            component.add(component::text("LOCATION", location));
        }
        component.add(component::uri("URL", &page));
        if let Some(join) = details.join() {
            component.add(component::conference(join.as_str(), "Join"));
        }
        if let Some(contact) = details.contact() {
            component.add(component::text("CONTACT", &contact.to_string()));
        }
        let groups = group_names(self.calendar, event);
        let mut seen = HashSet::new();
        let categories: Vec<&str> = groups
            .chain(details.tags().iter().map(Text::as_str))
            .filter(|category| seen.insert(*category))
            .collect();
        if !categories.is_empty() {
            component.add(component::text_list("CATEGORIES", categories));
        }
        let (transparency, busy) = availability(details, time.is_all_day());
        component.add(component::token("STATUS", details.status().as_str()));
        component.add(component::token("TRANSP", transparency));
        component.add(component::token("X-MICROSOFT-CDO-BUSYSTATUS", busy));
        component
    }
}

/// Creates a component with only its identity and times.
fn identity(uid: &str, time: EventTime, revision: Revision) -> Component {
    let mut component = Component::new(uid, revision.last_change());
    if let Some(created) = revision.created() {
        component.add(component::utc("CREATED", created));
    }
    component.add(component::utc("LAST-MODIFIED", revision.last_change()));
    component.add(component::integer(
        "SEQUENCE",
        i32::try_from(revision.sequence()).unwrap_or(i32::MAX),
    ));
    for property in times(&time) {
        component.add(property);
    }
    component
}

/// Returns components as text.
pub(crate) fn text_of(components: &[Component]) -> String {
    let mut text = String::new();
    write_all(&mut text, components);
    text
}

/// Appends the text of components.
pub(crate) fn write_all(text: &mut String, components: &[Component]) {
    for component in components {
        component.write(text);
    }
}

/// Returns the names of an event's groups.
fn group_names<'a>(calendar: &'a Calendar, event: &'a Event) -> impl Iterator<Item = &'a str> {
    let groups = event.groups().iter().filter_map(|id| calendar.group(id));
    groups.map(Group::name)
}

/// Returns TRANSP and X-MICROSOFT-CDO-BUSYSTATUS: Outlook ignores STATUS and uses the second, other programs use the first.
fn availability(details: &Details, all_day: bool) -> (&'static str, &'static str) {
    let is_free = details.is_free(all_day);
    let transparency = if is_free { "TRANSPARENT" } else { "OPAQUE" };
    let busy = match (details.status(), details.shows_as()) {
        // Only this property tells Outlook that an event is tentative.
        (Status::Tentative, None | Some(ShowsAs::Busy)) => "TENTATIVE",
        _ if is_free => "FREE",
        _ => "BUSY",
    };
    (transparency, busy)
}

/// Creates DTSTART and DTEND, which is exclusive.
///
/// If either local time occurs twice, both are in UTC: "If the local time described occurs more than once … the DATE-TIME value refers to
/// the first occurrence" (RFC 5545 §3.3.5), but not every program follows this.
fn times(time: &EventTime) -> [Property; 2] {
    match time {
        EventTime::AllDay { first, end } => [
            component::date("DTSTART", *first),
            component::date("DTEND", *end),
        ],
        EventTime::Zoned { start, end } if time.written_zone().is_some() => {
            [zoned("DTSTART", start), zoned("DTEND", end)]
        }
        EventTime::Zoned { start, end } => [
            component::utc("DTSTART", start.instant()),
            component::utc("DTEND", end.instant()),
        ],
    }
}

/// Creates a property with the start of an instance by the rule, which identifies the instance. It keeps the local time of the series, even
/// if a clock change skips that time.
fn key(name: &str, series: &Series, date: NaiveDate) -> Property {
    match (series.first().zone(), series.local_start(date)) {
        (Some(zone), Some(local)) => component::zoned(name, zone.name(), local),
        _ => component::date(name, date),
    }
}

fn zoned(name: &str, time: &ZonedTime) -> Property {
    component::zoned(name, time.zone().name(), time.local())
}

/// Returns the exact length of a time as a DURATION value.
fn exact_length(time: EventTime) -> String {
    let minutes = match time {
        EventTime::AllDay { first, end } => (end - first).num_minutes(),
        EventTime::Zoned { start, end } => (end.instant() - start.instant()).num_minutes(),
    };
    Length::Minutes(u32::try_from(minutes).unwrap_or(u32::MAX)).duration()
}
