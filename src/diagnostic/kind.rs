//! The kinds of diagnostics.
//!
//! Each [`Kind`] has a title in words, and a unique name by which people find it in the reference. Names do not change between releases.
//! The messages are in [`super::Finding`].

macro_rules! kinds {
    ($($variant:ident = $name:literal, $title:literal: $doc:literal;)*) => {
        /// What a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = $doc] $variant,)*
        }

        impl Kind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the stable name, such as `duplicate-id`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns a short title in words, such as `Id used twice`.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)*
                }
            }
        }
    };
}

kinds! {
    Syntax = "syntax", "Not valid YAML": "The text is not YAML, or more of it than is read.";
    TooMuch = "too-much", "More than is read": "More values, events or mistakes than are read.";
    TooLong = "too-long", "Text is too long": "A text longer than any that is published.";
    TooMany = "too-many", "Too many items": "A list with more items than are read.";
    TooManyMeetings = "too-many-meetings", "Too many meetings": "More meetings than one file publishes.";
    TooMuchText = "too-much-text", "Too much text": "Text that is published more often than one file may repeat it.";
    HiddenText = "hidden-text", "Text after a `#` is ignored": "Text after a `#`, which YAML reads as a comment.";
    EmptyFile = "empty-file", "Empty file": "There is nothing in the file.";
    UnknownKey = "unknown-key", "Unknown key": "A key that the format does not have.";
    DuplicateKey = "duplicate-key", "Key appears twice": "A key that appears twice in one mapping.";
    MissingKey = "missing-key", "Missing key": "A key that must be there.";
    WrongType = "wrong-type", "Wrong type of value": "A list where text is expected, and the like.";
    EmptyValue = "empty-value", "Empty value": "A key with nothing after it.";
    Placeholder = "placeholder", "Placeholder not replaced": "A placeholder that nobody has replaced.";
    LineBreak = "line-break", "Unexpected line break": "A line break in a value of one line.";
    ControlCharacter = "control-character", "Invisible control character": "A character that cannot be seen.";
    BadSlug = "bad-slug", "Invalid id or slug": "An id or slug with characters that are not allowed.";
    BadDomain = "bad-domain", "Invalid domain": "A text that is not a domain.";
    BadUrl = "bad-url", "Invalid web address": "A text that is not a web address.";
    BadImage = "bad-image", "Picture that cannot be published": "A picture that cannot be published, or shown in previews.";
    BadContact = "bad-contact", "Invalid contact": "Neither an e-mail address nor a web address.";
    BadColor = "bad-color", "Unknown colour": "A colour that is not known.";
    BadLength = "bad-length", "Invalid length of time": "A length of time that cannot be read, or does not fit.";
    BadDate = "bad-date", "Invalid date": "A date that cannot be read, or does not exist.";
    BadTime = "bad-time", "Invalid time": "A time of day that cannot be read.";
    BadZone = "bad-zone", "Unknown time zone": "A time zone that is not the IANA name of one.";
    BadChoice = "bad-choice", "Value not allowed": "A word that is not one of those to choose from.";
    BadHolidays = "bad-holidays", "Unknown holidays": "Holidays that are not known.";
    EndBeforeStart = "end-before-start", "End is not after start": "An end that is not after its start.";
    LongerThanInterval = "longer-than-interval", "Meeting overlaps the next of its series": "A meeting of a series that is not over when the next begins.";
    EndAndDuration = "end-and-duration", "Both `end` and `duration`": "Two ways of saying when it ends.";
    MixedStartAndEnd = "mixed-start-and-end", "Start and end do not match": "A date with an end that is a time, or the other way round.";
    NeedsDate = "needs-date", "Start date needed": "A key that only an event with a date can have.";
    ClockGap = "clock-gap", "Time skipped by a clock change": "A time that a clock change skips.";
    ClockFold = "clock-fold", "Time repeated by a clock change": "A time that a clock change repeats.";
    BadRepeats = "bad-repeats", "Rule not understood": "A rule that cannot be read.";
    AmbiguousRepeats = "ambiguous-repeats", "Ambiguous rule": "A rule that could mean two things.";
    BareMonthly = "bare-monthly", "`monthly` without a day": "`monthly` without a day.";
    FifthWeekday = "fifth-weekday", "Fifth weekday of the month": "A fifth weekday, which most months lack.";
    TwoOrdinals = "two-ordinals", "Two days of the month in one rule": "Two days of the month in one rule.";
    DayThatIsMissing = "day-that-is-missing", "Day that some months lack": "A day that some months or years lack.";
    UnsupportedRule = "unsupported-rule", "Rule not supported by all calendars": "A rule that not every calendar program can store.";
    StartOffRule = "start-off-rule", "Start is not a date of the rule": "A start that the rule does not give.";
    NeedsRepeats = "needs-repeats", "`repeats` needed": "A key that only a series can have.";
    UntilBeforeStart = "until-before-start", "Series ends before it starts": "A series that ends before it starts.";
    UntilAndCount = "until-and-count", "Both `until` and `count`": "Two ways of saying where a series ends.";
    EmptySeries = "empty-series", "Series without dates": "A series without any date left.";
    NoSuchInstance = "no-such-instance", "No meeting on this date": "A change of a date on which nothing takes place.";
    DuplicateDate = "duplicate-date", "Date appears twice": "A date that the event has already.";
    ConflictingChange = "conflicting-change", "Contradictory change": "A change that says two things that cannot both be true.";
    ReasonWithoutCause = "reason-without-cause", "Reason for nothing": "A reason without anything that it explains.";
    EmptyChange = "empty-change", "Change without effect": "A change that changes nothing.";
    DuplicateId = "duplicate-id", "Id used twice": "An id that another event has.";
    DuplicateUid = "duplicate-uid", "UID used twice": "A UID that another event has.";
    DuplicateSlug = "duplicate-slug", "Slug used twice": "A slug that another feed has.";
    ReservedSlug = "reserved-slug", "Slug that the site uses": "A slug of a group whose page would have an address that the site itself uses.";
    CircularGroups = "circular-groups", "Group inside itself": "An area that would hold itself.";
    UnknownGroup = "unknown-group", "Unknown group": "A group that is not in the file.";
    BadInclude = "bad-include", "File cannot be included": "A file that cannot be included, or a key that an included file does not have.";
    UpdatedInFuture = "updated-in-future", "`updated` is in the future": "A last change that is still to come.";
    UnknownWarning = "unknown-warning", "Unknown warning": "A name under `allow` that is not the name of a warning.";
    Template = "template", "Error in a template": "A user's template that cannot be read, or uses something that does not exist.";
    NoEnd = "no-end", "No end time": "A timed event that does not say when it ends.";
    LongEvent = "long-event", "Very long event": "A single event that lasts very long.";
    PastNeighbour = "past-neighbour", "Move past another meeting": "A move past the meeting before or after, which Outlook cannot store as a move.";
    Holiday = "holiday", "Meeting on a public holiday": "A meeting on a public holiday.";
    Overlap = "overlap", "Overlapping events": "Two events of one group, or at one place, at the same time.";
    DuplicateEvent = "duplicate-event", "Same event twice": "Two events of one title and start.";
    DateWithdrawn = "date-withdrawn", "Event lost its date": "An event that had a date, and has none now.";
    EndsSoon = "ends-soon", "Series ends soon": "A series that ends within 30 days.";
    TentativeSoon = "tentative-soon", "Still tentative": "A tentative event less than two weeks away.";
    NoPlace = "no-place", "No place": "An event that people sign up for, or that is near, without a place.";
    LargeFeed = "large-feed", "Very large feed": "A feed above 1 MB, which Google does not accept.";
    LongTitle = "long-title", "Very long title": "A title that no program shows whole.";
    HiddenCharacter = "hidden-character", "Invisible character": "A character of a title or an address that cannot be seen, and changes how it is read.";
    LookAlike = "look-alike", "Look-alike letters": "A word or a host with letters that look like those of another alphabet.";
    Html = "html", "HTML in Markdown": "A tag of HTML in Markdown, which is shown as it is typed.";
    LocationAddress = "location-address", "Location is not a place": "A web address, or a word such as `Zoom`, in place of a place.";
    WeekdayComment = "weekday-comment", "Weekday does not match": "A comment that names another weekday than that of its date.";
    EmptyInclude = "empty-include", "Pattern without files": "A pattern under `include` that names no file.";
}

impl Kind {
    /// The kinds that are warnings, which `allow` can silence.
    pub const WARNINGS: &[Self] = &[
        Self::NoEnd,
        Self::LongEvent,
        Self::PastNeighbour,
        Self::Holiday,
        Self::Overlap,
        Self::DuplicateEvent,
        Self::DateWithdrawn,
        Self::EndsSoon,
        Self::TentativeSoon,
        Self::NoPlace,
        Self::LargeFeed,
        Self::LongTitle,
        Self::HiddenCharacter,
        Self::LookAlike,
        Self::Html,
        Self::LocationAddress,
        Self::WeekdayComment,
        Self::EmptyInclude,
    ];
}
