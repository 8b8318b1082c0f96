//! One hermetic binary: nothing but this process, port 0 of the loopback and temporary folders.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads the files that it had written, and fails by panicking"
)]

/// What the other modules share: a small site, a server on a thread of its own, a client that speaks bytes.
mod support;

/// Where modules stand, and what they may import.
mod architecture;
/// What `build` leaves in a folder.
mod build_output;
/// The programs of `examples/`.
mod library;
/// What the server answers, byte by byte.
mod server;
/// How the server holds, limits and ends connections.
mod server_connections;

/// Content lines and components of an `.ics`, read octet by octet.
mod content;
/// Every events file that we have, published, and every `.ics` that comes of it.
mod corpus;
/// Two independent readers, and that they see in our feeds what we meant.
mod readers;
/// What README.md shows.
mod readme;
