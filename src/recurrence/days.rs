//! Defines the parts of rules: periods, ordinals, days of the week, of the month and of the year.
//!
//! Every value occurs in each month or year. There is no fifth weekday, no 29 February and no day 29 to 31 of the month: RFC 5545 skips the
//! months without such a day, and Outlook uses the last day instead.

use std::fmt;

use chrono::{Datelike, Days, Month, Months, NaiveDate, Weekday};

/// The unit of the interval of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Day,
    Week,
    Month,
    Year,
}

impl Period {
    /// `month`.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// `monthly`.
    pub(super) fn adverb(self) -> &'static str {
        match self {
            Self::Day => "daily",
            Self::Week => "weekly",
            Self::Month => "monthly",
            Self::Year => "yearly",
        }
    }
}

/// Which of the same weekdays of a month. Outlook has only these five (MS-OXOCAL, `MonthNth`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ordinal {
    /// The 1st.
    First,
    /// The 2nd.
    Second,
    /// The 3rd.
    Third,
    /// The 4th.
    Fourth,
    /// The last, which is the 4th or the 5th.
    Last,
}

impl Ordinal {
    /// All, in order.
    pub const ALL: [Self; 5] = [
        Self::First,
        Self::Second,
        Self::Third,
        Self::Fourth,
        Self::Last,
    ];

    /// Returns the number before the weekday in BYDAY: 1 to 4, or -1.
    pub fn number(self) -> i32 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Last => -1,
        }
    }

    pub(super) fn from_number(number: i32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|ordinal| ordinal.number() == number)
    }

    /// Returns the ordinal of a date among the same weekdays of its month. The 5th is the last.
    pub(super) fn of_date(date: NaiveDate) -> Self {
        let number = i32::try_from(date.day0() / 7 + 1);
        Self::from_number(number.unwrap_or(-1)).unwrap_or(Self::Last)
    }

    /// Returns this ordinal's `weekday` in the month that begins on `first`.
    pub(super) fn of(self, weekday: Weekday, first: NaiveDate) -> NaiveDate {
        let from = match self {
            Self::First => first,
            Self::Second => first + Days::new(7),
            Self::Third => first + Days::new(14),
            Self::Fourth => first + Days::new(21),
            Self::Last => first + Months::new(1) - Days::new(7),
        };
        from + Days::new(weekday.days_since(from.weekday()).into())
    }
}

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "1st",
            Self::Second => "2nd",
            Self::Third => "3rd",
            Self::Fourth => "4th",
            Self::Last => "last",
        })
    }
}

/// Days of the week, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeekdaySet(chrono::WeekdaySet);

impl WeekdaySet {
    /// All seven.
    pub(super) const WEEK: Self = Self(chrono::WeekdaySet::ALL);

    /// Saturday and Sunday.
    pub(super) const WEEKEND: Self =
        Self(chrono::WeekdaySet::from_array([Weekday::Sat, Weekday::Sun]));

    /// Monday to Friday.
    pub(crate) const WORKING: Self = Self(chrono::WeekdaySet::from_array([
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ]));

    /// Returns the set of `days`, unless there are none.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let days: chrono::WeekdaySet = days.into_iter().collect();
        (!days.is_empty()).then_some(Self(days))
    }

    /// Returns the days from Monday on.
    pub fn iter(self) -> impl Iterator<Item = Weekday> + Clone + use<> {
        self.0.iter(Weekday::Mon)
    }

    /// Returns its day, if it has only one.
    pub(super) fn single(self) -> Option<Weekday> {
        self.0.first().filter(|_| self.0.len() == 1)
    }

    /// Returns the number of days, 1 to 7.
    pub fn count(self) -> u32 {
        self.0.len().into()
    }
}

/// Which day of the month from Monday to Friday (MS-OXCICAL 2.1.3.2.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkingDay {
    /// The first.
    First,
    /// The last.
    Last,
}

impl WorkingDay {
    /// Returns its date in the month that begins on `first`.
    pub(super) fn of(self, first: NaiveDate) -> Option<NaiveDate> {
        let is_working = |date: &NaiveDate| date.weekday().num_days_from_monday() < 5;
        let mut days = 1..=u32::from(first.num_days_in_month());
        let date = |day| first.with_day(day).filter(is_working);
        match self {
            Self::First => days.find_map(date),
            Self::Last => days.rev().find_map(date),
        }
    }

    /// Returns the number in BYSETPOS: 1 or -1.
    pub(super) fn position(self) -> i32 {
        match self {
            Self::First => 1,
            Self::Last => -1,
        }
    }
}

impl fmt::Display for WorkingDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first",
            Self::Last => "last",
        })
    }
}

/// A day that every month has: 1 to 28.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayOfMonth(u8);

impl DayOfMonth {
    /// Returns day `number` of the month, unless some months lack it.
    pub fn new(number: u32) -> Option<Self> {
        match u8::try_from(number) {
            Ok(number @ 1..=28) => Some(Self(number)),
            _ => None,
        }
    }

    /// Returns the number, 1 to 28.
    pub fn number(self) -> u32 {
        self.0.into()
    }
}

/// A date that every year has: any but 29 February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayOfYear {
    month: Month,
    day: u8,
}

impl DayOfYear {
    /// Returns a date, unless some years lack it.
    pub fn new(month: Month, day: u32) -> Option<Self> {
        // 2025 is not a leap year.
        NaiveDate::from_ymd_opt(2025, month.number_from_month(), day)?;
        u8::try_from(day).ok().map(|day| Self { month, day })
    }

    /// Returns the month.
    pub fn month(self) -> Month {
        self.month
    }

    /// Returns the day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.day.into()
    }

    pub(super) fn of(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month.number_from_month(), self.day.into())
    }
}

/// Returns the month of a date.
pub(crate) fn month_of(date: NaiveDate) -> Month {
    u8::try_from(date.month())
        .ok()
        .and_then(|month| Month::try_from(month).ok())
        .expect("the months of chrono's dates go from 1 to 12")
}
