//! A connection → the same connection, whose writes fail once they make no progress for a while.
//! Guarantees that a client that asks and never reads gives its place back; a slow reader that does read is never cut.
//! Deliberately absent: reads, which hyper's own header timeout bounds. hyper has no counterpart of it for writing.
//! Not a matter of any RFC: [RFC 9112 §9.5] leaves timeouts to the server.
//!
//! [RFC 9112 §9.5]: https://www.rfc-editor.org/rfc/rfc9112#section-9.5

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::time::{Instant, Sleep};

/// An I/O object with a limit on how long one write may wait.
pub(crate) struct Stall<T> {
    io: T,
    patience: Duration,
    /// Runs while a write waits; made at the first wait, as most connections never have one.
    deadline: Option<Pin<Box<Sleep>>>,
    is_waiting: bool,
}

impl<T> Stall<T> {
    pub(crate) fn new(io: T, patience: Duration) -> Self {
        Stall {
            io,
            patience,
            deadline: None,
            is_waiting: false,
        }
    }

    /// Lets progress through, and turns a wait that is too long into an error.
    fn judge<R>(
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
                "the client does not read",
            ))
        })
    }
}

impl<T: Read + Unpin> Read for Stall<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl<T: Write + Unpin> Write for Stall<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.judge(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write_vectored(cx, slices);
        self.judge(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.io).poll_flush(cx);
        self.judge(cx, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.io).poll_shutdown(cx);
        self.judge(cx, polled)
    }
}
