//! Series that meet the clock changes in London on 29 March and 25 October 2026.

use super::check::{instances_of, report_of};

/// Returns the report on a weekly Sunday series at a time that is skipped on 29 March, up to a last date.
fn sundays(more: &str) -> String {
    report_of(&format!(
        "  - {{id: a, title: A, start: 2026-03-01 01:30, end: \"03:00\", repeats: weekly, {more}}}\n"
    ))
}

#[test]
fn a_night_that_is_moved_away_from_a_clock_change_keeps_its_length() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-21 22:00, end: 2026-03-22 04:00, repeats: weekly, count: 3, changes: {2026-03-28: {moved_to: 2026-03-27}}}\n"
    ), @r"
    2026-03-21: 2026-03-21 22:00 to 2026-03-22 04:00, a@books.example.org, A
    2026-03-28: 2026-03-27 22:00 to 2026-03-28 04:00, a@books.example.org moved, A
    2026-04-04: 2026-04-04 22:00 to 2026-04-05 04:00, a@books.example.org, A
    ");
}

#[test]
fn a_night_over_a_clock_change_keeps_its_exact_length() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-21 22:00, end: 2026-03-22 04:00, repeats: weekly, count: 2}\n"
    ), @r"
    2026-03-21: 2026-03-21 22:00 to 2026-03-22 04:00, a@books.example.org, A
    2026-03-28: 2026-03-28 22:00 to 2026-03-29 05:00, a@books.example.org, A
    ");
}

#[test]
fn a_night_over_a_clock_change_that_has_a_change_keeps_its_exact_length() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-21 22:00, end: 2026-03-22 04:00, repeats: weekly, count: 2, changes: {2026-03-28: {title: B}}}\n"
    ), @r"
    2026-03-21: 2026-03-21 22:00 to 2026-03-22 04:00, a@books.example.org, A
    2026-03-28: 2026-03-28 22:00 to 2026-03-29 05:00, a@books.example.org, B
    ");
}

#[test]
fn nights_that_end_at_a_time_that_comes_twice_last_as_long_as_the_others() {
    for (end, ends) in [("01:00", "01:00"), ("01:30", "01:30"), ("02:00", "01:00")] {
        let found = instances_of(&format!(
            "  - {{id: a, title: A, start: 2026-10-17 21:00, end: 2026-10-18 {end}, repeats: weekly, count: 3}}\n"
        ));
        let night = found.lines().nth(1).unwrap();
        assert_eq!(
            night,
            format!("2026-10-24: 2026-10-24 21:00 to 2026-10-25 {ends}, a@books.example.org, A")
        );
    }
}

#[test]
fn a_night_whose_end_the_clocks_skip_lasts_as_long_as_the_others() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-21 21:00, end: 2026-03-22 01:30, repeats: weekly, count: 2}\n"
    ), @r"
    2026-03-21: 2026-03-21 21:00 to 2026-03-22 01:30, a@books.example.org, A
    2026-03-28: 2026-03-28 21:00 to 2026-03-29 02:30, a@books.example.org, A
    ");
}

#[test]
fn a_start_that_comes_twice_is_the_first() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-10-18 01:30, end: \"03:00\", repeats: weekly, count: 3}\n"
    ), @r"
    2026-10-18: 2026-10-18 01:30 to 2026-10-18 03:00, a@books.example.org, A
    2026-10-25: 2026-10-25 01:30 to 2026-10-25 02:00, a@books.example.org, A
    2026-11-01: 2026-11-01 01:30 to 2026-11-01 03:00, a@books.example.org, A
    ");
}

#[test]
fn a_first_night_with_an_end_has_it_and_the_others_end_at_that_time_too() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-10-24 21:00, end: 2026-10-25 03:00, repeats: weekly, count: 2}\n"
    ), @r"
    2026-10-24: 2026-10-24 21:00 to 2026-10-25 03:00, a@books.example.org, A
    2026-10-31: 2026-10-31 21:00 to 2026-11-01 03:00, a@books.example.org, A
    ");
}

#[test]
fn a_first_night_with_a_duration_lasts_as_long_as_the_others() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-10-24 21:00, duration: 6h, repeats: weekly, count: 2}\n"
    ), @r"
    2026-10-24: 2026-10-24 21:00 to 2026-10-25 02:00, a@books.example.org, A
    2026-10-31: 2026-10-31 21:00 to 2026-11-01 03:00, a@books.example.org, A
    ");
}

#[test]
fn a_first_night_that_has_a_change_keeps_its_own_end() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-10-24 21:00, end: 2026-10-25 03:00, repeats: weekly, count: 2, changes: {2026-10-24: {title: B}}}\n"
    ), @r"
    2026-10-24: 2026-10-24 21:00 to 2026-10-25 03:00, a@books.example.org, B
    2026-10-31: 2026-10-31 21:00 to 2026-11-01 03:00, a@books.example.org, A
    ");
}

#[test]
fn a_meeting_that_moves_to_a_night_in_which_its_end_comes_twice_lasts_as_long() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-10-16 21:00, end: 2026-10-17 01:30, repeats: weekly, count: 2, changes: {2026-10-23: {moved_to: 2026-10-24}}}\n"
    ), @r"
    2026-10-16: 2026-10-16 21:00 to 2026-10-17 01:30, a@books.example.org, A
    2026-10-23: 2026-10-24 21:00 to 2026-10-25 01:30, a@books.example.org moved, A
    ");
}

