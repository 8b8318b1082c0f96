//! Series in the nights in which the clocks change.
//!
//! In: a series, and what the file changes of it. Out: how long its instances last, and an error where the clocks skip the start of one.
//! Guaranteed: only such a start is refused, and only on a date of which `changes` does not say another time. An instance ends exactly so long after its
//! start, whatever the clocks show then; a start that they show twice is the first of the two (RFC 5545 §3.3.5).
//! Absent: times that are written in the file, each of which must exist once: [`ZonedTime`] refuses them.

use chrono::NaiveDate;

use super::changes::Changed;
use super::sink::At;
use crate::calendar::skipped_starts;
use crate::diagnostic::Problem;
use crate::document;
use crate::recurrence::RecurrenceRule;
use crate::span::LAST_YEAR_OF_CARE;
use crate::time::{EventTime, ZonedTime};
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
    let (Err(problem), Local::Gap { after, .. }) = (
        ZonedTime::new(start.zone(), local),
        start.zone().resolve(local),
    ) else {
        return;
    };
    let to = if after.date() == *date {
        after.format("\"%H:%M\"")
    } else {
        after.format("%Y-%m-%d %H:%M")
    };
    let mut help = format!(
        "write `{date}: {{moved_to: {to}}}` or `{date}: {{skipped: true}}` under `changes`"
    );
    if let Some((next, others)) = later.split_first() {
        help.push_str(&later_dates(*next, others, written));
    }
    at.key("start").error(
        Problem::new(
            problem.kind(),
            format!("in this series, {}", problem.message()),
        )
        .help(help),
    );
}

/// Says what to do about the other dates.
fn later_dates(next: NaiveDate, others: &[NaiveDate], written: &document::Event) -> String {
    let others = match others {
        [] => String::new(),
        [other] => format!(" and {other}"),
        others => format!(
            " and {} other dates up to {LAST_YEAR_OF_CARE}",
            others.len()
        ),
    };
    let until = next.pred_opt().unwrap_or(next);
    let in_place = written
        .count
        .as_ref()
        .map_or("", |_| " in place of `count`");
    format!("; do so for {next}{others} too, or write `until: {until}`{in_place}")
}
