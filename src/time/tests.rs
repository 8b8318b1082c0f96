/// The laws of what is understood.
mod laws;
/// What is not a moment, with what to write instead.
mod refused;
/// What people type.
mod typed;

use super::*;

fn read(written: &str) -> Moment {
    Moment::parse(written).unwrap()
}

/// A problem as people read it, with its name.
fn refused(written: &str) -> String {
    let problem = Moment::parse(written).unwrap_err();
    let help = problem.advice().unwrap_or_else(|| "none".to_owned());
    format!(
        "{}: {}\nhelp: {help}",
        problem.kind().name(),
        problem.message()
    )
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
}

fn london(text: &str) -> ZonedTime {
    ZonedTime::new(Zone::parse("Europe/London").unwrap(), local(text)).unwrap()
}

#[test]
fn a_date_with_a_time() {
    for written in [
        "2025-03-27 11:00",
        "2025-03-27T11:00",
        "2025-03-27t11:00",
        "2025-03-27  11:00",
        "  2025-03-27 11:00  ",
    ] {
        assert_eq!(
            read(written),
            Moment::DateTime(local("2025-03-27 11:00:00")),
            "{written}"
        );
    }
}

#[test]
fn an_hour_below_ten_needs_no_zero() {
    let expected = Moment::DateTime(local("2025-03-27 09:05:00"));
    assert_eq!(read("2025-03-27 9:05"), expected);
    assert_eq!(read("2025-03-27 09:05"), expected);
}

#[test]
fn a_time_in_utc() {
    for written in [
        "2025-03-27 11:00Z",
        "2025-03-27T11:00Z",
        "2025-03-27T11:00:00Z",
        "2025-03-27t11:00z",
        "2025-03-27 11:00 Z",
    ] {
        assert_eq!(
            read(written),
            Moment::Instant(local("2025-03-27 11:00:00").and_utc()),
            "{written}"
        );
    }
}

#[test]
fn a_time_in_utc_may_have_seconds() {
    assert_eq!(
        read("2025-03-27T11:00:59Z"),
        Moment::Instant(local("2025-03-27 11:00:59").and_utc())
    );
}

#[test]
fn a_date() {
    assert_eq!(read("2025-03-27"), Moment::Date(date("2025-03-27")));
    assert_eq!(read("2028-02-29"), Moment::Date(date("2028-02-29")));
}

#[test]
fn a_time_of_day() {
    let time =
        |hours, minutes| Moment::Time(chrono::NaiveTime::from_hms_opt(hours, minutes, 0).unwrap());
    assert_eq!(read("11:00"), time(11, 0));
    assert_eq!(read("9:30"), time(9, 30));
    assert_eq!(read("00:00"), time(0, 0));
    assert_eq!(read("23:59"), time(23, 59));
}

#[test]
fn a_month() {
    let expected = Moment::Month {
        year: 2022,
        month: 11,
    };
    assert_eq!(read("2022-11"), expected);
}

#[test]
fn a_year() {
    assert_eq!(read("2022"), Moment::Year(2022));
}

#[test]
fn to_be_confirmed_in_the_words_that_people_use() {
    for written in ["tbc", "TBC", "tba", "tbd", " tbc "] {
        assert_eq!(read(written), Moment::ToBeConfirmed, "{written}");
    }
}

#[test]
fn the_years_from_1970_to_2099() {
    assert_eq!(read("1970-01-01"), Moment::Date(date("1970-01-01")));
    assert_eq!(read("2099-12-31"), Moment::Date(date("2099-12-31")));
    assert_eq!(read("1970"), Moment::Year(1970));
    assert_eq!(read("2099"), Moment::Year(2099));
}

#[test]
fn each_form_has_a_name_for_messages() {
    let forms = [
        ("2025-03-27 11:00", "a date with a time"),
        ("2025-03-27 11:00Z", "a time in UTC"),
        ("2025-03-27", "a date"),
        ("11:00", "a time of day"),
        ("2022-11", "a month"),
        ("2022", "a year"),
        ("tbc", "to be confirmed"),
    ];
    for (written, form) in forms {
        assert_eq!(read(written).form(), form);
    }
}

#[test]
fn all_day_events_end_on_the_day_after_their_last() {
    let time = EventTime::all_day(date("2026-09-12"), date("2026-09-13")).unwrap();
    assert_eq!(
        time,
        EventTime::AllDay {
            first: date("2026-09-12"),
            end: date("2026-09-14"),
        }
    );
    assert_eq!(time.last_date(), date("2026-09-13"));
}

#[test]
fn an_event_that_ends_at_midnight_does_not_reach_into_the_next_day() {
    let time =
        EventTime::zoned(london("2026-03-27 22:00:00"), london("2026-03-28 00:00:00")).unwrap();
    assert_eq!(time.last_date(), date("2026-03-27"));
}

#[test]
fn an_instance_of_a_series_is_as_long_across_a_clock_change() {
    // The night of 29 March 2026 has no hour from one to two.
    let first =
        EventTime::zoned(london("2026-03-22 00:30:00"), london("2026-03-22 03:30:00")).unwrap();
    assert_eq!(
        first.on(date("2026-03-29")),
        EventTime::Zoned {
            start: london("2026-03-29 00:30:00"),
            end: london("2026-03-29 04:30:00"),
        }
    );
}

#[test]
fn a_text_of_any_length_is_refused() {
    for part in ["-", "9t", "1:", "“", "a "] {
        assert!(Moment::parse(&part.repeat(100_000)).is_err());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(written in "[ -~é]{0,30}|[0-9:TZ ./apm-]{0,30}") {
        let _ = Moment::parse(&written);
    }

    #[test]
    fn every_date_is_read_as_itself(days in 0_u64..47_482) {
        let day = date("1970-01-01") + Days::new(days);
        assert_eq!(read(&day.to_string()), Moment::Date(day));
    }
}
