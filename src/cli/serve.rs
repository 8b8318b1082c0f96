//! `calfeed serve`: the site over HTTP.
//!
//! In: a file and an address. Out: a server, until SIGTERM or Ctrl-C; one line on standard output says where.
//! Absent: the server itself, see [`crate::server`].

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;

use super::Failure;
use super::build::context;
use super::input::{Input, clock, wants_colour};
use crate::server::{self, Limits, Published};
use crate::{Context, Revisions, publish};

/// Serve the calendars and pages over HTTP
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    input: Input,
    /// The address and port to listen on; port 0 takes any that is free
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Where it is published, if not at the `url` of the events file
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::INFO)
            .with_ansi(wants_colour(io::stderr().is_terminal()))
            .with_writer(io::stderr)
            .init();
        let now = clock();
        let source = self.input.read_dated(now)?;
        let context = context(Context::new(now), self.url.as_deref())?;
        let calendar = source.calendar(&context)?;
        let site = publish(&calendar, &Revisions::at(source.modified), &context)
            .map_err(|_| Failure::File)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::world("cannot start", error))?;
        runtime.block_on(async {
            // Registered before anyone is told the address: a stop may follow at once.
            let stop = server::stop_signal()
                .map_err(|error| Failure::world("cannot listen for signals", error))?;
            let listener = TcpListener::bind(&self.listen).await.map_err(|error| {
                Failure::world(format_args!("cannot listen on {}", self.listen), error)
            })?;
            let address = listener
                .local_addr()
                .map_err(|error| Failure::world("cannot tell the address", error))?;
            let mut out = io::stdout().lock();
            writeln!(out, "{} is published at http://{address}/", calendar.name())?;
            out.flush()?;
            drop(out);
            server::run(
                listener,
                Arc::new(Published::new(site)),
                Limits::default(),
                stop,
            )
            .await
            .map_err(|error| Failure::world("the server ended", error))
        })
    }
}
