//! When an event takes place: its start, its end, its rule.
//!
//! In: `start`, `end`, `duration`, `timezone`, `repeats`, `until`, `count`. Out: a time with its rule, or what is known of
//! it. Guaranteed: the start is a date of the rule (RFC 5545 §3.8.5.3: "The DTSTART property value SHOULD be synchronized
//! with the recurrence rule"), and what is written happens once. Absent: `also` and `changes`.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::length;
use super::sink::At;
use crate::diagnostic::{Edit, Kind, Problem};
use crate::document;
use crate::recurrence::{End, RecurrenceRule, Repeats};
use crate::span::YEARS;
use crate::time::{Approximate, EventTime, Moment, ZonedTime, with_keys};
use crate::value::Length;
use crate::visible::shown;
use crate::zone::{Local, Zone};

/// When an event starts. In the place of what is wrong, and reported, stands what lets the rest be compared; it is never published.
pub(super) enum Start {
    Known(EventTime, Dates),
    Approximate(Approximate),
}

/// On which dates an event takes place.
#[derive(Clone, Copy)]
pub(super) enum Dates {
    Once,
    Series(RecurrenceRule),
    /// The rule is wrong, and reported; with the dates that it gives at most, where those are known.
    Wrong(Option<RecurrenceRule>),
}

/// Reads when an event takes place.
pub(super) fn start(
    at: &At<'_>,
    written: &document::Event,
    home: Zone,
    allowed: &BTreeSet<&'static str>,
) -> Option<Start> {
    let zone = match written.timezone.as_ref() {
        Some(name) => at.key("timezone").check(super::zone(name)),
        None => Some(home),
    };
    let has = |name: &str| match name {
        "format" => written.format.is_some(),
        _ => written.end.is_some() || written.duration.is_some(),
    };
    let moment = at.required(
        "start",
        written.start.as_ref(),
        "2026-03-26 11:00",
        |text| Moment::parse(text).map_err(|problem| with_keys(problem, "start", has)),
    );
    let first = match moment {
        None => None,
        Some(Moment::DateTime(local)) => timed(at, written, zone, local, allowed),
        Some(Moment::Date(date)) => all_day(at, written, date),
        Some(Moment::Month { year, month }) => {
            needs_date(at, written);
            return Some(Start::Approximate(Approximate::Month { year, month }));
        }
        Some(Moment::Year(year)) => {
            needs_date(at, written);
            return Some(Start::Approximate(Approximate::Year(year)));
        }
        Some(Moment::ToBeConfirmed) => {
            needs_date(at, written);
            return Some(Start::Approximate(Approximate::ToBeConfirmed));
        }
        Some(moment @ (Moment::Time(_) | Moment::Instant(_))) => {
            let says = format!("{}, where a date is meant", moment.form());
            let problem = Problem::new(Kind::BadDate, says);
            at.key("start").error(match (moment, zone) {
                (Moment::Instant(instant), Some(zone)) => {
                    let local = zone.to_local(instant).format("%Y-%m-%d %H:%M");
                    problem.help(format!("write `{local}`, the time in {zone}"))
                }
                (Moment::Instant(_), None) => {
                    problem.help("write the local time, such as `2026-03-26 11:00`")
                }
                _ => problem.help("write the date in front of the time: `2026-03-26 11:00`"),
            });
            None
        }
    };
    let Some(first) = first else {
        without_start(at, written);
        return None;
    };
    let dates = dates(at, written, first.first_date());
    if written.repeats.is_none() {
        let key = written.end.as_ref().map_or("duration", |_| "end");
        length::is_not_very_long(at, key, first, allowed);
    }
    let dates = length::no_meeting_reaches_the_next(at, written, first, dates);
    Some(Start::Known(first, dates))
}

/// What can be said of the other values where the start cannot be read.
fn without_start(at: &At<'_>, written: &document::Event) {
    one_end(at, written.end.is_some(), written.duration.is_some());
    at.read("end", written.end.as_ref(), Moment::parse_time);
    at.read("duration", written.duration.as_ref(), Length::parse);
    at.read("repeats", written.repeats.as_ref(), Repeats::parse);
    end_of_series(at, written);
    needs_repeats(at, written);
}

/// A date that is not known cannot be repeated, moved or ended.
fn needs_date(at: &At<'_>, written: &document::Event) {
    let present = [
        ("end", written.end.is_some()),
        ("duration", written.duration.is_some()),
        ("timezone", written.timezone.is_some()),
        ("repeats", written.repeats.is_some()),
        ("until", written.until.is_some()),
        ("count", written.count.is_some()),
        ("also", !written.also.is_empty()),
        ("changes", !written.changes.is_empty()),
    ];
    for (name, _) in present.iter().filter(|(_, present)| *present) {
        at.key(name).key_error(
            Problem::new(
                Kind::NeedsDate,
                format!("`{name}` needs a `start` whose date is known"),
            )
            .help("write the date under `start`, or remove this until it is known"),
        );
    }
}

