use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Utc};

use crate::program::Desk;
use crate::serving::{Serving, ask};

/// An events file with one event.
fn text(title: &str) -> String {
    format!(
        "calendar:
  name: Riverside Book Club
  slug: book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
  - id: book-club
    title: {title}
    start: 2026-01-13 18:30
    end: 2026-01-13 20:00
"
    )
}

/// Returns the same file with an end before its start, at line 12.
fn broken() -> String {
    text("Book club").replace("2026-01-13 20:00", "2026-01-13 17:00")
}

const MESSAGE: &str =
    "events.yaml:12:10: the end, `2026-01-13 17:00`, is not after the start, `2026-01-13 18:30`";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", text("Book club"));
    desk
}

/// Returns the title of the event in the feed.
fn title(serving: &Serving) -> String {
    let (head, body) = serving.ask("GET /book-club.ics HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let summary = body.lines().find_map(|line| line.strip_prefix("SUMMARY:"));
    summary.unwrap().to_owned()
}

fn git(desk: &Desk, arguments: &str) -> String {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=Editor",
            "-c",
            "user.email=editor@example.org",
        ])
        .args(arguments.split_whitespace())
        .current_dir(desk.path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_file_that_is_written_in_place_is_loaded() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "");
    assert_eq!(title(&serving), "Book club");
    // With the same modification time and size as before.
    desk.write("events.yaml", text("Cook club"));
    serving.logged(" loaded ");
    assert_eq!(title(&serving), "Cook club");
}

#[test]
fn a_file_that_is_renamed_into_its_place_is_loaded() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "");
    desk.write("events.yaml.new", text("Cook club"));
    fs::rename(
        desk.path().join("events.yaml.new"),
        desk.path().join("events.yaml"),
    )
    .unwrap();
    serving.logged(" loaded ");
    assert_eq!(title(&serving), "Cook club");
}

#[test]
fn a_mounted_volume_whose_link_leads_elsewhere_is_loaded() {
    let desk = Desk::new();
    desk.write("1/events.yaml", text("Book club"));
    desk.write("2/events.yaml", text("Cook club"));
    let link = |name: &str, to: &str| symlink(to, desk.path().join(name)).unwrap();
    link("data", "1");
    link("events.yaml", "data/events.yaml");
    let mut serving = Serving::start(&desk, "");
    assert_eq!(title(&serving), "Book club");
    link("next", "2");
    fs::rename(desk.path().join("next"), desk.path().join("data")).unwrap();
    serving.logged(" loaded ");
    assert_eq!(title(&serving), "Cook club");
}

#[test]
fn a_file_that_is_told_of_is_loaded_at_once() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "");
    desk.write("events.yaml", text("Cook club"));
    serving.signal("HUP");
    serving.logged("received SIGHUP: reloading");
    serving.logged(" loaded ");
    assert_eq!(title(&serving), "Cook club");
    // Also if nothing has changed.
    serving.signal("HUP");
    serving.logged(" loaded ");
}

#[test]
fn a_file_that_was_only_touched_is_not_loaded() {
    let desk = desk();
    let serving = Serving::start(&desk, "");
    desk.date("events.yaml", "2026-02-01T09:30:00Z");
    // The first poll finds a change, and the second finds that the file is complete.
    serving.polls(3);
    let run = serving.stop("TERM");
    assert!(!run.stderr.contains(" loaded "), "{}", run.stderr);
}

#[test]
fn a_broken_file_keeps_the_last_good_site_and_is_reported_once() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "");
    let good = serving.healthy("\"ok\"");
    desk.write("events.yaml", broken());
    let line = serving.logged("ERROR");
    let (_, loaded) = good.split_once("\"loaded\":\"").unwrap();
    let loaded: DateTime<Utc> = loaded.split('"').next().unwrap().parse().unwrap();
    let loaded = loaded.format("%-d %B %Y, %H:%M UTC");
    let expected = format!("{MESSAGE}; still serving the version loaded on {loaded}");
    assert!(line.ends_with(&expected), "{line}");
    serving.logged("  --> events.yaml:12:10");
    serving.logged("12 |     end: 2026-01-13 17:00");
    let stale = serving.healthy("\"stale\"");
    assert!(stale.contains("\"line\":12"), "{stale}");
    assert_eq!(title(&serving), "Book club");
    // A second request to reload logs only one line.
    serving.signal("HUP");
    serving.logged("reloaded, but the problem is the same as before: ");

    desk.write("events.yaml", text("Cook club"));
    serving.logged(" loaded ");
    assert_eq!(title(&serving), "Cook club");
    let mended = serving.healthy("\"ok\"");
    assert_ne!(mended, good);
    let run = serving.stop("TERM");
    assert_eq!(run.stderr.matches("ERROR").count(), 1, "{}", run.stderr);
    assert_eq!(run.stderr.matches("  --> ").count(), 1, "{}", run.stderr);
}

