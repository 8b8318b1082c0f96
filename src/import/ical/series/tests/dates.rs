//! RRULE, RDATE and EXDATE.

use super::super::super::super::printed::{calendar, event};

/// A weekly series in London with three dates from 5 January 2026.
const WEEKLY: &str = "UID:a | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260105T100000 | DTEND;TZID=Europe/London:20260105T110000 | RRULE:FREQ=WEEKLY;COUNT=3";

fn weekly(more: &str) -> String {
    calendar(&event(&format!("{WEEKLY} | {more}")))
}

#[test]
fn a_rule_becomes_a_sentence_with_its_end() {
    insta::assert_snapshot!(calendar(&event(WEEKLY)), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
    ");
    let until = WEEKLY.replace("COUNT=3", "UNTIL=20260119T100000Z");
    insta::assert_snapshot!(calendar(&event(&until)), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday until 2026-01-19
    ");
    let until = WEEKLY.replace("COUNT=3", "UNTIL=20260119T095959Z");
    insta::assert_snapshot!(calendar(&event(&until)), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday until 2026-01-18
    ");
}

#[test]
fn a_rule_that_ends_before_its_start_has_no_date() {
    let ended = WEEKLY.replace("COUNT=3", "UNTIL=20251201T000000Z");
    insta::assert_snapshot!(calendar(&event(&ended)), @"- Talk: its rule ends before its first date, so it has no date by the rule");
}

#[test]
fn the_extra_dates_of_a_rule_that_ends_before_its_start_remain() {
    let ended = WEEKLY.replace("COUNT=3", "UNTIL=20251201T000000Z");
    insta::assert_snapshot!(calendar(&event(&format!("{ended} | RDATE:20260107T120000Z"))), @"
    Talk: 2026-01-07 12:00 Europe/London for 1h <a>
    - Talk: its rule ends before its first date, so it has no date by the rule
    ");
}

#[test]
fn a_first_date_off_the_rule_is_one_more_date() {
    let off = WEEKLY.replace("COUNT=3", "BYDAY=TU;COUNT=3");
    insta::assert_snapshot!(calendar(&event(&off)), @"
    Talk: 2026-01-06 10:00 Europe/London for 1h <a>
      weekly on Tuesday 3 times
      also 2026-01-05
    - Talk: its rule does not give its first date, 2026-01-05, which is under `also`
    ");
}

#[test]
fn an_exception_of_another_zone_or_type_leaves_out_its_date() {
    for exception in [
        "EXDATE;TZID=Europe/London:20260112T100000",
        "EXDATE:20260112T100000Z",
        "EXDATE;TZID=Europe/Paris:20260112T110000",
        "EXDATE;TZID=Europe/Paris:20260112T100000",
        "EXDATE:20260112T100000",
        "EXDATE;VALUE=DATE:20260112",
    ] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(weekly(exception), @"
            Talk: 2026-01-05 10:00 Europe/London for 1h <a>
              weekly on Monday 3 times
              2026-01-12 skipped
            ");
        }
    }
}

#[test]
fn exceptions_to_no_date_are_counted() {
    let stray = weekly("EXDATE:20260113T100000Z,20260114T100000Z | EXDATE:20260112T000000Z");
    insta::assert_snapshot!(stray, @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
    - Talk: 3 of its exception dates (EXDATE) are no dates of it
    ");
}

#[test]
fn an_exception_of_whole_days_may_be_a_time() {
    let days = calendar(&event(
        "UID:a | SUMMARY:Open | DTSTART;VALUE=DATE:20260105 | RRULE:FREQ=WEEKLY;COUNT=3 | EXDATE:20260112T000000Z",
    ));
    insta::assert_snapshot!(days, @"
    Open: 2026-01-05 for 1d <a>
      weekly on Monday 3 times
      2026-01-12 skipped
    ");
}

#[test]
fn a_series_of_which_the_first_date_is_left_out_keeps_it_as_skipped() {
    insta::assert_snapshot!(weekly("EXDATE:20260105T100000Z"), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-05 skipped
    ");
}

#[test]
fn a_series_of_which_each_date_is_left_out_is_none() {
    let exceptions = "EXDATE:20260105T100000Z,20260112T100000Z,20260119T100000Z";
    insta::assert_snapshot!(weekly(exceptions), @"- Talk: each of its dates is an exception, so it takes place on none");
    insta::assert_snapshot!(
        weekly(&format!("{exceptions} | RDATE:20260107T120000Z,20260108T120000Z")), @"
        Talk: 2026-01-07 12:00 Europe/London for 1h <a>
          also 2026-01-08
        ");
}

#[test]
fn extra_dates_have_their_time_if_it_differs() {
    let extra = weekly("RDATE:20260107T100000Z,20260108T150000Z | RDATE;VALUE=DATE:20260109");
    insta::assert_snapshot!(extra, @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      also 2026-01-07, 2026-01-08 15:00, 2026-01-09
    ");
}

#[test]
fn a_second_meeting_on_one_day_is_an_event_of_its_own() {
    insta::assert_snapshot!(weekly("RDATE:20260112T150000Z,20260112T100000Z"), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
    Talk: 2026-01-12 15:00 Europe/London for 1h <a-20260112T1500>
    - Talk: a series has at most one meeting a day, so the second one of 2026-01-12 is an event of its own
    ");
}

#[test]
fn an_extra_date_may_have_a_length() {
    let period =
        weekly("RDATE;VALUE=PERIOD:20260107T100000Z/PT2H,20260108T100000Z/20260108T103000Z");
    insta::assert_snapshot!(period, @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      also 2026-01-07, 2026-01-08
      2026-01-07 for 2h
      2026-01-08 for 30m
    ");
}

#[test]
fn an_exception_with_an_extra_date_near_it_is_a_move() {
    insta::assert_snapshot!(weekly("EXDATE:20260112T100000Z | RDATE:20260113T100000Z"), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-12 to 2026-01-13 10:00
    ");
    // Beyond the next date, it is not.
    insta::assert_snapshot!(weekly("EXDATE:20260112T100000Z | RDATE:20260120T100000Z"), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      also 2026-01-20
      2026-01-12 skipped
    ");
}

#[test]
fn a_single_event_near_an_exception_is_its_new_date() {
    let single = event(
        "UID:b | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260114T120000 | DTEND;TZID=Europe/London:20260114T130000 | LOCATION:Elsewhere",
    );
    let series = event(&format!("{WEEKLY} | EXDATE:20260112T100000Z"));
    insta::assert_snapshot!(calendar(&format!("{series}{single}")), @r#"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-12 to 2026-01-14 12:00
        location "Elsewhere"
    - Talk: it replaces the meeting of 2026-01-12 of a series, and is now part of it, with the UID of the series
    "#);
    let other = single.replace("SUMMARY:Talk", "SUMMARY:Another");
    insta::assert_snapshot!(calendar(&format!("{series}{other}")), @r#"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      weekly on Monday 3 times
      2026-01-12 skipped
    Another: 2026-01-14 12:00 Europe/London for 1h <b>
        location "Elsewhere"
    "#);
}

#[test]
fn a_rule_without_words_becomes_dates() {
    let months = calendar(&event(
        "UID:a | SUMMARY:Walk | DTSTART;TZID=Europe/London:20260105T100000 | RRULE:FREQ=WEEKLY;BYMONTH=1,3;COUNT=7",
    ));
    insta::assert_snapshot!(months, @"
    Walk: 2026-01-05 10:00 Europe/London <a>
      also 2026-01-12, 2026-01-19, 2026-01-26, 2026-03-02, 2026-03-09, 2026-03-16
    - Walk: an events file has no such rule, so all its dates are under `also`
    ");
    let endless = calendar(&event(
        "UID:a | SUMMARY:Walk | DTSTART;TZID=Europe/London:20260131T100000 | RRULE:FREQ=MONTHLY;BYMONTHDAY=31",
    ));
    insta::assert_snapshot!(endless, @"
    Walk: 2026-01-31 10:00 Europe/London <a>
      also 2026-03-31, 2026-05-31, 2026-07-31, 2026-08-31, 2026-10-31, 2026-12-31, 2027-01-31, 2027-03-31, 2027-05-31, 2027-07-31, 2027-08-31, 2027-10-31, 2027-12-31, 2028-01-31, 2028-03-31, 2028-05-31, 2028-07-31, 2028-08-31, 2028-10-31, 2028-12-31
    ! Walk: an events file has no such rule, so its dates up to 2028-12-31 are under `also`: add later ones by hand
    ");
}

#[test]
fn daily_with_weekdays_is_weekly() {
    let daily = WEEKLY.replace("WEEKLY;COUNT=3", "DAILY;BYDAY=MO,TU,WE,TH,FR");
    insta::assert_snapshot!(calendar(&event(&daily)), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
      every weekday
    ");
}

#[test]
fn a_rule_of_hours_is_refused() {
    let hourly = WEEKLY.replace("WEEKLY;COUNT=3", "HOURLY;COUNT=3");
    insta::assert_snapshot!(calendar(&event(&hourly)), @"
    Talk: 2026-01-05 10:00 Europe/London for 1h <a>
    ! Talk: only its first date is imported: it repeats several times a day (FREQ=HOURLY)
    ");
}

#[test]
fn meetings_that_overlap_are_shortened() {
    let long = WEEKLY.replace("DTEND;TZID=Europe/London:20260105T110000", "DURATION:P8D");
    insta::assert_snapshot!(calendar(&event(&long)), @"
    Talk: 2026-01-05 10:00 Europe/London for 7d <a>
      weekly on Monday 3 times
    ! Talk: each of its meetings lasts until after the next one begins: they are imported with 7 days
    ");
}
