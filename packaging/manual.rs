//! Prints the manual page of calfeed, for packages.

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    io::stdout().write_all(&calfeed::cli::manual()?)
}
