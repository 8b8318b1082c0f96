use super::accept::Expected;
use super::*;
use crate::diagnostic::Diagnostic;

const FILE: &str = "calendar: {name: A, slug: a, domain: a.example, url: https://a.example, timezone: Europe/London}

events:

  # Every month

  - id: lean-coffee
    title: Lean Coffee
    start: 2026-03-26 11:00
    end: \"12:00\"
    repeats: monthly on the 4th Thursday
    changes:                        # by the date that the rule gives
      2026-10-22: {moved_to: 2026-10-29}

  # 2026

  - id: conference
    title: Conference   # the big one
    start: 2026-09-29 09:00
    end: \"17:00\"
";

fn context() -> Context {
    Context::new("2026-03-01T09:30:00Z".parse().unwrap())
}

fn edited(text: &str, request: &Request) -> String {
    match edit(text, request, &context()) {
        Ok(edit) => edit.text,
        Err(refusal) => format!("{refusal} | {}", refusal.by_hand().unwrap_or_default()),
    }
}

fn id(id: &str) -> String {
    id.to_owned()
}

#[test]
fn a_meeting_moves_and_returns() {
    let request = Request::Move {
        id: id("lean-coffee"),
        date: Some("26 November 2026".to_owned()),
        to: "2026-11-19 14:00".to_owned(),
        reason: Some("Thanksgiving: yes".to_owned()),
    };
    let moved = edited(FILE, &request);
    assert_eq!(
        moved,
        FILE.replace(
            "2026-10-29}\n",
            "2026-10-29}\n      2026-11-26: {moved_to: 2026-11-19 14:00, reason: \"Thanksgiving: yes\"}\n"
        )
    );
    let back = Request::Restore {
        id: id("lean-coffee"),
        date: Some("2026-11-26".to_owned()),
    };
    assert_eq!(edited(&moved, &back), FILE);
}

#[test]
fn an_event_that_takes_place_once_keeps_its_length() {
    let request = Request::Move {
        id: id("conference"),
        date: None,
        to: "2026-09-30 10:30".to_owned(),
        reason: None,
    };
    assert_eq!(
        edited(FILE, &request),
        FILE.replace("2026-09-29 09:00", "2026-09-30 10:30")
            .replace("17:00", "18:30")
    );
}

#[test]
fn an_event_is_added_and_removed() {
    let new = NewEvent {
        id: None,
        keys: vec![
            ("start".to_owned(), "2026-11-05 18:00".to_owned()),
            ("title".to_owned(), "Fireworks: the talk".to_owned()),
            ("end".to_owned(), "20:00".to_owned()),
        ],
        file: None,
    };
    let made = edit(FILE, &Request::Add(new), &context()).unwrap();
    assert_eq!(made.id, "fireworks-the-talk-2026");
    assert_eq!(
        made.text,
        format!(
            "{FILE}\n  - id: fireworks-the-talk-2026\n    title: \"Fireworks: the talk\"\n    start: 2026-11-05 18:00\n    end: \"20:00\"\n"
        )
    );
    let remove = Request::Remove { id: made.id };
    assert_eq!(edited(&made.text, &remove), FILE);
}

#[test]
fn what_would_break_the_file_is_refused() {
    let request = Request::Set {
        id: id("conference"),
        date: None,
        key: "end".to_owned(),
        value: "08:00".to_owned(),
    };
    assert_eq!(
        edited(FILE, &request),
        "the file would then have an error: the end, `2026-09-29 08:00`, is not after the start, `2026-09-29 09:00`; write `20:00` or `2026-09-30 08:00` | "
    );
    let merged = "x-base: &base\n  title: A\n".to_owned()
        + FILE
        + "  - &c\n    id: c\n    title: C\n    start: 2026-12-01\n  - <<: *c\n    id: d\n";
    let request = Request::Cancel {
        id: id("c"),
        date: None,
        reason: None,
    };
    assert_eq!(
        edited(&merged, &request),
        "the event `d` repeats this text by an alias, so it would change too; first write the text there | "
    );
}

#[test]
fn an_error_that_remains_for_other_dates_is_no_new_one() {
    let text = FILE
        .replace("2026-03-26 11:00", "2027-01-31 01:30")
        .replace("\"12:00\"", "\"02:30\"")
        .replace("on the 4th Thursday", "on the last Sunday")
        .replace(
            "    changes:                        # by the date that the rule gives\n      2026-10-22: {moved_to: 2026-10-29}\n",
            "",
        );
    let request = Request::Move {
        id: id("lean-coffee"),
        date: Some("2027-03-28".to_owned()),
        to: "02:00".to_owned(),
        reason: None,
    };
    assert_eq!(
        edited(&text, &request),
        text.replace(
            "last Sunday\n",
            "last Sunday\n    changes:\n      2027-03-28: {moved_to: \"02:00\"}\n"
        )
    );
}

#[test]
fn a_place_that_a_new_key_would_be_misread_at_is_left_to_a_person() {
    let text = FILE.replace(
        "    changes:                        # by the date that the rule gives\n      2026-10-22: {moved_to: 2026-10-29}\n",
        "    ? changes\n    : ? 2026-10-22\n      : moved_to: 2026-10-29\n",
    );
    let request = Request::Cancel {
        id: id("lean-coffee"),
        date: Some("2026-11-26".to_owned()),
        reason: None,
    };
    assert_eq!(
        edited(&text, &request),
        "calfeed cannot make this change without changing something else | in the events file, write under `changes` of the event `lean-coffee` (line 7):\n\n      2026-11-26:\n        cancelled: true\n"
    );
}

