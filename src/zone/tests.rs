use chrono::{MappedLocalTime, TimeZone};
use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    local(text).and_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn every_zone() -> impl Iterator<Item = Zone> {
    Zone::names().filter_map(|name| Zone::parse(name).ok())
}

fn any_zone() -> impl Strategy<Value = Zone> {
    proptest::sample::select(every_zone().collect::<Vec<_>>())
}

/// From 1993 to 2021, in seconds since 1970: the years for which chrono-tz has the same data.
const AGREED: std::ops::Range<i64> = 725_846_400..1_640_995_200;

#[test]
fn a_zone_is_known_by_its_iana_name_or_as_utc() {
    for name in [
        "Europe/London",
        "America/Argentina/Buenos_Aires",
        "America/Port-au-Prince",
        "UTC",
        "Etc/UTC",
    ] {
        let zone = zone(name);
        assert_eq!(zone.name(), name);
        assert_eq!(zone.to_string(), name);
        assert_eq!(zone.tz().unwrap().name(), name);
    }
}

#[test]
fn zones_are_ordered_by_name() {
    assert!(zone("America/New_York") < zone("Europe/Belfast"));
    assert!(zone("Europe/Belfast") < zone("Europe/London"));
    assert_ne!(zone("Europe/Belfast"), zone("Europe/London"));
}

#[test]
fn a_local_time_is_an_instant() {
    let cases = [
        (
            "Europe/London",
            "2026-01-22 11:00:00",
            "2026-01-22 11:00:00",
        ),
        (
            "Europe/London",
            "2026-07-23 11:00:00",
            "2026-07-23 10:00:00",
        ),
        ("Asia/Kolkata", "2026-03-29 01:30:00", "2026-03-28 20:00:00"),
        (
            "America/New_York",
            "2026-07-23 11:00:00",
            "2026-07-23 15:00:00",
        ),
        (
            "Australia/Lord_Howe",
            "2026-01-22 11:00:00",
            "2026-01-22 00:00:00",
        ),
        ("UTC", "2026-10-25 01:30:00", "2026-10-25 01:30:00"),
        // The last second before a gap and the first after it; the same around a fold.
        (
            "Europe/London",
            "2026-03-29 00:59:59",
            "2026-03-29 00:59:59",
        ),
        (
            "Europe/London",
            "2026-03-29 02:00:00",
            "2026-03-29 01:00:00",
        ),
        (
            "Europe/London",
            "2026-10-25 00:59:59",
            "2026-10-24 23:59:59",
        ),
        (
            "Europe/London",
            "2026-10-25 02:00:00",
            "2026-10-25 02:00:00",
        ),
    ];
    for (name, time, instant) in cases {
        assert_eq!(
            zone(name).resolve(local(time)),
            Local::Once(utc(instant)),
            "{name} {time}"
        );
        assert_eq!(
            zone(name).to_local(utc(instant)),
            local(time),
            "{name} {time}"
        );
    }
}

#[test]
fn a_skipped_time_is_a_gap_between_two_times_that_happen() {
    let cases = [
        (
            "Europe/London",
            "2026-03-29 01:30:00",
            "2026-03-29 00:59:00",
            "2026-03-29 01:00:00",
            "2026-03-29 02:00:00",
        ),
        (
            "Europe/London",
            "2026-03-29 01:00:00",
            "2026-03-29 00:59:00",
            "2026-03-29 01:00:00",
            "2026-03-29 02:00:00",
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-04 02:15:00",
            "2026-10-04 01:59:00",
            "2026-10-04 02:00:00",
            "2026-10-04 02:30:00",
        ),
        (
            "Africa/Cairo",
            "2026-04-24 00:00:00",
            "2026-04-23 23:59:00",
            "2026-04-24 00:00:00",
            "2026-04-24 01:00:00",
        ),
        // Samoa moved to the other side of the date line, so it had no 30 December 2011.
        (
            "Pacific/Apia",
            "2011-12-30 12:00:00",
            "2011-12-29 23:59:00",
            "2011-12-30 00:00:00",
            "2011-12-31 00:00:00",
        ),
    ];
    for (name, time, before, start, after) in cases {
        let gap = Local::Gap {
            before: local(before),
            start: local(start),
            after: local(after),
        };
        assert_eq!(zone(name).resolve(local(time)), gap, "{name} {time}");
    }
}

