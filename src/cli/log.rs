//! Logs for `serve` on standard error, for people or for programs.
//!
//! Each entry is one line of JSON, or one line of text with its details indented below. Control characters in text from outside are escaped.
//! Logging never blocks and never fails, even if standard error is closed. A service manager stores and rotates the log.

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

/// How long shutdown waits for the last entries to be written.
const PATIENCE: Duration = Duration::from_secs(1);

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people
    Text,
    /// For programs: one JSON object per line
    Json,
}

/// The least severe entries that are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    /// Errors that keep a change from being published
    Error,
    /// Also warnings: anything that an operator should look into
    Warn,
    /// Also normal operation: start, reloads, shutdown
    Info,
    /// Also the reason why each connection ended
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

/// Everything that a server writes to standard error.
#[derive(Debug)]
pub(super) struct Log {
    form: Form,
    queue: Arc<Queue>,
}

impl Log {
    /// Starts logging.
    pub(super) fn begin(form: Form, level: Level) -> Self {
        let queue = Arc::new(Queue::default());
        let entries = Entries(Arc::clone(&queue));
        let log = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::from(level))
            // The subscriber would write its own errors to standard error, and panic if that fails.
            .log_internal_errors(false)
            .with_writer(move || entries.clone());
        match form {
            Form::Text => log
                .with_ansi(wants_colour(io::stderr().is_terminal()))
                .init(),
            Form::Json => log.json().flatten_event(true).init(),
        }
        let written = Arc::clone(&queue);
        // Only this thread blocks on standard error, so no request waits for it.
        thread::spawn(move || {
            written.write_to(io::stderr(), |lost| {
                warn!(
                    lost,
                    "log entries were dropped because standard error was too slow"
                );
            });
        });
        // The default panic hook would ignore the format, and could block.
        panic::set_hook(Box::new(|panic| {
            error!("{}", panic.to_string().replace('\n', "\n    "));
        }));
        Self { form, queue }
    }

    /// The number of entries dropped since the start.
    pub(super) fn lost(&self) -> Arc<AtomicU64> {
        self.queue.lost()
    }

    /// Logs why nothing can be served, and returns the failure for the exit code.
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
            (_, Refusal::Held(held)) => self.fail(Failure::Io(held.message())),
            (_, Refusal::Io(_, failure)) => self.fail(failure),
        }
    }

    /// Logs why the server ends, and returns the failure for the exit code.
    pub(super) fn fail(&self, failure: Failure) -> Failure {
        let Failure::Io(message) = failure else {
            return failure;
        };
        match self.form {
            Form::Json => error!("{message}"),
            Form::Text => self.queue.put(format!("error: {message}\n").into_bytes()),
        }
        Failure::AlreadyReported
    }

    /// Waits until all entries are written, up to a limit.
    pub(super) fn end(&self) {
        self.queue.wait(PATIENCE);
    }
}
