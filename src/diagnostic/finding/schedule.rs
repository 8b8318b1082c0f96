//! Findings about when an event takes place: its start, its end, its series.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::validate`] finds them.

use std::fmt;

use chrono::NaiveDate;

use super::{When, Written};

findings! {
    /// When an event takes place.
    ScheduleFinding in Schedule {
    /// `start: 11:00`
    StartNotDate { form: &'static str } is BadDate: "expected a date, found {form}";
    /// A time in UTC, of an event whose zone is not known.
    StartInUtc is BadDate: "expected a local time, found a time in UTC",
        help "write the time that the clocks at the meeting show, as `YYYY-MM-DD HH:MM`";
    /// A key that has no meaning without a date.
    NeedsDate { key: &'static str } is NeedsDate: "`{key}` needs a `start` whose date is known",
        help "write the date under `start`, or remove `{key}` until it is known";
    /// A start with a time, and no end.
    NoEnd is NoEnd: "no end time: shown as one hour long";
    /// An end that is no time, of a start that has one.
    EndNotTime { written: Written, form: &'static str } is MixedStartAndEnd: "expected a time, as `start` has one, found {written}, {form}";
    /// `end: tbc`
    EndNotKnown is MixedStartAndEnd: "expected a time, found an end to be confirmed",
        help "remove `end` until it is known: until then the event is shown as one hour long";
    /// An end that is no date, of a start without a time.
    EndNotDate { written: Written, form: &'static str, first: NaiveDate } is MixedStartAndEnd:
        "expected a date, as `start` has no time, found {written}, {form}",
        help "write the last day, such as `{first}`, or give the start a time";
    /// `duration: 2d`, of a start with a time.
    LengthInDays is BadLength: "expected hours and minutes, as `start` has a time, found days",
        help "write hours and minutes such as `1h30m`, or an `end`";
    /// `duration: 2h`, of a start without a time.
    LengthInHours is BadLength: "expected days, as `start` has no time, found hours",
        help "write days such as `2d`, or give the start a time";
    /// Both `end` and `duration`.
    EndAndDuration is EndAndDuration: "`end` and `duration` both say when it ends", help "keep one of the two";
    /// A key that only a series can have.
    NeedsRepeats { key: &'static str } is NeedsRepeats: "`{key}` ends a series, but this event does not repeat",
        help "add `repeats`, or remove `{key}`";
    /// `count: 0`
    NoDates is EmptySeries: "a series with no dates", help "write how many dates it has, 1 or more";
    /// `count:` with nothing after it.
    NoCount is EmptyValue: "nothing is written here", help "write how many dates the series has, or remove the key";
    /// `count: many`
    CountNotNumber { written: Written } is WrongType: "expected a whole number, found {written}",
        help "write how many dates the series has, such as `12`";
    /// More dates than there are years.
    CountGoesTooFar { year: i32 } is BadDate: "a series of so many dates continues after the year {year}",
        help "write fewer, or remove `count`: the series then has no end";
    /// `until: 11:00`
    UntilNotDate { written: Written, form: &'static str } is BadDate: "expected the last day of the series, found {written}, {form}",
        help "write a date as `YYYY-MM-DD`: the series includes that day";
    /// `until: 2026-03`, or an end with a time.
    UntilWithoutDay { written: Written, form: &'static str } is BadDate: "expected the last day of the series, found {written}, {form}",
        help "the series includes that day";
    /// Two ends of a series.
    UntilAndCount is UntilAndCount: "`until` and `count` both say when the series ends", help "keep one of the two";
    /// Nothing is left of a series.
    NothingLeft is EmptySeries: "every date of the series is skipped, or is published separately",
        help "remove the event, or write `status: cancelled` if people expected it";
    /// A meeting of a series that lasts beyond the next, by its `end`.
    EndAfterNext { date: NaiveDate, end: When, next: NaiveDate } is LongerThanInterval:
        "the meeting of {date} lasts until {end}, but the next begins on {next}", help "`end` is the end of one meeting";
    /// An `end` beyond the next meeting that was probably meant as the end of the series.
    EndOfSeries { date: NaiveDate, end: When, next: NaiveDate, last: NaiveDate } is LongerThanInterval:
        "the meeting of {date} lasts until {end}, but the next begins on {next}",
        help "`end` is the end of one meeting; write `until: {last}` for the last day of the series";
    /// A meeting of a series that lasts beyond the next, by its `duration`.
    DurationAfterNext { date: NaiveDate, end: When, next: NaiveDate, most: i64, unit: char } is LongerThanInterval:
        "the meeting of {date} lasts until {end}, but the next begins on {next}",
        help "write `duration: {most}{unit}` or less; the last day of the series is written under `until`";
    /// A meeting that lasts beyond the next date under `also`, by its `duration`.
    DurationAfterNextDate { date: NaiveDate, end: When, next: NaiveDate, most: i64, unit: char } is LongerThanInterval:
        "the meeting of {date} lasts until {end}, but the next begins on {next}", help "write `duration: {most}{unit}` or less";
    /// A single event that lasts weeks.
    LongEvent { days: i64, most: i64 } is LongEvent: "it lasts {days} days, and hardly any single event lasts longer than {most}";
    /// A single event that lasts weeks and has times.
    LongTimedEvent { days: i64, most: i64, first: NaiveDate, last: NaiveDate } is LongEvent:
        "it lasts {days} days, and hardly any single event lasts longer than {most}",
        help "for whole days, leave out the times: `start: {first}` and `end: {last}`; for several meetings, write the first, and `repeats` with `until`";
    /// A date of a series on which the clocks skip the start.
    StartInGap { local: When, zone: String, date: NaiveDate, to: String } is ClockGap:
        "in this series, `{local}` in {zone} does not exist: the clocks go forward over it",
        help "write `{date}: {{moved_to: {to}}}` or `{date}: {{skipped: true}}` under `changes`";
    /// A date that has a change, and on which the clocks skip the start.
    StartInGapOfChange { local: When, zone: String, date: NaiveDate, to: String } is ClockGap:
        "in this series, `{local}` in {zone} does not exist: the clocks go forward over it",
        help "add `moved_to: {to}` to this change, or write `{date}: {{skipped: true}}` instead of it";
    /// Several dates of a series on which the clocks skip the start.
    StartsInGap { local: When, zone: String, date: NaiveDate, to: String, others: OtherDates, until: NaiveDate } is ClockGap:
        "in this series, `{local}` in {zone} does not exist: the clocks go forward over it",
        help "write `{date}: {{moved_to: {to}}}` or `{date}: {{skipped: true}}` under `changes`; do the same for {others}, or end the series with `until: {until}` alone";
    }
}

/// The dates after the first that need the same change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OtherDates {
    pub(crate) next: NaiveDate,
    /// The date after `next`, if it is the last.
    pub(crate) last: Option<NaiveDate>,
    /// How many dates there are after `next`, up to the end of `until_year`.
    pub(crate) count: usize,
    pub(crate) until_year: i32,
}

impl fmt::Display for OtherDates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { next, last, count, until_year } = self;
        match (count, last) {
            (0, _) => write!(f, "{next}"),
            (_, Some(last)) => write!(f, "{next} and {last}"),
            (_, None) => write!(f, "{next} and {count} other dates up to {until_year}"),
        }
    }
}
