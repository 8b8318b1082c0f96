//! Checks that an event has one meeting a day: no change may move a date to a day that is taken.
//!
//! Only what takes place on a day takes it: a date that is skipped, cancelled, postponed or moved elsewhere does not. Two dates of one rule
//! are not compared here. [`super::changes`] warns about such a move, because Outlook cannot store it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::changes::{Base, Changed};
use super::reporter::At;
use crate::calendar::{OfStart, Override};
use crate::diagnostic::ChangeFinding;
use crate::time::EventTime;

/// A change that moves its date to another day.
pub(super) struct Moved<'a> {
    key: NaiveDate,
    to: NaiveDate,
    /// The key as written in the file.
    name: &'a str,
    /// Whether `key` is a date of the rule.
    is_of_rule: bool,
}

impl<'a> Moved<'a> {
    /// Returns `None` if the instance stays on its day or does not take place.
    pub(super) fn of(change: &Override, name: &'a str, is_of_rule: bool) -> Option<Self> {
        let (key, to) = (change.key, change.time.first_date());
        let is_moved = key != to && !change.details.status().is_off();
        is_moved.then_some(Self {
            key,
            to,
            name,
            is_of_rule,
        })
    }
}

/// Reports each change that moves to a day on which the event already takes place. `unchanged` are the extra dates without a change.
pub(super) fn one_meeting_a_day(
    list: &At<'_>,
    moved: &[Moved<'_>],
    base: &Base<'_>,
    changed: &Changed,
    unchanged: &BTreeMap<NaiveDate, EventTime>,
) {
    // For each day, the key dates of the instances on it.
    let mut taken: BTreeMap<NaiveDate, Vec<NaiveDate>> = BTreeMap::new();
    let mut take = |day: NaiveDate, key: NaiveDate| taken.entry(day).or_default().push(key);
    for key in unchanged.keys() {
        take(*key, *key);
    }
    let is_on = |of: &&Override| !of.details.status().is_off();
    let of_start = match &changed.of_start {
        Some(OfStart::Changed(of)) => Some(of.as_ref()),
        Some(OfStart::Skipped) | None => None,
    };
    let alone = changed.stand_alone.iter().chain(of_start);
    for of in alone.chain(changed.overrides.values()).filter(is_on) {
        take(of.time.first_date(), of.key);
    }
    let start = base.first.first_date();
    if base.rule().is_none() && changed.of_start.is_none() && !changed.unread.contains(&start) {
        take(start, start);
    }
    for change in moved {
        // If two changes move to the same day, the one with the later key is reported.
        let is_other = |key: &NaiveDate| *key < change.key || *key == change.to;
        let others = taken.get(&change.to).into_iter().flatten();
        let mut others = others.filter(|key| **key != change.key && is_other(key));
        let is_planned = base.rule().is_some_and(|rule| rule.contains(change.to))
            && !changed.dropped.contains(&change.to)
            && !changed.unread.contains(&change.to)
            && !changed.overrides.contains_key(&change.to);
        let by_extra = |key: &NaiveDate| !base.rule().is_some_and(|rule| rule.contains(*key));
        let is_taken = if change.is_of_rule {
            others.any(by_extra)
        } else {
            is_planned || others.next().is_some()
        };
        if is_taken {
            let date = change.to;
            let finding = if unchanged.contains_key(&date) {
                ChangeFinding::MovesToExtraDate { date }
            } else {
                ChangeFinding::MovesToTakenDay { date }
            };
            let at = list.key(change.name);
            at.key("moved_to").error(finding.into());
        }
    }
}
