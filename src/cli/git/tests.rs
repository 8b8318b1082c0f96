#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "these tests make programs to be run"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::program::{Git, Refusal};
use super::{Content, Repository, content, read_changes};

/// A program that prints a line and then does what the script says.
fn program(folder: &tempfile::TempDir, script: &str) -> std::path::PathBuf {
    let path = folder.path().join("git");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn refused(script: &str, patience: Duration) -> String {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(program(&folder, script), patience);
    match Repository::within(git, folder.path()) {
        Err(Refusal::Other(said)) => said,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_that_does_not_end_is_ended() {
    let said = refused("echo /; exec tail -f /dev/null", Duration::from_millis(50));
    assert_eq!(said, "it took too long");
}

#[test]
fn what_git_says_is_shown_without_what_could_move_a_cursor() {
    let said = refused(
        "printf 'warning: a\\nfatal: b\\033[2Jc\\nd\\n' >&2; exit 128",
        Duration::from_secs(20),
    );
    assert_eq!(said, "b[2Jc");
}

#[test]
fn an_answer_that_breaks_off_is_no_text() {
    let read = |answer: &[u8]| content(&mut std::io::Cursor::new(answer)).ok();
    assert_eq!(
        read(b"1 blob 3\nabc\n"),
        Some(Content::Text("abc".to_owned()))
    );
    assert_eq!(read(b"1 blob 0\n\n"), Some(Content::Text(String::new())));
    assert_eq!(read(b"1 blob 2\n\xff\xfe\n"), Some(Content::Other));
    assert_eq!(read(b"1 missing\n"), Some(Content::Missing));
    assert_eq!(read(b"1 blob 3\nab"), None);
    assert_eq!(read(b"1 blob many\nab"), None);
    assert_eq!(read(b""), None);
}

#[test]
fn a_link_or_a_submodule_is_no_text() {
    let log =
        "b 2 a\0\n:100644 120000 1 2 T\0events.yaml\0a 1 \0\n:000000 100644 0 1 A\0events.yaml\0";
    let commits = read_changes(log, "events.yaml".as_ref());
    let read: Vec<_> = commits
        .iter()
        .map(|commit| {
            (
                commit.id.as_str(),
                commit.seconds,
                commit.text.as_deref(),
                commit.has_parent,
                commit.adds,
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("b", 2, None, true, false),
            ("a", 1, Some("1"), false, true)
        ]
    );
}
