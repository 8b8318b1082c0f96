//! `--commit`: what is committed, and what is left alone.

use std::process::Command;

use crate::commands_edit::{TEXT, shown};
use crate::program::{Desk, Run};
use crate::repository::Repository;

/// A repository with [`TEXT`] as its `events.yaml`, and another file.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.desk.write("events.yaml", TEXT);
    repository.desk.write("README.md", "Ours\n");
    repository.commit_all("2026-01-05T10:00:00Z");
    repository
}

/// Prepares a run of calfeed by an editor whom git knows.
fn command(desk: &Desk, arguments: &str) -> Command {
    let mut command = desk.command(arguments);
    command
        .env("HOME", desk.path())
        .env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{role}_NAME"), "Editor")
            .env(format!("GIT_{role}_EMAIL"), "editor@example.org");
    }
    command
}

fn run(repository: &Repository, arguments: &str) -> Run {
    Run::of(&command(&repository.desk, arguments).output().unwrap())
}

/// What a run shows, and what it does to the file.
fn done(repository: &Repository, arguments: &str) -> String {
    let before = repository.desk.read("events.yaml");
    let run = run(repository, arguments);
    shown(&repository.desk, &run, "events.yaml", &before)
}

/// The files of the last commit, with its message.
fn last(repository: &Repository) -> String {
    repository.git(&["log", "-1", "--format=%an%n%B", "--name-status"])
}

const SKIP: &str = "skip book-club 2026-12-08 --commit";

