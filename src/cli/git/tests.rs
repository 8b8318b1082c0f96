#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "these tests make programs to be run"
)]

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::log::read_changes;
use super::objects::content;
use super::program::{Git, Refusal};
use super::{Arrival, Content, Repository};

/// A patience that no test reaches, except if something hangs.
const HANGS: Duration = Duration::from_secs(60);

/// A program that runs this script. Only the script is written: a program that was just written may be busy.
fn program(folder: &tempfile::TempDir, script: &str) -> std::path::PathBuf {
    let path = folder.path().join("git");
    let scripted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/scripted");
    std::os::unix::fs::symlink(scripted, &path).unwrap();
    fs::write(folder.path().join("git.sh"), script).unwrap();
    path
}

fn refused(script: &str, patience: Duration) -> String {
    let folder = tempfile::tempdir().unwrap();
    let git = Git::new(program(&folder, script), patience);
    match Repository::within(git, folder.path()) {
        Err(Refusal::Said(said) | Refusal::Other(said)) => said,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_that_does_not_end_is_killed() {
    let said = refused("echo /; exec tail -f /dev/null", Duration::ZERO);
    assert_eq!(said, "it took too long");
}

#[test]
fn a_run_is_not_killed_while_it_waits_for_us() {
    let folder = tempfile::tempdir().unwrap();
    let script = r#"case "$*" in
*rev-parse*) printf '/\n.git\n.git\n' ;;
*) while read -r id; do printf '%s blob 1\na\n' "$id"; done ;;
esac"#;
    let program = program(&folder, script);
    // We are busy for longer than the patience for git. On a busy machine git itself may be slow: then try again with more patience.
    let is_read = |patience| {
        let git = Git::new(&program, patience);
        let Ok(repository) = Repository::within(git, folder.path()) else {
            return false;
        };
        let mut texts = 0;
        let read = repository.texts(["1", "2", "3"].into_iter(), |_| {
            texts += 1;
            std::thread::sleep(patience);
        });
        read.is_ok() && texts == 3
    };
    let patiences = [200, 1_000, 5_000, 25_000, 60_000].map(Duration::from_millis);
    assert!(patiences.into_iter().any(is_read));
}

#[test]
fn a_message_of_git_is_shown_without_control_characters() {
    let said = refused(
        "printf 'warning: a\\nfatal: b\\033[2Jc\\nd\\n' >&2; exit 128",
        HANGS,
    );
    assert_eq!(said, "b[2Jc");
}

#[test]
fn output_without_an_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut git = Git::new(program(&folder, "exec cat /dev/zero"), HANGS);
    let answer = git.first(folder.path(), &["rev-parse"], 1000);
    assert!(
        matches!(&answer, Err(Refusal::Other(said)) if said == "its output is too long"),
        "{answer:?}"
    );
}

#[test]
fn a_missing_program_is_reported_as_not_installed() {
    let mut git = Git::new("no-such-program", HANGS);
    let answer = git.first(Path::new("."), &["rev-parse"], 1000);
    assert!(matches!(answer, Err(Refusal::NotInstalled)), "{answer:?}");
}

#[test]
fn a_repository_of_somebody_else_is_named_with_quotes_for_a_shell() {
    let folder = tempfile::tempdir().unwrap();
    let script =
        "echo \"fatal: detected dubious ownership in repository at '/srv/club'\" >&2; exit 128";
    let mut git = Git::new(program(&folder, script), HANGS);
    let answer = git.first(folder.path(), &["rev-parse"], 1000);
    assert!(
        matches!(&answer, Err(Refusal::Ownership(folder)) if folder == "'/srv/club'"),
        "{answer:?}"
    );
}

#[test]
fn incomplete_output_is_not_a_text() {
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
fn a_link_or_a_submodule_has_no_blob() {
    let log =
        "b 2 a\0\n:100644 120000 1 2 T\0events.yaml\0a 1 \0\n:000000 100644 0 1 A\0events.yaml\0";
    let commits = read_changes(log.as_bytes(), "events.yaml".as_ref());
    let read: Vec<_> = commits
        .iter()
        .map(|commit| {
            (
                commit.id.as_str(),
                commit.seconds,
                commit.text.as_deref(),
                commit.has_parent,
                commit.arrival,
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("b", 2, None, true, Some(Arrival::InPlaceOfALink)),
            ("a", 1, Some("1"), false, Some(Arrival::Added))
        ]
    );
}

#[test]
fn git_is_run_for_the_head_if_it_is_not_a_loose_reference() {
    let folder = tempfile::tempdir().unwrap();
    let script = r#"case "$*" in
*--verify*) echo told ;;
*) printf '/\n.git\n.git\n' ;;
esac"#;
    let git = Git::new(program(&folder, script), HANGS);
    let repository = Repository::within(git, folder.path()).unwrap();
    let own = folder.path().join(".git");
    fs::create_dir_all(own.join("refs/heads")).unwrap();
    fs::create_dir_all(own.join("refs/worktree")).unwrap();
    let sha1 = "5aae49e0000000000000000000000000000000ab";
    let sha256 = "5aae49e0000000000000000000000000000000ab000000000000000000000000";
    for (head, branch, found) in [
        ("ref: refs/heads/main\n", format!("{sha1}\n"), sha1),
        ("ref: refs/heads/main\n", format!("{sha256}\n"), sha256),
        // Packed, in a reftable, or not created yet.
        ("ref: refs/heads/packed\n", String::new(), "told"),
        ("ref: refs/heads/.invalid\n", String::new(), "told"),
        // Not a branch: each working tree may have its own reference of this name.
        ("ref: refs/worktree/main\n", format!("{sha1}\n"), "told"),
        // A branch that is a symbolic reference to another.
        (
            "ref: refs/heads/main\n",
            "ref: refs/heads/other\n".to_owned(),
            "told",
        ),
        // A commit that is checked out without a branch.
        (&format!("{sha1}\n"), String::new(), sha1),
        ("5aae49e\n", String::new(), "told"),
        ("", String::new(), "told"),
    ] {
        fs::write(own.join("HEAD"), head).unwrap();
        fs::write(own.join("refs/heads/main"), &branch).unwrap();
        fs::write(own.join("refs/worktree/main"), &branch).unwrap();
        let told = repository.head().unwrap();
        assert_eq!(told.as_deref(), Some(found), "{head:?}, {branch:?}");
    }
}
