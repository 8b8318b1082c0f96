//! What is doubtful about a valid calendar.
//!
//! In: a [`Calendar`] with the document that it was made of, the current time, and the holidays. Out: warnings, each with its place.
//! Guaranteed: no meeting that is over is mentioned, because nobody can change it; nothing is reported that `allow`
//! names. Absent: errors; and the warnings that only validation can see (`no-end`, `past-neighbour`).

mod letters;
mod markup;
mod size;
mod texts;
mod twins;
mod weekday_comments;
mod withdrawn;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::calendar::{Calendar, Event, Instance, Schedule, Status};
use crate::context::Context;
use crate::diagnostic::{
    Day, Diagnostic, Kind, Path, Place, Problem, Related, Segment, Severity, Side, WarningFinding,
};
use crate::document::{Document, Places};
use crate::holiday::Holidays;
use crate::span::MONTHS_AHEAD;
use crate::value::Slug;

/// A series that ends within so many days is one that people may not know to be ending.
const ENDS_SOON: Days = Days::new(30);

/// People need two weeks' notice.
const TENTATIVE_SOON: Days = Days::new(14);

/// Google takes no feed above a megabyte (Event-Organiser#452, filed by those who met it).
const LARGEST_FEED: usize = 1_000_000;

/// No component is larger than so many times the text of its event, and this many bytes: with escapes and as HTML, with the
/// longest address, domain and id. Only where the feed could be near the limit is it worth measuring. A relative link grows by the
/// address of the calendar.
const GROWTH: usize = 16;
const LARGEST_FRAME: usize = 2000;

/// An events file, as it was read.
pub(crate) struct File<'a> {
    pub(crate) text: &'a str,
    pub(crate) document: &'a Document,
    pub(crate) places: Option<&'a Places>,
}

/// Returns what is doubtful.
pub(crate) fn warnings(
    calendar: &Calendar,
    file: &File<'_>,
    context: &Context,
    holidays: Option<&Holidays>,
) -> Vec<Diagnostic> {
    let (document, text) = (file.document, file.text);
    let now = context.now();
    let today = calendar.zone().to_local(now).date();
    let ahead = today.checked_add_months(MONTHS_AHEAD).unwrap_or(today);
    let instances: Vec<Instance<'_>> = calendar
        .instances(today, ahead)
        .into_iter()
        .filter(|instance| {
            !instance.details().status().is_off() && instance.time().ends(calendar.zone()) > now
        })
        .collect();
    let mut adviser = Adviser {
        document,
        indices: document
            .events
            .iter()
            .enumerate()
            .filter_map(|(index, event)| Some((event.id.as_deref()?, index)))
            .collect(),
        found: Vec::new(),
    };
    if let Some(holidays) = holidays {
        adviser.holidays(holidays, &instances);
    }
    let twins = adviser.twins(calendar, &instances, ahead);
    adviser.overlaps(calendar, &instances, twins);
    adviser.withdrawn(calendar, context);
    for event in calendar.events() {
        adviser.ends_soon(event, today);
    }
    adviser.tentative_soon(&instances, today);
    adviser.large_feeds(calendar, text);
    adviser.texts(calendar);
    adviser.weekday_comments(file, today);
    adviser.found
}

struct Adviser<'a> {
    document: &'a Document,
    /// The index of each event in the file, by its id.
    indices: BTreeMap<&'a str, usize>,
    found: Vec<Diagnostic>,
}

