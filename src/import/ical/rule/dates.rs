//! Expands a rule: [`Dates`] is the iterator over what it gives from a start on.
//!
//! Each BY part expands or limits the set of a period by the table of [RFC 5545 §3.3.10]. Dates are local; the zone matters only for UNTIL. The
//! iterator ends with the last year that an events file can name, so a rule that never fires ends too. It counts the days that it examines, so a
//! caller can stop a rule that costs much and gives little.
//!
//! [RFC 5545 §3.3.10]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

use chrono::{
    Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday,
};

use super::numbers::Numbers;
use super::{By, Freq, SourceRule, Until};
use crate::import::ical::times::When;
use crate::span::YEARS;

/// The last day that an events file can name.
const LAST_DATE: NaiveDate = NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).expect("a date");

/// Longer than any offset from UTC.
const ONE_DAY: TimeDelta = TimeDelta::days(1);

/// The dates of a rule, with their times, in order.
#[derive(Clone, Debug)]
pub(in super::super) struct Dates {
    freq: Freq,
    interval: u64,
    week_start: Weekday,
    /// With what is missing taken from the start.
    by: By,
    start: NaiveDateTime,
    /// With it, the start as a zone has it, from which UNTIL is counted.
    until: Option<(Until, When)>,
    /// How many dates are left.
    left: Option<u32>,
    times: Times,
    /// The number of the next period.
    period: u64,
    /// The days of the current period.
    days: Vec<NaiveDate>,
    /// The places in the current period that BYSETPOS selects, the last one first.
    selected: Vec<usize>,
    /// The next place in the current period.
    next: usize,
    steps: u64,
    most_steps: u64,
    /// No period that begins later is examined.
    last: NaiveDate,
    is_over: bool,
}

/// The times of day, as the hours, minutes and seconds of which they consist.
#[derive(Clone, Debug)]
struct Times([Vec<u32>; 3]);

impl SourceRule {
    /// Returns the dates of the rule from a start on, in the zone of the start, up to its UNTIL and COUNT.
    ///
    /// A start that is off the rule is not among them, and does not count: COUNT is the number of dates that the rule gives. `occurrences` adds
    /// such a start, as calendar programs do.
    pub(in super::super) fn dates_from(&self, start: When) -> Dates {
        let mut dates = self.pattern(start.local(None));
        dates.until = self.until.map(|until| (until, start));
        dates.left = self.count;
        dates
    }

    /// Returns the last local time that UNTIL allows for a start, as the clocks of the start show it.
    pub(in super::super) fn until_for(&self, start: When) -> Option<NaiveDateTime> {
        let until = self.until?;
        let written = until.written();
        Some(match start {
            When::Date(_) => written.date().and_time(NaiveTime::MIN),
            When::Floating(_) | When::Utc(_) => written,
            When::Zoned(zone, _) => {
                let utc = zone.to_local(written.and_utc());
                match until {
                    Until::Utc(_) => utc,
                    Until::Date(_) | Until::Local(_) => utc.min(written),
                }
            }
        })
    }

    /// The dates without UNTIL and COUNT.
    pub(super) fn pattern(&self, start: NaiveDateTime) -> Dates {
        let by = self.by.with_start(self.freq, start);
        let part = |numbers: &Numbers, of_start: u32, most: u32| -> Vec<u32> {
            if numbers.is_empty() {
                return vec![of_start];
            }
            let numbers = numbers.iter().filter_map(|it| u32::try_from(it).ok());
            numbers.filter(|number| *number <= most).collect()
        };
        let times = Times([
            part(&by.hour, start.hour(), 23),
            part(&by.minute, start.minute(), 59),
            // "… invalid date or nonexistent local time … MUST be ignored": there is no second 60.
            part(&by.second, start.second(), 59),
        ]);
        Dates {
            freq: self.freq,
            interval: u64::from(self.interval),
            week_start: self.week_start,
            by,
            start,
            until: None,
            left: None,
            times,
            period: 0,
            days: Vec::new(),
            selected: Vec::new(),
            next: 0,
            steps: 0,
            most_steps: u64::MAX,
            last: LAST_DATE,
            is_over: false,
        }
    }
}

impl By {
    /// "Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates are derived from the
    /// Start Time" (RFC 5545 §3.3.10). With BYWEEKNO or BYYEARDAY, `dateutil` takes nothing from it.
    fn with_start(mut self, freq: Freq, start: NaiveDateTime) -> Self {
        let has_day = self.has_day()
            || !(self.week.is_empty() && self.year_day.is_empty() && self.month_day.is_empty());
        match freq {
            _ if has_day => {}
            Freq::Daily => {}
            Freq::Weekly => {
                let index = usize::try_from(start.weekday().num_days_from_monday());
                if let Some(day) = index.ok().and_then(|index| self.day.get_mut(index)) {
                    day.insert(0);
                }
            }
            Freq::Monthly => self.month_day = Numbers::only(start.day()),
            Freq::Yearly => {
                if self.month.is_empty() {
                    self.month = Numbers::only(start.month());
                }
                self.month_day = Numbers::only(start.day());
            }
        }
        self
    }
}

