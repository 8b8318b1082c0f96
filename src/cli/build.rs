//! `calfeed build`: writes the site as files, for any static host.
//!
//! In: an events file, a folder, and files of other sites. Out: the folder, with everything that is published and none of our stale
//! files; the other files, with our blocks updated. Absent: writing the files, see [`super::output`] and [`super::into`].

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::earlier_versions::EarlierVersions;
use super::input::{Input, now};
use super::into::Host;
use super::output::{Output, WriteError};
use super::templates::Templates;
use super::{Failure, say};
use crate::site::PARTS;
use crate::{Context, Publication as _, Report, Resources};

/// Write the calendars and pages as files
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    input: Input,
    /// The folder to write into; it is made if it is not there
    #[arg(long, value_name = "DIR", required_unless_present = "into")]
    out: Option<PathBuf>,
    /// A file of another site, in which to renew what stands between `<!-- calfeed:begin NAME -->` and
    /// `<!-- calfeed:end NAME -->`; NAME is `events`, `upcoming` or `next`
    #[arg(long, value_name = "FILE")]
    into: Vec<PathBuf>,
    /// Where the files will be published, if not at the `url` of the events file
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// What `calfeed revisions` printed, where git is not
    #[arg(long, value_name = "FILE")]
    revisions: Option<PathBuf>,
    #[command(flatten)]
    templates: Templates,
}

impl Build {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let source = self.input.read(now)?;
        let refused_to_write = |error: WriteError| Failure::World(error.to_string());
        // Held to the end, so that no other build adds to the folder what this one does not know.
        let out = self.out.as_deref().map(Output::open).transpose();
        let out = out.map_err(refused_to_write)?;
        let published = out.as_ref().map(Output::published_paths);
        let published = published.unwrap_or_default();
        let context = context(Context::new(now), self.url.as_deref())?.with_published(published);
        let context = self.templates.read(context)?;
        for stray in self.templates.strays(&context) {
            say(format_args!("note: {stray}"));
        }
        let calendar = source.calendar(&context)?;
        let mut past = EarlierVersions::new(self.revisions);
        let revisions = past.revisions(&source, None)?;
        past.warn_if_sequences_end(&revisions, &calendar);
        // Not needed any more; frees memory before rendering.
        drop((source, past));
        let refused = |report| self.templates.refuse(report, &context);
        let resources = Resources::of(Arc::new(calendar), &revisions, &context).map_err(refused)?;
        if !context.templates().is_empty() {
            // A template may fail on any page: all of them are rendered once before anything is written.
            let rendered = resources.each(&mut |_, _| ControlFlow::Continue(()));
            rendered.map_err(refused)?;
        }
        // Whatever is wrong with a file of another site is known before anything is written, too.
        let hosts = hosts(&self.into, &resources, refused)?;
        if let (Some(out), Some(dir)) = (out, &self.out) {
            let done = out
                .write(&resources)
                .map_err(|error| match error.template() {
                    Ok(report) => refused(report),
                    Err(error) => refused_to_write(error),
                })?;
            say(format_args!(
                "{}: {} written, {} unchanged, {} removed",
                dir.display(),
                done.written,
                done.unchanged,
                done.removed
            ));
        }
        for host in hosts {
            host.write()?;
        }
        Ok(())
    }
}

/// Reads the files of other sites, and renews our parts in them.
fn hosts(
    paths: &[PathBuf],
    resources: &Resources<'_>,
    refused: impl Fn(Report) -> Failure,
) -> Result<Vec<Host>, Failure> {
    let mut parts = BTreeMap::new();
    if !paths.is_empty() {
        for part in PARTS {
            parts.insert(part, resources.part(part).map_err(&refused)?);
        }
    }
    paths.iter().map(|path| Host::read(path, &parts)).collect()
}

/// Puts `--url` into a context.
pub(super) fn context(context: Context, url: Option<&str>) -> Result<Context, Failure> {
    match url {
        None => Ok(context),
        Some(url) => context
            .with_url(url)
            .map_err(|problem| Failure::World(format!("--url: {problem}"))),
    }
}
