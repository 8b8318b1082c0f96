//! Events that are left out, cancelled or without a title.

use super::super::super::super::printed::{calendar, calendar_with, event};

#[test]
fn a_private_event_is_left_out_unless_it_is_wanted() {
    let private = event("UID:a | SUMMARY:Secret | CLASS:PRIVATE | DTSTART:20260105T100000Z");
    insta::assert_snapshot!(calendar(&private), @"! Secret: its owner marked it as private: `--private` imports it");
    let all = calendar_with(&private, |options| options.private = true);
    insta::assert_snapshot!(all, @"Secret: 2026-01-05 10:00 UTC <a>");
    let public = private.replace("PRIVATE", "PUBLIC");
    insta::assert_snapshot!(calendar(&public), @"Secret: 2026-01-05 10:00 UTC <a>");
}

#[test]
fn an_event_without_a_title_gets_one() {
    insta::assert_snapshot!(calendar(&event("UID:a | SUMMARY: | DTSTART:20260105T100000Z")), @"
    (untitled): 2026-01-05 10:00 UTC <a>
    - : it has no title: it is called `(untitled)`
    ");
    insta::assert_snapshot!(calendar(&event("UID:a | DTSTART:20260105T100000Z")), @"
    (untitled): 2026-01-05 10:00 UTC <a>
    - : it has no title: it is called `(untitled)`
    ");
}

#[test]
fn a_cancelled_calendar_cancels_its_events() {
    let both = event("UID:a | SUMMARY:Talk | STATUS:CONFIRMED | DTSTART:20260105T100000Z");
    insta::assert_snapshot!(calendar(&format!("METHOD:CANCEL\n{both}")), @"Talk: 2026-01-05 10:00 UTC, cancelled <a>");
}

#[test]
fn of_two_events_with_one_uid_the_first_or_the_newer_counts() {
    let one = event("UID:a | SUMMARY:One | DTSTART:20260105T100000Z");
    let two = event("UID:a | SUMMARY:Two | DTSTART:20260106T100000Z");
    insta::assert_snapshot!(calendar(&format!("{one}{two}")), @"
    One: 2026-01-05 10:00 UTC <a>
    ! Two: the event in line 2 has the same UID and takes its place
    ");
    let newer = event("UID:a | SUMMARY:Two | SEQUENCE:3 | DTSTART:20260106T100000Z");
    insta::assert_snapshot!(calendar(&format!("{one}{newer}")), @"
    Two: 2026-01-06 10:00 UTC <a>
    - One: the event in line 7 has the same UID and takes its place
    ");
}

#[test]
fn events_without_a_uid_stay_apart() {
    let one = event("SUMMARY:One | DTSTART:20260105T100000Z");
    insta::assert_snapshot!(calendar(&format!("{one}{one}")), @"
    One: 2026-01-05 10:00 UTC
    One: 2026-01-05 10:00 UTC
    ");
}

#[test]
fn other_components_are_dropped() {
    let task = "BEGIN:VTODO\nSUMMARY:Task\nEND:VTODO\n";
    insta::assert_snapshot!(calendar(task), @"");
}
