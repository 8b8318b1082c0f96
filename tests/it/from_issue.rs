//! `calfeed from-issue`: an issue that was written with a form becomes a patch and the text of a pull request.

use serde_json::json;

use crate::program::{Desk, Run};
use crate::repository::Repository;

const EVENTS: &str = "\
# What we read, and when.
calendar:
  name: Riverside Book Club
  slug: riverside
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
events:
  - id: book-club
    title: Book club   # ask the library first
    start: 2026-07-14 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
  - id: party
    title: Party
    start: 2026-09-01
";

/// The payload of a workflow, for the issue 12 with these answers.
fn payload(answers: &[(&str, &str)]) -> String {
    let sections = answers.iter();
    let sections = sections.map(|(label, answer)| format!("### {label}\n\n{answer}\n"));
    let body = sections.collect::<Vec<_>>().join("\n");
    let user = json!({"login": "river-side"});
    let issue = json!({"number": 12, "title": "Change: $(id)", "body": body, "user": user});
    json!({"action": "labeled", "issue": issue, "label": {"name": "approved"}}).to_string()
}

const MOVE: [(&str, &str); 7] = [
    ("Event", "Book club (book-club)"),
    ("Title of the event", "_No response_"),
    ("Date", "11 August 2026"),
    ("What happens", "It moves to another date or time"),
    ("New date or time", "13 August 2026"),
    ("Place", "Town hall"),
    ("Reason", "the library is closed"),
];

const NEW_EVENT: [(&str, &str); 14] = [
    ("Title", "Poetry: a night @somebody"),
    ("Start", "4 August 2026, 7pm"),
    ("End", "21:00"),
    ("Repeats", "_No response_"),
    ("Last day of the series", "_No response_"),
    ("Group", "_No response_"),
    ("Format", "in-person"),
    ("Place", "Riverside Library, Mill Lane"),
    ("Link to the call", "_No response_"),
    ("Sign-up page", "_No response_"),
    ("Price", "£5"),
    ("Web page", "_No response_"),
    ("Contact", "_No response_"),
    (
        "Description",
        "We read *poems*.\n\n- id: book-club\n  status: cancelled",
    ),
];

fn desk(answers: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", EVENTS);
    desk.write("issue.json", payload(answers));
    desk
}

#[test]
fn a_move_becomes_a_patch_and_the_text_of_a_pull_request() {
    let desk = desk(&MOVE);
    let run = desk.run("from-issue issue.json --out change.patch");
    let stdout = "\
### In the next 12 months 1 meeting moves

**Moved**

- **Book club**: Tuesday 11 August 2026, 6:30pm to 8pm → Thursday 13 August 2026, 6:30pm to 8pm (the library is closed)

These fields of the form are filled in, and not used for this change: Place.

Asked for by @river-side. Closes #12.
";
    assert_eq!(
        run,
        Run {
            code: Some(0),
            stdout: stdout.to_owned(),
            stderr: String::new()
        }
    );
    let patch = "\
--- a/events.yaml
+++ b/events.yaml
@@ -11,6 +11,8 @@
     start: 2026-07-14 18:30
     end: \"20:00\"
     repeats: monthly on the 2nd Tuesday
+    changes:
+      2026-08-11: {moved_to: 2026-08-13, reason: the library is closed}
   - id: party
     title: Party
     start: 2026-09-01
";
    assert_eq!(desk.read("change.patch"), patch);
    assert_eq!(desk.read("events.yaml"), EVENTS);
}

#[test]
fn git_applies_the_patch_and_the_result_is_what_write_writes() {
    for events in [
        EVENTS.to_owned(),
        EVENTS.replace('\n', "\r\n"),
        EVENTS.trim_end().to_owned(),
        format!("\u{feff}{EVENTS}"),
    ] {
        for answers in [&MOVE[..], &NEW_EVENT] {
            let repository = Repository::new();
            let desk = &repository.desk;
            desk.write("events.yaml", &events);
            desk.write("issue.json", payload(answers));
            repository.git(&["add", "events.yaml"]);
            repository.git(&["commit", "--quiet", "--message", "Begin"]);
            let run = desk.run("from-issue issue.json --out change.patch");
            assert_eq!(run.code, Some(0), "{}", run.stderr);
            repository.git(&["apply", "--index", "change.patch"]);
            let applied = desk.read("events.yaml");
            assert_ne!(applied, events);
            repository.git(&["reset", "--quiet", "--hard"]);
            assert_eq!(desk.run("from-issue issue.json --write"), run);
            assert_eq!(desk.read("events.yaml"), applied);
        }
    }
}

