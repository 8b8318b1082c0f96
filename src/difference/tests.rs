//! Each kind of change, as `calfeed diff` shows it.

mod groups;
mod identity;
mod markdown;
mod meetings;
mod past_meetings;
mod removed;
mod series;
mod status;

use crate::{Calendar, Context, Difference, read};

/// Two upcoming meetings, and a series with some past meetings. The current time is noon on 15 June 2026.
const BASE: &str = "
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

groups:
  poetry:
    name: Poetry circle

events:
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: 20:00
    repeats: monthly on the 2nd Tuesday
    location: Riverside Library

  - id: summer-party
    title: Summer party
    start: 2026-07-11 15:00
    end: 19:00

  - id: walk
    title: A walk
    start: 2026-08-01
";

fn context() -> Context {
    Context::new("2026-06-15T12:00:00Z".parse().unwrap())
}

#[track_caller]
fn calendar(text: &str) -> Calendar {
    let (calendar, report) = read(text, &context());
    calendar.unwrap_or_else(|| panic!("{:#?}", report.diagnostics()))
}

/// Replaces a part of a text, which must be present.
#[track_caller]
fn with(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "no `{old}`");
    text.replacen(old, new, 1)
}

/// The difference between two texts.
#[track_caller]
fn difference(before: &str, after: &str) -> String {
    let (before, after) = (calendar(before), calendar(after));
    Difference::between(&before, &after, &context()).text()
}

/// The difference after replacing a part of [`BASE`].
#[track_caller]
fn edited(old: &str, new: &str) -> String {
    difference(BASE, &with(BASE, old, new))
}

/// The difference of the reverse edit.
#[track_caller]
fn undone(old: &str, new: &str) -> String {
    difference(&with(BASE, old, new), BASE)
}

/// The series of [`BASE`] with these changes of single instances.
fn changing(changes: &str) -> String {
    let library = "    location: Riverside Library\n";
    with(BASE, library, &format!("{library}    changes:\n{changes}"))
}

#[test]
fn equal_calendars_have_no_difference() {
    assert_eq!(difference(BASE, BASE), "Nothing changes for subscribers.\n");
}

#[test]
fn another_order_in_the_file_is_no_difference() {
    let event = "  - id: walk\n    title: A walk\n    start: 2026-08-01\n";
    let moved = with(BASE, event, "");
    let moved = with(&moved, "events:\n", &format!("events:\n{event}"));
    let moved = with(&moved, "title: A walk", "title: A  walk # it may rain");
    assert_eq!(
        difference(BASE, &moved),
        "Nothing changes for subscribers.\n"
    );
}

#[test]
fn what_only_the_page_shows_is_no_difference() {
    let tbc = with(BASE, "start: 2026-08-01", "start: 2026-08");
    let retitled = with(&tbc, "A walk", "A long walk");
    assert_eq!(
        difference(&tbc, &retitled),
        "Nothing changes for subscribers.\n"
    );
}
