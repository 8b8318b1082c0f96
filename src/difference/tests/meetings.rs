//! Changes of upcoming meetings.

use super::{BASE, changing, difference, edited, undone, with};

#[test]
fn a_meeting_is_added() {
    insta::assert_snapshot!(undone("  - id: walk\n    title: A walk\n    start: 2026-08-01\n", ""), @r"
    In the next 12 months 1 meeting is added.

    Added
      A walk, Saturday 1 August 2026
    ");
}

#[test]
fn a_meeting_is_removed() {
    insta::assert_snapshot!(edited("  - id: walk\n    title: A walk\n    start: 2026-08-01\n", ""), @r"
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      A walk, Saturday 1 August 2026 (removed; stays in calendars as cancelled)
    ");
}

#[test]
fn a_meeting_moves_to_another_day() {
    insta::assert_snapshot!(edited("2026-07-11 15:00", "2026-07-18 14:00"), @r"
    In the next 12 months 1 meeting moves.

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Saturday 18 July 2026, 2pm to 7pm
    ");
}

#[test]
fn a_meeting_has_a_new_time_of_the_same_day() {
    insta::assert_snapshot!(edited("15:00", "16:00"), @r"
    In the next 12 months 1 meeting has a new time.

    New time
      Summer party, Saturday 11 July 2026: 3pm to 7pm → 4pm to 7pm
    ");
}

#[test]
fn a_meeting_of_a_whole_day_gets_a_time() {
    insta::assert_snapshot!(edited("start: 2026-08-01", "start: 2026-08-01 10:00\n    end: 16:00"), @r"
    In the next 12 months 1 meeting has a new time.

    New time
      A walk, Saturday 1 August 2026: all day → 10am to 4pm
    ");
}

#[test]
fn a_meeting_becomes_one_of_several_whole_days() {
    insta::assert_snapshot!(edited("start: 2026-08-01", "start: 2026-08-01\n    end: 2026-08-02"), @r"
    In the next 12 months 1 meeting has a new time.

    New time
      A walk, Saturday 1 August 2026: all day → 2 whole days
    ");
}

#[test]
fn a_meeting_in_another_zone_names_both() {
    insta::assert_snapshot!(edited("end: 19:00", "end: 19:00\n    timezone: Europe/Paris"), @r"
    In the next 12 months 1 meeting has a new time.

    New time
      Summer party, Saturday 11 July 2026: 3pm to 7pm, Europe/London time → 3pm to 7pm, Europe/Paris time
    ");
}

#[test]
fn the_same_instant_in_another_zone_is_a_new_time_and_no_move() {
    insta::assert_snapshot!(difference(
        &with(BASE, "2026-07-11 15:00\n    end: 19:00", "2026-07-11 23:30\n    end: 2026-07-12 01:00"),
        &with(BASE, "2026-07-11 15:00\n    end: 19:00", "2026-07-12 00:30\n    end: 02:00\n    timezone: Europe/Paris"),
    ), @r"
    In the next 12 months 1 meeting has a new time.

    New time
      Summer party, Saturday 11 July 2026: 11:30pm to 1am, Europe/London time → 12:30am to 2am, Europe/Paris time
    ");
}

#[test]
fn a_meeting_is_cancelled() {
    insta::assert_snapshot!(edited("end: 19:00", "end: 19:00\n    status: cancelled\n    reason: the garden is flooded"), @r"
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      Summer party, Saturday 11 July 2026, 3pm to 7pm (the garden is flooded)
    ");
}

#[test]
fn a_cancelled_meeting_is_on_again() {
    insta::assert_snapshot!(undone("end: 19:00", "end: 19:00\n    status: cancelled\n    reason: the garden is flooded"), @r"
    In the next 12 months 1 meeting is on again.

    On again
      Summer party, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn a_cancelled_meeting_that_is_removed_stays_as_it_was() {
    insta::assert_snapshot!(difference(&with(BASE, "start: 2026-08-01", "start: 2026-08-01\n    status: cancelled"), &with(BASE, "  - id: walk\n    title: A walk\n    start: 2026-08-01\n", "")), @"Nothing changes for subscribers.");
}

#[test]
fn a_meeting_is_yet_to_be_confirmed() {
    insta::assert_snapshot!(edited("end: 19:00", "end: 19:00\n    status: tentative"), @r"
    In the next 12 months 1 meeting is yet to be confirmed.

    To be confirmed
      Summer party, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn a_tentative_meeting_is_confirmed() {
    insta::assert_snapshot!(undone("end: 19:00", "end: 19:00\n    status: tentative"), @r"
    In the next 12 months 1 meeting is confirmed.

    Confirmed
      Summer party, Saturday 11 July 2026, 3pm to 7pm
    ");
}

#[test]
fn a_meeting_gets_its_date() {
    insta::assert_snapshot!(undone("start: 2026-08-01", "start: 2026-08"), @r"
    In the next 12 months 1 meeting is added.

    Added
      A walk, Saturday 1 August 2026 (was: August 2026)
    ");
}

#[test]
fn a_meeting_loses_its_date() {
    insta::assert_snapshot!(edited("start: 2026-08-01", "start: tbc"), @r"
    In the next 12 months 1 meeting is removed.

    Removed
      A walk, Saturday 1 August 2026 (now: date to be confirmed)
    ");
}

#[test]
fn a_meeting_has_a_new_title() {
    insta::assert_snapshot!(edited("title: A walk", "title: A long walk"), @r"
    In the next 12 months 1 meeting has a new title.

    New title
      A walk, Saturday 1 August 2026: now “A long walk”
    ");
}

#[test]
fn a_meeting_gets_a_place() {
    insta::assert_snapshot!(edited("title: A walk", "title: A walk\n    location: The old mill"), @r"
    In the next 12 months 1 meeting has a new place.

    New place
      A walk, Saturday 1 August 2026: no place → The old mill
    ");
}

#[test]
fn a_meeting_without_a_place_is_where_people_join_it() {
    insta::assert_snapshot!(edited("title: A walk", "title: A walk\n    join: https://meet.example.org/walk"), @r"
    In the next 12 months 1 meeting has a new place.

    New hosts
      meet.example.org, in “A walk”: https://meet.example.org/walk

    New place
      A walk, Saturday 1 August 2026: no place → https://meet.example.org/walk
    ");
}

#[test]
fn other_changed_texts_are_named() {
    insta::assert_snapshot!(edited("title: A walk", "title: A walk\n    description: Bring boots\n    format: in-person\n    url: https://walk.example.org\n    contact: walk@example.org\n    tags: [outdoors]\n    talks: [{title: The birds of the marsh}]\n    links: [{title: Map, url: https://map.example.org}]"), @r"
    In the next 12 months 1 meeting has new details.

    New hosts
      example.org, in “A walk”: walk@example.org
      map.example.org, in “A walk”: https://map.example.org
      walk.example.org, in “A walk”: https://walk.example.org

    New details
      A walk, Saturday 1 August 2026: description, talks, links (new: https://map.example.org), format, contact: none → walk@example.org, web page: none → https://walk.example.org, tags
    ");
}

#[test]
fn a_link_to_join_beside_a_place_is_a_detail() {
    insta::assert_snapshot!(edited("location: Riverside Library", "location: Riverside Library\n    join: https://meet.example.org/club"), @r"
    In the next 12 months 12 meetings have new details.

    New hosts
      meet.example.org, in “Book club”: https://meet.example.org/club

    New details
      Book club: link to join: none → https://meet.example.org/club; 12 meetings: 14 July, 11 August, 8 September 2026 and 9 more, the last on 8 June 2027

    There are also changes from Tuesday 15 June 2027 on: Book club.
    ");
}

#[test]
fn an_instance_moves_and_has_its_reason() {
    insta::assert_snapshot!(difference(BASE, &changing("      2026-07-14: {moved_to: 2026-07-16, reason: the library is closed}\n")), @r"
    In the next 12 months 1 meeting moves.

    Moved
      Book club: Tuesday 14 July 2026, 6:30pm to 8pm → Thursday 16 July 2026, 6:30pm to 8pm (the library is closed)
    ");
}

#[test]
fn an_instance_that_was_moved_goes_back() {
    insta::assert_snapshot!(difference(&changing("      2026-07-14: {moved_to: 2026-07-16, reason: the library is closed}\n"), BASE), @r"
    In the next 12 months 1 meeting moves.

    Moved
      Book club: Thursday 16 July 2026, 6:30pm to 8pm → Tuesday 14 July 2026, 6:30pm to 8pm (no longer moved)
    ");
}

#[test]
fn an_instance_that_moves_past_its_neighbour_moves() {
    insta::assert_snapshot!(difference(BASE, &changing("      2026-07-14: {moved_to: 2026-08-20}\n")), @r"
    In the next 12 months 1 meeting moves.

    Moved
      Book club: Tuesday 14 July 2026, 6:30pm to 8pm → Thursday 20 August 2026, 6:30pm to 8pm
    ");
}

#[test]
fn an_instance_is_cancelled() {
    insta::assert_snapshot!(difference(BASE, &changing("      2026-07-14: {cancelled: no facilitator}\n")), @r"
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      Book club, Tuesday 14 July 2026, 6:30pm to 8pm (no facilitator)
    ");
}

#[test]
fn an_instance_that_was_moved_is_cancelled_where_people_have_it() {
    insta::assert_snapshot!(difference(&changing("      2026-07-14: {moved_to: 2026-07-16}\n"), &changing("      2026-07-14: {cancelled: no facilitator}\n")), @r"
    In the next 12 months 1 meeting is cancelled and 1 moves.

    Cancelled
      Book club, Thursday 16 July 2026, 6:30pm to 8pm (no facilitator)

    Moved
      Book club: Thursday 16 July 2026, 6:30pm to 8pm → Tuesday 14 July 2026, 6:30pm to 8pm (cancelled)
    ");
}

#[test]
fn an_instance_is_skipped() {
    insta::assert_snapshot!(difference(BASE, &changing("      2026-12-08: {skipped: too close to Christmas}\n")), @r"
    In the next 12 months 1 meeting is removed.

    Removed
      Book club, Tuesday 8 December 2026, 6:30pm to 8pm (skipped: too close to Christmas)
    ");
}

#[test]
fn an_instance_is_postponed() {
    insta::assert_snapshot!(difference(BASE, &changing("      2026-07-14: {moved_to: tbc, reason: no room}\n")), @r"
    In the next 12 months 1 meeting is postponed.

    Postponed
      Book club, Tuesday 14 July 2026, 6:30pm to 8pm (no room)
    ");
}

#[test]
fn a_postponed_instance_gets_its_new_date() {
    insta::assert_snapshot!(difference(&changing("      2026-07-14: {moved_to: tbc}\n"), &changing("      2026-07-14: {moved_to: 2026-07-21}\n")), @r"
    In the next 12 months 1 meeting is on again.

    On again
      Book club, Tuesday 21 July 2026, 6:30pm to 8pm (was: Tuesday 14 July 2026, 6:30pm to 8pm)
    ");
}

#[test]
fn a_new_reason_is_a_detail() {
    insta::assert_snapshot!(difference(&changing("      2026-07-14: {cancelled: no facilitator}\n"), &changing("      2026-07-14: {cancelled: the library is closed}\n")), @r"
    In the next 12 months 1 meeting has new details.

    New details
      Book club, Tuesday 14 July 2026: reason
    ");
}

#[test]
fn a_meeting_that_changes_in_two_ways_is_listed_twice() {
    insta::assert_snapshot!(edited("title: Summer party\n    start: 2026-07-11", "title: Garden party\n    location: The garden\n    start: 2026-07-12"), @r"
    In the next 12 months 1 meeting moves, 1 has a new title and 1 has a new place.

    Moved
      Summer party: Saturday 11 July 2026, 3pm to 7pm → Sunday 12 July 2026, 3pm to 7pm

    New title
      Summer party, Saturday 11 July 2026: now “Garden party”

    New place
      Summer party, Saturday 11 July 2026: no place → The garden
    ");
}

#[test]
fn whether_the_time_is_free_or_busy_is_told_where_it_changes() {
    let party = |keys: &str| with(BASE, "end: 19:00", &format!("end: 19:00{keys}"));
    insta::assert_snapshot!(edited("end: 19:00", "end: 19:00\n    shows_as: free"), @r"
    In the next 12 months 1 meeting has new details.

    New details
      Summer party, Saturday 11 July 2026: shows as free
    ");
    // A timed event is busy without a word, and what is cancelled is free.
    let busy = party("\n    shows_as: busy");
    let [off, off_and_busy] =
        ["", "\n    shows_as: busy"].map(|keys| party(&format!("\n    status: cancelled{keys}")));
    for (old, new) in [(BASE, &busy), (&off, &off_and_busy)] {
        assert_eq!(
            difference(old, new).trim(),
            "Nothing changes for subscribers."
        );
    }
}
