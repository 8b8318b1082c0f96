//! `diff` in the real program: whole outputs for pairs of files, and its errors.

use calfeed::{Context, Difference};

use crate::corpus::{now, published};
use crate::program::{Desk, Run};

pub(crate) const OLD: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
  - id: book-club
    title: Book club
    start: 2026-07-14 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    until: 2026-12-31
    location: Riverside Library

  - id: summer-party
    title: Summer party
    start: 2026-07-11 15:00
    end: \"19:00\"
";

const CHANGES: &str = "    changes:
      2026-08-11: {cancelled: the library is closed}
      2026-09-08: {moved_to: 2026-09-10}
";

pub(crate) const TOLD: &str = "\
In the next 12 months 1 meeting is cancelled, 1 is removed, 1 moves and 1 is added; 1 warning.

warning: `summer-party` is gone, and `party` is new and looks the same: every subscriber would see a deletion \
and a new event. If it is the same event, put `id: summer-party` back, or write `uid: summer-party@books.example.org` below `id: party`.

Cancelled
  Book club, Tuesday 11 August 2026, 6:30pm to 8pm (the library is closed)

Removed
  Summer party, Saturday 11 July 2026, 3pm to 7pm (another event has the same title and start)

Moved
  Book club: Tuesday 8 September 2026, 6:30pm to 8pm → Thursday 10 September 2026, 6:30pm to 8pm

Added
  Summer party, Saturday 11 July 2026, 3pm to 7pm
";

const COMMENT: &str = "\
### In the next 12 months 1 meeting is cancelled, 1 is removed, 1 moves and 1 is added; 1 warning

**Warning: `summer-party` is gone, and `party` is new and looks the same: every subscriber would see a deletion \
and a new event. If it is the same event, put `id: summer-party` back, or write `uid: summer-party@books.example.org` below `id: party`.**

**Cancelled**

- **Book club**, Tuesday 11 August 2026, 6:30pm to 8pm (the library is closed)

**Removed**

- **Summer party**, Saturday 11 July 2026, 3pm to 7pm (another event has the same title and start)

**Moved**

- **Book club**: Tuesday 8 September 2026, 6:30pm to 8pm → Thursday 10 September 2026, 6:30pm to 8pm

**Added**

- **Summer party**, Saturday 11 July 2026, 3pm to 7pm
";

const REPORT: &str = "\
error[unknown-key]: unknown key `titel`
  --> bad.yaml:18:5
   |
18 |     titel: Summer party
   |     ^^^^^
   |
   = help: did you mean `title`?

";

pub(crate) fn run(code: i32, stdout: &str, stderr: &str) -> Run {
    Run {
        code: Some(code),
        stdout: stdout.to_owned(),
        stderr: stderr.to_owned(),
    }
}

pub(crate) fn new() -> String {
    OLD.replace(
        "    location: Riverside Library\n",
        &format!("    location: Riverside Library\n{CHANGES}"),
    )
    .replace("id: summer-party", "id: party")
}

/// Creates a desk with `old.yaml`, `new.yaml`, and `bad.yaml`, which has a wrong key beside the right one.
pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("old.yaml", OLD);
    desk.write("new.yaml", new());
    let wrong = "    titel: Summer party\n    title: Summer party\n";
    desk.write("bad.yaml", OLD.replace("    title: Summer party\n", wrong));
    desk
}

#[test]
fn a_difference_is_told_as_text_and_is_0() {
    assert_eq!(desk().run("diff old.yaml new.yaml"), run(0, TOLD, ""));
}

#[test]
fn a_difference_is_told_as_markdown() {
    assert_eq!(
        desk().run("diff old.yaml new.yaml --format markdown"),
        run(0, COMMENT, "")
    );
}

