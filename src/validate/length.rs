//! How long an event lasts, against what people mean.
//!
//! In: its time and its dates. Out: an error where a meeting of a series is not over when the next begins, and a warning about a single one that lasts longer
//! than two weeks with times. Guaranteed: the cure names the date that was probably meant. Absent: lengths that are no length, see [`super::schedule`].

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::reporter::At;
use super::schedule::Dates;
use crate::diagnostic::{Edit, Problem, ScheduleFinding, When};
use crate::document;
use crate::recurrence::RecurrenceRule;
use crate::time::{EventTime, SOON, in_another_year};

/// So many dates of a rule have all the intervals that it has: those of a week, and those of a year of months.
const DATES: usize = 14;

/// Returns the dates of an event whose meetings are over before the next begins; reports one whose are not.
pub(super) fn no_meeting_reaches_the_next(
    at: &At<'_>,
    written: &document::Event,
    time: EventTime,
    dates: Dates,
) -> Dates {
    let Dates::Series(rule) = dates else {
        return dates;
    };
    let length = by_clock(time);
    let Some((date, next)) = overlapping(&rule, length) else {
        return dates;
    };
    let end = match time {
        EventTime::AllDay { .. } => When::Date(date + length - TimeDelta::days(1)),
        EventTime::Zoned { start, .. } => {
            When::Minute(date.and_time(start.local().time()) + length)
        }
    };
    let is_ended = written.until.is_some() || written.count.is_some();
    let (key, problem) = if written.end.is_some() {
        let (one, last) = end_of_one(time);
        let finding = if is_ended {
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
        let finding = ScheduleFinding::DurationAfterNext {
            date,
            end,
            next,
            most,
            unit,
        };
        ("duration", finding.into())
    };
    at.key(key).error(problem);
    Dates::Wrong(Some(rule))
}

/// The end of one meeting, which is left out where it is its day, and the last day of the series.
fn end_of_one(time: EventTime) -> (Option<String>, NaiveDate) {
    match time {
        EventTime::AllDay { .. } => (None, time.last_date()),
        EventTime::Zoned { start, end } => {
            let (first, time, date) = (start.local(), end.local().time(), end.local().date());
            if time > first.time() {
                return (Some(time.format("%H:%M").to_string()), date);
            }
            let next = first.date() + TimeDelta::days(1);
            let end = When::Minute(next.and_time(time));
            (Some(end.to_string()), date - TimeDelta::days(1))
        }
    }
}

/// Warns of a single meeting that lasts very long, or whose end seems to have the wrong year.
pub(super) fn is_not_very_long(
    at: &At<'_>,
    key: &str,
    time: EventTime,
    allowed: &BTreeSet<&'static str>,
) {
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

/// The length that the clocks show.
fn by_clock(time: EventTime) -> TimeDelta {
    match time {
        EventTime::AllDay { first, end } => end - first,
        EventTime::Zoned { start, end } => end.local() - start.local(),
    }
}

/// The first two dates of which one is not over when the other begins.
fn overlapping(rule: &RecurrenceRule, length: TimeDelta) -> Option<(NaiveDate, NaiveDate)> {
    if length <= TimeDelta::days(1) {
        return None;
    }
    let dates = rule.dates_from(rule.start()).take(DATES);
    let next = rule.dates_from(rule.start()).skip(1);
    dates.zip(next).find(|(date, next)| *next - *date < length)
}
