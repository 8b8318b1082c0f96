//! The files in `deploy/` with the real programs: nginx, and Caddy with Varnish behind it, in front of the real server; and nginx with the
//! output of a build, which `cargo test --test proxies -- files` runs alone; and the Caddyfile of docs/how-to/small-server.md.
//!
//! `cargo test --test proxies` needs nginx, caddy, varnishd, curl and openssl in its PATH. It takes up to four minutes, most of which it
//! waits for a page to expire. A client must get what the server sent: content, validators, 304. A stale response must be revalidated
//! before it is used. The feed and the pages must stay available when the server is down, whatever other clients requested before.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test measures the world, says what it found, and fails by panicking"
)]

mod files;
mod front;
mod small_server;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use front::Front;

/// A response as the client received it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    status: String,
    /// Without headers that a proxy adds.
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// The headers that the server sends. A proxy may add others.
const KEPT: [&str; 12] = [
    "access-control-allow-origin",
    "allow",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-security-policy",
    "content-type",
    "etag",
    "last-modified",
    "location",
    "vary",
    "x-content-type-options",
];

/// Stops a program at the end of the test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() {
    let is_asked = |name: &str| std::env::args().any(|it| it == name);
    if is_asked("small-server") {
        return small_server::check();
    }
    files::check();
    if is_asked("files") {
        return;
    }
    small_server::check();
    let folder = tempfile::tempdir().unwrap();
    let text = events(chrono::Utc::now());
    put(folder.path(), &text);
    let (server, origin) = serve(folder.path());
    let origin = format!("http://{origin}");
    let fronts = front::start(folder.path(), &origin);
    for front in &fronts {
        passes_everything_on(&origin, front);
        println!(
            "{}: same bytes, same validators, 304, gzip for pages only",
            front.name
        );
    }
    changes_are_seen(&origin, &fronts, folder.path(), &text);

    let kept = ["/books.ics", "/events/book-1.ics"];
    let first = &fronts[0];
    let files = kept.map(|path| ask(&first.address, path, &[]).body);
    let pages: Vec<Answer> = fronts
        .iter()
        .map(|front| {
            for path in kept {
                ask(&front.address, path, &[]);
            }
            ask(&front.address, "/", &[])
        })
        .collect();
    for front in &fronts {
        scan(front, folder.path());
    }
    drop(server);
    assert!(
        curl(&origin, "/books.ics", &[]).is_none(),
        "the server is still there"
    );
    // After the end of the minute the cached page is stale, and the server is down: it is still served, immediately and later.
    for wait in [minute_left(), Duration::from_secs(10)] {
        thread::sleep(wait);
        for (front, page) in fronts.iter().zip(&pages) {
            for (path, file) in kept.iter().zip(&files) {
                let there = ask(&front.address, path, &[]);
                assert_eq!(there.status, "200", "{} {path}", front.name);
                assert!(there.body == *file, "{} {path}", front.name);
            }
            let again = ask(&front.address, "/", &[]);
            assert_eq!(again.status, "200", "{}", front.name);
            assert!(again.body == page.body, "{}", front.name);
        }
    }
    println!("the feed and the page are there while the server is not");

    let address = origin.trim_start_matches("http://");
    let _server = serve_at(folder.path(), address);
    let started = Instant::now();
    for front in &fronts {
        // The page changes at every full minute, so both are requested again for each comparison.
        while ask(&front.address, "/", &[]).body != ask(&origin, "/", &[]).body {
            let is_late = started.elapsed() > Duration::from_secs(10);
            assert!(
                !is_late,
                "{} has not noticed that the server is back",
                front.name
            );
            thread::sleep(Duration::from_millis(100));
        }
    }
    println!("the server is asked again within seconds of its return");
}

