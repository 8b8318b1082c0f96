//! Peak memory of `build` and `serve`, read from the process, for large files and for hostile ones.
//!
//! Run `cargo build --release`, then `CALFEED=target/release/calfeed cargo test --test memory`. Without CALFEED this tests the debug build,
//! which is ten times slower. The kernel includes the memory of this process at the start of the program in that program's peak, so the
//! texts here are small. Linux only, because it reads `/proc`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test starts programs, and fails by panicking"
)]

mod files;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

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

/// Lets one test run at a time, because the texts of others would count.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    // A failed test leaves nothing behind, so its poison is ignored.
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
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

/// A `serve` that accepts requests.
struct Server {
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
}

impl Server {
    fn start(events: &Path) -> Self {
        let mut child = calfeed()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .arg(events)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        assert!(line.contains("is published at"), "{line}");
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, log }
    }

    /// Returns its peak memory so far, in bytes.
    fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = peak.unwrap().trim().trim_end_matches(" kB");
        kibibytes.parse::<u64>().unwrap() * 1024
    }

    /// Signals the server to reload the file, and waits until it is published.
    fn reload(&mut self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-HUP", &id]).status().unwrap();
        assert!(told.success());
        let line = self
            .log
            .find(|line| line.as_ref().unwrap().contains("loaded"));
        assert!(line.is_some(), "it ended");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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

/// Writes an events file as on a day of January 1970.
fn write(events: &Path, text: &str, day: u64) {
    fs::write(events, text).unwrap();
    let file = File::options().write(true).open(events).unwrap();
    let modified = SystemTime::UNIX_EPOCH + Duration::from_hours(24 * day);
    file.set_modified(modified).unwrap();
}

/// Checks the peak memory of `build` into a new folder, of `build` over its own output, and of `serve` when it starts and reloads.
fn holds(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let events = folder.path().join("events.yaml");
    write(&events, text, 1);
    let out = folder.path().join("out");
    let most = BUILD + 2 * text.len() as u64;
    for time in ["first", "second"] {
        let built = build(&events, &out);
        assert_eq!(built.code, Some(0), "{}", built.said);
        let peak = built.peak;
        assert!(peak <= most, "the {time} build took {peak} bytes of {most}");
    }
    // Without git, each edit changes the dates of every event, so that two versions share hardly any bytes.
    let edited = format!("{text}\n# edited\n");
    serves(&events, published(&out), || write(&events, &edited, 2));
}

/// Checks the peak memory of `serve` when it starts and when it reloads an edited file. It publishes this many bytes.
fn serves(events: &Path, bytes: u64, edit: impl FnOnce()) {
    let mut server = Server::start(events);
    let (peak, most) = (server.peak(), bytes * 13 / 10 + SERVE);
    assert!(
        peak <= most,
        "serve took {peak} bytes of {most}, and publishes {bytes}"
    );
    edit();
    server.reload();
    let (peak, most) = (server.peak(), 2 * bytes * 13 / 10 + SERVE);
    assert!(
        peak <= most,
        "serve took {peak} bytes of {most} for two versions of {bytes} each"
    );
}

/// Commits all files of a folder to git.
fn commit(folder: &Path) {
    let owner = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "A"]] {
        let mut git = Command::new("git");
        let git = git.current_dir(folder).args(owner).args(arguments);
        assert!(git.status().unwrap().success());
    }
}

/// Checks that `build` refuses a file with an error of this kind at this position, and its peak memory.
fn is_refused(text: &str, kind: &str, place: &str) {
    let folder = tempfile::tempdir().unwrap();
    let events = folder.path().join("events.yaml");
    fs::write(&events, text).unwrap();
    let built = build(&events, &folder.path().join("out"));
    let start = built.said.get(..400).unwrap_or(&built.said);
    assert_eq!(built.code, Some(1), "{start}");
    let length = built.said.len();
    assert!(length < 20_000, "it says {length} bytes: {start}");
    assert!(
        built.said.contains(&format!("error[{kind}]")) && built.said.contains(place),
        "{start}"
    );
    let (peak, most) = (built.peak, BUILD + 2 * text.len() as u64);
    assert!(peak <= most, "took {peak} bytes of {most}");
}

