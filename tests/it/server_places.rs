//! Which connections get a place when all places are in use, and what the operator sees.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use calfeed::server::{Limits, Published};

use crate::support::{Client, FEED, Server, calendar, changed, large, site, site_of, unhurried};

fn at_most(connections: usize) -> Limits {
    Limits {
        connections,
        ..unhurried()
    }
}

fn large_site() -> calfeed::Site {
    site_of([("/large.ics", large()), ("/cross-gov.ics", calendar(FEED))])
}

/// Whether the metrics have this line.
fn shows(server: &Server, line: &str) -> bool {
    let text = server.serving.metrics_text(changed());
    text.lines().any(|it| it == line)
}

#[test]
fn a_new_client_gets_the_place_of_the_connection_that_has_been_idle_longest() {
    let server = Server::start_with(site(), at_most(2));
    let mut first = server.connect();
    first.ask("GET / HTTP/1.1");
    assert_eq!(first.answer().status(), "200");
    let mut second = server.connect();
    second.ask("GET / HTTP/1.1");
    assert_eq!(second.answer().status(), "200");
    // The first connection has now been idle for less time than the second.
    first.ask("GET / HTTP/1.1");
    assert_eq!(first.answer().status(), "200");

    let mut third = server.connect();
    third.ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(third.answer().body, FEED);
    assert_eq!(second.rest(), "");
    first.ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(first.answer().body, FEED);
    assert!(shows(&server, "calfeed_connections_evicted_total 1"));
    assert!(shows(&server, "calfeed_connections_limit 2"));
}

#[test]
fn clients_that_take_every_place_and_send_nothing_or_half_a_request_keep_nobody_out() {
    let server = Server::start_with(site(), at_most(2));
    let mut crowd = Vec::new();
    for sent in ["", "GET / HTTP/1.1\r\nHost:"].repeat(8) {
        let mut client = server.connect();
        client.send(sent);
        crowd.push(client);
    }
    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, FEED);
}

#[test]
fn a_response_under_way_is_not_cut_for_a_new_client() {
    let server = Server::start_with(large_site(), at_most(2));
    let mut busy = server.connect();
    busy.ask("GET /large.ics HTTP/1.1\nConnection: close");
    assert_eq!(busy.head().status(), "200");
    let mut idle = server.connect();
    idle.ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(idle.answer().body, FEED);

    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, FEED);
    assert_eq!(idle.rest(), "");
    assert_eq!(busy.rest().len(), 32 * 1024 * 1024);
}

#[test]
fn a_client_waits_while_every_connection_has_a_response_under_way() {
    let server = Server::start_with(large_site(), at_most(1));
    let mut busy = server.connect();
    busy.ask("GET /large.ics HTTP/1.1");
    assert_eq!(busy.head().status(), "200");
    let mut next = server.connect();
    next.ask("GET /cross-gov.ics HTTP/1.1");
    next.stream.set_nonblocking(true).unwrap();
    let early = next.stream.peek(&mut [0]).unwrap_err();
    assert_eq!(early.kind(), ErrorKind::WouldBlock);
    next.stream.set_nonblocking(false).unwrap();

    let mut body = vec![0; 32 * 1024 * 1024];
    busy.stream.read_exact(&mut body).unwrap();
    // The first connection stays open, but it is idle now.
    assert_eq!(next.answer().body, FEED);
    assert_eq!(busy.rest(), "");
}

#[test]
fn a_client_that_asks_again_and_again_and_never_reads_is_cut_if_no_connection_is_idle() {
    let limits = Limits {
        unread: Duration::from_millis(50),
        ..at_most(1)
    };
    let server = Server::start_with(large_site(), limits);
    let mut deaf = server.connect();
    for _ in 0..100 {
        deaf.ask("GET /large.ics HTTP/1.1");
    }
    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, FEED);
}

#[test]
fn a_response_that_takes_too_long_is_cut_if_no_connection_is_idle() {
    let limits = Limits {
        overdue: Duration::from_millis(50),
        ..at_most(1)
    };
    let server = Server::start_with(large_site(), limits);
    let mut slow = server.connect();
    slow.ask("GET /large.ics HTTP/1.1");
    assert_eq!(slow.head().status(), "200");
    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, FEED);
    let mut received = Vec::new();
    let _ = slow.stream.read_to_end(&mut received);
    assert!(received.len() < 32 * 1024 * 1024);
}

