//! The list of the files that are online, which a build reads before it writes.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Output;

use super::{Runner, stdout};

/// Runs `build` with the input `online`, at a host that responds once with this.
fn build(runner: &Runner, response: &str) -> (Output, String) {
    assert!(runner.install().status.success());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(|| {
            let (mut client, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(client.try_clone().unwrap()).lines();
            assert_eq!(
                lines.next().unwrap().unwrap(),
                "GET /club/.calfeed HTTP/1.1"
            );
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            write!(client, "HTTP/1.1 {response}").unwrap();
        });
        runner
            .command("run")
            .env("CALFEED_PROGRAM", runner.program())
            .env("CALFEED_COMMAND", "build")
            .env("CALFEED_ONLINE", format!("http://{address}/club/"))
            .output()
            .unwrap()
    });
    let said = stdout(&output).replace(&address.to_string(), "HOST");
    (output, said)
}

#[test]
fn a_build_keeps_what_the_list_online_has() {
    let list = "# calfeed: a list\n";
    let page = "<!doctype html>\n";
    for (response, kept) in [
        (format!("200 OK\r\nConnection: close\r\n\r\n{list}"), true),
        (format!("200 OK\r\nConnection: close\r\n\r\n{page}"), false),
        (
            "404 Not Found\r\nConnection: close\r\n\r\n".to_owned(),
            false,
        ),
        (
            "403 Forbidden\r\nConnection: close\r\n\r\n".to_owned(),
            false,
        ),
    ] {
        let runner = Runner::with_release();
        let (output, said) = build(&runner, &response);
        assert!(output.status.success(), "{response}: {said}");
        assert_eq!(
            runner.read("ran"),
            "<build><--out><public><--><events.yaml>",
            "{response}"
        );
        let path = runner.path("work/public/.calfeed");
        assert_eq!(path.exists(), kept, "{response}");
    }
}

#[test]
fn a_build_ends_if_the_list_online_cannot_be_read() {
    let runner = Runner::with_release();
    let response = "501 Not Implemented\r\nConnection: close\r\n\r\n# calfeed: a list\n";
    let (output, said) = build(&runner, response);
    assert_eq!(
        (output.status.code(), said.as_str()),
        (
            Some(1),
            "::error title=calfeed::http://HOST/club/.calfeed cannot be read (status 501, curl 0). Nothing is built, so that no address \
             disappears; run this again later, or once without `online`\n"
        )
    );
    assert!(!runner.path("ran").exists() && !runner.path("work/public").exists());
}

#[test]
fn a_build_warns_if_the_links_lead_to_another_address_than_that_of_the_pages() {
    let warning = "::warning title=calfeed::the pages are at http://Club.github.io/calendar/, but their links, and subscriptions, lead to \
                   https://club.github.io/events. Correct `url` in events.yaml before people subscribe\n";
    for (address, warned) in [
        ("https://club.github.io/calendar", false),
        ("https://club.github.io/events", true),
    ] {
        let runner = Runner::with_release();
        assert!(runner.install().status.success());
        runner.write("work/public/.calfeed", "# calfeed: a list\n");
        let json = format!(
            "{{\"calendar\":{{\"name\":\"\\\"feed\\\":\\\"\",\"feed\":\"{address}/club.ics\"}}}}"
        );
        runner.write("work/public/events.json", json);
        let output = runner
            .command("run")
            .env("CALFEED_PROGRAM", runner.program())
            .env("CALFEED_COMMAND", "build")
            .env("CALFEED_ONLINE", "http://Club.github.io/calendar/")
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(stdout(&output).contains(warning), warned, "{output:?}");
        assert_eq!(stdout(&output).contains("title=calfeed"), warned);
    }
}
