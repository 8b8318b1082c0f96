//! Writes a history as JSON and reads it again: `calfeed revisions` writes it on a machine with git, for `--revisions` on one without.
//!
//! The [`History`] that is read gives the same revisions as the one that was written, and continues in the same way. The same history gives the
//! same bytes, in order of the ids. The JSON includes, once each, the last versions that had the removed events, and the complete last version,
//! so that later edits are found by comparison, as with git. docs/reference/revisions-json.md describes the form; a change that older releases
//! would misread increases [`VERSION`]. A history without included files has the older form, for older releases.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use super::snapshot::{Snapshot, complete, whole};
use super::trace::{Removal, Tombstone, Trace};
use super::{History, Last};
use crate::calendar::Event;
use crate::value::Slug;
use crate::version::{Included, Version};

/// The version of the format.
const VERSION: u32 = 2;

/// The version of the format for a history with included files, in which `files` has objects.
const OF_SEVERAL: u32 = 3;

/// Why a text is not a valid history.
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

/// A history; `F` is an element of `files`.
#[derive(Serialize, Deserialize)]
struct Written<F> {
    version: u32,
    last_change: Instant,
    /// Whether an event ever had a `uid`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    uids: bool,
    events: Vec<WrittenEvent>,
    removed: Vec<WrittenRemoval>,
    /// The last versions of the events file with the removed events.
    files: Vec<F>,
    file: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    included: Vec<WrittenIncluded>,
}

/// A version of several files.
#[derive(Serialize, Deserialize)]
struct WrittenVersion {
    file: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    included: Vec<WrittenIncluded>,
}

#[derive(Serialize, Deserialize)]
struct WrittenIncluded {
    path: String,
    text: String,
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
    last_change: Instant,
    /// The index in `files`.
    file: Option<usize>,
    /// Its UID, if it follows neither from the `file` nor from the id and the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uid: Option<String>,
}

/// An instant in the format of RFC 3339, in UTC and whole seconds.
#[derive(Clone, Copy, Deserialize)]
struct Instant(DateTime<Utc>);

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl Instant {
    fn read(self) -> Result<DateTime<Utc>, HistoryError> {
        let instant = self.0.trunc_subsecs(0);
        if (DateTime::UNIX_EPOCH..=super::LAST_INSTANT).contains(&instant) {
            Ok(instant)
        } else {
            let year = instant.format("%Y");
            Err(HistoryError(format!(
                "it has a time in the year {year}; years must be from 1970 to 9999"
            )))
        }
    }
}

impl History {
    /// Returns the history as JSON. If no version was noted, `file` is `null`.
    pub fn to_json(&self) -> String {
        let (mut events, mut removed) = (Vec::new(), Vec::new());
        let mut files: Vec<&Version> = Vec::new();
        let mut places: HashMap<&Version, usize> = HashMap::new();
        let by_id = |id: &Slug| self.domain().map(|domain| format!("{id}@{domain}"));
        for (id, trace) in &self.traces {
            let by_id = by_id(id);
            let (id, created) = (id.to_string(), Instant(trace.created));
            let last_change = Instant(trace.last_change);
            match &trace.removal {
                None => events.push(WrittenEvent {
                    id,
                    created,
                    last_change,
                }),
                Some(removal) => {
                    let Removal { at, uid, left } = &**removal;
                    let is_implied = left.is_some() || by_id.as_ref() == Some(uid);
                    let file = left.as_ref().map(|Tombstone { version, .. }| {
                        *places.entry(version).or_insert_with(|| {
                            files.push(version);
                            files.len() - 1
                        })
                    });
                    removed.push(WrittenRemoval {
                        id,
                        created,
                        removed: Instant(*at),
                        last_change,
                        file,
                        uid: (!is_implied).then(|| uid.clone()),
                    });
                }
            }
        }
        let none = Version::default();
        let last = self.last.as_ref().map_or(&none, |last| &last.version);
        let is_alone = |version: &&Version| version.included.is_empty();
        let written = Written {
            version: VERSION,
            last_change: Instant(self.last_change),
            uids: self.has_uids,
            events,
            removed,
            files: Vec::new(),
            file: last.text.to_string(),
            included: included(last),
        };
        let json = if files.iter().chain([&last]).all(is_alone) {
            let files = files.iter().map(|version| version.text.to_string());
            let files = files.collect();
            serde_json::to_string_pretty(&Written::<String> { files, ..written })
        } else {
            let files = files.iter().map(|version| WrittenVersion {
                file: version.text.to_string(),
                included: included(version),
            });
            serde_json::to_string_pretty(&Written {
                version: OF_SEVERAL,
                files: files.collect(),
                last_change: written.last_change,
                uids: written.uids,
                events: written.events,
                removed: written.removed,
                file: written.file,
                included: written.included,
            })
        };
        let mut json = json.unwrap_or_default();
        json.push('\n');
        json
    }

