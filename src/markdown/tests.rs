use proptest::prelude::*;

use crate::value::Url;

/// The URL that relative links are resolved against.
fn base() -> Url {
    Url::parse("https://club.example/events").unwrap()
}

fn text(markdown: &str) -> String {
    super::text(markdown, &base())
}

/// Renders HTML below a heading of level three.
fn html(markdown: &str) -> String {
    super::html(markdown, 4, &base())
}

#[test]
fn paragraphs_and_their_lines_are_kept_apart() {
    let programme = "09:00 Doors\n09:30 *Welcome*\n\nA second paragraph.";
    assert_eq!(
        text(programme),
        "09:00 Doors\n09:30 Welcome\n\nA second paragraph."
    );
    assert_eq!(
        html(programme),
        "<p>09:00 Doors<br />\n09:30 <em>Welcome</em></p>\n<p>A second paragraph.</p>\n"
    );
    assert_eq!(html("one\ntwo"), "<p>one<br />\ntwo</p>\n");
    assert_eq!(text("- one\n  more\n- two"), "- one\n  more\n- two");
    assert_eq!(text("> one\n> two"), "> one\n> two");
}

#[test]
fn a_hard_break_is_a_line_break() {
    assert_eq!(
        text("Riverside Library  \nMill Lane"),
        "Riverside Library\nMill Lane"
    );
}

#[test]
fn emphasis_code_and_headings_are_their_words() {
    assert_eq!(
        text("# Agenda\n\n**Bring** a *laptop* with `git`."),
        "Agenda\n\nBring a laptop with git."
    );
}

#[test]
fn a_link_is_its_words_and_its_bare_address() {
    assert_eq!(
        text("Read [the agenda](https://example.org/agenda) first."),
        "Read the agenda https://example.org/agenda first."
    );
}

#[test]
fn an_address_that_is_its_own_words_stands_once() {
    assert_eq!(
        text(
            "<https://example.org/> and [https://example.org/a](https://example.org/a) and <team@example.org>"
        ),
        "https://example.org/ and https://example.org/a and team@example.org"
    );
}

#[test]
fn a_list_has_a_mark_for_each_item() {
    assert_eq!(
        text("Bring:\n\n- a laptop\n- a mug\n  - with a handle\n\nand a friend."),
        "Bring:\n\n- a laptop\n- a mug\n  - with a handle\n\nand a friend."
    );
}

#[test]
fn a_numbered_list_counts_from_its_first_number() {
    assert_eq!(text("3. three\n4. four"), "3. three\n4. four");
}

#[test]
fn a_loose_list_stays_a_list() {
    assert_eq!(
        text("- one\n\n- two\n\n  more of two"),
        "- one\n- two\n  more of two"
    );
}

#[test]
fn two_lists_do_not_run_into_each_other() {
    assert_eq!(
        text("- one\n\n1. first\n2. second"),
        "- one\n\n1. first\n2. second"
    );
}

#[test]
fn a_quotation_is_marked_on_every_line() {
    assert_eq!(text("> said  \n> so\n\nthen"), "> said\n> so\n\nthen");
}

#[test]
fn code_keeps_its_lines() {
    assert_eq!(
        text("```\nlet a = 1;\n\nlet b = 2;\n```"),
        "let a = 1;\n\nlet b = 2;"
    );
}

#[test]
fn what_a_volunteer_types_by_chance_stays_as_it_is() {
    assert_eq!(
        text("~10 people | [ ] maybe 3 * 4 = 12, $5"),
        "~10 people | [ ] maybe 3 * 4 = 12, $5"
    );
}

