//! Revisions of files that git does not see as renamed, does not have, or has in a folder that stands for its events file.

#[cfg(unix)]
use std::fs;

use crate::repository::{HEAD, Repository, day};
#[cfg(unix)]
use crate::revisions_files::repository;
use crate::revisions_files::{file, main_file, remove, talk};

#[test]
fn a_file_that_is_split_and_moved_in_one_commit_keeps_its_dates() {
    let repository = Repository::new();
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let events: Vec<String> = ids.iter().map(|id| talk(id)).collect();
    let desk = &repository.desk;
    desk.write("events.yaml", format!("{HEAD}{}", events.concat()));
    repository.commit_all(&day(1));
    desk.write("events.yaml", format!("{HEAD}{}", events[1..].concat()));
    repository.commit_all(&day(2));
    remove(&repository, "events.yaml");
    desk.write("calendar/main.yaml", main_file("teams/*.yaml"));
    desk.write("calendar/teams/one.yaml", file(&ids[1..5]));
    desk.write("calendar/teams/two.yaml", file(&ids[5..]));
    repository.commit_all(&day(3));
    assert_eq!(
        repository.dated("calendar/main.yaml"),
        [
            "a 1 2 CANCELLED",
            "b 1 1",
            "c 1 1",
            "d 1 1",
            "e 1 1",
            "f 1 1",
            "g 1 1",
            "h 1 1"
        ]
    );
}

#[test]
fn another_calendar_that_is_removed_in_the_same_commit_is_not_an_earlier_version() {
    let repository = Repository::new();
    let desk = &repository.desk;
    desk.write(
        "other.yaml",
        HEAD.replace("slug: ", "slug: other-") + &talk("a") + &talk("b"),
    );
    repository.commit_all(&day(1));
    remove(&repository, "other.yaml");
    desk.write("events.yaml", main_file("teams/*.yaml"));
    desk.write("teams/one.yaml", file(&["b"]));
    repository.commit_all(&day(2));
    assert_eq!(repository.dated("events.yaml"), ["b 2 2"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_git_has_as_a_link_is_warned_of() {
    let repository = repository();
    let desk = &repository.desk;
    let link = desk.path().join("teams/three.yaml");
    std::os::unix::fs::symlink("../elsewhere.yml", link).unwrap();
    desk.write("elsewhere.yml", file(&["d"]));
    repository.commit_all(&day(2));
    let by_pattern = desk.run("build --out public").stderr;
    assert!(
        by_pattern.starts_with(
            "warning: teams/three.yaml is a link or in a submodule, so git has no history of it here, and its modification time dates its events; include the file itself\n"
        ),
        "{by_pattern}"
    );
    // By name, every version in git lacks a file.
    fs::remove_dir_all(desk.path().join(".git")).unwrap();
    repository.git(&["init", "--quiet"]);
    desk.write("events.yaml", main_file("teams/*.yaml, teams/three.yaml"));
    repository.commit_all(&day(3));
    let by_name = desk.run("build --out public").stderr;
    assert!(
        by_name.starts_with(
            "warning: git has no file `teams/three.yaml`, which events.yaml includes, so calfeed cannot tell when each event last changed or which events were removed; commit each file itself: a link, an ignored file and a submodule are not in the history\n"
        ),
        "{by_name}"
    );
}

#[test]
fn diff_takes_a_folder_of_a_revision_for_all_its_files() {
    let repository = Repository::new();
    let desk = &repository.desk;
    desk.write("calendar/all.yaml", HEAD.replace("events:\n", ""));
    desk.write("calendar/a.yaml", file(&["a"]));
    repository.commit_all(&day(1));
    desk.write(
        "calendar/a.yaml",
        file(&["a"]).replace("Talk a", "On verse"),
    );
    let run = desk.run("diff HEAD:calendar calendar");
    assert_eq!(
        run.stdout,
        "In the next 12 months 1 meeting has a new title.\n\nNew title\n  Talk a, Wednesday 1 July 2026: now “On verse”\n",
        "{}",
        run.stderr
    );
}
