//! RRULE, RDATE and EXDATE.

use super::super::super::super::printed::{calendar, event};

/// A weekly series in London with three dates from 5 January 2026.
const WEEKLY: &str = "UID:a | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260105T100000 | DTEND;TZID=Europe/London:20260105T110000 | RRULE:FREQ=WEEKLY;COUNT=3";

fn weekly(more: &str) -> String {
    calendar(&event(&format!("{WEEKLY} | {more}")))
}

#[test]
fn a_rule_becomes_a_sentence_with_its_end() {
    insta::assert_snapshot!(calendar(&event(WEEKLY)), @"");
    let until = WEEKLY.replace("COUNT=3", "UNTIL=20260119T100000Z");
    insta::assert_snapshot!(calendar(&event(&until)), @"");
    let until = WEEKLY.replace("COUNT=3", "UNTIL=20260119T095959Z");
    insta::assert_snapshot!(calendar(&event(&until)), @"");
}

#[test]
fn a_rule_that_ends_before_its_start_has_no_date() {
    let ended = WEEKLY.replace("COUNT=3", "UNTIL=20251201T000000Z");
    insta::assert_snapshot!(calendar(&event(&ended)), @"");
}

#[test]
fn a_first_date_off_the_rule_is_one_more_date() {
    let off = WEEKLY.replace("COUNT=3", "BYDAY=TU;COUNT=3");
    insta::assert_snapshot!(calendar(&event(&off)), @"");
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
            insta::assert_snapshot!(weekly(exception), @"");
        }
    }
}

#[test]
fn exceptions_to_no_date_are_counted() {
    let stray = weekly("EXDATE:20260113T100000Z,20260114T100000Z | EXDATE:20260112T000000Z");
    insta::assert_snapshot!(stray, @"");
}

#[test]
fn an_exception_of_whole_days_may_be_a_time() {
    let days = calendar(&event(
        "UID:a | SUMMARY:Open | DTSTART;VALUE=DATE:20260105 | RRULE:FREQ=WEEKLY;COUNT=3 | EXDATE:20260112T000000Z",
    ));
    insta::assert_snapshot!(days, @"");
}

#[test]
fn a_series_of_which_the_first_date_is_left_out_keeps_it_as_skipped() {
    insta::assert_snapshot!(weekly("EXDATE:20260105T100000Z"), @"");
}

#[test]
fn a_series_of_which_each_date_is_left_out_is_none() {
    let exceptions = "EXDATE:20260105T100000Z,20260112T100000Z,20260119T100000Z";
    insta::assert_snapshot!(weekly(exceptions), @"");
    insta::assert_snapshot!(
        weekly(&format!("{exceptions} | RDATE:20260107T120000Z,20260108T120000Z")), @"");
}

#[test]
fn extra_dates_have_their_time_if_it_differs() {
    let extra = weekly("RDATE:20260107T100000Z,20260108T150000Z | RDATE;VALUE=DATE:20260109");
    insta::assert_snapshot!(extra, @"");
}

#[test]
fn a_second_meeting_on_one_day_is_an_event_of_its_own() {
    insta::assert_snapshot!(weekly("RDATE:20260112T150000Z,20260112T100000Z"), @"");
}

#[test]
fn an_extra_date_may_have_a_length() {
    let period = weekly("RDATE;VALUE=PERIOD:20260107T100000Z/PT2H,20260108T100000Z/20260108T103000Z");
    insta::assert_snapshot!(period, @"");
}

#[test]
fn an_exception_with_an_extra_date_near_it_is_a_move() {
    insta::assert_snapshot!(weekly("EXDATE:20260112T100000Z | RDATE:20260113T100000Z"), @"");
    // Beyond the next date, it is not.
    insta::assert_snapshot!(weekly("EXDATE:20260112T100000Z | RDATE:20260120T100000Z"), @"");
}

#[test]
fn a_single_event_near_an_exception_is_its_new_date() {
    let single = event("UID:b | SUMMARY:Talk | DTSTART;TZID=Europe/London:20260114T120000 | DTEND;TZID=Europe/London:20260114T130000 | LOCATION:Elsewhere");
    let series = event(&format!("{WEEKLY} | EXDATE:20260112T100000Z"));
    insta::assert_snapshot!(calendar(&format!("{series}{single}")), @"");
    let other = single.replace("SUMMARY:Talk", "SUMMARY:Another");
    insta::assert_snapshot!(calendar(&format!("{series}{other}")), @"");
}

#[test]
fn a_rule_without_words_becomes_dates() {
    let months = calendar(&event(
        "UID:a | SUMMARY:Walk | DTSTART;TZID=Europe/London:20260105T100000 | RRULE:FREQ=WEEKLY;BYMONTH=1,3;COUNT=7",
    ));
    insta::assert_snapshot!(months, @"");
    let endless = calendar(&event(
        "UID:a | SUMMARY:Walk | DTSTART;TZID=Europe/London:20260131T100000 | RRULE:FREQ=MONTHLY;BYMONTHDAY=31",
    ));
    insta::assert_snapshot!(endless, @"");
}

#[test]
fn daily_with_weekdays_is_weekly() {
    let daily = WEEKLY.replace("WEEKLY;COUNT=3", "DAILY;BYDAY=MO,TU,WE,TH,FR");
    insta::assert_snapshot!(calendar(&event(&daily)), @"");
}

#[test]
fn a_rule_of_hours_is_refused() {
    let hourly = WEEKLY.replace("WEEKLY;COUNT=3", "HOURLY;COUNT=3");
    insta::assert_snapshot!(calendar(&event(&hourly)), @"");
}

#[test]
fn meetings_that_overlap_are_shortened() {
    let long = WEEKLY.replace("DTEND;TZID=Europe/London:20260105T110000", "DURATION:P8D");
    insta::assert_snapshot!(calendar(&event(&long)), @"");
}
