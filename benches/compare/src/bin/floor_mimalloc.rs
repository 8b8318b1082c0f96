//! The lower bound with the allocator of calfeed, to show how much of a difference is due to the allocator.

#[path = "floor.rs"]
mod floor;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    floor::main();
}
