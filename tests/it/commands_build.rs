//! `build` and `serve` in the real program.

use crate::corpus::of;
use crate::program::{Desk, NO_HISTORY};
use crate::serving::Serving;

const FEED: &str = "cross-government-software-engineering.ics";

fn community() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk
}

/// Returns the events file without one event.
fn without(text: &str, id: &str) -> String {
    let (before, rest) = text.split_once(&format!("  - id: {id}\n")).unwrap();
    let after = rest.find("\n  - id: ").map_or("", |at| &rest[at + 1..]);
    format!("{before}{after}")
}

#[test]
fn a_build_says_what_it_did_on_standard_error_and_nothing_else() {
    let desk = community();
    let first = desk.run("build --out public");
    assert_eq!((first.code, first.stdout.as_str()), (Some(0), ""));
    // All except the list, and the empty file against Jekyll.
    let count = desk.files("public").len() - 2;
    assert_eq!(
        first.stderr,
        format!("{NO_HISTORY}public: {count} written, 0 unchanged, 0 removed\n")
    );
}

#[test]
fn a_build_writes_what_the_library_publishes() {
    let desk = community();
    desk.build("--out public");
    let mut files = desk.files("public");
    assert!(files.remove(".calfeed").is_some());
    assert_eq!(files.remove(".nojekyll"), Some(Vec::new()));
    for (path, resource) in of("events.yaml").site.iter() {
        let name = path.strip_prefix('/').unwrap();
        let name = match name {
            "" => "index.html".to_owned(),
            folder if folder.ends_with('/') => format!("{folder}index.html"),
            file => file.to_owned(),
        };
        let bytes = files
            .remove(&name)
            .unwrap_or_else(|| panic!("{name} is missing"));
        assert!(bytes == *resource.bytes(), "{name}");
    }
    assert!(files.is_empty(), "{:?}", files.keys());
}

#[test]
fn a_second_build_changes_nothing() {
    let desk = community();
    desk.build("--out public");
    let before = desk.files("public");
    let run = desk.run("build --out public");
    let count = before.len() - 2;
    assert_eq!(
        run.stderr,
        format!("{NO_HISTORY}public: 0 written, {count} unchanged, 0 removed\n")
    );
    assert!(before == desk.files("public"));
}

#[test]
fn an_event_that_is_gone_takes_its_files_along_and_leaves_those_of_others() {
    let desk = community();
    desk.build("--out public");
    desk.write("public/CNAME", "events.example.org");
    desk.write("public/events/notes.txt", "ours");
    let text = without(&of("events.yaml").text, "lean-coffee");
    desk.write("events.yaml", text);
    desk.build("--out public");
    for gone in ["events/lean-coffee.ics", "events/lean-coffee"] {
        assert!(
            !desk.has(&format!("public/{gone}")),
            "{gone} is still there"
        );
    }
    for there in [
        "CNAME",
        "events/notes.txt",
        "events/lean-coffee-2024-11.ics",
        FEED,
    ] {
        assert!(desk.has(&format!("public/{there}")), "{there} is gone");
    }
    assert!(
        !desk
            .read(&format!("public/{FEED}"))
            .contains("UID:lean-coffee@")
    );
}

#[test]
fn a_file_with_errors_builds_nothing() {
    let desk = community();
    desk.build("--out public");
    let before = desk.files("public");
    let text = of("events.yaml")
        .text
        .replace("repeats: monthly on the 4th Thursday", "repeats: monthly");
    desk.write("events.yaml", text);
    let run = desk.run("build --out public");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(
        run.stderr.ends_with("events.yaml: 1 error\n"),
        "{}",
        run.stderr
    );
    assert!(before == desk.files("public"));
    desk.run("build --out fresh");
    assert!(!desk.has("fresh"));
}

#[test]
fn an_invite_to_an_instance_stays_while_its_instance_exists() {
    let desk = community();
    desk.build("--out public");
    let invite = "public/events/lean-coffee/2025-06-26.ics";
    let before = desk.read(invite);
    // Thirteen months later, a build into an empty folder would not have this invite.
    let later = |out: &str| {
        let mut command = desk.command(&format!("build --out {out}"));
        let output = command
            .env("SOURCE_DATE_EPOCH", "1784116800")
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    later("empty");
    assert!(!desk.has("empty/events/lean-coffee/2025-06-26.ics"));
    later("public");
    assert_eq!(desk.read(invite), before);
    // A second build checks that the new list still has the invite.
    later("public");
    assert_eq!(desk.read(invite), before);

    let text = &of("events.yaml").text;
    let skipped = "    changes:                        # by the date that the rule gives\n      2025-06-26: {skipped: true}\n";
    let (head, tail) = text.split_once("    changes:").unwrap();
    let (_, tail) = tail.split_once('\n').unwrap();
    desk.write("events.yaml", format!("{head}{skipped}{tail}"));
    later("public");
    assert!(!desk.has(invite));
}

#[test]
fn a_url_that_is_none_is_2() {
    let desk = community();
    let run = desk.run("build --out public --url ftp://example.org");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr
            .starts_with("error: --url: expected an address that begins with `https://`, found `ftp://example.org`"),
        "{}",
        run.stderr
    );
    assert!(!desk.has("public"));
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let mut values = head.lines().filter_map(|line| line.split_once(": "));
    let found = values.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.unwrap_or_else(|| panic!("no {name}: {head}")).1
}

