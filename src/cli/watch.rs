//! Loads the events file when it changes: an [`Edition`] of its Site, or a [`Fault`].
//!
//! It polls the events file, the files that it and the command line name, and its commit, whenever [`Reload`] asks. Each state of the
//! files is loaded once, except after an I/O error or a failure of git, which a later poll tries again. A version is loaded once two polls have
//! read it and no program is writing it, or after ten seconds of changes. An uncommitted version that may be an accident is held back. The last
//! valid calendar is kept with its templates, to be rendered again when its pages expire.
//!
//! A poll reads the whole events file: it is small, and a change may leave its time, its size and its inode as they were. There may be thousands
//! of included files, so a poll reads those again whose [stamp](super::stamp) has changed; SIGHUP reads all of them.
//!
//! [`Reload`]: crate::server::reload::Reload

mod patience;
mod publish;
mod snapshot;
mod writers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Failure;
use super::beside::Beside;
use super::earlier_versions::EarlierVersions;
use super::git::Checkout;
use super::input::{Input, Source, holds};
use super::refusal::{Held, Refusal};
use super::templates::{TemplateFolder, Templates};
use crate::reading::Known;
use crate::server::reload::Occasion;
use crate::server::{Edition, Fault, FileKind, HistoryState, Origin};
use crate::{Calendar, Note, Revisions, Site};
use patience::{Patience, Retry};
use publish::Base;
use snapshot::{Inputs, ResolvedFile, Snapshot, contents};
use writers::Writers;

/// Polls the events file repeatedly.
#[derive(Debug)]
pub(super) struct Watch {
    input: Input,
    url: Option<String>,
    templates: Templates,
    past: EarlierVersions,
    /// Whether every valid version is published.
    trusts: bool,
    /// Whether a preview shows what it loads: every valid version, and the warnings about it.
    previews: bool,
    checkout: Option<Checkout>,
    writers: Option<Writers>,
    loaded: Loaded,
    /// The state at the last poll. It is loaded if the next poll finds the same.
    pending: Option<Snapshot>,
    patience: Patience,
    /// The included files that changed between the last two polls.
    changing: BTreeSet<Arc<str>>,
    good: Option<Good>,
    base: Option<Base>,
    /// The included files that were parsed without an error.
    known: Known,
    /// The latest date that each event was served with, by UID, including removed events. No later edition gives an event an earlier date.
    served: BTreeMap<String, DateTime<Utc>>,
    /// When the watch started.
    started: DateTime<Utc>,
}

/// The last load, successful or not.
#[derive(Clone, Debug, Default)]
struct Loaded {
    /// `None` if the file is to be loaded again.
    snapshot: Option<Snapshot>,
    /// Why the version is not published.
    refused: Option<String>,
    /// When to try again, if the load failed for a reason outside the file, such as an I/O error.
    retry: Option<Retry>,
    /// Whether the version was to be published even if it looks like an accident.
    is_trusted: bool,
    /// Whether the current fault is that a program is still writing the file.
    awaits_writer: bool,
}

