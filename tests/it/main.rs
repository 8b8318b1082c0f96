//! One hermetic test binary. It uses only this process, port 0 of the loopback interface, and temporary folders.
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

/// Shared by the other modules: a small site, a server on a separate thread, a client that sends bytes.
mod support;

/// The scripts of the Action, as the runner of a workflow runs them.
#[cfg(target_os = "linux")]
mod action;
/// URLs in a form that differs from the published one.
#[cfg(unix)]
mod addresses;
/// The modules in ARCHITECTURE.md, and their imports.
mod architecture;
mod areas;
/// What `build` writes for static hosts.
mod build_hosted;
/// Which files `build` treats as its own, and how it dates them.
mod build_ours;
/// The output folder of `build`.
mod build_output;
/// Several builds into one folder at the same time.
#[cfg(unix)]
mod build_together;
/// Whether a server responds, as a container asks.
#[cfg(target_os = "linux")]
mod healthcheck;
/// Lists of earlier builds that no build wrote.
mod hostile_manifest;
/// What `init` writes, and what it refuses.
mod init;
/// What `init` writes for the hosts of a repository.
mod init_hosts;
/// The programs in `examples/`.
mod library;
/// Symbolic links in place of input files.
#[cfg(unix)]
mod links;
/// Pages and files of one's own beside templates.
mod own_files;
/// The server's responses, byte by byte.
mod server;
/// Which of two representations the server responds with.
mod server_coding;
/// How the server keeps, limits and closes connections.
mod server_connections;
/// The Last-Modified dates of responses.
mod server_dates;
/// A server with a low limit on open files.
#[cfg(target_os = "linux")]
mod server_descriptors;
/// A server whose log cannot be written.
#[cfg(target_os = "linux")]
mod server_log;
/// The sockets and messages between a service manager and the server.
#[cfg(target_os = "linux")]
mod server_manager;
/// What an operator sees of a server from outside.
#[cfg(target_os = "linux")]
mod server_night;
/// What an operator sees of a server.
mod server_operator;
/// Which connections get a place when all places are in use.
mod server_places;
/// What a server reports when a poll never ends, and to whom.
#[cfg(unix)]
mod server_polls;
/// What an editor sees of their own version before it is published.
mod server_preview;
/// How the server reloads the events file.
#[cfg(unix)]
mod server_reload;
/// Signals to the server while it starts.
#[cfg(unix)]
mod server_signals;
/// Valid versions of the file that the server does not publish automatically.
#[cfg(unix)]
mod server_trust;
/// The pages during a week in which events begin and end.
mod server_week;

/// What a page offers to add an event, and what to do about a cancelled one.
mod adding;
/// Checklist A: octets, and which properties each component has.
mod checklist;
/// Checklist B, and the HTTP headers of every `.ics`.
mod checklist_invite;
/// Checklist A: rules, exception dates, overrides, identity.
mod checklist_series;
/// Checklist A: starts and ends, statuses, time zones.
mod checklist_times;
mod checklist_zones;
/// Communities that keep their calendars in many files.
mod communities;
/// A strict reader of content lines and components.
mod content;
/// Every events file in this repository, published, and every `.ics` in the output.
mod corpus;
/// The reference of errors and warnings: every kind, with its mistake and its fix.
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
/// An issue of GitHub as a patch.
mod from_issue;
/// Whole files, octet by octet.
mod goldens;
/// The pages of groups, and the sitemap.
mod groups;
/// The page of one meeting.
mod meeting_pages;
/// Versions and ports that files of `packaging/` repeat.
mod packages;
/// What the pages list, and in which order.
mod page;
mod page_agenda;
/// How the page shows a series.
mod page_series;
/// Runs the real program.
mod program;
/// Two independent readers, which must find the expected instances in the feeds.
mod readers;
/// The examples in README.md.
mod readme;
/// Same input, same bytes.
mod same_bytes;
/// The content of `events.schema.json`, and its examples.
mod schema;
/// `check` and the schema, compared on the same files.
mod schema_agreement;
/// Forms that are made from the schema.
mod schema_forms;
/// The schema with the groups of one file.
mod schema_groups;
/// The community's own events, in every form.
mod seed;
/// Runs the program as a server.
mod serving;
mod several_weekdays;
/// The events page of the community, typed as it is.
mod typed_seed;

/// What people type under `repeats`.
mod typed_rules;

