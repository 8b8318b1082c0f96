//! Instances: what takes place on a day, whatever in the file made it so.
//!
//! In: an [`Event`]. Out: [`Instance`]s, the same for `list`, for the page and for single-instance invites, and the same
//! as a reader of the feed computes. Guaranteed: one instance for each key date. Absent: order among events, which is
//! the calendar's.

use chrono::{Days, NaiveDate};

use super::{Details, Event, OfStart, Override, Schedule, Series};
use crate::recurrence::WeekdayOfMonth;
use crate::time::EventTime;
use crate::value::Domain;

/// One time at which an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance<'a> {
    event: &'a Event,
    origin: Origin,
    time: EventTime,
    was: Option<EventTime>,
    details: &'a Details,
}

/// What made an instance, and so what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The event takes place once.
    Once,
    /// A rule, which has it on this date.
    Rule(NaiveDate),
    /// It stands alone, by this key.
    StandAlone(NaiveDate),
}

impl<'a> Instance<'a> {
    /// The event.
    pub fn event(&self) -> &'a Event {
        self.event
    }

    /// The date by which the file knows it: the rule's, or the one under `also`; none for an event that takes place once.
    pub fn key(&self) -> Option<NaiveDate> {
        match self.origin {
            Origin::Once => None,
            Origin::Rule(key) | Origin::StandAlone(key) => Some(key),
        }
    }

    /// When the rule has it; none outside a series. This is its RECURRENCE-ID.
    pub fn recurrence_id(&self) -> Option<EventTime> {
        match self.origin {
            Origin::Rule(_) if self.is_plain() => Some(self.time),
            Origin::Rule(key) => match &self.event.schedule {
                Schedule::Series(series) => Some(series.on(key)),
                Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
            },
            Origin::Once | Origin::StandAlone(_) => None,
        }
    }

    /// Returns the UID under which the feeds have it.
    pub fn uid(&self, domain: &Domain) -> String {
        match self.origin {
            Origin::Once => self.event.uid(domain),
            Origin::Rule(key) => match &self.event.schedule {
                Schedule::Series(series) => {
                    let part = series.rule().part_of(key);
                    self.event.uid_of_part(part, domain)
                }
                Schedule::Once(_) | Schedule::ToBeConfirmed(_) => self.event.uid(domain),
            },
            Origin::StandAlone(key) => self.event.uid_alone(key, domain),
        }
    }

    /// When it takes place.
    pub fn time(&self) -> EventTime {
        self.time
    }

    /// When it was to take place, where it was moved.
    pub fn was(&self) -> Option<EventTime> {
        self.was
    }

    /// What is said of it.
    pub fn details(&self) -> &'a Details {
        self.details
    }

    /// Whether subscribers are told what the rule says: it has no change of its own, or one of the user's own keys only.
    pub(crate) fn is_told_by_rule(&self) -> bool {
        self.recurrence_id() == Some(self.time)
            && self.was.is_none()
            && self.details.shows_same_as(&self.event.details)
    }

    /// Whether it comes from the rule alone, with no change of its own.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.origin, Origin::Rule(_))
            && std::ptr::eq(self.details, &raw const self.event.details)
    }

    fn of_override(event: &'a Event, origin: Origin, of: &'a Override) -> Self {
        Self {
            event,
            origin,
            time: of.time,
            was: of.was,
            details: &of.details,
        }
    }
}

impl Event {
    /// Returns what each of its series is called by, first the one that has the UID of the event; nothing of an event that is not scheduled, and
    /// one nameless where it is no more than one.
    pub(crate) fn parts(&self) -> Vec<Option<WeekdayOfMonth>> {
        match &self.schedule {
            Schedule::ToBeConfirmed(_) => Vec::new(),
            Schedule::Once(_) => self.once().map(|_| None).into_iter().collect(),
            Schedule::Series(series) => series.parts().into_iter().map(|(name, _)| name).collect(),
        }
    }

    /// Returns the instance of an event that takes place once; of one with more dates, that of its start.
    pub(crate) fn once(&self) -> Option<Instance<'_>> {
        let Schedule::Once(time) = self.schedule else {
            return None;
        };
        match &self.of_start {
            Some(OfStart::Skipped) => return None,
            Some(OfStart::Changed(of)) => {
                return Some(Instance::of_override(self, Origin::Once, of));
            }
            None => {}
        }
        Some(Instance {
            event: self,
            origin: Origin::Once,
            time,
            was: None,
            details: &self.details,
        })
    }

    /// Returns the instance with this key.
    pub fn instance(&self, key: NaiveDate) -> Option<Instance<'_>> {
        let alone = self.stand_alone_on(key);
        match (&self.schedule, alone) {
            (_, Some(alone)) => Some(Instance::of_override(self, Origin::StandAlone(key), alone)),
            (Schedule::Series(series), None) if series.contains(key) => {
                Some(self.of_rule(series, key))
            }
            (Schedule::Series(_) | Schedule::Once(_) | Schedule::ToBeConfirmed(_), None) => None,
        }
    }

    /// Returns the keys by which its instances are known, from `from`, inclusive, to `to`, exclusive, in order.
    pub fn keys(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let of_rule = match &self.schedule {
            Schedule::Series(series) => series
                .keys_from(from)
                .take_while(|date| *date < to)
                .collect(),
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => Vec::new(),
        };
        let alone = self.stand_alone.iter().map(|alone| alone.key);
        let mut keys: Vec<NaiveDate> = of_rule
            .into_iter()
            .chain(alone.filter(|key| (from..to).contains(key)))
            .collect();
        keys.sort_unstable();
        keys
    }

    /// Returns every instance that could touch the days from `from` to `to` in any zone, and perhaps some that do not.
    pub(crate) fn instances_about(&self, from: NaiveDate, to: NaiveDate) -> Vec<Instance<'_>> {
        let mut instances = Vec::new();
        match &self.schedule {
            Schedule::ToBeConfirmed(_) => {}
            Schedule::Once(_) => instances.extend(self.once()),
            Schedule::Series(series) => {
                // A long instance reaches into the window from before it; no zone is two days from another.
                let first = series.first();
                let reach = (first.last_date() - first.first_date())
                    .num_days()
                    .unsigned_abs()
                    + 2;
                let (from, to) = (from - Days::new(reach), to + Days::new(2));
                let by_rule = series.keys_from(from).take_while(|date| *date < to);
                instances.extend(
                    by_rule
                        .filter(|key| series.override_of(*key).is_none())
                        .map(|key| self.of_rule(series, key)),
                );
                instances.extend(series.overrides().map(|of| self.of_rule(series, of.key)));
            }
        }
        instances.extend(
            self.stand_alone
                .iter()
                .map(|alone| Instance::of_override(self, Origin::StandAlone(alone.key), alone)),
        );
        instances
    }

    fn of_rule<'a>(&'a self, series: &'a Series, key: NaiveDate) -> Instance<'a> {
        let time = series.on(key);
        match series.override_of(key) {
            Some(of) => Instance::of_override(self, Origin::Rule(key), of),
            None => Instance {
                event: self,
                origin: Origin::Rule(key),
                time,
                was: None,
                details: &self.details,
            },
        }
    }
}
