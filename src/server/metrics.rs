//! Counts what this process does, and writes the counts as Prometheus text (exposition format 0.0.4).
//!
//! The number of series depends on the feeds, resource types, status codes and client families, not on requests, and counters only increase. They
//! start at zero after a restart, which Prometheus takes into account. Response times are left to a proxy, which measures them better.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::StatusCode;

use super::Role;
use super::client::Client;
use super::connection::Ending;
use super::polls::Polled;
use super::published::{HistoryState, State};
use crate::site::Resource;

/// The path of the endpoint.
pub(super) const PATH: &str = "/metrics";

/// The media type of the exposition format.
pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The kind of resource at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Feed,
    File,
    Health,
    Invite,
    None,
    Page,
}

impl Kind {
    /// Returns the kind of a path, given the resource that is published there.
    pub(super) fn of(path: &str, named: Option<&Resource>) -> Self {
        let Some(resource) = named else {
            return if path == super::health::PATH {
                Self::Health
            } else {
                Self::None
            };
        };
        let content_type = resource.content_type();
        if content_type.starts_with("text/html") {
            Self::Page
        } else if !content_type.starts_with("text/calendar") {
            Self::File
        } else if path.rfind('/') == Some(0) {
            Self::Feed
        } else {
            Self::Invite
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::File => "file",
            Self::Health => "healthz",
            Self::Invite => "invite",
            Self::None => "none",
            Self::Page => "page",
        }
    }
}

/// The counters since the start of the process.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    counts: Mutex<Counts>,
    open: AtomicUsize,
    limit: AtomicUsize,
    evicted: AtomicU64,
    accept_errors: AtomicU64,
}

