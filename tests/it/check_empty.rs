use super::check::{instances_of, report_of};

#[test]
fn a_rule_with_nothing_behind_it() {
    insta::assert_snapshot!(report_of(
        "  - id: a\n    title: A\n    start: 2026-03-26 11:00\n    end: 12:00\n    repeats:   # every Friday\n"
    ), @r"
    error[empty-value]: nothing is written here
      --> events.yaml:12:5
       |
    12 |     repeats:   # every Friday
       |     ^^^^^^^
       |
       = help: write a rule such as `monthly on the 4th Thursday`, or remove the key
    ");
}

#[test]
fn a_colour_that_is_a_comment() {
    insta::assert_snapshot!(super::check::report(
        "calendar:\n  name: Books\n  slug: books\n  domain: books.example.org\n  url: https://books.example.org\n  timezone: Europe/London\n  color: #1d70b8\n"
    ), @r"
    error[empty-value]: nothing is written here
     --> events.yaml:7:3
      |
    7 |   color: #1d70b8
      |   ^^^^^
      |
      = help: write a value, or remove the key; a `#` begins a comment unless it stands in quotes
    ");
}

#[test]
fn a_cancellation_with_nothing_behind_it() {
    insta::assert_snapshot!(report_of(
        "  - id: a\n    title: A\n    start: 2026-03-26\n    repeats: weekly\n    changes:\n      2026-04-02:\n        cancelled:\n"
    ), @r"
    error[empty-value]: nothing is written here
      --> events.yaml:14:9
       |
    14 |         cancelled:
       |         ^^^^^^^^^
       |
       = help: write a value, or remove the key
    ");
}

#[test]
fn a_count_with_nothing_behind_it() {
    insta::assert_snapshot!(report_of(
        "  - {id: a, title: A, start: 2026-03-26, repeats: weekly, count: }\n"
    ), @r"
    error[empty-value]: nothing is written here
     --> events.yaml:8:59
      |
    8 |   - {id: a, title: A, start: 2026-03-26, repeats: weekly, count: }
      |                                                           ^^^^^
      |
      = help: write how many dates the series has, or remove the key
    ");
}

#[test]
fn a_merge_of_what_is_no_mapping() {
    insta::assert_snapshot!(report_of("  - {<<: online, id: a, title: A, start: 2026-03-26}\n"), @r"
    error[wrong-type]: `<<` merges something that is no mapping
     --> events.yaml:8:10
      |
    8 |   - {<<: online, id: a, title: A, start: 2026-03-26}
      |          ^
      |
      = help: name the anchor of a mapping, such as `<<: *defaults`
    ");
}

#[test]
fn two_merges_in_one_mapping() {
    insta::assert_snapshot!(report_of(
        "  - &one {id: a, title: A, start: 2026-03-26}\n  - {<<: *one, <<: *one, id: b}\n"
    ), @r"
    error[duplicate-key]: `<<` stands twice here
     --> events.yaml:9:16
      |
    9 |   - {<<: *one, <<: *one, id: b}
      |                ^
      |
      = help: merge several under one: `<<: [*one, *other]`
    ");
}

#[test]
fn a_move_onto_an_extra_date() {
    insta::assert_snapshot!(report_of(
        "  - {id: a, title: A, start: 2026-03-29, repeats: weekly, also: [2026-03-31], changes: {2026-03-29: {moved_to: 2026-03-31}}}\n"
    ), @r"
    error[duplicate-date]: the event takes place on 2026-03-31 already
     --> events.yaml:8:112
      |
    8 |   - {id: a, title: A, start: 2026-03-29, repeats: weekly, also: [2026-03-31], changes: {2026-03-29: {moved_to: 2026-03-31}}}
      |                                                                                                                ^^^^^^^^^^
      |
      = help: that date stands under `also`; move this one elsewhere, or cancel it
    ");
}

#[test]
fn a_reason_stays_with_what_it_explains() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-29, repeats: weekly, count: 2, status: tentative, reason: room not booked yet, changes: {2026-04-05: {moved_to: 2026-04-06}}}\n"
    ), @r"
    2026-03-29: 2026-03-29 00:00 to 2026-03-30 00:00, a@books.example.org, A (TBC) (room not booked yet)
    2026-04-05: 2026-04-06 00:00 to 2026-04-07 00:00, a@books.example.org moved, A (TBC)
    ");
}

#[test]
fn a_postponed_meeting_has_no_other_status() {
    insta::assert_snapshot!(report_of(
        "  - {id: a, title: A, start: 2026-03-29, repeats: weekly, changes: {2026-04-05: {moved_to: tbc, status: confirmed}}}\n"
    ), @r"
    error[conflicting-change]: `moved_to` and `status` cannot both be true
     --> events.yaml:8:97
      |
    8 |   - {id: a, title: A, start: 2026-03-29, repeats: weekly, changes: {2026-04-05: {moved_to: tbc, status: confirmed}}}
      |                                                                                                 ^^^^^^
      |
      = help: keep one of the two
    ");
}

#[test]
fn an_address_that_is_too_long_for_google() {
    let url = format!("https://books.example.org/{}", "a".repeat(230));
    let text = format!(
        "calendar: {{name: Books, slug: books, domain: books.example.org, timezone: Europe/London,\n  url: {url}}}\n"
    );
    insta::assert_snapshot!(super::check::report(&text).lines().next().unwrap(), @"error[bad-url]: the address of a feed comes to 266 characters, and Google takes no more than 256");
}