#[test]
fn a_start_that_the_clocks_skip_is_an_error_whose_cures_can_be_followed() {
    insta::assert_snapshot!(sundays("until: 2026-12-27"), @r#"
    error[clock-gap]: in this series, `2026-03-29 01:30` in Europe/London does not exist: the clocks go forward over it
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-03-01 01:30, end: "03:00", repeats: weekly, until: 2026-12-27}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: write `2026-03-29: {moved_to: "02:00"}` or `2026-03-29: {skipped: true}` under `changes`
    "#);
    for change in [
        r#"{moved_to: "02:00"}"#,
        "{skipped: true}",
        "{moved_to: 2026-03-28}",
        "{moved_to: \"02:30\"}",
        "{cancelled: no light}",
    ] {
        assert_eq!(
            sundays(&format!(
                "until: 2026-12-27, changes: {{2026-03-29: {change}}}"
            )),
            ""
        );
    }
}

#[test]
fn a_change_that_leaves_the_start_where_the_clocks_skip_it_is_no_cure() {
    let report = sundays("until: 2026-12-27, changes: {2026-03-29: {title: B}}");
    assert!(report.starts_with("error[clock-gap]"), "{report}");
}

#[test]
fn many_starts_that_the_clocks_skip_are_one_error_whose_cure_can_be_followed() {
    insta::assert_snapshot!(sundays("allow: [holiday]"), @r#"
    error[clock-gap]: in this series, `2026-03-29 01:30` in Europe/London does not exist: the clocks go forward over it
     --> events.yaml:8:30
      |
    8 |   - {id: a, title: A, start: 2026-03-01 01:30, end: "03:00", repeats: weekly, allow: [holiday]}
      |                              ^^^^^^^^^^^^^^^^
      |
      = help: write `2026-03-29: {moved_to: "02:00"}` or `2026-03-29: {skipped: true}` under `changes`; do the same for 2027-03-28 and 23 other dates up to 2050, or end the series with `until: 2027-03-27` alone
    "#);
    assert_eq!(
        sundays("until: 2027-03-27, changes: {2026-03-29: {skipped: true}}"),
        ""
    );
}

#[test]
fn a_meeting_whose_start_the_clocks_skip_stands_alone_where_it_moves_to() {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-22 01:30, end: \"03:00\", repeats: weekly, count: 3, changes: {2026-03-29: {moved_to: \"02:00\"}}}\n"
    ), @r"
    2026-03-22: 2026-03-22 01:30 to 2026-03-22 03:00, a@books.example.org, A
    2026-03-29: 2026-03-29 02:00 to 2026-03-29 03:30, a.2026-03-29@books.example.org, A
    2026-04-05: 2026-04-05 01:30 to 2026-04-05 03:00, a@books.example.org, A
    ");
}

#[test]
fn an_end_that_comes_twice_can_be_said_as_a_length() {
    let once = |end: &str| {
        report_of(&format!(
            "  - {{id: a, title: A, start: 2026-10-24 21:00, {end}}}\n"
        ))
    };
    insta::assert_snapshot!(once("end: 2026-10-25 01:00"), @r"
    error[clock-fold]: `2026-10-25 01:00` in Europe/London happens twice: the clocks go back over it
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-10-24 21:00, end: 2026-10-25 01:00}
      |                                                     ^^^^^^^^^^^^^^^^
      |
      = help: write `duration: 4h`, `duration: 5h`, `2026-10-25 00:59` or `2026-10-25 02:00`
    ");
    for length in ["4h", "5h"] {
        assert_eq!(once(&format!("duration: {length}")), "");
    }
    insta::assert_snapshot!(instances_of("  - {id: a, title: A, start: 2026-10-24 21:00, duration: 5h}\n"), @"once: 2026-10-24 21:00 to 2026-10-25 01:00, a@books.example.org, A");
}

#[test]
fn a_meeting_that_is_moved_from_a_time_that_the_clocks_skip_to_another_day_keeps_the_time_of_the_series()
 {
    insta::assert_snapshot!(instances_of(
        "  - {id: a, title: A, start: 2026-03-22 01:30, end: \"03:00\", repeats: weekly, count: 2, changes: {2026-03-29: {moved_to: 2026-03-30}}}\n"
    ), @r"
    2026-03-22: 2026-03-22 01:30 to 2026-03-22 03:00, a@books.example.org, A
    2026-03-29: 2026-03-30 01:30 to 2026-03-30 03:00, a.2026-03-29@books.example.org, A
    ");
}

#[test]
fn a_start_that_the_clocks_skip_is_told_at_the_change_of_its_date() {
    insta::assert_snapshot!(sundays("until: 2026-04-30, changes: {2026-03-29: {title: B}}"), @r#"
    error[clock-gap]: in this series, `2026-03-29 01:30` in Europe/London does not exist: the clocks go forward over it
     --> events.yaml:8:108
      |
    8 |   - {id: a, title: A, start: 2026-03-01 01:30, end: "03:00", repeats: weekly, until: 2026-04-30, changes: {2026-03-29: {title: B}}}
      |                                                                                                            ^^^^^^^^^^
      |
      = help: add `moved_to: "02:00"` to this change, or write `2026-03-29: {skipped: true}` instead of it
    "#);
    assert_eq!(
        sundays("until: 2026-04-30, changes: {2026-03-29: {title: B, moved_to: \"02:00\"}}"),
        ""
    );
}
