//! Finds the unknown keys of one mapping, and those among them whose repairs would write the same key.
//!
//! [`unknown_keys`] takes a mapping and the keys that it may have, and returns a problem for each unknown key. If the repairs of two keys
//! would write the same key, neither is exact, because one value would be lost. What each key was meant to be is decided in
//! [`super::unknown_keys`].

use std::collections::HashMap;

use super::node::Node;
use super::unknown_keys::UnknownKey;
use crate::diagnostic::{Certainty, Edit, Holder, MOST_SHOWN, Problem};

/// Returns the unknown keys in the order of the file: at most one more than a report shows.
pub(super) fn unknown_keys<'a>(
    mapping: &'a Node,
    known: &'static [&'static str],
    text: &'a str,
) -> Vec<(&'a str, Problem)> {
    let key = |name: &'a str| UnknownKey {
        name,
        known,
        holder: Some(mapping),
        text,
    };
    let is_own = |name: &str| name.starts_with("x-") && key("").kind() != Holder::Link;
    let names = mapping.entries().iter().filter_map(|(key, _)| key.text());
    let unknown = names.filter(|name| !known.contains(name) && !is_own(name));
    let mut problems: Vec<(&str, Problem)> = Vec::new();
    for name in unknown.take(MOST_SHOWN + 1) {
        problems.push((name, key(name).problem()));
    }
    // For each key, how many unknown keys have a repair that writes it.
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for (_, problem) in &problems {
        let edits = problem.repairs().iter().map(|repair| &repair.edit);
        let mut keys: Vec<&str> = edits.flat_map(keys_of).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *wanted.entry(key.to_owned()).or_default() += 1;
        }
    }
    let is_contested = |key: &str| wanted.get(key).is_some_and(|count| *count > 1);
    let in_doubt = |(name, problem): (&'a str, Problem)| {
        let mut repairs = problem.repairs().iter();
        let is_contested = repairs.any(|repair| {
            repair.certainty == Certainty::Exact && keys_of(&repair.edit).any(is_contested)
        });
        (
            name,
            if is_contested {
                problem.in_doubt()
            } else {
                problem
            },
        )
    };
    problems.into_iter().map(in_doubt).collect()
}

/// Returns the keys that an edit writes.
fn keys_of(edit: &Edit) -> impl Iterator<Item = &str> {
    let yaml = match edit {
        Edit::Key(yaml) | Edit::Entry(yaml) => yaml.as_str(),
        _ => "",
    };
    let keys = yaml.lines().map(|line| line.split(':').next());
    keys.map(|key| key.unwrap_or_default().trim())
}
