//! `calfeed completions`: prints the completion script of a shell.
//!
//! Each shell's manual says where to install it.

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