#[test]
fn a_repeated_time_is_a_fold_with_two_instants() {
    assert_eq!(
        zone("Europe/London").resolve(local("2026-10-25 01:30:00")),
        Local::Fold {
            first: utc("2026-10-25 00:30:00"),
            second: utc("2026-10-25 01:30:00"),
            before: local("2026-10-25 00:59:00"),
            start: local("2026-10-25 01:00:00"),
            after: local("2026-10-25 02:00:00"),
        }
    );
    assert_eq!(
        zone("Australia/Lord_Howe").resolve(local("2026-04-05 01:30:00")),
        Local::Fold {
            first: utc("2026-04-04 14:30:00"),
            second: utc("2026-04-04 15:00:00"),
            before: local("2026-04-05 01:29:00"),
            start: local("2026-04-05 01:30:00"),
            after: local("2026-04-05 02:00:00"),
        }
    );
}

#[test]
fn the_clock_changes_of_a_year_are_found_to_the_second() {
    let changes =
        zone("Europe/London").transitions(utc("2026-01-01 00:00:00"), utc("2027-01-01 00:00:00"));
    let spring = Transition {
        at: utc("2026-03-29 01:00:00"),
        offset_before: 0,
        offset_after: 3600,
    };
    let autumn = Transition {
        at: utc("2026-10-25 01:00:00"),
        offset_before: 3600,
        offset_after: 0,
    };
    assert_eq!(changes, [spring, autumn]);
}

#[test]
fn clock_changes_are_searched_from_inclusive_to_exclusive() {
    let (spring, autumn) = (utc("2026-03-29 01:00:00"), utc("2026-10-25 01:00:00"));
    let second = TimeDelta::seconds(1);
    let count = |from, to| zone("Europe/London").transitions(from, to).len();
    assert_eq!(count(spring, autumn), 1);
    assert_eq!(count(spring + TimeDelta::milliseconds(1), autumn), 0);
    assert_eq!(
        count(spring + second, autumn + TimeDelta::milliseconds(1)),
        1
    );
    assert_eq!(count(spring, spring), 0);
    assert_eq!(count(autumn, spring), 0);
}

#[test]
fn a_change_of_the_abbreviation_alone_is_no_clock_change() {
    // In September 2016 Turkey kept its summer time permanently.
    let istanbul = zone("Europe/Istanbul");
    let (summer, winter) = (utc("2016-08-01 00:00:00"), utc("2016-12-01 00:00:00"));
    assert_eq!(
        (
            istanbul.abbreviation_at(summer),
            istanbul.abbreviation_at(winter)
        ),
        ("EEST", "+03")
    );
    assert_eq!(istanbul.transitions(summer, winter), []);
}

#[test]
fn daylight_saving_is_in_summer_also_in_dublin() {
    let (winter, summer) = (utc("2026-01-22 11:00:00"), utc("2026-07-23 11:00:00"));
    let is_daylight_saving = |name| {
        (
            zone(name).is_daylight_saving_at(winter),
            zone(name).is_daylight_saving_at(summer),
        )
    };
    assert_eq!(is_daylight_saving("Europe/London"), (false, true));
    assert_eq!(is_daylight_saving("Europe/Dublin"), (false, true));
    assert_eq!(is_daylight_saving("Asia/Kolkata"), (false, false));
}

#[test]
fn the_clock_changes_are_what_looking_every_day_finds() {
    let day = TimeDelta::days(1);
    let (from, to) = (utc("1995-01-01 00:00:00"), utc("2045-01-01 00:00:00"));
    for zone in every_zone() {
        let mut days = Vec::new();
        let (mut at, mut offset) = (from, zone.offset_seconds_at(from));
        while at < to {
            let next_offset = zone.offset_seconds_at(at + day);
            if next_offset != offset {
                days.push(at);
            }
            (at, offset) = (at + day, next_offset);
        }
        let changes = zone.transitions(from, to);
        assert_eq!(changes.len(), days.len(), "{zone}");
        for (change, day_before) in changes.iter().zip(days) {
            assert!(
                day_before < change.at && change.at <= day_before + day,
                "{zone} {change:?}"
            );
            assert_eq!(
                zone.offset_seconds_at(change.at - TimeDelta::seconds(1)),
                change.offset_before
            );
            assert_eq!(zone.offset_seconds_at(change.at), change.offset_after);
        }
    }
}

