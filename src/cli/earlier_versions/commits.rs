//! Reads the versions of the file that commits left.
//!
//! It returns the history of the file, and says which part of it this clone lacks. The caller chooses the commits.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::super::git::{Commit, Content, Refusal, Repository};
use super::super::input::Source;
use super::LOST;
use crate::{Event, History, Slug};

/// The history that was read from commits.
pub(super) struct FromCommits {
    pub(super) history: History,
    /// The version in the newest commit, unless that commit removed the file.
    pub(super) newest: Option<Arc<String>>,
    /// What this clone lacks, as a message.
    pub(super) gap: Option<String>,
    /// Whether it lacks every version, because it was cloned with `--filter`.
    pub(super) is_empty_for_a_filter: bool,
}

/// Returns the events that had a date in an earlier version and have none now, as they were when they had one. Empty without a history.
pub(in crate::cli) fn last_dated(source: &Source) -> BTreeMap<Slug, Event> {
    let history = || {
        let path = source.file.as_ref()?.canonicalize().ok()?;
        let repository = Repository::of(path.parent()?).ok()?;
        let head = repository.head().ok()??;
        let commits = repository.commits(&head, &path).ok()?;
        let mut history = read(&repository, &commits).ok()?.history;
        history.note_shared(&source.text, source.modified);
        Some(history.last_dated())
    };
    history().unwrap_or_default()
}

/// Reads the version in each of these commits, which are ordered newest first.
pub(super) fn read(repository: &Repository, commits: &[Commit]) -> Result<FromCommits, Refusal> {
    let texts = commits.iter().rev().filter_map(|commit| {
        let at = DateTime::from_timestamp(commit.seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Some((commit.text.as_deref()?, at))
    });
    // Read the commit object of the oldest commit last: if it names a parent that git does not have, the clone is shallow.
    let oldest = commits.last().filter(|commit| !commit.has_parent);
    let (mut history, mut last) = (History::default(), None);
    let (mut missing, mut is_shallow) = (0_usize, false);
    let mut instants = texts.clone().map(|(_, at)| at);
    let objects = texts.map(|(object, _)| object);
    let objects = objects.chain(oldest.map(|commit| commit.id.as_str()));
    repository.texts(objects, |content| match (instants.next(), content) {
        (Some(at), Content::Text(text)) => {
            let text = Arc::new(text);
            history.note_shared(&text, at);
            last = Some(text);
        }
        (Some(_), Content::Missing) => (missing, last) = (missing + 1, None),
        (None, Content::Text(commit)) => {
            let head = commit.split("\n\n").next().unwrap_or_default();
            is_shallow = head.lines().any(|line| line.starts_with("parent "));
        }
        (Some(_), Content::Other) => last = None,
        (None, Content::Other | Content::Missing) => {}
    })?;
    let mut gap = String::new();
    if is_shallow {
        let _ = write!(
            gap,
            "this clone is shallow, so events from before its first commit are dated too late, and {LOST}; run `git fetch --unshallow`, or in GitHub Actions set `fetch-depth: 0` for actions/checkout"
        );
    } else if missing > 0 {
        let _ = write!(
            gap,
            "this clone lacks {missing} earlier version{} of the file, so some events are dated too late, and {LOST}; clone it without `--filter`",
            if missing == 1 { "" } else { "s" }
        );
    }
    Ok(FromCommits {
        is_empty_for_a_filter: history.is_empty() && missing > 0 && !is_shallow,
        history,
        newest: last.filter(|_| commits.first().is_some_and(|it| it.text.is_some())),
        gap: (!gap.is_empty()).then_some(gap),
    })
}
