//! A history → JSON, and back: what `calfeed revisions` writes where git is, and others read where it is not.
//!
//! In: a [`History`], or text. Out: text, or a [`History`] that gives the same revisions, and goes on as the first one would.
//! Guaranteed: the same history gives the same bytes, in order of the ids. Each removed event comes along as a small events file, and
//! the last text whole, so that what was edited since is found by comparing, as it is with git. Absent: the texts before the last.
//! The form is described in docs/revisions.md; a change that older readers would misread raises [`VERSION`].

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use super::reader::whole;
use super::{History, Removal, Trace};
use crate::value::Slug;

/// The version of the form.
const VERSION: u32 = 1;

/// Why a text is not the history of an events file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryError(String);

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for HistoryError {}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    last_change: Instant,
    events: Vec<WrittenEvent>,
    removed: Vec<WrittenRemoval>,
    file: String,
}

#[derive(Serialize, Deserialize)]
struct WrittenEvent {
    id: String,
    created: Instant,
    last_change: Instant,
}

#[derive(Serialize, Deserialize)]
struct WrittenRemoval {
    id: String,
    created: Instant,
    removed: Instant,
    file: Option<String>,
}

/// An instant as RFC 3339 has it, in UTC and whole seconds.
#[derive(Clone, Copy, Deserialize)]
struct Instant(DateTime<Utc>);

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl Instant {
    fn read(self) -> DateTime<Utc> {
        self.0
            .trunc_subsecs(0)
            .clamp(DateTime::UNIX_EPOCH, super::LAST_INSTANT)
    }
}

impl History {
    /// Returns the history as JSON; `null` as its last text would be that of a history without any.
    pub fn to_json(&self) -> String {
        let (mut events, mut removed) = (Vec::new(), Vec::new());
        for (id, trace) in &self.traces {
            let (id, created) = (id.to_string(), Instant(trace.created));
            let last_change = Instant(trace.last_change);
            match &trace.removal {
                None => events.push(WrittenEvent {
                    id,
                    created,
                    last_change,
                }),
                Some(Removal { left }) => removed.push(WrittenRemoval {
                    id,
                    created,
                    removed: last_change,
                    file: left.as_ref().map(|(file, _)| file.clone()),
                }),
            }
        }
        let written = Written {
            version: VERSION,
            last_change: Instant(self.last_change),
            events,
            removed,
            file: self
                .last
                .as_ref()
                .map_or_else(String::new, |(text, _)| text.clone()),
        };
        let mut json = serde_json::to_string_pretty(&written).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Reads a history from the JSON that [`History::to_json`] gives.
    ///
    /// # Errors
    /// What is no JSON of that form or of its version; instants that do not fit the texts beside them.
    pub fn from_json(json: &str) -> Result<Self, HistoryError> {
        let refused = |error: serde_json::Error| {
            HistoryError(format!(
                "this is not what `calfeed revisions` writes: {error}"
            ))
        };
        let Versioned { version } = serde_json::from_str(json).map_err(refused)?;
        if version != VERSION {
            return Err(HistoryError(format!(
                "it has version {version} of the form, and this calfeed reads version {VERSION}; write it with the calfeed that reads it"
            )));
        }
        let written: Written = serde_json::from_str(json).map_err(refused)?;
        let last = whole(&written.file)
            .ok_or_else(|| HistoryError("the `file` in it is not a good events file".to_owned()))?;
        let mut traces = BTreeMap::new();
        for event in written.events {
            let id = known(&event.id)?;
            if last.event(&id).is_none() {
                return Err(HistoryError(format!(
                    "the `file` in it has no event `{id}`"
                )));
            }
            let trace = Trace {
                created: event.created.read(),
                last_change: event.last_change.read(),
                removal: None,
            };
            add(&mut traces, &id, trace)?;
        }
        if let Some(event) = last
            .events
            .iter()
            .find(|event| !traces.contains_key(&event.id))
        {
            return Err(HistoryError(format!(
                "it does not say when `{}` changed",
                event.id
            )));
        }
        for removal in written.removed {
            let id = known(&removal.id)?;
            let trace = Trace {
                created: removal.created.read(),
                last_change: removal.removed.read(),
                removal: Some(read_removal(&id, removal.removed.read(), removal.file)?),
            };
            add(&mut traces, &id, trace)?;
        }
        Ok(Self {
            reader: super::Reader::default(),
            last: Some((written.file, last)),
            traces,
            last_change: written.last_change.read(),
        })
    }
}

fn read_removal(
    id: &Slug,
    at: DateTime<Utc>,
    file: Option<String>,
) -> Result<Removal, HistoryError> {
    let Some(file) = file else {
        return Ok(Removal { left: None });
    };
    let snapshot = whole(&file);
    let event = snapshot.as_ref().and_then(|it| Some((it, it.event(id)?)));
    let (snapshot, event) = event.ok_or_else(|| {
        HistoryError(format!(
            "the `file` of the removed event `{id}` is not a good events file that has it"
        ))
    })?;
    let left = event.removed(at, snapshot.calendar.zone());
    Ok(Removal {
        left: left.map(|left| (file, left)),
    })
}

fn known(id: &str) -> Result<Slug, HistoryError> {
    Slug::parse(id).map_err(|problem| HistoryError(format!("an `id` in it is none: {problem}")))
}

fn add(traces: &mut BTreeMap<Slug, Trace>, id: &Slug, trace: Trace) -> Result<(), HistoryError> {
    match traces.insert(id.clone(), trace) {
        None => Ok(()),
        Some(_) => Err(HistoryError(format!("it has `{id}` twice"))),
    }
}
