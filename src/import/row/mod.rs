//! Makes one series of single meetings that follow a rule, as exports of Meetup have them.
//!
//! Only meetings with the same title, length, zone and place are joined, and only if a short rule gives nearly all of their dates: `fit` finds
//! it. A meeting that is off the rule becomes a move, and a date without a meeting is skipped. What else differs becomes a change.

mod fit;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use self::fit::Fit;
use super::account::{Ledger, Outcome};
use super::entry::{Change, Details, Entry, Repeats, State};
use crate::time::Moment;
use crate::zone::{Local, Zone};

/// The fewest meetings of a row.
const FEWEST: usize = 4;

/// What the meetings of a row have in common: the title, the length, the zone, whether they take whole days, and the place.
type Likeness = (
    String,
    Option<TimeDelta>,
    Option<Zone>,
    bool,
    Option<String>,
);

/// Joins rows of single meetings, and leaves all other entries as they are. All entries are from one source.
pub(super) fn joined(entries: Vec<Entry>, ledger: &mut Ledger) -> Vec<Entry> {
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    let mut known: HashMap<Likeness, usize> = HashMap::new();
    let mut rest = Vec::new();
    for entry in entries {
        let Some(likeness) = likeness(&entry) else {
            rest.push(entry);
            continue;
        };
        let index = *known.entry(likeness).or_insert(rows.len());
        match rows.get_mut(index) {
            Some(row) => row.push(entry),
            None => rows.push(vec![entry]),
        }
    }
    for row in rows {
        match of_row(row, ledger) {
            Ok(entry) => rest.push(entry),
            Err(row) => rest.extend(row),
        }
    }
    rest.sort_by_key(|entry| (entry.source, entry.line));
    rest
}

/// Returns what the meetings of a row have in common; `None` of an entry that takes place more than once, or has no date.
fn likeness(entry: &Entry) -> Option<Likeness> {
    let is_single = entry.repeats.is_none() && entry.also.is_empty() && entry.changes.is_empty();
    start(entry).filter(|_| is_single)?;
    let details = &entry.details;
    Some((
        details.title.to_lowercase(),
        entry.length,
        entry.zone,
        matches!(entry.start, Moment::Date(_)),
        details.location.clone(),
    ))
}

fn start(entry: &Entry) -> Option<NaiveDateTime> {
    match entry.start {
        Moment::Date(date) => Some(date.into()),
        Moment::DateTime(local) => Some(local),
        _ => None,
    }
}

/// Joins the meetings of a row, if there is a rule for them.
fn of_row(mut row: Vec<Entry>, ledger: &mut Ledger) -> Result<Entry, Vec<Entry>> {
    if row.len() < FEWEST {
        return Err(row);
    }
    row.sort_by_key(start);
    let starts: Vec<NaiveDateTime> = row.iter().filter_map(start).collect();
    let time = usual(starts.iter().map(NaiveDateTime::time)).unwrap_or_default();
    let zone = row.first().and_then(|first| first.zone);
    let found = fit::fit(&starts, time).filter(|fit| exists(fit, time, zone));
    let Some(fit) = found else { return Err(row) };
    let entry = series(&row, &fit, time);
    let Some(entry) = entry else { return Err(row) };
    for meeting in &row {
        ledger.note(meeting.line, Outcome::Rewritten("a date of one series"));
    }
    ledger.note(entry.line, Outcome::Kept);
    let remark = format!(
        "{} single events with this title follow a rule, so they are one series now, with the UID of the first",
        starts.len()
    );
    ledger.remark(entry.line, &entry.details.title, remark);
    Ok(entry)
}

/// Whether the clocks show the start of each date exactly once.
fn exists(fit: &Fit, time: NaiveTime, zone: Option<Zone>) -> bool {
    let Some(zone) = zone else { return true };
    let last = fit.keys.last().copied().unwrap_or_default();
    let dates = fit.rule.dates_from(fit.rule.start());
    let mut dates = dates.take_while(|date| *date <= last);
    dates.all(|date| matches!(zone.resolve(date.and_time(time)), Local::Once(_)))
}

/// Returns the series of the meetings of a row.
fn series(row: &[Entry], fit: &Fit, time: NaiveTime) -> Option<Entry> {
    let first = row.first()?;
    let last = *fit.keys.last()?;
    let details = usual_details(row)?;
    let mut changes: BTreeMap<_, Change> = BTreeMap::new();
    let dates = fit.rule.dates_from(fit.rule.start());
    for date in dates.take_while(|date| *date <= last) {
        let skipped = Change {
            line: first.line,
            is_skipped: true,
            ..Change::default()
        };
        changes.insert(date, skipped);
    }
    let status = State::Confirmed;
    for (entry, key) in row.iter().zip(&fit.keys) {
        let is_moved = start(entry)? != key.and_time(time);
        let change = Change {
            line: entry.line,
            is_skipped: false,
            moved_to: is_moved.then_some(entry.start),
            length: None,
            status: entry.status,
            reason: entry.reason.clone(),
            details: (entry.details != *details).then(|| Box::new(entry.details.clone())),
        };
        let is_usual = !is_moved
            && change.details.is_none()
            && change.status == status
            && change.reason.is_none();
        if is_usual {
            changes.remove(key);
        } else {
            changes.insert(*key, change);
        }
    }
    let begin = fit.rule.start();
    let line = row.iter().map(|entry| entry.line).min()?;
    Some(Entry {
        line,
        start: match first.start {
            Moment::Date(_) => Moment::Date(begin),
            _ => Moment::DateTime(begin.and_time(time)),
        },
        repeats: Some(Repeats {
            rule: fit.rule.to_string(),
            until: Some(last),
            count: None,
        }),
        changes,
        status,
        reason: None,
        details: details.clone(),
        ..first.clone()
    })
}

/// Returns the details that most meetings have; of several, those of the latest meeting.
fn usual_details(row: &[Entry]) -> Option<&Details> {
    let mut counts: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    for entry in row {
        let details = &entry.details;
        let key = (details.title.as_str(), details.description.as_deref());
        *counts.entry(key).or_default() += 1;
    }
    let count = |entry: &&Entry| {
        let details = &entry.details;
        let key = (details.title.as_str(), details.description.as_deref());
        counts.get(&key).copied()
    };
    row.iter().max_by_key(count).map(|entry| &entry.details)
}

/// Returns the value that appears most often.
fn usual<T: Copy + Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(value, _)| value)
}
