//! `calfeed serve`: the site over HTTP.
//!
//! In: a file and an address, or sockets of a service manager. Out: a server that runs until SIGTERM or Ctrl-C, and one line with its
//! address on standard output. Absent: the server itself, see [`crate::server`]; reading the file, see [`super::watch`].

use std::io::{self, Write};
use std::net::SocketAddr;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch::Receiver;
use tokio::task::spawn_blocking;
use tracing::warn;

use super::Failure;
use super::address;
use super::earlier_versions::EarlierVersions;
use super::input::{Input, clock};
use super::loader::{Loader, Started};
use super::log::{Form, Level, Log};
use super::refusal::Refusal;
use super::templates::Templates;
use super::watch::Watch;
use crate::server::activation::{Sockets, sockets};
use crate::server::manager::{Manager, Reloads};
use crate::server::reload::{Occasion, Reload};
use crate::server::{Limits, Published, Server, Signals, signals};
use crate::visible::visible;

/// How often the events file is looked at. A change counts at the second look that sees it.
const LOOK: Duration = Duration::from_secs(1);

/// The file descriptors that are not for connections: the listeners, the log, the events file, git.
const RESERVED: usize = 64;

/// Serve the calendars and pages over HTTP
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    input: Input,
    /// The address and port to listen on; port 0 takes any that is free. A socket from the service manager is used instead
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = address::listen)]
    listen: String,
    /// An address and port of its own for `/metrics`, in the format of Prometheus, and for `/healthz` with all messages
    #[arg(long, value_name = "ADDR", value_parser = address::metrics)]
    metrics: Option<String>,
    /// Where it is published, if not at the `url` of the events file
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// What `calfeed revisions` printed, where git is not
    #[arg(long, value_name = "FILE")]
    revisions: Option<PathBuf>,
    #[command(flatten)]
    templates: Templates,
    /// Publish every valid version, also one that looks like an accident, such as a file that was cut off
    #[arg(long)]
    trust: bool,
    /// How many connections are open at once; above it, each new one closes the one that is idle longest [default: 4096, or what
    /// the system allows]
    #[arg(long, value_name = "N", value_parser = connections)]
    max_connections: Option<usize>,
    /// The form of the log on standard error
    #[arg(long, value_name = "FORM", default_value = "text")]
    log: Form,
    /// How much is in the log
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log_level: Level,
    /// Log every answer, too: the client's family, the path without its query, status, bytes, time
    #[arg(long)]
    access_log: bool,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        // First of all, while there is one thread: taking them changes the environment.
        let sockets = sockets();
        let log = Log::begin(self.log, self.log_level);
        let sockets = sockets.map_err(|error| {
            Failure::world("cannot use the sockets of the service manager", error)
        });
        let ended = sockets
            .and_then(|sockets| self.serve(&log, sockets))
            .map_err(|failure| log.fail(failure));
        log.end();
        ended
    }

    fn serve(self, log: &Log, sockets: Sockets) -> Result<(), Failure> {
        let runtime = Runtime::new().map_err(|error| Failure::world("cannot start", error))?;
        // Before the file is loaded, which may take a while: a stop may come at once, and a reload kills who does not listen for it.
        let Signals { stop, reload } = runtime
            .block_on(async { signals() })
            .map_err(|error| Failure::world("cannot listen for signals", error))?;
        let watch = Watch::new(
            self.input,
            self.url,
            self.templates,
            EarlierVersions::new(self.revisions).in_the_log(),
        )
        .trusting(self.trust);
        let Some(started) = start(&runtime, watch, stop.clone()) else {
            // A file system that does not respond must not keep the process from ending.
            runtime.shutdown_background();
            return Ok(());
        };
        let (loader, started) = started.map_err(|refusal| log.refuse(refusal))?;
        let Started {
            name,
            edition,
            fault,
        } = started;
        let published = Arc::new(Published::new(edition));
        let state = Arc::clone(&published);
        let mut server = Server::new(published, clock).with_lost_entries(log.lost());
        if self.access_log {
            server = server.with_access_log();
        }
        let server = Arc::new(server);
        let free = loader.free();
        let reloads = Reloads::default();
        let is_done = Arc::clone(&reloads.is_done);
        let looks = Reload::new(Arc::clone(&server), move |occasion, now| {
            let found = loader.look(occasion, now, state.load());
            if occasion == Occasion::Demand {
                is_done.store(true, Ordering::SeqCst);
            }
            found
        });
        let looks = looks.freed_by(free);
        looks.started(fault.as_ref());
        let limits = limits(self.max_connections, descriptors());
        let ended = runtime.block_on(async {
            let listener = bound(sockets.site, &self.listen).await?;
            let address = listener
                .local_addr()
                .map_err(|error| Failure::world("cannot tell the address", error))?;
            let metrics = match (sockets.metrics, &self.metrics) {
                (None, None) => None,
                (passed, address) => {
                    Some(bound(passed, address.as_deref().unwrap_or_default()).await?)
                }
            };
            let manager = Manager::of_this_process();
            let asked = match &manager {
                Some(_) => Arc::clone(&reloads.ask),
                None => Arc::clone(&reload),
            };
            let polls = tokio::spawn(looks.run(LOOK, asked, stop.clone()));
            if let Some(listener) = metrics {
                tokio::spawn(Arc::clone(&server).run_metrics(listener, stop.clone()));
            }
            let followed = manager.map(|manager| {
                let server = Arc::clone(&server);
                tokio::spawn(manager.follow(server, reload, reloads, polls, stop.clone()))
            });
            announce(&name, address);
            let ended = server
                .run(listener, limits, stop)
                .await
                .map_err(|error| Failure::world("the server ended", error));
            if let Some(followed) = followed {
                // It ends when the server is told to stop, and its last message is that it was.
                let _ = followed.await;
            }
            ended
        });
        // A Site that is being made is wanted by nobody any more.
        runtime.shutdown_background();
        ended
    }
}

