//! Included files in the real program: what is read from the disk, what is refused, and the limits.

use std::fmt::Write as _;
use std::fs::{self, File};

use crate::program::{Desk, Run};

/// Returns a main file that includes `entries`.
fn main(entries: &str) -> String {
    format!(
        "calendar: {{name: A, slug: a, domain: a.example.org, url: \"https://a.example.org\", timezone: UTC}}\n\
         include: [{entries}]\n\
         events: [{{id: main, title: Main, start: 2026-07-01}}]\n"
    )
}

/// Returns a file with one event.
fn event(id: &str) -> String {
    format!("events: [{{id: {id}, title: Title of {id}, start: 2026-07-02}}]\n")
}

/// Returns a folder with a main file that includes `entries`.
fn folder(entries: &str) -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", main(entries));
    fs::create_dir(desk.path().join("teams")).unwrap();
    desk
}

/// Runs `check`, which fails, and returns its report.
#[track_caller]
fn errors(desk: &Desk) -> String {
    let run = desk.run("check");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    run.stdout
}

#[test]
fn the_summary_names_the_number_of_files() {
    let desk = folder("\"teams/*.yaml\"");
    desk.write("teams/python.yaml", event("python"));
    assert_eq!(
        desk.run("check"),
        Run {
            code: Some(0),
            stdout: String::new(),
            stderr: "events.yaml and 1 included file: fine, 2 events\n\
                next: Wednesday 1 July 2026, all day  Main\n\
                next: Thursday 2 July 2026, all day  Title of python\n"
                .to_owned(),
        }
    );
    desk.write("teams/rust.yaml", "events: [{id: rust}]\n");
    assert_eq!(
        desk.run("check").stderr,
        "events.yaml and 2 included files: 2 errors\n"
    );
    assert!(
        desk.run("list")
            .stderr
            .ends_with("\nevents.yaml and 2 included files: 2 errors\n")
    );
}

#[test]
fn a_pattern_leaves_the_main_file_out() {
    let desk = folder("\"**/*.yaml\"");
    desk.write("teams/python.yaml", event("python"));
    desk.write("rust.yaml", event("rust"));
    assert_eq!(desk.run("list").stdout.lines().count(), 3);
}