#[test]
fn a_file_that_is_gone_or_no_text_keeps_the_last_good_site() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "");
    fs::remove_file(desk.path().join("events.yaml")).unwrap();
    serving.logged("cannot read events.yaml: ");
    assert_eq!(title(&serving), "Book club");
    desk.write("events.yaml", b"calendar:\n  name: \xff\n");
    serving.logged("line 2 is not UTF-8");
    assert_eq!(title(&serving), "Book club");
    desk.write("events.yaml", text("Cook club"));
    serving.logged(" loaded ");
    assert_eq!(title(&serving), "Cook club");
}

#[test]
fn a_file_of_holidays_is_looked_at_too() {
    let desk = Desk::new();
    let named = text("Book club").replace("timezone: ", "holidays: ./days.json\n  timezone: ");
    let days = |day: &str| {
        let days = format!("[{{\"title\": \"Feast of books\", \"date\": \"{day}\"}}]");
        format!("{{\"riverside\": {{\"division\": \"riverside\", \"events\": {days}}}}}")
    };
    desk.write("events.yaml", named);
    desk.write("days.json", days("2026-01-13"));
    let mut serving = Serving::start(&desk, "");
    desk.write("days.json", days("2026-01-14"));
    serving.logged(" loaded ");
    desk.write("days.json", "{");
    serving.logged("cannot read `./days.json`: ");
    assert_eq!(title(&serving), "Book club");
}

#[test]
fn another_commit_is_loaded_though_the_text_is_the_same() {
    let desk = desk();
    git(&desk, "init --quiet --initial-branch=main");
    git(&desk, "add events.yaml");
    git(&desk, "commit --quiet -m one");
    let first = git(&desk, "rev-parse HEAD");
    let mut serving = Serving::start(&desk, "");
    serving.healthy(&format!("\"commit\":\"{first}\""));
    git(&desk, "commit --quiet --amend -m two");
    let second = git(&desk, "rev-parse HEAD");
    assert_ne!(first, second);
    let line = serving.logged(" loaded ");
    assert!(line.contains(&second), "{line}");
    serving.healthy(&format!("\"commit\":\"{second}\""));
    // The change is not committed, so no commit has it.
    desk.write("events.yaml", text("Cook club"));
    serving.logged(" loaded ");
    serving.healthy("\"commit\":null");
    git(&desk, "checkout --quiet events.yaml");
    serving.logged(" loaded ");
    serving.healthy(&format!("\"commit\":\"{second}\""));
    assert_eq!(title(&serving), "Book club");
}

#[test]
fn a_start_on_a_broken_file_serves_the_last_text_that_git_can_publish() {
    let desk = desk();
    git(&desk, "init --quiet --initial-branch=main");
    git(&desk, "add events.yaml");
    git(&desk, "commit --quiet -m good");
    let good = git(&desk, "rev-parse HEAD");
    desk.write("events.yaml", broken());
    desk.date("events.yaml", "2026-02-01T09:30:00Z");
    git(&desk, "commit --quiet -a -m broken");
    let mut serving = Serving::start(&desk, "--log json");
    let line = serving.logged("\"ERROR\"");
    assert!(
        line.contains(MESSAGE) && line.contains("12 |     end: 2026-01-13 17:00"),
        "{line}"
    );
    let served = format!(" UTC (commit {})", &good[..12]);
    assert!(line.contains(&served), "{line}");
    assert_eq!(title(&serving), "Book club");
    let stale = serving.healthy("\"stale\"");
    assert!(stale.contains(&format!("\"commit\":\"{good}\"")), "{stale}");
    assert!(stale.contains("\"line\":12"), "{stale}");
    desk.write("events.yaml", text("Cook club"));
    serving.logged("\"loaded the events file\"");
    assert_eq!(title(&serving), "Cook club");
}

