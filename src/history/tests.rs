#![expect(
    clippy::disallowed_methods,
    reason = "these tests read the files of the project"
)]

mod files;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;

use super::History;
use super::reader::Reader;
use super::sections::{Sections, has_anchor};
use super::snapshot::{Snapshot, complete, whole};
use crate::calendar::{Calendar, Event};
use crate::version::Version;

const HEAD: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
events:
";

fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("events.yaml")];
    for folder in ["examples/events", "tests/it/cases", "tests/it/cases/broken"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    paths.sort();
    // Some of the invalid ones are not UTF-8.
    paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

#[track_caller]
fn agree(reader: &mut Reader, text: &str) {
    agree_on(reader, &alone(text));
}

#[track_caller]
fn agree_on(reader: &mut Reader, version: &Version) {
    let by_pieces = shown(reader.read(version));
    assert_eq!(by_pieces, shown(complete(version)), "{version:#?}");
}

fn shown(snapshot: Option<Snapshot>) -> Option<(Arc<Calendar>, Vec<Arc<Event>>)> {
    snapshot.map(|it| {
        let events = it.all_events().iter().map(Arc::clone).collect();
        (it.calendar, events)
    })
}

fn alone(text: &str) -> Version {
    Version::alone(Arc::new(text.to_owned()))
}

#[test]
fn a_version_reads_the_same_whatever_was_read_before() {
    let mut reader = Reader::default();
    for text in texts() {
        agree(&mut reader, &text);
    }
}

#[test]
fn a_version_without_one_of_its_lines_reads_the_same_whatever_was_read_before() {
    for name in [
        "events.yaml",
        "tests/it/cases/changes.yaml",
        "tests/it/cases/text.yaml",
    ] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        let mut reader = Reader::default();
        assert!(reader.read(&alone(&text)).is_some());
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for left_out in (0..lines.len()).step_by(3) {
            let mut lines = lines.clone();
            lines.remove(left_out);
            let text = lines.concat();
            agree(&mut reader, &text);
        }
    }
}

#[test]
fn lines_that_only_look_like_entries_read_the_same_whatever_was_read_before() {
    let one = "  - id: one\n    title: One\n    start: 2026-01-13\n";
    let two = "  - id: two\n    title: Two\n    start: 2026-01-14\n";
    let quoted = "  - id: three\n    title: Three\n    start: 2026-01-15\n    description: \"\n";
    let quoted_end = "  \"\n";
    let anchor = "  - id: four\n    title: &t Four\n    start: 2026-01-16\n";
    let other_anchor = "  - id: five\n    title: &t Five\n    start: 2026-01-16\n";
    let ampersand = "  - id: eleven\n    title: Eleven\n    start: 2026-01-16\n    description: Tea, &amp; coffee, and &t\n";
    let alias = "  - id: six\n    title: *t\n    start: 2026-01-16\n";
    let literal = "  - id: seven\n    title: Seven\n    start: 2026-01-15\n    description: |\n      - id: eight\n        title: Eight\n";
    let odd = "  - id: nine\n    title: Nine\n    start: 2026-01-15\n    description: |\n     a\u{2028}  - id: ten\n";
    let after = "groups:\n  readers: {name: Readers}\n";
    let mut reader = Reader::default();
    for entries in [
        vec![one, two],
        vec![quoted, two, quoted_end],
        vec![one, quoted, two, quoted_end],
        vec![one, two],
        vec![anchor, alias],
        vec![anchor, other_anchor, alias],
        vec![other_anchor, anchor, alias],
        vec![alias],
        vec![ampersand, one],
        vec![ampersand, anchor, alias],
        vec![ampersand, two],
        vec![literal, one],
        vec![odd, one],
        vec![one, one],
        vec![one, after],
        vec![one, two, after],
        vec![one, after, two],
        vec![],
    ] {
        let text = format!("{HEAD}{}", entries.concat());
        agree(&mut reader, &text);
    }
}

#[test]
fn an_entry_below_another_head_reads_the_same_whatever_was_read_before() {
    let one = "  - id: one\n    title: One\n    start: 2026-01-13 18:00\n";
    let two = "  - {id: two, title: Two, start: 2026-07-14 18:00, group: readers}\n";
    let alias = "  - id: six\n    title: *t\n    start: 2026-01-16\n";
    let anchor = "  - id: five\n    title: &t Five\n    start: 2026-01-16\n";
    let groups = "groups:\n  readers: {name: Readers}\n";
    let named = "groups:\n  readers: {name: Poets}\n";
    let others = "groups:\n  poets: {name: Poets}\n";
    let head = |name: &str, zone: &str| {
        HEAD.replace("Riverside Book Club", name)
            .replace("Europe/London", zone)
    };
    let plain = head("Riverside", "Europe/London");
    let mut reader = Reader::default();
    for (head, entries) in [
        (&plain, vec![one, two, groups]),
        (&plain, vec![one, two, named]),
        (&plain, vec![one, two, others]),
        (&plain, vec![one, others]),
        (&head("Riverside", "Europe/Paris"), vec![one, two, groups]),
        (&head("Lakeside", "Europe/London"), vec![one, two, groups]),
        (&head("Lakeside", "Nowhere/Else"), vec![one, two, groups]),
        (&head("Lakeside", "Europe/London"), vec![one, groups]),
        (&head("&t Lake", "Europe/London"), vec![one, alias, groups]),
        (&head("&t Pond", "Europe/London"), vec![one, alias, groups]),
        (&head("&t Pond", "Europe/London"), vec![anchor, alias, one]),
        (&plain, vec![one, alias, groups]),
        (&plain, vec![one, two, groups]),
    ] {
        let text = format!("{head}{}", entries.concat());
        agree(&mut reader, &text);
    }
}

