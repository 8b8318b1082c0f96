//! One thread that makes every Site of a server, and to which it is given back.
//!
//! In: a [`Watch`], when to look, and what is served no longer. Out: the first edition, and what each look finds. Guaranteed: all Sites
//! are made by the same thread, the first included; a panic goes to who asked, and the next look is made all the same; when the server
//! ends nobody waits for a Site that is being made. Absent: what is looked at, which is the watch's.
//!
//! An allocator keeps for each thread what it took, and what others free of that it finds again late or never. With a thread of a pool
//! for each load, ten thousand events took three Sites after a few of them; with Sites that others freed, nearly two.

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
