//! Finds comments with another weekday than that of the date beside them: `start: 2026-03-10 # Wednesday`.
//!
//! A comment counts if it begins with the weekday, perhaps after an article, and if no date of its line has that weekday. Only dates of
//! today or later get a warning. Comments on separate lines are ignored.
//!
//! A date may be written on several lines. Of all places at which a date of a comment is written, only the one on the line of the comment is reported.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Adviser, File};
use crate::diagnostic::{
    Diagnostic, Edit, Kind, Path, Problem, Segment, Severity, Side, WarningFinding,
};
use crate::document;
use crate::weekday::{weekday_name, weekday_of};

/// A weekday in a comment, and the date on its line.
struct Comment<'t> {
    /// The date as written.
    written: &'t str,
    date: NaiveDate,
    weekday: Weekday,
    /// The byte range of the weekday in the file.
    bytes: Range<usize>,
}

impl Adviser<'_> {
    pub(super) fn weekday_comments(&mut self, files: &[File<'_>], today: NaiveDate) {
        for (number, file) in files.iter().enumerate() {
            self.weekday_comments_of(number, file, today);
        }
    }

    fn weekday_comments_of(&mut self, number: usize, file: &File<'_>, today: NaiveDate) {
        let text = file.text;
        let mut comments = comments(text);
        comments.retain(|comment| comment.date >= today);
        if comments.is_empty() {
            return;
        }
        let kind = Kind::WeekdayComment;
        let mut found = Vec::new();
        for (index, event) in self.document.events.iter().enumerate() {
            if self.document.file_of(index) != number {
                continue;
            }
            let is_allowed = |names: &[String]| names.iter().any(|name| name == kind.name());
            if is_allowed(&event.allow) || self.is_allowed(None, kind) {
                continue;
            }
            for (path, side, written) in dates(event) {
                for comment in comments.iter().filter(|it| written.contains(it.written)) {
                    let whole = [Segment::Key("events".to_owned()), Segment::Index(index)];
                    let path: Path = whole.into_iter().chain(path.iter().cloned()).collect();
                    let place = self.document.place(&path, side);
                    found.push(Diagnostic::new(Severity::Warning, comment.problem(), place));
                }
            }
        }
        if document::locate(number, text, file.places, &mut found).is_ok() {
            found.retain(|warning| is_beside_comment(warning, text));
            self.found.append(&mut found);
        }
    }
}

impl Comment<'_> {
    fn problem(&self) -> Problem {
        let [actual, said] = [self.date.weekday(), self.weekday].map(weekday_name);
        let date = self.date;
        Problem::from(WarningFinding::WeekdayComment { date, actual, said })
            .guess(Edit::Bytes(self.bytes.clone(), actual.to_owned()))
    }
}

/// Whether a warning about a comment is on the line of that comment.
fn is_beside_comment(warning: &Diagnostic, text: &str) -> bool {
    let (Some(at), Some(fix)) = (&warning.location, warning.fixes.first()) else {
        return false;
    };
    let between = text.get(at.bytes.end..fix.range.start);
    between.is_some_and(|between| !between.contains('\n'))
}

/// Returns the dates of an event as written, each with its path.
fn dates(event: &document::Event) -> Vec<(Path, Side, &str)> {
    let key = |name: &str| Segment::Key(name.to_owned());
    let mut dates = Vec::new();
    let own = [
        ("start", event.start.as_deref()),
        ("end", event.end.as_deref()),
        ("until", event.until.as_deref()),
    ];
    for (name, written) in own {
        dates.extend(written.map(|written| (vec![key(name)], Side::Value, written)));
    }
    for (index, written) in event.also.iter().enumerate() {
        let path = vec![key("also"), Segment::Index(index)];
        dates.push((path, Side::Value, written.as_str()));
    }
    for (date, change) in event.changes.iter() {
        let path = vec![key("changes"), key(date)];
        dates.push((path.clone(), Side::Key, date));
        let moved = [
            ("moved_to", change.moved_to.as_deref()),
            ("end", change.end.as_deref()),
        ];
        for (name, written) in moved {
            let path = path.iter().cloned().chain([key(name)]).collect();
            dates.extend(written.map(|written| (path, Side::Value, written)));
        }
    }
    dates
}

/// Returns the comments that begin with another weekday than those of the dates before them.
fn comments(text: &str) -> Vec<Comment<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        found.extend(comment(line, start));
        start += line.len();
    }
    found
}

/// Reads one line, which begins at the byte `start`.
fn comment(line: &str, start: usize) -> Option<Comment<'_>> {
    const ARTICLES: [&str; 3] = ["a", "on", "the"];
    let sign = line.rfind(" #")?;
    let (before, after) = line.split_at_checked(sign + 2)?;
    let is_between = |c: char| !c.is_alphabetic();
    let mut pieces = after.split_inclusive(is_between);
    let mut at = sign + 2;
    let (word, weekday) = loop {
        let piece = pieces.next()?;
        let word = piece.trim_end_matches(is_between);
        match weekday(word) {
            Some(weekday) => break (word, weekday),
            None if word.is_empty() || ARTICLES.contains(&word.to_lowercase().as_str()) => {}
            None => return None,
        }
        at += piece.len();
    };
    let dates: Vec<(&str, NaiveDate)> = before
        .char_indices()
        .filter_map(|(at, _)| {
            let written = before.get(at..at + 10)?;
            Some((
                written,
                NaiveDate::parse_from_str(written, "%Y-%m-%d").ok()?,
            ))
        })
        .collect();
    if dates.iter().any(|(_, date)| date.weekday() == weekday) {
        return None;
    }
    let (written, date) = dates.last().copied()?;
    Some(Comment {
        written,
        date,
        weekday,
        bytes: start + at..start + at + word.len(),
    })
}

/// Reads `Wednesday` in any case, or an abbreviation with a capital.
fn weekday(word: &str) -> Option<Weekday> {
    let is_clear = word.len() > 5 || word.starts_with(|c: char| c.is_ascii_uppercase());
    weekday_of(word).filter(|_| is_clear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(String, &'static str)> {
        let comment = comment(line, 0)?;
        assert_eq!(
            weekday(line.get(comment.bytes)?),
            Some(comment.weekday),
            "{line}"
        );
        Some((comment.date.to_string(), weekday_name(comment.weekday)))
    }

    #[test]
    fn a_comment_that_begins_with_a_weekday_is_compared_with_the_dates_before_it() {
        let date = "2026-03-10".to_owned();
        for comment in [
            "Wednesday",
            "a wednesday",
            "(Wed, half term)",
            "Weds.",
            " – Wed",
        ] {
            let line = format!("    start: 2026-03-10 11:00  # {comment}\n");
            assert_eq!(found(&line), Some((date.clone(), "Wednesday")), "{line}");
        }
        for line in [
            "start: 2026-03-10 # Tuesday",
            "start: 2026-03-10 # Tue",
            "start: 2026-03-10 # not Wednesday",
            "start: 2026-03-10 # sat in the hall",
            "start: 2026-03-10 # Wednesdays",
            "start: 2026-03-10",
            "repeats: weekly # Wednesday",
            "2026-03-10: {moved_to: 2026-03-11} # Wednesday",
            "# Wednesday",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
