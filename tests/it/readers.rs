//! An `.ics` and a range of dates → its instances, computed by independent code that judges calfeed's output.
//!
//! The two readers share no code with this project: `calcard` alone; and the parser of `icalendar` with `rrule`, which expands in local
//! time before the zone is applied. Both look zones up by their name.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use calcard::common::timezone::Tz;
use calcard::icalendar::dates::TimeOrDelta;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use calfeed::{Feeds, Zone};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use icalendar::parser::{Component, ParseString, Property, read_calendar, unfold};
use rrule::{RRule, Unvalidated};

use crate::corpus::{File, Kind, files, instant, published, read, revisions};

/// More dates than a daily rule has in the years that any test asks for.
const LIMIT: usize = 4200;

/// A start or an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// A day, in the zone of the reader.
    Day(NaiveDate),
    Instant(DateTime<Utc>),
}

/// One instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instance {
    pub(crate) start: Moment,
    /// Exclusive.
    pub(crate) end: Moment,
    pub(crate) uid: String,
    /// The time by the rule; `None` outside a series.
    pub(crate) recurrence_id: Option<Moment>,
    pub(crate) title: String,
    pub(crate) status: String,
    pub(crate) location: Option<String>,
}

impl Moment {
    fn midnight(date: NaiveDate) -> DateTime<Utc> {
        date.and_time(NaiveTime::MIN).and_utc()
    }

    /// Returns the instant. A day begins at midnight in UTC, because it has no zone.
    pub(crate) fn at(self) -> DateTime<Utc> {
        match self {
            Moment::Day(date) => Moment::midnight(date),
            Moment::Instant(instant) => instant,
        }
    }
}

fn in_order(mut instances: Vec<Instance>, window: &Range<NaiveDate>) -> Vec<Instance> {
    let window = Moment::midnight(window.start)..Moment::midnight(window.end);
    instances.retain(|instance| window.contains(&instance.start.at()));
    instances.sort_by_key(|instance| (instance.start.at(), instance.clone()));
    instances
}

/// Returns the instances that start within the range, in order, as `calcard` reads them.
pub(crate) fn calcard(text: &str, window: Range<NaiveDate>) -> Vec<Instance> {
    let calendar = ICalendar::parse(text).expect("calcard reads it");
    let uids: BTreeSet<&str> = calendar.uids().collect();
    let mut found = Vec::new();
    for uid in uids {
        // Each UID is expanded separately, because an endless series would use up the limit of those after it.
        let of_uid = |component: &&ICalendarComponent| {
            component.uid() == Some(uid) || component.component_type.as_str() == "VTIMEZONE"
        };
        let components: Vec<_> = calendar.components.iter().filter(of_uid).cloned().collect();
        let part = ICalendar { components };
        let expanded = part.expand_dates(Tz::Floating, LIMIT);
        assert!(expanded.errors.is_empty(), "{uid}: {:?}", expanded.errors);
        for event in expanded.events {
            let component = &part.components[event.comp_id as usize];
            let end = match event.end {
                TimeOrDelta::Time(end) => end,
                TimeOrDelta::Delta(length) => event.start + length,
            };
            let start = of_calcard(event.start);
            let recurrence_id = match component.property(&ICalendarProperty::RecurrenceId) {
                Some(entry) => match entry.values.first() {
                    Some(ICalendarValue::PartialDateTime(time)) => {
                        let zone = entry.tz_id().map_or(Tz::Floating, |id| id.parse().unwrap());
                        Some(of_calcard(time.to_date_time_with_tz(zone).unwrap()))
                    }
                    other => panic!("{uid}: RECURRENCE-ID is {other:?}"),
                },
                None => component.is_recurrent().then_some(start),
            };
            let title = component.property(&ICalendarProperty::Summary);
            found.push(Instance {
                start,
                end: of_calcard(end),
                uid: uid.to_owned(),
                recurrence_id,
                title: title.unwrap().values[0].as_text().unwrap().to_owned(),
                status: match component.status() {
                    Some(ICalendarStatus::Confirmed) => "CONFIRMED",
                    Some(ICalendarStatus::Tentative) => "TENTATIVE",
                    Some(ICalendarStatus::Cancelled) => "CANCELLED",
                    other => panic!("{uid}: STATUS is {other:?}"),
                }
                .to_owned(),
                location: component
                    .property(&ICalendarProperty::Location)
                    .map(|it| it.values[0].as_text().unwrap().to_owned()),
            });
        }
    }
    in_order(found, &window)
}

