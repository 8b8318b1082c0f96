//! `calfeed build`: the site as files, for any static host.
//!
//! In: a file and a folder. Out: the folder, holding what is published and nothing stale of ours. Absent: the writing
//! itself, see [`super::output`].

use std::path::PathBuf;

use clap::Args;

use super::input::{Input, now};
use super::{Failure, output, say};
use crate::{Context, Revisions, publish};

/// Write the calendars and pages as files
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    input: Input,
    /// The folder to write into; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the files will be published, if not at the `url` of the events file
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

impl Build {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let source = self.input.read_dated(now)?;
        let published = output::published_paths(&self.out)
            .map_err(|error| Failure::World(error.to_string()))?;
        let context = context(Context::new(now), self.url.as_deref())?.with_published(published);
        let calendar = source.calendar(&context)?;
        let site = publish(&calendar, &Revisions::at(source.modified), &context)
            .map_err(|_| Failure::File)?;
        let done =
            output::write(&site, &self.out).map_err(|error| Failure::World(error.to_string()))?;
        say(format_args!(
            "{}: {} written, {} unchanged, {} removed",
            self.out.display(),
            done.written,
            done.unchanged,
            done.removed
        ));
        Ok(())
    }
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
