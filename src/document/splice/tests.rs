mod kept;

use super::*;
use crate::document::{self, Step, Value};

mod neighbours;

/// The text after some steps on the event with an index.
fn after(text: &str, index: usize, steps: &[Step]) -> Result<String, Obstacle> {
    let places = document::read(text).places.ok_or(Obstacle::Unreadable)?;
    let mut draft = Draft::of(text, &places, index);
    for step in steps {
        draft.apply(step)?;
    }
    Ok(draft.into_text())
}

fn keys(path: &str) -> Vec<String> {
    path.split_whitespace().map(ToOwned::to_owned).collect()
}

/// `path` and the key, with spaces between.
fn put(path: &str, value: Value) -> Step {
    let mut path = keys(path);
    let key = path.pop().unwrap();
    Step::Put { path, key, value }
}

fn remove(path: &str) -> Step {
    let mut path = keys(path);
    let key = path.pop().unwrap();
    Step::Remove { path, key }
}

fn push(path: &str, item: Value) -> Step {
    let mut path = keys(path);
    let key = path.pop().unwrap();
    Step::Push { path, key, item }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn moment(text: &str) -> Value {
    Value::Moment(text.to_owned())
}

/// Makes the steps in the first event, and takes them back.
#[track_caller]
fn there_and_back(before: &str, steps: &[Step], expected: &str, back: &[Step]) {
    let changed = after(before, 0, steps).unwrap();
    assert_eq!(changed, expected);
    assert_eq!(after(&changed, 0, back).unwrap(), before);
}

const SERIES: &str = "events:

  # Every month
  - id: lean-coffee
    title: Lean Coffee   # the oldest
    start: 2025-03-27 11:00
    end: \"12:00\"
    repeats: monthly on the 4th Thursday
    description: |
      Bring a topic.

      # not a comment

    # below
    links:
      - title: Join
        url: https://a.example
    changes:                        # by the date
      2025-10-23: {moved_to: 2025-10-30}
      2025-12-25: {moved_to: 2025-12-18, reason: Christmas Day}

  # 2025
";

#[test]
fn a_change_is_added_in_the_order_of_dates_and_in_braces_as_its_neighbours() {
    there_and_back(
        SERIES,
        &[
            put("changes 2025-11-27 moved_to", moment("2025-11-20")),
            put("changes 2025-11-27 reason", text("yes")),
        ],
        &SERIES.replace(
            "      2025-12-25",
            "      2025-11-27: {moved_to: 2025-11-20, reason: \"yes\"}\n      2025-12-25",
        ),
        &[
            remove("changes 2025-11-27 reason"),
            remove("changes 2025-11-27 moved_to"),
        ],
    );
}

#[test]
fn keys_are_added_after_those_that_the_reference_lists_before_them() {
    there_and_back(
        SERIES,
        &[
            put("status", text("cancelled")),
            put("reason", text("No: nobody came")),
            put("location", text("Hall # 2")),
        ],
        "events:

  # Every month
  - id: lean-coffee
    title: Lean Coffee   # the oldest
    start: 2025-03-27 11:00
    end: \"12:00\"
    repeats: monthly on the 4th Thursday
    description: |
      Bring a topic.

      # not a comment

    # below
    links:
      - title: Join
        url: https://a.example
    changes:                        # by the date
      2025-10-23: {moved_to: 2025-10-30}
      2025-12-25: {moved_to: 2025-12-18, reason: Christmas Day}
    status: cancelled
    reason: \"No: nobody came\"
    location: \"Hall # 2\"

  # 2025
",
        &[remove("location"), remove("reason"), remove("status")],
    );
}

#[test]
fn a_value_is_replaced_and_the_comment_after_it_stays() {
    there_and_back(
        SERIES,
        &[put("title", text("Coffee")), put("end", moment("12:30"))],
        &SERIES
            .replace("title: Lean Coffee ", "title: Coffee ")
            .replace("12:00", "12:30"),
        &[
            put("title", text("Lean Coffee")),
            put("end", moment("12:00")),
        ],
    );
}

#[test]
fn a_text_of_several_lines_replaces_another() {
    let changed = after(SERIES, 0, &[put("description", text("One.\n\nTwo.\n"))]).unwrap();
    assert_eq!(
        changed,
        SERIES.replace(
            "      Bring a topic.\n\n      # not a comment\n",
            "      One.\n\n      Two.\n"
        )
    );
    let changed = after(SERIES, 0, &[put("description", text("One."))]).unwrap();
    assert_eq!(
        changed,
        SERIES.replace(
            "description: |\n      Bring a topic.\n\n      # not a comment\n",
            "description: One.\n"
        )
    );
}

#[test]
fn a_talk_begins_a_list_and_follows_others() {
    let talk = |title: &str| {
        Value::Keys(vec![
            ("title".to_owned(), text(title)),
            (
                "speakers".to_owned(),
                Value::Texts(vec!["Ada, of A".to_owned(), "Bo".to_owned()]),
            ),
        ])
    };
    let changed = after(
        SERIES,
        0,
        &[push("talks", talk("One")), push("talks", talk("Two"))],
    );
    assert_eq!(
        changed.unwrap(),
        SERIES.replace(
            "reason: Christmas Day}\n",
            "reason: Christmas Day}\n    talks:\n      - title: One\n        speakers: [\"Ada, of A\", Bo]\n      - title: Two\n        speakers: [\"Ada, of A\", Bo]\n",
        )
    );
}

#[test]
fn a_date_with_a_talk_is_written_as_lines() {
    let talk = Value::Keys(vec![("title".to_owned(), text("One"))]);
    let changed = after(SERIES, 0, &[push("changes 2025-11-27 talks", talk)]).unwrap();
    assert_eq!(
        changed,
        SERIES.replace(
            "      2025-12-25",
            "      2025-11-27:\n        talks:\n          - title: One\n      2025-12-25",
        )
    );
}

#[test]
fn the_last_change_takes_its_key_with_it_and_leaves_comments() {
    let text = "events:\r\n- id: a\r\n  title: A\r\n  changes:   # here\r\n    # why\r\n    2025-10-23:\r\n      moved_to: 2025-10-30 # so\r\n  links: []";
    assert_eq!(
        after(text, 0, &[remove("changes 2025-10-23 moved_to")]).unwrap(),
        "events:\r\n- id: a\r\n  title: A\r\n  # here\r\n    # why\r\n      # so\r\n  links: []"
    );
    there_and_back(
        "events:\r\n- id: a\r\n  title: A",
        &[put("changes 2025-10-23 moved_to", moment("14:00"))],
        "events:\r\n- id: a\r\n  title: A\r\n  changes:\r\n    2025-10-23: {moved_to: \"14:00\"}",
        &[remove("changes 2025-10-23 moved_to")],
    );
}

#[test]
fn an_event_in_braces_stays_in_braces() {
    there_and_back(
        "\u{feff}events: [{id: a, title: \"Ä, b\", }, {id: b}]\n",
        &[
            put("changes 2025-10-23 cancelled", Value::True),
            put("location", text("A, b")),
        ],
        "\u{feff}events: [{id: a, title: \"Ä, b\", changes: {2025-10-23: {cancelled: true}}, location: \"A, b\", }, {id: b}]\n",
        &[remove("location"), remove("changes 2025-10-23 cancelled")],
    );
    there_and_back(
        "events:\n  - {\n      id: a,   # one\n      title: A # two\n    }\n",
        &[put("location", text("B"))],
        "events:\n  - {\n      id: a,   # one\n      title: A, # two\n      location: B\n    }\n",
        &[remove("location")],
    );
}

#[test]
fn json_stays_json() {
    there_and_back(
        "{\"events\":[\n{\"id\":\"a\",\"title\":\"A\"},\n{\"id\":\"b\"}\n]}\n",
        &[put("changes 2025-10-23 moved_to", moment("2025-10-30"))],
        "{\"events\":[\n{\"id\":\"a\",\"title\":\"A\",\"changes\":{\"2025-10-23\": {\"moved_to\": \"2025-10-30\"}}},\n{\"id\":\"b\"}\n]}\n",
        &[remove("changes 2025-10-23 moved_to")],
    );
}

#[test]
fn a_text_that_an_alias_repeats_is_not_changed() {
    let text_of = "x-hall: &hall Town hall\nevents:\n  - id: a\n    title: &t A\n    location: *hall\n  - id: b\n    title: *t\n";
    assert_eq!(
        after(text_of, 0, &[put("title", text("B"))]),
        Err(Obstacle::Repeated("t".to_owned()))
    );
    assert_eq!(
        after(text_of, 0, &[put("location", text("B"))]),
        Err(Obstacle::LastAlias("hall".to_owned()))
    );
    assert_eq!(
        after(text_of, 1, &[remove("title")]),
        Err(Obstacle::LastAlias("t".to_owned()))
    );
    assert_eq!(
        after(text_of, 1, &[put("location", text("B"))]).unwrap(),
        format!("{text_of}    location: B\n")
    );
}

mod entries {
    use super::*;

    fn added_to(text: &str, index: usize, year: i32) -> String {
        let places = document::read(text).places.unwrap();
        let keys = vec![
            ("id".to_owned(), super::text("new")),
            ("title".to_owned(), super::text("New: it")),
        ];
        let added = added(text, &places, index, &[Value::Keys(keys)], Some(year)).unwrap();
        let places = document::read(&added).places.unwrap();
        let count = places.starts().len();
        let at = index.min(count - 1);
        assert_eq!(removed(&added, &places, at).unwrap(), text, "{added}");
        added
    }

    const YEARS: &str = "events:\n\n  # Newest first\n\n  # 2026\n\n  - id: c\n    title: C\n\n  # 2025\n\n  - id: b\n    title: B   # b\n    # also b\n\n  - id: a\n    title: A\n\ngroups: {}\n";

    #[test]
    fn an_entry_is_below_the_heading_of_its_year() {
        assert_eq!(
            added_to(YEARS, 0, 2026),
            YEARS.replace(
                "  - id: c",
                "  - id: new\n    title: \"New: it\"\n\n  - id: c"
            )
        );
        assert_eq!(
            added_to(YEARS, 1, 2026),
            YEARS.replace(
                "    title: C\n",
                "    title: C\n\n  - id: new\n    title: \"New: it\"\n"
            )
        );
        assert_eq!(
            added_to(YEARS, 1, 2025),
            YEARS.replace(
                "  - id: b",
                "  - id: new\n    title: \"New: it\"\n\n  - id: b"
            )
        );
    }

    #[test]
    fn comments_stay_with_the_entry_that_they_are_about() {
        assert_eq!(
            added_to(YEARS, 2, 2025),
            YEARS.replace(
                "    # also b\n",
                "    # also b\n\n  - id: new\n    title: \"New: it\"\n"
            )
        );
        assert_eq!(
            added_to(YEARS, 3, 2024),
            YEARS.replace(
                "    title: A\n",
                "    title: A\n\n  - id: new\n    title: \"New: it\"\n"
            )
        );
    }

    #[test]
    fn an_entry_follows_the_layout_of_its_neighbours() {
        assert_eq!(
            added_to(
                "events:\r\n-   id: a\r\n    title: A\r\n-   id: b\r\n    title: B",
                2,
                2026
            ),
            "events:\r\n-   id: a\r\n    title: A\r\n-   id: b\r\n    title: B\r\n-   id: new\r\n    title: \"New: it\""
        );
        assert_eq!(
            added_to("events:\n  - {id: a}\n  - {id: b} # b\n", 1, 2026),
            "events:\n  - {id: a}\n  - {id: new, title: \"New: it\"}\n  - {id: b} # b\n"
        );
        assert_eq!(
            added_to("{\"events\": [\n  {\"id\": \"a\"}\n]}\n", 1, 2026),
            "{\"events\": [\n  {\"id\": \"a\"},\n  {\"id\": \"new\", \"title\": \"New: it\"}\n]}\n"
        );
        assert_eq!(
            added_to("events: [] # none yet\n", 0, 2026),
            "events: # none yet\n  - id: new\n    title: \"New: it\"\n"
        );
    }
}

#[test]
fn a_key_that_comes_first_is_written_above_the_comments_of_the_next() {
    let event = "events:
  - id: club
    changes:   # by the date
      # Holidays
      2026-03-10:
        location: Hall
";
    there_and_back(
        event,
        &[put("changes 2026-02-10 skipped", Value::True)],
        "events:
  - id: club
    changes:   # by the date
      2026-02-10:
        skipped: true
      # Holidays
      2026-03-10:
        location: Hall
",
        &[remove("changes 2026-02-10 skipped")],
    );
    there_and_back(
        event,
        &[put("changes 2026-03-10 moved_to", moment("2026-03-12"))],
        "events:
  - id: club
    changes:   # by the date
      # Holidays
      2026-03-10:
        moved_to: 2026-03-12
        location: Hall
",
        &[remove("changes 2026-03-10 moved_to")],
    );
}

#[test]
fn a_key_cannot_be_written_before_the_one_after_the_hyphen() {
    assert_eq!(
        after(
            "events:\r\n  - title: Club\r\n    start: 2026-01-13\r\n",
            0,
            &[put("id", text("club"))]
        )
        .unwrap(),
        "events:\r\n  - title: Club\r\n    id: club\r\n    start: 2026-01-13\r\n"
    );
}