#[test]
fn fifty_daily_series_since_1970() {
    let _alone = alone();
    holds(&files::daily(50));
}

#[test]
fn a_thousand_weekly_series() {
    let _alone = alone();
    holds(&files::weekly(1_000));
}

#[test]
fn eighteen_thousand_events_that_take_place_once() {
    let _alone = alone();
    holds(&files::once(18_383));
}

#[test]
fn eighteen_thousand_events_in_git() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let events = folder.path().join("events.yaml");
    let text = files::once(18_383);
    write(&events, &text, 1);
    let out = tempfile::tempdir().unwrap();
    assert_eq!(build(&events, out.path()).code, Some(0));
    commit(folder.path());
    serves(&events, published(out.path()), || {
        write(&events, &text.replace("number 9\n", "number nine\n"), 2);
        commit(folder.path());
    });
}

#[test]
fn eight_hundred_conferences_with_their_talks() {
    let _alone = alone();
    holds(&files::conferences(795));
}

#[test]
fn four_hundred_daily_series_are_refused() {
    let _alone = alone();
    is_refused(&files::daily(400), "too-many-meetings", "events.yaml:154:");
}

#[test]
fn a_hundred_and_sixty_thousand_tags_are_refused() {
    let _alone = alone();
    let tags = files::list(160_000, "t");
    is_refused(
        &files::one(&format!("tags: [{tags}]")),
        "too-many",
        "events.yaml:11:",
    );
}

#[test]
fn three_hundred_thousand_unknown_groups_are_refused() {
    let _alone = alone();
    let groups = files::list(300_000, "g");
    is_refused(
        &files::one(&format!("groups: [{groups}]")),
        "too-many",
        "events.yaml:11:",
    );
}

#[test]
fn three_thousand_tags_in_two_thousand_changes_are_refused() {
    let _alone = alone();
    let tags = files::list(3_000, "t");
    let text = files::changes(&format!("tags: [{tags}]"), 2_000);
    is_refused(&text, "too-many", "events.yaml:12:");
}

#[test]
fn a_description_of_a_megabyte_in_two_thousand_changes_is_refused() {
    let _alone = alone();
    let words = "word ".repeat(200_000);
    let text = files::changes(&format!("description: {words}"), 2_000);
    is_refused(&text, "too-long", "events.yaml:12:");
}

#[test]
fn a_title_of_two_hundred_thousand_letters_is_refused() {
    let _alone = alone();
    let text = files::one("").replace("title: A", &format!("title: {}", "A".repeat(200_000)));
    is_refused(&text, "too-long", "events.yaml:10:");
}

#[test]
fn a_description_that_ten_thousand_events_take_from_an_anchor_is_refused() {
    let _alone = alone();
    let text = files::anchored(10_000);
    is_refused(&text, "too-much-text", "events.yaml:187:");
}

#[test]
fn five_thousand_events_in_ninety_groups_each_are_refused() {
    let _alone = alone();
    is_refused(&files::grouped(5_000, 90), "too-much-text", "events.yaml:");
}

#[test]
fn two_thousand_dates_in_sixty_events_are_refused() {
    let _alone = alone();
    is_refused(&files::also(60, 1_990), "too-much-text", "events.yaml:");
}

#[test]
fn twenty_thousand_events_in_one_line_of_json() {
    let _alone = alone();
    holds(&files::json(20_000));
}

#[test]
fn hundreds_of_thousands_of_values_in_brackets_are_refused() {
    let _alone = alone();
    // Each gives the parser a different number of tokens.
    for value in ["a,", ": ", "a: ", "? ", "! ", "&a ", "*a "] {
        is_refused(
            &files::nested(&value.repeat(4_000_000)),
            "too-many",
            "events.yaml:11:",
        );
    }
}

