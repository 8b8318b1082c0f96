//! `calfeed serve`: serves the site over HTTP until SIGTERM or Ctrl-C.
//!
//! It listens on an address, or on the sockets of a service manager, and prints its address in one line on standard output. [`crate::server`]
//! is the server, and [`super::watch`] reads the file.

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

/// How often to poll the events file. A change is loaded at the second poll that reads it.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The same for a preview, which an editor waits for.
const PREVIEW_POLL_INTERVAL: Duration = Duration::from_millis(250);

/// How many file descriptors to keep for other purposes than connections: the listeners, the log, the events file, git.
const RESERVED: usize = 64;

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    input: Input,
    /// The address and port to listen on; with port 0, any free port. If the service manager passes a socket, that is used instead
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = address::listen)]
    listen: String,
    /// Show your own version while you edit it, on this computer only: pages are loaded again when a file is saved, and show what is wrong with it
    #[arg(long, conflicts_with_all = ["metrics", "trust"])]
    preview: bool,
    /// A separate address and port for `/metrics`, in the Prometheus format, and for `/healthz` with full error messages
    #[arg(long, value_name = "ADDR", value_parser = address::metrics)]
    metrics: Option<String>,
    /// The public URL of the site, if it is not the `url` of the events file
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// A file that `calfeed revisions` wrote, with the history of the events; for machines without git
    #[arg(long, value_name = "FILE")]
    revisions: Option<PathBuf>,
    #[command(flatten)]
    templates: Templates,
    /// Publish every valid version, even one that looks like an accident, such as a truncated file
    #[arg(long)]
    trust: bool,
    /// The maximum number of open connections; when it is reached, each new connection closes the one that has been idle longest
    /// [default: 4096, or what the system allows]
    #[arg(long, value_name = "N", value_parser = connections)]
    max_connections: Option<usize>,
    /// The format of the log on standard error
    #[arg(long, value_name = "FORM", default_value = "text")]
    log: Form,
    /// The least severe entries to log
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log_level: Level,
    /// Also log every response: client family, path without query, status, bytes, time
    #[arg(long)]
    access_log: bool,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        if self.preview {
            address::own_machine(&self.listen)?;
        }
        // Take them first, while there is only one thread, because this changes the environment.
        let sockets = sockets();
        let log = Log::begin(self.log, self.log_level);
        let sockets = sockets
            .map_err(|error| Failure::io("cannot use the sockets of the service manager", error));
        let ended = sockets
            .and_then(|sockets| self.serve(&log, sockets))
            .map_err(|failure| log.fail(failure));
        log.end();
        ended
    }

    fn serve(self, log: &Log, sockets: Sockets) -> Result<(), Failure> {
        let runtime = Runtime::new().map_err(|error| Failure::io("cannot start", error))?;
        // Listen before the file is loaded, which may take a while: a stop may arrive immediately, and an unhandled SIGHUP kills the process.
        let Signals { stop, reload } = runtime
            .block_on(async { signals() })
            .map_err(|error| Failure::io("cannot listen for signals", error))?;
        let watch = Watch::new(
            self.input.in_its_folder()?,
            self.url,
            self.templates,
            EarlierVersions::new(self.revisions).in_the_log(),
        )
        .trusting(self.trust)
        .previewing(self.preview);
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
        if self.preview {
            server = server.with_preview();
        }
        let server = Arc::new(server);
        let free = loader.free();
        let reloads = Reloads::default();
        let is_done = Arc::clone(&reloads.is_done);
        let polls = Reload::new(Arc::clone(&server), move |occasion, now| {
            let found = loader.check(occasion, now, state.load());
            if occasion == Occasion::Demand {
                is_done.store(true, Ordering::SeqCst);
            }
            found
        });
        let polls = polls.freed_by(free);
        polls.started(fault.as_ref());
        let limits = limits(self.max_connections, descriptors());
        let ended = runtime.block_on(async {
            let listener = bound(sockets.site, &self.listen).await?;
            let address = listener
                .local_addr()
                .map_err(|error| Failure::io("cannot get the address of the socket", error))?;
            if self.preview && !address.ip().is_loopback() {
                return Err(address::not_own_machine(&address.to_string()));
            }
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
            let interval = if self.preview {
                PREVIEW_POLL_INTERVAL
            } else {
                POLL_INTERVAL
            };
            let polls = tokio::spawn(polls.run(interval, asked, stop.clone()));
            if let Some(listener) = metrics {
                tokio::spawn(Arc::clone(&server).run_metrics(listener, stop.clone()));
            }
            let followed = manager.map(|manager| {
                let server = Arc::clone(&server);
                tokio::spawn(manager.follow(server, reload, reloads, polls, stop.clone()))
            });
            announce(&name, address, self.preview);
            let ended = server
                .run(listener, limits, stop)
                .await
                .map_err(|error| Failure::io("the server failed", error));
            if let Some(followed) = followed {
                // Let it report the stop to the service manager; it then ends.
                let _ = followed.await;
            }
            ended
        });
        // Do not wait for a Site that is still being built.
        runtime.shutdown_background();
        ended
    }
}

/// Loads the file for the first time; returns `None` if the process receives a stop signal meanwhile.
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

/// Uses the socket that the service manager passed, or else listens on an address.
async fn bound(
    passed: Option<std::net::TcpListener>,
    address: &str,
) -> Result<TcpListener, Failure> {
    let listener = match passed {
        Some(listener) => TcpListener::from_std(listener),
        None => TcpListener::bind(address).await,
    };
    listener.map_err(|error| Failure::io(format_args!("cannot listen on {address}"), error))
}

/// Prints the address of the site. If standard output is full, closed or not read, the server runs nevertheless.
fn announce(name: &str, address: SocketAddr, is_preview: bool) {
    let line = if is_preview {
        format!("preview: http://{address}/\n")
    } else {
        format!("{} is published at http://{address}/\n", visible(name))
    };
    thread::spawn(move || {
        let mut out = io::stdout().lock();
        let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
    });
}

/// Limits the connections to `asked`, or else to the default, but to no more than the system has file descriptors for.
fn limits(asked: Option<usize>, descriptors: Option<usize>) -> Limits {
    let limits = Limits::default();
    let most = descriptors.map_or(usize::MAX, |all| all.saturating_sub(RESERVED).max(1));
    let asked_or_default = asked.unwrap_or(limits.connections);
    let connections = asked_or_default.min(most);
    if asked.is_some_and(|asked| asked > connections) {
        warn!(
            connections,
            "the system's limit on open files allows fewer connections than `--max-connections`"
        );
    }
    Limits {
        connections,
        ..limits
    }
}

/// How many files this process may have open; `None` if the system sets no limit.
#[cfg(unix)]
fn descriptors() -> Option<usize> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current?.try_into().ok()
}

#[cfg(not(unix))]
fn descriptors() -> Option<usize> {
    None
}

/// Parses `--max-connections`. The upper limit is more than any system can open.
fn connections(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=1_000_000) => Ok(count),
        _ => Err("expected a number from 1 to 1000000".to_owned()),
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
