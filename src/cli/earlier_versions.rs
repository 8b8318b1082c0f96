//! Finds out when events were created, changed and removed.
//!
//! The history comes from git or from the file of `--revisions`. Without either, the modification time of the file dates all events, and a message
//! on standard error or in the log says so, as it does if a part of the history is missing. A failure of git alone never stops a publication, and
//! is reported once. The history is read again only after a new commit. [`crate::History`] decides what counts as a change.

mod commits;
mod history_gap;
mod working;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};
use tracing::{info, warn};

use super::digest::Digest;
use super::git::{Checkout, Commit, Includes, Refusal, Repository, Walk};
use super::input::{Input, Source, clock, text};
use super::{Failure, say};
use crate::server::{FileKind, HistoryState};
use crate::span::LAST_WRITTEN_YEAR;
use crate::version::Version;
use crate::{Calendar, Context, History, Revisions};
pub(super) use commits::last_dated;
use commits::{FromCommits, read};
pub(super) use history_gap::HistoryGap;
use history_gap::Severity;
pub(super) use working::Working;

/// What is lost without the history. A cancelled event that disappears from a feed looks to calendar programs as if it had never been there.
const LOST: &str = "the cancellations of removed events are missing";
/// What calfeed does not know without git: it uses one time for all events, and publishes no cancellations.
const UNKNOWN: &str =
    "calfeed cannot tell when each event last changed or which events were removed";

/// What one process knows about the history of its events file.
#[derive(Debug, Default)]
pub struct EarlierVersions {
    /// The file of `--revisions`; with it, git is not run.
    file: Option<PathBuf>,
    known: Option<Known>,
    /// Whether messages go to the log of a server.
    logs: bool,
    /// The messages that were shown: each is shown once.
    reported: BTreeSet<String>,
    state: HistoryState,
    /// Whether the modification time of the file is meaningless, and no other source dates its changes.
    is_frozen: bool,
}

/// The history as of a commit.
#[derive(Debug)]
struct Known {
    path: PathBuf,
    commit: String,
    /// The commits that changed the file. While they are the same, so is its history.
    commits: Vec<Commit>,
    /// The commits that changed the file or the files that it includes, if a version includes files.
    walk: Option<(Includes, Walk)>,
    /// The newest commit that left a version, with the digest of that version. `None` if it removed the file.
    newest: Option<(String, Digest)>,
    history: History,
    /// Whether to read the history again although the same commit is checked out, because a reload was requested.
    is_stale: bool,
    /// Whether this clone has the complete history.
    is_whole: bool,
}

impl EarlierVersions {
    /// Reads the history from the file of `--revisions`, or else from git.
    pub(super) fn new(file: Option<PathBuf>) -> Self {
        Self {
            file,
            ..Self::default()
        }
    }

    /// The file of `--revisions`.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The kind of file that a failure of [`EarlierVersions::revisions`] is about.
    pub(super) fn blames(&self, source: &Source, working: &Working) -> FileKind {
        if self.file.is_some() && !working.is_far_ahead(source) {
            FileKind::Revisions
        } else {
            FileKind::Events
        }
    }

    /// The state of the history when it was last read.
    pub(super) fn state(&self) -> HistoryState {
        self.state
    }

    /// Whether the modification time of the file is meaningless, and no other source dates its changes.
    pub(super) fn is_frozen(&self) -> bool {
        self.is_frozen
    }

    /// Makes the next call read the history again. If git fails then, the known history is used.
    pub(super) fn forget(&mut self) {
        if let Some(known) = &mut self.known {
            known.is_stale = true;
        }
    }

    /// Whether git works again after a failure. If so, that is logged.
    pub(super) fn responds(&mut self, source: &Source, checkout: Option<&Checkout>) -> bool {
        let responds = match self.committed(source, checkout) {
            Ok(_) => true,
            Err(gap) => gap.state != HistoryState::Failing,
        };
        if responds {
            info!("git responds again");
            // Another failure is to be shown again.
            self.reported.clear();
        }
        responds
    }

    /// Sends messages to the log, not to standard error.
    pub(super) fn in_the_log(self) -> Self {
        Self { logs: true, ..self }
    }

    /// Reads an events file, and returns when each event in it changed. For benchmarks.
    pub fn of(&mut self, file: PathBuf) -> Option<Revisions> {
        let now = DateTime::<Utc>::MAX_UTC;
        let source = Input::of(file).read(now).ok()?;
        let (_, _, working) = source.calendar_beside(&Context::new(now)).ok()?;
        self.revisions(&source, &working, None).ok()
    }

