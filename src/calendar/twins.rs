//! Events that people cannot tell apart: they take place at the same times, under the same title.
//!
//! In: an [`Event`] and others. Out: whether each of its instances is one of theirs, too. Guaranteed: the length, the place and the group play
//! no part, because a list of events shows the title and the start first. Absent: what follows from it.

use chrono::{DateTime, Days, Utc};

use super::{Event, Instance};
use crate::zone::Zone;

/// When an instance begins, and whether it takes whole days.
type Start = (DateTime<Utc>, bool);

impl Instance<'_> {
    /// When it begins, and whether it takes whole days: these are the same for twins.
    pub(crate) fn start(&self, home: Zone) -> Start {
        (self.time().begins(home), self.time().is_all_day())
    }
}

impl Event {
    /// Whether each of its instances is also one of `others`, whose titles are written in capitals or not. An event without instances is not.
    ///
    /// All instances are enumerated: it is for what is left of a removed event, which ends.
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
