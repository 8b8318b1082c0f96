//! Reads on after an error in the YAML, so that one run reports all of these errors and what else is wrong in the file.
//!
//! Both parsers stop at an error. Therefore spaces replace the lines of the mistake in a copy of the text, which is read again. The copy
//! has the same length, so its places are places of the text. The resulting [`Reading`] has a diagnostic for each error and a hole for its
//! entry, about which nothing else is reported except other errors in its YAML. The number of errors, and of bytes that are read again, is
//! limited. [`super::syntax`] finds each mistake.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

use super::limits::{MOST_READ_AGAIN, MOST_SYNTAX_ERRORS};
use super::lines::{self, Line};
use super::parser_message::brackets_around;
use super::places::Places;
use super::tree::Refusal;
use super::{Reading, attempt, second_reader, spaced, syntax, typo, unreadable};
use crate::diagnostic::{Diagnostic, Finding, Path, Segment, SyntaxFinding};

/// Reads a text that is not empty.
pub(super) fn read(text: &str) -> Reading {
    let mut errors: Vec<Diagnostic> = Vec::new();
    let mut copy = Copy::of(text);
    copy.without_control_characters(&mut errors);
    let mut bytes_read = 0;
    let is_costly = LazyCell::new(|| second_reader::is_costly(text));
    // An alias names an anchor before it.
    let has_anchor = LazyCell::new(|| {
        let mut windows = text.as_bytes().windows(3);
        windows.any(|around| {
            matches!(around, [before, b'&', after]
                if !before.is_ascii_alphanumeric() && !after.is_ascii_whitespace())
        })
    });
    // The entry with the last error: all before it can be read, so the next error is searched from there.
    let mut searched_to = None;
    loop {
        let (part, shift) = copy.part(searched_to);
        let refusal = match attempt(&part) {
            Ok(_) | Err(Refusal::Limit(..)) if searched_to.take().is_some() => continue,
            Ok(reading) if errors.is_empty() => return reading,
            Ok(reading) => return copy.reading(reading, errors),
            Err(refusal) => refusal,
        };
        let message = match refusal {
            Refusal::Limit(problem, bytes) => {
                errors.push(unreadable(text, problem, bytes, 0));
                return Reading::refused(errors);
            }
            Refusal::Syntax(message) => message,
        };
        let (body, mark) = without_mark(&part);
        let shift = shift + mark;
        let (problem, bytes) = syntax::explain(body, &message);
        if errors.len() >= MOST_SYNTAX_ERRORS {
            let shown = MOST_SYNTAX_ERRORS;
            let problem = SyntaxFinding::TooManyErrors { shown }.into();
            errors.push(unreadable(text, problem, bytes, shift));
            return Reading::refused(errors);
        }
        let finding = problem.finding().clone();
        let at = shift + bytes.start;
        let is_named = finding == Finding::Syntax(SyntaxFinding::MissingEvents)
            && lines::all(text).any(|line| line.text.trim() == "events");
        // `events` without its `:` is reported as a separate error.
        let is_new = (!copy.is_blanked(at) && !is_named) || errors.is_empty();
        if is_new {
            errors.push(unreadable(text, problem, bytes, shift));
        }
        bytes_read += part.len();
        let can_read_again = bytes_read <= MOST_READ_AGAIN
            && !*is_costly
            && !body.trim_start().starts_with(['{', '[']);
        drop(part);
        let blanked_before = copy.blanked.len();
        if !can_read_again || !copy.blank(at, &finding) {
            return Reading::refused(errors);
        }
        let blanked = copy.blanked.iter().skip(blanked_before);
        let first = blanked.map(|bytes| bytes.start).min();
        let entry = copy.entry_at(first.map_or(at, |first| first.min(at)));
        searched_to = entry.filter(|_| !*has_anchor);
    }
}

/// Returns the text after a byte order mark, and the length of that mark.
fn without_mark(text: &str) -> (&str, usize) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    (body, text.len() - body.len())
}

/// A copy of the text, in which spaces replace the lines of mistakes.
struct Copy<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    blanked: Vec<Range<usize>>,
}

impl<'t> Copy<'t> {
    fn of(original: &'t str) -> Self {
        Self {
            original,
            text: Cow::Borrowed(original),
            blanked: Vec::new(),
        }
    }

    /// Puts a space in place of each character that no YAML may have, and reports them.
    fn without_control_characters(&mut self, errors: &mut Vec<Diagnostic>) {
        let text = self.original;
        for (at, c) in super::refused_characters(text) {
            if errors.len() >= MOST_SYNTAX_ERRORS {
                break;
            }
            let code = u32::from(c);
            let problem = SyntaxFinding::ControlCharacter { code }.into();
            errors.push(unreadable(text, problem, at..at + 1, 0));
            self.clear(at..at + c.len_utf8());
        }
    }

