//! `image`: of the calendar, and of an event.

use calfeed::{Context, History, Site, publish};
use serde_json::Value;

use crate::check::report_of;
use crate::corpus::{instant, now, read, revisions};

const BEFORE: &str = "calendar: {name: Club, slug: club, domain: a.example, url: https://a.example, timezone: Europe/London}
events:
  - {id: a, title: A, start: 2026-07-01}
  - {id: b, title: B, start: 2026-07-02, repeats: weekly}
";

fn with_images() -> String {
    let text = BEFORE.replace("London}", "London, image: \"https://a.example/all.jpg\"}");
    text.replace(
        "title: A,",
        "title: A, image: \"https://b.example/a.jpg?1&2\",",
    )
}

fn site(text: &str) -> Site {
    publish(&read(text), &revisions(), &Context::new(now())).unwrap()
}

fn text_at<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

#[test]
fn previews_and_search_engines_get_the_image_of_the_event_or_of_the_calendar() {
    let site = site(&with_images());
    for (path, image) in [
        ("/", "https://a.example/all.jpg"),
        ("/events/a/", "https://b.example/a.jpg?1&amp;2"),
        ("/events/b/", "https://a.example/all.jpg"),
    ] {
        let meta = format!("<meta property=\"og:image\" content=\"{image}\">");
        assert!(text_at(&site, path).contains(&meta), "{path}");
        assert!(!text_at(&site, path).contains("<img"), "{path}");
    }
    assert!(text_at(&site, "/events/b/").contains("\"image\":\"https://a.example/all.jpg\""));
    let json: Value = serde_json::from_str(text_at(&site, "/events.json")).unwrap();
    assert_eq!(json["calendar"]["image"], "https://a.example/all.jpg");
    assert_eq!(json["events"][0]["image"], "https://b.example/a.jpg?1&2");
}

#[test]
fn an_image_changes_no_feed_and_no_sequence() {
    let mut history = History::default();
    assert!(history.note(BEFORE, instant("2026-01-05T09:30:00Z")));
    assert!(history.note(&with_images(), instant("2026-01-12T09:30:00Z")));
    let revisions = history.revisions();
    for event in read(&with_images()).events() {
        let last = revisions.of(event).last_change();
        assert_eq!(last, instant("2026-01-05T09:30:00Z"));
    }
    let (before, after) = (site(BEFORE), site(&with_images()));
    assert_eq!(text_at(&before, "/club.ics"), text_at(&after, "/club.ics"));
}

#[test]
fn an_image_has_an_https_address() {
    insta::assert_snapshot!(report_of("  - {id: a, title: A, start: 2026-06-02, image: \"http://a.example/a.jpg\"}\n"), @r#"
    error[bad-url]: the address of an image begins with `https://`, found `http://a.example/a.jpg`
     --> events.yaml:8:49
      |
    8 |   - {id: a, title: A, start: 2026-06-02, image: "http://a.example/a.jpg"}
      |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `https://a.example/a.jpg`?
    "#);
    let report = report_of("  - {id: a, title: A, start: 2026-06-02, image: ./a.jpg}\n");
    assert!(
        report.starts_with(
            "error[bad-url]: expected the web address of an image, found the file `./a.jpg`\n"
        ),
        "{report}"
    );
}
