use super::check::report_of;

#[test]
fn a_date_with_its_day_first() {
    let report = report_of("  - {id: a, title: A, start: 27/03/2025}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `27/03/2025` is not a date or a time
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 27/03/2025}
      |                              ^^^^^^^^^^
      |
      = help: write the date as `2025-03-27`
    ");
}

#[test]
fn a_day_that_does_not_exist() {
    let report = report_of("  - {id: a, title: A, start: 2026-02-30}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `2026-02-30` is not a day of the calendar
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-02-30}
      |                              ^^^^^^^^^^
      |
      = help: February 2026 has 28 days: the last is `2026-02-28`
    ");
}

#[test]
fn a_start_that_is_a_time_alone() {
    let report = report_of("  - {id: a, title: A, start: 11:00, end: 12:00}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-date]: a time of day, where a date is meant
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 11:00, end: 12:00}
      |                              ^^^^^
      |
      = help: write `2026-03-26 11:00`: the zone is that of the event, or of the calendar
    ");
}

#[test]
fn a_start_in_utc() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26T11:00Z}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-date]: a time in UTC, where a date is meant
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-03-26T11:00Z}
      |                              ^^^^^^^^^^^^^^^^^
      |
      = help: write `2026-03-26 11:00`: the zone is that of the event, or of the calendar
    ");
}

#[test]
fn a_time_that_does_not_exist() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 12:60}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-time]: `12:60` is not a time of day
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 12:60}
      |                                                     ^^^^^
      |
      = help: hours go from 0 to 23, minutes from 00 to 59
    ");
}

#[test]
fn a_time_in_words() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26 11am}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-time]: `11am` is not a time of day
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11am}
      |                              ^^^^^^^^^^^^^^^
      |
      = help: write `2026-03-26 11:00`
    ");
}

#[test]
fn an_end_before_its_start() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 10:00}\n");
    insta::assert_snapshot!(report, @r"
    error[end-before-start]: the end, `2026-03-26 10:00`, is not after the start, `2026-03-26 11:00`
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 10:00}
      |                                                     ^^^^^
      |
      = help: where it ends on the next day, write `2026-03-27 10:00`
    ");
}

#[test]
fn an_end_at_its_start() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 2026-03-26 11:00}\n");
    insta::assert_snapshot!(report, @r"
    error[end-before-start]: the end, `2026-03-26 11:00`, is not after the start, `2026-03-26 11:00`
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 2026-03-26 11:00}
      |                                                     ^^^^^^^^^^^^^^^^
      |
      = help: where it ends on the next day, write `2026-03-27 11:00`
    ");
}

#[test]
fn an_end_on_an_earlier_day() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 2026-03-25 12:00}\n");
    insta::assert_snapshot!(report, @r"
    error[end-before-start]: the end, `2026-03-25 12:00`, is not after the start, `2026-03-26 11:00`
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 2026-03-25 12:00}
      |                                                     ^^^^^^^^^^^^^^^^
      |
      = help: correct one of the two
    ");
}

#[test]
fn a_last_day_before_the_first() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, end: 2026-03-25}\n");
    insta::assert_snapshot!(report, @r"
    error[end-before-start]: the last day, `2026-03-25`, is before the first, `2026-03-26`
     --> events.yaml:8:47
      |
    8 |   - {id: a, title: A, start: 2026-03-26, end: 2026-03-25}
      |                                               ^^^^^^^^^^
      |
      = help: write the last day of the event, or leave `end` out for a single day
    ");
}

#[test]
fn an_end_and_a_duration() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, duration: 1h}\n");
    insta::assert_snapshot!(report, @r"
    error[end-and-duration]: `end` and `duration` both say when it ends
     --> events.yaml:8:60
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 12:00, duration: 1h}
      |                                                            ^^^^^^^^
      |
      = help: keep one of the two
    ");
}

#[test]
fn an_end_with_a_time_of_a_start_without() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, end: 12:00}\n");
    insta::assert_snapshot!(report, @r"
    error[mixed-start-and-end]: `12:00` is a time of day, where the start is a date without a time
     --> events.yaml:8:47
      |
    8 |   - {id: a, title: A, start: 2026-03-26, end: 12:00}
      |                                               ^^^^^
      |
      = help: write the last day, such as `2026-03-26`, or give the start a time of day
    ");
}

#[test]
fn an_end_without_a_time_of_a_start_with_one() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26 11:00, end: 2026-03-27}\n");
    insta::assert_snapshot!(report, @r"
    error[mixed-start-and-end]: `2026-03-27` is a date, where the start has a time of day
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00, end: 2026-03-27}
      |                                                     ^^^^^^^^^^
      |
      = help: write the time at which it ends, such as `12:00` or `2026-03-27 12:00`
    ");
}

#[test]
fn what_needs_a_date_without_one() {
    let report = report_of("  - {id: a, title: A, start: 2026-11, end: 12:00, repeats: daily}\n");
    insta::assert_snapshot!(report, @r"
    error[needs-date]: `end` needs a `start` whose date is known
     --> events.yaml:8:39
      |
    8 |   - {id: a, title: A, start: 2026-11, end: 12:00, repeats: daily}
      |                                       ^^^
      |
      = help: write the date under `start`, or remove this until it is known

    error[needs-date]: `repeats` needs a `start` whose date is known
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-11, end: 12:00, repeats: daily}
      |                                                   ^^^^^^^
      |
      = help: write the date under `start`, or remove this until it is known
    ");
}

