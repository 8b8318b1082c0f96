//! Overrides, and several components with one UID.

use super::*;

#[test]
fn an_override_replaces_its_instance_in_any_zone() {
    let found = shown(
        &[
            club("RRULE:FREQ=WEEKLY;COUNT=5"),
            event(
                "RECURRENCE-ID;TZID=Europe/London:20260112T183000\n\
             SUMMARY:Moved\n\
             DTSTART;TZID=Europe/London:20260113T183000\n\
             DTEND;TZID=Europe/London:20260113T190000",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-13 18:30 to 2026-01-13 19:00 Moved",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
        "2026-01-26 18:30 to 2026-01-26 20:00 Club",
        "2026-02-02 18:30 to 2026-02-02 20:00 Club",
    ];
    assert_eq!(found, expected);
    let found = shown(
        &[
            event(
                "SUMMARY:Club\n\
             DTSTART;TZID=Europe/London:20260706T183000\n\
             RRULE:FREQ=WEEKLY;COUNT=3",
            ),
            event(
                "RECURRENCE-ID:20260713T173000Z\n\
             SUMMARY:Moved\n\
             DTSTART;TZID=Europe/London:20260713T203000",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-07-06 17:30 to 2026-07-06 17:30 Club",
        "2026-07-13 19:30 to 2026-07-13 19:30 Moved",
        "2026-07-20 17:30 to 2026-07-20 17:30 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_override_of_no_instance_is_shown_too() {
    let found = shown(
        &[
            club("RRULE:FREQ=WEEKLY;COUNT=5"),
            event(
                "RECURRENCE-ID;TZID=Europe/London:20260114T183000\n\
             SUMMARY:Stray\n\
             DTSTART;TZID=Europe/London:20260114T183000\n\
             DURATION:PT1H",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-14 18:30 to 2026-01-14 19:30 Stray",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
        "2026-01-26 18:30 to 2026-01-26 20:00 Club",
        "2026-02-02 18:30 to 2026-02-02 20:00 Club",
    ];
    assert_eq!(found, expected);
    let found = shown(&event(
        "RECURRENCE-ID;TZID=Europe/London:20260112T183000\n\
             SUMMARY:Only\n\
             DTSTART;TZID=Europe/London:20260113T183000",
    ));
    let expected = ["2026-01-13 18:30 to 2026-01-13 18:30 Only"];
    assert_eq!(found, expected);
}

#[test]
fn an_exception_date_hides_the_override_of_its_instance() {
    let found = shown(
        &[
            club(
                "RRULE:FREQ=WEEKLY;COUNT=5\n\
             EXDATE;TZID=Europe/London:20260112T183000",
            ),
            event(
                "RECURRENCE-ID;TZID=Europe/London:20260112T183000\n\
             SUMMARY:Both\n\
             DTSTART;TZID=Europe/London:20260113T183000",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
        "2026-01-26 18:30 to 2026-01-26 20:00 Club",
        "2026-02-02 18:30 to 2026-02-02 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn of_several_overrides_the_highest_sequence_counts() {
    let found = shown(
        &[
            club("RRULE:FREQ=WEEKLY;COUNT=5"),
            event(
                "RECURRENCE-ID;TZID=Europe/London:20260112T183000\n\
             SEQUENCE:2\n\
             SUMMARY:Two\n\
             DTSTART;TZID=Europe/London:20260113T183000",
            ),
            event(
                "RECURRENCE-ID;TZID=Europe/London:20260112T183000\n\
             SEQUENCE:1\n\
             SUMMARY:One\n\
             DTSTART;TZID=Europe/London:20260114T183000",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-13 18:30 to 2026-01-13 18:30 Two",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
        "2026-01-26 18:30 to 2026-01-26 20:00 Club",
        "2026-02-02 18:30 to 2026-02-02 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_override_can_cancel_its_instance() {
    let found = shown(
        &[
            club("RRULE:FREQ=WEEKLY;COUNT=5"),
            event(
                "RECURRENCE-ID;TZID=Europe/London:20260112T183000\n\
             STATUS:CANCELLED\n\
             SUMMARY:Club\n\
             DTSTART;TZID=Europe/London:20260112T183000",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 18:30 Club cancelled",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
        "2026-01-26 18:30 to 2026-01-26 20:00 Club",
        "2026-02-02 18:30 to 2026-02-02 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_override_of_this_and_future_moves_the_later_ones_too() {
    let found = shown(
        &[
            club("RRULE:FREQ=WEEKLY;COUNT=8"),
            event(
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260119T183000\n\
             SUMMARY:Later\n\
             DTSTART;TZID=Europe/London:20260120T193000\n\
             DTEND;TZID=Europe/London:20260120T200000",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-20 19:30 to 2026-01-20 20:00 Later",
        "2026-01-27 19:30 to 2026-01-27 20:00 Later",
        "2026-02-03 19:30 to 2026-02-03 20:00 Later",
        "2026-02-10 19:30 to 2026-02-10 20:00 Later",
        "2026-02-17 19:30 to 2026-02-17 20:00 Later",
        "2026-02-24 19:30 to 2026-02-24 20:00 Later",
    ];
    assert_eq!(found, expected);
    let found = shown(
        &[
            club("RRULE:FREQ=WEEKLY;COUNT=8"),
            event(
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260119T183000\n\
             SUMMARY:Later\n\
             DTSTART;TZID=Europe/London:20260120T193000\n\
             DTEND;TZID=Europe/London:20260120T200000",
            ),
            event(
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260202T183000\n\
             SUMMARY:Latest\n\
             DTSTART;TZID=Europe/London:20260202T173000\n\
             DTEND;TZID=Europe/London:20260202T200000",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-20 19:30 to 2026-01-20 20:00 Later",
        "2026-01-27 19:30 to 2026-01-27 20:00 Later",
        "2026-02-02 17:30 to 2026-02-02 20:00 Latest",
        "2026-02-09 17:30 to 2026-02-09 20:00 Latest",
        "2026-02-16 17:30 to 2026-02-16 20:00 Latest",
        "2026-02-23 17:30 to 2026-02-23 20:00 Latest",
    ];
    assert_eq!(found, expected);
}

#[test]
fn of_two_events_with_one_uid_the_highest_sequence_counts() {
    let found = shown(
        &[
            club(""),
            event(
                "SUMMARY:Other\n\
             DTSTART;TZID=Europe/London:20260205T183000",
            ),
        ]
        .concat(),
    );
    let expected = ["2026-01-05 18:30 to 2026-01-05 20:00 Club"];
    assert_eq!(found, expected);
    let found = shown(
        &[
            club("SEQUENCE:0"),
            event(
                "SUMMARY:Other\n\
             SEQUENCE:3\n\
             DTSTART;TZID=Europe/London:20260205T183000",
            ),
        ]
        .concat(),
    );
    let expected = ["2026-02-05 18:30 to 2026-02-05 18:30 Other"];
    assert_eq!(found, expected);
}
