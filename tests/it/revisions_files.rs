//! Revisions of a calendar in several files: an event keeps its history wherever its text is.

use std::fs;

use crate::program::{Desk, Run};
use crate::repository::{HEAD, Repository, day};

/// A main file that includes these files.
pub(crate) fn main_file(include: &str) -> String {
    HEAD.replace("events:\n", &format!("include: [{include}]\n"))
}

pub(crate) fn talk(id: &str) -> String {
    format!("  - id: {id}\n    title: Talk {id}\n    start: 2026-07-01 18:00\n    end: \"19:00\"\n")
}

/// A file with these events.
pub(crate) fn file(ids: &[&str]) -> String {
    let events: Vec<String> = ids.iter().map(|id| talk(id)).collect();
    format!("events:\n{}", events.concat())
}

/// A repository whose main file includes `teams/*.yaml`, with the events `a` and `b` in one file and `c` in another.
pub(crate) fn repository() -> Repository {
    let repository = Repository::new();
    let desk = &repository.desk;
    desk.write("events.yaml", main_file("teams/*.yaml"));
    desk.write("teams/one.yaml", file(&["a", "b"]));
    desk.write("teams/two.yaml", file(&["c"]));
    repository.commit_all(&day(1));
    repository
}

pub(crate) fn remove(repository: &Repository, name: &str) {
    fs::remove_file(repository.desk.path().join(name)).unwrap();
}

fn rename(repository: &Repository, from: &str, to: &str) {
    let path = |name: &str| repository.desk.path().join(name);
    fs::create_dir_all(path(to).parent().unwrap()).unwrap();
    fs::rename(path(from), path(to)).unwrap();
}

#[test]
fn a_commit_of_an_included_file_dates_the_events_that_it_changed() {
    let repository = repository();
    assert_eq!(repository.dated("events.yaml"), ["a 1 1", "b 1 1", "c 1 1"]);
    let edited = file(&["a", "b"]).replace("Talk a", "On verse");
    repository.desk.write("teams/one.yaml", edited);
    repository.commit_all(&day(2));
    assert_eq!(repository.dated("events.yaml"), ["a 1 2", "b 1 1", "c 1 1"]);
}

#[test]
fn an_event_that_moves_to_another_file_keeps_its_dates() {
    let repository = repository();
    repository.desk.write("teams/one.yaml", file(&["a"]));
    repository.desk.write("teams/two.yaml", file(&["b", "c"]));
    repository.commit_all(&day(2));
    assert_eq!(repository.dated("events.yaml"), ["a 1 1", "b 1 1", "c 1 1"]);
    // To the main file.
    let main = main_file("teams/*.yaml") + &file(&["b"]);
    repository.desk.write("events.yaml", main);
    repository.desk.write("teams/two.yaml", file(&["c"]));
    repository.commit_all(&day(3));
    assert_eq!(repository.dated("events.yaml"), ["a 1 1", "b 1 1", "c 1 1"]);
}

#[test]
fn a_file_that_is_split_into_ten_keeps_its_dates() {
    let repository = Repository::new();
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let events: Vec<String> = ids.iter().map(|id| talk(id)).collect();
    repository.commit("events.yaml", &events.concat(), &day(1));
    repository.commit("events.yaml", &events[1..].concat(), &day(2));
    repository.commit("events.yaml", &events.concat(), &day(3));
    repository
        .desk
        .write("events.yaml", main_file("teams/*.yaml"));
    for id in ids {
        repository
            .desk
            .write(&format!("teams/{id}.yaml"), file(&[id]));
    }
    repository.commit_all(&day(4));
    let mut dated = vec!["a 1 3".to_owned()];
    dated.extend(ids[1..].iter().map(|id| format!("{id} 1 1")));
    assert_eq!(repository.dated("events.yaml"), dated);
}

