//! Reports the state of the server to the service manager that started it.
//!
//! The messages are those of [sd_notify(3)]: ready, reloading, stopping, a status line, and the keep-alive for the watchdog. No message can be
//! read as two. If the manager does not read, each message is given up after a second. Without `NOTIFY_SOCKET`, nothing is sent.
//!
//! The watchdog gets its keep-alive while polls finish, and while one is in progress, however long it takes: a server that waits for a dead
//! file system still serves the last valid version, and a new process would wait for the same file system before it could serve anything.
//!
//! [sd_notify(3)]: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::{Server, health};

/// How often to check the state if no watchdog needs keep-alives.
const CALM: Duration = Duration::from_secs(60);

/// Reloads, as the service manager sees them: requested, then done.
#[derive(Debug, Default)]
pub struct Reloads {
    /// Requests a reload from the polls.
    pub ask: Arc<Notify>,
    /// Set when the polls have done a requested reload.
    pub is_done: Arc<AtomicBool>,
}

/// The service manager of this process.
#[derive(Debug)]
pub struct Manager {
    channel: Channel,
    /// The manager kills this process if it gets no keep-alive for this long.
    watchdog: Option<Duration>,
}

impl Manager {
    /// Returns the service manager, if there is one.
    pub fn of_this_process() -> Option<Self> {
        Some(Self {
            channel: Channel::open()?,
            watchdog: watchdog(),
        })
    }

    /// Reports that the server is ready, then each change of its state, until a stop.
    ///
    /// A reload that `asked` requests is passed on to `reloads`. `polls` is the task that polls: if it ends, so do the keep-alives.
    pub async fn follow(
        self,
        server: Arc<Server>,
        asked: Arc<Notify>,
        reloads: Reloads,
        polls: JoinHandle<()>,
        mut stop: watch::Receiver<u32>,
    ) {
        let mut finishes = server.polls.finishes();
        // Twice as often as the watchdog requires.
        let mut ticks = interval(self.watchdog.map_or(CALM, |every| every / 2));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut status = server.status();
        self.channel.send(&format!("READY=1\nSTATUS={status}"));
        let mut is_reloading = false;
        loop {
            tokio::select! {
                () = super::stopped(&mut stop, 1) => {
                    self.channel.send("STOPPING=1\nSTATUS=finishing the requests in progress");
                    return;
                }
                () = asked.notified() => {
                    is_reloading = true;
                    let now = monotonic();
                    self.channel.send(&format!("RELOADING=1\nMONOTONIC_USEC={now}"));
                    reloads.ask.notify_one();
                }
                Ok(()) = finishes.changed() => {
                    let is_done = reloads.is_done.swap(false, Ordering::SeqCst);
                    let current = server.status();
                    if is_reloading && is_done {
                        is_reloading = false;
                        self.channel.send(&format!("READY=1\nSTATUS={current}"));
                    } else if current != status {
                        self.channel.send(&format!("STATUS={current}"));
                    }
                    status = current;
                }
                _ = ticks.tick() => {
                    let is_alive = server.polls.are_alive((server.clock)()) && !polls.is_finished();
                    if is_alive && self.watchdog.is_some() {
                        self.channel.send("WATCHDOG=1");
                    }
                }
            }
        }
    }
}

impl Server {
    /// The state of the server, in one line.
    fn status(&self) -> String {
        let polled = self.polls.at((self.clock)());
        health::line(&self.published.load(), polled)
    }
}

/// The monotonic clock in microseconds, which the manager compares with its own.
#[cfg(target_os = "linux")]
fn monotonic() -> i64 {
    use rustix::time::{ClockId, clock_gettime};
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
}

#[cfg(not(target_os = "linux"))]
fn monotonic() -> i64 {
    0
}

/// How long the manager waits for a keep-alive before it kills this process, if it has a watchdog.
fn watchdog() -> Option<Duration> {
    let asked_of = variable("WATCHDOG_PID");
    if asked_of.is_some_and(|pid| pid != std::process::id().to_string()) {
        return None;
    }
    let microseconds: u64 = variable("WATCHDOG_USEC")?.parse().ok()?;
    Some(Duration::from_micros(microseconds)).filter(|every| !every.is_zero())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the service manager passes its settings in the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The socket of the service manager.
#[cfg(unix)]
#[derive(Debug)]
struct Channel {
    socket: std::os::unix::net::UnixDatagram,
    address: std::os::unix::net::SocketAddr,
}

#[cfg(unix)]
impl Channel {
    fn open() -> Option<Self> {
        let name = variable("NOTIFY_SOCKET")?;
        let socket = std::os::unix::net::UnixDatagram::unbound().ok()?;
        socket
            .set_write_timeout(Some(Duration::from_secs(1)))
            .ok()?;
        let address = address(&name)?;
        Some(Self { socket, address })
    }

    fn send(&self, message: &str) {
        if let Err(error) = self.socket.send_to_addr(message.as_bytes(), &self.address) {
            tracing::debug!(%error, "cannot reach the service manager");
        }
    }
}

/// The address of a socket: a path, or on Linux an abstract name, which begins with `@`.
#[cfg(unix)]
fn address(name: &str) -> Option<std::os::unix::net::SocketAddr> {
    #[cfg(target_os = "linux")]
    if let Some(name) = name.strip_prefix('@') {
        use std::os::linux::net::SocketAddrExt as _;
        return std::os::unix::net::SocketAddr::from_abstract_name(name).ok();
    }
    std::os::unix::net::SocketAddr::from_pathname(name).ok()
}

/// This system has no service manager with such a socket.
#[cfg(not(unix))]
#[derive(Debug)]
struct Channel;

#[cfg(not(unix))]
impl Channel {
    fn open() -> Option<Self> {
        None
    }

    fn send(&self, _: &str) {}
}