impl Adviser<'_> {
    /// The way to a key of an event: the first of `keys` that it has.
    fn place(&self, event: &Event, keys: &[&str]) -> Option<Place> {
        let index = *self.indices.get(event.id().as_str())?;
        let written = self.document.events.get(index)?;
        let has = |key: &str| match key {
            "status" => written.status.is_some(),
            "until" => written.until.is_some(),
            "count" => written.count.is_some(),
            "repeats" => written.repeats.is_some(),
            _ => true,
        };
        let key = keys.iter().find(|key| has(key))?;
        Some(Place {
            path: vec![
                Segment::Key("events".to_owned()),
                Segment::Index(index),
                Segment::Key((*key).to_owned()),
            ],
            side: Side::Value,
        })
    }

    fn is_allowed(&self, event: Option<&Event>, kind: Kind) -> bool {
        let of_calendar = self
            .document
            .calendar
            .iter()
            .flat_map(|calendar| &calendar.allow);
        let of_event = event
            .and_then(|event| self.indices.get(event.id().as_str()))
            .and_then(|index| self.document.events.get(*index))
            .into_iter()
            .flat_map(|event| &event.allow);
        of_calendar.chain(of_event).any(|name| name == kind.name())
    }

    fn warn(&mut self, event: &Event, keys: &[&str], problem: Problem) -> Option<&mut Diagnostic> {
        if self.is_allowed(Some(event), problem.kind()) {
            return None;
        }
        let place = self.place(event, keys)?;
        self.found
            .push(Diagnostic::new(Severity::Warning, problem, place));
        self.found.last_mut()
    }

    /// Few people come on a public holiday.
    fn holidays(&mut self, holidays: &Holidays, instances: &[Instance<'_>]) {
        for instance in instances {
            let date = instance.time().first_date();
            let Some(name) = holidays.on(date) else {
                continue;
            };
            let event = instance.event();
            let (date, name) = (Day(date), name.to_owned());
            let finding = match (event.schedule(), instance.key()) {
                (Schedule::Series(series), Some(key)) if series.override_of(key).is_none() => {
                    let entry = format!("{key}: {{skipped: {}}}", quoted(&name));
                    WarningFinding::HolidayInSeries { date, name, entry }
                }
                (Schedule::Series(_), Some(key)) => {
                    WarningFinding::HolidayWithChange { date, name, key }
                }
                _ => WarningFinding::HolidayOnce { date, name },
            };
            self.warn(event, &["repeats", "start"], finding.into());
        }
    }

    /// Nobody can be at two meetings of one group, and no room holds two. All-day events are left out: they keep nobody busy. What shows as free
    /// keeps its room, and nobody busy.
    fn overlaps<'a>(
        &mut self,
        calendar: &'a Calendar,
        instances: &'a [Instance<'a>],
        mut reported: BTreeSet<(&'a Slug, &'a Slug)>,
    ) {
        let home = calendar.zone();
        let mut open: BTreeMap<Shared<'_>, Open<'_>> = BTreeMap::new();
        for instance in instances {
            let other = instance.event();
            if instance.time().is_all_day() || self.is_allowed(Some(other), Kind::Overlap) {
                continue;
            }
            let groups = other.groups().iter().filter(|id| {
                let group = calendar.group(id);
                group.is_some_and(|group| !group.is_overlap_allowed())
            });
            let groups = groups.map(Shared::Group);
            let is_free = instance.details().is_free(false);
            let groups = groups.filter(|_| !is_free);
            let place = instance.details().location().filter(|it| is_room(it));
            let place = place.map(Shared::Place);
            for shared in groups.chain(place) {
                let open = open.entry(shared).or_default();
                let earlier = open
                    .beside(other)
                    .filter(|earlier| earlier.time().ends(home) > instance.time().begins(home));
                open.take(instance, |instance| instance.time().ends(home));
                let Some(one) = earlier.map(Instance::event) else {
                    continue;
                };
                if reported.insert((one.id(), other.id())) {
                    self.overlap(calendar, one, instance, shared);
                }
            }
        }
    }

    fn overlap(
        &mut self,
        calendar: &Calendar,
        one: &Event,
        instance: &Instance<'_>,
        shared: Shared<'_>,
    ) {
        let other = instance.event();
        let (first, second) = (other.id().as_str().into(), one.id().as_str().into());
        let date = Day(instance.time().first_date());
        let finding = match shared {
            Shared::Group(id) => match calendar.group(id) {
                Some(group) => WarningFinding::OverlapInGroup {
                    one: first,
                    other: second,
                    date,
                    group: group.name().to_owned(),
                    id: id.as_str().into(),
                },
                None => return,
            },
            Shared::Place(place) => WarningFinding::OverlapAtPlace {
                one: first,
                other: second,
                date,
                place: place.to_owned(),
            },
        };
        let related = self.place(one, &["start"]);
        if let Some(diagnostic) = self.warn(other, &["start"], finding.into()) {
            diagnostic.related = related.map(|place| (place, Related::Other, None));
        }
    }

    /// A series that is about to end is often one that somebody forgot to continue.
    fn ends_soon(&mut self, event: &Event, today: NaiveDate) {
        let Schedule::Series(series) = event.schedule() else {
            return;
        };
        let Some(last) = series.rule().last() else {
            return;
        };
        if event.details().status().is_off() || !(today..=today + ENDS_SOON).contains(&last) {
            return;
        }
        let finding = WarningFinding::EndsSoon { last: Day(last) };
        self.warn(event, &["until", "count"], finding.into());
    }

    /// Confirm or cancel what is still tentative so short a time before.
    fn tentative_soon(&mut self, instances: &[Instance<'_>], today: NaiveDate) {
        let soon = today + TENTATIVE_SOON;
        let mut reported = BTreeSet::new();
        for instance in instances {
            let date = instance.time().first_date();
            let is_soon = instance.details().status() == Status::Tentative && date < soon;
            if is_soon && reported.insert(instance.event().id()) {
                let day = Day(date);
                let problem = if date < today {
                    WarningFinding::TentativeBegan { date: day }.into()
                } else {
                    WarningFinding::TentativeSoon { date: day }.into()
                };
                let event = instance.event();
                let of_event = event.details().status() == Status::Tentative;
                let found = self.warn(event, &["status", "start"], problem);
                if let (Some(found), Some(key), false) = (found, instance.key(), of_event) {
                    // It is the change of this one date that says so.
                    found.place.path.pop();
                    let way = ["changes".to_owned(), key.to_string(), "status".to_owned()];
                    found.place.path.extend(way.map(Segment::Key));
                }
            }
        }
    }

    /// Google silently drops a feed that is too large.
    fn large_feeds(&mut self, calendar: &Calendar, text: &str) {
        // An extra date, and a change of one date, repeat what the event says.
        let components = |event: &Event| {
            let changed = match event.schedule() {
                Schedule::Series(series) => {
                    series.overrides().count() + series.nights(event.details()).len()
                }
                _ => 0,
            };
            1 + changed + event.stand_alone().len()
        };
        let most = calendar.events().iter().map(components).max().unwrap_or(0);
        let links = text.bytes().filter(|byte| *byte == b'[').count();
        let once = text.len() * GROWTH
            + links * calendar.url().as_str().len()
            + calendar.events().len() * LARGEST_FRAME;
        if once.saturating_mul(most) < LARGEST_FEED || self.is_allowed(None, Kind::LargeFeed) {
            return;
        }
        let size = size::of_feed(calendar);
        if size > LARGEST_FEED {
            let path: Path = ["calendar", "slug"]
                .map(|key| Segment::Key(key.to_owned()))
                .into();
            let kilobytes = size / 1000;
            let problem = WarningFinding::LargeFeed { kilobytes }.into();
            let place = Place {
                path,
                side: Side::Value,
            };
            self.found
                .push(Diagnostic::new(Severity::Warning, problem, place));
        }
    }
}

