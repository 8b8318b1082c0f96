//! Included files that are not plain files: links, devices, and names that are not text. A pull request can bring each of them.

use std::ffi::OsStr;
use std::fs;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use rustix::fs::{CWD, Mode, OFlags, mkdirat, openat};

use crate::program::Desk;

/// Returns a folder `calendar` whose main file includes `entries`, beside a file with a secret.
fn folder(entries: &str) -> Desk {
    let desk = Desk::new();
    desk.write("secret/s.yaml", "events: [{id: secret, title: Secret}]\n");
    desk.write(
        "calendar/events.yaml",
        format!(
            "calendar: {{name: A, slug: a, domain: a.example.org, url: \"https://a.example.org\", timezone: UTC}}\n\
             include: [{entries}]\n"
        ),
    );
    fs::create_dir(desk.path().join("calendar/teams")).unwrap();
    desk
}

fn link(desk: &Desk, target: &str, name: &str) {
    symlink(target, desk.path().join("calendar").join(name)).unwrap();
}

/// Runs `check`, and returns the first line of each diagnostic. The secret is never shown.
#[track_caller]
fn found(desk: &Desk) -> Vec<String> {
    let run = desk.run("check calendar/events.yaml");
    assert!(!run.stdout.contains("Secret"), "{}", run.stdout);
    let is_first = |line: &&str| line.starts_with("error[") || line.starts_with("warning[");
    let lines = run.stdout.lines().filter(is_first);
    lines.map(ToOwned::to_owned).collect()
}

#[test]
fn a_link_out_of_the_folder_is_refused_by_pattern_and_by_name() {
    for entry in ["\"teams/*.yaml\"", "teams/link.yaml"] {
        let desk = folder(entry);
        link(&desk, "../../secret/s.yaml", "teams/link.yaml");
        assert_eq!(
            found(&desk),
            [
                "error[bad-include]: cannot read `teams/link.yaml`: it is a link out of the folder of the events file"
            ]
        );
    }
}

#[test]
fn a_link_to_a_file_of_the_folder_is_read_and_a_link_to_a_hidden_one_is_not() {
    let desk = folder("\"teams/*.yaml\"");
    desk.write("calendar/shared.yaml", "events: []\n");
    link(&desk, "../shared.yaml", "teams/link.yaml");
    assert!(found(&desk).is_empty());
    desk.write("calendar/.env.yaml", "Secret");
    link(&desk, "../.env.yaml", "teams/other.yaml");
    assert_eq!(
        found(&desk),
        ["error[bad-include]: cannot read `teams/other.yaml`: it is a hidden file"]
    );
}

#[test]
fn a_folder_that_is_a_link_is_not_searched() {
    for entry in ["\"out/*.yaml\"", "\"**/*.yaml\""] {
        let desk = folder(entry);
        link(&desk, "../secret", "out");
        let pattern = entry.trim_matches('"');
        assert_eq!(
            found(&desk),
            [format!("warning[empty-include]: `{pattern}` names no file")]
        );
    }
    let desk = folder("out/s.yaml");
    link(&desk, "../secret", "out");
    assert_eq!(
        found(&desk),
        [
            "error[bad-include]: cannot read `out/s.yaml`: it is a link out of the folder of the events file"
        ]
    );
}

#[test]
fn a_link_to_another_folder_does_not_show_the_names_in_it() {
    let desk = folder("elsewhere/ss.yaml");
    link(&desk, "../secret", "elsewhere");
    let run = desk.run("check calendar/events.yaml");
    assert!(run.stdout.contains("there is no file `elsewhere/ss.yaml`"));
    assert!(!run.stdout.contains("did you mean"), "{}", run.stdout);
}

#[test]
fn links_that_point_to_each_other_end() {
    let desk = folder("\"**/*.yaml\"");
    link(&desk, ".", "teams/folder");
    link(&desk, "b.yaml", "teams/a.yaml");
    link(&desk, "a.yaml", "teams/b.yaml");
    link(&desk, "nothing.yaml", "teams/c.yaml");
    assert_eq!(
        found(&desk),
        [
            "error[bad-include]: cannot read `teams/a.yaml`: Too many levels of symbolic links (os error 40)",
            "error[bad-include]: cannot read `teams/b.yaml`: Too many levels of symbolic links (os error 40)",
            "error[bad-include]: cannot read `teams/c.yaml`: it is a link to a file that does not exist",
        ]
    );
}

