//! Defines recurrence rules, and finds the dates of a rule.
//!
//! A [`RecurrenceRule`] consists of what `repeats` says, the date of the first instance and the end of the series. It can be shown as a
//! sentence and written as RRULE values that every calendar program can store; this is the part of [RFC 5545 §3.3.10] that Outlook
//! supports. The start is the first date. Dates come in order, and finding one takes equally long however late it is. A rule has no times
//! of day and no zone: it is expanded on local dates, and the zone is applied afterwards.
//!
//! [RFC 5545 §3.3.10]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

mod days;
mod guess;
mod listed;
mod on_days;
mod repeats;
mod rrule;
mod sentence;
mod several;
mod suggestion;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::diagnostic::{Problem, RuleFinding};
use crate::span::{LAST_WRITTEN_YEAR, YEARS};
use crate::weekday::weekday_name;

use days::Period;
pub(crate) use days::month_of;
pub use days::{DayOfMonth, DayOfYear, Ordinal, WeekdaySet, WorkingDay};
pub(crate) use listed::SeriesKeys;
pub(crate) use rrule::weekday_code;
pub use several::{WeekdayOfMonth, WeekdaysOfMonth};
pub(crate) use suggestion::{check, read};

/// The days of its periods on which a rule has dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Pattern {
    /// Every day.
    Daily,
    /// On these days of the week. Weeks begin on Monday, the default of RFC 5545.
    Weekly(WeekdaySet),
    /// On the first … fourth or last such weekday of the month.
    MonthlyOnWeekday(Ordinal, Weekday),
    /// On several weekdays of the month.
    MonthlyOnWeekdays(WeekdaysOfMonth),
    /// On a day that every month has.
    MonthlyOnDay(DayOfMonth),
    /// On the last day of the month.
    MonthlyOnLastDay,
    /// On the first or last day of the month from Monday to Friday.
    MonthlyOnWorkingDay(WorkingDay),
    /// On a date that every year has.
    YearlyOnDate(DayOfYear),
    /// On the first … fourth or last such weekday of a month, counted from 1.
    YearlyOnWeekday(Ordinal, Weekday, chrono::Month),
}

impl Pattern {
    fn period(self) -> Period {
        match self {
            Self::Daily => Period::Day,
            Self::Weekly(_) => Period::Week,
            Self::MonthlyOnWeekday(..)
            | Self::MonthlyOnWeekdays(_)
            | Self::MonthlyOnDay(_)
            | Self::MonthlyOnLastDay
            | Self::MonthlyOnWorkingDay(_) => Period::Month,
            Self::YearlyOnDate(_) | Self::YearlyOnWeekday(..) => Period::Year,
        }
    }
}

/// Where a series ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// It has no end.
    Never,
    /// On or before this local date.
    Until(NaiveDate),
    /// After this number of dates, including skipped ones.
    Count(u32),
}

impl End {
    /// Refuses an end before `start`.
    pub(crate) fn fits(self, start: NaiveDate) -> Result<(), Problem> {
        match self {
            Self::Until(until) if until < start => {
                Err(RuleFinding::UntilBeforeStart { until, start }.into())
            }
            Self::Never | Self::Until(_) | Self::Count(_) => Ok(()),
        }
    }
}

/// A rule with its first date and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecurrenceRule {
    pattern: Pattern,
    interval: u32,
    start: NaiveDate,
    end: End,
    /// The last date, computed once.
    last: Option<NaiveDate>,
    /// Of several weekdays of the month, the one of the start date in the file.
    own: Option<WeekdayOfMonth>,
}

impl RecurrenceRule {
    /// Reads a sentence, or an RRULE value, of a series whose first date is `start`.
    ///
    /// ```
    /// use calfeed::{End, RecurrenceRule};
    ///
    /// let start = "2025-03-27".parse().unwrap();
    /// let rule = RecurrenceRule::parse("monthly on the 4th Thursday", start, End::Never).unwrap();
    /// assert_eq!(rule.rrule(None), "FREQ=MONTHLY;BYDAY=4TH");
    /// assert_eq!(rule, RecurrenceRule::parse("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4", start, End::Never).unwrap());
    /// ```
    ///
    /// # Errors
    /// Refuses a text that is no rule or that could mean two, and everything that [`RecurrenceRule::new`] refuses.
    pub fn parse(written: &str, start: NaiveDate, end: End) -> Result<Self, Problem> {
        let (pattern, interval) = read(written, &SeriesKeys::starting(start))?;
        Self::new(pattern, interval, start, end)
    }

    /// Creates a rule whose first date is `start`. An interval of 0 counts as 1.
    ///
    /// # Errors
    /// Refuses a `start` that is no date of the rule, and suggests the nearest one that is; refuses an end before the start.
    pub fn new(
        pattern: Pattern,
        interval: u32,
        start: NaiveDate,
        end: End,
    ) -> Result<Self, Problem> {
        let mut rule = Self {
            pattern,
            interval: interval.max(1),
            start,
            end: End::Never,
            last: None,
            own: None,
        };
        rule.own = rule.part_of(start);
        if rule.on_or_after(start) != Some(start) {
            return Err(rule.start_off_rule(start));
        }
        end.fits(start)?;
        rule.end = end;
        rule.last = match end {
            End::Never => None,
            End::Until(until) => rule.on_or_before(until),
            End::Count(count) => rule.nth(count.max(1) - 1),
        };
        Ok(rule)
    }

