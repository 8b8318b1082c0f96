//! What a server shows when a poll is slow or never ends, and to whom it shows errors.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use calfeed::server::reload::{Occasion, Reload};
use calfeed::server::{Fault, FileKind, Limits, Published};
use chrono::{DateTime, TimeDelta, Utc};

use crate::program::Desk;
use crate::serving::{Serving, ask};
use crate::support::{Server, changed, site};

/// The seconds since [`changed`], in the one test with a clock of its own.
static PASSED: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    changed() + TimeDelta::seconds(PASSED.load(Ordering::SeqCst))
}

fn health(server: &Server) -> serde_json::Value {
    let answer = server.ask("GET /healthz HTTP/1.1");
    assert_eq!(answer.status(), "200");
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
fn a_poll_that_does_not_end_is_shown_then_stale_and_forgotten_when_it_ends() {
    let published = Arc::new(Published::new(site()));
    let server = Server::start_clocked(published, Limits::default(), clock);
    let (begun, has_begun) = channel();
    let (release, released) = channel::<()>();
    let mut reload = Reload::new(Arc::clone(&server.serving), move |occasion, _| {
        if occasion == Occasion::Poll {
            begun.send(()).unwrap();
            released.recv().unwrap();
        }
        None
    });
    reload.started(None);
    let poll = thread::spawn(move || reload.look(false, changed()));
    has_begun.recv().unwrap();

    PASSED.store(5, Ordering::SeqCst);
    let short = health(&server);
    assert_eq!(short["status"], "ok");
    assert_eq!(short["polled"], "2025-03-27T18:30:00Z");
    assert_eq!(short["polling_since"], serde_json::Value::Null);

    PASSED.store(120, Ordering::SeqCst);
    let long = health(&server);
    assert_eq!(long["status"], "ok");
    assert_eq!(long["polling_since"], "2025-03-27T18:30:00Z");

    PASSED.store(121, Ordering::SeqCst);
    let late = health(&server);
    assert_eq!(late["status"], "stale");
    assert_eq!(
        late["problem"],
        serde_json::json!({
            "file": "events",
            "held_back": null,
            "line": null,
            "column": null,
            "since": "2025-03-27T18:30:00Z",
        })
    );
    let metrics = server.serving.metrics_text(clock());
    for line in ["calfeed_seconds_since_poll 121", "calfeed_stale 1"] {
        assert!(metrics.lines().any(|it| it == line), "{line}\n{metrics}");
    }

    release.send(()).unwrap();
    poll.join().unwrap();
    let ended = health(&server);
    assert_eq!(ended["status"], "ok");
    assert_eq!(ended["polled"], "2025-03-27T18:32:01Z");
    assert_eq!(ended["polling_since"], serde_json::Value::Null);
    assert_eq!(ended["problem"], serde_json::Value::Null);
}

#[test]
fn a_server_that_polls_nothing_is_never_late() {
    let server = Server::start(site());
    let found = health(&server);
    assert_eq!(found["status"], "ok");
    assert_eq!(found["polled"], serde_json::Value::Null);
    let metrics = server.serving.metrics_text(changed());
    assert!(
        !metrics.contains("\ncalfeed_seconds_since_poll "),
        "{metrics}"
    );
}

#[test]
fn the_public_is_told_where_the_problem_is_and_never_what_was_found() {
    let server = Server::start(site());
    server.published.keep(Fault {
        message: "events.yaml:3:1: unknown key `s3cr3t`".to_owned(),
        file: Some(FileKind::Template),
        held_back: None,
        place: Some((3, 1)),
        report: "s3cr3t: report".to_owned(),
        notes: Box::default(),
        since: changed(),
    });
    let answer = server.ask("GET /healthz HTTP/1.1");
    assert!(!answer.body.contains("s3cr3t"), "{}", answer.body);
    let problem = &health(&server)["problem"];
    assert_eq!(
        *problem,
        serde_json::json!({
            "file": "template",
            "held_back": null,
            "line": 3,
            "column": 1,
            "since": "2025-03-27T18:30:00Z",
        })
    );
}

#[test]
fn the_address_of_the_metrics_has_the_message_and_keeps_other_origins_out() {
    let desk = Desk::new();
    desk.write("events.yaml", crate::check::TOP);
    let mut serving = Serving::start(&desk, "--metrics 127.0.0.1:0");
    let line = serving.logged("listening for metrics");
    let operators = line.split_once("address=").unwrap().1;
    desk.write("events.yaml", format!("{}s3cr3t: yes\n", crate::check::TOP));
    let public = serving.healthy("\"stale\"");
    assert!(!public.contains("s3cr3t"), "{public}");
    let (head, body) = ask(operators, "GET /healthz HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(
        body.contains("unknown key `s3cr3t`") || body.contains("`s3cr3t`"),
        "{body}"
    );
    for request in [
        "GET /healthz HTTP/1.1",
        "GET /metrics HTTP/1.1",
        "OPTIONS /healthz HTTP/1.1",
        "GET /other HTTP/1.1",
    ] {
        let (head, _) = ask(operators, request);
        let head = head.to_ascii_lowercase();
        assert!(!head.contains("access-control-allow-origin"), "{head}");
    }
    assert_eq!(serving.stop("TERM").code, Some(0));
}
