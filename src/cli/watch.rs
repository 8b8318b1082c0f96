//! The events file as it is now → an [`Edition`] of its Site, or a [`Fault`].
//!
//! In: the events file, the files that it names, those of the command line, the commit it stands in. Out: what [`Reload`] asks for. Guaranteed: the same
//! state of the files is loaded once; a text counts once it was the same at two looks, so that a file that is being written is
//! not read half; the last good calendar is kept with the templates it was published with, to be published again when its pages
//! turn. Absent: when to look.
//!
//! A look reads the whole file: it is small, and neither its time nor its size nor its inode tells every change.
//!
//! [`Reload`]: crate::server::reload::Reload

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tracing::warn;

use super::Failure;
use super::build::context;
use super::git::{Checkout, Earlier};
use super::input::{Checked, Input, Source, counts, holds, text, text_beside};
use super::past::Past;
use super::refusal::{Faulty, Refusal};
use super::templates::Templates;
use crate::server::reload::Occasion;
use crate::server::{Edition, Fault, FileKind, Origin};
use crate::{Calendar, Context, Format, Revisions, Site};

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
    /// The file of holidays that the text names which was loaded last, good or not.
    beside: Option<PathBuf>,
    good: Option<Good>,
}

/// What stands in a file, or why that cannot be told.
type Contents = Result<String, String>;

/// Everything that decides what is published, but for the present moment.
#[derive(Debug)]
struct Seen {
    /// The text of the file, or why it cannot be read.
    text: Result<Arc<String>, Arc<String>>,
    around: Around,
}

/// The same, but for the text of the events file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Around {
    beside: Option<Contents>,
    /// What stands in the file of `--revisions`.
    revisions: Option<Contents>,
    /// What stands in the folder of `--templates`, by name.
    templates: Result<BTreeMap<String, String>, String>,
    standing: Option<Standing>,
    mark: Option<Vec<u8>>,
}

/// Where the file stands: behind all links, and below which repositories, with what a `.git` says that is a file and leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    file: PathBuf,
    repositories: Vec<(PathBuf, Option<Contents>)>,
}

/// The last text that could be published.
#[derive(Debug)]
struct Good {
    calendar: Arc<Calendar>,
    revisions: Revisions,
    templates: BTreeMap<String, String>,
    origin: Origin,
}

