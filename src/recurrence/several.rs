//! Handles rules with several weekdays of the month: `monthly on the 1st and 3rd Thursday`.
//!
//! Outlook stores only one weekday of the month in a rule, so such a rule is published as parts with one weekday each. Two weekdays of
//! [`WeekdaysOfMonth`] never fall on the same date, and the parts together have each date of the rule once. Adding or removing a weekday
//! changes no other part. `calendar` composes the UIDs of the parts.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{End, Ordinal, Pattern, RecurrenceRule, WeekdaySet};
use crate::weekday::weekday_name;

/// The most weekdays of the month in a rule. With more, it would be nearly every week.
pub(super) const MOST: usize = 4;

/// One weekday of the month: the 3rd Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeekdayOfMonth {
    /// Which weekday of the month: 3rd.
    pub ordinal: Ordinal,
    /// The weekday: Thursday.
    pub weekday: Weekday,
}

impl WeekdayOfMonth {
    fn rank(self) -> (Ordinal, u32) {
        (self.ordinal, self.weekday.num_days_from_monday())
    }

    /// Returns its suffix in a UID: `3thu`, `lastfri`.
    pub(crate) fn code(self) -> String {
        let day = weekday_name(self.weekday).to_lowercase();
        let day: String = day.chars().take(3).collect();
        match self.ordinal {
            Ordinal::Last => format!("last{day}"),
            ordinal => format!("{}{day}", ordinal.number()),
        }
    }

    /// Reads such a suffix.
    pub(crate) fn from_code(text: &str) -> Option<Self> {
        let mut days = Ordinal::ALL.into_iter().flat_map(|ordinal| {
            let week = WeekdaySet::WEEK.iter();
            week.map(move |weekday| Self { ordinal, weekday })
        });
        days.find(|day| day.code() == text)
    }
}

/// `3rd Thursday`.
impl fmt::Display for WeekdayOfMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.ordinal, weekday_name(self.weekday))
    }
}

/// Two to four weekdays of the month, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeekdaysOfMonth([Option<WeekdayOfMonth>; MOST]);

impl WeekdaysOfMonth {
    /// Returns `None` unless there are two to four different weekdays of the month. The 4th and the last of the same weekday are refused too,
    /// because they are the same date in most months.
    pub fn new(days: &[WeekdayOfMonth]) -> Option<Self> {
        let mut days = days.to_vec();
        days.sort_by_key(|day| day.rank());
        days.dedup();
        let is = |ordinal| move |day: &&WeekdayOfMonth| day.ordinal == ordinal;
        let mut fourths = days.iter().filter(is(Ordinal::Fourth));
        let meets = fourths.any(|fourth| {
            let mut lasts = days.iter().filter(is(Ordinal::Last));
            lasts.any(|last| last.weekday == fourth.weekday)
        });
        if meets || !(2..=MOST).contains(&days.len()) {
            return None;
        }
        let mut all = [None; MOST];
        for (place, day) in all.iter_mut().zip(days) {
            *place = Some(day);
        }
        Some(Self(all))
    }

    /// Returns them in order: by ordinal, then from Monday on.
    pub fn iter(self) -> impl Iterator<Item = WeekdayOfMonth> + Clone + use<> {
        self.0.into_iter().flatten()
    }

    /// Returns how many there are, 2 to 4.
    pub fn count(self) -> u32 {
        self.iter().map(|_| 1).sum()
    }

    /// Returns their dates in the month that begins on `first`, in order.
    pub(super) fn of(self, first: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
        let mut dates = self
            .0
            .map(|day| day.map(|day| day.ordinal.of(day.weekday, first)));
        dates.sort_unstable();
        dates.into_iter().flatten()
    }

    /// Returns the one that falls on a date.
    fn on(self, date: NaiveDate) -> Option<WeekdayOfMonth> {
        let first = date.with_day(1)?;
        self.iter()
            .find(|day| day.ordinal.of(day.weekday, first) == date)
    }
}

/// `1st and 3rd Thursday`; of several weekdays, `1st Monday and 3rd Thursday`.
impl fmt::Display for WeekdaysOfMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<WeekdayOfMonth> = self.iter().collect();
        let weekday = days.first().map(|day| day.weekday);
        let is_one = days.iter().all(|day| Some(day.weekday) == weekday);
        for (index, day) in days.iter().enumerate() {
            match index {
                0 => {}
                index if index + 1 == days.len() => f.write_str(" and ")?,
                _ => f.write_str(", ")?,
            }
            write!(f, "{}", day.ordinal)?;
            if !is_one || index + 1 == days.len() {
                write!(f, " {}", weekday_name(day.weekday))?;
            }
        }
        Ok(())
    }
}

