//! Finds two events that people cannot tell apart, most likely one event that was entered twice.
//!
//! It compares the title and the start of the instances of the next twelve months, and of later instances that the file names by their
//! dates. Cancelled and past instances are left out. Each pair of events gets one warning, at the later of the two in the file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Adviser;
use crate::calendar::{Calendar, Event, Instance, Schedule};
use crate::diagnostic::{Day, Kind, Related, WarningFinding};
use crate::value::Slug;

impl Adviser<'_> {
    /// Warns about twins. Returns their ids in both orders, so that they get no second warning about their overlap.
    pub(super) fn twins<'a>(
        &mut self,
        calendar: &'a Calendar,
        instances: &[Instance<'a>],
        ahead: NaiveDate,
    ) -> BTreeSet<(&'a Slug, &'a Slug)> {
        let home = calendar.zone();
        let later = later(calendar, ahead);
        let mut all: Vec<&Instance<'a>> = instances.iter().chain(&later).collect();
        all.retain(|it| !self.is_allowed(Some(it.event()), Kind::DuplicateEvent));
        all.sort_by_cached_key(|it| it.start(home));
        let mut reported = BTreeSet::new();
        for together in all.chunk_by(|one, other| one.start(home) == other.start(home)) {
            if together.len() < 2 {
                continue;
            }
            let mut by_title: BTreeMap<String, Vec<&Instance<'a>>> = BTreeMap::new();
            for instance in together {
                let title = instance.details().title().to_lowercase();
                by_title.entry(title).or_default().push(instance);
            }
            for mut twins in by_title.into_values() {
                twins.sort_by_key(|it| self.indices.get(it.event().id().as_str()).copied());
                let Some((first, others)) = twins.split_first() else {
                    continue;
                };
                for other in others {
                    let (one, other_id) = (first.event().id(), other.event().id());
                    if one != other_id && reported.insert((one, other_id)) {
                        reported.insert((other_id, one));
                        self.twin(first.event(), other);
                    }
                }
            }
        }
        reported
    }

    fn twin(&mut self, one: &Event, instance: &Instance<'_>) {
        let other = instance.event();
        let related = self.place(one, &["start"]);
        let problem = finding(one, other, Day(instance.time().first_date())).into();
        if let Some(diagnostic) = self.warn(other, &["start"], problem) {
            diagnostic.related = related.map(|place| (place, Related::Other, None));
        }
    }
}

/// Returns the finding for two twins, which depends on whether they differ in groups, and on whether one is a series.
fn finding(first: &Event, second: &Event, date: Day) -> WarningFinding {
    let name = |event: &Event| event.id().as_str().into();
    let (one, other) = (name(second), name(first));
    let all: BTreeSet<&Slug> = first.groups().iter().chain(second.groups()).collect();
    let has_all = |event: &Event| event.groups().iter().collect::<BTreeSet<_>>() == all;
    if !has_all(first) || !has_all(second) {
        let groups: Vec<&str> = all.into_iter().map(Slug::as_str).collect();
        let groups = groups.join(", ");
        return WarningFinding::TwinsOfGroups {
            one,
            other,
            date,
            groups,
        };
    }
    let is_series = |event: &Event| matches!(event.schedule(), Schedule::Series(_));
    let (single, series) = match (is_series(first), is_series(second)) {
        (true, false) => (second, first),
        (false, true) => (first, second),
        (true, true) | (false, false) => return WarningFinding::Twins { one, other, date },
    };
    let (single, series) = (name(single), name(series));
    WarningFinding::TwinOfSeries {
        one,
        other,
        date,
        single,
        series,
    }
}

/// Returns the instances from `ahead` on that the file names by their dates, except cancelled ones.
fn later(calendar: &Calendar, ahead: NaiveDate) -> Vec<Instance<'_>> {
    let begins = calendar.zone().start_of_day(ahead);
    let named = calendar.events().iter().flat_map(|event| {
        let alone = event.stand_alone().iter();
        let alone = alone.filter_map(|alone| event.instance(alone.key()));
        let of_series = match event.schedule() {
            Schedule::Series(series) => {
                let changed = series.overrides().map(|of| of.key);
                let dates: BTreeSet<NaiveDate> = changed.chain([series.rule().start()]).collect();
                dates
                    .into_iter()
                    .filter_map(|key| event.instance(key))
                    .collect()
            }
            _ => Vec::new(),
        };
        event.once().into_iter().chain(alone).chain(of_series)
    });
    named
        .filter(|it| it.time().begins(calendar.zone()) >= begins)
        .filter(|it| !it.details().status().is_off())
        .collect()
}
