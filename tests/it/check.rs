//! Valid files, and functions shared by the other `check_*` files. Broken files are in `cases/broken`.

use calfeed::{Calendar, Context, Format, Instance, Report, read};
use chrono::NaiveDate;

/// The top of the files in these tests. The first event is on line 8.
pub(crate) const TOP: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
events:
";

/// Checks a file on 1 February 2026.
pub(crate) fn checked(text: &str) -> (Option<Calendar>, Report) {
    read(text, &Context::new("2026-02-01T09:30:00Z".parse().unwrap()))
}

/// Returns the report on a whole file, as people see it.
pub(crate) fn report(text: &str) -> String {
    let (calendar, report) = checked(text);
    assert_eq!(calendar.is_none(), report.has_errors());
    report.render(Format::Human(false), "events.yaml", text)
}

/// Returns the report on a file with these events.
pub(crate) fn report_of(events: &str) -> String {
    report(&format!("{TOP}{events}"))
}

/// Returns the calendar with these events, which may have warnings.
pub(crate) fn calendar_of(events: &str) -> Calendar {
    let text = format!("{TOP}{events}");
    let (calendar, report) = checked(&text);
    calendar.unwrap_or_else(|| {
        panic!(
            "{}",
            report.render(Format::Human(false), "events.yaml", &text)
        )
    })
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Returns the instances of 2026, one a line: the key date, the local time, the UID, and all other visible data.
pub(crate) fn instances_of(events: &str) -> String {
    let calendar = calendar_of(events);
    let lines = calendar
        .instances(date("2026-01-01"), date("2027-01-01"))
        .iter()
        .map(|instance| line(instance, &calendar))
        .collect::<Vec<_>>();
    lines.join("\n")
}

fn line(instance: &Instance<'_>, calendar: &Calendar) -> String {
    let key = instance
        .key()
        .map_or("once".to_owned(), |key| key.to_string());
    let begins = calendar
        .zone()
        .to_local(instance.time().begins(calendar.zone()));
    let ends = calendar
        .zone()
        .to_local(instance.time().ends(calendar.zone()));
    let (begins, ends) = (
        begins.format("%Y-%m-%d %H:%M"),
        ends.format("%Y-%m-%d %H:%M"),
    );
    let moved = if instance.was().is_some() {
        " moved"
    } else {
        ""
    };
    let details = instance.details();
    let reason = details
        .reason()
        .map_or(String::new(), |reason| format!(" ({reason})"));
    format!(
        "{key}: {begins} to {ends}, {}{moved}, {}{reason}",
        instance.uid(calendar.domain()),
        details.published_title(),
    )
}

#[test]
fn a_good_file_has_nothing_to_report() {
    let text = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
  description: |
    Books, tea and talk.

    All welcome.
  refresh: 6h
  color: teal
  holidays: england-and-wales
  formerly: [book-club]
  allow: [past-neighbour]

groups:
  poetry:
    name: Poetry circle
    description: Poems, *read aloud*.
    contact: poetry@books.example.org
    url: https://books.example.org/poetry
    next: tbc
    formerly: [poems]

events:
  - id: book-club
    title: Book club
    start: 2026-01-13 18:30
    end: 20:00
    repeats: monthly on the 2nd Tuesday
    until: 2026-12-31
    also: [2026-07-28, 2026-07-29 14:00]
    group: poetry
    tags: [books, tea]
    format: hybrid
    location: Riverside Library, Mill Lane
    join: https://meet.example.org/book-club
    url: https://books.example.org/club
    contact: https://books.example.org/contact
    description: One book a month.
    changes:
      2026-03-10: {moved_to: 2026-03-12}
      2026-04-14: {moved_to: 19:00, end: 21:00}
      2026-05-12: {moved_to: 2026-05-14 19:00, reason: Hall in use}
      2026-06-09: {moved_to: tbc, reason: the author is ill}
      2026-07-29: {title: Tea in the garden}
      2026-08-11: {skipped: summer break}
      2026-09-08: {status: tentative}
      2026-10-13: {cancelled: no heating}
    talks:
      - title: How a book is bound
        speakers: [A bookbinder (Mill Lane Press), Librarian]
        abstract: From the sheet to the spine.
        slides: https://books.example.org/slides/binding.pdf
        video: https://books.example.org/video/binding
    links:
      - title: Sign up
        url: https://books.example.org/sign-up
    updated: 2026-01-31
  - id: reading-weekend-2026
    title: Reading weekend
    start: 2026-09-12
    end: 2026-09-13
    groups: [poetry]
    status: cancelled
    reason: the house is flooded
  - {id: open-house, title: Open house, start: 2026-06-20 10:00, allow: [no-end]}
  - {id: abroad, title: Book fair, start: 2026-10-14 09:00, duration: 8h, timezone: Europe/Berlin}
  - {id: month, title: Book fair, start: 2026-11}
  - {id: year, title: Book fair, start: 2027}
  - {id: unknown, title: Book fair, start: tbc}
";
    assert_eq!(report(text), "");
}

#[test]
fn a_warning_leaves_the_calendar_as_it_is() {
    let (calendar, report) = checked(&format!(
        "{TOP}  - {{id: a, title: A, start: 2026-02-03 11:00}}\n"
    ));
    assert!(calendar.is_some());
    assert!(!report.has_errors());
    assert_eq!(report.diagnostics().len(), 1);
}
