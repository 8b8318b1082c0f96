//! Tests of the names and rules of time zones.

use super::super::reader::read;
use super::*;

fn calendar(lines: &str) -> Component {
    let text = format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n");
    read(text.as_bytes(), &mut Ledger::default())
        .unwrap()
        .remove(0)
}

/// A calendar with one event, whose zone has these lines.
fn described(tzid: &str, rules: &str) -> Component {
    calendar(&format!(
        "BEGIN:VTIMEZONE\nTZID:{tzid}\n{rules}\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nDTSTART;TZID=\"{tzid}\":20260122T110000\nEND:VEVENT"
    ))
}

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn found(tzid: &str) -> String {
    let zones = Zones::of(&calendar(""), None);
    zones
        .resolve(tzid)
        .map_or_else(|why| why, |zone| zone.to_string())
}

fn remarks(zones: &Zones) -> Vec<(usize, &str)> {
    let remarks = zones.remarks.iter();
    remarks
        .map(|(line, remark)| (*line, remark.as_str()))
        .collect()
}

const OUTLOOK_LONDON: &str = "\
BEGIN:STANDARD
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT";

#[test]
fn a_name_with_one_meaning_is_found_however_it_is_written() {
    let cases = [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        (" \"Europe/London\" ", "Europe/London"),
        ("America/New York", "America/New_York"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("US/Eastern", "US/Eastern"),
        ("UTC", "UTC"),
        ("Etc/UTC", "Etc/UTC"),
        ("Zulu", "UTC"),
        ("GB", "Europe/London"),
        ("EST5EDT", "America/New_York"),
        (
            "/freeassociation.sourceforge.net/Europe/London",
            "Europe/London",
        ),
        (
            "/freeassociation.sourceforge.net/Tzfile/Europe/London",
            "Europe/London",
        ),
        ("/mozilla.org/20050126_1/Europe/London", "Europe/London"),
        ("/citadel.org/20210210_1/Europe/London", "Europe/London"),
        (
            "/ics.py/2020.1/America/Argentina/Buenos_Aires",
            "America/Argentina/Buenos_Aires",
        ),
        ("/example.org/UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("GMT Standard Time", "Europe/London"),
        ("GMT Daylight Time", "Europe/London"),
        ("w. europe standard time", "Europe/Berlin"),
        ("Pacific Standard Time (Mexico)", "America/Tijuana"),
        ("UTC-11", "Pacific/Pago_Pago"),
        ("FLE Standard Time", "Europe/Kyiv"),
        ("British Columbia Standard Time", "America/Vancouver"),
        (
            "(UTC+00:00) Dublin, Edinburgh, Lisbon, London",
            "Europe/London",
        ),
        (
            "(GMT) Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London",
            "Europe/London",
        ),
        (
            "(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
            "Europe/Berlin",
        ),
        (
            "(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna",
            "Europe/Berlin",
        ),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        (
            "(UTC-05:00) Eastern Time (US and Canada)",
            "America/New_York",
        ),
        (
            "(GMT-08:00) Pacific Time (US & Canada), Tijuana",
            "America/Los_Angeles",
        ),
        (
            "(UTC+02:00) Athens, Bucharest, Istanbul",
            "Europe/Bucharest",
        ),
        (
            "Amsterdam, Belgrade, Berlin, Brussels, Budapest",
            "Europe/Berlin",
        ),
        ("(UTC-03:00) Brasília", "America/Sao_Paulo"),
        ("(UTC-04:30) Caracas", "America/Caracas"),
        (
            "(UTC+02:00) Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius",
            "Europe/Kyiv",
        ),
    ];
    for (name, expected) in cases {
        assert_eq!(found(name), expected, "{name}");
        assert!(zone_names::named(name).is_some(), "{name}");
    }
}

#[test]
fn every_name_of_windows_has_a_zone_of_its_own() {
    for (name, place, places) in super::super::windows::WINDOWS {
        assert_eq!(found(name), *place, "{name}");
        if !places.is_empty() {
            assert_eq!(found(&format!("(UTC+00:00) {places}")), *place, "{name}");
        }
    }
}

#[test]
fn every_name_of_the_database_that_an_events_file_can_have_is_itself() {
    for name in Zone::names().filter(|name| Zone::parse(name).is_ok()) {
        assert_eq!(found(name), name);
    }
}

#[test]
fn a_name_of_no_place_is_refused() {
    let cases = [
        ("Narnia/Cair_Paravel", "no place has this name"),
        ("(UTC+01:00) Paris, Tokyo", "no place has this name"),
        ("Customized Time Zone", "no place has this name"),
        ("tzone://Microsoft/Custom", "no place has this name"),
        ("Dateline Standard Time", "no place has this name"),
        ("", "no place has this name"),
        (
            "IST",
            "it may be `Europe/Dublin`, `Asia/Jerusalem` or another place",
        ),
        (
            "PST",
            "it may be `America/Los_Angeles`, `Asia/Manila` or another place",
        ),
    ];
    for (name, why) in cases {
        let message = format!(
            "the time zone `{name}` is not known: {why}; write an IANA name such as `Europe/London` instead"
        );
        assert_eq!(found(name), message);
    }
}

#[test]
fn an_abbreviation_or_an_offset_is_a_place_with_these_clocks_and_is_remarked_once() {
    let cases = [
        (
            "BST",
            "Europe/London",
            "places with this abbreviation have the same clocks",
        ),
        (
            "CEST",
            "Europe/Berlin",
            "places with this abbreviation have the same clocks",
        ),
        (
            "EDT",
            "America/New_York",
            "places with this abbreviation have the same clocks",
        ),
        (
            "UTC+1",
            "Africa/Lagos",
            "it has this offset from UTC, and no clock changes",
        ),
        (
            "GMT+01:00",
            "Africa/Lagos",
            "it has this offset from UTC, and no clock changes",
        ),
        (
            "Etc/GMT-1",
            "Africa/Lagos",
            "it has this offset from UTC, and no clock changes",
        ),
        (
            "GMT-0500",
            "America/Panama",
            "it has this offset from UTC, and no clock changes",
        ),
        (
            "+0530",
            "Asia/Kolkata",
            "it has this offset from UTC, and no clock changes",
        ),
        (
            "UTC+530",
            "Asia/Kolkata",
            "it has this offset from UTC, and no clock changes",
        ),
        (
            "GMT+0",
            "UTC",
            "it has this offset from UTC, and no clock changes",
        ),
        (
            "GMT",
            "UTC",
            "it has no clock changes; if London was meant, summer times are an hour late",
        ),
    ];
    for (name, place, why) in cases {
        let calendar = calendar(&format!(
            "BEGIN:VEVENT\nDTSTART;TZID={name}:20260122T110000\nDTEND;TZID={name}:20260122T120000\nEND:VEVENT"
        ));
        let zones = Zones::of(&calendar, None);
        assert_eq!(zones.resolve(name), Ok(zone(place)), "{name}");
        let remark = format!("the time zone `{name}` is read as `{place}`: {why}");
        assert_eq!(remarks(&zones), [(3, remark.as_str())], "{name}");
    }
}

#[test]
fn an_abbreviation_is_that_of_the_calendars_zone_if_it_has_it() {
    let calendar = calendar("X-WR-TIMEZONE:Europe/Dublin");
    let zones = Zones::of(&calendar, None);
    assert_eq!(zones.resolve("IST").ok(), Some(zone("Europe/Dublin")));
    assert_eq!(zones.resolve("PST").ok(), None);
}

#[test]
fn a_described_zone_is_the_best_known_place_with_its_clock_changes() {
    for name in [
        "Customized Time Zone",
        "tzone://Microsoft/Custom",
        "GMT",
        "Büro",
    ] {
        let zones = Zones::of(&described(name, OUTLOOK_LONDON), None);
        assert_eq!(zones.resolve(name), Ok(zone("Europe/London")), "{name}");
        let remark = format!(
            "the time zone `{name}` is read as `Europe/London`: its clock changes are those of this place"
        );
        assert_eq!(remarks(&zones), [(2, remark.as_str())]);
    }
}

#[test]
fn a_described_zone_is_that_of_the_calendar_if_it_has_the_same_clock_changes() {
    let mut calendar = described("Mine", OUTLOOK_LONDON);
    let zones = Zones::of(&calendar, Some(zone("Europe/Lisbon")));
    assert_eq!(zones.resolve("Mine").ok(), Some(zone("Europe/Lisbon")));
    let zones = Zones::of(&calendar, Some(zone("Europe/Berlin")));
    assert_eq!(zones.resolve("Mine").ok(), Some(zone("Europe/London")));
    calendar.properties.push(Property {
        name: "X-WR-TIMEZONE".into(),
        value: "Europe/Jersey".into(),
        ..Property::default()
    });
    let zones = Zones::of(&calendar, None);
    assert_eq!(zones.resolve("Mine").ok(), Some(zone("Europe/Jersey")));
}

#[test]
fn a_name_of_a_place_counts_more_than_the_rules() {
    let zones = Zones::of(&described("GMT Standard Time", OUTLOOK_LONDON), None);
    assert_eq!(
        zones.resolve("GMT Standard Time").ok(),
        Some(zone("Europe/London"))
    );
    assert_eq!(remarks(&zones), []);
    let zones = Zones::of(&described("Asia/Tokyo", OUTLOOK_LONDON), None);
    assert_eq!(zones.resolve("Asia/Tokyo").ok(), Some(zone("Asia/Tokyo")));
    let remark =
        "the VTIMEZONE of `Asia/Tokyo` has other clock changes than `Asia/Tokyo`: the name counts";
    assert_eq!(remarks(&zones), [(2, remark)]);
    let rules = format!("X-LIC-LOCATION:Europe/Dublin\n{OUTLOOK_LONDON}");
    let zones = Zones::of(&described("Office", &rules), None);
    assert_eq!(zones.resolve("Office").ok(), Some(zone("Europe/Dublin")));
    assert_eq!(remarks(&zones), []);
}

#[test]
fn the_name_of_a_described_zone_may_be_escaped() {
    let tzid = r"Work\, home";
    let calendar = calendar(&format!(
        "BEGIN:VTIMEZONE\nTZID:{tzid}\n{OUTLOOK_LONDON}\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nDTSTART;TZID=\"Work, home\":20260122T110000\nEND:VEVENT"
    ));
    let zones = Zones::of(&calendar, None);
    assert_eq!(zones.resolve("Work, home"), Ok(zone("Europe/London")));
}

#[test]
fn a_described_zone_with_the_clocks_of_no_place_is_refused() {
    let strange = OUTLOOK_LONDON.replace("BYMONTH=3", "BYMONTH=5");
    let cases = [
        (
            strange.as_str(),
            "its VTIMEZONE has the clock changes of no place",
        ),
        ("X-NOTHING:1", "its VTIMEZONE cannot be read"),
        (
            "BEGIN:STANDARD\nDTSTART:20260101T000000\nEND:STANDARD",
            "its VTIMEZONE cannot be read",
        ),
    ];
    for (rules, why) in cases {
        let zones = Zones::of(&described("Here", rules), None);
        let message = format!(
            "the time zone `Here` is not known: {why}; write an IANA name such as `Europe/London` instead"
        );
        assert_eq!(zones.resolve("Here"), Err(message));
    }
}

#[test]
fn the_zone_of_times_without_one_is_that_of_the_calendar_or_of_the_user() {
    let named = |value: &str, home: Option<&str>| {
        let calendar = calendar(&format!("X-WR-TIMEZONE:{value}"));
        let zones = Zones::of(&calendar, home.map(zone));
        let found = zones.home().map(|zone| zone.to_string());
        (found, zones.named.first().unwrap().1.clone())
    };
    let kept = Outcome::Kept;
    let london = Some("Europe/London".to_owned());
    assert_eq!(named("Europe/London", None), (london.clone(), kept.clone()));
    assert_eq!(
        named("Europe/London", Some("Europe/London")),
        (london.clone(), kept.clone())
    );
    assert_eq!(
        named("Asia/Tokyo", Some("Europe/London")),
        (Some("Asia/Tokyo".to_owned()), kept)
    );
    let renamed = Outcome::Rewritten("the key `timezone`");
    assert_eq!(named("GMT Standard Time", None), (london, renamed));
    assert_eq!(named("", None), (None, Outcome::Dropped("it is empty")));
    let unknown = Outcome::Dropped("no such time zone is known");
    assert_eq!(named("Narnia", None), (None, unknown));
    assert_eq!(Zones::of(&calendar(""), None).home(), None);
}

#[test]
fn a_wrong_zone_of_the_calendar_is_remarked() {
    let zones = Zones::of(&calendar("X-WR-TIMEZONE:Narnia"), None);
    assert_eq!(
        remarks(&zones),
        [(
            2,
            "the zone of times without one is not known: the time zone `Narnia` is not known: no place has this name; write an IANA name \
             such as `Europe/London` instead"
        )]
    );
}
