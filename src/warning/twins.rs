//! Two events that people cannot tell apart: one that was entered twice, most likely.
//!
//! In: the instances of the next twelve months, and all later ones that the file names by their dates. Out: a warning for each pair of events
//! with the same title and start. Guaranteed: one warning for a pair, at the later of the two in the file. Absent: what is cancelled, and what is over.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Adviser;
use crate::calendar::{Calendar, Event, Instance, Schedule};
use crate::diagnostic::{Kind, Problem};
use crate::value::Slug;
use crate::wording;

impl Adviser<'_> {
    /// Warns of twins. Returns their ids in both orders: that they overlap says nothing new.
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
        let mut said = BTreeSet::new();
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
                    if one != other_id && said.insert((one, other_id)) {
                        said.insert((other_id, one));
                        self.twin(first.event(), other);
                    }
                }
            }
        }
        said
    }

    fn twin(&mut self, one: &Event, instance: &Instance<'_>) {
        let other = instance.event();
        let related = self.place(one, &["start"]);
        let message = format!(
            "`{}` has the same title and start as `{}`, on {}",
            other.id(),
            one.id(),
            wording::date(instance.time().first_date())
        );
        let problem = Problem::new(Kind::DuplicateEvent, message).help(cure(one, other));
        if let Some(diagnostic) = self.warn(other, &["start"], problem) {
            diagnostic.related = related.map(|place| (place, "the other is here".to_owned(), None));
        }
    }
}

/// What to write instead of two events.
fn cure(one: &Event, other: &Event) -> String {
    let groups: BTreeSet<&Slug> = one.groups().iter().chain(other.groups()).collect();
    let [has_all, other_has_all] = [one, other].map(|event| {
        let of_event: BTreeSet<&Slug> = event.groups().iter().collect();
        of_event == groups
    });
    if !has_all || !other_has_all {
        let groups: Vec<&str> = groups.into_iter().map(Slug::as_str).collect();
        return format!(
            "if they are one event, keep one of the two with `groups: [{}]`; if not, give them different titles",
            groups.join(", ")
        );
    }
    let is_series = |event: &&Event| matches!(event.schedule(), Schedule::Series(_));
    match (is_series(&one), is_series(&other)) {
        (true, false) => in_series(other, one),
        (false, true) => in_series(one, other),
        (true, true) | (false, false) => {
            "remove one of the two, or give them different titles".to_owned()
        }
    }
}

fn in_series(once: &Event, series: &Event) -> String {
    format!(
        "remove `{}`, and write what is different on its date under `changes` of `{}`",
        once.id(),
        series.id()
    )
}

/// The instances from `ahead` on that the file names by their dates; cancelled ones aside.
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
