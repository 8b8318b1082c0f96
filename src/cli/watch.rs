//! The events file as it is now → an [`Edition`] of its Site, or a [`Fault`].
//!
//! In: the events file, the files that it names, those of the command line, the commit it stands in. Out: what [`Reload`] asks for. Guaranteed: the same
//! state of the files is loaded once; a text counts once it was the same at two looks, so that a file that is being written is
//! not read half; the last good calendar is kept, to be published again when its pages turn. Absent: when to look.
//!
//! A look reads the whole file: it is small, and neither its time nor its size nor its inode tells every change.
//!
//! [`Reload`]: crate::server::reload::Reload

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tracing::warn;

use super::Failure;
use super::build::context;
use super::git::{Checkout, Earlier};
use super::input::{Input, Source, counts, text};
use super::past::Past;
use super::templates::Templates;
use crate::server::reload::Occasion;
use crate::server::{Edition, Fault, Origin};
use crate::{Calendar, Context, Diagnostic, Format, Report, Revisions, Severity, Site, publish};

/// How many commits back a text is looked for that can be published.
const COMMITS: usize = 100;

/// Looks at the events file, again and again.
#[derive(Debug)]
pub(super) struct Watch {
    input: Input,
    url: Option<String>,
    templates: Templates,
    past: Past,
    checkout: Option<Checkout>,
    /// What was loaded last, good or not.
    loaded: Option<Seen>,
    /// What was seen at the last look, and is loaded if it is there at the next.
    pending: Option<Seen>,
    /// The file of holidays that the events file names.
    beside: Option<PathBuf>,
    good: Option<Good>,
}

/// Everything that decides what is published, but for the present moment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    /// The text, or why there is none.
    text: Result<String, String>,
    beside: Option<Result<String, String>>,
    /// What stands in the file of `--revisions`.
    revisions: Option<Result<String, String>>,
    /// What stands in the folder of `--templates`, by name.
    templates: Result<BTreeMap<String, String>, String>,
    mark: Option<Vec<u8>>,
}

/// The last text that could be published.
#[derive(Debug)]
struct Good {
    calendar: Calendar,
    revisions: Revisions,
    origin: Origin,
}

/// Why a text cannot be published.
enum Refusal {
    /// Its report.
    Report(Report),
    World(Failure),
}

impl Watch {
    pub(super) fn new(input: Input, url: Option<String>, templates: Templates, past: Past) -> Self {
        let checkout = input.path().and_then(Checkout::of);
        Self {
            input,
            url,
            templates,
            past,
            checkout,
            loaded: None,
            pending: None,
            beside: None,
            good: None,
        }
    }

