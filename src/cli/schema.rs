//! `calfeed schema`: prints the JSON Schema of the events file, for completion and checks in editors, or of `/events.json`, for programs.
//!
//! In: which of the two. Out: the JSON Schema on standard output. Guaranteed: the same bytes each time.
//! Absent: the contents of the schemas, which are in the library.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Failure;

/// Print the JSON Schema of the events file, for editors, or of `/events.json`, for programs
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The file to describe
    #[arg(long, value_enum, default_value_t = Of::EventsYaml)]
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// The events file
    #[value(name = "events.yaml")]
    EventsYaml,
    /// The published file `/events.json`
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
