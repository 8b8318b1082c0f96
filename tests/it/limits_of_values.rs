//! Texts, lists and whole files beyond the limits of the output: each is refused at its position, however large it is.

use calfeed::{Context, read};

use crate::check::TOP;
use crate::corpus::instant;
use std::fmt::Write as _;

/// Returns every diagnostic of a file: its name, its path and its message.
fn found(text: &str) -> Vec<String> {
    let (_, report) = read(text, &Context::new(instant("2026-02-01T09:30:00Z")));
    let found = report.diagnostics().iter();
    found
        .map(|found| format!("{} {}: {}", found.name(), found.path(), found.message()))
        .collect()
}

/// Returns a file with one event, which has these keys besides its id, title and start.
fn event(keys: &str) -> String {
    format!("{TOP}  - {{id: a, title: A, start: 2026-03-26, {keys}}}\n")
}

fn items(count: usize) -> String {
    let items: Vec<String> = (0..count).map(|number| format!("a-{number}")).collect();
    items.join(", ")
}

#[test]
fn a_text_of_one_line_has_at_most_a_thousand_characters() {
    let reason = |count| event(&format!("location: {}", "ŵ".repeat(count)));
    assert_eq!(found(&reason(1_000)), [""; 0]);
    assert_eq!(
        found(&reason(200_000)),
        ["too-long events[0].location: a text of 200000 characters, but at most 1000 are allowed"]
    );
}

#[test]
fn a_description_has_at_most_a_hundred_thousand_characters() {
    let description = |count| event(&format!("description: {}", "a".repeat(count)));
    assert_eq!(
        found(&description(100_001)),
        [
            "too-long events[0].description: a text of 100001 characters, but at most 100000 are allowed"
        ]
    );
    assert_eq!(found(&description(100_000)), [""; 0]);
}

#[test]
fn an_address_has_at_most_two_thousand_characters() {
    let url = format!("join: https://a.example/{}", "a".repeat(2_000));
    assert_eq!(
        found(&event(&url)),
        ["too-long events[0].join: an address of 2018 characters, but at most 2000 are allowed"]
    );
}

#[test]
fn an_event_has_at_most_a_hundred_tags() {
    assert_eq!(found(&event(&format!("tags: [{}]", items(100)))), [""; 0]);
    assert_eq!(
        found(&event(&format!("tags: [{}]", items(20_000)))),
        ["too-many events[0].tags[100]: 20000 items under `tags`, but at most 100 are allowed"]
    );
}

#[test]
fn of_a_list_that_is_too_long_only_the_allowed_items_are_read() {
    let found = found(&event(&format!("groups: [{}]", items(20_000))));
    assert_eq!(found.len(), 101);
    let last = found.last().map(String::as_str);
    let expected =
        "too-many events[0].groups[100]: 20000 items under `groups`, but at most 100 are allowed";
    assert_eq!(last, Some(expected));
}

#[test]
fn a_description_that_two_thousand_changes_repeat_is_refused() {
    let mut text = format!(
        "{TOP}  - id: a\n    title: A\n    start: 2020-01-01\n    repeats: daily\n    description: {}\n    changes:\n",
        "a".repeat(90_000)
    );
    for month in 1..=12 {
        for (year, day) in (2020..2026).flat_map(|year| (1..=28).map(move |day| (year, day))) {
            writeln!(text, "      {year}-{month:02}-{day:02}: {{title: B}}").unwrap();
        }
    }
    assert_eq!(
        found(&text),
        [
            "too-many events[0].changes: more than 2000 dates under `also` and `changes` of one event"
        ]
    );
    let (fewer, _) = text.split_once("      2020-06-01").unwrap();
    assert_eq!(
        found(fewer),
        [
            "too-much-text events[0].changes: with this event, more than 16 MB of text are published for dates under `also` and `changes`: each of them repeats the text of its event"
        ]
    );
}

/// Returns a file with this many series.
fn series(count: usize, keys: &str) -> String {
    let mut text = TOP.to_owned();
    for number in 0..count {
        writeln!(text, "  - {{id: a-{number}, title: A {number}, {keys}}}").unwrap();
    }
    text
}

#[test]
fn a_thousand_weekly_series_without_end_are_published() {
    let text = series(1_000, "start: 2020-01-01, repeats: weekly");
    assert_eq!(found(&text), [""; 0]);
}

#[test]
fn fifty_daily_series_from_1970_are_published() {
    let text = series(50, "start: 1970-01-01, repeats: daily");
    assert_eq!(found(&text), [""; 0]);
}

#[test]
fn daily_series_are_refused_at_the_first_that_is_too_much() {
    let text = series(400, "start: 1970-01-01, repeats: daily");
    assert_eq!(
        found(&text),
        [
            "too-many-meetings events[145].repeats: with this series, more than 160000 meetings are published: those of three years, and the dates under `also` and `changes`"
        ]
    );
}

#[test]
fn series_that_have_ended_count_only_what_they_had() {
    let text = series(400, "start: 2020-01-01, repeats: daily, count: 300");
    assert_eq!(found(&text), [""; 0]);
}
