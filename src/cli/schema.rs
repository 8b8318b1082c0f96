//! `calfeed schema`: the JSON Schema that editors need to complete and check an events file, and the one that programs need to
//! read `/events.json`.
//!
//! In: which of the two; an events file, if its groups are to be offered. Out: the JSON Schema on standard output; exit code 1 if
//! the groups of the file cannot be read, and its errors on standard error. Guaranteed: the same input gives the same bytes.
//! Absent: the content of the schema, which the library makes.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use super::input::{Input, now};
use crate::Context;

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The events file whose groups editors should offer, or `-` for standard input
    ///
    /// Editors then complete `group` and `groups` with the groups of this file, and mark any others as wrong. Errors elsewhere in
    /// the file do not matter. Print the schema again when you add, rename or remove a group.
    #[arg(conflicts_with = "of")]
    file: Option<PathBuf>,
    /// What to describe
    #[arg(long, value_enum, default_value_t = Of::EventsYaml)]
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// The events file
    #[value(name = "events.yaml")]
    EventsYaml,
    /// The published `/events.json`
    #[value(name = "events.json")]
    EventsJson,
}

impl Schema {
    pub(super) fn run(self) -> Result<(), Failure> {
        let text = match (self.file, self.of) {
            (Some(file), _) => with_groups_of(file)?,
            (None, Of::EventsYaml) => crate::schema(),
            (None, Of::EventsJson) => crate::events_json_schema(),
        };
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}

fn with_groups_of(file: PathBuf) -> Result<String, Failure> {
    let now = now()?;
    let source = Input::of(file).read(now)?;
    let schema = crate::schema_for(&source.text).filter(|_| source.is_text());
    schema.ok_or_else(|| {
        let (_, report) = source.check(&Context::new(now));
        source.show(&report);
        Failure::File
    })
}
