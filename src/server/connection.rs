//! The settings of a connection, and why it ended.
//!
//! In: limits; hyper's error, and what was observed of the connection. Out: hyper's settings; an [`Ending`] for the metrics and the log.
//! Guaranteed: invalid requests are counted as one of a few kinds. Absent: responses, see [`super::respond`].

use std::error::Error;
use std::{fmt, io};

use hyper::server::conn::http1;
use hyper_util::rt::TokioTimer;

use super::Limits;
use super::wire::Observed;

/// A request is a few hundred bytes; twice hyper's minimum leaves room for the headers that proxies add. Above it: 431.
const BUFFER_BYTES: usize = 16 * 1024;

/// HTTP/1.1 as this server speaks it.
pub(super) fn protocol(limits: &Limits) -> http1::Builder {
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

/// Why a connection ended before its client closed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// What was sent is no request of HTTP/1.1: 400.
    Malformed,
    /// The head of the request is too large, or has too many headers: 431.
    TooLarge,
    /// The client speaks TLS.
    Tls,
    /// The client speaks HTTP/2 without asking.
    Http2,
    /// The head of the request took too long.
    HeadTimeout,
    /// The client did not read its response.
    Unread,
}

impl Ending {
    /// All of them, in the order of their names in the metrics.
    pub(super) const ALL: [Self; 6] = [
        Self::HeadTimeout,
        Self::Http2,
        Self::Malformed,
        Self::Tls,
        Self::TooLarge,
        Self::Unread,
    ];

    /// Says why a connection ended; nothing where the client only went away, or was idle for too long.
    pub(super) fn of(error: &hyper::Error, observed: &Observed) -> Option<Self> {
        if error.is_parse_version_h2() {
            Some(Self::Http2)
        } else if error.is_parse_too_large() {
            Some(Self::TooLarge)
        } else if error.is_parse() && observed.is_tls() {
            Some(Self::Tls)
        } else if error.is_parse() {
            Some(Self::Malformed)
        } else if is_io_timeout(error) {
            Some(Self::Unread)
        } else if error.is_timeout() {
            observed.has_begun().then_some(Self::HeadTimeout)
        } else {
            None
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Tls => "tls",
            Self::Http2 => "http2",
            Self::HeadTimeout => "head_timeout",
            Self::Unread => "unread",
        }
    }
}

/// The limit on writing, see [`super::write_timeout`].
fn is_io_timeout(error: &hyper::Error) -> bool {
    let source = error
        .source()
        .and_then(<dyn Error>::downcast_ref::<io::Error>);
    source.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
}

/// An error with the errors beneath it: hyper's own says "connection error" and keeps the reason as its source.
pub(super) struct Causes<'a>(pub(super) &'a (dyn Error + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut error = self.0;
        while let Some(source) = error.source() {
            write!(f, ": {source}")?;
            error = source;
        }
        Ok(())
    }
}