impl RecurrenceRule {
    /// Returns the weekday of the month that names the part of a date. `None` for the part of the start, and for every other kind of rule.
    pub(crate) fn part_of(&self, date: NaiveDate) -> Option<WeekdayOfMonth> {
        let Pattern::MonthlyOnWeekdays(days) = self.pattern else {
            return None;
        };
        days.on(date).filter(|day| self.own != Some(*day))
    }

    /// Returns the part that has a date of the rule.
    pub(crate) fn part_with(&self, date: NaiveDate) -> Self {
        let day = match self.pattern {
            Pattern::MonthlyOnWeekdays(days) => days.on(date),
            _ => None,
        };
        let part = day.and_then(|day| self.part(day));
        part.filter(|part| part.contains(date)).unwrap_or(*self)
    }

    /// Returns the weekday of the month that has the UID of the whole event. `None` for other kinds of rules.
    pub(crate) fn own_weekday(&self) -> Option<WeekdayOfMonth> {
        match self.pattern {
            Pattern::MonthlyOnWeekday(ordinal, weekday) => {
                Some(WeekdayOfMonth { ordinal, weekday })
            }
            Pattern::MonthlyOnWeekdays(_) => self.own,
            _ => None,
        }
    }

    /// Whether the rule has this weekday of the month.
    pub(crate) fn has_weekday(&self, day: WeekdayOfMonth) -> bool {
        match self.pattern {
            Pattern::MonthlyOnWeekday(..) => self.own_weekday() == Some(day),
            Pattern::MonthlyOnWeekdays(days) => days.iter().any(|it| it == day),
            _ => false,
        }
    }

    /// Whether the rule is published as one series.
    pub(crate) fn is_single(&self) -> bool {
        !matches!(self.pattern, Pattern::MonthlyOnWeekdays(_))
    }

    /// Returns the rules of the published series, each with the weekday that names it: first the one of the start, which has no name, then the
    /// others in order. Any other rule is its only part.
    pub(crate) fn parts(&self) -> Vec<(Option<WeekdayOfMonth>, Self)> {
        let Pattern::MonthlyOnWeekdays(days) = self.pattern else {
            return vec![(None, *self)];
        };
        let part = |day: WeekdayOfMonth| {
            let name = Some(day).filter(|day| self.own != Some(*day));
            Some((name, self.part(day)?))
        };
        let mut parts: Vec<_> = days.iter().filter_map(part).collect();
        parts.sort_by_key(|(name, _)| name.is_some());
        parts
    }

