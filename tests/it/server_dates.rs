//! Last-Modified of content that changes, and the responses to If-Modified-Since.

use calfeed::Resource;
use calfeed::server::Published;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::serving::ask;
use crate::support::{Server, changed, site, site_of, unhurried};

/// The seconds since [`changed`], in the one test with a clock of its own.
static PASSED: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    changed() + TimeDelta::seconds(PASSED.load(Ordering::SeqCst))
}

fn dated(text: &'static str, last_modified: DateTime<Utc>) -> calfeed::Site {
    let content_type = "text/calendar; charset=utf-8";
    let resource = Resource::new(content_type, text, last_modified, None, Duration::ZERO);
    site_of([("/books.ics", resource)])
}

fn ago(seconds: i64) -> DateTime<Utc> {
    changed() - TimeDelta::seconds(seconds)
}

/// Requests the feed at 18:30:00. Returns Last-Modified and the body.
fn get(server: &Server) -> (String, String) {
    let answer = server.ask("GET /books.ics HTTP/1.1");
    (answer.header("last-modified")[0].to_owned(), answer.body)
}

/// Returns the response to a client that has the version of this date.
fn since(server: &Server, date: &str) -> String {
    let condition = format!("If-Modified-Since: {date}");
    let answer = server.ask(&format!("GET /books.ics HTTP/1.1\n{condition}"));
    answer.status().to_owned()
}

#[test]
fn a_text_that_is_taken_back_is_dated_by_the_moment_at_which_it_was() {
    let server = Server::start(dated("one", ago(600)));
    server.published.replace(dated("two", ago(60)), ago(50));
    let two = get(&server).0;
    server.published.replace(dated("one", ago(600)), ago(30));
    let (one, body) = get(&server);
    assert_eq!(
        (two.as_str(), one.as_str(), body.as_str()),
        (
            "Thu, 27 Mar 2025 18:29:00 GMT",
            "Thu, 27 Mar 2025 18:29:30 GMT",
            "one"
        )
    );
    assert_eq!(since(&server, &two), "200");
    assert_eq!(since(&server, &one), "304");
    // After another load it keeps that date, because some clients may have the other version.
    server.published.replace(dated("one", ago(600)), ago(20));
    assert_eq!(get(&server).0, one);
    assert_eq!(since(&server, &two), "200");
}

#[test]
fn other_bytes_of_the_same_date_are_dated_by_the_moment_at_which_they_came() {
    let server = Server::start(dated("with a template", ago(600)));
    server
        .published
        .turn(dated("with another", ago(600)), ago(30));
    assert_eq!(get(&server).0, "Thu, 27 Mar 2025 18:29:30 GMT");
    assert_eq!(since(&server, "Thu, 27 Mar 2025 18:20:00 GMT"), "200");
}

#[test]
fn bytes_that_are_the_same_keep_their_date_and_later_ones_have_their_own() {
    let server = Server::start(dated("one", ago(600)));
    server.published.replace(dated("one", ago(600)), ago(50));
    assert_eq!(get(&server).0, "Thu, 27 Mar 2025 18:20:00 GMT");
    server.published.replace(dated("two", ago(60)), ago(50));
    assert_eq!(get(&server).0, "Thu, 27 Mar 2025 18:29:00 GMT");
}

#[test]
fn two_texts_within_a_second_have_two_dates() {
    let server = Server::start(dated("one", ago(10)));
    server.published.replace(dated("two", ago(10)), ago(10));
    server.published.replace(dated("three", ago(10)), ago(10));
    assert_eq!(get(&server).0, "Thu, 27 Mar 2025 18:29:52 GMT");
    assert_eq!(since(&server, "Thu, 27 Mar 2025 18:29:51 GMT"), "200");
}

#[test]
fn what_was_away_for_a_while_is_dated_after_what_was_there_before() {
    let server = Server::start(dated("one", ago(600)));
    server.published.replace(dated("two", ago(60)), ago(50));
    server.published.replace(calfeed::Site::default(), ago(40));
    server.published.replace(dated("one", ago(600)), ago(30));
    assert_eq!(get(&server).0, "Thu, 27 Mar 2025 18:29:30 GMT");
}

#[test]
fn a_date_to_come_is_never_sent_and_never_heeded() {
    let server = Server::start(dated("one", ago(-3600)));
    let (date, _) = get(&server);
    assert_eq!(date, "Thu, 27 Mar 2025 18:30:00 GMT");
    assert_eq!(since(&server, &date), "200");
    for date in [
        "Thu, 27 Mar 2025 19:30:00 GMT",
        "Thu, 01 Jan 2099 00:00:00 GMT",
    ] {
        assert_eq!(since(&server, date), "200", "{date}");
    }
}

#[test]
fn the_date_of_a_response_follows_a_clock_that_is_set_back() {
    let published = Arc::new(Published::new(site()));
    let server = Server::start_clocked(published, unhurried(), clock);
    for (passed, date) in [
        (0, "date: Thu, 27 Mar 2025 18:30:00 GMT"),
        (1, "date: Thu, 27 Mar 2025 18:30:01 GMT"),
        (86_400, "date: Fri, 28 Mar 2025 18:30:00 GMT"),
        (-86_400, "date: Wed, 26 Mar 2025 18:30:00 GMT"),
    ] {
        PASSED.store(passed, Ordering::SeqCst);
        for request in ["GET / HTTP/1.1", "GET /healthz HTTP/1.1", "PUT / HTTP/1.1"] {
            let (head, _) = ask(&server.address.to_string(), request);
            let dates: Vec<&str> = head.lines().filter(|it| it.starts_with("date: ")).collect();
            assert_eq!(dates, [date], "{request}");
        }
    }
}
