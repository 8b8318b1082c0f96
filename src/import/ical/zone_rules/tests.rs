//! Tests of the rules of VTIMEZONEs.

use proptest::prelude::*;

use super::super::super::account::Ledger;
use super::super::reader::read;
use super::*;

/// A part of a VTIMEZONE: its first change, the offsets before and after it, and the rule if it has one.
fn part(start: &str, from: &str, to: &str, rule: &str) -> String {
    let rule = match rule {
        "" => String::new(),
        rule => format!("RRULE:{rule}\n"),
    };
    format!(
        "BEGIN:STANDARD\nDTSTART:{start}\n{rule}TZOFFSETFROM:{from}\nTZOFFSETTO:{to}\nEND:STANDARD\n"
    )
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn component(parts: &[String]) -> Component {
    let parts = parts.concat();
    let text =
        format!("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\n{parts}END:VTIMEZONE\nEND:VCALENDAR\n");
    let mut calendars = read(text.as_bytes(), &mut Ledger::default()).unwrap();
    calendars[0].components.remove(0)
}

fn found(parts: &[String], home: Option<&str>) -> (String, String) {
    match find(&component(parts), home.map(zone)) {
        Ok((zone, why)) => (zone.to_string(), why),
        Err(why) => ("none".to_owned(), why),
    }
}

#[track_caller]
fn check(parts: &[String], place: &str, why: &str) {
    assert_eq!(found(parts, None), (place.to_owned(), why.to_owned()));
}

const SAME: &str = "its clock changes are those of this place";
const SAME_DAYS: &str = "its clocks change on the same days as those of this place";
const NONE: &str = "its VTIMEZONE has the clock changes of no place";

#[test]
fn a_zone_without_clock_changes_is_a_place_with_that_offset() {
    check(
        &[part("16010101T000000", "+0530", "+0530", "")],
        "Asia/Kolkata",
        SAME,
    );
    check(
        &[part("19700101T000000", "-0500", "-0500", "")],
        "America/Panama",
        SAME,
    );
    check(
        &[part("19700101T000000", "+0000", "+0000", "")],
        "UTC",
        SAME,
    );
    check(
        &[part("16010101T000000", "-0741", "-0741", "")],
        "none",
        NONE,
    );
}

#[test]
fn rules_by_weekday_and_by_day_of_the_month_are_compared() {
    let spring = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU";
    let parts = [
        part("20070311T020000", "-0500", "-0400", spring),
        part(
            "20071104T020000",
            "-0400",
            "-0500",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        ),
    ];
    check(&parts, "America/New_York", SAME);
    let parts = [
        part(
            "20060924T020000",
            "+1200",
            "+1300",
            "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=9",
        ),
        part(
            "20080406T030000",
            "+1300",
            "+1200",
            "FREQ=YEARLY;BYDAY=1SU;BYMONTH=4",
        ),
    ];
    check(&parts, "Pacific/Auckland", SAME);
}

#[test]
fn rules_of_the_past_that_have_ended_are_ignored() {
    let parts = [
        part(
            "19870405T020000",
            "-0800",
            "-0700",
            "FREQ=YEARLY;UNTIL=20060402T100000Z;BYMONTH=4;BYDAY=1SU",
        ),
        part(
            "19671029T020000",
            "-0700",
            "-0800",
            "FREQ=YEARLY;UNTIL=20061029T090000Z;BYMONTH=10;BYDAY=-1SU",
        ),
        part(
            "20070311T020000",
            "-0800",
            "-0700",
            "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        ),
        part(
            "20071104T020000",
            "-0700",
            "-0800",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        ),
    ];
    check(&parts, "America/Los_Angeles", SAME);
}

#[test]
fn the_periods_of_outlook_end_where_the_next_one_begins() {
    let parts = [
        part(
            "16711029T020000",
            "-0400",
            "-0500",
            "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        ),
        part(
            "16710404T020000",
            "-0500",
            "-0400",
            "FREQ=YEARLY;BYDAY=1SU;BYMONTH=4",
        ),
        part(
            "20071104T020000",
            "-0400",
            "-0500",
            "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        ),
        part(
            "20070311T020000",
            "-0500",
            "-0400",
            "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        ),
    ];
    check(&parts, "America/New_York", SAME);
}

#[test]
fn a_wrong_hour_of_the_change_is_accepted_if_the_days_agree() {
    let parts = [
        part(
            "19500326T020000",
            "+0000",
            "+0100",
            "FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=3",
        ),
        part(
            "19501029T020000",
            "+0100",
            "+0000",
            "FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=10",
        ),
    ];
    check(&parts, "Europe/London", SAME_DAYS);
}

#[test]
fn rules_of_earlier_years_are_found_with_the_years() {
    let parts = [
        part(
            "20151018T000000",
            "-0300",
            "-0200",
            "FREQ=YEARLY;BYMONTH=10;BYDAY=3SU",
        ),
        part(
            "20150222T000000",
            "-0200",
            "-0300",
            "FREQ=YEARLY;BYMONTH=2;BYDAY=3SU",
        ),
    ];
    let why = format!("{SAME} from 2015 to 2017");
    check(&parts, "America/Sao_Paulo", &why);
    let parts = [
        part(
            "19501029T020000",
            "-0400",
            "-0500",
            "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        ),
        part(
            "19500402T020000",
            "-0500",
            "-0400",
            "FREQ=YEARLY;BYDAY=1SU;BYMONTH=4",
        ),
    ];
    let why = format!("{SAME} from 2004 to 2006");
    check(&parts, "America/New_York", &why);
}

#[test]
fn changes_without_a_rule_are_compared_one_by_one() {
    let why = "this place has the clock changes that it lists";
    let parts = [
        part("20260329T020000", "+0100", "+0200", ""),
        part("20261025T030000", "+0200", "+0100", ""),
    ];
    check(&parts, "Europe/Berlin", why);
    let dates = part("20260308T020000", "-0500", "-0400", "").replace(
        "TZOFFSETFROM",
        "RDATE:20270314T020000,20280312T020000\nTZOFFSETFROM",
    );
    let wrong = dates.replace("0314", "0315");
    check(&[dates], "America/New_York", why);
    check(&[wrong], "none", NONE);
}

#[test]
fn the_zone_of_the_calendar_is_preferred_where_it_agrees() {
    let spring = "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3";
    let autumn = "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10";
    let parts = [
        part("16010101T020000", "+0100", "+0200", spring),
        part("16010101T030000", "+0200", "+0100", autumn),
    ];
    let name = |home| found(&parts, Some(home)).0;
    assert_eq!(name("Europe/Rome"), "Europe/Rome");
    assert_eq!(name("Europe/London"), "Europe/Berlin");
    let parts = [part("20260329T020000", "+0100", "+0200", "")];
    let why = "this place has the clock changes that it lists";
    let rome = ("Europe/Rome".to_owned(), why.to_owned());
    assert_eq!(found(&parts, Some("Europe/Rome")), rome);
}

#[test]
fn a_zone_with_changes_on_other_days_is_that_of_the_calendar_or_none() {
    let parts = [
        part(
            "16010101T020000",
            "+0100",
            "+0200",
            "FREQ=YEARLY;BYDAY=1SU;BYMONTH=5",
        ),
        part(
            "16010101T030000",
            "+0200",
            "+0100",
            "FREQ=YEARLY;BYDAY=1SU;BYMONTH=9",
        ),
    ];
    check(&parts, "none", NONE);
    let why = "the zone of the calendar has the same offsets, but changes its clocks on other days";
    let berlin = ("Europe/Berlin".to_owned(), why.to_owned());
    assert_eq!(found(&parts, Some("Europe/Berlin")), berlin);
    let none = ("none".to_owned(), NONE.to_owned());
    assert_eq!(found(&parts, Some("Europe/London")), none);
}

#[test]
fn rules_that_are_not_yearly_cannot_be_read() {
    let unread = "its VTIMEZONE cannot be read";
    let cases = [
        "FREQ=MONTHLY;BYDAY=1SU",
        "FREQ=YEARLY;BYDAY=XX;BYMONTH=3",
        "FREQ=YEARLY;BYMONTH=3;BYSETPOS=1",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYDAY=1SU",
        "nothing",
    ];
    for rule in cases {
        check(
            &[part("20260329T020000", "+0100", "+0200", rule)],
            "none",
            unread,
        );
    }
    check(&[], "none", unread);
    check(&[part("soon", "+0100", "+0200", "")], "none", unread);
    check(
        &[part("20260329T020000", "early", "+0200", "")],
        "none",
        unread,
    );
}

#[test]
fn rules_contradict_a_zone_with_another_offset_in_either_half_of_a_year() {
    let parts = [
        part(
            "16010101T010000",
            "+0000",
            "+0100",
            "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        ),
        part(
            "16010101T020000",
            "+0100",
            "+0000",
            "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        ),
    ];
    let london = component(&parts);
    assert!(!contradict(&london, zone("Europe/London")));
    assert!(contradict(&london, zone("UTC")));
    let fixed = component(&[part("16010101T000000", "+0000", "+0000", "")]);
    assert!(contradict(&fixed, zone("Europe/London")));
    assert!(!contradict(&fixed, zone("UTC")));
    let listed = component(&[part("20100328T010000", "+0000", "+0100", "")]);
    assert!(!contradict(&listed, zone("Asia/Tokyo")));
}

proptest! {
    #[test]
    fn no_rule_panics(
        start in "[0-9]{4,9}T?[0-9]{0,6}",
        offset in "[-+]?[0-9]{1,6}",
        rule in "(FREQ=YEARLY)?(;BYMONTH=[0-9]{1,2})?(;BYDAY=-?[0-9]{0,3}(SU|MO|é)?)?(;BYMONTHDAY=[0-9,]{0,6})?(;UNTIL=[0-9]{8})?",
    ) {
        let parts = [part(&start, &offset, "+0100", &rule), part(&start, "+0100", &offset, &rule)];
        let component = component(&parts);
        let _ = find(&component, Some(zone("Europe/London")));
        let _ = contradict(&component, zone("Europe/London"));
    }
}
