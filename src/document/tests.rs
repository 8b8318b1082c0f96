use proptest::prelude::*;

use std::collections::BTreeSet;

use super::entries::{FREE_TEXT, MARKDOWN, OF_EVENTS};
use super::second_reader::{self, Second};
use super::{is_refused, read};

const HEAD: &str = "calendar: {name: Club, slug: club, domain: example.org, url: 'https://example.org', timezone: UTC}\n";

/// What the first reader makes of a text, or its first message.
fn first(text: &str) -> String {
    let reading = read(text);
    match reading.recovered.diagnostics.first() {
        None => format!("{:?}", reading.recovered.document),
        Some(found) => found.message(),
    }
}

/// What the second reader makes of it.
fn second(text: &str) -> String {
    match second_reader::read(text) {
        Second::Document(document) => format!("{document:?}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn both_readers_read_the_same_of_a_good_file() {
    for text in [
        include_str!("../../events.yaml"),
        include_str!("../../tests/it/cases/every-key.yaml"),
        include_str!("../../tests/it/cases/text.yaml"),
    ] {
        assert_eq!(first(text), second(text));
    }
}

#[test]
fn the_keys_for_which_text_after_a_key_is_not_taken_are_those_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(&crate::schema()).unwrap();
    let keys = |name: &str| -> BTreeSet<String> {
        let properties = schema.pointer(&format!("/$defs/{name}/properties"));
        let properties = properties.and_then(|properties| properties.as_object());
        properties.unwrap().keys().cloned().collect()
    };
    let mut keys: BTreeSet<String> = &keys("Event") | &keys("Change");
    // Nobody writes a sentence in them, and both are words of sentences.
    keys.retain(|key| !["uid", "updated"].contains(&key.as_str()));
    let listed: BTreeSet<String> = OF_EVENTS.iter().map(|key| (*key).to_owned()).collect();
    assert_eq!(listed, keys);
    assert!(
        FREE_TEXT.iter().chain(&MARKDOWN).all(|key| {
            OF_EVENTS.contains(key) || ["abstract", "name", "speakers"].contains(key)
        })
    );
}

proptest! {
    /// Scalars in every style, empty ones too, at every place where a text, a list or a flag is expected.
    #[test]
    fn both_readers_read_the_same_of_every_scalar(
        word in "[ -~é\n]{0,12}",
        value in prop::sample::select(vec!["~", "null", "true", "no", "2026", "0x1f", "1e3", "08:30", "-", "''", "\"a\\tb\""]),
        style in 0..4_usize,
    ) {
        let text = match style {
            0 => format!("\"{}\"", word.escape_default()),
            1 => format!("'{}'", word.replace('\'', "''").replace('\n', " ")),
            2 => format!("|\n        x{}", word.replace('\n', "\n        ")),
            _ => value.to_owned(),
        };
        // In `changes` a text may also be a flag.
        let text = format!(
            "{HEAD}events:\n  - id: a\n    title: {text}\n    changes:\n      2026-01-01:\n        skipped: {text}\n  - id: b\n    location: {text}\n"
        );
        let said = second(&text);
        if said.starts_with("Document") {
            prop_assert_eq!(first(&text), said);
        }
    }
}

#[test]
fn a_merge_adds_the_keys_of_an_anchor() {
    let reading =
        read("x-online: &online {join: https://example.org}\nevents:\n  - {<<: *online, id: a}\n");
    assert!(reading.recovered.diagnostics.is_empty());
    let event = reading.recovered.document.events.first().unwrap();
    assert_eq!(event.join.as_deref(), Some("https://example.org"));
}

#[test]
fn text_behind_an_anchor_is_text_where_a_later_event_repeats_it() {
    let text =
        "events:\n  - id: a\n    location: &hall Town hall\n  - id: b\n    location: *hall\n";
    let reading = read(text);
    assert!(reading.recovered.diagnostics.is_empty());
    let locations = reading.recovered.document.events.iter();
    let locations: Vec<_> = locations.map(|event| event.location.as_deref()).collect();
    assert_eq!(locations, [Some("Town hall"), Some("Town hall")]);
}

#[test]
fn marks_within_words_are_no_anchors_and_no_tags() {
    let text = "events:\n  - id: a\n    title: Q&A, tea & cake!\n    description: 3 * 4 = 12 & so on, 2*3 !important &c. # !\n";
    assert!(read(text).recovered.diagnostics.is_empty());
}

#[test]
fn a_comment_with_a_blank_behind_its_hash_hides_nothing_nor_does_a_line_of_its_own() {
    for line in [
        "title: b # c",
        "# title: d",
        "title: b#c",
        "title: b ## c",
        "title: b #",
    ] {
        let text = format!("events:\n  - id: a\n    {line}\n");
        let reading = read(&text);
        assert!(reading.recovered.diagnostics.is_empty(), "{line}");
    }
    let reading = read("events:\n  - id: a\n    title: b #4\n");
    assert_eq!(
        reading.recovered.diagnostics.first().unwrap().message(),
        "`#4` is a comment, and is not published"
    );
}

#[test]
fn a_hash_within_quotes_or_a_block_is_text() {
    let text = "events:\n  - title: \"Room #4\"\n    location: 'Room #4'\n    description: |\n      Room #4\n    start: 2026-03-26 # new\n";
    assert!(read(text).recovered.diagnostics.is_empty());
}

#[test]
fn a_tab_that_only_the_stricter_parser_refuses_is_a_blank() {
    let text = "events:\n  - id:\ta\n    tags: [b,\n\tc]\n    location: \"a\tb\"\n";
    let reading = read(text);
    assert!(reading.recovered.diagnostics.is_empty());
    let event = reading.recovered.document.events.first().unwrap();
    assert_eq!(event.location.as_deref(), Some("a\tb"));
}

#[test]
fn a_character_that_no_yaml_may_hold_is_refused_wherever_it_is() {
    for (c, is) in [
        ('\u{7f}', true),
        ('\u{85}', false),
        ('\u{fffe}', true),
        ('\t', false),
        ('\u{9f}', true),
    ] {
        assert_eq!(is_refused(c), is, "{c:?}");
    }
}

#[test]
fn many_values_or_deep_brackets_are_too_costly_for_the_second_reader() {
    assert!(!second_reader::is_costly(&"[a] {b} ".repeat(1_000)));
    assert!(second_reader::is_costly(&"[".repeat(201)));
    assert!(second_reader::is_costly(&"a: b\n".repeat(1_000_001)));
}

#[test]
fn both_readers_join_what_a_json_library_writes_as_two_escapes() {
    for text in [
        r#"{"events": [{"id": "a", "title": "Party \ud83c\udf89", "location": "\uD83D\uDE00\uD83D\uDE00 caf\u00e9 \\ud83c\udf89 \/"}]}"#,
        r#"{"calendar": {"name": "\ud83c\udf89"}, "events": [{"\ud83c\udf89": 1, "id": "\ud83c\udf89"}]}"#,
        "events:\n  - id: a\n    title: \"Party\n      \\ud83c\\udf89 \\t\"\n    tags: [\"\\ud83d\\ude00\", &b \"\\ud83d\\ude80\", *b]\n",
    ] {
        let first = first(text);
        assert!(!first.contains("\\u{fdd0}"), "{first}");
        if first.starts_with("Document") {
            assert!(first.contains('🎉') || first.contains('😀'), "{first}");
            assert_eq!(first, second(text));
        }
    }
    let titles = |text: &str| -> Vec<Option<String>> {
        let reading = read(text);
        let events = reading.recovered.document.events.into_iter();
        events.map(|event| (*event.title).clone()).collect()
    };
    let said = |title: &str| vec![Some(title.to_owned())];
    // Only double quotes have escapes.
    assert_eq!(
        titles("events: [{title: 'a \\ud83c\\udf89'}]\n"),
        said("a \\ud83c\\udf89")
    );
    assert_eq!(
        titles("events:\n- title: a \\ud83c\\udf89\n"),
        said("a \\ud83c\\udf89")
    );
    // The second reader alone takes a tab here.
    assert_eq!(
        titles("{\n\t\"events\": [\n\t\t{\"title\":\n\t\"a \\ud83c\\udf89\"}\n\t]\n}\n"),
        said("a 🎉")
    );
}

#[test]
fn a_mistake_behind_such_an_escape_has_its_own_place() {
    for (text, message, place) in [
        (
            "events:\n  - title: \"\\ud83c\\udf89\"\n    titel: \"\\ud83c\\udf89\"\n",
            "unknown key `titel`",
            (3, 5),
        ),
        (
            "events:\n  - title: \"\\ud83c\\udf89\"\n    end: \"\\ud83c\\udf89\" b\n",
            "unexpected text after the closing quote",
            (3, 25),
        ),
        (
            "events:\n  - title: \"\\ud83c\\udf89 \\ud83c\"\n",
            "`\\ud83c` is half of a character",
            (2, 26),
        ),
        (
            "{\n\t\"events\": [{\"title\":\n\t\"\\ud83c\\udf89\", \"id\": \"\\udf89\"}]}\n",
            "`\\udf89` is half of a character",
            (3, 25),
        ),
    ] {
        let reading = read(text);
        let mut found = reading.recovered.diagnostics;
        super::locate(0, text, reading.places.as_ref(), &mut found).unwrap();
        let found = found.remove(0);
        assert_eq!(found.message(), message);
        let at = found.location.unwrap();
        assert_eq!((at.line, at.column), place, "{message}");
    }
}
