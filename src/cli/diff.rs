//! `calfeed diff`: shows what subscribers will see change.
//!
//! In: two events files, each a path, `-`, or a git revision of the file. Out: text, Markdown or JSON on standard output. Guaranteed: exit
//! code 0 whenever the two files could be compared; the reports of both files if both have errors. Absent: warnings about a single
//! file, which `check` shows.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};

use super::Failure;
use super::git;
use super::input::{Source, now};
use crate::{Context, Difference};

/// Say what subscribers will see change between two events files
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The events file as it was: a path, `-` for standard input, or what git has, such as `HEAD~1:events.yaml`
    #[arg(value_name = "OLD")]
    before: PathBuf,
    /// The events file as it will be, likewise
    #[arg(value_name = "NEW")]
    after: PathBuf,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For a comment on a pull request
    Markdown,
    /// One object for programs
    Json,
}

impl Diff {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        if self.before == self.after && self.before == Path::new("-") {
            return Err(Failure::World(
                "only one of the two files can be standard input".to_owned(),
            ));
        }
        let (before, after) = (source(&self.before, now)?, source(&self.after, now)?);
        let context = Context::new(now);
        // Both are read before either is given up, so that whoever mends them sees all there is to mend.
        let before = before.calendar_if_good(&context);
        let after = after.calendar_if_good(&context);
        let (before, after) = (before?, after?);
        let difference = Difference::between(&before, &after, &context);
        let written = match self.format {
            Form::Text => difference.text(),
            Form::Markdown => difference.markdown(),
            Form::Json => difference.json(),
        };
        let mut out = io::stdout().lock();
        out.write_all(written.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}

/// Reads a file where there is one of that name, and asks git otherwise.
fn source(path: &Path, now: DateTime<Utc>) -> Result<Source, Failure> {
    let name = path.display().to_string();
    if path == Path::new("-") || path.exists() {
        return Source::open(path, now);
    }
    match path.to_str().filter(|name| name.contains(':')) {
        Some(revision) => {
            let bytes = git::show(revision)
                .map_err(|why| Failure::World(format!("cannot read {name}: {why}")))?;
            Ok(Source::new(name, None, bytes, now))
        }
        None => Err(Failure::World(format!(
            "cannot read {name}: there is no such file; name a file, or what git has, as in `HEAD~1:{name}`"
        ))),
    }
}