/// Gives an included file that somebody changes between two readings.
struct Changing(Arc<str>, usize);

impl OtherFiles for Changing {
    fn included(&mut self, include: &[crate::include::Include]) -> crate::reading::Found {
        self.1 += 1;
        let text = format!(
            "events: [{{id: walk, title: Walk {}, start: 2026-05-01}}]\n",
            self.1
        );
        crate::reading::Found::among(include, &Included::all([(&*self.0, text.as_str())]))
    }

    fn holidays(&mut self, _: &str) -> Result<Option<crate::Holidays>, crate::diagnostic::Problem> {
        Ok(None)
    }

    fn image(&mut self, _: &crate::Image) -> Result<(), crate::diagnostic::Problem> {
        Ok(())
    }
}

#[test]
fn a_file_that_changes_meanwhile_is_read_once() {
    let text = format!("include: [walks.yaml]\n{FILE}");
    let request = Request::Cancel {
        id: id("conference"),
        date: None,
        reason: None,
    };
    let mut files = Changing("walks.yaml".into(), 0);
    let edit = edit_beside(&Arc::new(text), &request, &context(), &mut files).unwrap();
    let walk = crate::Slug::parse("walk").unwrap();
    let titles = [&edit.before, &edit.after].map(|it| {
        let calendar = it.as_ref().unwrap();
        calendar.event(&walk).unwrap().details().title().to_owned()
    });
    assert_eq!(titles, ["Walk 1", "Walk 1"]);
}

/// The ids of a file with these events, after an event with this start was added.
fn with_new(events: &[(&str, &str)], start: &str) -> String {
    let lines = events
        .iter()
        .map(|(id, start)| format!("  - {{id: {id}, title: A, start: {start}}}\n"));
    let head = FILE.lines().next().unwrap();
    let text = format!("{head}\nevents:\n{}", lines.collect::<String>());
    let keys = [("title", "B"), ("start", start)];
    let new = NewEvent {
        id: Some("new".to_owned()),
        keys: keys
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .to_vec(),
        file: None,
    };
    let added = edited(&text, &Request::Add(new));
    let ids = added.split("- ").skip(1).map(|event| {
        let id = event.split("id: ").nth(1).unwrap();
        id.split([',', '}']).next().unwrap()
    });
    ids.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_new_event_keeps_the_order_of_the_others() {
    let newest_first = [
        ("series", "2026-01-05, repeats: weekly"),
        ("may", "2026-05-04"),
        ("april", "2026-04"),
        ("march", "2026-03-02"),
    ];
    assert_eq!(
        with_new(&newest_first, "2026-06-01"),
        "series new may april march"
    );
    assert_eq!(
        with_new(&newest_first, "2026-04-15"),
        "series may april new march"
    );
    assert_eq!(
        with_new(&newest_first, "2026-02-01"),
        "series may april march new"
    );
    assert_eq!(with_new(&newest_first, "tbc"), "series new may april march");
    let oldest_first = [("march", "2026-03-02"), ("may", "2026-05-04 10:00")];
    assert_eq!(with_new(&oldest_first, "2026-04-01"), "march new may");
    assert_eq!(with_new(&oldest_first, "2026-06-01"), "march may new");
    assert_eq!(with_new(&oldest_first, "2026-02-01"), "new march may");
}

#[test]
fn a_text_that_one_of_the_parsers_refuses_is_not_accepted() {
    let of = |changes: &str| {
        let head = FILE.split("    changes:").next().unwrap();
        let text = Arc::new(format!(
            "{head}    changes: {{2026-10-22: {{title: A}}{changes}}}\n"
        ));
        let mut others = Given {
            files: None,
            holidays: |_: &str| Ok(None),
        };
        let known = &mut Known::default();
        Checked::read(&text, &context(), &mut others, known, Doubts::Found)
    };
    let before = of("");
    let accepted = |changes: &str| {
        let after = of(changes);
        let event = after.files[0].document().events[0].clone();
        let expected = Expected {
            changed: std::collections::HashMap::from([(0, event)]),
            ..Expected::default()
        };
        accept(&before, &after, (0, &expected))
    };
    // Lines in braces have to be right of their key. yaml_serde reads the others too.
    assert_eq!(accepted(",\n     2026-11-26: {title: B}"), Ok(()));
    assert_eq!(
        accepted(",\n    2026-11-26: {title: B}"),
        Err(Reason::Unwritable)
    );
}

#[test]
fn an_edit_shows_only_the_warnings_that_it_causes() {
    let text = FILE.replace("Lean Coffee", &"A".repeat(201));
    let warnings = |key: &str, value: &str| {
        let request = Request::Set {
            id: id("conference"),
            date: None,
            key: key.to_owned(),
            value: value.to_owned(),
        };
        let edit = edit(&text, &request, &context()).unwrap();
        let found = edit.warnings.diagnostics().iter();
        found.map(Diagnostic::message).collect::<Vec<String>>()
    };
    assert!(warnings("location", "Town hall").is_empty());
    // The same words were there before, but about one title.
    assert_eq!(
        warnings("title", &"B".repeat(201)),
        ["the title has 201 characters, more than calendar programs show"]
    );
}
