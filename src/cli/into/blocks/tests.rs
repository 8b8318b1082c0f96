use super::renewed;
use crate::page::PartFormat;

fn part(words: &str) -> Result<String, String> {
    match words {
        "next" => Ok("**Lean Coffee**, Thursday 26 November 2026\n".to_owned()),
        "upcoming" => Ok("* one\n\n  of them\n* two\n".to_owned()),
        "upcoming 1" => Ok("* one\n".to_owned()),
        _ => Err(format!("`{words}` is unknown")),
    }
}

fn with_parts(text: &str) -> Result<String, String> {
    renewed(text, PartFormat::Markdown, part)
}

fn with_html(text: &str) -> Result<String, String> {
    renewed(text, PartFormat::Html, |_| {
        Ok("<pre>\n  code\n</pre>\n".to_owned())
    })
}

#[test]
fn the_text_between_the_markers_is_replaced_and_the_rest_is_kept() {
    assert_eq!(
        with_parts(
            "---\ntitle: Home\n---\nHello.  \n<!-- calfeed:begin next -->\nold\nand old\n<!-- calfeed:end next -->\n\tGoodbye, with no line end"
        ),
        Ok("---\ntitle: Home\n---\nHello.  \n<!-- calfeed:begin next -->\n**Lean Coffee**, Thursday 26 November 2026\n<!-- calfeed:end next -->\n\tGoodbye, with no line end".to_owned())
    );
}

#[test]
fn a_second_time_changes_nothing() {
    let text = "<!-- calfeed:begin upcoming -->\n<!-- calfeed:end upcoming -->\n<!-- calfeed:begin next -->\n<!-- calfeed:end next -->";
    let once = with_parts(text).unwrap();
    assert_eq!(with_parts(&once), Ok(once.clone()));
    assert!(once.contains("* two\n<!-- calfeed:end upcoming -->"));
}

#[test]
fn the_line_endings_of_the_file_are_kept() {
    assert_eq!(
        with_parts("a\r\n<!-- calfeed:begin upcoming -->\r\n<!-- calfeed:end upcoming -->\r\nb\n"),
        Ok("a\r\n<!-- calfeed:begin upcoming -->\r\n* one\r\n\r\n  of them\r\n* two\r\n<!-- calfeed:end upcoming -->\r\nb\n".to_owned())
    );
}

#[test]
fn markers_may_be_indented_and_have_more_spaces() {
    assert_eq!(
        with_parts("  <!-- calfeed:begin   next   -->\n  <!-- calfeed:end next-->  \n"),
        Ok("  <!-- calfeed:begin   next   -->\n  **Lean Coffee**, Thursday 26 November 2026\n  <!-- calfeed:end next-->  \n".to_owned())
    );
}