#[test]
fn a_file_cannot_include_itself() {
    insta::assert_snapshot!(errors(&folder("./events.yaml")), @r"
    error[bad-include]: a file cannot include itself
     --> events.yaml:2:11
      |
    2 | include: [./events.yaml]
      |           ^^^^^^^^^^^^^
      |
      = help: remove this entry
    ");
}

#[test]
fn a_misspelt_file_is_named() {
    let desk = folder("teams/pyhton.yaml");
    desk.write("teams/python.yaml", event("python"));
    insta::assert_snapshot!(errors(&desk), @r"
    error[bad-include]: there is no file `teams/pyhton.yaml` below the folder of this file
     --> events.yaml:2:11
      |
    2 | include: [teams/pyhton.yaml]
      |           ^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `teams/python.yaml`?
    ");
}

#[test]
fn an_included_file_that_is_not_utf_8_is_shown_and_hides_no_other_error() {
    let desk = folder("\"teams/*.yaml\"");
    desk.write(
        "teams/python.yaml",
        b"events:\n  - {id: a, title: Caf\xe9}\n",
    );
    desk.write("teams/rust.yaml", "events: [{id: rust, title: Rust}]\n");
    insta::assert_snapshot!(errors(&desk), @r"
    error[syntax]: line 2 is not UTF-8
     --> teams/python.yaml:2:23
      |
    2 |   - {id: a, title: Caf�}
      |                       ^
      |
      = help: save the file as UTF-8

    error[missing-key]: `start` is missing
     --> teams/rust.yaml:1:10
      |
    1 | events: [{id: rust, title: Rust}]
      |          ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: add `start: <date>`; written as `YYYY-MM-DD HH:MM`, as `YYYY-MM-DD` for a whole day, or as `tbc`
    ");
}

#[test]
fn hidden_files_are_not_included() {
    let desk = folder("\"**/*.yaml\"");
    desk.write("teams/.python.yaml", event("python"));
    desk.write(".teams/rust.yaml", event("rust"));
    let run = desk.run("check");
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stdout, @r#"
    warning[empty-include]: `**/*.yaml` names no file
     --> events.yaml:2:11
      |
    2 | include: ["**/*.yaml"]
      |           ^^^^^^^^^^^
      |
      = help: write the path from the folder of this file; if this is intended, add `allow: [empty-include]`
    "#);
}

#[test]
fn standard_input_includes_files_of_the_current_folder() {
    let desk = folder("teams/python.yaml");
    desk.write("teams/python.yaml", event("python"));
    let run = desk.run_with("list -", "events.yaml");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Wed 2026-07-01  all day      Main  (main)\n\
         Thu 2026-07-02  all day      Title of python  (python)\n"
    );
}

#[test]
fn standard_input_includes_nothing_out_of_the_current_folder() {
    let desk = folder("../secret.yaml");
    let run = desk.run_with("check -", "events.yaml");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.starts_with(
            "error[bad-include]: `../secret.yaml` is not below the folder of this file\n"
        ),
        "{}",
        run.stdout
    );
}

#[test]
fn a_folder_stands_for_its_events_file() {
    let desk = folder("\"teams/*.yaml\"");
    desk.write("teams/python.yaml", event("python"));
    desk.write("other.yaml", event("other"));
    let run = desk.run("check .");
    assert_eq!(
        run.stderr.lines().next(),
        Some("./events.yaml and 1 included file: fine, 2 events")
    );
}

#[test]
fn a_folder_without_events_yaml_stands_for_all_its_files() {
    let desk = Desk::new();
    desk.write("clubs/all.yaml", main(""));
    desk.write("clubs/python.yaml", event("python"));
    desk.write("clubs/rust.yaml", "events: [{id: rust}]\n");
    desk.write("clubs/below/not.yaml", "events: 1\n");
    let run = desk.run("check clubs");
    assert_eq!(
        run.stderr,
        "clubs/all.yaml and 2 included files: 2 errors\n"
    );
    insta::assert_snapshot!(run.stdout, @r"
    error[missing-key]: `title` is missing
     --> clubs/rust.yaml:1:10
      |
    1 | events: [{id: rust}]
      |          ^^^^^^^^^^
      |
      = help: add `title: <title>`

    error[missing-key]: `start` is missing
     --> clubs/rust.yaml:1:10
      |
    1 | events: [{id: rust}]
      |          ^^^^^^^^^^
      |
      = help: add `start: <date>`; written as `YYYY-MM-DD HH:MM`, as `YYYY-MM-DD` for a whole day, or as `tbc`
    ");
}

#[test]
fn a_folder_with_one_file_stands_for_it() {
    let desk = Desk::new();
    desk.write(
        "calendar/all.yaml",
        "calendar: {name: A, slug: a, domain: a.example.org, url: \"https://a.example.org\", timezone: UTC}\n",
    );
    assert_eq!(
        desk.run("check calendar").stderr,
        "calendar/all.yaml: fine, 0 events\n"
    );
}

#[test]
fn a_file_above_the_limit_of_one_file_is_refused() {
    let desk = folder("\"teams/*.yaml\"");
    let large = File::create(desk.path().join("teams/large.yaml")).unwrap();
    large.set_len(16 * 1024 * 1024 + 1).unwrap();
    insta::assert_snapshot!(errors(&desk), @r#"
    error[bad-include]: cannot read `teams/large.yaml`: it is larger than 16 MiB, the limit
     --> events.yaml:2:11
      |
    2 | include: ["teams/*.yaml"]
      |           ^^^^^^^^^^^^^^
      |
      = help: remove old events, or divide it into several files
    "#);
}

#[test]
fn files_above_the_limit_of_all_files_are_refused() {
    let desk = folder("\"teams/*.yaml\"");
    // Comments are not parsed into anything, and 16 MiB of zeros on the disk take no room.
    let comment = vec![b'#'; 16 * 1024 * 1024];
    for name in ["a", "b", "c", "d"] {
        desk.write(&format!("teams/{name}.yaml"), &comment);
    }
    insta::assert_snapshot!(errors(&desk), @r#"
    error[bad-include]: all files together are larger than 64 MiB, the limit
     --> events.yaml:2:11
      |
    2 | include: ["teams/*.yaml"]
      |           ^^^^^^^^^^^^^^
      |
      = help: include fewer or smaller files
    "#);
}

#[test]
fn two_thousand_files_are_included_and_no_more() {
    let desk = folder("\"teams/*.yaml\"");
    for number in 0..2_000 {
        desk.write(&format!("teams/{number}.yaml"), "events: []\n");
    }
    let run = desk.run("check");
    assert_eq!(
        run.stderr.lines().next(),
        Some("events.yaml and 2000 included files: fine, 1 event")
    );
    desk.write("teams/one-more.yaml", "events: []\n");
    insta::assert_snapshot!(errors(&desk), @r#"
    error[bad-include]: this includes more than 2000 files, the limit
     --> events.yaml:2:11
      |
    2 | include: ["teams/*.yaml"]
      |           ^^^^^^^^^^^^^^
      |
      = help: put the events of several files into one, or write a pattern that names fewer files
    "#);
}

#[test]
fn a_hundred_thousand_groups_in_many_files_are_refused() {
    let desk = folder("\"teams/*.yaml\"");
    for file in 100..200 {
        let mut groups = "groups:\n".to_owned();
        for group in 0..1000 {
            let _ = writeln!(groups, "  g{file}-{group}: {{name: G}}");
        }
        desk.write(&format!("teams/{file}.yaml"), groups);
    }
    insta::assert_snapshot!(errors(&desk), @r"
    error[too-many]: 100000 items under `groups`, but at most 1000 are allowed
     --> teams/101.yaml:2:3
      |
    2 |   g101-0: {name: G}
      |   ^^^^^^
      |
      = help: join groups, or keep several calendars
    ");
}

#[test]
fn a_thousand_entries_are_read_and_no_more() {
    let with = |count: usize| {
        let mut entries = String::new();
        for number in 0..count {
            write!(entries, "teams/{number}.yaml, ").unwrap();
        }
        let desk = folder(&entries);
        for number in 0..count {
            desk.write(&format!("teams/{number}.yaml"), "events: []\n");
        }
        desk
    };
    assert_eq!(with(1_000).run("check").code, Some(0));
    let found = errors(&with(1_001));
    assert!(
        found.starts_with(
            "error[too-many]: 1001 items under `include`, but at most 1000 are allowed\n"
        ),
        "{found}"
    );
}

/// A search compares a thousand patterns with a hundred thousand files, unless it gives up.
#[test]
fn too_many_patterns_for_too_many_files_are_refused() {
    let mut entries = String::new();
    for number in 0..900 {
        write!(entries, "\"**/*{}{number}*.yaml\", ", "a*b".repeat(40)).unwrap();
    }
    let desk = folder(&entries);
    let name = "a".repeat(200);
    for number in 0..60 {
        desk.write(&format!("teams/{name}{number}.yaml"), "");
    }
    let found = errors(&desk);
    assert!(
        found.starts_with("error[bad-include]: the patterns here take too long to compare with the files below this folder\n"),
        "{found}"
    );
}

#[cfg(unix)]
#[test]
fn a_search_of_too_many_files_is_refused() {
    let desk = folder("\"**/x.yaml\"");
    // A folder of a thousand files, a hundred times. Hard links are made faster than files.
    for folder in 0..100 {
        let folder = desk.path().join(format!("teams/{folder}"));
        fs::create_dir(&folder).unwrap();
        File::create(folder.join("0")).unwrap();
        for number in 1..1_000 {
            fs::hard_link(folder.join("0"), folder.join(number.to_string())).unwrap();
        }
    }
    insta::assert_snapshot!(errors(&desk), @r#"
    error[bad-include]: this pattern makes calfeed look at more than 100000 files
     --> events.yaml:2:11
      |
    2 | include: ["**/x.yaml"]
      |           ^^^^^^^^^^^
      |
      = help: write the folder in front of it, such as `teams/**/*.yaml`
    "#);
}

/// Creates a desk with a mistake in an included file that also concerns the main file, and runs `check` on it from the folder above.
fn checked_beside_included(format: &str) -> Run {
    let desk = Desk::new();
    desk.write(
        "club/events.yaml",
        main("teams/*.yaml").replace("{id: main", "{id: a"),
    );
    desk.write(
        "club/teams/python.yaml",
        "events:\n  - {id: a, title: B, start: 2026-07-02}\n",
    );
    desk.run(&format!("check --format {format} club/events.yaml"))
}

#[test]
fn an_annotation_is_in_the_included_file_and_names_the_other() {
    assert_eq!(
        checked_beside_included("github").stdout,
        "::error file=club/teams/python.yaml,line=2,endLine=2,col=10,endColumn=11,title=Id used twice::`a` is also the id of another event; \
         the first is at line 3 of club/events.yaml%0Ahelp: give each event its own id: subscribers would see only one of the two%0Asee \
         docs/reference/diagnostics.md#duplicate-id\n"
    );
}

#[test]
fn the_form_for_programs_names_both_files() {
    insta::assert_snapshot!(checked_beside_included("json").stdout, @r#"
    [
      {
        "column": 10,
        "end_column": 11,
        "end_line": 2,
        "file": "club/teams/python.yaml",
        "fixes": [],
        "help": "give each event its own id: subscribers would see only one of the two",
        "line": 2,
        "message": "`a` is also the id of another event",
        "name": "duplicate-id",
        "path": "events[0].id",
        "related": {
          "column": 15,
          "end_column": 16,
          "end_line": 3,
          "file": "club/events.yaml",
          "line": 3,
          "message": "the first is here"
        },
        "severity": "error"
      }
    ]
    "#);
}

#[test]
fn an_included_file_that_is_checked_alone_names_the_file_that_includes_it() {
    let desk = folder("teams/*.yaml");
    desk.write("teams/a.yaml", event("a"));
    let run = desk.run("check teams/a.yaml");
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.stderr,
        "teams/a.yaml: 1 error\n\
         note: teams/a.yaml has no `calendar`; events.yaml includes it: run `calfeed check events.yaml`\n"
    );
    let run = desk.run("check teams");
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.stderr,
        "error: no file in teams has a `calendar`; events.yaml includes its files: run `calfeed check events.yaml`\n"
    );
}
