//! Shares a limited number of connections among the clients.
//!
//! Each client gets a [`Place`]. If all are taken, a new client gets that of the connection that has been idle longest. A connection with
//! a request in progress is closed only if none is idle and its response has taken too long, or its client has stopped reading it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};
use tracing::warn;

use super::Limits;

/// The warning that every place is taken is repeated only after a place has been free for this long.
const QUIET: Duration = Duration::from_secs(60);

/// The places of one listener.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    /// If every place is taken and no connection is idle, a response that has taken this long may be aborted.
    overdue: Duration,
    /// The same, for a response of which no byte could be sent for this long.
    unread: Duration,
    taken: Mutex<Taken>,
    bell: Arc<Bell>,
}

#[derive(Debug, Default)]
struct Taken {
    seats: HashMap<u64, Arc<Seat>>,
    next: u64,
    /// When a new client last found every place taken.
    full: Option<Instant>,
}

/// Notifies the task that waits for a connection to change, if there is one.
#[derive(Debug, Default)]
struct Bell {
    is_wanted: AtomicBool,
    rung: Notify,
}

impl Bell {
    fn ring(&self) {
        if self.is_wanted.load(Ordering::SeqCst) {
            self.rung.notify_one();
        }
    }
}

/// What one connection is doing.
#[derive(Debug)]
pub(super) struct Seat {
    doing: Mutex<Doing>,
    must_leave: Notify,
    bell: Arc<Bell>,
}

#[derive(Debug)]
struct Doing {
    /// Whether a request has been received and its response is not sent yet.
    is_busy: bool,
    /// When `is_busy` last changed.
    since: Instant,
    /// When the client last read a part of a response.
    moved: Instant,
    /// Whether the connection has had no request yet.
    is_new: bool,
    is_leaving: bool,
}

impl Seat {
    /// A request was received: the connection keeps its place, even if it was just asked to close.
    pub(super) fn begin(&self) {
        self.change(|doing| {
            doing.is_busy = true;
            doing.is_new = false;
            doing.is_leaving = false;
            doing.moved = doing.since;
        });
    }

    /// A part of a response was sent.
    pub(super) fn moved(&self) {
        self.doing().moved = Instant::now();
    }

    /// Everything is sent. Returns whether that completed a response.
    pub(super) fn finish(&self) -> bool {
        let was_busy = self.doing().is_busy;
        if was_busy {
            self.change(|doing| doing.is_busy = false);
        }
        was_busy
    }

    /// Resolves when the connection must close for a new client.
    pub(super) async fn left(&self) {
        loop {
            self.must_leave.notified().await;
            if self.doing().is_leaving {
                return;
            }
        }
    }

    /// Changes the state, and wakes the task that waits for a place.
    fn change(&self, change: impl FnOnce(&mut Doing)) {
        let mut doing = self.doing();
        doing.since = Instant::now();
        change(&mut doing);
        drop(doing);
        self.bell.ring();
    }

    /// Asks the connection to close.
    fn leave(&self) {
        self.doing().is_leaving = true;
        self.must_leave.notify_one();
    }

    fn doing(&self) -> MutexGuard<'_, Doing> {
        // A poisoned lock is harmless: the values are never half written.
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one client, until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    number: u64,
    places: Arc<Places>,
    seat: Arc<Seat>,
}

impl Place {
    pub(super) fn seat(&self) -> &Arc<Seat> {
        &self.seat
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().seats.remove(&self.number);
        self.places.bell.ring();
    }
}

/// The result of looking for a place.
enum Found {
    Place(Place),
    /// Every place is taken; this connection is to be closed.
    Full(Arc<Seat>),
    /// Wait: a connection is already closing, or none may be closed before this time.
    Wait(Option<Instant>),
}

