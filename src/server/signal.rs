//! Signals of the operating system.
//!
//! In: SIGTERM and SIGINT (Ctrl-C), SIGHUP. Out: [`Signals`]. Guaranteed: signals count from the call on, not from the first poll;
//! none is lost, and several reloads at the same time are one. Absent: what the server does about them.

use std::io;
use std::sync::Arc;

use tokio::sync::{Notify, watch};
use tracing::info;

/// What the system asks of this process.
#[derive(Debug)]
pub struct Signals {
    /// How often it was told to stop: once, and what is under way is finished; twice, and it is cut.
    pub stop: watch::Receiver<u32>,
    /// To read the events file now.
    pub reload: Arc<Notify>,
}

/// Listens for signals; must run within a tokio runtime.
///
/// # Errors
///
/// When the system does not let us listen.
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
                _ = terminate.recv() => info!("told to terminate"),
                _ = hangup.recv() => {
                    info!("told to reload");
                    asked.notify_one();
                    continue;
                }
            }
            told.send_modify(|times| *times += 1);
        }
    });
    Ok(Signals { stop, reload })
}

/// Listens for Ctrl-C; nothing asks for a reload here.
///
/// # Errors
///
/// When the system does not let us listen.
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