fn of_calcard(time: DateTime<Tz>) -> Moment {
    if time.timezone().is_floating() {
        assert_eq!(time.naive_local().time(), NaiveTime::MIN, "floating time");
        Moment::Day(time.naive_local().date())
    } else {
        Moment::Instant(time.with_timezone(&Utc))
    }
}

/// A time as written in the file: local, with its zone; without a zone for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Local {
    time: NaiveDateTime,
    zone: Option<Zone>,
}

impl Local {
    fn read(property: &Property<'_>) -> Local {
        let parameter = |name: &str| {
            let found = property.params.iter().find(|it| it.key == name);
            found
                .and_then(|it| it.val.as_ref())
                .map(ParseString::as_str)
        };
        let value = property.val.as_str();
        if parameter("VALUE") == Some("DATE") {
            let date = NaiveDate::parse_from_str(value, "%Y%m%d").unwrap();
            let time = date.and_time(NaiveTime::MIN);
            return Local { time, zone: None };
        }
        let (value, zone) = if let Some(value) = value.strip_suffix('Z') {
            (value, Zone::UTC)
        } else {
            let name = parameter("TZID").expect("TZID, UTC or DATE");
            (value, Zone::parse(name).unwrap())
        };
        Local {
            time: NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").unwrap(),
            zone: Some(zone),
        }
    }

    fn moment(self) -> Moment {
        match self.zone {
            None => Moment::Day(self.time.date()),
            Some(zone) => match zone.resolve(self.time) {
                // "The DATE-TIME value refers to the first occurrence of the referenced time" (RFC 5545 §3.3.5).
                calfeed::Local::Once(instant) | calfeed::Local::Fold { first: instant, .. } => {
                    Moment::Instant(instant)
                }
                found @ calfeed::Local::Gap { .. } => panic!("{self:?}: {found:?}"),
            },
        }
    }

    /// Whether a clock change skips the time.
    fn is_skipped(self) -> bool {
        self.zone
            .is_some_and(|zone| matches!(zone.resolve(self.time), calfeed::Local::Gap { .. }))
    }
}

/// Returns the instances that start within the range, in order, as `icalendar` and `rrule` read them.
pub(crate) fn icalendar(text: &str, window: Range<NaiveDate>) -> Vec<Instance> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).expect("icalendar reads it");
    let events = calendar.components.iter().filter(|it| it.name == "VEVENT");
    let mut overridden: BTreeMap<String, HashSet<Local>> = BTreeMap::new();
    let mut found = Vec::new();
    for event in events.clone() {
        if let Some(id) = event.find_prop("RECURRENCE-ID") {
            let (id, uid) = (Local::read(id), text_of(event, "UID"));
            found.push(instance(event, times(event), Some(id.moment())));
            overridden.entry(uid).or_default().insert(id);
        }
    }
    for event in events.filter(|it| it.find_prop("RECURRENCE-ID").is_none()) {
        let (start, length) = times(event);
        let Some(rule) = event.find_prop("RRULE") else {
            found.push(instance(event, (start, length), None));
            continue;
        };
        let mut gone: HashSet<Local> = event
            .properties
            .iter()
            .filter(|property| property.name == "EXDATE")
            .map(Local::read)
            .collect();
        gone.extend(
            overridden
                .remove(&text_of(event, "UID"))
                .unwrap_or_default(),
        );
        for time in dates_of(rule.val.as_str(), start.time, start.zone, &window) {
            let each = Local { time, ..start };
            // "Nonexistent local time … MUST be ignored" (RFC 5545 §3.3.10).
            if !gone.contains(&each) && !each.is_skipped() {
                found.push(instance(event, (each, length), Some(each.moment())));
            }
        }
    }
    assert!(
        overridden.is_empty(),
        "overrides of nothing: {overridden:?}"
    );
    in_order(found, &window)
}