#[test]
fn a_renamed_file_and_a_renamed_folder_keep_their_dates() {
    let repository = repository();
    rename(&repository, "teams/one.yaml", "teams/zero.yaml");
    repository.commit_all(&day(2));
    assert_eq!(repository.dated("events.yaml"), ["a 1 1", "b 1 1", "c 1 1"]);
    rename(&repository, "events.yaml", "club/events.yaml");
    rename(&repository, "teams", "club/teams");
    repository.commit_all(&day(3));
    let edited = file(&["c"]).replace("Talk c", "On verse");
    repository.desk.write("club/teams/two.yaml", edited);
    repository.commit_all(&day(4));
    assert_eq!(
        repository.dated("club/events.yaml"),
        ["a 1 1", "b 1 1", "c 1 4"]
    );
}

#[test]
fn a_file_that_is_included_later_dates_its_events_by_that_commit() {
    let repository = repository();
    repository.desk.write("other/four.yaml", file(&["d"]));
    repository.commit_all(&day(2));
    assert_eq!(repository.dated("events.yaml"), ["a 1 1", "b 1 1", "c 1 1"]);
    let main = main_file("teams/*.yaml, other/four.yaml");
    repository.desk.write("events.yaml", main);
    repository.commit_all(&day(3));
    // The pattern finds another file.
    repository.desk.write("teams/five.yaml", file(&["e"]));
    repository.commit_all(&day(4));
    assert_eq!(
        repository.dated("events.yaml"),
        ["a 1 1", "b 1 1", "c 1 1", "d 3 3", "e 4 4"]
    );
    // It is included no more.
    repository
        .desk
        .write("events.yaml", main_file("teams/*.yaml"));
    repository.commit_all(&day(5));
    assert_eq!(
        repository.dated("events.yaml"),
        ["a 1 1", "b 1 1", "c 1 1", "d 3 5 CANCELLED", "e 4 4"]
    );
}

#[test]
fn a_version_with_an_error_in_one_file_is_skipped() {
    let repository = repository();
    let good = file(&["a", "b"]);
    for number in 2..5 {
        let broken = good.replace("18:00", &format!("18:0{number} or so"));
        repository.desk.write("teams/one.yaml", broken);
        let edited = file(&["c"]).replace("Talk c", &format!("Talk {number}"));
        repository.desk.write("teams/two.yaml", edited);
        repository.commit_all(&day(number));
    }
    repository.desk.write("teams/one.yaml", good);
    repository.commit_all(&day(5));
    assert_eq!(repository.dated("events.yaml"), ["a 1 1", "b 1 1", "c 1 5"]);
}

#[test]
fn a_named_file_that_a_commit_lacks_makes_its_version_invalid() {
    let repository = repository();
    let main = main_file("teams/*.yaml, other/four.yaml");
    repository.desk.write("events.yaml", main);
    repository.commit_all(&day(2));
    repository.desk.write("other/four.yaml", file(&["d"]));
    repository.commit_all(&day(3));
    assert_eq!(
        repository.dated("events.yaml"),
        ["a 1 1", "b 1 1", "c 1 1", "d 3 3"]
    );
}

#[test]
fn the_events_of_an_edited_file_are_dated_by_that_file() {
    let repository = repository();
    let edited = file(&["a", "b"]).replace("Talk a", "On verse");
    repository.desk.write("teams/one.yaml", edited);
    repository.desk.date("teams/one.yaml", &day(7));
    repository.desk.date("events.yaml", &day(9));
    assert_eq!(repository.dated("events.yaml"), ["a 1 7", "b 1 1", "c 1 1"]);
    // A removed event is in no file.
    repository.desk.write("teams/two.yaml", file(&["d"]));
    repository.desk.date("teams/two.yaml", &day(8));
    assert_eq!(
        repository.dated("events.yaml"),
        ["a 1 7", "b 1 1", "c 1 9 CANCELLED", "d 8 8"]
    );
}

