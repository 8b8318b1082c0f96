//! Runs the single thread that builds and drops every Site of a server.
//!
//! The thread polls through a [`Watch`], and returns the first edition and the result of each poll. A panic is passed on to the caller, and the
//! next poll runs as usual. On shutdown nobody waits for a Site that is being built.
//!
//! mimalloc keeps a heap per thread, and memory freed on another thread is reused late or never. With a new thread for each
//! load, 10,000 events needed the memory of three Sites after a few loads; with Sites freed by other threads, nearly two.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use chrono::{DateTime, Utc};

use super::Failure;
use super::refusal::Refusal;
use super::watch::Watch;
use crate::server::reload::Occasion;
use crate::server::{Edition, Fault, State};

/// The result of a poll; `None` if nothing has changed.
type Found = Option<Result<Edition, Fault>>;

/// A task for the thread.
enum Task {
    Check(Occasion, DateTime<Utc>, State),
    Free(State),
}

/// A handle to the thread.
#[derive(Debug)]
pub(super) struct Loader {
    tasks: Sender<Task>,
    found: Receiver<thread::Result<Found>>,
}

/// The result of the first load.
#[derive(Debug)]
pub(super) struct Started {
    /// The name of the calendar.
    pub(super) name: String,
    pub(super) edition: Edition,
    /// Why the current version cannot be published, if an earlier one is served.
    pub(super) fault: Option<Fault>,
}

impl Loader {
    /// Starts the thread, and loads the file for the first time. Blocks until the file is loaded.
    pub(super) fn start(mut watch: Watch, now: DateTime<Utc>) -> Result<(Self, Started), Refusal> {
        let (tasks, asked) = channel();
        let (answers, found) = channel();
        let (first, started) = channel();
        let loading = move || {
            let begun = watch.start(now).map(|(edition, fault)| Started {
                name: watch.name().to_owned(),
                edition,
                fault,
            });
            // The receiver is gone: the server is shutting down.
            if first.send(begun).is_err() {
                return;
            }
            for task in asked {
                let (occasion, now, served) = match task {
                    Task::Check(occasion, now, served) => (occasion, now, served),
                    Task::Free(state) => {
                        drop(state);
                        continue;
                    }
                };
                let check = || watch.check(occasion, now, Some(served.site()));
                let found = catch_unwind(AssertUnwindSafe(check));
                // Not the last reference: `Task::Free` brings that to this thread.
                drop(served);
                if answers.send(found).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new()
            .name("loader".to_owned())
            .spawn(loading)
            .map_err(|error| Refusal::Io(None, Failure::io("cannot start a thread", error)))?;
        match started.recv() {
            Ok(started) => Ok((Self { tasks, found }, started?)),
            Err(_) => match thread.join() {
                Err(panic) => resume_unwind(panic),
                Ok(()) => unreachable!("the thread sends a result, or panics"),
            },
        }
    }

    /// Polls the file; blocks while a Site is rendered. The new Site shares unchanged resources with `served`.
    pub(super) fn check(&self, occasion: Occasion, now: DateTime<Utc>, served: State) -> Found {
        self.tasks.send(Task::Check(occasion, now, served)).ok()?;
        self.found
            .recv()
            .ok()?
            .unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Returns a function that sends a Site to the thread, which drops it.
    pub(super) fn free(&self) -> impl FnMut(State) + Send + 'static {
        let tasks = self.tasks.clone();
        // If the thread has ended, the Site is dropped here.
        move |state| drop(tasks.send(Task::Free(state)))
    }
}
