//! Findings about a valid calendar that is doubtful.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::warning`] finds them.

use chrono::NaiveDate;

use super::{Day, Written};

findings! {
    /// What is doubtful about a valid calendar.
    WarningFinding in Warning {
    /// More warnings than a report shows.
    TooManyWarnings { shown: usize } is TooMuch: "more than {shown} warnings: these are the first",
        help "write the names of those that you know about in `allow`";
    /// More errors than a report shows.
    TooManyErrors { shown: usize } is TooMuch: "more than {shown} mistakes: these are the first", help "fix these, then check again";
    /// A date of a series on a public holiday; `entry` skips it.
    HolidayInSeries { date: Day, name: String, entry: String } is Holiday: "{date} is {name}", help "write under `changes`: `{entry}`";
    /// A date of a series on a public holiday that has a change.
    HolidayWithChange { date: Day, name: String, key: NaiveDate } is Holiday: "{date} is {name}",
        help "change what is under `changes` for `{key}`, and move it";
    /// A single meeting on a public holiday.
    HolidayOnce { date: Day, name: String } is Holiday: "{date} is {name}", help "choose another day";
    /// Two events of one group at the same time.
    OverlapInGroup { one: Written, other: Written, date: Day, group: String, id: Written } is Overlap:
        "{one} overlaps with {other} on {date}: both are in {group}",
        help "move one of the two; if events of the group may overlap, write `overlap: allowed` under {id} in `groups`";
    /// Two events at one place at the same time.
    OverlapAtPlace { one: Written, other: Written, date: Day, place: String } is Overlap:
        "{one} overlaps with {other} on {date}: both are at {place}", help "move one of the two";
    /// A series that is about to end.
    EndsSoon { last: Day } is EndsSoon: "the series ends soon: its last date is {last}",
        help "write a later end, or add what follows as a new event";
    /// A tentative meeting a few days before it.
    TentativeSoon { date: Day } is TentativeSoon: "{date} is less than two weeks away, and still tentative",
        help "write `status: confirmed`, or cancel or move it";
    /// A tentative meeting that has begun.
    TentativeBegan { date: Day } is TentativeSoon: "it began on {date}, and is still tentative",
        help "write `status: confirmed`, or cancel or move it";
    /// An event for which people sign up or pay, without a place.
    PlaceMissing { key: &'static str } is NoPlace: "the event has `{key}`, but does not say where it is",
        help "write `location`, the address of the call under `join`, or `format: virtual`";
    /// A meeting in person a few days before it, without a place.
    PlaceMissingSoon { date: Day } is NoPlace: "{date} is less than two weeks away, and the event does not say where people meet",
        help "write `location`";
    /// A feed that is too large for Google.
    LargeFeed { kilobytes: usize } is LargeFeed: "the calendar's feed has about {kilobytes} kB, and Google accepts at most 1000",
        help "remove events that are long past, or shorten descriptions";
    /// Two events of different groups with the same title and start.
    TwinsOfGroups { one: Written, other: Written, date: Day, groups: String } is DuplicateEvent:
        "{one} has the same title and start as {other}, on {date}",
        help "if they are one event, keep one of the two with `groups: [{groups}]`; if not, give them different titles";
    /// A single event with the same title and start as a meeting of a series.
    TwinOfSeries { one: Written, other: Written, date: Day, single: Written, series: Written } is DuplicateEvent:
        "{one} has the same title and start as {other}, on {date}",
        help "remove {single}, and write what is different on its date under `changes` of {series}";
    /// Any other two events with the same title and start.
    Twins { one: Written, other: Written, date: Day } is DuplicateEvent: "{one} has the same title and start as {other}, on {date}",
        help "remove one of the two, or give them different titles";
    /// A series that lost its dates.
    SeriesWithdrawn { was: String } is DateWithdrawn:
        "without a date, the event disappears from all calendars, and subscribers are not told: it was on {was}",
        help "to postpone it, put `start` and `repeats` back, and write `status: postponed`";
    /// An event that lost its date; `keys` are those that it had, and its new status.
    DateWithdrawn { was: String, keys: String } is DateWithdrawn:
        "without a date, the event disappears from all calendars, and subscribers are not told: it was on {was}",
        help "to postpone it, write `{keys}`";
    /// A title that no program shows whole.
    LongTitle { length: usize, most: usize } is LongTitle: "the title has {length} characters, more than calendar programs show",
        help "shorten it to {most} or fewer, and write the rest in the description";
    /// A character that changes the order of the text around it.
    DirectionMark { code: u32, name: &'static str, place: &'static str } is HiddenCharacter: "U+{code:04X} {name} in {place}",
        help "delete it, or type the text again: it changes the order in which the text around it is shown";
    /// A character that cannot be seen.
    InvisibleCharacter { code: u32, name: &'static str, place: &'static str } is HiddenCharacter: "U+{code:04X} {name} in {place}",
        help "delete it, or type the text again: it cannot be seen";
    /// A word of two alphabets.
    MixedAlphabets { word: Written, script: &'static str, c: char, code: u32, latin: char } is LookAlike:
        "{word} mixes Latin letters with the {script} `{c}` (U+{code:04X}), which looks like `{latin}`",
        help "type the word again, with the letters of one alphabet";
    /// A host that looks like another.
    LookalikeHost { host: Written, latin: Written } is LookAlike: "{host} in the address is not {latin}, although it looks like it",
        help "check where the address leads; type it again, with the letters of one alphabet";
    /// HTML where Markdown is read, and what Markdown has for it.
    Html { tag: Written, cure: String } is Html: "{tag} is shown as it is typed: this text is Markdown, not HTML", help "{cure}";
    /// An address of a call that `join` has already.
    AddressBesideJoin is LocationAddress: "a web address in `location`", help "`join` has the link already: write where people meet, or remove it";
    /// An address alone, of a call most likely.
    AddressAlone is LocationAddress: "a web address in `location`", help "`join` is for the address of a call";
    /// An address beside a place.
    Address is LocationAddress: "a web address in `location`", help "if it is a call, write it under `join`, and only the place here";
    /// `location: Zoom`, of an event that has a `format` and no `join`.
    CallWithoutAddress { written: Written } is LocationAddress: "{written} is not a place that people can go to";
    /// `location: Zoom`
    CallAsPlace { written: Written } is LocationAddress: "{written} is not a place that people can go to",
        help "the address of a call is written under `join`";
    /// `location: Zoom`, of an event that has `join`.
    CallBesideJoin { written: Written } is LocationAddress: "{written} is not a place that people can go to",
        help "`join` has the address of the call already";
    /// `location: TBC`
    UnknownPlace { written: Written } is LocationAddress: "{written} is not a place that people can go to",
        help "write `location` once the place is known";
    /// `2026-03-10 # Wednesday`
    WeekdayComment { date: NaiveDate, actual: &'static str, said: &'static str } is WeekdayComment:
        "{date} is a {actual}, but the comment says {said}", help "correct the date or the comment";
    }
}
