//! The clocks by which the events take place: their changes meet no instance of a series.
//!
//! In: the calendar's own zone, and whatever others its events name. Out: an error where an instance would begin or end at a time
//! that does not happen once. Guaranteed: what a zone does is searched for once, however many series are in it: to search the years
//! that one without an end goes on for takes as long as to read ten events. Absent: times that take place once, which
//! [`ZonedTime`] refuses by itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::sink::At;
use crate::calendar::LAST_YEAR_OF_CARE;
use crate::diagnostic::Problem;
use crate::document;
use crate::recurrence::RecurrenceRule;
use crate::time::{EventTime, ZonedTime};
use crate::zone::{Transition, Zone};

/// The clocks by which a calendar's events take place.
#[derive(Debug)]
pub(super) struct Clocks {
    home: Zone,
    searched: RefCell<BTreeMap<Zone, Searched>>,
}

/// The changes that were found between two instants.
#[derive(Debug)]
struct Searched {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    changes: Vec<Transition>,
}

impl Clocks {
    /// Takes the zone of the events that name none.
    pub(super) fn of(home: Zone) -> Self {
        Self {
            home,
            searched: RefCell::default(),
        }
    }

    /// The zone of the events that name none.
    pub(super) fn home(&self) -> Zone {
        self.home
    }

    /// At a local time that a clock change skips or repeats hardly two programs agree, so no instance may begin or end there.
    pub(super) fn meet_no_instance(
        &self,
        at: &At<'_>,
        written: &document::Event,
        first: EventTime,
        rule: RecurrenceRule,
    ) {
        let EventTime::Zoned { start, end } = first else {
            return;
        };
        let zone = start.zone();
        let care = NaiveDate::from_ymd_opt(LAST_YEAR_OF_CARE, 12, 31).unwrap_or(NaiveDate::MAX);
        let last = rule.last().map_or(care, |last| last.min(care));
        let length = end.instant() - start.instant();
        let until = zone.end_of_day(last.max(rule.start())) + length;
        let changes = self.changes(zone, start.instant(), until);
        let time = start.local().time();
        // A clock change can only affect instances on its own date and on the two dates next to it.
        let near = |local: NaiveDateTime| {
            let date = local.date();
            let days = [date.pred_opt(), Some(date), date.succ_opt()];
            days.into_iter().flatten()
        };
        let begins = changes
            .iter()
            .flat_map(|change| {
                let odd = local_times(*change);
                near(odd.start)
                    .map(|date| date.and_time(time))
                    .filter(move |begin| odd.contains(begin))
            })
            .filter(|begin| rule.contains(begin.date()))
            .find_map(|begin| Some((begin, ZonedTime::new(zone, begin).err()?)));
        let offsets: BTreeSet<i32> = changes
            .iter()
            .flat_map(|change| [change.offset_before, change.offset_after])
            .collect();
        let ends = changes
            .iter()
            // An end is found from the start by its length, so that it is never a time that is skipped.
            .filter(|change| change.offset_after < change.offset_before)
            .flat_map(|change| {
                let odd = local_times(*change);
                // A cheap filter that needs no zone lookup: the end is the start plus the length, shifted by any change of the offset.
                let may_meet = |date: &NaiveDate| {
                    let end = date.and_time(time) + length;
                    offsets.iter().any(|offset| {
                        let now = [change.offset_before, change.offset_after];
                        let shifts = now.map(|now| TimeDelta::seconds(i64::from(now - offset)));
                        shifts.into_iter().any(|shift| odd.contains(&(end + shift)))
                    })
                };
                near(odd.start - length)
                    .filter(may_meet)
                    .collect::<Vec<_>>()
            })
            .filter(|date| rule.contains(*date))
            .filter_map(|date| match first.on(date) {
                EventTime::Zoned { end, .. } => Some(end.local()),
                EventTime::AllDay { .. } => None,
            })
            .find_map(|end| Some((end, ZonedTime::new(zone, end).err()?)));
        for (key, which, problem) in [("start", "", begins), ("end", "the end ", ends)] {
            if let Some((local, problem)) = problem {
                let key = written.end.as_ref().map_or("start", |_| key);
                at.key(key).error(
                    Problem::new(
                        problem.kind,
                        format!("in this series, {which}{}", problem.message),
                    )
                    // The time of day is what can be changed, not the date.
                    .help(format!(
                        "{} on that day; choose another time of day",
                        problem
                            .help
                            .unwrap_or_default()
                            .replace(&format!("{} ", local.date()), "")
                    )),
                );
                return;
            }
        }
    }

    /// Returns the clock changes of a zone from `from`, inclusive, to `to`, exclusive, in order.
    fn changes(&self, zone: Zone, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Transition> {
        let mut searched = self.searched.borrow_mut();
        let known = searched.entry(zone).or_insert_with(|| Searched {
            from,
            to: from,
            changes: Vec::new(),
        });
        if from < known.from {
            let earlier = zone.transitions(from, known.from);
            known.changes.splice(..0, earlier);
            known.from = from;
        }
        if known.to < to {
            known.changes.extend(zone.transitions(known.to, to));
            known.to = to;
        }
        let is_between = |change: &&Transition| from <= change.at && change.at < to;
        known.changes.iter().filter(is_between).copied().collect()
    }
}

/// The local times that a clock change skips or repeats.
fn local_times(change: Transition) -> Range<NaiveDateTime> {
    let local = |offset: i32| change.at.naive_utc() + TimeDelta::seconds(offset.into());
    let (before, after) = (local(change.offset_before), local(change.offset_after));
    before.min(after)..before.max(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_piece_by_piece_is_what_is_searched_for_at_once() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let clocks = Clocks::of(Zone::UTC);
        for name in ["Europe/London", "Africa/Casablanca"] {
            let zone = Zone::parse(name).unwrap();
            for (from, to) in [
                ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
                // Begins, and ends, at a clock change of London.
                ("2024-03-31T01:00:00Z", "2026-10-25T01:00:00Z"),
                ("2026-10-25T01:00:00Z", "2031-05-01T00:00:00Z"),
                ("2040-01-01T00:00:00Z", "2041-01-01T00:00:00Z"),
                ("2019-06-01T00:00:00Z", "2045-06-01T00:00:00Z"),
                ("2026-06-01T00:00:00Z", "2026-05-01T00:00:00Z"),
            ] {
                let (from, to) = (at(from), at(to));
                let found = clocks.changes(zone, from, to);
                assert_eq!(found, zone.transitions(from, to), "{name}: {from} to {to}");
            }
        }
    }
}
