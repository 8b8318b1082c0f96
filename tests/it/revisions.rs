//! When feeds say that each event was created and last changed, commit after commit.

use crate::corpus::file;
use crate::program::Desk;
use crate::repository::{HEAD, Repository, dated, day};

const CLUB: &str = "  - id: club
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    location: Riverside Library
";
const CLUB_MOVED: &str = "  - id: club
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    location: Riverside Library
    changes:
      2026-05-12: {moved_to: 2026-05-14}
";
const CLUB_REFORMATTED: &str = "  - {id: club, location: 'Riverside Library', start: 2026-01-13 18:30, duration: 1h30m, changes: {2026-05-12: {moved_to: 2026-05-14}}, title: \"Book club\", repeats: FREQ=MONTHLY;BYDAY=2TU}
";
const CLUB_NOWHERE: &str = "  - id: club
    title: Book club
    start: 2026-01-13 18:30
    end: \"20:00\"
    repeats: monthly on the 2nd Tuesday
    changes:
      2026-05-12: {moved_to: 2026-05-14}
";
const TALK: &str = "  - id: talk
    title: A talk
    start: 2026-07-01 18:00
    end: \"19:00\"
";
const TALK_RETITLED: &str = "  - id: talk
    title: A talk on verse
    start: 2026-07-01 18:00
    end: \"19:00\"
";
const PARTY: &str = "  - id: party
    title: New Year's party
    start: 2026-01-02 18:00
    end: \"23:00\"
";

#[test]
fn each_change_dates_its_own_event_and_no_other() {
    let repository = Repository::new();
    let after = |number: u32, events: &[&str]| {
        repository.commit("events.yaml", &events.concat(), &day(number));
        repository.dated("events.yaml")
    };
    // Creation.
    assert_eq!(
        after(1, &[CLUB, TALK, PARTY]),
        ["club 1 1", "party 1 1", "talk 1 1"]
    );
    // A new title.
    assert_eq!(
        after(2, &[CLUB, TALK_RETITLED, PARTY]),
        ["club 1 1", "party 1 1", "talk 1 2"]
    );
    // One instance is moved. The override has the same dates as its series.
    let moved = ["club 1 3", "party 1 1", "talk 1 2"];
    assert_eq!(after(3, &[CLUB_MOVED, TALK_RETITLED, PARTY]), moved);
    // The same events in another order.
    assert_eq!(after(4, &[PARTY, TALK_RETITLED, CLUB_MOVED]), moved);
    // The same events in another format.
    assert_eq!(after(5, &[PARTY, TALK_RETITLED, CLUB_REFORMATTED]), moved);
    // A new comment.
    let comment = "  # Bring a book.\n";
    assert_eq!(
        after(6, &[PARTY, TALK_RETITLED, CLUB_MOVED, comment]),
        moved
    );
    // A deleted line of an event.
    assert_eq!(
        after(7, &[PARTY, TALK_RETITLED, CLUB_NOWHERE]),
        ["club 1 7", "party 1 1", "talk 1 2"]
    );
    // Two removed events: an upcoming one and a past one.
    assert_eq!(
        after(8, &[CLUB_NOWHERE]),
        ["club 1 7", "talk 1 8 CANCELLED"]
    );
    // The removed events again, unchanged.
    assert_eq!(
        after(9, &[CLUB_NOWHERE, TALK_RETITLED]),
        ["club 1 7", "talk 1 9"]
    );
    // A renamed file, with an edited event in the same commit.
    repository.git(&["rm", "--quiet", "--cached", "events.yaml"]);
    std::fs::remove_file(repository.desk.path().join("events.yaml")).unwrap();
    repository.commit("data/club.yml", &[CLUB, TALK_RETITLED].concat(), &day(10));
    assert_eq!(repository.dated("data/club.yml"), ["club 1 10", "talk 1 9"]);
    // A squash into one commit. No date is earlier than that commit, and none decreases.
    let tree = repository.git(&["write-tree"]);
    let one = repository.git_at(&day(11), &["commit-tree", tree.trim(), "-m", "Squash"]);
    repository.git(&["reset", "--quiet", one.trim()]);
    assert_eq!(
        repository.dated("data/club.yml"),
        ["club 11 11", "talk 11 11"]
    );
}