    /// Returns the last commit that left another version, if this is its version and the history came from git.
    pub(super) fn commit_of(&self, version: &Version) -> Option<&str> {
        let (commit, newest) = self.known.as_ref()?.newest.as_ref()?;
        // The line endings of the working tree may differ from those in the repository.
        let is = |version: &Version| *newest == Digest::of_version(version);
        (is(version) || is(&version.with_unix_lines())).then_some(commit)
    }

    /// Returns when each event in this version of the file was created and last changed. `checkout` saves a search for the repository, if
    /// the caller has found it.
    ///
    /// # Errors
    /// A `--revisions` file that cannot be read.
    pub(super) fn revisions(
        &mut self,
        source: &Source,
        working: &Working,
        checkout: Option<&Checkout>,
    ) -> Result<Revisions, Failure> {
        let committed = match &self.file {
            Some(file) => Ok(from_file(file)?),
            None => self.committed(source, checkout),
        };
        self.is_frozen = false;
        self.state = match &committed {
            Ok(_) if self.file.is_some() => HistoryState::Ok,
            Ok(_) => match &self.known {
                Some(known) if !known.is_whole => HistoryState::Shallow,
                _ => HistoryState::Ok,
            },
            Err(gap) => gap.state,
        };
        let mut history = match committed {
            Ok(history) => history,
            Err(gap) => {
                if let Some(history) = self.known_before(source) {
                    let message = format!(
                        "{}; still using the history that was read before",
                        gap.message
                    );
                    self.report_once(Severity::Warning, &message);
                    history
                } else {
                    let help = gap.help.map_or_else(String::new, |it| format!("; {it}"));
                    let message = format!("{}, so {UNKNOWN}{help}", gap.message);
                    self.report_once(gap.severity, &message);
                    self.warn_if_frozen(source, working);
                    self.check_not_ahead(source, working)?;
                    return Ok(Revisions::of_files(source.modified, &working.modified));
                }
            }
        };
        if let Some(known) = &mut self.known {
            known.history.share(&working.version);
        }
        let (committed, until) = (history.revisions(), history.last_change());
        let domain = history.domain().map(ToString::to_string);
        history.note_working(&working.version, source.modified, &working.modified);
        let of = history.domain().map(ToString::to_string);
        if let (Some(file), Some(domain), Some(of)) = (&self.file, domain, of)
            && domain != of
        {
            return Err(Failure::Io(format!(
                "the revisions in {} belong to the calendar with the domain `{domain}`, but {} has the domain `{of}`; write the revisions again with `calfeed revisions`",
                file.display(),
                source.name
            )));
        }
        if self.file.is_none() {
            self.warn_if_untraced(source, working);
        }
        let revisions = history.revisions();
        if revisions != committed {
            self.check_not_ahead(source, working)?;
            self.warn_if_late(source, working, (&committed, &revisions), until);
        }
        Ok(revisions)
    }

    /// The history that git gave the last time that it worked. It is used while git fails, so that no event gets another date.
    fn known_before(&self, source: &Source) -> Option<History> {
        let path = source.file.as_ref()?.canonicalize().ok()?;
        let known = self.known.as_ref().filter(|known| known.path == path)?;
        Some(known.history.clone())
    }

