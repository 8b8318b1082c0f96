use crate::support::{FEED, INVITE, Server, calendar, site, site_of};

const FEED_HEAD: &str = "HTTP/1.1 200 OK
access-control-allow-origin: *
cache-control: public, max-age=900, stale-if-error=604800
content-length: 32
content-type: text/calendar; charset=utf-8
etag: \"215efae54e34ac5657da47b49c8d1bd8\"
last-modified: Thu, 27 Mar 2025 18:30:00 GMT
x-content-type-options: nosniff";

const NOT_MODIFIED: &str = "HTTP/1.1 304 Not Modified
access-control-allow-origin: *
cache-control: public, max-age=900, stale-if-error=604800
etag: \"215efae54e34ac5657da47b49c8d1bd8\"
last-modified: Thu, 27 Mar 2025 18:30:00 GMT
x-content-type-options: nosniff";

#[test]
fn get_answers_with_the_feed_and_its_validators() {
    let answer = Server::start(site()).ask("GET /cross-gov.ics HTTP/1.1");
    assert_eq!(answer.head, FEED_HEAD);
    assert_eq!(answer.body, FEED);
}

#[test]
fn head_answers_as_get_does_without_the_body() {
    let server = Server::start(site());
    let mut client = server.connect();
    client.ask("HEAD /cross-gov.ics HTTP/1.1");
    assert_eq!(client.head().head, FEED_HEAD);
    // If a body had been sent, it would appear before this response.
    client.ask("HEAD /cross-gov.ics HTTP/1.1\nConnection: close");
    assert!(client.rest().starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn an_invite_says_under_which_name_to_save_it() {
    let answer = Server::start(site()).ask("GET /events/lean-coffee/2025-03-27.ics HTTP/1.1");
    assert_eq!(
        answer.head,
        "HTTP/1.1 200 OK
access-control-allow-origin: *
cache-control: public, max-age=900, stale-if-error=604800
content-disposition: attachment; filename=\"lean-coffee.ics\"
content-length: 48
content-type: text/calendar; charset=utf-8
etag: \"64920094fd4dc350fb5139108896cb1f\"
last-modified: Thu, 27 Mar 2025 18:30:00 GMT
x-content-type-options: nosniff"
    );
    assert_eq!(answer.body, INVITE);
}

#[test]
fn a_page_may_load_nothing_from_elsewhere() {
    let answer = Server::start(site()).ask("GET / HTTP/1.1");
    assert_eq!(
        answer.head,
        "HTTP/1.1 200 OK
access-control-allow-origin: *
cache-control: public, max-age=300
content-length: 16
content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
content-type: text/html; charset=utf-8
etag: \"1a9173b21f766de14d73ed2ffe1962d9\"
last-modified: Thu, 27 Mar 2025 18:30:00 GMT
referrer-policy: no-referrer
x-content-type-options: nosniff"
    );
    assert_eq!(answer.body, "<h1>Events</h1>\n");
}

#[test]
fn a_validator_that_still_holds_is_answered_with_304() {
    let server = Server::start(site());
    for condition in [
        "If-None-Match: \"215efae54e34ac5657da47b49c8d1bd8\"",
        "If-None-Match: W/\"215efae54e34ac5657da47b49c8d1bd8\"",
        "If-None-Match: \"old\", W/\"older\",\"215efae54e34ac5657da47b49c8d1bd8\"",
        "If-None-Match: \"old\"\nIf-None-Match: \"215efae54e34ac5657da47b49c8d1bd8\"",
        "If-None-Match: \"a comma, within\", \"215efae54e34ac5657da47b49c8d1bd8\"",
        "If-None-Match: *",
        // If-None-Match takes precedence over a contradicting date.
        "If-None-Match: \"215efae54e34ac5657da47b49c8d1bd8\"\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
        "If-Modified-Since: Thu, 27 Mar 2025 18:30:00 GMT",
        "If-Modified-Since: Thursday, 27-Mar-25 18:30:00 GMT",
        "If-Modified-Since: Thu Mar 27 18:30:00 2025",
        "If-Match: \"215efae54e34ac5657da47b49c8d1bd8\"\nIf-None-Match: *",
    ] {
        for method in ["GET", "HEAD"] {
            let answer = server.ask(&format!("{method} /cross-gov.ics HTTP/1.1\n{condition}"));
            assert_eq!(answer.head, NOT_MODIFIED, "{method} {condition}");
        }
    }
}

#[test]
fn a_validator_that_does_not_hold_or_cannot_be_read_is_answered_with_the_feed() {
    let server = Server::start(site());
    for condition in [
        "If-None-Match: \"old\"",
        "If-None-Match: W/\"old\"",
        "If-None-Match: 215efae54e34ac5657da47b49c8d1bd8",
        "If-None-Match: \"215efae54e34ac5657da47b49c8d1bd8",
        "If-None-Match:",
        // If-None-Match takes precedence over a contradicting date, even if no ETag matches.
        "If-None-Match: \"old\"\nIf-Modified-Since: Thu, 27 Mar 2025 18:30:00 GMT",
        "If-Modified-Since: Thu, 27 Mar 2025 18:29:59 GMT",
        // The server's clock shows the time of the last change.
        "If-Modified-Since: Thu, 27 Mar 2025 18:30:01 GMT",
        "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
        "If-Modified-Since: yesterday",
        "If-Modified-Since: 2025-03-27T18:30:00Z",
        "If-Modified-Since: Thu, 27 Mar 2025 18:30:00 GMT\nIf-Modified-Since: Thu, 27 Mar 2025 18:30:00 GMT",
        "If-Match: *",
        "If-Unmodified-Since: Thu, 27 Mar 2025 18:30:00 GMT",
        "Range: bytes=0-4",
    ] {
        let answer = server.ask(&format!("GET /cross-gov.ics HTTP/1.1\n{condition}"));
        assert_eq!(answer.head, FEED_HEAD, "{condition}");
        assert_eq!(answer.body, FEED, "{condition}");
    }
}

#[test]
fn a_client_that_demands_another_version_is_told_that_it_is_not_there() {
    let server = Server::start(site());
    for condition in [
        "If-Match: \"old\"",
        // If-Match uses strong comparison, so a weak ETag never matches.
        "If-Match: W/\"215efae54e34ac5657da47b49c8d1bd8\"",
        "If-Unmodified-Since: Thu, 27 Mar 2025 18:29:59 GMT",
    ] {
        let answer = server.ask(&format!("GET /cross-gov.ics HTTP/1.1\n{condition}"));
        assert_eq!(answer.status(), "412", "{condition}");
    }
}

#[test]
fn nothing_is_negotiated() {
    let server = Server::start(site());
    for wish in [
        "Accept: application/calendar+json",
        "Accept: text/calendar;q=0",
        "Accept-Encoding: gzip, br",
        "Accept-Encoding: identity;q=0",
        "Accept-Language: cy",
        "Origin: https://elsewhere.example",
    ] {
        let answer = server.ask(&format!("GET /cross-gov.ics HTTP/1.1\n{wish}"));
        assert_eq!(answer.head, FEED_HEAD, "{wish}");
        assert_eq!(answer.body, FEED, "{wish}");
    }
}

#[test]
fn a_query_and_needless_encoding_lead_to_the_same_feed() {
    let server = Server::start(site());
    for target in [
        "/cross-gov.ics?",
        "/cross-gov.ics?nocache=1",
        "/cross%2Dgov%2eics",
        "http://calendar.example/cross-gov.ics",
    ] {
        let answer = server.ask(&format!("GET {target} HTTP/1.1"));
        assert_eq!(answer.head, FEED_HEAD, "{target}");
    }
}

#[test]
fn what_is_not_published_is_answered_with_the_sites_own_page() {
    let server = Server::start(site());
    for target in [
        "/nothing.ics",
        "/404.html",
        "/404.HTML",
        "//elsewhere.example/events/lean-coffee",
        "/events/../cross-gov.ics",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/events/%2e%2e/cross-gov.ics",
        "/events%2Flean-coffee/",
        "/cross-gov.ics%00",
        "/%",
        "/nothing/index.html",
        "/..%5c..%5cetc",
    ] {
        let answer = server.ask(&format!("GET {target} HTTP/1.1"));
        assert_eq!(
            answer.head,
            "HTTP/1.1 404 Not Found
access-control-allow-origin: *
cache-control: no-store
content-length: 22
content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
content-type: text/html; charset=utf-8
referrer-policy: no-referrer
x-content-type-options: nosniff",
            "{target}"
        );
        assert_eq!(answer.body, "<h1>Nothing here</h1>\n", "{target}");
    }
}

#[test]
fn a_site_without_a_page_for_it_says_not_found_in_words() {
    let server = Server::start(site_of([("/cross-gov.ics", calendar(FEED))]));
    let answer = server.ask("GET / HTTP/1.1");
    assert_eq!(
        answer.head,
        "HTTP/1.1 404 Not Found
access-control-allow-origin: *
cache-control: no-store
content-length: 10
content-type: text/plain; charset=utf-8
x-content-type-options: nosniff"
    );
    assert_eq!(answer.body, "not found\n");
}

#[test]
fn a_path_that_is_nearly_right_leads_to_the_right_one() {
    let server = Server::start(site());
    for (target, location) in [
        ("/events/lean-coffee", "./lean-coffee/"),
        ("/events/lean-coffee?from=mail", "./lean-coffee/"),
        ("/events/lean-coffee/index.html", "./"),
        ("/index.html", "./"),
        ("/cross-gov.ics/", "../cross-gov.ics"),
        ("/CROSS-GOV.ICS", "./cross-gov.ics"),
        ("//cross-gov.ics", "../cross-gov.ics"),
        ("/Events/Lean-Coffee/", "../../events/lean-coffee/"),
    ] {
        let answer = server.ask(&format!("GET {target} HTTP/1.1"));
        let expected = format!(
            "HTTP/1.1 308 Permanent Redirect
access-control-allow-origin: *
cache-control: private, max-age=3600
content-length: 18
content-type: text/plain; charset=utf-8
location: {location}
x-content-type-options: nosniff"
        );
        assert_eq!(answer.head, expected, "{target}");
    }
}

#[test]
fn other_methods_are_answered_with_405_wherever_they_are_sent() {
    let server = Server::start(site());
    for method in [
        "PUT", "POST", "DELETE", "PATCH", "PROPFIND", "REPORT", "TRACE",
    ] {
        for path in ["/cross-gov.ics", "/nothing.ics", "/healthz"] {
            // Thunderbird sends this to find out whether it can write.
            let request = format!("{method} {path} HTTP/1.1\nIf-Match: nothing");
            let answer = server.ask(&request);
            assert_eq!(
                answer.head,
                "HTTP/1.1 405 Method Not Allowed
access-control-allow-origin: *
allow: GET, HEAD, OPTIONS
content-length: 19
content-type: text/plain; charset=utf-8
x-content-type-options: nosniff",
                "{request}"
            );
        }
    }
}

#[test]
fn a_body_that_is_not_wanted_does_not_hide_the_answer() {
    let server = Server::start(site());
    let mut client = server.connect();
    client.ask("PUT /cross-gov.ics HTTP/1.1\nContent-Length: 4");
    client.send("BODY");
    assert_eq!(client.answer().status(), "405");
}

#[test]
fn options_says_what_a_browser_may_ask_from_another_site() {
    let server = Server::start(site());
    for target in ["/cross-gov.ics", "/nothing.ics", "*"] {
        let preflight = "Origin: https://elsewhere.example\nAccess-Control-Request-Method: GET";
        let answer = server.ask(&format!("OPTIONS {target} HTTP/1.1\n{preflight}"));
        assert_eq!(
            answer.head,
            "HTTP/1.1 204 No Content
access-control-allow-headers: *
access-control-allow-methods: GET, HEAD, OPTIONS
access-control-allow-origin: *
access-control-max-age: 86400
allow: GET, HEAD, OPTIONS
x-content-type-options: nosniff",
            "{target}"
        );
    }
}

#[test]
fn every_answer_about_the_site_lets_any_origin_read_it_and_says_so_once() {
    let server = Server::start(site());
    for request in [
        "GET /cross-gov.ics HTTP/1.1",
        "HEAD /events/lean-coffee/ HTTP/1.1",
        "GET /cross-gov.ics HTTP/1.1\nIf-None-Match: *",
        "GET /cross-gov.ics HTTP/1.1\nIf-Match: \"old\"",
        "GET /nothing HTTP/1.1",
        "GET /index.html HTTP/1.1",
        "PUT /cross-gov.ics HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET / HTTP/1.1\nHost: a second one",
    ] {
        let mut client = server.connect();
        client.ask(request);
        let answer = client.head();
        assert_eq!(
            answer.header("access-control-allow-origin"),
            ["*"],
            "{request}"
        );
    }
}

#[test]
fn health_is_not_for_the_scripts_of_other_origins() {
    let server = Server::start(site());
    for request in ["GET /healthz HTTP/1.1", "HEAD /%68ealthz HTTP/1.1"] {
        let mut client = server.connect();
        client.ask(request);
        let answer = client.head();
        let allowed = answer.header("access-control-allow-origin");
        assert!(allowed.is_empty(), "{request}: {allowed:?}");
    }
}

#[test]
fn health_is_about_this_moment() {
    let answer = Server::start(site()).ask("GET /healthz HTTP/1.1");
    assert_eq!(
        answer.head,
        "HTTP/1.1 200 OK
cache-control: no-store
content-length: 150
content-type: application/json
x-content-type-options: nosniff"
    );
    assert_eq!(
        answer.body,
        "{\"events\":0,\"feeds\":0,\"history\":null,\"loaded\":null,\"polled\":null,\"polling_since\":null,\"problem\":null,\"revision\":null,\"status\":\"ok\",\"version\":\"0.1.0\"}\n"
    );
}

#[test]
fn a_request_of_http_1_1_names_its_host_once_and_a_host_is_one() {
    let server = Server::start(site());
    for (head, status) in [
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
        ("GET / HTTP/1.0\r\n\r\n", "200"),
        ("GET / HTTP/1.1\r\nHost: a b/c@d\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400"),
        ("GET / HTTP/1.0\r\nHost: a/\r\n\r\n", "400"),
        ("GET http://a/ HTTP/1.1\r\nHost: b\u{e9}\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", "200"),
        ("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "200"),
    ] {
        let mut client = server.connect();
        client.send(head);
        assert_eq!(client.head().status(), status, "{head}");
    }
}
