//! Peak memory of `build` and `serve`, read from the process, for large files and for hostile ones.
//!
//! `cargo build --release`, then `CALFEED=target/release/calfeed cargo test --test memory`; without CALFEED the debug build is
//! tested, which is ten times slower. Linux only, because it reads `/proc`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test starts programs, and fails by panicking"
)]

mod files;

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use wait4::Wait4 as _;

const MEGABYTE: u64 = 1_000_000;

/// The most that `build` may use, in addition to twice the size of the events file.
const BUILD: u64 = 120 * MEGABYTE;

/// The most that `serve` may use, in addition to 1.3 times the bytes that it publishes.
const SERVE: u64 = 60 * MEGABYTE;

fn calfeed() -> Command {
    let program = std::env::var_os("CALFEED");
    let mut command =
        Command::new(program.unwrap_or_else(|| OsString::from(env!("CARGO_BIN_EXE_calfeed"))));
    // The result must not depend on the current time.
    command.env("SOURCE_DATE_EPOCH", files::NOW);
    command
}

/// How a process ended, and its peak memory in bytes.
struct Ended {
    code: Option<i32>,
    said: String,
    peak: u64,
}

fn run(command: &mut Command) -> Ended {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    let ended = child.wait4().unwrap();
    Ended {
        code: ended.status.code(),
        said,
        peak: ended.rusage.maxrss,
    }
}

/// Builds a file into `out`.
fn build(events: &Path, out: &Path) -> Ended {
    run(calfeed().arg("build").arg(events).arg("--out").arg(out))
}

/// Returns the peak memory of `serve` when it starts to accept requests, in bytes.
fn served(events: &Path) -> u64 {
    let mut child = calfeed()
        .args(["serve", "--listen", "127.0.0.1:0"])
        .arg(events)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.contains("is published at"), "{line}");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = peak.unwrap().trim().trim_end_matches(" kB");
    kibibytes.parse::<u64>().unwrap() * 1024
}

/// Returns the size of all published files in a folder, in bytes.
fn published(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let sizes = entries.map(|entry| match entry.metadata().unwrap() {
        about if about.is_dir() => published(&entry.path()),
        _ if entry.file_name() == ".calfeed" => 0,
        about => about.len(),
    });
    sizes.sum()
}

/// Checks `build` into a new folder, `build` over its own output, and `serve`.
fn holds(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let events = folder.path().join("events.yaml");
    fs::write(&events, text).unwrap();
    let out = folder.path().join("out");
    let most = BUILD + 2 * text.len() as u64;
    for time in ["first", "second"] {
        let built = build(&events, &out);
        assert_eq!(built.code, Some(0), "{}", built.said);
        let peak = built.peak;
        assert!(peak <= most, "the {time} build took {peak} bytes of {most}");
    }
    let bytes = published(&out);
    let (peak, most) = (served(&events), bytes * 13 / 10 + SERVE);
    assert!(
        peak <= most,
        "serve took {peak} bytes of {most}, and publishes {bytes}"
    );
}

/// Checks that `build` refuses a file with an error of this kind at this place, and its peak memory.
fn is_refused(text: &str, kind: &str, place: &str) {
    let folder = tempfile::tempdir().unwrap();
    let events = folder.path().join("events.yaml");
    fs::write(&events, text).unwrap();
    let built = build(&events, &folder.path().join("out"));
    let start = built.said.get(..400).unwrap_or(&built.said);
    assert_eq!(built.code, Some(1), "{start}");
    assert!(
        built.said.contains(&format!("error[{kind}]")) && built.said.contains(place),
        "{start}"
    );
    let (peak, most) = (built.peak, BUILD + 2 * text.len() as u64);
    assert!(peak <= most, "took {peak} bytes of {most}");
}

#[test]
fn fifty_daily_series_since_1970() {
    holds(&files::daily(50));
}

#[test]
fn a_thousand_weekly_series() {
    holds(&files::weekly(1_000));
}

#[test]
fn eighteen_thousand_events_that_take_place_once() {
    holds(&files::once(18_383));
}

#[test]
fn eight_hundred_conferences_with_their_talks() {
    holds(&files::conferences(795));
}

#[test]
fn four_hundred_daily_series_are_refused() {
    is_refused(&files::daily(400), "too-many-meetings", "events.yaml:154:");
}

#[test]
fn a_hundred_and_sixty_thousand_tags_are_refused() {
    let tags = files::list(160_000, "t");
    is_refused(
        &files::one(&format!("tags: [{tags}]")),
        "too-many",
        "events.yaml:11:",
    );
}

#[test]
fn three_hundred_thousand_unknown_groups_are_refused() {
    let groups = files::list(300_000, "g");
    is_refused(
        &files::one(&format!("groups: [{groups}]")),
        "too-many",
        "events.yaml:11:",
    );
}

#[test]
fn three_thousand_tags_in_two_thousand_changes_are_refused() {
    let tags = files::list(3_000, "t");
    let text = files::changes(&format!("tags: [{tags}]"), 2_000);
    is_refused(&text, "too-many", "events.yaml:12:");
}

#[test]
fn a_description_of_a_megabyte_in_two_thousand_changes_is_refused() {
    let words = "word ".repeat(200_000);
    let text = files::changes(&format!("description: {words}"), 2_000);
    is_refused(&text, "too-long", "events.yaml:12:");
}

#[test]
fn a_title_of_two_hundred_thousand_letters_is_refused() {
    let text = files::one("").replace("title: A", &format!("title: {}", "A".repeat(200_000)));
    is_refused(&text, "too-long", "events.yaml:10:");
}

#[test]
fn a_description_that_ten_thousand_events_take_from_an_anchor_is_refused() {
    let text = files::anchored(10_000);
    is_refused(&text, "too-much-text", "events.yaml:187:");
}

#[test]
fn five_thousand_events_in_ninety_groups_each_are_refused() {
    is_refused(&files::grouped(5_000, 90), "too-much-text", "events.yaml:");
}

#[test]
fn two_thousand_dates_in_sixty_events_are_refused() {
    is_refused(&files::also(60, 1_990), "too-much-text", "events.yaml:");
}
