//! The current version of the events file → an [`Edition`] of its Site, or a [`Fault`].
//!
//! In: the events file, the files that it names, those of the command line, its commit. Out: what [`Reload`] asks for. Guaranteed: each
//! state of the files is loaded once, except after an I/O error or a failure of git, which a later poll tries again; a version is loaded
//! once two polls have read it and no program is writing it, or after ten seconds of changes; an uncommitted version that may be an
//! accident is held back; the last valid calendar is kept with its templates, to be rendered again when its
//! pages expire. Absent: when to poll.
//!
//! A poll reads the whole file: it is small, and a change may leave its time, its size and its inode as they were.
//!
//! [`Reload`]: crate::server::reload::Reload

mod patience;
mod publish;
mod snapshot;
mod writers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Failure;
use super::earlier_versions::EarlierVersions;
use super::git::Checkout;
use super::input::{Input, Source, holds, text_beside};
use super::refusal::{Held, Refusal};
use super::templates::Templates;
use crate::server::reload::Occasion;
use crate::server::{Edition, Fault, FileKind, HistoryState, Origin};
use crate::{Calendar, Revisions, Site};
use patience::{Patience, Retry};
use snapshot::{Contents, Inputs, ResolvedFile, Snapshot, contents};
use writers::Writers;

/// Polls the events file, again and again.
#[derive(Debug)]
pub(super) struct Watch {
    input: Input,
    url: Option<String>,
    templates: Templates,
    past: EarlierVersions,
    /// Whether every valid version is published.
    trusts: bool,
    checkout: Option<Checkout>,
    writers: Option<Writers>,
    loaded: Loaded,
    /// What the last poll saw, and is loaded if the next one sees it, too.
    pending: Option<Snapshot>,
    patience: Patience,
    good: Option<Good>,
    /// The latest date that was served of each event, removed ones among them, by UID. What is served later is not dated earlier.
    served: BTreeMap<String, DateTime<Utc>>,
    /// When this began.
    started: DateTime<Utc>,
}

/// What was loaded last, good or not.
#[derive(Clone, Debug, Default)]
struct Loaded {
    /// None where it is to be loaded again.
    snapshot: Option<Snapshot>,
    /// The file of holidays that it names.
    beside: Option<PathBuf>,
    /// Why it is not published.
    refused: Option<String>,
    /// When to try again, if it failed for a reason outside the file.
    retry: Option<Retry>,
    /// Whether it was to be published in spite of all doubts.
    is_trusted: bool,
    /// Whether a fault says that the file is being written.
    awaits_writer: bool,
}

/// The last version that could be published.
#[derive(Debug)]
struct Good {
    calendar: Arc<Calendar>,
    revisions: Revisions,
    templates: BTreeMap<String, String>,
    origin: Origin,
    /// The last line, where no line break ends it.
    end: String,
    /// Whether it was meant, or was compared with what was. Where git failed at the start, neither could be told.
    is_certain: bool,
}

impl Watch {
    pub(super) fn new(
        input: Input,
        url: Option<String>,
        templates: Templates,
        past: EarlierVersions,
    ) -> Self {
        Self {
            input,
            url,
            templates,
            past,
            trusts: false,
            checkout: None,
            writers: None,
            loaded: Loaded::default(),
            pending: None,
            patience: Patience::default(),
            good: None,
            served: BTreeMap::new(),
            started: DateTime::<Utc>::MIN_UTC,
        }
    }

    /// Publishes every valid version, if so told: none is held back.
    pub(super) fn trusting(self, trusts: bool) -> Self {
        Self { trusts, ..self }
    }

