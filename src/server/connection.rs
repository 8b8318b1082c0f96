//! Sets up the HTTP protocol of a connection, and says why a connection ended.
//!
//! An [`Ending`], for the metrics and the log, is one of a few kinds, however many kinds of invalid requests there are.

use std::error::Error;
use std::{fmt, io};

use hyper::server::conn::http1;
use hyper_util::rt::TokioTimer;

use super::Limits;
use super::wire::Observed;

/// The size of the read buffer; a request with larger headers gets 431. A request has a few hundred bytes, and twice hyper's minimum
/// leaves room for the headers that proxies add.
const BUFFER_BYTES: usize = 16 * 1024;

/// The HTTP/1.1 settings of this server.
pub(super) fn protocol(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    // `pipeline_flush` stays off: it is experimental and gains nothing here.
    // Without a timer, hyper silently disables its default header timeout, and panics at the first connection if one is configured.
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(BUFFER_BYTES)
        .keep_alive(true)
        // A client may close its half after its last request and still wait for the response. Such a connection does not stay open:
        // after the last response hyper reads the end of the stream, and a client that does not read runs into the write timeout.
        .half_close(true)
        .pipeline_flush(false);
    http
}

/// Why a connection ended before its client closed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// The client sent something that is not an HTTP/1.1 request: 400.
    Malformed,
    /// The headers of the request are too large or too many: 431.
    TooLarge,
    /// The client speaks TLS.
    Tls,
    /// The client speaks HTTP/2 without negotiation.
    Http2,
    /// The client took too long to send the headers of a request.
    HeadTimeout,
    /// The client did not read its response.
    Unread,
}

impl Ending {
    /// All endings, in the order of their names in the metrics.
    pub(super) const ALL: [Self; 6] = [
        Self::HeadTimeout,
        Self::Http2,
        Self::Malformed,
        Self::Tls,
        Self::TooLarge,
        Self::Unread,
    ];

    /// Returns why a connection ended, or `None` if the client closed it or was idle for too long.
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

/// Whether this is the error of [`super::write_timeout`].
fn is_io_timeout(error: &hyper::Error) -> bool {
    let source = error
        .source()
        .and_then(<dyn Error>::downcast_ref::<io::Error>);
    source.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
}

/// Shows an error with its sources: hyper's own message is "connection error", and the reason is in its source.
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
