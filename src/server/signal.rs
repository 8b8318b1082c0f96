//! Receives the signals of the operating system: SIGTERM and SIGINT (Ctrl-C) for a stop, SIGHUP for a reload.
//!
//! Signals count from the call of [`signals`] on, not from the first poll. Several of one kind that arrive at the same time count as one.

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
    let (sender, stop) = watch::channel(0);
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
            sender.send_modify(|times| *times += 1);
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
    let (sender, stop) = watch::channel(0);
    tokio::spawn(async move {
        while interrupt.recv().await.is_some() {
            info!("interrupted");
            sender.send_modify(|times| *times += 1);
        }
    });
    Ok(Signals {
        stop,
        reload: Arc::new(Notify::new()),
    })
}
