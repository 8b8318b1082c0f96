//! What git, its configuration, its environment and unusual repositories can and cannot change in the output.

use std::fs;

use crate::program::{Desk, Run};
use crate::repository::{HEAD, Repository, dated, day, wrapped};

const TALK: &str = "  - {id: talk, title: A talk, start: 2026-07-01 18:00, end: \"19:00\"}\n";
const CLUB: &str = "  - {id: club, title: Book club, start: 2026-07-02 18:00, end: \"19:00\"}\n";

/// Creates a repository in which a talk was committed on 1 February, and a club on 2 February.
pub(crate) fn repository() -> Repository {
    let repository = Repository::new();
    repository.commit("events.yaml", TALK, &day(1));
    repository.commit("events.yaml", &[TALK, CLUB].concat(), &day(2));
    repository
}

pub(crate) const KNOWN: [&str; 2] = ["club 2 2", "talk 1 1"];

/// The dates of events that have the modification time of the file.
pub(crate) const BY_FILE: [&str; 2] = ["club - 20260105T093000Z", "talk - 20260105T093000Z"];

/// Builds, and returns the messages before the count of files, and the dates of each event in the feed.
#[track_caller]
pub(crate) fn built(desk: &Desk, command: &mut std::process::Command) -> (String, Vec<String>) {
    let run = Run::of(&command.output().unwrap());
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(0), ""),
        "{}",
        run.stderr
    );
    let said = run
        .stderr
        .lines()
        .filter(|line| !line.contains(" written, "));
    let said = said.collect::<Vec<_>>().join("\n");
    let said = said.replace(&desk.path().display().to_string(), "DESK");
    (said, dated(&desk.read("public/riverside.ics")))
}

#[test]
fn a_folder_outside_any_repository_is_dated_by_the_file() {
    let desk = Desk::new();
    desk.write("events.yaml", format!("{HEAD}{TALK}{CLUB}"));
    let (said, events) = built(&desk, &mut desk.command("build --out public"));
    insta::assert_snapshot!(said, @"note: events.yaml is not in a git repository, so calfeed cannot tell when each event last changed or which events were removed; see docs/how-to/without-git.md");
    assert_eq!(events, BY_FILE);
}

#[test]
fn a_machine_without_git_dates_by_the_file() {
    let repository = repository();
    let desk = &repository.desk;
    fs::create_dir(desk.path().join("empty")).unwrap();
    let mut command = desk.command("build --out public");
    let (said, events) = built(desk, command.env("PATH", desk.path().join("empty")));
    insta::assert_snapshot!(said, @"note: git is not installed, so calfeed cannot tell when each event last changed or which events were removed; see docs/how-to/without-git.md");
    assert_eq!(events, BY_FILE);
}

#[test]
fn a_repository_without_a_commit_of_the_file_dates_by_the_file() {
    let repository = Repository::new();
    let desk = &repository.desk;
    desk.write("events.yaml", format!("{HEAD}{TALK}{CLUB}"));
    let empty = built(desk, &mut desk.command("build --out public"));
    repository.git(&["commit", "--quiet", "--allow-empty", "-m", "Begin"]);
    let untracked = built(desk, &mut desk.command("build --out public"));
    assert_eq!(empty, untracked);
    insta::assert_snapshot!(empty.0, @"note: events.yaml is not committed to git yet, so calfeed cannot tell when each event last changed or which events were removed; see docs/how-to/without-git.md");
    assert_eq!(empty.1, BY_FILE);
}

