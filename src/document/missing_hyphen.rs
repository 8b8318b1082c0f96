//! A second event that begins within another, because its hyphen is missing.
//!
//! In: an event, and its keys that appear twice. Out: the key with which the second event begins, and the edit that adds the hyphen.
//! Guaranteed: the edit keeps the columns of the keys below. Absent: other keys that appear twice.

use std::collections::HashSet;

use super::node::Node;
use crate::diagnostic::{Edit, Problem};

/// Returns the first key of an event if it appears again with others: a second event begins there, without its hyphen.
pub(super) fn first_key_again(event: &Node) -> Option<&str> {
    let names = || event.entries().iter().filter_map(|(key, _)| key.text());
    let first = names().next()?;
    let mut seen = HashSet::new();
    let again: HashSet<&str> = names().filter(|name| !seen.insert(*name)).collect();
    (again.contains(first) && again.len() > 1).then_some(first)
}

/// Adds the hyphen in front of a key, where there are two spaces for it.
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
