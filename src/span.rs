//! The limits in time of what calfeed reads, checks and shows.
//!
//! Each limit is a constant with its reason. How many days a warning looks ahead is in the module of that warning.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

/// The first year of the time zone data that most programs have, and the first year that the httpdate crate can write in an HTTP header.
pub(crate) const FIRST_YEAR: i32 = 1970;

/// The years that an events file may name. Most programs count time from the first of them; their time zone data ends with the last.
pub(crate) const YEARS: RangeInclusive<i32> = FIRST_YEAR..=2099;

/// The last second of [`YEARS`].
pub(crate) const LAST_MOMENT: DateTime<Utc> =
    DateTime::from_timestamp(4_102_444_799, 0).expect("the end of 2099");

/// The last year that iCalendar, HTTP and RFC 3339 can write: it has four digits.
pub(crate) const LAST_WRITTEN_YEAR: i32 = 9999;

/// The last second of [`LAST_WRITTEN_YEAR`], in seconds since 1970.
pub(crate) const LAST_WRITTEN_SECOND: i64 = 253_402_300_799;

/// A series without end is checked, and a time zone is described, to the end of this year. The year is fixed, so that the same file
/// gives the same bytes in any year.
pub(crate) const LAST_YEAR_OF_CARE: i32 = 2050;

/// The last day of [`LAST_YEAR_OF_CARE`].
pub(crate) const LAST_DAY_OF_CARE: NaiveDate =
    NaiveDate::from_ymd_opt(LAST_YEAR_OF_CARE, 12, 31).expect("a date");

/// How far ahead each meeting of a series is shown, listed, compared and checked: people plan a year, not more.
pub(crate) const MONTHS_AHEAD: Months = Months::new(12);

/// How far back the page of an event shows each meeting, and how far back and ahead each meeting has its own invite. People who follow
/// an old link still find the meeting for a year.
pub(crate) const MONTHS_AROUND: Months = Months::new(12);

/// How far back `events.json` lists each meeting: programs compare with the year before.
pub(crate) const MONTHS_BACK: Months = Months::new(24);

/// How far back a meeting can still change a published page merely because time passes. It is a month more than [`MONTHS_BACK`], to
/// include meetings that last long.
pub(crate) const MONTHS_OF_EXPIRY: Months = Months::new(25);

/// A month of a year. It prints as ISO 8601 does: `2027-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month of a date.
    pub(crate) fn of(date: NaiveDate) -> Self {
        let first = date.with_day(1).unwrap_or(date);
        Self { first }
    }

    /// Reads `2027-03`, exactly as it is printed.
    pub(crate) fn parse(written: &str) -> Option<Self> {
        let (year, month) = written.split_once('-')?;
        let first = NaiveDate::from_ymd_opt(Self::parse_year(year)?, month.parse().ok()?, 1)?;
        Some(Self { first }).filter(|month| month.to_string() == written)
    }

    /// Reads a year of four digits.
    pub(crate) fn parse_year(written: &str) -> Option<i32> {
        let is_year = written.len() == 4 && written.bytes().all(|it| it.is_ascii_digit());
        written.parse().ok().filter(|_| is_year)
    }

    /// Its first day.
    pub(crate) fn first(self) -> NaiveDate {
        self.first
    }

    /// The month after it.
    pub(crate) fn next(self) -> Self {
        let first = self.first.checked_add_months(Months::new(1));
        Self {
            first: first.unwrap_or(self.first),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.format("%Y-%m"))
    }
}
