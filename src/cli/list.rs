//! `calfeed list`: what takes place, and when.
//!
//! In: a file and two dates. Out: a table for people, or one JSON array for programs, in order of start. Guaranteed: the
//! same instances as the feed describes. Absent: events whose date is not known.

use std::io::{self, Write};

use chrono::{Months, NaiveDate};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Failure;
use super::input::{Input, now};
use crate::visible::{visible, visible_json};
use crate::{Calendar, Context, EventTime, Instance};

/// List what takes place, from one day to another
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    input: Input,
    /// The first day, in the calendar's zone; today where it is left out
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The day after the last; 12 months after the first where it is left out
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Only the events of this group
    #[arg(long, value_name = "ID")]
    group: Option<String>,
    /// How to list them
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// One line each
    Table,
    /// One array for programs
    Json,
}

impl List {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let calendar = self.input.read(now)?.calendar(&Context::new(now))?;
        let today = calendar.zone().to_local(now).date();
        let from = self.from.unwrap_or(today);
        let to = match self.to {
            Some(to) => to,
            None => from
                .checked_add_months(Months::new(12))
                .unwrap_or(NaiveDate::MAX),
        };
        if to < from {
            return Err(Failure::World(format!(
                "--to, {to}, is before --from, {from}"
            )));
        }
        let mut instances = calendar.instances(from, to);
        if let Some(group) = &self.group {
            if !calendar
                .groups()
                .iter()
                .any(|known| known.id().as_str() == group)
            {
                return Err(Failure::World(format!(
                    "--group: there is no group `{group}` in the file"
                )));
            }
            instances.retain(|instance| {
                instance
                    .event()
                    .groups()
                    .iter()
                    .any(|id| id.as_str() == group)
            });
        }
        let mut out = io::stdout().lock();
        match self.format {
            Form::Table => {
                for instance in &instances {
                    writeln!(out, "{}", visible(&row(&calendar, instance)))?;
                }
            }
            Form::Json => {
                let list: Vec<Value> = instances
                    .iter()
                    .map(|instance| object(&calendar, instance))
                    .collect();
                let json = format!("{:#}", Value::Array(list));
                writeln!(out, "{}", visible_json(json))?;
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// Returns `Thu 2026-11-26  11:00–12:00  Lean Coffee  (lean-coffee)`, with the zone where it is not the calendar's.
fn row(calendar: &Calendar, instance: &Instance<'_>) -> String {
    let time = instance.time();
    let (first, last) = (time.first_date(), time.last_date());
    let clock = match time {
        EventTime::AllDay { .. } => "all day".to_owned(),
        EventTime::Zoned { start, end } => {
            let (start, end) = (start.local().format("%H:%M"), end.local().format("%H:%M"));
            format!("{start}–{end}")
        }
    };
    let until = if last > first {
        format!(" to {last}")
    } else {
        String::new()
    };
    let zone = time.zone().filter(|zone| *zone != calendar.zone());
    let zone = zone.map_or_else(String::new, |zone| format!(", {zone} time"));
    let id = instance.event().id();
    format!(
        "{}  {clock:<11}  {}{until}{zone}  ({id})",
        first.format("%a %Y-%m-%d"),
        instance.details().published_title()
    )
}

fn object(calendar: &Calendar, instance: &Instance<'_>) -> Value {
    let details = instance.details();
    json!({
        "uid": instance.uid(calendar.domain()),
        "recurrence_id": instance.recurrence_id().map(|time| time.written_start()),
        "start": instance.time().written_start(),
        "end": instance.time().written_end(),
        "all_day": instance.time().is_all_day(),
        "title": details.published_title(),
        "status": details.status().as_str(),
        "location": details.published_location(),
        "groups": instance.event().groups().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "url": instance.event().page(instance.details(), calendar.url()),
    })
}
