#![expect(
    clippy::disallowed_methods,
    reason = "these tests write the file that is watched"
)]

mod included;
mod retries;
mod trust;
mod writer;

use clap::Parser;
use std::path::PathBuf;
use tempfile::TempDir;

use super::*;
use crate::History;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    templates: Templates,
    #[arg(long)]
    revisions: Option<PathBuf>,
}

struct Desk {
    folder: TempDir,
    watch: Watch,
}

const NOW: &str = "2026-06-15T12:00:00Z";

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// A watch of a file without templates and without a file of revisions.
fn unversioned(input: Input) -> Watch {
    let earlier = EarlierVersions::default();
    Watch::new(input, None, Templates::default(), earlier)
}

fn text(title: &str) -> String {
    format!(
        "calendar: {{name: Books, slug: books, domain: books.example.org, url: https://books.example.org, timezone: UTC}}\n\
         events:\n- {{id: books, title: {title}, start: 2026-06-15 13:00, duration: 1h}}\n"
    )
}

impl Desk {
    fn new() -> Self {
        Self::with(&[], &[])
    }

    /// Writes files to the folder, and gives some of them as options.
    fn with(files: &[(&str, &str)], options: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).into_os_string();
        for (name, text) in [("events.yaml", &*text("Lunch"))].iter().chain(files) {
            std::fs::create_dir_all(Path::new(&path(name)).parent().unwrap()).unwrap();
            std::fs::write(path(name), text).unwrap();
        }
        let options = options
            .iter()
            .flat_map(|(option, name)| [option.into(), path(name)]);
        let line = ["calfeed".into(), path("events.yaml")];
        let line = Line::parse_from(line.into_iter().chain(options));
        let past = EarlierVersions::new(line.revisions);
        let mut watch = Watch::new(line.input, None, line.templates, past);
        assert!(watch.start(now()).unwrap().1.is_none());
        Self { folder, watch }
    }

    fn write(&self, text: &str) {
        self.write_to("events.yaml", text);
    }

    fn write_to(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn poll(&mut self) -> Option<Result<Edition, Fault>> {
        self.until_closed();
        self.watch.check(Occasion::Poll, now(), None)
    }

    /// Waits until no process has the file open: a program that another test starts inherits it for a moment.
    fn until_closed(&mut self) {
        if let (Some(writers), Some(resolved)) = (
            &mut self.watch.writers,
            self.watch.input.path().and_then(ResolvedFile::of),
        ) {
            until_closed(writers, &resolved.file);
        }
    }
}

#[track_caller]
pub(super) fn until_closed(writers: &mut Writers, file: &Path) {
    let asked = std::time::Instant::now();
    while writers.are_at(file) {
        assert!(asked.elapsed().as_secs() < 60, "it is still open");
        std::thread::yield_now();
    }
}

fn holds(edition: &Edition, path: &str, text: &str) -> bool {
    let resource = edition.site.get(path).unwrap();
    str::from_utf8(resource.bytes()).unwrap().contains(text)
}

#[test]
fn a_file_that_is_being_written_is_not_read_half() {
    let mut desk = Desk::new();
    let whole = text("Dinner") + "- {id: more, title: More, start: 2026-06-16}\n";
    // The first half is valid too.
    desk.write(&text("Dinner"));
    assert!(desk.poll().is_none());
    desk.write(&whole);
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:More"));
    assert!(desk.poll().is_none());
}

#[test]
fn a_broken_file_is_a_fault_once_for_each_change() {
    let mut desk = Desk::new();
    for end in ["never", "nowhere"] {
        desk.write(&text("Lunch").replace("1h", end));
        assert!(desk.poll().is_none());
        let fault = desk.poll().unwrap().unwrap_err();
        assert_eq!(fault.place, Some((3, 64)));
        assert!(fault.message.contains(&format!("`{end}`")), "{fault:?}");
        assert!(fault.report.contains("events.yaml:3:64"), "{fault:?}");
        assert!(desk.poll().is_none());
    }
}