    /// Returns the committed history of the file, or why there is none.
    pub(super) fn committed(
        &mut self,
        source: &Source,
        checkout: Option<&Checkout>,
    ) -> Result<History, HistoryGap> {
        let name = &source.name;
        let file = source
            .file
            .as_ref()
            .ok_or_else(|| HistoryGap::note("standard input has no history".to_owned()))?;
        let gap_of = |refusal: Refusal| match refusal {
            Refusal::NotInstalled => HistoryGap::note("git is not installed".to_owned()),
            Refusal::NoRepository => HistoryGap::note(format!("{name} is not in a git repository")),
            Refusal::Ownership(folder) => HistoryGap::warning(format!(
                "{name} is in a git repository of another user, which git refuses to read; to trust it, run `git config --global --add safe.directory {folder}`, or, for a service, the same with `--system`"
            )),
            Refusal::Partial => HistoryGap::partial(name),
            Refusal::Said(said) if said.is_empty() => HistoryGap::warning(format!(
                "git cannot read the history of {name}: it failed without a message"
            )),
            Refusal::Said(said) | Refusal::Other(said) => {
                HistoryGap::warning(format!("git cannot read the history of {name}: {said}"))
            }
        };
        // Use the history of the file that a symbolic link points to.
        let path = file
            .canonicalize()
            .map_err(|error| HistoryGap::warning(format!("{name} cannot be found: {error}")))?;
        let folder = path.parent().unwrap_or(Path::new("/"));
        let known = checkout.and_then(|checkout| checkout.repository_of(&path));
        let repository = match known {
            Some(repository) => repository.clone(),
            None => Repository::of(folder).map_err(gap_of)?,
        };
        let uncommitted = || HistoryGap::note(format!("{name} is not committed to git yet"));
        let commit = match &source.commit {
            Some(commit) => commit.clone(),
            None => repository.head().map_err(gap_of)?.ok_or_else(uncommitted)?,
        };
        let known = self.known.as_mut();
        let known = known.filter(|it| it.path == path && it.is_whole && !it.is_stale);
        if let Some(known) = known.as_ref().filter(|it| it.commit == commit) {
            return Ok(known.history.clone());
        }
        let commits = repository.commits(&commit, &path).map_err(gap_of)?;
        if let Some(known) = known.filter(|it| it.commits == commits) {
            // The same versions of the events file include the same files, which may have changed.
            let is_same = match &known.walk {
                None => true,
                Some((includes, walk)) => {
                    let now = repository.walk(&commit, &commits, includes);
                    now.map_err(gap_of)?.has_the_same_versions(walk, includes)
                }
            };
            if is_same {
                known.commit = commit;
                return Ok(known.history.clone());
            }
        }
        self.warn_if_a_commit_is_ahead(name, &commits);
        let FromCommits {
            mut history,
            newest,
            walk,
            gap,
            is_empty_for_a_filter,
        } = read(&repository, &commit, &commits, &source.others).map_err(gap_of)?;
        if is_empty_for_a_filter {
            return Err(HistoryGap::partial(name));
        }
        if let Some(gap) = &gap {
            self.report_once(Severity::Warning, gap);
        }
        if history.is_empty() {
            return Err(match newest {
                Some((_, version)) => HistoryGap::of_invalid(name, &version, &source.others),
                None => uncommitted(),
            });
        }
        history.rest();
        self.known = Some(Known {
            path,
            commit,
            commits,
            walk,
            newest: newest.map(|(commit, version)| (commit, Digest::of_version(&version))),
            history: history.clone(),
            is_stale: false,
            is_whole: gap.is_none(),
        });
        Ok(history)
    }

    /// Warns if a change can no longer be announced to calendar programs.
    pub(super) fn warn_if_sequences_end(&mut self, revisions: &Revisions, calendar: &Calendar) {
        if revisions.is_past_last_sequence(calendar) {
            self.report_once(
                Severity::Warning,
                "the last change is after 2088-01-19T03:14:07Z, when SEQUENCE reaches its largest value, so calendar programs may \
                 ignore this change and all later ones; use a newer release of calfeed",
            );
        }
    }

    /// Shows or logs a message, unless it was shown before.
    fn report_once(&mut self, severity: Severity, message: &str) {
        if !self.reported.insert(message.to_owned()) {
            return;
        }
        match (severity, self.logs) {
            (Severity::Note, true) => info!("{message}"),
            (Severity::Warning, true) => warn!("{message}"),
            (Severity::Note, false) => say(format_args!("note: {message}")),
            (Severity::Warning, false) => say(format_args!("warning: {message}")),
        }
    }

    fn warn_if_a_commit_is_ahead(&mut self, name: &str, commits: &[Commit]) {
        let now = clock().timestamp();
        let Some(ahead) = commits.iter().find(|commit| commit.seconds > now) else {
            return;
        };
        let id: String = ahead.id.chars().take(12).collect();
        let date = DateTime::from_timestamp(ahead.seconds, 0)
            .filter(|at| at.year() <= LAST_WRITTEN_YEAR)
            .map_or_else(
                || format!("after the year {LAST_WRITTEN_YEAR}"),
                |at| at.format("%Y-%m-%d").to_string(),
            );
        let message = format!(
            "commit {id} of {name} is dated in the future ({date}), so each later change is dated one second after the one before it; correct the clock of the machine that made the commit"
        );
        self.report_once(Severity::Warning, &message);
    }
}

/// Reads the file of `--revisions`.
fn from_file(file: &Path) -> Result<History, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::Io(format!(
            "cannot read the revisions in {}: {error}",
            file.display()
        ))
    };
    let text = text(file).map_err(|error| failed(&error))?;
    History::from_json(&text).map_err(|error| failed(&error))
}
