//! `shows_as`: whether subscribers' calendars show an event as free or busy.

use calfeed::{Calendar, Context, Site, publish};
use serde_json::{Value, json};

use crate::check::calendar_of;
use crate::content::Component;
use crate::corpus::{now, revisions};

fn site(calendar: &Calendar, template: &str) -> Site {
    let templates = [("next.md".to_owned(), template.to_owned())];
    let context = Context::new(now()).with_templates(templates);
    publish(calendar, &revisions(), &context).unwrap()
}

fn text_at<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

/// Returns TRANSP and X-MICROSOFT-CDO-BUSYSTATUS of one event with these keys.
fn published(keys: &str) -> String {
    let calendar = calendar_of(&format!("  - {{id: a, title: A, {keys}}}\n"));
    let site = site(&calendar, "");
    let feed = Component::read(text_at(&site, "/riverside-book-club.ics"));
    let is_event = |it: &&Component| it.name == "VEVENT";
    let vevent = feed.components.iter().find(is_event).unwrap();
    let value = |name: &str| {
        let line = vevent.lines.iter().find(|line| line.name == name);
        line.unwrap().value.as_str()
    };
    format!(
        "{} {}",
        value("TRANSP"),
        value("X-MICROSOFT-CDO-BUSYSTATUS")
    )
}

#[test]
fn free_and_busy_are_what_calendar_programs_are_told() {
    let timed = "start: 2026-07-01 10:00, end: \"11:00\"";
    let all_day = "start: 2026-07-01";
    for (keys, told) in [
        (timed.to_owned(), "OPAQUE BUSY"),
        (format!("{timed}, shows_as: busy"), "OPAQUE BUSY"),
        (format!("{timed}, shows_as: free"), "TRANSPARENT FREE"),
        (all_day.to_owned(), "TRANSPARENT FREE"),
        (format!("{all_day}, shows_as: busy"), "OPAQUE BUSY"),
        (format!("{all_day}, shows_as: free"), "TRANSPARENT FREE"),
        (format!("{timed}, status: tentative"), "OPAQUE TENTATIVE"),
        (
            format!("{timed}, status: tentative, shows_as: busy"),
            "OPAQUE TENTATIVE",
        ),
        (
            format!("{timed}, status: tentative, shows_as: free"),
            "TRANSPARENT FREE",
        ),
        (
            format!("{all_day}, status: tentative"),
            "TRANSPARENT TENTATIVE",
        ),
        (
            format!("{all_day}, status: tentative, shows_as: busy"),
            "OPAQUE TENTATIVE",
        ),
        (
            format!("{timed}, status: cancelled, shows_as: busy"),
            "TRANSPARENT FREE",
        ),
    ] {
        assert_eq!(published(&keys), told, "{keys}");
    }
}

/// A weekly event that is free, but busy on one date.
const SERIES: &str = "  - id: drop-in
    title: Drop-in
    start: 2026-06-16 10:00
    end: \"12:00\"
    repeats: weekly
    count: 3
    shows_as: free
    changes:
      2026-06-23: {shows_as: busy}
";

#[test]
fn one_date_can_be_busy_in_a_series_that_is_free() {
    let site = site(&calendar_of(SERIES), "");
    let feed = text_at(&site, "/riverside-book-club.ics");
    let told: Vec<&str> = feed
        .lines()
        .filter(|line| {
            ["RECURRENCE-ID", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"]
                .iter()
                .any(|name| line.starts_with(name))
        })
        .collect();
    assert_eq!(
        told,
        [
            "TRANSP:TRANSPARENT",
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            "RECURRENCE-ID;TZID=Europe/London:20260623T100000",
            "TRANSP:OPAQUE",
            "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        ]
    );
}

#[test]
fn events_json_and_templates_have_it_with_the_default_applied() {
    let calendar = calendar_of(&format!(
        "{SERIES}  - {{id: day, title: Day, start: 2026-07-01}}
  - {{id: some-day, title: Some day, start: tbc}}
"
    ));
    let template = "{% for item in calendar.upcoming %}{{ item.shows_as }} {% endfor %}{{ calendar.to_be_confirmed[0].shows_as or \"unknown\" }}";
    let site = site(&calendar, template);
    assert_eq!(text_at(&site, "/next.md"), "free busy free free unknown\n");
    let json: Value = serde_json::from_str(text_at(&site, "/events.json")).unwrap();
    let events = json["events"].as_array().unwrap();
    let of_events: Vec<&Value> = events.iter().map(|event| &event["shows_as"]).collect();
    assert_eq!(of_events, [&json!("free"), &json!("free"), &Value::Null]);
    assert_eq!(events[1]["instances"][1]["details"]["shows_as"], "busy");
}

#[test]
fn the_link_into_google_calendar_says_it_and_outlooks_has_no_word_for_it() {
    for (keys, end) in [
        (
            "start: 2026-07-01 10:00, shows_as: free",
            Some("&crm=AVAILABLE&trp=false"),
        ),
        ("start: 2026-07-01 10:00, shows_as: busy", None),
        (
            "start: 2026-07-01, shows_as: busy",
            Some("&crm=BUSY&trp=true"),
        ),
    ] {
        let calendar = calendar_of(&format!(
            "  - {{id: a, title: A, {keys}, allow: [no-end]}}\n"
        ));
        let template = "{{ calendar.upcoming[0].add.google|safe }}";
        let link = text_at(&site(&calendar, template), "/next.md")
            .trim_end()
            .to_owned();
        let part = link.find("&crm=").and_then(|at| link.get(at..));
        assert_eq!(part, end, "{keys}: {link}");
    }
}
