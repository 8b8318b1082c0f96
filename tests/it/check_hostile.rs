use std::fmt::Write as _;

use super::check::{TOP, checked, instances_of, report};

/// Returns the position and name of each diagnostic: `line:column name`.
fn places(text: &str) -> Vec<String> {
    let (_, report) = checked(text);
    let places = report.diagnostics().iter().map(|found| {
        let at = found.location().unwrap();
        format!("{}:{} {}", at.line, at.column, found.name())
    });
    places.collect()
}

/// Checks that a file has one error with this message. If the check does not end, neither does the test.
#[track_caller]
fn ends_with(text: &str, message: &str) {
    let (calendar, report) = checked(text);
    assert!(calendar.is_none());
    let messages: Vec<_> = report
        .diagnostics()
        .iter()
        .map(calfeed::Diagnostic::message)
        .collect();
    assert_eq!(messages, [message]);
}

const GOOD: &str =
    "  - id: a\n    title: Café\n    start: 2026-03-26\n    description: |\n      One\n      Two\n";

#[test]
fn line_ends_of_windows_mean_the_same() {
    let windows = format!("{TOP}{GOOD}").replace('\n', "\r\n");
    let (with, _) = checked(&windows);
    let (without, _) = checked(&format!("{TOP}{GOOD}"));
    assert_eq!(with, without);
    assert!(with.is_some());
}

#[test]
fn a_byte_order_mark_means_nothing() {
    let (with, report) = checked(&format!("\u{feff}{TOP}{GOOD}"));
    assert!(report.diagnostics().is_empty());
    assert_eq!(with, checked(&format!("{TOP}{GOOD}")).0);
}

#[test]
fn a_byte_order_mark_keeps_the_places() {
    let text = format!("\u{feff}{TOP}  - {{id: a, title: A, start: 2026-02-30}}\n");
    assert_eq!(places(&text), ["8:30 bad-date"]);
    assert_eq!(places("\u{feff}calender: {}\n"), ["1:1 unknown-key"]);
}

#[test]
fn a_byte_order_mark_is_not_shown() {
    assert_eq!(report("\u{feff}calendar: {}\n"), report("calendar: {}\n"));
}