    /// Loads the file for the first time. Where it cannot be published, or may be an accident, and git has an earlier version that can be
    /// published, that is served, and the fault comes with it.
    pub(super) fn start(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<(Edition, Option<Fault>), Refusal> {
        self.started = now;
        let inputs = self.inputs();
        self.is_being_written(&inputs);
        let read = self.input.read(now);
        let is_read = read.is_ok();
        let snapshot = Snapshot::new(&read, inputs);
        let refusal = match self.load(read, snapshot, now, None, self.trusts) {
            Ok(edition) => return Ok((edition, None)),
            Err(refusal) => refusal,
        };
        // No earlier version would fix a template, or a file that an option names.
        if is_read && !matches!(refusal, Refusal::Report(_) | Refusal::Held(_)) {
            return Err(refusal);
        }
        match self.earlier(now) {
            Some(edition) => Ok((edition, Some(refusal.fault(now)))),
            None => Err(refusal),
        }
    }

    /// The name of the calendar that is served.
    pub(super) fn name(&self) -> &str {
        self.good.as_ref().map_or("", |good| good.calendar.name())
    }

    /// Polls the file; returns `None` if nothing has changed. A new Site shares unchanged resources with `served`.
    pub(super) fn look(
        &mut self,
        occasion: Occasion,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> Option<Result<Edition, Fault>> {
        match occasion {
            Occasion::Turn => self.turn(now, served).map(Ok),
            Occasion::Poll => self.poll(now, served),
            Occasion::Demand => {
                // Standard input was read to its end.
                self.input.path()?;
                let inputs = self.inputs();
                let read = self.input.read(now);
                let snapshot = Snapshot::new(&read, inputs);
                // Whoever asks may know of what no poll can see.
                self.checkout = None;
                self.past.forget();
                self.patience.end();
                let loaded = self.load(read, snapshot, now, served, true);
                Some(loaded.map_err(|refusal| refusal.fault(now)))
            }
        }
    }

    fn poll(
        &mut self,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> Option<Result<Edition, Fault>> {
        let path = self.input.path()?;
        let inputs = self.inputs();
        // Nothing is kept, and nothing read twice, to find out that nothing is new: nearly every poll.
        let is_as_loaded = |snapshot: &Snapshot| {
            snapshot.inputs == inputs && snapshot.text.as_ref().is_ok_and(|text| holds(path, text))
        };
        if self.loaded.snapshot.as_ref().is_some_and(is_as_loaded) {
            return self.unchanged(inputs, now, served);
        }
        if self.is_being_written(&inputs) {
            if self.loaded.awaits_writer || !self.patience.is_over() {
                return None;
            }
            self.loaded.awaits_writer = true;
            let refusal = Refusal::Held(Held::being_written(&self.input));
            self.loaded.refused = Some(refusal.to_string());
            return Some(Err(refusal.fault(now)));
        }
        let read = self.input.read(now);
        let is =
            |snapshot: &Option<Snapshot>| snapshot.as_ref().is_some_and(|it| it.is(&read, &inputs));
        if is(&self.loaded.snapshot) {
            return self.unchanged(inputs, now, served);
        }
        if is(&self.pending) {
            let snapshot = Snapshot::new(&read, inputs);
            self.patience.end();
            let loaded = self.load(read, snapshot, now, served, self.trusts);
            return Some(loaded.map_err(|refusal| refusal.fault(now)));
        }
        // What only one poll has seen may be a part of what will be there.
        if self.patience.is_over() && !self.is_being_written(&inputs) {
            return self.load_if_good(read, inputs, now, served).map(Ok);
        }
        self.pending = Some(Snapshot::new(&read, inputs));
        None
    }

    /// Tries again what failed for a reason outside the file, if it is time.
    fn unchanged(
        &mut self,
        inputs: Inputs,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> Option<Result<Edition, Fault>> {
        self.pending = None;
        self.patience.end();
        let is_due = self.loaded.retry.as_ref().is_some_and(Retry::is_due);
        if !is_due && !self.loaded.awaits_writer {
            return None;
        }
        let read = self.input.read(now);
        // A Site is rendered only once git responds.
        if let (Some(retry), Ok(source)) = (&self.loaded.retry, &read)
            && retry.is_of_git()
            && !self.past.responds(source, self.checkout.as_ref())
        {
            self.loaded.retry = Some(retry.backed_off());
            return None;
        }
        let refused = self.loaded.refused.clone();
        let snapshot = Snapshot::new(&read, inputs);
        let loaded = self.load(read, snapshot, now, served, self.loaded.is_trusted);
        if refused.is_some() && self.loaded.refused == refused {
            return None;
        }
        Some(loaded.map_err(|refusal| refusal.fault(now)))
    }

    /// Loads what only one poll has seen. If that cannot be published, it is as if it had not been seen.
    fn load_if_good(
        &mut self,
        read: Result<Source, Failure>,
        inputs: Inputs,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> Option<Edition> {
        let loaded = self.loaded.clone();
        let snapshot = Snapshot::new(&read, inputs);
        let edition = self.load(read, snapshot, now, served, self.trusts);
        if edition.is_err() {
            self.pending = std::mem::replace(&mut self.loaded, loaded).snapshot;
        } else {
            self.patience.end();
        }
        edition.ok()
    }

    /// Whether a program has the file open and has changed it.
    fn is_being_written(&mut self, inputs: &Inputs) -> bool {
        let Some(ResolvedFile { file, .. }) = &inputs.resolved else {
            return false;
        };
        if self.writers.as_ref().is_none_or(|it| !it.follows(file)) {
            self.writers = Writers::of(file);
        }
        let writers = self.writers.as_mut();
        writers.is_some_and(|writers| writers.are_at(file))
    }

    fn inputs(&self) -> Inputs {
        Inputs {
            beside: self.loaded.beside.as_deref().map(|path| self.beside(path)),
            revisions: self.past.file().map(contents),
            templates: self
                .templates
                .texts()
                .map_err(|failure| failure.to_string()),
            resolved: self.input.path().and_then(ResolvedFile::of),
            mark: self.mark(),
        }
    }

    /// Reads the file of holidays as a load does.
    fn beside(&self, path: &Path) -> Contents {
        let events = self.input.path().unwrap_or(Path::new(""));
        text_beside(events, path).map_err(|error| error.to_string())
    }

    fn mark(&self) -> Option<Vec<u8>> {
        self.checkout.as_ref().map(Checkout::mark)
    }

    /// Loads what was seen, and keeps in mind that it was: the next poll sees whatever changes meanwhile.
    fn load(
        &mut self,
        read: Result<Source, Failure>,
        mut snapshot: Snapshot,
        now: DateTime<Utc>,
        served: Option<&Site>,
        is_trusted: bool,
    ) -> Result<Edition, Refusal> {
        self.pending = None;
        let before = self.loaded.snapshot.as_ref();
        let is_elsewhere =
            before.is_none_or(|before| before.inputs.resolved != snapshot.inputs.resolved);
        if is_elsewhere || self.checkout.is_none() {
            self.checkout = self.input.path().and_then(Checkout::of);
            snapshot.inputs.mark = self.mark();
        }
        snapshot.inputs.beside = None;
        let templates = snapshot.inputs.templates.clone();
        self.loaded = Loaded {
            snapshot: Some(snapshot),
            is_trusted,
            ..Loaded::default()
        };
        let read = read.map_err(|failure| Refusal::World(Some(FileKind::Events), failure));
        let mut edition = read.and_then(|source| {
            let (beside, edition) = self.publish(source, templates, now, served);
            if let (Some((path, contents)), Some(snapshot)) = (beside, &mut self.loaded.snapshot) {
                self.loaded.beside = Some(path);
                snapshot.inputs.beside = Some(contents);
            }
            edition
        });
        self.loaded.refused = edition.as_ref().err().map(ToString::to_string);
        self.loaded.retry = match &edition {
            Err(Refusal::World(..)) => Some(Retry::of_load()),
            // Git may say that a version that is held back is committed.
            Ok(_) | Err(Refusal::Held(_)) if self.past.state() == HistoryState::Failing => {
                Some(Retry::of_git())
            }
            _ => None,
        };
        let is_uncertain = self.good.as_ref().is_some_and(|good| !good.is_certain);
        if is_uncertain
            && matches!(edition, Err(Refusal::Held(_)))
            && let Some(earlier) = self.earlier(now)
        {
            // What is served is no better than what is held back. The next polls say why it is.
            self.loaded.snapshot = None;
            edition = Ok(earlier);
        }
        edition
    }
}

#[cfg(test)]
mod tests;
