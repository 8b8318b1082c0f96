//! Finds what an events file says instead of a rule: the sentence of `repeats`, and the `until` or `count` of the series.
//!
//! Many RRULE values mean what a sentence of ours means and look different. So the sentence is guessed from the dates, not from the parts, and it
//! is used only if both give the same dates. They repeat after 28 years, because every fourth year from 1970 to 2099 is a leap year, so it is
//! enough to compare some hundreds of them.

use std::collections::BTreeSet;

use chrono::{Datelike, Month, NaiveDate, NaiveDateTime, Weekday};

use super::{Freq, SourceRule, Until};
use crate::import::ical::times::When;
use crate::recurrence::{
    DayOfMonth, DayOfYear, End, Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet,
    WeekdaysOfMonth, WorkingDay,
};
use crate::span::YEARS;

/// From how many dates a sentence is guessed.
const GUESSED_FROM: usize = 80;

/// How many dates are compared. A monthly rule has 336 in 28 years, and a yearly rule at most 130.
const COMPARED: usize = 400;

/// How many days are examined to guess. A rule that needs more has no sentence: ours have a date in each period.
const MOST_STEPS: u64 = 20_000;

/// Where the dates of a rule end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Ends {
    Never,
    /// After this number of dates.
    After(u32),
    /// On this day, the last on which it may have a date.
    On(NaiveDate),
    /// Before it begins: it has no date at all. Of an UNTIL before the start, calendar programs show nothing (`recurring-ical-events`, Google) or
    /// only the start (Outlook); of `COUNT=0`, they show the start.
    BeforeStart,
}

impl SourceRule {
    /// Returns the sentence that `repeats` has for this rule. Returns `None` if an events file cannot have the rule, or `start` is no date of it.
    pub(in super::super) fn sentence(&self, start: impl Into<NaiveDateTime>) -> Option<String> {
        let start = start.into();
        let mut dates = Vec::new();
        for date in self.pattern(start).within(MOST_STEPS).take(GUESSED_FROM) {
            // Another time of day, or a start that is off the rule.
            if date.time() != start.time() || dates.is_empty() && date != start {
                return None;
            }
            dates.push(date.date());
        }
        let rules = guesses(&dates, self.freq).into_iter();
        let mut rules = rules.filter_map(|(pattern, interval)| {
            RecurrenceRule::new(pattern, interval, start.date(), End::Never).ok()
        });
        let mut compared = None;
        let mut is_same = |rule: &RecurrenceRule| {
            let known = |date: &NaiveDate| YEARS.contains(&date.year());
            let ours = rule.dates_from(start.date()).take_while(known);
            let ours = ours.map(|date| date.and_time(start.time()));
            let all = || self.pattern(start).take(COMPARED).collect();
            let theirs: &Vec<NaiveDateTime> = compared.get_or_insert_with(all);
            ours.take(COMPARED).eq(theirs.iter().copied())
        };
        // A long interval may have no words.
        let is_read =
            |words: &String| RecurrenceRule::parse(words, start.date(), End::Never).is_ok();
        let found = rules.find(|rule| is_same(rule))?.to_string();
        Some(found).filter(is_read)
    }

    /// Returns where the dates of the rule end, for a start in the zone of the series.
    pub(in super::super) fn ends(&self, start: When) -> Ends {
        // Programs write a late year for a rule without an end.
        let is_known = |until: &Until| until.written().year() <= *YEARS.end();
        match (self.until.filter(is_known), self.count) {
            (None, None) => Ends::Never,
            (None, Some(0)) => Ends::BeforeStart,
            (None, Some(count)) => Ends::After(count),
            (Some(_), _) => match self.last_date(start) {
                Some(last) => Ends::On(self.last_day(start).map_or(last, |day| day.max(last))),
                None => Ends::BeforeStart,
            },
        }
    }

    /// Returns the last day on which UNTIL allows a date, as it is written. COUNT may end the rule earlier.
    fn last_day(&self, start: When) -> Option<NaiveDate> {
        let until = self.until_for(start).filter(|_| self.count.is_none())?;
        let is_within = until.time() >= start.local(None).time();
        let day = until.date();
        if is_within { Some(day) } else { day.pred_opt() }
    }

    /// Returns the last day on which a rule with an UNTIL has a date.
    fn last_date(&self, start: When) -> Option<NaiveDate> {
        let until = self.until.map(Until::written)?.date();
        let mut dates = self.dates_from(start);
        if self.count.is_none() {
            // Far enough back for a rule of 29 February.
            let from = until
                .with_day(1)?
                .with_year(until.year() - 8 * self.years())?;
            dates.seek(from);
        }
        let last = dates.last().map(|date| date.date());
        last.or_else(|| self.dates_from(start).last().map(|date| date.date()))
    }