#[test]
fn pages_expire_even_while_the_file_is_broken() {
    let mut desk = Desk::new();
    desk.write("events: [");
    assert!(desk.poll().is_none());
    assert!(desk.poll().unwrap().is_err());
    let later = now() + chrono::TimeDelta::hours(2);
    let edition = desk
        .watch
        .check(Occasion::Turn, later, None)
        .unwrap()
        .unwrap();
    assert!(holds(&edition, "/", "No events are planned at the moment."));
    assert_eq!(edition.origin.unwrap().loaded, now());
}

#[test]
fn a_requested_reload_loads_the_file_even_if_it_has_not_changed() {
    let mut desk = Desk::new();
    assert!(
        desk.watch
            .check(Occasion::Demand, now(), None)
            .unwrap()
            .is_ok()
    );
    desk.write(&text("Dinner"));
    let edition = desk
        .watch
        .check(Occasion::Demand, now(), None)
        .unwrap()
        .unwrap();
    assert!(holds(&edition, "/books.ics", "SUMMARY:Dinner"));
    assert!(desk.poll().is_none());
}

#[test]
fn a_template_or_a_file_beside_it_that_changes_changes_the_site() {
    let (event, logo) = ("/events/books/", "/static/logo.svg");
    for (name, path) in [("ours/event.html", event), ("ours/static/logo.svg", logo)] {
        let mut desk = Desk::with(&[(name, "before")], &[("--templates", "ours")]);
        assert!(desk.poll().is_none());
        desk.write_to(name, "after");
        assert!(desk.poll().is_none());
        let edition = desk.poll().unwrap().unwrap();
        assert!(holds(&edition, path, "after"));
        assert!(desk.poll().is_none());
    }
}

#[test]
fn a_revisions_file_that_changes_changes_the_dates() {
    let revisions = |created: &str| {
        let mut history = History::default();
        assert!(history.note(&text("Lunch"), created.parse().unwrap()));
        history.to_json()
    };
    let mut desk = Desk::with(
        &[("revisions.json", &revisions("2026-01-05T12:00:00Z"))],
        &[("--revisions", "revisions.json")],
    );
    desk.write_to("revisions.json", &revisions("2026-01-06T12:00:00Z"));
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(holds(&edition, "/books.ics", "CREATED:20260106T120000Z"));
    assert!(desk.poll().is_none());
}

const HOLIDAYS: &str =
    r#"{"here": {"division": "here", "events": [{"title": "Feast", "date": "2026-06-15"}]}}"#;

fn with_holidays() -> String {
    text("Lunch").replace("timezone: UTC", "timezone: UTC, holidays: ./days.json")
}

#[test]
fn a_file_of_holidays_that_is_added_after_the_file_that_names_it_is_loaded() {
    let mut desk = Desk::new();
    desk.write(&with_holidays());
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert!(fault.message.contains("days.json"), "{fault:?}");
    assert!(desk.poll().is_none());
    for (written, is_good) in [("{", false), (HOLIDAYS, true), ("[", false)] {
        desk.write_to("days.json", written);
        assert!(desk.poll().is_none());
        assert_eq!(desk.poll().unwrap().is_ok(), is_good, "{written}");
        assert!(desk.poll().is_none());
    }
}

#[test]
fn a_template_error_has_a_location_and_each_error_is_a_new_fault() {
    let mut desk = Desk::with(&[("ours/event.html", "good")], &[("--templates", "ours")]);
    for (template, line, says) in [
        ("<p>\n{% if %}</p>", 2, "syntax error"),
        ("<p>\n\n\n{{ nothing.at.all }}", 4, "undefined"),
    ] {
        desk.write_to("ours/event.html", template);
        assert!(desk.poll().is_none());
        let fault = desk.poll().unwrap().unwrap_err();
        assert_eq!(fault.place.unwrap().0, line, "{fault:?}");
        let place = format!("ours/event.html:{line}:");
        assert!(fault.message.contains(&place), "{fault:?}");
        assert!(fault.message.contains(says), "{fault:?}");
        assert!(fault.report.contains(&place), "{fault:?}");
        assert!(desk.poll().is_none());
    }
}

