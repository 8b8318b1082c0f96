//! How much a file may have for it to be read, and the problem of what is above.
//!
//! In: nothing. Out: limits, and a [`Problem`] for each. Guaranteed: each limit is far above what real calendars have; what is below
//! all of them takes some tens of megabytes in addition to its text. Absent: what one text or one list may have ([`crate::limit`]).

use crate::diagnostic::{Kind, Problem, SyntaxFinding};

/// The deepest nesting that is read. The format itself needs seven levels.
pub(super) const DEEPEST: usize = 64;

/// How many events a file may have.
pub(super) const MOST_EVENTS: usize = 20_000;

/// How many nodes a file may have. A large calendar of ten thousand events has half as many.
pub(super) const MOST_NODES: usize = 1_000_000;

/// How many nodes are kept at a time: those of one event, and all that is beside the events. 2,000 dates with twenty keys each are fewer.
pub(super) const MOST_KEPT: usize = 100_000;

/// How many nodes one event may have with aliases expanded.
pub(super) const MOST_EXPANDED: usize = 200_000;

/// How many entries all merges of a file may add.
pub(super) const MOST_MERGED: usize = 100_000;

/// How many nodes aliases may add to ten times those of the text; never more than [`MOST_NODES`].
pub(super) const MOST_REPEATED: usize = 100_000;

/// The most bytes of text that aliases may repeat: as much as the largest file has.
pub(super) const MOST_REPEATED_TEXT: usize = 16_000_000;

/// How many tokens the parser may keep: words, brackets, commas and colons, with up to 320 bytes for each.
pub(super) const MOST_TOKENS: usize = 250_000;

pub(super) fn too_deep() -> Problem {
    SyntaxFinding::TooDeep { levels: DEEPEST }.into()
}

pub(super) fn too_many_events() -> Problem {
    let message = format!("more than {MOST_EVENTS} events in one file");
    Problem::new(Kind::TooMuch, message)
        .help("remove events that are long past, or keep several calendars")
}

pub(super) fn too_many_nodes() -> Problem {
    let message = format!("more than {MOST_NODES} keys and values in one file");
    Problem::new(Kind::TooMuch, message)
        .help("remove events that are long past, or keep several calendars")
}

/// The problem of too much in one event, or in all that is kept until the end of the file.
pub(super) fn too_many_kept(is_in_event: bool) -> Problem {
    let place = if is_in_event {
        "in one event, and in the events with anchors (`&`) before it"
    } else {
        "outside of the events"
    };
    let message = format!("more than {MOST_KEPT} keys and values {place}");
    Problem::new(Kind::TooMany, message)
        .help("remove those that repeat, or that nobody reads any more")
}

pub(super) fn too_many_expanded() -> Problem {
    let message = format!("more than {MOST_EXPANDED} keys and values, with what aliases repeat");
    Problem::new(Kind::TooMany, message).help("write fewer aliases (`*`) under this event")
}

pub(super) fn too_many_merged() -> Problem {
    Problem::new(Kind::Syntax, "merges that grow without end")
        .help("write the keys out where they are needed")
}

pub(super) fn too_many_repeated() -> Problem {
    Problem::new(Kind::Syntax, "aliases that grow without end")
        .help("write the values out where they are needed")
}

pub(super) fn too_much_repeated() -> Problem {
    let most = MOST_REPEATED_TEXT / 1_000_000;
    let message = format!("with this alias, aliases repeat more than {most} MB of text");
    Problem::new(Kind::TooMuchText, message)
        .help("write long text on a page of its own and link to that")
}

pub(super) fn too_many_tokens() -> Problem {
    let message = format!("more than {MOST_TOKENS} words and marks in one pair of brackets");
    Problem::new(Kind::TooMany, message)
        .help("write each item on a line of its own that begins with `- `, without the brackets")
}
