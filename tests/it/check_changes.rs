use super::check::report_of;

#[test]
fn a_change_that_skips_and_moves() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {skipped: true, moved_to: tbc}
",
    );
    insta::assert_snapshot!(report, @r"
    error[conflicting-change]: `skipped` and `moved_to` cannot both be true
      --> events.yaml:15:35
       |
    15 |       2026-03-26: {skipped: true, moved_to: tbc}
       |                                   ^^^^^^^^
       |
       = help: keep one of the two
    ");
}

#[test]
fn a_change_that_cancels_and_has_a_status() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {cancelled: true, status: tentative}
",
    );
    insta::assert_snapshot!(report, @r"
    error[conflicting-change]: `cancelled` and `status` cannot both be true
      --> events.yaml:15:37
       |
    15 |       2026-03-26: {cancelled: true, status: tentative}
       |                                     ^^^^^^
       |
       = help: keep one of the two
    ");
}

#[test]
fn a_change_that_skips_what_it_describes() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {skipped: true, title: B}
",
    );
    insta::assert_snapshot!(report, @r"
    error[conflicting-change]: it was never going to happen, and yet something is said of it
      --> events.yaml:15:29
       |
    15 |       2026-03-26: {skipped: true, title: B}
       |                             ^^^^
       |
       = help: keep `skipped` with its reason alone, or write `cancelled`
    ");
}

#[test]
fn a_change_with_two_reasons() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {cancelled: no room, reason: no heating}
",
    );
    insta::assert_snapshot!(report, @r"
    error[conflicting-change]: `cancelled` gives a reason, and so does `reason`
      --> events.yaml:15:40
       |
    15 |       2026-03-26: {cancelled: no room, reason: no heating}
       |                                        ^^^^^^
       |
       = help: keep one of the two
    ");
}

#[test]
fn a_reason_that_is_wrong_is_reported_once() {
    let report = report_of(
        r#"  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {moved_to: tbc, reason: ""}
"#,
    );
    insta::assert_snapshot!(report, @r#"
    error[empty-value]: nothing is written here
      --> events.yaml:15:43
       |
    15 |       2026-03-26: {moved_to: tbc, reason: ""}
       |                                           ^^
       |
       = help: write a value, or remove the key
    "#);
}

#[test]
fn a_reason_for_nothing() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {title: B, reason: no heating}
",
    );
    insta::assert_snapshot!(report, @r"
    error[reason-without-cause]: a reason, and nothing that it is the reason for
      --> events.yaml:15:38
       |
    15 |       2026-03-26: {title: B, reason: no heating}
       |                                      ^^^^^^^^^^
       |
       = help: say what happens: `status: cancelled`, or a change that moves it; or write it in the `description`
    ");
}

#[test]
fn a_change_of_nothing() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26:
",
    );
    insta::assert_snapshot!(report, @r"
    error[empty-change]: a change that changes nothing
      --> events.yaml:15:7
       |
    15 |       2026-03-26:
       |       ^^^^^^^^^^
       |
       = help: say what changes, such as `{moved_to: 2026-03-27}`, or remove it
    ");
}

#[test]
fn a_change_with_a_reason_alone() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {reason: no heating}
",
    );
    insta::assert_snapshot!(report, @r"
    error[empty-change]: a change that changes nothing
      --> events.yaml:15:7
       |
    15 |       2026-03-26: {reason: no heating}
       |       ^^^^^^^^^^
       |
       = help: say what changes, such as `{moved_to: 2026-03-27}`, or remove it
    ");
}

#[test]
fn a_move_to_where_it_is() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {moved_to: 2026-03-26}
",
    );
    insta::assert_snapshot!(report, @r"
    error[empty-change]: that is where the rule has it
      --> events.yaml:15:30
       |
    15 |       2026-03-26: {moved_to: 2026-03-26}
       |                              ^^^^^^^^^^
       |
       = help: write another date or time
    ");
}

#[test]
fn a_cancellation_that_is_not_true() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {cancelled: no}
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-choice]: `cancelled` that is not true
      --> events.yaml:15:31
       |
    15 |       2026-03-26: {cancelled: no}
       |                               ^^
       |
       = help: remove it, or give the reason: `cancelled: no room`
    ");
}

#[test]
fn a_move_to_a_month() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {moved_to: 2026-04}
",
    );
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `2026-04` is a month, where a new date or time is meant
      --> events.yaml:15:30
       |
    15 |       2026-03-26: {moved_to: 2026-04}
       |                              ^^^^^^^
       |
       = help: write `2026-03-27`, `14:00`, `2026-03-27 14:00` or `tbc`
    ");
}

#[test]
fn a_change_with_an_end_before_its_start() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {moved_to: 14:00, end: 13:00}
",
    );
    insta::assert_snapshot!(report, @r"
    error[end-before-start]: the end, `2026-03-26 13:00`, is not after the start, `2026-03-26 14:00`
      --> events.yaml:15:42
       |
    15 |       2026-03-26: {moved_to: 14:00, end: 13:00}
       |                                          ^^^^^
       |
       = help: where it ends on the next day, write `2026-03-27 13:00`
    ");
}

#[test]
fn a_move_past_the_next_meeting_is_a_warning() {
    let report = report_of(
        "  - id: a
    title: A
    start: 2026-01-22 11:00
    end: 12:00
    repeats: monthly on the 4th Thursday
    until: 2026-12-31
    changes:
      2026-03-26: {moved_to: 2026-04-23}
",
    );
    insta::assert_snapshot!(report, @r"
    warning[past-neighbour]: it moves past the meeting before or after it, which Outlook cannot hold as a move: it is published as an event of its own
      --> events.yaml:15:30
       |
    15 |       2026-03-26: {moved_to: 2026-04-23}
       |                              ^^^^^^^^^^
       |
       = help: where it is meant, write `allow: [past-neighbour]`
    ");
}

#[test]
fn a_reason_of_an_event_for_nothing() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, reason: no heating}\n");
    insta::assert_snapshot!(report, @r"
    error[reason-without-cause]: a reason, and nothing that it is the reason for
     --> events.yaml:8:50
      |
    8 |   - {id: a, title: A, start: 2026-03-26, reason: no heating}
      |                                                  ^^^^^^^^^^
      |
      = help: say what happens: `status: cancelled`, or a change that moves it; or write it in the `description`
    ");
}