#[test]
fn a_cancellation_raises_the_sequence() {
    let repository = Repository::new();
    let after = |number: u32, events: &[&str]| {
        repository.commit("events.yaml", &events.concat(), &day(number));
        repository.dated("events.yaml")
    };
    assert_eq!(after(1, &[CLUB, TALK]), ["club 1 1", "talk 1 1"]);
    let talk_off = [TALK, "    status: cancelled\n"].concat();
    assert_eq!(
        after(2, &[CLUB, &talk_off]),
        ["club 1 1", "talk 1 2 CANCELLED"]
    );
    // The first instance of the series is an override, with the same revision as its series.
    let first_off = [CLUB, "    changes:\n      2026-01-13: {cancelled: true}\n"].concat();
    assert_eq!(
        after(3, &[&first_off, &talk_off]),
        ["club 1 3", "club 1 3 CANCELLED", "talk 1 2 CANCELLED"]
    );
}

#[test]
fn a_shallow_clone_dates_too_late_and_says_how_to_mend_it() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(1));
    repository.commit("events.yaml", &[CLUB_MOVED, TALK].concat(), &day(2));
    repository.commit(
        "events.yaml",
        &[CLUB_MOVED, TALK_RETITLED].concat(),
        &day(3),
    );
    let url = format!("file://{}", repository.desk.path().display());
    repository.git(&["clone", "--quiet", "--depth=2", &url, "clone"]);
    let run = repository.desk.run("build clone/events.yaml --out public");
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stderr.lines().next().unwrap(), @"warning: this clone is shallow, so events from before its first commit are dated too late, and the cancellations of removed events are missing; run `git fetch --unshallow`, or in GitHub Actions set `fetch-depth: 0` for actions/checkout");
    assert_eq!(
        repository.dated("clone/events.yaml"),
        ["club 2 2", "talk 2 3"]
    );
    repository.git(&["-C", "clone", "fetch", "--quiet", "--unshallow"]);
    assert_eq!(
        repository.dated("clone/events.yaml"),
        ["club 1 2", "talk 1 3"]
    );
}

#[test]
fn a_shallow_clone_that_has_all_of_the_file_warns_of_nothing() {
    let repository = Repository::new();
    for number in 1..=2 {
        repository
            .desk
            .write("README.md", format!("Ours, version {number}"));
        repository.commit_all(&day(number));
    }
    repository.commit("events.yaml", CLUB, &day(3));
    repository.commit("events.yaml", CLUB_MOVED, &day(4));
    let url = format!("file://{}", repository.desk.path().display());
    repository.git(&["clone", "--quiet", "--depth=3", &url, "clone"]);
    assert_eq!(repository.dated("clone/events.yaml"), ["club 3 4"]);
    let run = repository.desk.run("build clone/events.yaml --out public");
    assert!(!run.stderr.contains("shallow"), "{}", run.stderr);
    repository.git(&["-C", "clone", "fetch", "--quiet", "--depth=2"]);
    let run = repository.desk.run("build clone/events.yaml --out public");
    // The clone's first commit adds the file, so the clone alone does not show that history is missing.
    assert!(run.stderr.contains("shallow"), "{}", run.stderr);
}

#[test]
fn a_merge_counts_when_it_reaches_the_published_branch() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(1));
    repository.git(&["checkout", "--quiet", "-b", "verse"]);
    repository.commit("events.yaml", &[CLUB, TALK_RETITLED].concat(), &day(2));
    repository.git(&["checkout", "--quiet", "main"]);
    repository.desk.write("README.md", "Ours");
    repository.commit_all(&day(3));
    let merge = ["merge", "--quiet", "--no-ff", "-m", "Merge", "verse"];
    repository.git_at(&day(4), &merge);
    assert_eq!(repository.dated("events.yaml"), ["club 1 1", "talk 1 4"]);
}

#[test]
fn a_text_that_is_no_events_file_is_passed_over() {
    let repository = Repository::new();
    let broken = TALK_RETITLED.replace("19:00", "nine");
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(1));
    repository.commit("events.yaml", &[CLUB, &broken].concat(), &day(2));
    // Edits made in the meantime are published with the first valid version.
    repository.commit("events.yaml", &[CLUB, TALK_RETITLED].concat(), &day(3));
    repository.commit("events.yaml", &[CLUB_MOVED, &broken].concat(), &day(4));
    repository.commit("events.yaml", &[CLUB, TALK_RETITLED].concat(), &day(5));
    assert_eq!(repository.dated("events.yaml"), ["club 1 1", "talk 1 3"]);
}

