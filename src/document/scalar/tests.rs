//! What is written for each text, and what four readers get from it.

use super::*;

mod properties;

const PLAIN: Style = Style {
    in_flow: false,
    quote: '"',
    always_quoted: false,
    is_moment: false,
};
const FLOW: Style = Style {
    in_flow: true,
    ..PLAIN
};
const MOMENT: Style = Style {
    is_moment: true,
    ..PLAIN
};
const SINGLE: Style = Style {
    quote: '\'',
    ..PLAIN
};
const QUOTED: Style = Style {
    always_quoted: true,
    ..PLAIN
};
const QUOTED_SINGLE: Style = Style {
    always_quoted: true,
    ..SINGLE
};
const JSON: Style = Style {
    in_flow: true,
    ..QUOTED
};

/// Fails unless each text is written as the line beside it.
fn assert_written(style: Style, rows: &[(&str, &str)]) {
    for (text, written) in rows {
        assert_eq!(scalar(text, style), *written, "{text:?}");
    }
}

#[test]
fn what_people_write_without_quotes_is_written_without_quotes() {
    for text in [
        "What's new?",
        "Lean Coffee",
        "C++ & C# in 2026",
        "Q&A, tea & cake!",
        "10 years of Rust",
        "3D printing",
        "1st meeting",
        "12:00 at the hall",
        "2026 in review",
        "v1.2.3",
        "https://example.org/a?b=c#d",
        "jo@example.org",
        "a:b",
        "a :b",
        "Room#4",
        "Ask (almost) anything [online] {free}",
        "50 % off",
        "C:\\temp\\new",
        "\\ud83c\\udf89",
        "the \"best\" of 2026",
        "Rust for \"beginners\"",
        "the members'",
        "yes, please",
        "Norway",
        "nullable",
        "true story",
        "one -- two - three",
        "...and more",
        "a | b > c * d = e ~ f ` g",
        "<title>",
        "~jo",
        "=1+1",
        "none",
        "é ŵ ß 日本語 שלום",
        "👩‍💻 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "می‌خواهم",
        "a\u{a0}b",
    ] {
        assert_eq!(scalar(text, PLAIN), text);
        assert_eq!(scalar(text, SINGLE), text);
    }
}

#[test]
fn a_text_that_some_reader_takes_for_another_type_is_quoted() {
    for text in [
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
        "true",
        "False",
        "null",
        "NULL",
        "~",
        "=",
        "<<",
        "0",
        "42",
        "-1",
        "+1",
        "1_000",
        "1,000",
        "007",
        "0o17",
        "0x1F",
        "-0xff",
        "0b101",
        "1.5",
        ".5",
        "1.",
        "1e3",
        "1E-3",
        "12e03",
        ".inf",
        "-.INF",
        "+.inf",
        ".NaN",
        ".",
        "12:00",
        "1:30:00",
        "190:20:30.15",
        "2026",
        "2022-11",
        "2026-10-29",
        "2026-10-29 11:00",
        "2026-1-9",
        "2026-10-29T11:00:00Z",
        "2026-10-29t11:00:00.5-05:00",
        "2026-10-29 11:00:00 +01:00",
    ] {
        assert_eq!(scalar(text, PLAIN), format!("\"{text}\""));
        assert_eq!(scalar(text, SINGLE), format!("'{text}'"));
    }
}

