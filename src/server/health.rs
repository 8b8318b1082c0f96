//! Responds to `/healthz` with the state of the server as JSON, for operators and load balancers.
//!
//! The status is 200 while a Site is served, however broken the file is, because taking the server out of service would help nobody. The response
//! is never cached, always has the same keys, and quotes no file to the public. [`super::metrics`] has the figures about requests.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::polls::Polled;
use super::published::{Fault, FileKind, State};
use super::respond::{self, Reply};
use crate::visible::visible;

/// The path of the endpoint.
pub(super) const PATH: &str = "/healthz";

/// Who can read the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Anybody who can reach the site.
    Public,
    /// Only those who can reach the address of the metrics.
    Operator,
}

/// Returns the response: what is served, and the current fault.
pub(super) fn respond(state: &State, polled: Polled, audience: Audience) -> Reply {
    let site = state.site();
    let origin = state.origin();
    let late = polled.late_since.map(late);
    let fault = state.fault().or(late.as_ref());
    let body = json!({
        "status": if fault.is_some() { "stale" } else { "ok" },
        "version": env!("CARGO_PKG_VERSION"),
        "revision": origin.map(|origin| json!({
            "sha256": origin.sha256,
            "commit": origin.commit,
        })),
        "loaded": origin.map(|origin| instant(origin.loaded)),
        "polled": polled.finished.map(instant),
        "polling_since": polled.long_since.map(instant),
        "events": site.events(),
        "feeds": site.feeds(),
        "history": origin.map(|origin| origin.history.as_str()),
        "problem": fault.map(|fault| problem(fault, audience)),
    });
    respond::passing("application/json", format!("{body}\n"))
}

/// Returns the same in one line, for the service manager.
pub(super) fn line(state: &State, polled: Polled) -> String {
    let late = polled.late_since.map(late);
    if let Some(fault) = state.fault().or(late.as_ref()) {
        return format!("stale: {}", visible(&fault.message));
    }
    let site = state.site();
    let (events, feeds) = (site.events(), site.feeds());
    format!("serving events: {events}, feeds: {feeds}")
}

/// Describes a fault as JSON, as far as the audience may see it.
fn problem(fault: &Fault, audience: Audience) -> Value {
    let mut problem = serde_json::Map::new();
    let mut add = |key: &str, value: Value| problem.insert(key.to_owned(), value);
    add("file", json!(fault.file.map(FileKind::as_str)));
    add("held_back", json!(fault.held_back));
    add("line", json!(fault.place.map(|(line, _)| line)));
    add("column", json!(fault.place.map(|(_, column)| column)));
    add("since", json!(instant(fault.since)));
    // A message may quote a line that is not to be published, from the events file or from another file that it names.
    if audience == Audience::Operator {
        add("message", json!(fault.message));
    }
    Value::Object(problem)
}

/// The fault that polls do not finish.
fn late(since: DateTime<Utc>) -> Fault {
    let message = format!(
        "no poll of the events file has finished since {}; the file system, or git, may not respond",
        instant(since)
    );
    Fault {
        message,
        file: Some(FileKind::Events),
        held_back: None,
        place: None,
        report: String::new(),
        notes: Box::default(),
        since,
    }
}

fn instant(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}
