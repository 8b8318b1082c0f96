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

/// Addresses that are written in another way than they are published.
#[cfg(unix)]
mod addresses;
/// Where modules stand, and what they may import.
mod architecture;
/// Which files in a folder `build` takes for its own, and how it dates them.
mod build_ours;
/// What `build` leaves in a folder.
mod build_output;
/// Several builds into one folder at the same time.
#[cfg(unix)]
mod build_together;
/// Lists of earlier builds that no build wrote.
mod hostile_manifest;
/// The programs of `examples/`.
mod library;
/// Symbolic links in place of files that are read.
#[cfg(unix)]
mod links;
/// What the server answers, byte by byte.
mod server;
/// Which of two representations the server answers with.
mod server_coding;
/// How the server holds, limits and ends connections.
mod server_connections;
/// When what is served says that it changed.
mod server_dates;
/// What a server does where the system lets it open few files.
#[cfg(target_os = "linux")]
mod server_descriptors;
/// What a server does where its log cannot be written, and what it says there.
#[cfg(target_os = "linux")]
mod server_log;
/// What a service manager passes to a server, and what it hears of it.
#[cfg(target_os = "linux")]
mod server_manager;
/// What an operator sees of a server from outside, at night.
#[cfg(target_os = "linux")]
mod server_night;
/// What an operator sees of a server.
mod server_operator;
/// Who gets a place when every connection is in use.
mod server_places;
/// What a server shows where a poll never ends, and to whom.
#[cfg(unix)]
mod server_polls;
/// How the Site follows the events file.
#[cfg(unix)]
mod server_reload;
/// What the system tells the server while it starts.
#[cfg(unix)]
mod server_signals;
/// Which valid versions of the file the server does not publish unasked.
#[cfg(unix)]
mod server_trust;
/// A week of minutes, in which events pass.
mod server_week;

/// Checklist A: octets, and what stands in which component.
mod checklist;
/// Checklist B, and what HTTP says of every `.ics`.
mod checklist_invite;
/// Checklist A: rules, exception dates, overrides, identity.
mod checklist_series;
/// Checklist A: starts and ends, states, time zones.
mod checklist_times;
mod checklist_zones;
/// Content lines and components of an `.ics`, read octet by octet.
mod content;
/// Every events file that we have, published, and every `.ics` that comes of it.
mod corpus;
/// The reference of errors and warnings: every kind, its mistake and its cure.
mod diagnostics_reference;
/// Where the commands of a document run.
#[cfg(unix)]
mod document_folder;
/// Where the links of a document lead.
#[cfg(unix)]
mod document_links;
/// The documents, block by block.
#[cfg(unix)]
mod documents;
/// What people copy: example files.
mod examples;
/// Whole files, octet by octet.
mod goldens;
/// What the pages list, and where.
mod page;
/// What the page says of a series.
mod page_series;
/// The program, run as a person runs it.
mod program;
/// Two independent readers, and that they see in our feeds what we meant.
mod readers;
/// What README.md shows.
mod readme;
/// Same input, same bytes.
mod same_bytes;
/// What `events.schema.json` holds, and its examples.
mod schema;
/// What `check` and the schema say of the same files.
mod schema_agreement;
/// The schema with the groups of one file.
mod schema_groups;
/// The community's own events, in every form.
mod seed;
/// The program as a server.
mod serving;
mod several_weekdays;
/// The events page of the community, typed as it is.
mod typed_seed;

/// What people type under `repeats`.
mod typed_rules;

/// Broken files, each beside the whole report on it.
mod cases;
/// What the files below share, and good files.
mod check;
/// Series that meet a clock change.
mod check_clocks;
/// What unusual text comes to: line ends, marks, anchors, lengths.
mod check_hostile;
/// How long events last, against what people mean.
mod check_lengths;
/// What is not an error, and what it means.
mod check_meaning;
/// What holds of any input: the checks of the fuzz targets.
#[path = "../../fuzz/src/checks.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are crates of their own")]
mod checks;
/// The seeds of the fuzz targets, replayed.
mod fuzz_seeds;
/// Good files, each beside its feed and its instances.
mod good;
/// Bombs, depths, what is no text and what is no file, through the real program.
#[cfg(target_os = "linux")]
mod hostile;
/// What is no regular file, or has no usable time.
#[cfg(unix)]
mod irregular;
/// What holds for every cure.
mod laws;
/// Files with more in them than is read.
#[cfg(target_os = "linux")]
mod limits;
mod limits_of_values;
/// A thousand slips of the keyboard.
mod mutations;
/// A report in each of its forms.
mod report_forms;

/// What a history makes of texts, without git.
mod history;
/// Events that are postponed.
mod postponed;
/// What is left of events that were removed.
mod removals;
/// A repository made commit by commit.
mod repository;
/// When feeds say that events changed, commit after commit.
mod revisions;
/// Where dates are doubtful.
#[cfg(unix)]
mod revisions_doubt;
/// What git may do to a publication, and what not.
mod revisions_hostile;
/// What a clone or a `.git` that lacks something does to a publication.
#[cfg(unix)]
mod revisions_partial;

/// Two events of one title and start.
mod twins;
mod typed_events;
mod typed_keys;
mod typed_parts;
mod typed_yaml;
/// Events with a UID of their own.
mod uids;
/// Events that lose their date.
mod withdrawn;

/// Checklists A and B as the server answers.
mod checklist_http;
/// What `check` prints, and how all commands end.
mod commands;
/// What `build` and `serve` do, through the real program.
mod commands_build;
/// What `diff` tells.
mod commands_diff;
/// What `diff` reads from git.
mod commands_diff_git;
/// What `list` prints.
mod commands_list;
/// What the machine may do to a build.
#[cfg(target_os = "linux")]
mod faults;
/// That no trap of docs/evidence/interop.md is lost, and that each names tests.
mod interop_reference;
/// Keys that begin with `x-`.
mod own_keys;
/// What is on now, and what begins next.
mod running;
/// Whether an event keeps the time free or busy.
mod shows_as;
/// What a change takes away with `none`.
mod taken_away;
/// What is doubtful about a good calendar.
mod warnings;

/// What `build --into` does.
mod commands_into;
/// Links into calendar programs.
mod deep_links;
/// Text that is hostile, in every form.
mod hostile_output;
mod hostile_text;
/// Markdown, JSON and Atom for other sites.
mod parts;
/// Templates of the user's own.
mod templates;
/// What is published of what people write or paste.
mod text;
mod typed_times;
/// Any events file, published and read back.
mod whole_files;
