//! Names and labels shared by pages, JSON, JSON-LD and Atom.
//!
//! Each function takes an event, a time, a status or details, and returns a path, or a label for programs. Because they are shared, all
//! output formats agree. What people read, such as dates and times in words, is in [`crate::wording`].

use crate::calendar::{Details, Event, ShowsAs, Status};
use crate::route::Route;
use crate::time::EventTime;

/// Returns the path of an event's own page, relative to the site's root.
pub(super) fn page(event: &Event) -> String {
    Route::Event(event.id().as_str()).below()
}

/// Returns the start as HTML, JSON and schema.org expect it: `2025-03-27T11:00:00+00:00`, or a date if all day.
pub(super) fn start(time: EventTime) -> String {
    match time {
        EventTime::AllDay { first, .. } => first.to_string(),
        EventTime::Zoned { start, .. } => start.rfc3339(),
    }
}

/// Returns the end in the same form as [`start`]. The end of an all-day event is the day after its last day.
pub(super) fn end(time: EventTime) -> String {
    match time {
        EventTime::AllDay { end, .. } => end.to_string(),
        EventTime::Zoned { end, .. } => end.rfc3339(),
    }
}

/// Returns the name of a status in JSON and templates.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

/// Returns `free` or `busy`, as in JSON and templates; `None` if neither the file nor the time decides. `all_day` is `None` if the date is
/// not known.
pub(super) fn shows_as(details: &Details, all_day: Option<bool>) -> Option<&'static str> {
    let of_file = details.shows_as().map(|it| it == ShowsAs::Free);
    let is_free = all_day
        .map(|all_day| details.is_free(all_day))
        .or(of_file)?;
    Some(if is_free { "free" } else { "busy" })
}
