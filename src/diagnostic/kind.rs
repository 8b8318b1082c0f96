//! The kinds of diagnostics, each with the stable name by which people find it in the reference.
//!
//! In: nothing. Out: [`Kind`]. Guaranteed: names are unique, and do not change between releases.
//! Absent: wording, which each rule has beside it.

macro_rules! kinds {
    ($($variant:ident = $name:literal, $doc:literal;)*) => {
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
        }
    };
}

kinds! {
    Syntax = "syntax", "The text is not YAML, or more of it than is read.";
    TooMuch = "too-much", "More values, events or mistakes than are read.";
    TooLong = "too-long", "A text longer than any that is published.";
    TooMany = "too-many", "A list with more items than are read.";
    TooManyMeetings = "too-many-meetings", "More meetings than one file publishes.";
    TooMuchText = "too-much-text", "Text that is published more often than one file may repeat it.";
    HiddenText = "hidden-text", "Text behind a `#` that YAML takes for a comment.";
    EmptyFile = "empty-file", "There is nothing in the file.";
    UnknownKey = "unknown-key", "A key that the format does not have.";
    DuplicateKey = "duplicate-key", "A key that stands twice in one mapping.";
    MissingKey = "missing-key", "A key that must be there.";
    WrongType = "wrong-type", "A list where text is meant, and the like.";
    EmptyValue = "empty-value", "A key with nothing behind it.";
    LineBreak = "line-break", "A line break in the midst of one line.";
    ControlCharacter = "control-character", "A character that cannot be seen.";
    BadSlug = "bad-slug", "An id or slug with other characters than its own.";
    BadDomain = "bad-domain", "A domain that is none.";
    BadUrl = "bad-url", "An address that is none, or not of the web.";
    BadContact = "bad-contact", "Neither an e-mail address nor a web address.";
    BadColor = "bad-color", "A colour that is not known.";
    BadLength = "bad-length", "A length of time that cannot be read, or does not fit.";
    BadDate = "bad-date", "A date that cannot be read, or does not exist.";
    BadTime = "bad-time", "A time of day that cannot be read.";
    BadZone = "bad-zone", "A time zone that is not the IANA name of one.";
    BadChoice = "bad-choice", "A word that is none of those to choose from.";
    BadHolidays = "bad-holidays", "Holidays that are not known.";
    EndBeforeStart = "end-before-start", "An end that is not after its start.";
    LongerThanInterval = "longer-than-interval", "A meeting of a series that is not over when the next begins.";
    EndAndDuration = "end-and-duration", "Two ways of saying when it ends.";
    MixedStartAndEnd = "mixed-start-and-end", "A date with an end that is a time, or the other way round.";
    NeedsDate = "needs-date", "A key that only an event with a date can have.";
    ClockGap = "clock-gap", "A time that a clock change skips.";
    ClockFold = "clock-fold", "A time that a clock change repeats.";
    BadRepeats = "bad-repeats", "A rule that cannot be read.";
    AmbiguousRepeats = "ambiguous-repeats", "A rule that could mean two things.";
    BareMonthly = "bare-monthly", "`monthly` without a day.";
    FifthWeekday = "fifth-weekday", "A fifth weekday, which most months lack.";
    TwoOrdinals = "two-ordinals", "Two days of the month in one rule.";
    DayThatIsMissing = "day-that-is-missing", "A day that some months or years lack.";
    UnsupportedRule = "unsupported-rule", "A rule that not every calendar program can hold.";
    StartOffRule = "start-off-rule", "A start that the rule does not give.";
    NeedsRepeats = "needs-repeats", "A key that only a series can have.";
    UntilBeforeStart = "until-before-start", "A series that ends before it starts.";
    UntilAndCount = "until-and-count", "Two ways of saying where a series ends.";
    EmptySeries = "empty-series", "A series of which nothing is left.";
    NoSuchInstance = "no-such-instance", "A change of a date on which nothing takes place.";
    DuplicateDate = "duplicate-date", "A date that the series has already.";
    ConflictingChange = "conflicting-change", "A change that says two things at once.";
    ReasonWithoutCause = "reason-without-cause", "A reason for nothing.";
    EmptyChange = "empty-change", "A change that changes nothing.";
    DuplicateId = "duplicate-id", "An id that another event has.";
    DuplicateUid = "duplicate-uid", "A UID that another event has.";
    DuplicateSlug = "duplicate-slug", "A slug that another feed has.";
    UnknownGroup = "unknown-group", "A group that is not in the file.";
    UpdatedInFuture = "updated-in-future", "A last change that is still to come.";
    UnknownWarning = "unknown-warning", "A warning that there is none of.";
    Template = "template", "A template of one's own that cannot be read, or asks for what is not there.";
    NoEnd = "no-end", "A timed event that does not say when it ends.";
    LongEvent = "long-event", "A single event that lasts very long.";
    PastNeighbour = "past-neighbour", "A move past the meeting before or after, which Outlook cannot hold as a move.";
    Holiday = "holiday", "A meeting on a public holiday.";
    Overlap = "overlap", "Two events of one group, or at one place, at the same time.";
    DuplicateEvent = "duplicate-event", "Two events of one title and start.";
    DateWithdrawn = "date-withdrawn", "An event that had a date, and has none now.";
    EndsSoon = "ends-soon", "A series that ends within 30 days.";
    TentativeSoon = "tentative-soon", "A tentative event less than two weeks away.";
    LargeFeed = "large-feed", "A feed above 1 MB, which Google does not take.";
    LongTitle = "long-title", "A title that no program shows whole.";
    HiddenCharacter = "hidden-character", "A character of a title or an address that cannot be seen, and changes how it is read.";
    LookAlike = "look-alike", "A word or a host with letters that look like those of another alphabet.";
    Html = "html", "A tag of HTML in Markdown, which is shown as it is typed.";
    LocationAddress = "location-address", "A web address in place of a place.";
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
        Self::LargeFeed,
        Self::LongTitle,
        Self::HiddenCharacter,
        Self::LookAlike,
        Self::Html,
        Self::LocationAddress,
    ];
}
