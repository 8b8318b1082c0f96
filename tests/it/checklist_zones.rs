//! Checklist A on the VTIMEZONE of every `.ics`: yearly rules whenever the zone's clock changes follow one, and lists otherwise only.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use calfeed::Zone;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::content::Component;
use crate::corpus::{every_file, published};
use crate::readers::{icalendar, years};

/// A yearly rule for a clock change: offsets, local time, month, days after Monday, and which such day of the month, 0 being the last.
type Rule = (i32, i32, NaiveTime, u32, u32, u32);

/// Returns the yearly rules that a change at this time could follow, in the local time before the change.
fn rules_of(local: NaiveDateTime, from: i32, to: i32) -> BTreeSet<Rule> {
    let date = local.date();
    let week = (date.day() - 1) / 7 + 1;
    let is_last = (date + Days::new(7)).month() != date.month();
    let weeks = [(week <= 4).then_some(week), is_last.then_some(0)];
    let weekday = date.weekday().num_days_from_monday();
    let rule = |week| (from, to, local.time(), date.month(), weekday, week);
    weeks.into_iter().flatten().map(rule).collect()
}

/// Returns the clock changes of a year in order, each as the set of rules that it could follow.
fn changes(zone: Zone, year: i32) -> Vec<BTreeSet<Rule>> {
    let utc = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
    let offset = |minute: i64| zone.offset_seconds_at(utc(minute));
    let midnight = |year| {
        let date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        zone.start_of_day(date).timestamp() / 60
    };
    let mut changes = Vec::new();
    let (mut before, end) = (midnight(year), midnight(year + 1));
    while before < end {
        let mut after = end.min(before + 24 * 60);
        let (from, to) = (offset(before), offset(after));
        while from != to && after - before > 1 {
            let middle = before.midpoint(after);
            let half = if offset(middle) == from {
                &mut before
            } else {
                &mut after
            };
            *half = middle;
        }
        if from != to {
            let local = utc(after).naive_utc() + TimeDelta::seconds(from.into());
            changes.push(rules_of(local, from, to));
        }
        before = after;
    }
    changes
}

/// Returns the rules that fit the clock changes of all these years, if each has the same number of changes.
fn common(zone: Zone, years: RangeInclusive<i32>) -> Option<Vec<BTreeSet<Rule>>> {
    let mut years = years.map(|year| changes(zone, year));
    let first = years.next()?;
    years.try_fold(first, |common, year| {
        let same = common.len() == year.len();
        same.then(|| common.iter().zip(&year).map(|(one, it)| one & it).collect())
    })
}

/// Returns the observances of a VTIMEZONE, each with whether it has a rule and whether it has a list.
fn observances(zone: &Component) -> Vec<(&str, bool, bool)> {
    let parts = zone.components.iter();
    let mut all: Vec<_> = parts
        .map(|it| (it.name.as_str(), it.has("RRULE"), it.has("RDATE")))
        .collect();
    all.sort_unstable();
    all
}

/// Returns the zones of every events file for which `is` accepts the rules of that file's years.
fn zones(is: impl Fn(&[BTreeSet<Rule>]) -> bool) -> BTreeSet<(&'static str, String)> {
    let mut found = BTreeSet::new();
    for published in published() {
        let instances = icalendar(published.feed(), years());
        let years: BTreeSet<i32> = instances.iter().map(|it| it.start.at().year()).collect();
        let (Some(first), Some(last)) = (years.first(), years.last()) else {
            continue;
        };
        for zone in Component::read(published.feed()).all("VTIMEZONE") {
            let id = zone.value("TZID");
            let known = common(Zone::parse(id).unwrap(), *first..=*last);
            if known.is_some_and(|known| is(&known)) {
                found.insert((published.name.as_str(), id.to_owned()));
            }
        }
    }
    found
}

fn names<'z>(zones: &'z BTreeSet<(&str, String)>) -> Vec<&'z str> {
    let names: BTreeSet<&str> = zones.iter().map(|(_, zone)| zone.as_str()).collect();
    names.into_iter().collect()
}

/// Checks that each of these zones has the expected observances.
#[track_caller]
fn every_zone_has(zones: &BTreeSet<(&str, String)>, wanted: &[(&str, bool, bool)]) {
    every_file(|file| {
        let is = |zone: &&Component| {
            let id = zone.value("TZID").to_owned();
            zones.contains(&(file.published.name.as_str(), id))
        };
        let strange = file.root.all("VTIMEZONE").filter(is);
        let strange = strange.filter(|zone| observances(zone) != wanted);
        strange.map(|zone| zone.octets.clone()).collect()
    });
}

#[test]
fn clocks_that_change_alike_each_year_have_a_rule_there_and_a_rule_back_and_no_list() {
    // Excludes zones with Ramadan exceptions, and zones whose law changes within the years of the file.
    let zones = zones(|rules| rules.len() == 2 && rules.iter().all(|rule| !rule.is_empty()));
    assert_eq!(
        names(&zones),
        [
            "America/Denver",
            "America/Los_Angeles",
            "America/New_York",
            "America/Nuuk",
            "America/Santiago",
            "America/St_Johns",
            "Australia/Adelaide",
            "Australia/Lord_Howe",
            "Australia/Melbourne",
            "Australia/Sydney",
            "Europe/Amsterdam",
            "Europe/Athens",
            "Europe/Berlin",
            "Europe/Dublin",
            "Europe/London",
            "Europe/Oslo",
            "Europe/Paris",
            "Pacific/Auckland",
            "Pacific/Chatham",
        ]
    );
    every_zone_has(
        &zones,
        &[("DAYLIGHT", true, false), ("STANDARD", true, false)],
    );
}

#[test]
fn clocks_that_stay_as_they_are_have_one_observance_without_a_rule() {
    let zones = zones(<[_]>::is_empty);
    assert_eq!(
        names(&zones),
        [
            "America/Phoenix",
            "Asia/Kathmandu",
            "Asia/Kolkata",
            "Asia/Tokyo",
            "Pacific/Apia",
            "Pacific/Honolulu",
            "UTC"
        ]
    );
    every_zone_has(&zones, &[("STANDARD", false, false)]);
}
