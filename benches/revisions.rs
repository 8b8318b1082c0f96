//! Reads the history of an events file from git: `cargo bench --bench revisions`.
//!
//! Creates repositories of 2,000 commits to a file of 300 events. Times reading the whole history, then reading it again as a reload does.
//! Each commit edits an event; in one repository it also edits the top of the file; in another an event has a text that resembles a YAML
//! anchor. Fails above the time limit.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark measures time, prints it, and fails by panicking"
)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calfeed::cli::earlier_versions::EarlierVersions;
use chrono::{DateTime, Days, NaiveDate};

const COMMITS: usize = 2_000;
const EVENTS: usize = 300;
const BOUND: Duration = Duration::from_secs(3);

/// What distinguishes a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    /// Each commit changes the top of the file: the description of the calendar, and the name of a group.
    Head,
    /// One event has ` &amp;` in its description.
    Ampersand,
}

fn main() {
    for kind in [Kind::Plain, Kind::Head, Kind::Ampersand] {
        measure(kind);
    }
}

fn measure(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let text = make(folder.path(), kind);
    let file = folder.path().join("events.yaml");
    println!(
        "{kind:?}: {COMMITS} commits of {EVENTS} events, {} KB",
        text.len() / 1000
    );
    let last = DateTime::from_timestamp(at(COMMITS), 0).unwrap();
    let context = calfeed::Context::new(last);
    let (calendar, report) = calfeed::read(&text, &context);
    let calendar = calendar.unwrap_or_else(|| panic!("{:?}", report.diagnostics()));
    let mut past = EarlierVersions::default();
    for (what, bound) in [
        ("read the history", BOUND),
        ("the same commit again", BOUND / 10),
    ] {
        let begun = Instant::now();
        let revisions = past.of(file.clone()).unwrap();
        let took = begun.elapsed();
        assert_eq!(
            revisions.of_calendar(&calendar),
            last,
            "the time of the last commit"
        );
        println!("  {what}: {took:?}, of {bound:?}");
        assert!(took < bound);
    }
}

/// Returns the time of a commit, counted from 1: one an hour.
fn at(commit: usize) -> i64 {
    1_700_000_000 + i64::try_from(commit).unwrap() * 3600
}

/// Returns the file after a number of commits, each of which edited one event.
fn text(commits: usize, kind: Kind) -> String {
    let mut text = "\
calendar:\n  name: Riverside Book Club\n  slug: riverside\n  domain: books.example.org\n  url: https://books.example.org\n  timezone: Europe/London\n".to_owned();
    if kind == Kind::Head {
        write!(text, "  description: We met {commits} times.\ngroups:\n  readers: {{name: Readers {commits}}}\n").unwrap();
    }
    text.push_str("\nevents:\n");
    for event in 0..EVENTS {
        // The number of edits to this event.
        let edits = (commits + EVENTS - 1 - event) / EVENTS;
        let day = event % 28 + 1;
        let drinks = if kind == Kind::Ampersand && event == 0 {
            "Tea &amp; coffee."
        } else {
            "Tea and coffee."
        };
        let group = if kind == Kind::Head && event % 30 == 0 {
            "    group: readers\n"
        } else {
            ""
        };
        write!(
            text,
            "\n  - id: meeting-{event}\n    title: \"Meeting {event}: version {edits}\"\n    start: 2026-02-{day:02} 18:30\n    end: \"20:00\"\n    repeats: every 4 weeks\n    location: Riverside Library, Mill Lane\n{group}    description: |\n      {drinks} We talk about the book, and about the next one.\n\n      Everybody is welcome, whether they have read it or not.\n    changes:\n      {}: {{moved_to: \"19:00\"}}\n",
            later(day)
        )
        .unwrap();
    }
    text
}

/// Returns the date 52 weeks after a day of February 2026.
fn later(day: usize) -> NaiveDate {
    let date = NaiveDate::from_ymd_opt(2026, 2, u32::try_from(day).unwrap());
    date.unwrap() + Days::new(364)
}

/// Creates the repository. Returns the last version of the file.
fn make(folder: &Path, kind: Kind) -> String {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(folder);
        command.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
        command
    };
    assert!(git(&["init", "--quiet", "."]).status().unwrap().success());
    let mut import = git(&["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = import.stdin.take().unwrap();
    let mut last = String::new();
    for commit in 1..=COMMITS {
        last = text(commit, kind);
        let at = at(commit);
        write!(input, "commit refs/heads/main\ncommitter E <e@example.org> {at} +0000\ndata 0\nM 100644 inline events.yaml\ndata {}\n{last}\n", last.len()).unwrap();
    }
    drop(input);
    assert!(import.wait().unwrap().success());
    assert!(
        git(&["symbolic-ref", "HEAD", "refs/heads/main"])
            .status()
            .unwrap()
            .success()
    );
    std::fs::write(folder.join("events.yaml"), &last).unwrap();
    last
}