impl Dates {
    /// Ends with the period of a day, or earlier.
    pub(in super::super) fn up_to(self, last: NaiveDate) -> Self {
        let last = last.min(self.last);
        Self { last, ..self }
    }

    /// Ends after some number of examined days.
    pub(in super::super) fn within(self, most_steps: u64) -> Self {
        Self { most_steps, ..self }
    }

    /// How many days it has examined, and dates it has found.
    pub(in super::super) fn steps(&self) -> u64 {
        self.steps
    }

    /// Continues with the first period that may have dates on or after a day. Dates that a COUNT counts are not skipped.
    pub(in super::super) fn seek(&mut self, from: NaiveDate) {
        if self.left.is_some() || from <= self.start.date() {
            return;
        }
        let first = self.start.date();
        let passed = match self.freq {
            Freq::Daily => (from - first).num_days(),
            Freq::Weekly => (from - first).num_days() / 7,
            Freq::Monthly => months(from) - months(first),
            Freq::Yearly => i64::from(from.year()) - i64::from(first.year()),
        };
        let period = u64::try_from(passed).unwrap_or_default() / self.interval;
        // The week of `from` may have begun on an earlier day than that of the start.
        self.period = self.period.max(period.saturating_sub(1));
        self.days.clear();
        self.selected.clear();
        self.next = 0;
    }

    /// Finds the days of the next period. Returns `None` after the last one.
    fn advance(&mut self) -> Option<()> {
        let ahead = self.period.checked_mul(self.interval)?;
        let first = self.start.date();
        self.days.clear();
        self.next = 0;
        let begin = match self.freq {
            Freq::Daily => {
                let day = first.checked_add_days(Days::new(ahead))?;
                self.examine(day);
                day
            }
            Freq::Weekly => {
                let passed = first.weekday().days_since(self.week_start);
                let week = first - Days::new(passed.into());
                let mut day = week.checked_add_days(Days::new(ahead.checked_mul(7)?))?;
                let end = day.checked_add_days(Days::new(7))?;
                // The first week begins with the start: BYSETPOS counts from there, as in `dateutil`.
                day = day.max(first);
                let begin = day;
                while day < end {
                    self.examine(day);
                    day = day.succ_opt()?;
                }
                begin
            }
            Freq::Monthly => {
                let ahead = Months::new(u32::try_from(ahead).ok()?);
                let month = first.with_day(1)?.checked_add_months(ahead)?;
                self.examine_month(month);
                month
            }
            Freq::Yearly => {
                let year = first.year().checked_add(i32::try_from(ahead).ok()?)?;
                for month in 1..=12 {
                    self.examine_month(NaiveDate::from_ymd_opt(year, month, 1)?);
                }
                NaiveDate::from_ymd_opt(year, 1, 1)?
            }
        };
        self.period += 1;
        self.select();
        (begin <= self.last).then_some(())
    }

    fn examine_month(&mut self, first: NaiveDate) {
        let month = i32::try_from(first.month()).unwrap_or_default();
        if !self.by.month.is_empty() && !self.by.month.contains(month) {
            self.steps += 1;
            return;
        }
        for number in 1..=u32::from(first.num_days_in_month()) {
            if let Some(day) = first.with_day(number) {
                self.examine(day);
            }
        }
    }

    /// Adds a day to the period if no part of the rule excludes it.
    fn examine(&mut self, day: NaiveDate) {
        self.steps += 1;
        let by = &self.by;
        let month = i32::try_from(day.month()).unwrap_or_default();
        let is_of_rule = (by.month.is_empty() || by.month.contains(month))
            && (by.month_day.is_empty()
                || by.month_day.has(day.day(), day.num_days_in_month().into()))
            && (by.year_day.is_empty() || by.year_day.has(day.ordinal(), days_of_year(day)))
            && (by.week.is_empty() || self.is_of_week(day))
            && (!by.has_day() || self.is_of_weekday(day));
        if is_of_rule {
            self.days.push(day);
        }
    }

    fn is_of_weekday(&self, day: NaiveDate) -> bool {
        let numbers = self.by.of(day.weekday());
        let signed = |number: u32| i32::try_from(number).unwrap_or_default();
        let nth = |day: u32, all: u32| {
            let (front, back) = ((day - 1) / 7 + 1, (all - day) / 7 + 1);
            numbers.contains(signed(front)) || numbers.contains(-signed(back))
        };
        let in_month = || nth(day.day(), day.num_days_in_month().into());
        let is_plain = numbers.contains(0);
        match self.freq {
            // There, an ordinal means nothing: `dateutil` leaves it out.
            Freq::Daily | Freq::Weekly => !numbers.is_empty(),
            Freq::Monthly => is_plain || in_month(),
            Freq::Yearly if !self.by.month.is_empty() => is_plain || in_month(),
            Freq::Yearly => is_plain || nth(day.ordinal(), days_of_year(day)),
        }
    }

