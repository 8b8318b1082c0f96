//! URLs in a form that differs from the published one, in the events file and in requests.

use crate::check::TOP;
use crate::program::Desk;
use crate::serving::Serving;

const EVENT: &str =
    "events:\n  - {id: club, title: Club, start: 2026-07-02 18:00, end: \"19:00\"}\n";

/// Returns an events file whose calendar is published below this URL.
fn below(url: &str) -> String {
    let text: String = TOP
        .lines()
        .filter(|line| !line.starts_with("events:"))
        .map(|line| {
            if line.trim_start().starts_with("url:") {
                format!("  url: {url}\n")
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    text + EVENT
}

fn served(url: &str) -> (Desk, Serving) {
    let desk = Desk::new();
    desk.write("events.yaml", below(url));
    let serving = Serving::start(&desk, "");
    (desk, serving)
}

#[test]
fn whatever_is_below_a_path_with_needless_encoding_is_found() {
    for (url, path) in [
        ("https://example.org/a%2Db/", "/a-b/"),
        ("https://example.org/%7e%41b", "/~Ab/"),
        ("https://example.org/caf%c3%a9/", "/caf%C3%A9/"),
        ("https://example.org/caf%c3%a9/", "/caf%c3%a9/"),
        ("https://example.org/a/./x/../b", "/a/b/"),
        ("https://example.org/a/%2e%2E/b/", "/b/"),
        ("https://example.org/a%2Db/", "/a%2db/"),
    ] {
        let (_desk, serving) = served(url);
        for file in ["", "style.css", "events/club.ics"] {
            let (head, _) = serving.ask(&format!("GET {path}{file} HTTP/1.1"));
            assert!(
                head.starts_with("HTTP/1.1 200 OK\r\n"),
                "{url} {path}{file}\n{head}"
            );
        }
    }
}

#[test]
fn another_spelling_of_the_address_changes_no_identity_and_no_other_octet() {
    let feed = |url: &str| {
        let desk = Desk::new();
        desk.write("events.yaml", below(url));
        desk.build("--out public");
        desk.read("public/events/club.ics")
    };
    assert_eq!(
        feed("https://example.org/a%2Db/caf%c3%a9/./"),
        feed("https://example.org/a-b/caf%C3%A9/")
    );
}

#[test]
fn the_marks_that_follow_an_address_in_a_message_lead_to_it() {
    let (_desk, serving) = served("https://example.org/");
    let location = |path: &str| {
        let (head, _) = serving.ask(&format!("GET {path} HTTP/1.1"));
        let head = head.to_ascii_lowercase();
        let location = head.lines().find_map(|it| it.strip_prefix("location: "));
        let status = head.split(' ').nth(1).unwrap().to_owned();
        let is_private = head.contains("cache-control: private, max-age=3600");
        (status, is_private, location.map(ToOwned::to_owned))
    };
    let to = |path: &str| ("308".to_owned(), true, Some(path.to_owned()));
    for end in [
        ",",
        ".",
        ")",
        ").",
        ";",
        ":",
        "!",
        "'",
        "*",
        "_",
        "%3E",
        "%20",
        "%22",
        "%27",
        "%5D",
        "%3F",
        "%E2%80%A6",
        "%C2%A0",
        "%E2%80%9D,",
        "%29%2E",
        "%0A",
    ] {
        assert_eq!(
            location(&format!("/events/club.ics{end}")),
            to("./club.ics"),
            "{end}"
        );
    }
    assert_eq!(location("/events"), to("./"));
    assert_eq!(location("/events/"), to("../"));
    assert_eq!(location("/events/club.icsx,").0, "404");
}