#[test]
fn a_hundred_and_fifty_thousand_anchors_are_refused() {
    let _alone = alone();
    let anchors: String = (0..1_000_000)
        .map(|number| format!("  - &a{number}\n"))
        .collect();
    let text = files::one("").replace("events:\n", &format!("events:\n{anchors}"));
    is_refused(&text, "too-many", "events.yaml:");
}

#[test]
fn sixty_thousand_directives_are_refused() {
    let _alone = alone();
    let directives: String = (0..60_000)
        .map(|number| format!("%TAG !a{number}! tag:x\n"))
        .collect();
    is_refused(&(directives + &files::one("")), "syntax", "events.yaml:");
}

#[test]
fn a_key_of_five_megabytes_is_shown_in_part() {
    let _alone = alone();
    let key = "a".repeat(5_000_000);
    is_refused(
        &files::one(&format!("? {key}")),
        "unknown-key",
        "events.yaml:11:",
    );
    is_refused(
        &files::one(&format!("{key}: a: b")),
        "syntax",
        "events.yaml:11:",
    );
}

#[test]
fn a_million_values_in_brackets_that_the_second_parser_would_read_are_refused() {
    let _alone = alone();
    let text = files::nested(&format!("\n\ta: {}", "b,".repeat(900_000)));
    is_refused(&text, "syntax", "events.yaml:12:");
}

#[test]
fn two_hundred_thousand_groups_are_refused() {
    let _alone = alone();
    is_refused(&files::groups(200_000), "too-many", "events.yaml:");
}

#[test]
fn a_hundred_thousand_talks_are_refused() {
    let _alone = alone();
    let talks = "    - {title: T}\n".repeat(100_000);
    is_refused(
        &files::one(&format!("talks:\n{talks}")),
        "too-many",
        "events.yaml:",
    );
}

#[test]
fn two_thousand_speakers_of_each_of_five_hundred_talks_are_refused() {
    let _alone = alone();
    let speakers = files::list(2_000, "s");
    let talks = format!("    - {{title: T, speakers: [{speakers}]}}\n").repeat(500);
    is_refused(
        &files::one(&format!("talks:\n{talks}")),
        "too-many",
        "events.yaml:",
    );
}

#[test]
fn ninety_groups_of_eighteen_thousand_events_are_refused() {
    let _alone = alone();
    is_refused(&files::grouped(18_000, 90), "syntax", "events.yaml:");
}

#[test]
fn a_million_tags_of_thirteen_events_are_refused() {
    let _alone = alone();
    let tags = "t, ".repeat(80_000);
    let event = format!("- {{id: a, tags: [{tags}]}}\n");
    let text = files::one("").replace("events:\n", &format!("events:\n{}", event.repeat(13)));
    is_refused(&text, "too-much", "events.yaml:");
}

#[test]
fn five_hundred_files_of_mistakes_are_refused() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let events = folder.path().join("events.yaml");
    fs::write(
        &events,
        "calendar: {name: A, slug: a, domain: a.example.org, url: \"https://a.example.org\", timezone: UTC}\ninclude: [teams/*.yaml]\n",
    )
    .unwrap();
    let teams = folder.path().join("teams");
    fs::create_dir(&teams).unwrap();
    let text = format!("events:\n{}", "- {a: 1, b: 2}\n".repeat(900));
    for number in 0..500 {
        fs::write(teams.join(format!("{number}.yaml")), &text).unwrap();
    }
    let bytes = 500 * text.len() as u64;
    let Ended { code, said, peak } = build(&events, &folder.path().join("out"));
    assert_eq!(code, Some(1));
    assert!(said.contains("1001 errors"), "{said}");
    assert!(peak < BUILD + 2 * bytes, "{peak} bytes");
}
