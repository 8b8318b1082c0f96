//! Checklist A on every `.ics`: starts and ends, statuses, and time zones.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::content::{Component, Time};
use crate::corpus::{File, every_event, every_file, files, of, published, unless};
use crate::readers::{Moment, dates_of, icalendar, years};

const LONDON: &str = "\
BEGIN:VTIMEZONE\r
TZID:Europe/London\r
BEGIN:DAYLIGHT\r
TZNAME:BST\r
TZOFFSETFROM:+0000\r
TZOFFSETTO:+0100\r
DTSTART:19700329T010000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
TZNAME:GMT\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0000\r
DTSTART:19701025T020000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
";

#[test]
fn every_start_is_a_date_or_has_a_zone_and_the_end_is_of_its_kind() {
    every_event(|_, event| {
        if event.lines("DURATION").next().is_some() {
            // A series whose first instance spans a clock change.
            let zoned = matches!(event.time("DTSTART"), Time::Zoned(..));
            return unless(zoned, "DURATION after a start without a zone");
        }
        let (start, end) = (event.time("DTSTART"), event.time("DTEND"));
        let known = match start {
            Time::Date(_) | Time::Zoned(..) => true,
            // A single event at a local time that occurs twice.
            Time::Utc(_) => event.lines("RRULE").next().is_none(),
            Time::Floating(_) => false,
        };
        let mut faults = unless(known, format!("DTSTART is {}", start.kind()));
        let kinds = start.kind() == end.kind();
        faults.extend(unless(kinds, format!("{} to {}", start.kind(), end.kind())));
        faults
    });
}

#[test]
fn every_end_is_after_the_start() {
    every_event(|_, event| {
        if event.lines("DURATION").next().is_some() {
            return Vec::new();
        }
        let (start, end) = (event.time("DTSTART").local(), event.time("DTEND").local());
        unless(start < end, format!("{start} to {end}"))
    });
}

#[test]
fn the_end_of_an_all_day_event_is_the_day_after_its_last() {
    let days = |name: &str, id: &str| {
        let root = Component::read(of(name).text_at(&format!("/events/{id}.ics")));
        let event = root.all("VEVENT").next().unwrap();
        ["DTSTART", "DTEND"].map(|name| {
            assert_eq!(event.line(name).parameter("VALUE"), Some("DATE"));
            event.value(name).to_owned()
        })
    };
    let house = "tests/it/cases/all-day.yaml";
    assert_eq!(days(house, "weekend"), ["20261024", "20261027"]);
    assert_eq!(days(house, "new-year"), ["20261231", "20270101"]);
    assert_eq!(days(house, "leap-day"), ["20280228", "20280301"]);
    assert_eq!(
        days("events.yaml", "lightning-talks-2021-10"),
        ["20211028", "20211029"]
    );
}

#[test]
fn every_state_is_told_in_the_ways_that_clients_know() {
    every_event(|file, event| {
        // There the events say themselves whether they are free or busy.
        let mut included = file.published.included.values();
        if included.any(|text| text.contains("shows_as:")) {
            return Vec::new();
        }
        let all_day = matches!(event.time("DTSTART"), Time::Date(_));
        let title = event.line("SUMMARY").text();
        let off = title.starts_with("CANCELLED: ") || title.starts_with("POSTPONED: ");
        let tentative = title.ends_with(" (TBC)");
        let told = (
            event.value("STATUS"),
            off,
            tentative,
            event.value("TRANSP"),
            event.value("X-MICROSOFT-CDO-BUSYSTATUS"),
        );
        let wanted = match (event.value("STATUS"), all_day) {
            ("CONFIRMED", false) => ("CONFIRMED", false, false, "OPAQUE", "BUSY"),
            ("CONFIRMED", true) => ("CONFIRMED", false, false, "TRANSPARENT", "FREE"),
            ("TENTATIVE", false) => ("TENTATIVE", false, true, "OPAQUE", "TENTATIVE"),
            ("TENTATIVE", true) => ("TENTATIVE", false, true, "TRANSPARENT", "TENTATIVE"),
            _ => ("CANCELLED", true, false, "TRANSPARENT", "FREE"),
        };
        unless(told == wanted, format!("{told:?}, not {wanted:?}"))
    });
}

