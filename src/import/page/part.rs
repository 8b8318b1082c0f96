//! Splits a line with a date into its parts: the dates and times, the form, whether it takes place, links, and the other texts.
//!
//! Separators are dashes with spaces around them, `|`, `•` and `·`. Commas and colons separate only beside a date or a time, because titles have them.

use std::ops::Range;

use super::super::entry::State;
use super::block::Text;
use super::phrase::{Meaning, Phrase, phrases};
use crate::value::choice::format_word;

/// The most bytes of a line that is read. A longer text is prose.
const LONGEST: usize = 4_000;

/// A line, by its parts.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The dates and months, in order.
    pub(super) dates: Vec<Phrase>,
    /// The times of day, in order.
    pub(super) times: Vec<Phrase>,
    /// Whether a part says that the date is to be confirmed.
    pub(super) is_unknown: bool,
    pub(super) format: Option<&'static str>,
    pub(super) status: State,
    /// All other texts, in order.
    pub(super) parts: Vec<Part>,
}

/// A text between separators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// The address of its link.
    pub(super) link: Option<String>,
    /// Whether a date or a time follows it without a separator.
    pub(super) leads_to_date: bool,
    /// Whether a date or a time is before it without a separator.
    pub(super) follows_date: bool,
}

impl Line {
    pub(super) fn new(text: &Text) -> Self {
        let mut line = Self::default();
        let written = text.text.as_str();
        if written.len() > LONGEST {
            return line;
        }
        let mut at = 0;
        let mut is_after = false;
        for mut phrase in phrases(written) {
            if phrase.meaning == Meaning::Unknown {
                match separate(written, &phrase.range) {
                    Some(range) => phrase.range = range,
                    None => continue,
                }
            }
            line.segment(text, at..phrase.range.start, is_after, true);
            (at, is_after) = (phrase.range.end, true);
            match phrase.meaning {
                Meaning::Time(..) => line.times.push(phrase),
                Meaning::Days(..) | Meaning::Both(..) | Meaning::Month(..) => {
                    line.dates.push(phrase);
                }
                Meaning::Unknown => line.is_unknown = true,
            }
        }
        line.segment(text, at..written.len(), is_after, false);
        line
    }

    /// Whether a day is named, not only a month.
    pub(super) fn has_day(&self) -> bool {
        let is_day =
            |phrase: &Phrase| matches!(phrase.meaning, Meaning::Days(..) | Meaning::Both(..));
        self.dates.iter().any(is_day)
    }

    fn segment(&mut self, text: &Text, range: Range<usize>, is_after: bool, is_before: bool) {
        let written = text.text.as_str();
        let ranges = split(written, range.clone());
        let last = ranges.len().saturating_sub(1);
        for (index, piece) in ranges.into_iter().enumerate() {
            let bare = trimmed(written, piece.clone());
            let own = written.get(bare.clone()).unwrap_or_default();
            let is_last = index == last;
            let touches_end = written.get(bare.end..piece.end).is_some_and(is_blank);
            let touches_start = written.get(piece.start..bare.start).is_some_and(is_blank);
            // The `and` of two dates.
            let is_joint = is_after && is_before && ["and", "&", "plus"].contains(&own);
            if own.is_empty() || is_joint || self.is_word(own) {
                continue;
            }
            let bare = self.without_format(written, bare);
            self.parts.push(Part {
                text: written.get(bare.clone()).unwrap_or_default().to_owned(),
                link: link_in(text, &bare),
                leads_to_date: is_before && is_last && touches_end,
                follows_date: is_after && index == 0 && touches_start,
                range: bare,
            });
        }
    }

