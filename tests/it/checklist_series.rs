//! Checklist A on every `.ics`: rules, exception dates, overrides, identity.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveDateTime};

use crate::content::{Component, Line, Time, date};
use crate::corpus::{File, Kind, every_event, every_file, files, unless};
use crate::readers::dates_of;

/// The dates of rules are compared up to here, exclusive.
const END: NaiveDate = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();

/// Returns the dates of a series' rule up to [`END`], including exception dates.
fn dates(series: &Component) -> Vec<NaiveDateTime> {
    let start = series.time("DTSTART");
    let zone = match &start {
        Time::Zoned(zone, _) => Some(calfeed::Zone::parse(zone).unwrap()),
        _ => None,
    };
    let from = start.local().date();
    dates_of(series.value("RRULE"), start.local(), zone, &(from..END))
}

/// Whether a clock change skips a time.
fn is_skipped(time: &Time) -> bool {
    let Time::Zoned(zone, local) = time else {
        return false;
    };
    let zone = calfeed::Zone::parse(zone).unwrap();
    matches!(zone.resolve(*local), calfeed::Local::Gap { .. })
}

/// Returns the components with a rule, each with its overrides.
fn series(file: &File) -> Vec<(&Component, Vec<&Component>)> {
    let rules = file.events().filter(|event| event.has("RRULE"));
    let overrides = |uid: &str| {
        let of = file.events().filter(|it| it.has("RECURRENCE-ID"));
        of.filter(|it| it.value("UID") == uid).collect()
    };
    rules.map(|it| (it, overrides(it.value("UID")))).collect()
}

/// Runs a check on every series of every file.
#[track_caller]
fn every_series(faults_of: impl Fn(&Component, &[&Component]) -> Vec<String>) {
    every_file(|file| {
        let of = |(series, overrides): (&Component, Vec<&Component>)| {
            let uid = series.value("UID").to_owned();
            let faults = faults_of(series, &overrides).into_iter();
            faults.map(move |fault| format!("{uid}: {fault}"))
        };
        series(file).into_iter().flat_map(of).collect()
    });
}

#[test]
fn the_start_of_a_series_is_the_first_date_of_its_rule() {
    every_series(|series, _| {
        let (first, start) = (dates(series)[0], series.time("DTSTART").local());
        unless(
            first == start,
            format!("{start}, and the rule begins {first}"),
        )
    });
}

#[test]
fn every_rule_is_one_that_outlook_can_hold() {
    every_series(|series, _| {
        let rule = series.line("RRULE");
        let days = rule.part("BYDAY").unwrap_or("");
        let frequency = rule.part("FREQ").unwrap();
        let mut faults = unless(!days.contains('5'), "a fifth weekday");
        let ordinals = days.split(',').filter(|day| day.len() > 2).count();
        faults.extend(unless(ordinals <= 1, "two ordinals"));
        // BYSETPOS is used only for the first and the last working day of the month (MS-OXCICAL 2.1.3.2.2.4).
        let is_working_day = days == "MO,TU,WE,TH,FR" && frequency == "MONTHLY";
        let position = rule.part("BYSETPOS");
        let is_held = position.is_none() || is_working_day && matches!(position, Some("1" | "-1"));
        faults.extend(unless(is_held, "BYSETPOS"));
        let weekly = frequency == "WEEKLY" && rule.part("BYMONTH").is_some();
        faults.extend(unless(!weekly, "WEEKLY with BYMONTH"));
        let daily = frequency == "DAILY" && (!days.is_empty() || rule.part("BYMONTH").is_some());
        faults.extend(unless(!daily, "DAILY with another part"));
        let ends = rule.part("UNTIL").is_some() && rule.part("COUNT").is_some();
        faults.extend(unless(!ends, "UNTIL and COUNT"));
        faults.extend(unless(!rule.value.ends_with(';'), "a semicolon at the end"));
        faults
    });
}

