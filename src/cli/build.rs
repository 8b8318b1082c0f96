//! `calfeed build`: writes the site as files, for any static host.
//!
//! Afterwards the folder has everything that is published and none of our stale files, and the files of `--into` have our current blocks.
//! [`super::output`] and [`super::into`] write them.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::earlier_versions::EarlierVersions;
use super::hosted::{self, Hosted};
use super::input::{Input, now};
use super::into::Host;
use super::output::{Output, WriteError};
use super::templates::Templates;
use super::{Failure, say};
use crate::{Context, Publication as _, Resources};

#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    input: Input,
    /// The folder to write to; it is created if it does not exist
    #[arg(long, value_name = "DIR", required_unless_present = "into")]
    out: Option<PathBuf>,
    /// A file of another site, Markdown or HTML: replace everything between `<!-- calfeed:begin NAME -->` and
    /// `<!-- calfeed:end NAME -->` in it; NAME is `events`, `upcoming` or `next`, also with a number or a group, such as
    /// `upcoming 5`. Can be given more than once
    #[arg(long, value_name = "FILE")]
    into: Vec<PathBuf>,
    /// The URL at which the files will be published, if it is not the `url` of the events file
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// A file that `calfeed revisions` wrote, with the history of the events; for machines without git
    #[arg(long, value_name = "FILE")]
    revisions: Option<PathBuf>,
    /// Also write the file of headers that this host reads, with the media types and the CORS header of `serve`
    #[arg(long = "for", value_enum, value_name = "HOST", requires = "out")]
    host: Option<hosted::Host>,
    #[command(flatten)]
    templates: Templates,
}

impl Build {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let source = self.input.read(now)?;
        let refused_to_write = |error: WriteError| Failure::Io(error.to_string());
        // Locked until the end, so that no other build can add files that this one does not know about.
        let out = self.out.as_deref().map(Output::open).transpose();
        let out = out.map_err(refused_to_write)?;
        let published = out.as_ref().map(Output::published_paths);
        let published = published.unwrap_or_default();
        let context = context(Context::new(now), self.url.as_deref())?.with_published(published);
        let context = self.templates.read(context)?;
        for stray in self.templates.strays(&context) {
            say(format_args!("note: {stray}"));
        }
        let (calendar, beside, working) = source.calendar_beside(&context)?;
        if let Some(dir) = &self.out {
            beside.can_be_copied(&source, dir)?;
        }
        let context = context.with_more_files(beside.pictures());
        let mut past = EarlierVersions::new(self.revisions);
        let revisions = past.revisions(&source, &working, None)?;
        past.warn_if_sequences_end(&revisions, &calendar);
        // No longer needed: free the memory before rendering.
        drop((source, working, past));
        let resources = Resources::of(Arc::new(calendar), &revisions, &context)
            .map_err(|report| self.templates.refuse(report, &context))?;
        // A hundred thousand paths are ten megabytes.
        let context = context.with_published([]);
        let refused = |report| self.templates.refuse(report, &context);
        if !context.templates().is_empty() {
            // A template may fail on any page, so all pages are rendered once before anything is written.
            let rendered = resources.each(&mut |_, _| ControlFlow::Continue(()));
            rendered.map_err(refused)?;
        }
        // Errors in the files of other sites are also found before anything is written.
        let hosts = self
            .into
            .iter()
            .map(|path| Host::read(path, &resources, refused));
        let hosts = hosts.collect::<Result<Vec<Host>, Failure>>()?;
        if let (Some(out), Some(dir)) = (out, &self.out) {
            let done =
                out.write(&Hosted::new(&resources, self.host))
                    .map_err(|error| match error.template() {
                        Ok(report) => refused(report),
                        Err(error) => refused_to_write(error),
                    })?;
            hosted::keep_jekyll_away(dir).map_err(refused_to_write)?;
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

/// Adds the URL of `--url` to a context.
pub(super) fn context(context: Context, url: Option<&str>) -> Result<Context, Failure> {
    match url {
        None => Ok(context),
        Some(url) => context
            .with_url(url)
            .map_err(|problem| Failure::Io(format!("--url: {problem}"))),
    }
}