#[test]
fn a_date_needs_no_quotes_where_a_date_is_expected() {
    assert_written(
        MOMENT,
        &[
            ("2026-10-29", "2026-10-29"),
            ("2026-10-29 11:00", "2026-10-29 11:00"),
            ("2026-10", "2026-10"),
            ("2026", "2026"),
            ("12", "12"),
            ("tbc", "tbc"),
            ("monthly on the 4th Thursday", "monthly on the 4th Thursday"),
            ("90m", "90m"),
            ("12:00", "\"12:00\""),
            ("1:30", "\"1:30\""),
            ("007", "\"007\""),
            ("0", "\"0\""),
            ("1.5", "\"1.5\""),
            ("-12", "\"-12\""),
            ("2026-13", "\"2026-13\""),
            ("2026-02-30", "\"2026-02-30\""),
            ("2026-10-29 25:00", "\"2026-10-29 25:00\""),
            ("0000-01-01", "\"0000-01-01\""),
            ("2026-10-29T11:00", "\"2026-10-29T11:00\""),
            ("2026-10-29 ", "\"2026-10-29 \""),
            ("yes", "\"yes\""),
        ],
    );
}

#[test]
fn a_text_with_a_mark_of_yaml_is_quoted() {
    assert_written(
        PLAIN,
        &[
            ("", "\"\""),
            (" ", "\" \""),
            (" a", "\" a\""),
            ("a ", "\"a \""),
            ("\u{a0}a", "\"\u{a0}a\""),
            ("Rust: the book", "\"Rust: the book\""),
            ("Agenda:", "\"Agenda:\""),
            (":", "\":\""),
            (":symbol", "\":symbol\""),
            ("Room #4", "\"Room #4\""),
            ("#rust", "\"#rust\""),
            ("- a", "\"- a\""),
            ("-a", "\"-a\""),
            ("? a", "\"? a\""),
            ("?", "\"?\""),
            ("[draft] a", "\"[draft] a\""),
            ("{{ title }}", "\"{{ title }}\""),
            (", a", "\", a\""),
            ("&a b", "\"&a b\""),
            ("*a* b", "\"*a* b\""),
            ("!a", "\"!a\""),
            ("| a", "\"| a\""),
            ("> a", "\"> a\""),
            ("%a", "\"%a\""),
            ("@jo", "\"@jo\""),
            ("`a`", "\"`a`\""),
            ("'a", "\"'a\""),
            ("\"a\" b", "\"\\\"a\\\" b\""),
            ("---", "\"---\""),
            ("--- a", "\"--- a\""),
            ("...", "\"...\""),
            ("... a", "\"... a\""),
        ],
    );
}

#[test]
fn a_text_that_calfeed_takes_for_a_mistake_is_quoted() {
    assert_written(
        PLAIN,
        &[
            ("Lean Coffee,", "\"Lean Coffee,\""),
            ("“Lean Coffee”", "\"“Lean Coffee”\""),
            ("‘Lean Coffee’", "\"‘Lean Coffee’\""),
            ("“Lean” and “Coffee”", "“Lean” and “Coffee”"),
        ],
    );
}

#[test]
fn more_is_quoted_within_brackets() {
    assert_written(
        FLOW,
        &[
            ("Lean Coffee", "Lean Coffee"),
            ("https://example.org/#a", "https://example.org/#a"),
            ("It's 11:00 somewhere", "It's 11:00 somewhere"),
            ("What's new?", "\"What's new?\""),
            ("https://example.org/?a", "\"https://example.org/?a\""),
            ("a, b", "\"a, b\""),
            ("a,b", "\"a,b\""),
            ("a [b]", "\"a [b]\""),
            ("a {b}", "\"a {b}\""),
            ("a]", "\"a]\""),
            ("a:", "\"a:\""),
            ("a -", "\"a -\""),
            ("a - b", "a - b"),
        ],
    );
}

#[test]
fn quotes_are_those_of_the_file() {
    assert_written(
        QUOTED,
        &[
            ("a", "\"a\""),
            ("it's \"a\"", "\"it's \\\"a\\\"\""),
            ("C:\\new", "\"C:\\\\new\""),
        ],
    );
    assert_written(
        QUOTED_SINGLE,
        &[
            ("", "''"),
            ("a", "'a'"),
            ("it's \"a\"", "'it''s \"a\"'"),
            ("'", "''''"),
            ("C:\\new", "'C:\\new'"),
            ("a\tb", "\"a\\tb\""),
            ("a\nb", "\"a\\nb\""),
            ("a\u{202e}b", "\"a\\u202eb\""),
        ],
    );
}

