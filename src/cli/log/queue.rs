//! Queues log entries for standard error.
//!
//! The queue takes complete entries, and writes them in order. Adding one never waits for standard error. When the queue is full,
//! new entries are dropped, and their number is logged when it is empty again.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many entries the queue holds while standard error is slow. With the access log that is at most two megabytes.
const CAPACITY: usize = 1024;

/// The entries that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    /// Notifies the writer of a new entry, and `wait` of a written one.
    changed: Condvar,
    /// The number of entries lost since the start, for the metrics: dropped from a full queue, or not written because of an I/O error.
    lost: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct State {
    entries: VecDeque<Vec<u8>>,
    is_writing: bool,
    /// The number of entries lost since that was last logged.
    lost: usize,
}

impl Queue {
    /// Adds an entry, or counts it as dropped if the queue is full.
    pub(super) fn put(&self, entry: Vec<u8>) {
        let mut state = self.lock();
        if state.entries.len() < CAPACITY {
            state.entries.push_back(entry);
        } else {
            state.lost += 1;
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Writes entries until the process ends. `report` logs the number of lost ones through this queue, so it is called without the lock.
    pub(super) fn write_to(&self, mut out: impl Write, report: impl Fn(usize)) {
        loop {
            let state = self.lock();
            let state = self
                .changed
                .wait_while(state, |state| state.entries.is_empty());
            let mut state = state.unwrap_or_else(PoisonError::into_inner);
            let entry = state.entries.pop_front().unwrap_or_default();
            state.is_writing = true;
            drop(state);
            let written = out.write_all(&entry);
            let mut state = self.lock();
            let mut lost = 0;
            if written.is_err() {
                state.lost += 1;
                self.lost.fetch_add(1, Ordering::Relaxed);
            } else if state.entries.is_empty() {
                // Only after a successful write, when the queue is empty. Otherwise the report itself could be lost, and cause another, endlessly.
                lost = std::mem::take(&mut state.lost);
            }
            drop(state);
            if lost > 0 {
                report(lost);
            }
            // Only after the report, so that `wait` also waits for its entry.
            self.lock().is_writing = false;
            self.changed.notify_all();
        }
    }

    /// The number of entries lost since the start.
    pub(super) fn lost(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.lost)
    }

    /// Waits until everything is written, at most as long as `patience`.
    pub(super) fn wait(&self, patience: Duration) {
        let state = self.lock();
        let ended = self.changed.wait_timeout_while(state, patience, |state| {
            state.is_writing || !state.entries.is_empty()
        });
        drop(ended);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A poisoned lock is harmless: no entry is ever half added.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writer for `tracing_subscriber`, which formats an entry completely and writes it with one call.
#[derive(Clone)]
pub(super) struct Entries(pub(super) Arc<Queue>);

impl Write for Entries {
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        self.0.put(entry.to_vec());
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
