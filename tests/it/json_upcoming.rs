//! The flat list of upcoming meetings in `/events.json`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::page::{published, text};

fn upcoming(events: &str) -> Value {
    let site = published(events);
    let document: Value = serde_json::from_str(text(&site, "/events.json")).unwrap();
    json!({"upcoming": document["upcoming"], "more": document["more"]})
}

/// Returns the starts of the listed meetings.
fn starts(events: &str) -> Vec<String> {
    let document = upcoming(events);
    let meetings = document["upcoming"].as_array().unwrap();
    let start = |meeting: &Value| meeting["start"].as_str().unwrap().to_owned();
    meetings.iter().map(start).collect()
}

#[test]
fn a_meeting_has_what_a_list_shows() {
    let document = upcoming(
        "  - {id: talk, title: A talk, start: 2026-07-01 18:00, end: \"19:00\", timezone: Europe/Paris}\n",
    );
    let meeting = &document["upcoming"][0];
    let link = |name: &str| meeting["add"][name].as_str().unwrap();
    assert!(link("google").starts_with("https://calendar.google.com/"));
    assert!(link("outlook").starts_with("https://outlook.live.com/"));
    assert!(link("office").starts_with("https://outlook.office.com/"));
    let mut meeting = meeting.clone();
    meeting["add"]
        .as_object_mut()
        .unwrap()
        .retain(|name, _| name == "ics");
    assert_eq!(
        meeting,
        json!({
            "id": "talk",
            "key": null,
            "title": "A talk",
            "start": "2026-07-01T18:00:00+02:00",
            "end": "2026-07-01T19:00:00+02:00",
            "timezone": "Europe/Paris",
            "zone": "Paris time",
            "when": "Wednesday 1 July 2026, 6pm to 7pm",
            "status": "confirmed",
            "page": "https://a.example/events/talk/",
            "add": {"ics": "https://a.example/events/talk.ics"},
        })
    );
    assert_eq!(document["more"], false);
}

#[test]
fn all_events_are_in_one_order_and_what_is_over_or_far_is_not_listed() {
    assert_eq!(
        starts(
            "  - {id: a, title: A, start: 2026-05-01, repeats: monthly on the 1st Friday, until: 2026-08-31}
  - {id: b, title: B, start: 2026-07-20, status: cancelled}
  - {id: c, title: C, start: 2026-06-01}
  - {id: d, title: D, start: 2028-06-01}
"
        ),
        ["2026-07-03", "2026-07-20", "2026-08-07"]
    );
}

#[test]
fn of_many_meetings_only_the_next_thousand_are_listed() {
    let mut events = String::new();
    for number in 0..30 {
        writeln!(
            events,
            "  - {{id: a-{number}, title: A, start: 2026-06-01 09:00, end: \"09:15\", repeats: daily}}"
        )
        .unwrap();
    }
    let document = upcoming(&events);
    let meetings = document["upcoming"].as_array().unwrap();
    assert_eq!((meetings.len(), &document["more"]), (1_000, &json!(true)));
    let last = meetings[999]["start"].as_str().unwrap();
    // Thirty a day.
    assert!(last.starts_with("2026-07-1"), "{last}");
}
