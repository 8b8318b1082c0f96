//! The version in the working copy, and what is doubtful about the modification times of its files.
//!
//! Without a commit, the modification time of a file dates the events in it. [`Working`] has the time of each event of an included file; all
//! others, and everything else, have the time of the events file.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::Failure;
use super::super::included::folder;
use super::super::input::{Source, clock};
use super::EarlierVersions;
use super::history_gap::Severity;
use crate::diagnostic::name_beside;
use crate::version::{Included, Version};
use crate::{Revisions, Slug};

/// 2026-01-01T00:00:00Z, in seconds since 1970.
const FIRST_FILES: i64 = 1_767_225_600;

/// The version in the working copy.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Working {
    pub(in crate::cli) version: Version,
    /// When the file of each event was last modified, for the events of included files.
    pub(in crate::cli) modified: BTreeMap<Slug, DateTime<Utc>>,
}

impl Working {
    pub(in crate::cli) fn of(
        source: &Source,
        included: Vec<Included>,
        modified: BTreeMap<Slug, DateTime<Utc>>,
    ) -> Self {
        Self {
            version: Version {
                text: Arc::clone(&source.text),
                included,
            },
            modified,
        }
    }

    /// How far the latest modification time is in the future.
    fn ahead(&self, source: &Source) -> TimeDelta {
        let latest = self.modified.values().max();
        let ahead = latest.map(|latest| *latest - clock());
        ahead.map_or(source.ahead, |ahead| ahead.max(source.ahead))
    }

    /// Whether a modification time is further in the future than clocks can differ.
    pub(super) fn is_far_ahead(&self, source: &Source) -> bool {
        self.ahead(source) > TimeDelta::days(1)
    }
}

/// Names the events file, or one that it includes.
fn name(source: &Source, is_included: bool) -> String {
    if is_included {
        format!("a file that {} includes", source.name)
    } else {
        source.name.clone()
    }
}

impl EarlierVersions {
    /// Warns if every version of a file would have the same modification time. Calendar programs would then ignore each change.
    pub(super) fn warn_if_frozen(&mut self, source: &Source, working: &Working) {
        let times = working.modified.values().copied();
        let earliest = times.fold(source.modified, DateTime::min);
        self.is_frozen = source.file.is_some() && earliest < first_files();
        if self.is_frozen {
            let message = format!(
                "the modification time of {} is {}, which container images and package stores give to every file, so calendar programs cannot see \
                 that an event has changed; give the dates with `--revisions`, see docs/how-to/without-git.md",
                name(source, earliest < source.modified),
                earliest.format("%Y-%m-%d"),
            );
            self.report_once(Severity::Warning, &message);
        }
    }

    /// Warns of an included file without a history: git does not follow links, and a submodule has a history of its own.
    pub(super) fn warn_if_untraced(&mut self, source: &Source, working: &Working) {
        let Some(file) = source.file.as_ref().filter(|_| source.commit.is_none()) else {
            return;
        };
        let folder = folder(file);
        let is_untraced = |path: &str| {
            let whole = folder.join(path);
            let mut below = whole.ancestors().take_while(|it| *it != folder);
            below.any(|it| it.is_symlink() || it.join(".git").exists())
        };
        let mut included = working.version.included.iter();
        if let Some(untraced) = included.find(|it| is_untraced(&it.path)) {
            let message = format!(
                "{} is a link or in a submodule, so git has no history of it here, and its modification time dates its events; include the file itself",
                name_beside(&source.name, &untraced.path)
            );
            self.report_once(Severity::Warning, &message);
        }
    }

    /// Warns if an edited file is at least a day older than the last known change. Less is normal: others may commit between the edit and its
    /// commit.
    pub(super) fn warn_if_late(
        &mut self,
        source: &Source,
        working: &Working,
        (committed, revisions): (&Revisions, &Revisions),
        known: DateTime<Utc>,
    ) {
        let edited = revisions.differing(committed);
        let times = edited.map(|id| match working.modified.get(id) {
            Some(time) => (*time, true),
            None => (source.modified, false),
        });
        let (latest, is_included) = times.max().unwrap_or((source.modified, false));
        let next_day = latest.checked_add_signed(TimeDelta::days(1));
        if next_day.is_some_and(|next_day| next_day <= known) {
            let message = format!(
                "{} was edited, but its modification time is before its last known change, so calendar programs may not see the next edit as a change; `touch` it, or commit it",
                name(source, is_included)
            );
            self.report_once(Severity::Warning, &message);
        }
    }

    /// Checks modification times in the future, because they become the dates of the events. Up to a day may be a fast clock: a warning.
    /// More is an error, because subscribers would take every later version for an older one.
    pub(super) fn check_not_ahead(
        &mut self,
        source: &Source,
        working: &Working,
    ) -> Result<(), Failure> {
        let times = working.modified.values().copied();
        let latest = times.fold(source.modified, DateTime::max);
        let name = name(source, latest > source.modified);
        if working.is_far_ahead(source) {
            let date = latest.date_naive();
            return Err(Failure::Io(format!(
                "the modification time of {name} is in the future ({date}), and its events would be dated so permanently; `touch` it"
            )));
        }
        if working.ahead(source) > TimeDelta::zero() {
            let message = format!(
                "the modification time of {name} is in the future, and its events are dated so; `touch` it"
            );
            self.report_once(Severity::Warning, &message);
        }
        Ok(())
    }
}

/// No events file is older than the first release. An earlier modification time was set by a program, which sets the same for the next version.
fn first_files() -> DateTime<Utc> {
    DateTime::from_timestamp(FIRST_FILES, 0).unwrap_or(DateTime::<Utc>::MIN_UTC)
}
