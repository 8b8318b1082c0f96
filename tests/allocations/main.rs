//! The allocations of the most important stages, on a file with 1,000 events: a check that does not depend on how busy the machine is.
//!
//! A stage fails if it allocates more than a twentieth above the recorded figure. It also fails if it allocates more than a hundredth
//! below, until the new figure is recorded, because the improvement could otherwise be lost unnoticed. A response allocates so little that
//! its figure must match exactly, once an earlier response has cached its headers and its gzip. The figures are for `cargo test`; an
//! optimised build may allocate less.
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test fails by panicking, and what makes its file is shared with benchmarks"
)]

#[path = "../../benches/made/mod.rs"]
mod made;

use allocation_counter::measure;
use calfeed::server::respond::respond;
use calfeed::{
    Calendar, Context, Feeds, History, Holidays, Revisions, Site, publish, read, read_with_holidays,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use hyper::Method;
use hyper::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, IF_NONE_MATCH};

/// Checks the number of allocations of a stage, and their total size, against the recorded figures.
#[track_caller]
fn holds(stage: impl FnOnce(), count: u64, kilobytes: u64) {
    let seen = measure(stage);
    let seen = [seen.count_total, seen.bytes_total / 1000];
    let noted = [count, kilobytes];
    let either = |is: fn(u64, u64) -> bool| seen.iter().zip(noted).any(|(&seen, it)| is(seen, it));
    let figures = format!(
        "{} allocations of {} kB, and {count} of {kilobytes} kB are written down",
        seen[0], seen[1]
    );
    assert!(
        !either(|seen, noted| seen * 20 > noted * 21),
        "more than before: {figures}"
    );
    assert!(
        !either(|seen, noted| seen * 100 < noted * 99),
        "less than before, so write the new figures down: {figures}"
    );
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(made::NOW, 0).unwrap()
}

fn calendar() -> Calendar {
    read(&made::events(1_000), &Context::new(now())).0.unwrap()
}

#[test]
fn a_file_is_read_and_checked() {
    let text = made::events(1_000);
    let context = Context::new(now());
    holds(
        || assert!(read(&text, &context).0.is_some()),
        183_013,
        20_947,
    );
}

#[test]
fn nothing_in_one_event_makes_the_whole_file_cost_half_as_much_again() {
    let plain = made::events(1_000);
    let cost = |text: &str| {
        let context = Context::new(now());
        let count = || assert!(read(text, &context).0.is_some(), "{text}");
        let found = allocation_counter::measure(count);
        (found.count_total, found.bytes_total)
    };
    let (allocations, bytes) = cost(&plain);
    for (what, event) in [
        (
            "a merge",
            "{<<: *common, id: one, title: A, start: 2026-07-01}",
        ),
        ("an alias", "{id: one, title: *name, start: 2026-07-01}"),
        (
            "an ampersand",
            "{id: one, title: \"&c\", start: 2026-07-01}",
        ),
        (
            "an exclamation mark",
            "{id: one, title: \"!\", start: 2026-07-01}",
        ),
        (
            "a number sign",
            "{id: one, title: \"Room #4\", start: 2026-07-01}",
        ),
        ("a warning", "{id: one, title: A, start: 2026-07-01 10:00}"),
        (
            "a warning and a merge",
            "{<<: *common, id: one, title: A, start: 2026-07-01 10:00}",
        ),
    ] {
        let events = format!(
            "\nx-common: &common {{format: virtual}}\nx-name: &name A\nevents:\n  - {event}\n"
        );
        let text = plain.replacen("\nevents:\n", &events, 1);
        assert_ne!(text, plain);
        let (more_allocations, more_bytes) = cost(&text);
        assert!(
            more_allocations * 10 <= allocations * 14 && more_bytes * 10 <= bytes * 14,
            "{what}: {more_allocations} allocations of {more_bytes} bytes, {allocations} of {bytes} without"
        );
    }
}

#[test]
fn a_file_of_holidays_does_not_make_the_whole_file_cost_half_as_much_again() {
    let plain = made::events(1_000);
    let named = plain.replacen("\ngroups:\n", "\n  holidays: ./holidays.json\ngroups:\n", 1);
    assert_ne!(named, plain);
    let holidays = |_: &str| Holidays::parse(r#"{"here": {"events": []}}"#);
    let context = Context::new(now());
    let with = |text: &str| {
        measure(|| assert!(read_with_holidays(text, &context, holidays).0.is_some())).count_total
    };
    let (without, more) = (with(&plain), with(&named));
    assert!(more * 10 <= without * 14, "{more}, {without} without");
}

#[test]
fn a_feed_is_written() {
    let (calendar, revisions) = (calendar(), Revisions::at(now()));
    holds(
        || {
            let feeds = Feeds::new(&calendar, &revisions, calendar.url());
            assert!(!feeds.calendar().text().is_empty());
        },
        88_682,
        14_263,
    );
}

#[test]
fn everything_is_published() {
    let (calendar, revisions) = (calendar(), Revisions::at(now()));
    let context = Context::new(now());
    holds(
        || assert!(publish(&calendar, &revisions, &context).is_ok()),
        2_282_138,
        540_267,
    );
}

#[test]
fn the_instances_of_ten_years_are_found() {
    let calendar = calendar();
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    holds(
        || assert!(!calendar.instances(day(2021), day(2031)).is_empty()),
        1_413,
        5_727,
    );
}

#[test]
fn a_history_of_two_texts_is_noted() {
    let first = made::events(1_000);
    let second = first.replacen("title: ", "title: Changed ", 1);
    holds(
        || {
            let mut history = History::default();
            assert!(history.note(&first, now() - TimeDelta::days(1)));
            assert!(history.note(&second, now()));
        },
        187_666,
        29_595,
    );
}

/// Returns the allocations of a response and their size, after an earlier response of the same kind.
fn answer(
    site: &Site,
    method: &Method,
    path: &str,
    header: Option<(HeaderName, &str)>,
    status: u16,
) -> [u64; 2] {
    let headers = header.map(|(name, value)| (name, value.parse().unwrap()));
    let headers: HeaderMap = headers.into_iter().collect();
    let ask = || {
        let reply = respond(method, path, &headers, site, now());
        assert_eq!(reply.status(), status);
    };
    ask();
    let seen = measure(ask);
    [seen.count_total, seen.bytes_total]
}

#[test]
fn a_request_is_answered() {
    let (calendar, revisions) = (calendar(), Revisions::at(now()));
    let site = publish(&calendar, &revisions, &Context::new(now())).unwrap();
    let feed = "/large.ics";
    let tag = (IF_NONE_MATCH, site.get(feed).unwrap().etag());
    let gzip = (ACCEPT_ENCODING, "gzip, deflate, br");
    let (get, head) = (&Method::GET, &Method::HEAD);
    let seen = [
        ("200", answer(&site, get, feed, None, 200)),
        ("304", answer(&site, get, feed, Some(tag), 304)),
        ("HEAD", answer(&site, head, feed, None, 200)),
        ("gzip", answer(&site, get, "/", Some(gzip), 200)),
        ("404", answer(&site, get, "/nothing", None, 404)),
    ];
    let noted = [
        ("200", [3, 925]),
        ("304", [3, 581]),
        ("HEAD", [3, 925]),
        ("gzip", [5, 1_293]),
        ("404", [16, 1_502]),
    ];
    assert_eq!(seen, noted, "what is seen, and what is written down");
}
