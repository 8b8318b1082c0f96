//! Makes a series one that an events file can have, and completes it.
//!
//! An events file refuses a start that the clocks skip, two meetings of one event on one day, and too many dates under `also` and `changes`.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use super::super::super::account::Ledger;
use super::super::super::entry::{Change, Entry, State};
use super::draft::Draft;
use super::identity;
use crate::calendar::skipped_starts;
use crate::limit;
use crate::recurrence::RecurrenceRule;
use crate::span::{LAST_YEAR_OF_CARE, YEARS};
use crate::time::{EventTime, Moment, ZonedTime};

/// Completes a series. Returns it, and the events that do not fit into it.
pub(super) fn finish(mut draft: Draft<'_>, ledger: &mut Ledger) -> (Entry, Vec<Entry>) {
    draft.move_off_skipped_times();
    draft.one_meeting_a_day(ledger);
    draft.not_too_many(ledger);
    draft.finish()
}

impl Draft<'_> {
    /// Moves the meetings whose start the clocks skip to the time that calendar programs show.
    fn move_off_skipped_times(&mut self) {
        let (Some(rule), Some(zone)) = (self.rule, self.zone) else {
            return;
        };
        let Some(first) = self.first_time() else {
            return;
        };
        for date in skipped_starts(first, &rule) {
            if date.year() > LAST_YEAR_OF_CARE.min(*YEARS.end()) {
                break;
            }
            let shown = zone.to_local(self.when(date.and_time(self.time)).instant());
            let line = self.master.line;
            let unchanged = self.unchanged(line);
            let change = self.changes.entry(date).or_insert(unchanged);
            if !change.is_skipped && change.moved_to.is_none() && change.status != State::Cancelled
            {
                change.moved_to = Some(Moment::DateTime(shown));
            }
        }
    }

    /// The time of the first meeting by the rule.
    fn first_time(&self) -> Option<EventTime> {
        let zone = self.zone?;
        let start = ZonedTime::new(zone, self.first.and_time(self.time)).ok()?;
        let end = start.instant() + self.shown_length().max(TimeDelta::minutes(1));
        EventTime::zoned(start, ZonedTime::at(zone, end)).ok()
    }

    /// Makes a meeting an event of its own if it moved to a day on which the series takes place already.
    fn one_meeting_a_day(&mut self, ledger: &mut Ledger) {
        let is_on = |change: &Change| {
            let is_off = matches!(change.status, State::Cancelled | State::Postponed);
            !change.is_skipped && !is_off
        };
        // For each day, how many dates move to it, and how many of these are no dates of the rule.
        let mut moved: BTreeMap<NaiveDate, (usize, usize)> = BTreeMap::new();
        for (key, change) in self.changes.iter().filter(|(_, change)| is_on(change)) {
            if let Some(day) = day_of(change).filter(|day| day != key) {
                let (all, extra) = moved.entry(day).or_default();
                *all += 1;
                *extra += usize::from(!self.is_of_rule(*key));
            }
        }
        let stays = |day: &NaiveDate| {
            let change = self.changes.get(day);
            change.is_none_or(|change| is_on(change) && day_of(change).is_none_or(|to| to == *day))
        };
        let is_taken = |key: &NaiveDate, day: &NaiveDate| {
            let is_planned = self.on(*day).is_some() && stays(day);
            let (all, extra) = moved.get(day).copied().unwrap_or_default();
            if self.is_of_rule(*key) {
                is_planned && !self.is_of_rule(*day) || extra > 0
            } else {
                is_planned || all > 1
            }
        };
        let changes = self.changes.iter().filter(|(_, change)| is_on(change));
        let taken = changes.filter_map(|(key, change)| {
            let day = day_of(change).filter(|day| day != key)?;
            is_taken(key, &day).then_some(*key)
        });
        let taken: Vec<NaiveDate> = taken.collect();
        for key in taken {
            self.move_change_out(key, ledger);
        }
    }

    fn is_of_rule(&self, key: NaiveDate) -> bool {
        self.rule.is_some_and(|rule| rule.contains(key))
    }

    /// Makes a changed meeting an event of its own.
    fn move_change_out(&mut self, key: NaiveDate, ledger: &mut Ledger) {
        let Some(change) = self.changes.remove(&key) else {
            return;
        };
        let Some(Moment::DateTime(_) | Moment::Date(_)) = change.moved_to else {
            return;
        };
        let to = match change.moved_to {
            Some(Moment::DateTime(local)) => local,
            Some(Moment::Date(date)) => date.into(),
            _ => return,
        };
        let remark = format!(
            "its meeting of {key} moved to a day on which it takes place already, so that meeting is an event of its own"
        );
        ledger.remark(change.line, self.master.title(), remark);
        let mut alone = self.plain(change.line, to);
        alone.uid = identity::alone(self.master.uid.as_deref(), to);
        alone.length = change.length.or(alone.length);
        (alone.status, alone.reason) = (change.status, change.reason);
        if let Some(details) = change.details {
            alone.details = *details;
        }
        self.alone.push(alone);
        self.skip(key, change.line);
    }

    /// Ends a series before its changes and extra dates are too many for an events file.
    fn not_too_many(&mut self, ledger: &mut Ledger) {
        let count = self.also.len() + self.changes.len();
        if count <= limit::DATES {
            return;
        }
        let mut keys: Vec<NaiveDate> = self
            .also
            .keys()
            .chain(self.changes.keys())
            .copied()
            .collect();
        keys.sort_unstable();
        let Some(first_left_out) = keys.get(limit::DATES).copied() else {
            return;
        };
        let why = format!(
            "it has {count} dates under `also` and `changes`, and {} are allowed: its dates from {first_left_out} on are not imported",
            limit::DATES
        );
        ledger.lost(self.master.line, self.master.title(), why);
        self.also.retain(|date, _| *date < first_left_out);
        self.changes.retain(|date, _| *date < first_left_out);
        let last = first_left_out - Days::new(1);
        if let Some(rule) = self
            .rule
            .and_then(|rule| Some(rule.ending(rule.on_or_before(last)?)))
        {
            self.end_with(rule, last);
        }
    }

    fn end_with(&mut self, rule: RecurrenceRule, last: NaiveDate) {
        self.rule = Some(rule);
        if let Some(repeats) = self.repeats.as_mut() {
            (repeats.until, repeats.count) = (Some(last), None);
        }
    }
}

/// Returns the day to which a change moves its meeting.
fn day_of(change: &Change) -> Option<NaiveDate> {
    match change.moved_to? {
        Moment::Date(date) => Some(date),
        Moment::DateTime(local) => Some(local.date()),
        _ => None,
    }
}
