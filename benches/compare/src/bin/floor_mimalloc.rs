//! The floor, on the allocator of calfeed: what of a difference between the two is not the allocator's.

#[path = "floor.rs"]
mod floor;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    floor::main();
}
