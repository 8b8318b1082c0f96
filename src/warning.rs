//! What is doubtful about a good calendar.
//!
//! In: a [`Calendar`] with the document that it was made of, the current time, and the holidays. Out: warnings, each with its place, its name
//! and why it is worth saying. Guaranteed: no meeting that is over is mentioned, because nobody can change it; what `allow`
//! names is not said. Absent: errors; and the warnings that only validation can see (`no-end`, `past-neighbour`).

mod letters;
mod markup;
mod size;
mod texts;
mod twins;
mod withdrawn;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::calendar::{Calendar, Event, Instance, Schedule, Status};
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Kind, Path, Place, Problem, Segment, Severity, Side};
use crate::document::Document;
use crate::holiday::Holidays;
use crate::span::MONTHS_AHEAD;
use crate::value::Slug;
use crate::wording;

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

/// Returns what is doubtful.
pub(crate) fn warnings(
    calendar: &Calendar,
    document: &Document,
    text: &str,
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
    adviser.large_feeds(calendar, text);
    adviser.texts(calendar);
    adviser.found
}

struct Adviser<'a> {
    document: &'a Document,
    /// Where each event stands in the file, by its id.
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

    /// A meeting on a public holiday meets few.
    fn holidays(&mut self, holidays: &Holidays, instances: &[Instance<'_>]) {
        for instance in instances {
            let date = instance.time().first_date();
            let Some(name) = holidays.on(date) else {
                continue;
            };
            let problem = Problem::new(Kind::Holiday, format!("{} is {name}", wording::date(date)));
            let event = instance.event();
            let problem = match (event.schedule(), instance.key()) {
                (Schedule::Series(series), Some(key)) if series.override_of(key).is_none() => {
                    problem.help(format!(
                        "write under `changes`: `{key}: {{skipped: {}}}`",
                        quoted(name)
                    ))
                }
                (Schedule::Series(_), Some(key)) => problem.help(format!(
                    "see what stands under `changes` for `{key}`, and move it"
                )),
                _ => problem.help("choose another day"),
            };
            self.warn(event, &["repeats", "start"], problem);
        }
    }

    /// Nobody can be at two meetings of one group, and no room holds two. All-day events are left out: they keep nobody busy.
    fn overlaps<'a>(
        &mut self,
        calendar: &'a Calendar,
        instances: &'a [Instance<'a>],
        mut said: BTreeSet<(&'a Slug, &'a Slug)>,
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
            let place = instance.details().location();
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
                if said.insert((one.id(), other.id())) {
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
        let (shared, help) = match shared {
            Shared::Group(id) => match calendar.group(id) {
                Some(group) => (
                    format!("both are of {}", group.name()),
                    format!(
                        "move one of the two; where events of the group may overlap, write `overlap: allowed` under `{id}` in `groups`"
                    ),
                ),
                None => return,
            },
            Shared::Place(place) => (
                format!("both are at {place}"),
                "move one of the two".to_owned(),
            ),
        };
        let related = self.place(one, &["start"]);
        let problem = Problem::new(
            Kind::Overlap,
            format!(
                "`{}` overlaps with `{}` on {}: {shared}",
                other.id(),
                one.id(),
                wording::date(instance.time().first_date())
            ),
        )
        .help(help);
        if let Some(diagnostic) = self.warn(other, &["start"], problem) {
            diagnostic.related =
                related.map(|place| (place, "the other stands here".to_owned(), None));
        }
    }

    /// A series that is about to end is often one that somebody forgot to go on with.
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
        let problem = Problem::new(
            Kind::EndsSoon,
            format!(
                "the series ends soon: its last date is {}",
                wording::date(last)
            ),
        )
        .help("write a later end, or begin what follows it as a new event");
        self.warn(event, &["until", "count"], problem);
    }

    /// What is still in doubt so short a time before is best said, or settled.
    fn tentative_soon(&mut self, instances: &[Instance<'_>], today: NaiveDate) {
        let soon = today + TENTATIVE_SOON;
        let mut said = BTreeSet::new();
        for instance in instances {
            let date = instance.time().first_date();
            let is_soon = instance.details().status() == Status::Tentative && date < soon;
            if is_soon && said.insert(instance.event().id()) {
                let problem = Problem::new(
                    Kind::TentativeSoon,
                    format!(
                        "{} is less than two weeks away, and still tentative",
                        wording::date(date)
                    ),
                )
                .help("write `status: confirmed`, or cancel or move it");
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

    /// A feed that is too large is dropped by Google without a word.
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
            let problem = Problem::new(
                Kind::LargeFeed,
                format!(
                    "the calendar's feed has about {} kB, and Google takes no more than 1000",
                    size / 1000
                ),
            )
            .help("remove events that are long past, or shorten descriptions");
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
