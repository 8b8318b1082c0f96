use super::*;

const BINDING: &str = "talk --title 'How a book is bound' --speaker 'A bookbinder (Mill Lane, Press)' --slides https://example.org/slides.pdf";
const TALK: &str = "talks + {title: \"How a book is bound\", speakers: [\"A bookbinder (Mill Lane, Press)\"], slides: \"https://example.org/slides.pdf\"}\n";

#[test]
fn a_talk_is_added_to_the_event_or_to_its_date() {
    let party = "{id: club, title: Party, start: 2026-07-11 15:00, end: \"19:00\"}";
    assert_eq!(planned(party, BINDING), TALK);
    let of_date = format!("{BINDING} --date 2026-03-10");
    let event = series("changes: {2026-03-10: {talks: [{title: Poems}]}}");
    for event in [series(""), event] {
        assert_eq!(
            planned(&event, &of_date),
            format!("changes / 2026-03-10 / {TALK}")
        );
    }
}

#[test]
fn a_talk_that_would_hide_others_is_refused() {
    let event = series("talks: [{title: News}]");
    assert_eq!(
        planned(&event, &format!("{BINDING} --date 2026-03-10")),
        "refused: the series has talks, and a talk of one date would replace them on Tuesday 10 March 2026; write all talks of that date into the file\n"
    );
}

#[test]
fn a_talk_that_makes_no_sense_is_refused() {
    let event =
        series("changes: {2026-03-10: {talks: [{title: Poems}]}, 2026-04-14: {skipped: Easter}}");
    let cases = [
        (
            "--date 2026-03-10 --title Poems",
            "the talk `Poems` is there already; write its slides or its recording below its `title`",
        ),
        (
            "--date 2026-04-14 --title Poems",
            "the meeting on Tuesday 14 April 2026 is skipped; if it takes place after all, first use `calfeed restore club 2026-04-14`",
        ),
        (
            "--date 2026-03-10",
            "the title of the talk is empty; write one",
        ),
        (
            "--date 2026-03-10 --title A --slides slides.pdf",
            "the address of the slides: expected an address that begins with `https://`, found `slides.pdf`; write `https://slides.pdf`",
        ),
    ];
    for (command, expected) in cases {
        let refusal = planned(&event, &format!("talk {command}"));
        assert_eq!(refusal, format!("refused: {expected}\n"), "{command}");
    }
}

fn typed(event: &str, command: &str) -> String {
    let text = format!("{CALENDAR}events:\n  - {event}\n");
    let at = Whereabouts {
        file: "events.yaml",
        id: "club",
        line: Some(3),
    };
    let steps = of_text(&text, &request(command)).unwrap();
    let read = document::read(&text).recovered;
    by_hand(&steps, &read.document.events[0], &at)
}

#[test]
fn what_to_type_by_hand_is_yaml() {
    let event = series("changes: {2026-03-10: {cancelled: Snow, moved_to: tbc}}");
    assert_eq!(
        typed(&event, "move 2026-03-10 --to 14:00 --reason 'Hall: in use'"),
        "in events.yaml, write under `2026-03-10`, under `changes` of the event `club` (line 3):

        moved_to: \"14:00\"
        reason: \"Hall: in use\"

and remove the old `moved_to` and `cancelled` there
"
    );
    assert_eq!(
        typed(&event, "restore 2026-03-10"),
        "in events.yaml, remove `cancelled` and `moved_to` under `2026-03-10`, under `changes` of the event `club` (line 3); if nothing else is left of that date, remove the date too\n"
    );
    assert_eq!(
        typed(&event, &format!("{BINDING} --date 2026-04-14")),
        "in events.yaml, write under `changes` of the event `club` (line 3):

      2026-04-14:
        talks:
          - title: How a book is bound
            speakers: [\"A bookbinder (Mill Lane, Press)\"]
            slides: https://example.org/slides.pdf
"
    );
    assert_eq!(
        typed(&event, "set description 'One\n\nTwo'"),
        "in events.yaml, write in the event `club` (line 3):

    description: |-
      One

      Two
"
    );
    assert_eq!(
        typed(&event, "set also '2026-03-11, 2026-03-13 19:00'"),
        "in events.yaml, write in the event `club` (line 3):

    also:
      - 2026-03-11
      - 2026-03-13 19:00
"
    );
}

#[test]
fn what_to_type_by_hand_fits_what_is_there() {
    let club = |more: &str| typed(&series(more), &format!("{BINDING} --date 2026-04-14"));
    let lines = "talks:
          - title: How a book is bound
            speakers: [\"A bookbinder (Mill Lane, Press)\"]
            slides: https://example.org/slides.pdf
";
    assert_eq!(
        club(""),
        format!(
            "in events.yaml, write in the event `club` (line 3):\n\n    changes:\n      2026-04-14:\n        {lines}"
        )
    );
    let items = lines.trim_start_matches("talks:\n");
    assert_eq!(
        club("changes: {2026-04-14: {talks: [{title: Poems}]}}"),
        format!(
            "in events.yaml, write at the end of `talks`, under `2026-04-14`, under `changes` of the event `club` (line 3):\n\n{items}"
        )
    );
    assert_eq!(
        typed(&series("talks: [{title: News}]"), "set talks none"),
        "in events.yaml, write in the event `club` (line 3):\n\n    talks: none\n\nand remove the old `talks` there\n"
    );
}

#[test]
fn a_new_event_and_a_removed_one_can_be_typed_by_hand() {
    let event = NewEvent {
        keys: vec![
            ("title".to_owned(), "Poetry: by the fire".to_owned()),
            ("start".to_owned(), "2026-02-19 19:00".to_owned()),
            ("end".to_owned(), "20:30".to_owned()),
            ("tags".to_owned(), "talk, indoors".to_owned()),
        ],
        ..NewEvent::default()
    };
    let (_, keys) = new_event(&event, |_| false).unwrap();
    assert_eq!(
        event_by_hand(&keys, "teams/poetry.yaml"),
        "in teams/poetry.yaml, write under `events`:

  - id: poetry-by-the-fire-2026
    title: \"Poetry: by the fire\"
    start: 2026-02-19 19:00
    end: \"20:30\"
    tags: [talk, indoors]
"
    );
    let at = Whereabouts {
        file: "events.yaml",
        id: "club",
        line: None,
    };
    assert_eq!(
        removal_by_hand(&at),
        "in events.yaml, remove the event `club`\n"
    );
}
