//! Ends and durations.

use super::*;

#[test]
fn without_an_end_a_day_lasts_a_day_and_a_time_lasts_nothing() {
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;TZID=Europe/London:20260105T183000",
    ));
    let expected = ["2026-01-05 18:30 to 2026-01-05 18:30 x"];
    assert_eq!(found, expected);
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;VALUE=DATE:20260105",
    ));
    let expected = ["2026-01-05 to 2026-01-06 x"];
    assert_eq!(found, expected);
}

#[test]
fn an_end_before_the_start_is_exchanged_with_it() {
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;TZID=Europe/London:20260105T183000\n\
             DTEND;TZID=Europe/London:20260105T173000",
    ));
    let expected = ["2026-01-05 17:30 to 2026-01-05 18:30 x"];
    assert_eq!(found, expected);
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;TZID=Europe/London:20260105T183000\n\
             DURATION:-PT1H30M",
    ));
    let expected = ["2026-01-05 17:00 to 2026-01-05 18:30 x"];
    assert_eq!(found, expected);
}

#[test]
fn an_end_of_another_kind_is_its_midnight() {
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;TZID=Europe/London:20260105T183000\n\
             DTEND;VALUE=DATE:20260106",
    ));
    let expected = ["2026-01-05 18:30 to 2026-01-06 00:00 x"];
    assert_eq!(found, expected);
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;VALUE=DATE:20260105\n\
             DTEND;TZID=Europe/London:20260106T120000",
    ));
    let expected = ["2026-01-05 00:00 to 2026-01-06 12:00 x"];
    assert_eq!(found, expected);
}

#[test]
fn a_duration_is_a_length() {
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;TZID=Europe/London:20260105T183000\n\
             DURATION:PT1H30M",
    ));
    let expected = ["2026-01-05 18:30 to 2026-01-05 20:00 x"];
    assert_eq!(found, expected);
    let found = shown(&event(
        "SUMMARY:x\n\
             DTSTART;VALUE=DATE:20260105\n\
             DURATION:P3D",
    ));
    let expected = ["2026-01-05 to 2026-01-08 x"];
    assert_eq!(found, expected);
}
