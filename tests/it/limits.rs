//! Files that are larger than any real calendar: too many values, events or warnings, each reported in one message.

use std::fmt::Write as _;

use crate::check::TOP;
use crate::hostile::said;

#[test]
fn more_values_than_are_read_outside_of_events() {
    let text = format!("{TOP}x-a:\n{}", "- a\n".repeat(101_000));
    insta::assert_snapshot!(said(text), @r"
    error[too-many]: more than 100000 keys and values outside of the events
         --> f.yaml:99995:3
          |
    99995 | - a
          |   ^
          |
          = help: remove those that repeat, or that nobody reads any more

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn more_values_than_are_read_in_one_event() {
    let dates = "    2026-07-01: {}\n".repeat(51_000);
    let text = format!("{TOP}- id: a\n  title: A\n  start: 2026-07-01\n  changes:\n{dates}");
    insta::assert_snapshot!(said(text), @r"
    error[too-many]: more than 100000 keys and values in one event, and in the events with anchors (`&`) before it
         --> f.yaml:50002:17
          |
    50002 |     2026-07-01: {}
          |                 ^
          |
          = help: remove those that repeat, or that nobody reads any more

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn more_in_brackets_than_is_read() {
    let text = format!("{TOP}- {{id: a, x: {{y: [{}]}}}}", "a, ".repeat(130_000));
    insta::assert_snapshot!(said(text), @r"
    error[too-many]: more than 250000 words and marks in one pair of brackets
    --> f.yaml:8:250003
     = help: write each item on a line of its own that begins with `- `, without the brackets

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn more_events_than_are_read() {
    let events = "- {id: a}\n".repeat(20_001);
    insta::assert_snapshot!(said(format!("{TOP}{events}")), @r"
    error[too-much]: more than 20000 events in one file
         --> f.yaml:20008:3
          |
    20008 | - {id: a}
          |   ^^^^^^^
          |
          = help: remove events that are long past, or keep several calendars

    f.yaml: 1 error
    exit code 1
    ");
}

#[test]
fn ten_thousand_meetings_of_one_group_at_one_time() {
    let mut text = TOP.replace("events:", "groups: {a: {name: A}}\nevents:");
    for number in 0..10_000 {
        writeln!(
            text,
            "  - {{id: a-{number}, group: a, title: A, start: 2026-07-01 10:00, end: 12:00}}"
        )
        .unwrap();
    }
    let said = said(text);
    let (_, last) = said.rsplit_once("warning[too-much]").unwrap();
    insta::assert_snapshot!(last, @r"
    : more than 1000 warnings: these are the first
        --> f.yaml:1008:44
         |
    1008 |   - {id: a-999, group: a, title: A, start: 2026-07-01 10:00, end: 12:00}
         |                                            ^^^^^^^^^^^^^^^^
         |
         = help: write the names of those that you know about in `allow`

    f.yaml: 1001 warnings; it can be published
    next: Wednesday 1 July 2026, 10:00  A
    next: Wednesday 1 July 2026, 10:00  A
    next: Wednesday 1 July 2026, 10:00  A
    exit code 0
    ");
}

#[test]
fn groups_without_end_and_names_of_none() {
    let mut text = TOP.replace("events:", "groups:");
    for number in 0..20_000 {
        writeln!(text, "  a-{number}: {{name: A}}").unwrap();
    }
    text.push_str("events:\n");
    for number in 0..2000 {
        writeln!(
            text,
            "  - {{id: a-{number}, group: b-{number}, title: A, start: 2026-07-01}}"
        )
        .unwrap();
    }
    let said = said(text);
    let (_, last) = said.rsplit_once("error[too-much]").unwrap();
    insta::assert_snapshot!(last, @r"
    : more than 1000 mistakes: these are the first
         --> f.yaml:21007:24
          |
    21007 |   - {id: a-998, group: b-998, title: A, start: 2026-07-01}
          |                        ^^^^^
          |
          = help: fix these, then check again

    f.yaml: 1001 errors
    exit code 1
    ");
}

#[test]
fn a_description_that_a_thousand_events_take_from_an_anchor() {
    let mut text = format!(
        "x-common: &common {{description: {}}}\n{TOP}",
        "a".repeat(90_000)
    );
    for number in 0..1_000 {
        writeln!(
            text,
            "  - {{<<: *common, id: a-{number}, title: A, start: 2026-07-01}}"
        )
        .unwrap();
    }
    insta::assert_snapshot!(said(text), @r"
    error[too-much-text]: with this alias, aliases repeat more than 16 MB of text
       --> f.yaml:186:10
        |
    186 |   - {<<: *common, id: a-177, title: A, start: 2026-07-01}
        |          ^^^^^^^
        |
        = help: write long text on a page of its own and link to that

    f.yaml: 1 error
    exit code 1
    ");
}

/// Returns a JSON file with more words and marks than brackets may contain, and one mistake at its end.
fn json() -> String {
    let events: Vec<String> = (0..10_000)
        .map(|number| {
            format!(
                r#"{{"id": "e{number}", "title": "A", "start": "2026-07-01", "tags": ["a", "b", "c"]}}"#
            )
        })
        .collect();
    let calendar = r#"{"name": "A", "slug": "a", "domain": "a.example.org", "url": "https://a.example.org", "timezone": "Europe/London"}"#;
    format!(
        r#"{{"calendar": {calendar}, "events": [{}], "evnts": 1}}"#,
        events.join(",\n")
    )
}

#[test]
fn a_file_of_json_may_have_as_many_events_whatever_is_in_front_of_it() {
    for front in ["", "\n", "\u{feff}", "# one\n--- # two\n\n  "] {
        let said = said(format!("{front}{}", json()));
        assert!(!said.contains("words and marks"), "{front:?}: {said}");
        let line = 10_000 + front.matches('\n').count();
        let place = format!("f.yaml:{line}:");
        assert!(
            said.contains("unknown key `evnts`") && said.contains(&place),
            "{front:?}: {said}"
        );
    }
}

#[test]
fn a_list_of_events_with_an_anchor_may_be_as_long() {
    let events = "- {id: a, title: A, start: 2026-07-01}\n".repeat(13_000);
    let said = said(TOP.replace("events:", "events: &all") + &events);
    assert!(!said.contains("more than 100000"), "{said}");
}

#[test]
fn a_large_file_that_a_tab_indents_is_refused_as_a_small_one_is() {
    let event = "- id: a\n\t\ttitle: A\n  start: 2026-07-01\n";
    for others in [0, 18_000] {
        let mut text = format!("{TOP}{event}");
        for number in 0..others {
            writeln!(
                text,
                "- {{id: b-{number}, title: A, start: 2026-07-01, tags: [a, b, c, d, e, f, g, h, i, j, k]}}"
            )
            .unwrap();
        }
        let said = said(text);
        let first = said.lines().next().unwrap_or_default();
        let names_it = first.starts_with("error[syntax]: ") && first.contains("tab used");
        assert!(names_it, "{others}: {said}");
        assert!(said.ends_with("\nexit code 1"), "{others}: {said}");
    }
}

/// Reads a main file beside an included file, and returns the one error: its file, its line and its message.
#[track_caller]
fn error_with(main: &str, included: &str) -> String {
    let main = format!("{TOP}{main}").replace("events:\n", "include: [a.yaml]\nevents:\n");
    let context = calfeed::Context::new(crate::corpus::now());
    let (calendar, report) = calfeed::read_with_included(&main, [("a.yaml", included)], &context);
    assert!(calendar.is_none());
    let [found] = report.diagnostics() else {
        panic!("{:?}", report.diagnostics().len());
    };
    let line = found.location().unwrap().line;
    let file = report.path_of_file(found).unwrap_or_default();
    format!("{file}:{line} {}", found.message())
}

/// Returns an event for each number.
fn events(numbers: std::ops::Range<usize>) -> String {
    let mut text = String::new();
    for number in numbers {
        writeln!(text, "  - {{id: a-{number}, title: A, start: 2020-01-01}}").unwrap();
    }
    text
}

#[test]
fn the_events_of_all_files_are_counted_together() {
    let included = format!("events:\n{}", events(15_000..20_001));
    assert_eq!(
        error_with(&events(0..15_000), &included),
        "a.yaml:5002 more than 20000 events in all files together"
    );
}

#[test]
fn text_that_events_take_from_defaults_is_counted() {
    let events = events(0..161);
    let words = "a".repeat(100_000);
    let included = format!("defaults:\n  description: {words}\nevents:\n{events}");
    assert_eq!(
        error_with("  - {id: b, title: B, start: 2020-01-01}\n", &included),
        "a.yaml:1 the events take more than 16 MB of text from `defaults`"
    );
}

#[test]
fn the_mistakes_of_all_files_are_counted_together() {
    let main = format!("{TOP}include: [teams/*.yaml]\n").replace("events:\n", "");
    let text = format!("events:\n{}", "- {a: 1, b: 2}\n".repeat(900));
    let names: Vec<String> = (10..40).map(|file| format!("teams/{file}.yaml")).collect();
    let files = names.iter().map(|name| (name.as_str(), text.as_str()));
    let context = calfeed::Context::new(crate::corpus::now());
    let (calendar, report) = calfeed::read_with_included(&main, files, &context);
    assert!(calendar.is_none());
    let found = report.diagnostics();
    let last = found.last().unwrap();
    assert_eq!((found.len(), last.name()), (1001, "too-much"));
    assert_eq!(report.path_of_file(last), Some("teams/10.yaml"));
}
