#![doc = "scratch"]
mod calendar;
#[doc(hidden)]
pub mod cli;
mod color;
mod component;
mod content_line;
mod context;
mod description;
mod diagnostic;
mod document;
mod feed;
mod markdown;
mod page;
mod recurrence;
mod revision;
pub mod server;
mod site;
mod spelling;
mod time;
mod timezone;
mod validate;
mod value;
mod wording;
mod zone;

pub use calendar::{Calendar, Details, Event, Form, Group, Instance, Link, Override, Schedule, Series, Status, Talk};
pub use color::{Color, ColorError};
pub use context::Context;
pub use diagnostic::{Diagnostic, Format, Kind, Location, Problem, Report, Severity};
pub use feed::{Feed, Feeds};
pub use recurrence::{DayOfMonth, DayOfYear, End, Ordinal, Pattern, RecurrenceRule, WeekdaySet};
pub use revision::{Revision, Revisions};
pub use site::{Resource, Site};
pub use time::{Approximate, EventTime, ZonedTime};
pub use value::{Contact, Domain, Length, Slug, Text, Url};
pub use zone::{Local, Transition, Zone, ZoneError};

/// Reads an events file.
pub fn read(text: &str, context: &Context) -> (Option<Calendar>, Report) {
    let reading = match document::read(text) {
        Ok(reading) => reading,
        Err(diagnostic) => return (None, Report::new(vec![*diagnostic])),
    };
    let (calendar, found) = validate::validate(&reading.recovered, context.now());
    let mut diagnostics = reading.recovered.diagnostics;
    diagnostics.extend(found);
    if diagnostics.is_empty() {
        return (calendar, Report::default());
    }
    document::locate(text, reading.tree, &mut diagnostics);
    (calendar, Report::new(diagnostics))
}

/// Renders everything that is published.
pub fn publish(calendar: &Calendar, revisions: &Revisions, context: &Context) -> Result<Site, Report> {
    Ok(Site::render(calendar, revisions, context))
}
