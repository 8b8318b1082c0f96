use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use calfeed::server::{Limits, Published};

use crate::support::{Client, FEED, Server, calendar, changed, large, site, site_of, unhurried};

#[test]
fn a_head_without_end_is_refused() {
    let server = Server::start(site());
    let mut client = server.connect();
    client.send("GET / HTTP/1.1\r\nX: ");
    client.send(&"x".repeat(16 * 1024));
    assert_eq!(client.head().status(), "431");
}

#[test]
fn a_connection_carries_one_request_after_another() {
    let server = Server::start(site());
    let mut client = server.connect();
    for _ in 0..3 {
        client.ask("GET /cross-gov.ics HTTP/1.1");
        let answer = client.answer();
        assert_eq!(answer.status(), "200");
        assert_eq!(answer.body, FEED);
    }
}

#[test]
fn requests_sent_at_once_are_answered_in_order() {
    let server = Server::start(site());
    let mut client = server.connect();
    client.send("GET /cross-gov.ics HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(client.answer().body, FEED);
    assert_eq!(client.answer().body, "<h1>Events</h1>\n");
}

#[test]
fn requests_of_every_kind_sent_at_once_are_answered_in_order() {
    let server = Server::start(site());
    let mut client = server.connect();
    let requests = [
        ("GET /cross-gov.ics", "", "200"),
        ("HEAD /cross-gov.ics", "", "200"),
        ("GET /cross-gov.ics", "If-None-Match: *\r\n", "304"),
        ("HEAD /nothing", "", "404"),
        ("PROPFIND /", "", "405"),
        ("OPTIONS *", "", "204"),
        ("GET /index.html", "", "308"),
        ("GET /cross-gov.ics", "If-Match: \"old\"\r\n", "412"),
        ("GET /cross-gov.ics", "Connection: close\r\n", "200"),
    ];
    let all =
        requests.map(|(line, header, _)| format!("{line} HTTP/1.1\r\nHost: a\r\n{header}\r\n"));
    client.send(&all.concat());
    for (line, header, status) in requests {
        // HEAD has the Content-Length of a body that it does not send.
        let answer = if line.starts_with("HEAD") {
            client.head()
        } else {
            client.answer()
        };
        assert_eq!(answer.status(), status, "{line} {header}");
    }
    assert_eq!(client.rest(), "");
}

#[test]
fn a_new_site_is_seen_by_the_next_request_on_an_old_connection() {
    let server = Server::start(site());
    let mut client = server.connect();
    client.ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(client.answer().body, FEED);
    server.published.replace(
        site_of([("/cross-gov.ics", calendar("new\r\n"))]),
        changed(),
    );
    client.ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(client.answer().body, "new\r\n");
}

#[test]
fn a_response_under_way_keeps_its_site_when_a_new_one_comes() {
    let server = Server::start(site_of([("/large.ics", large())]));
    let mut client = server.connect();
    client.ask("GET /large.ics HTTP/1.1\nConnection: close");
    assert_eq!(client.head().status(), "200");
    server.published.replace(site(), changed());
    assert_eq!(client.rest().len(), 32 * 1024 * 1024);
}

#[test]
fn a_stop_finishes_the_response_under_way_and_ends() {
    let server = Server::start(site_of([("/large.ics", large())]));
    let mut idle = server.connect();
    idle.ask("GET /nothing HTTP/1.1");
    assert_eq!(idle.answer().status(), "404");
    let mut busy = server.connect();
    busy.ask("GET /large.ics HTTP/1.1");
    assert_eq!(busy.head().status(), "200");

    server.tell_to_stop();
    server.wait_until_closed();
    assert_eq!(idle.rest(), "");
    assert_eq!(busy.rest().len(), 32 * 1024 * 1024);
    assert!(server.ended().is_ok());
}

#[test]
fn a_stop_does_not_wait_for_ever() {
    let limits = Limits {
        drain: Duration::from_millis(50),
        ..unhurried()
    };
    let server = Server::start_with(site_of([("/large.ics", large())]), limits);
    let mut client = server.connect();
    client.ask("GET /large.ics HTTP/1.1");
    assert_eq!(client.head().status(), "200");
    server.tell_to_stop();
    assert!(server.ended().is_ok());
}

#[test]
fn a_client_that_never_ends_its_head_is_cut_off() {
    let limits = Limits {
        head: Duration::from_millis(50),
        ..unhurried()
    };
    // The client sends its bytes before the server starts, so they arrive before the timeout.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = Client::connect(listener.local_addr().unwrap());
    client.send("GET / HTTP/1.1\r\nHost:");
    let _server = Server::start_on(listener, Arc::new(Published::new(site())), limits, changed);
    assert_eq!(client.rest(), "");
}

#[test]
fn a_client_that_asks_and_never_reads_gives_its_place_back() {
    let limits = Limits {
        connections: 1,
        write_timeout: Duration::from_millis(50),
        ..unhurried()
    };
    let resources = [("/large.ics", large()), ("/cross-gov.ics", calendar(FEED))];
    let server = Server::start_with(site_of(resources), limits);
    let mut stuck = server.connect();
    stuck.ask("GET /large.ics HTTP/1.1");
    let mut next = server.connect();
    next.ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(next.answer().body, FEED);
    // The first client notices: the connection ends before the whole response, or is reset.
    let mut received = Vec::new();
    let _ = stuck.stream.read_to_end(&mut received);
    assert!(received.len() < 32 * 1024 * 1024);
}

#[test]
fn a_client_that_goes_away_leaves_the_server_as_it_was() {
    let server = Server::start(site_of([("/large.ics", large())]));
    let mut client = server.connect();
    client.ask("GET /large.ics HTTP/1.1");
    drop(client);
    let mut garbage = server.connect();
    garbage.stream.write_all(b"\x16\x03\x01\x02\x00").unwrap();
    drop(garbage);
    assert_eq!(server.ask("GET /nothing HTTP/1.1").status(), "404");
}

#[test]
fn a_large_body_is_refused_so_that_the_client_learns_of_it() {
    let server = Server::start(site());
    let mut client = server.connect();
    client.ask("PUT /cross-gov.ics HTTP/1.1\nContent-Length: 8388608");
    // Most of the request body is sent after the response. The server does not need it.
    client.send(&"x".repeat(8 * 1024 * 1024));
    let answer = client.answer();
    assert_eq!(answer.status(), "405");
    assert_eq!(answer.header("connection"), ["close"]);
    assert_eq!(client.rest(), "");
}

#[test]
fn a_client_that_asks_before_it_sends_a_body_is_told_not_to() {
    let server = Server::start(site());
    let mut client = server.connect();
    client.ask("PUT /cross-gov.ics HTTP/1.1\nContent-Length: 4\nExpect: 100-continue");
    assert_eq!(client.answer().status(), "405");
}

#[test]
fn a_refused_body_that_never_ends_is_not_read_for_ever() {
    let limits = Limits {
        connections: 1,
        linger: Duration::from_millis(50),
        ..unhurried()
    };
    let server = Server::start_with(site(), limits);
    let mut endless = server.connect();
    endless.ask("PUT /cross-gov.ics HTTP/1.1\nTransfer-Encoding: chunked");
    assert_eq!(endless.answer().status(), "405");
    // The only place is free again, although the first client neither sends nor closes.
    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, FEED);
}