#[test]
fn a_start_on_a_broken_file_without_an_earlier_text_is_1() {
    let desk = Desk::new();
    desk.write("events.yaml", broken());
    git(&desk, "init --quiet --initial-branch=main");
    git(&desk, "add events.yaml");
    git(&desk, "commit --quiet -m broken");
    let run = desk.run("serve --listen 127.0.0.1:0");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(
        run.stderr.starts_with("error[end-before-start]: ")
            && run.stderr.ends_with("\n\nevents.yaml: 1 error\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_repository_of_a_file_runs_no_program_of_its_own() {
    let desk = desk();
    git(&desk, "init --quiet --initial-branch=main");
    git(&desk, "add events.yaml");
    git(&desk, "commit --quiet -m one");
    for key in [
        "core.fsmonitor",
        "core.pager",
        "gpg.program",
        "core.sshCommand",
    ] {
        git(&desk, &format!("config {key} ./program"));
    }
    git(&desk, "config log.showSignature true");
    let program = desk.path().join("program");
    let scripted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/scripted");
    symlink(scripted, program).unwrap();
    desk.write("program.sh", "touch ran\n");
    let serving = Serving::start(&desk, "");
    serving.healthy("\"commit\":\"");
    assert!(!desk.has("ran"));
}

#[test]
fn metrics_have_an_address_of_their_own() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "--metrics 127.0.0.1:0");
    let line = serving.logged("listening for metrics");
    let address = line.split_once("address=").unwrap().1;
    let (head, body) = ask(address, "GET /metrics HTTP/1.1");
    assert!(
        head.contains("\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n"),
        "{head}"
    );
    assert!(
        body.contains("\ncalfeed_reloads_total{result=\"good\"} 1\n"),
        "{body}"
    );
    assert!(
        ask(address, "GET / HTTP/1.1")
            .0
            .starts_with("HTTP/1.1 404 ")
    );
    assert!(
        ask(address, "POST /metrics HTTP/1.1")
            .0
            .starts_with("HTTP/1.1 405 ")
    );
    assert!(
        serving
            .ask("GET /metrics HTTP/1.1")
            .0
            .starts_with("HTTP/1.1 404 ")
    );
    assert_eq!(serving.stop("TERM").code, Some(0));
}

#[test]
fn answers_are_logged_when_asked_for_and_never_with_a_query() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "--access-log --log json");
    serving.ask("GET /book-club.ics?token=secret HTTP/1.1\r\nUser-Agent: Google-Calendar-Importer");
    let line = serving.logged("\"responded\"");
    let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
    for (key, expected) in [
        ("method", serde_json::json!("GET")),
        ("path", serde_json::json!("/book-club.ics")),
        ("client", serde_json::json!("google")),
        ("status", serde_json::json!(200)),
        ("target", serde_json::json!("calfeed::access")),
    ] {
        assert_eq!(entry[key], expected, "{line}");
    }
    assert!(entry["bytes"].as_u64().unwrap() > 500, "{line}");
    assert!(entry["microseconds"].is_u64(), "{line}");
    let run = serving.stop("TERM");
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    for line in run.stderr.lines() {
        assert!(
            serde_json::from_str::<serde_json::Value>(line).is_ok(),
            "{line}"
        );
    }
}

#[test]
fn what_strangers_send_stays_on_its_line_of_the_log() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "--access-log");
    serving.ask("GET /a\u{9b}31m\"b HTTP/1.1\r\nUser-Agent: x\tERROR");
    let line = serving.logged("responded");
    assert!(
        line.contains("path=\"/a\\u{9b}31m\\\"b\" client=\"other\" status=404"),
        "{line}"
    );
}

#[test]
fn a_method_is_shown_no_longer_than_a_path() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "--access-log");
    serving.ask(&format!(
        "{} /{} HTTP/1.1",
        "X".repeat(8000),
        "y".repeat(4000)
    ));
    let line = serving.logged("responded");
    assert!(line.contains(&"X".repeat(256)), "{line}");
    assert!(line.len() < 800, "{line}");
}

#[test]
fn a_request_without_a_host_is_logged_too() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "--access-log");
    serving.ask("GET / HTTP/1.1\r\nHost: a");
    let line = serving.logged("responded");
    assert!(
        line.contains("path=\"/\" client=\"none\" status=400"),
        "{line}"
    );
}

#[test]
fn a_template_at_fault_is_logged_in_the_form_of_the_log() {
    let desk = desk();
    desk.write("ours/event.html", "<p>one</p>");
    let mut serving = Serving::start(&desk, "--log json --templates ours");
    desk.write("ours/event.html", "<p>\n{% if %}</p>");
    let first = serving.logged("\"ERROR\"");
    assert!(first.contains("ours/event.html:2:"), "{first}");
    let stale = serving.healthy("\"stale\"");
    assert!(stale.contains("\"line\":2,"), "{stale}");
    desk.write("ours/event.html", "<p>\n\n\n{{ nothing.at.all }}");
    let second = serving.logged("\"ERROR\"");
    assert!(second.contains("ours/event.html:4:"), "{second}");
    let run = serving.stop("TERM");
    for line in run.stderr.lines() {
        assert!(
            serde_json::from_str::<serde_json::Value>(line).is_ok(),
            "{line}"
        );
    }
}

#[test]
fn nothing_is_logged_of_answers_unless_asked_for() {
    let desk = desk();
    let serving = Serving::start(&desk, "");
    serving.ask("GET / HTTP/1.1");
    let run = serving.stop("TERM");
    assert!(!run.stderr.contains("responded"), "{}", run.stderr);
    assert!(run.stderr.contains(" stopped"), "{}", run.stderr);
}
