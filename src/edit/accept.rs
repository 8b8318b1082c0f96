//! Decides whether an edited version means what was asked, and nothing else.
//!
//! All values of the edited file are compared, not what subscribers see: a key that nobody sees must not change either.

use std::collections::{BTreeMap, HashMap};

use super::beside::Checked;
use super::ends::{same_end, same_start};
use super::refusal::Reason;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::document::Event;
use crate::reading::OtherFiles;

/// The events of the edited file, apart from those that stay the same. Each index is that in the file before.
#[derive(Debug, Default)]
pub(super) struct Expected {
    pub(super) changed: HashMap<usize, Event>,
    pub(super) removed: Option<usize>,
    /// The events that are added before the one with an index.
    pub(super) added: BTreeMap<usize, Vec<Event>>,
}

impl Expected {
    /// Returns each event that the file must have, and whether the edit is about it.
    fn of<'a>(&'a self, before: &'a [Event]) -> Vec<(&'a Event, bool)> {
        let mut events = Vec::with_capacity(before.len());
        for (index, event) in before.iter().enumerate() {
            let added = self.added.get(&index).into_iter().flatten();
            events.extend(added.map(|event| (event, true)));
            match self.changed.get(&index) {
                _ if self.removed == Some(index) => {}
                Some(changed) => events.push((changed, true)),
                None => events.push((event, false)),
            }
        }
        let at_end = self.added.range(before.len()..);
        let at_end = at_end.flat_map(|(_, added)| added);
        events.extend(at_end.map(|event| (event, true)));
        events
    }
}

/// Checks that the version after an edit has no error that the one before does not have, and that the file with this number has just the events
/// that are expected.
pub(super) fn accept(
    before: &Checked,
    after: &Checked,
    (file, expected): (usize, &Expected),
) -> Result<(), Reason> {
    let mut errors = new(before.report.diagnostics(), &after.report, Severity::Error);
    if let Some((old, new)) = before.files.get(file).zip(after.files.get(file)) {
        // One of the parsers refuses the text, so other readers may too, and no further edit could be made.
        if old.read.places.is_some() && new.read.places.is_none() {
            return Err(Reason::Unwritable);
        }
        errors.retain(|found| !is_old(found, &before.report, file, (&old.text, &new.text)));
    }
    let others = others(before, after, (file, expected));
    // An error of another event is only a consequence of its change.
    if let Some(others) = others.as_ref().filter(|others| !others.is_empty()) {
        return Err(Reason::SharedText {
            others: others.clone(),
        });
    }
    // Values that were not asked for come from the place of the text, and so do the errors in them.
    if others.is_none() {
        return Err(Reason::OtherwiseChanged);
    }
    if !errors.is_empty() {
        let problems = errors.into_iter().map(|found| match found.help() {
            Some(help) => format!("{}; {help}", found.message()),
            None => found.message(),
        });
        return Err(Reason::NewErrors {
            problems: problems.collect(),
        });
    }
    Ok(())
}

/// Whether an error is about a text that stays, and was there before with other words. Of a series with many wrong dates, an error names the
/// first, so it has other words when that date is right.
fn is_old(found: &Diagnostic, before: &Report, file: usize, (old, new): (&str, &str)) -> bool {
    let Some(at) = found.location().filter(|_| found.place.file == file) else {
        return false;
    };
    let head = same_start(old.as_bytes(), new.as_bytes());
    let most = old.len().min(new.len()) - head;
    let tail = same_end(old.as_bytes(), new.as_bytes()).min(most);
    let start = match at.bytes.start {
        start if at.bytes.end <= head => start,
        start if start >= new.len() - tail => start + old.len() - new.len(),
        _ => return false,
    };
    let mut known = before.diagnostics().iter();
    known.any(|known| {
        known.severity() == Severity::Error
            && known.name() == found.name()
            && known.place.file == file
            && known.location().is_some_and(|at| at.bytes.start == start)
    })
}

/// Returns the ids of the events of the edited file that differ though they must not. Returns `None` if anything else in it is not as expected. The
/// texts of all other files are the same.
fn others(
    before: &Checked,
    after: &Checked,
    (file, expected): (usize, &Expected),
) -> Option<Vec<String>> {
    let (old, new) = before.files.get(file).zip(after.files.get(file))?;
    let (old, new) = (old.document(), new.document());
    let wanted = expected.of(&old.events);
    let mut is_exact = old.calendar == new.calendar
        && old.include == new.include
        && old.defaults == new.defaults
        && old.groups == new.groups
        && wanted.len() == new.events.len();
    let mut differing = Vec::new();
    for ((wanted, is_edited), new) in wanted.iter().zip(&new.events) {
        if is_same(wanted, new) {
            continue;
        }
        match wanted.id.as_deref() {
            Some(id) if !is_edited => differing.push(id.to_owned()),
            _ => is_exact = false,
        }
    }
    (is_exact || !differing.is_empty()).then_some(differing)
}

/// Whether two events say the same. A change that comes from a merge is read after those that are written in the event, so a new one may be
/// at another place among them. That place means nothing.
fn is_same(wanted: &Event, new: &Event) -> bool {
    let ordered = |event: &Event| {
        let changes = event.changes.clone().sorted();
        Event {
            changes,
            ..event.clone()
        }
    };
    wanted == new || !wanted.changes.is_empty() && ordered(wanted) == ordered(new)
}

/// Returns the diagnostics of one severity that only the later report has.
pub(super) fn new<'a>(
    before: &[Diagnostic],
    after: &'a Report,
    severity: Severity,
) -> Vec<&'a Diagnostic> {
    let mut known: HashMap<String, usize> = HashMap::new();
    for found in before {
        *known.entry(found.message()).or_default() += 1;
    }
    let found = after.diagnostics().iter();
    let found = found.filter(|found| found.severity() == severity);
    found
        .filter(|found| match known.get_mut(&found.message()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

/// Returns the warnings about the later version that the earlier one does not have. Those of the earlier version are found only if there are any.
pub(super) fn new_warnings(
    before: &Checked,
    after: &Checked,
    context: &Context,
    others: &mut impl OtherFiles,
) -> Vec<Diagnostic> {
    let mut warnings = new(&[], &after.report, Severity::Warning);
    if !warnings.is_empty() {
        let known = before.warnings(context, others);
        warnings = new(&known, &after.report, Severity::Warning);
    }
    warnings.into_iter().cloned().collect()
}
