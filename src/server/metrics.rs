//! What happened in this process, counted → Prometheus text.
//!
//! In: answers, connections, reloads. Out: text in the exposition format 0.0.4. Guaranteed: as many series as there are feeds,
//! kinds of resource, statuses and client families, whatever strangers ask for; counters only rise. Absent: counts that outlive
//! the process, which are Prometheus' own work, and times of answers, which a proxy measures better.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::StatusCode;

use super::client::Client;
use super::polls::Polled;
use super::published::{HistoryState, State};
use crate::site::Resource;

/// Where it is answered.
pub(super) const PATH: &str = "/metrics";

/// The media type of the exposition format.
pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What kind of thing a path names.
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
    /// Tells what a path names, and what is published there.
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

/// The counts since the process began.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    counts: Mutex<Counts>,
    open: AtomicUsize,
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
    last_good: Option<DateTime<Utc>>,
}

impl Metrics {
    /// Counts an answer; and where a feed was asked for, by whom it was fetched or found unchanged.
    pub(super) fn answered(&self, kind: Kind, status: StatusCode, fetched: Option<(&str, Client)>) {
        let mut counts = self.counts();
        *counts.requests.entry((kind, status.as_u16())).or_default() += 1;
        if let Some((path, client)) = fetched
            && matches!(status, StatusCode::OK | StatusCode::NOT_MODIFIED)
        {
            let feed = path.trim_start_matches('/');
            // Its name is written down once, not for every fetch.
            if !counts.fetches.contains_key(feed) {
                counts.fetches.insert(feed.to_owned(), BTreeMap::new());
            }
            if let Some(clients) = counts.fetches.get_mut(feed) {
                *clients.entry(client).or_default() += 1;
            }
        }
    }

    /// Counts a connection for as long as what is returned lives.
    pub(super) fn opened(self: &Arc<Self>) -> Open {
        self.open.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(self))
    }

    /// Counts a load that gave a Site.
    pub(super) fn loaded(&self, now: DateTime<Utc>) {
        let mut counts = self.counts();
        counts.good += 1;
        counts.last_good = Some(now);
    }

    /// Counts a load that gave none.
    pub(super) fn failed(&self) {
        self.counts().bad += 1;
    }

    /// Writes all of it.
    pub(super) fn text(&self, state: &State, polled: Polled, now: DateTime<Utc>) -> String {
        let counts = self.counts();
        let mut text = Text::default();
        text.family("calfeed_build_info", "gauge", "The version that runs.");
        let version = concat!("{version=\"", env!("CARGO_PKG_VERSION"), "\"}");
        text.sample(version, 1);
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
            "Feeds fetched, by family of client: whole or found unchanged.",
        );
        for (feed, clients) in &counts.fetches {
            for (client, count) in clients {
                text.sample(&format!("{{feed=\"{feed}\",client=\"{client}\"}}"), count);
            }
        }
        text.family(
            "calfeed_reloads_total",
            "counter",
            "Loads of the events file, the first included.",
        );
        text.sample("{result=\"good\"}", counts.good);
        text.sample("{result=\"bad\"}", counts.bad);
        text.family(
            "calfeed_seconds_since_good_load",
            "gauge",
            "Seconds since the events file was last loaded without an error.",
        );
        if let Some(last) = counts.last_good {
            text.sample("", (now - last).num_seconds().max(0));
        }
        text.family(
            "calfeed_seconds_since_poll",
            "gauge",
            "Seconds since the last poll of the events file finished.",
        );
        if let Some(last) = polled.finished {
            text.sample("", (now - last).num_seconds().max(0));
        }
        text.family(
            "calfeed_stale",
            "gauge",
            "1 while the events file is broken, or polls do not finish, and an earlier version is served.",
        );
        let is_stale = state.fault().is_some() || polled.late_since.is_some();
        text.sample("", u8::from(is_stale));
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
            "1 for what is known of when the events changed.",
        );
        if let Some(origin) = state.origin() {
            for history in HistoryState::ALL {
                let label = format!("{{state=\"{}\"}}", history.as_str());
                text.sample(&label, u8::from(history == origin.history));
            }
        }
        text.family("calfeed_connections", "gauge", "Connections that are open.");
        text.sample("", self.open.load(Ordering::Relaxed));
        text.written
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Poison says that a holder panicked; a count may be missing then, and the others are good.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Families of metrics, one after another.
#[derive(Default)]
struct Text {
    written: String,
    name: &'static str,
}

impl Text {
    fn family(&mut self, name: &'static str, kind: &str, help: &str) {
        self.name = name;
        let _ = writeln!(self.written, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, labels: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.written, "{}{labels} {value}", self.name);
    }
}