    /// Reads a part that is only the form or the status.
    fn is_word(&mut self, written: &str) -> bool {
        let word = written.trim_matches(['(', ')', '[', ']', '!', '.', ' ', '*']);
        if let Some(format) = format_word(word) {
            self.format.get_or_insert(format);
            return true;
        }
        let lower = word.to_lowercase();
        if ["all day", "all-day", "whole day"].contains(&lower.as_str()) && self.times.is_empty() {
            return true;
        }
        let status = match lower.as_str() {
            "cancelled" | "canceled" => State::Cancelled,
            "postponed" => State::Postponed,
            "tentative" | "provisional" => State::Tentative,
            _ => return false,
        };
        self.status = status;
        true
    }

    /// Leaves out a form at the beginning or the end: `In Person Conference`, `Lean Coffee (online)`, `Lean Coffee, online`.
    fn without_format(&mut self, written: &str, range: Range<usize>) -> Range<usize> {
        let own = written.get(range.clone()).unwrap_or_default();
        if let Some(open) = own
            .rfind('(')
            .filter(|open| own.ends_with(')') && *open > 0)
            && self.is_word(own.get(open..).unwrap_or_default())
        {
            return trimmed(written, range.start..range.start + open);
        }
        if let Some(comma) = own.rfind(", ")
            && self.is_word(own.get(comma + 1..).unwrap_or_default())
        {
            return trimmed(written, range.start..range.start + comma);
        }
        let lower = own.to_ascii_lowercase();
        let words = ["in person ", "in-person ", "face to face ", "face-to-face "];
        if let Some(word) = words.iter().find(|word| lower.starts_with(**word)) {
            self.format.get_or_insert("in-person");
            return trimmed(written, range.start + word.len()..range.end);
        }
        range
    }
}

/// Returns the place of a `tbc` that is a part of its own, with the word `date` before it.
fn separate(written: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let before = written.get(..range.start)?.trim_end();
    let date = before
        .strip_suffix("date")
        .or_else(|| before.strip_suffix("Date"));
    let before = date.unwrap_or(before);
    let bare = before.trim_end();
    let after = written.get(range.end..)?.trim_start();
    let is_begin = bare.is_empty() || bare.ends_with(|c: char| "-–—|:,(".contains(c));
    let is_end = after.is_empty() || after.starts_with(|c: char| "-–—|:,).".contains(c));
    let start = if date.is_some() {
        before.len()
    } else {
        range.start
    };
    (is_begin && is_end).then_some(start..range.end)
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Returns the ranges between the separators.
pub(super) fn split(written: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let own = written.get(range.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut begin = range.start;
    let mut before = ' ';
    let mut characters = own.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map_or(' ', |(_, after)| *after);
        let is_separator = match character {
            '|' | '•' | '·' => true,
            '-' | '–' | '—' => before.is_whitespace() && after.is_whitespace(),
            _ => false,
        };
        if is_separator {
            found.push(begin..range.start + at);
            begin = range.start + at + character.len_utf8();
        }
        before = character;
    }
    found.push(begin..range.end);
    found
}

/// Leaves out spaces, marks and single brackets around a text.
fn trimmed(written: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    // A text with more brackets is no title.
    for _ in 0..8 {
        let own = written.get(range.clone()).unwrap_or_default();
        let is_mark = |c: char| c.is_whitespace() || ",;:|-–—*•·".contains(c);
        let start = own.len() - own.trim_start_matches(is_mark).len();
        let end = own.trim_end_matches(is_mark).len().max(start);
        let bare = own.get(start..end).unwrap_or_default();
        let new = range.start + start..range.start + end;
        let opened = bare.matches('(').count();
        let closed = bare.matches(')').count();
        let new = match () {
            () if bare.ends_with('(') => new.start..new.end - 1,
            () if bare.starts_with(')') => new.start + 1..new.end,
            () if opened > closed && bare.starts_with('(') => new.start + 1..new.end,
            () if closed > opened && bare.ends_with(')') => new.start..new.end - 1,
            () => return new,
        };
        range = new;
    }
    range
}

fn link_in(text: &Text, range: &Range<usize>) -> Option<String> {
    let (link, url) = text.link_from(range.start)?;
    (link.start < range.end).then(|| url.to_owned())
}
