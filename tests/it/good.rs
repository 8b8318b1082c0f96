//! Valid events files as real communities need them: `cases/good/NAME.yaml`, with `NAME.ics`, the octets of the whole calendar's feed, and
//! `NAME.txt`, its instances from 2015 to 2040. If there are several files, they are in a folder `cases/good/NAME`, and the main one is `events.yaml`.
//!
//! After an intended change, `CALFEED_GOLDENS=write cargo test --test it -- good goldens` rewrites both; review the diff.

use std::fmt::Write as _;
use std::fs;

use calfeed::{Calendar, Context, EventTime, Revisions, publish};
use chrono::{Days, NaiveDate};

use crate::corpus::{Published, file, instant, now, published, read};

const FOLDER: &str = "tests/it/cases/good/";

fn cases() -> impl Iterator<Item = &'static Published> {
    published().iter().filter(|it| it.name.starts_with(FOLDER))
}

/// Returns each instance on a line of its own: its times, its UID, and its visible details.
fn instances(calendar: &Calendar) -> String {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let mut lines = String::new();
    for instance in calendar.instances(first(2015), first(2041)) {
        let start = |time: EventTime| match time {
            EventTime::AllDay { first, .. } => first.to_string(),
            EventTime::Zoned { start, .. } => start.rfc3339(),
            _ => panic!("a kind of time that has no text yet"),
        };
        let end = match instance.time() {
            EventTime::AllDay { end, .. } => end.to_string(),
            EventTime::Zoned { end, .. } => end.rfc3339(),
            _ => panic!("a kind of time that has no text yet"),
        };
        let details = instance.details();
        let from = start(instance.time());
        write!(lines, "{from} → {end} {}", instance.uid(calendar.domain())).unwrap();
        if let Some(id) = instance.recurrence_id().map(start).filter(|id| *id != from) {
            write!(lines, " instead of {id}").unwrap();
        }
        let (status, title) = (details.status().as_str(), details.published_title());
        write!(lines, " · {status} · {title}").unwrap();
        if let Some(location) = details.published_location() {
            write!(lines, " · {location}").unwrap();
        }
        lines.push('\n');
    }
    lines
}

/// The path of a case without its ending.
fn stem(case: &Published) -> &str {
    let folder = case.name.strip_suffix("/events.yaml");
    folder.unwrap_or_else(|| case.name.trim_end_matches(".yaml"))
}

/// Compares with the file of the case, or writes it.
fn fault(case: &Published, ending: &str, found: &str) -> Option<String> {
    let path = format!("{}{ending}", stem(case));
    if std::env::var_os("CALFEED_GOLDENS").is_some_and(|value| value == "write") {
        fs::write(file(&path), found).unwrap();
        return None;
    }
    let wanted = fs::read_to_string(file(&path)).unwrap_or_default();
    if wanted == found {
        return None;
    }
    let differs = |(one, other): &(&str, &str)| one != other;
    let lines = wanted.split('\n').zip(found.split('\n')).find(differs);
    Some(format!("{path}: {lines:?}"))
}

#[test]
fn every_good_file_has_the_octets_and_the_instances_beside_it() {
    let faults: Vec<String> = cases()
        .flat_map(|case| {
            let feed = fault(case, ".ics", case.feed());
            [feed, fault(case, ".txt", &instances(&case.calendar))]
        })
        .flatten()
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_good_file_has_neither_errors_nor_warnings_and_says_why_it_is_here() {
    for case in cases() {
        assert!(
            case.report.diagnostics().is_empty(),
            "{}: {:#?}",
            case.name,
            case.report
        );
        let why = case.text.lines().next().unwrap_or_default();
        assert!(why.starts_with("# ") && why.ends_with('.'), "{}", case.name);
    }
}

#[test]
fn every_feed_and_every_list_of_instances_has_its_events_file() {
    let mut found = 0;
    for entry in fs::read_dir(file(FOLDER)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(name, _)| name);
        found += 1;
        assert!(cases().any(|case| stem(case) == format!("{FOLDER}{name}")));
    }
    assert_eq!(found, 3 * cases().count());
    assert!(cases().count() >= 30);
}

/// One event a day is a file of a hundred lines' worth of pages: made here, with the octets that it should come to.
#[test]
fn a_calendar_of_five_thousand_events_has_the_octets_of_each() {
    let mut text = String::from(
        "calendar: {name: Five thousand, slug: all, domain: all.example.org, url: https://all.example.org, \
         timezone: UTC, allow: [large-feed]}\nevents:\n",
    );
    let mut wanted = String::new();
    for number in 0..5000_u32 {
        let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(number.into());
        let next = day + Days::new(1);
        writeln!(
            text,
            "  - {{id: e-{number:04}, title: Event {number:04}, start: {day}}}"
        )
        .unwrap();
        write!(
            wanted,
            "BEGIN:VEVENT\r\n\
             UID:e-{number:04}@all.example.org\r\n\
             DTSTAMP:20260105T093000Z\r\n\
             LAST-MODIFIED:20260105T093000Z\r\n\
             SEQUENCE:189768600\r\n\
             DTSTART;VALUE=DATE:{}\r\n\
             DTEND;VALUE=DATE:{}\r\n\
             SUMMARY:Event {number:04}\r\n\
             DESCRIPTION:Details: https://all.example.org/events/e-{number:04}/\r\n\
             URL:https://all.example.org/events/e-{number:04}/\r\n\
             STATUS:CONFIRMED\r\n\
             TRANSP:TRANSPARENT\r\n\
             X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n\
             END:VEVENT\r\n",
            day.format("%Y%m%d"),
            next.format("%Y%m%d"),
        )
        .unwrap();
    }
    wanted.push_str("END:VCALENDAR\r\n");
    let calendar = read(&text);
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    assert_eq!(calendar.instances(first(2015), first(2041)).len(), 5000);
    let revisions = Revisions::at(instant("2026-01-05T09:30:00Z"));
    let site = publish(&calendar, &revisions, &Context::new(now())).unwrap();
    let feed = str::from_utf8(site.get("/all.ics").unwrap().bytes()).unwrap();
    let found = &feed[feed.find("BEGIN:VEVENT").unwrap()..];
    let mut lines = wanted.lines().zip(found.lines());
    assert!(found == wanted, "{:?}", lines.find(|(one, it)| one != it));
}