fn timed(
    at: &At<'_>,
    written: &document::Event,
    zone: Option<Zone>,
    local: NaiveDateTime,
    allowed: &BTreeSet<&'static str>,
) -> Option<EventTime> {
    let start = zone.and_then(|zone| at.key("start").check(ZonedTime::new(zone, local)));
    // In UTC no clock changes: nothing more is said of one.
    let start = start.or_else(|| ZonedTime::new(Zone::UTC, local).ok())?;
    one_end(at, written.end.is_some(), written.duration.is_some());
    let hour = Length::Minutes(60);
    let time = match (written.end.as_ref(), written.duration.as_ref()) {
        (None, None) => {
            let time = at.key("start").check(lasting(start, hour))?;
            let end = start.local() + TimeDelta::hours(1);
            let form = if end.date() == start.local().date() {
                "\"%H:%M\""
            } else {
                "%Y-%m-%d %H:%M"
            };
            at.key("start").warning(
                Problem::new(
                    Kind::NoEnd,
                    "it does not say when it ends: it is published with one hour",
                )
                .help(format!("add its end, such as `end: {}`", end.format(form))),
                allowed,
            );
            Some(time)
        }
        (Some(end), duration) => {
            at.read("duration", duration, Length::parse);
            at.key("end").check(until_end(start, end))
        }
        (None, Some(length)) => at
            .key("duration")
            .check(Length::parse(length).and_then(|length| lasting(start, length))),
    };
    time.or_else(|| lasting(start, Length::Minutes(1)).ok())
}

/// Returns the time from `start` to an `end` as it is written.
pub(super) fn until_end(start: ZonedTime, end: &str) -> Result<EventTime, Problem> {
    let local = match Moment::parse_end(end, start.local().date())? {
        Moment::Time(time) => start.local().date().and_time(time),
        Moment::DateTime(local) => local,
        moment => {
            let says = format!(
                "`{end}` is {}, where the start has a time of day",
                moment.form()
            );
            let problem = Problem::new(Kind::MixedStartAndEnd, says);
            return Err(match moment {
                Moment::ToBeConfirmed => {
                    problem.help("remove `end` until it is known: until then an hour is published")
                }
                Moment::Date(date) => {
                    problem.help(format!("add the time of day, such as `{date} 12:00`"))
                }
                Moment::Instant(instant) => problem.help(format!(
                    "write `{}`, the time in {}",
                    start.zone().to_local(instant).format("%Y-%m-%d %H:%M"),
                    start.zone()
                )),
                _ => problem
                    .help("write the time at which it ends, such as `12:00` or `2026-03-27 12:00`"),
            });
        }
    };
    let end = ZonedTime::new(start.zone(), local)
        .map_err(|problem| with_lengths(problem, start, local))?;
    EventTime::zoned(start, end)
}

/// Adds how long the event would last, if the clocks show its end twice.
fn with_lengths(problem: Problem, start: ZonedTime, end: NaiveDateTime) -> Problem {
    let Local::Fold { first, second, .. } = start.zone().resolve(end) else {
        return problem;
    };
    [first, second].into_iter().fold(problem, |problem, end| {
        let minutes = (end - start.instant()).num_minutes();
        let length = match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes}m"),
            (hours, 0) => format!("{hours}h"),
            (hours, minutes) => format!("{hours}h{minutes}m"),
        };
        problem.guess(Edit::Entry(format!("duration: {length}")))
    })
}

/// Returns the time of `length` from `start`.
pub(super) fn lasting(start: ZonedTime, length: Length) -> Result<EventTime, Problem> {
    match length {
        Length::Minutes(minutes) => {
            let end = ZonedTime::at(
                start.zone(),
                start.instant() + TimeDelta::minutes(minutes.into()),
            );
            EventTime::zoned(start, end)
        }
        Length::Days(_) => Err(Problem::new(
            Kind::BadLength,
            "days, where the start has a time of day",
        )
        .help("write hours and minutes such as `1h30m`, or an `end`")),
    }
}

fn all_day(at: &At<'_>, written: &document::Event, first: NaiveDate) -> Option<EventTime> {
    one_end(at, written.end.is_some(), written.duration.is_some());
    let time = match (written.end.as_ref(), written.duration.as_ref()) {
        (None, None) => at.key("start").check(EventTime::all_day(first, first)),
        (Some(end), duration) => {
            at.read("duration", duration, Length::parse);
            at.key("end").check(until_last_day(first, end))
        }
        (None, Some(length)) => at.key("duration").check(days_lasting(first, length)),
    };
    time.or_else(|| EventTime::all_day(first, first).ok())
}

/// Returns the days from `first` to a last one as it is written.
pub(super) fn until_last_day(first: NaiveDate, end: &str) -> Result<EventTime, Problem> {
    match Moment::parse(end)? {
        Moment::Date(last) => EventTime::all_day(first, last),
        moment => Err(Problem::new(
            Kind::MixedStartAndEnd,
            format!(
                "`{end}` is {}, where the start is a date without a time",
                moment.form()
            ),
        )
        .help(format!(
            "write the last day, such as `{first}`, or give the start a time of day"
        ))),
    }
}

