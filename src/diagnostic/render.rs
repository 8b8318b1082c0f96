//! Renders a report for people, for the annotations of a pull request, and for programs.
//!
//! [`Report::render`] takes the name and the text of the file. It returns text that ends with a newline or, for an empty report that is not
//! JSON, nothing. Escape sequences appear only if colour is requested. An included file is named by its path below the folder of that name.
//!
//! The JSON form is an array of `{severity, name, message, help, file, path, line, column, end_line, end_column, related, fixes}`, where absent
//! values are null. `related` is `{message, file, line, column, end_line, end_column}` of another place that explains this one. Each of the
//! `fixes` is `{certainty, line, column, end_line, end_column, start, end, replacement}`, with `start` and `end` in bytes.

use std::cell::OnceCell;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Fix, Lines, Location, Report, Severity};
use crate::visible::{visible, visible_in_place, visible_json, visible_lines};

/// The page that explains each kind of diagnostic under its name.
const REFERENCE: &str = "docs/reference/diagnostics.md";

/// How many lines may be between two places that one snippet shows.
const MOST_LINES_BETWEEN: usize = 50;

/// The most bytes of lines that are shown. The renderer reads all of them for each diagnostic, even if it shows only a part.
const MOST_BYTES_SHOWN: usize = 10_000;

/// The form in which a [`Report`] is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The line and a caret under the value, with colour if `true`.
    Human(bool),
    /// Workflow commands of GitHub Actions, which appear on the pull request.
    Github,
    /// One JSON array.
    Json,
}

/// The name and the text of a file, with its lines if a diagnostic is about it.
struct File<'a> {
    name: String,
    text: &'a str,
    lines: OnceCell<Lines<'a>>,
}

impl<'a> File<'a> {
    fn new(name: String, text: &'a str) -> Self {
        let lines = OnceCell::new();
        Self { name, text, lines }
    }

    fn lines(&self) -> &Lines<'a> {
        self.lines.get_or_init(|| Lines::new(self.text))
    }
}

/// Returns the name of an included file, beside the file `name`: `dir/teams/a.yaml` beside `dir/events.yaml`, and `HEAD:a.yaml` beside
/// `HEAD:events.yaml`.
pub(crate) fn name_beside(name: &str, path: &str) -> String {
    let separators: &[char] = if cfg!(windows) {
        &['/', ':', '\\']
    } else {
        &['/', ':']
    };
    let folder = name.rfind(separators).map_or(0, |end| end + 1);
    format!("{}{path}", name.get(..folder).unwrap_or_default())
}

impl Report {
    /// Renders the report about the file `name`, whose content is `text`.
    pub fn render(&self, format: Format, name: &str, text: &str) -> String {
        let included = self.included.iter();
        let included = included.map(|it| File::new(name_beside(name, &it.path), it.text.as_str()));
        let files: Vec<File<'_>> = std::iter::once(File::new(name.to_owned(), text))
            .chain(included)
            .collect();
        match format {
            Format::Human(colour) => self.human(&files, colour),
            Format::Github => self.github(&files),
            Format::Json => self.json(&files),
        }
    }

    /// Returns the name of the file that a diagnostic is about, beside the events file `name`.
    pub(crate) fn name_of_file(&self, diagnostic: &Diagnostic, name: &str) -> String {
        let path = self.path_of_file(diagnostic);
        path.map_or_else(|| name.to_owned(), |path| name_beside(name, path))
    }

