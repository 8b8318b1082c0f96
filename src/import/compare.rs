//! Compares an iCalendar file with an events file: [`compare`] returns a [`Comparison`] with each instance that only one of them has, or that
//! differs.
//!
//! `ical::occurrences` expands the iCalendar file as a calendar program does, and knows nothing of `import`. So the comparison also notices a mistake
//! of the importer. Titles, times, lengths and states are compared, and nothing else. Two instances are the same if they have the same title and the
//! same times; UIDs matter only to find out which of two instances was meant by which. `matching` does this.

mod matching;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

use super::entry::State;
use super::ical::{self, Occurrence, Period, Span, Unreadable};
use super::text;
use crate::calendar::{Calendar, Instance, Override, Schedule, Series, Status};
use crate::value::Slug;
use crate::zone::Zone;

/// The title of an instance that has none.
const UNTITLED: &str = "(untitled)";

/// The instances that differ between an iCalendar file and an events file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// Those that differ, in order of date.
    pub mismatches: Vec<Mismatch>,
    /// How many instances the iCalendar file has.
    pub in_feed: usize,
    /// How many instances the events file has.
    pub in_file: usize,
    /// What of the iCalendar file could not be read, in the order of the lines.
    pub unread: Vec<UnreadPart>,
    /// Whether the iCalendar file has more than can be compared.
    pub is_cut: bool,
    /// The first day that was compared.
    pub from: NaiveDate,
    /// The day after the last day that was compared.
    pub to: NaiveDate,
}

/// An instance that is not the same in both. At least one of the two is present.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The local day on which it begins; in the iCalendar file if they differ.
    pub date: NaiveDate,
    /// What the iCalendar file says.
    pub feed: Option<FeedInstance>,
    /// What the events file says.
    pub file: Option<FileInstance>,
}

/// What an instance looks like in a calendar program.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// Without the words for its state, such as `CANCELLED:`.
    pub title: String,
    /// When it takes place.
    pub time: SeenTime,
    /// Whether it takes place.
    pub status: Status,
}

/// When an instance takes place. The end is exclusive, and may be the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeenTime {
    /// Whole days.
    Days {
        /// The first day.
        first: NaiveDate,
        /// The day after the last.
        end: NaiveDate,
    },
    /// From one instant to another.
    Times {
        /// When it begins.
        start: DateTime<Utc>,
        /// When it ends.
        end: DateTime<Utc>,
    },
}

/// An instance of an iCalendar file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeedInstance {
    /// The line in which its component begins, counted from 1: that of the override if there is one, or else that of the series.
    pub line: usize,
    /// Its UID; empty without one.
    pub uid: String,
    /// What people see.
    pub seen: Seen,
}

/// An instance of an events file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileInstance {
    /// The id of its event.
    pub id: Slug,
    /// Its key date under `changes` or `also`; `None` if it takes place once.
    pub key: Option<NaiveDate>,
    /// Its UID in the feed.
    pub uid: String,
    /// What people see.
    pub seen: Seen,
}

/// A part of an iCalendar file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnreadPart {
    /// The line, counted from 1.
    pub line: usize,
    /// The title of its event; empty if it has none.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// Compares the instances that begin from `from`, inclusive, to `to`, exclusive. Without `from`, the first instance of both is the first compared.
