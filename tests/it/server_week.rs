use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use calfeed::server::Published;
use calfeed::server::reload::{Occasion, Reload};
use calfeed::{Context, Revisions, Site, publish, read};
use chrono::{DateTime, TimeDelta, Utc};

use crate::corpus::instant;
use crate::support::{Server, unhurried};

/// A week that contains the start of daylight saving time and the end of a month.
const WEEK: &str = "\
calendar:
  name: A week
  slug: a-week
  domain: example.org
  url: https://example.org
  timezone: Europe/London

events:
  - {id: lunch, title: Lunch, start: 2030-03-29 12:00, end: '13:00'}
  - {id: saturday, title: Saturday, start: 2030-03-30}
  - {id: weekend, title: Weekend, start: 2030-03-30, end: 2030-03-31}
  - {id: night, title: Night, start: 2030-03-30 22:00, end: 2030-03-31 06:00}
  - {id: new-york, title: New York, timezone: America/New_York, start: 2030-04-01 20:30, end: '21:15'}
  - {id: stand-up, title: Stand-up, start: 2030-03-29 09:00, end: '09:15', repeats: every weekday, until: 2030-04-04}
  - {id: march, title: March, start: 2030-03}
";

/// The text on the page for each instance, and the minute at which it is over, worked out by hand. Past stand-ups are one line of dates.
const ENDS: [(&str, &str); 11] = [
    ("\"2030-03-29T09:00:00+00:00\"", "2030-03-29T09:15:00Z"),
    (">Lunch<", "2030-03-29T13:00:00Z"),
    (">Saturday<", "2030-03-31T00:00:00Z"),
    // The clocks went forward, so the night had one hour less.
    (">Night<", "2030-03-31T05:00:00Z"),
    (">Weekend<", "2030-03-31T23:00:00Z"),
    (">March<", "2030-03-31T23:00:00Z"),
    ("\"2030-04-01T09:00:00+01:00\"", "2030-04-01T08:15:00Z"),
    (">New York<", "2030-04-02T01:15:00Z"),
    ("\"2030-04-02T09:00:00+01:00\"", "2030-04-02T08:15:00Z"),
    ("\"2030-04-03T09:00:00+01:00\"", "2030-04-03T08:15:00Z"),
    ("\"2030-04-04T09:00:00+01:00\"", "2030-04-04T08:15:00Z"),
];

/// The minutes at which something begins, so that it is no longer the next event, and the midnights: the page names the day on which it was
/// rendered.
const OTHERS: [&str; 14] = [
    "2030-03-29T09:00:00Z",
    "2030-03-29T12:00:00Z",
    "2030-03-30T00:00:00Z",
    "2030-03-30T22:00:00Z",
    "2030-04-01T08:00:00Z",
    "2030-04-01T23:00:00Z",
    "2030-04-02T00:30:00Z",
    "2030-04-02T08:00:00Z",
    "2030-04-02T23:00:00Z",
    "2030-04-03T08:00:00Z",
    "2030-04-03T23:00:00Z",
    "2030-04-04T08:00:00Z",
    "2030-04-04T23:00:00Z",
    "2030-03-31T00:00:00Z",
];

/// The text on the page of the year after none, one, two of the stand-ups, and so on.
const STAND_UPS: [&str; 6] = [
    "",
    "Friday 29 March 2030, 9am to 9:15am",
    ">29 March and 1 April 2030, 9am to 9:15am ",
    ">29 March, 1 and 2 April 2030, 9am to 9:15am ",
    ">29 March, 1, 2 and 3 April 2030, 9am to 9:15am ",
    ">29 March, 1, 2, 3 and 4 April 2030, 9am to 9:15am ",
];

/// The clock of the server in this file, in seconds since 1970.
static NOW: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    DateTime::from_timestamp(NOW.load(Ordering::SeqCst), 0).unwrap()
}

fn site(now: DateTime<Utc>) -> Site {
    let context = Context::new(now);
    let calendar = read(WEEK, &context).0.unwrap();
    let revisions = Revisions::at(instant("2026-01-05T09:30:00Z"));
    publish(&calendar, &revisions, &context).unwrap()
}

