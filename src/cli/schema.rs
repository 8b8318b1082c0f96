//! `calfeed schema`: prints the JSON Schema that editors need to complete and check an events file or an included file, or the one that programs
//! need to read `/events.json`.
//!
//! With an events file, the schema has the groups of that file and of those that it includes. If its groups cannot be read, the errors of the file go to standard
//! error, and the exit code is 1. The library makes the schemas: see [`crate::schema_for`].

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use super::beside::Checked;
use super::input::{Input, now};
use crate::Context;
use crate::document::{self, Role};

#[derive(Debug, Args)]
pub(super) struct SchemaCommand {
    /// The events file whose groups editors should offer, or `-` for standard input
    ///
    /// Editors then complete `group` and `groups` with the groups of this file, and mark unknown groups as errors. Run this command
    /// again when you add, rename or remove a group. Errors in the file matter only if they affect its groups. Without a file, the
    /// schema accepts any group.
    file: Option<PathBuf>,
    /// Which schema to print
    #[arg(long, value_enum, default_value_t = Target::EventsYaml)]
    of: Target,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Target {
    /// The events file
    #[value(name = "events.yaml")]
    EventsYaml,
    /// A file that the events file includes
    Included,
    /// The published `/events.json`
    #[value(name = "events.json")]
    EventsJson,
}

impl SchemaCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        let text = match (self.of, self.file) {
            (Target::EventsYaml, Some(file)) => with_groups_of(file, Role::Main)?,
            (Target::Included, Some(file)) => with_groups_of(file, Role::Included)?,
            (Target::EventsYaml, None) => crate::schema(),
            (Target::Included, None) => crate::schema_of_included(),
            (Target::EventsJson, None) => crate::events_json_schema(),
            (Target::EventsJson, Some(file)) => {
                return Err(Failure::Io(format!(
                    "`--of events.json` takes no events file; leave out `{}`",
                    file.display()
                )));
            }
        };
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}

/// Returns the schema with the groups of an events file, and of the files that it includes. If they cannot be read, shows all errors.
fn with_groups_of(file: PathBuf, role: Role) -> Result<String, Failure> {
    // Only the report depends on the current time.
    let now = now()?;
    let source = Input::of(file).read(now)?;
    let Checked {
        report, included, ..
    } = source.check_beside(&Context::new(now));
    let texts = std::iter::once(&source.text).chain(included.iter().map(|it| &it.text));
    let groups: Option<Vec<_>> = texts.map(|text| document::groups_of(text)).collect();
    // In a file that is not UTF-8, replacement characters may have changed the names of groups.
    let groups = groups.filter(|_| source.is_text() && report.has_all_files());
    let Some(groups) = groups else {
        source.show(&report);
        return Err(Failure::File);
    };
    Ok(document::schema_with(role, &groups.concat()))
}