///
/// Days begin and end in the calendar's zone, which is also the zone of times without one. Events of all groups count, even if they are not in the
/// calendar's own feed.
///
/// ```
/// use calfeed::{Context, compare, read};
///
/// let feed = "BEGIN:VCALENDAR
/// BEGIN:VEVENT
/// UID:club@books.example.org
/// SUMMARY:Book club
/// DTSTART;TZID=Europe/London:20260113T183000
/// DTEND;TZID=Europe/London:20260113T200000
/// RRULE:FREQ=MONTHLY;BYDAY=2TU
/// EXDATE;TZID=Europe/London:20260414T183000
/// END:VEVENT
/// END:VCALENDAR
/// ";
/// let text = "
/// calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: Europe/London}
/// events:
///   - {id: club, title: Book club, start: 2026-01-13 18:30, end: 20:00, repeats: monthly on the 2nd Tuesday}
/// ";
/// let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
/// let calendar = read(text, &context).0.unwrap();
/// let found = compare(feed.as_bytes(), &calendar, None, "2027-01-01".parse().unwrap()).unwrap();
/// assert_eq!(found.mismatches.len(), 1);
/// assert_eq!(found.mismatches[0].date.to_string(), "2026-04-14");
/// assert!(found.mismatches[0].feed.is_none());
/// ```
///
/// # Errors
/// The bytes are no iCalendar file, with what was found instead.
pub fn compare(
    feed: &[u8],
    calendar: &Calendar,
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<Comparison, String> {
    let zone = calendar.zone();
    let mut found = instances(feed, zone, from, to)?;
    let first = first_date(calendar).into_iter().chain([found.from]).min();
    let mut period = Period {
        from: from.or(first).unwrap_or(to),
        to,
        zone,
    };
    let file = of_file(calendar, &period);
    let feed = std::mem::take(&mut found.instances);
    if from.is_none() {
        let of_feed = feed.iter().map(|it| &it.seen);
        let seen = of_feed.chain(file.iter().map(|it| &it.seen));
        let first = seen.map(|seen| seen.time.date(zone)).min();
        period.from = first.unwrap_or(to);
    }
    let (in_feed, in_file) = (feed.len(), file.len());
    Ok(Comparison {
        mismatches: matching::mismatches(feed, file, calendar),
        in_feed,
        in_file,
        unread: found.unread,
        is_cut: found.is_cut,
        from: period.from,
        to,
    })
}

/// The instances of an iCalendar file.
#[derive(Debug)]
pub(super) struct FeedInstances {
    /// In the order of the file; each has the line of its component.
    pub(super) instances: Vec<FeedInstance>,
    pub(super) unread: Vec<UnreadPart>,
    pub(super) is_cut: bool,
    pub(super) from: NaiveDate,
}

/// Returns the instances of an iCalendar file that begin from `from`, inclusive, to `to`, exclusive. `home` is the zone of times without one.
///
/// # Errors
/// The bytes are no iCalendar file, with what was found instead.
pub(super) fn instances(
    feed: &[u8],
    home: Zone,
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<FeedInstances, String> {
    let mut unreadable = Unreadable::default();
    let mut instances = Vec::new();
    let from = ical::expand(feed, home, (from, to), &mut unreadable, |occurrence| {
        instances.push(FeedInstance::of(occurrence));
    })?;
    unreadable.parts.sort_by_key(|part| part.line);
    let unread = unreadable.parts.into_iter().map(|part| UnreadPart {
        line: part.line,
        title: part.title,
        reason: part.reason,
    });
    Ok(FeedInstances {
        instances,
        unread: unread.collect(),
        is_cut: unreadable.is_cut,
        from,
    })
}

/// Returns the day of the first instance of a calendar.
fn first_date(calendar: &Calendar) -> Option<NaiveDate> {
    let times = calendar.events().iter().flat_map(|event| {
        let series = match event.schedule() {
            Schedule::Series(series) => Some(series),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
        };
        let first = series.map(Series::first);
        let once = event.once().map(|once| once.time());
        let overrides = series.into_iter().flat_map(Series::overrides);
        let own = overrides.chain(event.stand_alone()).map(Override::time);
        first.into_iter().chain(once).chain(own)
    });
    let dates = times.map(|time| SeenTime::from(time).date(calendar.zone()));
    dates.min()
}

/// Returns the instances of an events file that begin in a period.
fn of_file(calendar: &Calendar, period: &Period) -> Vec<FileInstance> {
    let instances = calendar.instances(period.from, period.to).into_iter();
    let instances = instances.map(|instance| FileInstance::of(&instance, calendar));
    let begins_in_it = |it: &FileInstance| period.contains(&it.seen.time.span());
    instances.filter(begins_in_it).collect()
}

impl FeedInstance {
    fn of(occurrence: &Occurrence<'_>) -> Self {
        let status = match occurrence.state {
            State::Confirmed => Status::Confirmed,
            State::Tentative => Status::Tentative,
            State::Cancelled => Status::Cancelled,
            State::Postponed => Status::Postponed,
        };
        Self {
            line: occurrence.line,
            uid: occurrence.uid.to_owned(),
            seen: Seen::new(occurrence.title, occurrence.span.into(), status),
        }
    }
}

impl FileInstance {
    fn of(instance: &Instance<'_>, calendar: &Calendar) -> Self {
        let details = instance.details();
        let time = SeenTime::from(instance.time());
        Self {
            id: instance.event().id().clone(),
            key: instance.key(),
            uid: instance.uid(calendar.domain()),
            seen: Seen::new(&details.published_title(), time, details.status()),
        }
    }
}

impl Seen {
    /// Many programs write the state into the title, because others ignore STATUS.
    fn new(title: &str, time: SeenTime, status: Status) -> Self {
        let (title, status) = plain(title, status);
        let words: Vec<&str> = title.split_whitespace().collect();
        let title = match words.as_slice() {
            [] => UNTITLED.to_owned(),
            words => words.join(" "),
        };
        Self {
            title,
            time,
            status,
        }
    }
}

/// Returns the title without the words for a state, and the state.
fn plain(title: &str, status: Status) -> (&str, Status) {
    let title = title.trim();
    if let Some(title) = text::without_cancelled(title) {
        return (title, Status::Cancelled);
    }
    if let Some(title) = text::without_mark(title, "POSTPONED:") {
        return (title, Status::Postponed);
    }
    match (status, title.strip_suffix("(TBC)")) {
        (Status::Tentative, Some(title)) => (title, status),
        (_, _) => (title, status),
    }
}
