//! `calfeed check`: reports the errors and warnings of an events file.
//!
//! The report goes to standard output; a summary and the next dates go to standard error. The exit code is 1 if the file has errors. git is run
//! only if an event ahead has no date, because it may have had one. Nothing is written, except with `--fix`.

use std::io::{self, IsTerminal, Write};
use std::mem;

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use clap::{Args, ValueEnum};

use super::beside::Checked;
use super::earlier_versions::{Working, last_dated};
use super::folder::help_for_included;
use super::input::{Input, counts, now, wants_colour};
use super::{Failure, say};
use crate::calendar::{END_DATE, Event, Instance, Schedule, Status};
use crate::time::EventTime;
use crate::words::ENGLISH;
use crate::{Calendar, Context, Format};

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
        let Checked {
            mut calendar,
            mut report,
            included,
            modified,
            ..
        } = source.check_beside(&Context::new(now));
        // Running git takes longer than everything else together, so do it only if it can matter.
        let may_have_lost_a_date = |calendar: &Calendar| {
            let mut events = calendar.events().iter();
            events.any(|event| is_undated_and_ahead(event, now))
        };
        if calendar.as_ref().is_some_and(may_have_lost_a_date) {
            let dated = last_dated(&source, &Working::of(&source, included, modified));
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
        let name = source.files(&report);
        match (&calendar, counts(&report).as_str()) {
            (Some(calendar), "") => {
                let events = calendar.events().len();
                say(format_args!(
                    "{name}: fine, {events} event{}",
                    if events == 1 { "" } else { "s" }
                ));
            }
            (Some(_), counts) => say(format_args!("{name}: {counts}; it can be published")),
            (None, counts) => {
                say(format_args!("{name}: {counts}"));
                let file = source.file.as_deref();
                if let Some(help) = file.and_then(|it| help_for_included(it, &source.text)) {
                    say(format_args!("note: {name} has no `calendar`; {help}"));
                }
                return Err(Failure::File);
            }
        }
        if let (Some(calendar), Form::Human) = (&calendar, self.format) {
            for instance in next(calendar, now) {
                say(format_args!("next: {}", line(calendar, &instance)));
            }
        }
        // The process ends here, and its memory with it. To free each value of a large calendar first takes time.
        mem::forget(calendar);
        Ok(())
    }
}

/// How many of the next dates are shown.
const SHOWN: usize = 3;

/// Returns the next dates of a calendar, cancelled ones included.
fn next(calendar: &Calendar, now: DateTime<Utc>) -> Vec<Instance<'_>> {
    let home = calendar.zone();
    let today = home.to_local(now).date();
    // Most calendars have three dates within a month, and a busy one has thousands within a year.
    let ends = [today + Months::new(1), today + Months::new(12), END_DATE];
    let mut found = Vec::new();
    for end in ends {
        found = calendar.instances(today, end);
        found.retain(|instance| instance.time().begins(home) >= now);
        if found.len() >= SHOWN {
            break;
        }
    }
    found.truncate(SHOWN);
    found
}

/// Returns `Thursday 10 December 2026, 11:00  Lean coffee`, in the calendar's zone, with its status and from when it was moved.
fn line(calendar: &Calendar, instance: &Instance<'_>) -> String {
    let when = |time: EventTime| match time {
        EventTime::AllDay { first, .. } => format!("{}, all day", ENGLISH.date(first)),
        EventTime::Zoned { .. } => {
            let local = calendar.zone().to_local(time.begins(calendar.zone()));
            format!("{}, {}", ENGLISH.date(local.date()), local.format("%H:%M"))
        }
    };
    let details = instance.details();
    let status = match details.status() {
        Status::Confirmed => None,
        Status::Tentative => Some("tentative".to_owned()),
        Status::Cancelled => Some("cancelled".to_owned()),
        Status::Postponed => Some("postponed".to_owned()),
    };
    let moved = instance
        .was()
        .map(|was| format!("moved from {}", when(was)));
    let notes: Vec<String> = status.into_iter().chain(moved).collect();
    let notes = match notes.as_slice() {
        [] => String::new(),
        notes => format!(" ({})", notes.join("; ")),
    };
    format!("{}  {}{notes}", when(instance.time()), details.title())
}

/// Whether an event has no date, and what is known of it is not over.
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