    /// How many years an interval has at most.
    fn years(&self) -> i32 {
        i32::try_from(self.interval.min(100)).unwrap_or(100)
    }
}

/// Returns the patterns and intervals that some dates suggest, the plainest first.
fn guesses(dates: &[NaiveDate], freq: Freq) -> Vec<(Pattern, u32)> {
    let (Some(first), Some(second)) = (dates.first().copied(), dates.get(1).copied()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let after = |passed: &dyn Fn(NaiveDate) -> i64| {
        let passed = dates.iter().map(|date| passed(*date)).find(|it| *it > 0)?;
        u32::try_from(passed).ok()
    };
    let days = WeekdaySet::new(dates.iter().map(chrono::Datelike::weekday));
    let monday = |date: NaiveDate| date.week(Weekday::Mon).first_day();
    let weeks = after(&|date| (monday(date) - monday(first)).num_days() / 7);
    if let (Some(days), Some(weeks)) = (days, weeks)
        && (days.count() < 7 || weeks > 1)
    {
        found.push((Pattern::Weekly(days), weeks));
    }
    if let Some(interval) = after(&|date| i64::from(date.year()) - i64::from(first.year())) {
        found.extend(yearly(first).into_iter().map(|it| (it, interval)));
    }
    // 29 February is the last day of every 48th month only up to 2096.
    let is_regular = |interval: &u32| freq != Freq::Yearly || *interval <= 12;
    if let Some(interval) = after(&|date| months(date) - months(first)).filter(is_regular) {
        found.extend(monthly(dates).into_iter().map(|it| (it, interval)));
    }
    if let Ok(days) = u32::try_from((second - first).num_days()) {
        found.push((Pattern::Daily, days));
    }
    found
}

fn months(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

fn monthly(dates: &[NaiveDate]) -> Vec<Pattern> {
    let mut found = Vec::new();
    let Some(first) = dates.first() else {
        return found;
    };
    found.extend(DayOfMonth::new(first.day()).map(Pattern::MonthlyOnDay));
    found.push(Pattern::MonthlyOnLastDay);
    found.push(Pattern::MonthlyOnWorkingDay(WorkingDay::First));
    found.push(Pattern::MonthlyOnWorkingDay(WorkingDay::Last));
    found.extend(ordinals(*first).map(|it| Pattern::MonthlyOnWeekday(it, first.weekday())));
    // Of several weekdays of the month: those that have a date in every month but the first and the last, which may be cut.
    let of_month = |date: &NaiveDate| months(*date);
    let all: BTreeSet<i64> = dates.iter().map(of_month).collect();
    let whole = all.len().saturating_sub(2);
    let inner: Vec<&NaiveDate> = dates
        .iter()
        .filter(|date| {
            let month = of_month(date);
            all.first() != Some(&month) && all.last() != Some(&month)
        })
        .collect();
    let weekdays = inner.iter().map(|date| date.weekday());
    let weekdays: BTreeSet<u32> = weekdays.map(|day| day.num_days_from_monday()).collect();
    let mut of_all = Vec::new();
    for weekday in weekdays.into_iter().filter_map(weekday) {
        for ordinal in Ordinal::ALL {
            let is_it = |date: &&&NaiveDate| {
                date.weekday() == weekday && ordinals(***date).any(|it| it == ordinal)
            };
            let count = inner.iter().filter(is_it).count();
            if whole > 0 && count == whole {
                of_all.push(WeekdayOfMonth { ordinal, weekday });
            }
        }
    }
    found.extend(WeekdaysOfMonth::new(&of_all).map(Pattern::MonthlyOnWeekdays));
    found
}

fn weekday(number: u32) -> Option<Weekday> {
    Weekday::try_from(u8::try_from(number).ok()?).ok()
}

fn yearly(first: NaiveDate) -> Vec<Pattern> {
    let month = u8::try_from(first.month()).ok();
    let Some(month) = month.and_then(|month| Month::try_from(month).ok()) else {
        return Vec::new();
    };
    let date = DayOfYear::new(month, first.day()).map(Pattern::YearlyOnDate);
    let weekdays = ordinals(first);
    let weekdays = weekdays.map(|it| Pattern::YearlyOnWeekday(it, first.weekday(), month));
    date.into_iter().chain(weekdays).collect()
}

/// Which of the same weekdays of its month a date is: the fourth may be the last too.
fn ordinals(date: NaiveDate) -> impl Iterator<Item = Ordinal> {
    let nth = usize::try_from(date.day0() / 7).ok();
    let nth = nth.and_then(|nth| Ordinal::ALL.get(nth).copied());
    let is_last = date.day() + 7 > date.num_days_in_month().into();
    let last = is_last.then_some(Ordinal::Last);
    nth.into_iter()
        .chain(last)
        .filter(move |it| *it != Ordinal::Last || is_last)
        .collect::<BTreeSet<_>>()
        .into_iter()
}
