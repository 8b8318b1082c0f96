//! Groups: the feeds that there are, and what is in them.

use super::{BASE, difference, edited, undone, with};

#[test]
fn an_event_enters_a_feed() {
    insta::assert_snapshot!(edited("end: 19:00", "end: 19:00\n    group: poetry"), @r"
    In the next 12 months 1 event changes its groups.

    Other groups
      Summer party: enters Poetry circle (/poetry.ics)
    ");
}

#[test]
fn an_event_leaves_a_feed() {
    insta::assert_snapshot!(undone("end: 19:00", "end: 19:00\n    group: poetry"), @r"
    In the next 12 months 1 event changes its groups.

    Other groups
      Summer party: leaves Poetry circle (/poetry.ics)
    ");
}

#[test]
fn an_event_that_is_over_leaves_a_feed() {
    insta::assert_snapshot!(difference(&with(BASE, "2026-07-11 15:00\n    end: 19:00", "2026-05-16 15:00\n    end: 19:00\n    group: poetry"), &with(BASE, "2026-07-11", "2026-05-16")), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: 1 change affects a past meeting, and rewrites people's diaries.
      Other groups: Summer party: leaves Poetry circle (/poetry.ics)
    ");
}

#[test]
fn a_group_that_is_renamed_and_remembers_its_feed_moves_no_event() {
    let before = with(BASE, "end: 19:00", "end: 19:00\n    group: poetry");
    let after = with(&before, "group: poetry", "group: poems");
    let after = with(&after, "  poetry:\n", "  poems:\n    formerly: [poetry]\n");
    insta::assert_snapshot!(difference(&before, &after), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      The feed of Poetry circle is now /poems.ics; /poetry.ics still works
    ");
}

#[test]
fn a_group_that_is_renamed_and_forgets_its_feed_is_a_warning() {
    insta::assert_snapshot!(edited("  poetry:\n", "  poems:\n"), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: the feed `/poetry.ics` is gone, and its subscribers would not be notified. Add `formerly: [poetry]` to the group `poems`.

    The feeds themselves
      There is a new feed, /poems.ics: Poetry circle
    ");
}

#[test]
fn a_group_that_is_removed_is_a_warning() {
    insta::assert_snapshot!(edited("groups:\n  poetry:\n    name: Poetry circle\n", ""), @r"
    No meeting changes in the next 12 months; 1 warning.

    warning: the feed `/poetry.ics` is gone, and its subscribers would not be notified. Add `formerly: [poetry]` to the group that takes its place.
    ");
}

#[test]
fn a_new_group_is_a_new_feed() {
    insta::assert_snapshot!(undone("groups:\n  poetry:\n    name: Poetry circle\n", ""), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      There is a new feed, /poetry.ics: Poetry circle
    ");
}

#[test]
fn changed_settings_of_the_feeds_are_listed() {
    insta::assert_snapshot!(difference(BASE, &with(&with(BASE, "name: Poetry circle", "name: Poets"), "name: Riverside Book Club", "name: Riverside Readers\n  description: We read\n  color: teal")), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      The calendar is called “Riverside Readers”, not “Riverside Book Club”
      The calendar has a new description
      The calendar has a new colour
      The group “Poetry circle” is called “Poets”
    ");
}

#[test]
fn an_event_without_a_group_is_in_the_feed_of_the_calendar() {
    let before = with(BASE, "end: 19:00", "end: 19:00\n    group: poetry");
    let before = with(&before, "  poetry:\n", "  poetry:\n    feed: only\n");
    let after = with(&before, "    group: poetry\n", "");
    insta::assert_snapshot!(difference(&before, &after), @r"
    In the next 12 months 1 event changes its groups.

    Other groups
      Summer party: leaves Poetry circle (/poetry.ics), enters Riverside Book Club (/riverside-book-club.ics)
    ");
}

#[test]
fn a_group_keeps_its_events_to_its_own_feed() {
    insta::assert_snapshot!(edited("  poetry:\n", "  poetry:\n    feed: only\n    color: teal\n"), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      The group Poetry circle has a new colour
      The events of Poetry circle leave the feed of the calendar, /riverside-book-club.ics, and are only in /poetry.ics
    ");
}

#[test]
fn a_group_brings_its_events_back() {
    insta::assert_snapshot!(undone("  poetry:\n", "  poetry:\n    feed: only\n"), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      The events of Poetry circle enter the feed of the calendar, /riverside-book-club.ics
    ");
}

#[test]
fn an_area_gains_and_loses_a_group() {
    let area = with(
        BASE,
        "  poetry:\n",
        "  verse:\n    name: Verse\n  poetry:\n",
    );
    let with_group = with(
        &area,
        "name: Verse\n",
        "name: Verse\n    groups: [poetry]\n",
    );
    insta::assert_snapshot!(difference(&area, &with_group), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      The feed of Verse, /verse.ics, gains the events of Poetry circle
    ");
    insta::assert_snapshot!(difference(&with_group, &area), @r"
    No meeting changes in the next 12 months.

    The feeds themselves
      The feed of Verse loses the events of Poetry circle
    ");
}
