use std::sync::Arc;

use calfeed::Site;
use calfeed::server::reload::{Occasion, Reload};
use calfeed::server::{Edition, Fault, FileKind, HistoryState, Origin, Published};

use crate::support::{FEED, Server, calendar, changed, site, site_of};

fn edition(site: Site) -> Edition {
    let origin = Origin {
        sha256: "9f86d081884c7d65".to_owned(),
        commit: Some("2d34846".to_owned()),
        loaded: changed(),
        history: HistoryState::Ok,
    };
    Edition {
        site,
        origin: Some(origin),
        changes: None,
        warnings: Vec::new(),
        doubt: None,
    }
}

fn fault() -> Fault {
    Fault {
        message: "events.yaml: the end is before the start".to_owned(),
        file: Some(FileKind::Events),
        held_back: None,
        place: Some((11, 12)),
        report: "error[end-before-start]: the end is before the start\n".to_owned(),
        notes: Box::default(),
        since: changed(),
    }
}

#[test]
fn health_says_what_is_served_and_what_is_wrong() {
    let server = Server::start(site());
    server.published.replace(edition(site()), changed());
    let good = server.ask("GET /healthz HTTP/1.1");
    server.published.keep(fault());
    let stale = server.ask("GET /healthz HTTP/1.1");
    server.published.replace(edition(site()), changed());
    let mended = server.ask("GET /healthz HTTP/1.1");
    assert_eq!(
        good.body,
        concat!(
            r#"{"events":0,"feeds":0,"history":"ok","loaded":"2025-03-27T18:30:00Z","polled":null,"polling_since":null,"problem":null,"#,
            r#""revision":{"commit":"2d34846","sha256":"9f86d081884c7d65"},"status":"ok","version":"0.1.0"}"#,
            "\n"
        )
    );
    assert_eq!(
        stale.body,
        concat!(
            r#"{"events":0,"feeds":0,"history":"ok","loaded":"2025-03-27T18:30:00Z","polled":null,"polling_since":null,"#,
            r#""problem":{"column":12,"file":"events","held_back":null,"line":11,"since":"2025-03-27T18:30:00Z"},"#,
            r#""revision":{"commit":"2d34846","sha256":"9f86d081884c7d65"},"status":"stale","version":"0.1.0"}"#,
            "\n"
        )
    );
    // The served version is valid, so a load balancer must not remove the server.
    assert_eq!(stale.status(), "200");
    assert_eq!(mended.body, good.body);
}