#[test]
fn the_commit_says_what_changes_for_people() {
    let repository = repository();
    insta::assert_snapshot!(done(&repository, "move book-club 2026-10-13 --to 2026-10-20 --commit"), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting moves.

    Moved
      Book club: Tuesday 13 October 2026, 6:30pm to 8pm → Tuesday 20 October 2026, 6:30pm to 8pm
    --- stderr
    events.yaml, line 18: added
    +       2026-10-13: {moved_to: 2026-10-20}
    committed: Move Book club of 13 October 2026 to 20 October
    --- events.yaml after line 17
    +      2026-10-13: {moved_to: 2026-10-20}
    ");
    insta::assert_snapshot!(last(&repository), @r"
    Editor
    Move Book club of 13 October 2026 to 20 October

    In the next 12 months 1 meeting moves.

    Moved
      Book club: Tuesday 13 October 2026, 6:30pm to 8pm → Tuesday 20 October 2026, 6:30pm to 8pm


    M	events.yaml
    ");
}

#[test]
fn json_has_the_commit() {
    let repository = repository();
    let run = run(&repository, &format!("{SKIP} --format json"));
    let shown: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let id = repository.git(&["rev-parse", "HEAD"]);
    assert_eq!(
        shown["commit"],
        serde_json::json!({"id": id.trim(), "subject": "Skip Book club of 8 December 2026"})
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn other_changes_stay_as_they_were_staged_or_not() {
    let repository = repository();
    repository.desk.write("staged.md", "Staged\n");
    repository.git(&["add", "staged.md"]);
    repository.desk.write("README.md", "Ours, changed\n");
    let found = run(&repository, SKIP);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert_eq!(
        repository.git(&["show", "--format=", "--name-only", "HEAD"]),
        "events.yaml\n"
    );
    assert_eq!(
        repository.git(&["status", "--short"]),
        " M README.md\nA  staged.md\n"
    );
}

#[test]
fn only_the_included_file_with_the_event_is_committed() {
    let repository = Repository::new();
    let (top, events) = TEXT.split_once("events:").unwrap();
    let main = format!("{top}include: [teams/*.yaml]\n");
    repository.desk.write("events.yaml", main);
    let team = format!("events:{events}");
    repository.desk.write("teams/a.yaml", &team);
    repository.commit_all("2026-01-05T10:00:00Z");
    let run = run(&repository, SKIP);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        repository.git(&["show", "--format=%s", "--name-only", "HEAD"]),
        "Skip Book club of 8 December 2026\n\nteams/a.yaml\n"
    );
}

#[test]
fn a_dry_run_shows_the_subject_and_commits_nothing() {
    let repository = repository();
    insta::assert_snapshot!(done(&repository, &format!("{SKIP} --dry-run")), @r"
    exit code 0
    --- stdout
    In the next 12 months 1 meeting is removed.

    Removed
      Book club, Tuesday 8 December 2026, 6:30pm to 8pm (skipped)
    --- stderr
    events.yaml, line 18: added
    +       2026-12-08: {skipped: true}
    the commit would be: Skip Book club of 8 December 2026
    note: this is a dry run; nothing was written
    --- events.yaml is unchanged
    ");
    assert_eq!(repository.git(&["rev-list", "--count", "HEAD"]), "1\n");
}

#[test]
fn a_dry_run_leaves_the_index_as_it_is() {
    let repository = repository();
    // The file has another time than the index knows, which git would write down.
    repository.desk.write("events.yaml", TEXT);
    let index = repository.desk.path().join(".git/index");
    let before = std::fs::read(&index).unwrap();
    let run = run(&repository, &format!("{SKIP} --dry-run"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(std::fs::read(&index).unwrap(), before);
}

#[test]
fn a_file_with_uncommitted_changes_is_refused() {
    let repository = repository();
    let text = TEXT.replace("Summer party", "Garden party");
    repository.desk.write("events.yaml", &text);
    repository.desk.date("events.yaml", "2026-01-06T10:00:00Z");
    let refused = "\
exit code 2
--- stderr
error: events.yaml has changes that are not committed, and `--commit` would commit them too; commit them first, or leave out `--commit`
note: nothing was changed
--- events.yaml is unchanged
";
    assert_eq!(done(&repository, SKIP), refused);
    repository.git(&["add", "events.yaml"]);
    assert_eq!(done(&repository, SKIP), refused);
}

#[test]
fn a_file_that_is_not_in_git_is_refused() {
    let repository = repository();
    repository.git(&["rm", "--quiet", "--cached", "events.yaml"]);
    repository.git(&["commit", "--quiet", "--message", "Forget the events"]);
    insta::assert_snapshot!(done(&repository, SKIP), @r"
    exit code 2
    --- stderr
    error: events.yaml is not in git yet; add and commit it first, or leave out `--commit`
    note: nothing was changed
    --- events.yaml is unchanged
    ");
    repository.desk.write(".gitignore", "*.yaml\n");
    insta::assert_snapshot!(done(&repository, SKIP), @r"
    exit code 2
    --- stderr
    error: events.yaml is ignored by git; `git check-ignore -v` shows by which line. Leave out `--commit`
    note: nothing was changed
    --- events.yaml is unchanged
    ");
}

#[test]
fn without_git_a_commit_is_refused() {
    let repository = repository();
    let mut command = command(&repository.desk, SKIP);
    let run = Run::of(&command.env("PATH", "").output().unwrap());
    insta::assert_snapshot!(shown(&repository.desk, &run, "events.yaml", TEXT), @r"
    exit code 2
    --- stderr
    error: events.yaml cannot be committed, because git is not installed; leave out `--commit`
    note: nothing was changed
    --- events.yaml is unchanged
    ");
}

#[test]
fn a_folder_without_a_repository_is_refused() {
    let repository = repository();
    std::fs::remove_dir_all(repository.desk.path().join(".git")).unwrap();
    insta::assert_snapshot!(done(&repository, SKIP), @r"
    exit code 2
    --- stderr
    error: events.yaml is not in a git repository; leave out `--commit`, or run `git init` first
    note: nothing was changed
    --- events.yaml is unchanged
    ");
}

#[test]
fn a_merge_that_is_under_way_is_refused() {
    let repository = repository();
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    repository.desk.write("README.md", "Theirs\n");
    repository.commit_all("2026-01-06T10:00:00Z");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--no-commit", "--no-ff", "other"]);
    insta::assert_snapshot!(done(&repository, SKIP), @r"
    exit code 2
    --- stderr
    error: events.yaml is in a git repository in which a merge is under way; finish it with `git merge --continue` first, or leave out `--commit`
    note: nothing was changed
    --- events.yaml is unchanged
    ");
}

#[test]
fn without_a_name_git_says_what_to_do_and_nothing_changes() {
    let repository = repository();
    let mut command = repository.desk.command(SKIP);
    command
        .env("HOME", repository.desk.path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("EMAIL", "")
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "user.useConfigOnly")
        .env("GIT_CONFIG_VALUE_0", "true");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env_remove(format!("GIT_{role}_NAME"));
        command.env_remove(format!("GIT_{role}_EMAIL"));
    }
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, Some(2));
    let first: Vec<&str> = run.stderr.lines().take(4).collect();
    assert_eq!(
        first,
        [
            "error: events.yaml cannot be committed, because git does not know who you are:",
            "Author identity unknown",
            "",
            "*** Please tell me who you are."
        ]
    );
    assert!(
        run.stderr.contains("git config --global user.email"),
        "{}",
        run.stderr
    );
    assert_eq!(repository.desk.read("events.yaml"), TEXT);
}

/// A hook of a repository, which runs `true` or `false`.
#[cfg(unix)]
fn hook(repository: &Repository, program: &str) {
    let hooks = repository.desk.path().join(".git/hooks");
    std::fs::create_dir_all(&hooks).unwrap();
    let program = ["/bin", "/usr/bin"].map(|it| std::path::Path::new(it).join(program));
    let program = program.iter().find(|it| it.exists()).unwrap();
    std::os::unix::fs::symlink(program, hooks.join("pre-commit")).unwrap();
}

#[cfg(unix)]
#[test]
fn a_hook_that_fails_leaves_the_change_in_the_file() {
    let repository = repository();
    hook(&repository, "false");
    insta::assert_snapshot!(done(&repository, SKIP), @r"
    exit code 2
    --- stdout
    In the next 12 months 1 meeting is removed.

    Removed
      Book club, Tuesday 8 December 2026, 6:30pm to 8pm (skipped)
    --- stderr
    events.yaml, line 18: added
    +       2026-12-08: {skipped: true}
    error: events.yaml is changed, but not committed: git or one of its hooks refused; commit it with `git commit events.yaml`, or take the change back with `git restore events.yaml`
    --- events.yaml after line 17
    +      2026-12-08: {skipped: true}
    ");
    assert_eq!(repository.git(&["rev-list", "--count", "HEAD"]), "1\n");
    assert_eq!(repository.git(&["status", "--short"]), " M events.yaml\n");
}

#[cfg(unix)]
#[test]
fn a_hook_that_succeeds_is_no_obstacle() {
    let repository = repository();
    hook(&repository, "true");
    let run = run(&repository, SKIP);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(repository.git(&["rev-list", "--count", "HEAD"]), "2\n");
}

#[cfg(unix)]
#[test]
fn what_a_hook_adds_to_the_file_is_not_taken_back_by_the_next_commit() {
    let repository = repository();
    let scripted = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/scripted");
    hook(&repository, scripted);
    repository.desk.write(
        ".git/hooks/pre-commit.sh",
        "echo '# checked' >> events.yaml\ngit add events.yaml\n",
    );
    let run = run(&repository, SKIP);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(repository.desk.read("events.yaml").ends_with("# checked\n"));
    assert_eq!(repository.git(&["status", "--short"]), "");
}

#[test]
fn the_environment_does_not_lead_the_commit_astray() {
    let repository = repository();
    let other = Repository::new();
    let mut command = command(&repository.desk, SKIP);
    command
        .env("GIT_DIR", other.desk.path().join(".git"))
        .env("GIT_INDEX_FILE", other.desk.path().join("index"))
        .env("GIT_WORK_TREE", other.desk.path());
    let run = Run::of(&command.output().unwrap());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(repository.git(&["rev-list", "--count", "HEAD"]), "2\n");
    assert!(!other.desk.has("index"));
}

#[cfg(unix)]
#[test]
fn of_a_link_the_target_is_committed() {
    let repository = repository();
    repository.git(&["mv", "events.yaml", "data.yaml"]);
    std::os::unix::fs::symlink("data.yaml", repository.desk.path().join("events.yaml")).unwrap();
    repository.commit_all("2026-01-06T10:00:00Z");
    let run = run(&repository, SKIP);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        repository.git(&["show", "--format=", "--name-only", "HEAD"]),
        "data.yaml\n"
    );
}