#[cfg(unix)]
#[test]
fn serve_prints_one_line_answers_and_ends_with_0_when_it_is_told_to() {
    let desk = community();
    for signal in ["TERM", "INT"] {
        let serving = Serving::start(&desk, "");
        let address = &serving.address;
        let name = "Cross-Government Software Engineering Community";
        assert_eq!(
            serving.line,
            format!("{name} is published at http://{address}/\n")
        );
        let (head, body) = serving.ask(&format!("GET /{FEED} HTTP/1.1"));
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(body == of("events.yaml").feed());
        let run = serving.stop(signal);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(0), ""),
            "{}",
            run.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn serve_says_what_calendar_programs_ask_for() {
    let desk = community();
    let serving = Serving::start(&desk, "");
    let (head, _) = serving.ask(&format!(
        "GET /{FEED} HTTP/1.1\r\nAccept: application/calendar+json\r\nAccept-Encoding: gzip"
    ));
    assert_eq!(
        header(&head, "content-type"),
        "text/calendar; charset=utf-8"
    );
    assert_eq!(
        header(&head, "content-disposition"),
        format!("inline; filename=\"{FEED}\"")
    );
    assert_eq!(header(&head, "access-control-allow-origin"), "*");
    assert!(!head.to_lowercase().contains("content-encoding"), "{head}");
    let (tag, modified) = (header(&head, "etag"), header(&head, "last-modified"));

    let (again, body) = serving.ask(&format!("GET /{FEED} HTTP/1.1\r\nIf-None-Match: {tag}"));
    assert!(
        again.starts_with("HTTP/1.1 304 Not Modified\r\n"),
        "{again}"
    );
    assert_eq!(
        (
            header(&again, "etag"),
            header(&again, "last-modified"),
            body.as_str()
        ),
        (tag, modified, "")
    );
    let (again, _) = serving.ask(&format!(
        "GET /{FEED} HTTP/1.1\r\nIf-Modified-Since: {modified}"
    ));
    assert!(
        again.starts_with("HTTP/1.1 304 Not Modified\r\n"),
        "{again}"
    );
    let (other, _) = serving.ask(&format!(
        "GET /{FEED} HTTP/1.1\r\nIf-None-Match: \"other\"\r\nIf-Modified-Since: {modified}"
    ));
    assert!(other.starts_with("HTTP/1.1 200 OK\r\n"), "{other}");

    let (head, body) = serving.ask("GET /events/lean-coffee.ics HTTP/1.1");
    assert_eq!(
        header(&head, "content-disposition"),
        "attachment; filename=\"lean-coffee.ics\""
    );
    assert!(body == of("events.yaml").text_at("/events/lean-coffee.ics"));
    let (head, body) = serving.ask(&format!("HEAD /{FEED} HTTP/1.1"));
    assert_eq!(
        header(&head, "content-length"),
        of("events.yaml").feed().len().to_string()
    );
    assert_eq!(body, "");
}

#[test]
fn serve_of_a_file_with_errors_is_1_and_listens_to_nobody() {
    let desk = Desk::new();
    desk.write("events.yaml", "calendar: {}\nevents: []\n");
    let run = desk.run("serve --listen 127.0.0.1:0");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
}

#[test]
fn serve_where_another_listens_is_2() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let run = community().run(&format!("serve --listen {address}"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr
            .contains(&format!("error: cannot listen on {address}: ")),
        "{}",
        run.stderr
    );
}

#[test]
fn a_server_at_the_root_of_its_host_answers_below_the_path_of_its_address_too() {
    let desk = Desk::new();
    let text = of("events.yaml").text.replace(
        "url: https://www.uk-x-gov-software-community.org.uk\n",
        "url: https://www.uk-x-gov-software-community.org.uk/calendar\n",
    );
    desk.write("events.yaml", text);
    let serving = Serving::start(&desk, "");
    let (_, missing) = serving.ask("GET /nothing HTTP/1.1");
    let style = "/calendar/style.css";
    assert!(missing.contains(&format!("href=\"{style}\"")), "{missing}");
    let (head, below) = serving.ask(&format!("GET {style} HTTP/1.1"));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(below, serving.ask("GET /style.css HTTP/1.1").1);
    let (head, _) = serving.ask("GET /calendar HTTP/1.1");
    assert!(head.contains("location: "), "{head}");
}
