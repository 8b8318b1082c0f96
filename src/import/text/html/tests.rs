use proptest::prelude::*;

use super::super::markdown::{has_tag, shown};
use super::{from_html, looks_like_html, words};
use crate::markdown;

#[test]
fn html_is_told_from_text_with_angle_brackets() {
    for text in [
        "<p>Hello",
        "a<br>b",
        "a<BR/>b",
        "<a href=\"https://example.org\">x</a>",
        "x</b>",
        "Q&amp;A",
        "a&nbsp;b",
        "<span style='a'>x</span>",
        "<ul><li>x</ul>",
        "<html><body>",
    ] {
        assert!(looks_like_html(text), "{text}");
    }
    for text in [
        "I <3 books",
        "<team@example.org>",
        "<https://example.org/a>",
        "1 < 2 > 0",
        "<your name>",
        "<title> and <time>",
        "a & b; c",
        "<p",
        "x<y>z",
    ] {
        assert!(!looks_like_html(text), "{text}");
    }
}

#[test]
fn the_form_of_a_text_is_kept() {
    for (html, written) in [
        ("<p>One<br>two</p><p>three</p>", "One\ntwo\n\nthree"),
        ("One<br><br>two", "One\n\ntwo"),
        (
            "<h2>Agenda</h2><div>a</div><div>b</div>",
            "## Agenda\n\na\n\nb",
        ),
        (
            "a <b>bold</b> and <em>fine</em> word",
            "a **bold** and *fine* word",
        ),
        ("a <b>bold </b>word", "a **bold** word"),
        ("un<b>believ</b>able", "unbelievable"),
        (
            "<a href=\"https://example.org/a_b\">words</a>.",
            "[words](https://example.org/a_b).",
        ),
        (
            "<a href=\"https://example.org/\">https://example.org/</a>",
            "https://example.org/",
        ),
        ("<a href=\"javascript:alert(1)\">words</a>", "words"),
        (
            "<a href=\"mailto:a@example.org\">a@example.org</a>",
            "[a@example.org](mailto:a@example.org)",
        ),
        (
            "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e",
            "- a\n- b\n  - c\n- d\n\ne",
        ),
        (
            "<ol><li>a</li><li><p>b</p><p>c</p></li></ol>",
            "1. a\n2. b\n\n   c",
        ),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        (
            "<table><tr><th>Stage<th>Band<tr><td>Lawn<td>The <b>Bookends</b></table>",
            "| Stage | Band |\n| --- | --- |\n| Lawn | The **Bookends** |",
        ),
        (
            "<table><tr><td>18:00<td>Doors</tr><tr><td>19:00<td>Food</table>",
            "18:00 – Doors\n19:00 – Food",
        ),
        (
            "<table><tr><td><p>a</p><p>b</p></td></tr></table>",
            "a\n\nb",
        ),
        (
            "<img src=\"https://example.org/a.png\" alt=\"Map\">",
            "[Map](https://example.org/a.png)",
        ),
        (
            "<img src=\"https://example.org/a.gif\" width=1 height=1>x",
            "x",
        ),
        (
            "<style>p {}</style><script>if (a<b) '<p>'</script>x<!-- y -->",
            "x",
        ),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("a&nbsp;&amp;&nbsp;b &lt;3 &lt;b&gt;", "a & b <3 \\<b>"),
        (
            "Write to <team@example.org> &amp; <your name>",
            "Write to \\<team@example.org> & \\<your name>",
        ),
        ("<p>5 * 3 * 2 and [x](y)</p>", "5 * 3 * 2 and \\[x](y)"),
        ("<p># a</p><p>- b</p>", "\\# a\n\n- b"),
        (
            "One\ntwo<br>\n<b>three</b>\n\nfour",
            "One\ntwo\n**three**\n\nfour",
        ),
        ("<o:p></o:p><p class=MsoNormal>a<o:p>&nbsp;</o:p></p>", "a"),
    ] {
        assert_eq!(from_html(html), written, "{html}");
    }
}

#[test]
fn hostile_html_takes_little_time_and_no_stack() {
    for part in [
        "<div>",
        "<ul><li>",
        "<b>",
        "<a href=x>",
        "<blockquote>",
        "<table><tr><td>",
        "</p>",
        "<p>a",
        "<td>",
        "<",
        "<a ",
        "<!--",
        "&",
        "<b>a</b>",
        "*",
        "<i>a",
        "<svg>",
        "<pre>",
        "<a href=\"https://a.b/(\">(",
        "[",
        "<h1>#",
    ] {
        // The second is longer than HTML that keeps its form.
        for length in [100_000, 1_100_000] {
            if length > super::LONGEST && part.len() > 2 {
                continue;
            }
            let written = from_html(&part.repeat(length / part.len()));
            assert!(!has_tag(&written));
        }
    }
}

#[test]
fn html_that_is_too_long_for_a_description_keeps_its_words() {
    let html = "<p>Bring a <b>mug</b></p>".repeat(50_000);
    assert_eq!(from_html(&html), vec!["Bring a mug"; 50_000].join("\n"));
}

fn only_letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #[test]
    fn all_words_of_html_are_shown_and_no_tag(html in "(<p>|</p>|<b>|</b>|<i>|</i>|<li>|<ul>|</ul>|<ol>|</ol>|<td>|<tr>|<table>|</table>|<th>|<br>|<h1>|</h1>|<pre>|</pre>|<blockquote>|</blockquote>|<a>|</a>|<s>|x|yz| |\\*|_|`|#|-|1\\.|&lt;|&gt;|&amp;|\\[|\\]|~|\\||\n|&nbsp;|<|>){0,24}") {
        let written = from_html(&html);
        prop_assert_eq!(markdown::first_tag(&written).map(|it| it.tag), None);
        let numbered: String = only_letters(&shown(&written)).replace('1', "");
        let expected: String = only_letters(&words(&super::tags::without_false_tags(&html))).replace('1', "");
        prop_assert_eq!(numbered.replace(|c: char| c.is_ascii_digit(), ""), expected, "{}", written);
    }

    #[test]
    fn any_html_is_read(html in "(<|>|</|a|href=|\"|'|&|;|p|script|style|=|!--|table|td| |x){0,30}") {
        prop_assert_eq!(markdown::first_tag(&from_html(&html)).map(|it| it.tag), None);
    }
}
