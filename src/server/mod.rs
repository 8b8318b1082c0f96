//! A listener and a published Site → answers, until told to stop. Accepts, limits and drains; what to answer is `respond`'s.
//! Guarantees that one request sees one Site, that no accept error ends the server, and that a stop finishes what is under way.
//! The listener, the stop and the clock are arguments, so that tests run it on port 0, at any moment, and any task can end it.
//! Deliberately absent: TLS and HTTP/2 (a proxy's work), and any state but the Site and the counts.
//! Implements the connection management of [RFC 9112 §9] through hyper.
//!
//! [RFC 9112 §9]: https://www.rfc-editor.org/rfc/rfc9112#section-9

mod client;
mod health;
mod host;
mod metrics;
mod polls;
mod published;
pub mod reload;
pub mod respond;
mod signal;
mod stall;

use std::convert::Infallible;
use std::future::{pending, ready};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use hyper::body::{Body as _, Incoming};
use hyper::header::{HeaderValue, USER_AGENT};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tracing::{debug, error, info, warn};

pub use client::Client;
use health::Audience;
use metrics::{Kind, Metrics};
use polls::Polls;
pub use published::{Changes, Edition, Fault, FileKind, HistoryState, Origin, Published, State};
use respond::Reply;
pub use signal::{Signals, signals};
use stall::Stall;

/// A request is a few hundred bytes; twice hyper's minimum leaves room for the headers that proxies add. Above it: 431.
const BUFFER_BYTES: usize = 16 * 1024;

/// The pause after a failed accept grows from the first to the second.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));

/// How many characters of a path, or of a method, the access log shows.
const SHOWN: usize = 256;

/// What a client may take of this process.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How many connections are open at once; above it new ones wait in the listener's backlog.
    pub connections: usize,
    /// How long a client may take to send the head of a request. An idle connection is closed after the same time, since
    /// hyper's clock starts when the connection is ready for the next request, not at its first byte.
    pub head: Duration,
    /// How long a response may wait for a client that reads nothing of it.
    pub stall: Duration,
    /// How long a refused body is read, so that the refusal arrives: to close on what was sent resets the connection.
    pub linger: Duration,
    /// How long a stop waits for what is under way.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 4096,
            head: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            linger: Duration::from_secs(2),
            drain: Duration::from_secs(10),
        }
    }
}

/// Tells the present moment.
pub type Clock = fn() -> DateTime<Utc>;

/// Answers the requests for a [`Published`], and counts them.
#[derive(Debug)]
pub struct Server {
    published: Arc<Published>,
    clock: Clock,
    logs_access: bool,
    metrics: Arc<Metrics>,
    polls: Polls,
}

/// What a listener is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Site,
    Metrics,
}

impl Server {
    /// Serves what is published.
    pub fn new(published: Arc<Published>, clock: Clock) -> Self {
        Self {
            published,
            clock,
            logs_access: false,
            metrics: Arc::default(),
            polls: Polls::default(),
        }
    }

    /// Logs every answer.
    #[must_use]
    pub fn with_access_log(mut self) -> Self {
        self.logs_access = true;
        self
    }

    /// Serves until told to stop, then finishes what is under way and returns; must run within a tokio runtime.
    ///
    /// `stop` counts how often that was said. At the first time the listener is closed, idle connections next; a response that is
    /// being sent is finished if `limits.drain` allows, and cut after that or at the second time. Who drops the sender has said it once.
    ///
    /// # Errors
    ///
    /// When the listener cannot tell its own address. Later failures to accept are logged and tried again.
    pub async fn run(
        self: Arc<Self>,
        listener: TcpListener,
        limits: Limits,
        stop: watch::Receiver<u32>,
    ) -> io::Result<()> {
        info!(address = %listener.local_addr()?, "listening");
        self.listen(Role::Site, listener, limits, stop).await;
        info!("stopped");
        Ok(())
    }

    /// Serves `/metrics`, and `/healthz` with the message of what is wrong, until told to stop; must run within a tokio runtime.
    ///
    /// # Errors
    ///
    /// As for [`Server::run`].
    pub async fn run_metrics(
        self: Arc<Self>,
        listener: TcpListener,
        stop: watch::Receiver<u32>,
    ) -> io::Result<()> {
        info!(address = %listener.local_addr()?, "listening for metrics");
        let limits = Limits {
            connections: 16,
            drain: Duration::from_secs(1),
            ..Limits::default()
        };
        self.listen(Role::Metrics, listener, limits, stop).await;
        Ok(())
    }

    /// Returns what `/metrics` says at a moment.
    pub fn metrics_text(&self, now: DateTime<Utc>) -> String {
        let polled = self.polls.at(now);
        self.metrics.text(&self.published.load(), polled, now)
    }

