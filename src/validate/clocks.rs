//! Checks series for starts that the clocks skip, and decides how long the instances of a series last.
//!
//! Only a skipped start is an error, and only on a date for which `changes` gives no other time. An instance keeps its exact length across
//! a clock change. A start that the clocks show twice is the first of the two (RFC 5545 §3.3.5). Times that are written in the file must
//! exist exactly once, which [`ZonedTime`] checks.

use super::changes::Changed;
use super::reporter::At;
use crate::calendar::skipped_starts;
use crate::diagnostic::{OtherDates, ScheduleFinding, When};
use crate::document;
use crate::recurrence::RecurrenceRule;
use crate::span::LAST_YEAR_OF_CARE;
use crate::time::{EventTime, Moment, ZonedTime};
use crate::zone::Local;

/// Returns the time from which the other dates of a series are derived. `first` is the time of the first date.
///
/// That is `first` itself, unless the file gives its end as a time and the first instance meets a clock change. Then the other instances end
/// at that time too, and only the first is longer or shorter.
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
    // If the second instance meets a clock change too, all instances last exactly as long as the first.
    let next = rule
        .dates_from(rule.start())
        .nth(1)
        .map(|next| regular.on(next));
    match next {
        Some(next) if !next.meets_clock_change() => regular,
        Some(_) | None => first,
    }
}

/// Reports dates on which the clocks skip the start. Calendar programs disagree about them: some leave the date out, as RFC 5545 §3.3.10
/// says, some are an hour early or late, and libical shows the next meeting an hour late as well.
pub(super) fn no_start_is_skipped(
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
        // The help cannot propose a new change, because a second one of the same date would be an error.
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
