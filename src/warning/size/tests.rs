//! What is measured, beside the feeds themselves.

use super::*;
use crate::{Context, Feeds, Revisions, read};

const TOP: &str = "\
calendar:
  name: A
  slug: a
  domain: a.example
  url: https://a.example
  timezone: Europe/London
groups:
  poetry: {name: Poetry circle}
events:
";

/// The bytes that are measured of a file, and those that its feed has.
fn sizes(events: &str) -> (usize, usize) {
    let now = "2026-02-01T09:30:00Z".parse().unwrap();
    let (calendar, report) = read(&format!("{TOP}{events}"), &Context::new(now));
    assert!(!report.has_errors(), "{report:?}");
    let calendar = calendar.unwrap();
    let revisions = Revisions::at("2026-01-05T12:00:00Z".parse().unwrap());
    let feeds = Feeds::new(&calendar, &revisions, calendar.url());
    (of_feed(&calendar), feeds.calendar().text().len())
}

fn is_about_right(events: &str) {
    let (measured, written) = sizes(events);
    let off = measured.abs_diff(written);
    assert!(off * 25 < written, "{measured} measured, {written} written");
}

#[test]
fn many_small_events() {
    let events = (0..500).map(|number| {
        format!("  - {{id: event-{number}, title: A walk, start: 2026-03-26 11:00, end: \"12:00\", location: Mill Lane}}\n")
    });
    is_about_right(&events.collect::<String>());
}

#[test]
fn whole_days_with_groups_and_tags() {
    let events = (0..500).map(|number| {
        format!("  - {{id: event-{number}, title: A walk, start: 2026-03-26, group: poetry, tags: [outdoors, talk]}}\n")
    });
    is_about_right(&events.collect::<String>());
}

#[test]
fn long_descriptions_with_marks_that_are_escaped() {
    let words = "Some words, and *more*; see the page.\\n".repeat(400);
    let events = (0..20).map(|number| {
        format!("  - {{id: event-{number}, title: A walk, start: 2026-03-26, description: \"{words}\"}}\n")
    });
    is_about_right(&events.collect::<String>());
}

#[test]
fn a_series_whose_changes_repeat_what_it_says() {
    let words = "Some words about it. ".repeat(50);
    let changes = (1..=28).map(|day| format!("      2026-02-{day:02}: {{title: B}}\n"));
    let changes: String = changes.collect();
    is_about_right(&format!(
        "  - id: walk\n    title: A walk\n    start: 2026-01-01 11:00\n    end: \"12:00\"\n    repeats: daily\n    join: https://meet.example/a\n    contact: a@a.example\n    description: {words}\n    changes:\n{changes}"
    ));
}

#[test]
fn a_series_whose_changes_move_and_skip() {
    let days = 1..=28;
    let changes = days.map(|day| match day % 2 {
        0 => format!("      2026-02-{day:02}: {{moved_to: \"14:00\", reason: Hall in use}}\n"),
        _ => format!("      2026-02-{day:02}: {{skipped: no room}}\n"),
    });
    let changes: String = changes.collect();
    is_about_right(&format!(
        "  - id: walk\n    title: A walk\n    start: 2026-01-01 11:00\n    end: \"12:00\"\n    repeats: daily\n    talks: [{{title: Bookbinding, abstract: From the sheet to the spine.}}]\n    changes:\n{changes}"
    ));
}
