//! Postponed events.

use calfeed::Context;

use crate::corpus::instant;
use crate::removals::{published, text, vevents};
use crate::repository::HEAD;

const PARTY: &str = "  - id: party
    title: Summer party
    start: 2026-08-02 15:00
    end: \"19:00\"
";
const POSTPONED: &str = "    status: postponed
    reason: the hall is closed
";

#[test]
fn an_event_that_is_postponed_is_published_as_a_postponed_meeting_of_a_series_is() {
    let (_, site) = published(&[&[PARTY, POSTPONED].concat()]);
    let once = vevents(text(&site, "/riverside.ics"));
    insta::assert_snapshot!(once, @r"
    UID:party@books.example.org
    SEQUENCE:192103200
    DTSTART:20260802T150000
    SUMMARY:POSTPONED: Summer party
    DESCRIPTION:Postponed\, new date to be confirmed: the hall is closed\n\nDetails: https://books.example.org/events/party/
    STATUS:CANCELLED
    TRANSP:TRANSPARENT
    X-MICROSOFT-CDO-BUSYSTATUS:FREE
    ");
    let series = format!(
        "{PARTY}    repeats: weekly\n    changes:\n      2026-08-02: {{moved_to: tbc, reason: the hall is closed}}\n"
    );
    let (_, site) = published(&[&series]);
    let of_series = vevents(text(&site, "/riverside.ics"));
    let (_, meeting) = of_series.split_once("RECURRENCE-ID").unwrap();
    for line in once.lines().skip(2) {
        assert!(meeting.contains(line), "{line}\n{meeting}");
    }
}

#[test]
fn an_event_that_is_postponed_says_so_on_every_page() {
    let (_, site) = published(&[&[PARTY, POSTPONED].concat()]);
    assert_eq!(
        text(&site, "/upcoming.md"),
        "* Sunday 2 August 2026, 3pm to 7pm (London time) – [Summer party](https://books.example.org/events/party/) – **Postponed, new date to be confirmed: the hall is closed**\n"
    );
    let json: serde_json::Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    assert_eq!(json["events"][0]["status"], "postponed");
    assert!(text(&site, "/next.md").starts_with("No events"));
    assert!(text(&site, "/events/party/").contains("https://schema.org/EventPostponed"));
}

#[test]
fn a_date_or_a_series_may_be_postponed_by_its_status_too() {
    let series = format!("{PARTY}    repeats: weekly\n    count: 2\n");
    let of_date =
        format!("{series}    changes:\n      2026-08-09: {{status: postponed, reason: rain}}\n");
    let moved = of_date.replace("status: postponed", "moved_to: tbc");
    let [one, other] = [of_date, moved].map(|events| {
        let (_, site) = published(&[&events]);
        vevents(text(&site, "/riverside.ics"))
    });
    assert_eq!(one, other);
    let (_, site) = published(&[&[&*series, POSTPONED].concat()]);
    assert!(text(&site, "/riverside.ics").contains("SUMMARY:POSTPONED: Summer party"));
}

/// Returns the messages of a report, each with its help.
fn said(events: &str) -> Vec<String> {
    let text = format!("{HEAD}{events}");
    let (_, report) = calfeed::read(&text, &Context::new(instant("2026-06-15T12:00:00Z")));
    let diagnostics = report.diagnostics().iter();
    diagnostics
        .map(|it| format!("{}: {}; {}", it.name(), it.message(), it.help().unwrap()))
        .collect()
}

#[test]
fn a_move_to_tbc_of_an_event_that_does_not_repeat_names_the_status() {
    let moved = format!("{PARTY}    changes:\n      2026-08-02: {{moved_to: tbc}}\n");
    assert_eq!(
        said(&moved),
        [
            "needs-repeats: 2026-08-02 is the start of an event that does not repeat; write `status: postponed` for the event itself, in place of `changes`"
        ]
    );
    assert_eq!(said(&[PARTY, POSTPONED].concat()), [""; 0]);
}

#[test]
fn a_date_that_moves_to_a_day_is_not_postponed_as_well() {
    let both = format!(
        "{PARTY}    repeats: weekly\n    changes:\n      2026-08-09: {{moved_to: 2026-08-10, status: postponed}}\n"
    );
    assert_eq!(
        said(&both),
        ["conflicting-change: `moved_to` and `status` cannot both be true; keep one of the two"]
    );
}
