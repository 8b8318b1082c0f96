//! Tests that need minutes and a quiet machine: load, crowds and kills, against the real program.
//!
//! `cargo test --release --test endurance` runs all of them; `-- reloads`, `-- crowd` or `-- kills` runs one. Each prints its measurements,
//! and fails if a limit is exceeded.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test measures the world, says what it found, and fails by panicking"
)]

mod client;
mod crowd;
mod kills;
mod program;
mod reloads;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let runs: [(&str, fn()); 3] = [
        ("reloads", reloads::run),
        ("crowd", crowd::run),
        ("kills", kills::run),
    ];
    for (name, run) in runs {
        if asked.is_empty() || asked.iter().any(|it| it == name) {
            println!("== {name}");
            run();
        }
    }
}
