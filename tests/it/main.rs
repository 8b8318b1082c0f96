//! One hermetic binary: nothing but this process, port 0 of the loopback and temporary folders.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test reads the files that it had written, and fails by panicking"
)]
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the paths are ours, and their extensions are in lower case"
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

/// Checklist A: octets, and what stands in which component.
mod checklist;
/// Checklist B, and what HTTP says of every `.ics`.
mod checklist_invite;
/// Checklist A: rules, exception dates, overrides, identity.
mod checklist_series;
/// Checklist A: starts and ends, states, time zones.
mod checklist_times;
/// Content lines and components of an `.ics`, read octet by octet.
mod content;
/// Every events file that we have, published, and every `.ics` that comes of it.
mod corpus;
/// What people copy: example files, and the YAML of the reference.
mod examples;
/// Whole files, octet by octet.
mod goldens;
/// The program, run as a person runs it.
mod program;
/// Two independent readers, and that they see in our feeds what we meant.
mod readers;
/// What README.md shows.
mod readme;
/// Same input, same bytes.
mod same_bytes;
/// The community's own events, in every form.
mod seed;

/// Broken files, each beside the whole report on it.
mod cases;
/// Whole reports on events files, and what the files below share.
mod check;
/// What is said of changes of single instances.
mod check_changes;
/// Series that meet a clock change with their end.
mod check_clocks;
/// Keys with nothing behind them, and what would be dropped in silence.
mod check_empty;
/// What hostile and unusual text comes to: line ends, marks, anchors, bombs.
mod check_hostile;
/// What is said of dates on which nothing takes place, or twice.
mod check_instances;
/// What is said of keys and types.
mod check_keys;
/// What is not an error, and what it means.
mod check_meaning;
/// What is said of ids, slugs, groups and names of warnings.
mod check_references;
/// What is said of rules and where they end.
mod check_repeats;
/// What is said of text that is no YAML, or no events file.
mod check_text;
/// What is said of dates, times and lengths.
mod check_times;
/// What is said of slugs, addresses, colours and words to choose from.
mod check_values;
/// Checklists A and B as the server answers.
mod checklist_http;
/// What `check` prints, and how all commands end.
mod commands;
/// What `build` and `serve` do, through the real program.
mod commands_build;
/// What `list` prints.
mod commands_list;
/// What is doubtful about a good calendar.
mod warnings;
