//! What is beside a change stays with what it belongs to.

use super::*;

#[test]
fn a_comment_in_braces_stays_with_the_date_before_a_new_one() {
    let of = |changes: &str| {
        SERIES.replace(
            "Thursday\n",
            &format!("Thursday\n    changes: {{\n{changes}    }}\n"),
        )
    };
    let date = "changes 2026-12-24 cancelled";
    for (before, after) in [
        (
            "      2026-11-26: {cancelled: true}, # away\n",
            "      2026-11-26: {cancelled: true}, # away\n      2026-12-24: {cancelled: true},\n",
        ),
        (
            "      2026-11-26: {cancelled: true} # away\n",
            "      2026-11-26: {cancelled: true}, # away\n      2026-12-24: {cancelled: true}\n",
        ),
        (
            "      2026-11-26: {cancelled: true}, # away\n      2027-01-28: {cancelled: true}\n",
            "      2026-11-26: {cancelled: true}, # away\n      2026-12-24: {cancelled: true},\n      2027-01-28: {cancelled: true}\n",
        ),
    ] {
        there_and_back(
            &of(before),
            &[put(date, Value::True)],
            &of(after),
            &[remove(date)],
        );
    }
}

#[test]
fn a_date_below_a_comment_is_right_of_the_key_that_has_the_dates() {
    let of = |changes: &str| {
        SERIES.replace(
            "Thursday\n",
            &format!("Thursday\n    changes: {changes}\n      }}\n"),
        )
    };
    there_and_back(
        &of("{2026-11-26: {cancelled: true}, # away\n      2027-01-28: {cancelled: true}"),
        &[put("changes 2026-12-24 cancelled", Value::True)],
        &of(
            "{2026-11-26: {cancelled: true}, # away\n              2026-12-24: {cancelled: true},\n      2027-01-28: {cancelled: true}",
        ),
        &[remove("changes 2026-12-24 cancelled")],
    );
    there_and_back(
        &of("{2026-10-22: {title: A}, 2026-11-26: {cancelled: true} # away"),
        &[put("changes 2026-12-24 cancelled", Value::True)],
        &of(
            "{2026-10-22: {title: A}, 2026-11-26: {cancelled: true}, # away\n              2026-12-24: {cancelled: true}",
        ),
        &[remove("changes 2026-12-24 cancelled")],
    );
}

#[test]
fn a_date_is_added_where_the_newest_date_is_first() {
    let of =
        |changes: &str| SERIES.replace("Thursday\n", &format!("Thursday\n    changes:\n{changes}"));
    there_and_back(
        &of("      2027-02-25: {cancelled: true}\n      2026-11-26: {cancelled: true}\n"),
        &[put("changes 2026-12-24 cancelled", Value::True)],
        &of(
            "      2027-02-25: {cancelled: true}\n      2026-12-24: {cancelled: true}\n      2026-11-26: {cancelled: true}\n",
        ),
        &[remove("changes 2026-12-24 cancelled")],
    );
}

#[test]
fn empty_lines_that_a_text_ends_with_stay_when_the_next_event_is_removed() {
    let before = "events:
  - id: one
    start: 2026-01-01
    description: |+
      Hello

";
    let text = format!("{before}  - id: two\n    start: 2026-02-01\n");
    let places = document::read(&text).places.unwrap();
    assert_eq!(removed(&text, &places, 1).unwrap(), before);
}
