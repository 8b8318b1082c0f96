//! Moves an event that takes place once, and cancels, postpones or restores an event as a whole.
//!
//! A move keeps the form of the start: a date stays a date, and a date with a time keeps its time unless a new one is given. It also keeps the
//! length, so an `end` moves with the start.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::super::refusal::Reason;
use super::dates::{Dates, Start};
use super::{Steps, Subject, reason, unread};
use crate::calendar::Status;
use crate::document::{Event, Step};
use crate::time::Moment;
use crate::validate;

/// Whether an event is cancelled or postponed.
fn off(event: &Event) -> Option<Status> {
    let status = validate::status(event.status.as_deref()?).ok()?;
    matches!(status, Status::Cancelled | Status::Postponed).then_some(status)
}

pub(super) fn moved(
    subject: &Subject<'_>,
    to: &str,
    why: Option<&str>,
) -> Result<Vec<Step>, Reason> {
    let (event, id) = (subject.own, subject.id());
    let written = to;
    let to = Moment::parse_move(to).map_err(|problem| unread("the new date", problem))?;
    let start = event.start.as_deref().map(Moment::parse);
    let Some(Ok(start)) = start else {
        return Err(Reason::StartUnread);
    };
    let known = Start::of(start);
    if to == Moment::ToBeConfirmed && known.is_some() {
        return postponed(subject, why);
    }
    if why.is_some() {
        return Err(Reason::ExplainedMove { id });
    }
    let has_end = event.end.is_some();
    let not_a_date = || Reason::NotAStart {
        written: written.to_owned(),
        form: to.form(),
    };
    let new = match (to, known) {
        (Moment::Date(date), Some(Start { time: None, .. })) => Moment::Date(date),
        (Moment::Time(_), Some(Start { date, time: None })) => {
            let start = format!("{date} {}", to.written());
            let start = Some(start);
            return Err(Reason::TimeOfWholeDays { id, start, has_end });
        }
        (Moment::DateTime(_), Some(Start { time: None, .. })) => {
            let start = Some(to.written());
            return Err(Reason::TimeOfWholeDays { id, start, has_end });
        }
        (Moment::Date(_) | Moment::Time(_) | Moment::DateTime(_), Some(known)) => {
            let new = known.moved_to(to).ok_or_else(not_a_date)?;
            let new = new.date.and_time(new.time.unwrap_or(NaiveTime::MIN));
            match start {
                Moment::Instant(_) => Moment::Instant(new.and_utc()),
                _ => Moment::DateTime(new),
            }
        }
        (Moment::Instant(_), Some(_)) if matches!(start, Moment::Instant(_)) => to,
        (Moment::Time(_), None) => return Err(Reason::NoDate { id }),
        (Moment::Instant(_), _) => return Err(not_a_date()),
        (Moment::Month { .. } | Moment::Year(_) | Moment::ToBeConfirmed, Some(_)) => {
            return Err(not_a_date());
        }
        (_, None) => to,
    };
    let is_off = off(event).is_some();
    if new == start {
        return Err(if is_off {
            Reason::Off { id }
        } else {
            let what = format!("the event is on {} already", start.written());
            Reason::Already { what }
        });
    }
    let mut steps = Steps::at(&[]);
    steps.moment("start", new.written());
    let end = event.end.as_deref();
    if let Some(end) = end.and_then(|end| moved_end(end, start, new)) {
        steps.moment("end", end.written());
    }
    // An event with a new date is neither cancelled nor postponed, and needs no reason.
    steps.remove_if("status", is_off);
    steps.remove_if("reason", is_off && event.reason.is_some());
    Ok(steps.steps)
}

/// Returns the new `end` for a new start, so that the length stays. Returns `None` if the end as written is that already.
pub(super) fn moved_end(written: &str, start: Moment, new: Moment) -> Option<Moment> {
    let local = |moment| match moment {
        Moment::DateTime(local) => Some(local),
        Moment::Instant(instant) => Some(instant.naive_utc()),
        Moment::Date(date) => Some(date.and_time(NaiveTime::MIN)),
        _ => None,
    };
    let (from, to) = (local(start)?, local(new)?);
    let shift = to - from;
    let end = match start {
        Moment::Date(_) => Moment::parse(written).ok()?,
        _ => Moment::parse_end(written, from).ok()?,
    };
    let shifted = |at: NaiveDateTime, by: TimeDelta| at.checked_add_signed(by);
    match end {
        Moment::Date(last) => {
            let last = last.checked_add_signed(shift)?;
            (!shift.is_zero()).then_some(Moment::Date(last))
        }
        Moment::Instant(end) => Some(Moment::Instant(end.checked_add_signed(shift)?)),
        Moment::Time(time) => {
            let end = shifted(from.date().and_time(time), shift)?;
            let is_same_day = end.date() == to.date();
            match Moment::Time(end.time()) {
                moved if is_same_day => (end.time() != time).then_some(moved),
                _ => Some(Moment::DateTime(end)),
            }
        }
        Moment::DateTime(old) => {
            let end = shifted(old, shift)?;
            // An end that needs no date any more has none.
            if old.date() != from.date() && end.date() == to.date() {
                return Some(Moment::Time(end.time()));
            }
            // `midnight` is that after the start.
            let is_right = Moment::parse_end(written, to) == Ok(Moment::DateTime(end));
            (!is_right).then_some(Moment::DateTime(end))
        }
        Moment::Month { .. } | Moment::Year(_) | Moment::ToBeConfirmed => None,
    }
}

pub(super) fn cancelled(subject: &Subject<'_>, why: Option<&str>) -> Result<Vec<Step>, Reason> {
    turned_off(subject, Status::Cancelled, "cancelled", why)
}

pub(super) fn postponed(subject: &Subject<'_>, why: Option<&str>) -> Result<Vec<Step>, Reason> {
    let start = subject.own.start.as_deref().map(Moment::parse);
    match start {
        Some(Ok(start)) if Start::of(start).is_none() => Err(Reason::NoDate { id: subject.id() }),
        _ => turned_off(subject, Status::Postponed, "postponed", why),
    }
}

fn turned_off(
    subject: &Subject<'_>,
    status: Status,
    word: &'static str,
    why: Option<&str>,
) -> Result<Vec<Step>, Reason> {
    let why = why.map(reason).transpose()?;
    let mut steps = Steps::at(&[]);
    if off(subject.own) != Some(status) {
        steps.text("status", word);
    }
    let current = subject.own.reason.as_deref().map(str::trim);
    if let Some(why) = why.filter(|why| current != Some(why)) {
        steps.text("reason", &why);
    }
    steps.done(&format!("the event is {word} already"))
}

pub(super) fn restored(subject: &Subject<'_>, dates: &Dates<'_>) -> Result<Vec<Step>, Reason> {
    if off(subject.own).is_none() {
        return Err(Reason::NotOff {
            id: subject.id(),
            changed: dates.changed(),
        });
    }
    let mut steps = Steps::at(&[]);
    steps.remove_if("status", true);
    steps.remove_if("reason", subject.own.reason.is_some());
    Ok(steps.steps)
}