#[test]
fn until_is_in_utc_or_a_date_where_the_start_is_one_and_not_before_the_last_instance() {
    every_series(|series, _| {
        let Some(until) = series.line("RRULE").part("UNTIL") else {
            return Vec::new();
        };
        let last = *dates(series).last().unwrap();
        let good = match series.time("DTSTART") {
            Time::Date(_) => date(until) >= last.date(),
            Time::Zoned(zone, _) => {
                let zone = calfeed::Zone::parse(&zone).unwrap();
                let until = NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").unwrap();
                zone.to_local(until.and_utc()) >= last
            }
            Time::Utc(_) | Time::Floating(_) => false,
        };
        unless(good, until)
    });
}

#[test]
fn every_exception_date_is_a_date_of_the_rule_in_the_form_of_the_start() {
    every_series(|series, _| {
        let (dates, start) = (dates(series), series.time("DTSTART"));
        // A start that a clock change skips has two exception dates, because some programs move it to a later local time.
        let skipped: BTreeSet<NaiveDate> = series
            .lines("EXDATE")
            .map(Line::time)
            .filter(is_skipped)
            .flat_map(|time| [time.local().date(), time.local().date() + Days::new(1)])
            .collect();
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for line in series.lines("EXDATE") {
            // A list of several values would not parse as a time.
            let time = line.time();
            let good = time.kind() == start.kind()
                && (dates.contains(&time.local()) || skipped.contains(&time.local().date()))
                && time != start
                && seen.insert(time);
            faults.extend(unless(good, format!("EXDATE {}", line.value)));
        }
        faults
    });
}

#[test]
fn every_override_replaces_a_date_of_the_rule_in_the_form_of_the_start() {
    every_series(|series, overrides| {
        let (dates, start) = (dates(series), series.time("DTSTART"));
        let gone: Vec<Time> = series.lines("EXDATE").map(Line::time).collect();
        let mut seen = BTreeSet::new();
        let mut faults = Vec::new();
        for of in overrides {
            let id = of.time("RECURRENCE-ID");
            if id.local().date() >= END {
                // Clock changes decades ahead.
                continue;
            }
            let good = id.kind() == start.kind() && dates.contains(&id.local());
            faults.extend(unless(good, format!("{id:?} is no date of the rule")));
            faults.extend(unless(
                !gone.contains(&id),
                format!("{id:?} is in EXDATE too"),
            ));
            faults.extend(unless(seen.insert(id.clone()), format!("{id:?} twice")));
            for property in ["RRULE", "EXDATE"] {
                faults.extend(unless(!of.has(property), format!("{id:?} has {property}")));
            }
        }
        faults
    });
}

#[test]
fn every_override_shares_the_revision_of_its_series() {
    every_series(|series, overrides| {
        let revision = |event: &Component| {
            ["SEQUENCE", "DTSTAMP", "LAST-MODIFIED"].map(|name| event.value(name).to_owned())
        };
        let strange = overrides
            .iter()
            .filter(|it| revision(it) != revision(series));
        strange.map(|it| format!("{:?}", revision(it))).collect()
    });
}

#[test]
fn every_override_stays_between_the_dates_of_its_neighbours() {
    every_series(|series, overrides| {
        let gone: Vec<_> = series
            .lines("EXDATE")
            .map(|line| line.time().local())
            .collect();
        let dates: Vec<_> = dates(series)
            .into_iter()
            .filter(|it| !gone.contains(it))
            .collect();
        let mut faults = Vec::new();
        for of in overrides {
            let key = of.time("RECURRENCE-ID").local();
            let start = of.time("DTSTART").local().date();
            let after = dates
                .iter()
                .rev()
                .find(|it| **it < key)
                .is_none_or(|it| it.date() < start);
            let before = dates
                .iter()
                .find(|it| **it > key)
                .is_none_or(|it| start < it.date());
            faults.extend(unless(
                after && before,
                format!("{key} is moved to {start}"),
            ));
        }
        faults
    });
}

#[test]
fn every_override_stands_with_its_series_and_after_it() {
    every_file(|file| {
        let mut series = BTreeSet::new();
        let mut faults = Vec::new();
        for event in file.events() {
            let uid = event.value("UID");
            if event.has("RRULE") {
                series.insert(uid);
            } else if event.has("RECURRENCE-ID") && !series.contains(uid) {
                faults.push(format!("an override of {uid}, which is not there"));
            }
        }
        faults
    });
}