#[test]
fn what_is_not_a_regular_file_is_never_opened() {
    for entries in ["\"teams/*.yaml\"", "teams/fifo.yaml, teams/zero.yaml"] {
        let desk = folder(entries);
        let fifo = desk.path().join("calendar/teams/fifo.yaml");
        assert!(
            Command::new("mkfifo")
                .arg(&fifo)
                .status()
                .unwrap()
                .success()
        );
        link(&desk, "/dev/zero", "teams/zero.yaml");
        assert_eq!(
            found(&desk),
            [
                "error[bad-include]: cannot read `teams/fifo.yaml`: it is not a regular file",
                "error[bad-include]: cannot read `teams/zero.yaml`: it is a link out of the folder of the events file",
            ]
        );
    }
}

#[test]
fn a_folder_with_the_name_of_a_file_is_refused_by_name_and_searched_by_pattern() {
    let desk = folder("teams/a.yaml");
    desk.write("calendar/teams/a.yaml/b.yaml", "events: []\n");
    assert_eq!(
        found(&desk),
        ["error[bad-include]: cannot read `teams/a.yaml`: it is a folder"]
    );
    let desk = folder("\"**/b.yaml\"");
    desk.write("calendar/teams/a.yaml/b.yaml", "events: []\n");
    assert!(found(&desk).is_empty());
}

#[test]
fn a_name_that_is_not_utf_8_is_refused() {
    let desk = folder("\"teams/*.yaml\"");
    let name = OsStr::from_bytes(b"a\xff.yaml");
    fs::write(
        desk.path().join("calendar/teams").join(name),
        "events: []\n",
    )
    .unwrap();
    assert_eq!(
        found(&desk),
        ["error[bad-include]: cannot read `teams/a\u{fffd}.yaml`: its name is not UTF-8"]
    );
}

#[test]
fn a_folder_that_cannot_be_read_is_an_error_because_it_may_have_files() {
    let desk = folder("\"**/*.yaml\"");
    fs::create_dir(
        desk.path()
            .join("calendar")
            .join(OsStr::from_bytes(b"b\xff")),
    )
    .unwrap();
    // The path of the innermost folder is longer than the system reads.
    let name = "a".repeat(200);
    let mut within = open_folder(CWD, &desk.path().join("calendar/teams"));
    for _ in 0..25 {
        mkdirat(&within, &name, Mode::RWXU).unwrap();
        within = open_folder(&within, Path::new(&name));
    }
    let found = found(&desk);
    let cut = |line: &String| {
        (
            line[..50].to_owned(),
            line.rsplit("`: ").next().unwrap().to_owned(),
        )
    };
    let found: Vec<_> = found.iter().map(cut).collect();
    let wanted = [
        (
            "error[bad-include]: cannot read the folder `b\u{fffd}`: ",
            "its name is not UTF-8",
        ),
        (
            "error[bad-include]: cannot read the folder `teams/",
            "File name too long (os error 36)",
        ),
    ];
    let wanted = wanted.map(|(one, other)| (one[..50].to_owned(), other.to_owned()));
    assert_eq!(found, wanted);
}

fn open_folder(within: impl AsFd, path: &Path) -> OwnedFd {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY;
    openat(within, path, flags, Mode::empty()).unwrap()
}

#[test]
fn a_main_file_that_is_a_link_includes_what_is_beside_its_target() {
    let desk = folder("\"teams/*.yaml\"");
    desk.write("calendar/teams/a.yaml", "events: [{id: a}]\n");
    symlink("calendar/events.yaml", desk.path().join("link.yaml")).unwrap();
    let run = desk.run("check link.yaml");
    assert_eq!(run.stderr, "link.yaml and 1 included file: 2 errors\n");
}
