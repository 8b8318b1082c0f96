//! The log of `serve`: what happens, on standard error, for people or for programs.
//!
//! In: a form. Out: a subscriber of `tracing`. Guaranteed: one event is one line of JSON, or one line of text with what belongs
//! to it indented below; control characters of strangers are escaped. Absent: files and their rotation, a service manager's work.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use tracing_subscriber::filter::LevelFilter;

use super::input::wants_colour;

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs: one object a line
    Json,
}

/// Logs from now on.
pub(super) fn begin(form: Form) {
    let log = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_writer(io::stderr);
    match form {
        Form::Text => log
            .with_ansi(wants_colour(io::stderr().is_terminal()))
            .init(),
        Form::Json => log.json().flatten_event(true).init(),
    }
}
