//! Accepts clients.
//!
//! A failed accept never ends the server. If it was not the client's doing, it is logged and counted, and the next attempt waits longer, up to a
//! limit. [`super::places`] limits the number of clients.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tracing::{debug, warn};

use super::metrics::Metrics;

/// The first and the longest pause after failed accepts.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));

/// Waits for a client. Errors of accept are logged, and tried again.
pub(super) async fn accept(listener: &TcpListener, metrics: &Metrics) -> (TcpStream, SocketAddr) {
    let (mut pause, longest) = BACK_OFF;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // With Nagle's algorithm, the end of a response would wait until its start is acknowledged.
                if let Err(error) = stream.set_nodelay(true) {
                    debug!(%peer, %error, "cannot set TCP_NODELAY");
                }
                return (stream, peer);
            }
            // The client gave up while it was waiting; that is not an error of ours.
            Err(error) if is_of_the_client(error.kind()) => {
                debug!(%error, "a client closed its connection before it was accepted");
            }
            // Out of descriptors or memory. Wait until connections end; trying again immediately would only spin.
            Err(error) => {
                metrics.could_not_accept();
                warn!(%error, ?pause, "cannot accept a connection; trying again after a pause");
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
