//! Finds duplicate events: people cannot tell them apart, because they have the same title and the same start times.
//!
//! The length, the place and the group are ignored, because a list of events shows the title and the start first. `crate::warning` uses the
//! same comparison for the warning about two events.

use chrono::{DateTime, Days, Utc};

use super::{Event, Instance};
use crate::zone::Zone;

/// The start of an instance, and whether it is all day.
type VisibleStart = (DateTime<Utc>, bool);

impl Instance<'_> {
    /// The start of the instance, and whether it is all day. Duplicates share both.
    pub(crate) fn start(&self, home: Zone) -> VisibleStart {
        (self.time().begins(home), self.time().is_all_day())
    }
}

impl Event {
    /// Whether each of its instances has a duplicate among `others`, whose titles are compared ignoring case. `false` for an event without
    /// instances.
    ///
    /// This enumerates all instances, so it is only for tombstones, which end.
    pub(crate) fn is_doubled_by<'a>(
        &self,
        others: impl Iterator<Item = &'a Event>,
        home: Zone,
    ) -> bool {
        let title = self.details.title().to_lowercase();
        let is_alike = |other: &&Event| other.details.title().to_lowercase() == title;
        let others: Vec<&Event> = others.filter(is_alike).collect();
        if others.is_empty() {
            return false;
        }
        let instances = self.instances_about(super::FIRST_DATE, super::END_DATE);
        let is_doubled = |instance: &Instance<'_>| {
            let title = instance.details().title().to_lowercase();
            let day = instance.time().first_date();
            let about = |other: &&&Event| {
                let found = other.instances_about(day, day + Days::new(1));
                found.iter().any(|it| {
                    it.start(home) == instance.start(home)
                        && it.details().title().to_lowercase() == title
                })
            };
            others.iter().any(|other| about(&other))
        };
        !instances.is_empty() && instances.iter().all(is_doubled)
    }
}