/// One open connection.
pub(super) struct Open(Arc<Metrics>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
struct Counts {
    requests: BTreeMap<(Kind, u16), u64>,
    fetches: BTreeMap<String, BTreeMap<Client, u64>>,
    good: u64,
    bad: u64,
    ended: BTreeMap<Ending, u64>,
    last_good: Option<DateTime<Utc>>,
}

impl Metrics {
    /// Counts a response; for the GET of a feed, also the feed and the family of the client.
    pub(super) fn responded(
        &self,
        kind: Kind,
        status: StatusCode,
        fetched: Option<(&str, Client)>,
    ) {
        let mut counts = self.counts();
        *counts.requests.entry((kind, status.as_u16())).or_default() += 1;
        if let Some((path, client)) = fetched
            && matches!(status, StatusCode::OK | StatusCode::NOT_MODIFIED)
        {
            let feed = path.trim_start_matches('/');
            // Avoid allocating the name again for each fetch.
            if !counts.fetches.contains_key(feed) {
                counts.fetches.insert(feed.to_owned(), BTreeMap::new());
            }
            if let Some(clients) = counts.fetches.get_mut(feed) {
                *clients.entry(client).or_default() += 1;
            }
        }
    }

    /// Counts an open connection until the returned guard is dropped.
    pub(super) fn opened(self: &Arc<Self>) -> Open {
        self.open.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(self))
    }

    /// Sets the limit on connections.
    pub(super) fn limited(&self, connections: usize) {
        self.limit.store(connections, Ordering::Relaxed);
    }

    /// Counts a connection that was closed for a new client.
    pub(super) fn evicted(&self, role: Role) {
        if role == Role::Site {
            self.evicted.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a failure to accept.
    pub(super) fn could_not_accept(&self) {
        self.accept_errors.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a connection that the server had to end.
    pub(super) fn ended(&self, ending: Ending) {
        *self.counts().ended.entry(ending).or_default() += 1;
    }

    /// Counts a successful load.
    pub(super) fn loaded(&self, now: DateTime<Utc>) {
        let mut counts = self.counts();
        counts.good += 1;
        counts.last_good = Some(now);
    }

    /// Counts a failed load.
    pub(super) fn failed(&self) {
        self.counts().bad += 1;
    }

    /// Writes all metrics. `lost` is the number of dropped log entries, if there is a log.
    pub(super) fn text(
        &self,
        state: &State,
        polled: Polled,
        lost: Option<u64>,
        now: DateTime<Utc>,
    ) -> String {
        let mut text = Text::default();
        text.family("calfeed_build_info", "gauge", "The running version.");
        let version = concat!("{version=\"", env!("CARGO_PKG_VERSION"), "\"}");
        text.sample(version, 1);
        let counts = self.counts();
        write_requests(&mut text, &counts);
        write_loads(&mut text, &counts, now);
        write_polls(&mut text, polled, now);
        write_state(&mut text, state, polled, now);
        self.write_connections(&mut text, &counts);
        if let Some(lost) = lost {
            text.family(
                "calfeed_log_entries_lost_total",
                "counter",
                "Log entries that were dropped because they could not be written.",
            );
            text.sample("", lost);
        }
        text.written
    }

    fn write_connections(&self, text: &mut Text, counts: &Counts) {
        text.family(
            "calfeed_invalid_requests_total",
            "counter",
            "Connections ended because the client sent no valid request, or did not read the response.",
        );
        for ending in Ending::ALL {
            let count = counts.ended.get(&ending).unwrap_or(&0);
            text.sample(&format!("{{kind=\"{}\"}}", ending.name()), count);
        }
        text.family(
            "calfeed_accept_errors_total",
            "counter",
            "Failed attempts to accept a connection.",
        );
        text.sample("", self.accept_errors.load(Ordering::Relaxed));
        text.family(
            "calfeed_connections_evicted_total",
            "counter",
            "Connections closed for a new client, because all were in use.",
        );
        text.sample("", self.evicted.load(Ordering::Relaxed));
        text.family(
            "calfeed_connections_limit",
            "gauge",
            "The maximum number of open connections.",
        );
        text.sample("", self.limit.load(Ordering::Relaxed));
        text.family("calfeed_connections", "gauge", "Open connections.");
        text.sample("", self.open.load(Ordering::Relaxed));
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // A lock poisoned by a panic is harmless: at most one count is missing.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_requests(text: &mut Text, counts: &Counts) {
    text.family(
        "calfeed_requests_total",
        "counter",
        "Requests by kind of resource and status.",
    );
    for ((kind, status), count) in &counts.requests {
        let labels = format!("{{resource=\"{}\",status=\"{status}\"}}", kind.name());
        text.sample(&labels, count);
    }
    text.family(
        "calfeed_feed_fetches_total",
        "counter",
        "Fetches of each feed by client family, including those that found it unchanged.",
    );
    for (feed, clients) in &counts.fetches {
        for (client, count) in clients {
            text.sample(&format!("{{feed=\"{feed}\",client=\"{client}\"}}"), count);
        }
    }
}

fn write_loads(text: &mut Text, counts: &Counts, now: DateTime<Utc>) {
    text.family(
        "calfeed_reloads_total",
        "counter",
        "Loads of the events file, including the first.",
    );
    text.sample("{result=\"good\"}", counts.good);
    text.sample("{result=\"bad\"}", counts.bad);
    text.family(
        "calfeed_seconds_since_good_load",
        "gauge",
        "Seconds since the events file was last loaded without an error.",
    );
    if let Some(last) = counts.last_good {
        text.sample("", seconds_between(last, now));
    }
}

fn write_polls(text: &mut Text, polled: Polled, now: DateTime<Utc>) {
    text.family(
        "calfeed_seconds_since_poll",
        "gauge",
        "Seconds since the last poll of the events file finished.",
    );
    if let Some(last) = polled.finished {
        text.sample("", seconds_between(last, now));
    }
    text.family(
        "calfeed_last_poll_timestamp_seconds",
        "gauge",
        "Time at which the last poll of the events file finished, as a Unix timestamp.",
    );
    if let Some(last) = polled.finished {
        text.sample("", last.timestamp());
    }
}

/// What is served, and whether there is a fault. `/healthz` has the same, see [`super::health`].
fn write_state(text: &mut Text, state: &State, polled: Polled, now: DateTime<Utc>) {
    let site = state.site();
    text.family("calfeed_events", "gauge", "Published events.");
    text.sample("", site.events());
    text.family("calfeed_feeds", "gauge", "Published feeds.");
    text.sample("", site.feeds());
    text.family(
        "calfeed_stale",
        "gauge",
        "1 while an earlier version is served, because the events file has errors or is held back, or polls do not finish.",
    );
    let since = [state.fault().map(|fault| fault.since), polled.late_since];
    let since = since.into_iter().flatten().min();
    text.sample("", u8::from(since.is_some()));
    text.family(
        "calfeed_stale_seconds",
        "gauge",
        "Seconds for which an earlier version has been served; 0 if the current version is served.",
    );
    text.sample("", since.map_or(0, |since| seconds_between(since, now)));
    text.family(
        "calfeed_held_back",
        "gauge",
        "1 while a valid version of the events file is held back, by reason.",
    );
    if let Some(reason) = state.fault().and_then(|fault| fault.held_back) {
        text.sample(&format!("{{reason=\"{reason}\"}}"), 1);
    }
    text.family(
        "calfeed_history",
        "gauge",
        "1 for the current state of the history, which dates the events.",
    );
    if let Some(origin) = state.origin() {
        for history in HistoryState::ALL {
            let label = format!("{{state=\"{}\"}}", history.as_str());
            text.sample(&label, u8::from(history == origin.history));
        }
    }
}

/// The seconds between two times; 0 if the clock was set back in between.
fn seconds_between(earlier: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (now - earlier).num_seconds().max(0)
}

/// The text of several metric families.
#[derive(Default)]
pub(super) struct Text {
    pub(super) written: String,
    name: &'static str,
}

impl Text {
    pub(super) fn family(&mut self, name: &'static str, kind: &str, help: &str) {
        self.name = name;
        let _ = writeln!(self.written, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    pub(super) fn sample(&mut self, labels: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.written, "{}{labels} {value}", self.name);
    }

    /// Writes a family with one sample, if its value is known.
    pub(super) fn single(
        &mut self,
        name: &'static str,
        kind: &str,
        help: &str,
        value: Option<impl std::fmt::Display>,
    ) {
        if let Some(value) = value {
            self.family(name, kind, help);
            self.sample("", value);
        }
    }
}
