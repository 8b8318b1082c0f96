//! Applies the exact fixes of a report to the text that it is about.
//!
//! [`Report::fix`] returns the changed text, and each change as the lines before and after. Every byte outside of the changed ranges stays
//! the same. If two changes overlap, only the first is made. Which change is right is decided where the problem is found, and the command
//! line writes the file.

use std::ops::Range;

use memchr::{memchr_iter, memrchr};

use super::ends::{same_end, same_start};
use crate::diagnostic::{Certainty, Diagnostic, Fix, Report};

/// A text after some changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    text: String,
    changes: Vec<Change>,
}

/// One change of a text, as whole lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    line: usize,
    name: &'static str,
    before: String,
    after: String,
}

impl Edited {
    /// The changed text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What changed, in the order of the file; never empty.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

impl Change {
    /// The number of its first line in the original text, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The name of the diagnostic that the change repairs, such as `bad-date`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The lines that the change affects, before it; each with its line end.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// The same lines with this change alone.
    pub fn after(&self) -> &str {
        &self.after
    }
}

impl Change {
    /// The lines that differ between two versions of a text, which are one change.
    pub(crate) fn between(before: &str, after: &str) -> Self {
        let (old, new) = (before.as_bytes(), after.as_bytes());
        let head = old
            .get(..same_start(old, new))
            .and_then(|head| memrchr(b'\n', head))
            .map_or(0, |end| end + 1);
        let rest = |text| <[u8]>::get(text, head..).unwrap_or_default();
        let tail = same_end(rest(old), rest(new));
        // Only whole lines stay.
        let begins_line = |text: &[u8]| {
            let before = (text.len() - tail).checked_sub(1);
            before.is_none_or(|at| text.get(at) == Some(&b'\n'))
        };
        let tail = if begins_line(old) && begins_line(new) {
            tail
        } else {
            let kept = old.get(old.len() - tail..).unwrap_or_default();
            let end = kept.iter().position(|byte| *byte == b'\n');
            end.map_or(0, |end| tail - end - 1)
        };
        let lines = |text: &str| text.get(head..text.len() - tail).map(ToOwned::to_owned);
        let above = before.get(..head).unwrap_or_default();
        Self {
            line: memchr_iter(b'\n', above.as_bytes()).count() + 1,
            name: "edit",
            before: lines(before).unwrap_or_default(),
            after: lines(after).unwrap_or_default(),
        }
    }
}

impl Report {
    /// Applies the exact fixes to the text that the report is about. Returns `None` if there are no exact fixes.
    ///
    /// An exact fix keeps every number and every word of the text. It removes its diagnostic; the next check may find a problem that
    /// this one had hidden.
    ///
    /// ```
    /// # let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}
    /// # events: [{id: a, titel: A, start: 2026-03-01}]\n";
    /// # let context = calfeed::Context::new("2026-01-01T00:00:00Z".parse().unwrap());
    /// let (_, report) = calfeed::read(text, &context);
    /// if let Some(edited) = report.fix(text) {
    ///     println!("{}", edited.text());
    /// }
    /// ```
    pub fn fix(&self, text: &str) -> Option<Edited> {
        self.fix_file(0, text)
    }

