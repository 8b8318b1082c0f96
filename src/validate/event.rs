//! One event: who it is, and the rules that bind its parts together.
//!
//! In: the words of one event. Out: an [`Event`]. Guaranteed: its schedule, details and changes fit each other.
//! Absent: rules between events, which [`super`] holds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::change::Base;
use super::changes;
use super::sink::At;
use super::{details, schedule};
use crate::calendar::{Event, Schedule, Series};
use crate::diagnostic::{Kind, Problem};
use crate::document;
use crate::time::{Moment, ZonedTime};
use crate::value::Slug;
use crate::zone::Zone;

pub(super) fn event(
    at: &At<'_>,
    written: &document::Event,
    home: Zone,
    now: DateTime<Utc>,
) -> Option<Event> {
    let allowed = at.allowed(&written.allow);
    let id = at.required("id", written.id.as_ref(), "a-short-name", Slug::parse);
    let details = details::of_event(at, written);
    let updated = at.read("updated", written.updated.as_ref(), |text| {
        updated(text, home, now)
    });
    let start = schedule::start(at, written, home, &allowed);
    let groups = groups(written);

    let mut event = Event {
        id: id?,
        schedule: Schedule::ToBeConfirmed(crate::time::Approximate::ToBeConfirmed),
        details: details?,
        groups,
        updated,
        stand_alone: Vec::new(),
        skipped: BTreeMap::new(),
    };
    let (time, rule) = match start? {
        schedule::Start::Known(time, rule) => (time, rule),
        schedule::Start::Approximate(approximate) => {
            event.schedule = Schedule::ToBeConfirmed(approximate);
            return Some(event);
        }
    };
    let base = Base {
        time,
        rule,
        details: &event.details,
    };
    let also = changes::also(at, written, &base);
    let changed = changes::changes(at, written, &base, &also, &allowed);
    event.schedule = match rule {
        None => Schedule::Once(time),
        Some(rule) => {
            let series = Series::new(rule, time, changed.dropped, changed.overrides);
            if series.is_none() {
                at.key("changes").error(
                    Problem::new(
                        Kind::EmptySeries,
                        "every date of the series is skipped, or stands alone",
                    )
                    .help("remove the event, or say `status: cancelled` where people expected it"),
                );
            }
            Schedule::Series(series?)
        }
    };
    event.stand_alone = changed.stand_alone;
    event.skipped = changed.skipped;
    Some(event)
}

/// The groups of both keys, each once, in the order of the file.
fn groups(written: &document::Event) -> Vec<Slug> {
    let mut groups: Vec<Slug> = Vec::new();
    for group in written.group.iter().chain(&written.groups) {
        if let Ok(group) = Slug::parse(group)
            && !groups.contains(&group)
        {
            groups.push(group);
        }
    }
    groups
}

/// Reads the last change: a date, or a time in UTC or in the calendar's zone.
fn updated(written: &str, home: Zone, now: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    let moment = Moment::parse(written)?;
    let instant = match moment {
        Moment::Instant(instant) => instant,
        Moment::Date(date) => home.start_of_day(date),
        Moment::DateTime(local) => ZonedTime::new(home, local)?.instant(),
        Moment::Time(_) | Moment::Month { .. } | Moment::Year(_) | Moment::ToBeConfirmed => {
            return Err(Problem::new(
                Kind::BadDate,
                format!("`{written}` is {}, where a date is meant", moment.form()),
            )
            .help("write `2026-02-01` or `2026-02-01 09:30`"));
        }
    };
    if instant > now {
        return Err(Problem::new(
            Kind::UpdatedInFuture,
            format!("`{written}` is still to come"),
        )
        .help("write the day on which it was last changed, or remove the key"));
    }
    Ok(instant)
}
