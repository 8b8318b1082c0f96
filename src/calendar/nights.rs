//! Finds the instances of a series that meet a clock change: those that span one, or that start or end in one.
//!
//! "If the duration of the recurring component is specified with the "DTEND" or "DUE" property, the same exact duration will apply to all
//! the members of the generated recurrence set" ([RFC 5545 §3.8.5.3]). Some programs add the duration to the local time instead, so the end
//! of these instances is an hour off. All programs agree when an override gives the times explicitly, so [`crate::vevent`] publishes
//! overrides for them.
//!
//! The search covers all dates up to [`LAST_YEAR_OF_CARE`](crate::span::LAST_YEAR_OF_CARE). Its running time depends on the number of clock
//! changes, not on the number of dates.
//!
//! [RFC 5545 §3.8.5.3]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::{Details, Series};
use crate::recurrence::RecurrenceRule;
use crate::span::LAST_DAY_OF_CARE;
use crate::time::EventTime;
use crate::zone::Transition;

impl Series {
    /// Returns the dates of the instances that meet a clock change and have no override, in order.
    pub(crate) fn nights(&self, of_all: &Details) -> Vec<NaiveDate> {
        let mut dates = dates_near_changes(self.first(), &self.rule);
        let own: BTreeSet<NaiveDate> = self.visible_overrides(of_all).map(|of| of.key).collect();
        dates.retain(|date| {
            !self.dropped.contains(date)
                && !own.contains(date)
                && self.on(*date).meets_clock_change()
        });
        dates
    }

    /// The local start time by the rule on `date`, even if a clock change skips that time.
    pub(crate) fn local_start(&self, date: NaiveDate) -> Option<NaiveDateTime> {
        match self.first() {
            EventTime::AllDay { .. } => None,
            EventTime::Zoned { start, .. } => Some(date.and_time(start.local().time())),
        }
    }
}

/// Returns the dates of a rule whose start time is skipped by a clock change. `first` is the time of the first instance.
pub(crate) fn skipped_starts(first: EventTime, rule: &RecurrenceRule) -> Vec<NaiveDate> {
    let mut dates = dates_near_changes(first, rule);
    dates.retain(|date| first.is_skipped_on(*date));
    dates
}

/// Returns the dates of a rule whose instances could meet a clock change, in order.
fn dates_near_changes(first: EventTime, rule: &RecurrenceRule) -> Vec<NaiveDate> {
    let EventTime::Zoned { start, end } = first else {
        return Vec::new();
    };
    let length = end.instant() - start.instant();
    let time = start.local().time();
    let may_meet = |change: &Transition| days_near(change, time, length).is_some();
    // Fast path: most series take place at a time of day when the clocks never change.
    if !start.zone().kinds_of_changes().iter().any(may_meet) {
        return Vec::new();
    }
    let last = rule.last().unwrap_or(NaiveDate::MAX);
    let mut dates = Vec::new();
    // An instance also meets a change after its end, if the clocks then show the time of the end again.
    let until = start.zone().end_of_day(last.min(LAST_DAY_OF_CARE)) + length + TimeDelta::days(1);
    for change in start.zone().transitions(start.instant(), until) {
        let Some((from, to)) = days_near(&change, time, length) else {
            continue;
        };
        let near = rule.dates_from(from).take_while(|date| *date <= to);
        dates.extend(near);
    }
    // Two changes may be close together and share dates.
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// Returns the first and the last day on which an instance of this time of day and this length could meet a clock change.
fn days_near(
    change: &Transition,
    time: NaiveTime,
    length: TimeDelta,
) -> Option<(NaiveDate, NaiveDate)> {
    let since_midnight = time - NaiveTime::MIN;
    let (odd, normal) = (change.local_start(), change.local_end());
    // The end is the start plus the exact duration, so a change shifts its local time by up to this difference.
    let earliest = odd - length - (normal - odd) - since_midnight;
    let latest = normal - since_midnight - TimeDelta::nanoseconds(1);
    let from = match earliest.time() {
        NaiveTime::MIN => earliest.date(),
        _ => earliest.date().succ_opt()?,
    };
    (from <= latest.date()).then_some((from, latest.date()))
}
