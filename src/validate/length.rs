//! Checks whether an event lasts as long as its author probably meant.
//!
//! It is an error if a meeting is not over when the next one of the event begins. A single event longer than two weeks gets a warning if it
//! has times, or if its end may have the wrong year. The help names the date that was probably meant, where there is one. Lengths that are
//! invalid in themselves are refused in [`super::schedule`].

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::reporter::At;
use super::schedule::Dates;
use crate::diagnostic::{ChangeFinding, Edit, Problem, ScheduleFinding, When};
use crate::document;
use crate::recurrence::RecurrenceRule;
use crate::time::{EventTime, Moment, SOON, in_another_year};

/// The number of first dates of a rule that have every interval between its dates: those of a week, and of the months of a year.
const DATES: usize = 14;

/// Checks that each meeting of a series is over before the next begins. Otherwise reports an error and returns the dates as wrong.
pub(super) fn no_meeting_reaches_the_next(
    at: &At<'_>,
    written: &document::Event,
    time: EventTime,
    dates: Dates,
) -> Dates {
    let Dates::Series(rule) = dates else {
        return dates;
    };
    let Some(pair) = overlapping(&rule, by_clock(time)) else {
        return dates;
    };
    let endless = Some(&rule).filter(|_| written.until.is_none() && written.count.is_none());
    overlap(at, written, time, pair, endless);
    Dates::Wrong(Some(rule))
}

/// Checks an event without a rule: reports an error if one date is not over when the next begins, or else warns if the event is very long.
/// Dates with a change are left out, because they may move.
pub(super) fn is_not_too_long(
    at: &At<'_>,
    written: &document::Event,
    first: EventTime,
    also: &BTreeMap<NaiveDate, EventTime>,
    allowed: &BTreeSet<&'static str>,
) {
    if by_clock(first) <= TimeDelta::days(1) {
        return;
    }
    let keys = written.changes.iter().map(|(key, _)| Moment::parse(key));
    let changed: BTreeSet<NaiveDate> = keys
        .filter_map(|key| match key {
            Ok(Moment::Date(date)) => Some(date),
            _ => None,
        })
        .collect();
    let mut all: Vec<EventTime> = also.values().copied().chain([first]).collect();
    all.sort_by_key(EventTime::first_date);
    let pair = all.iter().zip(all.iter().skip(1)).find(|(one, next)| {
        let is_changed = [one, next].map(|it| changed.contains(&it.first_date()));
        is_changed == [false; 2] && reaches(one, next)
    });
    if let Some((one, next)) = pair {
        let dates = (one.first_date(), next.first_date());
        overlap(at, written, first, dates, None);
        return;
    }
    let key = written.end.as_ref().map_or("duration", |_| "end");
    is_not_very_long(at, key, first, allowed);
}

/// Whether `one` is not over when `next` begins.
fn reaches(one: &EventTime, next: &EventTime) -> bool {
    match (one, next) {
        (EventTime::AllDay { end, .. }, EventTime::AllDay { first, .. }) => end > first,
        (EventTime::Zoned { end, .. }, EventTime::Zoned { start, .. }) => {
            end.instant() > start.instant()
        }
        _ => false,
    }
}

/// Reports that the meeting on one date is not over when the next begins. `endless` is the rule of a series without an end.
fn overlap(
    at: &At<'_>,
    written: &document::Event,
    time: EventTime,
    (date, next): (NaiveDate, NaiveDate),
    endless: Option<&RecurrenceRule>,
) {
    let length = by_clock(time);
    let end = match time {
        EventTime::AllDay { .. } => When::Date(date + length - TimeDelta::days(1)),
        EventTime::Zoned { start, .. } => {
            When::Minute(date.and_time(start.local().time()) + length)
        }
    };
    let (key, problem) = if written.end.is_some() {
        let (one, last) = end_of_one(time, endless);
        let finding = if endless.is_none() {
            ScheduleFinding::EndAfterNext { date, end, next }
        } else {
            ScheduleFinding::EndOfSeries {
                date,
                end,
                next,
                last,
            }
        };
        (
            "end",
            Problem::from(finding).guess(one.map_or(Edit::Remove, Edit::Value)),
        )
    } else {
        let days = (next - date).num_days();
        let (most, unit) = if time.is_all_day() {
            (days, 'd')
        } else {
            (days * 24, 'h')
        };
        let finding = if written.repeats.is_some() {
            ScheduleFinding::DurationAfterNext {
                date,
                end,
                next,
                most,
                unit,
            }
        } else {
            ScheduleFinding::DurationAfterNextDate {
                date,
                end,
                next,
                most,
                unit,
            }
        };
        ("duration", finding.into())
    };
    at.key(key).error(problem);
}

