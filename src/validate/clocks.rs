//! Series in the nights in which the clocks change.
//!
//! In: a series, and what the file changes of it. Out: how long its instances last, and an error where the clocks skip the start of one.
//! Guaranteed: only such a start is refused, and only on a date of which `changes` does not say another time. An instance ends exactly so long after its
//! start, whatever the clocks show then; a start that they show twice is the first of the two (RFC 5545 §3.3.5).
//! Absent: times that are written in the file, each of which must exist once: [`ZonedTime`] refuses them.

use super::changes::Changed;
use super::reporter::At;
use crate::calendar::skipped_starts;
use crate::diagnostic::{OtherDates, ScheduleFinding, When};
use crate::document;
use crate::recurrence::RecurrenceRule;
use crate::span::LAST_YEAR_OF_CARE;
use crate::time::{EventTime, Moment, ZonedTime};
use crate::zone::Local;

/// Returns the time that the other dates of a series are made from, where it first takes place at `first`.
///
/// That is `first` itself, unless its end is written as a time and a clock change is before it: then the other instances end at that time too, and only the
/// first is an hour longer or shorter.
pub(super) fn regular(
    first: EventTime,
    rule: &RecurrenceRule,
    written: &document::Event,
) -> EventTime {
    let EventTime::Zoned { start, end } = first else {
        return first;
    };
    let by_clock = end.local() - start.local();
    if written.end.is_none() || !first.meets_clock_change() {
        return first;
    }
    let end = ZonedTime::at(start.zone(), start.instant() + by_clock);
    let regular = EventTime::zoned(start, end).unwrap_or(first);
    // A series may be of such nights alone, and then lasts exactly as long each time.
    let next = rule
        .dates_from(rule.start())
        .nth(1)
        .map(|next| regular.on(next));
    match next {
        Some(next) if !next.meets_clock_change() => regular,
        Some(_) | None => first,
    }
}

/// No program knows what to do on a date on which the clocks skip the start: some leave it out, as RFC 5545 §3.3.10 says, some are an hour early or late,
/// and libical shows the next meeting an hour late as well.
pub(super) fn skip_no_start(
    at: &At<'_>,
    written: &document::Event,
    (first, rule): (EventTime, &RecurrenceRule),
    changed: &Changed,
) {
    let mut dates = skipped_starts(first, rule);
    dates.retain(|date| !changed.dropped.contains(date) && !changed.unread.contains(date));
    let (Some((date, later)), EventTime::Zoned { start, .. }) = (dates.split_first(), first) else {
        return;
    };
    let local = date.and_time(start.local().time());
    let Local::Gap { after, .. } = start.zone().resolve(local) else {
        return;
    };
    let to = if after.date() == *date {
        after.format("\"%H:%M\"")
    } else {
        after.format("%Y-%m-%d %H:%M")
    };
    let is_of_date = |key: &&str| Moment::parse(key) == Ok(Moment::Date(*date));
    let change = written.changes.iter().map(|(key, _)| key).find(is_of_date);
    let (date, to) = (*date, to.to_string());
    let (local, zone) = (When::Minute(local), start.zone().to_string());
    if let Some(key) = change {
        // A second change of that date would be an error.
        let finding = ScheduleFinding::StartInGapOfChange {
            local,
            zone,
            date,
            to,
        };
        at.key("changes").key(key).key_error(finding.into());
        return;
    }
    let finding = match later.split_first() {
        None => ScheduleFinding::StartInGap {
            local,
            zone,
            date,
            to,
        },
        Some((next, others)) => ScheduleFinding::StartsInGap {
            local,
            zone,
            date,
            to,
            others: OtherDates {
                next: *next,
                last: others.first().copied().filter(|_| others.len() == 1),
                count: others.len(),
                until_year: LAST_YEAR_OF_CARE,
            },
            until: next.pred_opt().unwrap_or(*next),
        },
    };
    at.key("start").error(finding.into());
}
