//! Takes the sockets that a service manager has opened.
//!
//! The environment names them, as [sd_listen_fds(3)] describes. Sockets for another process are left alone, child processes never inherit ours, and
//! a socket that is not TCP is an error. The manager keeps the socket open while this program restarts, so clients wait in its queue and none
//! is refused.
//!
//! [sd_listen_fds(3)]: https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html

use std::io;
use std::net::TcpListener;

/// The name of the socket for `/metrics`; any other name is for the site.
#[cfg(unix)]
const METRICS: &str = "metrics";

/// The sockets that were passed to this process.
#[derive(Debug, Default)]
pub struct Sockets {
    /// The socket for the site.
    pub site: Option<TcpListener>,
    /// The socket named `metrics`.
    pub metrics: Option<TcpListener>,
}

/// Takes the sockets that were passed to this process; call it once, before there are threads.
///
/// # Errors
///
/// If a socket is not TCP, or there is more than one for the same purpose.
#[cfg(unix)]
pub fn sockets() -> io::Result<Sockets> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the environment is how the sockets are passed"
    )]
    let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
    let mut names = names.split(':');
    let mut passed = listenfd::ListenFd::from_env();
    let mut sockets = Sockets::default();
    for index in 0..passed.len() {
        let name = names.next().unwrap_or_default();
        let Some(listener) = passed.take_tcp_listener(index)? else {
            continue;
        };
        // tokio requires non-blocking sockets, and the manager may not have set that.
        listener.set_nonblocking(true)?;
        let place = if name == METRICS {
            &mut sockets.metrics
        } else {
            &mut sockets.site
        };
        if place.replace(listener).is_some() {
            let message = "more than one socket for the site or for the metrics; expected at most one each, the one for the metrics with the name `metrics`";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
    }
    Ok(sockets)
}

/// Returns no sockets: this system does not pass any.
///
/// # Errors
///
/// Never.
#[cfg(not(unix))]
pub fn sockets() -> io::Result<Sockets> {
    Ok(Sockets::default())
}
