//! Checks that imported events take place when their sources say.
//!
//! The instances of each source are listed without the importer, and compared with those of the calendar. An event that differs is noted as not
//! imported as it was, so that no mistake of the importer stays hidden.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, NaiveDate};

use super::compare::{Mismatch, SeenTime};
use super::{Imported, compare, ical};
use crate::calendar::{Calendar, Status};
use crate::context::Context;
use crate::words::ENGLISH;

/// For how many years after the current one the instances are compared.
const YEARS_AHEAD: i32 = 2;

impl Imported<'_> {
    /// Notes each event that differs between the sources and a calendar that has their events.
    pub(super) fn verify(&mut self, calendar: &Calendar, context: &Context) {
        let year = context.now().year() + YEARS_AHEAD;
        let to = NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap_or(NaiveDate::MAX);
        for (source, (_, ledger)) in self.sources.iter().zip(&mut self.ledgers) {
            if !ical::is_calendar(source.bytes) {
                continue;
            }
            let Ok(found) = compare(source.bytes, calendar, None, to) else {
                continue;
            };
            let mut differing: BTreeMap<usize, (usize, &Mismatch)> = BTreeMap::new();
            for mismatch in &found.mismatches {
                let line = mismatch.feed.as_ref().map(|feed| feed.line);
                if let Some(line) = line.filter(|_| !is_known(mismatch)) {
                    differing.entry(line).or_insert((0, mismatch)).0 += 1;
                }
            }
            // Of an event that is listed as a whole, the lines of its overrides are not listed too.
            let lost = ledger.lines_of_lost();
            let of_feed = found.mismatches.iter().filter_map(|it| it.feed.as_ref());
            let of_lost = of_feed.filter(|feed| lost.contains(&feed.line));
            let uids: HashSet<&str> = of_lost.map(|feed| feed.uid.as_str()).collect();
            for (line, (count, mismatch)) in differing {
                let uid = mismatch.feed.as_ref().map(|feed| feed.uid.as_str());
                let is_listed = uid.is_some_and(|uid| !uid.is_empty() && uids.contains(uid));
                if is_listed || lost.contains(&line) {
                    continue;
                }
                let title = mismatch.feed.as_ref().map(|feed| feed.seen.title.as_str());
                let date = ENGLISH.date(mismatch.date);
                let how = match &mismatch.file {
                    None => "is not in the events file",
                    Some(_) => "differs in the events file",
                };
                let more = match count {
                    1 => String::new(),
                    count => format!("; so are or do {} other dates", count - 1),
                };
                ledger.lost(
                    line,
                    title.unwrap_or_default(),
                    format!("the meeting of {date} {how}{more}"),
                );
            }
        }
    }
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
    let is_off = |status| matches!(status, Status::Cancelled | Status::Postponed);
    is_same_time
        && feed.title == file.title
        && (feed.status == file.status || is_off(feed.status) == is_off(file.status))
}
