//! Tests of dates, times and durations.

use proptest::prelude::*;

use super::super::super::account::Ledger;
use super::super::reader::{Component, read};
use super::*;

/// A calendar with the zone `Europe/London` for times without one, and an event with this line.
fn property(line: &str) -> (Property, Zones) {
    let text = format!(
        "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/London\nBEGIN:VEVENT\n{line}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    let calendar: Component = read(text.as_bytes(), &mut Ledger::default())
        .unwrap()
        .remove(0);
    let zones = Zones::of(&calendar, None);
    (calendar.components[0].properties[0].clone(), zones)
}

/// What a line means, in short.
fn read_as(line: &str) -> String {
    let (property, zones) = property(line);
    shown(when(&property, &zones))
}

fn shown(when: Result<When, String>) -> String {
    match when {
        Ok(When::Date(date)) => date.to_string(),
        Ok(When::Utc(at)) => at.format("%F %T UTC").to_string(),
        Ok(When::Zoned(zone, local)) => format!("{local} {zone}"),
        Ok(When::Floating(local)) => format!("{local} floating"),
        Err(why) => why,
    }
}

#[test]
fn dates_and_times_are_read_by_their_form() {
    let cases = [
        ("DTSTART:20260122", "2026-01-22"),
        ("DTSTART;VALUE=DATE:20260122", "2026-01-22"),
        ("DTSTART;VALUE=DATE-TIME:20260122", "2026-01-22"),
        ("DTSTART;TZID=Europe/Berlin:20260122", "2026-01-22"),
        ("DTSTART;VALUE=DATE:20260122T000000", "2026-01-22"),
        ("DTSTART;VALUE=DATE:20260122T000000Z", "2026-01-22"),
        (
            "DTSTART;VALUE=DATE:20260122T110000",
            "2026-01-22 11:00:00 Europe/London",
        ),
        (
            "DTSTART:20260122T110000",
            "2026-01-22 11:00:00 Europe/London",
        ),
        (
            "DTSTART;TZID=:20260122T110000",
            "2026-01-22 11:00:00 Europe/London",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20260122T110000",
            "2026-01-22 11:00:00 Europe/Berlin",
        ),
        (
            "DTSTART;TZID=GMT Standard Time:20260122T110000",
            "2026-01-22 11:00:00 Europe/London",
        ),
        ("DTSTART:20260122T110000Z", "2026-01-22 11:00:00 UTC"),
        (
            "DTSTART;TZID=Europe/Berlin:20260122T110000Z",
            "2026-01-22 11:00:00 UTC",
        ),
        (
            "dtstart;tzid=europe/berlin:20260122t110000z",
            "2026-01-22 11:00:00 UTC",
        ),
        ("DTSTART:20260122T110000+0130", "2026-01-22 09:30:00 UTC"),
        (
            "DTSTART:2026-01-22T11:00:00-05:00",
            "2026-01-22 16:00:00 UTC",
        ),
        (
            "DTSTART:2026-01-22T11:00:00.000Z",
            "2026-01-22 11:00:00 UTC",
        ),
        ("DTSTART:2026-01-22", "2026-01-22"),
        (
            "DTSTART: 20260122T1100 ",
            "2026-01-22 11:00:00 Europe/London",
        ),
        (
            "DTSTART:20260122T 110000",
            "2026-01-22 11:00:00 Europe/London",
        ),
        (
            "DTSTART:20260122T105960",
            "2026-01-22 10:59:59 Europe/London",
        ),
        (
            "DTSTART:20260122T240000",
            "2026-01-23 00:00:00 Europe/London",
        ),
        ("DTSTART:20991231", "2099-12-31"),
        ("DTSTART:19700101", "1970-01-01"),
    ];
    for (line, expected) in cases {
        assert_eq!(read_as(line), expected, "{line}");
    }
}

#[test]
fn what_cannot_be_read_is_said_in_words() {
    let form = "expected a date such as `20260122` or a time such as `20260122T110000Z`";
    let years = "an events file can have the years 1970 to 2099";
    let cases = [
        ("DTSTART:", "`DTSTART` is empty".to_owned()),
        ("DTSTART:next week", format!("`DTSTART` is `next week`: {form}")),
        ("DTEND:2026012", format!("`DTEND` is `2026012`: {form}")),
        ("DTSTART:20260122T11", format!("`DTSTART` is `20260122T11`: {form}")),
        ("DTSTART:2026-0122", format!("`DTSTART` is `2026-0122`: {form}")),
        ("DTSTART:20260122T110000+9", format!("`DTSTART` is `20260122T110000+9`: {form}")),
        ("DTSTART:20260122T11000é", format!("`DTSTART` is `20260122T11000é`: {form}")),
        (
            "DTSTART:20260230",
            "`DTSTART` is `20260230`: there is no such day in the calendar".to_owned(),
        ),
        (
            "DTSTART:20260122T250000",
            "`DTSTART` is `20260122T250000`: there is no such time of day".to_owned(),
        ),
        (
            "DTSTART:20260122T110061",
            "`DTSTART` is `20260122T110061`: there is no such time of day".to_owned(),
        ),
        ("DTSTART:19691231", format!("`DTSTART` is `19691231`: {years}")),
        ("DTSTART:21000101T000000Z", format!("`DTSTART` is `21000101T000000Z`: {years}")),
        (
            "DTSTART:20991231T240000",
            "`DTSTART` is `20991231T240000`: it is after the last year of an events file".to_owned(),
        ),
        (
            "DTSTART;TZID=Narnia:20260122T110000",
            "the time zone `Narnia` is not known: no place has this name; write an IANA name such as `Europe/London` instead"
                .to_owned(),
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(read_as(line), expected, "{line}");
    }
    let long = format!("DTSTART:{}", "9".repeat(500));
    let shown = "9".repeat(60);
    assert_eq!(read_as(&long), format!("`DTSTART` is `{shown}`: {form}"));
}

#[test]
fn an_unknown_zone_does_not_matter_to_a_date_or_an_instant() {
    assert_eq!(read_as("DTSTART;TZID=Narnia:20260122"), "2026-01-22");
    assert_eq!(
        read_as("DTSTART;TZID=Narnia:20260122T110000Z"),
        "2026-01-22 11:00:00 UTC"
    );
}

#[test]
fn each_value_of_a_list_is_read_on_its_own() {
    let (property, zones) = property(
        "RDATE;TZID=Europe/Berlin:20260122, 20260123T110000,20260124T110000Z,,x,20260125T110000/PT1H,20260126T110000Z/20260126T120000Z",
    );
    let values: Vec<String> = all(&property, &zones).into_iter().map(shown).collect();
    assert_eq!(
        values,
        [
            "2026-01-22",
            "2026-01-23 11:00:00 Europe/Berlin",
            "2026-01-24 11:00:00 UTC",
            "`RDATE` is `x`: expected a date such as `20260122` or a time such as `20260122T110000Z`",
            "2026-01-25 11:00:00 Europe/Berlin",
            "2026-01-26 11:00:00 UTC",
        ]
    );
}

#[test]
fn a_list_without_values_is_empty() {
    let (property, zones) = property("EXDATE:");
    assert_eq!(all(&property, &zones), []);
}

#[test]
fn a_time_without_a_zone_floats_only_if_the_calendar_names_none() {
    let (property, _) = property("DTSTART:20260122T110000");
    let zones = Zones::of(&Component::default(), None);
    assert_eq!(
        shown(when(&property, &zones)),
        "2026-01-22 11:00:00 floating"
    );
}

#[test]
fn a_skipped_time_is_read_with_the_offset_before_the_gap() {
    let (property, zones) = property("DTSTART;TZID=America/New_York:20070311T023000");
    // "20070311T023000 … is interpreted as 03:30:00 EDT", by RFC 5545 §3.3.5.
    let when = when(&property, &zones).unwrap();
    assert_eq!(when.instant().to_string(), "2007-03-11 07:30:00 UTC");
}

#[test]
fn a_repeated_time_is_the_first_of_both() {
    let (property, zones) = property("DTSTART;TZID=America/New_York:20071104T013000");
    let when = when(&property, &zones).unwrap();
    assert_eq!(when.instant().to_string(), "2007-11-04 05:30:00 UTC");
}

#[test]
fn a_time_is_converted_to_another_zone() {
    let zone = |name| Some(Zone::parse(name).unwrap());
    let (property, zones) = property("DTSTART;TZID=Europe/Berlin:20260122T110000");
    let time = when(&property, &zones).unwrap();
    assert_eq!(
        time.local(zone("Europe/London")).to_string(),
        "2026-01-22 10:00:00"
    );
    assert_eq!(time.local(None).to_string(), "2026-01-22 11:00:00");
    let utc = When::Utc(time.instant());
    assert_eq!(
        utc.local(zone("Asia/Tokyo")).to_string(),
        "2026-01-22 19:00:00"
    );
    assert_eq!(utc.local(None).to_string(), "2026-01-22 10:00:00");
    let date = When::Date(time.local(None).date());
    assert_eq!(
        date.local(zone("Asia/Tokyo")).to_string(),
        "2026-01-22 00:00:00"
    );
    assert_eq!(date.instant().to_string(), "2026-01-22 00:00:00 UTC");
}

#[test]
fn durations_are_read_in_all_forms() {
    let cases = [
        ("PT1H30M", Some(90 * 60)),
        ("P1D", Some(86_400)),
        ("P2W", Some(14 * 86_400)),
        ("P1DT2H3M4S", Some(93_784)),
        ("PT0S", Some(0)),
        ("-PT15M", Some(-900)),
        ("+PT15M", Some(900)),
        (" pt15m ", Some(900)),
        ("P1H", Some(3600)),
        ("PT36000H", Some(36_000 * 3600)),
        ("P", None),
        ("PT", None),
        ("P15", None),
        ("P1M", None),
        ("P1Y", None),
        ("PT1D", None),
        ("PT1.5H", None),
        ("PT1HT1H", None),
        ("P-1D", None),
        ("15M", None),
        ("P36601D", None),
        ("P99999999999999999999D", None),
        ("P9223372036854775807W", None),
        ("PT9223372036854775807S", None),
        ("P36600DT1S", None),
        ("Pé", None),
        ("", None),
    ];
    for (value, seconds) in cases {
        let found = duration(value).map(|length| length.num_seconds());
        assert_eq!(found, seconds, "{value}");
    }
}

#[test]
fn offsets_are_read_with_and_without_minutes() {
    let cases = [
        ("+0100", Some(3600)),
        ("-05:30", Some(-19_800)),
        ("+01", Some(3600)),
        ("-000115", Some(-75)),
        ("0100", Some(3600)),
        ("+1", None),
        ("+1600", None),
        ("+0160", None),
        ("", None),
        ("+é", None),
    ];
    for (text, seconds) in cases {
        let found = offset_of(text).map(|offset| offset.num_seconds());
        assert_eq!(found, seconds, "{text}");
    }
}

proptest! {
    #[test]
    fn no_value_panics(value in "[-+TZPWDHMS0-9:./, é]{0,24}") {
        let (mut property, zones) = property("DTSTART;TZID=Europe/London:20260122");
        property.value = value;
        for when in all(&property, &zones).into_iter().flatten() {
            let _ = when.instant() + TimeDelta::days(36_600);
        }
        let _ = when(&property, &zones);
        let _ = duration(&property.value);
    }
}
