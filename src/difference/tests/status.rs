//! A new status together with a new time, and changes of meetings that do not take place.

use super::{BASE, changing, difference, edited, undone, with};
use crate::{Difference, context::Context};

#[test]
fn a_meeting_that_is_confirmed_for_another_day_says_both() {
    insta::assert_snapshot!(difference(&with(BASE, "start: 2026-08-01", "start: 2026-08-01\n    status: tentative"), &with(BASE, "start: 2026-08-01", "start: 2026-08-08")), @r"
    In the next 12 months 1 meeting moves and 1 is confirmed.

    Moved
      A walk: Saturday 1 August 2026 → Saturday 8 August 2026

    Confirmed
      A walk, Saturday 8 August 2026
    ");
}

#[test]
fn a_meeting_that_is_tentative_on_another_day_says_both() {
    insta::assert_snapshot!(edited("start: 2026-08-01", "start: 2026-08-08\n    status: tentative"), @r"
    In the next 12 months 1 meeting moves and 1 is yet to be confirmed.

    Moved
      A walk: Saturday 1 August 2026 → Saturday 8 August 2026

    To be confirmed
      A walk, Saturday 8 August 2026
    ");
}

#[test]
fn a_meeting_that_is_confirmed_at_another_hour_says_both() {
    insta::assert_snapshot!(undone("start: 2026-07-11 15:00\n    end: 19:00", "start: 2026-07-11 10:00\n    end: 12:00\n    status: tentative"), @r"
    In the next 12 months 1 meeting has a new time and 1 is confirmed.

    New time
      Summer party, Saturday 11 July 2026: 10am to midday → 3pm to 7pm

    Confirmed
      Summer party, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn an_instance_that_is_tentative_and_moves_says_both() {
    insta::assert_snapshot!(difference(BASE, &changing("      2026-08-11: {status: tentative, moved_to: 2026-08-12}\n")), @r"
    In the next 12 months 1 meeting moves and 1 is yet to be confirmed.

    Moved
      Book club: Tuesday 11 August 2026, 6:30pm to 8pm → Wednesday 12 August 2026, 6:30pm to 8pm

    To be confirmed
      Book club, Wednesday 12 August 2026, 6:30pm to 8pm
    ");
}

#[test]
fn a_cancelled_meeting_that_moves_says_so() {
    let off = with(
        BASE,
        "start: 2026-08-01",
        "start: 2026-08-01\n    status: cancelled",
    );
    insta::assert_snapshot!(difference(&off, &with(&off, "2026-08-01", "2026-08-08")), @r"
    In the next 12 months 1 meeting moves.

    Moved
      A walk: Saturday 1 August 2026 → Saturday 8 August 2026 (still cancelled)
    ");
}

#[test]
fn groups_in_another_order_are_listed() {
    let before = with(
        BASE,
        "end: 19:00",
        "end: 19:00\n    groups: [poetry, prose]",
    );
    let before = with(
        &before,
        "    name: Poetry circle\n",
        "    name: Poetry circle\n  prose:\n    name: Prose circle\n",
    );
    insta::assert_snapshot!(difference(&before, &with(&before, "[poetry, prose]", "[prose, poetry]")), @r"
    In the next 12 months 1 event changes its groups.

    Other groups
      Summer party: now in the order Prose circle, Poetry circle
    ");
}

#[test]
fn two_groups_with_the_same_name_are_distinguished_by_their_addresses() {
    let before = with(BASE, "end: 19:00", "end: 19:00\n    group: poetry");
    let after = with(&before, "group: poetry", "group: poems");
    insta::assert_snapshot!(difference(&before, &with(&after, "  poetry:\n", "  poems:\n")), @r"
    In the next 12 months 1 event changes its groups; 1 warning.

    warning: the feed `/poetry.ics` is gone, and its subscribers would not be notified. Add `formerly: [poetry]` to the group `poems`.

    Other groups
      Summer party: leaves Poetry circle (/poetry.ics), enters Poetry circle (/poems.ics)

    The feeds themselves
      There is a new feed, /poems.ics: Poetry circle
    ");
}

#[test]
fn a_new_name_of_a_group_is_the_category_of_its_events() {
    let before = with(BASE, "end: 19:00", "end: 19:00\n    group: poetry");
    let after = with(&before, "Poetry circle", "Poets");
    let after = with(
        &after,
        "    name: Poets\n",
        "    name: Poets\n    formerly: [verse]\n",
    );
    let after = with(
        &after,
        "timezone: Europe/London",
        "timezone: Europe/London\n  refresh: 2h",
    );
    insta::assert_snapshot!(difference(&before, &after), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      Calendar programs are asked to check for changes at a different interval
      The group “Poetry circle” is called “Poets”, and so is the category of its event
      The feed of Poets is also at /verse.ics
    ");
}

#[test]
fn a_busy_series_hides_nothing_else() {
    let changes: Vec<String> = (7..=12)
        .zip([14, 11, 8, 13, 10, 8])
        .map(|(month, day)| format!("      2026-{month:02}-{day:02}: {{title: Meeting {month}}}\n"))
        .collect();
    let after = with(
        &changing(&changes.concat()),
        "title: A walk",
        "title: A long walk",
    );
    insta::assert_snapshot!(difference(BASE, &after), @r"
    In the next 12 months 7 meetings have a new title.

    New title
      Book club, Tuesday 14 July 2026: now “Meeting 7”
      A walk, Saturday 1 August 2026: now “A long walk”
      Book club, Tuesday 11 August 2026: now “Meeting 8”
      Book club, Tuesday 8 September 2026: now “Meeting 9”
      Book club, Tuesday 13 October 2026: now “Meeting 10”
      Book club, Tuesday 10 November 2026: now “Meeting 11”
      and 1 more of Book club
    ");
    let (before, after) = (super::calendar(BASE), super::calendar(&after));
    let context: Context = super::context();
    insta::assert_snapshot!(Difference::between(&before, &after, &context).markdown(), @r"
    ### In the next 12 months 7 meetings have a new title

    **New title**

    - **Book club**, Tuesday 14 July 2026: now “Meeting 7”
    - **A walk**, Saturday 1 August 2026: now “A long walk”
    - **Book club**, Tuesday 11 August 2026: now “Meeting 8”
    - **Book club**, Tuesday 8 September 2026: now “Meeting 9”
    - **Book club**, Tuesday 13 October 2026: now “Meeting 10”
    - **Book club**, Tuesday 10 November 2026: now “Meeting 11”
    - and 1 more of Book club
    ");
}
