//! One `events.yaml` becomes calendars that people can subscribe to.
//!
//! A community keeps its events in one YAML file. This library checks the file, and renders it as [RFC 5545] feeds for
//! Outlook, Google Calendar, Apple Calendar and Thunderbird, as single-event invites, and as an events page. It is the core
//! of the program `calfeed`. [`server`] serves the result over HTTP.
//!
//! Two functions do the work. [`read`] turns text into a [`Calendar`] and a [`Report`] of what is wrong or doubtful; [`publish`]
//! turns a calendar into a [`Site`]: every path that is published, with its bytes and what HTTP says of them.
//!
//! ```
//! use calfeed::{Context, Revisions, publish, read};
//!
//! let text = "
//! calendar:
//!   name: Riverside Book Club
//!   slug: riverside-book-club
//!   domain: books.example.org
//!   url: https://books.example.org
//!   timezone: Europe/London
//!
//! events:
//!   - id: book-club
//!     title: Book club
//!     start: 2026-01-13 18:30
//!     end: 20:00
//!     repeats: monthly on the 2nd Tuesday
//! ";
//!
//! let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
//! let (calendar, report) = read(text, &context);
//! assert!(report.diagnostics().is_empty());
//!
//! let revisions = Revisions::at("2026-01-05T12:00:00Z".parse().unwrap());
//! let site = publish(&calendar.unwrap(), &revisions, &context).unwrap();
//! let feed = site.get("/riverside-book-club.ics").unwrap();
//! let text = str::from_utf8(feed.bytes()).unwrap();
//! assert!(text.contains("\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU\r\n"));
//! ```
//!
//! A [`Calendar`] also answers questions, such as which [`Calendar::instances`] take place in a month. To publish feeds from a
//! program of your own, let it serve the resources of a [`Site`]. [`Feeds`] makes the text of one feed without the rest. A
//! [`Difference`] shows what subscribers will see change between two calendars.
//!
//! Nothing here but [`server`] reads a file, the clock, or the environment, and the same input gives the same bytes.
//!
//! [RFC 5545]: https://www.rfc-editor.org/rfc/rfc5545

mod calendar;
#[doc(hidden)]
pub mod cli;
mod color;
mod component;
mod content_line;
mod context;
mod description;
mod diagnostic;
mod difference;
mod document;
mod edit;
mod feed;
mod gzip;
mod history;
mod holiday;
mod limit;
mod markdown;
mod own_keys;
mod page;
mod percent;
mod plain;
mod recurrence;
mod revision;
mod route;
pub mod server;
mod site;
mod span;
mod spelling;
mod time;
mod timezone;
mod trust;
mod validate;
mod value;
mod vevent;
mod visible;
mod warning;
mod weekday;
mod wording;
mod words;
mod zone;

pub use calendar::{
    Calendar, Details, Event, Form, Group, Instance, Link, Override, Schedule, Series, ShowsAs,
    Status, Talk,
};

pub use color::{Color, ColorError};
pub use context::{Context, InvalidPath};
pub use diagnostic::{
    Certainty, Diagnostic, Fix, Format, Kind, Location, Problem, Report, Severity,
};
pub use difference::Difference;
pub use document::{schema, schema_for};
pub use edit::{Change, Edited};
pub use feed::{Feed, Feeds};
pub use history::{History, HistoryError};
pub use holiday::{HolidaySource, Holidays};
pub use own_keys::OwnKeys;
pub use page::events_json_schema;
pub use recurrence::{
    DayOfMonth, DayOfYear, End, Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet,
    WeekdaysOfMonth, WorkingDay,
};
pub use revision::{Revision, Revisions};
pub use site::{Publication, Representation, Resource, Resources, Site};
pub use time::{Approximate, EventTime, ZonedTime};
pub use value::{
    Contact, Domain, FormerSlug, Image, Language, Length, Price, Slug, Text, Uid, Url,
};
pub use words::english_words;
pub use zone::{Local, Transition, Zone, ZoneError};

/// Checks the content of an events file.
///
/// Returns the calendar, unless the file has errors, and a report with all errors and warnings; a valid calendar may have warnings. From
/// the context, this uses the current time, which `updated` must not be later than and which decides whether some warnings still matter,
/// and the holidays, if the calendar's source is a file.
pub fn read(text: &str, context: &Context) -> (Option<Calendar>, Report) {
    read_beside(
        text,
        context,
        |_| Ok(context.holidays().cloned()),
        |_| Ok(()),
    )
}

