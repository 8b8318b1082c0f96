//! The program `calfeed`: see [`calfeed::cli`].

use std::process::ExitCode;

/// Reading a file and making pages of it asks for memory some hundred thousand times; docs/evidence/performance.md says what this saves.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    calfeed::cli::run(std::env::args_os())
}
