//! Exception dates and extra dates.

use super::*;

#[test]
fn an_exception_date_without_a_time_excludes_the_local_day() {
    let found = shown(&club(
        "RRULE:FREQ=DAILY;COUNT=6\n\
             EXDATE;VALUE=DATE:20260107,20260108",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-06 18:30 to 2026-01-06 20:00 Club",
        "2026-01-09 18:30 to 2026-01-09 20:00 Club",
        "2026-01-10 18:30 to 2026-01-10 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_exception_date_in_utc_or_in_another_zone_excludes_the_same_instant() {
    let found = shown(&event(
        "SUMMARY:Club\n\
             DTSTART;TZID=Europe/London:20260705T183000\n\
             RRULE:FREQ=DAILY;COUNT=6\n\
             EXDATE:20260707T173000Z\n\
             EXDATE:20260708T183000Z",
    ));
    let expected = [
        "2026-07-05 17:30 to 2026-07-05 17:30 Club",
        "2026-07-06 17:30 to 2026-07-06 17:30 Club",
        "2026-07-09 17:30 to 2026-07-09 17:30 Club",
        "2026-07-10 17:30 to 2026-07-10 17:30 Club",
    ];
    assert_eq!(found, expected);
    let found = shown(&club(
        "RRULE:FREQ=DAILY;COUNT=6\n\
             EXDATE;TZID=America/New_York:20260107T133000\n\
             EXDATE;TZID=America/New_York:20260109T183000",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-06 18:30 to 2026-01-06 20:00 Club",
        "2026-01-08 18:30 to 2026-01-08 20:00 Club",
        "2026-01-10 18:30 to 2026-01-10 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_exception_date_of_the_right_time_in_a_wrong_zone_counts() {
    let found = shown(&club(
        "RRULE:FREQ=DAILY;COUNT=6\n\
             EXDATE:20260107T183000",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-06 18:30 to 2026-01-06 20:00 Club",
        "2026-01-08 18:30 to 2026-01-08 20:00 Club",
        "2026-01-09 18:30 to 2026-01-09 20:00 Club",
        "2026-01-10 18:30 to 2026-01-10 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_exception_date_that_is_no_date_of_the_rule_means_nothing() {
    let found = shown(&club(
        "RRULE:FREQ=WEEKLY;COUNT=10\n\
             EXDATE;TZID=Europe/London:20260107T183000",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
        "2026-01-26 18:30 to 2026-01-26 20:00 Club",
        "2026-02-02 18:30 to 2026-02-02 20:00 Club",
        "2026-02-09 18:30 to 2026-02-09 20:00 Club",
        "2026-02-16 18:30 to 2026-02-16 20:00 Club",
        "2026-02-23 18:30 to 2026-02-23 20:00 Club",
        "2026-03-02 18:30 to 2026-03-02 20:00 Club",
        "2026-03-09 18:30 to 2026-03-09 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_first_date_can_be_excluded() {
    let found = shown(&club(
        "RRULE:FREQ=WEEKLY;COUNT=3\n\
             EXDATE;TZID=Europe/London:20260105T183000",
    ));
    let expected = [
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_midnight_excludes_a_whole_day() {
    let found = shown(&event(
        "SUMMARY:Day\n\
             DTSTART;VALUE=DATE:20260105\n\
             RRULE:FREQ=DAILY;COUNT=6\n\
             EXDATE;TZID=Europe/London:20260107T000000\n\
             EXDATE;TZID=Europe/London:20260108T183000",
    ));
    let expected = [
        "2026-01-05 to 2026-01-06 Day",
        "2026-01-06 to 2026-01-07 Day",
        "2026-01-08 to 2026-01-09 Day",
        "2026-01-09 to 2026-01-10 Day",
        "2026-01-10 to 2026-01-11 Day",
    ];
    assert_eq!(found, expected);
    let found = shown(&event(
        "SUMMARY:Day\n\
             DTSTART;VALUE=DATE:20260105\n\
             RRULE:FREQ=DAILY;COUNT=6\n\
             EXDATE:20260107T000000Z",
    ));
    let expected = [
        "2026-01-05 to 2026-01-06 Day",
        "2026-01-06 to 2026-01-07 Day",
        "2026-01-08 to 2026-01-09 Day",
        "2026-01-09 to 2026-01-10 Day",
        "2026-01-10 to 2026-01-11 Day",
    ];
    assert_eq!(found, expected);
}

#[test]
fn extra_dates_are_shown_once_each() {
    let found = shown(&club(
        "RDATE;TZID=Europe/London:20260107T183000,20260109T120000",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-07 18:30 to 2026-01-07 20:00 Club",
        "2026-01-09 12:00 to 2026-01-09 13:30 Club",
    ];
    assert_eq!(found, expected);
    let found = shown(&club(
        "RRULE:FREQ=WEEKLY;COUNT=3\n\
             RDATE:20260112T183000Z",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-12 18:30 to 2026-01-12 20:00 Club",
        "2026-01-19 18:30 to 2026-01-19 20:00 Club",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_extra_date_of_another_kind_takes_the_kind_of_the_start() {
    let found = shown(&club("RDATE;VALUE=DATE:20260107"));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-07 00:00 to 2026-01-07 01:30 Club",
    ];
    assert_eq!(found, expected);
    let found = shown(&event(
        "SUMMARY:Day\n\
             DTSTART;VALUE=DATE:20260105\n\
             RDATE;TZID=Europe/London:20260109T183000",
    ));
    let expected = [
        "2026-01-05 to 2026-01-06 Day",
        "2026-01-09 to 2026-01-10 Day",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_extra_period_has_a_length_of_its_own() {
    let found = shown(&club(
        "RDATE;VALUE=PERIOD;TZID=Europe/London:20260107T183000/20260107T230000,20260108T183000/PT15M",
    ));
    let expected = [
        "2026-01-05 18:30 to 2026-01-05 20:00 Club",
        "2026-01-07 18:30 to 2026-01-07 23:00 Club",
        "2026-01-08 18:30 to 2026-01-08 18:45 Club",
    ];
    assert_eq!(found, expected);
}
