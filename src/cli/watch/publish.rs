//! Publishes a version of the events file: makes its [`Edition`], or says in a [`Refusal`] why it cannot.
//!
//! The version comes from the file or from git. One that may be an accident is refused, unless it is committed or a person confirms it. No
//! event gets an earlier date than it was served with. The last published calendar is kept, so that its pages can be rendered again.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tracing::warn;

use super::super::Failure;
use super::super::beside::{Beside, Checked};
use super::super::build::context;
use super::super::digest::Digest;
use super::super::earlier_versions::Working;
use super::super::git::Earlier;
use super::super::input::{Source, counted_warnings};
use super::super::refusal::{Faulty, Held, Refusal};
use super::super::templates::TemplateFolder;
use super::{Good, Watch};
use crate::calendar::Event;
use crate::diagnostic::name_beside;
use crate::server::{Edition, FileKind, HistoryState, Origin};
use crate::trust::{Changes, Doubt};
use crate::version::Version;
use crate::{Calendar, Context, Site};

/// How many commits to search for a version that can be published.
const COMMITS: usize = 100;

impl Watch {
    /// Publishes a version, and keeps its calendar. `polled` has the files that two polls agreed on. Also returns the files that it names.
    pub(super) fn publish(
        &mut self,
        source: Source,
        polled: &Beside,
        templates: Result<TemplateFolder, String>,
        now: DateTime<Utc>,
        served: Option<&Site>,
    ) -> (Beside, Result<Edition, Refusal>) {
        let context = match templates {
            Ok(templates) => self
                .context(now, templates)
                .map_err(|failure| Refusal::Io(None, failure)),
            Err(failure) => {
                let failure = Failure::Io(failure);
                Err(Refusal::Io(Some(FileKind::Template), failure))
            }
        };
        let context = match context {
            Ok(context) => context,
            Err(refusal) => return (Beside::default(), Err(refusal)),
        };
        let Checked {
            calendar,
            report,
            included,
            modified,
            beside,
        } = source.check_after(&context, polled, &mut self.known);
        let warnings = if self.previews && calendar.is_some() {
            report.notes(&source.name, &source.text)
        } else {
            Vec::new()
        };
        let mut edition = match calendar {
            None => Err(Refusal::Report(Faulty {
                name: source.name,
                text: source.text,
                report,
            })),
            Some(calendar) => {
                let context = context.with_more_files(beside.pictures());
                if let Some(counted) = counted_warnings(&report) {
                    warn!("{}: {counted}", source.name);
                }
                let working = Working::of(&source, included, modified);
                self.render(Arc::new(calendar), &source, &working, &context, served)
            }
        };
        if let (Some(good), Ok(edition)) = (&mut self.good, &mut edition) {
            good.warnings.clone_from(&warnings);
            edition.warnings = warnings;
        }
        (beside, edition)
    }

    /// Renders a valid version, unless it may be an accident, and keeps its calendar.
    fn render(
        &mut self,
        calendar: Arc<Calendar>,
        source: &Source,
        working: &Working,
        context: &Context,
        served: Option<&Site>,
    ) -> Result<Edition, Refusal> {
        let checkout = self.checkout.as_ref();
        let revisions = self.past.revisions(source, working, checkout);
        let mut revisions = revisions.map_err(|failure| {
            let file = self.past.blames(source, working);
            Refusal::Io(Some(file), failure)
        })?;
        // If the revisions came from git, the commit is known, and git need not be run again.
        let commit = checkout.and_then(|checkout| match self.past.file() {
            None => self.past.commit_of(&working.version).map(ToOwned::to_owned),
            Some(_) => checkout.commit(&working.version),
        });
        // A version that was committed is intended, even if git can no longer find its commit.
        let is_committed = source.commit.is_some()
            || commit.is_some()
            || self.past.commit_of(&working.version).is_some();
        let compared = if is_committed || self.loaded.is_trusted {
            Ok(true)
        } else {
            self.compare(&calendar, source, &working.version, context)
        };
        let (is_certain, doubt) = match compared {
            Ok(is_certain) => (is_certain, None),
            Err(held) if self.previews => (false, Some(held.in_preview())),
            Err(held) => return Err(Refusal::Held(held)),
        };
        let changes = self.good.as_ref().map(|good| {
            let before = good.revisions.with_removed(&good.calendar);
            let is_same = |event: &Event| {
                let old = before.event(event.id());
                old.is_some_and(|old| old.shows_same_as(event))
            };
            revisions.raise(&calendar, &self.served, is_same);
            Changes::between(&good.calendar, &calendar)
        });
        self.past.warn_if_sequences_end(&revisions, &calendar);
        for stray in self.templates.strays(context) {
            warn!("{stray}");
        }
        let site = Site::render(&calendar, &revisions, context, served)
            .map_err(|report| Refusal::Template(self.templates.faulty(report, context)))?
            .also_below(context.url().unwrap_or(calendar.url()));
        let origin = Origin {
            sha256: Digest::of_version(&working.version).to_string(),
            commit,
            loaded: context.now(),
            history: self.past.state(),
        };
        for (uid, date) in revisions.dates(&calendar) {
            let latest = self.served.entry(uid).or_insert(date);
            *latest = date.max(*latest);
        }
        if doubt.is_none() {
            self.base = Some(Base {
                calendar: Arc::clone(&calendar),
                ends: Ends::of(&working.version),
                is_certain,
            });
        }
        self.good = Some(Good {
            calendar,
            revisions,
            templates: TemplateFolder::of(context),
            origin: origin.clone(),
            warnings: Vec::new(),
            doubt: doubt.clone(),
        });
        Ok(Edition {
            site: self.dated(site),
            origin: Some(origin),
            changes,
            warnings: Vec::new(),
            doubt,
        })
    }

