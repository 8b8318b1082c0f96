//! `calfeed compare`: shows which meetings differ between an iCalendar file and the events file.
//!
//! It is for the day of a move: people then see what a new subscription shows that the old calendar does not. The exit code is 0 if all meetings are
//! the same, 1 if any differs, and 2 for all errors, those in the events file included. `words` writes the list.

mod words;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{Months, NaiveDate};
use clap::{Args, ValueEnum};

use super::input::{Input, USUAL, now};
use super::regular::limited;
use super::{Failure, linked};
use crate::{Context, compare};

/// The largest iCalendar file that is read: several times what any community has.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How far ahead meetings are compared. Few calendars are maintained further ahead.
const AHEAD: Months = Months::new(24);

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The iCalendar file, or `-` for standard input
    #[arg(value_name = "FEED")]
    feed: PathBuf,
    /// The events file, its folder, or `-` for standard input
    #[arg(default_value = USUAL)]
    file: PathBuf,
    /// The first day, in the calendar's time zone [default: the day of the first meeting]
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The day after the last day [default: two years after today]
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// The format of the list
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs: one JSON object
    Json,
}

impl Compare {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let input = Path::new("-");
        if self.feed == input && self.file == input {
            return Err(Failure::Io(
                "only one of the two files can be standard input".to_owned(),
            ));
        }
        let bytes = read(&self.feed)?;
        let source = Input::of(self.file).read(now)?;
        // An error is no difference.
        let calendar = source
            .calendar(&Context::new(now))
            .map_err(|failure| match failure {
                Failure::File => Failure::AlreadyReported,
                other => other,
            })?;
        let today = calendar.zone().to_local(now).date();
        let to = match self.to {
            Some(to) => to,
            None => today.checked_add_months(AHEAD).unwrap_or(NaiveDate::MAX),
        };
        if let Some(from) = self.from.filter(|from| to < *from) {
            let name = if self.to.is_some() {
                "`--to`"
            } else {
                "the last day"
            };
            return Err(Failure::Io(format!(
                "{name} ({to}) is before `--from` ({from})"
            )));
        }
        let name = if self.feed == input {
            "standard input".to_owned()
        } else {
            self.feed.display().to_string()
        };
        let found = compare(&bytes, &calendar, self.from, to)
            .map_err(|why| Failure::Io(format!("cannot read {name}: {why}")))?;
        let written = match self.format {
            Form::Text => words::text(&found, &calendar, &name, &source.name),
            Form::Json => words::json(&found, &calendar),
        };
        let mut out = io::stdout().lock();
        out.write_all(written.as_bytes())?;
        out.flush()?;
        if found.is_same() {
            Ok(())
        } else {
            Err(Failure::Differs)
        }
    }
}

/// Reads the iCalendar file.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        return limited(io::stdin().lock(), 0, LARGEST)
            .map_err(|error| Failure::io("cannot read standard input", error));
    }
    let failed = |error: io::Error| {
        let help = match error.kind() {
            io::ErrorKind::InvalidInput => "; give it on standard input with `-`".to_owned(),
            _ if linked::is_refusal(&error) => linked::cure(path),
            _ => String::new(),
        };
        Failure::Io(format!("cannot read {}: {error}{help}", path.display()))
    };
    let file = linked::open(path, LARGEST).map_err(failed)?;
    file.bytes().map_err(failed)
}
