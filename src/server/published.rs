//! Keeps what is served now: an [`Edition`], and the [`Fault`] that keeps the next one from being served.
//!
//! A request reads both as a [`State`], which does not change while it is held. It never waits for a Site to be built or freed. A fault never
//! takes the Site away. If the bytes at a path change, their Last-Modified increases. [`super::reload`] brings the editions.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::diagnostic::Note;
use crate::site::{Resource, Site};
pub use crate::trust::Changes;

/// A Site, and where it comes from.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The Site to serve.
    pub site: Site,
    /// The version of the events file; `None` for a Site that does not come from a file.
    pub origin: Option<Origin>,
    /// How the events differ from those that were served before, if that is known.
    pub changes: Option<Changes>,
    /// The warnings about this version, for a preview; otherwise empty.
    pub warnings: Vec<Note>,
    /// Why a server would hold this version back, if a preview shows it nevertheless.
    pub doubt: Option<String>,
}

/// Where a Site comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// SHA-256 of the events file, in hexadecimal.
    pub sha256: String,
    /// The commit of this version, if git knows it.
    pub commit: Option<String>,
    /// When it was read.
    pub loaded: DateTime<Utc>,
    /// Whether the dates of its changes are reliable.
    pub history: HistoryState,
}

/// How much of the history of the events is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HistoryState {
    /// The whole history, from git or from a file of revisions.
    Ok,
    /// Only the newer part: the clone lacks earlier versions.
    Shallow,
    /// No history: the file is not in a repository, or not committed, or git is not installed.
    #[default]
    Missing,
    /// At most the history as it was read before git began to fail.
    Failing,
}

impl HistoryState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Shallow, Self::Missing, Self::Failing];

    /// The name in `/healthz` and in the metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Shallow => "shallow",
            Self::Missing => "missing",
            Self::Failing => "failing",
        }
    }
}

/// Why the current version of the file cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The error in one line. It may quote the file, so it is not shown to the public.
    pub message: String,
    /// The kind of file that has the error, if it is about a file.
    pub file: Option<FileKind>,
    /// The reason why a valid version is held back, by name; `None` if the version is not valid.
    pub held_back: Option<&'static str>,
    /// The line and the column of the first error, counted from 1, if it has a location.
    pub place: Option<(usize, usize)>,
    /// The whole report, as `check` shows it; empty if there is none.
    pub report: String,
    /// The same report in parts, with its warnings.
    pub notes: Box<[Note]>,
    /// When it was found.
    pub since: DateTime<Utc>,
}

/// The kind of file that a [`Fault`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// The events file.
    Events,
    /// A file that the events file includes.
    Included,
    /// One of the user's templates, or their folder.
    Template,
    /// The file of revisions.
    Revisions,
}

impl FileKind {
    /// The name in `/healthz`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Included => "included",
            Self::Template => "template",
            Self::Revisions => "revisions",
        }
    }
}

/// An immutable snapshot of a [`Published`].
#[derive(Clone, Debug)]
pub struct State {
    edition: Arc<Edition>,
    fault: Option<Arc<Fault>>,
    /// How many states were set before this one.
    number: u64,
}

/// What is served now. Each request reads it once; a reload replaces it as a whole.
#[derive(Debug)]
pub struct Published {
    /// A `std` lock, not an async one: it is held only to copy two pointers, never across an await.
    state: RwLock<State>,
    /// The latest Last-Modified of all removed resources. If one of their paths is published again, it gets a later date.
    gone: Mutex<Option<DateTime<Utc>>>,
}

impl Published {
    /// Starts with the first Site.
    pub fn new(edition: impl Into<Edition>) -> Self {
        let edition = edition.into();
        edition.site.compress();
        Self {
            state: RwLock::new(State {
                edition: Arc::new(edition),
                fault: None,
                number: 0,
            }),
            gone: Mutex::default(),
        }
    }

    /// Returns a snapshot of what is served now. It does not change while the caller holds it.
    pub fn load(&self) -> State {
        // A poisoned lock is harmless: the pointers are never half written.
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    /// Replaces the Site, and clears the fault. Requests in progress keep the old Site, later ones see the new one. Returns what was
    /// served before.
    pub fn replace(&self, edition: impl Into<Edition>, now: DateTime<Utc>) -> State {
        let edition = self.next(edition.into(), now);
        self.set(edition, None)
    }

    /// Replaces the Site with the same calendar, rendered for a later time; the fault stays. Returns what was served before.
    pub fn turn(&self, edition: impl Into<Edition>, now: DateTime<Utc>) -> State {
        let edition = self.next(edition.into(), now);
        self.set(edition, self.load().fault)
    }

    /// Gives changed resources a later Last-Modified than they had before.
    fn next(&self, mut edition: Edition, now: DateTime<Utc>) -> Arc<Edition> {
        let mut gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        succeed(self.load().site(), &mut gone, &mut edition.site, now);
        edition.site.compress();
        Arc::new(edition)
    }

    /// Keeps the Site, and sets the fault.
    pub fn keep(&self, fault: Fault) {
        self.set(self.load().edition, Some(Arc::new(fault)));
    }

    /// Only one task sets the state, so no change is lost between its `load` and this.
    ///
    /// Returns the old state: dropping a Site takes a while, and must not happen under the lock, where requests would wait.
    fn set(&self, edition: Arc<Edition>, fault: Option<Arc<Fault>>) -> State {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let number = state.number + 1;
        let next = State {
            edition,
            fault,
            number,
        };
        std::mem::replace(&mut *state, next)
    }
}

/// Sets the Last-Modified of each resource with new bytes to the current time, unless it is already later than that of the old bytes.
///
/// It may not be later after `git reset` or with an older copy of the file, after a change of a template, or if two versions follow each
/// other within a second. Clients that revalidate with If-Modified-Since only, such as Apple's calendar, would then get 304 permanently.
fn succeed(served: &Site, gone: &mut Option<DateTime<Utc>>, site: &mut Site, now: DateTime<Utc>) {
    for (path, earlier) in served.iter() {
        if site.get(path).is_none() {
            *gone = (*gone).max(Some(earlier.last_modified()));
        }
    }
    for (path, resource) in site.iter_mut() {
        let earlier = served.get(path);
        let Some(before) = earlier.map(Resource::last_modified).or(*gone) else {
            continue;
        };
        let last_modified = resource.last_modified();
        if earlier.is_some_and(|earlier| resource.is_as(earlier)) {
            resource.date(last_modified.max(before));
        } else if last_modified <= before {
            resource.date(now.trunc_subsecs(0).max(before + TimeDelta::seconds(1)));
        }
    }
}

impl State {
    /// The Site that is served.
    pub fn site(&self) -> &Site {
        &self.edition.site
    }

    /// Where the Site comes from.
    pub fn origin(&self) -> Option<&Origin> {
        self.edition.origin.as_ref()
    }

    /// The served version, and what is to be known of it.
    pub(super) fn edition(&self) -> &Edition {
        &self.edition
    }

    /// How many states were set before this one: the number differs if anything has changed.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Why the current version of the file is not served, if it is not.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_deref()
    }
}

impl From<Site> for Edition {
    fn from(site: Site) -> Self {
        Self {
            site,
            origin: None,
            changes: None,
            warnings: Vec::new(),
            doubt: None,
        }
    }
}
