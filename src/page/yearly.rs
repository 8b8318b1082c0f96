//! Summarises past instances without details of their own, one line for each year.
//!
//! [`sums`] takes an event and the date before which its instances are past, and returns [`Sum`]s, ordered by year. Its running time depends
//! on the number of years and of entries in the file, not on the number of instances. Instances at another time of day, for example around
//! a clock change, have a line of their own. Past instances that the file describes are listed in [`super::list`].

use chrono::{Datelike, Days, NaiveDate};

use super::view::View;
use crate::calendar::{Event, Instance, Schedule, Series};
use crate::time::EventTime;

/// The most dates of one year that any list names.
pub(super) const MOST_NAMED: usize = 60;

/// Past instances of an event in one year, all at the same time of day.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) count: usize,
    /// The time of the last of them.
    pub(super) last: EventTime,
    /// The key date of the last of them.
    pub(super) key: NaiveDate,
    /// The dates, if they are few enough; else empty.
    pub(super) dates: Vec<NaiveDate>,
    /// Such as `11am to midday`.
    pub(super) hours: String,
}

/// Returns the summaries of past instances without details of their own: those of the rule before `before`, exclusive, and those in
/// `alone`, sorted, which the file names by date. A line names at most `most` dates.
pub(super) fn sums(
    view: &View,
    event: &Event,
    before: NaiveDate,
    alone: &[&Instance<'_>],
    most: usize,
) -> Vec<Sum> {
    let mut sums = match event.schedule() {
        Schedule::Series(series) => of_rule(view, event, series, before),
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => Vec::new(),
    };
    let home = view.calendar.zone();
    for instance in alone {
        let (last, Some(key)) = (instance.time(), instance.key()) else {
            continue;
        };
        let (hours, date) = (view.words.hours(&last), last.first_date());
        let is_same = |sum: &&mut Sum| sum.hours == hours && sum.year() == date.year();
        let Some(sum) = sums.iter_mut().find(is_same) else {
            sums.push(Sum {
                count: 1,
                last,
                key,
                dates: vec![date],
                hours,
            });
            continue;
        };
        sum.count += 1;
        sum.dates.push(date);
        if (last.begins(home), key) > (sum.last.begins(home), sum.key) {
            (sum.last, sum.key) = (last, key);
        }
    }
    for sum in &mut sums {
        sum.dates.sort_unstable();
        if sum.count > most {
            sum.dates.clear();
        }
    }
    sums.sort_by(|one, other| (one.year(), &one.hours).cmp(&(other.year(), &other.hours)));
    sums
}

/// Returns the summaries of the instances that come from a rule alone, before `before`. If there are too many dates to name, they are left
/// out.
fn of_rule(view: &View, event: &Event, series: &Series, before: NaiveDate) -> Vec<Sum> {
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
            view,
            event,
            series,
            from: first.max(start),
            to: next.min(before),
        };
        sums.extend(of_year.sums(changes));
    }
    sums
}

impl Sum {
    fn year(&self) -> i32 {
        self.last.first_date().year()
    }
}

/// The part of a year in which past instances are summarised.
struct Year<'a> {
    view: &'a View,
    event: &'a Event,
    series: &'a Series,
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
}

impl Year<'_> {
    fn sums(&self, changes: &[NaiveDate]) -> Vec<Sum> {
        let count = self
            .series
            .count_plain(self.from, self.to, self.event.details());
        if count == 0 {
            return Vec::new();
        }
        let near = self.near(changes);
        // All others take place at the same time of day.
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
            let key = self.last(|date| !is_other(&date))?;
            let dates = if left > MOST_NAMED {
                Vec::new()
            } else {
                self.plain_dates().filter(|date| !is_other(date)).collect()
            };
            Some(Sum {
                count: left,
                last: self.series.on(key),
                key,
                dates,
                hours,
            })
        });
        let others = others.iter().filter_map(|(hours, dates)| {
            let key = *dates.last()?;
            Some(Sum {
                count: dates.len(),
                last: self.series.on(key),
                key,
                dates: dates.clone(),
                hours: hours.clone(),
            })
        });
        usual.into_iter().chain(others).collect()
    }

    /// Returns the instances that may have another time of day because the clocks change during them, or within two days of them.
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

    /// Returns the time of day of the instance on a date.
    fn hours(&self, date: NaiveDate) -> String {
        self.view.words.hours(&self.series.on(date))
    }

    /// Whether the instance on a date comes from the rule alone.
    fn is_plain(&self, date: NaiveDate) -> bool {
        self.series.is_plain(date, self.event.details())
    }

    fn plain_dates(&self) -> impl Iterator<Item = NaiveDate> {
        let dates = self.series.rule().dates_from(self.from);
        dates
            .take_while(|date| *date < self.to)
            .filter(|date| self.is_plain(*date))
    }

    /// Returns the last instance that comes from the rule alone and for which `predicate` is true.
    fn last(&self, predicate: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let mut day = self.to.pred_opt()?;
        loop {
            let date = self.series.rule().on_or_before(day)?;
            if date < self.from {
                return None;
            }
            if self.is_plain(date) && predicate(date) {
                return Some(date);
            }
            day = date.pred_opt().filter(|day| *day >= self.from)?;
        }
    }
}
