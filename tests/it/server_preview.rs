//! The real server as an editor runs it at their own desk, with `--preview`.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::program::Desk;
use crate::repository::Repository;
use crate::serving::{PATIENCE, Serving};

/// An events file with one event, without a warning.
fn text(title: &str) -> String {
    format!(
        "calendar:
  name: Riverside Book Club
  slug: book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
  - id: book-club
    title: {title}
    start: 2026-01-13 18:30
    repeats: monthly on the 2nd Tuesday
    end: \"20:00\"
"
    )
}

/// Returns the same file with this many more events, which are all to come.
fn walks(count: usize) -> String {
    let walk = |number| {
        format!(
            "  - id: walk-{number}
    title: Walk {number}
    start: 2099-07-01 10:00
    end: \"11:00\"
"
        )
    };
    text("Book club") + &(0..count).map(walk).collect::<String>()
}

/// Returns the same file with a mistake in line 11.
fn broken() -> String {
    text("Book club").replace("start:", "strat:")
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", text("Book club"));
    desk
}

fn page(serving: &Serving) -> String {
    serving.ask("GET / HTTP/1.1").1
}

/// The token of the version that a page shows.
fn token(page: &str) -> &str {
    let (_, token) = page.split_once(" data-shown=\"").unwrap();
    token.split_once('"').unwrap().0
}

/// Waits as the script of a page does, until there is another version than the page shows. Returns the new page.
fn next(serving: &Serving, shown: &str) -> String {
    let shown = token(shown);
    loop {
        let (head, new) = serving.ask(&format!("GET /_preview/next?{shown} HTTP/1.1"));
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        if new != shown {
            return page(serving);
        }
    }
}

/// Returns the panel of a page, or nothing if it has none.
fn panel(page: &str) -> &str {
    let Some((_, rest)) = page.split_once("<section id=\"calfeed-preview\"") else {
        return "";
    };
    rest.split_once("</section>").unwrap().0
}

