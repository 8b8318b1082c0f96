//! Reads the versions of the events file that commits left, with the files that they include.
//!
//! It returns the history of the calendar, and says which part of it this clone lacks. The caller chooses the commits. The versions of a
//! calendar in one file are read once. When a version includes files, the walk over the commits of all files begins there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::git::{Commit, Content, Includes, Left, Refusal, Repository, Walk};
use super::super::input::Source;
use super::{LOST, Working};
use crate::history::includes_of;
use crate::include::Include;
use crate::version::Version;
use crate::{Event, History, Slug};

/// The history that was read from commits.
pub(super) struct FromCommits {
    pub(super) history: History,
    /// The newest commit that left a version, with that version. `None` if it removed the file.
    pub(super) newest: Option<(String, Version)>,
    /// The commits of all files, if a version includes files.
    pub(super) walk: Option<(Includes, Walk)>,
    /// What this clone lacks, as a message.
    pub(super) gap: Option<String>,
    /// Whether it lacks every version, because it was cloned with `--filter`.
    pub(super) is_empty_for_a_filter: bool,
}

/// Returns the events that had a date in an earlier version and have none now, as they were when they had one. Empty without a history.
pub(in crate::cli) fn last_dated(source: &Source, working: &Working) -> BTreeMap<Slug, Event> {
    let history = || {
        let path = source.file.as_ref()?.canonicalize().ok()?;
        let repository = Repository::of(path.parent()?).ok()?;
        let head = repository.head().ok()??;
        let commits = repository.commits(&head, &path).ok()?;
        let mut history = read(&repository, &head, &commits, &source.others)
            .ok()?
            .history;
        history.note_working(&working.version, source.modified, &working.modified);
        Some(history.last_dated())
    };
    history().unwrap_or_default()
}

/// Reads the version in each of these commits of the events file, which are ordered newest first from `head`. `others` is what each version includes in
/// addition to what it says.
pub(super) fn read(
    repository: &Repository,
    head: &str,
    commits: &[Commit],
    others: &[Include],
) -> Result<FromCommits, Refusal> {
    let mut versions = Versions::default();
    let (mut includes, mut since) = (Includes::default(), None);
    let mut is_shallow = false;
    let texts = commits.iter().rev().filter_map(|commit| {
        let text = commit.text.as_deref()?;
        Some((commit, text))
    });
    // Read the commit object of the oldest commit last: if it names a parent that git does not have, the clone is shallow.
    let oldest = commits.last().filter(|commit| !commit.has_parent);
    let objects = texts.clone().map(|(_, blob)| blob);
    let objects = objects.chain(oldest.map(|commit| commit.id.as_str()));
    let mut of_texts = texts.clone();
    repository.texts(objects, |content| match (of_texts.next(), content) {
        (Some((commit, blob)), content) => {
            if let Content::Text(text) = &content {
                includes.add(blob, includes_of(text, others));
            }
            // This version and all later ones are read together with the other files.
            if since.is_none() && !includes.is_empty() {
                since = Some(commit.id.as_str());
            }
            if since.is_none() {
                versions.note(
                    &commit.id,
                    commit.seconds,
                    match content {
                        Content::Text(text) => Left::Version(Version::alone(Arc::new(text))),
                        Content::Other => Left::Other,
                        Content::Missing => Left::Missing,
                    },
                );
            }
        }
        (None, Content::Text(commit)) => {
            let head = commit.split("\n\n").next().unwrap_or_default();
            is_shallow = head.lines().any(|line| line.starts_with("parent "));
        }
        (None, Content::Other | Content::Missing) => {}
    })?;
    let mut walk = None;
    if let Some(since) = since {
        let all = repository.walk(head, commits, &includes)?;
        repository.versions(&all, &includes, since, |step, left| {
            versions.note(step.commit, step.seconds, left);
        })?;
        walk = Some((includes, all));
    } else if commits.first().is_some_and(|it| it.text.is_none()) {
        versions.newest = None;
    }
    let Versions {
        history,
        newest,
        missing,
    } = versions;
    let files = match (&walk, missing) {
        (None, 1) => "version of the file",
        (None, _) => "versions of the file",
        (Some(_), 1) => "version of the files",
        (Some(_), _) => "versions of the files",
    };
    let mut gap = String::new();
    if is_shallow {
        let _ = write!(
            gap,
            "this clone is shallow, so events from before its first commit are dated too late, and {LOST}; run `git fetch --unshallow`, or in GitHub Actions set `fetch-depth: 0` for actions/checkout"
        );
    } else if missing > 0 {
        let _ = write!(
            gap,
            "this clone lacks {missing} earlier {files}, so some events are dated too late, and {LOST}; clone it without `--filter`",
        );
    }
    Ok(FromCommits {
        is_empty_for_a_filter: history.is_empty() && missing > 0 && !is_shallow,
        history,
        newest,
        walk,
        gap: (!gap.is_empty()).then_some(gap),
    })
}

/// The versions that were noted so far.
#[derive(Default)]
struct Versions {
    history: History,
    /// The last one, with its commit.
    newest: Option<(String, Version)>,
    /// How many could not be read, because the clone lacks them.
    missing: usize,
}

impl Versions {
    fn note(&mut self, commit: &str, seconds: i64, left: Left) {
        let at = DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        self.newest = match left {
            Left::Version(version) => {
                self.history.note_version(&version, at);
                Some((commit.to_owned(), version))
            }
            Left::Other => None,
            Left::Missing => {
                self.missing += 1;
                None
            }
        };
    }
}
