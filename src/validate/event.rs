//! Validates one event: its identity, and how its schedule, details and changes fit each other.
//!
//! [`event`] reports as many problems as possible. It returns `None` for an event without a valid id or schedule. Rules between events are
//! in [`super`].

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};

use super::budget;
use super::changes::{self, Base, Changed};
use super::clocks;
use super::details;
use super::inherited::Inherited;
use super::length;
use super::new_id::NewIds;
use super::reporter::At;
use super::schedule::{self, Dates, Start};
use crate::calendar::{Details, Event, OfStart, Schedule, Series};
use crate::diagnostic::{EventFinding, Problem, ScheduleFinding};
use crate::document;
use crate::limit;
use crate::time::{EventTime, Moment, ZonedTime};
use crate::value::{Image, Language, Slug, Uid};
use crate::zone::Zone;

pub(super) fn event(
    at: &At<'_>,
    written: &document::Event,
    home: Zone,
    inherited: &Inherited,
    now: DateTime<Utc>,
    ids: &NewIds<'_>,
) -> Option<Event> {
    let allowed = at.allowed(&written.allow);
    let id = at.required(
        "id",
        written.id.as_ref(),
        || ids.of(written),
        |id| ids.parse(id),
    );
    let uid = at.read("uid", written.uid.as_ref(), Uid::parse);
    let groups = groups(written);
    let details = details::of_event(at, written, inherited.contact(&groups))?;
    let updated = at.read("updated", written.updated.as_ref(), |text| {
        updated(text, home, now)
    });
    let image = at.read("image", written.image.as_ref(), Image::parse);
    let language = at.read("language", written.language.as_ref(), Language::parse);
    let zone = inherited.zone(&groups).unwrap_or(home);
    let (schedule, changed) = match schedule::start(at, written, zone, &allowed) {
        Some(Start::Known(time, dates)) => scheduled(at, written, time, dates, &details, &allowed),
        Some(Start::Approximate(approximate)) => (
            Some(Schedule::ToBeConfirmed(approximate)),
            Changed::default(),
        ),
        None => {
            changes::without_start(at, written, &details);
            (None, Changed::default())
        }
    };
    Some(Event {
        id: id?,
        uid,
        schedule: schedule?,
        details,
        groups,
        image,
        language,
        updated,
        of_start: changed.of_start,
        stand_alone: changed.stand_alone,
        was_alone: false,
        skipped: changed.skipped,
    })
}

/// Returns the schedule of an event whose start is known, and its changes.
fn scheduled(
    at: &At<'_>,
    written: &document::Event,
    time: EventTime,
    dates: Dates,
    details: &Details,
    allowed: &BTreeSet<&'static str>,
) -> (Option<Schedule>, Changed) {
    let count = written.also.len() + written.changes.iter().count();
    let key = budget::key_of_dates(written);
    if count > limit::DATES {
        let most = limit::DATES;
        let finding = EventFinding::TooManyDates { most };
        at.key(key).key_error(finding.into());
        return (None, Changed::default());
    }
    if budget::is_too_much(details, count) {
        at.key(key).key_error(budget::too_much_text_of_dates());
        return (None, Changed::default());
    }
    let base = Base {
        time: match &dates {
            Dates::Series(rule) => clocks::regular(time, rule, written),
            Dates::Once | Dates::Wrong(_) => time,
        },
        first: time,
        dates,
        details,
    };
    let also = changes::also(at, written, &base);
    if matches!(dates, Dates::Once) {
        length::is_not_too_long(at, written, time, &also, allowed);
    }
    let mut changed = changes::changes(at, written, &base, &also, allowed);
    let schedule = match dates {
        Dates::Once => once(at, time, &changed),
        Dates::Wrong(_) => None,
        Dates::Series(rule) => {
            clocks::no_start_is_skipped(at, written, (base.time, &rule), &changed);
            let dropped = std::mem::take(&mut changed.dropped);
            let overrides = std::mem::take(&mut changed.overrides);
            let series = Series::new(rule, base.time, dropped, overrides);
            if series.is_none() {
                at.key("changes").error(ScheduleFinding::NothingLeft.into());
            }
            series.map(Schedule::Series)
        }
    };
    (schedule, changed)
}

/// Returns the schedule of an event without a rule.
fn once(at: &At<'_>, time: EventTime, changed: &Changed) -> Option<Schedule> {
    match &changed.of_start {
        Some(OfStart::Changed(of)) => Some(Schedule::Once(of.time)),
        Some(OfStart::Skipped) if changed.stand_alone.is_empty() => {
            at.key("changes").error(ScheduleFinding::NothingLeft.into());
            None
        }
        Some(OfStart::Skipped) | None => Some(Schedule::Once(time)),
    }
}

/// Returns the groups under `group` and `groups`, each once, in the order of the file.
fn groups(written: &document::Event) -> Vec<Slug> {
    let named = written.group.iter().chain(written.groups());
    each_once(named).take(limit::GROUPS_OF_EVENT + 1).collect()
}

/// Returns the groups that are named, each once, in the order of the file.
pub(super) fn each_once<'a>(named: impl Iterator<Item = &'a String>) -> impl Iterator<Item = Slug> {
    let mut seen = HashSet::new();
    named
        .filter(move |group| seen.insert(group.as_str()))
        .filter_map(|group| Slug::parse(group).ok())
}

/// Reads the time of the last change: a date, or a time in UTC or in the calendar's zone.
fn updated(written: &str, home: Zone, now: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    let moment = Moment::parse(written)?;
    let instant = match moment {
        Moment::Instant(instant) => instant,
        Moment::Date(date) => home.start_of_day(date),
        Moment::DateTime(local) => ZonedTime::new(home, local)?.instant(),
        Moment::Time(_) | Moment::Month { .. } | Moment::Year(_) | Moment::ToBeConfirmed => {
            let (written, form) = (written.into(), moment.form());
            return Err(EventFinding::UpdatedNotDate { written, form }.into());
        }
    };
    if instant > now {
        let written = written.into();
        return Err(EventFinding::UpdatedInFuture { written }.into());
    }
    Ok(instant)
}
