//! When events were created, changed and removed: from git, from the file of `--revisions`, or from the modification time.
//!
//! In: an events file. Out: [`Revisions`], and a message on standard error or in the log if git has none of the history, or only a part.
//! Guaranteed: a failure of git never stops a publication, and is reported once; the history is read again only after a new commit.
//! Absent: running git, see `git`; what counts as a change, see [`crate::History`].

mod commits;
mod silence;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use tracing::{info, warn};

use super::digest::Digest;
use super::git::{Checkout, Commit, Refusal, Repository};
use super::input::{Input, Source, clock, text};
use super::{Failure, say};
use crate::server::{FileKind, HistoryState};
use crate::span::LAST_WRITTEN_YEAR;
use crate::{Calendar, History, Revisions};
pub(super) use commits::last_dated;
use commits::{FromCommits, read};
use silence::Severity;
pub(super) use silence::Silence;

/// 2026-01-01T00:00:00Z, in seconds since 1970.
const FIRST_FILES: i64 = 1_767_225_600;

/// What is lost with the history: calendar programs take a cancelled event that is gone from a feed for one that never was.
const LOST: &str = "removed events are missing, their cancellations withdrawn";

/// What one process knows of the past of its events file.
#[derive(Debug, Default)]
pub struct EarlierVersions {
    /// What `calfeed revisions` wrote, where git need not be asked.
    file: Option<PathBuf>,
    known: Option<Known>,
    /// Whether what is said goes to the log of a server.
    logs: bool,
    /// What was said: it is not said again.
    said: BTreeSet<String>,
    state: HistoryState,
    /// Whether the time of the file says nothing, and nothing else dates its changes.
    is_frozen: bool,
}

/// The history as of a commit.
#[derive(Debug)]
struct Known {
    path: PathBuf,
    commit: String,
    /// Those that changed the file: while they are the same, so is its history.
    commits: Vec<Commit>,
    /// SHA-256 of the text that the last of them left, where it left one.
    newest: Option<Digest>,
    history: History,
    /// Whether to read it again though the same commit is checked out, because a reload was asked for.
    is_stale: bool,
    /// Whether this clone has all of it.
    is_whole: bool,
}

impl EarlierVersions {
    /// Takes the file of `--revisions`.
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
    pub(super) fn blames(&self, source: &Source) -> FileKind {
        if self.file.is_some() && !is_far_ahead(source) {
            FileKind::Revisions
        } else {
            FileKind::Events
        }
    }

    /// What was known of the history when it was last asked for.
    pub(super) fn state(&self) -> HistoryState {
        self.state
    }

    /// Whether the time of the file says nothing, and nothing else dates its changes.
    pub(super) fn is_frozen(&self) -> bool {
        self.is_frozen
    }

    /// Reads the history again when it is next asked for. What is known stands if git fails then.
    pub(super) fn forget(&mut self) {
        if let Some(known) = &mut self.known {
            known.is_stale = true;
        }
    }

    /// Whether git tells the history, after it failed. If so, that is logged.
    pub(super) fn responds(&mut self, source: &Source, checkout: Option<&Checkout>) -> bool {
        let responds = match self.committed(source, checkout) {
            Ok(_) => true,
            Err(silence) => silence.state != HistoryState::Failing,
        };
        if responds {
            info!("git responds again");
            // If it fails again, that is said again.
            self.said.clear();
        }
        responds
    }

    /// Says what is to be said in the log, in the form that it has.
    pub(super) fn in_the_log(self) -> Self {
        Self { logs: true, ..self }
    }

    /// Reads an events file, and returns when everything in it changed: for whoever measures how long that takes.
    pub fn of(&mut self, file: PathBuf) -> Option<Revisions> {
        let now = DateTime::<Utc>::MAX_UTC;
        self.revisions(&Input::of(file).read(now).ok()?, None).ok()
    }

    /// Returns the commit that left a text in the file, where it is the last one that changed the file, and git was asked.
    pub(super) fn commit_of(&self, text: &str) -> Option<&str> {
        let known = self.known.as_ref()?;
        let is = |text: &str| known.newest == Some(Digest::of(text.as_bytes()));
        // A working tree may have other line endings than the repository.
        let is_newest = is(text) || is(&text.replace("\r\n", "\n"));
        let newest = known.commits.first().filter(|_| is_newest)?;
        Some(&newest.id)
    }

