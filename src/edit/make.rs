//! Makes the edit of one file, before it is checked.

use std::collections::{BTreeMap, HashMap, HashSet};

use memchr::memchr_iter;

use super::accept::Expected;
use super::beside::{Checked, File};
use super::order;
use super::plan::{self, Subject, Whereabouts, by_hand, event_by_hand, removal_by_hand};
use super::refusal::{Reason, Refusal};
use super::request::{NewEvent, Request};
use crate::context::Context;
use crate::diagnostic::Severity;
use crate::document::{self, Draft, Obstacle, Places, Value};
use crate::spelling::closest;
use crate::time::Moment;

/// An edit of one file.
pub(super) struct Made {
    /// The number of the file: 0 is the events file.
    pub(super) file: usize,
    pub(super) text: String,
    /// The id of the event.
    pub(super) id: String,
    pub(super) expected: Expected,
    /// What to type if the edit is not accepted.
    pub(super) by_hand: String,
}

/// The name of the events file in what to type.
const EVENTS_FILE: &str = "the events file";

/// Changes keys of an event.
pub(super) fn change(
    before: &Checked,
    request: &Request,
    context: &Context,
) -> Result<Made, Refusal> {
    let id = request.id().unwrap_or_default().trim();
    let (number, file, index) = find(before, id)?;
    let places = places(before, file)?;
    let document = file.document();
    let own = document.events.get(index).ok_or(Reason::Unwritable)?;
    let start = own.start.as_deref().map(Moment::parse);
    let is_timed = matches!(start, Some(Ok(Moment::DateTime(_))));
    let defaults = document.defaults.as_ref();
    let with_defaults = defaults.map(|defaults| defaults.applied(own, is_timed).0);
    let calendar = before.calendar.as_ref();
    let subject = Subject {
        own,
        written: with_defaults.as_ref().unwrap_or(own),
        calendar,
        now: context.now(),
    };
    let steps = plan::steps(request, &subject)?;
    let text = &file.text;
    let expected = document::expected(text, places, index, &steps);
    let expected = expected.ok_or_else(|| broken(before))?;
    let by_hand = by_hand(&steps, own, &whereabouts(file, places, (id, index)));
    let mut draft = Draft::of(text, places, index);
    for step in &steps {
        draft
            .apply(step)
            .map_err(|found| Refusal::of(obstacle(found), &by_hand))?;
    }
    Ok(Made {
        file: number,
        text: draft.into_text(),
        id: id.to_owned(),
        expected: Expected {
            changed: HashMap::from([(index, expected)]),
            ..Expected::default()
        },
        by_hand,
    })
}

/// Removes an event.
pub(super) fn remove(before: &Checked, id: &str) -> Result<Made, Refusal> {
    let id = id.trim();
    let (number, file, index) = find(before, id)?;
    let places = places(before, file)?;
    let by_hand = removal_by_hand(&whereabouts(file, places, (id, index)));
    let text = document::removed(&file.text, places, index);
    Ok(Made {
        file: number,
        text: text.map_err(|found| Refusal::of(obstacle(found), &by_hand))?,
        id: id.to_owned(),
        expected: Expected {
            removed: Some(index),
            ..Expected::default()
        },
        by_hand,
    })
}