/// Expands a rule in the local time of its zone, with UTC as a substitute, around the range. A day counts as midnight.
pub(crate) fn dates_of(
    rule: &str,
    start: NaiveDateTime,
    zone: Option<Zone>,
    window: &Range<NaiveDate>,
) -> Vec<NaiveDateTime> {
    let parts: Vec<String> = rule
        .split(';')
        .map(|part| match (part.strip_prefix("UNTIL="), zone) {
            (Some(until), None) => format!("UNTIL={until}T000000Z"),
            (Some(until), Some(zone)) => {
                let until = NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").unwrap();
                let until = zone.to_local(until.and_utc());
                format!("UNTIL={}", until.format("%Y%m%dT%H%M%SZ"))
            }
            (None, _) => part.to_owned(),
        })
        .collect();
    let stand_in = |time: NaiveDateTime| rrule::Tz::UTC.from_utc_datetime(&time);
    let rule: RRule<Unvalidated> = parts.join(";").parse().unwrap();
    let set = rule.build(stand_in(start)).unwrap();
    let set = set.after(stand_in(
        (window.start - Days::new(2)).and_time(NaiveTime::MIN),
    ));
    let set = set.before(stand_in(
        (window.end + Days::new(2)).and_time(NaiveTime::MIN),
    ));
    let dates = set.all(u16::MAX);
    assert!(!dates.limited);
    dates.dates.iter().map(DateTime::naive_utc).collect()
}

/// Returns the start, and the length: exact with a zone, in days without one.
fn times(event: &Component<'_>) -> (Local, TimeDelta) {
    let start = Local::read(event.find_prop("DTSTART").unwrap());
    let length = match event.find_prop("DTEND") {
        Some(end) => Local::read(end).moment().at() - start.moment().at(),
        None => exact_length(event.find_prop("DURATION").unwrap().val.as_str()),
    };
    (start, length)
}

/// Parses `PT5H30M`.
fn exact_length(value: &str) -> TimeDelta {
    let value = value.strip_prefix("PT").unwrap();
    let (hours, minutes) = value.split_once('H').unwrap_or(("0", value));
    let minutes = Some(minutes.trim_end_matches('M')).filter(|it| !it.is_empty());
    let [hours, minutes] = [hours, minutes.unwrap_or("0")].map(|it| it.parse().unwrap());
    TimeDelta::hours(hours) + TimeDelta::minutes(minutes)
}

fn instance(
    event: &Component<'_>,
    (start, length): (Local, TimeDelta),
    recurrence_id: Option<Moment>,
) -> Instance {
    Instance {
        start: start.moment(),
        end: match start.moment() {
            Moment::Day(date) => Moment::Day(date + length),
            Moment::Instant(instant) => Moment::Instant(instant + length),
        },
        uid: text_of(event, "UID"),
        recurrence_id,
        title: text_of(event, "SUMMARY"),
        status: text_of(event, "STATUS"),
        location: event
            .find_prop("LOCATION")
            .map(|it| it.val.as_str().to_owned()),
    }
}

fn text_of(component: &Component<'_>, name: &str) -> String {
    // The parser has unescaped the value already.
    component.find_prop(name).unwrap().val.as_str().to_owned()
}

/// Returns the years of all instances in the corpus, and a few more for its endless series.
pub(crate) fn years() -> Range<NaiveDate> {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first(2015)..first(2041)
}

/// Fails with a few of the instances that only one list has.
#[track_caller]
pub(crate) fn same(one: &[Instance], other: &[Instance], name: &str) {
    let only = |these: &[Instance], those: &[Instance]| -> Vec<Instance> {
        let missing = these.iter().filter(|it| !those.contains(it));
        missing.take(3).cloned().collect()
    };
    let (left, right) = (only(one, other), only(other, one));
    assert!(one == other, "{name}: {left:#?} differ from {right:#?}");
}

/// The file that calcard reads incorrectly, see the tests at the end of this file.
const LAST_EVENINGS: &str = "tests/it/cases/good/last-evening-of-a-series.yaml";

/// The instances that calcard loses and adds in that file, by UID and start.
const LOST: (&str, &str) = ("east@", "2027-06-29T09:00:00Z");
const ADDED: (&str, &str) = ("early-west@", "2027-06-04T09:00:00Z");

/// For the first, calcard has the zones of an older release. In the others, it does not read local times that are skipped or occur twice.
const UNREAD: [&str; 3] = [
    "tests/it/cases/good/laws-of-2026.yaml",
    "tests/it/cases/good/mornings-of-bakers.yaml",
    "tests/it/cases/good/nights-in-nuuk.yaml",
];

#[test]
fn both_readers_see_the_same_instances_in_every_file() {
    let is = |instance: &Instance, (uid, start): (&str, &str)| {
        instance.uid.starts_with(uid) && instance.start.at() == instant(start)
    };
    let is_read = |file: &&File| !UNREAD.contains(&file.published.name.as_str());
    for file in files().iter().filter(is_read) {
        let mut one = calcard(file.text, years());
        let mut other = icalendar(file.text, years());
        if file.published.name == LAST_EVENINGS {
            one.retain(|instance| !is(instance, ADDED));
            other.retain(|instance| !is(instance, LOST));
        }
        same(
            &one,
            &other,
            &format!("{} {}", file.published.name, file.path),
        );
    }
}

