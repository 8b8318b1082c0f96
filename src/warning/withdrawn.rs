//! Events that lost their date: they are gone from every calendar, and nobody is told.
//!
//! In: a [`Calendar`], and its events without a date as they were when they last had one. Out: warnings. Guaranteed: a date that is over, and an
//! event that was cancelled or postponed before, are not worth one. Absent: who remembers the date, see [`crate::History::last_dated`].

use super::Adviser;
use crate::calendar::{Calendar, END_DATE, Event, Schedule};
use crate::context::Context;
use crate::diagnostic::{Kind, Problem};
use crate::time::EventTime;
use crate::wording;
use crate::zone::Zone;

impl Adviser<'_> {
    /// Warns of events without a date that people have in their calendars.
    pub(super) fn withdrawn(&mut self, calendar: &Calendar, context: &Context) {
        let home = calendar.zone();
        for event in calendar.events().iter().filter(|it| !it.is_scheduled()) {
            let before = context.last_dated().get(event.id());
            let Some(before) = before.filter(|it| !it.details().status().is_off()) else {
                continue;
            };
            let Some(time) = next(before, calendar, context) else {
                continue;
            };
            let message = format!(
                "without a date the event disappears from all calendars, and nobody is told: it was on {}",
                wording::time(&time)
            );
            let problem = Problem::new(Kind::DateWithdrawn, message);
            self.warn(event, &["start"], problem.help(cure(before, time, home)));
        }
    }
}

/// The first of its times that is not over.
fn next(event: &Event, calendar: &Calendar, context: &Context) -> Option<EventTime> {
    let home = calendar.zone();
    let today = home.to_local(context.now()).date();
    let ahead = calendar.instances_of(event, today, END_DATE);
    let ahead = ahead
        .filter(|it| !it.details().status().is_off())
        .map(|it| it.time())
        .filter(|time| time.ends(home) > context.now());
    ahead.min_by_key(|time| time.begins(home))
}

/// What to write to postpone it where people see it.
fn cure(before: &Event, time: EventTime, home: Zone) -> String {
    if let Schedule::Series(_) = before.schedule() {
        return "to postpone it, put `start` and `repeats` back, and write `status: postponed`"
            .to_owned();
    }
    let (start, end) = match time {
        EventTime::AllDay { first, .. } => (first.to_string(), time.last_date().to_string()),
        EventTime::Zoned { start, end } => {
            let written = |time: chrono::NaiveDateTime| time.format("%Y-%m-%d %H:%M").to_string();
            (written(start.local()), written(end.local()))
        }
    };
    let mut keys = vec![format!("`start: {start}`"), format!("`end: {end}`")];
    if let Some(zone) = time.zone().filter(|zone| *zone != home) {
        keys.push(format!("`timezone: {zone}`"));
    }
    format!(
        "to postpone it, write {} and `status: postponed`",
        keys.join(", ")
    )
}