impl Watch {
    pub(super) fn new(input: Input, url: Option<String>, templates: Templates, past: Past) -> Self {
        Self {
            input,
            url,
            templates,
            past,
            checkout: None,
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
    ) -> Result<(Edition, Option<Fault>), Refusal> {
        let read = self.input.read(now);
        let is_read = read.is_ok();
        let seen = Seen::new(&read, self.around());
        let refusal = match self.load(read, seen, now, None) {
            Ok(edition) => return Ok((edition, None)),
            Err(refusal) => refusal,
        };
        // No earlier text would mend a template, or a file that an option names.
        if is_read && !matches!(refusal, Refusal::Report(_)) {
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
        if occasion == Occasion::Turn {
            return self.turn(now, served).map(Ok);
        }
        // Standard input was read to its end.
        let path = self.input.path()?;
        let around = self.around();
        // Nothing is kept, and nothing read twice, to find out that nothing is new: nearly every look.
        let is_as_loaded = |seen: &Seen| {
            seen.around == around && seen.text.as_ref().is_ok_and(|text| holds(path, text))
        };
        if occasion == Occasion::Poll && self.loaded.as_ref().is_some_and(is_as_loaded) {
            self.pending = None;
            return None;
        }
        let read = self.input.read(now);
        if occasion == Occasion::Poll {
            let is = |seen: &Option<Seen>| seen.as_ref().is_some_and(|it| it.is(&read, &around));
            if is(&self.loaded) {
                self.pending = None;
                return None;
            }
            if !is(&self.pending) {
                self.pending = Some(Seen::new(&read, around));
                return None;
            }
        }
        let seen = Seen::new(&read, around);
        self.pending = None;
        if occasion == Occasion::Demand {
            // Who asks may know of what no look can see.
            self.checkout = None;
        }
        let loaded = self.load(read, seen, now, served);
        Some(loaded.map_err(|refusal| refusal.fault(now)))
    }

    fn around(&self) -> Around {
        Around {
            beside: self.beside.as_deref().map(|path| self.beside(path)),
            revisions: self.past.file().map(contents),
            templates: self
                .templates
                .texts()
                .map_err(|failure| failure.to_string()),
            standing: self.input.path().and_then(Standing::of),
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

    /// Loads what was seen, and keeps in mind that it was: whatever changes meanwhile is seen at the next look.
    fn load(
        &mut self,
        read: Result<Source, Failure>,
        mut seen: Seen,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> Result<Edition, Refusal> {
        let loaded = self.loaded.as_ref();
        let is_elsewhere =
            loaded.is_none_or(|loaded| loaded.around.standing != seen.around.standing);
        if is_elsewhere || self.checkout.is_none() {
            self.checkout = self.input.path().and_then(Checkout::of);
            seen.around.mark = self.mark();
        }
        (self.beside, seen.around.beside) = (None, None);
        let read = read.map_err(|failure| Refusal::World(Some(FileKind::Events), failure));
        let edition = read.and_then(|source| {
            let templates = seen.around.templates.clone();
            let (beside, edition) = self.publish(source, templates, now, served);
            (self.beside, seen.around.beside) = beside.unzip();
            edition
        });
        self.loaded = Some(seen);
        edition
    }

    /// Publishes a text, and keeps its calendar; returns also which file it names, and what was read there.
    fn publish(
        &mut self,
        source: Source,
        templates: Result<BTreeMap<String, String>, String>,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> (Option<(PathBuf, Contents)>, Result<Edition, Refusal>) {
        let context = match templates {
            Ok(templates) => self
                .context(now, templates)
                .map_err(|failure| Refusal::World(None, failure)),
            Err(failure) => {
                let failure = Failure::World(failure);
                Err(Refusal::World(Some(FileKind::Template), failure))
            }
        };
        let context = match context {
            Ok(context) => context,
            Err(refusal) => return (None, Err(refusal)),
        };
        let Checked {
            calendar,
            report,
            beside,
        } = source.check_beside(&context);
        let edition = match calendar {
            None => Err(Refusal::Report(Faulty {
                name: source.name,
                text: source.text,
                report,
            })),
            Some(calendar) => {
                if !report.diagnostics().is_empty() {
                    let shown = report.render(Format::Human(false), &source.name, &source.text);
                    let shown = shown.trim_end().replace('\n', "\n    ");
                    warn!("{}: {}\n    {shown}", source.name, counts(&report));
                }
                self.render(Arc::new(calendar), &source, &context, served)
            }
        };
        (beside, edition)
    }

    fn render(
        &mut self,
        calendar: Arc<Calendar>,
        source: &Source,
        context: &Context,
        served: Option<&Site>,
    ) -> Result<Edition, Refusal> {
        let checkout = self.checkout.as_ref();
        let revisions = self.past.revisions(source, checkout);
        let revisions = revisions.map_err(|failure| {
            let file = self.past.blames(source);
            Refusal::World(Some(file), failure)
        })?;
        self.past.warn_if_sequences_end(&revisions, &calendar);
        // Who asked git for the revisions knows the commit as well; git need not be asked twice.
        let commit = checkout.and_then(|checkout| match self.past.file() {
            None => self.past.commit_of(&source.text).map(ToOwned::to_owned),
            Some(_) => checkout.commit(&source.text),
        });
        for stray in self.templates.strays(context) {
            warn!("{stray}");
        }
        let site = Site::render(&calendar, &revisions, context, served)
            .map_err(|report| Refusal::Template(self.templates.faulty(report, context)))?
            .also_below(context.url().unwrap_or(calendar.url()));
        let origin = Origin {
            sha256: format!("{:x}", Hexadecimal(Sha256::digest(&*source.text).as_ref())),
            commit,
            loaded: context.now(),
        };
        self.good = Some(Good {
            calendar,
            revisions,
            templates: context.templates().clone(),
            origin: origin.clone(),
        });
        Ok(Edition {
            site,
            origin: Some(origin),
        })
    }

    /// Publishes the last good calendar as it is at another moment.
    fn turn(&self, now: DateTime<Utc>, served: Option<&Site>) -> Option<Edition> {
        let good = self.good.as_ref()?;
        let context = self.context(now, good.templates.clone()).ok()?;
        let site = Site::render(&good.calendar, &good.revisions, &context, served).ok()?;
        Some(Edition {
            site: site.also_below(context.url().unwrap_or(good.calendar.url())),
            origin: Some(good.origin.clone()),
        })
    }

    /// Publishes the last text that git holds and that can be.
    fn earlier(&mut self, now: DateTime<Utc>) -> Option<Edition> {
        let checkout = self.checkout.clone()?;
        checkout.earlier(COMMITS).find_map(|earlier| {
            let Earlier {
                commit,
                committed,
                text,
            } = earlier;
            let source = self.input.earlier(text, committed, commit.clone());
            let templates = self.loaded.as_ref()?.around.templates.clone();
            let (_, edition) = self.publish(source, templates, now, None);
            let mut edition = edition.ok()?;
            if let (Some(good), Some(origin)) = (&mut self.good, &mut edition.origin) {
                origin.commit = Some(commit);
                good.origin = origin.clone();
            }
            Some(edition)
        })
    }

    fn context(
        &self,
        now: DateTime<Utc>,
        templates: BTreeMap<String, String>,
    ) -> Result<Context, Failure> {
        let context = context(Context::new(now), self.url.as_deref())?;
        Ok(context.with_templates(templates))
    }
}

impl Seen {
    fn new(read: &Result<Source, Failure>, around: Around) -> Self {
        let text = match read {
            Ok(source) if source.is_text() => Ok(source.text.clone()),
            // The signs in place of what cannot be read may stand in a good text, too.
            Ok(source) => Err(source.text.clone()),
            Err(failure) => Err(Arc::new(failure.to_string())),
        };
        Self { text, around }
    }

    fn is(&self, read: &Result<Source, Failure>, around: &Around) -> bool {
        let is_same_text = match (&self.text, read) {
            (Ok(text), Ok(source)) => source.is_text() && *text == source.text,
            (Err(seen), Ok(source)) => !source.is_text() && *seen == source.text,
            (Err(seen), Err(failure)) => **seen == failure.to_string(),
            (Ok(_), Err(_)) => false,
        };
        is_same_text && self.around == *around
    }
}

impl Standing {
    /// Finds out without running git, every second.
    fn of(path: &Path) -> Option<Self> {
        let file = path.canonicalize().ok()?;
        let repositories = file.ancestors().map(|folder| folder.join(".git"));
        // A folder that is about to become a repository has no head yet; a work tree has a file in its place.
        let repositories = repositories.filter_map(|git| {
            let leads = git.is_file().then(|| contents(&git));
            (leads.is_some() || git.join("HEAD").exists()).then_some((git, leads))
        });
        Some(Self {
            repositories: repositories.collect(),
            file,
        })
    }
}

fn contents(path: &Path) -> Contents {
    text(path).map_err(|error| error.to_string())
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
