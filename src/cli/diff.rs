//! `calfeed diff`: shows what subscribers will see change.
//!
//! Each of the two events files is a path, `-`, or a git revision of the file. The exit code is 0 whenever the two could be compared. If both have
//! errors, both reports are shown. `check` shows the warnings about a single file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};

use super::Failure;
use super::git;
use super::input::{Source, now};
use crate::{Context, Difference};

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The old version: a path, `-` for standard input, or a git revision of the file, such as `HEAD~1:events.yaml`
    #[arg(value_name = "OLD")]
    before: PathBuf,
    /// The new version, given in the same way
    #[arg(value_name = "NEW")]
    after: PathBuf,
    /// The format of the list of changes
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For a comment on a pull request
    Markdown,
    /// For programs: one JSON object
    Json,
}

impl Diff {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        if self.before == self.after && self.before == Path::new("-") {
            return Err(Failure::Io(
                "only one of the two files can be standard input".to_owned(),
            ));
        }
        let (before, after) = (source(&self.before, now)?, source(&self.after, now)?);
        let context = Context::new(now);
        // Read both before returning the first error, so that the errors of both are shown.
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

/// Reads the file at this path if there is one; otherwise reads the path as a git revision.
fn source(path: &Path, now: DateTime<Utc>) -> Result<Source, Failure> {
    let name = path.display().to_string();
    if path == Path::new("-") || path.exists() {
        return Source::open(path, now);
    }
    match path.to_str().filter(|name| name.contains(':')) {
        Some(revision) => {
            let shown = git::show(revision)
                .map_err(|why| Failure::Io(format!("cannot read {name}: {why}")))?;
            let mut source = Source::new(name, None, shown.bytes, now);
            source.given = Some(shown.included);
            source.others = shown.others;
            Ok(source)
        }
        None => Err(Failure::Io(format!(
            "cannot read {name}: there is no such file; give a path, or a git revision such as `HEAD~1:{name}`"
        ))),
    }
}
