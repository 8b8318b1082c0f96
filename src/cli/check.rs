//! `calfeed check`: what is wrong with a file.
//!
//! In: a file. Out: the report on standard output; exit code 1 where it has errors. Guaranteed: git is asked only where an event has no
//! date: it may have had one. Absent: anything written.

use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};

use super::input::{Input, counts, now, wants_colour};
use super::past::last_dated;
use super::{Failure, say};
use crate::{Calendar, Context, Format};

/// Say what is wrong with the events file, and where
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    input: Input,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// The line, and a caret under the value
    Human,
    /// Annotations of a pull request, as GitHub Actions takes them
    Github,
    /// One array for programs
    Json,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let source = self.input.read(now)?;
        let (mut calendar, mut report) = source.check(&Context::new(now));
        let is_undated =
            |calendar: &Calendar| calendar.events().iter().any(|it| !it.is_scheduled());
        if calendar.as_ref().is_some_and(is_undated) {
            let dated = last_dated(&source);
            if !dated.is_empty() {
                (calendar, report) = source.check(&Context::new(now).with_last_dated(dated));
            }
        }
        let mut out = io::stdout().lock();
        let format = match self.format {
            Form::Human => Format::Human(wants_colour(out.is_terminal())),
            Form::Github => Format::Github,
            Form::Json => Format::Json,
        };
        out.write_all(report.render(format, &source.name, &source.text).as_bytes())?;
        out.flush()?;
        let name = &source.name;
        match (calendar, counts(&report).as_str()) {
            (Some(calendar), "") => {
                let events = calendar.events().len();
                say(format_args!(
                    "{name}: fine, {events} event{}",
                    if events == 1 { "" } else { "s" }
                ));
                Ok(())
            }
            (Some(_), counts) => {
                say(format_args!("{name}: {counts}; it can be published"));
                Ok(())
            }
            (None, counts) => {
                say(format_args!("{name}: {counts}"));
                Err(Failure::File)
            }
        }
    }
}