/// What two instances cannot share at one time: a group by its id, or a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shared<'a> {
    Group(&'a Slug),
    Place(&'a str),
}

/// Of the instances that share one thing, the one that ends last, and the last of another event than that.
#[derive(Default)]
struct Open<'a> {
    last: Option<&'a Instance<'a>>,
    next: Option<&'a Instance<'a>>,
}

impl<'a> Open<'a> {
    /// The one that ends last of those of other events.
    fn beside(&self, event: &Event) -> Option<&'a Instance<'a>> {
        [self.last, self.next]
            .into_iter()
            .flatten()
            .find(|instance| instance.event().id() != event.id())
    }

    fn take<T: Ord>(&mut self, instance: &'a Instance<'a>, end: impl Fn(&Instance<'a>) -> T) {
        let is_of = |other: Option<&Instance<'_>>| {
            other.is_some_and(|other| other.event().id() == instance.event().id())
        };
        let is_later =
            |other: Option<&Instance<'a>>| other.is_none_or(|other| end(instance) > end(other));
        if is_later(self.last) {
            if !is_of(self.last) {
                self.next = self.last;
            }
            self.last = Some(instance);
        } else if !is_of(self.last) && is_later(self.next) {
            self.next = Some(instance);
        }
    }
}

/// Whether a location is one: what people write who have none yet, or meet in a call, is no room.
fn is_room(location: &str) -> bool {
    const NONE: [&str; 10] = [
        "online",
        "virtual",
        "remote",
        "zoom",
        "teams",
        "microsoft teams",
        "google meet",
        "tbc",
        "tba",
        "tbd",
    ];
    !NONE.contains(&location.to_lowercase().as_str())
}

/// Returns text as YAML reads it inside braces.
fn quoted(text: &str) -> String {
    if text.contains([
        ',', ':', '#', '"', '\'', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@', '`',
    ]) {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text.to_owned()
    }
}