/// Returns so many days from `first`.
pub(super) fn days_lasting(first: NaiveDate, length: &str) -> Result<EventTime, Problem> {
    match Length::parse(length)? {
        Length::Days(days) => EventTime::all_day(first, first + Days::new(u64::from(days) - 1)),
        Length::Minutes(_) => Err(Problem::new(
            Kind::BadLength,
            "hours, where the start is a date without a time",
        )
        .help("write days such as `2d`, or give the start a time of day")),
    }
}

pub(super) fn one_end(at: &At<'_>, end: bool, duration: bool) {
    if end && duration {
        at.key("duration").key_error(
            Problem::new(
                Kind::EndAndDuration,
                "`end` and `duration` both say when it ends",
            )
            .help("keep one of the two"),
        );
    }
}

/// Reads the rule, and where it ends.
fn dates(at: &At<'_>, written: &document::Event, date: NaiveDate) -> Dates {
    let Some(repeats) = written.repeats.as_ref() else {
        needs_repeats(at, written);
        return Dates::Once;
    };
    let end =
        end_of_series(at, written).filter(|end| at.key("until").check(end.fits(date)).is_some());
    let found = Repeats::parse_from(repeats, date)
        .and_then(|repeats| Ok((repeats.pattern(date)?, repeats.interval())));
    let Some((pattern, interval)) = at.key("repeats").check(found) else {
        return Dates::Wrong(None);
    };
    let rule = RecurrenceRule::new(pattern, interval, date, End::Never);
    let Some(endless) = at.key("start").check(rule) else {
        return Dates::Wrong((interval == 1).then(|| RecurrenceRule::around(pattern, date)));
    };
    match end.map(|end| (end, RecurrenceRule::new(pattern, interval, date, end))) {
        Some((end, Ok(rule))) if ends_in_time(at, &rule, end) => Dates::Series(rule),
        _ => Dates::Wrong(Some(endless)),
    }
}

/// Without a rule there is nothing that ends.
fn needs_repeats(at: &At<'_>, written: &document::Event) {
    let ends = [
        ("until", written.until.is_some()),
        ("count", written.count.is_some()),
    ];
    for (name, present) in ends {
        if present && written.repeats.is_none() {
            at.key(name).key_error(
                Problem::new(
                    Kind::NeedsRepeats,
                    format!("`{name}` ends a series, and this event does not repeat"),
                )
                .help("add `repeats`, or remove this"),
            );
        }
    }
}

/// Reads how many dates a series has.
fn count(written: &str) -> Result<u32, Problem> {
    match written.trim().parse() {
        Ok(0) => Err(Problem::new(Kind::EmptySeries, "a series of no dates")
            .help("write how many dates it has, 1 or more")),
        Ok(count) => Ok(count),
        Err(_) if written.trim().is_empty() => {
            Err(Problem::new(Kind::EmptyValue, "nothing is written here")
                .help("write how many dates the series has, or remove the key"))
        }
        Err(_) => Err(Problem::new(
            Kind::WrongType,
            format!("`{}`, where a whole number is meant", shown(written)),
        )
        .help("write how many dates the series has, such as `12`")),
    }
}

/// Time zones are known to 2099, and so are dates in this file.
fn ends_in_time(at: &At<'_>, rule: &RecurrenceRule, end: End) -> bool {
    let last_year = rule.last().map_or(i32::MAX, |last| last.year());
    let is_late = matches!(end, End::Count(_)) && last_year > *YEARS.end();
    if is_late {
        at.key("count").error(
            Problem::new(Kind::BadDate, "so many dates go past the year 2099")
                .help("write fewer, or leave `count` out: the series then has no end"),
        );
    }
    !is_late
}

fn end_of_series(at: &At<'_>, written: &document::Event) -> Option<End> {
    let until = written.until.as_ref().map(|text| {
        at.key("until")
            .check(Moment::parse(text).and_then(|moment| {
                match moment {
                    Moment::Date(date) => Ok(date),
                    moment => Err(Problem::new(
                        Kind::BadDate,
                        format!("`{text}` is {}, where the last day is meant", moment.form()),
                    )
                    .help("write a date such as `2026-12-31`: that day still counts")),
                }
            }))
    });
    let count = written
        .count
        .as_ref()
        .map(|text| at.key("count").check(count(text)));
    match (until, count) {
        (None, None) => Some(End::Never),
        (Some(until), None) => until.map(End::Until),
        (None, Some(count)) => count.map(End::Count),
        (Some(_), Some(_)) => {
            // RFC 5545 §3.3.10: "UNTIL or COUNT … MUST NOT occur in the same 'recur'".
            at.key("count").key_error(
                Problem::new(
                    Kind::UntilAndCount,
                    "`until` and `count` both say where the series ends",
                )
                .help("keep one of the two"),
            );
            None
        }
    }
}