/// Loads the file for the first time; returns nothing if the process is told to stop meanwhile.
fn start(
    runtime: &Runtime,
    watch: Watch,
    mut stop: Receiver<u32>,
) -> Option<Result<(Loader, Started), Refusal>> {
    runtime.block_on(async {
        tokio::select! {
            started = spawn_blocking(|| Loader::start(watch, clock())) => match started {
                Ok(started) => Some(started),
                Err(error) => resume_unwind(error.into_panic()),
            },
            _ = stop.wait_for(|times| *times > 0) => None,
        }
    })
}

/// Takes the socket that the service manager passed, or else listens on an address.
async fn bound(
    passed: Option<std::net::TcpListener>,
    address: &str,
) -> Result<TcpListener, Failure> {
    let listener = match passed {
        Some(listener) => TcpListener::from_std(listener),
        None => TcpListener::bind(address).await,
    };
    listener.map_err(|error| Failure::world(format_args!("cannot listen on {address}"), error))
}

/// Says where the site is, as a courtesy: standard output may be full, closed, or a pipe that nobody reads, and the server runs all the same.
fn announce(name: &str, address: SocketAddr) {
    let line = format!("{} is published at http://{address}/\n", visible(name));
    thread::spawn(move || {
        let mut out = io::stdout().lock();
        let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
    });
}

/// Takes as many connections as were asked for, or else as many as are sensible; no more than the system has descriptors for.
fn limits(asked: Option<usize>, descriptors: Option<usize>) -> Limits {
    let limits = Limits::default();
    let most = descriptors.map_or(usize::MAX, |all| all.saturating_sub(RESERVED).max(1));
    let asked_or_default = asked.unwrap_or(limits.connections);
    let connections = asked_or_default.min(most);
    if asked.is_some_and(|asked| asked > connections) {
        warn!(
            connections,
            "the limit of open files allows fewer connections than `--max-connections`"
        );
    }
    Limits {
        connections,
        ..limits
    }
}

/// How many files the system lets this process open, where that is limited.
#[cfg(unix)]
fn descriptors() -> Option<usize> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current?.try_into().ok()
}

#[cfg(not(unix))]
fn descriptors() -> Option<usize> {
    None
}

/// What tokio's semaphore can count is more than any system can open.
fn connections(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=1_000_000) => Ok(count),
        _ => Err("a number from 1 to 1000000 is meant".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_never_more_than_there_are_descriptors_for() {
        let connections = |asked, descriptors| limits(asked, descriptors).connections;
        assert_eq!(connections(Some(500), Some(100)), 36);
        assert_eq!(connections(Some(500), Some(10)), 1);
        assert_eq!(connections(Some(500), Some(1024)), 500);
        assert_eq!(connections(Some(500), None), 500);
        assert_eq!(connections(None, Some(1024)), 960);
        assert_eq!(connections(None, None), 4096);
    }
}
