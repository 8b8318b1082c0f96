//! Decides how long to wait for a file that keeps changing, and when to try again after a failure.
//!
//! Changes of the system clock have no effect.

use std::time::{Duration, Instant};

/// How long to wait for the file to stop changing. The next poll then publishes a valid version, at most ten seconds after the first change.
const LONGEST: Duration = Duration::from_secs(8);

/// The first and the longest pause before running git again after a failure.
const GIT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// The pause before retrying a load that failed for a reason outside the file.
const MINUTE: Duration = Duration::from_secs(60);

/// How long the file has been changing.
#[derive(Debug)]
pub(super) struct Patience {
    longest: Duration,
    since: Option<Instant>,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            longest: LONGEST,
            since: None,
        }
    }
}

impl Patience {
    /// Never waits.
    #[cfg(test)]
    pub(super) fn none() -> Self {
        Self {
            longest: Duration::ZERO,
            since: None,
        }
    }

    /// Whether the file has been changing for too long. The first call starts the clock.
    pub(super) fn is_over(&mut self) -> bool {
        let now = now();
        now - *self.since.get_or_insert(now) >= self.longest
    }

    /// Stops the clock: the file no longer changes.
    pub(super) fn end(&mut self) {
        self.since = None;
    }
}

/// When to try again.
#[derive(Clone, Debug)]
pub(super) struct Retry {
    at: Instant,
    pause: Duration,
    is_of_git: bool,
}

impl Retry {
    /// A retry of a load that failed for a reason outside the file.
    pub(super) fn of_load() -> Self {
        Self::after(MINUTE, false)
    }

    /// A retry of git.
    pub(super) fn of_git() -> Self {
        Self::after(GIT.0, true)
    }

    /// The next retry, after a pause twice as long as the last one, up to a limit.
    pub(super) fn backed_off(&self) -> Self {
        Self::after((self.pause * 2).min(GIT.1), self.is_of_git)
    }

    /// A retry that is due now; the next one follows after a long pause.
    #[cfg(test)]
    pub(super) fn due(is_of_git: bool) -> Self {
        Self {
            at: now(),
            pause: MINUTE,
            is_of_git,
        }
    }

    fn after(pause: Duration, is_of_git: bool) -> Self {
        Self {
            at: now() + pause,
            pause,
            is_of_git,
        }
    }

    pub(super) fn is_of_git(&self) -> bool {
        self.is_of_git
    }

    pub(super) fn is_due(&self) -> bool {
        now() >= self.at
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the shell measures time"
)]
fn now() -> Instant {
    Instant::now()
}