    /// Reads a history from the JSON that [`History::to_json`] gives.
    ///
    /// # Errors
    /// If the text is not JSON of this format and version, or the dates do not fit the events files in it.
    pub fn from_json(json: &str) -> Result<Self, HistoryError> {
        let refused = |error: serde_json::Error| {
            HistoryError(format!(
                "this is not the output of `calfeed revisions`: {error}"
            ))
        };
        // Shells on Windows begin a file with a byte order mark.
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let Versioned { version } = serde_json::from_str(json).map_err(refused)?;
        let written: Written<WrittenVersion> = match version {
            VERSION => {
                let written: Written<String> = serde_json::from_str(json).map_err(refused)?;
                written.with_versions()
            }
            OF_SEVERAL => serde_json::from_str(json).map_err(refused)?,
            _ => {
                return Err(HistoryError(format!(
                    "it has format version {version}, but this calfeed reads versions {VERSION} and {OF_SEVERAL}; write it with the same release of calfeed"
                )));
            }
        };
        let (file, included) = (written.file, written.included);
        let version = WrittenVersion { file, included }.read()?;
        let named = if version.included.is_empty() {
            "`file` in it is"
        } else {
            "`file` in it, with its `included` files, is"
        };
        let last = complete(&version)
            .ok_or_else(|| HistoryError(format!("the {named} not a valid events file")))?;
        let mut traces = BTreeMap::new();
        for event in written.events {
            let id = known(&event.id)?;
            if last.event(&id).is_none() {
                let files = if version.included.is_empty() {
                    "`file` in it has"
                } else {
                    "files in it have"
                };
                return Err(HistoryError(format!("the {files} no event `{id}`")));
            }
            let trace = Trace::new(event.created.read()?, event.last_change.read()?, None);
            add(&mut traces, &id, trace)?;
        }
        let is_unknown = |event: &&Arc<Event>| !traces.contains_key(&event.id);
        if let Some(event) = last.events().find(is_unknown) {
            return Err(HistoryError(format!(
                "it has no dates for the event `{}`",
                event.id
            )));
        }
        let files = written.files.into_iter().map(|version| {
            let version = version.read()?;
            let snapshot = whole(&version);
            Ok((Arc::new(version), snapshot))
        });
        let files: Vec<(Arc<Version>, Option<Snapshot>)> = files.collect::<Result<_, _>>()?;
        for removal in written.removed {
            let id = known(&removal.id)?;
            let at = removal.removed.read()?;
            let left = removal.file.map(|place| files.get(place));
            let left = left.map_or(Ok(None), |file| read_left(&id, at, file))?;
            let uid = left.as_ref().map(|left| left.event.uid(&left.domain));
            let removed = Removal {
                at,
                uid: uid
                    .or(removal.uid)
                    .unwrap_or_else(|| format!("{id}@{}", last.calendar.domain)),
                left,
            };
            let (created, last_change) = (removal.created.read()?, removal.last_change.read()?);
            if at < created || last_change < at {
                return Err(out_of_order(&id));
            }
            add(
                &mut traces,
                &id,
                Trace::new(created, last_change, Some(Box::new(removed))),
            )?;
        }
        Ok(Self {
            reader: super::Reader::default(),
            last: Some(Last {
                version,
                domain: last.calendar.domain.clone(),
                snapshot: Some(last),
            }),
            traces,
            has_uids: written.uids,
            last_change: written.last_change.read()?,
        })
    }
}

impl Written<String> {
    fn with_versions(self) -> Written<WrittenVersion> {
        let files = self.files.into_iter().map(|file| WrittenVersion {
            file,
            included: Vec::new(),
        });
        Written {
            files: files.collect(),
            version: self.version,
            last_change: self.last_change,
            uids: self.uids,
            events: self.events,
            removed: self.removed,
            file: self.file,
            included: Vec::new(),
        }
    }
}

impl WrittenVersion {
    fn read(self) -> Result<Version, HistoryError> {
        let included = self.included.into_iter().map(|file| Included {
            path: file.path.into(),
            text: Arc::new(file.text),
        });
        let mut included: Vec<Included> = included.collect();
        included.sort_by(|one, other| one.path.cmp(&other.path));
        let mut pairs = included.iter().zip(included.iter().skip(1));
        if let Some((file, _)) = pairs.find(|(one, next)| one.path == next.path) {
            let path = &file.path;
            return Err(HistoryError(format!(
                "it has two texts of the file `{path}`; write it again with `calfeed revisions`"
            )));
        }
        Ok(Version {
            text: Arc::new(self.file),
            included,
        })
    }
}

/// The included files of a version, as they are written.
fn included(version: &Version) -> Vec<WrittenIncluded> {
    let files = version.included.iter().map(|file| WrittenIncluded {
        path: file.path.to_string(),
        text: file.text.to_string(),
    });
    files.collect()
}

fn read_left(
    id: &Slug,
    at: DateTime<Utc>,
    file: Option<&(Arc<Version>, Option<Snapshot>)>,
) -> Result<Option<Tombstone>, HistoryError> {
    let found = file.and_then(|(version, snapshot)| {
        let snapshot = snapshot.as_ref()?;
        Some((version, snapshot, snapshot.event(id)?))
    });
    let (version, snapshot, event) = found.ok_or_else(|| {
        HistoryError(format!(
            "the `file` of the removed event `{id}` is not a valid events file with that event"
        ))
    })?;
    let left = event.removed(at, &snapshot.calendar);
    Ok(left.map(|event| Tombstone {
        version: Arc::clone(version),
        domain: snapshot.calendar.domain.clone(),
        event,
    }))
}

fn out_of_order(id: &Slug) -> HistoryError {
    HistoryError(format!(
        "in it, `{id}` was created after its last change; write it again with `calfeed revisions`"
    ))
}

fn known(id: &str) -> Result<Slug, HistoryError> {
    Slug::parse(id).map_err(|problem| HistoryError(format!("it has an invalid `id`: {problem}")))
}

fn add(traces: &mut BTreeMap<Slug, Trace>, id: &Slug, trace: Trace) -> Result<(), HistoryError> {
    if trace.last_change < trace.created {
        return Err(out_of_order(id));
    }
    match traces.insert(id.clone(), trace) {
        None => Ok(()),
        Some(_) => Err(HistoryError(format!("`{id}` appears twice in it"))),
    }
}
