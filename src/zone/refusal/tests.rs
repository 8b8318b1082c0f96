use proptest::prelude::*;

use super::super::Zone;
use super::*;

/// Refused names, each with its message and its help.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "GMT",
        "`GMT` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `Europe/London`, or `UTC` for no clock changes",
    ),
    (
        "BST",
        "`BST` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `Europe/London`",
    ),
    (
        "EST",
        "`EST` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `America/New_York`, or `America/Panama` for no clock changes",
    ),
    (
        "EST5EDT",
        "`EST5EDT` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `America/New_York`",
    ),
    (
        "CET",
        "`CET` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `Europe/Paris`, `Europe/Berlin` or another city that keeps it",
    ),
    (
        "IST",
        "`IST` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `Asia/Kolkata` for India, `Europe/Dublin` for Ireland, or `Asia/Jerusalem` for Israel",
    ),
    (
        "gmt",
        "`gmt` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `Europe/London`, or `UTC` for no clock changes",
    ),
    (
        "Z",
        "`Z` is not a place's time zone: calendar programs disagree about what an abbreviation means",
        "write `UTC`",
    ),
    (
        "GB",
        "`GB` is not a place's time zone: not every calendar program knows it",
        "write `Europe/London`",
    ),
    (
        "Eire",
        "`Eire` is not a place's time zone: not every calendar program knows it",
        "write `Europe/Dublin`",
    ),
    (
        "Japan",
        "`Japan` is not a place's time zone: not every calendar program knows it",
        "write `Asia/Tokyo`",
    ),
    (
        "UK",
        "`UK` is not a place's time zone: not every calendar program knows it",
        "write `Europe/London`",
    ),
    (
        "British Summer Time",
        "`British Summer Time` is not a place's time zone: not every calendar program knows it",
        "write `Europe/London`",
    ),
    (
        "GMT Standard Time",
        "`GMT Standard Time` is the name of a time zone in Windows, not its IANA name",
        "write `Europe/London`",
    ),
    (
        "W. Europe Standard Time",
        "`W. Europe Standard Time` is the name of a time zone in Windows, not its IANA name",
        "write `Europe/Berlin`",
    ),
    (
        "Tasmania Standard Time",
        "`Tasmania Standard Time` is the name of a time zone in Windows, not its IANA name",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
    (
        "UTC+1",
        "`UTC+1` is an offset, not a time zone: it does not follow any place's clock changes",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`, or `UTC`",
    ),
    (
        "+01:00",
        "`+01:00` is an offset, not a time zone: it does not follow any place's clock changes",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`, or `UTC`",
    ),
    (
        "GMT-05:30",
        "`GMT-05:30` is an offset, not a time zone: it does not follow any place's clock changes",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`, or `UTC`",
    ),
    (
        "Etc/GMT+1",
        "`Etc/GMT+1` is not a place's time zone: its sign is inverted, so it means UTC-1, without clock changes",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
    (
        "Etc/GMT-14",
        "`Etc/GMT-14` is not a place's time zone: its sign is inverted, so it means UTC+14, without clock changes",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
    (
        "Etc/GMT",
        "`Etc/GMT` is not a place's time zone",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`, or `UTC`",
    ),
    (
        "Etc/GMT+0",
        "`Etc/GMT+0` is not a place's time zone",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`, or `UTC`",
    ),
    (
        "/Europe/London",
        "`/Europe/London` starts with a slash, which no time zone's name does",
        "write `Europe/London`",
    ),
    (
        "/ics.py/2020.1/Europe/London",
        "`/ics.py/2020.1/Europe/London` starts with a slash, which no time zone's name does",
        "write `Europe/London`",
    ),
    (
        "/GMT",
        "`/GMT` starts with a slash, which no time zone's name does",
        "write `Europe/London`, or `UTC` for no clock changes",
    ),
    (
        "europe/london",
        "`europe/london` is a time zone in the wrong case",
        "write `Europe/London`",
    ),
    (
        "utc",
        "`utc` is a time zone in the wrong case",
        "write `UTC`",
    ),
    (
        "London",
        "`London` is not the name of a time zone",
        "write `Europe/London`",
    ),
    (
        "New York",
        "`New York` is not the name of a time zone",
        "write `America/New_York`",
    ),
    (
        "Asia/London",
        "`Asia/London` is not the name of a time zone",
        "write `Europe/London`",
    ),
    (
        "Europe/Londn",
        "`Europe/Londn` is not the name of a time zone",
        "write `Europe/London`",
    ),
    (
        "Amercia/New_York",
        "`Amercia/New_York` is not the name of a time zone",
        "write `America/New_York`",
    ),
    (
        "Europe/London ",
        "`Europe/London ` is not the name of a time zone",
        "write `Europe/London`",
    ),
    (
        "Europe/Manchester",
        "`Europe/Manchester` is not the name of a time zone",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
    (
        "Europe/Bern",
        "`Europe/Bern` is not the name of a time zone",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
    (
        "Central",
        "`Central` is not the name of a time zone",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
    (
        "nonsense",
        "`nonsense` is not the name of a time zone",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
    (
        "",
        "the name of the time zone is empty",
        "write the IANA name of a large city with the same clocks, such as `Europe/London`",
    ),
];

#[test]
fn a_name_that_is_no_zone_is_refused_with_its_cure() {
    for (name, message, help) in REFUSED {
        let error = Zone::parse(name).unwrap_err();
        assert_eq!((error.message(), error.help()), (*message, *help));
        assert_eq!(error.to_string(), *message);
    }
}

#[test]
fn every_cure_that_names_zones_names_zones_that_are_accepted() {
    let names = refusal_tables().chain(REFUSED.iter().map(|(name, ..)| (*name).to_owned()));
    for name in names.chain(Zone::names().map(ToOwned::to_owned)) {
        let Err(error) = Zone::parse(&name) else {
            continue;
        };
        let places: Vec<&str> = error.help().split('`').skip(1).step_by(2).collect();
        assert!(!places.is_empty(), "{name}: {}", error.help());
        for place in places {
            assert!(Zone::parse(place).is_ok(), "{name}: {}", error.help());
        }
    }
}

fn refusal_tables() -> impl Iterator<Item = String> {
    let windows = WINDOWS_NAMES
        .iter()
        .map(|(name, _)| format!("{name} Standard Time"));
    let others = ABBREVIATIONS.iter().chain(OLD_NAMES);
    windows.chain(others.map(|(name, _)| (*name).to_owned()))
}

#[test]
fn no_name_of_a_place_that_the_database_or_chrono_tz_has_is_refused_as_unknown() {
    let of_chrono_tz = chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name());
    // `Factory` is no place: it is what a machine shows whose zone nobody has set.
    let names = Zone::names().filter(|name| *name != "Factory");
    for name in names.chain(of_chrono_tz) {
        if let Err(error) = Zone::parse(name) {
            assert!(
                !error.message().contains("not the name"),
                "{}",
                error.message()
            );
        }
    }
}

#[test]
fn a_name_as_long_as_a_book_is_refused_at_once() {
    let name = "nonsense".repeat(100_000);
    assert_eq!(
        Zone::parse(&name).unwrap_err().help(),
        "write the IANA name of a large city with the same clocks, such as `Europe/London`"
    );
}

proptest! {
    #[test]
    fn any_text_is_a_zone_or_has_a_cure(name in "\\PC{0,45}") {
        if let Err(error) = Zone::parse(&name) {
            prop_assert!(error.help().starts_with("write "), "{}", error.help());
        }
    }
}
