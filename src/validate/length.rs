//! How long an event lasts, against what people mean.
//!
//! In: its time and its dates. Out: an error where a meeting of a series is not over when the next begins, and a warning about a single one that lasts longer
//! than two weeks with times. Guaranteed: the cure names the date that was probably meant. Absent: lengths that are no length, see [`super::schedule`].

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::schedule::Dates;
use super::sink::At;
use crate::diagnostic::{Kind, Problem};
use crate::document;
use crate::recurrence::RecurrenceRule;
use crate::time::{EventTime, Moment, SOON, in_another_year};

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
    let Some(pair) = overlapping(&rule, by_clock(time)) else {
        return dates;
    };
    let endless = Some(&rule).filter(|_| written.until.is_none() && written.count.is_none());
    overlap(at, written, time, pair, endless);
    Dates::Wrong(Some(rule))
}

/// Reports an event without a rule, of whose dates one is not over when the next begins; warns of another that lasts very long. A date with
/// a change may take place elsewhere.
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

/// Whether one is not over when the next begins.
fn reaches(one: &EventTime, next: &EventTime) -> bool {
    match (one, next) {
        (EventTime::AllDay { end, .. }, EventTime::AllDay { first, .. }) => end > first,
        (EventTime::Zoned { end, .. }, EventTime::Zoned { start, .. }) => {
            end.instant() > start.instant()
        }
        _ => false,
    }
}

/// Reports that the meeting of one date is not over on that of the next. `endless` is the rule of a series whose end is not known.
fn overlap(
    at: &At<'_>,
    written: &document::Event,
    time: EventTime,
    (date, next): (NaiveDate, NaiveDate),
    endless: Option<&RecurrenceRule>,
) {
    let length = by_clock(time);
    let end = match time {
        EventTime::AllDay { .. } => (date + length - TimeDelta::days(1)).to_string(),
        EventTime::Zoned { start, .. } => (date.and_time(start.local().time()) + length)
            .format("%Y-%m-%d %H:%M")
            .to_string(),
    };
    let problem = Problem::new(
        Kind::LongerThanInterval,
        format!("the meeting of {date} lasts to {end}, and the next begins on {next}"),
    );
    let (key, help) = if written.end.is_some() {
        ("end", cure_of_end(time, endless))
    } else {
        let days = (next - date).num_days();
        let most = if time.is_all_day() {
            format!("{days}d")
        } else {
            format!("{}h", days * 24)
        };
        let further = if written.repeats.is_some() {
            "; the end of the series belongs under `until`"
        } else {
            ""
        };
        let help = format!("write `duration: {most}` or less{further}");
        ("duration", help)
    };
    at.key(key).error(problem.help(help));
}

/// Warns of a change that only makes a meeting so long that the next begins before it is over.
pub(super) fn reaches_its_neighbour(
    at: &At<'_>,
    said: &document::Change,
    after: Option<NaiveDate>,
    allowed: &BTreeSet<&'static str>,
) {
    let key = said.end.as_ref().map_or("duration", |_| "end");
    let says = "it lasts to the day of the next meeting, which Outlook cannot hold in a series: it is published as an event of its own";
    let problem = Problem::new(Kind::PastNeighbour, says);
    let help = after.map_or_else(
        || "write an earlier end".to_owned(),
        |after| format!("write an end before `{after}`"),
    );
    at.key(key).warning(problem.help(help), allowed);
}

/// The end of one meeting, and that of the series where it is not known yet.
fn cure_of_end(time: EventTime, endless: Option<&RecurrenceRule>) -> String {
    const NO_END: &str = "leave `end` out, and write";
    let (one, last) = match time {
        EventTime::AllDay { .. } if endless.is_none() => {
            return "leave `end` out, or write the last day of one meeting".to_owned();
        }
        EventTime::AllDay { .. } => (NO_END.to_owned(), time.last_date()),
        // What people write who know no end.
        EventTime::Zoned { start, end } if start.local().time() == end.local().time() => {
            if endless.is_none() {
                return "leave `end` out, or write the end of one meeting".to_owned();
            }
            (NO_END.to_owned(), end.local().date())
        }
        EventTime::Zoned { start, end } => {
            let (first, time, date) = (start.local(), end.local().time(), end.local().date());
            let (end, last) = if time > first.time() {
                (format!("\"{}\"", time.format("%H:%M")), date)
            } else {
                let next = first.date() + TimeDelta::days(1);
                let end = next.and_time(time).format("%Y-%m-%d %H:%M");
                let before = date - TimeDelta::days(1);
                let has = |date| endless.is_some_and(|rule| rule.contains(date));
                let is_last = has(date) && !has(before);
                (end.to_string(), if is_last { date } else { before })
            };
            let one = format!("write `end: {end}`, the end of one meeting");
            if endless.is_none() {
                return one;
            }
            (format!("{one}, and"), last)
        }
    };
    format!("{one} `until: {last}`, the last day of the series")
}

/// Warns of a single meeting that lasts very long, or whose end seems to have the wrong year.
fn is_not_very_long(at: &At<'_>, key: &str, time: EventTime, allowed: &BTreeSet<&'static str>) {
    let length = by_clock(time);
    if length <= SOON {
        return;
    }
    let slip = match time {
        EventTime::AllDay { first, .. } => {
            let last = time.last_date().and_time(chrono::NaiveTime::MIN);
            in_another_year(first.and_time(chrono::NaiveTime::MIN), last)
                .map(|end| end.date().to_string())
        }
        EventTime::Zoned { start, end } => in_another_year(start.local(), end.local())
            .map(|end| end.format("%Y-%m-%d %H:%M").to_string()),
    };
    let help = match (slip, time) {
        (Some(end), _) => format!("if the year is wrong, write `{end}`"),
        (None, EventTime::AllDay { .. }) => return,
        (None, EventTime::Zoned { .. }) => format!(
            "for whole days, leave the times out: `start: {}` and `end: {}`; for several meetings, write the first, and `repeats` with `until`",
            time.first_date(),
            time.last_date()
        ),
    };
    let says = format!(
        "it lasts {} days, and hardly any single event is longer than {}",
        length.num_days(),
        SOON.num_days()
    );
    at.key(key)
        .warning(Problem::new(Kind::LongEvent, says).help(help), allowed);
}

/// Warns of the same in a change that says how long its date lasts.
pub(super) fn change_is_not_very_long(
    at: &At<'_>,
    said: &document::Change,
    time: EventTime,
    allowed: &BTreeSet<&'static str>,
) {
    let key = said.end.as_ref().map_or("duration", |_| "end");
    if said.end.is_some() || said.duration.is_some() {
        is_not_very_long(at, key, time, allowed);
    }
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
