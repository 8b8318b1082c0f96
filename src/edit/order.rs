//! Where a new event is added: in which file, and between which events.
//!
//! Most files have their events in the order of their starts, the newest first or last. A new event keeps that order. Series are apart from it:
//! a new series is added after the last series.

use std::cmp::{Ordering, Reverse};

use chrono::{Datelike, NaiveDate};

use super::beside::File;
use crate::document::{Document, Event};
use crate::time::Moment;

/// Returns the day on which an event begins, as far as it is known: the last day of the month or year.
fn day(start: &str) -> Option<NaiveDate> {
    let last_of = |year, month| {
        let next = match month {
            12 => NaiveDate::from_ymd_opt(year + 1, 1, 1),
            month => NaiveDate::from_ymd_opt(year, month + 1, 1),
        };
        next?.pred_opt()
    };
    match Moment::parse(start).ok()? {
        Moment::Date(date) => Some(date),
        Moment::DateTime(local) => Some(local.date()),
        Moment::Instant(instant) => Some(instant.date_naive()),
        Moment::Month { year, month } => last_of(year, month),
        Moment::Year(year) => last_of(year, 12),
        Moment::Time(_) | Moment::ToBeConfirmed => None,
    }
}

/// Returns the year of a start.
pub(super) fn year(event: &Event) -> Option<i32> {
    if event.repeats.is_some() {
        return None;
    }
    day(event.start.as_deref()?).map(|day| day.year())
}

/// Returns the index of the event before which a new one is added.
pub(super) fn index(document: &Document, new: &Event) -> usize {
    let events = &document.events;
    if new.repeats.is_some() {
        let last = events.iter().rposition(|event| event.repeats.is_some());
        return last.map_or(events.len(), |last| last + 1);
    }
    let single = events.iter().enumerate();
    let single = single.filter(|(_, event)| event.repeats.is_none());
    let days: Vec<(usize, NaiveDate)> = single
        .filter_map(|(index, event)| Some((index, day(event.start.as_deref()?)?)))
        .collect();
    let pairs = days.iter().zip(days.iter().skip(1));
    let balance: i64 = pairs
        .map(|((_, one), (_, next))| match one.cmp(next) {
            Ordering::Less => 1,
            Ordering::Equal => 0,
            Ordering::Greater => -1,
        })
        .sum();
    let Some(new) = new.start.as_deref().and_then(day) else {
        // Nothing is known of it, so it is beyond the newest.
        let first = days.first().map_or(0, |(index, _)| *index);
        return if balance < 0 { first } else { events.len() };
    };
    if balance < 0 {
        let older = days.iter().find(|(_, day)| *day <= new);
        return older.map_or(events.len(), |(index, _)| *index);
    }
    let newer = days.iter().rfind(|(_, day)| *day <= new);
    match newer {
        Some((index, _)) => index + 1,
        None => days.first().map_or(events.len(), |(index, _)| *index),
    }
}

/// Returns the index of the file to which an event is added: the one with the newest event of its group, or else the one that has the group, or
/// else the events file.
pub(super) fn file(files: &[File], new: &Event) -> usize {
    let wanted: Vec<&String> = groups(new.group.as_ref(), new.groups.as_ref()).collect();
    let newest = |file: &File| {
        let document = file.document();
        let defaults = document.defaults.as_ref();
        let has_group = |event: &&Event| {
            let mut own = groups(event.group.as_ref(), event.groups.as_ref()).peekable();
            let by_default = defaults
                .filter(|_| own.peek().is_none())
                .map(|defaults| groups(defaults.group.as_ref(), defaults.groups.as_ref()));
            own.chain(by_default.into_iter().flatten())
                .any(|group| wanted.contains(&group))
        };
        let of_group = document.events.iter().filter(has_group);
        of_group
            .map(|event| event.start.as_deref().and_then(day))
            .max()
    };
    let newest = files.iter().map(newest).enumerate();
    let newest = newest.filter_map(|(index, day)| Some((day?, Reverse(index))));
    let has_group = |file: &File| {
        let mut groups = file.document().groups.iter();
        groups.any(|(id, _)| wanted.iter().any(|wanted| *wanted == id))
    };
    match newest.max() {
        Some((_, Reverse(index))) => index,
        None => files.iter().position(has_group).unwrap_or_default(),
    }
}

/// The groups of an event, or of defaults.
fn groups<'a>(
    one: Option<&'a String>,
    several: Option<&'a Vec<String>>,
) -> impl Iterator<Item = &'a String> {
    one.into_iter().chain(several.into_iter().flatten())
}
