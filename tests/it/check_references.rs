use super::check::{report, report_of};

#[test]
fn an_id_that_another_event_has_shows_both() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-03-26
  - id: a
    title: B
    start: 2026-04-02
",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-id]: `a` is the id of another event
      --> events.yaml:11:9
       |
     8 |   - id: a
       |         - the first stands here
    ...
    11 |   - id: a
       |         ^
       |
       = help: give each event an id of its own: subscribers would see only one of the two
    ");
}

#[test]
fn a_group_with_the_slug_of_the_calendar() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26}
groups:
  riverside-book-club: {name: Poetry circle}
",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-slug]: `riverside-book-club` is already the file name of the calendar's feed
      --> events.yaml:10:3
       |
    10 |   riverside-book-club: {name: Poetry circle}
       |   ^^^^^^^^^^^^^^^^^^^
       |
       = help: choose another: each feed has an address of its own
    ");
}

#[test]
fn a_former_slug_that_a_group_has() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26}
groups:
  poetry: {name: Poetry circle}
  prose: {name: Prose circle, formerly: [poetry]}
",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-slug]: `poetry` is already the file name of a group's feed
      --> events.yaml:11:42
       |
    11 |   prose: {name: Prose circle, formerly: [poetry]}
       |                                          ^^^^^^
       |
       = help: choose another: each feed has an address of its own
    ");
}

#[test]
fn a_group_that_is_not_in_the_file() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, group: poetry}\n");
    insta::assert_snapshot!(report, @r"
    error[unknown-group]: there is no group `poetry`
     --> events.yaml:8:49
      |
    8 |   - {id: a, title: A, start: 2026-03-26, group: poetry}
      |                                                 ^^^^^^
      |
      = help: add it under `groups`, with its `name`: `poetry: {name: …}`
    ");
}

#[test]
fn a_group_that_is_misspelt() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26, groups: [poetry, potery]}
groups:
  poetry: {name: Poetry circle}
",
    );
    insta::assert_snapshot!(report, @r"
    error[unknown-group]: there is no group `potery`
     --> events.yaml:8:59
      |
    8 |   - {id: a, title: A, start: 2026-03-26, groups: [poetry, potery]}
      |                                                           ^^^^^^
      |
      = help: did you mean `poetry`?
    ");
}

#[test]
fn a_warning_that_there_is_none_of() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, allow: [no-ends]}\n");
    insta::assert_snapshot!(report, @r"
    error[unknown-warning]: there is no warning called `no-ends`
     --> events.yaml:8:50
      |
    8 |   - {id: a, title: A, start: 2026-03-26, allow: [no-ends]}
      |                                                  ^^^^^^^
      |
      = help: did you mean `no-end`?
    ");
}

#[test]
fn a_calendar_that_is_missing_hides_nothing_of_the_events() {
    let report = report(
        "\
events:
  - {id: A, title: A, start: 2026-02-30}
",
    );
    insta::assert_snapshot!(report, @r"
    error[missing-key]: `calendar` is missing
     --> events.yaml:1:1
      |
    1 | events:
      | ^^^^^^^
      |
      = help: begin the file with `calendar:`, and under it `name`, `slug`, `domain`, `url` and `timezone`

    error[bad-slug]: `A` is not made of `a-z` and `0-9`, with single `-` between them
     --> events.yaml:2:10
      |
    2 |   - {id: A, title: A, start: 2026-02-30}
      |          ^
      |
      = help: write `a`

    error[bad-date]: `2026-02-30` is not a day of the calendar
     --> events.yaml:2:30
      |
    2 |   - {id: A, title: A, start: 2026-02-30}
      |                              ^^^^^^^^^^
      |
      = help: February 2026 has 28 days: the last is `2026-02-28`
    ");
}