/// Returns one section of the events page; empty if the page does not have it.
fn section<'a>(page: &'a str, name: &str) -> &'a str {
    let from = page.split_once(&format!("<section aria-labelledby=\"{name}\""));
    let to = from.and_then(|(_, rest)| rest.split_once("</section>"));
    to.map_or("", |(section, _)| section)
}

#[test]
fn each_event_of_a_week_passes_at_its_own_minute() {
    let start = instant("2030-03-29T08:00:00Z");
    NOW.store(start.timestamp(), Ordering::SeqCst);
    let published = Arc::new(Published::new(site(start)));
    let server = Server::start_clocked(Arc::clone(&published), unhurried(), clock);
    let mut turns = 0;
    let mut reload = Reload::new(Arc::clone(&server.serving), move |occasion, now| {
        // The file never changes. The server needs the same calendar at another time.
        (occasion == Occasion::Turn).then(|| Ok(site(now).into()))
    });

    let mut earlier = published.load();
    for minute in 0..7 * 24 * 60 {
        let now = start + TimeDelta::minutes(minute);
        NOW.store(now.timestamp(), Ordering::SeqCst);
        reload.look(false, now);
        let state = published.load();
        let index = state.site().get("/").unwrap();
        let page = str::from_utf8(index.bytes()).unwrap();
        let ahead = [section(page, "upcoming"), section(page, "to-be-confirmed")].concat();
        let past = state.site().get("/past/2030/");
        let past = past.map_or("", |page| str::from_utf8(page.bytes()).unwrap());
        for (shown, end) in ENDS {
            let is_over = instant(end) <= now;
            if shown.starts_with('>') {
                assert_eq!(ahead.contains(shown), !is_over, "{shown} ahead at {now}");
                assert_eq!(past.contains(shown), is_over, "{shown} past at {now}");
            } else if is_over {
                assert!(!ahead.contains(shown), "{shown} ahead at {now}");
            }
        }
        let stand_ups = ENDS.iter().filter(|(shown, _)| !shown.starts_with('>'));
        let over = stand_ups.filter(|(_, end)| instant(end) <= now).count();
        assert!(past.contains(STAND_UPS[over]), "{over} stand-ups at {now}");
        let before = earlier.site().get("/").unwrap();
        if before.bytes() == index.bytes() {
            continue;
        }
        turns += 1;
        assert_eq!(index.last_modified(), now);
        // A browser reloads in that minute, and its version of a minute ago is no longer current.
        let tag = before.etag();
        let answer = server.ask(&format!("GET / HTTP/1.1\nIf-None-Match: {tag}"));
        assert_eq!(answer.status(), "200");
        assert_eq!(answer.body, page);
        earlier = state;
    }
    // The page changed in exactly these minutes.
    let ends = ENDS.iter().map(|(_, end)| *end);
    let minutes: BTreeSet<&str> = ends.chain(OTHERS).collect();
    assert_eq!(turns, minutes.len());
}

#[test]
fn a_clock_that_is_set_back_and_forward_changes_no_feed() {
    static AT: AtomicI64 = AtomicI64::new(0);
    let set = |now: DateTime<Utc>| AT.store(now.timestamp(), Ordering::SeqCst);
    let clock = || DateTime::from_timestamp(AT.load(Ordering::SeqCst), 0).unwrap();
    let start = instant("2030-03-30T08:00:00Z");
    set(start);
    let published = Arc::new(Published::new(site(start)));
    let server = Server::start_clocked(Arc::clone(&published), unhurried(), clock);
    let mut reload = Reload::new(Arc::clone(&server.serving), move |occasion, now| {
        (occasion == Occasion::Turn).then(|| Ok(site(now).into()))
    });
    let ask = |path: &str| {
        let answer = server.ask(&format!("GET {path} HTTP/1.1"));
        (answer.status().to_owned(), answer.body)
    };
    let before = ask("/a-week.ics");
    assert_eq!(before.0, "200");
    let invite = ask("/events/night.ics");
    for now in [
        start - TimeDelta::days(1),
        start + TimeDelta::days(3653),
        DateTime::UNIX_EPOCH,
        start,
    ] {
        set(now);
        // Before and after the program polls the file again.
        for _ in 0..2 {
            assert_eq!(ask("/a-week.ics"), before, "{now}");
            assert_eq!(ask("/events/night.ics"), invite, "{now}");
            assert_eq!(ask("/").0, "200", "{now}");
            reload.look(false, now);
        }
    }
}