    /// Returns the rule with all dates that a pattern can have, from two years before `start`, which need not be one of them.
    pub(crate) fn around(pattern: Pattern, start: NaiveDate) -> Self {
        Self {
            pattern,
            interval: 1,
            start: start - Days::new(366 * 2),
            end: End::Never,
            last: None,
            own: None,
        }
    }

    /// Returns the problem of a `start` that is no date of the rule.
    fn start_off_rule(&self, start: NaiveDate) -> Problem {
        // The nearest dates come from the same rule with an earlier start.
        let aligned = Self::around(self.pattern, start);
        let good = |date: &NaiveDate| {
            if !YEARS.contains(&date.year()) {
                return false;
            }
            let rule = Self {
                start: *date,
                ..*self
            };
            rule.on_or_after(*date) == Some(*date)
        };
        let after = aligned.dates_from(start).find(good);
        let before = aligned
            .dates_from(aligned.start)
            .take_while(|date| *date < start)
            .filter(good)
            .last();
        let nearest = match (before, after) {
            (Some(before), Some(after)) if start - before <= after - start => before,
            (before, after) => after.or(before).unwrap_or(start),
        };
        RuleFinding::StartOffRule {
            start: start.format("%A %-d %B %Y").to_string(),
            rule: self.to_string(),
            weekday: weekday_name(nearest.weekday()),
            nearest,
        }
        .into()
    }

    /// The days on which it has dates.
    pub fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// The interval in days, weeks, months or years; at least 1.
    pub fn interval(&self) -> u32 {
        self.interval
    }

    /// The first date.
    pub fn start(&self) -> NaiveDate {
        self.start
    }

    /// The end as the file gives it.
    pub fn end(&self) -> End {
        self.end
    }

    /// The last date; `None` if the rule has no end.
    pub fn last(&self) -> Option<NaiveDate> {
        self.last
    }