/// Returns an event that is over at every full minute, so the page may be cached until then at most.
fn events(now: chrono::DateTime<chrono::Utc>) -> String {
    let mut text = String::from(
        "calendar: {name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}\nevents:\n",
    );
    for minutes in 0..30 {
        let start = now + chrono::TimeDelta::minutes(minutes);
        let start = start.format("%Y-%m-%d %H:%M");
        writeln!(
            text,
            "- {{id: book-{minutes}, title: Book {minutes}, start: {start}, duration: 1m}}"
        )
        .unwrap();
    }
    text
}

fn put(folder: &Path, text: &str) {
    fs::write(folder.join("events.yaml"), text).unwrap();
}

/// Returns the time until the next full minute, with a margin.
fn minute_left() -> Duration {
    let second = u64::try_from(chrono::Utc::now().timestamp() % 60).unwrap();
    Duration::from_secs(62 - second)
}

/// Checks that a change at the server is in the first response after the old one expires, and that a new page is available immediately.
fn changes_are_seen(origin: &str, fronts: &[Front], folder: &Path, text: &str) {
    let holds = |answer: &Answer, text: &str| String::from_utf8_lossy(&answer.body).contains(text);
    for front in fronts {
        assert!(!holds(&ask(&front.address, "/", &[]), "Renamed"));
        assert_eq!(ask(&front.address, "/events/new/", &[]).status, "404");
    }
    let new = "- {id: new, title: New, start: 2099-01-05}\n";
    put(folder, &(text.replace("Book 29", "Renamed") + new));
    while ask(origin, "/events/new/", &[]).status != "200" {
        thread::sleep(Duration::from_millis(100));
    }
    for front in fronts {
        let status = ask(&front.address, "/events/new/", &[]).status;
        assert_eq!(
            status, "200",
            "{}: what was not there a moment ago",
            front.name
        );
    }
    thread::sleep(minute_left());
    for front in fronts {
        let first = ask(&front.address, "/", &[]);
        assert!(holds(&first, "Renamed"), "{}: the first is old", front.name);
    }
    println!("what was changed is in the first answer after its lifetime");
}

/// Requests thousands of paths that do not exist, and one path in thousands of forms.
fn scan(front: &Front, folder: &Path) {
    let mut asked = String::new();
    for number in 0..3000 {
        for (path, coding) in [
            (format!("/scan/{number}.php"), String::new()),
            (format!("/books.ics?scan={number}"), String::new()),
            (capitals("/books.ics", number), String::new()),
            (encoded("/robots.txt", number), String::new()),
            ("/style.css".to_owned(), format!("gzip, x-{number}")),
        ] {
            let url = format!("{}{path}", front.address);
            writeln!(
                asked,
                "url = \"{url}\"\nheader = \"Accept-Encoding: {coding}\""
            )
            .unwrap();
            asked += "output = \"/dev/null\"\ninsecure\nsilent\nhttp1.1\nnext\n";
        }
    }
    let file = folder.join("scan");
    fs::write(&file, asked.trim_end_matches("next\n")).unwrap();
    let scanned = Command::new("curl").arg("--config").arg(file).status();
    assert!(scanned.unwrap().success());
    println!("{}: scanned", front.name);
}

/// Returns a path with some letters in upper case, different for each number.
fn capitals(path: &str, number: u32) -> String {
    let letters = path.chars().zip(0..);
    let letters = letters.map(|(letter, bit)| match number >> bit & 1 {
        1 => letter.to_ascii_uppercase(),
        _ => letter,
    });
    letters.collect()
}

/// Returns a path with some letters encoded unnecessarily, different for each number.
fn encoded(path: &str, number: u32) -> String {
    let letters = path.chars().zip(0..);
    let letters = letters.map(|(letter, bit)| match (number << 1) >> bit & 1 {
        1 if letter != '/' => format!("%{:02x}", u32::from(letter)),
        _ => letter.to_string(),
    });
    letters.collect()
}