    /// Returns when everything in the events file changed. To be asked again after each change of that file. Who has looked for its
    /// repository says where it is.
    ///
    /// # Errors
    /// A `--revisions` file that cannot be read.
    pub(super) fn revisions(
        &mut self,
        source: &Source,
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
            Err(silence) => silence.state,
        };
        let mut history = match committed {
            Ok(history) => history,
            Err(silence) => {
                if let Some(history) = self.known_before(source) {
                    let message = format!("{}; what it told before stands", silence.says);
                    self.say(Severity::Warning, &message);
                    history
                } else {
                    let stands_in = if source.file.is_some() {
                        "its modification time dates every event"
                    } else {
                        "the present moment dates every event"
                    };
                    let help = silence
                        .help
                        .map_or_else(String::new, |it| format!("; {it}"));
                    let message = format!("{}, so {stands_in}, and {LOST}{help}", silence.says);
                    self.say(silence.severity, &message);
                    self.say_if_frozen(source);
                    self.look_ahead(source)?;
                    return Ok(Revisions::at(source.modified));
                }
            }
        };
        if let Some(known) = &mut self.known {
            known.history.share(&source.text);
        }
        let (committed, until) = (history.revisions(), history.last_change());
        let domain = history.domain().map(ToString::to_string);
        history.note_shared(&source.text, source.modified);
        let of = history.domain().map(ToString::to_string);
        if let (Some(file), Some(domain), Some(of)) = (&self.file, domain, of)
            && domain != of
        {
            return Err(Failure::World(format!(
                "the revisions in {} are those of the calendar of `{domain}`, and {} is that of `{of}`; write them anew with `calfeed revisions`",
                file.display(),
                source.name
            )));
        }
        let revisions = history.revisions();
        if revisions != committed {
            self.look_ahead(source)?;
            self.say_if_late(source, until);
        }
        Ok(revisions)
    }

    /// What git told of the file the last time that it told anything: while it is silent, no event is dated anew.
    fn known_before(&self, source: &Source) -> Option<History> {
        let path = source.file.as_ref()?.canonicalize().ok()?;
        let known = self.known.as_ref().filter(|known| known.path == path)?;
        Some(known.history.clone())
    }

    /// Returns what git knows of the file, up to its last commit; or what keeps it silent.
    pub(super) fn committed(
        &mut self,
        source: &Source,
        checkout: Option<&Checkout>,
    ) -> Result<History, Silence> {
        let name = &source.name;
        let file = source
            .file
            .as_ref()
            .ok_or_else(|| Silence::note("standard input has no history".to_owned()))?;
        let told = |refusal: Refusal| match refusal {
            Refusal::NotInstalled => Silence::note("git is not installed".to_owned()),
            Refusal::NoRepository => Silence::note(format!("{name} is not in a git repository")),
            Refusal::Ownership(folder) => Silence::warning(format!(
                "{name} is in the git repository of another user, which git does not read before `git config --global --add safe.directory {folder}` says so, or the same with `--system` where a service reads it"
            )),
            Refusal::Partial => Silence::partial(name),
            Refusal::Said(said) if said.is_empty() => Silence::warning(format!(
                "git cannot tell the history of {name}: it failed without a message"
            )),
            Refusal::Said(said) | Refusal::Other(said) => {
                Silence::warning(format!("git cannot tell the history of {name}: {said}"))
            }
        };
        // A link leads to the file whose history counts.
        let path = file
            .canonicalize()
            .map_err(|error| Silence::warning(format!("{name} cannot be found: {error}")))?;
        let folder = path.parent().unwrap_or(Path::new("/"));
        let known = checkout.and_then(|checkout| checkout.repository_of(&path));
        let repository = match known {
            Some(repository) => repository.clone(),
            None => Repository::of(folder).map_err(told)?,
        };
        let uncommitted = || Silence::note(format!("{name} is not committed to git yet"));
        let commit = match &source.commit {
            Some(commit) => commit.clone(),
            None => repository.head().map_err(told)?.ok_or_else(uncommitted)?,
        };
        let known = self.known.as_mut();
        let known = known.filter(|it| it.path == path && it.is_whole && !it.is_stale);
        if let Some(known) = known.as_ref().filter(|it| it.commit == commit) {
            return Ok(known.history.clone());
        }
        let commits = repository.commits(&commit, &path).map_err(told)?;
        if let Some(known) = known.filter(|it| it.commits == commits) {
            known.commit = commit;
            return Ok(known.history.clone());
        }
        self.say_if_a_commit_is_ahead(name, &commits);
        let FromCommits {
            mut history,
            newest,
            gap,
            is_empty_for_a_filter,
        } = read(&repository, &commits).map_err(told)?;
        if is_empty_for_a_filter {
            return Err(Silence::partial(name));
        }
        if let Some(gap) = &gap {
            self.say(Severity::Warning, gap);
        }
        if history.is_empty() {
            return Err(uncommitted());
        }
        history.rest();
        self.known = Some(Known {
            path,
            commit,
            commits,
            newest: newest.map(|text| Digest::of(text.as_bytes())),
            history: history.clone(),
            is_stale: false,
            is_whole: gap.is_none(),
        });
        Ok(history)
    }

    /// Warns where a change can no longer be announced to calendar programs.
    pub(super) fn warn_if_sequences_end(&mut self, revisions: &Revisions, calendar: &Calendar) {
        if revisions.is_past_last_sequence(calendar) {
            self.say(
                Severity::Warning,
                "the last change is after 2088-01-19T03:14:07Z, at which SEQUENCE reaches its largest value, so calendar programs may \
                 ignore this change and those after it; use a newer release of calfeed",
            );
        }
    }

    /// Warns where every version of the file would have the same date, and so none would be a change to calendar programs.
    fn say_if_frozen(&mut self, source: &Source) {
        self.is_frozen = source.file.is_some() && source.modified < first_files();
        if self.is_frozen {
            let message = format!(
                "{} is dated {}, as images and package stores date every file, so calendar programs cannot see that an event has changed; give the \
                 dates with `--revisions`, as docs/how-to/without-git.md says",
                source.name,
                source.modified.format("%Y-%m-%d"),
            );
            self.say(Severity::Warning, &message);
        }
    }

    /// Says once what may be said again and again.
    fn say(&mut self, severity: Severity, message: &str) {
        if !self.said.insert(message.to_owned()) {
            return;
        }
        match (severity, self.logs) {
            (Severity::Note, true) => info!("{message}"),
            (Severity::Warning, true) => warn!("{message}"),
            (Severity::Note, false) => say(format_args!("note: {message}")),
            (Severity::Warning, false) => say(format_args!("warning: {message}")),
        }
    }

    fn say_if_a_commit_is_ahead(&mut self, name: &str, commits: &[Commit]) {
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
            "the commit {id} of {name} is dated in the future, {date}, and each change after it counts as a second later than the one before; put the clock of that machine right"
        );
        self.say(Severity::Warning, &message);
    }

    /// The file is not what was known, and yet older by far. By a little is nothing: an edit waits while others' commits come in.
    fn say_if_late(&mut self, source: &Source, known: DateTime<Utc>) {
        let next_day = source.modified.checked_add_signed(TimeDelta::days(1));
        if next_day.is_some_and(|next_day| next_day <= known) {
            let message = format!(
                "{} was edited, but by its modification time it is older than its last known change, so the next edit may not be seen as another; `touch` it, or commit it",
                source.name
            );
            self.say(Severity::Warning, &message);
        }
    }

    /// A file that is dated ahead dates its events so. A little is a clock that runs fast; far ahead, whatever is mended later would be
    /// older to every subscriber than what they have.
    fn look_ahead(&mut self, source: &Source) -> Result<(), Failure> {
        let name = &source.name;
        if is_far_ahead(source) {
            let date = source.modified.date_naive();
            return Err(Failure::World(format!(
                "{name} was changed on {date}, as its file system has it, which is still to come, and that would date its events for good; `touch` it"
            )));
        }
        if source.ahead > TimeDelta::zero() {
            let message = format!(
                "{name} was changed in the future, as its file system has it, and that dates its events; `touch` it"
            );
            self.say(Severity::Warning, &message);
        }
        Ok(())
    }
}

/// No events file is older than the first release: an earlier time was set by a program, and so is that of the next version.
fn first_files() -> DateTime<Utc> {
    DateTime::from_timestamp(FIRST_FILES, 0).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// Whether an events file is dated further ahead than clocks differ.
fn is_far_ahead(source: &Source) -> bool {
    source.ahead > TimeDelta::days(1)
}

fn from_file(file: &Path) -> Result<History, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::World(format!(
            "cannot read the revisions in {}: {error}",
            file.display()
        ))
    };
    let text = text(file).map_err(|error| failed(&error))?;
    History::from_json(&text).map_err(|error| failed(&error))
}