#[test]
fn markers_that_are_not_in_order_are_errors() {
    let begin = |name: &str| format!("<!-- calfeed:begin {name} -->\n");
    let end = |name: &str| format!("<!-- calfeed:end {name} -->\n");
    let cases = [
        (
            "Nothing here.\n".to_owned(),
            "it has no markers; write `<!-- calfeed:begin NAME -->` and `<!-- calfeed:end NAME -->` on lines of their own, where NAME is `events`, `upcoming` or `next`",
        ),
        (
            begin("next"),
            "line 1 begins `next`, which does not end; write `<!-- calfeed:end next -->` below it",
        ),
        (
            end("next"),
            "line 1 ends `next`, which does not begin; write `<!-- calfeed:begin next -->` above it",
        ),
        (
            [begin("next"), end("next"), begin("next"), end("next")].concat(),
            "line 3 begins `next`, as line 1 does; remove one of them",
        ),
        (
            [
                begin("next"),
                begin("upcoming"),
                end("upcoming"),
                end("next"),
            ]
            .concat(),
            "line 2 begins `upcoming` inside `next`, which begins in line 1; end that first, with `<!-- calfeed:end next -->`",
        ),
        (
            [begin("next"), end("upcoming")].concat(),
            "line 2 ends `upcoming`, but line 1 begins `next`; write `<!-- calfeed:end next -->`",
        ),
        (
            [begin("past"), end("past")].concat(),
            "line 1: `past` is unknown",
        ),
        (
            "See <!-- calfeed:begin next --> here\n".to_owned(),
            "line 1 is not a valid marker; write `<!-- calfeed:begin NAME -->` or `<!-- calfeed:end NAME -->` on a line of its own",
        ),
        (
            "<!-- calfeed:begn next -->\n".to_owned(),
            "line 1 is not a valid marker; write `<!-- calfeed:begin NAME -->` or `<!-- calfeed:end NAME -->` on a line of its own",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(with_parts(&text), Err(message.to_owned()), "{text}");
    }
}

#[test]
fn a_part_is_indented_like_its_marker() {
    assert_eq!(
        with_parts("- Next:\n\n  <!-- calfeed:begin upcoming -->\n  <!-- calfeed:end upcoming -->\n"),
        Ok("- Next:\n\n  <!-- calfeed:begin upcoming -->\n  * one\n\n    of them\n  * two\n  <!-- calfeed:end upcoming -->\n".to_owned())
    );
}

#[test]
fn markers_in_a_code_block_are_ignored() {
    let example = "````markdown\n```\n<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n````\n~~~\n<!-- calfeed:beginn -->\n~~~\n";
    assert_eq!(
        with_parts(&format!(
            "{example}<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n"
        )),
        Ok(format!(
            "{example}<!-- calfeed:begin next -->\n**Lean Coffee**, Thursday 26 November 2026\n<!-- calfeed:end next -->\n"
        ))
    );
}

#[test]
fn a_part_that_holds_a_marker_is_refused() {
    let found = renewed(
        "<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n",
        PartFormat::Markdown,
        |_| Ok("a\n<!-- calfeed:end next -->\n".to_owned()),
    );
    assert_eq!(
        found,
        Err("line 2 of the block `next` contains a marker, so the block could not be updated again; remove it from the template".to_owned())
    );
}

#[test]
fn a_block_ends_with_all_words_of_its_beginning_or_with_its_name() {
    for end in ["upcoming", "upcoming 1", "upcoming   1"] {
        let text = format!("<!-- calfeed:begin upcoming  1 -->\nold\n<!-- calfeed:end {end} -->\n");
        let part = |_: &str| Ok("* one\n".to_owned());
        assert_eq!(
            renewed(&text, PartFormat::Markdown, part),
            Ok(format!(
                "<!-- calfeed:begin upcoming  1 -->\n* one\n<!-- calfeed:end {end} -->\n"
            ))
        );
    }
    assert_eq!(
        with_parts("<!-- calfeed:begin upcoming 1 -->\n<!-- calfeed:end upcoming 2 -->\n"),
        Err("line 2 ends `upcoming 2`, but line 1 begins `upcoming 1`; write `<!-- calfeed:end upcoming 1 -->`".to_owned())
    );
}

#[test]
fn a_part_may_appear_twice_with_other_words() {
    let text = "<!-- calfeed:begin upcoming -->\n<!-- calfeed:end upcoming -->\n<!-- calfeed:begin upcoming 1 -->\n<!-- calfeed:end upcoming -->\n";
    assert_eq!(
        with_parts(text),
        Ok("<!-- calfeed:begin upcoming -->\n* one\n\n  of them\n* two\n<!-- calfeed:end upcoming -->\n<!-- calfeed:begin upcoming 1 -->\n* one\n<!-- calfeed:end upcoming -->\n".to_owned())
    );
}

#[test]
fn html_is_not_indented() {
    assert_eq!(
        with_html("<main>\n  <!-- calfeed:begin next -->\n  <!-- calfeed:end next -->\n</main>\n"),
        Ok("<main>\n  <!-- calfeed:begin next -->\n<pre>\n  code\n</pre>\n  <!-- calfeed:end next -->\n</main>\n".to_owned())
    );
}

#[test]
fn markers_in_verbatim_html_are_ignored() {
    let pair = "<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n";
    let updated = "<!-- calfeed:begin next -->\n<pre>\n  code\n</pre>\n<!-- calfeed:end next -->\n";
    for (open, close) in [
        ("<pre>", "</pre>"),
        ("<PRE class=\"x\">", "</Pre>"),
        ("<script type=module>", "</script>"),
        ("<p>text</p><style>", "</style>"),
        ("<textarea>", "</textarea>"),
        ("<pre></pre><script>", "// </pre>\n</script>"),
    ] {
        let example = format!("{open}\n{pair}{close}\n");
        assert_eq!(
            with_html(&format!("{example}{pair}")),
            Ok(format!("{example}{updated}")),
            "{open}"
        );
    }
    for near in ["<preview>", "<!-- short --><p>", "<pre>a</pre>"] {
        assert_eq!(
            with_html(&format!("{near}\n{pair}")),
            Ok(format!("{near}\n{updated}"))
        );
    }
}

#[test]
fn a_marker_in_something_that_does_not_end_is_an_error() {
    let pair = "<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n";
    assert_eq!(
        with_html(&format!("{pair}<a title='a <pre> tag'>x</a>\n{pair}")),
        Err("line 4 is within an element such as `pre` or `script`, or a comment, that does not end; end that above the marker".to_owned())
    );
    assert_eq!(
        with_parts(&format!("{pair}```\nlet x;\n{pair}")),
        Err(
            "line 5 is within a block of code that does not end; end that above the marker"
                .to_owned()
        )
    );
}
