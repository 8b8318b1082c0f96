//! Reads the history of an events file from git: `cargo bench --bench revisions`.
//!
//! Creates repositories of 2,000 commits to a file of 300 events. Times reading the whole history, then reading it again as a reload does.
//! Each commit edits an event; in one repository it also edits the top of the file; in another an event has a text that resembles a YAML
//! anchor; in a third there are 3,000 events in 100 files. Fails above the time limit.
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
const BOUND_OF_FILES: Duration = Duration::from_secs(4);
/// The files of [`Kind::Files`], with 30 events in each.
const FILES: usize = 100;

/// What distinguishes a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    /// Each commit changes the top of the file: the description of the calendar, and the name of a group.
    Head,
    /// One event has ` &amp;` in its description.
    Ampersand,
    /// The events are in other files, with a group for each.
    Files,
}

fn main() {
    for kind in [Kind::Plain, Kind::Head, Kind::Ampersand, Kind::Files] {
        measure(kind);
    }
}

fn measure(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let files = make(folder.path(), kind);
    let file = folder.path().join("events.yaml");
    println!(
        "{kind:?}: {COMMITS} commits of {} files, {} KB",
        files.len(),
        files.iter().map(|(_, text)| text.len()).sum::<usize>() / 1000
    );
    let last = DateTime::from_timestamp(at(COMMITS), 0).unwrap();
    let context = calfeed::Context::new(last);
    let (main, included) = files.split_first().unwrap();
    let included = included
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let (calendar, report) = calfeed::read_with_included(&main.1, included, &context);
    let calendar = calendar.unwrap_or_else(|| panic!("{:?}", report.diagnostics()));
    let mut past = EarlierVersions::default();
    let bound = if kind == Kind::Files {
        BOUND_OF_FILES
    } else {
        BOUND
    };
    for (what, bound) in [
        ("read the history", bound),
        ("the same commit again", bound / 10),
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

/// The settings of the calendar.
const CALENDAR: &str = "\
calendar:\n  name: Riverside Book Club\n  slug: riverside\n  domain: books.example.org\n  url: https://books.example.org\n  timezone: Europe/London\n";

/// Returns the files that a commit changed, as it left them: their paths and texts. The first commit changed all.
fn changed(commit: usize, kind: Kind) -> Vec<(String, String)> {
    if kind != Kind::Files {
        return vec![("events.yaml".to_owned(), text(commit, kind))];
    }
    let team = |team: usize, edits: usize| {
        let head = format!(
            "defaults: {{group: team-{team}, location: \"Room {team}\"}}\ngroups:\n  team-{team}: {{name: Team {team}}}\nevents:\n"
        );
        let events = (0..EVENTS / 10).map(|event| {
            let of_event = if event == edits % 30 { edits } else { 0 };
            entry(
                &format!("team-{team}-{event}"),
                event,
                of_event,
                "Tea and coffee.",
                "",
            )
        });
        let text = head + &events.collect::<String>();
        (format!("teams/{team}.yaml"), text)
    };
    if commit > 1 {
        return vec![team(commit % FILES, commit)];
    }
    let main = format!("{CALENDAR}include: [teams/*.yaml]\n");
    let teams = (0..FILES).map(|of| team(of, 1));
    [("events.yaml".to_owned(), main)]
        .into_iter()
        .chain(teams)
        .collect()
}

/// Returns the file after a number of commits, each of which edited one event.
fn text(commits: usize, kind: Kind) -> String {
    let mut text = CALENDAR.to_owned();
    if kind == Kind::Head {
        write!(text, "  description: We met {commits} times.\ngroups:\n  readers: {{name: Readers {commits}}}\n").unwrap();
    }
    text.push_str("\nevents:\n");
    for event in 0..EVENTS {
        // The number of edits to this event.
        let edits = (commits + EVENTS - 1 - event) / EVENTS;
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
        text.push_str(&entry(
            &format!("meeting-{event}"),
            event,
            edits,
            drinks,
            group,
        ));
    }
    text
}

/// Returns an event that was edited a number of times.
fn entry(id: &str, event: usize, edits: usize, drinks: &str, group: &str) -> String {
    let day = event % 28 + 1;
    format!(
        "\n  - id: {id}\n    title: \"Meeting {event}: version {edits}\"\n    start: 2026-02-{day:02} 18:30\n    end: \"20:00\"\n    repeats: every 4 weeks\n    location: Riverside Library, Mill Lane\n{group}    description: |\n      {drinks} We talk about the book, and about the next one.\n\n      Everybody is welcome, whether they have read it or not.\n    changes:\n      {}: {{moved_to: \"19:00\"}}\n",
        later(day)
    )
}

/// Returns the date 52 weeks after a day of February 2026.
fn later(day: usize) -> NaiveDate {
    let date = NaiveDate::from_ymd_opt(2026, 2, u32::try_from(day).unwrap());
    date.unwrap() + Days::new(364)
}

/// Creates the repository. Returns the last version of the files.
fn make(folder: &Path, kind: Kind) -> Vec<(String, String)> {
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
    let mut last: Vec<(String, String)> = Vec::new();
    for commit in 1..=COMMITS {
        let at = at(commit);
        write!(
            input,
            "commit refs/heads/main\ncommitter E <e@example.org> {at} +0000\ndata 0\n"
        )
        .unwrap();
        for (path, text) in changed(commit, kind) {
            write!(
                input,
                "M 100644 inline {path}\ndata {}\n{text}\n",
                text.len()
            )
            .unwrap();
            last.retain(|(other, _)| *other != path);
            let is_main = path == "events.yaml";
            last.insert(if is_main { 0 } else { last.len() }, (path, text));
        }
    }
    drop(input);
    assert!(import.wait().unwrap().success());
    assert!(
        git(&["symbolic-ref", "HEAD", "refs/heads/main"])
            .status()
            .unwrap()
            .success()
    );
    for (path, text) in &last {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    last
}
