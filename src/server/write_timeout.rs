//! Adds a timeout for writes to a connection, and a half-close after a refused body.
//!
//! A client that sends requests and never reads is dropped; a slow client that does read is not. A client that sends an unwanted body still
//! receives the response. hyper has a timeout for reading a request, but none for writing.
//!
//! [RFC 9112 §9.5] leaves timeouts to the server. [RFC 9112 §9.6]: "If the server receives additional data from the client on a fully
//! closed connection … the server's TCP stack will send a reset packet to the client; unfortunately, the reset packet might erase the
//! client's unacknowledged input buffers before they can be read". So a server "initially performs a half-close".
//!
//! [RFC 9112 §9.5]: https://www.rfc-editor.org/rfc/rfc9112#section-9.5
//! [RFC 9112 §9.6]: https://www.rfc-editor.org/rfc/rfc9112#section-9.6

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use tokio::time::{Instant, Sleep};

use super::Limits;

/// An I/O object with a limit on how long one write may wait.
pub(crate) struct WriteTimeout<T> {
    io: T,
    patience: Duration,
    linger: Duration,
    /// Whether a request had a body that was refused.
    has_refused: Arc<AtomicBool>,
    /// Runs while a write waits. Created at the first wait, because most connections never wait.
    deadline: Option<Pin<Box<Sleep>>>,
    is_waiting: bool,
    /// Runs from the end of the last response, if a body was refused.
    lingering: Option<Pin<Box<Sleep>>>,
}

impl<T> WriteTimeout<T> {
    pub(crate) fn new(io: T, limits: &Limits, has_refused: Arc<AtomicBool>) -> Self {
        WriteTimeout {
            io,
            patience: limits.write_timeout,
            linger: limits.linger,
            has_refused,
            deadline: None,
            is_waiting: false,
            lingering: None,
        }
    }

    /// Passes progress through, and turns a wait that is too long into an error.
    fn check_wait<R>(
        &mut self,
        cx: &mut Context<'_>,
        polled: Poll<io::Result<R>>,
    ) -> Poll<io::Result<R>> {
        if polled.is_ready() {
            self.is_waiting = false;
            return polled;
        }
        let until = Instant::now() + self.patience;
        let deadline = self
            .deadline
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
        if !self.is_waiting {
            self.is_waiting = true;
            deadline.as_mut().reset(until);
        }
        deadline.as_mut().poll(cx).map(|()| {
            Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the client does not read the response",
            ))
        })
    }
}

impl<T: Read + Unpin> Read for WriteTimeout<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl<T: Read + Write + Unpin> Write for WriteTimeout<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.check_wait(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write_vectored(cx, slices);
        self.check_wait(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.io).poll_flush(cx);
        self.check_wait(cx, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.lingering.is_none() {
            let polled = Pin::new(&mut self.io).poll_shutdown(cx);
            ready!(self.check_wait(cx, polled))?;
            if !self.has_refused.load(Ordering::Relaxed) {
                return Poll::Ready(Ok(()));
            }
        }
        self.discard(cx)
    }
}

impl<T: Read + Unpin> WriteTimeout<T> {
    /// Reads and discards what the client still sends, until it closes or the time is over.
    fn discard(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let linger = self.linger;
        let lingering = self
            .lingering
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(linger)));
        loop {
            if lingering.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Ok(()));
            }
            let mut bytes = [MaybeUninit::uninit(); 8 * 1024];
            let mut buffer = ReadBuf::uninit(&mut bytes);
            ready!(Pin::new(&mut self.io).poll_read(cx, buffer.unfilled()))?;
            if buffer.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}