#[test]
fn a_client_that_has_only_just_connected_is_answered_though_the_server_stops() {
    let limits = Limits {
        greeting: Duration::from_secs(3600),
        ..unhurried()
    };
    let server = Server::start_with(site(), limits);
    // This connection was accepted before that of the other client, which has its response.
    let mut new = server.connect();
    assert_eq!(server.ask("GET / HTTP/1.1").status(), "200");
    server.tell_to_stop();
    server.wait_until_closed();
    new.ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(new.answer().body, FEED);
    assert_eq!(new.rest(), "");
    assert!(server.ended().is_ok());
}

#[test]
fn a_stop_does_not_wait_for_a_new_client_that_sends_nothing() {
    let limits = Limits {
        greeting: Duration::from_millis(50),
        ..unhurried()
    };
    let server = Server::start_with(site(), limits);
    let mut silent = server.connect();
    assert_eq!(server.ask("GET / HTTP/1.1").status(), "200");
    server.tell_to_stop();
    assert!(server.ended().is_ok());
    assert_eq!(silent.rest(), "");
}

/// Waits until the metrics have counted one such connection.
#[track_caller]
fn counts(server: &Server, kind: &str) {
    let line = format!("calfeed_invalid_requests_total{{kind=\"{kind}\"}} 1");
    while !shows(server, &line) {
        std::thread::yield_now();
    }
}

#[test]
fn what_is_no_valid_request_is_counted_by_kind() {
    let server = Server::start(site());
    let too_large = "x".repeat(17 * 1024);
    let requests: [(&str, &[u8]); 4] = [
        ("tls", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        ("http2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("malformed", b"{} / HTTP/1.1\r\n\r\n"),
        ("too_large", too_large.as_bytes()),
    ];
    for (kind, sent) in requests {
        let mut client = server.connect();
        client.stream.write_all(sent).unwrap();
        let _ = client.stream.read_to_end(&mut Vec::new());
        counts(&server, kind);
    }
    counts_nothing_else(&server, &["tls", "http2", "malformed", "too_large"]);
}

#[track_caller]
fn counts_nothing_else(server: &Server, kinds: &[&str]) {
    let text = server.serving.metrics_text(changed());
    let lines = text
        .lines()
        .filter(|line| line.starts_with("calfeed_invalid_requests_total{"));
    for line in lines {
        let is_expected = kinds
            .iter()
            .any(|kind| line.contains(&format!("\"{kind}\"")));
        assert!(
            line.ends_with(if is_expected { " 1" } else { " 0" }),
            "{text}"
        );
    }
}

#[test]
fn a_request_that_takes_too_long_is_counted_and_a_connection_that_is_only_idle_is_not() {
    let limits = Limits {
        head: Duration::from_millis(50),
        ..unhurried()
    };
    // The clients send before the server starts, so their bytes arrive before the timeout.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut idle = Client::connect(address);
    idle.ask("GET /cross-gov.ics HTTP/1.1");
    let mut slow = Client::connect(address);
    slow.send("GET / HTTP/1.1\r\nHost:");
    let server = Server::start_on(listener, Arc::new(Published::new(site())), limits, changed);
    assert_eq!(idle.answer().body, FEED);
    assert_eq!(idle.rest(), "");
    assert_eq!(slow.rest(), "");
    counts(&server, "head_timeout");
    counts_nothing_else(&server, &["head_timeout"]);
}

#[test]
fn a_response_that_nobody_reads_is_counted() {
    let limits = Limits {
        write_timeout: Duration::from_millis(50),
        ..unhurried()
    };
    let server = Server::start_with(large_site(), limits);
    let mut unread = server.connect();
    unread.ask("GET /large.ics HTTP/1.1");
    counts(&server, "unread");
    counts_nothing_else(&server, &["unread"]);
}

#[test]
fn more_than_a_hundred_headers_and_a_length_that_no_number_holds_are_refused_with_431() {
    let server = Server::start(site());
    for (headers, status) in [
        ("X: 1\r\n".repeat(99), "200"),
        ("X: 1\r\n".repeat(100), "431"),
        ("Content-Length: 18446744073709551615\r\n".to_owned(), "431"),
        ("Content-Length: 18446744073709551616\r\n".to_owned(), "400"),
    ] {
        let mut client = server.connect();
        client.send(&format!("GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n"));
        assert_eq!(client.head().status(), status, "{headers}");
    }
}