#[test]
fn a_day_ends_at_its_last_second() {
    let cases = [
        ("Europe/London", "2026-12-31", "2026-12-31 23:59:59"),
        ("Europe/London", "2026-07-23", "2026-07-23 22:59:59"),
        ("Europe/London", "2026-10-25", "2026-10-25 23:59:59"),
        ("UTC", "2026-12-31", "2026-12-31 23:59:59"),
        ("Asia/Kolkata", "2026-12-31", "2026-12-31 18:29:59"),
        // The clocks skip midnight: they go from 00:00 to 01:00, and the day ends there.
        ("Africa/Cairo", "2026-04-23", "2026-04-23 21:59:59"),
        // The hour before midnight occurs twice: the clocks go from 24:00 back to 23:00.
        ("Africa/Cairo", "2026-10-29", "2026-10-29 21:59:59"),
        // The hour after midnight occurs twice: the clocks go from 01:00 back to 00:00.
        ("Atlantic/Azores", "2026-10-24", "2026-10-24 23:59:59"),
        ("America/Havana", "2026-10-31", "2026-11-01 03:59:59"),
        // From 00:01 back to 23:01.
        ("America/St_Johns", "2006-10-28", "2006-10-29 03:29:59"),
        // The day before the skipped day, the skipped day, and the day after.
        ("Pacific/Apia", "2011-12-29", "2011-12-30 09:59:59"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30 09:59:59"),
        ("Pacific/Apia", "2011-12-31", "2011-12-31 09:59:59"),
    ];
    for (name, day, end) in cases {
        assert_eq!(zone(name).end_of_day(date(day)), utc(end), "{name} {day}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_local_time_means_what_chrono_tz_finds(zone in any_zone(), second in AGREED) {
                let local = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
        match (zone.resolve(local), zone.tz().unwrap().from_local_datetime(&local)) {
            (Local::Once(at), MappedLocalTime::Single(judge)) => prop_assert_eq!(at, judge),
            (Local::Gap { .. }, MappedLocalTime::None) => {}
            (Local::Fold { first, second, .. }, MappedLocalTime::Ambiguous(earliest, latest)) => {
                prop_assert_eq!((first, second), (earliest.to_utc(), latest.to_utc()));
            }
            (ours, judge) => prop_assert!(false, "{zone} {local}: {ours:?}, not {judge:?}"),
        }
    }

    #[test]
    fn times_around_a_clock_change_mean_what_chrono_tz_finds(zone in any_zone(), minutes in -200..200_i64) {
                for change in zone.transitions(utc("2010-01-01 00:00:00"), utc("2022-01-01 00:00:00")) {
            let local = zone.to_local(change.at) + TimeDelta::minutes(minutes);
            match (zone.resolve(local), zone.tz().unwrap().from_local_datetime(&local)) {
                (Local::Once(at), MappedLocalTime::Single(judge)) => prop_assert_eq!(at, judge),
                (Local::Gap { before, start, after }, MappedLocalTime::None) => {
                    prop_assert!(before < start && start <= local && local < after);
                    prop_assert!(matches!(zone.resolve(before), Local::Once(at) if at == change.at - TimeDelta::minutes(1)));
                    prop_assert!(matches!(zone.resolve(after), Local::Once(at) if at == change.at));
                }
                (Local::Fold { first, second, before, start, after }, MappedLocalTime::Ambiguous(one, two)) => {
                    prop_assert_eq!((first, second), (one.to_utc(), two.to_utc()));
                    prop_assert!(before < start && start <= local && local < after);
                    prop_assert!(matches!(zone.resolve(before), Local::Once(_)));
                    prop_assert!(matches!(zone.resolve(after), Local::Once(_)));
                }
                (ours, judge) => prop_assert!(false, "{zone} {local}: {ours:?}, not {judge:?}"),
            }
        }
    }

    #[test]
    fn no_instant_of_a_day_is_later_than_its_end(zone in any_zone(), day in 0..47_000_u64) {
                let date = date("1970-01-01") + Days::new(day);
        let end = zone.end_of_day(date);
        prop_assert_eq!(zone.to_local(end).date(), date);
        for hours in 0..72 {
            prop_assert!(zone.to_local(end + TimeDelta::seconds(1) + TimeDelta::hours(hours)).date() > date);
        }
    }
}
