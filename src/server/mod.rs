//! Serves a published Site from a listener, until it receives a stop.
//!
//! One request sees one Site. An accept error never ends the server, and a stop finishes the requests in progress. The listener, the stop and the
//! clock are arguments, so tests run it on port 0 and at any time. Its only state is the Site, the polls and the counters. TLS and HTTP/2 are a
//! proxy's job. `respond` makes the responses, and hyper does the connection management of [RFC 9112 §9].
//!
//! [RFC 9112 §9]: https://www.rfc-editor.org/rfc/rfc9112#section-9

mod accept;
pub mod activation;
mod client;
mod connection;
mod date;
mod health;
mod host;
pub mod manager;
mod metrics;
mod places;
mod polls;
mod preview;
mod process;
mod published;
pub mod reload;
pub mod respond;
mod signal;
mod wire;
mod write_timeout;

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use hyper::Method;
use hyper::Request;
use hyper::body::{Body as _, Incoming};
use hyper::header::{DATE, HeaderValue, USER_AGENT};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{debug, error, info, warn};

use accept::accept;
pub use client::Client;
use connection::{Causes, Ending, protocol};
use date::Dates;
use health::Audience;
pub(crate) use host::is_loopback_host;
use metrics::{Kind, Metrics};
use places::Places;
use polls::Polls;
use preview::Preview;
pub use published::{Changes, Edition, Fault, FileKind, HistoryState, Origin, Published, State};
use respond::Reply;
pub use signal::{Signals, signals};
use wire::{Observed, Wire};
use write_timeout::WriteTimeout;

/// How many characters of a path or a method the access log shows.
const SHOWN: usize = 256;

/// Limits on connections and on slow clients.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The maximum number of open connections. When all are in use, the one that has been idle longest is closed for a new client.
    pub connections: usize,
    /// If all connections are in use and none is idle, a response that has taken this long may be aborted for a new client.
    pub overdue: Duration,
    /// The same, for a response of which the client has read nothing for this long.
    pub unread: Duration,
    /// How long a client may take to send the headers of a request. An idle connection is closed after the same time, because
    /// hyper's timer starts when the connection is ready for the next request, not at its first byte.
    pub head: Duration,
    /// How long a write may wait for a client that does not read.
    pub write_timeout: Duration,
    /// How long to read and discard a refused body after the response. Closing earlier would reset the connection, and the client might not
    /// get the response.
    pub linger: Duration,
    /// How long shutdown waits for the first request of a client that has just connected.
    pub greeting: Duration,
    /// How long shutdown waits for the requests in progress.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 4096,
            overdue: Duration::from_secs(10),
            unread: Duration::from_secs(2),
            head: Duration::from_secs(15),
            write_timeout: Duration::from_secs(30),
            linger: Duration::from_secs(2),
            greeting: Duration::from_secs(1),
            drain: Duration::from_secs(10),
        }
    }
}

/// Returns the current time.
pub type Clock = fn() -> DateTime<Utc>;

/// Responds to the requests for a [`Published`], and counts them.
#[derive(Debug)]
pub struct Server {
    published: Arc<Published>,
    clock: Clock,
    logs_access: bool,
    preview: Option<Preview>,
    metrics: Arc<Metrics>,
    polls: Polls,
    dates: Dates,
    /// The number of dropped log entries, if there is a log.
    lost: Option<Arc<AtomicU64>>,
}

/// What a listener is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Site,
    Metrics,
}

impl Server {
    /// Creates a server for what is published.
    pub fn new(published: Arc<Published>, clock: Clock) -> Self {
        Self {
            published,
            clock,
            logs_access: false,
            preview: None,
            metrics: Arc::default(),
            polls: Polls::default(),
            dates: Dates::default(),
            lost: None,
        }
    }

    /// Logs every response.
    #[must_use]
    pub fn with_access_log(mut self) -> Self {
        self.logs_access = true;
        self
    }

    /// Shows the number of dropped log entries in the metrics.
    #[must_use]
    pub fn with_lost_entries(mut self, lost: Arc<AtomicU64>) -> Self {
        self.lost = Some(lost);
        self
    }

