//! Reads the events file and the current time for all commands.
//!
//! The file is a path or `-`, and is read with its modification time. A file above 16 MiB is refused before it is read completely. Bytes that are
//! not UTF-8 are reported at their place. The current time is `SOURCE_DATE_EPOCH` if that is set, or else the system clock.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;

use super::beside::{Beside, Checked};
use super::earlier_versions::Working;
use super::folder::MainFile;
use super::regular::limited;
use super::{Failure, linked, say};
use crate::diagnostic::{Diagnostic, EventFinding, Lines, Place, Side};
use crate::include::Include;
use crate::version::{Included, Version};
use crate::{Calendar, Context, Format, Report, Severity};

/// The largest file that is read. A community with a thousand events a year reaches it after fifty years.
pub(super) const LARGEST: u64 = 16 * 1024 * 1024;

/// The events file of a folder, unless another is named.
pub(super) const USUAL: &str = "events.yaml";

/// How many bytes of a file to compare at a time.
const CHUNK: usize = 64 * 1024;

// Not a doc comment, which clap would show in place of the description of a command.
// The events file, as every command takes it.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// The events file, its folder, or `-` for standard input
    #[arg(default_value = USUAL)]
    file: PathBuf,
    /// What it includes in addition to the entries in its text.
    #[arg(skip)]
    others: Vec<Include>,
}

/// One version of an events file.
#[derive(Debug)]
pub(super) struct Source {
    /// Its name in messages.
    pub(super) name: String,
    pub(super) text: Arc<String>,
    /// When it last changed; for standard input, the current time.
    pub(super) modified: DateTime<Utc>,
    /// How far `modified` is in the future, by the system clock even if `SOURCE_DATE_EPOCH` is set.
    pub(super) ahead: TimeDelta,
    /// Its path, unless it came from standard input or from git.
    pub(super) file: Option<PathBuf>,
    /// The commit that it came from, if it is an earlier version.
    pub(super) commit: Option<String>,
    /// What it includes in addition to the entries in its text.
    pub(super) others: Vec<Include>,
    /// The files that it may include, if they are not on the disk: it is an earlier version.
    pub(super) given: Option<Vec<Included>>,
    /// The error, if the file is not UTF-8. The text then has a replacement character for each invalid byte.
    fault: Option<Diagnostic>,
}

impl Input {
    pub(super) fn of(file: PathBuf) -> Self {
        let others = Vec::new();
        Self { file, others }
    }

    /// Finds the events file, if a folder is given in its place.
    ///
    /// # Errors
    /// The folder has no events file, or several.
    pub(super) fn in_its_folder(self) -> Result<Self, Failure> {
        if !self.file.is_dir() {
            return Ok(self);
        }
        let MainFile { path, others } = MainFile::of(&self.file)?;
        Ok(Self { file: path, others })
    }

    /// Reads the file.
    pub(super) fn read(&self, now: DateTime<Utc>) -> Result<Source, Failure> {
        let source = Source::open(&self.file, now)?;
        let others = if self.others.is_empty() {
            source.others
        } else {
            self.others.clone()
        };
        Ok(Source { others, ..source })
    }

    /// Makes a [`Source`] of an earlier version of the file.
    pub(super) fn earlier(
        &self,
        version: Version,
        modified: DateTime<Utc>,
        commit: String,
    ) -> Source {
        Source {
            name: self.file.display().to_string(),
            text: version.text,
            modified,
            commit: Some(commit),
            ahead: TimeDelta::zero(),
            file: Some(self.file.clone()),
            others: self.others.clone(),
            given: Some(version.included),
            fault: None,
        }
    }

    /// What it includes in addition to the entries in its text.
    pub(super) fn others(&self) -> &[Include] {
        &self.others
    }

    /// The name of the file in messages.
    pub(super) fn name(&self) -> String {
        self.file.display().to_string()
    }

    /// The path of the file; `None` if it is standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        Some(self.file.as_path()).filter(|path| *path != Path::new("-"))
    }
}