#[test]
fn no_two_components_without_recurrence_id_share_a_uid() {
    every_file(|file| {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for event in file.events().filter(|it| !it.has("RECURRENCE-ID")) {
            *count.entry(event.value("UID")).or_default() += 1;
        }
        let twice = count.into_iter().filter(|(_, count)| *count > 1);
        twice
            .map(|(uid, count)| format!("{uid} {count} times"))
            .collect()
    });
}

#[test]
fn every_uid_is_an_id_of_the_file_with_a_date_where_it_stands_alone() {
    every_event(|file, event| {
        let calendar = &file.published.calendar;
        let (left, domain) = event.value("UID").split_once('@').unwrap();
        let (id, key) = match left.split_once('.') {
            Some((id, key)) => (id, Some(key)),
            None => (left, None),
        };
        let known = calendar.events().iter().any(|it| it.id().as_str() == id);
        let mut faults = unless(known, "not an id of the file");
        faults.extend(unless(
            domain == calendar.domain().as_str(),
            "another domain",
        ));
        // The invite of one of several series is named after its weekday of the month.
        let is_series = key.is_some_and(|key| {
            let which = key
                .trim_start_matches("last")
                .trim_start_matches(['1', '2', '3', '4']);
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&which)
        });
        let dated = key.is_none_or(|key| is_series || key.parse::<NaiveDate>().is_ok());
        faults.extend(unless(dated, "not a date"));
        let alone =
            key.is_none() || is_series || !event.has("RRULE") && !event.has("RECURRENCE-ID");
        faults.extend(unless(alone, "stands alone, and is not alone"));
        faults
    });
}

#[test]
fn no_two_files_of_a_calendar_say_different_things_under_one_uid() {
    let mut said: BTreeMap<(&str, String, String), String> = BTreeMap::new();
    for file in files().iter().filter(|it| it.kind != Kind::InstanceInvite) {
        for event in file.events() {
            let id = event.lines("RECURRENCE-ID").map(|line| line.value.clone());
            let key = (
                file.published.name.as_str(),
                event.value("UID").to_owned(),
                id.collect(),
            );
            let before = said.entry(key).or_insert_with(|| event.octets.clone());
            assert_eq!(
                *before, event.octets,
                "{} {}",
                file.published.name, file.path
            );
        }
    }
}

#[test]
fn all_that_can_happen_to_a_series_is_in_some_file() {
    // If no series had a feature, the checks above would pass without checking it.
    let mut seen = BTreeSet::new();
    for (series, overrides) in files().iter().flat_map(series) {
        let kind = match series.time("DTSTART") {
            Time::Date(_) => "all day",
            _ => "timed",
        };
        let rule = series.line("RRULE");
        let found = [
            (rule.part("UNTIL").is_some(), "UNTIL"),
            (rule.part("COUNT").is_some(), "COUNT"),
            (series.has("EXDATE"), "EXDATE"),
            (!overrides.is_empty(), "RECURRENCE-ID"),
        ];
        let found = found.iter().filter(|(is, _)| *is);
        seen.extend(found.map(|(_, what)| format!("{what} {kind}")));
        if overrides
            .iter()
            .any(|it| it.time("RECURRENCE-ID") == series.time("DTSTART"))
        {
            seen.insert("an override of the first".to_owned());
        }
        // UNTIL has the same date in UTC as in local time only during London's winter, so the last instance is compared.
        if dates(series).last().is_some_and(|last| {
            rule.part("UNTIL")
                .is_some_and(|until| date(&until[..8]) == last.date())
        }) {
            seen.insert("an instance on the day of UNTIL".to_owned());
        }
    }
    let alone = files().iter().flat_map(File::events);
    let mut alone = alone.filter(|it| it.value("UID").contains('.') && !it.has("RRULE"));
    assert!(alone.any(|it| it.value("UID").starts_with("weekly.2026-02-05@")));
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(
        seen,
        [
            "COUNT all day",
            "COUNT timed",
            "EXDATE all day",
            "EXDATE timed",
            "RECURRENCE-ID all day",
            "RECURRENCE-ID timed",
            "UNTIL all day",
            "UNTIL timed",
            "an instance on the day of UNTIL",
            "an override of the first",
        ]
    );
}