    /// Applies the exact fixes to the text of the file with this number, as [`Place::file`](crate::diagnostic::Place) counts them.
    pub(crate) fn fix_file(&self, file: usize, text: &str) -> Option<Edited> {
        let mut fixes: Vec<(&Diagnostic, &Fix)> = self
            .diagnostics()
            .iter()
            .filter(|found| found.place.file == file)
            .filter_map(|found| Some((found, exact(found)?)))
            .collect();
        fixes.sort_by_key(|(_, fix)| (fix.range.start, fix.range.end));
        let mut end = 0;
        fixes.retain(|(_, fix)| {
            let is_apart = fix.range.start >= end && text.get(fix.range.clone()).is_some();
            if is_apart {
                end = fix.range.end;
            }
            is_apart
        });
        if fixes.is_empty() {
            return None;
        }
        let changes = fixes.iter().map(|(found, fix)| change(text, found, fix));
        let changes = changes.collect();
        let splices = fixes
            .iter()
            .map(|(_, fix)| (fix.range(), fix.replacement()));
        let text = splice(text, splices);
        Some(Edited { text, changes })
    }
}

/// Returns the fix of a diagnostic if it can be applied without asking.
fn exact(found: &Diagnostic) -> Option<&Fix> {
    let is_exact = |fix: &&Fix| fix.certainty == Certainty::Exact;
    found.fixes.first().filter(is_exact)
}

/// Replaces ranges of a text, which are in order and do not overlap.
fn splice<'a>(text: &str, splices: impl Iterator<Item = (Range<usize>, &'a str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, replacement) in splices {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(replacement);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Returns one fix as whole lines.
fn change(text: &str, found: &Diagnostic, fix: &Fix) -> Change {
    let range = fix.range();
    let start = text
        .get(..range.start)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1);
    // A range that ends with a line end covers whole lines; the line after it does not change.
    let last = range.end.saturating_sub(1).max(range.start);
    let end = text
        .get(last..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |at| last + at + 1);
    let before = text.get(start..end).unwrap_or_default();
    let within = range.start - start..range.end - start;
    Change {
        line: text
            .get(..start)
            .map_or(0, |text| text.matches('\n').count())
            + 1,
        name: found.name(),
        before: before.to_owned(),
        after: splice(before, std::iter::once((within, fix.replacement()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, Severity, ShapeFinding, Side};

    /// A report with an exact fix for each range.
    fn report(fixes: &[(Range<usize>, &str)]) -> Report {
        let diagnostic = |(range, replacement): &(Range<usize>, &str)| {
            let place = Place::new(Vec::new(), Side::Value);
            let problem = ShapeFinding::EmptyFile.into();
            let mut found = Diagnostic::new(Severity::Error, problem, place);
            found.fixes.push(Fix {
                range: range.clone(),
                replacement: (*replacement).to_owned(),
                certainty: Certainty::Exact,
            });
            found
        };
        Report::new(fixes.iter().map(diagnostic).collect())
    }

    #[test]
    fn of_two_changes_that_overlap_only_the_first_is_made() {
        let edited = report(&[(2..5, "B"), (0..3, "A"), (5..6, "C")]).fix("abcdef");
        let edited = edited.unwrap();
        assert_eq!(edited.text(), "AdeC");
        assert_eq!(edited.changes().len(), 2);
    }

    #[test]
    fn two_additions_at_one_place_are_both_made() {
        let edited = report(&[(1..1, "x"), (1..1, "y")]).fix("ab").unwrap();
        assert_eq!(edited.text(), "axyb");
    }

    #[test]
    fn a_change_is_shown_with_its_whole_lines() {
        let edited = report(&[(4..4, "x: y\n"), (15..17, "3")]).fix("one\ntwo\nthree: 33\n");
        let shown: Vec<_> = edited
            .unwrap()
            .changes()
            .iter()
            .map(|it| (it.line(), it.before().to_owned(), it.after().to_owned()))
            .collect();
        assert_eq!(
            shown,
            [
                (2, "two\n".to_owned(), "x: y\ntwo\n".to_owned()),
                (3, "three: 33\n".to_owned(), "three: 3\n".to_owned()),
            ]
        );
    }

    #[test]
    fn the_difference_of_two_texts_is_whole_lines() {
        let change = |before: &str, after: &str| {
            let it = Change::between(before, after);
            (it.line(), it.before().to_owned(), it.after().to_owned())
        };
        let shown = |line, before: &str, after: &str| (line, before.to_owned(), after.to_owned());
        assert_eq!(change("a\né\nc", "a\nê\nc"), shown(2, "é\n", "ê\n"));
        assert_eq!(change("a\nb", "a\nb\nc"), shown(2, "b", "b\nc"));
        assert_eq!(change("a\na\n", "a\na\na\n"), shown(3, "", "a\n"));
        assert_eq!(change("ab\n", "b\n"), shown(1, "ab\n", "b\n"));
        assert_eq!(change("a\nb\n", "b\n"), shown(1, "a\n", ""));
        assert_eq!(change("a\nb", "a\nb"), shown(2, "", ""));
    }
}
