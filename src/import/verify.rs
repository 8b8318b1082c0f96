//! Checks that imported events take place when their sources say.
//!
//! The instances of each source are listed without the importer, and compared with those of the calendar. An event that differs is noted as not
//! imported as it was, so that no mistake of the importer stays hidden.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};

use super::compare::{Mismatch, SeenTime};
use super::{Imported, compare, ical};
use crate::calendar::{Calendar, Status};
use crate::context::Context;
use crate::words::ENGLISH;

/// For how many years after the current one the instances are compared.
const YEARS_AHEAD: i32 = 2;

impl Imported<'_> {
    /// Notes each event that differs between the sources and a calendar that has their events. `ids` has the entry of each id in the calendar.
    pub(super) fn verify(
        &mut self,
        calendar: &Calendar,
        context: &Context,
        ids: &HashMap<String, usize>,
    ) {
        let year = context.now().year() + YEARS_AHEAD;
        let to = NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap_or(NaiveDate::MAX);
        let sources = self.sources.iter().zip(&mut self.ledgers);
        for (index, (source, (_, ledger))) in sources.enumerate() {
            if !ical::is_calendar(source.bytes) {
                continue;
            }
            let Ok(found) = compare(source.bytes, calendar, None, to) else {
                continue;
            };
            let entry_of = |mismatch: &Mismatch| {
                let file = mismatch.file.as_ref()?;
                let entry = self.entries.get(*ids.get(file.id.as_str())?)?;
                Some(entry).filter(|entry| entry.source == index)
            };
            let mut differing: BTreeMap<usize, Vec<&Mismatch>> = BTreeMap::new();
            for mismatch in found.mismatches.iter().filter(|it| !is_known(it)) {
                let line = match &mismatch.feed {
                    Some(feed) => Some(feed.line),
                    None => entry_of(mismatch).map(|entry| entry.line),
                };
                if let Some(line) = line {
                    differing.entry(line).or_default().push(mismatch);
                }
            }
            // Of an event that is listed as a whole, the lines of its overrides are not listed too.
            let lost = ledger.lines_of_lost();
            let of_lost = differing.iter().filter(|(line, _)| lost.contains(line));
            let of_lost = of_lost.flat_map(|(_, mismatches)| mismatches.iter());
            let uids: HashSet<&str> = of_lost.filter_map(|it| uid(it)).collect();
            for (line, mismatches) in differing {
                let Some(first) = mismatches.first().copied() else {
                    continue;
                };
                let is_listed = uid(first).is_some_and(|uid| uids.contains(uid));
                if !is_listed && !lost.contains(&line) {
                    ledger.lost(line, title(first), reason(first, mismatches.len() - 1));
                }
            }
        }
    }
}

/// The UID in the source, if there is one.
fn uid(mismatch: &Mismatch) -> Option<&str> {
    let uid = mismatch.feed.as_ref().map(|feed| feed.uid.as_str());
    uid.filter(|uid| !uid.is_empty())
}

fn title(mismatch: &Mismatch) -> &str {
    let feed = mismatch.feed.as_ref().map(|feed| &feed.seen);
    let file = mismatch.file.as_ref().map(|file| &file.seen);
    feed.or(file).map_or("", |seen| seen.title.as_str())
}

/// Says which meeting differs, and how many others.
fn reason(first: &Mismatch, others: usize) -> String {
    let date = ENGLISH.date(first.date);
    let how = match (&first.feed, &first.file) {
        (_, None) => "is not in the events file",
        (None, Some(_)) => "is only in the events file",
        (Some(_), Some(_)) => "differs in the events file",
    };
    let more = match others {
        0 => String::new(),
        1 => ", and 1 other is not as it was".to_owned(),
        others => format!(", and {others} others are not as they were"),
    };
    format!("the meeting of {date} {how}{more}")
}

/// Whether a difference is one that an import always makes, and that it has noted.
fn is_known(mismatch: &Mismatch) -> bool {
    let Some((feed, file)) = mismatch.feed.as_ref().zip(mismatch.file.as_ref()) else {
        return false;
    };
    let (feed, file) = (&feed.seen, &file.seen);
    // Without an end, an event lasts an hour.
    let is_same_time = match (feed.time, file.time) {
        (SeenTime::Times { start, end }, SeenTime::Times { start: other, .. }) if start == end => {
            (start - other).abs().num_seconds() < 60
        }
        (
            SeenTime::Times { start, end },
            SeenTime::Times {
                start: other,
                end: other_end,
            },
        ) => (start - other).abs().num_seconds() < 60 && (end - other_end).abs().num_seconds() < 60,
        (one, other) => one == other,
    };
    // iCalendar has no word for postponed.
    let is_off = |status| matches!(status, Status::Cancelled | Status::Postponed);
    let is_same_state = feed.status == file.status || is_off(feed.status) && is_off(file.status);
    is_same_time && is_same_state && feed.title == file.title
}

#[cfg(test)]
mod tests;