#[test]
fn a_new_event_has_what_the_form_says_as_text() {
    let desk = desk(&NEW_EVENT);
    let run = desk.run("from-issue issue.json --out change.patch");
    let stdout = "\
### In the next 12 months 1 meeting is added

**Added**

- **Poetry: a night @\u{200b}somebody**, Tuesday 4 August 2026, 7pm to 9pm

Asked for by @river-side. Closes #12.
";
    assert_eq!(
        run,
        Run {
            code: Some(0),
            stdout: stdout.to_owned(),
            stderr: String::new()
        }
    );
    let patch = "\
--- a/events.yaml
+++ b/events.yaml
@@ -11,6 +11,18 @@
     start: 2026-07-14 18:30
     end: \"20:00\"
     repeats: monthly on the 2nd Tuesday
+  - id: poetry-a-night-somebody-2026
+    title: \"Poetry: a night @somebody\"
+    start: 2026-08-04 19:00
+    end: \"21:00\"
+    format: in-person
+    location: Riverside Library, Mill Lane
+    price: £5
+    description: |-
+      We read *poems*.
+
+      - id: book-club
+        status: cancelled
   - id: party
     title: Party
     start: 2026-09-01
";
    assert_eq!(desk.read("change.patch"), patch);
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    for (answers, stderr) in [
        (
            [("Date", "12 August 2026"); 1],
            "error: nothing takes place on Wednesday 12 August 2026; the nearest dates are `2026-08-11` and `2026-09-08`\n",
        ),
        (
            [("Event", "Lunch")],
            "error: no event has the title `Lunch`; write it as the calendar shows it\n",
        ),
        (
            [("What happens", "It is cancelled\n<!-- and more -->")],
            "error: `What happens` has an HTML comment, which GitHub does not show; remove it\n",
        ),
    ] {
        let [other] = answers;
        let answers = MOVE.map(|it| if it.0 == other.0 { other } else { it });
        let desk = desk(&answers);
        let run = desk.run("from-issue issue.json --out change.patch --write");
        assert_eq!(
            run,
            Run {
                code: Some(1),
                stdout: String::new(),
                stderr: stderr.to_owned()
            }
        );
        assert_eq!(desk.read("events.yaml"), EVENTS);
        assert!(!desk.has("change.patch"));
    }
}

#[test]
fn the_patch_never_takes_the_place_of_the_events_file() {
    let desk = desk(&MOVE);
    let run = desk.run("from-issue issue.json --out ./events.yaml");
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "error: the patch would replace ./events.yaml; give `--out` another name, such as `change.patch`\n"
    );
    assert_eq!(desk.read("events.yaml"), EVENTS);
}

/// A calendar whose events are in an included file.
fn desk_of_teams() -> Desk {
    let desk = desk(&MOVE);
    let (head, events) = EVENTS.split_once("events:\n").unwrap();
    desk.write(
        "events.yaml",
        format!("{head}include: [teams/*.yaml]\nevents: []\n"),
    );
    desk.write("teams/books.yaml", format!("events:\n{events}"));
    desk.write("teams/films.yaml", "events: []\n");
    desk
}

#[test]
fn the_patch_never_takes_the_place_of_another_file_of_the_calendar() {
    for name in ["events.yaml", "teams/books.yaml", "teams/films.yaml"] {
        let desk = desk_of_teams();
        let before = desk.read(name);
        let run = desk.run(&format!("from-issue issue.json --out {name}"));
        let error = format!(
            "error: the patch would replace {name}; give `--out` another name, such as `change.patch`\n"
        );
        assert_eq!((run.code, run.stderr), (Some(2), error));
        assert_eq!(desk.read(name), before);
    }
}

#[test]
fn an_included_file_has_a_patch_of_its_own() {
    let desk = desk_of_teams();
    let run = desk.run("from-issue issue.json --out change.patch");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        desk.read("change.patch")
            .starts_with("--- a/teams/books.yaml\n+++ b/teams/books.yaml\n")
    );
}
