//! Findings about keys and types: YAML that is not an events file.
//!
//! Each row has the data of a finding, its kind, its message and its help, as [`super`] describes. [`crate::document`] finds them.

use std::fmt;

use super::{Choices, Written};

findings! {
    /// Keys and types: YAML that is not an events file.
    ShapeFinding in Shape {
    /// The text has nothing but spaces.
    EmptyFile is EmptyFile: "there is nothing in this file",
        help "begin with `calendar:`; docs/start/first-calendar.md has a small file to copy";
    /// An error of serde that none of our readers reports, in the words of serde.
    Unreadable { words: String } is WrongType: "{words}";
    WrongType { wanted: Wanted, found: Shape } is WrongType: "expected {wanted}, found {found}";
    WrongTypeLike { wanted: Wanted, found: Shape, example: Written } is WrongType:
        "expected {wanted}, found {found}", help "for example {example}";
    FileIsText { found: Shape } is WrongType: "expected `calendar:` and `events:`, found {found}",
        help "begin with `calendar:`; docs/start/first-calendar.md has a small file to copy";
    FileIsList is WrongType: "expected `calendar:` and `events:`, found a list",
        help "write `events:` above the list, and `calendar:` with its keys above that";
    NoSpaceAfterHyphens { found: Shape, example: Written } is WrongType: "expected a list, found {found}", help "write a space after each `-`: {example}";
    /// `key: value` lines where a list is expected.
    MissingHyphens { example: Written } is WrongType: "expected a list, found `key: value` lines",
        help "write `- ` before the first line of each item, such as {example}, and two more spaces before its other lines";
    /// Events whose ids are keys.
    EventsById { example: Written } is WrongType: "expected a list, found `key: value` lines",
        help "write `- id:` before each, such as {example}, and its keys below";
    ListNotText is WrongType: "expected text, found a list", help "write one value, without brackets or `-`";
    LinesNotText is WrongType: "expected text, found `key: value` lines",
        help "write the text on one line, in quotes";
    /// Text of several lines under `description:` of which each looks like a key.
    BlockText is WrongType: "expected text, found `key: value` lines",
        help "write `|` after the `:` if it is text of several lines";
    KeyNotText { found: Shape } is WrongType: "expected a key, found {found}",
        help "text that begins with a bracket or a brace needs quotes";
    MergeOfText is WrongType: "`<<` must merge `key: value` lines",
        help "name the anchor of a mapping, such as `<<: *defaults`";
    SecondMerge is DuplicateKey: "`<<` appears twice here",
        help "merge several under one: `<<: [*one, *other]`";
    DuplicateKey { key: Written, times: Times, holder: Holder } is DuplicateKey:
        "{key} appears {times} in {holder}", help "keep one of them";
    SecondSection { key: Written } is DuplicateKey: "{key} appears twice in this file",
        help "move what is below it to the first, and remove this line";
    /// The first key of an event, again: a second event.
    MissingHyphen { key: Written } is DuplicateKey: "{key} appears twice in this event",
        help "if a second event begins here, write `- ` before it; otherwise keep one of them";
    /// `events:` indented under `groups:`.
    NestedSection { key: Written } is UnknownKey: "{key} is indented too far",
        help "begin it at the first column, like `calendar:`";
    UnknownKey { key: Written } is UnknownKey: "unknown key {key}";
    UnknownKeyOf { key: Written, keys: Choices } is UnknownKey: "unknown key {key}",
        help "expected {keys}";
    UnknownKeyOrOwn { key: Written, keys: Choices, own: String } is UnknownKey: "unknown key {key}",
        help "expected {keys}; a key of your own begins with `x-`, such as `{own}`";
    OwnKey { key: Written } is UnknownKey: "unknown key {key}",
        help "the format has no key for it; a key of your own begins with `x-`";
    KeyTaken { key: Written, other: &'static str } is UnknownKey: "unknown key {key}",
        help "`{other}` is there too: write all of it there";
    StatusOfEvent { key: Written, status: &'static str } is UnknownKey: "unknown key {key}",
        help "write `status: {status}`, and the reason in `reason`; for one date of a series, use `changes`";
    MoveOfEvent { key: Written } is UnknownKey: "unknown key {key}",
        help "change `start`; for one date of a series, use `changes`";
    DateOfChanges { key: Written } is UnknownKey: "unknown key {key}", help "indent it under `changes:`";
    DatesOfChanges { key: Written, example: Written } is UnknownKey: "unknown key {key}",
        help "write single dates under `changes`, such as {example}";
    ColorOfEvent { key: Written } is UnknownKey: "unknown key {key}",
        help "remove it: `color` belongs under `calendar`, and is the colour of all events";
    TimeOfStart { key: Written, whole: &'static str, example: Written } is UnknownKey: "unknown key {key}",
        help "the time is part of `{whole}`: {example}";
    TimeWithoutDate { key: Written } is UnknownKey: "unknown key {key}",
        help "the date and the time are one value";
    AllDay { key: Written } is UnknownKey: "unknown key {key}",
        help "an event is all day if its `start` has no time";
    LinkOfCall { key: Written } is UnknownKey: "unknown key {key}",
        help "write the link to the call in `join`, and `format: virtual`";
    SpeakersOfTalk { key: Written } is UnknownKey: "unknown key {key}",
        help "speakers belong to a talk; or name them in `description`";
    RecordingOfTalk { key: Written } is UnknownKey: "unknown key {key}",
        help "a recording belongs to a talk, or under `links`";
    UnseenInKey { what: &'static str, key: Written, example: Written } is UnknownKey: "{what} in the key {key}",
        help "write {example} with spaces before it: what looks like one is another character";
    /// `title:Book club`, in braces
    NoSpaceAfterColon { key: Written } is UnknownKey: "missing space after {key}";
    }
}

/// What is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Text,
    List,
    /// A mapping.
    Lines,
    /// A reason in words, or `true`.
    Reason,
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::List => "a list",
            Self::Lines => "`key: value` lines",
            Self::Reason => "a reason in words, or `true`",
        })
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Nothing,
    Text(Written),
    List,
    Lines,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Text(text) => write!(f, "the text {text}"),
            Self::List => f.write_str("a list"),
            Self::Lines => f.write_str("`key: value` lines"),
        }
    }
}

/// The mapping that keys belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    File,
    Calendar,
    Groups,
    Group,
    Event,
    Changes,
    Change,
    Talk,
    Link,
    /// A key of the user's own.
    Own,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "this file",
            Self::Calendar => "`calendar`",
            Self::Groups => "`groups`",
            Self::Group => "this group",
            Self::Event => "this event",
            Self::Changes => "`changes`",
            Self::Change => "this change",
            Self::Talk => "this talk",
            Self::Link => "this link",
            Self::Own => "these keys",
        })
    }
}

/// How often a key appears: `twice`, `3 times`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times(pub(crate) usize);

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            2 => f.write_str("twice"),
            count => write!(f, "{count} times"),
        }
    }
}
