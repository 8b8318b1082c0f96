//! Makes the tombstone of an event: what stays published after the event was removed from the file.
//!
//! It takes the last [`Event`] in the file and the instant of its removal, which [`crate::history`] finds. Instances that were over at that
//! instant are unchanged, and a series keeps them. Later instances are cancelled or no longer part of the rule. The current time has no
//! influence.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Calendar, Details, Event, OfStart, Override, Schedule, Series, Status};
use crate::time::EventTime;
use crate::zone::Zone;

impl Event {
    /// Returns the tombstone of an event removed from `calendar` at `instant`, or `None` if all of it was over. All-day instances end at
    /// midnight in the calendar's zone.
    ///
    /// A single event is cancelled. A series ends after its last past instance. A series without a past instance is cancelled and reduced
    /// to its first date, because nobody wants a cancelled entry every month.
    pub(crate) fn removed(&self, instant: DateTime<Utc>, calendar: &Calendar) -> Option<Self> {
        let home = calendar.zone();
        let is_over = |time: &EventTime| time.ends(home) <= instant;
        let mut left = self.clone();
        left.skipped.clear();
        left.was_alone = !calendar.is_in_own_feed(self);
        // The removal is later than the change that `updated` names.
        left.updated = None;
        let mut lay_ahead = false;
        match &self.schedule {
            Schedule::ToBeConfirmed(_) => return None,
            Schedule::Once(time) if is_over(time) => {}
            Schedule::Once(_) => match &mut left.of_start {
                Some(OfStart::Skipped) => {}
                Some(OfStart::Changed(of)) => {
                    lay_ahead = true;
                    of.cancel();
                }
                None => {
                    lay_ahead = true;
                    left.details.cancel();
                }
            },
            Schedule::Series(series) => {
                let over = |key: &NaiveDate| {
                    let moved = series.override_of(*key).map(Override::time);
                    is_over(&moved.unwrap_or_else(|| series.on(*key)))
                };
                let mut keys = series.keys_from(series.rule().start()).skip_while(over);
                lay_ahead = keys.next().is_some();
                let last_over = series
                    .keys_from(series.rule().start())
                    .take_while(over)
                    .last();
                if lay_ahead {
                    if last_over.is_none() {
                        left.details.cancel();
                    }
                    left.schedule = Schedule::Series(series.ended(last_over, &self.details));
                }
            }
        }
        for alone in &mut left.stand_alone {
            if !is_over(&alone.time) {
                lay_ahead = true;
                alone.cancel();
            }
        }
        lay_ahead.then_some(left)
    }

    /// Whether the event is the tombstone `removed`. It may have fewer instances, because some may be separate events by now.
    pub(crate) fn is_left_of(&self, removed: &Self) -> bool {
        let is_same = self.id == removed.id && self.uid == removed.uid;
        is_same && self.schedule == removed.schedule && self.details == removed.details
    }

    /// Whether any date of the event is not over at `instant`, cancelled or not. All-day instances end at midnight in `home`. An event without a
    /// confirmed date counts as not over.
    pub(crate) fn is_ahead(&self, instant: DateTime<Utc>, home: Zone) -> bool {
        let is_ahead = |time: &EventTime| time.ends(home) > instant;
        let is_scheduled_ahead = match &self.schedule {
            Schedule::ToBeConfirmed(_) => true,
            Schedule::Once(_) => self.once().is_some_and(|it| is_ahead(&it.time())),
            Schedule::Series(series) => series.keys_from(series.rule().start()).any(|key| {
                let moved = series.override_of(key).map(Override::time);
                is_ahead(&moved.unwrap_or_else(|| series.on(key)))
            }),
        };
        is_scheduled_ahead || self.stand_alone.iter().any(|alone| is_ahead(&alone.time))
    }
}

impl Series {
    /// Returns the tombstone of the series, where `last_over` is its last past date. Each part keeps its dates up to then. A part without a
    /// past date keeps its first date, cancelled.
    fn ended(&self, last_over: Option<NaiveDate>, details: &Details) -> Self {
        let has_begun = |date: NaiveDate| last_over.is_some_and(|last| date <= last);
        let firsts = self.parts().into_iter().map(|(_, part)| part.rule.start());
        let firsts: BTreeSet<NaiveDate> = firsts.filter(|first| !has_begun(*first)).collect();
        let last = firsts.last().copied().max(last_over);
        let last = last.unwrap_or(self.rule.start());
        let mut ended = self.ending(last);
        let ahead = self.keys_from(self.rule.start());
        let ahead = ahead.skip_while(|date| has_begun(*date));
        for date in ahead.take_while(|date| *date <= last) {
            if !firsts.contains(&date) {
                ended.overrides.remove(&date);
                ended.dropped.insert(date);
            } else if last_over.is_some() {
                let own = ended.overrides.entry(date).or_insert_with(|| Override {
                    key: date,
                    time: self.on(date),
                    was: None,
                    details: details.clone(),
                });
                own.cancel();
            }
        }
        if last_over.is_none() {
            // The whole event is cancelled, so the overrides must be as well.
            ended.overrides.values_mut().for_each(Override::cancel);
        }
        ended
    }

    /// Returns the series without its dates after `last`.
    fn ending(&self, last: NaiveDate) -> Self {
        let mut ended = self.clone();
        ended.rule = self.rule.ending(last);
        ended.dropped.retain(|date| *date <= last);
        ended.overrides.retain(|key, _| *key <= last);
        ended
    }
}

impl Override {
    fn cancel(&mut self) {
        self.details.cancel();
    }
}

impl Details {
    fn cancel(&mut self) {
        if !self.status.is_off() {
            // The old reason explains another change, such as a move.
            self.reason = None;
        }
        self.status = Status::Cancelled;
    }
}
