//! A bounded queue of log entries for standard error.
//!
//! In: complete entries. Out: the same, in order. Guaranteed: adding an entry takes no longer than a copy; the length of the queue is
//! limited, and the number of dropped entries is logged as soon as something can be written again. Absent: how entries are formatted.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many entries wait for a standard error that is slow. Of answers, two megabytes at most.
const WAITING: usize = 1024;

/// Entries that wait.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    /// All that were lost since the start, for the metrics.
    lost: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct Waiting {
    entries: VecDeque<Vec<u8>>,
    is_writing: bool,
    lost: usize,
}

impl Queue {
    /// Adds an entry, or counts it as lost.
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

    /// Writes what there is and what comes, for ever; `tell` says how much was lost, by an entry of its own.
    pub(super) fn write_to(&self, mut out: impl Write, tell: impl Fn(usize)) {
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
                // It finds a place now. Had nothing been written, it could not be either, and would be tried again for ever.
                lost = std::mem::take(&mut waiting.lost);
            }
            drop(waiting);
            if lost > 0 {
                tell(lost);
            }
            self.waiting().is_writing = false;
            self.changed.notify_all();
        }
    }

    /// How many entries were lost since the start.
    pub(super) fn lost(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.lost)
    }

    /// Waits until everything was written, at most so long.
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
        // Poison says that a holder panicked; an entry is never half there.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a subscriber writes its entries, each at once.
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
