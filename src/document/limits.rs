//! The limits of what is read of a file, and the problem of what is above each.
//!
//! Each limit is far above what real calendars have. A file below all of them takes some tens of megabytes in addition to its text. The
//! limits of one text and one list are in [`crate::limit`].

use crate::diagnostic::{Problem, SyntaxFinding};

/// The deepest nesting that is read. The format itself needs seven levels.
pub(super) const DEEPEST: usize = 64;

/// How many events a file may have.
pub(super) const MOST_EVENTS: usize = 20_000;

/// How many nodes a file may have. A large calendar of ten thousand events has half as many.
pub(super) const MOST_NODES: usize = 1_000_000;

/// How many nodes are kept at a time: those of one event, and those outside of the events. 2,000 dates with twenty keys each fit.
pub(super) const MOST_KEPT: usize = 100_000;

/// How many nodes one event may have with aliases expanded.
pub(super) const MOST_EXPANDED: usize = 200_000;

/// How many entries all merges of a file may add.
pub(super) const MOST_MERGED: usize = 100_000;

/// Aliases may repeat this many nodes, and ten more for each node of the text, but no more than [`MOST_NODES`].
pub(super) const MOST_REPEATED: usize = 100_000;

/// The most bytes of text that aliases may repeat: as much as the largest file has.
pub(super) const MOST_REPEATED_TEXT: usize = 16_000_000;

/// The most bytes of text that the events of all files may take from `defaults`. Each event in memory has a copy.
pub(super) const MOST_DEFAULT_TEXT: usize = 16_000_000;

/// How many tokens the parser may buffer: words, brackets, commas and colons, with up to 320 bytes for each.
pub(super) const MOST_TOKENS: usize = 250_000;

/// How many errors in the YAML are reported.
pub(super) const MOST_SYNTAX_ERRORS: usize = 20;

/// How many bytes are read again after errors in the YAML, in total.
pub(super) const MOST_READ_AGAIN: usize = 8_000_000;

pub(super) fn too_deep() -> Problem {
    SyntaxFinding::TooDeep { levels: DEEPEST }.into()
}

pub(super) fn too_many_events() -> Problem {
    SyntaxFinding::TooManyEvents { most: MOST_EVENTS }.into()
}

pub(super) fn too_many_nodes() -> Problem {
    SyntaxFinding::TooManyNodes { most: MOST_NODES }.into()
}

/// The problem of too many nodes in one event, or outside of the events.
pub(super) fn too_many_kept(is_in_event: bool) -> Problem {
    let most = MOST_KEPT;
    if is_in_event {
        SyntaxFinding::TooManyInEvent { most }.into()
    } else {
        SyntaxFinding::TooManyOutside { most }.into()
    }
}

pub(super) fn too_many_expanded() -> Problem {
    let most = MOST_EXPANDED;
    SyntaxFinding::TooManyExpanded { most }.into()
}

pub(super) fn too_much_repeated() -> Problem {
    let megabytes = MOST_REPEATED_TEXT / 1_000_000;
    SyntaxFinding::TooMuchRepeated { megabytes }.into()
}

pub(super) fn too_many_tokens() -> Problem {
    SyntaxFinding::TooManyTokens { most: MOST_TOKENS }.into()
}
