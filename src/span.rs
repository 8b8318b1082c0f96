//! How far in time calfeed reads, checks and shows.
//!
//! In: nothing. Out: years, instants and numbers of months, each with its reason. Guaranteed: no other module has these numbers. Absent:
//! how many days a warning looks ahead, which each warning says itself.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

/// The first year of time zone data as most programs have it, and the first that a date of a header of HTTP can have.
pub(crate) const FIRST_YEAR: i32 = 1970;

/// The years that a file may name. The epoch of most programs is in the first; time zone data ends with the last.
pub(crate) const YEARS: RangeInclusive<i32> = FIRST_YEAR..=2099;

/// The last second of [`YEARS`].
pub(crate) const LAST_MOMENT: DateTime<Utc> =
    DateTime::from_timestamp(4_102_444_799, 0).expect("the end of 2099");

/// The last year that iCalendar, HTTP and RFC 3339 can write: it has four digits.
pub(crate) const LAST_WRITTEN_YEAR: i32 = 9999;

/// The last second of that year, in seconds since 1970.
pub(crate) const LAST_WRITTEN_SECOND: i64 = 253_402_300_799;

/// The year to whose end a series without end is checked, and to which time zones are described. It is fixed, so that the same file
/// gives the same bytes in any year.
pub(crate) const LAST_YEAR_OF_CARE: i32 = 2050;

/// The last day of that year.
pub(crate) const LAST_DAY_OF_CARE: NaiveDate =
    NaiveDate::from_ymd_opt(LAST_YEAR_OF_CARE, 12, 31).expect("a date");

/// How far ahead each meeting of a series is shown, listed, compared and checked: people plan a year, not more.
pub(crate) const MONTHS_AHEAD: Months = Months::new(12);

/// How far back the page of an event shows each meeting, and how far back and ahead each meeting has an invite of its own: people who
/// follow an old link still find it for a year.
pub(crate) const MONTHS_AROUND: Months = Months::new(12);

/// How far back `events.json` lists each meeting: programs compare with the year before.
pub(crate) const MONTHS_BACK: Months = Months::new(24);

/// How far back a meeting can change what is published by the passing of time alone: a month more than [`MONTHS_BACK`], for meetings that
/// last long.
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