/// Checks the content of an events file, and of the holidays file that it may name.
///
/// `file` is called with the path under `calendar.holidays`, which is relative to the folder of the events file. If it fails, its problem
/// becomes an error at that key. Everything else is as in [`read`]. The events file is parsed only once.
///
/// ```
/// use calfeed::{Context, Holidays, read_with_holidays};
///
/// let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC, holidays: ./holidays.json}
/// events:
///   - {id: a, title: A, start: 2026-02-02}
/// ";
/// let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
/// let holidays = r#"{"here": {"events": [{"title": "Candlemas", "date": "2026-02-02"}]}}"#;
/// let (calendar, report) = read_with_holidays(text, &context, |_path| Holidays::parse(holidays));
/// assert!(calendar.is_some());
/// assert_eq!(report.diagnostics()[0].message(), "Monday 2 February 2026 is Candlemas");
/// ```
pub fn read_with_holidays(
    text: &str,
    context: &Context,
    file: impl FnOnce(&str) -> Result<Holidays, Problem>,
) -> (Option<Calendar>, Report) {
    read_beside(text, context, |path| file(path).map(Some), |_| Ok(()))
}

/// Checks an events file, and the pictures that are files beside it: `image` fails for a picture that cannot be published.
pub(crate) fn read_with_files(
    text: &str,
    context: &Context,
    holidays: impl FnOnce(&str) -> Result<Holidays, Problem>,
    image: impl FnMut(&Image) -> Result<(), Problem>,
) -> (Option<Calendar>, Report) {
    read_beside(text, context, |path| holidays(path).map(Some), image)
}

/// Checks an events file; `file` returns the holidays of the file that it names, if they are known.
fn read_beside(
    text: &str,
    context: &Context,
    file: impl FnOnce(&str) -> Result<Option<Holidays>, Problem>,
    mut image: impl FnMut(&Image) -> Result<(), Problem>,
) -> (Option<Calendar>, Report) {
    let reading = document::read(text);
    let document = &reading.recovered.document;
    let (mut calendar, found) = validate::validate(&reading.recovered, context.now());
    let mut diagnostics = reading.recovered.diagnostics.clone();
    diagnostics.extend(found);
    let source = match &calendar {
        Some(calendar) => calendar.holidays().cloned(),
        // Errors in the holidays file are reported together with all others.
        None => document.calendar.as_ref().and_then(|calendar| {
            let written = calendar.holidays.as_deref()?;
            HolidaySource::parse(written).ok()
        }),
    };
    let holidays = match source {
        Some(HolidaySource::Nation(name)) => Some(Holidays::of_nation(name)),
        Some(HolidaySource::File(path)) => file(&path).unwrap_or_else(|problem| {
            calendar = None;
            let path = ["calendar", "holidays"].map(|key| diagnostic::Segment::Key(key.to_owned()));
            let place = diagnostic::Place {
                path: path.to_vec(),
                side: diagnostic::Side::Value,
            };
            diagnostics.push(Diagnostic::new(Severity::Error, problem, place));
            None
        }),
        None => None,
    };
    for (holder, picture) in validate::written_images(document) {
        if let Err(problem) = image(&picture) {
            calendar = None;
            let place = diagnostic::Place {
                path: validate::path_of_image(holder),
                side: diagnostic::Side::Value,
            };
            diagnostics.push(Diagnostic::new(Severity::Error, problem, place));
        }
    }
    if let Some(calendar) = &calendar {
        let file = warning::File {
            text,
            document,
            places: reading.places.as_ref(),
        };
        let doubts = warning::warnings(calendar, &file, context, holidays.as_ref());
        diagnostics.extend(doubts);
    }
    // Drop the report of a missing value where the value is present but cannot be read.
    diagnostics.retain(|found| {
        let event = found.place.path.split_last().map(|(_, event)| event);
        let end = diagnostic::Segment::Key("end".to_owned());
        let end: diagnostic::Path = event.into_iter().flatten().cloned().chain([end]).collect();
        let groups = [diagnostic::Segment::Key("groups".to_owned())];
        match found.kind() {
            Kind::NoEnd => !reading.recovered.is_hole(&end),
            Kind::UnknownGroup => !reading.recovered.is_hole(&groups),
            _ => true,
        }
    });
    if !diagnostics.is_empty()
        && let Err(refused) = document::locate(text, reading.places.as_ref(), &mut diagnostics)
        && calendar.is_none()
    {
        // Until this error is fixed no other has a place, and it may be the cause of the others.
        diagnostics = vec![*refused];
    }
    (calendar, Report::new(diagnostics))
}

/// Renders everything that is published: feeds, invites, pages.
///
/// # Errors
///
/// Fails only if a template from the caller has an error; no valid calendar can cause one. The report then has one diagnostic. Its
/// [`Diagnostic::path`] is the name of the template, and its location is a position in the template's source.
pub fn publish(
    calendar: &Calendar,
    revisions: &Revisions,
    context: &Context,
) -> Result<Site, Report> {
    Site::render(
        &std::sync::Arc::new(calendar.clone()),
        revisions,
        context,
        None,
    )
}
