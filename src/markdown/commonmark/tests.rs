use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag};

use super::{destination, escaped, linked};
use crate::value::Url;

fn base() -> Url {
    Url::parse("https://club.example").unwrap()
}

fn html(markdown: &str, top: u8) -> String {
    super::super::html(markdown, top, &base())
}

fn text(markdown: &str) -> String {
    super::super::text(markdown, &base())
}

fn rewritten(markdown: &str) -> String {
    super::rewritten(markdown, &base())
}

#[test]
fn text_is_read_by_markdown_as_it_was_written() {
    for text in [
        "*stars* and _lines_, `code`, [brackets](example.org), ![images]",
        "<b>bold</b> & &amp; <!-- not seen -->",
        "# heading",
        "1. list",
        "12) list",
        "- dash",
        "+ plus",
        "=== line",
        "back\\slash \\* \\",
        "~gone~ | table | $sum$ {% run %}",
        "~~gone~~",
        "snake_case_name 50% off!",
        "Book now![here](example.org/pixel.png)",
    ] {
        let shown = html(&escaped(text), 4);
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        assert_eq!(shown, format!("<p>{text}</p>\n"));
    }
}

#[test]
fn a_title_stays_on_its_line() {
    assert_eq!(escaped("one\ntwo\u{2028}three\tfour"), "one two three four");
}

#[test]
fn plain_words_stay_as_they_are() {
    let text = "Lean Coffee, with Bethan Palmer (CDDO): what's next? 11am – 12pm.";
    assert_eq!(escaped(text), text);
}

#[test]
fn an_address_keeps_within_its_parentheses() {
    assert_eq!(
        destination("https://example.org/a_(b)?c=1&copy;=2#[d]*"),
        "https://example.org/a_%28b%29?c=1&amp;copy;=2#%5Bd%5D%2A"
    );
}

#[test]
fn a_description_says_the_same_when_it_is_rewritten() {
    for text in [
        "One line\nand another.\n\nA second paragraph.",
        "Riverside Library  \nMill Lane",
        "**Bring** a *laptop* with `git` and `snake_case -> a*b`.",
        "See [the *programme*](https://example.org/a_b) or <https://example.org/>.",
        "Ask <team@example.org> or [us](mailto:team@example.org).",
        "- one\n- two\n  - deeper\n- three",
        "3. three\n4. four",
        "Bring:\n\n- a mug\n\n  of any size\n\n- a friend\n\nand yourself.",
        "> said  \n> so\n>\n> - by one\n\nthen",
        "before\n\n***\n\nafter",
        "2\\. is no list, \\# no heading, \\* no star",
        "A & B, a < b, &copy; and &lt;b&gt;",
        "Wow! *Now* or [never!](https://example.org)!",
        "**a *b* c** and *d **e** f*",
        "*a*[b](https://example.org)**c**",
    ] {
        assert_eq!(
            html(&rewritten(text), 4),
            html(text, 4),
            "{}",
            rewritten(text)
        );
    }
}

#[test]
fn a_heading_stands_below_those_of_the_list_that_it_is_in() {
    assert_eq!(
        rewritten("# Agenda\n\nFirst\n------\n\n###### Last"),
        "### Agenda\n\n#### First\n\n###### Last"
    );
}

#[test]
fn what_is_no_markdown_of_ours_is_text() {
    assert_eq!(
        rewritten("<script>alert(1)</script>"),
        "&lt;script&gt;alert(1)&lt;/script&gt;"
    );
    assert_eq!(
        rewritten("a <b onclick=\"x\">b</b>"),
        "a &lt;b onclick=\"x\"&gt;b&lt;/b&gt;"
    );
    assert_eq!(rewritten("[click](javascript:alert(1))"), "click");
    assert_eq!(
        rewritten("<div>\n<b>x</b>\n</div>"),
        "&lt;div&gt;  \n&lt;b&gt;x&lt;/b&gt;  \n&lt;/div&gt;"
    );
    assert_eq!(
        rewritten("![seen](https://example.org/pixel.png)"),
        "[seen](https://example.org/pixel.png)"
    );
    assert_eq!(
        rewritten("```\n<!-- calfeed:end events -->\n```"),
        "&lt;\\!-- calfeed:end events --&gt;"
    );
}

