//! At least 100,000 requests over 64 connections, for at least 20 seconds, while the file changes every 100 ms, alternately to a valid and
//! to a broken version. No request may fail. Every body must match its ETag and come from one Site, which is never older than the previous
//! one and never broken.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::client::Client;
use crate::program::{Serving, events, folder, put};

const CONNECTIONS: usize = 64;
const REQUESTS: usize = 100_000;
const LENGTH: Duration = Duration::from_secs(20);
const EVERY: Duration = Duration::from_millis(100);
const EVENTS: usize = 20;

pub(crate) fn run() {
    let folder = folder();
    put(folder.path(), &events("edition-0", EVENTS));
    let mut serving = Serving::start(folder.path());
    let address = serving.address.clone();
    let asked = AtomicUsize::new(0);
    let unchanged = AtomicUsize::new(0);
    let is_over = AtomicBool::new(false);
    let started = Instant::now();
    let (changes, seen) = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|_| scope.spawn(|| ask(&address, started, &asked, &unchanged)))
            .collect();
        let editor = scope.spawn(|| edit(&serving, folder.path(), &is_over));
        let seen: Vec<usize> = clients.into_iter().map(|it| it.join().unwrap()).collect();
        is_over.store(true, Ordering::Relaxed);
        (editor.join().unwrap(), seen)
    });
    let took = started.elapsed();
    assert!(serving.is_alive());
    let most = seen.iter().max().unwrap();
    println!(
        "{} requests over {CONNECTIONS} connections in {:.1} s, {} of them answered with 304; \
         {changes} changes, of which half were broken; the last edition seen is {most}; nothing failed",
        asked.load(Ordering::Relaxed) - CONNECTIONS,
        took.as_secs_f64(),
        unchanged.load(Ordering::Relaxed),
    );
    assert!(*most > 0, "no reload was seen");
}

fn edit(serving: &Serving, folder: &std::path::Path, is_over: &AtomicBool) -> usize {
    let mut changes = 0;
    while !is_over.load(Ordering::Relaxed) {
        thread::sleep(EVERY);
        changes += 1;
        let text = if changes % 2 == 0 {
            events(&format!("edition-{changes}"), EVENTS)
        } else {
            events("broken", EVENTS).replace("duration: 1h", "duration: never")
        };
        put(folder, &text);
        serving.hang_up();
    }
    changes
}

/// Sends requests until all clients have sent enough. Returns the last edition received.
fn ask(address: &str, started: Instant, asked: &AtomicUsize, unchanged: &AtomicUsize) -> usize {
    let mut client = Client::connect(address);
    let mut last = 0;
    let mut etag = String::new();
    while asked.fetch_add(1, Ordering::Relaxed) < REQUESTS || started.elapsed() < LENGTH {
        let answer = client.get("/books.ics", &format!("If-None-Match: {etag}\r\n"));
        if answer.status == 304 {
            assert_eq!(answer.etag, etag);
            unchanged.fetch_add(1, Ordering::Relaxed);
            etag.clear();
            continue;
        }
        assert_eq!(answer.status, 200);
        assert_eq!(answer.etag, tag(&answer.body));
        let titles = answer
            .body
            .lines()
            .filter_map(|line| line.strip_prefix("SUMMARY:edition-"));
        let titles: Vec<usize> = titles.map(|number| number.parse().unwrap()).collect();
        assert_eq!(titles.len(), EVENTS);
        assert!(
            titles.iter().all(|title| *title == titles[0]),
            "two editions in one answer"
        );
        assert!(titles[0] >= last, "{} after {last}", titles[0]);
        last = titles[0];
        etag = answer.etag;
    }
    last
}

fn tag(body: &str) -> String {
    let mut tag = String::from("\"");
    for byte in Sha256::digest(body).iter().take(16) {
        write!(tag, "{byte:02x}").unwrap();
    }
    tag + "\""
}
