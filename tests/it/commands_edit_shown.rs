//! How the commands that edit show what they do, and what they refuse.

use crate::commands_edit::{TEXT, desk, done, run, shown};
use crate::program::Desk;

#[test]
fn skip_needs_a_date() {
    insta::assert_snapshot!(done(&["skip", "book-club"]), @r"
    exit code 2
    --- stderr
    error: the following required arguments were not provided:
      <DATE>

    Usage: calfeed skip <ID> <DATE>

    For more information, try '--help'.
    --- events.yaml is unchanged
    ");
}

#[test]
fn add_refuses_an_id_that_another_event_has() {
    insta::assert_snapshot!(done(&["add", "--id", "book-club", "--title", "Poetry", "--start", "2026-09-03 18:00"]), @r"
    exit code 1
    --- stderr
    error: another event has the id `book-club`; write `book-club-2`, or no id, so that calfeed makes one
    --- events.yaml is unchanged
    ");
}

#[test]
fn set_needs_an_equals_sign_in_its_option_of_add() {
    insta::assert_snapshot!(done(&["add", "--title", "A", "--start", "tbc", "--set", "x-budget"]), @r"
    exit code 2
    --- stderr
    error: `--set` needs a key, an equals sign and a value, such as `x-room=4`, not `x-budget`
    --- events.yaml is unchanged
    ");
}

#[test]
fn an_option_with_an_empty_value_counts_as_not_given() {
    let form = ["cancel", "--reason=", "--", "summer-party-2026", ""];
    assert_eq!(done(&form), done(&["cancel", "summer-party-2026"]));
}

#[test]
fn a_text_that_looks_like_another_type_stays_text() {
    insta::assert_snapshot!(done(&["cancel", "book-club", "2026-10-13", "--reason", "2026"]), @r#"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is cancelled.

    Cancelled
      Book club, Tuesday 13 October 2026, 6:30pm to 8pm (2026)
    --- stderr
    events.yaml, line 18: added
    +       2026-10-13: {cancelled: "2026"}
    --- events.yaml after line 17
    +      2026-10-13: {cancelled: "2026"}
    "#);
}

#[test]
fn a_change_that_no_subscriber_sees_says_so() {
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "x-budget", "90"]), @r"
    exit code 0
    --- stdout
    Nothing changes for subscribers.
    --- stderr
    events.yaml, line 22: changed
    -     x-budget: 80
    +     x-budget: 90
    --- events.yaml after line 21
    -    x-budget: 80
    +    x-budget: 90
    ");
}

#[test]
fn a_dry_run_shows_the_same_and_writes_nothing() {
    insta::assert_snapshot!(done(&["skip", "book-club", "2026-12-08", "--dry-run"]), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is removed.

    Removed
      Book club, Tuesday 8 December 2026, 6:30pm to 8pm (skipped)
    --- stderr
    events.yaml, line 18: added
    +       2026-12-08: {skipped: true}
    note: this is a dry run; nothing was written
    --- events.yaml is unchanged
    ");
}

#[test]
fn json_has_everything_in_one_object() {
    insta::assert_snapshot!(done(&["skip", "book-club", "2026-12-08", "--format", "json"]), @r#"
    exit code 0
    --- stdout
    {
      "after": [
        "      2026-12-08: {skipped: true}"
      ],
      "before": [],
      "commit": null,
      "difference": {
        "changes": [
          {
            "event": "book-club",
            "instances": [
              {
                "after": null,
                "before": {
                  "all_day": false,
                  "end": "2026-12-08T20:00:00+00:00",
                  "location": "Riverside Library",
                  "start": "2026-12-08T18:30:00+00:00",
                  "status": "CONFIRMED",
                  "title": "Book club",
                  "uid": "book-club@books.example.org"
                },
                "key": "2026-12-08"
              }
            ],
            "kind": "removed",
            "past": false,
            "title": "Book club",
            "words": "Book club, Tuesday 8 December 2026, 6:30pm to 8pm (skipped)"
          }
        ],
        "from": "2026-06-15",
        "hosts": [],
        "later": [],
        "settings": [],
        "summary": "In the next 12 months 1 meeting is removed.",
        "to": "2027-06-15",
        "version": 1,
        "warnings": []
      },
      "file": "events.yaml",
      "id": "book-club",
      "line": 18,
      "version": 1,
      "warnings": [],
      "written": true
    }
    --- events.yaml after line 17
    +      2026-12-08: {skipped: true}
    "#);
}

#[test]
fn json_has_the_id_of_a_new_event() {
    let desk = desk();
    let add = [
        "add",
        "--title=Poetry",
        "--start=2026-09-03 18:00",
        "--end=20:00",
    ];
    let run = run(&desk, &[&add[..], &["--format", "json"]].concat());
    let object: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(object["id"], "poetry-2026");
    assert_eq!(run.stderr, "");
}

#[test]
fn markdown_is_for_a_pull_request() {
    insta::assert_snapshot!(done(&["cancel", "book-club", "2026-10-13", "--reason", "no *heating*", "--format", "markdown"]), @r"
    exit code 0
    --- stdout
    ### In the next 12 months 1 meeting is cancelled

    **Cancelled**

    - **Book club**, Tuesday 13 October 2026, 6:30pm to 8pm (no \*heating\*)
    --- stderr
    events.yaml, line 18: added
    +       2026-10-13: {cancelled: no *heating*}
    --- events.yaml after line 17
    +      2026-10-13: {cancelled: no *heating*}
    ");
}

#[test]
fn an_event_that_the_file_does_not_have_is_refused_with_exit_code_1() {
    insta::assert_snapshot!(done(&["cancel", "bok-club"]), @r"
    exit code 1
    --- stderr
    error: no event has the id `bok-club`; did you mean `book-club`?
    --- events.yaml is unchanged
    ");
}

#[test]
fn a_date_that_the_series_does_not_have_is_refused() {
    insta::assert_snapshot!(done(&["move", "book-club", "2026-10-14", "--to", "2026-10-20"]), @r"
    exit code 1
    --- stderr
    error: nothing takes place on Wednesday 14 October 2026; the nearest dates are `2026-10-13` and `2026-11-10`
    --- events.yaml is unchanged
    ");
}

#[test]
fn an_edit_that_would_make_an_error_is_refused_and_says_what_to_type() {
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "start", "someday"]), @r"
    exit code 1
    --- stderr
    error: the value: can't understand `someday` as a date or a time; dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`
    --- events.yaml is unchanged
    ");
    insta::assert_snapshot!(done(&["set", "summer-party-2026", "titel", "Party"]), @r"
    exit code 1
    --- stderr
    error: unknown key `titel`; did you mean `title`?
    --- events.yaml is unchanged
    ");
}

#[test]
fn a_change_that_only_a_person_can_make_says_what_to_type() {
    let desk = Desk::new();
    let tags = "    tags:\n      - crime # until June\n      - poetry\n";
    let text = TEXT.replace("    location: Riverside Library\n", tags);
    desk.write("events.yaml", &text);
    let run = run(&desk, &["set", "book-club", "tags", "travel, history"]);
    insta::assert_snapshot!(shown(&desk, &run, "events.yaml", &text), @r"
    exit code 1
    --- stderr
    error: calfeed cannot make this change without changing other lines
    help: in the events file, write in the event `book-club` (line 10):

        tags: [travel, history]

    and remove the old `tags` there
    --- events.yaml is unchanged
    ");
}

#[test]
fn a_new_warning_is_shown_in_full() {
    insta::assert_snapshot!(done(&["unset", "summer-party-2026", "end"]), @r#"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting has a new time.

    New time
      Summer party, Saturday 11 July 2026: 3pm to 7pm → 3pm to 4pm
    --- stderr
    events.yaml, line 21: removed
    -     end: "19:00"
    warning[no-end]: no end time: shown as one hour long
      --> events.yaml:20:12
       |
    20 |     start: 2026-07-11 15:00
       |            ^^^^^^^^^^^^^^^^
       |
       = help: add `end: "16:00"`; if this is intended, add `allow: [no-end]`

    --- events.yaml after line 20
    -    end: "19:00"
    "#);
}