#[test]
fn a_block_of_code_becomes_lines_of_text_wherever_it_is() {
    let script = "```html\n<script>alert(1)</script>\n```";
    let text = "&lt;script&gt;alert(1)&lt;/script&gt;";
    assert_eq!(rewritten(script), text);
    assert_eq!(rewritten(&script.replace('`', "~")), text);
    assert_eq!(rewritten("    <script>alert(1)</script>"), text);
    assert_eq!(
        rewritten("- one\n\n  ```\n  <b>\n  ```\n- two"),
        "- one\n\n  &lt;b&gt;\n- two"
    );
    assert_eq!(rewritten("> ~~~\n> <b>\n> ~~~"), "> &lt;b&gt;");
    assert_eq!(
        rewritten("1.     <b>\n2. -     # c"),
        "1. &lt;b&gt;\n2. - \\# c"
    );
    assert_eq!(
        rewritten(
            "Type:\n\n```\n\n\n# one\n\t[two](javascript:a)\n\n\n[x]: javascript:a\n\n```\nand wait"
        ),
        "Type:\n\n\\# one  \n\\[two\\](javascript:a)\n\n\\[x\\]: javascript:a\n\nand wait"
    );
    assert_eq!(rewritten("```\n```"), "");
}

#[test]
fn code_within_a_line_stays_code_unless_it_has_marks_of_something_else() {
    for code in [
        "git",
        "a -> b",
        "snake_case",
        "--out=public/",
        "f(x) * 2",
        "caf\u{e9}",
    ] {
        let code = format!("`{code}`");
        assert_eq!(rewritten(&code), code);
    }
    for (code, text) in [
        ("`<script>`", "&lt;script>"),
        ("`&lt;b`", "&amp;lt;b"),
        ("`[a](javascript:b)`", "\\[a\\](javascript:b)"),
        ("`{: onclick=a}`", "&#123;: onclick=a&#125;"),
        ("``a ` b``", "a \\` b"),
        ("`a\\`", "a\\\\"),
        ("` `", ""),
        ("`one\n<b>\nthree`", "one &lt;b&gt; three"),
        ("`a`![](javascript:b)`c`", "`a`c"),
    ] {
        assert_eq!(rewritten(code), text.replace("t>", "t&gt;"), "{code}");
    }
}

#[test]
fn nothing_is_left_that_a_static_site_generator_would_run() {
    // Vue looks for two braces after it has decoded entities.
    let written = "&#123;\u{2060}&#123; 7\\*7 &#125;&#125;";
    for text in ["{{ 7*7 }}", "`{{ 7*7 }}`", "{![](javascript:a){ 7*7 }}"] {
        assert_eq!(rewritten(text), written, "{text}");
    }
    assert_eq!(escaped("{{ 7*7 }}"), written);
    // MDX reads such a line as JavaScript.
    assert_eq!(
        rewritten("export const a = 1\nimport b from 'c'\n\nexports, importance, Import"),
        "&#101;xport const a = 1  \n&#105;mport b from 'c'\n\nexports, importance, Import"
    );
    assert_eq!(rewritten("we import and export"), "we import and export");
    // PyMdown has a block syntax that writes any element.
    assert_eq!(
        rewritten("/// html | script\n??? note\n///"),
        "&#47;// html \\| script  \n&#63;?? note  \n&#47;//"
    );
}

#[test]
fn a_line_break_is_one_to_every_reader_of_markdown() {
    let lines = "one  \ntwo  \nthree  \nfour";
    assert_eq!(rewritten("one\\\ntwo  \nthree\nfour"), lines);
    assert_eq!(rewritten("one\ntwo\nthree\nfour"), lines);
}

