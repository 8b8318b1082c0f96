use super::check::instances_of;

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
