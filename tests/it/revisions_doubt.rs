//! Messages about doubtful dates, and unusual repositories whose history is complete nevertheless.

use std::ffi::OsStr;
use std::fs;

use crate::program::{Desk, Run};
use crate::repository::{HEAD, Repository, dated, day};

const TALK: &str = "  - {id: talk, title: A talk, start: 2026-07-01 18:00, end: \"19:00\"}\n";
const CLUB: &str = "  - {id: club, title: Book club, start: 2026-07-02 18:00, end: \"19:00\"}\n";

/// Builds, and returns the messages before the count of files.
#[track_caller]
fn said(desk: &Desk, arguments: &str) -> String {
    let run = desk.run(&format!("build {arguments} --out public"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines = run.stderr.lines();
    let said: Vec<&str> = lines.filter(|line| !line.contains(" written, ")).collect();
    said.join("\n")
}

/// Creates a repository in which the talk was committed.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.commit("events.yaml", TALK, &day(1));
    repository
}

#[test]
fn two_commits_of_one_second_are_two_changes() {
    let repository = repository();
    repository.commit("events.yaml", &TALK.replace("A talk", "Verse"), &day(1));
    assert_eq!(repository.dated("events.yaml"), ["talk 1 20260201T100001Z"]);
}

#[test]
fn an_edit_that_is_older_than_its_commit_by_a_day_is_worth_a_word() {
    let repository = repository();
    let desk = &repository.desk;
    assert_eq!(said(desk, ""), "");
    desk.write("events.yaml", format!("{HEAD}{TALK}{CLUB}"));
    desk.date("events.yaml", "2026-01-31T10:00:00Z");
    insta::assert_snapshot!(said(desk, ""), @"warning: events.yaml was edited, but its modification time is before its last known change, so calendar programs may not see the next edit as a change; `touch` it, or commit it");
    // As when others' commits come in while one edits.
    for time in ["2026-02-01T09:00:00Z", "2026-02-02T10:00:00Z"] {
        desk.date("events.yaml", time);
        assert_eq!(said(desk, ""), "");
    }
}

#[test]
fn a_file_older_than_its_revisions_is_worth_a_word() {
    let repository = repository();
    let desk = Desk::new();
    desk.write("revisions.json", repository.revisions("events.yaml"));
    desk.write("events.yaml", format!("{HEAD}{TALK}{CLUB}"));
    insta::assert_snapshot!(said(&desk, "--revisions revisions.json"), @"warning: events.yaml was edited, but its modification time is before its last known change, so calendar programs may not see the next edit as a change; `touch` it, or commit it");
}

#[test]
fn a_commit_after_the_year_9999_is_worth_a_word() {
    let repository = repository();
    let text = [TALK, CLUB].concat();
    repository.commit("events.yaml", &text, "@253402300800 +0000");
    let commit = repository.git(&["rev-parse", "--short=12", "HEAD"]);
    let said = said(&repository.desk, "").replace(commit.trim(), "COMMIT");
    let (first, _) = said.split_once('\n').unwrap();
    assert_eq!(
        first,
        "warning: commit COMMIT of events.yaml is dated in the future (after the year 9999), so each later change is dated one second after the one before it; correct the clock of the machine that made the commit"
    );
}

#[test]
fn a_commit_of_the_future_is_worth_a_word() {
    let repository = repository();
    repository.commit(
        "events.yaml",
        &[TALK, CLUB].concat(),
        "2090-02-01T10:00:00Z",
    );
    let commit = repository.git(&["rev-parse", "--short=12", "HEAD"]);
    let said = said(&repository.desk, "").replace(commit.trim(), "COMMIT");
    insta::assert_snapshot!(said, @r"
    warning: commit COMMIT of events.yaml is dated in the future (2090-02-01), so each later change is dated one second after the one before it; correct the clock of the machine that made the commit
    warning: the last change is after 2088-01-19T03:14:07Z, when SEQUENCE reaches its largest value, so calendar programs may ignore this change and all later ones; use a newer release of calfeed
    ");
}

#[test]
fn a_reproduced_moment_puts_no_file_in_the_future() {
    let repository = repository();
    let desk = &repository.desk;
    desk.write("events.yaml", format!("{HEAD}{TALK}{CLUB}"));
    desk.date("events.yaml", &day(3));
    let mut command = desk.command("build --out public");
    command.env("SOURCE_DATE_EPOCH", "1600000000");
    let run = Run::of(&command.output().unwrap());
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
}

#[test]
fn the_revisions_of_another_calendar_are_refused() {
    let repository = repository();
    let desk = Desk::new();
    desk.write("revisions.json", repository.revisions("events.yaml"));
    let other = HEAD.replace("books.example.org", "poems.example.org");
    desk.write("events.yaml", format!("{other}{TALK}"));
    let run = desk.run("build --revisions revisions.json --out public");
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!(run.stderr, @"error: the revisions in revisions.json belong to the calendar with the domain `books.example.org`, but events.yaml has the domain `poems.example.org`; write the revisions again with `calfeed revisions`");
}

#[test]
fn revisions_begun_by_a_byte_order_mark_are_read() {
    let repository = repository();
    let desk = Desk::new();
    let json = repository.revisions("events.yaml");
    desk.write("revisions.json", format!("\u{feff}{json}"));
    desk.write("events.yaml", format!("{HEAD}{TALK}"));
    desk.build("--revisions revisions.json --out public");
    assert_eq!(dated(&desk.read("public/riverside.ics")), ["talk 1 1"]);
}

#[test]
fn revisions_that_nobody_could_read_are_not_written() {
    let repository = Repository::new();
    // The anchor and its alias keep the file from being split, so each removal keeps the whole file.
    let shared = "  - {id: a, title: &t Ours, start: 2026-07-01}\n  - {id: b, title: *t, start: 2026-07-02}\n";
    let filler = format!("# {}\n", "long ".repeat(500_000));
    let ids: Vec<String> = (0..8)
        .map(|id| format!("  - {{id: e{id}, title: E {id}, start: 2026-07-03}}\n"))
        .collect();
    for (number, gone) in (1..).zip(0..=8) {
        let events = format!("{filler}{shared}{}", ids.get(gone..).unwrap().concat());
        repository.commit("events.yaml", &events, &day(number));
    }
    let run = repository.desk.run("revisions");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    insta::assert_snapshot!(run.stderr, @"error: the revisions have 21 MiB, and the limit of `--revisions` is 16 MiB; write each event on its own lines below `events:`, without anchors, so that only the text of removed events needs to be kept");
}

#[test]
fn events_removed_at_once_share_the_text_that_they_stood_in() {
    let repository = Repository::new();
    let shared = "  - {id: a, title: &t Ours, start: 2026-07-01}\n  - {id: b, title: *t, start: 2026-07-02}\n";
    repository.commit("events.yaml", &[shared, TALK, CLUB].concat(), &day(1));
    repository.commit("events.yaml", shared, &day(2));
    let json: serde_json::Value =
        serde_json::from_str(&repository.revisions("events.yaml")).unwrap();
    assert_eq!(json["files"].as_array().unwrap().len(), 1);
    assert_eq!(
        repository.dated("events.yaml"),
        ["a 1 1", "b 1 1", "club 1 2 CANCELLED", "talk 1 2 CANCELLED"]
    );
}

#[test]
fn a_commit_beside_the_file_reads_no_history_again() {
    let repository = repository();
    let desk = &repository.desk;
    let mut past = calfeed::cli::earlier_versions::EarlierVersions::default();
    let file = desk.path().join("events.yaml");
    let first = past.of(file.clone()).unwrap();
    desk.write("notes.txt", "Ours");
    repository.commit_all(&day(2));
    // Reading the object again would fail.
    let object = repository.git(&["rev-parse", "HEAD:events.yaml"]);
    let (folder, rest) = object.trim().split_at(2);
    fs::remove_file(desk.path().join(format!(".git/objects/{folder}/{rest}"))).unwrap();
    assert_eq!(past.of(file).unwrap(), first);
}

#[test]
fn a_file_in_place_of_a_link_to_it_goes_on() {
    let repository = Repository::new();
    repository.commit("data/club.yaml", TALK, &day(1));
    let link = repository.desk.path().join("events.yaml");
    std::os::unix::fs::symlink("data/club.yaml", &link).unwrap();
    repository.commit_all(&day(2));
    fs::remove_file(&link).unwrap();
    fs::remove_file(repository.desk.path().join("data/club.yaml")).unwrap();
    repository.commit("events.yaml", &[TALK, CLUB].concat(), &day(3));
    assert_eq!(repository.dated("events.yaml"), ["club 3 3", "talk 1 1"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_has_its_history() {
    use std::os::unix::ffi::OsStrExt;
    let odd = OsStr::from_bytes(b"d\xe9");
    let repository = repository();
    let desk = &repository.desk;
    // A repository in a folder with such a name.
    let folder = desk.path().join(odd);
    let mut clone = repository.command(&["clone", "--quiet", "."]);
    assert!(clone.arg(&folder).status().unwrap().success());
    let mut command = desk.command("build --out ../public");
    let run = Run::of(&command.current_dir(&folder).output().unwrap());
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    assert_eq!(dated(&desk.read("public/riverside.ics")), ["talk 1 1"]);
    fs::remove_dir_all(&folder).unwrap();
    fs::remove_dir_all(desk.path().join("public")).unwrap();
    // A file that is moved into such a folder and out of it.
    fs::create_dir(&folder).unwrap();
    fs::rename(desk.path().join("events.yaml"), folder.join("events.yaml")).unwrap();
    repository.commit_all(&day(2));
    fs::rename(folder.join("events.yaml"), desk.path().join("events.yaml")).unwrap();
    repository.commit_all(&day(3));
    assert_eq!(repository.dated("events.yaml"), ["talk 1 1"]);
}

#[test]
fn a_change_that_no_sequence_can_count_is_warned_of() {
    let desk = Desk::new();
    let text = |updated: &str| {
        format!(
            "{HEAD}  - {{id: talk, title: A talk, start: 2026-07-01 18:00, end: \"19:00\", updated: {updated}}}\n"
        )
    };
    let said = |updated: &str| {
        desk.write("events.yaml", text(updated));
        let mut command = desk.command("build --out public");
        // 1 February 2088.
        let run = Run::of(
            &command
                .env("SOURCE_DATE_EPOCH", "3726475200")
                .output()
                .unwrap(),
        );
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let sequence = desk.read("public/riverside.ics");
        let sequence = sequence.lines().find_map(|it| it.strip_prefix("SEQUENCE:"));
        let warnings = run.stderr.lines().filter(|it| it.starts_with("warning: "));
        (
            sequence.unwrap().to_owned(),
            warnings.collect::<Vec<_>>().join("\n"),
        )
    };
    assert_eq!(
        said("2088-01-19T03:14Z"),
        ("2147483640".to_owned(), String::new())
    );
    let (sequence, warning) = said("2088-01-19T03:15Z");
    assert_eq!(sequence, "2147483647");
    insta::assert_snapshot!(warning, @"warning: the last change is after 2088-01-19T03:14:07Z, when SEQUENCE reaches its largest value, so calendar programs may ignore this change and all later ones; use a newer release of calfeed");
}