    /// Loads the file for the first time. Where it cannot be published and git holds an earlier text that can be, that is served,
    /// and the fault comes with it.
    pub(super) fn start(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<(Edition, Option<Fault>), Failure> {
        let read = self.input.read(now);
        self.loaded = Some(self.seen(read.as_ref().map_err(ToString::to_string)));
        let (failure, fault) = match read {
            Ok(source) => match self.publish(&source, now) {
                Ok(edition) => {
                    self.look_beside();
                    return Ok((edition, None));
                }
                Err(Refusal::World(failure)) => return Err(failure),
                Err(Refusal::Report(report)) => {
                    if let Some(edition) = self.earlier(now) {
                        return Ok((edition, Some(fault(&source, &report, now))));
                    }
                    source.show(&report);
                    return Err(Failure::File);
                }
            },
            Err(failure) => {
                let fault = unreadable(&failure, now);
                (failure, fault)
            }
        };
        match self.earlier(now) {
            Some(edition) => Ok((edition, Some(fault))),
            None => Err(failure),
        }
    }

    /// The name of the calendar that is served.
    pub(super) fn name(&self) -> &str {
        self.good.as_ref().map_or("", |good| good.calendar.name())
    }

    /// Looks at the file; returns nothing where there is nothing new.
    pub(super) fn look(
        &mut self,
        occasion: Occasion,
        now: DateTime<Utc>,
    ) -> Option<Result<Edition, Fault>> {
        if occasion == Occasion::Turn {
            return self.turn(now).map(Ok);
        }
        // Standard input was read to its end.
        self.input.path()?;
        let read = self.input.read(now);
        let seen = self.seen(read.as_ref().map_err(ToString::to_string));
        if occasion == Occasion::Poll {
            if self.loaded.as_ref() == Some(&seen) {
                self.pending = None;
                return None;
            }
            if self.pending.as_ref() != Some(&seen) {
                self.pending = Some(seen);
                return None;
            }
        }
        self.pending = None;
        self.loaded = Some(seen);
        let loaded = match read {
            Ok(source) => self.publish(&source, now).map_err(|refusal| match refusal {
                Refusal::Report(report) => fault(&source, &report, now),
                Refusal::World(failure) => unreadable(&failure, now),
            }),
            Err(failure) => Err(unreadable(&failure, now)),
        };
        self.look_beside();
        Some(loaded)
    }

    fn seen(&self, read: Result<&Source, String>) -> Seen {
        Seen {
            text: read.map(|source| source.text.clone()),
            beside: self.beside.as_deref().map(contents),
            revisions: self.past.file().map(contents),
            templates: self
                .templates
                .texts()
                .map_err(|failure| failure.to_string()),
            mark: self.checkout.as_ref().map(Checkout::mark),
        }
    }

    /// Which file the text names is known only once it is loaded.
    fn look_beside(&mut self) {
        let beside = self.beside.as_deref().map(contents);
        if let Some(loaded) = &mut self.loaded {
            loaded.beside = beside;
        }
    }

    /// Publishes a text, and keeps its calendar.
    fn publish(&mut self, source: &Source, now: DateTime<Utc>) -> Result<Edition, Refusal> {
        let context = self.context(now).map_err(Refusal::World)?;
        self.templates.note_strays(&context);
        let (calendar, report) = source.check(&context);
        let Some(calendar) = calendar else {
            return Err(Refusal::Report(report));
        };
        if !report.diagnostics().is_empty() {
            let shown = report.render(Format::Human(false), &source.name, &source.text);
            let shown = shown.trim_end().replace('\n', "\n    ");
            warn!("{}: {}\n    {shown}", source.name, counts(&report));
        }
        let commit = self
            .checkout
            .as_ref()
            .and_then(|checkout| checkout.commit(&source.text));
        let revisions = self.past.revisions(source).map_err(Refusal::World)?;
        let site = self
            .templates
            .publish(&calendar, &revisions, &context)
            .map_err(Refusal::World)?
            .also_below(context.url().unwrap_or(calendar.url()));
        self.beside = source.beside(&calendar);
        let origin = Origin {
            sha256: format!("{:x}", Hexadecimal(Sha256::digest(&source.text).as_ref())),
            commit,
            loaded: now,
        };
        Ok(self.keep(calendar, revisions, origin, site))
    }

    fn keep(
        &mut self,
        calendar: Calendar,
        revisions: Revisions,
        origin: Origin,
        site: Site,
    ) -> Edition {
        self.good = Some(Good {
            calendar,
            revisions,
            origin: origin.clone(),
        });
        Edition {
            site,
            origin: Some(origin),
        }
    }

    /// Publishes the last good calendar as it is at another moment.
    fn turn(&self, now: DateTime<Utc>) -> Option<Edition> {
        let good = self.good.as_ref()?;
        let context = self.context(now).ok()?;
        let site = publish(&good.calendar, &good.revisions, &context).ok()?;
        Some(Edition {
            site: site.also_below(context.url().unwrap_or(good.calendar.url())),
            origin: Some(good.origin.clone()),
        })
    }

    /// Publishes the last text that git holds and that can be.
    fn earlier(&mut self, now: DateTime<Utc>) -> Option<Edition> {
        let checkout = self.checkout.take()?;
        let found = checkout.earlier(COMMITS).find_map(|earlier| {
            let Earlier {
                commit,
                committed,
                text,
            } = earlier;
            let source = self.input.earlier(text, committed);
            let mut edition = self.publish(&source, now).ok()?;
            if let (Some(good), Some(origin)) = (&mut self.good, &mut edition.origin) {
                origin.commit = Some(commit);
                good.origin = origin.clone();
            }
            Some(edition)
        });
        self.checkout = Some(checkout);
        found
    }

    fn context(&self, now: DateTime<Utc>) -> Result<Context, Failure> {
        let context = context(Context::new(now), self.url.as_deref())?;
        self.templates.read(context)
    }
}

fn contents(path: &Path) -> Result<String, String> {
    text(path).map_err(|error| error.to_string())
}

fn fault(source: &Source, report: &Report, now: DateTime<Utc>) -> Fault {
    let mut errors = report
        .diagnostics()
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error);
    let first = errors.next();
    let more = match errors.count() {
        0 => String::new(),
        1 => ", and 1 more error".to_owned(),
        count => format!(", and {count} more errors"),
    };
    let message = first.map_or("it cannot be published", |first| first.message());
    let place = first
        .and_then(Diagnostic::location)
        .map(|at| (at.line, at.column));
    let at = place.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    Fault {
        message: format!("{}{at}: {message}{more}", source.name),
        place,
        report: report.render(Format::Human(false), &source.name, &source.text),
        since: now,
    }
}

fn unreadable(failure: &Failure, now: DateTime<Utc>) -> Fault {
    Fault {
        message: failure.to_string(),
        place: None,
        report: String::new(),
        since: now,
    }
}

/// Bytes as two digits each.
struct Hexadecimal<'a>(&'a [u8]);

impl std::fmt::LowerHex for Hexadecimal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests;
