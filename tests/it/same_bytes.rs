//! Same input, same bytes: at any time, in any zone and language, in any order of the file, under any name.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::Component;
use crate::corpus::of;
use crate::program::Desk;

/// 10 March 2025, 9:00 in UTC.
const EARLIER: &str = "1741597200";

fn events() -> &'static str {
    &of("events.yaml").text
}

/// Returns the file with the entries of `events:` in reverse order.
fn reversed(text: &str) -> String {
    let (head, list) = text.split_once("\nevents:\n").unwrap();
    let mut entries: Vec<&str> = list.split("\n  - id: ").collect();
    // The comments before the first entry.
    let before = entries.remove(0);
    entries.reverse();
    let entries: Vec<&str> = entries.into_iter().map(str::trim_end).collect();
    let entries = entries.join("\n  - id: ");
    format!("{head}\nevents:\n{before}\n  - id: {entries}\n")
}

/// Compares the files that both have. Returns their number.
#[track_caller]
fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> usize {
    let both = one.keys().filter(|name| other.contains_key(*name));
    both.inspect(|name| {
        let (one, other) = (&one[*name], &other[*name]);
        assert!(one == other, "{name}:\n{}", String::from_utf8_lossy(other));
    })
    .count()
}

fn uids(calendars: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let roots = calendars
        .values()
        .map(|it| Component::read(str::from_utf8(it).unwrap()));
    roots
        .flat_map(|root| {
            let events = root.all("VEVENT").map(|it| it.value("UID").to_owned());
            events.collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_present_moment_changes_no_calendar() {
    let desk = Desk::new();
    desk.write("events.yaml", events());
    desk.build("--out now");
    let earlier = desk
        .command("build --out then")
        .env("SOURCE_DATE_EPOCH", EARLIER)
        .output();
    assert!(earlier.unwrap().status.success());
    let (now, then) = (desk.calendars("now"), desk.calendars("then"));
    // At another time, other instances have invites. These are in both.
    assert_eq!((now.len(), then.len()), (39, 27));
    assert_eq!(same(&now, &then), 24);
}

#[test]
fn the_zone_and_the_language_of_the_machine_change_no_file() {
    let desk = Desk::new();
    desk.write("events.yaml", events());
    desk.build("--out plain");
    let plain = desk.files("plain");
    for (zone, language) in [
        ("Pacific/Apia", "tr_TR.UTF-8"),
        ("America/New_York", "ar_EG"),
        ("Nowhere/At_All", "C"),
        (":", "xx"),
    ] {
        let mut command = desk.command("build --out odd");
        command
            .env("TZ", zone)
            .env("LANG", language)
            .env("LC_ALL", language);
        assert!(command.output().unwrap().status.success());
        assert!(desk.files("odd") == plain, "{zone} {language}");
    }
}

#[test]
fn the_order_of_the_events_changes_no_file() {
    for name in [
        "events.yaml",
        "tests/it/cases/changes.yaml",
        "tests/it/cases/zones.yaml",
    ] {
        let text = &of(name).text;
        let desk = Desk::new();
        desk.write("events.yaml", text);
        desk.build("--out there");
        desk.write("events.yaml", reversed(text));
        assert_ne!(*text, desk.read("events.yaml"));
        desk.build("--out back");
        assert!(desk.files("there") == desk.files("back"), "{name}");
    }
}

#[test]
fn the_name_and_the_folder_of_the_file_change_no_file() {
    let desk = Desk::new();
    desk.write("events.yaml", events());
    desk.write("some/where/else.yml", events());
    desk.build("--out one");
    desk.build("some/where/else.yml --out other");
    assert!(desk.files("one") == desk.files("other"));
}

#[test]
fn line_ends_and_comments_change_no_calendar() {
    let desk = Desk::new();
    desk.write("unix.yaml", events());
    desk.write("windows.yaml", events().replace('\n', "\r\n"));
    desk.write("bare.yaml", without_comments(events()));
    desk.build("unix.yaml --out unix");
    desk.build("windows.yaml --out windows");
    desk.build("bare.yaml --out bare");
    assert!(desk.calendars("unix") == desk.calendars("windows"));
    assert!(desk.calendars("unix") == desk.calendars("bare"));
}

fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn another_title_and_another_time_change_no_uid() {
    let desk = Desk::new();
    let text = events();
    let other = text
        .replace("title: Lean Coffee\n", "title: Caffè freddo\n")
        .replace("start: 2025-01-29 09:00", "start: 2025-01-28 10:00");
    assert_ne!(text, other);
    desk.write("events.yaml", text);
    desk.build("--out one");
    desk.write("events.yaml", other);
    desk.build("--out other");
    let (one, other) = (desk.calendars("one"), desk.calendars("other"));
    assert_ne!(one, other);
    assert_eq!(uids(&one), uids(&other));
}

#[test]
fn a_later_change_of_the_file_raises_every_sequence() {
    let desk = Desk::new();
    desk.write("events.yaml", events());
    let stamps = |changed: &str| {
        desk.date("events.yaml", changed);
        desk.build("--out out");
        let root = Component::read(&desk.read("out/cross-government-software-engineering.ics"));
        let stamps = root.all("VEVENT").map(|event| {
            let sequence = event.value("SEQUENCE").parse::<i32>().unwrap();
            (event.value("DTSTAMP").to_owned(), sequence)
        });
        let stamps: BTreeSet<_> = stamps.collect();
        assert_eq!(stamps.len(), 1, "{stamps:?}");
        stamps.into_iter().next().unwrap()
    };
    let (before, after) = (
        stamps("2026-01-05T09:30:00Z"),
        stamps("2026-01-05T09:30:01Z"),
    );
    assert_eq!(before.0, "20260105T093000Z");
    assert_eq!(after.0, "20260105T093001Z");
    assert!(before.1 < after.1);
}

#[test]
fn an_event_that_says_when_it_was_updated_is_stamped_with_that() {
    let published = of("tests/it/cases/every-key.yaml");
    let stamps = |id: &str| {
        let root = Component::read(published.text_at(&format!("/events/{id}.ics")));
        let stamps = root.all("VEVENT").map(|it| it.value("DTSTAMP").to_owned());
        stamps
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(stamps("summit-2026"), ["20260201T100000Z"]);
    assert_eq!(stamps("hour"), ["20260203T000000Z"]);
    assert_eq!(stamps("stand-up"), ["20260202T180000Z"]);
    assert_eq!(stamps("retro"), ["20260105T093000Z"]);
}

#[test]
fn the_present_moment_is_in_no_calendar() {
    let desk = Desk::new();
    desk.write("events.yaml", &of("tests/it/cases/every-key.yaml").text);
    desk.build("--out out");
    for (name, bytes) in desk.calendars("out") {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("20260615"), "{name}");
    }
}

#[test]
fn an_address_given_to_build_changes_links_and_nothing_else() {
    let desk = Desk::new();
    desk.write("events.yaml", events());
    desk.build("--out there");
    desk.build("--out here --url https://staging.example.org/below");
    let (there, here) = (desk.calendars("there"), desk.calendars("here"));
    assert_eq!(uids(&there), uids(&here));
    let name = "events/facilitators-2021-11.ics";
    let url = |calendars: &BTreeMap<String, Vec<u8>>| {
        let root = Component::read(str::from_utf8(&calendars[name]).unwrap());
        root.all("VEVENT").next().unwrap().value("URL").to_owned()
    };
    assert_eq!(
        url(&there),
        "https://www.uk-x-gov-software-community.org.uk/events/facilitators-2021-11/"
    );
    assert_eq!(
        url(&here),
        "https://staging.example.org/below/events/facilitators-2021-11/"
    );
}
