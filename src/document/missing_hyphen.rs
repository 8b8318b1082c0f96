//! Finds a second event that begins within another because its hyphen is missing.
//!
//! [`first_key_again`] returns the key with which the second event begins. [`with_hyphen`] adds the edit that writes the hyphen into the
//! indentation, so the keys below stay in their columns. Other keys that appear twice are errors without this repair.

use std::collections::HashSet;

use super::node::Node;
use crate::diagnostic::{Edit, Problem};

/// Returns the first key of an event if this key and at least one other appear twice: a second event begins there.
pub(super) fn first_key_again(event: &Node) -> Option<&str> {
    let names = || event.entries().iter().filter_map(|(key, _)| key.text());
    let first = names().next()?;
    let mut seen = HashSet::new();
    let again: HashSet<&str> = names().filter(|name| !seen.insert(*name)).collect();
    (again.contains(first) && again.len() > 1).then_some(first)
}

/// Adds the edit that puts a hyphen in front of a key, if the key is indented by at least two spaces and its value ends on the same line.
pub(super) fn with_hyphen(text: &str, problem: Problem, key: &Node, value: &Node) -> Problem {
    let start = key.bytes.start;
    let line = |end| {
        let before = text.get(..end)?;
        Some(before.rfind('\n').map_or(0, |at| at + 1))
    };
    let written = line(start).and_then(|line| {
        let indent = text.get(line..start)?;
        let entry = text.get(start..value.bytes.end.max(key.bytes.end))?;
        let can_be = indent.trim_matches(' ').is_empty() && indent.len() >= 2;
        (can_be && !entry.contains('\n')).then_some(entry.trim_end())
    });
    match written {
        Some(entry) => {
            let bytes = start - 2..start + entry.len();
            problem.guess(Edit::Bytes(bytes, format!("- {entry}")))
        }
        None => problem,
    }
}
