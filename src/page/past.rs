//! The past meetings that only a rule made → one line a year.
//!
//! In: a series, and the date before which its meetings are past. Out: [`Sum`]s, in order of their years. Guaranteed: the time this takes
//! follows from the number of years and of what the file names, not from the number of meetings; meetings of other hours, as a clock
//! change can make them, have a line of their own. Absent: past meetings of which the file says something, see [`super::list`].

use chrono::{Datelike, Days, NaiveDate};

use super::view::View;
use crate::calendar::{Event, Series};
use crate::wording;

/// Past meetings of a series in one year, all of the same hours.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) count: usize,
    pub(super) last: NaiveDate,
    /// Each of them, where there are few; else none.
    pub(super) dates: Vec<NaiveDate>,
    /// `11am to 12pm`.
    pub(super) hours: String,
}

/// Returns the meetings before `before`, exclusive, that only the rule makes. Dates are named up to `most` in a line.
pub(super) fn sums(
    view: &View,
    event: &Event,
    series: &Series,
    before: NaiveDate,
    most: usize,
) -> Vec<Sum> {
    let start = series.rule().start();
    let end = series.rule().last().and_then(|last| last.succ_opt());
    let before = end.map_or(before, |end| end.min(before));
    let zone = series.first().zone();
    let changes = zone.map(|zone| view.clock_changes(zone));
    let changes = changes.as_deref().unwrap_or_default();
    let mut sums = Vec::new();
    for year in start.year()..=before.year() {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(start);
        let next = NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap_or(before);
        let of_year = Year {
            event,
            series,
            from: first.max(start),
            to: next.min(before),
        };
        sums.extend(of_year.sums(changes, most));
    }
    sums
}

/// The part of a year in which past meetings are summed up.
struct Year<'a> {
    event: &'a Event,
    series: &'a Series,
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
}

impl Year<'_> {
    fn sums(&self, changes: &[NaiveDate], most: usize) -> Vec<Sum> {
        let count = self
            .series
            .count_plain(self.from, self.to, self.event.details());
        if count == 0 {
            return Vec::new();
        }
        let near = self.near(changes);
        // All others have the same hours.
        let usual = self.last(|date| !near.contains(&date));
        let usual_hours = usual.map(|date| self.hours(date));
        let mut others: Vec<(String, Vec<NaiveDate>)> = Vec::new();
        for date in near {
            let hours = self.hours(date);
            if usual_hours.as_ref() == Some(&hours) {
                continue;
            }
            match others.iter_mut().find(|(known, _)| *known == hours) {
                Some((_, dates)) => dates.push(date),
                None => others.push((hours, vec![date])),
            }
        }
        let is_other = |date: &NaiveDate| others.iter().any(|(_, dates)| dates.contains(date));
        let left = count - others.iter().map(|(_, dates)| dates.len()).sum::<usize>();
        let usual = usual_hours.and_then(|hours| {
            let last = self.last(|date| !is_other(&date))?;
            let dates = if left > most {
                Vec::new()
            } else {
                self.plain_dates().filter(|date| !is_other(date)).collect()
            };
            Some(Sum {
                count: left,
                last,
                dates,
                hours,
            })
        });
        let others = others.iter().filter_map(|(hours, dates)| {
            Some(Sum {
                count: dates.len(),
                last: *dates.last()?,
                dates: dates
                    .iter()
                    .copied()
                    .filter(|_| dates.len() <= most)
                    .collect(),
                hours: hours.clone(),
            })
        });
        let mut sums: Vec<Sum> = usual.into_iter().chain(others).collect();
        sums.sort_by(|one, other| one.hours.cmp(&other.hours));
        sums
    }

    /// The meetings during which, or just before which, the clocks change.
    fn near(&self, changes: &[NaiveDate]) -> Vec<NaiveDate> {
        let first = self.series.first();
        let length = (first.last_date() - first.first_date()).num_days();
        let reach = Days::new(length.unsigned_abs() + 2);
        let mut near = Vec::new();
        for change in changes {
            let from = (*change - reach).max(self.from);
            let to = (*change + Days::new(2)).min(self.to);
            if from >= to {
                continue;
            }
            let dates = self.series.rule().dates_from(from);
            near.extend(
                dates
                    .take_while(|date| *date < to)
                    .filter(|date| self.is_plain(*date)),
            );
        }
        near.sort_unstable();
        near.dedup();
        near
    }

    fn hours(&self, date: NaiveDate) -> String {
        wording::hours(&self.series.on(date))
    }

    fn is_plain(&self, date: NaiveDate) -> bool {
        self.series.is_plain(date, self.event.details())
    }

    fn plain_dates(&self) -> impl Iterator<Item = NaiveDate> {
        let dates = self.series.rule().dates_from(self.from);
        dates
            .take_while(|date| *date < self.to)
            .filter(|date| self.is_plain(*date))
    }

    /// Returns the last meeting that `is_meant` is true of.
    fn last(&self, is_meant: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let mut day = self.to.pred_opt()?;
        loop {
            let date = self.series.rule().on_or_before(day)?;
            if date < self.from {
                return None;
            }
            if self.is_plain(date) && is_meant(date) {
                return Some(date);
            }
            day = date.pred_opt()?;
        }
    }
}