#[test]
fn a_character_that_nobody_sees_is_escaped() {
    assert_written(
        PLAIN,
        &[
            ("a\nb\n", "\"a\\nb\\n\""),
            ("a\r\nb", "\"a\\r\\nb\""),
            ("a\tb", "\"a\\tb\""),
            ("a\0b", "\"a\\u0000b\""),
            ("\u{1b}[2J", "\"\\u001b[2J\""),
            ("a\u{7f}", "\"a\\u007f\""),
            ("a\u{85}b", "\"a\\u0085b\""),
            ("a\u{9b}b", "\"a\\u009bb\""),
            ("a\u{ad}b", "\"a\\u00adb\""),
            ("a\u{200b}b", "\"a\\u200bb\""),
            ("a\u{200d}b", "\"a\\u200db\""),
            ("é\u{200d}", "\"é\\u200d\""),
            ("a\u{200f}b", "\"a\\u200fb\""),
            ("a\u{202e}b\u{202c}", "\"a\\u202eb\\u202c\""),
            ("a\u{2028}b\u{2029}", "\"a\\u2028b\\u2029\""),
            ("\u{feff}a", "\"\\ufeffa\""),
            ("a\u{fdd0}\u{fdd1}", "\"a\\ufdd0\\ufdd1\""),
            ("a\u{ffff}", "\"a\\uffff\""),
            ("a\u{e0041}", "\"a\\U000e0041\""),
            ("a\u{10ffff}", "\"a\\U0010ffff\""),
            ("👩‍💻\u{1}", "\"👩‍💻\\u0001\""),
        ],
    );
}

#[test]
fn what_may_be_json_is_json() {
    for text in [
        "a\"\\\n\r\t\0\u{7f}\u{2028}\u{202e}",
        "🎉\u{e0041}\u{10ffff}",
        "it's",
    ] {
        let written = scalar(text, JSON);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}

#[test]
fn several_lines_are_a_block() {
    for (text, written) in [
        ("a\nb\n", "|\n    a\n    b\n"),
        ("a\nb", "|-\n    a\n    b\n"),
        ("a\n\n\nb", "|-\n    a\n\n\n    b\n"),
        ("\na", "|-\n\n    a\n"),
        (" a\nb\n", "|2\n     a\n    b\n"),
        ("\n a", "|2-\n\n     a\n"),
        ("a\n  b  \n c", "|-\n    a\n      b  \n     c\n"),
        (
            "# Title\n- a: b #c\n---\n",
            "|\n    # Title\n    - a: b #c\n    ---\n",
        ),
    ] {
        assert_eq!(
            block(text, 2, 4, "\n").as_deref(),
            Some(written),
            "{text:?}"
        );
    }
    assert_eq!(
        block("a\n\nb\n", 0, 2, "\r\n").unwrap(),
        "|\r\n  a\r\n\r\n  b\r\n",
    );
}

#[test]
fn a_text_that_a_block_could_change_is_no_block() {
    for text in [
        "",
        "\n",
        "\n\n",
        "a\n\n",
        "a\n \nb",
        " \na",
        "a\n  ",
        "a\r\nb",
        "a\n\tb",
        "a\tb\n",
        "a\u{85}b\n",
        "a\u{2028}b",
        "\u{feff}a\nb",
        "a\n\u{202e}b",
        "a\u{200d}\nb",
        "a\0\n",
    ] {
        assert_eq!(block(text, 2, 4, "\n"), None, "{text:?}");
    }
    assert_eq!(block("a\nb", 4, 4, "\n"), None);
    // The indentation of a first line that begins with a space is one digit.
    assert_eq!(block(" a\nb", 0, 10, "\n"), None);
    assert!(block("a\nb", 0, 10, "\n").is_some());
}
