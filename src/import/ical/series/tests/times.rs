//! Starts, ends, lengths and zones.

use super::super::super::super::printed::{calendar, event};

fn single(lines: &str) -> String {
    calendar(&event(&format!("UID:a | SUMMARY:Talk | {lines}")))
}

#[test]
fn a_start_is_in_its_zone_or_that_of_the_calendar() {
    insta::assert_snapshot!(single("DTSTART;TZID=Asia/Tokyo:20260105T100000 | DURATION:PT1H"), @"Talk: 2026-01-05 10:00 Asia/Tokyo for 1h <a>");
    insta::assert_snapshot!(single("DTSTART:20260105T100000Z | DURATION:PT1H"), @"Talk: 2026-01-05 10:00 UTC for 1h <a>");
    let home = |start: &str| {
        let event = event(&format!("UID:a | SUMMARY:Talk | {start} | DURATION:PT1H"));
        calendar(&format!("X-WR-TIMEZONE:Europe/Paris\n{event}"))
    };
    insta::assert_snapshot!(home("DTSTART:20260705T100000Z"), @"Talk: 2026-07-05 12:00 Europe/Paris for 1h <a>");
    insta::assert_snapshot!(home("DTSTART:20260705T100000"), @"Talk: 2026-07-05 10:00 Europe/Paris for 1h <a>");
    insta::assert_snapshot!(home("DTSTART:20260705T100000Z | RRULE:FREQ=WEEKLY"), @"
    Talk: 2026-07-05 12:00 Europe/Paris for 1h <a>
      weekly on Sunday
    ");
}

#[test]
fn the_end_decides_the_length() {
    for (end, length) in [
        ("DTEND:20260105T113000Z", " for 1h30m"),
        ("DTEND;TZID=Asia/Tokyo:20260105T200000", " for 1h"),
        ("DTEND:20260105T235959Z", " for 14h"),
        ("DTEND:20260105T110029Z", " for 1h"),
        ("DURATION:PT90M", " for 1h30m"),
        ("DURATION:P1D", " for 1d"),
        ("DTEND;VALUE=DATE:20260106", " for 14h"),
        ("X-NONE:", ""),
    ] {
        let found = single(&format!("DTSTART:20260105T100000Z | {end}"));
        assert_eq!(
            found,
            format!("Talk: 2026-01-05 10:00 UTC{length} <a>\n"),
            "{end}"
        );
    }
}

#[test]
fn whole_days_end_on_the_day_before_the_end() {
    for (end, days) in [
        ("DTEND;VALUE=DATE:20260107", 2),
        ("DURATION:P3D", 3),
        ("DURATION:PT36H", 2),
        ("X-NONE:", 1),
        ("DTEND:20260107T000000Z", 2),
        ("DTEND:20260107T120000Z", 3),
    ] {
        let found = single(&format!("DTSTART;VALUE=DATE:20260105 | {end}"));
        assert_eq!(
            found,
            format!("Talk: 2026-01-05 for {days}d <a>\n"),
            "{end}"
        );
    }
}

#[test]
fn an_end_that_is_the_start_or_before_it_is_unknown() {
    insta::assert_snapshot!(single("DTSTART:20260105T100000Z | DTEND:20260105T100000Z"), @"
    Talk: 2026-01-05 10:00 UTC <a>
    - Talk: its end is its start, so its end is unknown
    ");
    insta::assert_snapshot!(single("DTSTART:20260105T100000Z | DTEND:20260105T090000Z"), @"
    Talk: 2026-01-05 10:00 UTC <a>
    - Talk: its end is before its start, so its end is unknown
    ");
    insta::assert_snapshot!(single("DTSTART;VALUE=DATE:20260105 | DTEND;VALUE=DATE:20260105"), @"
    Talk: 2026-01-05 for 1d <a>
    - Talk: its end is its start, so its end is unknown
    ");
}

#[test]
fn an_end_that_is_too_late_or_cannot_be_read_is_lost() {
    insta::assert_snapshot!(single("DTSTART:20260105T100000Z | DTEND:20660105T090000Z"), @"
    Talk: 2026-01-05 10:00 UTC <a>
    ! Talk: it lasts longer than 3660 days: its end is left out
    ");
    insta::assert_snapshot!(single("DTSTART:20260105T100000Z | DURATION:long"), @"
    Talk: 2026-01-05 10:00 UTC <a>
    ! Talk: its end could not be read: `long` is no length of iCalendar
    ");
}

#[test]
fn seconds_are_cut() {
    insta::assert_snapshot!(single("DTSTART:20260105T100030Z | DTEND:20260105T110030Z"), @"
    Talk: 2026-01-05 10:00 UTC for 1h <a>
    - Talk: an events file has no seconds: they are cut
    ");
}

#[test]
fn outlook_says_that_a_time_is_a_whole_day() {
    let flag = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE";
    insta::assert_snapshot!(single(&format!("DTSTART:20260105T000000Z | DTEND:20260106T000000Z | {flag}")), @"Talk: 2026-01-05 for 1d <a>");
    insta::assert_snapshot!(single("DTSTART:20260105T000000Z | DTEND:20260106T000000Z"), @"Talk: 2026-01-05 00:00 UTC for 1d <a>");
}

#[test]
fn a_start_that_cannot_be_read_or_written_is_lost() {
    insta::assert_snapshot!(single("DTEND:20260105T100000Z"), @"! Talk: it has no DTSTART");
    insta::assert_snapshot!(single("DTSTART:soon"), @"! Talk: `DTSTART` is `soon`: expected a date such as `20260122` or a time such as `20260122T110000Z`");
    insta::assert_snapshot!(single("DTSTART;VALUE=DATE:19690105"), @"! Talk: `DTSTART` is `19690105`: an events file can have the years 1970 to 2099");
}

#[test]
fn a_time_that_the_clocks_show_twice_is_in_utc() {
    insta::assert_snapshot!(single("DTSTART;TZID=Europe/London:20261025T013000 | DURATION:PT1H"), @"Talk: 2026-10-25 00:30 UTC for 1h <a>");
    // And one that they skip is the one that calendar programs show.
    insta::assert_snapshot!(single("DTSTART;TZID=Europe/London:20260329T013000 | DURATION:PT1H"), @"Talk: 2026-03-29 02:30 Europe/London for 1h <a>");
}

#[test]
fn a_series_does_not_begin_at_a_time_that_the_clocks_skip() {
    insta::assert_snapshot!(single("DTSTART;TZID=Europe/London:20260329T013000 | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=3"), @"
    Talk: 2026-04-05 01:30 Europe/London for 1h <a>
      weekly on Sunday 2 times
    Talk: 2026-03-29 02:30 Europe/London for 1h <a-20260329T0130>
    - Talk: the clocks do not show the time of its first meeting exactly once, so that of 2026-03-29 is an event of its own
    ");
}

#[test]
fn a_meeting_whose_start_the_clocks_skip_moves_on() {
    insta::assert_snapshot!(single("DTSTART;TZID=Europe/London:20260322T013000 | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=3"), @"
    Talk: 2026-03-22 01:30 Europe/London for 1h <a>
      weekly on Sunday 3 times
      2026-03-29 to 2026-03-29 02:30
    ");
}