/// Returns the instances that start within the range, in order, as calfeed computes them.
pub(crate) fn ours(calendar: &calfeed::Calendar, window: Range<NaiveDate>) -> Vec<Instance> {
    let domain = calendar.domain();
    let moment = |time: calfeed::EventTime, end: bool| match time {
        calfeed::EventTime::AllDay { first, end: last } => {
            Moment::Day(if end { last } else { first })
        }
        calfeed::EventTime::Zoned { start, end: last } => {
            Moment::Instant(if end { last } else { start }.instant())
        }
        _ => panic!("a kind of time that readers do not know"),
    };
    // The wider range is needed because a calendar also returns instances that begin before the range.
    let ours = calendar.instances(window.start - Days::new(30), window.end + Days::new(30));
    let ours = ours.iter().map(|instance| Instance {
        start: moment(instance.time(), false),
        end: moment(instance.time(), true),
        uid: instance.uid(domain),
        recurrence_id: instance.recurrence_id().map(|time| moment(time, false)),
        title: instance.details().published_title().into_owned(),
        status: instance.details().status().as_str().to_owned(),
        location: instance.details().published_location().map(str::to_owned),
    });
    in_order(ours.collect(), &window)
}

#[test]
fn the_instances_of_a_calendar_are_those_that_readers_see_in_its_feed() {
    for published in published() {
        let calendar = &published.calendar;
        let mut ours = ours(calendar, years());
        let mut events = calendar.events().iter();
        while let Some(alone) = events.find(|it| !calendar.is_in_own_feed(it)) {
            ours.retain(|instance| instance.uid != alone.uid(calendar.domain()));
        }
        let seen = icalendar(published.feed(), years());
        same(&ours, &seen, &published.name);
    }
}

#[test]
fn every_invite_has_instances() {
    for file in files().iter().filter(|file| file.kind != Kind::Feed) {
        let seen = icalendar(file.text, years());
        assert!(!seen.is_empty(), "{} {}", file.published.name, file.path);
        if file.kind == Kind::InstanceInvite {
            assert_eq!(seen.len(), 1, "{} {}", file.published.name, file.path);
        }
    }
}

/// Returns the starts of a series in a zone, in UTC, as both readers compute them.
fn starts(zone: &str, event: &str) -> [Vec<String>; 2] {
    let text = format!(
        "calendar: {{name: A, slug: a, domain: a.example.org, url: https://a.example.org, timezone: {zone}}}\n\
         events:\n  - {{id: a, title: A, duration: 1h, {event}}}\n"
    );
    let calendar = read(&text);
    let revisions = revisions();
    let feed = Feeds::new(&calendar, &revisions, calendar.url()).calendar();
    [calcard, icalendar].map(|reader| {
        let seen = reader(feed.text(), years()).into_iter();
        let starts = seen.map(|it| it.start.at().format("%d %H:%MZ").to_string());
        starts.collect()
    })
}

// UNTIL is the end of the last local day, in UTC. calcard 0.3.14 compares a local start with it as if UNTIL were local too, against RFC
// 5545 §3.3.10: "If the "DTSTART" property is specified … as a date with local time and time zone reference, then the UNTIL rule part MUST
// be specified as a date with UTC time". East of UTC it loses an evening of the last day; west of UTC it may add an early morning. The
// other reader is right, and so is calfeed's list of instances.

#[test]
fn an_evening_on_the_last_day_east_of_utc_is_seen() {
    let event = "start: 2026-06-16 19:00, repeats: weekly, until: 2026-06-30";
    let [calcard, icalendar] = starts("Pacific/Auckland", event);
    assert_eq!(icalendar, ["16 07:00Z", "23 07:00Z", "30 07:00Z"]);
    assert_eq!(calcard, ["16 07:00Z", "23 07:00Z"]);
}

#[test]
fn an_early_morning_after_the_last_day_west_of_utc_is_not_seen() {
    let event = "start: 2026-06-03 02:00, repeats: daily, until: 2026-06-05";
    let [calcard, icalendar] = starts("America/New_York", event);
    assert_eq!(icalendar, ["03 06:00Z", "04 06:00Z", "05 06:00Z"]);
    assert_eq!(
        calcard,
        ["03 06:00Z", "04 06:00Z", "05 06:00Z", "06 06:00Z"]
    );
}
