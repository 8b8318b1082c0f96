//! The program `calfeed`: see [`calfeed::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    calfeed::cli::run(std::env::args_os())
}
