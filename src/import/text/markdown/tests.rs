use proptest::prelude::*;

use super::{BASE, cleaned, to_markdown};
use crate::markdown;

/// The lines that must be shown, each with whether an empty line is before it. That is left open beside an item of a list.
fn parts(text: &str) -> Vec<(String, Option<bool>)> {
    let is_item = |line: &str| {
        let mark = line.split([' ', '\t']).next().unwrap_or_default();
        mark == "-"
            || (mark.len() > 1
                && mark.ends_with('.')
                && mark[..mark.len() - 1].bytes().all(|it| it.is_ascii_digit()))
    };
    let mut out: Vec<(String, Option<bool>)> = Vec::new();
    let (mut is_below_gap, mut is_below_item) = (false, false);
    for line in text.trim().lines().map(str::trim) {
        if !line.is_empty() {
            let is_open = is_below_item || is_item(line);
            out.push((line.to_owned(), (!is_open).then_some(is_below_gap)));
            is_below_item = is_item(line);
        }
        is_below_gap = line.is_empty();
    }
    out
}

fn expected(plain: &str) -> Vec<(String, Option<bool>)> {
    parts(&cleaned(plain))
}

fn shown(plain: &str) -> Vec<(String, Option<bool>)> {
    parts(&markdown::text(&to_markdown(plain), &BASE))
}

/// The words that a page shows, without the marks of lists, quotations and rules, which HTML has no characters for.
fn words_of_page(plain: &str) -> Vec<String> {
    let html = markdown::html(&to_markdown(plain), 3, &BASE);
    let mut text = String::new();
    for (number, part) in html.split('<').enumerate() {
        match part.split_once('>') {
            Some((tag, after)) if number > 0 => {
                // Only tags of blocks and line breaks are between words.
                if !tag.trim_start_matches('/').starts_with("a ") && tag != "/a" {
                    text.push(' ');
                }
                text.push_str(after);
            }
            _ => text.push_str(part),
        }
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, character);
    }
    words(&text)
}

fn words(text: &str) -> Vec<String> {
    let is_mark = |word: &&str| {
        word.chars().all(|c| "->[]x~".contains(c))
            || word
                .strip_suffix('.')
                .is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    text.replace("~~", " ~~ ")
        .split_whitespace()
        .filter(|word| !is_mark(word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn ordinary_text_stays_as_it_was_typed() {
    for plain in [
        "Come along & bring a friend (if you like)! It's 5 < 6, snake_case, a@b.example, C# and 100%.",
        "Agenda:\n- Welcome\n- Talks\n  - one\n  - two\n\nSee https://example.org/a_b_c?x=1&y=2#z for *nothing*"
            .strip_suffix(" for *nothing*")
            .unwrap(),
        "1. First\n2. Second\n\n18:00 Doors\n19:00 Food",
        "I <3 books -- really. #books on 2026-03-05; price: £5",
        "> quoted",
    ] {
        assert_eq!(to_markdown(plain), plain);
    }
}

#[test]
fn what_markdown_would_take_as_syntax_gets_a_backslash() {
    for (plain, written) in [
        ("# Not a heading", "\\# Not a heading"),
        ("#hashtag", "#hashtag"),
        ("* a star\n* another", "\\* a star\n\\* another"),
        ("3) third", "3\\) third"),
        ("Title\n=====", "Title\n\\====="),
        ("Title\n---", "Title\n\\---"),
        ("________", "\\________"),
        ("this is *not* bold", "this is \\*not\\* bold"),
        ("the _file_ name", "the \\_file\\_ name"),
        (
            "[words](https://example.org)",
            "\\[words](https://example.org)",
        ),
        ("<b>bold</b>", "\\<b>bold\\</b>"),
        ("&amp; stays", "\\&amp; stays"),
        ("`code`", "\\`code\\`"),
        ("a\\*b", "a\\\\\\*b"),
        (
            "| a | b |\n|---|---|\n| c | d |",
            "| a | b |\n\\|---|---|\n| c | d |",
        ),
        (
            "Write to <team@example.org>",
            "Write to \\<team@example.org>",
        ),
    ] {
        assert_eq!(to_markdown(plain), written, "{plain}");
    }
}

#[test]
fn an_indented_line_is_no_code() {
    assert_eq!(to_markdown("    Agenda\n        one"), "Agenda\none");
}

#[test]
fn the_line_after_a_list_is_not_part_of_its_last_item() {
    assert_eq!(
        to_markdown("Bring:\n- a mug\n- a book\nSee you"),
        "Bring:\n- a mug\n- a book\n\nSee you"
    );
}

#[test]
fn list_items_with_empty_lines_between_them_stay_a_list() {
    assert_eq!(to_markdown("- a\n\n- b"), "- a\n\n- b");
}

#[test]
fn control_characters_are_dropped_and_foreign_line_ends_become_ours() {
    assert_eq!(
        to_markdown("a\u{7}b\r\nc\u{2028}d\re\u{0}\n\n\n\nf  \n"),
        "ab\nc\nd\ne\n\nf"
    );
}

#[test]
fn text_above_the_limit_takes_time_in_proportion() {
    let plain = "- *a*\n".repeat(1_000_000);
    assert_eq!(to_markdown(&plain).lines().count(), 1_000_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn markdown_shows_the_same_text(plain in "([ab1 ]|[-_#*+.>)<`\\[\\]|&;~!=:/\\\\(]|\n|\n\n|\t|   |https://a.b/c|&amp;|é|\u{a0}|\r|\u{200b}){0,24}") {
        prop_assert_eq!(shown(&plain), expected(&plain), "{}", to_markdown(&plain));
        prop_assert_eq!(markdown::first_tag(&to_markdown(&plain)).map(|it| it.tag), None);
    }

    #[test]
    fn a_page_shows_the_same_words(plain in "([ab1]|[-_#*+.>)<`\\[\\]|&;!=:/\\\\(]| |\n|\n\n|https://a.b/c |&amp;|<b>|é){0,24}") {
        prop_assert_eq!(words_of_page(&plain), words(&cleaned(&plain)), "{}", to_markdown(&plain));
    }

    #[test]
    fn any_text_is_shown(plain in any::<String>()) {
        prop_assert_eq!(shown(&plain), expected(&plain), "{}", to_markdown(&plain));
    }
}