impl Source {
    /// Reads a file, or standard input if `path` is `-`.
    pub(super) fn open(path: &Path, now: DateTime<Utc>) -> Result<Self, Failure> {
        if path == Path::new("-") {
            let bytes = limited(io::stdin().lock(), 0, LARGEST)
                .map_err(|error| Failure::io("cannot read standard input", error))?;
            let name = "standard input".to_owned();
            return Ok(Source::new(name, None, bytes, now));
        }
        if path.is_dir() {
            let MainFile { path, others } = MainFile::of(path)?;
            let source = Self::open(&path, now)?;
            return Ok(Self { others, ..source });
        }
        let failed = |error: io::Error| {
            let help = match error.kind() {
                io::ErrorKind::NotFound if path == Path::new(USUAL) => {
                    "; `calfeed init` writes one, or name yours, as in `calfeed check path/to/events.yaml`".to_owned()
                }
                io::ErrorKind::NotFound => {
                    "; name the events file, as in `calfeed check path/to/events.yaml`".to_owned()
                }
                // Not a regular file, such as a FIFO.
                io::ErrorKind::InvalidInput => "; give it on standard input with `-`".to_owned(),
                _ if linked::is_refusal(&error) => linked::cure(path),
                _ => String::new(),
            };
            Failure::Io(format!("cannot read {}: {error}{help}", path.display()))
        };
        let file = linked::open(path, LARGEST).map_err(failed)?;
        let modified = file.modified().map_err(failed)?;
        let bytes = file.bytes().map_err(failed)?;
        let name = path.display().to_string();
        let source = Source::new(name, Some(path.to_owned()), bytes, modified);
        Ok(Source {
            ahead: modified - clock(),
            ..source
        })
    }
}

/// Reads a file of text.
pub(super) fn text(path: &Path) -> io::Result<String> {
    linked::open(path, LARGEST)?.text()
}

/// Whether the contents of a file are exactly this text. Reads the file as a stream, without keeping it.
pub(super) fn holds(path: &Path, text: &str) -> bool {
    let Ok(mut file) = linked::open(path, LARGEST) else {
        return false;
    };
    let mut rest = text.as_bytes();
    let mut buffer = vec![0; CHUNK];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return rest.is_empty(),
            Ok(count) => match buffer.get(..count).and_then(|read| rest.strip_prefix(read)) {
                Some(left) => rest = left,
                None => return false,
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

impl Source {
    pub(super) fn new(
        name: String,
        file: Option<PathBuf>,
        bytes: Vec<u8>,
        modified: DateTime<Utc>,
    ) -> Self {
        let (text, fault) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let fault = not_utf8(&text, error.utf8_error().valid_up_to());
                (text, Some(fault))
            }
        };
        Self {
            name,
            text: Arc::new(text),
            modified,
            commit: None,
            ahead: TimeDelta::zero(),
            file,
            others: Vec::new(),
            given: None,
            fault,
        }
    }

    /// Whether the file is valid UTF-8.
    pub(super) fn is_text(&self) -> bool {
        self.fault.is_none()
    }

    /// The text, if the file is valid UTF-8.
    pub(super) fn valid_text(&self) -> Option<&str> {
        self.is_text().then_some(self.text.as_str())
    }

    /// The error, if the file is not UTF-8.
    pub(super) fn fault(&self) -> Option<&Diagnostic> {
        self.fault.as_ref()
    }

    /// Reads the calendar, and the files that the events file names.
    pub(super) fn check(&self, context: &Context) -> (Option<Calendar>, Report) {
        let Checked {
            calendar, report, ..
        } = self.check_beside(context);
        (calendar, report)
    }

    /// Reads the calendar. Errors are shown in full, warnings only as a count.
    pub(super) fn calendar(&self, context: &Context) -> Result<Calendar, Failure> {
        let (calendar, ..) = self.calendar_beside(context)?;
        Ok(calendar)
    }

    /// Reads the calendar as [`Source::calendar`] does, and the files that the events file names.
    pub(super) fn calendar_beside(
        &self,
        context: &Context,
    ) -> Result<(Calendar, Beside, Working), Failure> {
        let Checked {
            calendar,
            report,
            included,
            modified,
            beside,
        } = self.check_beside(context);
        let Some(calendar) = calendar else {
            self.show(&report);
            return Err(Failure::File);
        };
        if let Some(counted) = counted_warnings(&report) {
            say(format_args!("{}: {counted}", self.name));
        }
        Ok((calendar, beside, Working::of(self, included, modified)))
    }

    /// Reads the calendar. Errors are shown in full, warnings not at all.
    pub(super) fn calendar_if_good(&self, context: &Context) -> Result<Calendar, Failure> {
        let (calendar, report) = self.parse(context);
        calendar.ok_or_else(|| {
            self.show(&report);
            Failure::File
        })
    }

    /// Shows the errors in full, and the number of warnings.
    pub(super) fn show(&self, report: &Report) {
        let colour = wants_colour(io::stderr().is_terminal());
        let shown = report
            .errors()
            .render(Format::Human(colour), &self.name, &self.text);
        let _ = io::stderr().write_all(shown.as_bytes());
        if report.has_errors() {
            let more = match report.count(Severity::Warning) {
                0 => "",
                _ => "; `calfeed check` shows the warnings too",
            };
            let files = self.files(report);
            say(format_args!("{files}: {}{more}", counts(report)));
        }
    }

    /// Returns the name of the file, with the number of files that it includes: `events.yaml and 3 included files`.
    pub(super) fn files(&self, report: &Report) -> String {
        let name = &self.name;
        match report.count_included() {
            0 => name.clone(),
            1 => format!("{name} and 1 included file"),
            count => format!("{name} and {count} included files"),
        }
    }
}

