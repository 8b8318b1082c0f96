//! What is served now: an [`Edition`], and the [`Fault`] that keeps the next one from being served.
//!
//! In: editions and faults, one after another. Out: a [`State`], which does not change while it is held. Guaranteed: a reader never waits
//! for a Site to be built or freed; a fault never takes the Site away; if the bytes at a path change, their Last-Modified increases.
//! Absent: where editions come from, see [`super::reload`].

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::site::{Resource, Site};
pub use crate::trust::Changes;

/// A Site, and what it was made of.
#[derive(Clone, Debug)]
pub struct Edition {
    /// What is served.
    pub site: Site,
    /// The text it was made of; a Site that a program made by itself has none.
    pub origin: Option<Origin>,
    /// How the events differ from those that were served before, where that is known.
    pub changes: Option<Changes>,
}

/// Where a Site comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// SHA-256 of the events file, in hexadecimal.
    pub sha256: String,
    /// The commit the file stands in, where git knows it.
    pub commit: Option<String>,
    /// When it was read.
    pub loaded: DateTime<Utc>,
    /// Whether the dates of its changes can be relied on.
    pub history: HistoryState,
}

/// What is known of when the events changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HistoryState {
    /// All of it, from git or from a file of revisions.
    Ok,
    /// The newer part: the clone lacks earlier versions.
    Shallow,
    /// Nothing: the file is not in a repository, or not committed, or git is not installed.
    #[default]
    Missing,
    /// No more than before, since git fails.
    Failing,
}

impl HistoryState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Shallow, Self::Missing, Self::Failing];

    /// The word for it in `/healthz` and in the metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Shallow => "shallow",
            Self::Missing => "missing",
            Self::Failing => "failing",
        }
    }
}

/// Why the file as it is now cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in one line. It may quote the file, and so is not for the public.
    pub message: String,
    /// The kind of file that it is about, where it is about one.
    pub file: Option<FileKind>,
    /// The name of the reason for which a valid version is held back; none where the version is not valid.
    pub held_back: Option<&'static str>,
    /// The line and the column of the first error, counted from 1, where it has a place.
    pub place: Option<(usize, usize)>,
    /// The whole report, as `check` shows it; empty where there is none.
    pub report: String,
    /// When it was found.
    pub since: DateTime<Utc>,
}

/// The kind of file that a [`Fault`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// The events file.
    Events,
    /// One of the user's templates, or their folder.
    Template,
    /// The file of revisions.
    Revisions,
}

impl FileKind {
    /// The word for it in `/healthz`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Template => "template",
            Self::Revisions => "revisions",
        }
    }
}

/// One moment of a [`Published`].
#[derive(Clone, Debug)]
pub struct State {
    edition: Arc<Edition>,
    fault: Option<Arc<Fault>>,
}

/// What is served now: read once per request, replaced whole.
#[derive(Debug)]
pub struct Published {
    /// A `std` lock and no async one: it is held for the copy of two pointers, never across an await.
    state: RwLock<State>,
    /// The last date of all that is no longer there: a path may return with other content, and is dated after this.
    gone: Mutex<Option<DateTime<Utc>>>,
}

impl Published {
    /// Publishes the first Site.
    pub fn new(edition: impl Into<Edition>) -> Self {
        let edition = edition.into();
        edition.site.compress();
        Self {
            state: RwLock::new(State {
                edition: Arc::new(edition),
                fault: None,
            }),
            gone: Mutex::default(),
        }
    }

    /// Returns what is served at this moment; it stays whole for as long as the caller holds it.
    pub fn load(&self) -> State {
        // Poison says that a holder panicked; a pointer is never half written, so what is there is good.
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    /// Replaces the Site, and forgets the fault: requests from now on see the new one, those under way keep theirs. Returns what was
    /// served before.
    pub fn replace(&self, edition: impl Into<Edition>, now: DateTime<Utc>) -> State {
        self.set(State {
            edition: self.next(edition.into(), now),
            fault: None,
        })
    }

    /// Replaces the Site by the same calendar at a later moment: what keeps the next one back is still there. Returns what was served
    /// before.
    pub fn turn(&self, edition: impl Into<Edition>, now: DateTime<Utc>) -> State {
        self.set(State {
            edition: self.next(edition.into(), now),
            fault: self.load().fault,
        })
    }

    /// Dates an edition after those before it.
    fn next(&self, mut edition: Edition, now: DateTime<Utc>) -> Arc<Edition> {
        let mut gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        succeed(self.load().site(), &mut gone, &mut edition.site, now);
        edition.site.compress();
        Arc::new(edition)
    }

    /// Keeps the Site, and says what keeps the next one back.
    pub fn keep(&self, fault: Fault) {
        self.set(State {
            edition: self.load().edition,
            fault: Some(Arc::new(fault)),
        });
    }

    /// One task loads, and so nothing is lost between a `load` above and this.
    ///
    /// Freeing a Site takes a while, and no request need wait for it: what was there is returned.
    fn set(&self, next: State) -> State {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *state, next)
    }
}

/// Dates what takes the place of other bytes, and was not dated after them, to this moment.
///
/// A text that was taken back (`git reset`, an older copy of the file) is as old as it says, a template is no change of the
/// calendar, and two texts may come within a second. Who asks by date, as Apple's calendar does, would be told 304 for good.
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
    /// What is served.
    pub fn site(&self) -> &Site {
        &self.edition.site
    }

    /// Where it comes from.
    pub fn origin(&self) -> Option<&Origin> {
        self.edition.origin.as_ref()
    }

    /// What keeps the next one back.
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
        }
    }
}
