//! `healthcheck` in the real program: of a server that runs, and of listeners that respond with anything else.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use crate::program::{Desk, Run};
use crate::serving::Serving;

const EVENTS: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
  - {id: book-club, title: Book club, start: 2026-07-13 18:30, end: \"20:00\"}
";

fn run(code: i32, stdout: String, stderr: String) -> Run {
    Run {
        code: Some(code),
        stdout,
        stderr,
    }
}

/// Runs `healthcheck` against a listener that sends this to its only client. Returns its address, the result, and the request.
fn check(response: &'static str) -> (String, Run, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut byte = [0];
        while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
            request.push(byte[0]);
        }
        stream.write_all(response.as_bytes()).unwrap();
        String::from_utf8(request).unwrap()
    });
    let run = Desk::new().run(&format!(
        "healthcheck http://{address}/healthz?from=image#top"
    ));
    (address, run, served.join().unwrap())
}

#[test]
fn a_server_that_serves_is_healthy() {
    let desk = Desk::new();
    desk.write("events.yaml", EVENTS);
    let serving = Serving::start(&desk, "");
    let url = format!("http://{}/healthz", serving.address);
    assert_eq!(
        desk.run(&format!("healthcheck {url}")),
        run(0, format!("{url}: 200 OK\n"), String::new())
    );
}

#[test]
fn a_server_that_still_serves_the_last_valid_version_is_healthy() {
    let desk = Desk::new();
    desk.write("events.yaml", EVENTS);
    let serving = Serving::start(&desk, "");
    desk.write("events.yaml", EVENTS.replace("title:", "titel:"));
    serving.healthy(r#""status":"stale""#);
    let url = format!("http://{}/healthz", serving.address);
    assert_eq!(
        desk.run(&format!("healthcheck {url}")),
        run(0, format!("{url}: 200 OK\n"), String::new())
    );
}

#[test]
fn the_name_localhost_needs_no_resolver() {
    let desk = Desk::new();
    desk.write("events.yaml", EVENTS);
    let serving = Serving::start(&desk, "");
    let port = serving.address.rsplit_once(':').unwrap().1;
    let url = format!("http://localhost:{port}/next.md");
    assert_eq!(
        desk.run(&format!("healthcheck {url}")),
        run(0, format!("{url}: 200 OK\n"), String::new())
    );
}

#[test]
fn the_request_has_the_host_and_the_path_without_the_fragment() {
    let (address, _, request) = check("HTTP/1.1 204 No Content\r\n\r\n");
    assert_eq!(
        request,
        format!(
            "GET /healthz?from=image HTTP/1.1\r\nHost: {address}\r\nUser-Agent: calfeed/0.1.0\r\nConnection: close\r\n\r\n"
        )
    );
}

#[test]
fn any_other_status_than_success_is_not_healthy() {
    for (response, shown) in [
        (
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "404 Not Found",
        ),
        (
            "HTTP/1.1 308 Permanent Redirect\r\nLocation: /\r\n\r\n",
            "308 Permanent Redirect",
        ),
        ("HTTP/1.1 503\r\n\r\n", "503"),
        ("HTTP/1.1 500 \u{1b}[2J\r\n\r\n", "500 �[2J"),
        ("SSH-2.0-OpenSSH\r\n", "the response is not HTTP/1.1"),
        ("", "the response is not HTTP/1.1"),
    ] {
        let (address, result, _) = check(response);
        let message = format!("error: http://{address}/healthz?from=image#top: {shown}\n");
        assert_eq!(result, run(1, String::new(), message));
    }
}

#[test]
fn a_server_that_does_not_listen_is_not_healthy() {
    // The port is reserved, and nobody listens on it any more.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = format!("http://{address}/healthz");
    assert_eq!(
        Desk::new().run(&format!("healthcheck {url}")),
        run(
            1,
            String::new(),
            format!("error: {url}: Connection refused (os error 111)\n")
        )
    );
}

#[test]
fn a_server_that_never_responds_is_not_healthy() {
    // The system accepts the connection; no program does.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/healthz", listener.local_addr().unwrap());
    let message = format!("error: {url}: no complete response within 5 seconds\n");
    assert_eq!(
        Desk::new().run(&format!("healthcheck {url}")),
        run(1, String::new(), message)
    );
}

#[test]
fn a_url_that_cannot_be_requested_is_a_usage_error() {
    for (url, shown) in [
        (
            "https://books.example.org/healthz",
            "only `http://` can be requested, not `https://`: name the address that the server listens on",
        ),
        (
            "127.0.0.1:9180/healthz",
            "expected an address such as `http://127.0.0.1:9180/healthz`",
        ),
    ] {
        let message = format!(
            "error: invalid value '{url}' for '<URL>': {shown}\n\nFor more information, try '--help'.\n"
        );
        assert_eq!(
            Desk::new().run(&format!("healthcheck {url}")),
            run(2, String::new(), message)
        );
    }
}
