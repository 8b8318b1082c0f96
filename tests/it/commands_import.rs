//! `import`: what it writes, what it shows, and what stays.

use crate::commands_edit::{run, shown};
use crate::program::Desk;

/// A calendar with a series, a moved meeting and a single event.
const SOURCE: &str = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
X-WR-CALNAME:Riverside Book Club
X-WR-TIMEZONE:Europe/London
BEGIN:VEVENT
UID:club-1@old.example
DTSTART;TZID=Europe/London:20260113T183000
DTEND;TZID=Europe/London:20260113T200000
RRULE:FREQ=MONTHLY;BYDAY=2TU
SUMMARY:Book club
LOCATION:Riverside Library\\, Mill Lane
END:VEVENT
BEGIN:VEVENT
UID:club-1@old.example
RECURRENCE-ID;TZID=Europe/London:20260310T183000
DTSTART;TZID=Europe/London:20260312T183000
DTEND;TZID=Europe/London:20260312T200000
SUMMARY:Book club
LOCATION:Riverside Library\\, Mill Lane
END:VEVENT
BEGIN:VEVENT
UID:party-1@old.example
DTSTART;VALUE=DATE:20260711
DTEND;VALUE=DATE:20260712
SUMMARY:Summer party
CATEGORIES:Social
END:VEVENT
END:VCALENDAR
";

/// The file that it becomes.
const FILE: &str = "\
# The events that people subscribe to. After every change, run `calfeed check`.
calendar:
  name: Riverside Book Club
  slug: riverside-book-club
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London

events:
  - id: book-club
    uid: club-1@old.example
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    changes:
      2026-03-10: {moved_to: 2026-03-12}
    location: Riverside Library, Mill Lane

  - id: summer-party-2026
    uid: party-1@old.example
    title: Summer party
    start: 2026-07-11
    tags: [Social]
";

/// A folder with the source, and with its events file.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("old.ics", SOURCE.replace('\n', "\r\n"));
    desk.write("events.yaml", FILE);
    desk
}

#[test]
fn a_calendar_becomes_a_whole_new_file() {
    let desk = desk();
    let arguments = ["import", "old.ics", "--url", "https://books.example.org"];
    let run = run(&desk, &arguments);
    assert_eq!(run.stdout, FILE);
    assert_eq!(run.code, Some(0));
}

#[test]
fn what_is_not_known_is_left_for_check_to_ask_for() {
    let desk = desk();
    desk.write("old.ics", SOURCE.replace("X-WR-", "X-NO-"));
    let run = run(&desk, &["import", "old.ics"]);
    let head: Vec<&str> = run.stdout.lines().take(7).collect();
    assert_eq!(
        head.join("\n"),
        "\
# The events that people subscribe to. After every change, run `calfeed check`.
calendar:
  name:   # write the name of the calendar
  slug:   # write the file name of the feed, such as riverside-book-club
  domain:   # write a domain of yours, such as books.example.org; never change it later
  url:   # write where the calendar is published, such as https://books.example.org
  timezone: Europe/London"
    );
    desk.write("events.yaml", &run.stdout);
    assert_eq!(desk.run("check").code, Some(1));
}

#[test]
fn a_second_import_of_the_same_source_changes_no_byte() {
    let desk = desk();
    let run = run(&desk, &["import", "old.ics", "--into", "events.yaml"]);
    assert_eq!(desk.read("events.yaml"), FILE);
    assert_eq!(run.stdout, "Nothing changes for subscribers.\n");
    assert!(
        run.stderr
            .starts_with("events.yaml: 0 new events, 2 that were there\n")
    );
}