fn passes_everything_on(origin: &str, front: &Front) {
    let same = |path: &str, arguments: &[&str], status: &str| {
        let direct = ask(origin, path, arguments);
        let seen = ask(&front.address, path, arguments);
        assert_eq!(seen.status, status, "{} {path} {arguments:?}", front.name);
        assert_eq!(
            seen.headers, direct.headers,
            "{} {path} {arguments:?}",
            front.name
        );
        assert!(
            seen.body == direct.body,
            "{} {path} {arguments:?}",
            front.name
        );
        direct
    };
    // A path that only redirects must not replace its target in the cache.
    same("//books.ics", &["--path-as-is"], "308");
    for _ in 0..2 {
        // The first response is from the server, the second from the cache.
        let feed = same("/books.ics", &[], "200");
        same("/books.ics", &["-H", "Accept-Encoding: gzip, br"], "200");
        same("/books.ics?nocache=1", &[], "200");
        let tag = format!("If-None-Match: {}", feed.header("etag"));
        let date = format!("If-Modified-Since: {}", feed.header("last-modified"));
        for condition in [tag, date] {
            let seen = ask(&front.address, "/books.ics", &["-H", &condition]);
            assert_eq!(seen.status, "304", "{} {condition}", front.name);
            assert_eq!(seen.header("etag"), feed.header("etag"));
            assert!(seen.body.is_empty());
        }
        same("/events/book-1.ics", &[], "200");
        same("/books.ics", &["--head"], "200");
        same("/books.ics", &["-X", "PROPFIND"], "405");
        same(
            "/books.ics",
            &["-X", "PUT", "--data", "BEGIN:VCALENDAR"],
            "405",
        );
        same("/BOOKS.ics", &[], "308");
        let gzip = same("/style.css", &["-H", "Accept-Encoding: gzip"], "200");
        assert_eq!(gzip.header("content-encoding"), "gzip");
        // Varnish decompresses what it stores in gzip, and indicates this with a weak ETag.
        let plain = ask(&front.address, "/style.css", &[]);
        let direct = ask(origin, "/style.css", &[]);
        assert!(plain.body == direct.body && plain.header("content-encoding").is_empty());
    }
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(key, _)| key == name);
        found.next().map_or("", |(_, value)| value)
    }
}

/// Serves a folder. Returns the address.
fn serve(folder: &Path) -> (Running, String) {
    serve_at(folder, "127.0.0.1:0")
}

fn serve_at(folder: &Path, address: &str) -> (Running, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_calfeed"))
        .args(["serve", "--listen", address])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.split_once("http://").unwrap().1;
    (
        Running(child),
        address.trim_end().trim_end_matches('/').to_owned(),
    )
}

#[track_caller]
fn ask(base: &str, path: &str, arguments: &[&str]) -> Answer {
    curl(base, path, arguments).unwrap_or_else(|| panic!("no answer: {base}{path}"))
}

/// Sends a request with curl, which supports TLS. Returns `None` without a response.
pub(crate) fn curl(base: &str, path: &str, arguments: &[&str]) -> Option<Answer> {
    let output = Command::new("curl")
        .args([
            "--silent",
            "--insecure",
            "--include",
            "--http1.1",
            "--max-time",
            "20",
        ])
        .args(arguments)
        .arg(format!("{base}{path}"))
        .output()
        .unwrap();
    if !output.status.success() {
        return None;
    }
    let end = output.stdout.windows(4).position(|it| it == b"\r\n\r\n")?;
    let head = str::from_utf8(&output.stdout[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(key, value)| (key.to_ascii_lowercase(), value.to_owned()));
    let mut headers: Vec<_> = headers
        .filter(|(key, _)| KEPT.contains(&key.as_str()))
        .collect();
    headers.sort();
    Some(Answer {
        status,
        headers,
        body: output.stdout[end + 4..].to_vec(),
    })
}

/// Waits until an address responds.
pub(crate) fn wait_for(base: &str) {
    let started = Instant::now();
    // Caddy responds before Varnish is ready.
    while curl(base, "/robots.txt", &[]).is_none_or(|answer| answer.status != "200") {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "{base} does not answer"
        );
        thread::sleep(Duration::from_millis(100));
    }
}