#[test]
fn what_other_readers_may_lack_is_text() {
    assert_eq!(
        rewritten("| Time | What |\n|---|---|\n| 18:00 | [Doors](/d) |\n\n- [ ] a\n- [x] ~~b~~"),
        "Time – What  \n18:00 – [Doors](https://club.example/d)\n\n- \\[ \\] a\n- \\[x\\] \\~\\~b\\~\\~"
    );
}

#[test]
fn addresses_are_links_wherever_they_are() {
    assert_eq!(
        rewritten("join<https://a.example/b_c> or https://a.example/?p=1*2*3 or [call](tel:+441)"),
        "join [https://a.example/b\\_c](https://a.example/b_c) or \
         [https://a.example/?p=1\\*2\\*3](https://a.example/?p=1%2A2%2A3) or [call](tel:+441)"
    );
    assert_eq!(
        linked("Room 1_b, https://a.example/b_c."),
        "Room 1\\_b, [https://a.example/b\\_c](https://a.example/b_c)."
    );
    assert_eq!(linked("Room 1_b"), "Room 1\\_b");
}

#[test]
fn a_heading_may_end_in_the_mark_of_headings() {
    assert_eq!(rewritten("## What is C\\#"), "#### What is C\\#");
}

#[test]
fn an_exclamation_mark_before_a_link_makes_no_image() {
    assert_eq!(
        rewritten("Book now![here](https://example.org/pixel.png)&#33;[x](https://example.org)"),
        "Book now[here](https://example.org/pixel.png)\\![x](https://example.org)"
    );
    assert_eq!(escaped("now!"), "now\\!");
}

#[test]
fn emphasis_beside_emphasis_leaves_no_stars_in_the_text() {
    assert_eq!(rewritten("*a*_b_ **c**__d e__"), "*ab* **cd e**");
    for source in ["*a _b_*", "_a_*b*c", "**a**_b_", "*a*b*c*", "a**\"b\"**c"] {
        assert_eq!(text(&rewritten(source)), text(source), "{source}");
    }
}

#[test]
fn text_that_runs_from_right_to_left_is_kept_to_itself() {
    assert_eq!(
        escaped("\u{5e9}\u{5dc} 5"),
        "\u{2068}\u{5e9}\u{5dc} 5\u{2069}"
    );
    assert_eq!(escaped("\u{202e}back"), "\u{2068}\u{202e}back\u{2069}");
    assert_eq!(
        escaped("a\u{2069}b\u{2067}c"),
        "\u{2068}ab\u{2067}c\u{2069}\u{2069}"
    );
    assert_eq!(escaped("left"), "left");
}

proptest! {
    #[test]
    fn whatever_is_rewritten_has_no_image_and_no_html(
        source in "([a!*_`<>\\[\\]()\\\\ \n]|&#33;|!\\[a\\]\\(https://a\\.example\\)|\\[a\\]\\(https://a\\.example\\)|<b>){1,30}"
    ) {
        for markdown in [rewritten(&source), escaped(&source), format!("{}[a](https://a.example)", escaped(&source))] {
            let harmful = Parser::new(&markdown).find(|event| matches!(
                event,
                Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_)
            ));
            prop_assert_eq!(harmful, None, "{}", markdown);
        }
    }

    #[test]
    fn whatever_is_rewritten_has_no_mark_of_html(
        source in "([a<&>!`~\\[\\](){}\\\\ \n\t-]|```|~~~|    |&lt;|&#60;|<b>|`<b>`|> |- |1\\. |\n\n|\\[a\\]: ){1,40}"
    ) {
        for markdown in [rewritten(&source), escaped(&source)] {
            prop_assert!(!markdown.contains('<'), "{}", markdown);
            prop_assert!(!markdown.contains('{'), "{}", markdown);
        }
    }
}