    fn human(&self, files: &[File<'_>], colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut out = String::new();
        for diagnostic in self.diagnostics() {
            let Some(file) = files.get(diagnostic.place.file) else {
                continue;
            };
            let name = visible(&file.name);
            let elsewhere = diagnostic
                .elsewhere()
                .and_then(|file| files.get(file))
                .map(|file| (visible(&file.name), file));
            let mut group = diagnostic.group(&name, file.lines());
            if let (Some((name, file)), Some((_, related, Some(at)))) =
                (&elsewhere, &diagnostic.related)
            {
                let lines = file.lines();
                let context = AnnotationKind::Context
                    .span(lines.within(at, at))
                    .label(format!("{related} here"));
                if lines.length(at, at) <= MOST_BYTES_SHOWN {
                    group = group.element(lines.snippet(name, at, at).annotation(context));
                }
            }
            if let Some(help) = diagnostic.help() {
                group = group.element(Level::HELP.message(help));
            }
            out.push_str(&renderer.render(&[group]));
            out.push_str("\n\n");
        }
        out
    }

    fn github(&self, files: &[File<'_>]) -> String {
        let commands = self
            .diagnostics()
            .iter()
            .map(|diagnostic| diagnostic.command(files));
        commands.collect()
    }

    fn json(&self, files: &[File<'_>]) -> String {
        let list: Vec<_> = self
            .diagnostics()
            .iter()
            .map(|diagnostic| {
                let at = diagnostic.location.as_ref();
                let file = files.get(diagnostic.place.file);
                let related = diagnostic.related.as_ref().map(|(place, related, at)| {
                    let at = at.as_ref();
                    serde_json::json!({
                        "message": format!("{related} here"),
                        "file": files.get(place.file).map(|file| &file.name),
                        "line": at.map(|at| at.line),
                        "column": at.map(|at| at.column),
                        "end_line": at.map(|at| at.end_line),
                        "end_column": at.map(|at| at.end_column),
                    })
                });
                let edits = diagnostic.fixes().iter();
                let edits: Vec<_> = edits
                    .filter_map(|fix| Some(json_of(fix, file?.lines())))
                    .collect();
                serde_json::json!({
                    "severity": diagnostic.severity.to_string(),
                    "name": diagnostic.name(),
                    "message": diagnostic.message(),
                    "help": diagnostic.help(),
                    "file": file.map(|file| &file.name),
                    "path": diagnostic.path(),
                    "line": at.map(|at| at.line),
                    "column": at.map(|at| at.column),
                    "end_line": at.map(|at| at.end_line),
                    "end_column": at.map(|at| at.end_column),
                    "related": related,
                    "fixes": edits,
                })
            })
            .collect();
        visible_json(format!("{:#}\n", serde_json::Value::Array(list)))
    }
}

/// Returns a fix as JSON.
fn json_of(fix: &Fix, lines: &Lines<'_>) -> serde_json::Value {
    let (range, at) = (fix.range(), lines.locate(fix.range()));
    serde_json::json!({
        "certainty": fix.certainty().name(),
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "start": range.start,
        "end": range.end,
        "replacement": fix.replacement(),
    })
}

impl Diagnostic {
    /// Returns the file of the related place, if it is another one.
    fn elsewhere(&self) -> Option<usize> {
        let (place, ..) = self.related.as_ref()?;
        (place.file != self.place.file).then_some(place.file)
    }

    /// Returns the workflow command of GitHub Actions, with its line end.
    fn command(&self, files: &[File<'_>]) -> String {
        let name = |file: usize| files.get(file).map_or("", |file| &file.name);
        let place = self.location.as_ref().map_or_else(String::new, |at| {
            // GitHub allows columns only if the annotation is on one line.
            let columns = if at.line == at.end_line {
                format!(",col={},endColumn={}", at.column, at.end_column)
            } else {
                String::new()
            };
            format!(",line={},endLine={}{columns}", at.line, at.end_line)
        });
        let help = self
            .help()
            .map_or_else(String::new, |help| format!("\nhelp: {help}"));
        let related = match &self.related {
            Some((place, related, Some(at))) if self.elsewhere().is_some() => {
                format!("; {related} at line {} of {}", at.line, name(place.file))
            }
            Some((_, related, Some(at))) => format!("; {related} at line {}", at.line),
            Some((_, _, None)) | None => String::new(),
        };
        let message = format!(
            "{}{related}{help}\nsee {REFERENCE}#{}",
            self.message(),
            self.name()
        );
        format!(
            "::{} file={}{place},title={}::{}\n",
            self.severity,
            command_property(name(self.place.file)),
            command_property(self.kind().title()),
            command_data(&message),
        )
    }

    /// Returns the drawing of the diagnostic: its message and its lines.
    fn group<'a>(&'a self, name: &'a str, lines: &Lines<'a>) -> Group<'a> {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(self.message()).id(self.name());
        let mut group = Group::with_title(title);
        let related = self
            .related
            .as_ref()
            .and_then(|(_, related, at)| Some((format!("{related} here"), at.as_ref()?)))
            .filter(|_| self.elsewhere().is_none())
            .filter(|(_, at)| lines.length(at, at) <= MOST_BYTES_SHOWN);
        match (&self.location, related) {
            (None, _) => group = group.element(Origin::path(name)),
            (Some(at), _) if lines.length(at, at) > MOST_BYTES_SHOWN => {
                let origin = Origin::path(name).line(at.line).char_column(at.column);
                group = group.element(origin);
            }
            (Some(at), Some((label, other)))
                if at.line.abs_diff(other.line) > MOST_LINES_BETWEEN
                    || lines.length(at, other).max(lines.length(other, at)) > MOST_BYTES_SHOWN =>
            {
                group = group.element(lines.snippet(name, at, at).annotation(lines.mark(at, at)));
                let context = AnnotationKind::Context
                    .span(lines.within(other, other))
                    .label(label);
                group = group.element(lines.snippet(name, other, other).annotation(context));
            }
            (Some(at), Some((label, other))) => {
                let (first, last) = if at.line < other.line {
                    (at, other)
                } else {
                    (other, at)
                };
                let context = AnnotationKind::Context
                    .span(lines.within(other, first))
                    .label(label);
                let snippet = lines
                    .snippet(name, first, last)
                    .annotation(lines.mark(at, first));
                group = group.element(snippet.annotation(context));
            }
            (Some(at), None) => {
                group = group.element(lines.snippet(name, at, at).annotation(lines.mark(at, at)));
            }
        }
        group
    }
}

/// Gives the renderer only the lines that are shown, because it reads all that it is given.
impl<'a> Lines<'a> {
    fn snippet(
        &self,
        name: &'a str,
        first: &Location,
        last: &Location,
    ) -> Snippet<'a, Annotation<'a>> {
        let bytes = self.bytes_of(first.line, last.end_line);
        let text = self.text().get(bytes).unwrap_or_default();
        Snippet::source(visible_in_place(text))
            .path(name)
            .line_start(first.line)
    }

    /// Returns how many bytes the lines from one place to another have.
    fn length(&self, first: &Location, last: &Location) -> usize {
        self.bytes_of(first.line, last.end_line).len()
    }

    /// Returns the bytes of a place, counted from the beginning of the line of `first`.
    fn within(&self, at: &Location, first: &Location) -> Range<usize> {
        let start = self.bytes_of(first.line, first.line).start;
        at.bytes.start - start..at.bytes.end - start
    }

    fn mark(&self, at: &Location, first: &Location) -> Annotation<'a> {
        AnnotationKind::Primary.span(self.within(at, first))
    }
}

/// Escapes the message of a workflow command.
fn command_data(text: &str) -> String {
    visible_lines(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command, where `:` and `,` have a meaning.
fn command_property(text: &str) -> String {
    command_data(text).replace(':', "%3A").replace(',', "%2C")
}