/// Broken files, each with its whole report.
mod cases;
/// Valid files, and functions shared by the modules below.
mod check;
/// Series that meet a clock change.
mod check_clocks;
/// Unusual text: line ends, markup, anchors, lengths.
mod check_hostile;
/// Lengths of events that are probably mistakes.
mod check_lengths;
/// The meaning of valid files.
mod check_meaning;
/// Properties of any input: the checks of the fuzz targets.
#[path = "../../fuzz/src/checks.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are crates of their own")]
mod checks;
/// What every edit must satisfy: the check of a fuzz target.
#[path = "../../fuzz/src/edits.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are crates of their own")]
mod edit_checks;
/// The laws that every edit must satisfy, on generated files.
mod edits;
/// A year of edits of one file.
mod edits_real;
/// Edits of the community's own file.
mod edits_seed;
/// The seeds of the fuzz targets, replayed.
mod fuzz_seeds;
/// Valid files, each with its feed and its instances.
mod good;
/// Bombs, deep nesting, binary data, and paths that are not files, in the real program.
#[cfg(target_os = "linux")]
mod hostile;
/// Special files, and files with unusable times.
#[cfg(unix)]
mod irregular;
/// The checks of the fuzz target for issues.
#[path = "../../fuzz/src/issue.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are crates of their own")]
mod issue;
/// Hostile issues.
mod issues;
/// The laws that every fix must satisfy.
mod laws;
/// Files with more content than the limits allow.
#[cfg(target_os = "linux")]
mod limits;
mod limits_of_values;
/// A thousand typing mistakes.
mod mutations;
/// A report in each of its formats.
mod report_forms;

/// Histories built from versions of a file, without git.
mod history;
/// Postponed events.
mod postponed;
/// The tombstones of removed events.
mod removals;
/// A repository made commit by commit.
mod repository;
/// The dates of events in feeds, commit after commit.
mod revisions;
/// Doubtful dates.
#[cfg(unix)]
mod revisions_doubt;
mod revisions_files;
mod revisions_folders;
/// Hostile git configurations and repositories.
mod revisions_hostile;
/// Incomplete clones and `.git` folders.
#[cfg(unix)]
mod revisions_partial;

/// Two events with the same title and start.
mod twins;
mod typed_doubts;
mod typed_events;
mod typed_keys;
mod typed_marks;
mod typed_parts;
mod typed_yaml;
/// Events with a UID of their own.
mod uids;
/// Events that lose their date.
mod withdrawn;
mod words;
mod words_of_templates;
/// The pins of the actions that workflows use.
mod workflows;

/// Checklists A and B on the server's responses.
mod checklist_http;
/// The output of `check`, and the exit codes of all commands.
mod commands;
/// `build` and `serve` in the real program.
mod commands_build;
/// What `compare` finds, and how it is shown.
mod commands_compare;
/// The output of `diff`.
mod commands_diff;
/// `diff` with revisions from git.
mod commands_diff_git;
/// The commands that edit the events file.
mod commands_edit;
/// Which files these commands edit.
mod commands_edit_files;
/// What these commands commit.
mod commands_edit_git;
/// What these commands show and refuse.
mod commands_edit_shown;
/// The output of `list`.
mod commands_list;
/// Faults of the machine during a build.
#[cfg(target_os = "linux")]
mod faults;
/// What `check --fix` does.
mod fix;
/// Included files of the real program, and their limits.
mod import_damaged;
/// The checks of the fuzz target for imports.
#[path = "../../fuzz/src/import.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are crates of their own")]
mod import_checks;
mod import_round_trip;
mod included;
/// Links, devices and names of included files.
#[cfg(target_os = "linux")]
mod included_links;
/// That no trap of docs/evidence/interop.md is lost, and that each names tests.
mod interop_reference;
/// Keys that begin with `x-`.
mod own_keys;
/// Current events, and the next one.
mod running;
/// The schema of included files.
mod schema_included;
/// Whether an event shows as free or busy.
mod shows_as;
/// How people sign up, and what it costs.
mod sign_up;
/// Values that a change removes with `none`.
mod taken_away;
/// Warnings about valid calendars.
mod warnings;

/// The effects of `build --into`.
mod commands_into;
/// Links into calendar programs.
mod deep_links;
/// Hostile text in every output.
mod hostile_output;
mod hostile_text;
/// Images for previews and search engines.
mod images;
/// JSON-LD, which search engines read.
mod json_ld;
/// The flat list of `/events.json`.
mod json_upcoming;
/// The language of a calendar and of an event.
mod language;
/// The classes of h-event.
mod microformats;
/// Markdown, JSON and Atom for other sites.
mod parts;
/// Any valid events file, split into any number of files: the same is published.
mod split_files;
/// The user's own templates.
mod template_sets;
mod templates;
/// How texts that people write or paste are published.
mod text;
mod typed_times;
/// Any events file, published and read back.
mod whole_files;