    /// Returns the rule of one weekday of the month; `None` if it has no date.
    fn part(&self, day: WeekdayOfMonth) -> Option<Self> {
        let mut part = Self {
            pattern: Pattern::MonthlyOnWeekday(day.ordinal, day.weekday),
            end: End::Never,
            last: None,
            own: None,
            ..*self
        };
        // The first date of the part is in a month of the rule, so the same months follow.
        part.start = part.on_or_after(self.start)?;
        if let Some(last) = self.last {
            part.last = Some(part.on_or_before(last)?);
            part.end = match self.end {
                End::Count(_) => {
                    let count = part.count_before(last.succ_opt()?);
                    End::Count(u32::try_from(count).ok()?)
                }
                end @ (End::Never | End::Until(_)) => end,
            };
        }
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problem;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(written: &str, start: &str, end: End) -> RecurrenceRule {
        RecurrenceRule::parse(written, day(start), end).unwrap()
    }

    fn parts(rule: &RecurrenceRule) -> Vec<String> {
        let said = |(name, part): (Option<WeekdayOfMonth>, RecurrenceRule)| {
            let name = name.map_or_else(String::new, WeekdayOfMonth::code);
            format!("{name} {} {}", part.start(), part.rrule(None))
        };
        rule.parts().into_iter().map(said).collect()
    }

    #[test]
    fn each_weekday_of_the_month_is_a_rule_of_its_own() {
        let rule = rule(
            "monthly on the 1st and 3rd Thursday",
            "2026-01-01",
            End::Never,
        );
        assert_eq!(
            parts(&rule),
            [
                " 2026-01-01 FREQ=MONTHLY;BYDAY=1TH",
                "3thu 2026-01-15 FREQ=MONTHLY;BYDAY=3TH"
            ]
        );
    }

    #[test]
    fn the_part_of_the_start_has_no_name_of_its_own_wherever_it_stands() {
        let rule = rule(
            "monthly on the 1st Monday and last Friday",
            "2026-01-30",
            End::Never,
        );
        assert_eq!(
            parts(&rule),
            [
                " 2026-01-30 FREQ=MONTHLY;BYDAY=-1FR",
                "1mon 2026-02-02 FREQ=MONTHLY;BYDAY=1MO"
            ]
        );
    }

    #[test]
    fn a_part_keeps_its_name_whatever_is_beside_it() {
        let named = |written: &str| {
            let rule = rule(written, "2026-01-06", End::Never);
            let names = rule
                .parts()
                .into_iter()
                .filter_map(|(name, part)| Some((name?.code(), part.start())));
            names.collect::<Vec<_>>()
        };
        let third = ("3tue".to_owned(), day("2026-01-20"));
        let fourth = ("4tue".to_owned(), day("2026-01-27"));
        assert_eq!(
            named("monthly on the 1st and 3rd Tuesday"),
            std::slice::from_ref(&third)
        );
        assert_eq!(
            named("monthly on the 1st, 3rd and 4th Tuesday"),
            [third, fourth]
        );
        assert_eq!(named("monthly on the 1st Tuesday"), []);
    }

    #[test]
    fn an_interval_counts_the_same_months_for_each_part() {
        let rule = rule(
            "every 2 months on the 1st and 3rd Thursday",
            "2026-01-15",
            End::Never,
        );
        assert_eq!(
            parts(&rule),
            [
                " 2026-01-15 FREQ=MONTHLY;INTERVAL=2;BYDAY=3TH",
                "1thu 2026-03-05 FREQ=MONTHLY;INTERVAL=2;BYDAY=1TH"
            ]
        );
    }

    #[test]
    fn a_count_is_shared_out_and_a_part_without_a_date_is_none() {
        let of = |count| {
            parts(&rule(
                "monthly on the 1st and 3rd Thursday",
                "2026-01-01",
                End::Count(count),
            ))
        };
        assert_eq!(of(1), [" 2026-01-01 FREQ=MONTHLY;COUNT=1;BYDAY=1TH"]);
        assert_eq!(
            of(5),
            [
                " 2026-01-01 FREQ=MONTHLY;COUNT=3;BYDAY=1TH",
                "3thu 2026-01-15 FREQ=MONTHLY;COUNT=2;BYDAY=3TH"
            ]
        );
        let until = End::Until(day("2026-01-14"));
        assert_eq!(
            parts(&rule(
                "monthly on the 1st and 3rd Thursday",
                "2026-01-01",
                until
            )),
            [" 2026-01-01 FREQ=MONTHLY;UNTIL=20260114;BYDAY=1TH"]
        );
    }

    #[test]
    fn the_parts_give_the_dates_of_the_rule() {
        for (written, start) in [
            ("monthly on the 2nd, 3rd and 4th Tuesday", "2026-01-13"),
            ("monthly on the 1st Monday and 3rd Thursday", "2026-01-15"),
            ("every 3 months on the 1st and last Friday", "2026-01-30"),
            ("monthly on the 1st, 2nd, 3rd and last Sunday", "2026-02-22"),
        ] {
            for end in [End::Never, End::Count(11), End::Until(day("2027-06-30"))] {
                let rule = rule(written, start, end);
                let until = day("2030-01-01");
                let of = |rule: &RecurrenceRule| {
                    let dates = rule.dates_from(rule.start());
                    dates.take_while(|date| *date < until).collect::<Vec<_>>()
                };
                let parts = rule.parts().into_iter();
                let mut dates: Vec<NaiveDate> = parts.flat_map(|(_, part)| of(&part)).collect();
                dates.sort_unstable();
                assert_eq!(dates, of(&rule), "{written} {end:?}");
            }
        }
    }

    #[test]
    fn a_fourth_and_a_last_of_one_weekday_are_no_two_days() {
        let of = |weekday, ordinal| WeekdayOfMonth { ordinal, weekday };
        let (thursday, friday) = (Weekday::Thu, Weekday::Fri);
        assert!(
            WeekdaysOfMonth::new(&[of(thursday, Ordinal::Fourth), of(thursday, Ordinal::Last)])
                .is_none()
        );
        assert!(
            WeekdaysOfMonth::new(&[of(thursday, Ordinal::Fourth), of(friday, Ordinal::Last)])
                .is_some()
        );
        assert!(WeekdaysOfMonth::new(&[of(thursday, Ordinal::First)]).is_none());
    }

    #[test]
    fn its_sentence_is_read_as_the_same_rule() -> Result<(), Problem> {
        for written in [
            "monthly on the 1st and 3rd Thursday",
            "every 2 months on the 2nd, 3rd and 4th Tuesday",
            "monthly on the 1st Monday and 3rd Thursday",
            "monthly on the 1st Monday, 1st Tuesday and last Friday",
        ] {
            let start = RecurrenceRule::parse(written, day("2026-01-01"), End::Never);
            let start = start.err().map_or(day("2026-01-01"), |problem| {
                let help = problem.advice().unwrap_or_default();
                help.split('`').nth(1).unwrap().parse().unwrap()
            });
            let rule = RecurrenceRule::parse(written, start, End::Never)?;
            assert_eq!(rule.to_string(), written);
            assert_eq!(
                RecurrenceRule::parse(&rule.rrule(None), start, End::Never)?,
                rule
            );
        }
        Ok(())
    }
}
