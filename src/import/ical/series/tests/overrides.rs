//! Components with a RECURRENCE-ID.

use super::super::super::super::printed::{calendar, event};

/// A weekly series in London with three dates from 5 January 2026.
const WEEKLY: &str = "UID:a | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260105T100000 | DTEND;TZID=Europe/London:20260105T110000 | RRULE:FREQ=WEEKLY;COUNT=3";

fn weekly(overrides: &[&str]) -> String {
    let overrides = overrides.iter().map(|it| event(&format!("UID:a | {it}")));
    let overrides: String = overrides.collect();
    calendar(&format!("{}{overrides}", event(WEEKLY)))
}

#[test]
fn an_override_may_name_its_date_in_any_zone_and_type() {
    for named in [
        "RECURRENCE-ID;TZID=Europe/London:20260112T100000",
        "RECURRENCE-ID:20260112T100000Z",
        "RECURRENCE-ID;TZID=America/New_York:20260112T050000",
        "RECURRENCE-ID;VALUE=DATE:20260112",
    ] {
        let moved =
            format!("SUMMARY:Talk | {named} | DTSTART:20260113T120000Z | DTEND:20260113T133000Z");
        insta::allow_duplicates! {
            insta::assert_snapshot!(weekly(&[&moved]), @"
            Talk: 2026-01-05 10:00 Europe/London for 1h <a>
              weekly on Monday 3 times
              2026-01-12 to 2026-01-13 12:00 for 1h30m
            ");
        }
    }
}

#[test]
fn an_override_that_changes_nothing_is_no_change() {
    let same =
        "SUMMARY:Talk | RECURRENCE-ID:20260112T100000Z | DTSTART:20260112T100000Z | DURATION:PT1H";
    insta::assert_snapshot!(weekly(&[same]), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
    ");
}

#[test]
fn an_override_may_change_the_state_the_title_and_the_place() {
    let changes = weekly(&[
        "SUMMARY:Talk | STATUS:CANCELLED | RECURRENCE-ID:20260105T100000Z | DTSTART:20260105T100000Z | DURATION:PT1H",
        "SUMMARY:Workshop | RECURRENCE-ID:20260112T100000Z | DTSTART:20260112T100000Z | DURATION:PT1H | LOCATION:Town hall",
        "SUMMARY:Talk | STATUS:TENTATIVE | RECURRENCE-ID:20260119T100000Z | DTSTART:20260119T100000Z | DURATION:PT1H",
    ]);
    insta::assert_snapshot!(changes, @r#"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-05, cancelled
      2026-01-12 called Workshop
        location "Town hall"
      2026-01-19, tentative
    "#);
}

#[test]
fn an_override_may_move_past_its_neighbour() {
    let past =
        "SUMMARY:Talk | RECURRENCE-ID:20260105T100000Z | DTSTART:20260114T100000Z | DURATION:PT1H";
    insta::assert_snapshot!(weekly(&[past]), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-05 to 2026-01-14 10:00
    ");
}

#[test]
fn an_override_of_no_date_is_one_more_meeting() {
    let stray = weekly(&[
        "SUMMARY:Extra | RECURRENCE-ID:20260113T100000Z | DTSTART:20260113T100000Z | DURATION:PT1H",
        "SUMMARY:Talk | STATUS:CANCELLED | RECURRENCE-ID:20260114T100000Z | DTSTART:20260114T100000Z",
    ]);
    insta::assert_snapshot!(stray, @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      also 2026-01-13, 2026-01-14
      2026-01-13 called Extra
      2026-01-14, cancelled
    - Extra: it changes a meeting that the series does not have, so it is one more meeting
    - Talk: it changes a meeting that the series does not have, so it is one more meeting
    ");
}

#[test]
fn an_override_of_an_exception_date_is_dropped() {
    let series = event(&format!("{WEEKLY} | EXDATE:20260112T100000Z"));
    let over = event(
        "UID:a | SUMMARY:Talk | RECURRENCE-ID:20260112T100000Z | DTSTART:20260113T100000Z | DURATION:PT1H",
    );
    insta::assert_snapshot!(calendar(&format!("{series}{over}")), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-12 skipped
    - Talk: an exception (EXDATE) leaves out its date
    ");
}

#[test]
fn an_override_with_whole_days_is_an_event_of_its_own() {
    let days = "SUMMARY:Talk | RECURRENCE-ID:20260112T100000Z | DTSTART;VALUE=DATE:20260113";
    insta::assert_snapshot!(weekly(&[days]), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-12 skipped
    Talk: 2026-01-13 for 1d <a-20260113T0000>
    - Talk: the meeting of 2026-01-12 has whole days and the series has times, or the other way round, so it is an event of its own
    ");
}

#[test]
fn of_two_overrides_of_one_date_the_newer_counts() {
    let two = weekly(&[
        "SUMMARY:Old | RECURRENCE-ID:20260112T100000Z | DTSTART:20260112T100000Z | DURATION:PT1H",
        "SUMMARY:New | SEQUENCE:1 | RECURRENCE-ID:20260112T100000Z | DTSTART:20260112T100000Z | DURATION:PT1H",
    ]);
    insta::assert_snapshot!(two, @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-12 called New
    - Old: there is another override of 2026-01-12, which takes its place
    ");
}

#[test]
fn overrides_without_their_series_are_events() {
    let alone = event(
        "UID:a@b | SUMMARY:Talk | RECURRENCE-ID:20260112T100000Z | DTSTART:20260113T100000Z | DURATION:PT1H",
    );
    let other = alone
        .replace("20260112", "20260119")
        .replace("20260113", "20260119");
    insta::assert_snapshot!(calendar(&format!("{alone}{other}")), @"
    Talk: 2026-01-13 10:00 UTC for 1h <a-20260112T1000@b>
    Talk: 2026-01-19 10:00 UTC for 1h <a-20260119T1000@b>
    - Talk: it is one meeting of a series that is not in the file
    - Talk: it is one meeting of a series that is not in the file
    ");
}

#[test]
fn a_change_of_all_later_dates_is_lost() {
    let later = "SUMMARY:Later | RECURRENCE-ID;RANGE=THISANDFUTURE:20260112T100000Z | DTSTART:20260112T100000Z | DURATION:PT1H";
    insta::assert_snapshot!(weekly(&[later]), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-12 called Later
    ! Later: it changes all later meetings too (RANGE=THISANDFUTURE), but only this date is changed here
    ");
}

#[test]
fn a_move_to_a_day_that_is_taken_is_an_event_of_its_own() {
    let series = event(&format!("{WEEKLY} | RDATE:20260114T100000Z"));
    let over = event(
        "UID:a | SUMMARY:Talk | RECURRENCE-ID:20260112T100000Z | DTSTART:20260114T150000Z | DURATION:PT1H",
    );
    insta::assert_snapshot!(calendar(&format!("{series}{over}")), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      also 2026-01-14
      2026-01-12 skipped
    Talk: 2026-01-14 15:00 Europe/London for 1h <a-20260114T1500>
    - Talk: its meeting of 2026-01-12 moved to a day on which it takes place already, so that meeting is an event of its own
    ");
}

#[test]
fn an_extra_date_may_have_an_override() {
    let series = event(&format!("{WEEKLY} | RDATE:20260114T100000Z"));
    let over = event(
        "UID:a | SUMMARY:Guest | RECURRENCE-ID:20260114T100000Z | DTSTART:20260115T100000Z | DURATION:PT1H",
    );
    insta::assert_snapshot!(calendar(&format!("{series}{over}")), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      also 2026-01-14
      2026-01-14 to 2026-01-15 10:00 called Guest
    ");
}