#[test]
fn every_state_is_in_some_file_both_timed_and_all_day() {
    let mut seen = BTreeSet::new();
    for event in files().iter().flat_map(File::events) {
        let kind = match event.time("DTSTART") {
            Time::Date(_) => "all day",
            _ => "timed",
        };
        seen.insert(format!("{} {kind}", event.value("STATUS")));
    }
    let seen: Vec<_> = seen.iter().map(String::as_str).collect();
    assert_eq!(
        seen,
        [
            "CANCELLED all day",
            "CANCELLED timed",
            "CONFIRMED all day",
            "CONFIRMED timed",
            "TENTATIVE all day",
            "TENTATIVE timed",
        ]
    );
}

#[test]
fn what_is_not_known_to_the_day_is_in_no_feed() {
    every_event(|_, event| {
        let uid = event.value("UID");
        let unknown = [
            "unconference-2022",
            "book-fair",
            "hack-week",
            "some-day",
            "conference-2027",
        ];
        unless(
            !unknown.iter().any(|id| uid.starts_with(&format!("{id}@"))),
            "is published",
        )
    });
}

#[test]
fn every_stamp_is_in_utc_and_of_one_revision() {
    every_event(|_, event| {
        let utc = matches!(event.time("DTSTAMP"), Time::Utc(_));
        let mut faults = unless(utc, "DTSTAMP is not in UTC");
        let one = event.value("DTSTAMP") == event.value("LAST-MODIFIED");
        faults.extend(unless(one, "LAST-MODIFIED is not DTSTAMP"));
        let sequence = event.value("SEQUENCE").parse::<i32>();
        faults.extend(unless(
            sequence.is_ok_and(|it| it >= 0),
            "SEQUENCE is no INTEGER",
        ));
        faults
    });
}

/// Returns the zones of all times in a file.
fn used(root: &Component) -> Vec<String> {
    let times = root.all("VEVENT").flat_map(|event| &event.lines);
    let zones = times.filter_map(|line| line.parameter("TZID"));
    let zones: BTreeSet<&str> = zones.collect();
    zones.into_iter().map(ToOwned::to_owned).collect()
}

#[test]
fn the_time_zones_defined_are_those_used() {
    every_file(|file| {
        let defined: Vec<&str> = file
            .root
            .all("VTIMEZONE")
            .map(|it| it.value("TZID"))
            .collect();
        let mut wanted = used(&file.root);
        if file.events().next().is_none() {
            // RFC 5545 §3.6 requires at least one component.
            wanted = vec![file.published.calendar.zone().name().to_owned()];
        }
        unless(defined == wanted, format!("{defined:?}, used {wanted:?}"))
    });
}

#[test]
fn every_time_zone_is_defined_before_it_is_used() {
    every_file(|file| {
        let names = file.root.components.iter().map(|it| it.name.as_str());
        let after = names.skip_while(|name| *name == "VTIMEZONE");
        let faults = after.filter(|name| *name != "VEVENT");
        faults.map(ToOwned::to_owned).collect()
    });
}

#[test]
fn no_value_with_a_zone_ends_in_z() {
    every_event(|_, event| {
        let zoned = event
            .lines
            .iter()
            .filter(|it| it.parameter("TZID").is_some());
        let faults = zoned.filter(|line| line.value.ends_with('Z'));
        faults.map(|line| line.name.clone()).collect()
    });
}

/// Returns the VTIMEZONE for London, if the file uses it.
fn london(file: &File) -> Option<&Component> {
    let mut zones = file.root.all("VTIMEZONE");
    zones.find(|zone| zone.value("TZID") == "Europe/London")
}

#[test]
fn london_is_one_winter_and_one_summer_in_every_file() {
    every_file(|file| {
        let strange = london(file).filter(|it| it.octets != LONDON);
        strange.map(|it| it.octets.clone()).into_iter().collect()
    });
    let of_ours = |file: &&File| file.published.name == "events.yaml";
    let mut ours = files().iter().filter(of_ours);
    assert!(ours.any(|file| london(file).is_some()), "no London");
}

