//! Says why a version of the events file cannot be published.
//!
//! The version or a template has errors, or the version is held back, or there was an I/O error. [`Refusal`] becomes the [`Fault`] that a
//! server keeps, and the message for a person. The fault of a file with errors has the line and the column of the first one.

use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Failure;
use super::input::{Input, counts, wants_colour};
use crate::server::{Fault, FileKind};
use crate::trust::Doubt;
use crate::{Diagnostic, Format, Report, Severity};

/// Why a version cannot be published.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The version has errors.
    Report(Faulty),
    /// A template has an error.
    Template(Faulty),
    /// The version is valid, but may be an accident.
    Held(Held),
    /// An I/O error, with the kind of file that it is about.
    Io(Option<FileKind>, Failure),
}

/// A valid version that is not published yet.
#[derive(Debug)]
pub(super) struct Held {
    /// The name of the reason, for programs.
    reason: &'static str,
    message: String,
    /// The message of a preview, which shows the version nevertheless.
    in_preview: String,
}

impl Held {
    /// The version is not committed, and its changes look like an accident. `has_git`: whether it can be committed.
    pub(super) fn doubted(name: &str, doubt: &Doubt, has_git: bool) -> Self {
        let commit = if has_git { "commit it, or " } else { "" };
        Self {
            reason: doubt.name(),
            message: format!(
                "{name} is valid but held back: {doubt}. To publish it as it is, {commit}reload the server (SIGHUP)"
            ),
            in_preview: format!(
                "{name}: {doubt}. `calfeed serve` would publish the version before this one. To publish this one as it is, {commit}reload the \
                 server (SIGHUP)"
            ),
        }
    }

    /// Why it is held back, and how to publish it nevertheless.
    pub(super) fn message(self) -> String {
        self.message
    }

    /// Why a server would hold it back, for a preview.
    pub(super) fn in_preview(self) -> String {
        self.in_preview
    }

    /// A program has changed the file, and has kept it open for a while.
    pub(super) fn being_written(input: &Input) -> Self {
        let message = format!(
            "{} is held back: a program has changed it and still has it open. To publish it as it is, reload the server (SIGHUP)",
            input.name()
        );
        Self {
            reason: "being-written",
            in_preview: message.clone(),
            message,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Report(faulty) | Self::Template(faulty) => {
                write!(f, "{}\n{}", faulty.message(), faulty.report())
            }
            Self::Held(held) => f.write_str(&held.message),
            Self::Io(_, failure) => failure.fmt(f),
        }
    }
}

/// A text with its errors.
#[derive(Debug)]
pub(super) struct Faulty {
    /// The name of the file in messages.
    pub(super) name: String,
    pub(super) text: Arc<String>,
    pub(super) report: Report,
}

impl Refusal {
    /// Makes the fault that the server keeps.
    pub(super) fn fault(&self, now: DateTime<Utc>) -> Fault {
        match self {
            Self::Report(faulty) => faulty.fault(FileKind::Events, now),
            Self::Template(faulty) => faulty.fault(FileKind::Template, now),
            Self::Held(held) => Fault {
                message: held.message.clone(),
                file: Some(FileKind::Events),
                held_back: Some(held.reason),
                place: None,
                report: String::new(),
                notes: Box::default(),
                since: now,
            },
            Self::Io(file, failure) => Fault {
                message: failure.to_string(),
                file: *file,
                held_back: None,
                place: None,
                report: String::new(),
                notes: Box::default(),
                since: now,
            },
        }
    }
}

impl Faulty {
    fn fault(&self, file: FileKind, now: DateTime<Utc>) -> Fault {
        Fault {
            message: self.message(),
            file: Some(match self.errors().next() {
                Some(first) if self.report.path_of_file(first).is_some() => FileKind::Included,
                _ => file,
            }),
            held_back: None,
            place: self.place(),
            report: self.report(),
            notes: self.report.notes(&self.name, &self.text).into(),
            since: now,
        }
    }

    /// The first error in one line, with its location.
    pub(super) fn message(&self) -> String {
        let more = match self.errors().count() {
            0 | 1 => String::new(),
            2 => ", and 1 more error".to_owned(),
            count => format!(", and {} more errors", count - 1),
        };
        let first = self.errors().next();
        let message =
            first.map_or_else(|| "it cannot be published".to_owned(), Diagnostic::message);
        let at = self
            .place()
            .map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        let file = first.map_or_else(
            || self.name.clone(),
            |first| self.report.name_of_file(first, &self.name),
        );
        format!("{file}{at}: {message}{more}")
    }

    /// The report, as `check` shows it, without colour.
    pub(super) fn report(&self) -> String {
        self.render(false)
    }

    /// The report for standard error, with the number of errors.
    pub(super) fn shown(&self) -> String {
        let report = self.render(wants_colour(io::stderr().is_terminal()));
        format!("{report}{}: {}\n", self.name, counts(&self.report))
    }

    /// The report, for people.
    pub(super) fn render(&self, has_colour: bool) -> String {
        let format = Format::Human(has_colour);
        self.report.errors().render(format, &self.name, &self.text)
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