#[test]
fn tags_in_a_description_are_text() {
    assert_eq!(
        text("a <b>bold</b> claim\n\n<script>alert(1)</script>"),
        "a <b>bold</b> claim\n\n<script>alert(1)</script>"
    );
    assert_eq!(
        html("a <b>bold</b> claim\n\n<script>alert(1)</script>"),
        "<p>a &lt;b&gt;bold&lt;/b&gt; claim</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    );
}

#[test]
fn an_image_is_a_link_to_it() {
    assert_eq!(
        text("![a map](https://example.org/map.png)"),
        "a map https://example.org/map.png"
    );
    assert_eq!(
        html("![a map](https://example.org/map.png)"),
        "<p><a href=\"https://example.org/map.png\">a map</a></p>\n"
    );
}

#[test]
fn a_link_that_would_run_a_script_is_its_words() {
    for address in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "irc:example",
        "<>",
    ] {
        assert_eq!(
            html(&format!("[click]({address})")),
            "<p>click</p>\n",
            "{address}"
        );
    }
    assert_eq!(
        html("[a [b](javascript:x) c](https://example.org)"),
        "<p>[a b c](<a href=\"https://example.org\">https://example.org</a>)</p>\n"
    );
}

#[test]
fn html_escapes_what_html_would_read() {
    assert_eq!(html("5 < 6 & \"so\""), "<p>5 &lt; 6 &amp; \"so\"</p>\n");
    assert_eq!(
        html("[x](https://example.org/?a=1&b=\"2\")"),
        "<p><a href=\"https://example.org/?a=1&amp;b=%222%22\">x</a></p>\n"
    );
}

#[test]
fn headings_stand_below_the_title_of_the_event() {
    assert_eq!(
        html("# Agenda\n\n## First"),
        "<h4>Agenda</h4>\n<h5>First</h5>\n"
    );
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(text(""), "");
    assert_eq!(html(""), "");
}

#[test]
fn a_very_deep_nesting_is_read_quickly() {
    let deep = format!("{}x", "> ".repeat(5_000));
    assert!(text(&deep).ends_with('x'));
    assert!(html(&deep).contains('x'));
}

#[test]
fn text_without_marks_is_not_parsed_and_reads_the_same() {
    let markdown = "One line,\nand another.\n\n\nA paragraph: “quoted” (1 > 0)!\n";
    let text = "One line,\nand another.\n\nA paragraph: “quoted” (1 > 0)!";
    assert_eq!(super::text_without_syntax(markdown).as_deref(), Some(text));
    assert_eq!(super::parsed_text(markdown, &base()), text);
}

#[test]
fn whatever_could_mean_something_is_parsed() {
    for markdown in [
        "a *b*",
        "a _b_",
        "a `b`",
        "a [b](c)",
        "a <b>",
        "a &amp; b",
        "a\\\nb",
        "a  \nb",
        "- a",
        "1. a",
        "# a",
        "> a",
        "    a",
        "a\n===",
        "a\n---",
        "~~~\na",
        "+ a",
        "\ta",
        "a\u{1}",
        "~~a~~",
    ] {
        assert_eq!(super::text_without_syntax(markdown), None, "{markdown:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_not_parsed_reads_as_if_it_were(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "a", "Word", "é", "\u{a0}", "\u{2003}", "\u{2028}", " ", "  ", "\n", "\n", "\n\n", "=", "-", "#", ">", "1.", "1)", "+", "|", "~~~", "!", "]", "(", ")",
            ":", "www.example.org", "https://example.org/~a", "$", "{", "}", "^", "\"", "'", "@", "a@b.c", ",", ";", "/", "%", "�", "م",
        ]), 0..12),
    ) {
        let markdown = pieces.concat();
        if let Some(text) = super::text_without_syntax(&markdown) {
            prop_assert_eq!(text, super::parsed_text(&markdown, &base()));
        }
        if let Some(html) = super::html_without_syntax(&markdown) {
            prop_assert_eq!(html, super::parsed_html(&markdown, 4, &base()));
        }
        if let Some(rewritten) = super::commonmark::plain_commonmark(&markdown) {
            prop_assert_eq!(rewritten, super::commonmark::parsed(&markdown, &base()));
        }
    }
}

mod links;
mod marks;
