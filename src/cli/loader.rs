//! A single thread that builds and drops every Site of a server.
//!
//! In: a [`Watch`], requests to poll, and Sites that are no longer served. Out: the first edition, and the result of each poll. Guaranteed: the
//! same thread builds all Sites, the first included; a panic is returned to the caller, and the next poll runs as usual; on shutdown
//! nobody waits for a Site that is being built. Absent: what a poll does, which is up to the watch.
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

/// What a look finds, if there is anything new.
type Found = Option<Result<Edition, Fault>>;

/// What the thread is asked to do.
enum Task {
    Look(Occasion, DateTime<Utc>, State),
    Free(State),
}

/// Asks the thread.
#[derive(Debug)]
pub(super) struct Loader {
    tasks: Sender<Task>,
    found: Receiver<thread::Result<Found>>,
}

/// What was loaded first.
#[derive(Debug)]
pub(super) struct Started {
    /// What the calendar is called.
    pub(super) name: String,
    pub(super) edition: Edition,
    /// What keeps the text of the file back, where an earlier one is served.
    pub(super) fault: Option<Fault>,
}

impl Loader {
    /// Loads the file for the first time; blocks until that is done.
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
            // Who does not listen any more has ended, here and below.
            if first.send(begun).is_err() {
                return;
            }
            for task in asked {
                let (occasion, now, served) = match task {
                    Task::Look(occasion, now, served) => (occasion, now, served),
                    Task::Free(state) => {
                        drop(state);
                        continue;
                    }
                };
                let look = || watch.look(occasion, now, Some(served.site()));
                let found = catch_unwind(AssertUnwindSafe(look));
                // `Task::Free` returns the last reference to this thread.
                drop(served);
                if answers.send(found).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new()
            .name("loader".to_owned())
            .spawn(loading)
            .map_err(|error| {
                Refusal::World(None, Failure::world("cannot start a thread", error))
            })?;
        match started.recv() {
            Ok(started) => Ok((Self { tasks, found }, started?)),
            Err(_) => match thread.join() {
                Err(panic) => resume_unwind(panic),
                Ok(()) => unreachable!("it sends, or panics"),
            },
        }
    }

    /// Polls the file; blocks while a Site is rendered. The new Site shares unchanged resources with `served`.
    pub(super) fn look(&self, occasion: Occasion, now: DateTime<Utc>, served: State) -> Found {
        self.tasks.send(Task::Look(occasion, now, served)).ok()?;
        self.found
            .recv()
            .ok()?
            .unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Returns what gives a Site back to the thread.
    pub(super) fn free(&self) -> impl FnMut(State) + Send + 'static {
        let tasks = self.tasks.clone();
        // Where the thread has ended, it is freed here.
        move |state| drop(tasks.send(Task::Free(state)))
    }
}
