//! Signals of the operating system.
//!
//! In: SIGTERM and SIGINT (Ctrl-C), SIGHUP. Out: [`Signals`]. Guaranteed: signals count from the call on, not from the first poll;
//! none is lost, and several reloads at the same time are one. Absent: what the server does about them.

use std::io;
use std::sync::Arc;

use tokio::sync::{Notify, watch};
use tracing::info;

/// The requests that arrive as signals.
#[derive(Debug)]
pub struct Signals {
    /// The number of stops: the first lets requests in progress finish, the second aborts them.
    pub stop: watch::Receiver<u32>,
    /// Notified when the events file is to be reloaded.
    pub reload: Arc<Notify>,
}

/// Listens for signals; must run within a tokio runtime.
///
/// # Errors
///
/// If the signal handlers cannot be installed.
#[cfg(unix)]
pub fn signals() -> io::Result<Signals> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let (told, stop) = watch::channel(0);
    let reload = Arc::new(Notify::new());
    let asked = Arc::clone(&reload);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => info!("interrupted"),
                _ = terminate.recv() => info!("received SIGTERM"),
                _ = hangup.recv() => {
                    info!("received SIGHUP: reloading");
                    asked.notify_one();
                    continue;
                }
            }
            told.send_modify(|times| *times += 1);
        }
    });
    Ok(Signals { stop, reload })
}

/// Listens for Ctrl-C; this system has no signal for a reload.
///
/// # Errors
///
/// If the signal handlers cannot be installed.
#[cfg(windows)]
pub fn signals() -> io::Result<Signals> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    let (told, stop) = watch::channel(0);
    tokio::spawn(async move {
        while interrupt.recv().await.is_some() {
            info!("interrupted");
            told.send_modify(|times| *times += 1);
        }
    });
    Ok(Signals {
        stop,
        reload: Arc::new(Notify::new()),
    })
}
