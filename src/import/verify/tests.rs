use super::*;
use crate::import::{ImportOptions, Source, import};

const SOURCE: &str = "BEGIN:VCALENDAR
X-WR-TIMEZONE:Europe/London
BEGIN:VEVENT
UID:club@a.example
SUMMARY:Book club
DTSTART:20260113T183000
DTEND:20260113T200000
RRULE:FREQ=WEEKLY;COUNT=2
END:VEVENT
END:VCALENDAR
";

/// What is noted about a source whose only event is this one in the events file.
fn noted(source: &str, event: &str) -> Vec<String> {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let source = Source {
        name: "old.ics",
        bytes: source.as_bytes(),
    };
    let mut imported = import(&[source], &ImportOptions::new(now)).unwrap();
    let context = Context::new(now);
    let text = format!(
        "calendar: {{name: A, slug: a, domain: a.example, url: https://a.example, timezone: Europe/London}}\nevents: [{event}]\n"
    );
    let (calendar, report) = crate::read(&text, &context);
    let calendar = calendar.unwrap_or_else(|| panic!("{report:#?}"));
    imported.verify(
        &calendar,
        &context,
        &HashMap::from([("club".to_owned(), 0)]),
    );
    let account = imported.account();
    let events = account.events.iter();
    events
        .map(|it| format!("{}: {}: {}", it.line, it.title, it.reason))
        .collect()
}

/// The event as it should be, with other keys.
fn club(keys: &str) -> String {
    format!(
        "{{id: club, title: Book club, start: 2026-01-13 18:30, end: \"20:00\", repeats: weekly, {keys}}}"
    )
}

#[test]
fn an_event_that_takes_place_when_its_source_says_is_not_listed() {
    assert_eq!(noted(SOURCE, &club("count: 2")), [""; 0]);
}

#[test]
fn an_event_that_is_not_in_the_file_is_listed_with_the_number_of_its_meetings() {
    assert_eq!(
        noted(SOURCE, ""),
        [
            "3: Book club: the meeting of Tuesday 13 January 2026 is not in the events file, and 1 other is not as it was"
        ]
    );
}

#[test]
fn a_meeting_at_another_time_is_listed() {
    assert_eq!(
        noted(
            SOURCE,
            &club("count: 2, changes: {2026-01-20: {moved_to: \"19:00\"}}")
        ),
        ["3: Book club: the meeting of Tuesday 20 January 2026 differs in the events file"]
    );
}

#[test]
fn a_meeting_that_only_the_file_has_is_listed() {
    assert_eq!(
        noted(SOURCE, &club("count: 3")),
        ["3: Book club: the meeting of Tuesday 27 January 2026 is only in the events file"]
    );
}

#[test]
fn a_tentative_meeting_that_is_confirmed_in_the_file_is_listed() {
    let source = SOURCE.replace("RRULE", "STATUS:TENTATIVE\nRRULE");
    assert_eq!(
        noted(&source, &club("count: 2")),
        [
            "3: Book club: the meeting of Tuesday 13 January 2026 differs in the events file, and 1 other is not as it was"
        ]
    );
}

#[test]
fn an_event_without_an_end_lasts_an_hour_and_is_not_listed() {
    let source = SOURCE.replace("DTEND:20260113T200000\n", "");
    let event = "{id: club, title: Book club, start: 2026-01-13 18:30, repeats: weekly, count: 2, allow: [no-end]}";
    assert_eq!(noted(&source, event), [""; 0]);
}
