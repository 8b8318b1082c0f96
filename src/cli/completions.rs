//! `calfeed completions`: prints the completion script of a shell.
//!
//! In: the name of a shell. Out: its script on standard output. Absent: where to install the script, which each shell documents.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Arguments, Failure};

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell that will read the script
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<(), Failure> {
        // Write to memory first: the generator panics if a pipe is closed early.
        let mut script = Vec::new();
        generate(
            self.shell,
            &mut Arguments::command(),
            "calfeed",
            &mut script,
        );
        let mut out = io::stdout().lock();
        out.write_all(&script)?;
        out.flush()?;
        Ok(())
    }
}