#[test]
fn without_git_each_file_dates_its_own_events() {
    let desk = Desk::new();
    desk.write("events.yaml", main_file("teams/*.yaml") + &file(&["a"]));
    desk.write("teams/one.yaml", file(&["b"]));
    desk.write("teams/two.yaml", file(&["c"]));
    desk.date("events.yaml", &day(1));
    desk.date("teams/one.yaml", &day(2));
    desk.date("teams/two.yaml", &day(3));
    desk.build("events.yaml --out public");
    assert_eq!(
        crate::repository::dated(&desk.read("public/riverside.ics")),
        ["a - 1", "b - 2", "c - 3"]
    );
}

#[test]
fn a_file_that_is_older_than_the_last_change_is_warned_of_only_if_it_was_edited() {
    let repository = repository();
    let edited = file(&["c"]).replace("Talk c", "On verse");
    repository.desk.write("teams/two.yaml", edited);
    repository.desk.date("teams/two.yaml", &day(3));
    let warnings = |repository: &Repository| {
        let run = repository.desk.run("build events.yaml --out public");
        let warnings = run.stderr.lines().filter(|it| it.starts_with("warning: "));
        warnings.collect::<Vec<_>>().join("\n")
    };
    // The times of the other files are before the first commit.
    assert_eq!(warnings(&repository), "");
    repository
        .desk
        .date("teams/two.yaml", "2026-01-05T09:30:00Z");
    insta::assert_snapshot!(warnings(&repository), @"warning: a file that events.yaml includes was edited, but its modification time is before its last known change, so calendar programs may not see the next edit as a change; `touch` it, or commit it");
}

#[test]
fn a_removed_event_keeps_the_defaults_of_its_file() {
    let repository = repository();
    let defaults =
        "defaults: {group: poets, location: Riverside Library}\ngroups: {poets: {name: Poets}}\n";
    let with = |ids: &[&str]| format!("{defaults}{}", file(ids));
    repository.desk.write("teams/one.yaml", with(&["a", "b"]));
    repository.commit_all(&day(2));
    repository.desk.write("teams/one.yaml", with(&["b"]));
    repository.commit_all(&day(3));
    let dates = ["a 1 3 CANCELLED", "b 1 2", "c 1 1"];
    assert_eq!(repository.dated("events.yaml"), dates);
    let feed = repository.desk.read("public/riverside.ics");
    // The same without git.
    let json = repository.revisions("events.yaml");
    let alone = Desk::new();
    for name in ["events.yaml", "teams/one.yaml", "teams/two.yaml"] {
        alone.write(name, repository.desk.read(name));
    }
    alone.write("revisions.json", &json);
    alone.build("events.yaml --out public --revisions revisions.json");
    assert_eq!(alone.read("public/riverside.ics"), feed);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let calendar = main_file("teams/*.yaml");
    assert_eq!(
        json["files"],
        serde_json::json!([{
            "file": calendar,
            "included": [{"path": "teams/one.yaml", "text": with(&["a"])}]
        }])
    );
    assert_eq!(
        (&json["version"], &json["file"], &json["included"]),
        (
            &serde_json::json!(3),
            &serde_json::json!(calendar),
            &serde_json::json!([
                {"path": "teams/one.yaml", "text": with(&["b"])},
                {"path": "teams/two.yaml", "text": file(&["c"])}
            ])
        )
    );
}

#[test]
fn a_shallow_clone_has_the_versions_of_all_files_since_its_first_commit() {
    let origin = repository();
    let edited = file(&["c"]).replace("Talk c", "On verse");
    for (number, title) in [(2, "Two"), (3, "Three")] {
        let text = edited.replace("On verse", title);
        origin.desk.write("teams/two.yaml", text);
        origin.commit_all(&day(number));
    }
    let clone = Repository { desk: Desk::new() };
    let url = format!("file://{}", origin.desk.path().display());
    clone.git(&["clone", "--quiet", "--depth=2", &url, "."]);
    let run = clone.desk.run("build events.yaml --out public");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("this clone is shallow"),
        "{}",
        run.stderr
    );
    assert_eq!(
        crate::repository::dated(&clone.desk.read("public/riverside.ics")),
        ["a 2 2", "b 2 2", "c 2 3"]
    );
}

