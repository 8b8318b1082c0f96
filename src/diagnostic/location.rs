//! Finds places in a text: bytes for programs, line and column for people.
//!
//! [`Lines`] turns any range of bytes into a [`Location`] within the text and between characters. Places that are asked for in the order of
//! the text cost one pass over the text in all, even if it is one long line.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The bytes of the text, end exclusive.
    pub bytes: Range<usize>,
    /// Line of the first character, counted from 1.
    pub line: usize,
    /// Column of the first character, in characters, counted from 1.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column after the last character, in characters, counted from 1.
    pub end_column: usize,
}

/// The lines of a text, found once.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// The byte at which each line begins.
    starts: Vec<usize>,
    /// The column of each byte that was asked for. A line may be long, so its characters are counted from the nearest of these bytes.
    columns: RefCell<BTreeMap<usize, usize>>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            text,
            starts: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
            columns: RefCell::default(),
        }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Returns the location of `bytes`. An end that is outside the text, in a byte order mark or inside a character is moved to the nearest
    /// valid byte.
    pub(crate) fn locate(&self, bytes: Range<usize>) -> Location {
        let start = self.floor(bytes.start);
        let end = self.floor(bytes.end.max(bytes.start));
        let (line, column) = self.position(start);
        let (end_line, end_column) = self.position(end);
        Location {
            bytes: start..end,
            line,
            column,
            end_line,
            end_column,
        }
    }

    /// Returns the bytes of the lines from `first` to `last`, counted from 1. They include the last line end, but no byte order mark.
    pub(super) fn bytes_of(&self, first: usize, last: usize) -> Range<usize> {
        let start_of = |line: usize| {
            let start = self.starts.get(line).copied().unwrap_or(self.text.len());
            start.max(self.first_byte())
        };
        start_of(first.saturating_sub(1))..start_of(last)
    }

    /// Returns the first byte after a byte order mark, if there is one. No place is before this byte.
    fn first_byte(&self) -> usize {
        self.text.len() - self.text.trim_start_matches('\u{feff}').len()
    }

    /// Returns the nearest valid byte at or before `at`.
    fn floor(&self, at: usize) -> usize {
        let mut at = at.max(self.first_byte()).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Returns the line and the column of a byte.
    fn position(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        let mut columns = self.columns.borrow_mut();
        let nearest = columns.range(start..=at).next_back();
        let (byte, column) = nearest.map_or((start, 1), |(byte, column)| (*byte, *column));
        // A byte order mark takes no column.
        let between = self.text.get(byte..at).unwrap_or_default();
        let column = column + between.trim_start_matches('\u{feff}').chars().count();
        columns.insert(at, column);
        (line, column)
    }
}
