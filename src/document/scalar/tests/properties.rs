//! Every text comes back: three readers get it from what is written, at every place where a text can be.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use saphyr_parser::{Event, Parser};
use serde_yaml::Value;

use super::*;
use crate::document::{Items, read};

/// Any characters. Those with a meaning in YAML, and words that look like other types, are far more frequent than at random.
fn any_text() -> impl Strategy<Value = String> {
    const MARKS: &str = "\t\n\r:#-?,[]{}&*!|>'\"%@`\\+.=~_/<>“”‘’„\0\u{7}\u{1b}\u{7f}\u{85}\u{9b}\u{a0}\u{ad}\u{200b}\u{200c}\u{200d}\u{200f}\u{202e}\u{2028}\u{2029}\u{3000}\u{feff}\u{fdd0}\u{fdd1}\u{fffe}\u{ffff}\u{1fffe}\u{e0041}\u{10ffff}";
    let words = vec![
        " ",
        " ",
        " ",
        "  ",
        ": ",
        " :",
        " #",
        "- ",
        "? ",
        ", ",
        "\r\n",
        "---",
        "...",
        "<<",
        "\\n",
        "\\ud83c\\udf89",
        "\\u0041",
        "\\x41",
        "yes",
        "No",
        "on",
        "null",
        "True",
        "y",
        "none",
        "0",
        "1",
        "12:00",
        "1_000",
        "1,5",
        "0x1f",
        "0o7",
        "0b1",
        "1e3",
        ".inf",
        ".nan",
        "2026-10-29",
        "2026-10-29 11:00",
        "2022-11",
        "T11:00:00Z",
        "é",
        "ŵ",
        "שלום",
        "👩‍💻",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "می‌خواهم",
        "https://example.org",
        "key: value",
        "- item",
        "{{ x }}",
    ];
    let piece = prop_oneof![
        4 => select(words).prop_map(str::to_owned),
        4 => select(MARKS.chars().collect::<Vec<_>>()).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        2 => "[a-z]{1,5}",
        1 => "[ -~]{1,4}",
    ];
    vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

fn any_style() -> impl Strategy<Value = Style> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    flags.prop_map(|(is_single, always_quoted, is_moment)| Style {
        in_flow: true,
        quote: if is_single { '\'' } else { '"' },
        always_quoted,
        is_moment,
    })
}

/// Returns the scalars of a text as saphyr-parser reads them.
fn by_saphyr(yaml: &str) -> Vec<String> {
    let events = Parser::new_from_str(yaml).map(|event| event.unwrap());
    let scalars = events.filter_map(|(event, _)| match event {
        Event::Scalar(text, ..) => Some(text.into_owned()),
        _ => None,
    });
    scalars.collect()
}

/// Returns the scalars of a text as libyaml reads them. Panics if one is a number, a truth value or null.
fn by_libyaml(yaml: &str) -> Vec<String> {
    fn add(value: Value, out: &mut Vec<String>) {
        match value {
            Value::String(text) => out.push(text),
            Value::Sequence(items) => items.into_iter().for_each(|item| add(item, out)),
            Value::Mapping(entries) => entries.into_iter().for_each(|(key, value)| {
                add(key, out);
                add(value, out);
            }),
            other => panic!("{other:?} is no text"),
        }
    }
    let mut out = Vec::new();
    add(serde_yaml::from_str(yaml).unwrap(), &mut out);
    out
}

/// Returns the `x-` keys, the title and the tags of the only event of a text as calfeed reads them. Panics if there is anything to report.
fn by_calfeed(yaml: &str) -> Vec<String> {
    let recovered = read(yaml).recovered;
    assert!(
        recovered.diagnostics.is_empty(),
        "{:?}",
        recovered.diagnostics
    );
    let event = recovered.document.events.into_iter().next().unwrap();
    let own = event.own.iter();
    let own = own.map(|(_, value)| value.as_str().expect("text").to_owned());
    let title = event.title.iter().cloned();
    let tags = match event.tags.as_ref() {
        Some(Items::Listed(tags)) => tags.clone(),
        _ => Vec::new(),
    };
    own.chain(title).chain(tags).collect()
}

/// Fails unless all readers get `text` from each place of `yaml` where it is written.
fn assert_read(yaml: &str, text: &str) {
    let [a, b, c, d] = [text; 4];
    let scalars = [
        "events", "x-a", a, "title", b, "tags", c, d, "location", "end",
    ];
    assert_eq!(by_saphyr(yaml), scalars, "{yaml}");
    assert_eq!(by_libyaml(yaml), scalars, "{yaml}");
    assert_eq!(by_calfeed(yaml), [a, b, c, d], "{yaml}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_comes_back_from_one_line(text in any_text(), style in any_style()) {
        // A count is read as a number, which is as good.
        let style = Style { is_moment: style.is_moment && !is_count(&text), ..style };
        let written = scalar(&text, style);
        let is_raw = |c: char| c.is_control() || turns(c) || ['\u{2028}', '\u{2029}', '\u{feff}'].contains(&c);
        prop_assert_eq!(written.find(is_raw), None);
        assert_read(&format!("events: [{{x-a: {written}, title: {written}, tags: [{written}, {written}], location: end}}]\n"), &text);
        // Without brackets around it, less needs quotes.
        let written = scalar(&text, Style { in_flow: false, ..style });
        assert_read(&format!("events:\n  - x-a: {written}\n    title: {written}\n    tags:\n      - {written}\n      - {written}\n    location: end\n"), &text);
    }

    #[test]
    fn every_text_in_json_is_json_and_yaml(text in any_text()) {
        let written = scalar(&text, JSON);
        prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text.clone());
        let json = format!("{{\"events\":[{{\"x-a\":{written},\"title\":{written},\"tags\":[{written},{written}],\"location\":\"end\"}}]}}");
        assert_read(&json, &text);
    }

    #[test]
    fn every_block_comes_back(lines in vec(any_text(), 1..5), ends in 0_usize..2, has_crlf in any::<bool>()) {
        let text = lines.join("\n") + &"\n".repeat(ends);
        let line_end = if has_crlf { "\r\n" } else { "\n" };
        let blocks = (block(&text, 4, 6, line_end), block(&text, 6, 9, line_end));
        if let (Some(of_key), Some(of_item)) = blocks {
            let yaml = format!("events:\n  - x-a: {of_key}    title: {of_key}    tags:\n      - {of_item}      - {of_item}\n    location: end\n");
            assert_read(&yaml.replace("\r\n", "\n").replace('\n', line_end), &text);
        }
    }
}