/// Returns the place of the first byte that is not UTF-8, in a text that was read without such bytes.
pub(super) fn not_utf8(text: &str, at: usize) -> Diagnostic {
    let location = Lines::new(text).locate(at..at + char::REPLACEMENT_CHARACTER.len_utf8());
    let line = location.line;
    let problem = EventFinding::NotUtf8 { line }.into();
    let place = Place::new(Vec::new(), Side::Value);
    let mut fault = Diagnostic::new(Severity::Error, problem, place);
    fault.location = Some(location);
    fault
}

/// Returns the number of warnings in words, or `None` if there are none. Only `check` shows them in full: a file may have a thousand.
pub(super) fn counted_warnings(report: &Report) -> Option<String> {
    match report.count(Severity::Warning) {
        0 => None,
        1 => Some("1 warning; calfeed check shows it".to_owned()),
        count => Some(format!("{count} warnings; calfeed check shows them")),
    }
}

/// Returns the number of errors and warnings in words: `2 errors, 1 warning`.
pub(super) fn counts(report: &Report) -> String {
    let of = |severity: Severity| match report.count(severity) {
        0 => None,
        1 => Some(format!("1 {severity}")),
        count => Some(format!("{count} {severity}s")),
    };
    let counts: Vec<String> = [Severity::Error, Severity::Warning]
        .into_iter()
        .filter_map(of)
        .collect();
    counts.join(", ")
}

/// Whether to write escape sequences to a stream: see <https://no-color.org>.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell reads its environment"
)]
pub(super) fn wants_colour(is_terminal: bool) -> bool {
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Returns the current time: `SOURCE_DATE_EPOCH` if it is set, so that a run can be reproduced, or else the system clock.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell reads its environment and the clock"
)]
pub(super) fn now() -> Result<DateTime<Utc>, Failure> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(Utc::now());
    };
    epoch
        .to_str()
        .and_then(|epoch| epoch.parse().ok())
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .ok_or_else(|| {
            Failure::Io(format!(
                "SOURCE_DATE_EPOCH is `{}`, not a number of seconds since 1970",
                OsStr::display(&epoch)
            ))
        })
}

/// Returns the time of the system clock.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell reads the clock"
)]
pub(super) fn clock() -> DateTime<Utc> {
    Utc::now()
}
