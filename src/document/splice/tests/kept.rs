//! What stays beside a value: comments, quotes, empty lines. Generated files had shown each of these.

use super::*;
use crate::document::splice::removed;

/// The text without an entry of `events:`.
fn without(text: &str, index: usize) -> String {
    let places = document::read(text).places.unwrap();
    removed(text, &places, index).unwrap()
}

#[test]
fn the_comment_after_a_text_in_quotes_stays() {
    assert_eq!(
        after(
            "events:\n- id: a\n  end: \"15:00\" # é, see \"b\"\n  description: 'It''s'  # c\n  title: A\n",
            0,
            &[put("end", moment("16:00")), put("description", text("Tea"))]
        )
        .unwrap(),
        "events:\n- id: a\n  end: \"16:00\" # é, see \"b\"\n  description: 'Tea'  # c\n  title: A\n"
    );
}

#[test]
fn the_comment_after_the_mark_of_a_block_stays() {
    let event = "events:\n  - id: a\n    description: |   # as on the poster\n      One\n      Two\n    title: A\n";
    assert_eq!(
        after(event, 0, &[put("description", text("Three"))]).unwrap(),
        "events:\n  - id: a\n    description: Three   # as on the poster\n    title: A\n"
    );
    assert_eq!(
        after(event, 0, &[put("description", text("Three\nFour\n"))]).unwrap(),
        "events:\n  - id: a\n    description: |   # as on the poster\n      Three\n      Four\n    title: A\n"
    );
    assert_eq!(
        after(event, 0, &[remove("description")]).unwrap(),
        "events:\n  - id: a\n    # as on the poster\n    title: A\n"
    );
}

#[test]
fn a_text_that_needs_quotes_gets_those_of_the_one_before() {
    there_and_back(
        "events:\n- id: a\n  start: 2026-02-02 13:00\n  end: '14:00'\n  title: \"A\"\n",
        &[put("end", moment("15:00"))],
        "events:\n- id: a\n  start: 2026-02-02 13:00\n  end: '15:00'\n  title: \"A\"\n",
        &[put("end", moment("14:00"))],
    );
}

#[test]
fn a_text_without_quotes_is_without_quotes_again() {
    there_and_back(
        "events:\n- id: a\n  title: A\n",
        &[put("title", text("2026-01-01 10:00"))],
        "events:\n- id: a\n  title: \"2026-01-01 10:00\"\n",
        &[put("title", text("A"))],
    );
    // Braces with a key in quotes are not JSON, if another key has none.
    there_and_back(
        "events:\n- {id: a, \"x-more\": {a: 1}, start: 2026-02-02}\n",
        &[put("start", moment("2026-02-03"))],
        "events:\n- {id: a, \"x-more\": {a: 1}, start: 2026-02-03}\n",
        &[put("start", moment("2026-02-02"))],
    );
}

#[test]
fn a_list_in_the_column_of_its_key_may_begin_with_an_item_in_braces() {
    assert_eq!(
        after(
            "events:\n- {id: b}\n- id: a\n  links:\n  - {title: A, url: https://a.example}\n  title: A\n",
            1,
            &[put("title", text("B"))]
        )
        .unwrap(),
        "events:\n- {id: b}\n- id: a\n  links:\n  - {title: A, url: https://a.example}\n  title: B\n"
    );
}

#[test]
fn the_only_entry_leaves_the_empty_lines_and_the_last_takes_one_along() {
    assert_eq!(
        without("events:\n  - id: a\n\n# end\n", 0),
        "events: []\n\n# end\n"
    );
    assert_eq!(
        without("events:\n  - id: a\n\n  - id: b\ngroups: {}\n", 1),
        "events:\n  - id: a\ngroups: {}\n"
    );
    assert_eq!(
        without("events:\n  - id: a\n  - id: b\n\ngroups: {}\n", 1),
        "events:\n  - id: a\n\ngroups: {}\n"
    );
}

#[test]
fn quotes_that_only_braces_need_go_with_the_text_that_needs_them() {
    there_and_back(
        "events:\n  - {id: a, title: A - B}\n",
        &[put("title", text("A, B"))],
        "events:\n  - {id: a, title: \"A, B\"}\n",
        &[put("title", text("A - B"))],
    );
}

#[test]
fn spaces_after_an_empty_list_stay() {
    let empty = "events: []  \r\n  # none yet\r\n";
    let places = document::read(empty).places.unwrap();
    let keys = [("id".to_owned(), text("a"))];
    let added =
        crate::document::splice::added(empty, &places, 0, &[Value::Keys(keys.to_vec())], None)
            .unwrap();
    assert_eq!(added, "events:  \r\n  - id: a\r\n  # none yet\r\n");
    assert_eq!(without(&added, 0), empty);
}

#[test]
fn a_list_in_brackets_with_a_comment_is_not_replaced() {
    let tags = Value::Texts(vec!["poems".to_owned()]);
    let commented = "events:\n- id: a\n  tags: [poems,   # and more\n    \"#y\"]\n";
    assert_eq!(
        after(commented, 0, &[put("tags", tags.clone())]),
        Err(Obstacle::Layout)
    );
    assert_eq!(
        after(
            "events: [{id: a, tags: [\"#y\"]}]\n",
            0,
            &[put("tags", tags)]
        )
        .unwrap(),
        "events: [{id: a, tags: [poems]}]\n"
    );
}

#[test]
fn spaces_on_an_empty_line_after_a_removed_event_stay() {
    let text = "events:\n  - id: a\n\n  - id: b\n  \n  - id: c\n";
    assert_eq!(without(text, 1), "events:\n  - id: a\n  \n  - id: c\n");
}

#[test]
fn of_two_empty_lines_the_one_with_the_line_end_of_the_removed_event_goes() {
    let text = "events:\n\r\n  - id: a\n\n  - id: b\r\n\r\n  - id: c\r\n\n  - id: d\n";
    assert_eq!(
        without(text, 0),
        "events:\n\r\n  - id: b\r\n\r\n  - id: c\r\n\n  - id: d\n"
    );
    assert_eq!(
        without(text, 2),
        "events:\n\r\n  - id: a\n\n  - id: b\r\n\n  - id: d\n"
    );
}