#[test]
fn an_anchor_is_found_only_where_a_value_begins() {
    for part in [
        "&a b",
        "  &a b",
        "key: &a b",
        "- &a b",
        "? &a b",
        "[&a b]",
        "[a, &b c]",
        "{&a b: c}",
        "{\"a\":&b c}",
        "k: !t &a b",
        "k: !<x> &a b",
        "[!t &a b]",
        "k: |\n  &a",
    ] {
        assert!(has_anchor(part), "{part}");
    }
    for part in [
        "Tea &amp; coffee",
        "Q & A",
        "R&D",
        "a &b",
        "- a &b",
        "k: &",
        "a, & b",
        "\"x\" &y",
    ] {
        assert!(!has_anchor(part), "{part}");
    }
}

#[test]
fn joined_sections_are_the_text() {
    let mut cut = 0;
    for text in texts() {
        if let Some(sections) = Sections::of(&text) {
            cut += 1;
            assert_eq!(sections.with(&sections.entries), text);
        }
    }
    assert!(cut > 20, "{cut}");
}

#[test]
fn each_event_is_a_section_with_the_comments_below_it() {
    let text =
        "events:  # ours\n\n  # first\n  - id: a\n    title: A\n# two\n\n  - id: b\ngroups: {}\n";
    let sections = Sections::of(text).unwrap();
    assert_eq!(sections.before, "events:  # ours\n");
    assert_eq!(
        sections.entries,
        [
            "\n  # first\n  - id: a\n    title: A\n# two\n\n",
            "  - id: b\n"
        ]
    );
    assert_eq!(sections.after, "groups: {}\n");
}

#[test]
fn a_text_without_a_block_of_events_has_no_sections() {
    for text in [
        "",
        "events: []\n",
        "events:\n",
        "events: [{id: a}]\n",
        "a: b\n",
    ] {
        assert_eq!(Sections::of(text), None, "{text}");
    }
}

#[test]
fn a_text_is_reduced_to_one_event() {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("events.yaml")).unwrap();
    let mut reader = Reader::default();
    let version = alone(&text);
    let (calendar, events) = shown(reader.read(&version)).unwrap();
    for event in events {
        let reduced = reader.reduced(&version, &event);
        assert!(reduced.text.len() < text.len() / 2);
        let read = shown(whole(&reduced)).unwrap();
        assert_eq!(read, (Arc::clone(&calendar), vec![event]));
    }
}

#[test]
fn a_history_that_rested_continues_like_one_that_did_not() {
    let event = |id: &str, title: &str| {
        format!(
            "  - id: {id}\n    title: {title}\n    start: 2027-01-13 18:30\n    end: 2027-01-13 20:00\n"
        )
    };
    let file = |events: &[String]| format!("{HEAD}{}", events.concat());
    let texts = [
        file(&[event("a", "A"), event("b", "B")]),
        file(&[event("b", "B"), event("a", "Changed")]),
        "no events file".to_owned(),
        file(&[event("b", "B")]),
        file(&[event("b", "B")]).replace("Book Club", "Cook Club"),
        file(&[event("a", "A"), event("b", "B")]),
    ];
    let mut rested = History::default();
    let mut restless = History::default();
    for (text, day) in texts.iter().zip(1..) {
        let at = DateTime::from_timestamp(day * 86_400, 0).unwrap();
        assert_eq!(rested.note(text, at), restless.note(text, at), "{text}");
        rested.rest();
        assert_eq!(rested.to_json(), restless.to_json(), "{text}");
        assert_eq!(rested.revisions(), restless.revisions(), "{text}");
    }
}

#[test]
fn what_a_group_gives_its_events_reads_the_same_whatever_was_read_before() {
    let mut reader = Reader::default();
    let events = "  - {id: one, title: One, start: 2026-02-03 18:30, end: \"20:00\", group: poetry}
  - {id: other, title: Other, start: 2026-02-04 18:30, end: \"20:00\"}
";
    for group in [
        "{name: Poetry}",
        "{name: Poetry, timezone: Europe/Paris}",
        "{name: Poetry, timezone: Europe/Paris, contact: poetry@books.example.org}",
        "{name: Poetry, contact: verse@books.example.org}",
        "{name: Poetry, timezone: Europe/Lisbon}",
        "{name: Verse}",
    ] {
        let head = HEAD.replace("events:", &format!("groups:\n  poetry: {group}\nevents:"));
        let text = format!("{head}{events}");
        agree(&mut reader, &text);
        let text = format!("{text}  - {{id: new, title: New, start: 2026-02-05, group: poetry}}\n");
        agree(&mut reader, &text);
    }
}
