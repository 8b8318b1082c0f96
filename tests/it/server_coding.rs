use std::io::Read;
use std::time::Duration;

use calfeed::{Resource, Site};
use flate2::read::GzDecoder;

use crate::support::{Server, calendar, changed, page, site_of};

/// Long enough to be smaller when compressed.
fn text() -> String {
    "<p>Lean coffee, on the 4th Thursday</p>\n".repeat(50)
}

fn site() -> Site {
    site_of([
        ("/", page(&text())),
        ("/404.html", page(&text())),
        ("/cross-gov.ics", calendar(&text())),
    ])
}

/// Reads a binary body of the announced length.
fn bytes(server: &Server, lines: &str) -> (String, Vec<u8>) {
    let mut client = server.connect();
    client.ask(&format!("{lines}\nConnection: close"));
    let head = client.head().head;
    let mut body = Vec::new();
    client.stream.read_to_end(&mut body).unwrap();
    (head, body)
}

fn decoded(body: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(body).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_page_is_sent_in_gzip_to_who_reads_it() {
    let server = Server::start(site());
    let (head, body) = bytes(&server, "GET / HTTP/1.1\nAccept-Encoding: gzip, br");
    let site = site();
    let gzip = site.get("/").unwrap().gzip().unwrap();
    let expected = format!(
        "HTTP/1.1 200 OK
access-control-allow-origin: *
cache-control: public, max-age=300
connection: close
content-encoding: gzip
content-length: {}
content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
content-type: text/html; charset=utf-8
etag: {}
last-modified: Thu, 27 Mar 2025 18:30:00 GMT
referrer-policy: no-referrer
vary: Accept-Encoding
x-content-type-options: nosniff",
        gzip.bytes().len(),
        gzip.etag()
    );
    assert_eq!(head, expected);
    assert!(body == *gzip.bytes());
    assert_eq!(decoded(&body), text());
}

#[test]
fn a_page_that_has_two_forms_says_so_in_either() {
    let server = Server::start(site());
    for wish in ["", "\nAccept-Encoding: gzip;q=0", "\nAccept-Encoding: br"] {
        let answer = server.ask(&format!("GET / HTTP/1.1{wish}"));
        assert_eq!(answer.body, text(), "{wish}");
        assert_eq!(answer.header("vary"), ["Accept-Encoding"], "{wish}");
        assert!(answer.header("content-encoding").is_empty(), "{wish}");
    }
}

#[test]
fn either_form_has_a_tag_of_its_own_and_304_repeats_it() {
    let server = Server::start(site());
    let site = site();
    let page = site.get("/").unwrap();
    let (plain, gzip) = (page.etag(), page.gzip().unwrap().etag());
    assert_ne!(plain, gzip);
    for (coding, tag, other) in [("identity", plain, gzip), ("gzip", gzip, plain)] {
        let ask = |tag: &str| {
            let request =
                format!("HEAD / HTTP/1.1\nAccept-Encoding: {coding}\nIf-None-Match: {tag}");
            let mut client = server.connect();
            client.ask(&request);
            client.head()
        };
        let same = ask(tag);
        assert_eq!(
            same.head,
            format!(
                "HTTP/1.1 304 Not Modified
access-control-allow-origin: *
cache-control: public, max-age=300
etag: {tag}
last-modified: Thu, 27 Mar 2025 18:30:00 GMT
vary: Accept-Encoding
x-content-type-options: nosniff"
            )
        );
        assert_eq!(ask(other).status(), "200", "{coding}");
    }
}

#[test]
fn head_of_a_page_in_gzip_is_that_of_get() {
    let server = Server::start(site());
    let ask = |method: &str| {
        let mut client = server.connect();
        client.ask(&format!("{method} / HTTP/1.1\nAccept-Encoding: gzip"));
        client.head().head
    };
    assert_eq!(ask("HEAD"), ask("GET"));
}

#[test]
fn the_page_for_what_is_not_there_is_sent_in_gzip_too() {
    let server = Server::start(site());
    let (head, body) = bytes(&server, "GET /nothing HTTP/1.1\nAccept-Encoding: gzip");
    assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
    assert!(head.contains("\ncontent-encoding: gzip\n"), "{head}");
    assert_eq!(decoded(&body), text());
}

#[test]
fn a_calendar_is_never_compressed_and_does_not_vary() {
    let server = Server::start(site());
    for wish in ["gzip", "*", "gzip, identity;q=0"] {
        let request = format!("GET /cross-gov.ics HTTP/1.1\nAccept-Encoding: {wish}");
        let answer = server.ask(&request);
        assert_eq!(answer.body, text(), "{wish}");
        assert!(answer.header("content-encoding").is_empty(), "{wish}");
        assert!(answer.header("vary").is_empty(), "{wish}");
    }
}

#[test]
fn what_gzip_makes_no_smaller_has_one_form() {
    let server = Server::start(site_of([("/", page("<h1>Events</h1>\n"))]));
    let answer = server.ask("GET / HTTP/1.1\nAccept-Encoding: gzip");
    assert_eq!(answer.body, "<h1>Events</h1>\n");
    assert!(answer.header("vary").is_empty());
}

#[test]
fn no_cache_keeps_a_page_past_the_moment_at_which_it_changes() {
    for (seconds, max_age) in [
        (3600, 900),
        (900, 900),
        (899, 899),
        (1, 1),
        (0, 0),
        (-60, 0),
    ] {
        let end = changed() + chrono::TimeDelta::seconds(seconds);
        let page = Resource::new(
            "text/html; charset=utf-8",
            "<h1>Events</h1>\n",
            changed() - chrono::TimeDelta::hours(1),
            None,
            Duration::from_secs(900),
        );
        let tag = page.etag().to_owned();
        let server = Server::start(site_of([("/", page.with_end(Some(end)))]));
        for (known, status) in [("\"another\"", "200"), (&*tag, "304")] {
            let answer = server.ask(&format!("GET / HTTP/1.1\nIf-None-Match: {known}"));
            assert_eq!(answer.status(), status);
            assert_eq!(
                answer.header("cache-control"),
                [format!("public, max-age={max_age}")],
                "{seconds}, {status}"
            );
        }
    }
}
