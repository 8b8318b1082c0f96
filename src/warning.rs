//! Finds what is doubtful about a valid calendar.
//!
//! It takes a [`Calendar`] with its document, the current time and the holidays, and returns warnings with their places. Warnings about
//! times only concern meetings that are not over, because nobody can change the others. Warnings about texts concern past events too,
//! because the pages show them. A warning that `allow` names is left out. `no-end`, `past-neighbour` and a few more come from
//! [`crate::validate`], because only validation can see them.

mod letters;
mod markup;
mod places;
mod size;
mod texts;
mod twins;
mod weekday_comments;
mod withdrawn;

pub(crate) use self::markup::CALLS;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::calendar::{Calendar, Event, Group, Instance, Schedule, Status};
use crate::context::Context;
use crate::diagnostic::{
    Day, Diagnostic, Kind, Path, Place, Problem, Related, Segment, Severity, Side, WarningFinding,
};
use crate::document::scalar::{Style, scalar};
use crate::document::{Merged, Places};
use crate::holiday::Holidays;
use crate::span::MONTHS_AHEAD;
use crate::value::Slug;

/// How long before its end a series gets a warning, because people may not know that it ends.
const ENDS_SOON: Days = Days::new(30);

/// How long before its date an event gets a warning if it is tentative or has no place: people need two weeks' notice.
const NOTICE: Days = Days::new(14);

/// Google ignores feeds larger than a megabyte (reported in Event-Organiser#452).
const LARGEST_FEED: usize = 1_000_000;

/// An upper bound for the size of a component: `GROWTH` times the text of its event, with escapes and as HTML, and `LARGEST_FRAME` bytes,
/// with the longest URL, domain and id. A feed is only measured if it could be near the limit. Each relative link also grows by the URL of
/// the calendar.
const GROWTH: usize = 16;
const LARGEST_FRAME: usize = 2000;

/// One of the files of a calendar, as it was read.
pub(crate) struct File<'a> {
    pub(crate) text: &'a str,
    pub(crate) places: Option<&'a Places>,
}

/// Returns all warnings about a calendar.
pub(crate) fn warnings(
    calendar: &Calendar,
    document: &Merged<'_>,
    files: &[File<'_>],
    context: &Context,
    holidays: Option<&Holidays>,
) -> Vec<Diagnostic> {
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
    adviser.places(&instances, today);
    adviser.large_feeds(calendar, files);
    adviser.texts(calendar);
    adviser.weekday_comments(files, today);
    adviser.found
}

/// Collects warnings.
struct Adviser<'a> {
    document: &'a Merged<'a>,
    /// The index of each event in the file, by its id.
    indices: BTreeMap<&'a str, usize>,
    found: Vec<Diagnostic>,
}

impl Adviser<'_> {
    /// Returns the place of the first of `keys` that an event has.
    fn place(&self, event: &Event, keys: &[&str]) -> Option<Place> {
        let index = *self.indices.get(event.id().as_str())?;
        let written = self.document.events.get(index)?;
        let has = |key: &str| match key {
            "status" => written.status.is_some(),
            "until" => written.until.is_some(),
            "count" => written.count.is_some(),
            "repeats" => written.repeats.is_some(),
            "format" => written.format.is_some(),
            _ => true,
        };
        let key = keys.iter().find(|key| has(key))?;
        let path = vec![
            Segment::Key("events".to_owned()),
            Segment::Index(index),
            Segment::Key((*key).to_owned()),
        ];
        Some(self.document.place(&path, Side::Value))
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

    /// Warns about meetings on public holidays, to which few people come.
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
                    let entry = format!("{key}: {{skipped: {}}}", in_braces(&name));
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

    /// Warns about events that overlap in one group or in one place. All-day events are left out, because nobody is busy all day. An event that
    /// is shown as free still occupies its room.
    fn overlaps<'a>(
        &mut self,
        calendar: &'a Calendar,
        instances: &'a [Instance<'a>],
        mut reported: BTreeSet<(&'a Slug, &'a Slug)>,
    ) {
        let home = calendar.zone();
        let mut occupied: BTreeMap<Shared<'_>, Occupied<'_>> = BTreeMap::new();
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
                let occupied = occupied.entry(shared).or_default();
                let earlier = occupied
                    .beside(other)
                    .filter(|earlier| earlier.time().ends(home) > instance.time().begins(home));
                occupied.take(instance, |instance| instance.time().ends(home));
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

    /// Warns about a series that is about to end, because somebody may have forgotten to extend it.
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

    /// Warns about tentative events that are near, which should be confirmed or cancelled.
    fn tentative_soon(&mut self, instances: &[Instance<'_>], today: NaiveDate) {
        let soon = today + NOTICE;
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
                    // Only the change of this date is tentative.
                    found.place.path.pop();
                    let way = ["changes".to_owned(), key.to_string(), "status".to_owned()];
                    found.place.path.extend(way.map(Segment::Key));
                }
            }
        }
    }

    /// Warns about a feed that is so large that Google ignores it silently.
    fn large_feeds(&mut self, calendar: &Calendar, files: &[File<'_>]) {
        // Each extra date and each change repeats the text of the event.
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
        let texts = || files.iter().map(|file| file.text);
        let links = texts().flat_map(str::bytes).filter(|byte| *byte == b'[');
        // Events without a contact of their own repeat that of a group, in DESCRIPTION and CONTACT.
        let contacts = calendar.groups().iter().filter_map(Group::contact);
        let contact = contacts.map(|it| 4 * it.to_string().len()).max();
        let once = texts().map(str::len).sum::<usize>() * GROWTH
            + links.count() * calendar.url().as_str().len()
            + calendar.events().len() * (LARGEST_FRAME + contact.unwrap_or(0));
        // Defaults repeat text that the file has once.
        let has_defaults = self.document.defaults().next().is_some();
        let is_small = once.saturating_mul(most) < LARGEST_FEED && !has_defaults;
        if is_small || self.is_allowed(None, Kind::LargeFeed) {
            return;
        }
        let size = size::of_feed(calendar);
        if size > LARGEST_FEED {
            let path: Path = ["calendar", "slug"]
                .map(|key| Segment::Key(key.to_owned()))
                .into();
            let kilobytes = size / 1000;
            let problem = WarningFinding::LargeFeed { kilobytes }.into();
            let place = Place::new(path, Side::Value);
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

/// Of the instances that share a group or a place: the one that ends last, and the one that ends last of all other events.
#[derive(Default)]
struct Occupied<'a> {
    latest: Option<&'a Instance<'a>>,
    latest_of_others: Option<&'a Instance<'a>>,
}

impl<'a> Occupied<'a> {
    /// Returns the instance of another event that ends last.
    fn beside(&self, event: &Event) -> Option<&'a Instance<'a>> {
        [self.latest, self.latest_of_others]
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
        if is_later(self.latest) {
            if !is_of(self.latest) {
                self.latest_of_others = self.latest;
            }
            self.latest = Some(instance);
        } else if !is_of(self.latest) && is_later(self.latest_of_others) {
            self.latest_of_others = Some(instance);
        }
    }
}

/// Whether a location is a real place, and not a call or still unknown.
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

/// Returns a text as YAML within braces.
fn in_braces(text: &str) -> String {
    let style = Style {
        in_flow: true,
        quote: '"',
        always_quoted: false,
        is_moment: false,
    };
    scalar(text, style)
}