    /// Serves until a stop, then finishes the requests in progress and returns; must run within a tokio runtime.
    ///
    /// `stop` counts the stops. The first closes the listener, then the idle connections; responses in progress may take until
    /// `limits.drain` is over. After that, or at the second stop, they are aborted. A dropped sender counts as one stop.
    ///
    /// # Errors
    ///
    /// If the address of the listener cannot be read. Later errors of accept are logged, and tried again.
    pub async fn run(
        self: Arc<Self>,
        listener: TcpListener,
        limits: Limits,
        stop: watch::Receiver<u32>,
    ) -> io::Result<()> {
        info!(address = %listener.local_addr()?, "listening");
        self.metrics.limited(limits.connections);
        self.listen(Role::Site, listener, limits, stop).await;
        info!("stopped");
        Ok(())
    }

    /// Serves `/metrics`, and `/healthz` with the full error message, until a stop; must run within a tokio runtime.
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

    /// Returns the text of `/metrics` at a time, without the metrics of the process.
    pub fn metrics_text(&self, now: DateTime<Utc>) -> String {
        let polled = self.polls.at(now);
        let lost = self.lost.as_ref().map(|lost| lost.load(Ordering::Relaxed));
        let state = self.published.load();
        self.metrics.text(&state, polled, lost, now)
    }

    /// Accepts clients and serves them until a stop, then lets the requests in progress finish.
    async fn listen(
        self: Arc<Self>,
        role: Role,
        listener: TcpListener,
        limits: Limits,
        mut stop: watch::Receiver<u32>,
    ) {
        let http = protocol(&limits);
        let places = Places::new(&limits);
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        loop {
            let arrived = async {
                let (stream, peer) = accept(&listener, &self.metrics).await;
                let place = places.take(|| self.metrics.evicted(role)).await;
                (stream, peer, place)
            };
            let (stream, peer, place) = tokio::select! {
                arrived = arrived => arrived,
                () = stopped(&mut stop, 1) => break,
            };
            let has_refused = Arc::new(AtomicBool::new(false));
            let observed = Arc::new(Observed::default());
            let seat = Arc::clone(place.seat());
            let wire = Wire::new(
                TokioIo::new(stream),
                Arc::clone(&seat),
                Arc::clone(&observed),
            );
            let io = WriteTimeout::new(wire, &limits, Arc::clone(&has_refused));
            let server = Arc::clone(&self);
            let ending = stop.clone();
            let service = service_fn(move |request: Request<Incoming>| {
                seat.begin();
                if !request.body().is_end_stream() {
                    has_refused.store(true, Ordering::Relaxed);
                }
                let server = Arc::clone(&server);
                // hyper closes the connection of a request whose body was dropped unread, so a request is dropped before its response is sent.
                let reply = match server.shown_by_page(role, &request) {
                    None => Ok(server.respond(role, &request)),
                    Some(shown) => Err((request, shown, ending.clone())),
                };
                async move {
                    let reply = match reply {
                        Ok(reply) => reply,
                        Err((request, shown, stop)) => {
                            server.changed(&shown, stop).await;
                            server.respond(role, &request)
                        }
                    };
                    Ok::<_, Infallible>(reply)
                }
            });
            let connection = graceful.watch(http.serve_connection(io, service));
            let open = (role == Role::Site).then(|| self.metrics.opened());
            let metrics = Arc::clone(&self.metrics);
            connections.spawn(async move {
                let ended = tokio::select! {
                    biased;
                    ended = connection => ended,
                    () = place.seat().left() => Ok(()),
                };
                if let Err(error) = ended {
                    let ending = Ending::of(&error, &observed);
                    if let Some(ending) = ending.filter(|_| role == Role::Site) {
                        metrics.ended(ending);
                    }
                    let kind = ending.map(Ending::name);
                    debug!(%peer, kind, error = %Causes(&error), "connection ended early");
                }
                drop(open);
                drop(place);
            });
            // Remove the tasks that have ended, so that the set never has more than `limits.connections` and one.
            while let Some(ended) = connections.try_join_next() {
                if let Err(error) = ended {
                    error!(%error, "the task of a connection panicked");
                }
            }
        }

        // Close the listener, so that a load balancer that still connects is refused and does not wait in the backlog. With socket
        // activation the service manager keeps the socket open, and the next process accepts the connections in the backlog.
        drop(listener);
        info!(
            connections = graceful.count(),
            "stopping; finishing the requests in progress"
        );
        tokio::select! {
            () = async {
                // hyper would close a connection that has read nothing yet, although a request may be on its way.
                places.settled(limits.greeting).await;
                graceful.shutdown().await;
            } => return,
            () = tokio::time::sleep(limits.drain) => {}
            () = stopped(&mut stop, 2) => {}
        }
        warn!("closing connections whose requests did not finish in time");
        connections.shutdown().await;
    }