/// Sends a whole request, and returns the response.
fn sent(serving: &Serving, request: &str) -> String {
    let mut stream = TcpStream::connect(&serving.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn the_report_of_a_broken_version_is_above_the_last_good_page_until_the_file_is_fixed() {
    let desk = desk();
    let serving = Serving::start(&desk, "--preview");
    assert_eq!(
        serving.line,
        format!("preview: http://{}/\n", serving.address)
    );
    let good = page(&serving);
    assert_eq!(panel(&good), "");
    assert!(good.contains("Book club"));
    desk.write("events.yaml", broken());
    let bad = next(&serving, &good);
    assert_eq!(
        panel(&bad),
        " class=\"broken\" aria-label=\"Preview\" lang=\"en\" dir=\"ltr\" tabindex=\"0\">
<h2>events.yaml has 1 error</h2>
<p>Below is the last version without errors.</p>
<ol>
<li>
<p><strong>unknown key <code>strat</code></strong> <code class=\"name\">unknown-key</code></p>
<p class=\"place\">events.yaml, line 11</p>
<pre>    <mark>strat</mark>: 2026-01-13 18:30</pre>
<p>help: did you mean <code>start</code>?</p>
</li>
</ol>
"
    );
    assert!(bad.contains("Book club"));
    // It is above every page, also that of an address that does not exist.
    for path in ["/events/book-club/", "/nowhere"] {
        let (_, page) = serving.ask(&format!("GET {path} HTTP/1.1"));
        assert_eq!(panel(&page), panel(&bad), "{path}");
    }
    desk.write("events.yaml", text("Cook club"));
    let fixed = next(&serving, &bad);
    assert_eq!(panel(&fixed), "");
    assert!(fixed.contains("Cook club"));
}

#[test]
fn a_preview_starts_with_a_broken_file_and_shows_the_calendar_when_it_is_fixed() {
    let desk = Desk::new();
    desk.write("events.yaml", broken());
    let serving = Serving::start(&desk, "--preview");
    let (head, bad) = serving.ask("GET / HTTP/1.1");
    assert!(
        head.starts_with("HTTP/1.1 503 Service Unavailable\r\n"),
        "{head}"
    );
    assert!(
        panel(&bad).contains(
            "<h1>events.yaml has 1 error</h1>
<p>The calendar appears here when you save the file without errors.</p>
"
        ),
        "{bad}"
    );
    desk.write("events.yaml", text("Book club"));
    let good = next(&serving, &bad);
    assert_eq!(panel(&good), "");
    assert!(good.contains("Book club"));
}

#[test]
fn a_preview_that_starts_with_a_broken_file_shows_the_last_commit_below_the_report() {
    let repository = Repository::new();
    repository.desk.write("events.yaml", text("Book club"));
    repository.commit_all("2026-01-05T09:30:00Z");
    repository.desk.write("events.yaml", broken());
    let serving = Serving::start(&repository.desk, "--preview");
    let (head, page) = serving.ask("GET / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(panel(&page).contains("<h2>events.yaml has 1 error</h2>"));
    assert!(page.contains("Book club"));
}

#[test]
fn a_page_is_loaded_again_when_another_file_changes() {
    let desk = desk();
    desk.write(
        "events.yaml",
        text("Book club").replace("calendar:", "include: [teams/*.yaml]\n\ncalendar:"),
    );
    let walk = |title: &str| {
        format!(
            "events:\n  - id: walk\n    title: {title}\n    start: 2099-07-01 10:00\n    end: \"11:00\"\n"
        )
    };
    desk.write("teams/walk.yaml", walk("Morning walk"));
    desk.write("own/style.css", "/* one */");
    let serving = Serving::start(&desk, "--preview --templates own");
    let one = page(&serving);
    desk.write("teams/walk.yaml", walk("Evening walk"));
    let two = next(&serving, &one);
    assert!(!one.contains("Evening walk") && two.contains("Evening walk"));
    desk.write("own/style.css", "/* two */");
    next(&serving, &two);
    let (_, style) = serving.ask("GET /style.css HTTP/1.1");
    assert!(style.ends_with("/* two */"), "{style}");
}

#[test]
fn a_version_that_looks_like_an_accident_is_shown_with_the_doubt() {
    let desk = Desk::new();
    desk.write("events.yaml", walks(10));
    let serving = Serving::start(&desk, "--preview");
    let whole = page(&serving);
    desk.write("events.yaml", walks(0));
    let cut = next(&serving, &whole);
    assert!(
        panel(&cut).contains(
            "<h2>This version looks like an accident</h2>
<p>events.yaml: 10 of 11 coming events are gone; restore the missing events, or keep them with <code>status: cancelled</code>. <code>calfeed serve</code> \
             would publish the version before this one. To publish this one as it is, reload the server (SIGHUP)</p>
"
        ),
        "{cut}"
    );
    assert!(whole.contains("Walk 1") && !cut.contains("Walk 1"));
    // The next version is compared with the one that would be published, not with the one that is shown.
    desk.write("events.yaml", walks(1));
    let more = next(&serving, &cut);
    assert!(
        panel(&more).contains("9 of 11 coming events are gone"),
        "{more}"
    );
    desk.write("events.yaml", walks(9));
    assert_eq!(panel(&next(&serving, &more)), "");
}

#[test]
fn the_first_version_is_compared_with_the_last_commit() {
    let repository = Repository::new();
    repository.desk.write("events.yaml", walks(10));
    repository.commit_all("2026-01-05T09:30:00Z");
    repository.desk.write("events.yaml", walks(0));
    let serving = Serving::start(&repository.desk, "--preview");
    let cut = page(&serving);
    assert!(
        panel(&cut)
            .contains("To publish this one as it is, commit it, or reload the server (SIGHUP)</p>"),
        "{cut}"
    );
    repository.commit_all("2026-01-06T09:30:00Z");
    assert_eq!(panel(&next(&serving, &cut)), "");
}

#[test]
fn warnings_are_folded() {
    let desk = desk();
    desk.write(
        "events.yaml",
        text("Book club").replace("    end: \"20:00\"\n", ""),
    );
    let serving = Serving::start(&desk, "--preview");
    let page = page(&serving);
    assert!(
        panel(&page).contains(
            "<details>
<summary>1 warning</summary>
<ol>
<li>
<p><strong>no end time: shown as one hour long</strong>"
        ),
        "{page}"
    );
}

#[test]
fn everything_but_pages_has_the_same_bytes_as_without_a_preview() {
    let desk = desk();
    desk.build("--out public");
    let [plain, preview] = ["", "--preview"].map(|it| Serving::start(&desk, it));
    let mut feeds = 0;
    for name in desk.files("public").into_keys() {
        if name.starts_with('.') || name == "404.html" {
            continue;
        }
        let request = format!("GET /{} HTTP/1.1", name.replace("index.html", ""));
        let [(head, plain), (_, preview)] = [&plain, &preview].map(|it| it.ask(&request));
        if !head.starts_with("HTTP/1.1 200 OK\r\n") {
            // The month of this page, which was built for 15 June 2026, is over.
            continue;
        }
        if name.ends_with(".html") {
            let (before, rest) = preview
                .split_once("\n<link rel=\"stylesheet\" href=\"/_preview/style.css\">")
                .unwrap();
            let (_, after) = rest
                .split_once("and this page is loaded again.</p>\n")
                .unwrap();
            assert_eq!(format!("{before}{after}"), plain, "{name}");
        } else {
            assert_eq!(preview, plain, "{name}");
        }
        feeds += usize::from(name.ends_with(".ics"));
    }
    assert!(feeds > 10, "{feeds}");
}

#[test]
fn nothing_is_cached_and_no_other_origin_may_read_it() {
    let desk = desk();
    let serving = Serving::start(&desk, "--preview");
    let lines = |path: &str| {
        let (head, _) = serving.ask(&format!(
            "GET {path} HTTP/1.1\r\nAccept-Encoding: gzip\r\nIf-None-Match: *"
        ));
        let mut lines: Vec<String> = head.lines().map(ToOwned::to_owned).collect();
        lines.retain(|line| {
            let (name, _) = line.split_once(": ").unwrap_or_default();
            !["date", "content-length", "etag", "last-modified"].contains(&name)
        });
        lines[1..].sort();
        lines
    };
    assert_eq!(
        lines("/"),
        [
            "HTTP/1.1 200 OK",
            "cache-control: no-store",
            "connection: close",
            "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "content-type: text/html; charset=utf-8",
            "cross-origin-resource-policy: same-origin",
            "referrer-policy: no-referrer",
            "x-content-type-options: nosniff",
        ]
    );
    for path in [
        "/book-club.ics",
        "/nowhere",
        "/healthz",
        "/_preview/next",
        "/_preview/script.js",
    ] {
        let head = lines(path).join("\n");
        assert!(head.contains("\ncache-control: no-store\n"), "{head}");
        assert!(!head.contains("access-control-"), "{head}");
    }
}

#[test]
fn a_name_that_may_resolve_to_this_machine_by_a_trick_gets_nothing() {
    let desk = desk();
    let serving = Serving::start(&desk, "--preview");
    let status = |target: &str, host: &str| {
        let response = sent(
            &serving,
            &format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        );
        response.lines().next().unwrap().to_owned()
    };
    for host in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080"] {
        assert_eq!(status("/", host), "HTTP/1.1 200 OK", "{host}");
    }
    for target in ["/", "/book-club.ics", "/_preview/next?", "/healthz"] {
        for host in ["rebound.example.org", "localhost.example.org:8080", ""] {
            let refused = "HTTP/1.1 421 Misdirected Request";
            assert_eq!(status(target, host), refused, "{target} {host}");
        }
    }
    assert_eq!(
        status("http://rebound.example.org/", "localhost"),
        "HTTP/1.1 421 Misdirected Request"
    );
}

#[test]
fn other_machines_cannot_reach_a_preview() {
    let desk = desk();
    for address in ["0.0.0.0:8080", "[::]:8080", "calendar.example.org:8080"] {
        let run = desk.run(&format!("serve --preview --listen {address}"));
        assert_eq!(run.code, Some(2), "{address}");
        assert_eq!(
            run.stderr,
            format!(
                "error: a preview shows what is not published yet, so `--preview` listens on this computer only, not on {address}; write \
                 `--listen 127.0.0.1:8080`, or leave `--preview` out to publish\n"
            )
        );
    }
    for option in ["--metrics 127.0.0.1:9180", "--trust"] {
        let run = desk.run(&format!("serve --preview {option}"));
        assert_eq!(run.code, Some(2), "{option}");
    }
}

#[cfg(unix)]
#[test]
fn a_page_that_waits_does_not_delay_a_stop() {
    let desk = desk();
    let serving = Serving::start(&desk, "--preview");
    let shown = page(&serving);
    let shown = token(&shown);
    let mut waiting = TcpStream::connect(&serving.address).unwrap();
    waiting.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!("GET /_preview/next?{shown} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    waiting.write_all(request.as_bytes()).unwrap();
    let run = serving.stop("TERM");
    assert_eq!(run.code, Some(0));
    assert!(!run.stderr.contains("did not finish"), "{}", run.stderr);
    let mut response = String::new();
    waiting.read_to_string(&mut response).unwrap();
    assert!(
        response.ends_with(&format!("\r\n\r\n{shown}")),
        "{response}"
    );
}