#[test]
fn a_start_that_the_clocks_skip() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-29 01:30, end: 03:00}\n");
    insta::assert_snapshot!(report, @r"
    error[clock-gap]: `2026-03-29 01:30` in Europe/London does not exist: the clocks go forward over it
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-03-29 01:30, end: 03:00}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: the nearest good times are `2026-03-29 00:59` and `2026-03-29 02:00`
    ");
}

#[test]
fn an_end_that_the_clocks_skip() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-29 00:30, end: 01:30}\n");
    insta::assert_snapshot!(report, @r"
    error[clock-gap]: `2026-03-29 01:30` in Europe/London does not exist: the clocks go forward over it
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-03-29 00:30, end: 01:30}
      |                                                     ^^^^^
      |
      = help: the nearest good times are `2026-03-29 00:59` and `2026-03-29 02:00`
    ");
}

#[test]
fn a_start_that_the_clocks_repeat() {
    let report = report_of("  - {id: a, title: A, start: 2026-10-25 01:30, end: 03:00}\n");
    insta::assert_snapshot!(report, @r"
    error[clock-fold]: `2026-10-25 01:30` in Europe/London happens twice: the clocks go back over it
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-10-25 01:30, end: 03:00}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: the nearest good times are `2026-10-25 00:59` and `2026-10-25 02:00`
    ");
}

#[test]
fn a_duration_that_ends_where_the_clocks_repeat() {
    let report = report_of("  - {id: a, title: A, start: 2026-10-25 00:30, duration: 1h}\n");
    insta::assert_snapshot!(report, @r"
    error[clock-fold]: `2026-10-25 01:30` in Europe/London happens twice: the clocks go back over it
     --> events.yaml:8:58
      |
    8 |   - {id: a, title: A, start: 2026-10-25 00:30, duration: 1h}
      |                                                          ^^
      |
      = help: the nearest good times are `2026-10-25 00:59` and `2026-10-25 02:00`
    ");
}

#[test]
fn an_instance_of_a_series_that_the_clocks_skip() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-01-04 01:30, end: 03:00, repeats: weekly}\n");
    insta::assert_snapshot!(report, @r"
    error[clock-gap]: in this series, `2026-03-29 01:30` in Europe/London does not exist: the clocks go forward over it
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-01-04 01:30, end: 03:00, repeats: weekly}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: the nearest good times are `2026-03-29 00:59` and `2026-03-29 02:00`; choose another time of day
    ");
}

#[test]
fn an_instance_of_a_series_that_the_clocks_repeat() {
    let report =
        report_of("  - {id: a, title: A, start: 2026-04-05 01:30, end: 03:00, repeats: weekly}\n");
    insta::assert_snapshot!(report, @r"
    error[clock-fold]: in this series, `2026-10-25 01:30` in Europe/London happens twice: the clocks go back over it
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-04-05 01:30, end: 03:00, repeats: weekly}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: the nearest good times are `2026-10-25 00:59` and `2026-10-25 02:00`; choose another time of day
    ");
}

#[test]
fn a_move_to_a_time_that_the_clocks_skip() {
    let report = report_of(
        "  - {id: a, title: A, start: 2026-03-22 11:00, end: 12:00, repeats: weekly, changes: {2026-03-29: {moved_to: 01:30}}}\n",
    );
    insta::assert_snapshot!(report, @r"
    error[clock-gap]: `2026-03-29 01:30` in Europe/London does not exist: the clocks go forward over it
     --> events.yaml:8:110
      |
    8 |   - {id: a, title: A, start: 2026-03-22 11:00, end: 12:00, repeats: weekly, changes: {2026-03-29: {moved_to: 01:30}}}
      |                                                                                                              ^^^^^
      |
      = help: the nearest good times are `2026-03-29 00:59` and `2026-03-29 02:00`
    ");
}

#[test]
fn a_timed_event_without_an_end_is_a_warning() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26 11:00}\n");
    insta::assert_snapshot!(report, @r#"
    warning[no-end]: it does not say when it ends: it is published with one hour
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-03-26 11:00}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: add its end, such as `end: "12:00"`; where it is meant, write `allow: [no-end]`
    "#);
}

#[test]
fn a_last_change_that_is_still_to_come() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, updated: 2026-02-02}\n");
    insta::assert_snapshot!(report, @r"
    error[updated-in-future]: `2026-02-02` is still to come
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-03-26, updated: 2026-02-02}
      |                                                   ^^^^^^^^^^
      |
      = help: write the day on which it was last changed, or remove the key
    ");
}

#[test]
fn a_last_change_in_the_hours_to_come() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, updated: 2026-02-01 09:31}\n");
    insta::assert_snapshot!(report, @r"
    error[updated-in-future]: `2026-02-01 09:31` is still to come
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-03-26, updated: 2026-02-01 09:31}
      |                                                   ^^^^^^^^^^^^^^^^
      |
      = help: write the day on which it was last changed, or remove the key
    ");
}

#[test]
fn a_last_change_that_is_a_month() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26, updated: 2026-01}\n");
    insta::assert_snapshot!(report, @r"
    error[bad-date]: `2026-01` is a month, where a date is meant
     --> events.yaml:8:51
      |
    8 |   - {id: a, title: A, start: 2026-03-26, updated: 2026-01}
      |                                                   ^^^^^^^
      |
      = help: write `2026-02-01` or `2026-02-01 09:30`
    ");
}
