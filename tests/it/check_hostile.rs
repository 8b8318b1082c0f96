use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::check::{TOP, checked, instances_of, report, report_of};

/// Where each diagnostic stands: `line:column name`.
fn places(text: &str) -> Vec<String> {
    let (_, report) = checked(text);
    let places = report.diagnostics().iter().map(|found| {
        let at = found.location().unwrap();
        format!("{}:{} {}", at.line, at.column, found.name())
    });
    places.collect()
}

/// One error that comes soon, and says this.
#[track_caller]
fn ends_soon(text: &str, message: &str) {
    let begun = Instant::now();
    let (calendar, report) = checked(text);
    assert!(calendar.is_none());
    let messages: Vec<_> = report
        .diagnostics()
        .iter()
        .map(calfeed::Diagnostic::message)
        .collect();
    assert_eq!(messages, [message]);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
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
fn line_ends_of_windows_keep_the_places() {
    let text = format!("{TOP}  - id: a\n    title: A\n    start: 2026-02-30\n    url: x\n");
    assert_eq!(
        places(&text.replace('\n', "\r\n")),
        ["10:12 bad-date", "11:10 bad-url"]
    );
}

#[test]
fn line_ends_of_windows_keep_the_place_of_what_is_no_yaml() {
    let text = format!("{TOP}  - id: a\n    title: A: B\n");
    assert_eq!(places(&text), ["9:13 syntax"]);
    assert_eq!(places(&text.replace('\n', "\r\n")), ["9:13 syntax"]);
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
fn a_byte_order_mark_keeps_the_place_of_what_is_no_yaml() {
    assert_eq!(places("calendar: }\n"), ["1:11 syntax"]);
    assert_eq!(places("\u{feff}calendar: }\n"), ["1:11 syntax"]);
}

#[test]
fn a_byte_order_mark_is_not_shown() {
    assert_eq!(report("\u{feff}calendar: {}\n"), report("calendar: {}\n"));
}

#[test]
fn a_tab_within_a_line_counts_as_one_column() {
    let text = format!("{TOP}  - {{id:\ta,\ttitle: A, start: 2026-02-30}}\n");
    assert_eq!(places(&text), ["8:30 bad-date"]);
}

#[test]
fn letters_of_several_bytes_count_as_one_column_each() {
    let report = report_of("  - {id: a, title: \"Café ☕ 茶 👩‍💻\", start: 2026-02-30}\n");
    insta::assert_snapshot!(report, @r#"
    error[bad-date]: `2026-02-30` is not a day of the calendar
     --> events.yaml:8:43
      |
    8 |   - {id: a, title: "Café ☕ 茶 👩💻", start: 2026-02-30}
      |                                              ^^^^^^^^^^
      |
      = help: February 2026 has 28 days: the last is `2026-02-28`
    "#);
    let text = format!("{TOP}  - {{id: a, title: \"Café ☕ 茶 👩‍💻\", start: 2026-02-30}}\n");
    assert_eq!(places(&text), ["8:43 bad-date"]);
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
fn what_is_wrong_in_a_merge_is_reported_at_its_anchor() {
    let text = format!(
        "x-defaults: &defaults {{title: Book club, format: online}}\n{TOP}  - {{<<: *defaults, id: a, start: 2026-03-26}}\n"
    );
    insta::assert_snapshot!(report(&text), @r"
    error[bad-choice]: `online` is none of `virtual`, `in-person`, `hybrid`
     --> events.yaml:1:50
      |
    1 | x-defaults: &defaults {title: Book club, format: online}
      |                                                  ^^^^^^
      |
      = help: write one of `virtual`, `in-person`, `hybrid`
    ");
}

#[test]
fn a_bomb_of_aliases_ends_soon() {
    let names = "Jo, ".repeat(1000);
    let talks = "*talk, ".repeat(1000);
    let text = format!(
        "x-talk: &talk {{title: A, speakers: [{names}]}}\n{TOP}  - {{id: a, title: A, start: 2026-03-26, talks: [{talks}]}}\n"
    );
    ends_soon(&text, "aliases that grow without end");
}

#[test]
fn a_bomb_of_merges_ends_soon() {
    let mut text = TOP.replace("events:", "x-0: &x0 {location: Hall}");
    for level in 1..40 {
        let below = level - 1;
        writeln!(
            text,
            "x-{level}: &x{level} {{<<: [*x{below}, *x{below}, *x{below}]}}"
        )
        .unwrap();
    }
    text += "events: [{<<: *x39, id: a, title: A, start: 2026-03-26}]\n";
    let begun = Instant::now();
    let (_, report) = checked(&text);
    assert!(report.diagnostics().len() <= 1);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn an_alias_of_what_holds_it_is_refused() {
    ends_soon(
        &format!("{TOP}  - &a [*a]\n"),
        "an alias of something that holds it",
    );
}

#[test]
fn a_hundred_thousand_brackets_end_soon() {
    ends_soon(
        &"[".repeat(100_000),
        "this is not YAML: recursion limit exceeded",
    );
}

#[test]
fn a_hundred_thousand_brackets_that_are_closed_end_soon() {
    ends_soon(
        &("[".repeat(100_000) + &"]".repeat(100_000)),
        "this is not YAML: recursion limit exceeded",
    );
}

#[test]
fn a_hundred_thousand_braces_end_soon() {
    ends_soon(
        &"{a: ".repeat(100_000),
        "this is not YAML: recursion limit exceeded",
    );
}

#[test]
fn a_hundred_thousand_hyphens_end_soon() {
    ends_soon(&"- ".repeat(100_000), "nested more than 64 levels deep");
}

#[test]
fn a_nul_is_refused_where_it_stands() {
    let text = format!("{TOP}  - {{id: a, title: A\0, start: 2026-03-26}}\n");
    assert_eq!(places(&text), ["8:21 control-character"]);
}

#[test]
fn a_megabyte_of_one_letter_ends_soon() {
    ends_soon(
        &"x".repeat(1_000_000),
        "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`, where a mapping with `calendar` and `events` is meant",
    );
}

#[test]
fn a_megabyte_of_punctuation_ends_soon() {
    ends_soon(
        &"!@#$ %^&*()\n".repeat(90_000),
        "this is not YAML: did not find expected whitespace or line break",
    );
}

#[test]
fn a_megabyte_of_a_list_ends_soon() {
    ends_soon(
        &"- a\n".repeat(250_000),
        "a list, where a mapping with `calendar` and `events` is meant",
    );
}

#[test]
fn twenty_thousand_mistakes_end_soon() {
    let text = format!(
        "{TOP}{}",
        "  - {id: a, titel: A, start: 2026-03-26}\n".repeat(20_000)
    );
    let begun = Instant::now();
    let (_, report) = checked(&text);
    assert!(report.diagnostics().len() >= 20_000);
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn two_thousand_unknown_keys_of_one_event_end_soon() {
    let keys: Vec<String> = (0..2000)
        .map(|key| {
            format!(
                "    key-{key}: A
"
            )
        })
        .collect();
    let keys = keys.concat();
    let text = format!("{TOP}  - id: a\n    title: A\n    start: 2026-03-26\n{keys}");
    let begun = Instant::now();
    let (_, report) = checked(&text);
    assert_eq!(report.diagnostics().len(), 2000);
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn a_count_of_millions_ends_soon() {
    let text = format!(
        "{TOP}  - {{id: a, title: A, start: 2026-03-26 11:00, end: 12:00, repeats: daily, count: 90000000}}\n"
    );
    let begun = Instant::now();
    assert_eq!(places(&text), ["8:83 bad-date"]);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
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
