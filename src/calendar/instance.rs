//! Lists the instances of an event: each is one occurrence, from a single date, a rule or `also`.
//!
//! There is one [`Instance`] for each key date. `list`, the pages, the invites and any calendar program that reads the feed agree on them.
//! [`Calendar::instances`](crate::calendar::Calendar::instances) puts the instances of several events in order.

use chrono::{Days, NaiveDate};

use super::{Details, Event, OfStart, Override, Schedule, Series};
use crate::recurrence::WeekdayOfMonth;
use crate::time::EventTime;
use crate::value::Domain;

/// One occurrence of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance<'a> {
    event: &'a Event,
    origin: InstanceOrigin,
    time: EventTime,
    was: Option<EventTime>,
    details: &'a Details,
}

/// Where an instance comes from. This decides its identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InstanceOrigin {
    /// The event takes place once.
    Once,
    /// The rule gives this date.
    Rule(NaiveDate),
    /// It has a UID of its own, with this key.
    StandAlone(NaiveDate),
}

impl<'a> Instance<'a> {
    /// The event.
    pub fn event(&self) -> &'a Event {
        self.event
    }

    /// The date that identifies the instance in the file: the date by the rule, or the one under `also`. `None` for an event that takes
    /// place once.
    pub fn key(&self) -> Option<NaiveDate> {
        match self.origin {
            InstanceOrigin::Once => None,
            InstanceOrigin::Rule(key) | InstanceOrigin::StandAlone(key) => Some(key),
        }
    }

    /// The RECURRENCE-ID: the time by the rule. `None` outside a series.
    pub fn recurrence_id(&self) -> Option<EventTime> {
        match self.origin {
            InstanceOrigin::Rule(_) if self.is_plain() => Some(self.time),
            InstanceOrigin::Rule(key) => match &self.event.schedule {
                Schedule::Series(series) => Some(series.on(key)),
                Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
            },
            InstanceOrigin::Once | InstanceOrigin::StandAlone(_) => None,
        }
    }

    /// Returns the UID of the instance in the feeds.
    pub fn uid(&self, domain: &Domain) -> String {
        match self.origin {
            InstanceOrigin::Once => self.event.uid(domain),
            InstanceOrigin::Rule(key) => match &self.event.schedule {
                Schedule::Series(series) => {
                    let part = series.rule().part_of(key);
                    self.event.uid_of_part(part, domain)
                }
                Schedule::Once(_) | Schedule::ToBeConfirmed(_) => self.event.uid(domain),
            },
            InstanceOrigin::StandAlone(key) => self.event.uid_alone(key, domain),
        }
    }

    /// When it takes place.
    pub fn time(&self) -> EventTime {
        self.time
    }

    /// The original time of an instance that was moved.
    pub fn was(&self) -> Option<EventTime> {
        self.was
    }

    /// The details of this instance, with every default applied.
    pub fn details(&self) -> &'a Details {
        self.details
    }

    /// Whether subscribers see the instance exactly as the rule gives it: it has no change, or only `x-` keys.
    pub(crate) fn is_visibly_plain(&self) -> bool {
        self.recurrence_id() == Some(self.time)
            && self.was.is_none()
            && self.details.shows_same_as(&self.event.details)
    }

    /// Whether it comes from the rule alone, without an entry in the file.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.origin, InstanceOrigin::Rule(_))
            && std::ptr::eq(self.details, &raw const self.event.details)
    }

    fn of_override(event: &'a Event, origin: InstanceOrigin, of: &'a Override) -> Self {
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
    /// Returns the name of each series that the event is published as, the one with the event's UID first. Empty for an event without a
    /// date; one `None` if the event is published as one series, or once.
    pub(crate) fn parts(&self) -> Vec<Option<WeekdayOfMonth>> {
        match &self.schedule {
            Schedule::ToBeConfirmed(_) => Vec::new(),
            Schedule::Once(_) => self.once().map(|_| None).into_iter().collect(),
            Schedule::Series(series) => series.parts().into_iter().map(|(name, _)| name).collect(),
        }
    }

    /// Returns the instance of an event that takes place once. For an event with `also` dates but no rule, it is the one on the start date.
    pub(crate) fn once(&self) -> Option<Instance<'_>> {
        let Schedule::Once(time) = self.schedule else {
            return None;
        };
        match &self.of_start {
            Some(OfStart::Skipped) => return None,
            Some(OfStart::Changed(of)) => {
                return Some(Instance::of_override(self, InstanceOrigin::Once, of));
            }
            None => {}
        }
        Some(Instance {
            event: self,
            origin: InstanceOrigin::Once,
            time,
            was: None,
            details: &self.details,
        })
    }

    /// Returns the instance with this key.
    pub fn instance(&self, key: NaiveDate) -> Option<Instance<'_>> {
        let alone = self.stand_alone_on(key);
        match (&self.schedule, alone) {
            (_, Some(alone)) => Some(Instance::of_override(
                self,
                InstanceOrigin::StandAlone(key),
                alone,
            )),
            (Schedule::Series(series), None) if series.contains(key) => {
                Some(self.of_rule(series, key))
            }
            (Schedule::Series(_) | Schedule::Once(_) | Schedule::ToBeConfirmed(_), None) => None,
        }
    }

    /// Returns the key dates of the instances from `from`, inclusive, to `to`, exclusive, in order.
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

    /// Returns every instance that could overlap the days from `from` to `to` in any zone. The result may include a few more.
    pub(crate) fn instances_about(&self, from: NaiveDate, to: NaiveDate) -> Vec<Instance<'_>> {
        let mut instances = Vec::new();
        match &self.schedule {
            Schedule::ToBeConfirmed(_) => {}
            Schedule::Once(_) => instances.extend(self.once()),
            Schedule::Series(series) => {
                // A long instance may begin before the window. Local dates in two zones differ by less than two days.
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
        instances.extend(self.stand_alone.iter().map(|alone| {
            Instance::of_override(self, InstanceOrigin::StandAlone(alone.key), alone)
        }));
        instances
    }

    fn of_rule<'a>(&'a self, series: &'a Series, key: NaiveDate) -> Instance<'a> {
        let time = series.on(key);
        match series.override_of(key) {
            Some(of) => Instance::of_override(self, InstanceOrigin::Rule(key), of),
            None => Instance {
                event: self,
                origin: InstanceOrigin::Rule(key),
                time,
                was: None,
                details: &self.details,
            },
        }
    }
}
