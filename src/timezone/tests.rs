use chrono::{NaiveTime, TimeZone};
use proptest::prelude::*;

use super::*;
use crate::zone::Local;

mod blocks;
mod laws;
mod reader;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn block(name: &str, years: RangeInclusive<i32>) -> String {
    vtimezone(zone(name), years).content_lines().join("\n")
}

/// Returns the lines of a block that give dates, for the tests of dates.
fn rules(name: &str, years: RangeInclusive<i32>) -> Vec<String> {
    let lines = vtimezone(zone(name), years).content_lines();
    lines
        .into_iter()
        .filter(|line| line.starts_with("RRULE") || line.starts_with("RDATE"))
        .collect()
}

fn every_zone() -> impl Iterator<Item = Zone> {
    Zone::names().filter_map(|name| Zone::parse(name).ok())
}

fn any_zone() -> impl Strategy<Value = Zone> {
    proptest::sample::select(every_zone().collect::<Vec<_>>())
}

#[test]
fn a_rule_is_the_one_that_the_law_means_however_few_the_years() {
    let london = [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ];
    let new_york = [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ];
    let lord_howe = [
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU",
    ];
    for year in 2008..=2099 {
        assert_eq!(rules("Europe/London", year..=year), london, "{year}");
        assert_eq!(rules("Europe/Dublin", year..=year), london, "{year}");
        assert_eq!(rules("America/New_York", year..=year), new_york, "{year}");
        assert_eq!(rules("America/New_York", year..=2099), new_york, "{year}");
    }
    for year in 2009..=2099 {
        assert_eq!(
            rules("Australia/Lord_Howe", year..=year),
            lord_howe,
            "{year}"
        );
    }
}

#[test]
fn years_in_the_wrong_order_are_the_first_one() {
    let last = 2024;
    assert_eq!(
        block("America/Mexico_City", 2026..=last),
        block("America/Mexico_City", 2026..=2026)
    );
}

#[test]
fn every_line_is_short_ascii_and_every_offset_is_in_minutes() {
    for zone in every_zone() {
        for line in vtimezone(zone, 1970..=2099).content_lines() {
            assert!(line.is_ascii() && line.len() <= 75, "{line}");
            assert!(!line.contains(|c: char| c.is_ascii_control()), "{line}");
            if let Some((_, offset)) = line
                .split_once("TZOFFSETFROM:")
                .or(line.split_once("TZOFFSETTO:"))
            {
                assert_eq!(offset.len(), 5, "{zone} {line}");
            }
        }
    }
}

/// Compares the offsets that an independent reader finds in the block with chrono-tz: at the first and the last second of the years, around
/// every clock change, and on the 1st and the 15th of every month.
fn assert_right(zone: Zone, years: RangeInclusive<i32>) {
    let lines = vtimezone(zone, years.clone()).content_lines();
    let block = reader::read(&lines, years.end() + 1);
    let new_year = |year| {
        let midnight = NaiveDate::from_ymd_opt(year, 1, 1)
            .unwrap()
            .and_time(NaiveTime::MIN);
        // If midnight is skipped, the year begins within a day.
        (0..=24).find_map(
            |hours| match zone.resolve(midnight + TimeDelta::hours(hours)) {
                Local::Once(at) | Local::Fold { first: at, .. } => Some(at),
                Local::Gap { .. } => None,
            },
        )
    };
    let (start, end) = (
        new_year(*years.start()).unwrap(),
        new_year(years.end() + 1).unwrap(),
    );
    let second = TimeDelta::seconds(1);
    let mut instants = vec![start, end - second];
    for change in zone.transitions(start, end) {
        instants.extend([change.at - second, change.at, change.at + second]);
    }
    for year in years.clone() {
        for (month, day) in (1..=12).flat_map(|month| [(month, 1), (month, 15)]) {
            instants.push(Utc.with_ymd_and_hms(year, month, day, 12, 0, 0).unwrap());
        }
    }
    for at in instants.into_iter().filter(|at| (start..end).contains(at)) {
        let offset = zone.offset_seconds_at(at);
        let in_minutes = offset - offset % 60;
        assert_eq!(
            reader::offset_at(&block, at),
            Some(in_minutes),
            "{zone} {at} of {years:?}\n{}",
            lines.join("\n")
        );
    }
}

#[test]
fn every_zone_has_its_offsets_from_2015_to_2040() {
    for zone in every_zone() {
        assert_right(zone, 2015..=2040);
    }
}

#[test]
fn zones_with_unusual_clocks_have_their_offsets_in_each_year_alone() {
    for name in [
        "Africa/Cairo",
        "Africa/Casablanca",
        "Africa/Monrovia",
        "America/Nuuk",
        "America/Santiago",
        "America/Sao_Paulo",
        "Antarctica/Casey",
        "Antarctica/Troll",
        "Asia/Gaza",
        "Asia/Jerusalem",
        "Asia/Tehran",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Europe/Istanbul",
        "Europe/London",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Pacific/Norfolk",
    ] {
        for year in 2005..=2045 {
            assert_right(zone(name), year..=year);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn any_zone_has_its_offsets_in_any_years(zone in any_zone(), first in 1970..=2099_i32, more in 0..60) {
        assert_right(zone, first..=2099.min(first + more));
    }

    #[test]
    fn no_years_are_too_far_away(zone in any_zone(), first: i32, last: i32) {
        let lines = vtimezone(zone, first..=last.min(first.saturating_add(100))).content_lines();
        prop_assert!(lines.len() > 6);
    }
}