#[test]
fn standard_input_has_no_history() {
    let repository = repository();
    let run = repository
        .desk
        .run_with("build - --out public", "events.yaml");
    assert!(
        run.stderr.starts_with(
            "note: standard input has no history, so calfeed cannot tell when each event last changed or which events were removed"
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn a_broken_repository_is_a_warning_and_is_published_all_the_same() {
    let repository = repository();
    let desk = &repository.desk;
    let head = repository.git(&["rev-parse", "HEAD~1"]);
    let (folder, rest) = head.trim().split_at(2);
    fs::remove_file(desk.path().join(format!(".git/objects/{folder}/{rest}"))).unwrap();
    let (said, events) = built(desk, &mut desk.command("build --out public"));
    let said = said.replace(head.trim(), "COMMIT");
    assert!(
        said.starts_with("warning: git cannot read the history of events.yaml: "),
        "{said}"
    );
    assert_eq!(events, BY_FILE);
    assert_eq!(desk.run("revisions").code, Some(2));
}

#[test]
fn revisions_without_git_is_a_failure_that_says_why() {
    let desk = Desk::new();
    desk.write("events.yaml", format!("{HEAD}{TALK}"));
    let run = desk.run("revisions");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        run.stderr,
        "error: events.yaml is not in a git repository\n"
    );
    desk.write("events.yaml", "calendar: {}\n");
    assert_eq!(desk.run("revisions").code, Some(1));
}

#[test]
fn a_broken_revisions_file_publishes_nothing() {
    let repository = repository();
    let desk = &repository.desk;
    desk.write("revisions.json", "{}");
    for command in ["build --out public", "serve --listen 127.0.0.1:0"] {
        let run = desk.run(&format!("{command} --revisions revisions.json"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        insta::allow_duplicates! {
            insta::assert_snapshot!(run.stderr, @"error: cannot read the revisions in revisions.json: this is not the output of `calfeed revisions`: missing field `version` at line 1 column 2");
        }
        let run = desk.run(&format!("{command} --revisions nowhere.json"));
        assert_eq!(run.code, Some(2));
        assert!(
            run.stderr
                .starts_with("error: cannot read the revisions in nowhere.json: "),
            "{}",
            run.stderr
        );
    }
    assert!(!desk.has("public"));
}

#[test]
fn check_and_list_ask_no_git() {
    let repository = repository();
    let desk = &repository.desk;
    let path = wrapped(desk, "git", "touch ran");
    for command in ["check", "list"] {
        let output = desk.command(command).env("PATH", &path).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert!(!desk.has("ran"));
    desk.command("build --out public")
        .env("PATH", &path)
        .output()
        .unwrap();
    assert!(desk.has("ran"));
}

#[test]
fn the_environment_and_the_configuration_change_nothing_and_run_nothing() {
    let repository = repository();
    let desk = &repository.desk;
    let path = wrapped(desk, "ran", "touch \"$0.mark\"; cat");
    let program = desk.path().join("programs/ran").display().to_string();
    for (key, value) in [
        ("core.fsmonitor", program.as_str()),
        ("core.pager", &program),
        ("core.editor", &program),
        ("core.sshCommand", &program),
        ("core.hooksPath", "programs"),
        ("pager.log", &program),
        ("diff.external", &program),
        ("diff.ours.textconv", &program),
        ("diff.ours.command", &program),
        ("filter.ours.smudge", &program),
        ("gpg.program", &program),
        ("credential.helper", &program),
        ("log.showSignature", "true"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.date", "relative"),
        ("log.diffMerges", "off"),
        ("log.decorate", "full"),
        ("log.mailmap", "true"),
        ("format.pretty", "%an"),
        ("format.notes", "true"),
        ("color.ui", "always"),
        ("diff.relative", "true"),
        ("diff.renames", "copies"),
        ("diff.noPrefix", "true"),
        ("diff.orderFile", "nowhere"),
        ("diff.ignoreSubmodules", "all"),
        ("core.quotePath", "true"),
        ("core.abbrev", "5"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("alias.log", "!false"),
        ("alias.rev-parse", "!false"),
    ] {
        repository.git(&["config", key, value]);
    }
    desk.write(".git/info/attributes", "* diff=ours filter=ours\n");
    desk.write(
        "gitconfig",
        format!("[core]\n\tfsmonitor = {program}\n[log]\n\tshowRoot = false\n"),
    );
    let mut command = desk.command("build --out public");
    command.env("PATH", path);
    for (name, value) in [
        ("GIT_DIR", "/nowhere"),
        ("GIT_WORK_TREE", "/"),
        ("GIT_INDEX_FILE", "/nowhere"),
        ("GIT_OBJECT_DIRECTORY", "/nowhere"),
        ("GIT_NAMESPACE", "other"),
        ("GIT_CEILING_DIRECTORIES", "/"),
        ("GIT_EXTERNAL_DIFF", &program),
        ("GIT_PAGER", &program),
        ("PAGER", &program),
        ("GIT_SSH_COMMAND", &program),
        ("GIT_ASKPASS", &program),
        ("GIT_TRACE", "1"),
        ("GIT_TRACE2_EVENT", "2"),
        ("GIT_GLOB_PATHSPECS", "1"),
        ("GIT_CONFIG_GLOBAL", "gitconfig"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "core.fsmonitor"),
        ("GIT_CONFIG_VALUE_0", &program),
        ("GIT_CONFIG_PARAMETERS", "'log.showRoot'='false'"),
    ] {
        command.env(name, value);
    }
    let (said, events) = built(desk, &mut command);
    assert_eq!(
        (said.as_str(), events),
        ("", KNOWN.map(str::to_owned).to_vec())
    );
    assert!(!desk.has("programs/ran.mark"));
}

#[test]
fn a_replaced_commit_counts_as_it_was() {
    let repository = repository();
    let tree = repository.git(&["rev-parse", "HEAD^{tree}"]);
    let other = repository.git_at(&day(9), &["commit-tree", tree.trim(), "-m", "Other"]);
    repository.git(&["replace", "HEAD", other.trim()]);
    assert_eq!(repository.dated("events.yaml"), KNOWN);
}

#[test]
fn a_hostile_file_name_is_only_a_file_name() {
    for name in [
        "-p.yaml",
        "--output=ran.yaml",
        ":(top)events.yaml",
        ":!events.yaml",
        "*.yaml",
        "[e]vents.yaml",
        "a b 'c' \"d\" $(touch ran).yaml",
        " blank.yaml",
        "two\nlines.yaml",
        "HEAD",
        "événements.yaml",
    ] {
        let repository = Repository::new();
        repository.commit("events.yaml", CLUB, &day(1));
        repository.commit(&format!("data/{name}"), TALK, &day(2));
        repository.commit(&format!("data/{name}"), &[TALK, CLUB].concat(), &day(3));
        let desk = &repository.desk;
        let mut command = desk.command("build --out ../public --");
        command.arg(name).current_dir(desk.path().join("data"));
        let (said, events) = built(desk, &mut command);
        assert_eq!(
            (said.as_str(), events),
            ("", vec!["club 3 3".to_owned(), "talk 2 2".to_owned()]),
            "{name}"
        );
        assert!(!desk.has("ran") && !desk.has("data/ran.yaml"), "{name}");
    }
}

#[test]
fn a_folder_of_the_files_name_was_never_the_file() {
    let repository = Repository::new();
    repository
        .desk
        .write("events.yaml/notes.txt", "Ours, and nobody else's\n");
    repository.commit_all(&day(1));
    fs::remove_dir_all(repository.desk.path().join("events.yaml")).unwrap();
    repository.commit("events.yaml", &[TALK, CLUB].concat(), &day(2));
    assert_eq!(repository.dated("events.yaml"), ["club 2 2", "talk 2 2"]);
}

#[test]
fn a_link_has_the_history_of_what_it_leads_to() {
    let repository = Repository::new();
    repository.commit("data/club.yaml", TALK, &day(1));
    std::os::unix::fs::symlink("data/club.yaml", repository.desk.path().join("events.yaml"))
        .unwrap();
    repository.commit("data/club.yaml", &[TALK, CLUB].concat(), &day(2));
    assert_eq!(repository.dated("events.yaml"), KNOWN);
}

#[test]
fn a_worktree_a_submodule_and_a_subfolder_have_their_own_history() {
    let repository = repository();
    let desk = &repository.desk;
    repository.git(&["worktree", "add", "--quiet", "--detach", "tree", "HEAD~1"]);
    assert_eq!(repository.dated("tree/events.yaml"), ["talk 1 1"]);
    let around = Repository::new();
    let url = desk.path().display().to_string();
    around.git(&["submodule", "--quiet", "add", &url, "calendar"]);
    around.commit_all(&day(9));
    assert_eq!(around.dated("calendar/events.yaml"), KNOWN);
    around.commit("deep/in/it/events.yaml", TALK, &day(10));
    assert_eq!(around.dated("deep/in/it/events.yaml"), ["talk 10 10"]);
}

#[test]
fn another_users_repository_is_read_only_if_the_user_trusts_it() {
    let repository = repository();
    let desk = &repository.desk;
    let git = std::env::split_paths(&std::env::var_os("PATH").unwrap())
        .map(|folder| folder.join("git"))
        .find(|program| program.is_file())
        .unwrap();
    let script = format!(
        "GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {} \"$@\"",
        git.display()
    );
    let path = wrapped(desk, "git", &script);
    let build = || {
        let mut command = desk.command("build --out public");
        command.env("PATH", &path).env("HOME", desk.path());
        built(desk, &mut command)
    };
    let (said, events) = build();
    insta::assert_snapshot!(said, @"warning: events.yaml is in a git repository of another user, which git refuses to read; to trust it, run `git config --global --add safe.directory 'DESK'`, or, for a service, the same with `--system`, so calfeed cannot tell when each event last changed or which events were removed");
    assert_eq!(events, BY_FILE);
    let top = fs::canonicalize(desk.path()).unwrap().display().to_string();
    desk.write(
        ".gitconfig",
        format!(
            "[safe]\n\tdirectory = /elsewhere\n\tdirectory = {top}\n[log]\n\tshowRoot = false\n"
        ),
    );
    assert_eq!(build(), (String::new(), KNOWN.map(str::to_owned).to_vec()));
}
