//! A series: its rule, the dates that fall out of it, and the instances that differ from it.
//!
//! In: a rule with the time of its first date, and what the file changes. Out: [`Series`], the recurrence set that the feed
//! describes and that every list of instances is made from. Guaranteed: at least one instance; every exception date and
//! every override is a date of the rule; the published rule begins with an instance that takes place, because readers
//! stumble over an exception on the first; the clocks skip the start of no instance up to the last year of care. Absent: instances with an identity of their own, which are the event's.
//! Sections: [RFC 5545 §3.8.5] (recurrence), [§3.8.4.4] (RECURRENCE-ID).
//!
//! [RFC 5545 §3.8.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5
//! [§3.8.4.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Details;
use crate::recurrence::{RecurrenceRule, WeekdayOfMonth};
use crate::time::EventTime;

/// An event that takes place again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub(super) rule: RecurrenceRule,
    first: EventTime,
    /// Dates of the rule that do not take place in the series.
    pub(super) dropped: BTreeSet<NaiveDate>,
    pub(super) overrides: BTreeMap<NaiveDate, Override>,
}

/// An instance that differs from its rule, or that has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    pub(crate) key: NaiveDate,
    pub(crate) time: EventTime,
    /// The time that it was moved from.
    pub(crate) was: Option<EventTime>,
    pub(crate) details: Details,
}

impl Series {
    /// Makes a series of a rule whose first date takes place at `first`; none if no instance is left.
    ///
    /// `dropped` and the keys of `overrides` are dates of the rule, and have none in common.
    pub(crate) fn new(
        rule: RecurrenceRule,
        first: EventTime,
        dropped: BTreeSet<NaiveDate>,
        overrides: BTreeMap<NaiveDate, Override>,
    ) -> Option<Self> {
        let start = rule
            .dates_from(rule.start())
            .find(|date| !dropped.contains(date))?;
        let dropped: BTreeSet<NaiveDate> =
            dropped.into_iter().filter(|date| *date > start).collect();
        let mut rule = rule.starting_at(start);
        if let Some(last) = rule.last()
            && dropped.iter().any(|date| first.is_skipped_on(*date))
        {
            // RFC 5545 §3.3.10: instances with a "nonexistent local time … MUST NOT be counted", and not every program heeds it.
            rule = rule.ending(last);
        }
        Some(Self {
            rule,
            first: first.on(start),
            dropped,
            overrides,
        })
    }

    /// Returns the series as which it is published, the one that `start` is on first: more than one where Outlook cannot hold its rule in one.
    /// Each other has what it is called by. One of which nothing takes place is left out.
    pub(crate) fn parts(&self) -> Vec<(Option<WeekdayOfMonth>, Cow<'_, Self>)> {
        if self.rule.is_single() {
            return vec![(None, Cow::Borrowed(self))];
        }
        let part = |(name, rule): (Option<WeekdayOfMonth>, RecurrenceRule)| {
            let is_of_rule = |date: &NaiveDate| rule.contains(*date);
            let dropped = self.dropped.iter().copied().filter(is_of_rule).collect();
            let overrides = self.overrides.iter().filter(|(key, _)| is_of_rule(key));
            let overrides = overrides.map(|(key, of)| (*key, of.clone())).collect();
            let series = Self::new(rule, self.first, dropped, overrides)?;
            Some((name, Cow::Owned(series)))
        };
        self.rule.parts().into_iter().filter_map(part).collect()
    }

    /// The rule, beginning with the first date that takes place.
    pub fn rule(&self) -> &RecurrenceRule {
        &self.rule
    }

    /// When the first date of the rule takes place, before any override.
    pub fn first(&self) -> EventTime {
        self.first
    }

    /// Returns when the rule has the instance of `date` take place.
    pub fn on(&self, date: NaiveDate) -> EventTime {
        self.first.on(date)
    }

    /// The dates of the rule that do not take place in the series, in order.
    pub fn exception_dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.dropped.iter().copied()
    }

    /// The instances that differ from the rule, in order of their keys.
    pub fn overrides(&self) -> impl Iterator<Item = &Override> {
        self.overrides.values()
    }

    /// Returns the override of the instance that the rule has on `key`.
    pub fn override_of(&self, key: NaiveDate) -> Option<&Override> {
        self.overrides.get(&key)
    }

    /// Whether the rule's `date` takes place, be it moved or cancelled.
    pub fn contains(&self, date: NaiveDate) -> bool {
        !self.dropped.contains(&date) && self.rule.contains(date)
    }

    /// Whether the rule's `date` takes place as the rule has it, with nothing of its own in the file.
    pub(crate) fn is_plain(&self, date: NaiveDate, of_all: &Details) -> bool {
        self.contains(date)
            && self
                .overrides
                .get(&date)
                .is_none_or(|of| !self.differs(of, of_all))
    }

    /// Counts the dates that [`Series::is_plain`] is true of, from `from`, inclusive, to `to`, exclusive. The time this takes depends on
    /// what the file names, not on how many dates there are.
    pub(crate) fn count_plain(&self, from: NaiveDate, to: NaiveDate, of_all: &Details) -> usize {
        if from >= to {
            return 0;
        }
        let by_rule = self.rule.count_before(to) - self.rule.count_before(from);
        let dropped = self.dropped.range(from..to).count();
        let own = self.overrides.range(from..to);
        by_rule - dropped - own.filter(|(_, of)| self.differs(of, of_all)).count()
    }

    /// Whether an override says anything that is not true of the whole series.
    fn differs(&self, of: &Override, of_all: &Details) -> bool {
        of.was.is_some() || of.time != self.on(of.key) || !of.details.shows_same_as(of_all)
    }

    /// The overrides that subscribers see: an instance that differs in keys of the user's own is published as the rule has it.
    pub(crate) fn visible_overrides<'a>(
        &'a self,
        of_all: &'a Details,
    ) -> impl Iterator<Item = &'a Override> {
        let is_visible = |of: &&Override| of.details == *of_all || self.differs(of, of_all);
        self.overrides.values().filter(is_visible)
    }

    /// Returns the keys of its instances from `from`, inclusive, on; without end where the series has none.
    pub fn keys_from(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        self.rule
            .dates_from(from)
            .filter(|date| !self.dropped.contains(date))
    }
}

impl Override {
    /// The date that the rule gives, or that stands under `also`.
    pub fn key(&self) -> NaiveDate {
        self.key
    }

    /// When it takes place.
    pub fn time(&self) -> EventTime {
        self.time
    }

    /// When it was to take place before it was moved.
    pub fn was(&self) -> Option<EventTime> {
        self.was
    }

    /// What is said of it, defaults applied.
    pub fn details(&self) -> &Details {
        &self.details
    }
}
