//! A log that cannot be written, or that nobody reads, loses log entries and has no other effect.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
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

/// Changes the file, sends a signal to the server, and waits until it has reloaded the file.
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
    // Far more than the pipe and the queue can hold.
    for _ in 0..3000 {
        let (head, _) = serving.ask(&format!("GET /{} HTTP/1.1", "x".repeat(300)));
        assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
    }
    follows(&desk, &serving, "Dinner");
    serving.hear();
    let said = "log entries were dropped because standard error was too slow lost=";
    let line = serving.logged(said);
    let lost: usize = line.split_once(said).unwrap().1.parse().unwrap();
    assert!((1000..3100).contains(&lost), "{lost}");
    let run = serving.stop("TERM");
    assert_eq!(run.code, Some(0));
    // Every written entry is whole, and the last entry is the last one logged.
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

/// Returns the address in a line of the log.
fn address(line: &str) -> &str {
    line.rsplit_once("address=").unwrap().1.trim()
}

#[test]
fn a_standard_output_that_is_full_or_closed_keeps_no_server_from_starting_or_running() {
    let desk = desk();
    let full = || {
        File::options()
            .write(true)
            .open("/dev/full")
            .unwrap()
            .into()
    };
    let (reader, gone) = std::io::pipe().unwrap();
    drop(reader);
    let (_reader, mut stuck) = std::io::pipe().unwrap();
    // Fills a pipe that nobody reads.
    rustix::io::ioctl_fionbio(&stuck, true).unwrap();
    while stuck.write(&[b'x'; 4096]).is_ok() {}
    rustix::io::ioctl_fionbio(&stuck, false).unwrap();
    for stdout in [full(), Stdio::from(gone), Stdio::from(stuck)] {
        let mut serving = Serving::without_line(serve(&desk), stdout);
        let line = serving.logged(" listening ");
        serving.address = address(&line).to_owned();
        follows(&desk, &serving, "Dinner");
        follows(&desk, &serving, "Lunch");
        assert_eq!(serving.stop("TERM").code, Some(0));
    }
}

#[test]
fn the_level_decides_what_is_in_the_log() {
    let desk = desk();
    for (level, has_info, has_debug) in [
        ("error", false, false),
        ("warn", false, false),
        ("info", true, false),
        ("debug", true, true),
    ] {
        let serving = Serving::start(&desk, &format!("--log-level {level}"));
        let mut stranger = TcpStream::connect(&serving.address).unwrap();
        stranger
            .write_all(b"\x16\x03\x01 no request\r\n\r\n")
            .unwrap();
        let _ = stranger.read_to_end(&mut Vec::new());
        let run = serving.stop("TERM");
        assert_eq!(
            run.stderr.contains(" listening "),
            has_info,
            "{}",
            run.stderr
        );
        let ended = run
            .stderr
            .lines()
            .find(|it| it.contains("connection ended early"));
        assert_eq!(ended.is_some(), has_debug, "{}", run.stderr);
        assert!(
            ended.is_none_or(|line| line.contains("kind=\"tls\"")),
            "{ended:?}"
        );
    }
}
