//! Findings about a calendar, its groups and its events: their keys, their names, and how much they publish.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::validate`] finds them.

use std::fmt;

use super::Written;

findings! {
    /// A calendar, its groups and its events.
    EventFinding in Event {
    /// A file without its first part.
    MissingCalendar is MissingKey: "`calendar` is missing",
        help "begin the file with `calendar:`, and under it `name`, `slug`, `domain`, `url` and `timezone`";
    /// A key that must be there.
    MissingKey { key: &'static str } is MissingKey: "`{key}` is missing";
    /// The zone of a calendar.
    MissingZone is MissingKey: "`timezone` is missing", help "the name of a time zone, such as `Europe/London`";
    /// The start of an event.
    MissingStart is MissingKey: "`start` is missing",
        help "written as `YYYY-MM-DD HH:MM`, as `YYYY-MM-DD` for a whole day, or as `tbc`";
    /// `<title>`, as it was completed or copied.
    Placeholder { written: Written, key: Written } is Placeholder: "{written} is a placeholder that nobody has replaced",
        help "write what belongs under {key}, without `<` and `>`";
    /// `next` of a group.
    NextWithDate { written: Written } is BadChoice: "`next` must be `tbc`, found {written}",
        help "or remove it: a meeting with a date is an event of its own";
    /// `overlap` of a group.
    BadOverlap { written: Written } is BadChoice: "`overlap` must be `allowed`, found {written}",
        help "or remove it: events of one group that overlap get a warning";
    /// `feed` of a group.
    BadFeed { written: Written } is BadChoice: "`feed` must be `only`, found {written}",
        help "or remove it: the events of the group are then in the calendar's feed too";
    /// A group that is among its own groups.
    GroupOfItself { group: Written } is CircularGroups: "{group} is among its own groups",
        help "remove it here: the feed of an area has the area's own events anyway";
    /// An area that would hold itself through other areas.
    AreaOfItself { group: Written, way: String } is CircularGroups: "{group} would hold itself: {way}",
        help "remove one of these groups from the `groups` of the one before it";
    /// More areas than one group can be in.
    TooManyAreas { most: usize } is TooMany: "more than {most} areas hold this group, directly or through other areas",
        help "remove it from the `groups` of some of them";
    /// An `id` that another event has.
    DuplicateId { id: Written } is DuplicateId: "{id} is also the id of another event",
        help "give each event its own id: subscribers would see only one of the two";
    /// A UID that another event has.
    DuplicateUid { uid: Written, holder: Written } is DuplicateUid: "{uid} is also the UID of {holder}",
        help "remove it, or write another: calendar programs would show only one of the two";
    /// A UID with which a part of another event is published.
    UidOfPart { uid: Written, holder: Written } is DuplicateUid: "{uid} is also the UID of one meeting or series of {holder}",
        help "remove it, or write another: calendar programs would show only one of the two";
    /// A slug that another feed has.
    DuplicateSlug { slug: Written, holder: SlugHolder } is DuplicateSlug: "{slug} is already the file name of {holder}",
        help "choose another: each feed has its own address";
    /// A group whose page would have an address of the site.
    ReservedGroup { slug: Written } is ReservedSlug: "{slug} cannot be the key of a group, because the site itself uses the address `/{slug:#}/`",
        help "rename it here, and under `group` and `groups` of its events";
    /// The same of a former key.
    ReservedFormerly { slug: Written } is ReservedSlug: "{slug} cannot be a former key of a group, because the site itself uses the address `/{slug:#}/`",
        help "remove it from `formerly`";
    /// A former address in a folder of the site.
    ReservedFolder { slug: Written, folder: String } is ReservedSlug: "{slug} cannot be a former address, because the site itself uses addresses below `/{folder}/`",
        help "remove it from `formerly`";
    /// An address of a feed that is too long for Google.
    LongFeedAddress { length: usize, most: usize } is BadUrl:
        "the address of a feed would have {length} characters, and Google accepts at most {most}",
        help "publish under a shorter address, or shorten the slugs";
    /// A `?` or `#` in the address of the calendar.
    AddressWithQuery is BadUrl: "a `?` or `#` in the address under which everything is published";
    /// A group that is not in the file, and that resembles none.
    UnknownGroup { group: Written } is UnknownGroup: "unknown group {group}";
    /// The same, where it is no id.
    NameOfGroup { group: Written, id: String } is UnknownGroup: "unknown group {group}",
        help "add it to `groups` at the top of the file: `{id}: {{name: {group:#}}}`";
    /// A group that is not in the file, and that resembles one.
    MisspeltGroup { group: Written } is UnknownGroup: "unknown group {group}";
    /// A name under `allow` that resembles a warning.
    UnknownWarning { name: Written } is UnknownWarning: "unknown warning {name}";
    /// A name under `allow` that resembles no warning.
    NoSuchWarning { name: Written } is UnknownWarning: "unknown warning {name}", help "the reference lists the warnings by name";
    /// The name of an error under `allow`.
    AllowedError { name: Written } is UnknownWarning: "{name} is an error, and errors cannot be allowed",
        help "remove it, and fix the error";
    /// `reason` of an event that takes place as planned.
    ReasonForNothing is ReasonWithoutCause: "there is a `reason`, but nothing that it explains",
        help "write what happens: `status: cancelled`, or a change that moves it; or write it in the `description`";
    /// `reason: true`
    ReasonWithoutWords { written: Written } is BadChoice: "`reason` must be words, found {written}",
        help "write why in a few words, or remove `reason`";
    /// `updated: 11:00`
    UpdatedNotDate { written: Written, form: &'static str } is BadDate: "expected a date, found {written}, {form}",
        help "write the day on which the event was last changed, as `YYYY-MM-DD`";
    /// `updated` after the current time.
    UpdatedInFuture { written: Written } is UpdatedInFuture: "{written} is in the future",
        help "write the day on which the event was last changed, or remove the key";
    /// More groups than a calendar has.
    TooManyGroups { count: usize, most: usize } is TooMany: "{count} items under `groups`, but at most {most} are allowed",
        help "join groups, or keep several calendars";
    /// Too many keys of the user's own in one mapping.
    TooManyOwnKeys { count: usize, most: usize } is TooMany: "{count} keys begin with `x-`, but at most {most} are allowed",
        help "put some of them under one key, such as `x-details:`";
    /// A key of the user's own with a long name.
    LongOwnKey { key: Written, count: usize, most: usize } is TooLong: "the key {key} has {count} characters, but at most {most} are allowed",
        help "shorten it";
    /// More dates of one event than anybody writes.
    TooManyDates { most: usize } is TooMany: "more than {most} dates under `also` and `changes` of one event",
        help "write a rule under `repeats`, and here only what differs from it";
    /// More meetings than a file publishes.
    TooManyMeetings { most: u64 } is TooManyMeetings:
        "with this series, more than {most} meetings are published: those of three years, and the dates under `also` and `changes`",
        help "end old series with `until`, let them repeat less often, or keep several calendars";
    /// Dates that repeat much text.
    TextOfDates { megabytes: u64 } is TooMuchText:
        "with this event, more than {megabytes} MB of text are published for dates under `also` and `changes`: each of them repeats the text of its event",
        help "write long text on a separate page and link to it, or write fewer dates";
    /// Invites that repeat much text.
    TextOfInvites { megabytes: u64 } is TooMuchText:
        "with this event, more than {megabytes} MB of text are published in invites and pages of meetings: each meeting of a series repeats the text of its event",
        help "write long text on a separate page and link to it, end old series with `until`, or keep several calendars";
    /// Feeds of groups that repeat much text.
    TextOfGroups { megabytes: u64 } is TooMuchText:
        "with this event, more than {megabytes} MB of text are published in group feeds: an event is repeated in the feed of each of its groups",
        help "name fewer groups, or write long text on a separate page and link to it";
    /// A file of holidays that cannot be opened.
    UnreadableHolidays { path: Written, error: String } is BadHolidays: "cannot read {path}: {error}",
        help "the path is relative to the folder of the events file, such as `./holidays.json`";
    /// A file of holidays that has no list of holidays.
    BadHolidays { path: Written, problem: String } is BadHolidays: "cannot read {path}: {problem}";
    /// Bytes that are no text.
    NotUtf8 { line: usize } is Syntax: "line {line} is not UTF-8", help "save the file as UTF-8";
    }
}

/// The feed that has a slug already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlugHolder {
    Calendar,
    FormerCalendar,
    Group,
    FormerGroup,
}

impl fmt::Display for SlugHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Calendar => "the calendar's feed",
            Self::FormerCalendar => "a former feed of the calendar",
            Self::Group => "a group's feed",
            Self::FormerGroup => "a former feed of a group",
        })
    }
}
