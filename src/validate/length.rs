//! How long an event lasts, against what people mean.
//!
//! In: its time and its dates. Out: an error where a meeting of a series is not over when the next begins, and a warning about a single one that lasts longer
//! than two weeks with times. Guaranteed: the cure names the date that was probably meant. Absent: lengths that are no length, see [`super::schedule`].

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::schedule::Dates;
use super::sink::At;
use crate::diagnostic::{Kind, Problem};
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
        EventTime::AllDay { .. } => (date + length - TimeDelta::days(1)).to_string(),
        EventTime::Zoned { start, .. } => (date.and_time(start.local().time()) + length)
            .format("%Y-%m-%d %H:%M")
            .to_string(),
    };
    let problem = Problem::new(
        Kind::LongerThanInterval,
        format!("the meeting of {date} lasts to {end}, and the next begins on {next}"),
    );
    let is_ended = written.until.is_some() || written.count.is_some();
    let (key, help) = if written.end.is_some() {
        ("end", cure_of_end(time, is_ended))
    } else {
        let days = (next - date).num_days();
        let most = if time.is_all_day() {
            format!("{days}d")
        } else {
            format!("{}h", days * 24)
        };
        let help = format!(
            "write `duration: {most}` or less; the end of the series belongs under `until`"
        );
        ("duration", help)
    };
    at.key(key).error(problem.help(help));
    Dates::Wrong(Some(rule))
}

/// The end of one meeting, and that of the series where it is not known yet.
fn cure_of_end(time: EventTime, is_ended: bool) -> String {
    let (one, last) = match time {
        EventTime::AllDay { .. } if is_ended => {
            return "leave `end` out, or write the last day of one meeting".to_owned();
        }
        EventTime::AllDay { .. } => ("leave `end` out, and write".to_owned(), time.last_date()),
        EventTime::Zoned { start, end } => {
            let (first, time, date) = (start.local(), end.local().time(), end.local().date());
            let (end, last) = if time > first.time() {
                (format!("\"{}\"", time.format("%H:%M")), date)
            } else {
                let next = first.date() + TimeDelta::days(1);
                let end = next.and_time(time).format("%Y-%m-%d %H:%M");
                (end.to_string(), date - TimeDelta::days(1))
            };
            let one = format!("write `end: {end}`, the end of one meeting");
            if is_ended {
                return one;
            }
            (format!("{one}, and"), last)
        }
    };
    format!("{one} `until: {last}`, the last day of the series")
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
