//! Runs each program in `examples/`, and checks its output.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Returns the program that cargo built from `examples/{name}.rs`.
fn example(name: &str) -> Command {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_calfeed"));
    let example = binary.parent().unwrap().join("examples").join(name);
    assert!(
        example.exists(),
        "run `cargo test` without `--test`: it builds the examples"
    );
    Command::new(example)
}

fn printed_by(name: &str) -> String {
    let output = example(name).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_feed_in_ten_lines_prints_a_calendar() {
    let feed = printed_by("feed");
    assert!(
        feed.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
        "{feed}"
    );
    assert!(
        feed.contains("\r\nUID:summer-concert-2026@choir.example.org\r\n"),
        "{feed}"
    );
    assert!(feed.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"), "{feed}");
}

#[test]
fn the_fourth_thursday_is_a_sentence_an_rrule_and_dates() {
    assert_eq!(
        printed_by("fourth_thursday"),
        "monthly on the 4th Thursday\n\
         RRULE:FREQ=MONTHLY;BYDAY=4TH\n\
         2030-11-28\n\
         2030-12-26\n\
         2031-01-23\n\
         the start, Friday 28 March 2025, is not a date of `monthly on the 4th Thursday`; \
         the nearest date of the rule is `2025-03-27` (Thursday); correct the start or the rule\n"
    );
}

#[test]
fn the_next_events_say_what_has_moved() {
    assert_eq!(
        printed_by("next_events"),
        "Thu 30 Oct, 11:00: Lean Coffee\n  (moved from Thu 23 Oct)\n\
         Thu 27 Nov, 11:00: Lean Coffee\n\
         Thu 18 Dec, 11:00: Lean Coffee\n  (moved from Thu 25 Dec)\n"
    );
}

#[test]
fn the_feed_stands_inside_somebody_elses_server() {
    let mut server = example("inside_hyper")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim()
        .strip_prefix("http://")
        .unwrap()
        .strip_suffix("/calendar/")
        .unwrap();
    let get = |path: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let feed = get("/calendar/cross-government-software-engineering.ics");
    let theirs = get("/");
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(
        feed.contains("\r\ncontent-type: text/calendar; charset=utf-8\r\n"),
        "{feed}"
    );
    // Permalinks are below the URL that the server gives.
    let unfolded = feed.replace("\r\n ", "");
    assert!(
        unfolded.contains("\r\nURL:https://example.org/calendar/events/lean-coffee/\r\n"),
        "{unfolded}"
    );
    assert!(theirs.ends_with("somebody else's page\n"), "{theirs}");
}
