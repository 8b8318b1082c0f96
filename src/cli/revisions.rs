//! `calfeed revisions`: exports what git knows about the events file, for machines without git.
//!
//! It prints JSON, which docs/reference/revisions-json.md describes. A build of the same file with `--revisions` and this JSON gives the same
//! bytes as with git. Without a history in git the command fails.

use std::io::{self, Write};

use clap::Args;

use super::Failure;
use super::earlier_versions::EarlierVersions;
use super::input::{Input, LARGEST, now};
use crate::{Context, History};

#[derive(Debug, Args)]
pub(super) struct Revisions {
    #[command(flatten)]
    input: Input,
}

impl Revisions {
    pub(super) fn run(self) -> Result<(), Failure> {
        let now = now()?;
        let source = self.input.read(now)?;
        let (_, _, working) = source.calendar_beside(&Context::new(now))?;
        let committed = EarlierVersions::default().committed(&source, None);
        let mut history = committed.map_err(|gap| Failure::Io(gap.to_string()))?;
        history.note_working(&working.version, source.modified, &working.modified);
        let json = history.to_json();
        // Do not write more than `--revisions` can read.
        if json.len() as u64 > LARGEST {
            return Err(Failure::Io(format!(
                "the revisions have {} MiB, and the limit of `--revisions` is 16 MiB; write each event on its own lines below `events:`, without anchors, so that only the text of removed events needs to be kept",
                json.len() / (1024 * 1024)
            )));
        }
        History::from_json(&json)
            .map_err(|error| Failure::io("cannot write the revisions", error))?;
        let mut out = io::stdout().lock();
        out.write_all(json.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}