#[test]
fn pages_expire_with_the_last_valid_templates() {
    let ours = [("ours/event.html", "<p>{{ calendar.name }}</p>")];
    let mut desk = Desk::with(&ours, &[("--templates", "ours")]);
    let later = now() + chrono::TimeDelta::hours(2);
    // The second is half of a template, and valid.
    for template in ["{% if %}", "half"] {
        desk.write_to("ours/event.html", template);
        let edition = desk
            .watch
            .check(Occasion::Turn, later, None)
            .unwrap()
            .unwrap();
        assert!(holds(&edition, "/", "No events are planned at the moment."));
        assert!(holds(&edition, "/events/books/", "<p>Books</p>"));
    }
}

fn git(folder: &Path, arguments: &str) -> String {
    let name = [
        "-c",
        "user.name=Editor",
        "-c",
        "user.email=editor@example.org",
    ];
    let mut command = std::process::Command::new("git");
    command
        .args(name)
        .args(arguments.split(' '))
        .current_dir(folder);
    let output = command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn commit_all(folder: &Path) -> String {
    git(folder, "add .");
    git(folder, "commit --quiet --allow-empty -m change");
    git(folder, "rev-parse HEAD")
}

fn commit(loaded: Option<Result<Edition, Fault>>) -> Option<String> {
    loaded.unwrap().unwrap().origin.unwrap().commit
}

#[test]
fn a_repository_that_is_made_later_is_found() {
    let mut desk = Desk::new();
    git(desk.folder.path(), "init --quiet");
    let first = commit_all(desk.folder.path());
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), Some(first));
    assert!(desk.poll().is_none());
    git(desk.folder.path(), "commit --quiet --amend -m again");
    let second = git(desk.folder.path(), "rev-parse HEAD");
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), Some(second));
    // A repository that was removed is forgotten.
    std::fs::remove_dir_all(desk.folder.path().join(".git")).unwrap();
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), None);
}

#[cfg(unix)]
#[test]
fn a_link_to_another_working_tree_gives_the_commit_of_that_tree() {
    let mut desk = Desk::with(&[("one/events.yaml", &text("One"))], &[]);
    let folder = desk.folder.path().to_owned();
    git(&folder.join("one"), "init --quiet --initial-branch=main");
    let first = commit_all(&folder.join("one"));
    git(&folder.join("one"), "worktree add --quiet ../two");
    desk.write_to("two/events.yaml", &text("Two"));
    let second = commit_all(&folder.join("two"));
    let lead = |to: &str| {
        std::os::unix::fs::symlink(to, folder.join("next")).unwrap();
        std::fs::rename(folder.join("next"), folder.join("current")).unwrap();
    };
    lead("one");
    let file = folder.join("current/events.yaml");
    let input = Input::of(file);
    desk.watch = unversioned(input);
    let (edition, _) = desk.watch.start(now()).unwrap();
    assert_eq!(edition.origin.unwrap().commit, Some(first));
    lead("two");
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), Some(second));
    desk.write_to("two/more", "");
    git(&folder.join("two"), "commit --quiet --amend -m again");
    let third = git(&folder.join("two"), "rev-parse HEAD");
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), Some(third));
}

