use super::{ENGLISH, FILE_NAME, NAMES, Piece, Words, fill, pieces};
use crate::diagnostic::Format;

/// Returns the report on a `words.yaml`, as people see it.
fn refused(text: &str) -> String {
    let report = Words::read(text).unwrap_err();
    report.render(Format::Human(false), FILE_NAME, text)
}

#[test]
fn a_text_is_split_at_its_placeholders_and_other_braces_are_text() {
    assert_eq!(
        pieces("a {b}c{/b} {D} {e"),
        [
            Piece::Text("a "),
            Piece::Value("b"),
            Piece::Text("c"),
            Piece::End("b"),
            Piece::Text(" {D} {e"),
        ]
    );
}

#[test]
fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
    let values = [("title", "{name}"), ("name", "Jo")];
    assert_eq!(fill("{title} by {name}", &values), "{name} by Jo");
}

#[test]
fn every_english_text_passes_the_check_of_replacements() {
    for name in NAMES {
        let text = ENGLISH.get(name).unwrap();
        let file = format!("{name}: {}", serde_json::to_string(text).unwrap());
        let read = Words::read(&file).unwrap_or_else(|it| panic!("{name}: {it:?}"));
        assert_eq!(read.get(name), Some(text));
    }
}

#[test]
fn a_file_replaces_the_texts_that_it_names_and_no_others() {
    let words = Words::read("skip_link: Neidio i'r cynnwys\nam: ''\npm: ''\n").unwrap();
    assert_eq!(words.skip_link, "Neidio i'r cynnwys");
    assert_eq!(words.am, "");
    assert_eq!(words.copied, "Copied");
}

#[test]
fn an_empty_file_replaces_nothing() {
    for text in ["", "# Cymraeg\n", "{}\n", "---\n"] {
        assert_eq!(Words::read(text).unwrap().copied, "Copied", "{text:?}");
    }
}

#[test]
fn an_unknown_word_is_an_error_at_its_place_with_the_nearest_name() {
    assert_eq!(
        refused("copied: Wedi'i gopïo\nskip_lnk: Neidio\n"),
        "\
error[template]: unknown word `skip_lnk`
 --> words.yaml:2:1
  |
2 | skip_lnk: Neidio
  | ^^^^^^^^
  |
  = help: did you mean `skip_link`?

"
    );
}

#[test]
fn a_text_without_a_placeholder_of_the_english_one_is_an_error() {
    assert_eq!(
        refused("made_on: Gwnaed y dudalen hon heddiw.\n"),
        "\
error[template]: `{date}` is missing
 --> words.yaml:1:10
  |
1 | made_on: Gwnaed y dudalen hon heddiw.
  |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: the English text is `This page was made on {date}.`; write each of its placeholders in yours

"
    );
}

#[test]
fn a_text_with_another_placeholder_is_an_error() {
    assert_eq!(
        refused("made_on: '{date}, {hour}'\n"),
        "\
error[template]: unknown placeholder `{hour}`
 --> words.yaml:1:10
  |
1 | made_on: '{date}, {hour}'
  |          ^^^^^^^^^^^^^^^^
  |
  = help: the English text is `This page was made on {date}.`; write its placeholders in yours, and no others

"
    );
}

#[test]
fn a_pair_that_is_closed_before_it_begins_is_an_error() {
    assert_eq!(
        refused("contact_in_line: 'cysylltwch{/link} â{link} ni'\n"),
        "\
error[template]: `{/link}` does not close `{link}`
 --> words.yaml:1:18
  |
1 | contact_in_line: 'cysylltwch{/link} â{link} ni'
  |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write each of the two once, in this order, and close a pair within another one first

"
    );
}

#[test]
fn a_word_without_a_text_is_an_error_except_for_the_halves_of_a_day() {
    for empty in ["", " ''", " ~", " null"] {
        let said = refused(&format!("skip_link:{empty}\n"));
        assert!(
            said.starts_with("error[template]: expected a text after `skip_link:`\n"),
            "{said}"
        );
    }
    assert!(Words::read("am: ''\npm: ''\n").is_ok());
}

#[test]
fn a_pair_that_is_written_twice_is_an_error() {
    for text in [
        "{link}A {link}B{/link}{/link}",
        "{link}A{/link} {link}B{/link}",
    ] {
        let said = refused(&format!("no_events_subscribe: \"{text}\"\n"));
        assert!(
            said.starts_with("error[template]: `{/link}` does not close `{link}`\n"),
            "{said}"
        );
    }
}

#[test]
fn many_braces_are_read_once() {
    let braces = "{".repeat(500_000);
    let found = pieces(&braces);
    assert_eq!(found, [Piece::Text(&braces)]);
}

#[test]
fn a_list_in_place_of_a_text_is_an_error() {
    assert_eq!(
        refused("may:\n  - Mai\njune: Mehefin\n"),
        "\
error[template]: expected a text after `may:`
 --> words.yaml:2:3
  |
2 |   - Mai
  |   ^
  |
  = help: if the text has a colon or begins with a bracket or a brace, write it in quotes

"
    );
}

#[test]
fn a_word_that_appears_twice_is_an_error() {
    assert_eq!(
        refused("may: Mai\nmay: Mai\n"),
        "\
error[template]: `may` appears twice in this file
 --> words.yaml:2:1
  |
2 | may: Mai
  | ^^^
  |
  = help: remove one of the two

"
    );
}

#[test]
fn a_file_that_is_not_a_mapping_is_an_error() {
    assert_eq!(
        refused("- Mai\n"),
        "\
error[template]: expected lines such as `skip_link: Skip to the content`
 --> words.yaml:1:1
  |
1 | - Mai
  | ^
  |
  = help: docs/reference/words.md lists the names

"
    );
}
