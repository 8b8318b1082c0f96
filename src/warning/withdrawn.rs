//! Finds events that lost their date: they disappear from every calendar, and subscribers get no notice.
//!
//! [`crate::History::last_dated`] has each such event as it was when it last had a date. There is no warning if that date is over, or if
//! the event was already cancelled or postponed.

use super::Adviser;
use crate::calendar::{Calendar, END_DATE, Event, Schedule};
use crate::context::Context;
use crate::diagnostic::{WarningFinding, When};
use crate::time::EventTime;
use crate::words::ENGLISH;
use crate::zone::Zone;

impl Adviser<'_> {
    /// Warns about events without a date that subscribers still have in their calendars.
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
            let was = ENGLISH.time(&time);
            let finding = match before.schedule() {
                Schedule::Series(_) => WarningFinding::SeriesWithdrawn { was },
                _ => WarningFinding::DateWithdrawn {
                    was,
                    keys: keys(time, home),
                },
            };
            self.warn(event, &["start"], finding.into());
        }
    }
}

/// Returns the time of the next instance that is not over and not cancelled.
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

/// Returns the keys that postpone an event and keep its former time.
fn keys(time: EventTime, home: Zone) -> String {
    let (start, end) = match time {
        EventTime::AllDay { first, .. } => (When::Date(first), When::Date(time.last_date())),
        EventTime::Zoned { start, end } => (When::Minute(start.local()), When::Minute(end.local())),
    };
    let zone = time.zone().filter(|zone| *zone != home);
    let zone = zone.map_or_else(String::new, |zone| format!("timezone: {zone}, "));
    format!("start: {start}, end: {end}, {zone}status: postponed")
}