/// Adds an event.
pub(super) fn add(before: &Checked, new: &NewEvent) -> Result<Made, Refusal> {
    let events = before.files.iter().flat_map(|file| &file.document().events);
    let ids: HashSet<&str> = events.filter_map(|event| event.id.as_deref()).collect();
    let (id, keys) = plan::new_event(new, |id| ids.contains(id))?;
    let event = document::event_of(&keys).ok_or(Reason::Unwritable)?;
    let number = match &new.file {
        None => order::file(&before.files, &event),
        Some(path) => {
            let path = path.trim().trim_start_matches("./");
            let is_it = |file: &File| file.path.as_deref().unwrap_or_default() == path;
            let number = before.files.iter().position(is_it);
            number.ok_or_else(|| Reason::NoFile {
                file: path.to_owned(),
                files: included(before),
            })?
        }
    };
    let file = before.files.get(number).ok_or(Reason::Unwritable)?;
    let index = order::index(file.document(), &event);
    let year = order::year(&event);
    let by_hand = event_by_hand(&keys, file.path.as_deref().unwrap_or(EVENTS_FILE));
    let entry = [Value::Keys(keys)];
    let text = document::added(&file.text, places(before, file)?, index, &entry, year);
    Ok(Made {
        file: number,
        text: text.map_err(|found| Refusal::of(obstacle(found), &by_hand))?,
        id,
        expected: Expected {
            added: BTreeMap::from([(index, vec![event])]),
            ..Expected::default()
        },
        by_hand,
    })
}

/// Returns the number of the file that has an event, the file, and the index of the event there.
pub(super) fn find<'a>(before: &'a Checked, id: &str) -> Result<(usize, &'a File, usize), Reason> {
    let files = before.files.iter().enumerate();
    let mut found =
        files.flat_map(|(number, file)| file.positions(id).map(move |index| (number, file, index)));
    match (found.next(), found.next()) {
        (Some(found), None) => Ok(found),
        (Some(_), Some(_)) => Err(broken(before)),
        (None, _) => {
            if before
                .files
                .iter()
                .any(|file| file.read.recovered.is_hole(&[]))
            {
                return Err(broken(before));
            }
            let events = before.files.iter().flat_map(|file| &file.document().events);
            let ids = events.filter_map(|event| event.id.as_deref());
            let ids: Vec<&str> = ids.collect();
            let mut found = before.report.diagnostics().iter();
            Err(Reason::NoEvent {
                id: id.to_owned(),
                has_errors: found.any(|found| found.severity() == Severity::Error),
                nearest: closest(id, ids.iter().copied()).map(ToOwned::to_owned),
                ids: ids.into_iter().map(ToOwned::to_owned).collect(),
            })
        }
    }
}

/// Returns where an event is, in words.
fn whereabouts<'a>(
    file: &'a File,
    places: &Places,
    (id, index): (&'a str, usize),
) -> Whereabouts<'a> {
    let start = places.starts().get(index).copied();
    let before = start.and_then(|start| file.text.get(..start));
    Whereabouts {
        file: file.path.as_deref().unwrap_or(EVENTS_FILE),
        id,
        line: before.map(|before| memchr_iter(b'\n', before.as_bytes()).count() + 1),
    }
}

/// Returns where the values of a file are, if its YAML has no error.
pub(super) fn places<'a>(before: &Checked, file: &'a File) -> Result<&'a Places, Reason> {
    file.read.places.as_ref().ok_or_else(|| broken(before))
}

/// Returns the first error of a version, which is in the way.
fn broken(before: &Checked) -> Reason {
    let mut errors = before.report.diagnostics().iter();
    match errors.find(|found| found.severity() == Severity::Error) {
        Some(error) => Reason::Broken {
            message: error.message(),
        },
        None => Reason::Unwritable,
    }
}

/// Returns the paths of the included files.
fn included(before: &Checked) -> Vec<String> {
    let paths = before.files.iter().filter_map(|file| file.path.as_deref());
    paths.map(ToOwned::to_owned).collect()
}

pub(super) fn obstacle(obstacle: Obstacle) -> Reason {
    match obstacle {
        Obstacle::Unreadable | Obstacle::Layout => Reason::Unwritable,
        Obstacle::Alias(anchor) => Reason::Aliased { anchor },
        Obstacle::Repeated(anchor) => Reason::AnchorInUse { anchor },
        Obstacle::LastAlias(anchor) => Reason::LastAlias { anchor },
        Obstacle::NotWritten(key) => Reason::Merged { key },
    }
}
