use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::{Page, single_spaced};
use crate::calendar::Event;
use crate::context::Context;
use crate::revision::Revisions;

/// Contains every list and mapping that a template can see.
const EVENTS: &str = "
calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: Europe/London, description: B}
groups: {c: {name: C, description: D, contact: c@a.example, url: https://a.example/c, next: tbc}}
events:
  - id: series
    title: E
    start: 2024-01-01 09:00
    end: \"10:00\"
    repeats: monthly on the 1st and 3rd Monday
    also: [2026-02-20]
    contact: e@a.example
    language: cy
    sign_up: https://a.example/in
    price: £5
    tags: [f]
    group: c
    talks: [{title: G, speakers: [H], abstract: I, slides: https://a.example/g, video: https://a.example/h}]
    links: [{title: J, url: https://a.example/j}]
    changes: {2026-02-16: {skipped: K}}
  - {id: unknown, title: L, start: tbc}
  - {id: of-group, title: M, start: tbc, group: c}
";

/// Returns the pages of an events file.
fn page_of(text: &str) -> Page {
    let context = Context::new("2026-02-10T12:00:00Z".parse().unwrap());
    let (calendar, _) = crate::read(text, &context);
    let calendar = calendar.unwrap();
    let revisions = Revisions::at("2026-01-05T12:00:00Z".parse().unwrap());
    let page = Page::new(
        Arc::new(calendar),
        &revisions,
        &context,
        Box::new(|_: &Event, _| true),
    );
    page.unwrap_or_else(|report| panic!("{report:?}"))
}

/// Collects the keys of all mappings within a value.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn the_reference_has_every_word_that_a_template_sees_and_no_other() {
    let page = page_of(EVENTS);
    let mut seen = BTreeSet::from(
        [
            "calendar",
            "event",
            "group",
            "meeting",
            "accent_class",
            "agenda",
            "area",
            "feed_page",
            "month",
            "year",
            "previous",
            "next",
            "brief",
            "level",
            "made",
            "root",
            "address",
            "image",
            "picture",
            "picture_size",
            "json_ld",
        ]
        .map(ToOwned::to_owned),
    );
    let view = &page.view;
    keys(
        &serde_json::to_value(page.agenda.coming(view)).unwrap(),
        &mut seen,
    );
    for month in page.agenda.months() {
        let month = page.agenda.month(view, month);
        keys(&serde_json::to_value(month).unwrap(), &mut seen);
    }
    keys(&serde_json::to_value(&page.calendar).unwrap(), &mut seen);
    for (index, event) in page.view.calendar.events().iter().enumerate() {
        let instances = page.view.instances(event, page.view.recent_from());
        let value = super::values::event(&page.view, index, event, &instances);
        keys(&serde_json::to_value(value).unwrap(), &mut seen);
        for instance in &instances {
            let value = super::values::meeting(&page.view, index, instance);
            keys(&serde_json::to_value(value).unwrap(), &mut seen);
        }
    }
    let size = super::picture::Size {
        width: 4,
        height: 3,
    };
    keys(&serde_json::to_value(size).unwrap(), &mut seen);
    let group = page.values_of_group(0);
    keys(&serde_json::to_value(group).unwrap(), &mut seen);
    let reference = include_str!("../../docs/reference/templates.md");
    let (_, reference) = reference.split_once("## What a template sees").unwrap();
    let documented: BTreeSet<String> = reference
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .map(ToOwned::to_owned)
        .collect();
    let undocumented: Vec<_> = seen.difference(&documented).collect();
    let unseen: Vec<_> = documented
        .difference(&seen)
        .filter(|word| {
            ![
                "mailto",
                "confirmed",
                "tentative",
                "cancelled",
                "postponed",
                "skipped",
                "free",
                "busy",
            ]
            .contains(&word.as_str())
        })
        .collect();
    assert!(
        undocumented.is_empty() && unseen.is_empty(),
        "not documented: {undocumented:?}; not seen: {unseen:?}"
    );
}

#[test]
fn an_item_has_its_end_and_the_name_of_its_zone() {
    let ends = |start: &str, end: &str| {
        let event = format!("{{id: a, title: A, start: {start}, end: \"{end}\"}}");
        let (head, _) = EVENTS.split_once("events:").unwrap();
        let page = page_of(&format!("{head}events:\n  - {event}\n"));
        let item = page.calendar.get_attr("upcoming").unwrap();
        let item = item.get_item_by_index(0).unwrap();
        ["end", "iana"].map(|name| {
            let value = item.get_attr(name).unwrap();
            value.as_str().map(ToOwned::to_owned)
        })
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        ends("2026-06-05 09:00", "10:00"),
        [some("2026-06-05T10:00:00+01:00"), some("Europe/London")]
    );
    assert_eq!(ends("2026-06-05", "2026-06-06"), [some("2026-06-07"), None]);
}

#[test]
fn empty_lines_within_code_stay_and_others_are_one() {
    let code = "````\n```\n\n\n```\n\n\n````";
    assert_eq!(
        single_spaced(&format!("a\n\n\n- {code}\n\n\nb  ")),
        format!("a\n\n- {code}\n\nb\n")
    );
}

#[test]
fn a_line_break_within_a_paragraph_stays() {
    assert_eq!(
        single_spaced("one  \n  two   \n\n   \nthree  "),
        "one  \n  two\n\nthree\n"
    );
}