    /// Whether the week of a day has one of the numbers of BYWEEKNO. "Week number one of the calendar year is the first week that contains at
    /// least four (4) days in that calendar year."
    fn is_of_week(&self, day: NaiveDate) -> bool {
        let first_week = |year: i32| {
            let fourth = NaiveDate::from_ymd_opt(year, 1, 4)?;
            let passed = fourth.weekday().days_since(self.week_start);
            fourth.checked_sub_days(Days::new(passed.into()))
        };
        let weeks = |year: i32| {
            let (begin, end) = (first_week(year)?, first_week(year.checked_add(1)?)?);
            if !(begin..end).contains(&day) {
                return None;
            }
            let number = (day - begin).num_days() / 7 + 1;
            let all = (end - begin).num_days() / 7;
            Some((u32::try_from(number).ok()?, u32::try_from(all).ok()?))
        };
        let years = [day.year(), day.year() - 1, day.year() + 1];
        let found = years.into_iter().find_map(weeks);
        found.is_some_and(|(number, all)| self.by.week.has(number, all))
    }

    /// Finds the places of the period that BYSETPOS names.
    fn select(&mut self) {
        self.selected.clear();
        if self.by.position.is_empty() {
            return;
        }
        let all = self.days.len() * self.times.len();
        let place = |position: i32| {
            let distance = usize::try_from(position.unsigned_abs()).ok()?;
            match position {
                1.. => Some(distance - 1).filter(|place| *place < all),
                _ => all.checked_sub(distance),
            }
        };
        if all > 0 {
            self.selected
                .extend(self.by.position.iter().filter_map(place));
        }
        self.selected.sort_unstable_by(|one, other| other.cmp(one));
        self.selected.dedup();
    }

    /// Returns the next place of the current period.
    fn place(&mut self) -> Option<usize> {
        if !self.by.position.is_empty() {
            return self.selected.pop();
        }
        let place = self.next;
        self.next += 1;
        (place < self.days.len() * self.times.len()).then_some(place)
    }

    /// Whether a date is after UNTIL.
    fn is_too_late(&self, date: NaiveDateTime) -> bool {
        let Some((until, start)) = self.until else {
            return false;
        };
        let written = until.written();
        match start {
            // A time after the date is left out, for example the end of the local day in UTC.
            When::Date(_) => date.date() > written.date(),
            // Fast path: no zone is that far from UTC.
            When::Zoned(..) | When::Utc(_) if date + ONE_DAY < written => false,
            When::Zoned(..) | When::Utc(_) if written + ONE_DAY < date => true,
            When::Zoned(zone, _) => {
                let is_after = |limit: When| When::Zoned(zone, date).instant() > limit.instant();
                // "If the "DTSTART" property is specified as a date with local time and time zone reference, then the UNTIL rule part MUST be
                // specified as a date with UTC time." Of another one, `recurring-ical-events` takes the earlier meaning.
                is_after(When::Utc(written.and_utc()))
                    || !matches!(until, Until::Utc(_)) && is_after(When::Zoned(zone, written))
            }
            When::Floating(_) | When::Utc(_) => date > written,
        }
    }
}

impl Iterator for Dates {
    type Item = NaiveDateTime;

    fn next(&mut self) -> Option<NaiveDateTime> {
        if self.left == Some(0) || self.times.len() == 0 {
            return None;
        }
        while !self.is_over && self.steps < self.most_steps {
            self.steps += 1;
            let Some(place) = self.place() else {
                self.is_over = self.advance().is_none();
                continue;
            };
            let times = self.times.len();
            let day = *self.days.get(place / times)?;
            let date = day.and_time(self.times.nth(place % times)?);
            if date < self.start {
                continue;
            }
            if day > LAST_DATE || self.is_too_late(date) {
                self.is_over = true;
                return None;
            }
            self.left = self.left.map(|left| left - 1);
            return Some(date);
        }
        None
    }
}

impl Times {
    fn len(&self) -> usize {
        self.0.iter().map(Vec::len).product()
    }

    /// Returns a time by its place in the day.
    fn nth(&self, place: usize) -> Option<NaiveTime> {
        let Self([hours, minutes, seconds]) = self;
        let (rest, second) = (place / seconds.len(), place % seconds.len());
        let (hour, minute) = (rest / minutes.len(), rest % minutes.len());
        NaiveTime::from_hms_opt(
            *hours.get(hour)?,
            *minutes.get(minute)?,
            *seconds.get(second)?,
        )
    }
}

fn months(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

fn days_of_year(date: NaiveDate) -> u32 {
    if date.leap_year() { 366 } else { 365 }
}