#[test]
fn a_file_that_was_deleted_and_came_back_goes_on() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(1));
    repository.git(&["rm", "--quiet", "events.yaml"]);
    repository.commit_index(&day(2));
    repository.commit("events.yaml", &[CLUB, TALK_RETITLED].concat(), &day(3));
    assert_eq!(repository.dated("events.yaml"), ["club 1 1", "talk 1 3"]);
}

#[test]
fn a_file_copied_from_another_is_new() {
    let repository = Repository::new();
    repository.commit("example.yaml", &[CLUB, TALK].concat(), &day(1));
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(2));
    assert_eq!(repository.dated("events.yaml"), ["club 2 2", "talk 2 2"]);
}

#[test]
fn an_edit_that_is_not_committed_is_one_more_revision() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(1));
    let edit = |events: &[&str]| {
        let name = "events.yaml";
        repository
            .desk
            .write(name, format!("{HEAD}{}", events.concat()));
        repository.desk.date(name, &day(8));
        repository.dated(name)
    };
    assert_eq!(edit(&["  # Soon\n", CLUB, TALK]), ["club 1 1", "talk 1 1"]);
    assert_eq!(edit(&[CLUB, TALK_RETITLED]), ["club 1 1", "talk 1 8"]);
    assert_eq!(
        edit(&[CLUB, PARTY, TALK]),
        ["club 1 1", "party 8 8", "talk 1 1"]
    );
    assert_eq!(edit(&[CLUB]), ["club 1 1", "talk 1 8 CANCELLED"]);
}

#[test]
fn an_edit_with_an_older_file_time_than_its_commit_still_raises_the_sequence() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(9));
    repository
        .desk
        .write("events.yaml", format!("{HEAD}{CLUB}{TALK_RETITLED}"));
    assert_eq!(
        repository.dated("events.yaml"),
        ["club 9 9", "talk 9 20260209T100001Z"]
    );
}

#[test]
fn dates_out_of_order_raise_every_sequence_all_the_same() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(9));
    repository.commit("events.yaml", &[CLUB, TALK_RETITLED].concat(), &day(2));
    assert_eq!(
        repository.dated("events.yaml"),
        ["club 9 9", "talk 9 20260209T100001Z"]
    );
    // A commit dated in the future keeps its date, because the current time has no influence.
    repository.commit(
        "events.yaml",
        &[CLUB_MOVED, TALK].concat(),
        "2031-01-01T00:00:00Z",
    );
    repository.commit("events.yaml", &[CLUB_NOWHERE, TALK].concat(), &day(12));
    assert_eq!(
        repository.dated("events.yaml"),
        ["club 9 20310101T000001Z", "talk 9 20310101T000000Z"]
    );
}

#[test]
fn updated_counts_where_it_is_later_than_the_commit() {
    let repository = Repository::new();
    let updated = |at: &str| format!("{TALK}    updated: {at}\n");
    repository.commit("events.yaml", TALK, &day(5));
    assert_eq!(repository.dated("events.yaml"), ["talk 5 5"]);
    repository.commit("events.yaml", &updated("2026-02-03T10:00Z"), &day(6));
    assert_eq!(repository.dated("events.yaml"), ["talk 5 5"]);
    repository.commit("events.yaml", &updated("2026-02-07T10:00Z"), &day(8));
    assert_eq!(repository.dated("events.yaml"), ["talk 5 7"]);
    // A published date does not decrease.
    repository.commit("events.yaml", TALK, &day(9));
    assert_eq!(repository.dated("events.yaml"), ["talk 5 7"]);
}

