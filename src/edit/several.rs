//! Makes several edits in one step, for [`mod@crate::import`].
//!
//! [`edit_several`] takes events to add and steps in events that are there, makes them all, reads the result once, and accepts it by the same
//! rules as one edit. What is wrong with single events is returned as [`Fault`]s, so that the caller can leave these out and try again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::accept::{self, Expected, accept};
use super::beside::{Checked, File, Once};
use super::make::{find, obstacle, places};
use super::order;
use super::plan;
use super::refusal::{Reason, Refusal};
use crate::calendar::Calendar;
use crate::context::Context;
use crate::diagnostic::{Kind, Report, Segment, Severity};
use crate::document::{self, Draft, Event, Step, Value};
use crate::reading::{Doubts, Known, OtherFiles};
use crate::time::Moment;

/// One of several edits.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// Adds an event with these keys, of which `id` is one.
    New(Vec<(String, Value)>),
    /// Gives the event with an id the keys that another calendar has for it, as [`plan::update`] describes.
    Updated {
        id: String,
        keys: Vec<(String, Value)>,
        /// Whether the times stay as they are.
        keeps_times: bool,
    },
}

impl Wanted {
    /// The id of the event.
    pub(crate) fn id(&self) -> Option<&str> {
        match self {
            Self::Updated { id, .. } => Some(id),
            Self::New(keys) => keys.iter().find_map(|(key, value)| match value {
                Value::Text(id) if key == "id" => Some(id.as_str()),
                _ => None,
            }),
        }
    }
}

/// The files after several edits.
#[derive(Debug)]
pub(crate) struct Several {
    /// The files that change.
    pub(crate) files: Vec<EditedFile>,
    /// The calendar before. `None` if a file has an error.
    pub(crate) before: Option<Calendar>,
    /// The calendar after. `None` if a file has an error, which it also had before.
    pub(crate) after: Option<Calendar>,
    /// The warnings that were not there before.
    pub(crate) warnings: Report,
}

/// A file that changes.
#[derive(Debug)]
pub(crate) struct EditedFile {
    /// Its path below the folder of the events file; `None` for the events file itself.
    pub(crate) path: Option<Arc<str>>,
    pub(crate) before: Arc<String>,
    pub(crate) text: Arc<String>,
}

/// What is wrong with one of the edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The index of the edit.
    pub(crate) wanted: usize,
    /// From the event to the value that is wrong.
    pub(crate) path: Vec<Segment>,
    /// The name of the error, if it is one of validation.
    pub(crate) kind: Option<Kind>,
    pub(crate) message: String,
}

/// Why several edits are not made.
#[derive(Debug)]
pub(crate) enum SeveralError {
    /// None of them can be made.
    Refused(Refusal),
    /// Some of them would make errors.
    Faults(Vec<Fault>),
}

impl From<Reason> for SeveralError {
    fn from(reason: Reason) -> Self {
        Self::Refused(reason.into())
    }
}

/// The edits of one file.
#[derive(Default)]
struct OfFile {
    /// The steps by the index of the event in the file before, each with the index of the edit.
    changed: BTreeMap<usize, Vec<(usize, Step)>>,
    /// The new events by the index of the event before which they are added, each with its edit, its keys and the year of its heading.
    added: BTreeMap<usize, Vec<New>>,
}

struct New {
    wanted: usize,
    keys: Value,
    event: Event,
    year: Option<i32>,
}

/// Makes several edits of an events file and of the files that it includes.
///
/// # Errors
/// What is wrong with single edits, or why nothing can be edited at all.
pub(crate) fn edit_several(
    text: &Arc<String>,
    wanted: &[Wanted],
    context: &Context,
    others: &mut impl OtherFiles,
) -> Result<Several, SeveralError> {
    let mut known = Known::default();
    let mut others = Once::new(others);
    let before = Checked::read(text, context, &mut others, &mut known, Doubts::Left);
    let of_files = distributed(&before, wanted)?;
    let mut edited: BTreeMap<usize, Made> = BTreeMap::new();
    let mut faults = Vec::new();
    for (number, of_file) in of_files {
        let file = before.files.get(number).ok_or(Reason::Unwritable)?;
        match made(&before, file, &of_file)? {
            Ok(made) => drop(edited.insert(number, made)),
            Err(mut found) => faults.append(&mut found),
        }
    }
    if !faults.is_empty() {
        return Err(SeveralError::Faults(faults));
    }
    let mut main = text;
    for (number, (new, ..)) in &edited {
        match before
            .files
            .get(*number)
            .and_then(|file| file.path.as_ref())
        {
            Some(path) => others.replace(path, new),
            None => main = new,
        }
    }
    let after = Checked::read(main, context, &mut others, &mut known, Doubts::Found);
    for found in accept::new(before.report.diagnostics(), &after.report, Severity::Error) {
        let of_file = edited.get(&found.place.file);
        let (wanted, path) = match found.place.path.as_slice() {
            [Segment::Key(events), Segment::Index(index), path @ ..] if events == "events" => {
                let owners = of_file.map(|(_, _, owners)| owners);
                let owner = owners.and_then(|owners| owners.get(*index).copied().flatten());
                (owner, path.to_vec())
            }
            _ => (None, Vec::new()),
        };
        faults.extend(wanted.map(|wanted| Fault {
            wanted,
            path,
            kind: Some(found.kind()),
            message: found.message(),
        }));
    }
    if !faults.is_empty() {
        return Err(SeveralError::Faults(faults));
    }
    for (number, (_, expected, _)) in &edited {
        accept(&before, &after, (*number, expected))?;
    }
    let warnings = accept::new_warnings(&before, &after, context, &mut others);
    let files = edited.into_iter().filter_map(|(number, (text, ..))| {
        let file = before.files.get(number)?;
        Some(EditedFile {
            path: file.path.clone(),
            before: Arc::clone(&file.text),
            text,
        })
    });
    Ok(Several {
        files: files.collect(),
        warnings: after.report.with(warnings),
        before: before.calendar,
        after: after.calendar,
    })
}