#[test]
fn a_link_in_place_of_an_included_file_is_no_file_of_a_commit() {
    let repository = repository();
    remove(&repository, "teams/two.yaml");
    repository.commit_all(&day(2));
    assert_eq!(
        repository.dated("events.yaml"),
        ["a 1 1", "b 1 1", "c 1 2 CANCELLED"]
    );
    #[cfg(unix)]
    {
        let link = repository.desk.path().join("teams/two.yaml");
        std::os::unix::fs::symlink("../elsewhere.yml", link).unwrap();
        repository.desk.write("elsewhere.yml", file(&["c"]));
        repository.commit_all(&day(3));
        remove(&repository, "teams/two.yaml");
        repository.commit_all(&day(4));
        assert_eq!(
            repository.dated("events.yaml"),
            ["a 1 1", "b 1 1", "c 1 2 CANCELLED"]
        );
    }
}

#[test]
fn diff_takes_the_included_files_of_the_revision() {
    let repository = repository();
    repository.desk.write("teams/one.yaml", file(&["a"]));
    repository.desk.write("teams/three.yaml", file(&["d"]));
    let said = |arguments: &str| {
        let Run {
            code,
            stdout,
            stderr,
        } = repository.desk.run(arguments);
        assert_eq!(code, Some(0), "{stderr}");
        stdout
    };
    let here = said("diff HEAD:events.yaml events.yaml");
    insta::assert_snapshot!(here, @r#"
    In the next 12 months 1 meeting is cancelled and 1 is added; 1 warning.

    warning: `b` is gone, and `d` is new and looks the same: every subscriber would see a cancellation, which stays, and a new event. If it is the same event, put `id: b` back, or write `uid: b@books.example.org` below `id: d`.

    Cancelled
      Talk b, Wednesday 1 July 2026, 6pm to 7pm (removed; stays in calendars as cancelled)

    Added
      Talk d, Wednesday 1 July 2026, 6pm to 7pm
    "#);
    repository.git(&["add", "--all", "--", ":!public"]);
    let staged = said("diff HEAD:events.yaml :events.yaml");
    assert_eq!(staged, here);
    assert_eq!(staged, said("diff HEAD:./events.yaml :0:./events.yaml"));
    repository.commit_index(&day(2));
    assert_eq!(staged, said("diff HEAD~1:events.yaml HEAD:events.yaml"));
}

#[test]
fn an_error_in_an_included_file_of_a_revision_names_both() {
    let repository = repository();
    repository
        .desk
        .write("teams/one.yaml", file(&["a"]).replace("18:00", "18 or so"));
    repository.commit_all(&day(2));
    let run = repository
        .desk
        .run("diff HEAD:events.yaml HEAD~1:events.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.stderr, @r#"
    error[bad-date]: can't understand `or so` in `2026-07-01 18 or so`
     --> HEAD:teams/one.yaml:4:12
      |
    4 |     start: 2026-07-01 18 or so
      |            ^^^^^^^^^^^^^^^^^^^
      |
      = help: dates are written `YYYY-MM-DD`, times `HH:MM`, and both `YYYY-MM-DD HH:MM`; the rest belongs in other keys

    HEAD:events.yaml and 2 included files: 1 error
    "#);
    repository
        .desk
        .write("teams/one.yaml", b"events: []\n# \xff\n");
    repository.commit_all(&day(3));
    let run = repository
        .desk
        .run("diff HEAD:events.yaml HEAD~2:events.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    insta::assert_snapshot!(run.stderr, @"error: cannot read HEAD:events.yaml: it includes `teams/one.yaml`, which is not UTF-8 at `HEAD`");
}
