//! The classes of the microformat h-event on the pages.

use crate::page::{published, text};

const EVENTS: &str = "  - id: walk
    title: A walk
    start: 2026-07-01 10:00
    end: \"11:00\"
    location: The lake
    tags: [outdoors]
    description: Bring boots.
  - {id: fair, title: Fair, start: 2026-07-02, end: 2026-07-03}
  - {id: club, title: Club, start: 2026-07-06 18:00, end: \"19:00\", repeats: weekly}
";

#[test]
fn an_event_in_a_list_and_on_its_page_is_an_h_event() {
    let site = published(EVENTS);
    for (path, article, link) in [
        (
            "/",
            "<article class=\"entry h-event\"",
            "<a class=\"u-url\" href=\"events/walk/\">",
        ),
        (
            "/events/walk/",
            "<article class=\"event h-event\"",
            "<data class=\"u-url\" value=\"https://a.example/events/walk/\">",
        ),
    ] {
        let page = text(&site, path);
        for part in [
            article,
            link,
            "<bdi class=\"p-name\">A walk</bdi>",
            "<time class=\"dt-start\" datetime=\"2026-07-01T10:00:00+01:00\"",
            "<data class=\"dt-end\" value=\"2026-07-01T11:00:00+01:00\">",
            "<bdi class=\"p-location\">The lake</bdi>",
            "<bdi class=\"p-category\">outdoors</bdi>",
            "p-summary\" dir=\"auto\">",
        ] {
            assert!(page.contains(part), "{path}: {part}\n{page}");
        }
    }
}

#[test]
fn the_end_of_an_all_day_event_is_the_day_after_its_last_day() {
    let site = published(EVENTS);
    let page = text(&site, "/events/fair/");
    assert!(page.contains("<data class=\"dt-end\" value=\"2026-07-04\">"));
}

#[test]
fn the_page_of_a_series_describes_its_first_meeting() {
    let site = published(EVENTS);
    let page = text(&site, "/events/club/");
    assert!(page.contains("from <time class=\"dt-start\" datetime=\"2026-07-06T18:00:00+01:00\""));
}