    /// Responds to one request.
    fn respond(&self, role: Role, request: &Request<Incoming>) -> Reply {
        let refused = host::refused(request.version(), request.headers());
        let now = (self.clock)();
        let mut reply = match role {
            Role::Site => self.observed(request, refused, now),
            Role::Metrics => {
                respond::for_its_own_origin(self.respond_to_operator(request, refused, now))
            }
        };
        if role == Role::Site && self.preview.is_some() {
            reply = preview::kept_private(reply);
        }
        if let Some(date) = self.dates.at(now) {
            reply.headers_mut().insert(DATE, date);
        }
        reply
    }

    /// Responds to a request to the address of the metrics.
    fn respond_to_operator(
        &self,
        request: &Request<Incoming>,
        refused: Option<&'static str>,
        now: DateTime<Utc>,
    ) -> Reply {
        match (refused, request.uri().path()) {
            (Some(reason), _) => respond::bad_request(reason),
            (None, metrics::PATH) => respond::by_method(request.method(), || {
                let mut text = self.metrics_text(now);
                process::write(&mut text, now);
                respond::passing(metrics::CONTENT_TYPE, text)
            }),
            (None, health::PATH) => respond::by_method(request.method(), || {
                let polled = self.polls.at(now);
                health::respond(&self.published.load(), polled, Audience::Operator)
            }),
            (None, _) => respond::nothing_here(),
        }
    }

    /// Responds to one request for the site, counts it, and logs it if the access log is on.
    fn observed(
        &self,
        request: &Request<Incoming>,
        refused: Option<&'static str>,
        now: DateTime<Utc>,
    ) -> Reply {
        #[expect(
            clippy::disallowed_methods,
            reason = "the server measures its own responses"
        )]
        let started = self.logs_access.then(Instant::now);
        let state = self.published.load();
        let (method, sent) = (request.method(), request.uri().path());
        let path = respond::normalised(sent);
        let named = respond::named(&path, state.site());
        let reply = if let Some(reason) = refused {
            respond::bad_request(reason)
        } else if self.preview.is_some() && !host::is_loopback(request.uri(), request.headers()) {
            respond::misdirected()
        } else if path == health::PATH {
            respond::by_method(method, || {
                let health = health::respond(&state, self.polls.at(now), Audience::Public);
                // Otherwise any page in an operator's browser could read it.
                respond::for_its_own_origin(health)
            })
        } else {
            respond::by_method(method, || match &self.preview {
                Some(preview) => preview.read(&path, named, request.headers(), &state, now),
                None => respond::read(&path, named, request.headers(), state.site(), now),
            })
        };
        let kind = Kind::of(&path, named);
        // Computed only when needed: parsing the User-Agent takes longer than everything else here.
        let client = || {
            let agent = request.headers().get(USER_AGENT);
            Client::of(agent.map(HeaderValue::as_bytes))
        };
        let status = reply.status();
        let is_fetch = kind == Kind::Feed && method == Method::GET;
        let fetched = is_fetch.then(|| (path.as_ref(), client()));
        self.metrics.responded(kind, status, fetched);
        if let Some(started) = started {
            // Not the query, which may contain personal data, and not the address of the client.
            info!(
                target: "calfeed::access",
                method = shown(method.as_str()),
                path = shown(sent),
                client = client().name(),
                status = status.as_u16(),
                bytes = reply.body().size_hint().lower(),
                microseconds = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
                "responded"
            );
        }
        reply
    }
}

/// Truncates text from a client for the log.
fn shown(sent: &str) -> String {
    sent.chars().take(SHOWN).collect()
}

/// Resolves when the stop count reaches `times`; a dropped sender counts as one.
async fn stopped(stop: &mut watch::Receiver<u32>, times: u32) {
    if stop.wait_for(|count| *count >= times).await.is_err() && times > 1 {
        pending::<()>().await;
    }
}
