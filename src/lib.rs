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
mod form;
mod gzip;
mod history;
mod holiday;
mod import;
mod include;
mod limit;
mod markdown;
mod own_keys;
mod page;
mod percent;
mod plain;
mod reading;
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
mod version;
mod vevent;
mod visible;
mod warning;
mod weekday;
mod wording;
mod words;
mod zone;

use reading::Given;
use version::Included;

pub use calendar::{
    Calendar, Details, Event, Form, Group, Instance, Link, Override, Schedule, Series, ShowsAs,
    Status, Talk,
};

pub use color::{Color, ColorError};
pub use context::{Context, InvalidPath};
pub use diagnostic::{
    Certainty, Diagnostic, Excerpt, Fix, Format, Kind, Location, Note, Problem, Report, Severity,
};
pub use difference::Difference;
pub use document::{schema, schema_for, schema_of_included};
pub use edit::{
    Change, Edit, Edited, NewEvent, NewTalk, Refusal, Request, edit, edit_with_included,
};
pub use feed::{Feed, Feeds};
pub use form::{Asked, Issue, IssueError};
pub use history::{History, HistoryError};
pub use holiday::{HolidaySource, Holidays};
pub use import::{
    Account, Comparison, Count, FeedInstance, FileInstance, Header, ImportError, ImportOptions,
    Imported, Mismatch, NewFile, Remark, Seen, SeenTime, Source, Tally, UnreadPart, compare,
    import,
};
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
    read_given(
        text,
        context,
        &mut Given {
            files: None,
            holidays: |_: &str| Ok(context.holidays().cloned()),
        },
    )
}

/// Checks the content of an events file, and of the files that it includes.
///
/// `files` are the files that `include` may name: their paths below the folder of the events file, with `/` between the names, and their texts.
/// A file that no entry names is left out. Everything else is as in [`read`].
///
/// ```
/// use calfeed::{Context, read_with_included};
///
/// let text = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}
/// include: [teams/*.yaml]
/// ";
/// let python = "defaults: {duration: 1h}
/// events:
///   - {id: python, title: Python, start: 2026-03-02 10:00, repeats: weekly}
/// ";
/// let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
/// let (calendar, report) = read_with_included(text, [("teams/python.yaml", python)], &context);
/// assert!(report.diagnostics().is_empty());
/// assert_eq!(calendar.unwrap().events().len(), 1);
/// ```
pub fn read_with_included<'a>(
    text: &str,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    context: &Context,
) -> (Option<Calendar>, Report) {
    read_given(
        text,
        context,
        &mut Given {
            files: Some(Included::all(files)),
            holidays: |_: &str| Ok(context.holidays().cloned()),
        },
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
    let mut file = Some(file);
    let holidays = |path: &str| file.take().map(|file| file(path)).transpose();
    read_given(
        text,
        context,
        &mut Given {
            files: None,
            holidays,
        },
    )
}

fn read_given(
    text: &str,
    context: &Context,
    beside: &mut impl reading::OtherFiles,
) -> (Option<Calendar>, Report) {
    let known = &mut reading::Known::default();
    let reading::Outcome {
        calendar, report, ..
    } = reading::read(text, context, beside, known);
    (calendar, report)
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
