//! [`Refusal`]: why an edit is not made, and what to type by hand.
//!
//! The [`Reason`] is data. The only sentences about it are in `words`.

mod words;

use std::fmt;

use chrono::{NaiveDate, NaiveTime};

use crate::diagnostic::Problem;

/// Why an events file cannot be edited as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    reason: Reason,
    by_hand: Option<String>,
}

/// What is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    // Of the file.
    /// The text cannot be changed at this place without a change somewhere else.
    Unwritable,
    /// The YAML of the file has an error, so its events are not known.
    Broken {
        message: String,
    },
    /// No event has this id, as far as the errors of the files let calfeed see.
    NoEvent {
        id: String,
        has_errors: bool,
        nearest: Option<String>,
        ids: Vec<String>,
    },
    /// The events file does not include this file.
    NoFile {
        file: String,
        files: Vec<String>,
    },
    /// Other events, of which these are the ids, repeat the text by an alias or a merge, and would change too.
    SharedText {
        others: Vec<String>,
    },
    /// The value is an alias of this anchor.
    Aliased {
        anchor: String,
    },
    /// The anchor, which the edit removes, is used elsewhere.
    AnchorInUse {
        anchor: String,
    },
    /// After the edit, nothing would use the anchor.
    LastAlias {
        anchor: String,
    },
    /// The key comes from a mapping that `<<` merges into the event.
    Merged {
        key: String,
    },
    /// The file would have errors that it does not have now: their messages.
    NewErrors {
        problems: Vec<String>,
    },
    /// More or less would change than was asked.
    OtherwiseChanged,

    // Of the words of the request.
    /// A text that cannot be read.
    Unread {
        what: &'static str,
        problem: Problem,
    },
    /// A text without a character that is not a space.
    Empty {
        what: &'static str,
    },
    /// Something else than the date of a meeting; with the date that it contains.
    NotADate {
        written: String,
        form: &'static str,
        date: Option<NaiveDate>,
    },
    /// Something else than a new date or time of a meeting.
    NotANewDate {
        written: String,
        form: &'static str,
        date: NaiveDate,
        time: Option<NaiveTime>,
    },
    /// Something else than a new date or time of an event that takes place once.
    NotAStart {
        written: String,
        form: &'static str,
    },

    // Of the event, and the meeting.
    /// A series, without a date that says which meeting. With a command that the date completes.
    WhichMeeting {
        command: String,
        dates: Vec<NaiveDate>,
    },
    NoMeeting {
        date: NaiveDate,
        nearest: Vec<NaiveDate>,
    },
    /// The date of an event that takes place on another.
    NotItsDate {
        id: String,
        date: NaiveDate,
        start: NaiveDate,
    },
    /// An event of which only the month or less is known.
    NoDate {
        id: String,
    },
    /// The `start` in the file has an error.
    StartUnread,
    /// Nothing would change.
    Already {
        what: String,
    },
    /// A time for an event of whole days; with the start that would give it the time, and whether it has an end.
    TimeOfWholeDays {
        id: String,
        start: Option<String>,
        has_end: bool,
    },
    /// A move of a changed meeting to where it was planned.
    MovesBack {
        id: String,
        date: NaiveDate,
    },
    /// A move of a cancelled or postponed event to where it is.
    Off {
        id: String,
    },
    /// A reason for the new date of an event that takes place once.
    ExplainedMove {
        id: String,
    },
    /// A meeting to skip, of an event that takes place once.
    SkipOfEvent {
        id: String,
    },
    /// A meeting to skip, with keys that a skipped meeting cannot have.
    SkipWithMore {
        id: String,
        date: NaiveDate,
        keys: Vec<&'static str>,
    },
    /// A meeting that is as planned, apart from these keys.
    NothingToRestore {
        id: String,
        date: NaiveDate,
        keys: Vec<&'static str>,
    },
    /// An event that is neither cancelled nor postponed, with the dates that have a change.
    NotOff {
        id: String,
        changed: Vec<NaiveDate>,
    },

    // Of a key.
    UnknownKey {
        key: String,
        nearest: Option<String>,
        keys: Vec<String>,
    },
    /// A key of the user's own that is not only letters, digits and a few marks.
    OwnKey {
        key: String,
    },
    /// A key of an event for one date of it, or of a change without a date.
    KeyElsewhere {
        id: String,
        key: String,
        date: Option<NaiveDate>,
    },
    /// The `id` of an event that exists.
    Identity,
    /// A key that has mappings.
    Structure {
        key: String,
    },
    /// A key with an empty value.
    NoValue {
        id: String,
        key: String,
    },
    /// `cancelled: false`
    NotFalse {
        key: String,
    },
    /// A key to remove that every event has.
    Required {
        id: String,
        key: String,
    },
    /// A key to remove that is not there.
    NotThere {
        id: String,
        key: String,
        date: Option<NaiveDate>,
        is_inherited: bool,
        is_removable: bool,
    },

    // Of a talk.
    TalkOfSkipped {
        id: String,
        date: NaiveDate,
    },
    /// A talk for one date of a series that has talks.
    TalksOfSeries {
        id: String,
        date: NaiveDate,
    },
    /// A talk that is there already.
    TalkThere {
        title: String,
    },

    // Of a new event.
    Missing {
        key: &'static str,
    },
    EmptyKey {
        key: String,
    },
    KeyTwice {
        key: String,
    },
    /// The id is that of another event; with one that is not.
    IdTaken {
        id: String,
        free: String,
    },
    /// No id can be made from the title.
    NoId {
        title: String,
    },
}

impl Refusal {
    pub(super) fn new(reason: Reason) -> Self {
        Self {
            reason,
            by_hand: None,
        }
    }

    /// Makes a refusal with what to type instead, unless that would be refused too.
    pub(super) fn of(reason: Reason, by_hand: &str) -> Self {
        let is_possible = matches!(
            reason,
            Reason::Unwritable | Reason::OtherwiseChanged | Reason::Aliased { .. }
        );
        Self {
            by_hand: is_possible.then(|| by_hand.to_owned()),
            reason,
        }
    }

    /// What to type in the events file instead, as whole sentences and lines of YAML.
    pub fn by_hand(&self) -> Option<&str> {
        self.by_hand.as_deref()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The text cannot be changed without a change somewhere else.
    pub(crate) fn unwritable() -> Self {
        Self::new(Reason::Unwritable)
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

#[cfg(test)]
mod tests;
