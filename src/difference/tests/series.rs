//! Changes of a series as a whole, listed once and not twelve times.

use super::{BASE, difference, edited, undone, with};

#[test]
fn a_new_series_is_one_line() {
    insta::assert_snapshot!(undone("  - id: book-club\n    title: Book club\n    start: 2026-01-13 18:30\n    end: 20:00\n    repeats: monthly on the 2nd Tuesday\n    location: Riverside Library\n", ""), @r"
    In the next 12 months 12 meetings are added; 1 warning.

    warning: 6 changes affect past meetings, and rewrite people's diaries. To change a series from a date on, end it with `until` and begin a new `id`.
      Added: Book club: 6:30pm to 8pm, monthly on the 2nd Tuesday; 6 meetings: 13 January, 10 February, 10 March 2026 and 3 more, the last on 9 June 2026

    Added
      Book club: 6:30pm to 8pm, monthly on the 2nd Tuesday; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_new_rule_is_shown_in_words_with_its_first_dates() {
    insta::assert_snapshot!(difference(
        &with(BASE, "2026-01-13", "2026-07-14"),
        &with(BASE, "2026-01-13 18:30\n    end: 20:00\n    repeats: monthly on the 2nd Tuesday", "2026-07-23 18:30\n    end: 20:00\n    repeats: monthly on the 4th Thursday"),
    ), @r"
    In the next 12 months 12 meetings are removed and 11 are added.

    New rule
      Book club: monthly on the 2nd Tuesday → monthly on the 4th Thursday

    Removed
      Book club: 6:30pm to 8pm; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    Added
      Book club: 6:30pm to 8pm; 11 meetings: 23 July, 27 August, 24 September 2026 and 8 more, the last on 27 May 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_series_that_ends_loses_the_rest() {
    insta::assert_snapshot!(edited("repeats: monthly on the 2nd Tuesday", "repeats: monthly on the 2nd Tuesday\n    until: 2026-08-31"), @r"
    In the next 12 months 10 meetings are removed.

    New rule
      Book club: monthly on the 2nd Tuesday → monthly on the 2nd Tuesday, until Tuesday 11 August 2026

    Removed
      Book club: 6:30pm to 8pm; 10 meetings: 8 September, 13 October, 10 November 2026 and 7 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_series_whose_end_is_far_ahead_is_one_line() {
    insta::assert_snapshot!(edited("repeats: monthly on the 2nd Tuesday", "repeats: monthly on the 2nd Tuesday\n    until: 2028-12-31"), @r"
    No meeting changes in the next 12 months.

    New rule
      Book club: monthly on the 2nd Tuesday → monthly on the 2nd Tuesday, until Tuesday 12 December 2028

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_meeting_that_begins_to_repeat_keeps_its_first() {
    insta::assert_snapshot!(edited("end: 19:00", "end: 19:00\n    repeats: yearly"), @r"
    No meeting changes in the next 12 months.

    New rule
      Summer party: once → yearly on 11 July

    There are also changes from Tuesday 15 June 2027 on: Summer party.
    ");
}

#[test]
fn a_series_that_has_a_new_time_is_one_line() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-01-13", "2026-07-14"), &with(BASE, "2026-01-13 18:30", "2026-07-14 18:00")), @r"
    In the next 12 months 12 meetings have a new time.

    New time
      Book club: 6:30pm to 8pm → 6pm to 8pm; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn a_series_with_an_extra_date_has_one_more() {
    insta::assert_snapshot!(edited("repeats: monthly on the 2nd Tuesday", "repeats: monthly on the 2nd Tuesday\n    also: [2026-09-01]"), @r"
    In the next 12 months 1 meeting is added.

    Added
      Book club, Tuesday 1 September 2026, 6:30pm to 8pm
    ");
}

#[test]
fn a_new_description_of_a_series_says_nothing_of_what_is_over() {
    insta::assert_snapshot!(edited("location: Riverside Library", "location: Riverside Library\n    description: We read novels"), @r"
    In the next 12 months 12 meetings have new details.

    New details
      Book club: description; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn what_begins_after_twelve_months_is_only_named() {
    insta::assert_snapshot!(edited("2026-07-11", "2027-07-10"), @r"
    In the next 12 months 1 meeting moves.

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Saturday 10 July 2027, 3pm to 7pm
    ");
}

#[test]
fn a_change_after_more_than_twelve_months_is_only_named() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-07-11", "2028-07-10"), &with(BASE, "2026-07-11", "2028-07-11")), @r"
    No meeting changes in the next 12 months.

    There are also changes from Tuesday 15 June 2027 on: Summer party.
    ");
}

#[test]
fn a_meeting_on_the_last_day_of_the_twelve_months_is_listed() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-08-01", "2027-06-14"), &with(BASE, "2026-08-01", "2027-06-15")), @r"
    In the next 12 months 1 meeting moves.

    Moved
      A walk: Monday 14 June 2027 → Tuesday 15 June 2027
    ");
}

#[test]
fn a_series_that_begins_in_a_few_years_is_compared_too() {
    let before = with(
        BASE,
        "2026-07-11 15:00\n    end: 19:00",
        "2031-07-11 15:00\n    end: 19:00\n    repeats: yearly",
    );
    let after = with(
        &before,
        "repeats: yearly",
        "repeats: yearly\n    group: poetry\n    location: The garden",
    );
    insta::assert_snapshot!(difference(&before, &after), @r"
    In the next 12 months 1 event changes its groups.

    Other groups
      Summer party: enters Poetry circle (/poetry.ics)

    There are also changes from Tuesday 15 June 2027 on: Summer party.
    ");
}
