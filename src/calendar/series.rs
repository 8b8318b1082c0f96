//! Defines a series: its rule, its exception dates and its overrides.
//!
//! The feed and every list of instances come from a [`Series`]. It has at least one instance. The published rule begins with an instance
//! that takes place, because calendar programs mishandle an exception on the first date. Validation ensures that every exception date and
//! every override is a date of the rule, and that no clock change up to [`LAST_YEAR_OF_CARE`](crate::span::LAST_YEAR_OF_CARE) skips a
//! start. Instances with a UID of their own belong to the event. Sections: [RFC 5545 §3.8.5] (recurrence), [§3.8.4.4] (RECURRENCE-ID).
//!
//! [RFC 5545 §3.8.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5
//! [§3.8.4.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Details;
use crate::recurrence::{RecurrenceRule, WeekdayOfMonth};
use crate::time::EventTime;

/// An event that repeats by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub(super) rule: RecurrenceRule,
    /// The time of the rule's first date.
    first: EventTime,
    /// The exception dates: dates of the rule on which the series has no instance.
    pub(super) dropped: BTreeSet<NaiveDate>,
    pub(super) overrides: BTreeMap<NaiveDate, Override>,
}

/// An instance that differs from its rule, or that has no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    pub(crate) key: NaiveDate,
    pub(crate) time: EventTime,
    /// The original time, if the instance was moved.
    pub(crate) was: Option<EventTime>,
    pub(crate) details: Details,
}

impl Series {
    /// Creates a series from a rule whose first date takes place at `first`. Returns `None` if no instance is left.
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
            // [RFC 5545 §3.3.10]: instances with a "nonexistent local time … MUST NOT be counted". Not every program follows this.
            rule = rule.ending(last);
        }
        Some(Self {
            rule,
            first: first.on(start),
            dropped,
            overrides,
        })
    }

    /// Returns the series to publish, each with its name, the one with the first date first. There is more than one if Outlook cannot
    /// represent the rule as one. A part without instances is left out.
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

    /// The rule. It begins with the first date that takes place.
    pub fn rule(&self) -> &RecurrenceRule {
        &self.rule
    }

    /// The time of the rule's first date, before any override.
    pub fn first(&self) -> EventTime {
        self.first
    }

    /// Returns the time of the instance on `date` by the rule.
    pub fn on(&self, date: NaiveDate) -> EventTime {
        self.first.on(date)
    }

    /// The exception dates, in order: dates of the rule on which the series has no instance.
    pub fn exception_dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.dropped.iter().copied()
    }

    /// The instances that differ from the rule, sorted by key date.
    pub fn overrides(&self) -> impl Iterator<Item = &Override> {
        self.overrides.values()
    }

    /// Returns the override of the rule's instance on `key`.
    pub fn override_of(&self, key: NaiveDate) -> Option<&Override> {
        self.overrides.get(&key)
    }

    /// Whether the series has an instance for the rule's `date`, even a moved or cancelled one.
    pub fn contains(&self, date: NaiveDate) -> bool {
        !self.dropped.contains(&date) && self.rule.contains(date)
    }

    /// Whether the instance on `date` is exactly as the rule gives it, without any change in the file.
    pub(crate) fn is_plain(&self, date: NaiveDate, of_all: &Details) -> bool {
        self.contains(date)
            && self
                .overrides
                .get(&date)
                .is_none_or(|of| !self.differs(of, of_all))
    }

    /// Counts the dates from `from`, inclusive, to `to`, exclusive, that are [plain](Series::is_plain). The running time depends on the
    /// number of changes in the file, not on the number of dates.
    pub(crate) fn count_plain(&self, from: NaiveDate, to: NaiveDate, of_all: &Details) -> usize {
        if from >= to {
            return 0;
        }
        let by_rule = self.rule.count_before(to) - self.rule.count_before(from);
        let dropped = self.dropped.range(from..to).count();
        let own = self.overrides.range(from..to);
        by_rule - dropped - own.filter(|(_, of)| self.differs(of, of_all)).count()
    }

    /// Whether an override differs from the whole series.
    fn differs(&self, of: &Override, of_all: &Details) -> bool {
        of.was.is_some() || of.time != self.on(of.key) || !of.details.shows_same_as(of_all)
    }

    /// The overrides that subscribers see. An instance that differs only in `x-` keys is published as the rule gives it.
    pub(crate) fn visible_overrides<'a>(
        &'a self,
        of_all: &'a Details,
    ) -> impl Iterator<Item = &'a Override> {
        let is_visible = |of: &&Override| of.details == *of_all || self.differs(of, of_all);
        self.overrides.values().filter(is_visible)
    }

    /// Returns the key dates of its instances from `from`, inclusive. The iterator is endless if the series is.
    pub fn keys_from(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        self.rule
            .dates_from(from)
            .filter(|date| !self.dropped.contains(date))
    }
}

impl Override {
    /// The date by the rule, or the one under `also`.
    pub fn key(&self) -> NaiveDate {
        self.key
    }

    /// When it takes place.
    pub fn time(&self) -> EventTime {
        self.time
    }

    /// The original time, if the instance was moved.
    pub fn was(&self) -> Option<EventTime> {
        self.was
    }

    /// The details, with every default applied.
    pub fn details(&self) -> &Details {
        &self.details
    }
}
