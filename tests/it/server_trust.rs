//! The real server, with valid versions of its file that look like accidents.

use std::fs::File;
use std::io::Write as _;

use crate::program::Desk;
use crate::serving::{Serving, ask};

/// Returns an events file with this many upcoming instances.
fn text(meetings: usize) -> String {
    let head = "calendar:
  name: Riverside Book Club
  slug: book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

";
    if meetings == 0 {
        return format!("{head}events: []\n");
    }
    let meeting = |number| {
        format!(
            "  - id: meeting-{number}
    title: Meeting {number}
    start: 2026-01-13 18:30
    repeats: every week
    end: 20:00
"
        )
    };
    let meetings: String = (1..=meetings).map(meeting).collect();
    format!("{head}events:\n{meetings}")
}

fn count(serving: &Serving) -> usize {
    let (_, feed) = serving.ask("GET /book-club.ics HTTP/1.1");
    feed.matches("BEGIN:VEVENT").count()
}

/// Returns the address of the metrics.
fn operators(serving: &mut Serving) -> String {
    let line = serving.logged("listening for metrics");
    line.split_once("address=").unwrap().1.to_owned()
}

#[test]
fn an_empty_list_of_events_is_held_back_until_a_reload() {
    let desk = Desk::new();
    desk.write("events.yaml", text(10));
    let mut serving = Serving::start(&desk, "--metrics 127.0.0.1:0");
    let operators = operators(&mut serving);
    desk.write("events.yaml", text(0));
    let line = serving.logged("ERROR");
    assert!(
        line.contains(
            "events.yaml is valid but held back: all 10 coming events are gone; restore the missing events, or keep them with `status: cancelled`. To publish it as \
             it is, reload the server (SIGHUP); still serving the version loaded on "
        ),
        "{line}"
    );
    let stale = serving.healthy("\"stale\"");
    assert!(stale.contains("\"held_back\":\"events-gone\""), "{stale}");
    assert!(!stale.contains("coming events"), "{stale}");
    let (_, metrics) = ask(&operators, "GET /metrics HTTP/1.1");
    assert!(
        metrics.contains("\ncalfeed_held_back{reason=\"events-gone\"} 1\n"),
        "{metrics}"
    );
    assert_eq!(count(&serving), 10);
    serving.signal("HUP");
    let line = serving.logged(" loaded ");
    assert!(line.contains(" added=0 changed=0 gone=10 "), "{line}");
    serving.healthy("\"ok\"");
    assert_eq!(count(&serving), 0);
}

#[test]
fn a_server_that_trusts_its_file_publishes_every_valid_version() {
    let desk = Desk::new();
    desk.write("events.yaml", text(10));
    let mut serving = Serving::start(&desk, "--trust");
    desk.write("events.yaml", text(0).trim_end());
    serving.logged(" loaded ");
    assert_eq!(count(&serving), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_pauses_while_it_writes_publishes_nothing_until_it_has_closed_the_file() {
    let desk = Desk::new();
    desk.write("events.yaml", text(10));
    let mut serving = Serving::start(&desk, "");
    let whole = text(11);
    // This part of the file still has every event that is served.
    let part = whole.rfind("    end:").unwrap();
    let mut open = File::create(desk.path().join("events.yaml")).unwrap();
    open.write_all(&whole.as_bytes()[..part]).unwrap();
    serving.polls(4);
    assert_eq!(count(&serving), 10);
    serving.healthy("\"ok\"");
    open.write_all(&whole.as_bytes()[part..]).unwrap();
    drop(open);
    let line = serving.logged(" loaded ");
    assert!(line.contains(" events=11 "), "{line}");
    assert_eq!(count(&serving), 11);
}

#[test]
fn the_state_of_the_history_is_public() {
    let desk = Desk::new();
    desk.write("events.yaml", text(1));
    let mut serving = Serving::start(&desk, "--metrics 127.0.0.1:0");
    let operators = operators(&mut serving);
    serving.healthy("\"history\":\"missing\"");
    let (_, metrics) = ask(&operators, "GET /metrics HTTP/1.1");
    assert!(
        metrics.contains("\ncalfeed_history{state=\"missing\"} 1\n"),
        "{metrics}"
    );
}