    /// Whether `date` is a date of the rule.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.on_or_after(date) == Some(date)
    }

    /// Returns the dates from `from`, inclusive, in order. The iterator is endless if the rule is.
    pub fn dates_from(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
        let rule = *self;
        let from = from.max(rule.start);
        (rule.period_of(from)..)
            .map_while(move |period| rule.dates_in(period))
            .flatten()
            .skip_while(move |date| *date < from)
            .take_while(move |date| rule.last.is_none_or(|last| *date <= last))
    }

    /// Returns an upper bound for the number of dates in any `days` consecutive days. It is computed by arithmetic, and may be a few too high.
    pub(crate) fn most_within(&self, days: u32) -> u64 {
        let lasts = self.last.map(|last| (last - self.start).num_days() + 1);
        let days = lasts.map_or(days, |lasts| u32::try_from(lasts).unwrap_or(days).min(days));
        // The least number of days between two dates.
        let apart = match self.pattern.period() {
            Period::Day | Period::Week => 1,
            Period::Month => 28,
            Period::Year => 364,
        };
        let (days, interval) = (u64::from(days), u64::from(self.interval));
        let most = match self.pattern {
            Pattern::Weekly(on) => {
                let (cycle, a_week) = (7 * interval, u64::from(on.count()));
                days / cycle * a_week + a_week.min(days % cycle)
            }
            Pattern::MonthlyOnWeekdays(on) => {
                (days.saturating_sub(1) / (apart * interval) + 1) * u64::from(on.count())
            }
            _ => days.saturating_sub(1) / (apart * interval) + 1,
        };
        match self.end {
            End::Count(count) => most.min(u64::from(count.max(1))),
            End::Never | End::Until(_) => most,
        }
    }

    /// Returns the first date on or after `date`.
    pub fn on_or_after(&self, date: NaiveDate) -> Option<NaiveDate> {
        self.dates_from(date).next()
    }

    /// Returns the last date on or before `date`.
    pub fn on_or_before(&self, date: NaiveDate) -> Option<NaiveDate> {
        let date = self.last.map_or(date, |last| date.min(last));
        // The first date in the period of `date` may be later than `date`. In the period before, it never is.
        let from = self
            .dates_in(self.period_of(date).saturating_sub(1))?
            .next()?;
        self.dates_from(from.max(self.start))
            .take_while(|found| *found <= date)
            .last()
    }

    /// Returns the number of dates before `date`, by arithmetic. The running time does not depend on that number.
    pub(crate) fn count_before(&self, date: NaiveDate) -> usize {
        let Some(last) = date.pred_opt().filter(|last| *last >= self.start) else {
            return 0;
        };
        let last = self.last.map_or(last, |end| last.min(end));
        let period = self.period_of(last);
        let whole_periods = usize::try_from(u64::from(period) * u64::from(self.per_period()));
        let dates = self.dates_in(period).into_iter().flatten();
        let in_last_period = dates.take_while(|date| *date <= last).count();
        (whole_periods.unwrap_or(usize::MAX) + in_last_period)
            .saturating_sub(self.count_before_start())
    }

    /// Returns the number of dates in each period.
    fn per_period(&self) -> u32 {
        match self.pattern {
            Pattern::Weekly(days) => days.count(),
            Pattern::MonthlyOnWeekdays(days) => days.count(),
            _ => 1,
        }
    }

    /// Returns the number of dates that the pattern has in the first period before the start.
    fn count_before_start(&self) -> usize {
        let dates = self.dates_in(0).into_iter().flatten();
        dates.take_while(|date| *date < self.start).count()
    }

    /// Returns the rule without the dates before `start`, which must be a date of the rule. A count is reduced accordingly.
    pub(crate) fn starting_at(&self, start: NaiveDate) -> Self {
        let end = match self.end {
            End::Count(count) => {
                let left_out = u32::try_from(self.count_before(start)).unwrap_or(u32::MAX);
                End::Count(count.saturating_sub(left_out))
            }
            end @ (End::Never | End::Until(_)) => end,
        };
        // Intervals are counted from the new start, which is a date of the rule, so the same periods follow.
        Self {
            start,
            end,
            ..*self
        }
    }

    /// Returns the rule without the dates after `last`, which must be a date of the rule.
    pub(crate) fn ending(&self, last: NaiveDate) -> Self {
        Self {
            end: End::Until(last),
            last: Some(last),
            ..*self
        }
    }

    /// Returns the `n`th date, counted from 0.
    fn nth(&self, n: u32) -> Option<NaiveDate> {
        let passed = u32::try_from(self.count_before_start()).ok()?;
        let n = n.checked_add(passed)?;
        let each = self.per_period();
        self.dates_in(n / each)?
            .nth(usize::try_from(n % each).ok()?)
    }

    /// Returns the number of the last period that begins on or before `date`. The period of the start has number 0.
    fn period_of(&self, date: NaiveDate) -> u32 {
        let elapsed = match self.pattern.period() {
            Period::Day => (date - self.start).num_days(),
            Period::Week => (monday(date) - monday(self.start)).num_days().div_euclid(7),
            Period::Month => months(date) - months(self.start),
            Period::Year => i64::from(date.year()) - i64::from(self.start.year()),
        };
        u32::try_from(elapsed.div_euclid(i64::from(self.interval))).unwrap_or(0)
    }

    /// Returns the dates of a period, in order, including dates before the start. `None` after the last year that is published.
    fn dates_in(&self, period: u32) -> Option<impl Iterator<Item = NaiveDate> + use<>> {
        let ahead = period.checked_mul(self.interval)?;
        let begin = match self.pattern.period() {
            Period::Day => self.start.checked_add_days(Days::new(ahead.into()))?,
            Period::Week => monday(self.start).checked_add_days(Days::new(u64::from(ahead) * 7))?,
            Period::Month => self
                .start
                .with_day(1)?
                .checked_add_months(Months::new(ahead))?,
            Period::Year => {
                let year = self.start.year().checked_add(i32::try_from(ahead).ok()?)?;
                NaiveDate::from_ymd_opt(year, 1, 1)?
            }
        };
        if begin.year() > LAST_WRITTEN_YEAR {
            return None;
        }
        let (mut single, mut week, mut several) = (None, None, None);
        match self.pattern {
            Pattern::Daily => single = Some(begin),
            Pattern::Weekly(days) => {
                let on = move |day: Weekday| begin + Days::new(day.num_days_from_monday().into());
                week = Some(days.iter().map(on));
            }
            Pattern::MonthlyOnWeekday(ordinal, weekday) => {
                single = Some(ordinal.of(weekday, begin));
            }
            Pattern::MonthlyOnWeekdays(days) => several = Some(days.of(begin)),
            Pattern::MonthlyOnDay(day) => single = begin.with_day(day.number()),
            Pattern::MonthlyOnLastDay => single = begin.with_day(begin.num_days_in_month().into()),
            Pattern::MonthlyOnWorkingDay(day) => single = day.of(begin),
            Pattern::YearlyOnDate(day) => single = day.of(begin.year()),
            Pattern::YearlyOnWeekday(ordinal, weekday, month) => {
                let first = begin.with_month(month.number_from_month())?;
                single = Some(ordinal.of(weekday, first));
            }
        }
        let rest = week.into_iter().flatten();
        let rest = rest.chain(several.into_iter().flatten());
        Some(single.into_iter().chain(rest))
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(date.weekday().num_days_from_monday().into())
}

fn months(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

/// Writes the sentence of the rule, which the file accepts: `monthly on the 4th Thursday`.
impl fmt::Display for RecurrenceRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        repeats::Sentence(self.pattern, self.interval).fmt(f)
    }
}
