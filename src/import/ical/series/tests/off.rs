//! Events that are left out, cancelled or without a title.

use super::super::super::super::printed::{calendar, calendar_with, event};

#[test]
fn a_private_event_is_left_out_unless_it_is_wanted() {
    let private = event("UID:a | SUMMARY:Secret | CLASS:PRIVATE | DTSTART:20260105T100000Z");
    insta::assert_snapshot!(calendar(&private), @"");
    let all = calendar_with(&private, |options| options.private = true);
    insta::assert_snapshot!(all, @"");
    let public = private.replace("PRIVATE", "PUBLIC");
    insta::assert_snapshot!(calendar(&public), @"");
}

#[test]
fn an_event_without_a_title_gets_one() {
    insta::assert_snapshot!(calendar(&event("UID:a | SUMMARY: | DTSTART:20260105T100000Z")), @"");
    insta::assert_snapshot!(calendar(&event("UID:a | DTSTART:20260105T100000Z")), @"");
}

#[test]
fn a_cancelled_calendar_cancels_its_events() {
    let both = event("UID:a | SUMMARY:Talk | STATUS:CONFIRMED | DTSTART:20260105T100000Z");
    insta::assert_snapshot!(calendar(&format!("METHOD:CANCEL\n{both}")), @"");
}

#[test]
fn of_two_events_with_one_uid_the_first_or_the_newer_counts() {
    let one = event("UID:a | SUMMARY:One | DTSTART:20260105T100000Z");
    let two = event("UID:a | SUMMARY:Two | DTSTART:20260106T100000Z");
    insta::assert_snapshot!(calendar(&format!("{one}{two}")), @"");
    let newer = event("UID:a | SUMMARY:Two | SEQUENCE:3 | DTSTART:20260106T100000Z");
    insta::assert_snapshot!(calendar(&format!("{one}{newer}")), @"");
}

#[test]
fn events_without_a_uid_stay_apart() {
    let one = event("SUMMARY:One | DTSTART:20260105T100000Z");
    insta::assert_snapshot!(calendar(&format!("{one}{one}")), @"");
}

#[test]
fn other_components_are_dropped() {
    let task = "BEGIN:VTODO\nSUMMARY:Task\nEND:VTODO\n";
    insta::assert_snapshot!(calendar(task), @"");
}
