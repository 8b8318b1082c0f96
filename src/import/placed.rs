//! Puts imported events into an events file with the editing engine, and leaves out what the file cannot have.
//!
//! What validation refuses is found by trying: a key that is only a detail, such as an address that is none, is left out, and otherwise the whole
//! event. Each is noted in the account, so an import never makes a file with an error.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::Imported;
use crate::context::Context;
use crate::diagnostic::{Kind, Segment};
use crate::document::Value;
use crate::edit::{Fault, Refusal, Several, SeveralError, Wanted, edit_several};
use crate::reading::OtherFiles;

/// The keys without which an event is another.
const ESSENTIAL: [&str; 14] = [
    "id",
    "title",
    "start",
    "end",
    "duration",
    "timezone",
    "repeats",
    "until",
    "count",
    "also",
    "skipped",
    "cancelled",
    "moved_to",
    "status",
];

/// How often the file is tried again. Each time, it has all faults that a report can show.
const MOST_ROUNDS: usize = 30;

/// Makes all edits, each of an entry, except those that are refused.
///
/// # Errors
/// The file cannot be edited at all, with what to do.
pub(super) fn placed(
    imported: &mut Imported<'_>,
    mut wanted: Vec<(usize, Wanted)>,
    text: &Arc<String>,
    context: &Context,
    others: &mut impl OtherFiles,
) -> Result<(Several, Vec<(usize, Wanted)>), Refusal> {
    for _ in 0..MOST_ROUNDS {
        let edits: Vec<Wanted> = wanted.iter().map(|(_, wanted)| wanted.clone()).collect();
        let faults = match edit_several(text, &edits, context, others) {
            Ok(several) => return Ok((several, wanted)),
            Err(SeveralError::Refused(refusal)) => return Err(refusal),
            Err(SeveralError::Faults(faults)) => faults,
        };
        let mut gone = BTreeSet::new();
        for fault in faults {
            let Some((entry, edit)) = wanted.get_mut(fault.wanted) else {
                continue;
            };
            let entry = *entry;
            if gone.contains(&fault.wanted) {
                continue;
            }
            let left_out = without(edit, &fault);
            let (Wanted::New(keys) | Wanted::Updated { keys, .. }) = edit;
            keys.retain(|(_, value)| !matches!(value, Value::Keys(keys) if keys.is_empty()));
            match left_out {
                // A change that says what is so anyway.
                Some(_) if fault.kind == Some(Kind::EmptyChange) => {}
                Some(key) if key == "changes" => imported.lost_part(entry, fault.message),
                Some(key) => {
                    imported.remark(entry, format!("its `{key}` is left out: {}", fault.message));
                }
                None => {
                    gone.insert(fault.wanted);
                    imported.lost(entry, fault.message);
                }
            }
        }
        let mut index = 0;
        wanted.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
    }
    Err(Refusal::unwritable())
}

/// Returns the entry of each id that is in the file.
pub(super) fn ids(placed: &[(usize, Wanted)]) -> HashMap<String, usize> {
    let ids = placed.iter();
    ids.filter_map(|(entry, wanted)| Some((wanted.id()?.to_owned(), *entry)))
        .collect()
}

/// Removes the key of a fault if it is only a detail, and returns it.
fn without(edit: &mut Wanted, fault: &Fault) -> Option<String> {
    let (Wanted::New(keys) | Wanted::Updated { keys, .. }) = edit;
    let (key, rest) = match fault.path.split_first()? {
        (Segment::Key(key), rest) => (key, rest),
        (Segment::Index(_), _) => return None,
    };
    if key != "changes" {
        return removed(keys, key);
    }
    let Some((Segment::Key(date), rest)) = rest.split_first() else {
        return None;
    };
    let (_, changes) = keys.iter_mut().find(|(own, _)| own == "changes")?;
    let Value::Keys(changes) = changes else {
        return None;
    };
    let [Segment::Key(key), ..] = rest else {
        let count = changes.len();
        changes.retain(|(own, _)| own != date);
        return (changes.len() < count).then(|| "changes".to_owned());
    };
    let (_, change) = changes.iter_mut().find(|(own, _)| own == date)?;
    let Value::Keys(keys) = change else {
        return None;
    };
    let removed = removed(keys, key)?;
    if keys.is_empty() {
        changes.retain(|(own, _)| own != date);
    }
    Some(removed)
}

fn removed(keys: &mut Vec<(String, Value)>, key: &str) -> Option<String> {
    if ESSENTIAL.contains(&key) {
        return None;
    }
    let index = keys.iter().position(|(own, _)| own == key)?;
    keys.remove(index);
    Some(key.to_owned())
}

#[cfg(test)]
mod tests;
