//! Rules, and series in UTC.

use super::*;

#[test]
fn a_start_off_the_rule_is_shown_and_does_not_count() {
    let found = shown(&club("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3"));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-06 18:30 to 2026-01-06 20:00 Club",
        "2026-01-13 18:30 to 2026-01-13 20:00 Club",
        "2026-01-20 18:30 to 2026-01-20 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_rule_that_ends_before_it_begins_shows_nothing() {
    let found = shown(&club("RRULE:FREQ=WEEKLY;UNTIL=20260101T000000Z"));
    assert!(found.is_empty(), "{found:?}");
    let found = shown(&event(
        "SUMMARY:Day\n\
             DTSTART;VALUE=DATE:20260105\n\
             RRULE:FREQ=WEEKLY;UNTIL=20260101",
    ));
    assert!(found.is_empty(), "{found:?}");
    let found = shown(&club("RRULE:FREQ=WEEKLY;UNTIL=20260105"));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_rule_ends_before_the_day_of_an_until_without_a_time() {
    let found = shown(&club("RRULE:FREQ=WEEKLY;UNTIL=20260126"));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
    ];
    assert_eq!(found, expected);
    let found = shown(&event(
        "SUMMARY:NY\n\
             DTSTART;TZID=America/New_York:20260105T203000\n\
             DTEND;TZID=America/New_York:20260105T220000\n\
             RRULE:FREQ=WEEKLY;UNTIL=20260126",
    ));
    let expected = [
        "2026-01-06 01:30 to 2026-01-06 03:00 NY",
        "2026-01-13 01:30 to 2026-01-13 03:00 NY",
        "2026-01-20 01:30 to 2026-01-20 03:00 NY",
    ];
    assert_eq!(found, expected);
}

#[test]
fn of_an_until_without_a_zone_the_earlier_meaning_counts() {
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;TZID=Europe/London:20260622T183000\n\
             RRULE:FREQ=WEEKLY;UNTIL=20260706T183000",
    ));
    let expected = [
        "2026-06-22 17:30 to 2026-06-22 17:30 x",
        "2026-06-29 17:30 to 2026-06-29 17:30 x",
        "2026-07-06 17:30 to 2026-07-06 17:30 x",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_series_in_utc_repeats_in_the_zone_of_its_calendar() {
    let found = shown(
        &[
            "X-WR-TIMEZONE:America/New_York\n".to_owned(),
            event(
                "SUMMARY:x\n\
             DTSTART:20260303T003000Z\n\
             DTEND:20260303T013000Z\n\
             RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3",
            ),
        ]
        .concat(),
    );
    let expected = [
        "2026-03-03 00:30 to 2026-03-03 01:30 x",
        "2026-03-09 23:30 to 2026-03-10 00:30 x",
        "2026-03-16 23:30 to 2026-03-17 00:30 x",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_time_without_a_zone_is_in_the_zone_of_its_calendar() {
    let found = shown(
        &[
            "X-WR-TIMEZONE:America/New_York\n".to_owned(),
            event(
                "SUMMARY:x\n\
             DTSTART:20260106T003000\n\
             DTEND:20260106T013000",
            ),
        ]
        .concat(),
    );
    let expected = ["2026-01-06 05:30 to 2026-01-06 06:30 x"];
    assert_eq!(found, expected);
}

#[test]
fn several_rules_are_joined() {
    let found = shown(&club(
        "RRULE:FREQ=WEEKLY;COUNT=3\n\
             RRULE:FREQ=MONTHLY;COUNT=3",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
        "2026-02-05 18:30 to 2026-02-05 20:00 Club",
        "2026-03-05 18:30 to 2026-03-05 20:00 Club",
    ];
    assert_eq!(found, expected);
}
