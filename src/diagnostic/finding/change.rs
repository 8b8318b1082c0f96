//! Findings about changes of single dates of a series, and about extra dates.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::validate`] finds them.

use std::fmt;

use chrono::NaiveDate;

use super::{Day, Written};

findings! {
    /// Changes of single dates of a series, and extra dates.
    ChangeFinding in Change {
    /// A key of a change with nothing after it. Perhaps the event's value was to be removed.
    Nothing is EmptyValue: "nothing is written here",
        help "write a value, or `none` to take away what the event has, or remove the key; a `#` begins a comment unless it is in quotes";
    /// `2026-03-26: {}`
    ChangesNothing { example: NaiveDate } is EmptyChange: "this change changes nothing",
        help "write what changes, such as `{{moved_to: {example}}}`, or remove it";
    /// A change that repeats what the event has.
    SaysTheSame { example: NaiveDate } is EmptyChange: "this change says what the event says already",
        help "write what changes, such as `{{moved_to: {example}}}`, or remove it";
    /// A move to where the meeting is.
    MovesNowhere is EmptyChange: "the meeting is at that time already", help "write another date or time";
    /// Two keys that contradict each other.
    Contradiction { one: &'static str, other: &'static str } is ConflictingChange: "`{one}` and `{other}` cannot both be true",
        help "keep one of the two";
    /// A skipped date with more than a reason.
    SkippedWithMore { key: &'static str } is ConflictingChange: "a skipped date does not take place, so it has no `{key}`",
        help "keep only `skipped` with its reason, or write `cancelled` instead";
    /// `skipped: false`
    NotTrue { key: &'static str } is BadChoice: "`{key}` must be `true` or a reason, found `false`",
        help "or write the reason: `{key}: <reason>`";
    /// `cancelled: no room` beside `reason: no facilitator`
    TwoReasons { key: &'static str } is ConflictingChange: "`{key}` gives a reason, and so does `reason`", help "keep one of the two";
    /// A new time of an event of whole days.
    NewDateWithTime { written: Written, form: &'static str, example: NaiveDate } is BadDate:
        "expected a date, as the event lasts whole days, found {written}, {form}", help "write the new date, such as `{example}`, or `tbc`";
    /// A move to something else than a date or a time.
    NewDate { written: Written, form: &'static str, example: NaiveDate, time: String } is BadDate:
        "expected a new date or time, found {written}, {form}",
        help "write the new date, such as `{example}`, the new time, such as `\"{time}\"`, or both: `{example} {time}`; or `tbc`";
    /// An extra date of an event of whole days.
    ExtraDate { written: Written, form: &'static str, example: NaiveDate } is BadDate: "expected an extra date, found {written}, {form}",
        help "write a date such as `{example}`";
    /// An extra date of an event with a time.
    ExtraTime { written: Written, form: &'static str, example: NaiveDate, time: String } is BadDate:
        "expected an extra date, found {written}, {form}",
        help "write a date such as `{example}`, with a time if it is another: `{example} {time}`";
    /// A key under `changes` that is no date.
    KeyNotDate { written: Written } is BadDate: "expected the date of a meeting, found {written}",
        help "under `changes`, each key is a date of the series, written as `YYYY-MM-DD`";
    /// A date on which the event takes place already.
    DateTaken { date: NaiveDate } is DuplicateDate: "the event takes place on {date} already",
        help "remove it here; for another time on that day write a separate event";
    /// A move to a date that is under `also`.
    MovesToExtraDate { date: NaiveDate } is DuplicateDate: "the event takes place on {date} already",
        help "that date is under `also`; move this one elsewhere, or cancel it";
    /// A change that moves its date to a day on which the event takes place.
    MovesToTakenDay { date: NaiveDate } is DuplicateDate: "the event takes place on {date} already",
        help "move one of the two elsewhere, or cancel it";
    /// One date, written in two ways.
    DateTwice { date: NaiveDate } is DuplicateKey: "{date} appears twice here", help "keep one of the two";
    /// A change of an event that does not repeat.
    NoSeries { date: NaiveDate } is NeedsRepeats: "{date} is the start of an event that does not repeat",
        help "change the event itself: its `start`, its `status`, its `title`";
    /// `moved_to: tbc` of an event that does not repeat.
    PostponedWithoutSeries { date: NaiveDate } is NeedsRepeats: "{date} is the start of an event that does not repeat",
        help "write `status: postponed` for the event itself, in place of `changes`";
    /// A date on which nothing takes place, of an event that does not repeat.
    NoMeetings { date: Day } is NoSuchInstance: "nothing takes place on {date}",
        help "`changes` are for events that repeat: change the event itself";
    /// A date on which nothing takes place, near one on which something does.
    NoMeeting { date: Day, nearest: Day } is NoSuchInstance: "nothing takes place on {date}",
        help "the nearest date of the event is {nearest}";
    /// The new date of a meeting that moves.
    KnownByOldDate { date: Day, from: Written } is NoSuchInstance: "nothing takes place on {date}",
        help "the meeting of {from:#} moves to this date: write the change under {from}, beside `moved_to`";
    /// A move past another meeting of the series.
    PastNeighbour { dates: FreeDates } is PastNeighbour:
        "it moves past the meeting before or after it, which Outlook cannot store as a move: it is published as a separate event",
        help "choose {dates}";
    /// A change that only makes a meeting longer, up to the next.
    ReachesNeighbour { next: NaiveDate } is PastNeighbour:
        "it lasts to the day of the next meeting, which Outlook cannot store in a series: it is published as a separate event",
        help "write an end before `{next}`";
    /// A change that only makes a meeting longer, up to a next one whose date is not known.
    ReachesNoNeighbour is PastNeighbour:
        "it lasts to the day of the next meeting, which Outlook cannot store in a series: it is published as a separate event",
        help "write an earlier end";
    }
}

/// The dates to which a meeting can move without passing another, both exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FreeDates {
    pub(crate) after: Option<NaiveDate>,
    pub(crate) before: Option<NaiveDate>,
}

impl fmt::Display for FreeDates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.after, self.before) {
            (Some(after), Some(before)) => write!(f, "a date after `{after}` and before `{before}`"),
            (Some(after), None) => write!(f, "a date after `{after}`"),
            (None, Some(before)) => write!(f, "a date before `{before}`"),
            (None, None) => f.write_str("another date"),
        }
    }
}
