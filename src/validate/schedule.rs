//! Reads when an event takes place: its start, its end and its rule.
//!
//! It reads `start`, `end`, `duration`, `timezone`, `repeats`, `until` and `count`; `also` and `changes` come later. The start must be a
//! date of the rule (RFC 5545 §3.8.5.3: "The DTSTART property value SHOULD be synchronized with the recurrence rule"), and each time that
//! is written must exist exactly once.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};

use super::length;
use super::reporter::{At, template};
use crate::diagnostic::{Edit, Problem, ScheduleFinding, When};
use crate::document;
use crate::recurrence::{self, End, RecurrenceRule, SeriesKeys};
use crate::span::YEARS;
use crate::time::{Approximate, EventTime, Moment, ZonedTime, with_keys};
use crate::value::Length;
use crate::zone::{Local, Zone};

/// When an event starts. An invalid value is reported and replaced by a valid one, so that the rest can be checked. Such an event is never
/// published.
pub(super) enum Start {
    Known(EventTime, Dates),
    Approximate(Approximate),
}

/// On which dates an event takes place.
#[derive(Clone, Copy)]
pub(super) enum Dates {
    Once,
    Series(RecurrenceRule),
    /// The rule is invalid, which has been reported. The rule here, if any, has at least all dates that the event could have.
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
        Some(name) => at.key("timezone").parse(name, super::zone),
        None => Some(home),
    };
    let has = |name: &str| match name {
        "format" => written.format.is_some(),
        _ => written.end.is_some() || written.duration.is_some(),
    };
    let moment = at.required(
        "start",
        written.start.as_ref(),
        || template("start", "<date>"),
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
            let form = moment.form();
            let problem = Problem::from(ScheduleFinding::StartNotDate { form });
            at.key("start").error(match (moment, zone) {
                (Moment::Instant(instant), Some(zone)) => problem.guess(Edit::Value(
                    When::Minute(zone.to_local(instant)).to_string(),
                )),
                (Moment::Time(time), _) => {
                    problem.template(Edit::Value(format!("<date> {}", time.format("%H:%M"))))
                }
                _ => ScheduleFinding::StartInUtc.into(),
            });
            None
        }
    };
    let Some(first) = first else {
        without_start(at, written);
        return None;
    };
    let dates = dates(at, written, first.first_date());
    let dates = length::no_meeting_reaches_the_next(at, written, first, dates);
    Some(Start::Known(first, dates))
}

/// Checks the other values as far as that is possible without a valid start.
fn without_start(at: &At<'_>, written: &document::Event) {
    one_end(at, written.end.is_some(), written.duration.is_some());
    at.read("end", written.end.as_ref(), Moment::parse_time);
    at.read("duration", written.duration.as_ref(), Length::parse);
    at.read("repeats", written.repeats.as_ref(), recurrence::check);
    end_of_series(at, written);
    needs_repeats(at, written);
}

/// Reports keys that need a date: without one, an event cannot end, repeat or move.
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
        at.key(name)
            .key_error(ScheduleFinding::NeedsDate { key: name }.into());
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
    // UTC has no clock changes, so no second error follows.
    let start = start.or_else(|| ZonedTime::new(Zone::UTC, local).ok())?;
    one_end(at, written.end.is_some(), written.duration.is_some());
    let hour = Length::Minutes(60);
    let time = match (written.end.as_ref(), written.duration.as_ref()) {
        (None, None) => {
            let time = at.key("start").check(lasting(start, hour))?;
            let end = start.local() + TimeDelta::hours(1);
            let form = if end.date() == start.local().date() {
                "%H:%M"
            } else {
                "%Y-%m-%d %H:%M"
            };
            let end = format!("\"{}\"", end.format(form));
            let problem = Problem::from(ScheduleFinding::NoEnd);
            let problem = problem.guess(Edit::AddAfter("end".to_owned(), end));
            at.key("start").warning(problem, allowed);
            Some(time)
        }
        (Some(end), duration) => {
            at.read("duration", duration, Length::parse);
            at.key("end").parse(end, |end| until_end(start, end))
        }
        (None, Some(length)) => at
            .key("duration")
            .parse(length, |length| lasting(start, Length::parse(length)?)),
    };
    time.or_else(|| lasting(start, Length::Minutes(1)).ok())
}

/// Returns the time from `start` to an `end` as written in the file.
pub(super) fn until_end(start: ZonedTime, end: &str) -> Result<EventTime, Problem> {
    let local = match Moment::parse_end(end, start.local())? {
        Moment::Time(time) => start.local().date().and_time(time),
        Moment::DateTime(local) => local,
        Moment::ToBeConfirmed => return Err(ScheduleFinding::EndNotKnown.into()),
        moment => {
            let (written, form) = (end.into(), moment.form());
            let problem = Problem::from(ScheduleFinding::EndNotTime { written, form });
            return Err(match moment {
                Moment::Date(date) => problem.template(Edit::Value(format!("{date} <time>"))),
                Moment::Instant(instant) => {
                    let local = When::Minute(start.zone().to_local(instant));
                    problem.guess(Edit::Value(local.to_string()))
                }
                _ => problem.template(Edit::Value("<time>".to_owned())),
            });
        }
    };
    let end = ZonedTime::new(start.zone(), local)
        .map_err(|problem| with_lengths(problem, start, local))?;
    EventTime::zoned(start, end)
}