/// Finds the file and the place of each edit.
fn distributed(
    before: &Checked,
    wanted: &[Wanted],
) -> Result<BTreeMap<usize, OfFile>, SeveralError> {
    let mut of_files: BTreeMap<usize, OfFile> = BTreeMap::new();
    for (number, wanted) in wanted.iter().enumerate() {
        match wanted {
            Wanted::New(keys) => {
                let event = document::event_of(keys).ok_or(Reason::Unwritable)?;
                let file = order::file(&before.files, &event);
                let document = before.files.get(file).ok_or(Reason::Unwritable)?.document();
                let index = order::index(document, &event);
                let added = &mut of_files.entry(file).or_default().added;
                added.entry(index).or_default().push(New {
                    wanted: number,
                    keys: Value::Keys(keys.clone()),
                    year: order::year(&event),
                    event,
                });
            }
            Wanted::Updated {
                id,
                keys,
                keeps_times,
            } => {
                let (of, file, index) = find(before, id)?;
                let document = file.document();
                let own = document.events.get(index).ok_or(Reason::Unwritable)?;
                let is_timed = matches!(
                    own.start.as_deref().map(Moment::parse),
                    Some(Ok(Moment::DateTime(_)))
                );
                let defaults = document.defaults.as_ref();
                let with_defaults = defaults.map(|defaults| defaults.applied(own, is_timed).0);
                let written = with_defaults.as_ref().unwrap_or(own);
                let steps = plan::update((own, written), keys, *keeps_times);
                if !steps.is_empty() {
                    let changed = &mut of_files.entry(of).or_default().changed;
                    let steps = steps.into_iter().map(|step| (number, step));
                    changed.entry(index).or_default().extend(steps);
                }
            }
        }
    }
    Ok(of_files)
}

/// A text, what it must have, and which edit each of its events comes from.
type Made = (Arc<String>, Expected, Vec<Option<usize>>);

/// Makes the edits of one file.
fn made(
    before: &Checked,
    file: &File,
    of_file: &OfFile,
) -> Result<Result<Made, Vec<Fault>>, SeveralError> {
    let places = places(before, file)?;
    let mut text = file.text.as_str().to_owned();
    let mut expected = Expected::default();
    let mut owners: Vec<Vec<usize>> = vec![Vec::new(); places.starts().len() + 1];
    let mut of_changed: HashMap<usize, usize> = HashMap::new();
    let mut faults = Vec::new();
    let indexes = of_file.changed.keys().chain(of_file.added.keys());
    let mut indexes: Vec<usize> = indexes.copied().collect();
    indexes.sort_unstable();
    indexes.dedup();
    // From the last to the first: the places of what is above stay.
    for index in indexes.into_iter().rev() {
        if let Some(steps) = of_file.changed.get(&index) {
            let wanted = steps.first().map_or(0, |(wanted, _)| *wanted);
            let plain: Vec<Step> = steps.iter().map(|(_, step)| step.clone()).collect();
            let mut fault = |message: String| {
                faults.push(Fault {
                    wanted,
                    path: Vec::new(),
                    kind: None,
                    message,
                });
            };
            let mut draft = Draft::of(&text, places, index);
            let found = plain.iter().find_map(|step| draft.apply(step).err());
            let event = document::expected(&file.text, places, index, &plain);
            match (found, event) {
                (Some(found), _) => fault(Refusal::from(obstacle(found)).to_string()),
                (None, None) => fault(Refusal::from(Reason::Unwritable).to_string()),
                (None, Some(event)) => {
                    text = draft.into_text();
                    expected.changed.insert(index, event);
                    of_changed.insert(index, wanted);
                }
            }
        }
        if let Some(new) = of_file.added.get(&index) {
            let keys: Vec<Value> = new.iter().map(|new| new.keys.clone()).collect();
            let year = new.first().and_then(|new| new.year);
            let year = year.filter(|year| new.iter().all(|new| new.year == Some(*year)));
            text = document::added(&text, places, index, &keys, year).map_err(obstacle)?;
            let events = new.iter().map(|new| new.event.clone());
            expected.added.insert(index, events.collect());
            if let Some(owners) = owners.get_mut(index) {
                owners.extend(new.iter().map(|new| new.wanted));
            }
        }
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let last = places.starts().len();
    let owners = owners.iter().enumerate().flat_map(|(index, added)| {
        let added = added.iter().map(|wanted| Some(*wanted));
        let own = (index < last).then(|| of_changed.get(&index).copied());
        added.chain(own)
    });
    Ok(Ok((Arc::new(text), expected, owners.collect())))
}
