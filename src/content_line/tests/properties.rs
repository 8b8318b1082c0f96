//! Properties of all texts, and two independent readers of the written lines.

use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarValue};
use icalendar::parser;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Any characters. Those with a special meaning in iCalendar are far more frequent than at random.
fn any_text() -> impl Strategy<Value = String> {
    let special = vec![
        "\\",
        ";",
        ",",
        ":",
        "\"",
        "^",
        "=",
        " ",
        "  ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "n",
        "N",
        "\\n",
        "\u{0}",
        "\u{7}",
        "\u{1b}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "\u{2029}",
        "\u{3000}",
        "\u{feff}",
        "\u{301}",
        "\u{200d}",
        "\u{202e}",
        "\u{200f}",
        "ŵ",
        "’",
        "שלום",
        "مرحبا",
        "👩‍💻",
        "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "BEGIN:VEVENT",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "          ",
    ];
    let piece = prop_oneof![
        4 => select(special).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => "[a-z]{1,12}",
    ];
    vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// Fails unless `text` consists of content lines as RFC 5545 requires them.
fn assert_well_formed(text: &str) {
    assert!(text.is_empty() || text.ends_with("\r\n"));
    for physical in text.split_terminator("\r\n") {
        assert!(
            physical.len() <= MAX_OCTETS,
            "{} octets: {physical:?}",
            physical.len()
        );
        assert!(
            !physical
                .chars()
                .any(|c| is_newline(c) || (c.is_control() && c != '\t')),
            "{physical:?}"
        );
    }
}

/// Fails if a fold splits an escape. In a parameter, a backslash escapes nothing.
fn assert_no_escape_is_cut(text: &str) {
    for physical in text.split_terminator("\r\n") {
        let backslashes = physical.chars().rev().take_while(|c| *c == '\\').count();
        assert_eq!(backslashes % 2, 0, "{physical:?}");
    }
}

fn in_a_calendar(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//calfeed//calfeed//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\n\
         DTSTAMP:20260101T000000Z\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// Reads the values of `property` with calcard 0.3.14.
fn read_by_calcard(calendar: &str, property: &ICalendarProperty) -> Vec<String> {
    let calendar = ICalendar::parse(calendar).unwrap();
    let event = &calendar.components[1];
    let names: Vec<&ICalendarProperty> = event.entries.iter().map(|entry| &entry.name).collect();
    assert!(names.len() <= 3, "a property was injected: {names:?}");
    let values = event.properties(property).flat_map(|entry| &entry.values);
    values
        .map(|value| match value {
            ICalendarValue::Text(text) => text.clone(),
            other => panic!("{other:?} is no text"),
        })
        .collect()
}

/// Reads the value of `name` with icalendar 0.17.16, which unescapes TEXT but not a list of TEXT.
fn read_by_icalendar(calendar: &str, name: &str) -> Option<String> {
    let unfolded = parser::unfold(calendar);
    let calendar = parser::read_calendar(&unfolded).unwrap();
    let event = &calendar.components[0];
    assert!(
        event.properties.len() <= 3,
        "a property was injected: {:?}",
        event.properties
    );
    event
        .find_prop(name)
        .map(|property| property.val.to_string())
}

/// Splits a list at unescaped commas, and unescapes its items.
fn items(list: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let mut is_escaped = false;
        let end = rest.find(|c| {
            let ends = c == ',' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        });
        let (item, after) = rest.split_at(end.unwrap_or(rest.len()));
        items.push(unescape(item));
        rest = after.strip_prefix(',').unwrap_or_default();
    }
    items
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_comes_back_and_no_line_is_too_long(text in any_text()) {
        let written = line("DESCRIPTION", &text);
        assert_well_formed(&written);
        assert_no_escape_is_cut(&written);
        let expected = normalised(&text);
        if expected.is_empty() {
            prop_assert_eq!(written, "");
        } else {
            prop_assert_eq!(unescape(&unfold(&written)), format!("DESCRIPTION:{expected}\r\n"));
        }
    }

    #[test]
    fn a_line_of_blanks_alone_needs_a_run_of_blanks_as_long_as_a_line(text in any_text()) {
        let written = line("DESCRIPTION", &text);
        if written.split_terminator("\r\n").any(|physical| physical.trim().is_empty()) {
            let longest = unfold(&written).split(|c: char| !c.is_whitespace()).map(str::len).max();
            prop_assert!(longest >= Some(MAX_OCTETS - "DESCRIPTION:".len()));
        }
    }

    #[test]
    fn a_fold_stands_between_two_characters_that_are_not_blank(text in "[a ]{0,40}[^\\p{C}]{0,300}") {
        let written = line("SUMMARY", &text);
        let longest = text.split(|c: char| !c.is_whitespace()).map(str::len).max();
        if longest < Some(30) {
            for (before, after) in written.match_indices("\r\n ").map(|(at, fold)| (&written[..at], &written[at + fold.len()..])) {
                prop_assert!(!before.ends_with(char::is_whitespace) && !after.starts_with(char::is_whitespace), "{written:?}");
            }
        }
    }

    #[test]
    fn any_name_value_and_parameter_make_one_content_line(name in any_text(), key in any_text(), value in any_text(), url in any_text()) {
        let mut event = String::new();
        write(&mut event, &Property::new("URL", &url).add_parameter("X-A", &value).done());
        write(&mut event, &Property::new(format!("X{name}"), &value).add_parameter(&format!("X{key}"), &url).done());
        write_ready(&mut event, &format!("X:{url}"));
        assert_well_formed(&event);
        prop_assert!(unfold(&event).split_terminator("\r\n").count() <= 3);
    }

    #[test]
    fn two_other_readers_find_the_same_text(text in any_text()) {
        for (name, property) in [
            ("SUMMARY", ICalendarProperty::Summary),
            ("DESCRIPTION", ICalendarProperty::Description),
            ("LOCATION", ICalendarProperty::Location),
        ] {
            let calendar = in_a_calendar(&line(name, &text));
            let expected = Some(normalised(&text)).filter(|expected| !expected.is_empty());
            prop_assert_eq!(read_by_icalendar(&calendar, name), expected.clone());
            prop_assert_eq!(read_by_calcard(&calendar, &property), Vec::from_iter(expected));
        }
    }

    #[test]
    fn two_other_readers_find_the_same_items_of_a_list(texts in vec(any_text(), 0..4)) {
        let expected: Vec<String> = texts.iter().map(|text| normalised(text)).filter(|text| !text.is_empty()).collect();
        let property = crate::component::text_list("CATEGORIES", &texts);
        let lines = written(&property);
        assert_well_formed(&lines);
        assert_no_escape_is_cut(&lines);
        let calendar = in_a_calendar(&lines);

        let raw = read_by_icalendar(&calendar, "CATEGORIES").unwrap_or_default();
        prop_assert_eq!(items(&raw), expected.clone());

        // RFC 5545 §3.3.11: "TSAFE-CHAR = WSP / %x21 / ...", so spaces are part of an item at any position. calcard 0.3.14 drops spaces at
        // the start of an item, and every second one in an item that is folded or contains an escape.
        let without_blanks = |items: Vec<String>| items.into_iter().map(|item| item.replace([' ', '\t'], "")).collect::<Vec<_>>();
        let by_calcard = read_by_calcard(&calendar, &ICalendarProperty::Categories);
        prop_assert_eq!(without_blanks(by_calcard), without_blanks(expected));
    }
}

#[test]
fn letters_with_a_blank_after_each_are_folded_in_front_of_a_blank() {
    let letters = "x ".repeat(60) + "y";
    let (first, second) = ("x ".repeat(36) + "x", "x ".repeat(23) + "y");
    assert_eq!(
        line("SUMMARY", &letters),
        format!("SUMMARY:\r\n {first}\r\n  {second}\r\n"),
    );
}

/// The slow way: one character at a time.
fn one_by_one(name: &str, value: &str, coding: Coding) -> String {
    let mut out = String::new();
    let mut line = FoldedLine::start(&mut out);
    line.name(name);
    line.glue([':']);
    let mut characters = value.chars();
    let mut within = false;
    while let Some(unit) = coding.next(&mut characters) {
        line.unit(unit, within);
        within = true;
    }
    line.end();
    out
}

proptest! {
    #[test]
    fn runs_of_plain_characters_are_written_as_each_by_itself(value in any_text(), name in "[A-Z]{1,80}") {
        for coding in [Coding::Text, Coding::TextList, Coding::Verbatim, Coding::Parameter] {
            let mut out = String::new();
            let mut line = FoldedLine::start(&mut out);
            line.name(&name);
            line.glue([':']);
            line.value(&value, coding);
            line.end();
            prop_assert_eq!(&out, &one_by_one(&name, &value, coding));
        }
    }
}

#[test]
fn single_characters_between_blanks_are_written_as_each_by_itself() {
    // Every position is beside a space. The last one before a space counts, in whichever run of unescaped characters it is.
    for value in ["a ".repeat(60), "a ; ".repeat(40), "a b c \\ ".repeat(30)] {
        for coding in [Coding::Text, Coding::Verbatim, Coding::Parameter] {
            let mut out = String::new();
            let mut line = FoldedLine::start(&mut out);
            line.name("X");
            line.glue([':']);
            line.value(&value, coding);
            line.end();
            assert_eq!(out, one_by_one("X", &value, coding));
        }
    }
}
