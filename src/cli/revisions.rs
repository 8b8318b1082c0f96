//! `calfeed revisions`: exports what git knows about the events file, for machines without git.
//!
//! In: a file in a repository. Out: JSON on standard output; `docs/` describes it. Guaranteed: `--revisions` with
//! it gives the same bytes as git itself. Absent: a fallback: without a history in git the command fails.

use std::io::{self, Write};

use clap::Args;

use super::Failure;
use super::earlier_versions::EarlierVersions;
use super::input::{Input, LARGEST, now};
use crate::{Context, History};

/// Print what git knows of each event, as JSON, for `--revisions` where git is not
#[derive(Debug, Args)]
pub(super) struct Revisions {
    #[command(flatten)]
    input: Input,
}

impl Revisions {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let source = self.input.read(now)?;
        source.calendar(&Context::new(now))?;
        let committed = EarlierVersions::default().committed(&source, None);
        let mut history = committed.map_err(|silence| Failure::World(silence.to_string()))?;
        history.note(&source.text, source.modified);
        let json = history.to_json();
        // Nothing is written that `--revisions` would not take.
        if json.len() as u64 > LARGEST {
            return Err(Failure::World(format!(
                "the revisions come to {} MiB, and `--revisions` takes no more than 16; write each event on lines of its own below `events:`, without anchors, so that what was removed can be cut out",
                json.len() / (1024 * 1024)
            )));
        }
        History::from_json(&json)
            .map_err(|error| Failure::world("cannot write what is known", error))?;
        let mut out = io::stdout().lock();
        out.write_all(json.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}
