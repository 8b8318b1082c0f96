//! Findings about dates, times and zones.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::time`] and [`crate::zone`] find
//! them. [`crate::zone`] makes the messages about unknown zones.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveDateTime, Weekday};

use super::Written;
use crate::span::YEARS;
use crate::weekday::weekday_name;

findings! {
    /// Dates, times and zones.
    TimeFinding in Time {
    /// `tomorrow`
    NotUnderstood { written: Written } is BadDate: "can't understand {written} as a date or a time",
        help "dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`";
    /// `27 March 2025 after lunch`
    NotAllUnderstood { written: Written, rest: Written } is BadDate: "can't understand {rest} in {written}",
        help "dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`; the rest belongs in other keys";
    /// `27/03/2025`
    OtherDate { written: Written } is BadDate: "dates are written `YYYY-MM-DD` here, found {written}";
    /// `2025-03-27 11`
    OtherTime { written: Written } is BadTime: "times are written `HH:MM` here, found {written}";
    /// `03/04/2025`
    TwoDates { written: Written, one: DayInWords, other: DayInWords } is BadDate: "{written} could mean {one} or {other}";
    /// `Friday 27 March 2025`
    WrongWeekday { date: DayInWords, is: DayOfWeek, written: DayOfWeek } is BadDate: "{date} is a {is}, not a {written}";
    /// `27 March`
    NoYear { written: Written } is BadDate: "the year is missing from {written}";
    /// `11:0`
    NotATime { written: Written } is BadTime: "can't understand {written} as a time", help "times are written `HH:MM`";
    /// `2025-13`
    NoSuchMonth { written: Written } is BadDate: "{written} does not exist: a year has 12 months",
        help "dates are written year, month, day: `YYYY-MM-DD`";
    /// `2025-02-30`
    NoSuchDay { written: Written, month: MonthInWords, days: u32 } is BadDate: "{written} does not exist: {month} has {days} days";
    /// `1066`
    OutsideYears { written: Written, years: Years } is BadDate: "{written} is not in the years {years}",
        help "correct the year: calendar programs know the time zones of those years only";
    /// `27 March 2025 11:00-12:00`
    Several { written: Written, spans: Vec<(String, Option<String>)>, is_certain: bool, format: Option<&'static str> } is BadDate:
        "expected one date or time, found several values: {written}",
        help "each has a key of its own: `start`, `end` (or `duration`), and `format` or `location`";
    /// `“11:00”`
    Quotes { written: Written } is BadDate: "{written} has quotation marks that YAML does not read as quotes";
    /// `25:00`
    NoSuchTime { written: Written } is BadTime: "{written} does not exist",
        help "hours go from 0 to 23, or with `am` or `pm` from 1 to 12, and minutes from 00 to 59";
    /// `11:00:30`
    Seconds { written: Written } is BadTime: "times have no seconds here, found {written}";
    /// `midnight`
    Midnight { written: Written } is BadTime: "{written} could mean the start of the day or its end",
        help "a day begins at `00:00`, and ends at `00:00` of the next day";
    /// `24:00`
    EndOfDay { written: Written } is BadTime: "times go from `00:00` to `23:59`, and a day ends at `00:00` of the next, found {written}";
    /// `11:00+01:00`, `11:00 BST`
    Zone { written: Written } is BadTime: "expected the local time without a zone, found {written}",
        help "the zone is the `timezone` of the event or of the calendar";
    /// `720`
    Sixties { written: Written, time: String } is BadTime: "{written} is what some programs write for {time} without quotes";
    /// A name that resembles a zone.
    BadZone { message: String } is BadZone: "{message}";
    /// A name that resembles no zone.
    NoZone { message: String, help: String } is BadZone: "{message}", help "{help}";
    /// A time that a clock change skips.
    ClockGap { local: Minute, zone: String } is ClockGap: "{local} in {zone} does not exist: the clocks go forward over it";
    /// A time that a clock change repeats.
    ClockFold { local: Minute, zone: String } is ClockFold: "{local} in {zone} happens twice: the clocks go back over it";
    /// A last day before the first.
    LastBeforeFirst { first: NaiveDate, last: NaiveDate } is EndBeforeStart: "the last day, `{last}`, is before the first, `{first}`",
        help "`end` is the last day of the event; a single day needs none";
    /// An end before the start.
    EndBeforeStart { start: Minute, end: Minute } is EndBeforeStart: "the end, {end}, is not after the start, {start}";
    /// An end at the start: what other programs write if they know no end.
    EndIsStart { start: Minute } is EndBeforeStart: "the end is the same as the start, {start}",
        help "remove `end` if it is not known";
    }
}

impl TimeFinding {
    pub(crate) fn outside_years(written: &str) -> Self {
        let written = written.into();
        Self::OutsideYears { written, years: YEARS.into() }
    }
}

macro_rules! shown {
    ($($(#[$doc:meta])* $name:ident($type:ty): $value:ident => $shown:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $name($type);

        impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self(value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let $value = &self.0;
                write!(f, "{}", $shown)
            }
        }
    )+};
}

shown! {
    /// `27 March 2025`
    DayInWords(NaiveDate): day => day.format("%-d %B %Y");
    /// `March 2025`, by one of its days.
    MonthInWords(NaiveDate): day => day.format("%B %Y");
    /// `Thursday`
    DayOfWeek(Weekday): day => weekday_name(*day);
    /// `` `2025-03-27 11:00` ``
    Minute(NaiveDateTime): local => local.format("`%Y-%m-%d %H:%M`");
    /// `1970 to 2099`
    Years(RangeInclusive<i32>): years => format_args!("{} to {}", years.start(), years.end());
}
