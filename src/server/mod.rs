//! A listener and a published Site → answers, until told to stop. Accepts, limits and drains; what to answer is `respond`'s.
//! Guarantees that one request sees one Site, that no accept error ends the server, and that a stop finishes what is under way.
//! Both the listener and the stop are arguments, so that tests run it on port 0 and any future can end it.
//! Deliberately absent: TLS and HTTP/2 (a proxy's work), reading the events file again, and any state but the Site.
//! Implements the connection management of [RFC 9112 §9] through hyper.
//!
//! [RFC 9112 §9]: https://www.rfc-editor.org/rfc/rfc9112#section-9

pub mod respond;
mod stall;

use std::convert::Infallible;
use std::future::ready;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tracing::{debug, error, info, warn};

use crate::site::Site;
use respond::Reply;
use stall::Stall;

/// A request is a few hundred bytes; twice hyper's minimum leaves room for the headers that proxies add. Above it: 431.
const BUFFER_BYTES: usize = 16 * 1024;

/// The pause after a failed accept grows from the first to the second.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));

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
    /// How long a stop waits for what is under way.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 1024,
            head: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            drain: Duration::from_secs(10),
        }
    }
}

/// The Site that is served now: read once per request, replaced whole.
#[derive(Debug)]
pub struct Published {
    /// A `std` lock and no async one: it is held for the copy of a pointer, never across an await.
    site: RwLock<Arc<Site>>,
}

impl Published {
    /// Publishes the first Site.
    pub fn new(site: Site) -> Self {
        Published {
            site: RwLock::new(Arc::new(site)),
        }
    }

    /// Returns the Site of this moment; it stays whole for as long as the caller holds it.
    pub fn load(&self) -> Arc<Site> {
        // Poison says that a holder panicked; a pointer is never half written, so what is there is good.
        Arc::clone(&self.site.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the Site: requests from now on see the new one, those under way keep theirs.
    pub fn replace(&self, site: Site) {
        let site = Arc::new(site);
        let mut current = self.site.write().unwrap_or_else(PoisonError::into_inner);
        let earlier = std::mem::replace(&mut *current, site);
        // Freeing a Site takes a while, and no request need wait for it.
        drop(current);
        drop(earlier);
    }
}

/// Serves until `shutdown` resolves, then finishes what is under way and returns; must run within a tokio runtime.
///
/// On `shutdown` the listener is closed first, idle connections next; a response that is being sent is finished if
/// `limits.drain` allows, and cut after that.
///
/// # Errors
///
/// When the listener cannot tell its own address. Later failures to accept are logged and tried again.
pub async fn run(
    listener: TcpListener,
    published: Arc<Published>,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    info!(address = %listener.local_addr()?, "listening");
    let http = protocol(&limits);
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);

    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut shutdown => break,
        };
        // Without this the tail of a response waits for the acknowledgement of its head.
        if let Err(error) = stream.set_nodelay(true) {
            debug!(%peer, %error, "cannot set TCP_NODELAY");
        }
        let published = Arc::clone(&published);
        let service = service_fn(move |request| {
            ready(Ok::<_, Infallible>(answer(&request, &published.load())))
        });
        let io = Stall::new(TokioIo::new(stream), limits.stall);
        let connection = graceful.watch(http.serve_connection(io, service));
        connections.spawn(async move {
            if let Err(error) = connection.await {
                debug!(%peer, error = %Causes(&error), "connection ended early");
            }
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
    if tokio::time::timeout(limits.drain, graceful.shutdown())
        .await
        .is_err()
    {
        warn!(after = ?limits.drain, "cutting connections that did not finish");
        connections.shutdown().await;
    }
    info!("stopped");
    Ok(())
}

/// Listens for SIGTERM, as service managers send, and for Ctrl-C; the future resolves on the first of either. The signals
/// count from this call on, not from the first poll.
///
/// # Errors
///
/// When the system does not let us listen.
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => info!("interrupted"),
            _ = terminate.recv() => info!("told to terminate"),
        }
    })
}

/// Listens for Ctrl-C.
///
/// # Errors
///
/// When the system does not let us listen.
#[cfg(windows)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
        info!("interrupted");
    })
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
        .half_close(false)
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

/// Answers one request from one Site.
fn answer(request: &Request<Incoming>, site: &Site) -> Reply {
    // RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that lacks a Host
    // header field and to any request message that contains more than one Host header field line". hyper leaves that to us.
    let hosts = request.headers().get_all(HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return respond::bad_request("one Host header is required\n");
    }
    respond::respond(
        request.method(),
        request.uri().path(),
        request.headers(),
        site,
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
