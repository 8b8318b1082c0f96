//! `calfeed check`: reports the errors and warnings of an events file.
//!
//! In: a file. Out: the report on standard output; exit code 1 if it has errors. Guaranteed: git runs only if an upcoming event has no date,
//! because it may have had one in an earlier version; nothing is written without `--fix`. Absent: how a fix is applied, see `fix`.

use std::io::{self, IsTerminal, Write};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clap::{Args, ValueEnum};

use super::earlier_versions::last_dated;
use super::input::{Input, counts, now, wants_colour};
use super::{Failure, say};
use crate::calendar::{Event, Schedule};
use crate::{Calendar, Context, Format};

/// Check the events file, and show each error and warning with its line
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    input: Input,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Before checking, apply to the file every fix that has only one possible result, and show each change
    #[arg(long)]
    fix: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For people: the line, with a caret under the value
    Human,
    /// For GitHub Actions: annotations on the pull request
    Github,
    /// For programs: one JSON array
    Json,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let mut source = self.input.read(now)?;
        if self.fix {
            let diff = source.fix(&Context::new(now))?;
            match self.format {
                Form::Human => io::stdout().write_all(diff.as_bytes())?,
                Form::Github | Form::Json => io::stderr().write_all(diff.as_bytes())?,
            }
        }
        let (mut calendar, mut report) = source.check(&Context::new(now));
        // Running git takes longer than everything else together, so do it only if it can matter.
        let may_have_lost_a_date = |calendar: &Calendar| {
            let mut events = calendar.events().iter();
            events.any(|event| is_undated_and_ahead(event, now))
        };
        if calendar.as_ref().is_some_and(may_have_lost_a_date) {
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

/// Whether an event has no date, and its month or year, as far as it is known, is not over.
fn is_undated_and_ahead(event: &Event, now: DateTime<Utc>) -> bool {
    let Schedule::ToBeConfirmed(approximate) = event.schedule() else {
        return false;
    };
    // In some time zones yesterday (UTC) is still today.
    let today = (now - TimeDelta::days(1)).date_naive();
    approximate.may_be_within(today, NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_whose_month_is_over_has_lost_no_date() {
        let now = "2026-06-01T12:00:00Z".parse().unwrap();
        let is_open = |start: &str| {
            let text = format!(
                "calendar: {{name: A, slug: a, domain: a.example.org, url: https://a.example.org, timezone: UTC}}\n\
                 events: [{{id: a, title: A, start: {start}}}]\n"
            );
            let (calendar, _) = crate::read(&text, &Context::new(now));
            is_undated_and_ahead(&calendar.unwrap().events()[0], now)
        };
        for start in ["tbc", "2026", "2026-05", "2026-06", "2027-01", "2027"] {
            assert!(is_open(start), "{start}");
        }
        for start in ["2025", "2026-04", "2022-11", "2026-07-01"] {
            assert!(!is_open(start), "{start}");
        }
    }
}
