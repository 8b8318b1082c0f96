//! Runs the program `calfeed`: see [`calfeed::cli`].

use std::process::ExitCode;

/// mimalloc is faster: loading a file and rendering its pages makes some hundred thousand allocations. docs/evidence/performance.md has the
/// measurements.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    calfeed::cli::run(std::env::args_os())
}