#[test]
fn a_difference_is_told_as_json() {
    let found = desk().run("diff old.yaml new.yaml --format json");
    assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""));
    let found: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    let meeting = |uid: &str, start: &str, end: &str, title: &str, status: &str| {
        serde_json::json!({
            "uid": format!("{uid}@books.example.org"),
            "start": start,
            "end": end,
            "all_day": false,
            "title": title,
            "status": status,
            "location": uid.starts_with("book").then_some("Riverside Library"),
        })
    };
    let club = |day: &str, title: &str, status: &str| {
        let at = |clock: &str| format!("{day}T{clock}:00+01:00");
        meeting("book-club", &at("18:30"), &at("20:00"), title, status)
    };
    let party = |uid: &str, title: &str, status: &str| {
        let (start, end) = ("2026-07-11T15:00:00+01:00", "2026-07-11T19:00:00+01:00");
        meeting(uid, start, end, title, status)
    };
    assert_eq!(
        found,
        serde_json::json!({
            "version": 1,
            "from": "2026-06-15",
            "to": "2027-06-15",
            "summary": "In the next 12 months 1 meeting is cancelled, 1 is removed, 1 moves and 1 is added; 1 warning.",
            "warnings": [{
                "name": "id-changed",
                "message": "`summer-party` is gone, and `party` is new and looks the same: every subscriber would see a \
                            deletion and a new event. If it is the same event, put `id: summer-party` back, or write \
                            `uid: summer-party@books.example.org` below `id: party`.",
            }],
            "changes": [
                {
                    "kind": "cancelled",
                    "past": false,
                    "event": "book-club",
                    "title": "Book club",
                    "words": "Book club, Tuesday 11 August 2026, 6:30pm to 8pm (the library is closed)",
                    "instances": [{
                        "key": "2026-08-11",
                        "before": club("2026-08-11", "Book club", "CONFIRMED"),
                        "after": club("2026-08-11", "CANCELLED: Book club", "CANCELLED"),
                    }],
                },
                {
                    "kind": "removed",
                    "past": false,
                    "event": "summer-party",
                    "title": "Summer party",
                    "words": "Summer party, Saturday 11 July 2026, 3pm to 7pm (another event has the same title and start)",
                    "instances": [{
                        "key": null,
                        "before": party("summer-party", "Summer party", "CONFIRMED"),
                        "after": null,
                    }],
                },
                {
                    "kind": "moved",
                    "past": false,
                    "event": "book-club",
                    "title": "Book club",
                    "words": "Book club: Tuesday 8 September 2026, 6:30pm to 8pm → Thursday 10 September 2026, 6:30pm to 8pm",
                    "instances": [{
                        "key": "2026-09-08",
                        "before": club("2026-09-08", "Book club", "CONFIRMED"),
                        "after": club("2026-09-10", "Book club", "CONFIRMED"),
                    }],
                },
                {
                    "kind": "added",
                    "past": false,
                    "event": "party",
                    "title": "Summer party",
                    "words": "Summer party, Saturday 11 July 2026, 3pm to 7pm",
                    "instances": [{"key": null, "before": null, "after": party("party", "Summer party", "CONFIRMED")}],
                },
            ],
            "hosts": [],
            "settings": [],
            "later": [],
        })
    );
}

#[test]
fn a_file_and_itself_have_no_difference() {
    let desk = desk();
    let nothing = "Nothing changes for subscribers.\n";
    assert_eq!(desk.run("diff new.yaml new.yaml"), run(0, nothing, ""));
    assert_eq!(
        desk.run("diff new.yaml new.yaml --format markdown"),
        run(0, "### Nothing changes for subscribers\n", "")
    );
}

#[test]
fn one_of_the_files_can_be_standard_input() {
    let desk = desk();
    assert_eq!(
        desk.run_with("diff - new.yaml", "old.yaml"),
        run(0, TOLD, "")
    );
    assert_eq!(
        desk.run_with("diff old.yaml -", "new.yaml"),
        run(0, TOLD, "")
    );
    assert_eq!(
        desk.run("diff - -"),
        run(
            2,
            "",
            "error: only one of the two files can be standard input\n"
        )
    );
}

#[test]
fn a_file_with_an_error_is_1_and_its_report_is_shown() {
    let desk = desk();
    let told = format!("{REPORT}bad.yaml: 1 error\n");
    assert_eq!(desk.run("diff bad.yaml new.yaml"), run(1, "", &told));
    assert_eq!(desk.run("diff old.yaml bad.yaml"), run(1, "", &told));
    assert_eq!(
        desk.run("diff bad.yaml bad.yaml"),
        run(1, "", &format!("{told}{told}"))
    );
}

#[test]
fn what_is_only_doubtful_is_not_said() {
    let desk = desk();
    desk.write("doubtful.yaml", OLD.replace("    end: \"19:00\"\n", ""));
    let run = desk.run("diff old.yaml doubtful.yaml");
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn every_good_file_equals_itself_and_can_be_compared_with_the_next_two() {
    let context = Context::new(now());
    for (index, old) in published().iter().enumerate() {
        for new in published().iter().cycle().skip(index).take(3) {
            let difference = Difference::between(&old.calendar, &new.calendar, &context);
            let is_same = old.name == new.name;
            assert_eq!(
                difference.is_empty(),
                is_same,
                "{} → {}",
                old.name,
                new.name
            );
            assert!(difference.text().ends_with('\n'));
            assert!(difference.markdown().starts_with("### "));
            serde_json::from_str::<serde_json::Value>(&difference.json()).unwrap();
        }
    }
}
