use super::check::{report, report_of};

#[test]
fn a_key_that_is_not_known_names_the_one_that_is_meant() {
    let report = report_of("  - {id: a, titel: A, title: A, start: 2026-03-26}\n");
    insta::assert_snapshot!(report, @r"
    error[unknown-key]: `titel` is no key that is known here
     --> events.yaml:8:13
      |
    8 |   - {id: a, titel: A, title: A, start: 2026-03-26}
      |             ^^^^^
      |
      = help: did you mean `title`?
    ");
}

#[test]
fn a_key_that_resembles_none_names_all() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-03-26, talks: [{title: A, xylophone: B}]}\n");
    insta::assert_snapshot!(report, @r"
    error[unknown-key]: `xylophone` is no key that is known here
     --> events.yaml:8:61
      |
    8 |   - {id: a, title: A, start: 2026-03-26, talks: [{title: A, xylophone: B}]}
      |                                                             ^^^^^^^^^
      |
      = help: the keys are `title`, `speakers`, `abstract`, `slides` and `video`
    ");
}

#[test]
fn a_key_at_the_top_that_is_not_known() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26}
event: []
",
    );
    insta::assert_snapshot!(report, @r"
    error[unknown-key]: `event` is no key that is known here
     --> events.yaml:9:1
      |
    9 | event: []
      | ^^^^^
      |
      = help: did you mean `events`?
    ");
}

#[test]
fn a_key_of_a_change_that_is_not_known() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-03-26
    repeats: daily
    changes:
      2026-03-27: {moved: 2026-03-28}
",
    );
    insta::assert_snapshot!(report, @r"
    error[unknown-key]: `moved` is no key that is known here
      --> events.yaml:13:20
       |
    13 |       2026-03-27: {moved: 2026-03-28}
       |                    ^^^^^
       |
       = help: did you mean `moved_to`?
    ");
}

#[test]
fn a_key_that_stands_twice_is_reported_at_the_second() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-03-26
    title: B
",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-key]: `title` stands twice here
      --> events.yaml:11:5
       |
    11 |     title: B
       |     ^^^^^
       |
       = help: keep one of the two
    ");
}

#[test]
fn a_date_that_stands_twice_in_changes() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-03-26
    repeats: daily
    changes:
      2026-03-27: {cancelled: true}
      2026-03-27: {moved_to: tbc}
",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-key]: `2026-03-27` stands twice here
      --> events.yaml:14:7
       |
    14 |       2026-03-27: {moved_to: tbc}
       |       ^^^^^^^^^^
       |
       = help: keep one of the two
    ");
}

#[test]
fn events_that_stand_twice() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26}
events:
  - {id: b, title: B, start: 2026-03-26}
",
    );
    insta::assert_snapshot!(report, @r"
    error[duplicate-key]: `events` stands twice here
     --> events.yaml:9:1
      |
    9 | events:
      | ^^^^^^
      |
      = help: keep one of the two
    ");
}

#[test]
fn a_key_that_is_missing_is_reported_where_its_mapping_begins() {
    let report = report_of(
        "  - title: A
    start: 2026-03-26
",
    );
    insta::assert_snapshot!(report, @r"
    error[missing-key]: `id` is missing
     --> events.yaml:8:5
      |
    8 |   - title: A
      |     ^^^^^^^^
      |
      = help: add `id: a-short-name`
    ");
}

#[test]
fn an_event_of_nothing_lacks_what_each_event_has() {
    let report = report_of("  -\n");
    insta::assert_snapshot!(report, @r"
    error[missing-key]: `id` is missing
     --> events.yaml:8:4
      |
    8 |   -
      |    ^
      |
      = help: add `id: a-short-name`

    error[missing-key]: `title` is missing
     --> events.yaml:8:4
      |
    8 |   -
      |    ^
      |
      = help: add `title: what people know it by`

    error[missing-key]: `start` is missing
     --> events.yaml:8:4
      |
    8 |   -
      |    ^
      |
      = help: add `start: 2026-03-26 11:00`
    ");
}

#[test]
fn a_calendar_without_its_keys() {
    let report = report(
        "\
calendar:
  description: Books
events: []
",
    );
    insta::assert_snapshot!(report, @r"
    error[missing-key]: `name` is missing
     --> events.yaml:1:1
      |
    1 | calendar:
      | ^^^^^^^^
      |
      = help: add `name: the name of your community`

    error[missing-key]: `slug` is missing
     --> events.yaml:1:1
      |
    1 | calendar:
      | ^^^^^^^^
      |
      = help: add `slug: our-community`

    error[missing-key]: `domain` is missing
     --> events.yaml:1:1
      |
    1 | calendar:
      | ^^^^^^^^
      |
      = help: add `domain: example.org`

    error[missing-key]: `url` is missing
     --> events.yaml:1:1
      |
    1 | calendar:
      | ^^^^^^^^
      |
      = help: add `url: https://example.org`

    error[missing-key]: `timezone` is missing
     --> events.yaml:1:1
      |
    1 | calendar:
      | ^^^^^^^^
      |
      = help: add `timezone: Europe/London`
    ");
}

#[test]
fn a_list_where_text_is_meant() {
    let report = report_of("  - {id: a, title: [A, B], start: 2026-03-26}\n");
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: a list, where text is meant
     --> events.yaml:8:20
      |
    8 |   - {id: a, title: [A, B], start: 2026-03-26}
      |                    ^^^^^^
      |
      = help: write one value, without brackets or `-`
    ");
}

#[test]
fn text_where_a_list_is_meant() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, tags: books}\n");
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: `books`, where a list is meant
     --> events.yaml:8:48
      |
    8 |   - {id: a, title: A, start: 2026-03-26, tags: books}
      |                                                ^^^^^
      |
      = help: put it in brackets: `[books]`
    ");
}

#[test]
fn text_where_a_mapping_is_meant() {
    let report = report_of("  - lean coffee on Thursdays\n");
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: `lean coffee on Thursdays`, where a mapping is meant
     --> events.yaml:8:5
      |
    8 |   - lean coffee on Thursdays
      |     ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `key: value`, each on a line of its own below it, or in braces
    ");
}

#[test]
fn a_mapping_where_a_list_is_meant() {
    let report = report_of(
        "  id: a
  title: A
  start: 2026-03-26
",
    );
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: a mapping, where a list is meant
     --> events.yaml:8:3
      |
    8 |   id: a
      |   ^^^^^
      |
      = help: put `-` in front of each item
    ");
}

#[test]
fn a_word_where_a_number_is_meant() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-03-26, repeats: daily, count: ten}\n");
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: `ten`, where a whole number is meant
     --> events.yaml:8:65
      |
    8 |   - {id: a, title: A, start: 2026-03-26, repeats: daily, count: ten}
      |                                                                 ^^^
      |
      = help: write how many dates the series has, such as `12`
    ");
}

#[test]
fn a_number_below_zero() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, repeats: daily, count: -1}\n");
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: `-1`, where a whole number is meant
     --> events.yaml:8:65
      |
    8 |   - {id: a, title: A, start: 2026-03-26, repeats: daily, count: -1}
      |                                                                 ^^
      |
      = help: write how many dates the series has, such as `12`
    ");
}

#[test]
fn a_reason_that_is_a_list() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-26, repeats: daily, changes: {2026-03-27: {cancelled: [a]}}}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: a list, where a reason in words, or `true` is meant
     --> events.yaml:8:92
      |
    8 |   - {id: a, title: A, start: 2026-03-26, repeats: daily, changes: {2026-03-27: {cancelled: [a]}}}
      |                                                                                            ^^^
    ");
}
