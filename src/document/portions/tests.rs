use proptest::prelude::*;

use super::{Document, Items, read};

fn portions(text: &str) -> Vec<&str> {
    Items::of(text, 1).map_or_else(Vec::new, |items| items.portions)
}

fn at_once(text: &str) -> Option<String> {
    let document: Option<Document> = serde_yaml::from_str(text).ok();
    document.map(|document| format!("{document:?}"))
}

fn in_portions(text: &str) -> Option<String> {
    read(text, 1).map(|document| format!("{document:?}"))
}

#[test]
fn a_portion_begins_at_an_item_and_has_the_comments_behind_it() {
    let text = "\
events: # all of them
  # the first
  - id: a
    tags:
      - b
      - c
# the second
  - id: d
  -
    id: e

groups:
  - id: f
";
    assert_eq!(
        portions(text),
        [
            "  # the first\n  - id: a\n    tags:\n      - b\n      - c\n# the second\n",
            "  - id: d\n",
            "  -\n    id: e\n\n",
        ]
    );
}

#[test]
fn a_list_may_stand_below_its_key_without_an_indent() {
    assert_eq!(
        portions("events:\n- id: a\n  title: A\n- id: b\ncalendar:\n"),
        ["- id: a\n  title: A\n", "- id: b\n"]
    );
}

#[test]
fn what_stands_around_the_events_is_read_too() {
    let text = "groups:\n  g: {name: G}\nevents:\n  - id: a\n  - id: b\ncalendar:\n  name: C\n";
    assert!(at_once(text).unwrap().contains("Some(\"C\")"));
    assert_eq!(in_portions(text), at_once(text));
}

#[test]
fn events_in_quotes_are_no_events() {
    let text = "calendar:\n  name: \"x\nevents:\n- id: a\ny\"\n\"events\": []\n";
    assert!(at_once(text).is_some());
    assert_eq!(in_portions(text), None);
}

#[test]
fn an_item_in_quotes_is_no_item() {
    let text = "events:\n  - id: a\n    title: \"x\n  - id: b\"\n";
    assert!(at_once(text).is_some());
    assert_eq!(in_portions(text), None);
}

#[test]
fn the_files_of_communities_read_in_portions_as_they_do_at_once() {
    for text in [
        include_str!("../../../events.yaml"),
        include_str!("../../../tests/it/cases/every-key.yaml"),
        include_str!("../../../tests/it/cases/text.yaml"),
        include_str!("../../../tests/it/cases/good/characters-that-are-escaped.yaml"),
    ] {
        assert!(in_portions(text).is_some(), "{text}");
        assert_eq!(in_portions(text), at_once(text));
    }
}

/// A file as people write it.
const FILE: [&str; 16] = [
    "calendar:",
    "  name: C",
    "",
    "events: # all",
    "  - id: a",
    "    title: T",
    "  # the second",
    "  - id: b",
    "    description: |",
    "      - id: c",
    "",
    "    tags: [a,",
    "      b]",
    "  - {id: d, title: T}",
    "groups:",
    "  g: {name: G}",
];

/// Lines that mean something else where they stand among others.
const LINES: [&str; 36] = [
    "",
    "# c",
    "    # c",
    "events:",
    "  - id: e",
    "- id: f",
    "  -",
    "    id: g",
    "  title: T",
    "      T",
    "    title: \"x",
    "  y\"",
    "\"",
    "'",
    "    title: 'x",
    "    description: >+",
    "    description: |1",
    "  name: \"x",
    "    tags: [a,",
    "  b]",
    "  - {id: h,",
    "  title: T}",
    "x-a: \"",
    "x-b:",
    "  - &a {id: i}",
    "  - *a",
    "x-c: &a {id: j}",
    "\t- id: k",
    "\tT",
    "---",
    "...",
    "%YAML 1.2",
    "\"events\": []",
    "? events",
    ": - id: l",
    "events: []",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_reads_in_portions_reads_at_once_and_is_the_same(
        changes in prop::collection::vec((0..FILE.len(), prop::option::of(prop::sample::select(&LINES[..]))), 0..5),
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let mut lines = FILE.to_vec();
        for (at, change) in changes {
            match change {
                Some(line) => lines.insert(at.min(lines.len()), line),
                None => drop(lines.remove(at.min(lines.len() - 1))),
            }
        }
        let text = lines.join(line_end);
        if let Some(found) = in_portions(&text) {
            prop_assert_eq!(Some(found), at_once(&text));
        }
    }
}