#[test]
fn a_second_stop_cuts_what_is_under_way() {
    let server = Server::start(site_of([("/large.ics", large())]));
    let mut client = server.connect();
    client.ask("GET /large.ics HTTP/1.1");
    assert_eq!(client.head().status(), "200");
    server.tell_to_stop();
    server.wait_until_closed();
    server.tell_to_stop();
    // Nobody has read the response, and draining would take an hour.
    assert!(server.ended().is_ok());
    let mut received = Vec::new();
    let _ = client.stream.read_to_end(&mut received);
    assert!(received.len() < 32 * 1024 * 1024);
}

#[test]
fn a_client_that_has_said_all_it_wants_is_answered() {
    let server = Server::start(site());
    let one = "GET /cross-gov.ics HTTP/1.1\r\nHost: a\r\n\r\n";
    for count in [1, 5] {
        for _ in 0..50 {
            let mut client = server.connect();
            client.send(&one.repeat(count));
            client.stream.shutdown(Shutdown::Write).unwrap();
            // All responses arrive before the end. The connection does not linger.
            assert_eq!(client.rest().matches(FEED).count(), count);
        }
    }
}

#[test]
fn a_client_that_closes_its_half_is_not_waited_for() {
    let limits = Limits {
        head: Duration::from_secs(3600),
        ..unhurried()
    };
    let server = Server::start_with(site(), limits);
    for sent in [
        "",
        "GET / HTTP/1.1\r\nHost:",
        "GET /cross-gov.ics HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        let mut client = server.connect();
        client.send(sent);
        if sent.ends_with("\r\n\r\n") {
            assert_eq!(client.answer().body, FEED);
        }
        client.stream.shutdown(Shutdown::Write).unwrap();
        assert_eq!(client.rest(), "", "{sent}");
    }
}

#[test]
fn a_client_that_closes_its_half_and_never_reads_gives_its_place_back() {
    let limits = Limits {
        connections: 1,
        write_timeout: Duration::from_millis(50),
        ..unhurried()
    };
    let resources = [("/large.ics", large()), ("/cross-gov.ics", calendar(FEED))];
    let server = Server::start_with(site_of(resources), limits);
    let mut stuck = server.connect();
    stuck.ask("GET /large.ics HTTP/1.1");
    stuck.stream.shutdown(Shutdown::Write).unwrap();
    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, FEED);
}
