//! Checklists A and B on every `.ics` in the server's responses.

use std::sync::Arc;

use calfeed::server::Published;
use calfeed::{Context, Revisions};

use crate::corpus::{instant, now, of, published, read};
use crate::support::{Server, unhurried};

#[test]
fn every_file_is_answered_whole_whatever_the_client_accepts() {
    for published in published() {
        // Later than the last release that changed the output.
        let clock = || instant("2099-01-05T09:30:00Z");
        let site = Arc::new(Published::new(published.site.clone()));
        let server = Server::start_clocked(site, unhurried(), clock);
        let mut client = server.connect();
        let files = published
            .site
            .iter()
            .filter(|(path, _)| path.ends_with(".ics"));
        let accepted = [
            "",
            "\nAccept: application/calendar+json",
            "\nAccept: text/html\nAccept-Encoding: gzip, br",
        ];
        for ((path, resource), accept) in files.zip(accepted.iter().cycle()) {
            client.ask(&format!("GET {path} HTTP/1.1{accept}"));
            let answer = client.answer();
            let modified = resource.last_modified().format("%a, %d %b %Y %H:%M:%S GMT");
            assert_eq!(
                answer.head,
                format!(
                    "HTTP/1.1 200 OK\n\
                     access-control-allow-origin: *\n\
                     cache-control: public, max-age=900, stale-if-error=604800\n\
                     content-disposition: {}\n\
                     content-length: {}\n\
                     content-type: text/calendar; charset=utf-8\n\
                     etag: {}\n\
                     last-modified: {modified}\n\
                     x-content-type-options: nosniff",
                    resource.disposition().unwrap(),
                    resource.bytes().len(),
                    resource.etag(),
                ),
                "{} {path}",
                published.name
            );
            assert!(
                answer.body.as_bytes() == *resource.bytes(),
                "{} {path}",
                published.name
            );
        }
    }
}

#[test]
fn robots_txt_lets_everyone_in() {
    let server = Server::start(of("events.yaml").site.clone());
    let answer = server.ask("GET /robots.txt HTTP/1.1");
    assert_eq!(answer.status(), "200");
    assert_eq!(answer.header("content-type"), ["text/plain; charset=utf-8"]);
    let (rules, sitemap) = answer.body.split_once("\n\nSitemap: ").unwrap();
    assert_eq!(rules, "User-agent: *\nAllow: /");
    assert!(sitemap.ends_with("/sitemap.xml\n"), "{sitemap}");
}

#[test]
fn an_event_that_is_removed_changes_both_validators_of_the_feed() {
    let text = &of("tests/it/cases/good/two-at-once.yaml").text;
    let without = text.split_once("  - id: right").unwrap().0;
    let feed = |text: &str, changed: &str| {
        let revisions = Revisions::at(instant(changed));
        let site = calfeed::publish(&read(text), &revisions, &Context::new(now())).unwrap();
        site.get("/two-at-once.ics").unwrap().clone()
    };
    let before = feed(text, "2027-01-05T09:30:00Z");
    let after = feed(without, "2027-01-06T09:30:00Z");
    assert_ne!(before.etag(), after.etag());
    assert!(before.last_modified() < after.last_modified());
}

#[test]
fn the_page_for_what_is_not_there_names_the_feed() {
    for published in published() {
        let server = Server::start(published.site.clone());
        let answer = server.ask("GET /nothing.ics HTTP/1.1");
        assert_eq!(answer.status(), "404", "{}", published.name);
        let slug = published.calendar.slug();
        let feed = format!("/{slug}.ics</a>");
        assert!(answer.body.contains(&feed), "{}", published.name);
    }
}

#[test]
fn a_site_answers_alike_wherever_it_is_served() {
    for published in published() {
        let [one, other] = [(), ()].map(|()| Server::start(published.site.clone()));
        for (path, _) in published.site.iter().take(5) {
            let request = format!("GET {path} HTTP/1.1");
            let (one, other) = (one.ask(&request), other.ask(&request));
            assert_eq!((one.head, one.body), (other.head, other.body), "{path}");
        }
    }
}