    /// The text from an entry of `events:` on, as a file of its own, and how many bytes further on it is in the text; or the whole text.
    fn part(&self, entry: Option<usize>) -> (Cow<'_, str>, usize) {
        const SECTION: &str = "events:\n";
        let rest = entry
            .and_then(|entry| Some((entry.checked_sub(SECTION.len())?, self.text.get(entry..)?)));
        match rest {
            Some((shift, rest)) => (Cow::Owned(format!("{SECTION}{rest}")), shift),
            None => (Cow::Borrowed(&self.text), 0),
        }
    }

    /// The line at which the entry of `events:` begins that a byte is in.
    fn entry_at(&self, at: usize) -> Option<usize> {
        let is_item = |line: &Line<'_>| line.text.trim_start().starts_with("- ");
        let events = self.text.find("\nevents:")? + 1;
        let first = lines::all(self.text.get(events..)?)
            .skip(1)
            .find(|line| !line.text.trim().is_empty());
        let indent = first.filter(is_item)?.indent();
        let line = Line::around(&self.text, at);
        let mut above = std::iter::successors(Some(line), |line| Line::above(&self.text, *line));
        let entry = above.find(|line| is_item(line) && line.indent() == indent)?;
        (entry.start > events).then_some(entry.start)
    }

    /// Whether a byte has been replaced with a space. A mistake that is found there comes from the spaces.
    fn is_blanked(&self, at: usize) -> bool {
        self.blanked.iter().any(|bytes| bytes.contains(&at))
    }

    /// Replaces all characters of a range with spaces, except line ends. Returns whether that changes anything.
    fn clear(&mut self, bytes: Range<usize>) -> bool {
        let Some(old) = self.text.get(bytes.clone()) else {
            return false;
        };
        let mut new = String::with_capacity(old.len());
        for c in old.chars() {
            match c {
                '\n' | '\r' => new.push(c),
                c => new.extend(std::iter::repeat_n(' ', c.len_utf8())),
            }
        }
        let is_changed = new != old;
        self.text.to_mut().replace_range(bytes.clone(), &new);
        self.blanked.push(bytes);
        is_changed
    }

    /// Replaces a mistake with spaces or, if only spaces are left there, its whole block. Returns whether the text has changed.
    fn blank(&mut self, at: usize, finding: &Finding) -> bool {
        let ranges = self.lines_of(at, finding);
        let cleared: Vec<bool> = ranges.into_iter().map(|bytes| self.clear(bytes)).collect();
        if cleared.contains(&true) {
            self.restore_hyphen(at, finding);
            return true;
        }
        let block = self.block(at);
        self.clear(block)
    }

    /// Puts a hyphen in place of a bullet, so that the event stays an item.
    fn restore_hyphen(&mut self, at: usize, finding: &Finding) {
        let is_bullet = matches!(finding, Finding::Syntax(SyntaxFinding::Bullet { .. }));
        if is_bullet && self.text.get(at..=at) == Some(" ") {
            self.text.to_mut().replace_range(at..=at, "-");
        }
    }

