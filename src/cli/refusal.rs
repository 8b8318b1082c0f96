//! Why a text cannot be published → what is said of it.
//!
//! In: a text, or a template, with its report; or what the world did. Out: the [`Fault`] that a server keeps, and what a person is
//! shown. Guaranteed: a fault has the file, the line and the column of its first error. Absent: where it is said.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Failure;
use super::input::{counts, wants_colour};
use crate::server::{Fault, FileKind};
use crate::{Diagnostic, Format, Report, Severity};

/// Why a text cannot be published.
#[derive(Debug)]
pub(super) enum Refusal {
    /// There is something wrong with it.
    Report(Faulty),
    /// There is something wrong with a template.
    Template(Faulty),
    /// An I/O error, and the kind of file that it is about.
    World(Option<FileKind>, Failure),
}

/// A text with what is wrong with it.
#[derive(Debug)]
pub(super) struct Faulty {
    /// What messages call it.
    pub(super) name: String,
    pub(super) text: Arc<String>,
    pub(super) report: Report,
}

impl Refusal {
    /// What keeps the next Site back.
    pub(super) fn fault(&self, now: DateTime<Utc>) -> Fault {
        match self {
            Self::Report(faulty) => faulty.fault(FileKind::Events, now),
            Self::Template(faulty) => faulty.fault(FileKind::Template, now),
            Self::World(file, failure) => Fault {
                message: failure.to_string(),
                file: *file,
                place: None,
                report: String::new(),
                since: now,
            },
        }
    }
}

impl Faulty {
    fn fault(&self, file: FileKind, now: DateTime<Utc>) -> Fault {
        Fault {
            message: self.message(),
            file: Some(file),
            place: self.place(),
            report: self.report(),
            since: now,
        }
    }

    /// The first error in one line, with its place.
    pub(super) fn message(&self) -> String {
        let more = match self.errors().count() {
            0 | 1 => String::new(),
            2 => ", and 1 more error".to_owned(),
            count => format!(", and {} more errors", count - 1),
        };
        let first = self.errors().next();
        let message = first.map_or("it cannot be published", |first| first.message());
        let at = self
            .place()
            .map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        format!("{}{at}: {message}{more}", self.name)
    }

    /// The whole report, as `check` has it.
    pub(super) fn report(&self) -> String {
        self.render(false)
    }

    /// What a person is shown on standard error.
    pub(super) fn shown(&self) -> String {
        let report = self.render(wants_colour(io::stderr().is_terminal()));
        format!("{report}{}: {}\n", self.name, counts(&self.report))
    }

    /// The whole report, for people.
    pub(super) fn render(&self, has_colour: bool) -> String {
        let format = Format::Human(has_colour);
        self.report.render(format, &self.name, &self.text)
    }

    fn place(&self) -> Option<(usize, usize)> {
        let at = self.errors().next().and_then(Diagnostic::location)?;
        Some((at.line, at.column))
    }

    fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        let all = self.report.diagnostics().iter();
        all.filter(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}
