//! `calfeed schema`: what editors need to complete and check an events file while someone types.
//!
//! In: nothing. Out: the JSON Schema on standard output. Guaranteed: the same bytes each time.
//! Absent: what it says, which the library knows.

use std::io::{self, Write};

use clap::Args;

use super::Failure;

/// Print the JSON Schema of the events file, for editors
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    #[expect(clippy::unused_self, reason = "a command without options is still one")]
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(crate::schema().as_bytes())?;
        out.flush()?;
        Ok(())
    }
}