    /// Holds back a version that may be an accident, compared with the base or, at the start, with the last commit. Returns whether the
    /// comparison was reliable, or none will ever be possible.
    fn compare(
        &self,
        next: &Calendar,
        source: &Source,
        version: &Version,
        context: &Context,
    ) -> Result<bool, Held> {
        let base = self.base.as_ref();
        let served = base.map(|base| (Arc::clone(&base.calendar), base.ends.clone()));
        let certain = match base {
            Some(base) if base.is_certain => None,
            _ => self.committed(context),
        };
        let is_certain = certain.is_some()
            || base.is_some_and(|base| base.is_certain)
            || self.past.state() != HistoryState::Failing;
        let doubt = certain.or(served).and_then(|(served, ends)| {
            let unfinished = Ends::of(version).new_since(&ends);
            let doubt = Doubt::about(&served, next, unfinished.is_none(), context.now())?;
            Some((doubt, unfinished))
        });
        match doubt {
            None => Ok(is_certain),
            Some((doubt, unfinished)) => {
                let name = match unfinished.as_deref() {
                    None | Some("") => source.name.clone(),
                    Some(path) => name_beside(&source.name, path),
                };
                Err(Held::doubted(&name, &doubt, self.checkout.is_some()))
            }
        }
    }

    /// The calendar of the last commit, and how the files of its version end.
    fn committed(&self, context: &Context) -> Option<(Arc<Calendar>, Ends)> {
        let it = self.checkout.as_ref()?.earlier(1).next()?;
        let ends = Ends::of(&it.version);
        let committed = self.input.earlier(it.version, it.committed, it.commit);
        let (calendar, _) = committed.check(context);
        Some((Arc::new(calendar?), ends))
    }

    /// If the modification time of the file is meaningless, dates everything after the start of the process.
    fn dated(&self, mut site: Site) -> Site {
        if self.past.is_frozen() {
            for (_, resource) in site.iter_mut() {
                resource.date(resource.last_modified().max(self.started));
            }
        }
        site
    }

    /// Renders the last valid calendar again for the current time.
    pub(super) fn rerender(&self, now: DateTime<Utc>, served: Option<&Site>) -> Option<Edition> {
        let good = self.good.as_ref()?;
        let context = self.context(now, good.templates.clone()).ok()?;
        let site = Site::render(&good.calendar, &good.revisions, &context, served).ok()?;
        let site = site.also_below(context.url().unwrap_or(good.calendar.url()));
        Some(Edition {
            site: self.dated(site),
            origin: Some(good.origin.clone()),
            changes: None,
            warnings: good.warnings.clone(),
            doubt: good.doubt.clone(),
        })
    }

    /// Publishes the newest committed version that can be published.
    pub(super) fn earlier(&mut self, now: DateTime<Utc>) -> Option<Edition> {
        let checkout = self.checkout.clone()?;
        checkout.earlier(COMMITS).find_map(|earlier| {
            let Earlier {
                commit,
                committed,
                version,
            } = earlier;
            let source = self.input.earlier(version, committed, commit.clone());
            let templates = self.loaded.snapshot.as_ref()?.inputs.templates.clone();
            let (_, edition) = self.publish(source, &Beside::default(), templates, now, None);
            let mut edition = edition.ok()?;
            if let (Some(good), Some(origin)) = (&mut self.good, &mut edition.origin) {
                origin.commit = Some(commit);
                good.origin = origin.clone();
            }
            Some(edition)
        })
    }

    fn context(&self, now: DateTime<Utc>, templates: TemplateFolder) -> Result<Context, Failure> {
        let context = context(Context::new(now), self.url.as_deref())?;
        templates.add_to(context)
    }
}

/// The version with which the next one is compared: the last one that raised no doubt. Except in a preview, it is the one that is served.
#[derive(Debug)]
pub(super) struct Base {
    calendar: Arc<Calendar>,
    /// How its files end.
    ends: Ends,
    /// Whether the version is committed, confirmed, or was compared with an earlier one. If git failed at the start, none of that is known.
    pub(super) is_certain: bool,
}

/// The last line of each file of a version that no line break ends, by path. A file that is cut off ends so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends(BTreeMap<String, String>);

impl Ends {
    fn of(version: &Version) -> Self {
        let ends = version.files().map(|(path, text)| (path, end(text)));
        let ends = ends.filter(|(_, end)| !end.is_empty());
        let ends = ends.map(|(path, end)| (path.to_owned(), end.to_owned()));
        Self(ends.collect())
    }

    /// Returns the path of a file that did not end so before. That of the events file is empty.
    fn new_since(&self, before: &Self) -> Option<String> {
        let mut ends = self.0.iter();
        let new = ends.find(|(path, end)| before.0.get(*path) != Some(end));
        new.map(|(path, _)| path.clone())
    }
}

/// The last line of a text, if no line break ends it. JSON has a closing bracket at its end.
fn end(text: &str) -> &str {
    if text.trim_start().starts_with('{') {
        return "";
    }
    text.rsplit(['\n', '\r']).next().unwrap_or_default()
}
