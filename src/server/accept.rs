//! Accepts clients.
//!
//! In: a listener. Out: the next client. Guaranteed: a failed accept never ends the server: it is logged and counted, and the next attempt
//! waits a little longer. Absent: how many clients are allowed, see [`super::places`].

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tracing::{debug, warn};

use super::metrics::Metrics;

/// The pause after a failed accept grows from the first to the second.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(1));

/// Waits for a client, through whatever accepting may fail with.
pub(super) async fn accept(listener: &TcpListener, metrics: &Metrics) -> (TcpStream, SocketAddr) {
    let (mut pause, longest) = BACK_OFF;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Without this the tail of a response waits for the acknowledgement of its head.
                if let Err(error) = stream.set_nodelay(true) {
                    debug!(%peer, %error, "cannot set TCP_NODELAY");
                }
                return (stream, peer);
            }
            // A client that gave up while it waited is no failure of ours.
            Err(error) if is_of_the_client(error.kind()) => debug!(%error, "lost a client"),
            // Out of descriptors or memory: it passes as connections end, and at once would only spin.
            Err(error) => {
                metrics.could_not_accept();
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