#[test]
fn a_changed_source_changes_only_what_it_says() {
    let desk = desk();
    let mine = FILE.replace(
        "    title: Summer party\n",
        "    title: Summer party   # ask for a cake\n",
    );
    desk.write("events.yaml", &mine);
    let changed = SOURCE
        .replace("SUMMARY:Summer party", "SUMMARY:Summer feast")
        .replace("20260312T", "20260317T");
    desk.write("old.ics", changed);
    let run = run(&desk, &["import", "old.ics", "--into", "events.yaml"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(
        desk.read("events.yaml"),
        mine.replace("Summer party   # ask", "Summer feast   # ask")
            .replace("moved_to: 2026-03-12", "moved_to: 2026-03-17")
    );
}

#[test]
fn what_a_person_added_to_an_imported_event_stays() {
    let desk = desk();
    let mine = FILE.replace(
        "    tags: [Social]\n",
        "    tags: [Social]\n    price: free\n    links:\n      - {title: Photos, url: https://books.example.org/photos}\n",
    );
    desk.write("events.yaml", &mine);
    run(&desk, &["import", "old.ics", "--into", "events.yaml"]);
    assert_eq!(desk.read("events.yaml"), mine);
}

#[test]
fn times_that_are_written_in_another_way_stay() {
    let desk = desk();
    let mine = FILE
        .replace("    end: \"20:00\"\n", "    duration: 90m\n")
        .replace("monthly on the 2nd Tuesday", "second Tuesday of the month");
    desk.write("events.yaml", &mine);
    let changed = SOURCE.replace("SUMMARY:Summer party", "SUMMARY:Summer feast");
    desk.write("old.ics", changed);
    run(&desk, &["import", "old.ics", "--into", "events.yaml"]);
    assert_eq!(
        desk.read("events.yaml"),
        mine.replace("Summer party", "Summer feast")
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = desk();
    let before = FILE.replace("Summer party", "Garden party");
    desk.write("events.yaml", &before);
    let arguments = ["import", "old.ics", "--into", "events.yaml", "--dry-run"];
    let run = run(&desk, &arguments);
    let shown = shown(&desk, &run, "events.yaml", &before);
    assert!(shown.contains("New title\n  Garden party, Saturday 11 July 2026: now “Summer party”"));
    assert!(shown.contains("note: this is a dry run; nothing was written"));
    assert!(shown.ends_with("--- events.yaml is unchanged\n"));
}

#[test]
fn a_new_event_is_added_beside_the_others_of_its_year() {
    let desk = desk();
    desk.write(
        "events.yaml",
        FILE.split("\n  - id: summer-party").next().unwrap(),
    );
    run(&desk, &["import", "old.ics", "--into", "events.yaml"]);
    assert_eq!(desk.read("events.yaml"), FILE);
}

#[test]
fn a_private_event_is_left_out_and_listed() {
    let desk = desk();
    desk.write(
        "old.ics",
        SOURCE.replace(
            "SUMMARY:Summer party",
            "SUMMARY:Summer party\nCLASS:PRIVATE",
        ),
    );
    let alone = run(&desk, &["import", "old.ics"]);
    assert_eq!(alone.code, Some(1));
    assert!(!alone.stdout.contains("Summer party"));
    assert_eq!(
        alone.stderr.lines().take(3).collect::<Vec<_>>(),
        [
            "Not imported, or not as it was:",
            "  old.ics, line 22: Summer party",
            "    its owner marked it as private: `--private` imports it",
        ]
    );
    let asked = run(&desk, &["import", "old.ics", "--private"]);
    assert_eq!(asked.code, Some(0));
    assert!(asked.stdout.contains("title: Summer party"));
}

#[test]
fn the_account_as_json_adds_up() {
    let desk = desk();
    run(
        &desk,
        &[
            "import",
            "old.ics",
            "--format",
            "json",
            "--report",
            "account.json",
        ],
    );
    let account: serde_json::Value = serde_json::from_str(&desk.read("account.json")).unwrap();
    let of = |what: &str, key: &str| account[what][key].as_u64().unwrap();
    for (what, read) in [("components", 4), ("properties", 21)] {
        let sum = of(what, "kept") + of(what, "rewritten") + of(what, "dropped");
        assert_eq!((of(what, "read"), sum), (read, read), "{what}");
    }
    assert_eq!(account["events"], serde_json::json!([]));
}

#[test]
fn a_category_becomes_a_group_if_it_is_asked_for() {
    let desk = desk();
    let run = run(&desk, &["import", "old.ics", "--group", "Social"]);
    assert!(
        run.stdout
            .contains("groups:\n  social:\n    name: Social\n")
    );
    assert!(run.stdout.contains("    group: social\n"));
}

#[test]
fn of_two_events_with_one_uid_the_first_counts() {
    let desk = desk();
    desk.write("new.ics", SOURCE.replace("Summer party", "Another party"));
    let run = run(&desk, &["import", "old.ics", "new.ics"]);
    assert!(run.stdout.contains("title: Summer party"));
    assert!(!run.stdout.contains("Another party"));
}

#[test]
fn a_web_page_is_refused_with_what_to_do() {
    let desk = desk();
    desk.write(
        "page.html",
        "<!doctype html><html><body>Events</body></html>",
    );
    let run = run(&desk, &["import", "page.html"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(
        run.stderr.starts_with("error: cannot import page.html: "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let desk = desk();
    let missing = run(&desk, &["import", "old.ics", "--into", "other.yaml"]);
    let expected = "error: there is no file other.yaml; name the events file, as in `--into path/to/events.yaml`\n";
    assert_eq!((missing.code, missing.stderr.as_str()), (Some(2), expected));
}

#[test]
fn standard_input_cannot_be_changed() {
    let desk = desk();
    let run = run(&desk, &["import", "old.ics", "--into", "-"]);
    let expected = "error: `--into` needs the path of an events file; give it instead of `-`\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), expected));
}

#[test]
fn a_text_in_place_of_an_address_is_dropped_and_counted() {
    let desk = desk();
    let source = SOURCE.replace(
        "CATEGORIES:Social",
        "CATEGORIES:Social\nURL:ask the library",
    );
    desk.write("old.ics", source);
    let arguments = ["import", "old.ics", "--url", "https://books.example.org"];
    let run = run(&desk, &arguments);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), FILE));
    let line = "  1 URL dropped: it is no web address\n";
    assert!(run.stderr.contains(line), "{}", run.stderr);
}

#[test]
fn an_unknown_zone_is_refused_with_the_nearest() {
    let desk = desk();
    let run = run(&desk, &["import", "old.ics", "--timezone", "GMT"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("Europe/London"), "{}", run.stderr);
}
