//! A git repository of an events file, made commit by commit with the real git.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calfeed::{Context, Feeds, Revisions};
use chrono::{DateTime, SecondsFormat, Utc};

use crate::content::Component;
use crate::program::Desk;

/// The top of every events file here.
pub(crate) const HEAD: &str = "\
calendar:
  name: Riverside Book Club
  slug: riverside
  domain: books.example.org
  url: https://books.example.org
  timezone: Europe/London
events:
";

/// A folder with a repository in it, isolated from git's own configuration.
pub(crate) struct Repository {
    pub(crate) desk: Desk,
}

/// The time of a commit in February 2026: ten o'clock on this day.
pub(crate) fn day(day: u32) -> String {
    format!("2026-02-{day:02}T10:00:00Z")
}

impl Repository {
    pub(crate) fn new() -> Repository {
        let repository = Repository { desk: Desk::new() };
        repository.git(&["init", "--quiet", "--initial-branch=main", "."]);
        repository
    }

    /// Prepares a run of git with an author and without configuration.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["-c", "protocol.file.allow=always"])
            .args(arguments)
            .current_dir(self.desk.path())
            .env("HOME", self.desk.path())
            .env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Editor")
                .env(format!("GIT_{role}_EMAIL"), "editor@example.org");
        }
        command
    }

    /// Runs git, and returns what it printed.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_at("2026-02-01T10:00:00Z", arguments)
    }

    #[track_caller]
    pub(crate) fn git_at(&self, at: &str, arguments: &[&str]) -> String {
        let mut command = self.command(arguments);
        command
            .env("GIT_COMMITTER_DATE", at)
            .env("GIT_AUTHOR_DATE", "2019-01-01T00:00:00Z");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Commits all files in the folder.
    #[track_caller]
    pub(crate) fn commit_all(&self, at: &str) {
        // Within a second, git may not notice a second write to a file with the same size and time.
        let _ = fs::remove_file(self.desk.path().join(".git/index"));
        self.git(&["add", "--all", "--", ":!public"]);
        self.git_at(at, &["commit", "--quiet", "--message", "Change events"]);
    }

    /// Commits a file with these events.
    #[track_caller]
    pub(crate) fn commit(&self, name: &str, events: &str, at: &str) {
        self.desk.write(name, format!("{HEAD}{events}"));
        self.commit_all(at);
    }

    /// Builds, and returns the dates of each event in the feed: `ID CREATED CHANGED`, each a day of February at ten o'clock, and
    /// `CANCELLED` if the event is cancelled.
    #[track_caller]
    pub(crate) fn dated(&self, name: &str) -> Vec<String> {
        self.desk.build(&format!("{name} --out public"));
        dated(&self.desk.read("public/riverside.ics"))
    }

    /// Runs `revisions`, and returns its output.
    #[track_caller]
    pub(crate) fn revisions(&self, name: &str) -> String {
        let run = self.desk.run(&format!("revisions {name}"));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    }
}

/// Returns the dates of each event in a feed, see [`Repository::dated`].
#[track_caller]
pub(crate) fn dated(feed: &str) -> Vec<String> {
    let short = |written: &str| {
        let day = written
            .strip_prefix("202602")
            .and_then(|rest| rest.strip_suffix("T100000Z"));
        day.map_or(written.to_owned(), |day| {
            day.trim_start_matches('0').to_owned()
        })
    };
    let root = Component::read(feed);
    let mut dated: Vec<String> = root
        .all("VEVENT")
        .map(|event| {
            let changed = event.value("LAST-MODIFIED");
            assert_eq!(event.value("DTSTAMP"), changed);
            assert_eq!(event.value("SEQUENCE"), sequence_of(changed).to_string());
            let id = event.value("UID").split('@').next().unwrap().to_owned();
            let cancelled = event.value("STATUS") == "CANCELLED";
            assert!(event.lines("CREATED").count() <= 1);
            let created = event.lines("CREATED").next();
            let created = created.map_or("-".to_owned(), |line| short(&line.value));
            let state = if cancelled { " CANCELLED" } else { "" };
            format!("{id} {created} {}{state}", short(changed))
        })
        .collect();
    // Overrides have the same dates as their event.
    dated.dedup();
    dated
}

/// Returns the seconds from 2020 to an instant such as `20260201T100000Z`.
pub(crate) fn sequence_of(written: &str) -> i64 {
    let at = chrono::NaiveDateTime::parse_from_str(written, "%Y%m%dT%H%M%SZ").unwrap();
    let epoch: DateTime<Utc> = "2020-01-01T00:00:00Z".parse().unwrap();
    (at.and_utc() - epoch).num_seconds()
}

/// Returns a PATH in which a script replaces a program. Only the script is written, see tests/programs/scripted.
#[cfg(unix)]
pub(crate) fn wrapped(desk: &Desk, program: &str, script: &str) -> std::ffi::OsString {
    let folder = desk.path().join("programs");
    fs::create_dir_all(&folder).unwrap();
    let scripted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/scripted");
    std::os::unix::fs::symlink(scripted, folder.join(program)).unwrap();
    fs::write(folder.join(format!("{program}.sh")), script).unwrap();
    let mut folders: Vec<PathBuf> = vec![folder];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    std::env::join_paths(folders).unwrap()
}

impl Repository {
    /// Commits the index.
    #[track_caller]
    pub(crate) fn commit_index(&self, at: &str) {
        self.git_at(at, &["commit", "--quiet", "--message", "Change events"]);
    }

    /// Returns the last change of each event with a known time, as `revisions` prints it.
    pub(crate) fn dated_of(&self, name: &str) -> Vec<(String, String)> {
        let json: serde_json::Value = serde_json::from_str(&self.revisions(name)).unwrap();
        let events = json["events"].as_array().unwrap().iter();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        events
            .map(|event| (text(&event["id"]), text(&event["last_change"])))
            .collect()
    }

    /// Computes the same in the simplest way: publishes each version of events.yaml, and compares the feeds.
    pub(crate) fn dated_by_hand(&self) -> Vec<(String, String)> {
        let log = self.git(&[
            "log",
            "--reverse",
            "--first-parent",
            "--format=%H %ct",
            "--",
            "events.yaml",
        ]);
        let mut dated = BTreeMap::new();
        let mut before = BTreeMap::new();
        for line in log.lines() {
            let (commit, seconds) = line.split_once(' ').unwrap();
            let at = DateTime::from_timestamp(seconds.parse().unwrap(), 0).unwrap();
            let context = Context::new("2090-01-01T00:00:00Z".parse().unwrap());
            let (calendar, _) = calfeed::read(
                &self.git(&["show", &format!("{commit}:events.yaml")]),
                &context,
            );
            let Some(calendar) = calendar else { continue };
            let revisions = Revisions::at(DateTime::UNIX_EPOCH);
            let feeds = Feeds::new(&calendar, &revisions, calendar.url());
            let root = Component::read(feeds.calendar().text());
            let mut now: BTreeMap<String, String> = BTreeMap::new();
            for event in calendar.events() {
                let its = |it: &&Component| {
                    it.value("UID").split(['.', '@']).next() == Some(event.id().as_str())
                };
                now.insert(
                    event.id().to_string(),
                    root.all("VEVENT")
                        .filter(its)
                        .map(|it| it.octets.clone())
                        .collect(),
                );
            }
            for (id, shown) in &now {
                if before.get(id) != Some(shown) {
                    dated.insert(id.clone(), at.to_rfc3339_opts(SecondsFormat::Secs, true));
                }
            }
            dated.retain(|id, _| now.contains_key(id));
            before = now;
        }
        dated.into_iter().collect()
    }
}
