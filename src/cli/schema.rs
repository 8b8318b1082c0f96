//! `calfeed schema`: what editors need to complete and check an events file while someone types, and what programs need to read
//! what is published.
//!
//! In: which of the two. Out: the JSON Schema on standard output. Guaranteed: the same bytes each time.
//! Absent: what it says, which the library knows.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Failure;

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// What to describe
    #[arg(long, value_enum, default_value_t = Of::EventsYaml)]
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// The events file
    #[value(name = "events.yaml")]
    EventsYaml,
    /// What is published at `/events.json`
    #[value(name = "events.json")]
    EventsJson,
}

impl Schema {
    pub(super) fn run(self) -> Result<(), Failure> {
        let text = match self.of {
            Of::EventsYaml => crate::schema(),
            Of::EventsJson => crate::events_json_schema(),
        };
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}
