//! `diff` with revisions from git: revisions, paths, and git's errors.

use std::process::Command;

use crate::commands_diff::{OLD, TOLD, desk, new, run};
use crate::program::{Desk, Run};

/// Runs git without any user or system configuration.
#[track_caller]
fn git(desk: &Desk, arguments: &[&str]) {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    let run = command
        .args([
            "-c",
            "user.name=Editor",
            "-c",
            "user.email=editor@example.org",
        ])
        .args(arguments)
        .current_dir(desk.path())
        .env("HOME", desk.path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", "2026-01-05T09:30:00Z")
        .env("GIT_COMMITTER_DATE", "2026-01-05T09:30:00Z")
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
}

/// Creates a repository with two commits of `site/events.yaml`: first [`OLD`], then [`new`].
fn repository() -> Desk {
    let desk = desk();
    git(&desk, &["init", "--quiet"]);
    for (text, message) in [(OLD.to_owned(), "Begin"), (new(), "Change")] {
        desk.write("site/events.yaml", text);
        git(&desk, &["add", "site"]);
        git(&desk, &["commit", "--quiet", "--message", message]);
    }
    desk
}

#[test]
fn a_revision_is_read_from_git_by_its_path_from_the_top() {
    let desk = repository();
    assert_eq!(
        desk.run("diff HEAD~1:site/events.yaml HEAD:site/events.yaml"),
        run(0, TOLD, "")
    );
    assert_eq!(
        desk.run("diff HEAD~1:site/events.yaml site/events.yaml"),
        run(0, TOLD, "")
    );
}

#[test]
fn a_revision_is_read_from_git_by_its_path_from_here() {
    let desk = repository();
    let mut command = desk.command("diff HEAD~1:./events.yaml events.yaml");
    let found = command.current_dir(desk.path().join("site")).output();
    assert_eq!(Run::of(&found.unwrap()), run(0, TOLD, ""));
}

#[test]
fn what_is_staged_is_read_from_git() {
    let desk = repository();
    desk.write("site/events.yaml", OLD);
    assert_eq!(
        desk.run("diff site/events.yaml :site/events.yaml"),
        run(0, TOLD, "")
    );
}

#[test]
fn the_environment_does_not_lead_git_astray() {
    let desk = repository();
    let mut command = desk.command("diff HEAD~1:site/events.yaml HEAD:site/events.yaml");
    let found = command
        .env("GIT_DIR", "/nowhere")
        .env("GIT_TRACE", "1")
        .env("GIT_CONFIG_COUNT", "broken")
        .output();
    assert_eq!(Run::of(&found.unwrap()), run(0, TOLD, ""));
}

#[test]
fn what_git_does_not_have_is_2_with_the_cure() {
    let desk = repository();
    desk.write("pages/about.md", "About\n");
    git(&desk, &["add", "pages"]);
    git(&desk, &["commit", "--quiet", "--message", "Add a page"]);
    let refused = |old: &str, why: &str| {
        let stderr = format!("error: cannot read {old}: {why}\n");
        assert_eq!(
            desk.run(&format!("diff {old} new.yaml")),
            run(2, "", &stderr)
        );
    };
    refused(
        "HEAD:events.yaml",
        "git has no `events.yaml` at `HEAD`; a path counts from the top of the repository, or from this folder where it \
         begins with `./`",
    );
    refused(
        "HEAD:old.yaml",
        "git has no `old.yaml` at `HEAD`; a path counts from the top of the repository, or from this folder where it \
         begins with `./`",
    );
    refused(
        "HEAD~9:site/events.yaml",
        "git has no revision `HEAD~9` here; if the clone is shallow, fetch more of the history first",
    );
    refused("HEAD:pages", "`pages` is not a file at `HEAD`");
    refused(
        "absent.yaml",
        "there is no such file; give a path, or a git revision such as `HEAD~1:absent.yaml`",
    );
}

#[test]
fn a_revision_is_no_option_of_git() {
    let desk = repository();
    assert_eq!(
        desk.run("diff -- --textconv:x new.yaml"),
        run(
            2,
            "",
            "error: cannot read --textconv:x: git has no revision `--textconv` here; if the clone is shallow, fetch more of the history first\n"
        )
    );
}

#[test]
fn where_there_is_no_repository_is_2() {
    let desk = desk();
    assert_eq!(
        desk.run("diff HEAD:old.yaml new.yaml"),
        run(
            2,
            "",
            "error: cannot read HEAD:old.yaml: there is no such file, and this folder is not in a git repository\n"
        )
    );
}

#[test]
fn where_git_is_not_installed_is_2() {
    let desk = desk();
    let mut command = desk.command("diff HEAD:old.yaml new.yaml");
    let found = command.env("PATH", desk.path()).output();
    assert_eq!(
        Run::of(&found.unwrap()),
        run(
            2,
            "",
            "error: cannot read HEAD:old.yaml: there is no such file, and it cannot be read from git, which is not installed\n"
        )
    );
}