#[test]
fn an_alias_stands_for_its_anchor() {
    let events = "  - {id: a, title: &title Book club, start: 2026-03-26}\n  - {id: b, title: *title, start: 2026-04-02}\n";
    insta::assert_snapshot!(instances_of(events), @r"
    once: 2026-03-26 00:00 to 2026-03-27 00:00, a@books.example.org, Book club
    once: 2026-04-02 00:00 to 2026-04-03 00:00, b@books.example.org, Book club
    ");
}

#[test]
fn a_merge_gives_what_is_not_said() {
    let text = "  - &club
    id: a
    title: Book club
    start: 2026-03-26 11:00
    end: 12:00
  - <<: *club
    id: b
    start: 2026-04-02 13:00
    end: 14:00
";
    insta::assert_snapshot!(instances_of(text), @r"
    once: 2026-03-26 11:00 to 2026-03-26 12:00, a@books.example.org, Book club
    once: 2026-04-02 13:00 to 2026-04-02 14:00, b@books.example.org, Book club
    ");
}

#[test]
fn of_two_merges_the_first_counts() {
    let text = "  - <<: [{title: A, location: Hall}, {title: B, start: 2026-03-26}]
    id: a
x-nothing: nobody's business
";
    insta::assert_snapshot!(instances_of(text), @r"once: 2026-03-26 00:00 to 2026-03-27 00:00, a@books.example.org, A");
}

#[test]
fn anchors_may_stand_under_a_key_of_ones_own() {
    let text = format!(
        "x-defaults: &defaults {{title: Book club, format: virtual}}\n{TOP}  - {{<<: *defaults, id: a, start: 2026-03-26}}\n"
    );
    assert_eq!(report(&text), "");
}

#[test]
fn a_megabyte_of_punctuation_ends() {
    let (calendar, report) = checked(&"!@#$ %^&*()\n".repeat(90_000));
    assert!(calendar.is_none());
    let message = "a value cannot begin with `!`, which has a meaning in YAML";
    let found = report.diagnostics();
    assert!(found.iter().all(|found| found.message() == message));
    // Each costs a reading of the megabyte, and no more than eight megabytes are read again.
    assert_eq!(found.len(), 8);
}

#[test]
fn a_megabyte_of_a_list_ends() {
    ends_with(
        &"- a\n".repeat(250_000),
        "more than 100000 keys and values outside of the events",
    );
}

#[test]
fn twenty_thousand_mistakes_end() {
    let text = format!(
        "{TOP}{}",
        "  - {id: a, titel: A, start: 2026-03-26}\n".repeat(20_000)
    );
    let (_, report) = checked(&text);
    assert_eq!(report.diagnostics().len(), 1001);
    let last = report.diagnostics().last().unwrap();
    assert_eq!(
        last.message(),
        "more than 1000 mistakes: these are the first"
    );
    assert_eq!(last.location().unwrap().line, 1008);
}

#[test]
fn two_thousand_unknown_keys_of_one_event_end() {
    let keys: Vec<String> = (0..2000).map(|key| format!("    key-{key}: A\n")).collect();
    let keys = keys.concat();
    let text = format!("{TOP}  - id: a\n    title: A\n    start: 2026-03-26\n{keys}");
    let (_, report) = checked(&text);
    assert_eq!(report.diagnostics().len(), 1001);
}

#[test]
fn two_hundred_thousand_unknown_keys_of_one_event_end() {
    let keys: Vec<String> = (0..200_000)
        .map(|key| format!("    key-{key}: A\n"))
        .collect();
    let text = format!(
        "{TOP}  - id: a\n    title: A\n    start: 2026-03-26\n{}",
        keys.concat()
    );
    let (_, report) = checked(&text);
    let last = report.diagnostics().last().unwrap();
    assert_eq!(
        last.message(),
        "more than 100000 keys and values in one event, and in the events with anchors (`&`) before it"
    );
}

#[test]
fn errors_are_shown_before_more_than_a_thousand_warnings() {
    let start = "title: A, start: 2026-03-26 11:00";
    let mut text = TOP.to_owned();
    for number in 0..1200 {
        writeln!(text, "  - {{id: a-{number}, {start}}}").unwrap();
    }
    let (calendar, report) = checked(&text);
    assert!(calendar.is_some());
    let last = report.diagnostics().last().unwrap();
    assert_eq!(
        last.message(),
        "more than 1000 warnings: these are the first"
    );
    assert_eq!(last.severity(), calfeed::Severity::Warning);
    let (calendar, report) = checked(&format!(
        "{text}  - {{id: b, title: A, start: 2026-02-30}}\n"
    ));
    assert!(calendar.is_none());
    assert_eq!(report.diagnostics().len(), 1001);
    assert!(
        report
            .diagnostics()
            .iter()
            .any(|found| found.name() == "bad-date")
    );
}

#[test]
fn a_count_of_millions_ends() {
    let text = format!(
        "{TOP}  - {{id: a, title: A, start: 2026-03-26 11:00, end: 12:00, repeats: daily, count: 90000000}}\n"
    );
    assert_eq!(places(&text), ["8:83 bad-date"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in "([a-z]{1,6}|[ :,\\[\\]{}\"'&*|>#\n\t-]|é|\\PC|<<: |- |  |2026-03-26|11:00|id: a|changes:|x-a: &a|\\*a){0,60}") {
        let (_, found) = checked(&format!("{TOP}{text}"));
        let _ = found.render(calfeed::Format::Human(false), "events.yaml", &format!("{TOP}{text}"));
        let (_, found) = checked(&text);
        let _ = found.render(calfeed::Format::Human(false), "events.yaml", &text);
    }
}
