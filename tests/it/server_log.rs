//! A log that cannot be written, or that nobody reads, costs entries of the log and nothing else.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::program::Desk;
use crate::serving::Serving;

fn text(title: &str) -> String {
    format!(
        "calendar: {{name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}}\n\
         events:\n- {{id: books, title: {title}, start: 2026-06-15 13:00, duration: 1h}}\n"
    )
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", text("Lunch"));
    desk
}

fn serve(desk: &Desk) -> Command {
    desk.command("serve --listen 127.0.0.1:0 --access-log")
}

/// Changes the file, tells the server by signal, and waits until it has loaded it.
fn follows(desk: &Desk, serving: &Serving, title: &str) {
    let before = serving.ask("GET /healthz HTTP/1.1").1;
    desk.write("events.yaml", text(title));
    serving.signal("HUP");
    let sha256 = |body: &str| {
        let at = body.find("sha256").unwrap();
        body[at..at + 80].to_owned()
    };
    while sha256(&serving.ask("GET /healthz HTTP/1.1").1) == sha256(&before) {
        std::thread::yield_now();
    }
    let (_, feed) = serving.ask("GET /books.ics HTTP/1.1");
    assert!(feed.contains(&format!("SUMMARY:{title}")), "{feed}");
}

#[test]
fn a_full_disk_stops_neither_answers_nor_loads() {
    let desk = desk();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let serving = Serving::unheard(serve(&desk), full.into());
    follows(&desk, &serving, "Dinner");
    follows(&desk, &serving, "Breakfast");
    assert_eq!(serving.stop("TERM").code, Some(0));
}

#[test]
fn a_log_whose_reader_has_gone_stops_neither_answers_nor_loads() {
    let desk = desk();
    let mut serving = Serving::unheard(serve(&desk), Stdio::piped());
    drop(serving.stderr());
    follows(&desk, &serving, "Dinner");
    follows(&desk, &serving, "Breakfast");
    assert_eq!(serving.stop("TERM").code, Some(0));
}

#[test]
fn a_log_that_nobody_reads_holds_nobody_up_and_what_was_lost_is_counted() {
    let desk = desk();
    let mut serving = Serving::unheard(serve(&desk), Stdio::piped());
    // Far more than a pipe holds, and more than waits for it.
    for _ in 0..3000 {
        let (head, _) = serving.ask(&format!("GET /{} HTTP/1.1", "x".repeat(300)));
        assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
    }
    follows(&desk, &serving, "Dinner");
    serving.hear();
    let said = "entries of the log were lost lost=";
    let line = serving.logged(said);
    let lost: usize = line.split_once(said).unwrap().1.parse().unwrap();
    assert!((1000..3100).contains(&lost), "{lost}");
    let run = serving.stop("TERM");
    assert_eq!(run.code, Some(0));
    // What was written is whole, and the last words are the last.
    let is_entry = |line: &&str| line.starts_with("20") && line.contains("Z ");
    let torn: Vec<&str> = run.stderr.lines().filter(|line| !is_entry(line)).collect();
    assert!(torn.is_empty(), "{torn:?}");
    assert!(run.stderr.ends_with(" stopped"), "{lost}");
}

#[test]
fn a_log_that_nobody_reads_does_not_keep_the_server_from_ending() {
    let desk = desk();
    let serving = Serving::unheard(serve(&desk), Stdio::piped());
    for _ in 0..400 {
        serving.ask(&format!("GET /{} HTTP/1.1", "x".repeat(300)));
    }
    assert_eq!(serving.stop("TERM").code, Some(0));
}

#[test]
fn a_start_that_fails_says_so_in_the_form_of_the_log() {
    let desk = Desk::new();
    desk.write("bad.yaml", text("Lunch").replace("1h", "never"));
    desk.write("events.yaml", text("Lunch"));
    for (arguments, code, message, has_report) in [
        ("bad.yaml", 1, "bad.yaml:3:64: ", true),
        ("missing.yaml", 2, "cannot read missing.yaml: ", false),
        (
            "--listen 127.0.0.1:1:1",
            2,
            "cannot listen on 127.0.0.1:1:1: ",
            false,
        ),
    ] {
        let run = desk.run(&format!("serve --log json {arguments}"));
        assert_eq!(run.code, Some(code), "{}", run.stderr);
        let last = run.stderr.lines().last().unwrap();
        let entry: serde_json::Value = serde_json::from_str(last).unwrap();
        assert_eq!(entry["level"], "ERROR", "{last}");
        let said = entry["message"].as_str().unwrap();
        assert!(said.starts_with(message), "{said}");
        assert_eq!(said.contains("3 | - {id: books"), has_report, "{said}");
        for line in run.stderr.lines() {
            assert!(
                serde_json::from_str::<serde_json::Value>(line).is_ok(),
                "{line}"
            );
        }
    }
}
