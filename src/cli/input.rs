//! What commands read of the world: the events file, and the present moment.
//!
//! In: a path, or `-`; the clock; `SOURCE_DATE_EPOCH`. Out: text with its modification time; an instant. Guaranteed: a file
//! above 16 MiB is refused before it is read whole; what is no text is refused with the place. Absent: its meaning.

use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;

use super::{Failure, say};
use crate::{Calendar, Context, Format, HolidaySource, Holidays, Report, Severity};

/// The largest file that is read. A community of a thousand events a year fills it in fifty years.
pub(super) const LARGEST: u64 = 16 * 1024 * 1024;

/// The events file, as every command takes it.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// The events file, or `-` for standard input
    #[arg(default_value = "events.yaml")]
    file: PathBuf,
}

/// The text of an events file.
#[derive(Debug)]
pub(super) struct Source {
    /// What messages call it.
    pub(super) name: String,
    pub(super) text: String,
    /// When it last changed; of standard input, the present moment.
    pub(super) modified: DateTime<Utc>,
    /// Whether that is still to come, as the clock of the file system was ahead of ours.
    pub(super) is_ahead: bool,
    /// Where it stands, unless it came from standard input.
    pub(super) file: Option<PathBuf>,
}

impl Input {
    pub(super) fn of(file: PathBuf) -> Self {
        Self { file }
    }

    /// Reads the file.
    pub(super) fn read(&self, now: DateTime<Utc>) -> Result<Source, Failure> {
        Source::open(&self.file, now)
    }

    /// Takes a text that the file had.
    pub(super) fn earlier(&self, text: String, modified: DateTime<Utc>) -> Source {
        Source {
            name: self.file.display().to_string(),
            text,
            modified,
            is_ahead: false,
            file: Some(self.file.clone()),
        }
    }

    /// The path of the file; none if it is standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        Some(self.file.as_path()).filter(|path| *path != Path::new("-"))
    }
}

impl Source {
    /// Reads a file, or standard input where `path` is `-`.
    pub(super) fn open(path: &Path, now: DateTime<Utc>) -> Result<Self, Failure> {
        if path == Path::new("-") {
            let bytes = limited(io::stdin().lock())
                .map_err(|error| Failure::world("cannot read standard input", error))?;
            return Source::new("standard input".to_owned(), None, bytes, now);
        }
        let failed = |error: io::Error| {
            let help = if error.kind() == io::ErrorKind::NotFound {
                "; name the events file, as in `calfeed check path/to/events.yaml`"
            } else {
                ""
            };
            Failure::World(format!("cannot read {}: {error}{help}", path.display()))
        };
        let (bytes, modified) = open(path).map_err(failed)?;
        let name = path.display().to_string();
        let mut source = Source::new(name, Some(path.to_owned()), bytes, modified)?;
        source.is_ahead = modified > now;
        Ok(source)
    }
}

/// Reads a file of text.
pub(super) fn text(path: &Path) -> io::Result<String> {
    let (bytes, _) = open(path)?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell reads the events file"
)]
pub(super) fn open(path: &Path) -> io::Result<(Vec<u8>, DateTime<Utc>)> {
    let about = std::fs::metadata(path)?;
    // Opening a FIFO would wait for a writer that may never come.
    if about.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a folder",
        ));
    }
    if !about.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file; give it on standard input with `-`",
        ));
    }
    let file = File::open(path)?;
    // Of the file that is read, which need not be the one that was there a moment ago.
    let modified = file.metadata()?.modified()?;
    Ok((limited(file)?, DateTime::from(modified)))
}

fn limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it is larger than 16 MiB, the most that is read",
        ));
    }
    Ok(bytes)
}

impl Source {
    pub(super) fn new(
        name: String,
        file: Option<PathBuf>,
        bytes: Vec<u8>,
        modified: DateTime<Utc>,
    ) -> Result<Self, Failure> {
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error
                .as_bytes()
                .get(..error.utf8_error().valid_up_to())
                .unwrap_or_default();
            let line = good.split(|byte| *byte == b'\n').count();
            Failure::World(format!(
                "cannot read {name}: line {line} is not UTF-8; save the file as UTF-8"
            ))
        })?;
        Ok(Self {
            name,
            text,
            modified,
            is_ahead: false,
            file,
        })
    }

    /// Reads the calendar, with the holidays of the file that it names.
    pub(super) fn check(&self, context: &Context) -> Result<(Option<Calendar>, Report), Failure> {
        let (calendar, report) = crate::read(&self.text, context);
        let beside = calendar.as_ref().and_then(|it| self.holidays(it));
        let Some(path) = beside else {
            return Ok((calendar, report));
        };
        let failed = |error: &dyn fmt::Display| {
            Failure::World(format!(
                "cannot read the holidays in {}: {error}",
                path.display()
            ))
        };
        let text = text(&path).map_err(|error| failed(&error))?;
        let holidays = Holidays::parse(&text).map_err(|problem| failed(&problem))?;
        Ok(crate::read(
            &self.text,
            &context.clone().with_holidays(holidays),
        ))
    }

    /// Reads the calendar; shows what is wrong with it, and says so.
    pub(super) fn calendar(&self, context: &Context) -> Result<Calendar, Failure> {
        let (calendar, report) = self.check(context)?;
        self.show(&report);
        calendar.ok_or(Failure::File)
    }

    /// Reads the calendar, and shows nothing of what is only doubtful.
    pub(super) fn calendar_if_good(&self, context: &Context) -> Result<Calendar, Failure> {
        let (calendar, report) = crate::read(&self.text, context);
        calendar.ok_or_else(|| {
            self.show(&report);
            Failure::File
        })
    }

    /// Shows what is wrong or doubtful.
    pub(super) fn show(&self, report: &Report) {
        let colour = wants_colour(io::stderr().is_terminal());
        let shown = report.render(Format::Human(colour), &self.name, &self.text);
        let _ = io::stderr().write_all(shown.as_bytes());
        if report.has_errors() {
            say(format_args!("{}: {}", self.name, counts(report)));
        }
    }

    /// The path of the file in which the calendar keeps its holidays, if it does.
    pub(super) fn holidays(&self, calendar: &Calendar) -> Option<PathBuf> {
        match calendar.holidays() {
            Some(HolidaySource::File(name)) => {
                // It is named from the folder of the events file.
                let folder = self.file.as_deref().and_then(Path::parent);
                Some(folder.unwrap_or(Path::new("")).join(name))
            }
            _ => None,
        }
    }
}

/// Counts what a report holds: `2 errors, 1 warning`.
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

/// Returns the present moment: `SOURCE_DATE_EPOCH`, so that a run can be reproduced, or the clock's.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell asks its environment and the clock"
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
            Failure::World(format!(
                "SOURCE_DATE_EPOCH is `{}`, not a number of seconds since 1970",
                OsStr::display(&epoch)
            ))
        })
}

/// Returns the clock's present moment.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell asks the clock"
)]
pub(super) fn clock() -> DateTime<Utc> {
    Utc::now()
}
