//! State → `/healthz`: what an operator and a load balancer ask of a running server, as JSON.
//!
//! In: a [`State`]. Out: a reply. Guaranteed: 200 while a Site is served, however broken the file is, since nobody is helped
//! by taking away what works; never cached; keys that are always there. Absent: anything about requests, see [`super::metrics`].

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::published::{Fault, State};
use super::respond::{self, Reply};

/// Where it is answered.
pub(super) const PATH: &str = "/healthz";

/// Says what is served, and what is wrong.
pub(super) fn respond(state: &State) -> Reply {
    let site = state.site();
    let origin = state.origin();
    let body = json!({
        "status": if state.fault().is_some() { "stale" } else { "ok" },
        "version": env!("CARGO_PKG_VERSION"),
        "revision": origin.map(|origin| json!({
            "sha256": origin.sha256,
            "commit": origin.commit,
        })),
        "loaded": origin.map(|origin| instant(origin.loaded)),
        "events": site.events(),
        "feeds": site.feeds(),
        "problem": state.fault().map(problem),
    });
    respond::passing("application/json", format!("{body}\n"))
}

fn problem(fault: &Fault) -> Value {
    json!({
        "message": fault.message,
        "line": fault.place.map(|(line, _)| line),
        "column": fault.place.map(|(_, column)| column),
        "since": instant(fault.since),
    })
}

fn instant(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}
