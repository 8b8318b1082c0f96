use super::check::{report, report_of};

#[test]
fn a_bracket_that_is_not_closed_is_no_yaml() {
    let report = report_of("  - {id: a, title: A, start: 2026-03-26\n");
    insta::assert_snapshot!(report, @r"
    error[syntax]: this is not YAML: did not find expected ',' or '}'
     --> events.yaml:9:1
      |
    9 |
      | ^
      |
      = help: look at this line and the one above: a missing `:`, a quote that is not closed, or an indent that does not line up
    ");
}

#[test]
fn an_indent_that_does_not_line_up_is_no_yaml() {
    let report = report_of(
        "  - id: a
   title: A
    start: 2026-03-26
",
    );
    insta::assert_snapshot!(report, @r"
    error[syntax]: this is not YAML: did not find expected '-' indicator
     --> events.yaml:9:4
      |
    9 |    title: A
      |    ^
      |
      = help: look at this line and the one above: a missing `:`, a quote that is not closed, or an indent that does not line up
    ");
}

#[test]
fn a_tab_as_indent_is_no_yaml() {
    let report = report_of("  - id: a\n\ttitle: A\n");
    insta::assert_snapshot!(report, @r"
    error[syntax]: this is not YAML: found a tab character that violates indentation
     --> events.yaml:9:1
      |
    9 |     title: A
      | ^^^^
      |
      = help: YAML indents with blanks: replace the tab by blanks
    ");
}

#[test]
fn a_quote_that_is_not_closed_is_no_yaml() {
    let report = report_of(
        r#"  - id: a
    title: "A
    start: 2026-03-26
"#,
    );
    insta::assert_snapshot!(report, @r"
    error[syntax]: this is not YAML: found unexpected end of stream
      --> events.yaml:11:1
       |
    11 |
       | ^
       |
       = help: look at this line and the one above: a missing `:`, a quote that is not closed, or an indent that does not line up
    ");
}

#[test]
fn a_text_that_begins_with_an_at_sign_is_no_yaml() {
    let report = report_of(
        "  - id: a
    title: @home
    start: 2026-03-26
",
    );
    insta::assert_snapshot!(report, @r"
    error[syntax]: this is not YAML: text that begins with a character that has a meaning of its own
     --> events.yaml:9:12
      |
    9 |     title: @home
      |            ^
      |
      = help: put the text in quotes
    ");
}

#[test]
fn a_colon_in_a_text_is_no_yaml() {
    let report = report_of(
        "  - id: a
    title: Books: a talk
    start: 2026-03-26
",
    );
    insta::assert_snapshot!(report, @r##"
    error[syntax]: this is not YAML: a second `:` on one line
     --> events.yaml:9:17
      |
    9 |     title: Books: a talk
      |                 ^
      |
      = help: put the text in quotes, such as `title: "Books: a talk"`, or mend the indent
    "##);
}

#[test]
fn an_alias_of_nothing_is_no_yaml() {
    let report = report_of(
        "  - id: a
    title: *title
    start: 2026-03-26
",
    );
    insta::assert_snapshot!(report, @r"
    error[syntax]: this is not YAML: unknown anchor
     --> events.yaml:9:12
      |
    9 |     title: *title
      |            ^
      |
      = help: look at this line and the one above: a missing `:`, a quote that is not closed, or an indent that does not line up
    ");
}

#[test]
fn a_second_document_is_refused() {
    let report = report_of(
        "\
---
a: b
",
    );
    insta::assert_snapshot!(report, @r"
    error[syntax]: a second document in one file
     --> events.yaml:8:1
      |
    8 | ---
      | ^
      |
      = help: remove the line `---`: one file is one calendar
    ");
}

#[test]
fn a_file_without_anything_is_empty() {
    let report = report("");
    insta::assert_snapshot!(report, @r"
    error[empty-file]: there is nothing in this file
     --> events.yaml:1:1
      |
    1 |
      | ^
      |
      = help: begin with `calendar:`; the reference has a small file to copy
    ");
}

#[test]
fn a_file_of_blanks_is_empty() {
    let report = report("\n  \n\n");
    insta::assert_snapshot!(report, @r"
    error[empty-file]: there is nothing in this file
     --> events.yaml:1:1
      |
    1 |
      | ^
      |
      = help: begin with `calendar:`; the reference has a small file to copy
    ");
}

#[test]
fn a_file_of_comments_has_no_calendar() {
    let report = report("# Our events\n");
    insta::assert_snapshot!(report, @r"
    error[missing-key]: `calendar` is missing
     --> events.yaml:1:1
      |
    1 | # Our events
      | ^
      |
      = help: begin the file with `calendar:`, and under it `name`, `slug`, `domain`, `url` and `timezone`
    ");
}

#[test]
fn a_list_is_no_events_file() {
    let report = report("- id: a\n");
    insta::assert_snapshot!(report, @r"
    error[wrong-type]: a list, where a mapping with `calendar` and `events` is meant
     --> events.yaml:1:1
      |
    1 | - id: a
      | ^^^^^^^
    ");
}
