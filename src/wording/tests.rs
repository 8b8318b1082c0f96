use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::time::{Approximate, EventTime, ZonedTime};
use crate::words::ENGLISH;
use crate::zone::Zone;

fn timed(start: &str, end: &str) -> String {
    let zone = Zone::parse("Europe/London").unwrap();
    let at = |local: &str| {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
        ZonedTime::new(zone, local).unwrap()
    };
    ENGLISH.time(&EventTime::zoned(at(start), at(end)).unwrap())
}

fn days(first: &str, last: &str) -> String {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    ENGLISH.time(&EventTime::all_day(date(first), date(last)).unwrap())
}

#[test]
fn a_time_is_said_as_gov_uk_says_it() {
    assert_eq!(
        timed("2025-03-27 11:00", "2025-03-27 12:00"),
        "Thursday 27 March 2025, 11am to midday"
    );
    assert_eq!(
        timed("2025-01-29 09:05", "2025-01-29 17:30"),
        "Wednesday 29 January 2025, 9:05am to 5:30pm"
    );
}

#[test]
fn an_evening_that_ends_after_midnight_is_one_evening() {
    assert_eq!(
        timed("2026-12-31 20:00", "2027-01-01 01:00"),
        "Thursday 31 December 2026, 8pm to 1am"
    );
    assert_eq!(
        timed("2026-06-05 20:00", "2026-06-06 00:00"),
        "Friday 5 June 2026, 8pm to midnight"
    );
}

#[test]
fn an_end_that_the_clocks_show_twice_is_told_apart() {
    let zone = Zone::parse("Europe/London").unwrap();
    let lasting = |start: &str, minutes: i64| {
        let local = NaiveDateTime::parse_from_str(start, "%Y-%m-%d %H:%M").unwrap();
        let start = ZonedTime::interpreted(zone, local);
        let end = ZonedTime::at(zone, start.instant() + TimeDelta::minutes(minutes));
        EventTime::zoned(start, end).unwrap()
    };
    for (start, minutes, said) in [
        (
            "2026-10-24 21:00",
            240,
            "Saturday 24 October 2026, 9pm to 1am",
        ),
        (
            "2026-10-24 21:00",
            300,
            "Saturday 24 October 2026, 9pm to 1am after the clocks go back",
        ),
        (
            "2026-10-25 01:45",
            30,
            "Sunday 25 October 2026, 1:45am to 1:15am after the clocks go back",
        ),
        (
            "2026-10-24 21:00",
            360,
            "Saturday 24 October 2026, 9pm to 2am",
        ),
    ] {
        let night = lasting(start, minutes);
        assert_eq!(ENGLISH.time(&night), said);
        assert!(said.ends_with(&ENGLISH.hours(&night)));
    }
}

#[test]
fn the_beginning_of_a_day_is_midnight() {
    assert_eq!(
        timed("2027-01-05 00:00", "2027-01-05 02:00"),
        "Tuesday 5 January 2027, midnight to 2am"
    );
    assert_eq!(
        timed("2027-01-09 00:00", "2027-01-10 00:00"),
        "Saturday 9 January 2027, midnight to Sunday 10 January 2027, midnight"
    );
}

#[test]
fn what_lasts_longer_than_half_a_day_and_into_the_next_names_both() {
    assert_eq!(
        timed("2027-01-11 08:00", "2027-01-12 05:00"),
        "Monday 11 January 2027, 8am to Tuesday 12 January 2027, 5am"
    );
}

#[test]
fn an_event_of_some_days_names_both() {
    assert_eq!(
        timed("2026-06-05 18:00", "2026-06-07 15:00"),
        "Friday 5 June 2026, 6pm to Sunday 7 June 2026, 3pm"
    );
}

#[test]
fn whole_days_say_no_more_than_they_must() {
    assert_eq!(days("2022-03-24", "2022-03-24"), "Thursday 24 March 2022");
    assert_eq!(
        days("2026-09-12", "2026-09-13"),
        "Saturday 12 to Sunday 13 September 2026"
    );
    assert_eq!(
        days("2026-09-30", "2026-10-01"),
        "Wednesday 30 September to Thursday 1 October 2026"
    );
    assert_eq!(
        days("2026-12-31", "2027-01-01"),
        "Thursday 31 December 2026 to Friday 1 January 2027"
    );
}

#[test]
fn what_is_known_of_a_date_is_said() {
    assert_eq!(
        ENGLISH.approximate(Approximate::Month {
            year: 2022,
            month: 11
        }),
        "November 2022"
    );
    assert_eq!(ENGLISH.approximate(Approximate::Year(2022)), "2022");
    assert_eq!(
        ENGLISH.approximate(Approximate::ToBeConfirmed),
        "date to be confirmed"
    );
}

#[test]
fn hours_are_said_without_their_date() {
    let at = |start: &str, end: &str| {
        let zone = Zone::parse("Europe/London").unwrap();
        let at = |local: &str| {
            let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
            ZonedTime::new(zone, local).unwrap()
        };
        ENGLISH.hours(&EventTime::zoned(at(start), at(end)).unwrap())
    };
    assert_eq!(
        at("2026-06-05 11:00", "2026-06-05 12:30"),
        "11am to 12:30pm"
    );
    assert_eq!(at("2026-06-05 20:00", "2026-06-06 01:00"), "8pm to 1am");
    assert_eq!(
        at("2026-06-05 09:00", "2026-06-06 17:00"),
        "9am to 5pm 1 day later"
    );
    assert_eq!(
        at("2026-06-05 09:00", "2026-06-07 17:00"),
        "9am to 5pm 2 days later"
    );
}

#[test]
fn dates_are_listed_and_many_are_counted() {
    let said = |list: &[&str]| {
        let list: Vec<NaiveDate> = list.iter().map(|date| date.parse().unwrap()).collect();
        ENGLISH.dates(&list)
    };
    assert_eq!(said(&["2026-06-25"]), "25 June 2026");
    assert_eq!(
        said(&["2026-11-26", "2026-12-24", "2027-01-28", "2027-02-25"]),
        "26 November, 24 December 2026, 28 January and 25 February 2027"
    );
    assert_eq!(
        said(&[
            "2026-11-26",
            "2026-12-24",
            "2027-01-28",
            "2027-02-25",
            "2027-03-25"
        ]),
        "26 November, 24 December 2026, 28 January 2027 and 2 more, the last on 25 March 2027"
    );
    assert_eq!(said(&[]), "");
}
