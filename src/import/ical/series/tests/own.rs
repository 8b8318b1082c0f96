//! Feeds of calfeed itself.

use super::super::super::super::printed::{calendar, event};

fn own(events: &[&str]) -> String {
    let events: String = events.iter().map(|it| event(it)).collect();
    calendar(&format!("PRODID:-//calfeed//EN\n{events}"))
}

const WEEKLY: &str = "UID:a@b.example | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260105T100000 | DTEND;TZID=Europe/London:20260105T110000 | RRULE:FREQ=WEEKLY;COUNT=3";

#[test]
fn a_separate_date_is_an_extra_date_or_a_move() {
    let also = "UID:a.2026-01-14@b.example | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260114T150000 | DURATION:PT1H";
    insta::assert_snapshot!(own(&[WEEKLY, also]), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a@b.example>
      weekly on Monday 3 times
      also 2026-01-14 15:00
    ");
    let series = format!("{WEEKLY} | EXDATE;TZID=Europe/London:20260112T100000");
    let moved = "UID:a.2026-01-12@b.example | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260121T150000 | DURATION:PT1H";
    insta::assert_snapshot!(own(&[&series, moved]), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a@b.example>
      weekly on Monday 3 times
      2026-01-12 to 2026-01-21 15:00
    ");
}

#[test]
fn a_single_event_may_have_extra_dates() {
    let single = WEEKLY.replace(" | RRULE:FREQ=WEEKLY;COUNT=3", "");
    let also = "UID:a.2026-01-14@b.example | SUMMARY:Talk | LOCATION:Elsewhere | DTSTART;TZID=Europe/London:20260114T100000 | DURATION:PT1H";
    insta::assert_snapshot!(own(&[&single, also]), @r#"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a@b.example>
      also 2026-01-14
      2026-01-14
        location "Elsewhere"
    "#);
}

#[test]
fn the_series_of_several_weekdays_are_one_again() {
    let of = |suffix: &str, start: &str, rule: &str| {
        format!(
            "UID:a{suffix}@b.example | SUMMARY:Talk | DTSTART;TZID=Europe/London:{start}T100000 | DURATION:PT1H | RRULE:FREQ=MONTHLY;{rule}"
        )
    };
    let first = of("", "20260101", "BYDAY=1TH;COUNT=3");
    let third = of(".3thu", "20260115", "BYDAY=3TH;COUNT=2");
    insta::assert_snapshot!(own(&[&first, &third]), @"
    Talk: 2026-01-01 10:00 Europe/London for 1h <a@b.example>
      monthly on the 1st and 3rd Thursday 5 times
    ");
    // The first date of the first series is left out, so it begins a month later.
    let later = of("", "20260205", "BYDAY=1TH");
    let third = of(
        ".3thu",
        "20260115",
        "BYDAY=3TH | EXDATE;TZID=Europe/London:20260319T100000",
    );
    insta::assert_snapshot!(own(&[&later, &third]), @"
    Talk: 2026-01-01 10:00 Europe/London for 1h <a@b.example>
      monthly on the 1st and 3rd Thursday
      2026-01-01 skipped
      2026-03-19 skipped
    ");
}

#[test]
fn the_state_in_a_title_is_a_state_again() {
    let series = [
        WEEKLY,
        "UID:a@b.example | SUMMARY:CANCELLED: Talk | STATUS:CANCELLED | RECURRENCE-ID;TZID=Europe/London:20260105T100000 | DTSTART;TZID=Europe/London:20260105T100000 | DURATION:PT1H",
        "UID:a@b.example | SUMMARY:POSTPONED: Talk | STATUS:CANCELLED | RECURRENCE-ID;TZID=Europe/London:20260112T100000 | DTSTART;TZID=Europe/London:20260112T100000 | DURATION:PT1H",
        "UID:a@b.example | SUMMARY:Talk (TBC) | STATUS:TENTATIVE | RECURRENCE-ID;TZID=Europe/London:20260119T100000 | DTSTART;TZID=Europe/London:20260119T100000 | DURATION:PT1H",
    ];
    insta::assert_snapshot!(own(&series), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a@b.example>
      weekly on Monday 3 times
      2026-01-05, cancelled
      2026-01-12, postponed
      2026-01-19, tentative
    ");
}
