//! Finds the rule that single meetings follow.
//!
//! A rule fits if it gives the date and the time of at least three meetings of four, has a date near each other meeting, and at most a quarter of
//! its dates have no meeting.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::usual;
use crate::recurrence::{
    DayOfMonth, End, Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet, WeekdaysOfMonth,
};

/// How far before and after the first meeting a rule may begin, in days.
const NEAR: Days = Days::new(16);

/// A rule, and the date of it that each meeting has.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    /// Without an end. It begins with the date of the first meeting.
    pub(super) rule: RecurrenceRule,
    /// In the order of the meetings.
    pub(super) keys: Vec<NaiveDate>,
    /// How many meetings are exactly as the rule gives them.
    exact: usize,
    /// How many dates have no meeting.
    skipped: usize,
}

/// Returns the rule that fits best. The meetings are in order. Of rules that fit in the same way, the shortest one is taken.
pub(super) fn fit(starts: &[NaiveDateTime], time: NaiveTime) -> Option<Fit> {
    let dates: Vec<NaiveDate> = starts.iter().map(NaiveDateTime::date).collect();
    let is_twice = dates.iter().zip(dates.iter().skip(1)).any(|(a, b)| a == b);
    let first = *dates.first().filter(|_| !is_twice)?;
    let mut best: Option<Fit> = None;
    for (pattern, interval) in patterns(&dates) {
        for start in begins(pattern, first) {
            let Ok(rule) = RecurrenceRule::new(pattern, interval, start, End::Never) else {
                continue;
            };
            let Some(found) = fitted(&rule, starts, time) else {
                continue;
            };
            let rank = |fit: &Fit| (fit.exact, std::cmp::Reverse(fit.skipped));
            if best.as_ref().is_none_or(|best| rank(best) < rank(&found)) {
                best = Some(found);
            }
        }
    }
    best
}

/// Returns the patterns that dates suggest, with their intervals, the plainest first.
fn patterns(dates: &[NaiveDate]) -> Vec<(Pattern, u32)> {
    let mut found = Vec::new();
    let Some(weekday) = usual(dates.iter().map(|date| number_of(*date))) else {
        return found;
    };
    let Some(weekday) = dates.iter().find(|date| number_of(**date) == weekday) else {
        return found;
    };
    let weekday = weekday.weekday();
    let weekly = WeekdaySet::new([weekday]).map(Pattern::Weekly);
    found.extend(weekly.map(|weekly| (weekly, 1)));
    found.extend(weekly.map(|weekly| (weekly, 2)));
    let of_month = [
        Ordinal::First,
        Ordinal::Second,
        Ordinal::Third,
        Ordinal::Fourth,
        Ordinal::Last,
    ];
    for interval in [1, 2, 3] {
        let all = of_month.map(|ordinal| (Pattern::MonthlyOnWeekday(ordinal, weekday), interval));
        found.extend(all);
    }
    for (one, other) in [
        (0, 2),
        (1, 3),
        (0, 1),
        (1, 2),
        (2, 3),
        (0, 3),
        (1, 4),
        (0, 4),
        (2, 4),
    ] {
        let day = |index: usize| {
            let ordinal = *of_month.get(index)?;
            Some(WeekdayOfMonth { ordinal, weekday })
        };
        let days = day(one).zip(day(other));
        let days = days.and_then(|(one, other)| WeekdaysOfMonth::new(&[one, other]));
        found.extend(days.map(|days| (Pattern::MonthlyOnWeekdays(days), 1)));
    }
    found.extend(several_days(dates).map(|days| (Pattern::Weekly(days), 1)));
    found.extend(weekly.map(|weekly| (weekly, 3)));
    found.extend(weekly.map(|weekly| (weekly, 4)));
    let day = usual(dates.iter().map(Datelike::day)).and_then(DayOfMonth::new);
    found.extend(day.map(|day| (Pattern::MonthlyOnDay(day), 1)));
    found.push((Pattern::Daily, 1));
    found
}

fn number_of(date: NaiveDate) -> u32 {
    date.weekday().num_days_from_monday()
}

/// Returns the weekdays on which many meetings are, if there are several.
fn several_days(dates: &[NaiveDate]) -> Option<WeekdaySet> {
    let count = |day: Weekday| dates.iter().filter(|date| date.weekday() == day).count();
    let week = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let most = week.into_iter().map(count).max()?;
    let days = WeekdaySet::new(week.into_iter().filter(|day| count(*day) * 2 > most))?;
    Some(days).filter(|days| days.count() > 1)
}

/// Returns the dates of a pattern near the first meeting.
fn begins(pattern: Pattern, first: NaiveDate) -> Vec<NaiveDate> {
    let (Some(from), Some(to)) = (first.checked_sub_days(NEAR), first.checked_add_days(NEAR))
    else {
        return Vec::new();
    };
    let dates = RecurrenceRule::around(pattern, first).dates_from(from);
    let mut dates: Vec<NaiveDate> = dates.take_while(|date| *date <= to).collect();
    dates.sort_by_key(|date| (*date - first).abs());
    // A rule begins with the first meeting, or with the date next to it.
    dates.truncate(3);
    dates
}

/// Returns how a rule fits, if it does.
fn fitted(rule: &RecurrenceRule, starts: &[NaiveDateTime], time: NaiveTime) -> Option<Fit> {
    let most = starts.len().saturating_mul(2).saturating_add(2);
    let last = starts.last()?.date().checked_add_days(NEAR)?;
    let dates: Vec<NaiveDate> = rule
        .dates_from(rule.start())
        .take_while(|date| *date <= last)
        .take(most)
        .collect();
    let mut keys = Vec::with_capacity(starts.len());
    let mut exact = 0;
    // The index of the next date that no meeting has.
    let mut next = 0;
    for (index, start) in starts.iter().enumerate() {
        let day = start.date();
        let following = starts.get(index + 1).map(NaiveDateTime::date);
        let at = dates.partition_point(|date| *date < day);
        let is_there = dates.get(at) == Some(&day);
        let place = if is_there && at >= next {
            at
        } else if at > next {
            // Between two dates of the rule: the one before, unless the one after is nearer and no other meeting has it.
            let (before, after) = (dates.get(at - 1)?, dates.get(at));
            let is_nearer = after.is_some_and(|after| {
                *after - day < day - *before && following.is_none_or(|it| it > *after)
            });
            if is_nearer { at } else { at - 1 }
        } else {
            // The one before has a meeting, so this is an early one of the date after.
            let after = dates.get(at)?;
            if following.is_some_and(|following| following <= *after) {
                return None;
            }
            at
        };
        if place < next {
            return None;
        }
        let key = *dates.get(place)?;
        exact += usize::from(key.and_time(time) == *start);
        keys.push(key);
        next = place + 1;
    }
    let begins_with_it = keys.first() == Some(&rule.start());
    let skipped = next - starts.len();
    let fits = begins_with_it && exact * 4 >= starts.len() * 3 && skipped * 4 <= next;
    fits.then_some(Fit {
        rule: *rule,
        keys,
        exact,
        skipped,
    })
}