/// The last version that could be published.
#[derive(Debug)]
struct Good {
    calendar: Arc<Calendar>,
    revisions: Revisions,
    templates: TemplateFolder,
    origin: Origin,
    /// The warnings about it, and why a server would hold it back, if a preview shows it.
    warnings: Vec<Note>,
    doubt: Option<String>,
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
            previews: false,
            checkout: None,
            writers: None,
            loaded: Loaded::default(),
            pending: None,
            patience: Patience::default(),
            changing: BTreeSet::new(),
            good: None,
            base: None,
            known: Known::default(),
            served: BTreeMap::new(),
            started: DateTime::<Utc>::MIN_UTC,
        }
    }

    /// With `trusts`, publishes every valid version, even one that looks like an accident.
    pub(super) fn trusting(self, trusts: bool) -> Self {
        Self { trusts, ..self }
    }

    /// With `previews`, loads every valid version, with the doubt and the warnings about it, and begins with an empty Site if there is none.
    pub(super) fn previewing(self, previews: bool) -> Self {
        Self { previews, ..self }
    }

    /// Loads the file for the first time. If it cannot be published or may be an accident, returns the last committed version that can be
    /// published, together with the fault.
    pub(super) fn start(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<(Edition, Option<Fault>), Refusal> {
        self.started = now;
        let inputs = self.inputs();
        self.is_being_written(&inputs);
        let read = self.input.read(now);
        let inputs = Self::with_included_of(&read, inputs);
        let is_read = read.is_ok();
        let snapshot = Snapshot::new(&read, inputs);
        let refusal = match self.load(read, snapshot, now, None, self.trusts) {
            Ok(edition) => return Ok((edition, None)),
            Err(refusal) => refusal,
        };
        // No earlier version would fix a template, or a file that an option names.
        let earlier = match refusal {
            Refusal::Template(_) | Refusal::Io(..) if is_read => None,
            _ => self.earlier(now),
        };
        match earlier {
            Some(edition) => Ok((edition, Some(refusal.fault(now)))),
            None if self.previews && !matches!(refusal, Refusal::Io(..)) => {
                Ok((Site::default().into(), Some(refusal.fault(now))))
            }
            None => Err(refusal),
        }
    }

    /// The name of the calendar that is served.
    pub(super) fn name(&self) -> &str {
        self.good.as_ref().map_or("", |good| good.calendar.name())
    }

    /// Polls the file; returns `None` if nothing has changed. A new Site shares unchanged resources with `served`.
    pub(super) fn check(
        &mut self,
        occasion: Occasion,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> Option<Result<Edition, Fault>> {
        match occasion {
            Occasion::Turn => self.rerender(now, served).map(Ok),
            Occasion::Poll => self.poll(now, served),
            Occasion::Demand => {
                // Standard input cannot be read a second time.
                self.input.path()?;
                // The operator may know of a change that polls cannot detect.
                let mut inputs = self.inputs();
                inputs.beside = inputs.beside.afresh(self.input.path()?);
                let read = self.input.read(now);
                let inputs = Self::with_included_of(&read, inputs);
                let snapshot = Snapshot::new(&read, inputs);
                self.checkout = None;
                self.past.forget();
                self.patience.end();
                let loaded = self.load(read, snapshot, now, served, true);
                Some(loaded.map_err(|refusal| refusal.fault(now)))
            }
        }
    }

    /// Loads the files if they have changed and two polls agree on them.
    fn poll(
        &mut self,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> Option<Result<Edition, Fault>> {
        let path = self.input.path()?;
        let inputs = self.inputs();
        // Fast path: compare as a stream, without allocating. Nearly every poll ends here.
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
        let inputs = Self::with_included_of(&read, inputs);
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
        // The file changes all the time. One poll alone may have read half a version, so load it only if it can be published. Half a picture
        // could be published.
        let loaded = self.loaded.snapshot.as_ref();
        let is_upload = loaded.is_some_and(|it| it.has_other_pictures_only(&read, &inputs));
        // Nor is it known whether a program is writing an included file.
        let seen = self.pending.as_ref().or(loaded);
        let are_seen = seen.is_some_and(|it| it.inputs.beside.includes_the_same(&inputs.beside));
        let candidate = if are_seen {
            (!is_upload).then(|| inputs.clone())
        } else {
            self.settled(&read, &inputs)
        };
        if let Some(candidate) = candidate
            && self.patience.is_over()
            && !self.is_being_written(&inputs)
        {
            return self.load_if_good(read, candidate, now, served).map(Ok);
        }
        self.pending = Some(Snapshot::new(&read, inputs));
        None
    }

    /// Returns the state with each included file that changes all the time as it was loaded, so that it holds back no other change; `None` if
    /// nothing else has changed.
    fn settled(&mut self, read: &Result<Source, Failure>, inputs: &Inputs) -> Option<Inputs> {
        let loaded = self.loaded.snapshot.as_ref()?;
        let seen = self.pending.as_ref().unwrap_or(loaded);
        if !seen.is(read, &seen.inputs) {
            return None;
        }
        let differing = inputs.beside.differing(&seen.inputs.beside);
        let settled = Inputs {
            beside: inputs.beside.settled(&differing, &loaded.inputs.beside),
            ..inputs.clone()
        };
        if loaded.is(read, &settled) {
            return None;
        }
        // Files that change one after the other are probably one change.
        if self.changing != differing {
            self.changing = differing;
            self.patience.end();
        }
        Some(settled)
    }

    /// The file has not changed: loads it again if the last load failed for a reason outside the file, and a retry is due.
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
        // Do not render a Site before git works again.
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

    /// Loads a version that only one poll has read. If it cannot be published, it is ignored.
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

    /// Reads everything that decides what is published, except the events file.
    fn inputs(&self) -> Inputs {
        Inputs {
            beside: self.beside(),
            revisions: self.past.file().map(contents),
            templates: self
                .templates
                .contents()
                .map_err(|failure| failure.to_string()),
            resolved: self.input.path().and_then(ResolvedFile::of),
            mark: self.mark(),
        }
    }

    /// Reads the files that the loaded version names.
    fn beside(&self) -> Beside {
        let events = self.input.path().unwrap_or(Path::new(""));
        let loaded = self.loaded.snapshot.as_ref();
        loaded.map_or_else(Beside::default, |it| it.inputs.beside.again(events))
    }

    /// Reads the files that a version of the events file includes.
    fn with_included_of(read: &Result<Source, Failure>, inputs: Inputs) -> Inputs {
        match read {
            Ok(source) => Inputs {
                beside: inputs.beside.with_included_of(source),
                ..inputs
            },
            Err(_) => inputs,
        }
    }

    fn mark(&self) -> Option<Vec<u8>> {
        self.checkout.as_ref().map(Checkout::mark)
    }

    /// Loads the file as it was read. Keeps that snapshot, so that the next poll notices any change made in the meantime.
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
            let others = self.input.others();
            let file = self.input.path();
            self.checkout = file.and_then(|file| Checkout::of(file, others));
            snapshot.inputs.mark = self.mark();
        }
        let polled = std::mem::take(&mut snapshot.inputs.beside);
        let templates = snapshot.inputs.templates.clone();
        self.loaded = Loaded {
            snapshot: Some(snapshot),
            is_trusted,
            ..Loaded::default()
        };
        let read = read.map_err(|failure| Refusal::Io(Some(FileKind::Events), failure));
        let mut edition = read.and_then(|source| {
            let (beside, edition) = self.publish(source, &polled, templates, now, served);
            if let Some(snapshot) = &mut self.loaded.snapshot {
                snapshot.inputs.beside = beside;
            }
            edition
        });
        self.loaded.refused = edition.as_ref().err().map(ToString::to_string);
        self.loaded.retry = match &edition {
            Err(Refusal::Io(..)) => Some(Retry::of_load()),
            // Once git works again, it may show that a held-back version is committed.
            Ok(_) | Err(Refusal::Held(_)) if self.past.state() == HistoryState::Failing => {
                Some(Retry::of_git())
            }
            _ => None,
        };
        let is_uncertain = self.base.as_ref().is_some_and(|base| !base.is_certain);
        if is_uncertain
            && matches!(edition, Err(Refusal::Held(_)))
            && let Some(earlier) = self.earlier(now)
        {
            // The served version is as doubtful as the held-back one, so serve the last commit. The next polls report the fault.
            self.loaded.snapshot = None;
            edition = Ok(earlier);
        }
        edition
    }
}

#[cfg(test)]
mod tests;