/// Adds fixes for an end that the clocks show twice: the two possible durations.
fn with_lengths(problem: Problem, start: ZonedTime, end: NaiveDateTime) -> Problem {
    let Local::Fold { first, second, .. } = start.zone().resolve(end) else {
        return problem;
    };
    // The durations come first, because they keep the end that was written.
    [second, first].into_iter().fold(problem, |problem, end| {
        let minutes = (end - start.instant()).num_minutes();
        let length = match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes}m"),
            (hours, 0) => format!("{hours}h"),
            (hours, minutes) => format!("{hours}h{minutes}m"),
        };
        problem.guess_first(Edit::Entry(format!("duration: {length}")))
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
        Length::Days(_) => Err(ScheduleFinding::LengthInDays.into()),
    }
}

fn all_day(at: &At<'_>, written: &document::Event, first: NaiveDate) -> Option<EventTime> {
    one_end(at, written.end.is_some(), written.duration.is_some());
    let time = match (written.end.as_ref(), written.duration.as_ref()) {
        (None, None) => at.key("start").check(EventTime::all_day(first, first)),
        (Some(end), duration) => {
            at.read("duration", duration, Length::parse);
            at.key("end").parse(end, |end| until_last_day(first, end))
        }
        (None, Some(length)) => at
            .key("duration")
            .parse(length, |length| days_lasting(first, length)),
    };
    time.or_else(|| EventTime::all_day(first, first).ok())
}

/// Returns the days from `first` to a last day as written in the file.
pub(super) fn until_last_day(first: NaiveDate, end: &str) -> Result<EventTime, Problem> {
    match Moment::parse(end)? {
        Moment::Date(last) => EventTime::all_day(first, last),
        moment => {
            let (written, form) = (end.into(), moment.form());
            Err(ScheduleFinding::EndNotDate {
                written,
                form,
                first,
            }
            .into())
        }
    }
}

/// Returns the days from `first` for a length as written in the file.
pub(super) fn days_lasting(first: NaiveDate, length: &str) -> Result<EventTime, Problem> {
    match Length::parse(length)? {
        Length::Days(days) => EventTime::all_day(first, first + Days::new(u64::from(days) - 1)),
        Length::Minutes(_) => Err(ScheduleFinding::LengthInHours.into()),
    }
}

pub(super) fn one_end(at: &At<'_>, end: bool, duration: bool) {
    if end && duration {
        at.key("duration")
            .key_error(ScheduleFinding::EndAndDuration.into());
    }
}

/// Reads the rule and its end.
fn dates(at: &At<'_>, written: &document::Event, date: NaiveDate) -> Dates {
    let Some(repeats) = written.repeats.as_ref() else {
        needs_repeats(at, written);
        return Dates::Once;
    };
    let end =
        end_of_series(at, written).filter(|end| at.key("until").check(end.fits(date)).is_some());
    let keys = SeriesKeys {
        start: date,
        start_text: written.start.as_deref().unwrap_or_default(),
        end,
        also: &written.also,
    };
    let found = at
        .key("repeats")
        .parse(repeats, |repeats| recurrence::read(repeats, &keys));
    let Some((pattern, interval)) = found else {
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

/// Reports `until` and `count` without a rule.
fn needs_repeats(at: &At<'_>, written: &document::Event) {
    let ends = [
        ("until", written.until.is_some()),
        ("count", written.count.is_some()),
    ];
    for (name, present) in ends {
        if present && written.repeats.is_none() {
            at.key(name)
                .key_error(ScheduleFinding::NeedsRepeats { key: name }.into());
        }
    }
}

/// Reads the number of dates of a series.
fn count(written: &str) -> Result<u32, Problem> {
    match written.trim().parse() {
        Ok(0) => Err(ScheduleFinding::NoDates.into()),
        Ok(count) => Ok(count),
        Err(_) if written.trim().is_empty() => Err(ScheduleFinding::NoCount.into()),
        Err(_) => {
            let written = written.into();
            Err(ScheduleFinding::CountNotNumber { written }.into())
        }
    }
}

/// Reports a series whose count reaches beyond the years that a file may name.
fn ends_in_time(at: &At<'_>, rule: &RecurrenceRule, end: End) -> bool {
    let last_year = rule.last().map_or(i32::MAX, |last| last.year());
    let is_late = matches!(end, End::Count(_)) && last_year > *YEARS.end();
    if is_late {
        let year = *YEARS.end();
        at.key("count")
            .error(ScheduleFinding::CountGoesTooFar { year }.into());
    }
    !is_late
}

fn end_of_series(at: &At<'_>, written: &document::Event) -> Option<End> {
    let until = written
        .until
        .as_ref()
        .map(|text| at.key("until").parse(text, until));
    let count = written
        .count
        .as_ref()
        .map(|text| at.key("count").parse(text, count));
    match (until, count) {
        (None, None) => Some(End::Never),
        (Some(until), None) => until.map(End::Until),
        (None, Some(count)) => count.map(End::Count),
        (Some(_), Some(_)) => {
            // RFC 5545 §3.3.10: "UNTIL or COUNT … MUST NOT occur in the same 'recur'".
            at.key("count")
                .key_error(ScheduleFinding::UntilAndCount.into());
            None
        }
    }
}

/// Reads the last day of a series.
fn until(written: &str) -> Result<NaiveDate, Problem> {
    let moment = Moment::parse(written)?;
    let (written, form) = (written.into(), moment.form());
    let last_day = match moment {
        Moment::Date(date) => return Ok(date),
        Moment::Month { year, month } => last_day(year, month),
        Moment::Year(year) => last_day(year, 12),
        Moment::DateTime(local) => local.date(),
        Moment::Time(_) | Moment::Instant(_) | Moment::ToBeConfirmed => {
            return Err(ScheduleFinding::UntilNotDate { written, form }.into());
        }
    };
    let problem = Problem::from(ScheduleFinding::UntilWithoutDay { written, form });
    Err(problem.guess(Edit::Value(last_day.to_string())))
}

fn last_day(year: i32, month: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    first + Months::new(1) - Days::new(1)
}
