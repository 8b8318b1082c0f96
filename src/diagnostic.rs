//! Problems of a file, where they are, and the report that has all of them.
//!
//! The reader and validation find problems, each beside its own rule. A [`Report`] brings their diagnostics into the order of the file, and
//! [`render`] draws it. Every diagnostic has a stable name, a message that says what was found, and the fix if there is one. Messages are
//! lower case, have no full stop, and show the user's own text in backticks.

mod finding;
mod kind;
mod location;
mod note;
mod problem;
mod render;
mod repair;

use std::collections::HashSet;
use std::fmt;

pub(crate) use finding::{
    ChangeFinding, Choices, Day, EventFinding, Finding, FreeDates, Holder, IncludeFinding, Instead,
    LimitFinding, OtherDates, RuleFinding, ScheduleFinding, Shape, ShapeFinding, SlugHolder,
    SyntaxFinding, TemplateFinding, TimeFinding, Times, ValueFinding, Wanted, WarningFinding, When,
    Written,
};
pub use kind::Kind;
pub(crate) use location::Lines;
pub use location::Location;
pub use note::{Excerpt, Note};
pub use problem::Problem;
pub use render::Format;
pub(crate) use render::name_beside;

pub use repair::{Certainty, Fix};
pub(crate) use repair::{Edit, Repair};

use crate::version::Included;

/// How serious a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// The file cannot be published.
    Error,
    /// The file is published, but its readers may be surprised by what it says.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One step from a mapping or a list to one of its values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

/// The steps from the top of the file to a value.
pub(crate) type Path = Vec<Segment>;

/// Shows a path as people write it: `events[3].changes.2025-10-23`.
fn written(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Key(key) if text.is_empty() => text.push_str(key),
            Segment::Key(key) => {
                text.push('.');
                text.push_str(key);
            }
            Segment::Index(index) => {
                text.push('[');
                text.push_str(&index.to_string());
                text.push(']');
            }
        }
    }
    text
}

/// Which side of `key: value` a diagnostic points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Key,
    /// A later occurrence of the key: the number says how many are before it.
    LaterKey(usize),
    Value,
}

/// A value of a file, or the key in front of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// 0 for the events file itself; an included file has its index in [`Version::included`](crate::version::Version), and one more.
    pub(crate) file: usize,
    pub(crate) path: Path,
    pub(crate) side: Side,
}

impl Place {
    /// Makes a place in the events file itself.
    pub(crate) fn new(path: Path, side: Side) -> Self {
        Self {
            file: 0,
            path,
            side,
        }
    }

    /// Makes the same place in another file.
    pub(crate) fn in_file(self, file: usize) -> Self {
        Self { file, ..self }
    }
}

/// How another place is related to a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Related {
    /// The first of two equal keys or values.
    First,
    /// The other of two events or values that conflict.
    Other,
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "the first is",
            Self::Other => "the other is",
        })
    }
}

/// One thing that is wrong, or doubtful, about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) problem: Problem,
    pub(crate) place: Place,
    pub(crate) location: Option<Location>,
    /// The repairs of the problem, as far as their bytes are known.
    pub(crate) fixes: Vec<Fix>,
    /// Another place that explains this one.
    pub(crate) related: Option<(Place, Related, Option<Location>)>,
}

impl Diagnostic {
    pub(crate) fn new(severity: Severity, problem: Problem, place: Place) -> Self {
        Self {
            severity,
            problem,
            place,
            location: None,
            fixes: Vec::new(),
            related: None,
        }
    }

    /// Whether the places of the diagnostic and of what is related to it are known, as far as they are in this file.
    pub(crate) fn is_located_in(&self, file: usize) -> bool {
        let has_related = |(place, _, at): &(Place, Related, Option<Location>)| {
            at.is_some() || place.file != file
        };
        (self.location.is_some() || self.place.file != file)
            && self.related.as_ref().is_none_or(has_related)
    }

    /// Whether the diagnostic is an error, which prevents publication, or a warning.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The kind of diagnostic, whose name does not change between releases.
    pub fn kind(&self) -> Kind {
        self.problem.kind()
    }

    /// The stable name of this kind of diagnostic, such as `duplicate-id`.
    pub fn name(&self) -> &'static str {
        self.kind().name()
    }

    /// What was found; the wording may change between releases.
    pub fn message(&self) -> String {
        self.problem.message()
    }

    /// What to write instead, in words. For a warning, also how to allow it.
    pub fn help(&self) -> Option<String> {
        let is_warning = Kind::WARNINGS.contains(&self.kind());
        let allow =
            is_warning.then(|| format!("if this is intended, add `allow: [{}]`", self.name()));
        self.problem.advice_and(allow)
    }

    /// What to write instead, as changes of the file, the most likely first. The fixes of several diagnostics may overlap.
    pub fn fixes(&self) -> &[Fix] {
        &self.fixes
    }

    /// The value that the diagnostic is about, such as `events[3].start`. Empty if it is about the whole file.
    pub fn path(&self) -> String {
        written(&self.place.path)
    }

    /// Where the value is in the text. `None` if the text could not be read at all.
    pub fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }
}