    /// Returns the ranges to replace for a mistake at a byte.
    fn lines_of(&self, at: usize, finding: &Finding) -> Vec<Range<usize>> {
        let text: &str = &self.text;
        let (body, shift) = without_mark(text);
        // Brackets with a mistake in them are replaced as a whole.
        let open = brackets_around(body, at.saturating_sub(shift));
        let at = open.map_or(at, |open| open + shift);
        let line = Line::around(text, at);
        let one = |bytes: Range<usize>| vec![bytes];
        let whole = |line: Line<'_>| line.start..line.start + line.text.len();
        let indented = |least: usize| {
            let below = text.get(line.start..).unwrap_or_default();
            let below = lines::all(below).skip(1);
            let is_below = |below: &Line<'_>| {
                let is_next =
                    below.indent() <= line.indent() && below.text.trim().starts_with("- ");
                below.indent() >= least && !is_next
            };
            let below = below.take_while(|below| below.text.trim().is_empty() || is_below(below));
            let end = below.last().map_or(0, |line| line.start + line.text.len());
            line.start + end.max(line.text.len())
        };
        let Finding::Syntax(finding) = finding else {
            return vec![whole(line)];
        };
        match finding {
            SyntaxFinding::GitConflict => {
                let mut is_other_side = false;
                let mut ranges = Vec::new();
                for line in lines::all(text) {
                    let is_mark = typo::is_conflict_mark(line.text);
                    if is_mark {
                        is_other_side = line.text.starts_with(['=', '|']);
                    }
                    if is_mark || is_other_side {
                        ranges.push(whole(line));
                    }
                }
                ranges
            }
            SyntaxFinding::IndentingTab => {
                let has_tab = |line: &Line<'_>| {
                    let indent = line.text.get(..line.indent());
                    indent.is_some_and(|indent| indent.contains('\t'))
                        && !line.text.trim().is_empty()
                };
                lines::all(text).filter(has_tab).map(whole).collect()
            }
            SyntaxFinding::TooFarIndented { .. }
            | SyntaxFinding::BadIndent { .. }
            | SyntaxFinding::EventWithoutHyphen { .. }
            | SyntaxFinding::BadIndentAnywhere => one(line.start..indented(line.indent().max(1))),
            SyntaxFinding::BlockText { .. } => {
                let after_key = line.key_length().map_or(line.text.len(), |end| end + 1);
                one(line.start + after_key..indented(line.key_column() + 1))
            }
            SyntaxFinding::MissingEvents => one(line.start..text.len()),
            SyntaxFinding::FirstKeyIndented { .. } => vec![self.section(line)],
            SyntaxFinding::Bullet { .. } => vec![whole(line)],
            _ => vec![self.value_or_line(line, at)],
        }
    }

    /// Returns the bytes of the value of a key, or of the line after its hyphens, with all lines that are indented below it.
    fn value_or_line(&self, line: Line<'_>, at: usize) -> Range<usize> {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let value = line.value_bytes();
        let (start, column) = match line.entry() {
            Some((key, _))
                if at >= value.start && !value.is_empty() && key.chars().all(is_word) =>
            {
                (value.start, line.key_column())
            }
            _ => (line.start + line.key_column(), line.key_column()),
        };
        let rest = self.text.get(start..).unwrap_or_default();
        let mut open = 0_i32;
        let mut end = start;
        for below in lines::all(rest) {
            let is_first = below.start == 0;
            let is_below = below.indent() > column || below.text.trim().is_empty();
            let closes = below.text.trim_start().starts_with([']', '}']) && open > 0;
            if !is_first && !is_below && !closes {
                break;
            }
            if !is_first && open <= 0 && start == value.start && is_below && below.is_entry() {
                break;
            }
            open += below
                .text
                .chars()
                .map(|c| match c {
                    '[' | '{' => 1,
                    ']' | '}' => -1,
                    _ => 0,
                })
                .sum::<i32>();
            end = start + below.start + below.text.len();
        }
        start..end
    }

    /// Returns the lines from a key at the first column to the next such key.
    fn section(&self, line: Line<'_>) -> Range<usize> {
        let rest = self.text.get(line.start..).unwrap_or_default();
        let begins = |line: &Line<'_>| {
            line.start > 0
                && line
                    .text
                    .starts_with(|c: char| !c.is_whitespace() && c != '-' && c != '#')
        };
        let next = lines::all(rest).find(begins);
        line.start..line.start + next.map_or(rest.len(), |next| next.start)
    }

    /// Returns the bytes of the event or the section around a byte, without its hyphen or its key.
    fn block(&self, at: usize) -> Range<usize> {
        let text: &str = &self.text;
        let line = Line::around(text, at);
        let mut above = std::iter::successors(Some(line), |line| Line::above(text, *line));
        let begins = |line: &Line<'_>| {
            line.indent() == 0 || line.indent() <= 4 && line.text.trim_start().starts_with('-')
        };
        let first = above.find(begins).unwrap_or(line);
        let rest = text.get(first.start..).unwrap_or_default();
        let is_next = |line: &Line<'_>| {
            line.start > 0 && !line.text.trim().is_empty() && line.indent() <= first.indent()
        };
        let next = lines::all(rest).find(is_next);
        let end = first.start + next.map_or(rest.len(), |next| next.start);
        let kept = match first.key_length() {
            Some(length) if first.indent() == 0 && !first.text.starts_with('-') => length + 1,
            _ => (first.indent() + 1).min(first.text.len()),
        };
        first.start + kept..end
    }

    /// Returns the reading of the copy, with the errors and a hole for each.
    fn reading(self, mut reading: Reading, errors: Vec<Diagnostic>) -> Reading {
        let places = match reading.places.take() {
            Some(places) => Some(places),
            None => Places::of(&spaced(&self.text))
                .ok()
                .map(Places::without_tabs),
        };
        let Some(places) = places else {
            return Reading::refused(errors);
        };
        let mut holes: Vec<Path> = Vec::new();
        for bytes in &self.blanked {
            let blank = self.text.get(bytes.clone()).unwrap_or_default();
            for line in lines::all(blank) {
                let at = bytes.start + line.start;
                let hole = self.hole(&places, at);
                if !holes.contains(&hole) {
                    holes.push(hole);
                }
            }
        }
        reading.recovered.add_holes(holes);
        let mut all = errors;
        all.append(&mut reading.recovered.diagnostics);
        reading.recovered.diagnostics = all;
        reading.places = Some(places.of_copy(self.text.into_owned()));
        reading
    }

    /// Returns the path of the entry that a byte is in: an event, or a section. If the line of the section itself was
    /// replaced, the hole is the whole file.
    fn hole(&self, places: &Places, at: usize) -> Path {
        let line = Line::around(self.original, at);
        let is_section = line.text.starts_with(char::is_alphanumeric);
        let entry = places.entry_at(&self.text, line.start + line.text.len());
        match entry.filter(|_| at > line.start || !is_section) {
            Some((name, index)) => {
                let index = index.map(Segment::Index);
                std::iter::once(Segment::Key(name)).chain(index).collect()
            }
            None => Vec::new(),
        }
    }
}
