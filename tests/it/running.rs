//! `/next.md`: the next event, and current events.

use calfeed::{Context, Site, publish};

use crate::check::calendar_of;
use crate::corpus::{instant, revisions};

/// An exhibition of a week with meetings in it, one of which is cancelled.
const EVENTS: &str = "  - {id: exhibition, title: Exhibition, start: 2026-03-02, end: 2026-03-06}
  - {id: opening, title: Opening, start: 2026-03-02 18:00, end: \"20:00\"}
  - {id: tour, title: Tour, start: 2026-03-03 10:00, end: \"11:00\", status: cancelled}
  - {id: talk, title: Talk, start: 2026-03-03 12:00, end: \"13:00\"}
";

fn site(at: &str) -> Site {
    let context = Context::new(instant(at));
    publish(&calendar_of(EVENTS), &revisions(), &context).unwrap()
}

fn next(at: &str) -> String {
    let site = site(at);
    let text = site.get("/next.md").unwrap().bytes();
    str::from_utf8(text).unwrap().to_owned()
}

#[test]
fn the_next_event_is_the_next_to_begin_and_what_is_on_now_is_listed_below_it() {
    insta::assert_snapshot!(next("2026-03-01T12:00:00Z"), @"Monday 2 to Friday 6 March 2026 – [Exhibition](https://books.example.org/events/exhibition/)");
    insta::assert_snapshot!(next("2026-03-02T12:00:00Z"), @r"
    Monday 2 March 2026, 6pm to 8pm (London time) – [Opening](https://books.example.org/events/opening/)

    On now:

    * Monday 2 to Friday 6 March 2026 – [Exhibition](https://books.example.org/events/exhibition/)
    ");
}

#[test]
fn an_event_is_on_from_the_moment_it_begins_and_no_longer_next() {
    let first = |at: &str| next(at).lines().next().unwrap().to_owned();
    assert!(first("2026-03-02T17:59:59Z").contains("[Opening]"));
    assert!(first("2026-03-02T18:00:00Z").contains("[Talk]"));
    assert!(
        next("2026-03-02T18:00:00Z")
            .contains("\n* Monday 2 March 2026, 6pm to 8pm (London time) – [Opening]")
    );
    assert!(!next("2026-03-02T20:00:00Z").contains("[Opening]"));
}

#[test]
fn where_nothing_more_is_to_begin_what_is_on_now_is_all_there_is() {
    insta::assert_snapshot!(next("2026-03-05T12:00:00Z"), @r"
    On now:

    * Monday 2 to Friday 6 March 2026 – [Exhibition](https://books.example.org/events/exhibition/)
    ");
    insta::assert_snapshot!(next("2026-03-07T12:00:00Z"), @"No events are planned at the moment.");
}

#[test]
fn the_pages_of_a_server_are_due_again_when_an_event_begins() {
    let of = |at: &str| site(at).expiry().map(|turn| turn.to_rfc3339());
    assert_eq!(
        of("2026-03-02T12:00:00Z").as_deref(),
        Some("2026-03-02T18:00:00+00:00")
    );
}
