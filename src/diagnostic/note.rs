//! Gives a report in parts, for a page that shows it with its own marks.
//!
//! [`Report::notes`] takes the name and the text of the file, as [`Report::render`] does, and returns a [`Note`] for each diagnostic, in the
//! same order and the same words. An [`Excerpt`] is one line of a file, cut where the mark begins and ends. A long line is shortened around the
//! mark. No text has control characters; the page escapes what HTML would obey.

use std::collections::HashMap;

use super::{Diagnostic, Lines, Location, Report, Severity, name_beside};
use crate::visible::visible;

/// How many characters of a line are shown before the mark, and how many after it and in it.
const MOST_AROUND: usize = 80;

/// One diagnostic, in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Whether it prevents publication.
    pub severity: Severity,
    /// Its stable name, such as `duplicate-id`.
    pub name: &'static str,
    /// What was found.
    pub message: String,
    /// What to write instead, in words.
    pub help: Option<String>,
    /// Where it is, and then the other place that explains it, if there is one.
    pub excerpts: Vec<Excerpt>,
}

/// One line of a file, in three parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The name of the file.
    pub file: String,
    /// What is there, if it is not the place of the diagnostic itself: `the first is here`.
    pub label: Option<String>,
    /// The line and the column of the mark, counted from 1; `None` if the diagnostic is about the whole file.
    pub place: Option<(usize, usize)>,
    /// The line before the mark.
    pub before: String,
    /// What the diagnostic is about, as far as it is on this line.
    pub marked: String,
    /// The line after the mark.
    pub after: String,
}

impl Report {
    /// Returns the parts of each diagnostic about the file `name`, whose content is `text`.
    pub fn notes(&self, name: &str, text: &str) -> Vec<Note> {
        let mut lines: HashMap<usize, Lines<'_>> = HashMap::new();
        let mut excerpt = |file: usize, at: Option<&Location>, label: Option<String>| {
            let included = self.included_file(file);
            let text = included.map_or(text, |it| it.text.as_str());
            let name = included.map_or_else(|| name.to_owned(), |it| name_beside(name, &it.path));
            let lines = lines.entry(file).or_insert_with(|| Lines::new(text));
            Excerpt::new(&name, label, at, lines)
        };
        let all = self.diagnostics().iter();
        all.map(|diagnostic| {
            let at = diagnostic.location.as_ref();
            let mut excerpts = vec![excerpt(diagnostic.place.file, at, None)];
            if let Some((place, related, Some(at))) = &diagnostic.related {
                let label = format!("{related} here");
                excerpts.push(excerpt(place.file, Some(at), Some(label)));
            }
            diagnostic.note(excerpts)
        })
        .collect()
    }
}

impl Diagnostic {
    fn note(&self, excerpts: Vec<Excerpt>) -> Note {
        Note {
            severity: self.severity(),
            name: self.name(),
            message: visible(&self.message()).into_owned(),
            help: self.help().map(|help| visible(&help).into_owned()),
            excerpts,
        }
    }
}

impl Excerpt {
    fn new(name: &str, label: Option<String>, at: Option<&Location>, lines: &Lines<'_>) -> Self {
        let [before, marked, after] = at.map_or([""; 3], |at| parts(at, lines));
        Self {
            file: visible(name).into_owned(),
            label,
            place: at.map(|at| (at.line, at.column)),
            before: shortened(before, true),
            marked: shortened(marked, false),
            after: shortened(after, false),
        }
    }
}

/// Returns the first line of a place: what is before the mark, in it and after it.
fn parts<'a>(at: &Location, lines: &Lines<'a>) -> [&'a str; 3] {
    let line = lines.bytes_of(at.line, at.line);
    let text = lines.text().get(line.clone()).unwrap_or_default();
    let text = text.trim_end_matches(['\n', '\r']);
    let (start, end) = (at.bytes.start - line.start, at.bytes.end - line.start);
    let (start, end) = (start.min(text.len()), end.min(text.len()));
    [
        text.get(..start).unwrap_or_default(),
        text.get(start..end).unwrap_or_default(),
        text.get(end..).unwrap_or_default(),
    ]
}

/// Returns the last or the first characters of a text, without characters that change how it is shown.
fn shortened(text: &str, keeps_end: bool) -> String {
    let count = text.chars().count();
    if count <= MOST_AROUND {
        return visible(text).into_owned();
    }
    if keeps_end {
        let rest: String = text.chars().skip(count - MOST_AROUND).collect();
        format!("…{}", visible(&rest))
    } else {
        let rest: String = text.chars().take(MOST_AROUND).collect();
        format!("{}…", visible(&rest))
    }
}

#[cfg(test)]
mod tests {
    use crate::Context;

    use super::*;

    const HEAD: &str = "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}\nevents:\n";

    fn notes(events: &str) -> Vec<Note> {
        let text = format!("{HEAD}{events}");
        let context = Context::new("2026-06-15T12:00:00Z".parse().unwrap());
        let (_, report) = crate::read(&text, &context);
        report.notes("dir/events.yaml", &text)
    }

    #[test]
    fn a_note_has_the_words_of_the_report_and_the_line_in_three_parts() {
        let notes = notes("- {id: a, title: A, start: 2026-06-31 10:00, end: \"11:00\"}\n");
        assert_eq!(
            notes,
            [Note {
                severity: Severity::Error,
                name: "bad-date",
                message: "`2026-06-31 10:00` does not exist: June 2026 has 30 days".to_owned(),
                help: Some("did you mean `2026-06-30 10:00`?".to_owned()),
                excerpts: vec![Excerpt {
                    file: "dir/events.yaml".to_owned(),
                    label: None,
                    place: Some((3, 28)),
                    before: "- {id: a, title: A, start: ".to_owned(),
                    marked: "2026-06-31 10:00".to_owned(),
                    after: ", end: \"11:00\"}".to_owned(),
                }],
            }]
        );
    }

    #[test]
    fn the_other_place_follows_with_its_label() {
        let notes = notes(
            "- {id: a, title: A, start: 2026-07-01 10:00, end: \"11:00\"}\n- {id: a, title: B, start: 2026-07-02 10:00, end: \"11:00\"}\n",
        );
        let excerpts = &notes[0].excerpts;
        let shown: Vec<_> = excerpts
            .iter()
            .map(|it| (it.label.as_deref(), it.place, it.marked.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                (None, Some((4, 8)), "a"),
                (Some("the first is here"), Some((3, 8)), "a"),
            ]
        );
    }

    #[test]
    fn a_long_line_is_shortened_around_the_mark() {
        let title = "x".repeat(100);
        let notes = notes(&format!(
            "- {{id: a, title: {title}, start: 2026-06-31 10:00, description: {title}}}\n"
        ));
        let excerpt = &notes[0].excerpts[0];
        assert_eq!(excerpt.before, format!("…{}, start: ", "x".repeat(71)));
        assert_eq!(excerpt.marked, "2026-06-31 10:00");
        assert_eq!(excerpt.after, format!(", description: {}…", "x".repeat(65)));
    }
}
