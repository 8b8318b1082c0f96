//! Whole files, octet by octet: `tests/it/goldens/*.ics` are calendars that any program can open.
//!
//! After an intended change, `CALFEED_GOLDENS=write cargo test goldens` rewrites them; review the diff.

use std::fs;

use crate::corpus::{file, of};

#[track_caller]
fn golden(name: &str, text: &str) {
    let path = file(&format!("tests/it/goldens/{name}"));
    if std::env::var_os("CALFEED_GOLDENS").is_some_and(|value| value == "write") {
        fs::write(&path, text).unwrap();
        return;
    }
    let wanted = fs::read_to_string(&path).unwrap();
    for (number, (line, wanted)) in text.split('\n').zip(wanted.split('\n')).enumerate() {
        assert_eq!(line, wanted, "line {} of {name}", number + 1);
    }
    assert_eq!(text.len(), wanted.len(), "the length of {name}");
}

#[test]
fn the_feed_of_the_community() {
    golden(
        "cross-government-software-engineering.ics",
        of("events.yaml").feed(),
    );
}

#[test]
fn the_feed_of_one_group() {
    let text = of("events.yaml").text_at("/heads-of-engineering.ics");
    golden("heads-of-engineering.ics", text);
}

#[test]
fn the_invite_of_a_series_with_two_that_moved() {
    golden(
        "lean-coffee.ics",
        of("events.yaml").text_at("/events/lean-coffee.ics"),
    );
}

#[test]
fn the_invite_of_an_instance_that_moved() {
    let text = of("events.yaml").text_at("/events/lean-coffee/2025-10-23.ics");
    golden("lean-coffee-2025-10-23.ics", text);
}

#[test]
fn the_feed_of_a_book_club_to_whose_meetings_everything_happens() {
    golden(
        "riverside-book-club.ics",
        of("examples/events/book-club.yaml").feed(),
    );
}