/// What the next test expects.
const METRICS: &str = "# HELP calfeed_build_info The running version.
# TYPE calfeed_build_info gauge
calfeed_build_info{version=\"0.1.0\"} 1
# HELP calfeed_requests_total Requests by kind of resource and status.
# TYPE calfeed_requests_total counter
calfeed_requests_total{resource=\"feed\",status=\"200\"} 3
calfeed_requests_total{resource=\"feed\",status=\"304\"} 1
calfeed_requests_total{resource=\"feed\",status=\"405\"} 1
calfeed_requests_total{resource=\"healthz\",status=\"200\"} 1
calfeed_requests_total{resource=\"invite\",status=\"200\"} 1
calfeed_requests_total{resource=\"none\",status=\"404\"} 2
calfeed_requests_total{resource=\"page\",status=\"200\"} 1
calfeed_requests_total{resource=\"page\",status=\"400\"} 1
# HELP calfeed_feed_fetches_total Fetches of each feed by client family, including those that found it unchanged.
# TYPE calfeed_feed_fetches_total counter
calfeed_feed_fetches_total{feed=\"cross-gov.ics\",client=\"apple\"} 1
calfeed_feed_fetches_total{feed=\"cross-gov.ics\",client=\"google\"} 2
# HELP calfeed_reloads_total Loads of the events file, including the first.
# TYPE calfeed_reloads_total counter
calfeed_reloads_total{result=\"good\"} 2
calfeed_reloads_total{result=\"bad\"} 1
# HELP calfeed_seconds_since_good_load Seconds since the events file was last loaded without an error.
# TYPE calfeed_seconds_since_good_load gauge
calfeed_seconds_since_good_load 90
# HELP calfeed_seconds_since_poll Seconds since the last poll of the events file finished.
# TYPE calfeed_seconds_since_poll gauge
calfeed_seconds_since_poll 90
# HELP calfeed_last_poll_timestamp_seconds Time at which the last poll of the events file finished, as a Unix timestamp.
# TYPE calfeed_last_poll_timestamp_seconds gauge
calfeed_last_poll_timestamp_seconds 1743100200
# HELP calfeed_events Published events.
# TYPE calfeed_events gauge
calfeed_events 0
# HELP calfeed_feeds Published feeds.
# TYPE calfeed_feeds gauge
calfeed_feeds 0
# HELP calfeed_stale 1 while an earlier version is served, because the events file has errors or is held back, or polls do not finish.
# TYPE calfeed_stale gauge
calfeed_stale 1
# HELP calfeed_stale_seconds Seconds for which an earlier version has been served; 0 if the current version is served.
# TYPE calfeed_stale_seconds gauge
calfeed_stale_seconds 90
# HELP calfeed_held_back 1 while a valid version of the events file is held back, by reason.
# TYPE calfeed_held_back gauge
# HELP calfeed_history 1 for the current state of the history, which dates the events.
# TYPE calfeed_history gauge
calfeed_history{state=\"ok\"} 1
calfeed_history{state=\"shallow\"} 0
calfeed_history{state=\"missing\"} 0
calfeed_history{state=\"failing\"} 0
# HELP calfeed_invalid_requests_total Connections ended because the client sent no valid request, or did not read the response.
# TYPE calfeed_invalid_requests_total counter
calfeed_invalid_requests_total{kind=\"head_timeout\"} 0
calfeed_invalid_requests_total{kind=\"http2\"} 0
calfeed_invalid_requests_total{kind=\"malformed\"} 0
calfeed_invalid_requests_total{kind=\"tls\"} 0
calfeed_invalid_requests_total{kind=\"too_large\"} 0
calfeed_invalid_requests_total{kind=\"unread\"} 0
# HELP calfeed_accept_errors_total Failed attempts to accept a connection.
# TYPE calfeed_accept_errors_total counter
calfeed_accept_errors_total 0
# HELP calfeed_connections_evicted_total Connections closed for a new client, because all were in use.
# TYPE calfeed_connections_evicted_total counter
calfeed_connections_evicted_total 0
# HELP calfeed_connections_limit The maximum number of open connections.
# TYPE calfeed_connections_limit gauge
calfeed_connections_limit 4096
# HELP calfeed_connections Open connections.
# TYPE calfeed_connections gauge
calfeed_connections 0
";

#[test]
fn metrics_count_what_was_asked_loaded_and_refused() {
    let server = Server::start(site());
    for request in [
        "GET /cross-gov.ics HTTP/1.1\nUser-Agent: Google-Calendar-Importer",
        "GET /cross-gov.ics HTTP/1.1\nUser-Agent: Google-Calendar-Importer\nIf-None-Match: *",
        "GET /cross-gov.ics?from=mail HTTP/1.1\nUser-Agent: iOS/26.0 (24A123) dataaccessd/1.0",
        "HEAD /cross-gov.ics HTTP/1.1\nUser-Agent: Thunderbird/140.0",
        "PROPFIND /cross-gov.ics HTTP/1.1\nUser-Agent: Thunderbird/140.0",
        "GET /events/lean-coffee/2025-03-27.ics HTTP/1.1",
        "GET / HTTP/1.1",
        "GET /404.html HTTP/1.1",
        "GET / HTTP/1.1\nHost: a",
        "GET /a\"b}c HTTP/1.1",
        "GET /healthz HTTP/1.1",
    ] {
        let mut client = server.connect();
        client.ask(request);
        client.head();
    }
    let mut results = vec![Some(Err(fault())), None, Some(Ok(edition(site())))];
    let mut reload = Reload::new(Arc::clone(&server.serving), move |_, _| {
        results.pop().flatten()
    });
    reload.started(None);
    reload.look(false, changed());
    reload.look(false, changed());
    reload.look(false, changed());
    let later = changed() + chrono::TimeDelta::seconds(90);
    // The clients have disconnected, and the server notices.
    while !server.serving.metrics_text(later).ends_with(" 0\n") {
        std::thread::yield_now();
    }
    assert_eq!(server.serving.metrics_text(later), METRICS);
}

#[test]
fn the_gauges_for_alerts_are_zero_while_nothing_is_wrong_however_long_nothing_changes() {
    let server = Server::start(site());
    let reload = Reload::new(Arc::clone(&server.serving), |_, _| None);
    reload.started(None);
    let text = server
        .serving
        .metrics_text(changed() + chrono::TimeDelta::seconds(100));
    for line in ["calfeed_stale 0", "calfeed_stale_seconds 0"] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
}

#[test]
fn a_load_that_panics_is_a_fault_and_the_next_one_is_tried() {
    let server = Server::start(site());
    let mut texts = vec!["good", "bad"];
    let mut reload = Reload::new(Arc::clone(&server.serving), move |occasion, _| {
        if occasion != Occasion::Poll {
            return None;
        }
        match texts.pop()? {
            "bad" => panic!("as a core must not"),
            text => Some(Ok(site_of([("/cross-gov.ics", calendar(text))]).into())),
        }
    });
    reload.look(false, changed());
    let state = server.published.load();
    let message =
        "calfeed crashed on this version of the file, as the log shows; please report this bug";
    assert_eq!(state.fault().unwrap().message, message);
    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, FEED);
    reload.look(false, changed());
    assert_eq!(server.ask("GET /cross-gov.ics HTTP/1.1").body, "good");
    assert!(server.published.load().fault().is_none());
}

#[test]
fn who_holds_a_state_keeps_it_when_a_new_one_comes() {
    let published = Published::new(site());
    let state = published.load();
    published.replace(Site::default(), changed());
    assert_eq!(state.site(), &site());
    assert_eq!(published.load().site(), &Site::default());
}

#[test]
fn each_site_that_is_replaced_goes_to_who_frees_it() {
    let server = Server::start(site());
    let mut texts = vec!["third", "second"];
    let (returned, returns) = std::sync::mpsc::channel();
    let reload = Reload::new(Arc::clone(&server.serving), move |occasion, _| {
        let text = texts.pop().filter(|_| occasion == Occasion::Poll)?;
        Some(Ok(site_of([("/cross-gov.ics", calendar(text))]).into()))
    });
    let mut reload = reload.freed_by(move |state| returned.send(state).unwrap());
    for served_before in [FEED, "second"] {
        reload.look(false, changed());
        let state = returns.try_recv().unwrap();
        let feed = state.site().get("/cross-gov.ics").unwrap();
        assert_eq!(feed.bytes(), served_before);
    }
    // The poll found nothing new, so nothing was replaced.
    reload.look(false, changed());
    assert!(returns.try_recv().is_err());
}

#[test]
fn a_start_on_an_earlier_text_is_no_good_load() {
    let server = Server::start(site());
    let reload = Reload::new(Arc::clone(&server.serving), |_, _| None);
    reload.started(Some(&fault()));
    let text = server.serving.metrics_text(changed());
    for line in [
        "calfeed_reloads_total{result=\"good\"} 0",
        "calfeed_reloads_total{result=\"bad\"} 1",
        "calfeed_stale 1",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    // This process does not know when that load was.
    assert!(
        !text.contains("\ncalfeed_seconds_since_good_load "),
        "{text}"
    );
}

#[test]
fn a_path_that_is_nearly_that_of_health_leads_to_it() {
    let server = Server::start(site());
    for (target, location) in [("/healthz/", "../healthz"), ("/HEALTHZ", "./healthz")] {
        let answer = server.ask(&format!("GET {target} HTTP/1.1"));
        assert_eq!(answer.status(), "308", "{target}");
        assert_eq!(answer.header("location"), [location], "{target}");
    }
}
