use super::check::{instances_of, report_of};

/// A party from half past midnight to half past one on three Sundays, the last of which ends when the clocks go back.
const ENDS_IN_THE_FOLD: &str =
    "  - {id: a, title: A, start: 2026-10-11 00:30, end: 01:30, repeats: weekly, count: 3}\n";

#[test]
fn a_series_may_not_end_at_a_time_that_happens_twice() {
    insta::assert_snapshot!(report_of(ENDS_IN_THE_FOLD), @r"
    error[clock-fold]: in this series, the end `2026-10-25 01:30` in Europe/London happens twice: the clocks go back over it
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-10-11 00:30, end: 01:30, repeats: weekly, count: 3}
      |                                                     ^^^^^
      |
      = help: the nearest good times are `2026-10-25 00:59` and `2026-10-25 02:00`; choose another time of day
    ");
}

#[test]
fn skipping_the_first_date_does_not_bring_the_end_into_the_fold() {
    insta::assert_snapshot!(report_of(
        "  - {id: a, title: A, start: 2026-10-18 00:30, end: 02:30, repeats: weekly, count: 3, changes: {2026-10-18: {skipped: true}}}\n"
    ), @r"
    error[clock-fold]: in this series, the end `2026-10-25 01:30` in Europe/London happens twice: the clocks go back over it
     --> events.yaml:8:53
      |
    8 |   - {id: a, title: A, start: 2026-10-18 00:30, end: 02:30, repeats: weekly, count: 3, changes: {2026-10-18: {skipped: true}}}
      |                                                     ^^^^^
      |
      = help: the nearest good times are `2026-10-25 00:59` and `2026-10-25 02:00`; choose another time of day
    ");
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