#[test]
fn two_clones_and_the_revisions_file_without_git_give_the_same_bytes() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK, PARTY].concat(), &day(1));
    repository.commit("events.yaml", &[CLUB_MOVED, TALK, PARTY].concat(), &day(2));
    repository.commit("events.yaml", &[CLUB_MOVED, PARTY].concat(), &day(3));
    repository.commit("events.yaml", TALK_RETITLED, &day(4));
    repository.commit("events.yaml", &[TALK, PARTY].concat(), &day(5));
    repository.commit("events.yaml", PARTY, &day(6));
    let desk = &repository.desk;
    for clone in ["one", "other"] {
        repository.git(&["clone", "--quiet", "--no-hardlinks", ".", clone]);
        desk.build(&format!("{clone}/events.yaml --out public-{clone}"));
    }
    let json = repository.revisions("one/events.yaml");
    assert_eq!(json, repository.revisions("other/events.yaml"));

    let elsewhere = Desk::new();
    elsewhere.write("revisions.json", json);
    elsewhere.write("events.yaml", desk.read("events.yaml"));
    elsewhere.date("events.yaml", "2026-03-01T00:00:00Z");
    let run = elsewhere.run("build --revisions revisions.json --out public");
    assert!(!run.stderr.contains("git"), "{}", run.stderr);

    let one = desk.files("public-one");
    assert!(one == desk.files("public-other"));
    assert!(one == elsewhere.files("public"));
    assert_eq!(
        dated(&elsewhere.read("public/riverside.ics")),
        ["club 1 4", "party 1 5", "talk 1 6 CANCELLED"]
    );
}

#[test]
fn what_was_edited_after_the_revisions_file_is_dated_by_the_file() {
    let repository = Repository::new();
    repository.commit("events.yaml", &[CLUB, TALK].concat(), &day(1));
    repository.commit("events.yaml", &[CLUB_MOVED, TALK].concat(), &day(2));
    let desk = Desk::new();
    desk.write("revisions.json", repository.revisions("events.yaml"));
    let after = |events: &[&str]| {
        desk.write("events.yaml", format!("{HEAD}{}", events.concat()));
        desk.date("events.yaml", &day(9));
        desk.build("--revisions revisions.json --out public");
        dated(&desk.read("public/riverside.ics"))
    };
    assert_eq!(after(&[CLUB_MOVED, TALK]), ["club 1 2", "talk 1 1"]);
    assert_eq!(
        after(&[CLUB_MOVED, TALK_RETITLED]),
        ["club 1 2", "talk 1 9"]
    );
    assert_eq!(
        after(&[CLUB, PARTY]),
        ["club 1 9", "party 9 9", "talk 1 9 CANCELLED"]
    );
}

#[test]
fn the_events_of_this_project_have_the_times_of_the_commits_that_changed_them() {
    let root = file("").display().to_string();
    let repository = Repository { desk: Desk::new() };
    // The files come from git, so that uncommitted edits have no effect.
    let clone = [
        "-c",
        "safe.directory=*",
        "clone",
        "--quiet",
        "--no-hardlinks",
        &root,
        ".",
    ];
    let is_cloned = repository
        .command(&clone)
        .output()
        .unwrap()
        .status
        .success();
    let is_shallow = || {
        repository
            .git(&["rev-parse", "--is-shallow-repository"])
            .trim()
            == "true"
    };
    if !is_cloned || is_shallow() {
        // In a source archive or a shallow clone, a copy of the file with a history of its own is tested.
        return the_events_of_a_copy_have_the_times_of_the_commits_that_changed_them();
    }
    assert_eq!(
        repository.dated_by_hand(),
        repository.dated_of("events.yaml")
    );
}

#[test]
fn the_events_of_a_copy_have_the_times_of_the_commits_that_changed_them() {
    let repository = Repository::new();
    let text = std::fs::read_to_string(file("events.yaml")).unwrap();
    let edits = [
        ("", ""),
        ("title: Unconference", "title: The unconference"),
        (
            "speakers: [Max Leonard (Inrupt)]",
            "speakers: [Max Leonard]",
        ),
        ("# Newest first.", "# The newest come first."),
        ("name: Green Software Community", "name: Green Software SIG"),
        (
            "2025-12-25: {moved_to: 2025-12-18",
            "2025-12-25: {moved_to: 2025-12-17",
        ),
    ];
    let mut text = text;
    for (index, (before, after)) in edits.into_iter().enumerate() {
        assert!(text.contains(before));
        text = text.replace(before, after);
        repository.desk.write("events.yaml", &text);
        repository.commit_all(&day(u32::try_from(index).unwrap() + 1));
    }
    let dated = repository.dated_of("events.yaml");
    assert_eq!(repository.dated_by_hand(), dated);
    assert!(dated.contains(&("green-software-2025-03".to_owned(), day(5))));
    assert!(dated.contains(&("lean-coffee".to_owned(), day(6))));
}