/// Warns of a change that only makes a meeting so long that the next begins before it is over.
pub(super) fn reaches_its_neighbour(
    at: &At<'_>,
    written: &document::Change,
    next: Option<NaiveDate>,
    allowed: &BTreeSet<&'static str>,
) {
    let key = written.end.as_ref().map_or("duration", |_| "end");
    let problem = match next {
        Some(next) => ChangeFinding::ReachesNeighbour { next }.into(),
        None => ChangeFinding::ReachesNoNeighbour.into(),
    };
    at.key(key).warning(problem, allowed);
}

/// The end of one meeting, which is left out where it is its day or its start, and the last day of the series.
fn end_of_one(time: EventTime, endless: Option<&RecurrenceRule>) -> (Option<String>, NaiveDate) {
    match time {
        EventTime::AllDay { .. } => (None, time.last_date()),
        // What people write who know no end.
        EventTime::Zoned { start, end } if start.local().time() == end.local().time() => {
            (None, end.local().date())
        }
        EventTime::Zoned { start, end } => {
            let (first, time, date) = (start.local(), end.local().time(), end.local().date());
            if time > first.time() {
                return (Some(time.format("%H:%M").to_string()), date);
            }
            let next = first.date() + TimeDelta::days(1);
            let end = When::Minute(next.and_time(time));
            let before = date - TimeDelta::days(1);
            let has = |date| endless.is_some_and(|rule| rule.contains(date));
            let is_last = has(date) && !has(before);
            (Some(end.to_string()), if is_last { date } else { before })
        }
    }
}

/// Warns of a single meeting that lasts very long, or whose end seems to have the wrong year.
fn is_not_very_long(at: &At<'_>, key: &str, time: EventTime, allowed: &BTreeSet<&'static str>) {
    let length = by_clock(time);
    if length <= SOON {
        return;
    }
    let in_another_year = match time {
        EventTime::AllDay { first, .. } => {
            let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN);
            in_another_year(midnight(first), midnight(time.last_date()))
                .map(|end| When::Date(end.date()))
        }
        EventTime::Zoned { start, end } => {
            in_another_year(start.local(), end.local()).map(When::Minute)
        }
    };
    let (days, most) = (length.num_days(), SOON.num_days());
    let finding = ScheduleFinding::LongEvent { days, most };
    let problem = match (in_another_year, time) {
        (Some(end), _) => Problem::from(finding).guess(Edit::Value(end.to_string())),
        (None, EventTime::AllDay { .. }) => return,
        (None, EventTime::Zoned { .. }) => {
            let (first, last) = (time.first_date(), time.last_date());
            ScheduleFinding::LongTimedEvent {
                days,
                most,
                first,
                last,
            }
            .into()
        }
    };
    at.key(key).warning(problem, allowed);
}

/// Warns about a change that makes its instance very long.
pub(super) fn change_is_not_very_long(
    at: &At<'_>,
    written: &document::Change,
    time: EventTime,
    allowed: &BTreeSet<&'static str>,
) {
    let key = written.end.as_ref().map_or("duration", |_| "end");
    if written.end.is_some() || written.duration.is_some() {
        is_not_very_long(at, key, time, allowed);
    }
}

/// Returns the length by the clock: the difference of the local times.
fn by_clock(time: EventTime) -> TimeDelta {
    match time {
        EventTime::AllDay { first, end } => end - first,
        EventTime::Zoned { start, end } => end.local() - start.local(),
    }
}

/// Returns the first two dates of which one is not over when the other begins.
fn overlapping(rule: &RecurrenceRule, length: TimeDelta) -> Option<(NaiveDate, NaiveDate)> {
    if length <= TimeDelta::days(1) {
        return None;
    }
    let dates = rule.dates_from(rule.start()).take(DATES);
    let next = rule.dates_from(rule.start()).skip(1);
    dates.zip(next).find(|(date, next)| *next - *date < length)
}