#[test]
fn the_head_of_a_linked_working_tree_is_followed() {
    let mut desk = Desk::with(&[("one/events.yaml", &text("Lunch"))], &[]);
    let folder = desk.folder.path().to_owned();
    git(&folder.join("one"), "init --quiet --initial-branch=main");
    let first = commit_all(&folder.join("one"));
    git(&folder.join("one"), "worktree add --quiet ../two");
    let two = folder.join("two");
    // Each working tree has its own reference of this name.
    git(&folder.join("one"), "update-ref refs/worktree/own HEAD");
    std::fs::write(two.join("events.yaml"), text("Dinner")).unwrap();
    let second = commit_all(&two);
    git(&two, "update-ref refs/worktree/own HEAD");
    git(&two, "symbolic-ref HEAD refs/worktree/own");
    let input = Input::of(two.join("events.yaml"));
    desk.watch = unversioned(input);
    let (edition, _) = desk.watch.start(now()).unwrap();
    assert_eq!(edition.origin.unwrap().commit, Some(second.clone()));
    git(&two, "commit --quiet --amend -m again");
    let third = git(&two, "rev-parse HEAD");
    assert!(![first, second].contains(&third));
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), Some(third));
}

#[test]
fn a_git_file_that_points_elsewhere_gives_the_commit_there() {
    let lunch = text("Lunch");
    let files = [
        ("one/events.yaml", &*lunch),
        ("two/events.yaml", &*lunch),
        ("two/more", ""),
        (".git", "gitdir: one/.git\n"),
    ];
    let mut desk = Desk::with(&files, &[]);
    let folder = desk.folder.path().to_owned();
    let [first, second] = ["one", "two"].map(|name| {
        git(&folder.join(name), "init --quiet");
        commit_all(&folder.join(name))
    });
    let demanded = desk.watch.check(Occasion::Demand, now(), None);
    assert_eq!(commit(demanded), Some(first));
    desk.write_to(".git", "gitdir: two/.git\n");
    assert!(desk.poll().is_none());
    assert_eq!(commit(desk.poll()), Some(second));
    assert!(desk.poll().is_none());
}

#[test]
fn an_invalid_byte_differs_from_a_replacement_character_in_a_valid_file() {
    let mut desk = Desk::new();
    let file = desk.folder.path().join("events.yaml");
    let good = text("Caf\u{fffd}");
    let at = good.find('\u{fffd}').unwrap();
    let (before, after) = (&good.as_bytes()[..at], &good.as_bytes()[at + 3..]);
    std::fs::write(&file, [before, b"\xe9", after].concat()).unwrap();
    assert!(desk.poll().is_none());
    let fault = desk.poll().unwrap().unwrap_err();
    assert!(
        fault.message.ends_with(": line 3 is not UTF-8"),
        "{fault:?}"
    );
    assert!(desk.poll().is_none());
    desk.write(&good);
    assert!(desk.poll().is_none());
    assert!(desk.poll().unwrap().is_ok());
}

#[test]
fn an_earlier_version_is_dated_by_the_versions_before_it() {
    let mut desk = Desk::new();
    let folder = desk.folder.path().to_owned();
    git(&folder, "init --quiet");
    commit_all(&folder);
    let named = "timezone: UTC, holidays: ./h.json}";
    desk.write(&text("Dinner").replace("timezone: UTC}", named));
    commit_all(&folder);
    let input = Input::of(folder.join("events.yaml"));
    desk.watch = unversioned(input);
    let sequence = |edition: &Edition, title: &str| {
        let feed = edition.site.get("/books.ics").unwrap().bytes();
        let feed = str::from_utf8(feed).unwrap();
        assert!(feed.contains(&format!("SUMMARY:{title}\r\n")), "{feed}");
        let number = feed.lines().find_map(|line| line.strip_prefix("SEQUENCE:"));
        number.unwrap().parse::<u32>().unwrap()
    };
    let (edition, fault) = desk.watch.start(now()).unwrap();
    assert!(fault.is_some());
    let before = sequence(&edition, "Lunch");
    desk.write_to("h.json", r#"{"england-and-wales": {"events": []}}"#);
    assert!(desk.poll().is_none());
    let edition = desk.poll().unwrap().unwrap();
    assert!(sequence(&edition, "Dinner") > before);
}