#[test]
fn every_observance_is_one_that_outlook_reads() {
    every_file(|file| {
        let mut faults = Vec::new();
        for zone in file.root.all("VTIMEZONE") {
            let id = zone.value("TZID");
            for name in ["STANDARD", "DAYLIGHT"] {
                let by_rule = zone.all(name).filter(|it| it.has("RRULE")).count();
                faults.extend(unless(by_rule <= 1, format!("{id}: {by_rule} {name}")));
            }
            let some = zone.all("STANDARD").next().is_some();
            faults.extend(unless(some, format!("{id}: no STANDARD")));
            for part in &zone.components {
                let start = part.time("DTSTART");
                let local = matches!(&start, Time::Floating(time) if *time > day(1601, 1, 1));
                faults.extend(unless(local, format!("{id}: DTSTART {start:?}")));
                for offset in ["TZOFFSETFROM", "TZOFFSETTO"] {
                    let minutes = part.value(offset).len() == "+0000".len();
                    faults.extend(unless(minutes, format!("{id}: {offset}")));
                }
                for rule in part.lines("RRULE") {
                    let yearly = rule.part("FREQ") == Some("YEARLY")
                        && rule.part("BYDAY").is_some_and(|day| !day.contains(','))
                        && rule.part("BYMONTHDAY").is_none();
                    faults.extend(unless(yearly, format!("{id}: {}", rule.value)));
                }
                let lists = part.lines("RDATE").filter(|it| it.value.contains(','));
                faults.extend(lists.map(|it| format!("{id}: RDATE:{}", it.value)));
            }
        }
        faults
    });
}

fn day(year: i32, month: u32, day: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    date.and_hms_opt(0, 0, 0).unwrap()
}

/// Returns the local onset times of a VTIMEZONE's observances, in order, each with its new offset in seconds east of UTC.
fn onsets(zone: &Component) -> Vec<(NaiveDateTime, i32)> {
    let window = day(1970, 1, 1).date()..years().end + TimeDelta::days(366);
    let mut onsets = Vec::new();
    for part in &zone.components {
        let start = part.time("DTSTART").local();
        let to = seconds(part.value("TZOFFSETTO"));
        onsets.push((start, to));
        onsets.extend(part.lines("RDATE").map(|line| (line.time().local(), to)));
        for rule in part.lines("RRULE") {
            let dates = dates_of(&rule.value, start, None, &window);
            onsets.extend(dates.into_iter().map(|date| (date, to)));
        }
    }
    onsets.sort_unstable();
    onsets
}

fn seconds(offset: &str) -> i32 {
    let (sign, digits) = offset.split_at(1);
    let number: i32 = digits.parse().unwrap();
    let seconds = (number / 100 * 60 + number % 100) * 60;
    if sign == "-" { -seconds } else { seconds }
}

#[test]
fn every_time_zone_gives_the_offsets_of_its_name_at_every_start() {
    for published in published() {
        let root = Component::read(published.feed());
        let zones: BTreeMap<&str, _> = root
            .all("VTIMEZONE")
            .map(|zone| (zone.value("TZID"), onsets(zone)))
            .collect();
        let zone_of: BTreeMap<&str, String> = root
            .all("VEVENT")
            .filter_map(|event| match event.time("DTSTART") {
                Time::Zoned(zone, _) => Some((event.value("UID"), zone)),
                _ => None,
            })
            .collect();
        for instance in icalendar(published.feed(), years()) {
            let Moment::Instant(instant) = instance.start else {
                continue;
            };
            // An instance in UTC has no zone.
            let Some(id) = zone_of.get(instance.uid.as_str()) else {
                continue;
            };
            let id = id.as_str();
            let zone = calfeed::Zone::parse(id).unwrap();
            let local = zone.to_local(instant.to_utc());
            let began = zones[id].partition_point(|(onset, _)| *onset <= local);
            let told = zones[id][began - 1].1;
            let wanted = zone.offset_seconds_at(instant.to_utc());
            assert_eq!(told, wanted, "{} {id} {local}", published.name);
        }
    }
}

#[test]
fn lean_coffee_is_at_eleven_on_both_sides_of_each_clock_change() {
    let instants = |from: (i32, u32, u32), days: i64| {
        let from = day(from.0, from.1, from.2).date();
        let seen = icalendar(of("events.yaml").feed(), from..from + TimeDelta::days(days));
        let starts = seen.into_iter().map(|it| it.start.at().to_rfc3339());
        starts.collect::<Vec<_>>()
    };
    assert_eq!(
        instants((2026, 3, 1), 61),
        ["2026-03-26T11:00:00+00:00", "2026-04-23T10:00:00+00:00"]
    );
    assert_eq!(
        instants((2026, 10, 1), 61),
        ["2026-10-22T10:00:00+00:00", "2026-11-26T11:00:00+00:00"]
    );
}
