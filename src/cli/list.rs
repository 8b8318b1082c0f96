//! `calfeed list`: lists the events of a period.
//!
//! It prints a table for people, or one JSON array for programs, in order of start. The instances are those of the feed. Events without a date
//! are only counted, on standard error.

use std::io::{self, Write};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::input::{Input, now};
use super::{Failure, say};
use crate::span::MONTHS_AHEAD;
use crate::visible::{visible, visible_json};
use crate::{Calendar, Context, Event, EventTime, Instance, Schedule};

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    input: Input,
    /// The first day, in the calendar's time zone [default: today]
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The day after the last day [default: 12 months after the first day]
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// List only the events of this group, and of the groups that it holds
    #[arg(long, value_name = "ID")]
    group: Option<String>,
    /// The format of the list
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For people: one line for each event
    Table,
    /// For programs: one JSON array
    Json,
}

impl List {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let source = self.input.read(now)?;
        let name = &source.name;
        let calendar = source.calendar(&Context::new(now))?;
        let today = calendar.zone().to_local(now).date();
        let from = self.from.unwrap_or(today);
        let to = match self.to {
            Some(to) => to,
            None => from
                .checked_add_months(MONTHS_AHEAD)
                .unwrap_or(NaiveDate::MAX),
        };
        if to < from {
            return Err(Failure::Io(format!(
                "`--to` ({to}) is before `--from` ({from})"
            )));
        }
        let mut instances = calendar.instances(from, to);
        let mut undated: Vec<&Event> = calendar.events().iter().collect();
        undated.retain(|event| may_begin(event, from, to));
        if let Some(group) = &self.group {
            let mut groups = calendar.groups().iter();
            let Some(group) = groups.find(|known| known.id().as_str() == group) else {
                return Err(Failure::Io(format!(
                    "--group: the events file has no group `{group}`"
                )));
            };
            let is_of_group = |event: &Event| calendar.is_in_feed_of(group, event);
            instances.retain(|instance| is_of_group(instance.event()));
            undated.retain(|event| is_of_group(event));
        }
        let mut out = io::stdout().lock();
        match self.format {
            Form::Table => {
                let hours: Vec<String> = instances.iter().map(hours).collect();
                let widths = hours.iter().map(|hours| hours.chars().count());
                let width = widths.max().unwrap_or_default();
                for (instance, hours) in instances.iter().zip(hours) {
                    let hours = format!("{hours:<width$}");
                    writeln!(out, "{}", visible(&row(&calendar, instance, &hours)))?;
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
        match undated.len() {
            0 => {}
            1 => say(format_args!(
                "{name}: 1 event has no date yet and is not listed"
            )),
            count => say(format_args!(
                "{name}: {count} events have no date yet and are not listed"
            )),
        }
        Ok(())
    }
}

/// Whether an event with only a month, only a year or no date at all could begin between two days.
fn may_begin(event: &Event, from: NaiveDate, to: NaiveDate) -> bool {
    let Schedule::ToBeConfirmed(approximate) = event.schedule() else {
        return false;
    };
    approximate.may_be_within(from, to)
}

/// Returns the hours of an instance: `11:00–12:00`, with the date of the end if that is on another day.
fn hours(instance: &Instance<'_>) -> String {
    let hours = match instance.time() {
        EventTime::AllDay { .. } => "all day".to_owned(),
        EventTime::Zoned { start, end } => {
            let (start, end) = (start.local(), end.local());
            let is_same_day = start.date() == end.date();
            let end = end.format(if is_same_day {
                "%H:%M"
            } else {
                "%Y-%m-%d %H:%M"
            });
            format!("{}–{end}", start.format("%H:%M"))
        }
    };
    // Padded to the width of `11:00–12:00`.
    format!("{hours:<11}")
}

/// Returns `Thu 2026-11-26  11:00–12:00  Lean Coffee  (lean-coffee)`, with the time zone if it is not the calendar's, and the original time
/// if the event was moved.
fn row(calendar: &Calendar, instance: &Instance<'_>, hours: &str) -> String {
    let time = instance.time();
    let (first, last) = (time.first_date(), time.last_date());
    let until = if time.is_all_day() && last > first {
        format!(" to {last}")
    } else {
        String::new()
    };
    let zone = time.zone().filter(|zone| *zone != calendar.zone());
    let zone = zone.map_or_else(String::new, |zone| format!(", {zone} time"));
    let moved = instance
        .was()
        .map_or_else(String::new, |was| moved_from(was, time));
    let id = instance.event().id();
    format!(
        "{}  {hours}  {}{until}{zone}  ({id}){moved}",
        first.format("%a %Y-%m-%d"),
        instance.details().published_title()
    )
}

/// Returns the original date and time of a moved instance, each only if it has changed.
fn moved_from(was: EventTime, is: EventTime) -> String {
    let clock = |time: EventTime| match time {
        EventTime::AllDay { .. } => None,
        EventTime::Zoned { start, .. } => Some(start.local().time()),
    };
    let date = (was.first_date() != is.first_date())
        .then(|| was.first_date().format("%a %Y-%m-%d").to_string());
    let time = clock(was).filter(|time| clock(is) != Some(*time));
    let time = time.map(|time| time.format("%H:%M").to_string());
    let parts: Vec<String> = [date, time].into_iter().flatten().collect();
    format!("  moved from {}", parts.join(" "))
}

/// Returns an instance as a JSON object.
fn object(calendar: &Calendar, instance: &Instance<'_>) -> Value {
    let details = instance.details();
    json!({
        "id": instance.event().id().as_str(),
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
