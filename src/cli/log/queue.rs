//! Queues log entries for standard error.
//!
//! The queue takes complete entries, and writes them in order. Adding one never waits for standard error. The queue has a limit: more entries
//! are dropped, and their number is logged when the queue is empty again.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many entries the queue holds while standard error is slow. With the access log that is at most two megabytes.
const WAITING: usize = 1024;

/// The entries that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    /// The number of entries dropped since the start, for the metrics.
    lost: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct Waiting {
    entries: VecDeque<Vec<u8>>,
    is_writing: bool,
    /// The number of entries dropped since that was last logged.
    lost: usize,
}

impl Queue {
    /// Adds an entry, or counts it as dropped if the queue is full.
    pub(super) fn put(&self, entry: Vec<u8>) {
        let mut waiting = self.waiting();
        if waiting.entries.len() < WAITING {
            waiting.entries.push_back(entry);
        } else {
            waiting.lost += 1;
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        drop(waiting);
        self.changed.notify_all();
    }

    /// Writes entries until the process ends. `report` logs the number of dropped ones, and so adds an entry.
    pub(super) fn write_to(&self, mut out: impl Write, report: impl Fn(usize)) {
        loop {
            let waiting = self.waiting();
            let waiting = self
                .changed
                .wait_while(waiting, |waiting| waiting.entries.is_empty());
            let mut waiting = waiting.unwrap_or_else(PoisonError::into_inner);
            let entry = waiting.entries.pop_front().unwrap_or_default();
            waiting.is_writing = true;
            drop(waiting);
            let written = out.write_all(&entry);
            let mut waiting = self.waiting();
            let mut lost = 0;
            if written.is_err() {
                waiting.lost += 1;
                self.lost.fetch_add(1, Ordering::Relaxed);
            } else if waiting.entries.is_empty() {
                // Only after a successful write, when the queue has room. Otherwise the report itself could fail, and be reported without end.
                lost = std::mem::take(&mut waiting.lost);
            }
            drop(waiting);
            if lost > 0 {
                report(lost);
            }
            self.waiting().is_writing = false;
            self.changed.notify_all();
        }
    }

    /// The number of entries dropped since the start.
    pub(super) fn lost(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.lost)
    }

    /// Waits until everything is written, at most as long as `patience`.
    pub(super) fn wait(&self, patience: Duration) {
        let waiting = self.waiting();
        let ended = self
            .changed
            .wait_timeout_while(waiting, patience, |waiting| {
                waiting.is_writing || !waiting.entries.is_empty()
            });
        drop(ended);
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // A poisoned lock is harmless: no entry is ever half added.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writer of the subscriber. Each call is one complete entry.
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
