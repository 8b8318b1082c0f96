//! Builds in incomplete clones, and with unusual content in `.git`.

use std::fs;
use std::os::unix::fs::symlink;

use crate::irregular::{ended, fifo};
use crate::program::Desk;
use crate::repository::Repository;
use crate::revisions_hostile::{BY_FILE, KNOWN, built, repository};
use crate::serving::Serving;

/// Clones the repository into the folder `partial`.
fn clone(arguments: &[&str]) -> Repository {
    let repository = repository();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", repository.desk.path().display());
    let all = [&["clone", "--quiet"], arguments, &[&url, "partial"]].concat();
    repository.git(&all);
    repository
}

/// Builds in the clone, and returns the messages and the dates in the feed. Fails if git fetched anything.
#[track_caller]
fn published(desk: &Desk) -> (String, Vec<String>) {
    let before = desk.files("partial/.git/objects").len();
    let mut command = desk.command("build partial/events.yaml --out public");
    let found = built(desk, &mut command);
    assert_eq!(desk.files("partial/.git/objects").len(), before);
    found
}

#[test]
fn a_partial_clone_fetches_nothing_and_says_what_it_lacks() {
    let repository = repository();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", repository.desk.path().display());
    repository.git(&["clone", "--quiet", "--filter=blob:none", &url, "partial"]);
    let desk = &repository.desk;
    let (said, events) = built(
        desk,
        &mut desk.command("build partial/events.yaml --out public"),
    );
    insta::assert_snapshot!(said, @"warning: this clone lacks 1 earlier version of the file, so some events are dated too late, and the cancellations of removed events are missing; clone it without `--filter`");
    assert_eq!(events, ["club 2 2", "talk 2 2"]);
}

#[test]
fn a_treeless_clone_fetches_nothing_and_says_how_to_clone() {
    let repository = clone(&["--filter=tree:0"]);
    let (said, events) = published(&repository.desk);
    insta::assert_snapshot!(said, @"warning: partial/events.yaml is in a partial clone, which lacks its earlier versions, so calfeed cannot tell when each event last changed or which events were removed; clone it without `--filter`");
    assert_eq!(events.len(), 2);
}

#[test]
fn a_clone_that_lacks_every_version_says_how_to_clone() {
    let repository = clone(&["--filter=blob:none", "--no-checkout"]);
    let desk = &repository.desk;
    desk.write("partial/events.yaml", desk.read("events.yaml"));
    let (said, events) = published(desk);
    insta::assert_snapshot!(said, @"warning: partial/events.yaml is in a partial clone, which lacks its earlier versions, so calfeed cannot tell when each event last changed or which events were removed; clone it without `--filter`");
    assert_eq!(events, BY_FILE);
}

#[test]
fn revisions_of_a_partial_clone_is_a_failure_with_its_cure() {
    let repository = clone(&["--filter=tree:0"]);
    let run = repository.desk.run("revisions partial/events.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        run.stderr,
        "error: partial/events.yaml is in a partial clone, which lacks its earlier versions; clone it without `--filter`\n"
    );
}

#[test]
fn diff_in_a_partial_clone_says_how_to_clone() {
    for filter in ["--filter=blob:none", "--filter=tree:0"] {
        let repository = clone(&[filter]);
        let mut command = repository
            .desk
            .command("diff HEAD~1:events.yaml events.yaml");
        command.current_dir(repository.desk.path().join("partial"));
        let run = ended(command);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(
            run.stderr
                .contains("this clone is partial and lacks it; clone it without `--filter`"),
            "{}",
            run.stderr
        );
    }
}

/// Builds, and fails if the build blocks on git or on a file.
#[track_caller]
fn built_soon(repository: &Repository) -> (String, Vec<String>) {
    let desk = &repository.desk;
    let run = ended(desk.command("build --out public"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let folder = fs::canonicalize(desk.path()).unwrap();
    let first = run.stderr.lines().next().unwrap_or_default();
    let said = first.replace(&folder.display().to_string(), "DESK");
    let events = crate::repository::dated(&desk.read("public/riverside.ics"));
    (said, events)
}

#[test]
fn a_branch_that_is_a_fifo_is_named_and_nobody_waits() {
    let repository = repository();
    fifo(&repository.desk.path().join(".git/refs/heads/pipe"));
    repository.desk.write(".git/HEAD", "ref: refs/heads/pipe\n");
    let (said, events) = built_soon(&repository);
    insta::assert_snapshot!(said, @"warning: git cannot read the history of events.yaml: `DESK/.git/refs/heads/pipe` is not a regular file, so calfeed cannot tell when each event last changed or which events were removed");
    assert_eq!(events, BY_FILE);
}

#[test]
fn a_head_that_leaves_the_repository_is_not_read() {
    let repository = repository();
    let desk = &repository.desk;
    for head in [
        "ref: refs/heads/../../../../../../../../../../../../dev/zero\n",
        "ref: /dev/zero\n",
        "ref: refs/heads/../../events.yaml\n",
    ] {
        desk.write(".git/HEAD", head);
        let (said, events) = built_soon(&repository);
        assert!(!said.is_empty(), "{head}");
        assert_eq!(events, BY_FILE, "{head}");
    }
}

#[test]
fn every_file_of_a_repository_that_never_ends_or_waits_is_named() {
    for name in [
        "HEAD",
        "config",
        "packed-refs",
        "shallow",
        "commondir",
        "refs/heads/main",
        "objects/info/alternates",
    ] {
        for is_fifo in [true, false] {
            let repository = repository();
            let path = repository.desk.path().join(".git").join(name);
            let _ = fs::remove_file(&path);
            if is_fifo {
                fifo(&path);
            } else {
                symlink("/dev/zero", &path).unwrap();
            }
            let (said, events) = built_soon(&repository);
            let named = format!("`DESK/.git/{name}` is not a regular file");
            assert!(said.contains(&named), "{said}");
            assert_eq!(events, BY_FILE, "{name}");
        }
    }
}

#[test]
fn serve_follows_the_file_while_the_branch_is_a_fifo() {
    let repository = repository();
    let desk = &repository.desk;
    let mut serving = Serving::start(desk, "events.yaml");
    fifo(&desk.path().join(".git/refs/heads/pipe"));
    desk.write(".git/HEAD", "ref: refs/heads/pipe\n");
    serving.logged("is not a regular file; still using the history that was read before");
    let text = desk.read("events.yaml").replace("A talk", "Another talk");
    desk.write("events.yaml", &text);
    while !serving
        .ask("GET /riverside.ics HTTP/1.1")
        .1
        .contains("SUMMARY:Another talk")
    {
        serving.logged("loaded");
    }
    assert_eq!(serving.stop("TERM").code, Some(0));
}

#[test]
fn a_repository_with_nothing_odd_in_it_is_read() {
    let (said, events) = built_soon(&repository());
    assert!(said.starts_with("public: "), "{said}");
    assert_eq!(events, KNOWN);
}
