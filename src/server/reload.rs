//! Keeps the served Site up to date with the events file.
//!
//! A new Site is built beside the one in [`Published`], which is then swapped as a whole. A failure keeps the last valid one and is logged once
//! with the whole report. Pages expire on time even while the file is broken, and a poll that never ends is reported. The caller reads the
//! files, runs git, and decides when to try again.
//!
//! The file is polled because notifications miss changes on network file systems and mounted volumes, and renames. A poll every second has
//! no measurable cost. Clock changes and machines that slept need no special case.
//!
//! [`Published`]: super::Published

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tracing::{error, info, warn};

use super::Server;
use super::polls::LATE;
use super::published::{Edition, Fault, State};

/// Why the file is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Some time has passed: load the file if it has changed.
    Poll,
    /// A reload was requested: load the file even if it has not changed.
    Demand,
    /// The pages have expired: render the last valid version again.
    Turn,
}

/// Keeps the Site of a server up to date.
pub struct Reload<L> {
    server: Arc<Server>,
    load: L,
    free: Box<dyn FnMut(State) + Send>,
}

impl<L> fmt::Debug for Reload<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reload")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl<L> Reload<L>
where
    L: FnMut(Occasion, DateTime<Utc>) -> Option<Result<Edition, Fault>>,
{
    /// `load` checks the file, and returns `None` if nothing has changed.
    pub fn new(server: Arc<Server>, load: L) -> Self {
        Self {
            server,
            load,
            free: Box::new(drop),
        }
    }

    /// Passes each replaced state to `free`, so that the thread that built the Site can drop it. The allocator reuses memory soonest if the
    /// thread that allocated it frees it.
    #[must_use]
    pub fn freed_by(self, free: impl FnMut(State) + Send + 'static) -> Self {
        Self {
            free: Box::new(free),
            ..self
        }
    }

    /// Checks the file once, and publishes the result; blocks while a Site is built.
    pub fn look(&mut self, demanded: bool, now: DateTime<Utc>) {
        let occasion = if demanded {
            Occasion::Demand
        } else {
            Occasion::Poll
        };
        self.server.polls.begin(now);
        match self.load(occasion, now) {
            Some(Ok(edition)) => self.replace(edition, now),
            Some(Err(fault)) => self.keep(&fault),
            None => {}
        }
        let expiry = self.server.published.load().site().expiry();
        if expiry.is_some_and(|expiry| expiry <= now)
            && let Some(Ok(edition)) = self.load(Occasion::Turn, now)
        {
            let earlier = self.server.published.turn(edition, now);
            (self.free)(earlier);
        }
        self.server.polls.finish((self.server.clock)());
    }

    fn load(&mut self, occasion: Occasion, now: DateTime<Utc>) -> Option<Result<Edition, Fault>> {
        // No version should make the core panic. If one does, it is not published, and the next poll runs as usual.
        catch_unwind(AssertUnwindSafe(|| (self.load)(occasion, now))).unwrap_or_else(|_| {
            let message = "calfeed crashed on this version of the file, as the log shows; please report this bug";
            Some(Err(Fault {
                message: message.to_owned(),
                file: None,
                held_back: None,
                place: None,
                report: String::new(),
                notes: Box::default(),
                since: now,
            }))
        })
    }

    /// Serves a new Site, and logs what changed.
    fn replace(&mut self, edition: Edition, now: DateTime<Utc>) {
        self.server.metrics.loaded(now);
        let changes = edition.changes.unwrap_or_default();
        let earlier = self.server.published.replace(edition, now);
        (self.free)(earlier);
        let state = self.server.published.load();
        info!(
            events = state.site().events(),
            feeds = state.site().feeds(),
            added = changes.added,
            changed = changes.changed,
            gone = changes.gone,
            sha256 = state.origin().map(|origin| origin.sha256.as_str()),
            commit = state.origin().and_then(|origin| origin.commit.as_deref()),
            "loaded the events file"
        );
    }

    /// Counts the first load, made before the server started. With a fault, an earlier version is served.
    pub fn started(&self, fault: Option<&Fault>) {
        self.server.polls.finish((self.server.clock)());
        match fault {
            None => self.server.metrics.loaded((self.server.clock)()),
            Some(fault) => self.keep(fault),
        }
    }

    /// Keeps the served Site, and logs once why the current version cannot replace it.
    fn keep(&self, fault: &Fault) {
        self.server.metrics.failed();
        let state = self.server.published.load();
        let is_known = state.fault().is_some_and(|known| {
            (&known.message, &known.report) == (&fault.message, &fault.report)
        });
        if is_known {
            warn!(
                "reloaded, but the problem is the same as before: {}",
                fault.message
            );
            return;
        }
        self.server.published.keep(fault.clone());
        log(fault, &state);
    }
}

impl<L> Reload<L>
where
    L: FnMut(Occasion, DateTime<Utc>) -> Option<Result<Edition, Fault>> + Send + 'static,
{
    /// Checks the file at every interval, and on each request for a reload, until a stop; must run within a tokio runtime.
    pub async fn run(
        mut self,
        every: Duration,
        asked: Arc<Notify>,
        mut stop: watch::Receiver<u32>,
    ) {
        let mut ticks = interval(every);
        // After a long load, wait for one interval; do not make up for the missed polls.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let demanded = tokio::select! {
                () = super::stopped(&mut stop, 1) => return,
                () = asked.notified() => true,
                _ = ticks.tick() => false,
            };
            let now = (self.server.clock)();
            let server = Arc::clone(&self.server);
            let mut polled = spawn_blocking(move || {
                self.look(demanded, now);
                self
            });
            let late = LATE.to_std().unwrap_or(Duration::MAX);
            let polled = tokio::select! {
                polled = &mut polled => polled,
                () = sleep(late) => {
                    error!(
                        "a poll of the events file has not finished after {} seconds; the file system, or git, may not respond; \
                         still serving {}",
                        late.as_secs(),
                        version(&server.published.load())
                    );
                    polled.await
                }
            };
            match polled {
                Ok(same) => self = same,
                Err(error) => {
                    error!(%error, "polling the events file has stopped because of a panic; restart the server");
                    return;
                }
            }
        }
    }
}

/// Logs a fault with its whole report, and which version is served instead.
fn log(fault: &Fault, served: &State) {
    // Indented, so that no line of the report looks like a log entry.
    let report = fault.report.trim_end().replace('\n', "\n    ");
    let report = match report.as_str() {
        "" => report,
        report => format!("\n    {report}"),
    };
    let instead = if served.site().iter().next().is_none() {
        "nothing could be published yet".to_owned()
    } else {
        format!("still serving {}", version(served))
    };
    error!("{}; {instead}{report}", fault.message);
}

/// Names the served version by the time at which it was loaded, and by its commit: after a start on a broken file it is an older commit.
fn version(served: &State) -> String {
    let Some(origin) = served.origin() else {
        return "the last valid version".to_owned();
    };
    let loaded = origin.loaded.format("%-d %B %Y, %H:%M UTC");
    let commit = origin.commit.as_deref().map_or_else(String::new, |commit| {
        let short: String = commit.chars().take(12).collect();
        format!(" (commit {short})")
    });
    format!("the version loaded on {loaded}{commit}")
}
