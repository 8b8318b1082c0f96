//! Records whether polling the events file still works.
//!
//! It knows the start and the end of each poll, so the clock alone shows a poll that never ends because a file system does not respond.
//! [`super::reload`] polls.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// After this time without the end of a poll, the served version counts as stale. Loading a file of 16 MiB with a long history takes less,
/// and so does a load in which git is killed twice after 30 seconds without output.
pub(super) const LATE: TimeDelta = TimeDelta::seconds(120);

/// A poll that takes this long is shown in `/healthz`. Nearly all polls take milliseconds.
const LONG: TimeDelta = TimeDelta::seconds(5);

/// The last finished poll, and the one in progress.
#[derive(Debug, Default)]
pub(super) struct Polls {
    times: Mutex<Times>,
    finishes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Times {
    finished: Option<DateTime<Utc>>,
    begun: Option<DateTime<Utc>>,
}

/// The state of the polls at one time. Without polls, all fields are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Polled {
    /// When the last poll finished.
    pub(super) finished: Option<DateTime<Utc>>,
    /// When the poll in progress began, if that is a while ago.
    pub(super) long_since: Option<DateTime<Utc>>,
    /// The time since which no poll has finished, if that is too long ago.
    pub(super) late_since: Option<DateTime<Utc>>,
}

impl Polls {
    pub(super) fn begin(&self, now: DateTime<Utc>) {
        self.times().begun = Some(now);
    }

    pub(super) fn finish(&self, now: DateTime<Utc>) {
        *self.times() = Times {
            finished: Some(now),
            begun: None,
        };
        self.finishes.send_modify(|count| *count += 1);
    }

    /// Returns a receiver that is notified when a poll finishes.
    pub(super) fn finishes(&self) -> watch::Receiver<u64> {
        self.finishes.subscribe()
    }

    /// Whether polling works: a poll is in progress, or the last one finished recently.
    pub(super) fn are_alive(&self, now: DateTime<Utc>) -> bool {
        let Times { finished, begun } = *self.times();
        begun.is_some() || finished.is_some_and(|it| now - it <= LATE)
    }

    /// Returns the state of the polls at a time.
    pub(super) fn at(&self, now: DateTime<Utc>) -> Polled {
        let Times { finished, begun } = *self.times();
        let if_older = |since: Option<DateTime<Utc>>, age| since.filter(|it| now - *it > age);
        Polled {
            finished,
            long_since: if_older(begun, LONG),
            late_since: if_older(finished.or(begun), LATE),
        }
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        // A poisoned lock is harmless: the times are never half written.
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_are_alive_while_they_finish_and_while_one_runs_however_long_it_takes() {
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
        let polls = Polls::default();
        assert!(!polls.are_alive(at(0)));
        polls.begin(at(0));
        assert!(polls.are_alive(at(1_000_000)));
        polls.finish(at(1_000_000));
        assert!(polls.are_alive(at(1_000_120)));
        assert!(!polls.are_alive(at(1_000_121)));
    }
}