    async fn listen(
        self: Arc<Self>,
        role: Role,
        listener: TcpListener,
        limits: Limits,
        mut stop: watch::Receiver<u32>,
    ) {
        let http = protocol(&limits);
        let places = Arc::new(Semaphore::new(limits.connections));
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        loop {
            let (stream, peer, place) = tokio::select! {
                accepted = accept(&listener, &places) => accepted,
                () = told(&mut stop, 1) => break,
            };
            // Without this the tail of a response waits for the acknowledgement of its head.
            if let Err(error) = stream.set_nodelay(true) {
                debug!(%peer, %error, "cannot set TCP_NODELAY");
            }
            let has_refused = Arc::new(AtomicBool::new(false));
            let io = Stall::new(TokioIo::new(stream), &limits, Arc::clone(&has_refused));
            let server = Arc::clone(&self);
            let service = service_fn(move |request: Request<Incoming>| {
                if !request.body().is_end_stream() {
                    has_refused.store(true, Ordering::Relaxed);
                }
                ready(Ok::<_, Infallible>(server.answer(role, &request)))
            });
            let connection = graceful.watch(http.serve_connection(io, service));
            let open = (role == Role::Site).then(|| self.metrics.opened());
            connections.spawn(async move {
                if let Err(error) = connection.await {
                    debug!(%peer, error = %Causes(&error), "connection ended early");
                }
                drop(open);
                drop(place);
            });
            // What has ended leaves the set here; it never holds more than `limits.connections` and one that ended.
            while let Some(ended) = connections.try_join_next() {
                if let Err(error) = ended {
                    error!(%error, "a connection's task failed");
                }
            }
        }

        // A load balancer that still sends here must be refused, not kept waiting in the backlog.
        drop(listener);
        info!(connections = graceful.count(), "stopping");
        tokio::select! {
            () = graceful.shutdown() => return,
            () = tokio::time::sleep(limits.drain) => {}
            () = told(&mut stop, 2) => {}
        }
        warn!("cutting connections that did not finish");
        connections.shutdown().await;
    }

    /// Answers one request.
    fn answer(&self, role: Role, request: &Request<Incoming>) -> Reply {
        let refused = host::refused(request.version(), request.headers());
        match role {
            Role::Site => self.observed(request, refused),
            Role::Metrics => respond::for_its_own_origin(self.operators(request, refused)),
        }
    }

    /// Answers an operator.
    fn operators(&self, request: &Request<Incoming>, refused: Option<&'static str>) -> Reply {
        let now = (self.clock)();
        match (refused, request.uri().path()) {
            (Some(reason), _) => respond::bad_request(reason),
            (None, metrics::PATH) => respond::by_method(request.method(), || {
                respond::passing(metrics::CONTENT_TYPE, self.metrics_text(now))
            }),
            (None, health::PATH) => respond::by_method(request.method(), || {
                let polled = self.polls.at(now);
                health::respond(&self.published.load(), polled, Audience::Operator)
            }),
            (None, _) => respond::nothing_here(),
        }
    }

    /// Answers one request from one Site, counts it, and logs it if asked to.
    fn observed(&self, request: &Request<Incoming>, refused: Option<&'static str>) -> Reply {
        #[expect(
            clippy::disallowed_methods,
            reason = "the server measures its own answers"
        )]
        let started = self.logs_access.then(Instant::now);
        let state = self.published.load();
        let (method, sent) = (request.method(), request.uri().path());
        let path = respond::normalised(sent);
        let named = respond::named(&path, state.site());
        let reply = if let Some(reason) = refused {
            respond::bad_request(reason)
        } else if path == health::PATH {
            respond::by_method(method, || {
                let polled = self.polls.at((self.clock)());
                health::respond(&state, polled, Audience::Public)
            })
        } else {
            respond::by_method(method, || {
                let now = (self.clock)();
                respond::read(&path, named, request.headers(), state.site(), now)
            })
        };
        let kind = Kind::of(&path, named);
        // Only where somebody wants to know it: to read the name of a client takes longer than all else here.
        let client = || {
            let agent = request.headers().get(USER_AGENT);
            Client::of(agent.map(HeaderValue::as_bytes))
        };
        let status = reply.status();
        let is_fetch = kind == Kind::Feed && method == Method::GET;
        let fetched = is_fetch.then(|| (path.as_ref(), client()));
        self.metrics.answered(kind, status, fetched);
        if let Some(started) = started {
            // No query, in which people send what is nobody's business, and no address.
            info!(
                target: "calfeed::access",
                method = shown(method.as_str()),
                path = shown(sent),
                client = client().name(),
                status = status.as_u16(),
                bytes = reply.body().size_hint().lower(),
                microseconds = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
                "answered"
            );
        }
        reply
    }
}

/// What a stranger sent, as far as the log shows it.
fn shown(sent: &str) -> String {
    sent.chars().take(SHOWN).collect()
}

/// Resolves once it was said so many times to stop. Whoever could say so is gone: that counts as once.
async fn told(stop: &mut watch::Receiver<u32>, times: u32) {
    if stop.wait_for(|said| *said >= times).await.is_err() && times > 1 {
        pending::<()>().await;
    }
}

/// HTTP/1.1 as this server speaks it.
fn protocol(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    // Pipelined requests are answered one by one; joining their flushes is marked experimental and gains nothing here.
    // Without the timer hyper's default header timeout is silently off, and a configured one panics at the first connection.
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(BUFFER_BYTES)
        .keep_alive(true)
        // A client that has said all it wants, and closes its half, still waits for the answer. Nothing lingers by it: once the
        // last answer is sent hyper reads that end, and a client that does not read meets the limit on writing.
        .half_close(true)
        .pipeline_flush(false);
    http
}

/// Waits for a place, then for a client, through whatever accepting may fail with.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    // The place comes first: a client beyond the limit stays in the backlog, where it costs this process nothing.
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .expect("nothing closes the semaphore");
    let (mut pause, longest) = BACK_OFF;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            // A client that gave up while it waited is no failure of ours.
            Err(error) if is_of_the_client(error.kind()) => debug!(%error, "lost a client"),
            // Out of descriptors or memory: it passes as connections end, and at once would only spin.
            Err(error) => {
                warn!(%error, ?pause, "cannot accept");
                tokio::time::sleep(pause).await;
                pause = longest.min(pause * 2);
            }
        }
    }
}

fn is_of_the_client(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    )
}

/// An error with the errors beneath it: hyper's own says "connection error" and keeps the reason as its source.
struct Causes<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut error = self.0;
        while let Some(source) = error.source() {
            write!(f, ": {source}")?;
            error = source;
        }
        Ok(())
    }
}
