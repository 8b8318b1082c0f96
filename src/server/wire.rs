//! Observes a socket: how a connection began, when a part of a response was sent, and when all of it was sent.
//!
//! No byte changes. A response counts as sent once the system has taken all of it, because hyper flushes only what it has written completely.
//! [`super::write_timeout`] has the limits.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};

use super::places::Seat;

/// The record type with which each TLS connection begins.
const TLS_HANDSHAKE: u8 = 0x16;

/// The size of the first read: enough for nearly all clients. The rest of a larger request takes a second read.
const FIRST_READ: usize = 4096;

/// What was observed of a connection.
#[derive(Debug, Default)]
pub(super) struct Observed {
    is_tls: AtomicBool,
    has_begun: AtomicBool,
}

impl Observed {
    /// Whether the first byte was that of TLS.
    pub(super) fn is_tls(&self) -> bool {
        self.is_tls.load(Ordering::Relaxed)
    }

    /// Whether something was read after the last response.
    pub(super) fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::Relaxed)
    }
}

/// An I/O object that is observed.
pub(super) struct Wire<T> {
    io: T,
    seat: Arc<Seat>,
    observed: Arc<Observed>,
    is_new: bool,
}

impl<T> Wire<T> {
    pub(super) fn new(io: T, seat: Arc<Seat>, observed: Arc<Observed>) -> Self {
        Self {
            io,
            seat,
            observed,
            is_new: true,
        }
    }
}

impl<T: Read + Unpin> Wire<T> {
    /// Reads through our own buffer, in which the first byte can be observed.
    fn read_first(
        &mut self,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut bytes = [MaybeUninit::uninit(); FIRST_READ];
        let most = buffer.remaining().min(FIRST_READ);
        let (room, _) = bytes.split_at_mut(most);
        let mut own = ReadBuf::uninit(room);
        ready!(Pin::new(&mut self.io).poll_read(cx, own.unfilled()))?;
        if let Some(first) = own.filled().first() {
            let is_tls = *first == TLS_HANDSHAKE;
            self.observed.is_tls.store(is_tls, Ordering::Relaxed);
            self.is_new = false;
        }
        buffer.put_slice(own.filled());
        Poll::Ready(Ok(()))
    }
}

impl<T: Read + Unpin> Read for Wire<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let read = if self.is_new {
            self.read_first(cx, buffer)
        } else {
            Pin::new(&mut self.io).poll_read(cx, buffer)
        };
        if read.is_ready() {
            self.observed.has_begun.store(true, Ordering::Relaxed);
        }
        read
    }
}

impl<T> Wire<T> {
    /// Records that a part of a response was sent.
    fn note(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.seat.moved();
        }
        written
    }
}

impl<T: Write + Unpin> Write for Wire<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(cx, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.io).poll_flush(cx))?;
        if self.seat.finish() {
            self.observed.has_begun.store(false, Ordering::Relaxed);
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
