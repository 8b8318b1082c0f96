//! The log of `serve` on standard error, for people or for programs.
//!
//! In: a format. Out: a subscriber of `tracing`, and a [`Log`]. Guaranteed: each event is one line of JSON, or one line of text with
//! its details indented below; control characters in text from outside are escaped; logging never blocks and never fails, even if
//! standard error is closed. Absent: files and their rotation, which are a service manager's job.

mod queue;

use std::io::{self, IsTerminal};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::Duration;

use clap::ValueEnum;
use tracing::{error, warn};
use tracing_subscriber::filter::LevelFilter;

use super::Failure;
use super::input::wants_colour;
use super::refusal::Refusal;
use queue::{Entries, Queue};

/// How long the end waits for the last entries to be written.
const PATIENCE: Duration = Duration::from_secs(1);

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs: one object a line
    Json,
}

/// How much of what happens is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    /// Only what stops a change from being published
    Error,
    /// What an operator should look into, too
    Warn,
    /// What happens in the normal course, too: starts, loads, stops
    Info,
    /// Why single connections ended, too
    Debug,
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
        }
    }
}

/// What a server says on standard error, all of it.
#[derive(Debug)]
pub(super) struct Log {
    form: Form,
    queue: Arc<Queue>,
}

impl Log {
    /// Logs from now on.
    pub(super) fn begin(form: Form, level: Level) -> Self {
        let queue = Arc::new(Queue::default());
        let entries = Entries(Arc::clone(&queue));
        let log = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::from(level))
            // Its own complaints would go to standard error, and end in a panic where that cannot be written.
            .log_internal_errors(false)
            .with_writer(move || entries.clone());
        match form {
            Form::Text => log
                .with_ansi(wants_colour(io::stderr().is_terminal()))
                .init(),
            Form::Json => log.json().flatten_event(true).init(),
        }
        let written = Arc::clone(&queue);
        // A thread of its own waits for standard error, so that nobody who answers does.
        thread::spawn(move || {
            written.write_to(io::stderr(), |lost| {
                warn!(lost, "entries of the log were lost");
            });
        });
        // What the standard library says of a panic would be in no form, and might wait.
        panic::set_hook(Box::new(|panic| {
            error!("{}", panic.to_string().replace('\n', "\n    "));
        }));
        Self { form, queue }
    }

    /// How many entries were lost since the start.
    pub(super) fn lost(&self) -> Arc<AtomicU64> {
        self.queue.lost()
    }

    /// Says why nothing can be served, and returns that it was said.
    pub(super) fn refuse(&self, refusal: Refusal) -> Failure {
        match (self.form, refusal) {
            (Form::Json, Refusal::Report(faulty) | Refusal::Template(faulty)) => {
                let report = faulty.report().trim_end().replace('\n', "\n    ");
                error!("{}\n    {report}", faulty.message());
                Failure::File
            }
            (Form::Text, Refusal::Report(faulty) | Refusal::Template(faulty)) => {
                self.queue.put(faulty.shown().into_bytes());
                Failure::File
            }
            (_, Refusal::Held(held)) => self.fail(Failure::World(held.message())),
            (_, Refusal::World(_, failure)) => self.fail(failure),
        }
    }

    /// Says why the server ends, and returns that it was said.
    pub(super) fn fail(&self, failure: Failure) -> Failure {
        let Failure::World(message) = failure else {
            return failure;
        };
        match self.form {
            Form::Json => error!("{message}"),
            Form::Text => self.queue.put(format!("error: {message}\n").into_bytes()),
        }
        Failure::Told
    }

    /// Waits until all was written, though not for ever.
    pub(super) fn end(&self) {
        self.queue.wait(PATIENCE);
    }
}
