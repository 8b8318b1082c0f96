//! Defines the command line: one file per command.
//!
//! The exit code is 0 for success, 1 for errors in the events file or in a template, an edit that is refused, calendars that differ, or a server that is not
//! healthy, and 2 for a usage or I/O error. Data goes to standard output, and everything else to standard error. `NO_COLOR` is respected, and a closed pipe ends the program
//! quietly.

mod address;
mod beside;
mod build;
mod changed_file;
mod check;
mod compare;
mod completions;
mod diff;
mod digest;
pub mod earlier_versions;
mod edit;
mod fix;
mod folder;
mod found;
mod from_issue;
mod git;
mod healthcheck;
mod hosted;
mod import;
mod included;
mod init;
mod input;
mod into;
mod linked;
mod list;
mod loader;
mod lock;
mod log;
mod manifest;
#[cfg(feature = "manual")]
mod manual;
pub mod output;
mod patch;
mod pictures;
mod refusal;
mod regular;
mod replace;
mod revisions;
mod schema;
mod serve;
mod stamp;
mod target;
mod templates;
mod watch;
mod write_error;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[cfg(feature = "manual")]
pub use self::manual::manual;
use crate::visible::visible_lines;
use crate::zone::Zone;

/// Turns an events.yaml into calendars that people can subscribe to.
#[derive(Debug, Parser)]
#[command(version, long_version = long_version(), max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

// `defer`: clap builds only the options of the command that is used. The descriptions are therefore here and not at the options.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    /// Write an events file to begin with
    Init(init::Init),
    /// Check the events file, and show each error and warning with its line
    Check(check::Check),
    #[command(flatten)]
    Edit(edit::EditCommand),
    /// Turn an issue that was written with a form into a patch of the events file
    FromIssue(from_issue::FromIssue),
    /// Turn a calendar from elsewhere, or a page with a list of events, into an events file
    Import(import::Import),
    /// Write the calendars and pages as files
    Build(build::Build),
    /// Serve the calendars and pages over HTTP
    Serve(serve::Serve),
    /// List the events of a period, in order of start
    List(list::List),
    /// Print the history of each event as JSON, for `--revisions` on machines without git
    Revisions(revisions::Revisions),
    /// Show what changes for subscribers between two versions of the events file
    Diff(diff::Diff),
    /// Show which meetings differ between an iCalendar file and the events file, for the day of a move
    Compare(compare::Compare),
    /// Print the JSON Schema of the events file, for editors, or of `/events.json`, for programs
    Schema(schema::SchemaCommand),
    /// Print the completion script for a shell
    Completions(completions::Completions),
    /// Request a URL, and fail unless the response is a success; for containers
    Healthcheck(healthcheck::Healthcheck),
}

/// Why a command failed.
#[derive(Debug)]
enum Failure {
    /// The events file or a template has errors, and the report has been shown.
    File,
    /// A meeting differs, or an event did not arrive whole, which has been shown.
    Differs,
    /// The server of `healthcheck` does not respond with success, with the reason.
    Unhealthy(String),
    /// The events file cannot be edited as asked, with the reason and what to type by hand.
    Refused(String),
    /// A usage or I/O error, with its message.
    Io(String),
    /// A usage or I/O error whose message was already shown.
    AlreadyReported,
    /// The reader of our output has closed the pipe.
    Closed,
}

impl Failure {
    /// Makes an I/O error of what was attempted and why it failed.
    fn io(doing: impl fmt::Display, error: impl fmt::Display) -> Self {
        Self::Io(format!("{doing}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the events file has errors"),
            Self::Differs => f.write_str("a meeting differs"),
            Self::Unhealthy(message) | Self::Refused(message) | Self::Io(message) => {
                f.write_str(message)
            }
            Self::AlreadyReported => f.write_str("an error that was already reported"),
            Self::Closed => f.write_str("the output was closed"),
        }
    }
}

impl From<io::Error> for Failure {
    /// Only errors of standard output are converted by `?`; all others name what was attempted.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::io("cannot write the output", error)
        }
    }
}

/// Runs the program with its arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output, usage errors to standard error; clap knows which is which.
            let usage = error.use_stderr();
            return match error.print() {
                Ok(()) if !usage => ExitCode::SUCCESS,
                Ok(()) | Err(_) => ExitCode::from(2),
            };
        }
    };
    let result = match arguments.command {
        Command::Init(init) => init.run(),
        Command::Check(check) => check.run(),
        Command::Edit(edit) => edit.run(),
        Command::FromIssue(from_issue) => from_issue.run(),
        Command::Import(import) => import.run(),
        Command::Build(build) => build.run(),
        Command::Serve(serve) => serve.run(),
        Command::List(list) => list.run(),
        Command::Revisions(revisions) => revisions.run(),
        Command::Diff(diff) => diff.run(),
        Command::Compare(compare) => compare.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
        Command::Healthcheck(healthcheck) => healthcheck.run(),
    };
    match result {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::File | Failure::Differs) => ExitCode::from(1),
        Err(Failure::AlreadyReported) => ExitCode::from(2),
        Err(Failure::Unhealthy(message) | Failure::Refused(message)) => {
            say(format_args!("error: {message}"));
            ExitCode::from(1)
        }
        Err(Failure::Io(message)) => {
            say(format_args!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

/// Prints a message to standard error.
fn say(message: fmt::Arguments<'_>) {
    // If standard error cannot be written, there is nowhere left to report that.
    let message = message.to_string();
    let line = format!("{}\n", visible_lines(&message));
    let _ = io::stderr().write_all(line.as_bytes());
}

/// The release, and the release of the time zone data. Old data shifts meetings by an hour, and nothing else shows its age.
fn long_version() -> String {
    format!(
        "{} (time zones of {})",
        env!("CARGO_PKG_VERSION"),
        Zone::DATABASE
    )
}