impl Places {
    pub(super) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            most: limits.connections,
            overdue: limits.overdue,
            unread: limits.unread,
            taken: Mutex::default(),
            bell: Arc::default(),
        })
    }

    /// Takes a place, if necessary that of another connection; `evicted` is called for each connection that is closed.
    ///
    /// Only one client may wait at a time, and nothing may wait for [`Places::settled`] meanwhile, because the bell notifies only one task.
    pub(super) async fn take(self: &Arc<Self>, evicted: impl Fn()) -> Place {
        if let Found::Place(place) = self.find() {
            return place;
        }
        self.warn();
        let _wanted = self.want();
        loop {
            let until = match self.find() {
                Found::Place(place) => return place,
                Found::Full(seat) => {
                    seat.leave();
                    evicted();
                    None
                }
                Found::Wait(until) => until,
            };
            self.changed(until).await;
        }
    }

    /// Waits until each connection has had a request or is older than `greeting`: on a new one, a request may be on its way.
    pub(super) async fn settled(&self, greeting: Duration) {
        let _wanted = self.want();
        loop {
            let youngest = {
                let taken = self.taken();
                let seats = taken.seats.values().map(|seat| seat.doing());
                seats
                    .filter(|doing| doing.is_new)
                    .map(|doing| doing.since)
                    .max()
            };
            match youngest.map(|since| since + greeting) {
                Some(until) if until > Instant::now() => self.changed(Some(until)).await,
                _ => return,
            }
        }
    }

    /// Finds a free place, or else a connection to close. Only a full server needs the pass over all connections.
    fn find(self: &Arc<Self>) -> Found {
        let now = Instant::now();
        let mut taken = self.taken();
        if taken.seats.len() < self.most {
            let number = taken.next;
            taken.next += 1;
            let seat = Arc::new(Seat {
                doing: Mutex::new(Doing {
                    is_busy: false,
                    since: now,
                    moved: now,
                    is_new: true,
                    is_leaving: false,
                }),
                must_leave: Notify::new(),
                bell: Arc::clone(&self.bell),
            });
            taken.seats.insert(number, Arc::clone(&seat));
            return Found::Place(Place {
                number,
                places: Arc::clone(self),
                seat,
            });
        }
        let mut first: Option<(bool, Instant, &Arc<Seat>)> = None;
        for seat in taken.seats.values() {
            let doing = seat.doing();
            if doing.is_leaving {
                return Found::Wait(None);
            }
            let until = if doing.is_busy {
                (doing.since + self.overdue).min(doing.moved + self.unread)
            } else {
                doing.since
            };
            let rank = (doing.is_busy, until);
            if first.is_none_or(|(is_busy, until, _)| rank < (is_busy, until)) {
                first = Some((doing.is_busy, until, seat));
            }
        }
        match first {
            Some((true, until, _)) if until > now => Found::Wait(Some(until)),
            Some((_, _, seat)) => Found::Full(Arc::clone(seat)),
            None => Found::Wait(None),
        }
    }

    /// Warns that every connection is in use, unless that was so a short while ago.
    fn warn(&self) {
        let now = Instant::now();
        let earlier = self.taken().full.replace(now);
        if earlier.is_none_or(|full| now - full > QUIET) {
            warn!(
                connections = self.most,
                "every connection is in use; closing the one that has been idle longest for each new client"
            );
        }
    }

    /// Lets the bell ring until the guard is dropped.
    fn want(&self) -> Wanted<'_> {
        self.bell.is_wanted.store(true, Ordering::SeqCst);
        Wanted(&self.bell)
    }

    /// Waits until a connection changes, or until a time.
    async fn changed(&self, until: Option<Instant>) {
        match until {
            None => self.bell.rung.notified().await,
            Some(until) => tokio::select! {
                () = self.bell.rung.notified() => {}
                () = sleep_until(until) => {}
            },
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        // A poisoned lock is harmless: the map is never half changed.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A task is waiting for the bell until this is dropped.
struct Wanted<'a>(&'a Bell);

impl Drop for Wanted<'_> {
    fn drop(&mut self) {
        self.0.is_wanted.store(false, Ordering::SeqCst);
    }
}