/// How many diagnostics a report shows.
pub(crate) const MOST_SHOWN: usize = 1000;

/// The problem of a file with more mistakes than the `shown` that a report shows.
pub(crate) fn too_many(shown: usize) -> Problem {
    WarningFinding::TooManyErrors { shown }.into()
}

/// Drops the diagnostics above [`MOST_SHOWN`], warnings before errors, and adds one that reports it.
fn truncate(diagnostics: &mut Vec<Diagnostic>) {
    let is_error = |found: &Diagnostic| found.severity == Severity::Error;
    let errors = diagnostics.iter().filter(|found| is_error(found)).count();
    let (mut errors_left, mut warnings_left) = (MOST_SHOWN, MOST_SHOWN.saturating_sub(errors));
    diagnostics.retain(|found| {
        let left = if is_error(found) {
            &mut errors_left
        } else {
            &mut warnings_left
        };
        let keeps = *left > 0;
        *left = left.saturating_sub(1);
        keeps
    });
    let (severity, problem) = if errors > 0 {
        (Severity::Error, too_many(MOST_SHOWN))
    } else {
        let finding = WarningFinding::TooManyWarnings { shown: MOST_SHOWN };
        (Severity::Warning, finding.into())
    };
    if let Some(last) = diagnostics.last() {
        let mut diagnostic = Diagnostic::new(severity, problem, last.place.clone());
        diagnostic.location.clone_from(&last.location);
        diagnostics.push(diagnostic);
    }
}

/// All diagnostics of an events file and the files that it includes: those of the file itself first, then those of each included file, each in
/// the order of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    /// The files with diagnostics need their texts to be shown.
    included: Vec<Included>,
}

impl Report {
    /// Takes diagnostics in any order and sorts them by their place. A diagnostic that a YAML alias repeats is listed once.
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        let mut listed = HashSet::new();
        diagnostics.retain(|diagnostic| {
            let Some(at) = &diagnostic.location else {
                return true;
            };
            let file = diagnostic.place.file;
            let (kind, message) = (diagnostic.kind(), diagnostic.message());
            listed.insert((file, at.bytes.clone(), kind, message))
        });
        diagnostics.sort_by_key(|diagnostic| {
            (
                diagnostic.place.file,
                diagnostic.location.as_ref().map_or(0, |at| at.bytes.start),
                diagnostic.severity,
                diagnostic.name(),
            )
        });
        // A file of which no more was read says so at its end, where the report need not say it again.
        let says_so = |found: &Diagnostic| found.kind() == Kind::TooMuch;
        let most = MOST_SHOWN + usize::from(diagnostics.iter().any(says_so));
        if diagnostics.len() > most {
            truncate(&mut diagnostics);
        }
        Self {
            diagnostics,
            included: Vec::new(),
        }
    }

    /// Returns a report about the same files, with these of the diagnostics.
    pub(crate) fn with(&self, diagnostics: Vec<Diagnostic>) -> Self {
        let included = self.included.clone();
        Self {
            diagnostics,
            included,
        }
    }

    /// Adds the included files that the diagnostics are about.
    pub(crate) fn with_included(self, included: Vec<Included>) -> Self {
        Self { included, ..self }
    }

    /// Returns the path of the included file that a diagnostic is about, below the folder of the events file; `None` if it is about the events
    /// file itself.
    pub fn path_of_file(&self, diagnostic: &Diagnostic) -> Option<&str> {
        let included = self.included_file(diagnostic.place.file)?;
        Some(&included.path)
    }

    /// Returns the number of included files that were read.
    pub(crate) fn count_included(&self) -> usize {
        self.included.len()
    }

    /// Returns an included file by the number that [`Place::file`] has.
    fn included_file(&self, file: usize) -> Option<&Included> {
        self.included.get(file.checked_sub(1)?)
    }

    /// Returns the diagnostics in the order of the file.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether any error prevents publication.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns the errors alone.
    pub(crate) fn errors(&self) -> Self {
        let all = self.diagnostics.iter();
        let errors = all.filter(|diagnostic| diagnostic.severity == Severity::Error);
        Self {
            diagnostics: errors.cloned().collect(),
            included: self.included.clone(),
        }
    }

    /// Whether every file could be found and read as text.
    pub(crate) fn has_all_files(&self) -> bool {
        let is_missing = |found: &Diagnostic| {
            let finding = found.problem.finding();
            found.kind() == Kind::BadInclude
                || matches!(finding, Finding::Event(EventFinding::NotUtf8 { .. }))
        };
        !self.diagnostics.iter().any(is_missing)
    }

    /// Returns the number of diagnostics of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }
}
