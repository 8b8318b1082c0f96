//! Decides where a new key of an event, or of a change, is written.
//!
//! A key is written after the last key that the reference lists before it. So a key that was removed returns to its place, if the file
//! has the order of the reference. Dates under `changes` are in order, the newest first or last, if those that are there are.

use super::written::Written;

/// The keys of an event and of a change, in the order of the reference.
pub(super) const KEYS: [&str; 37] = [
    "id",
    "uid",
    "title",
    "start",
    "end",
    "duration",
    "timezone",
    "repeats",
    "until",
    "count",
    "also",
    "changes",
    "skipped",
    "cancelled",
    "moved_to",
    "status",
    "shows_as",
    "reason",
    "group",
    "groups",
    "tags",
    "format",
    "location",
    "join",
    "sign_up",
    "price",
    "url",
    "contact",
    "image",
    "language",
    "description",
    "speakers",
    "abstract",
    "talks",
    "links",
    "updated",
    "allow",
];

/// Returns the index at which a new key is written among keys that are there. `path` leads from the event to their mapping.
pub(in crate::document) fn position(path: &[String], keys: &[&str], new: &str) -> usize {
    if path.last().is_some_and(|last| last == "changes") {
        let is_sorted = |is_before: fn(&str, &str) -> bool| {
            let mut pairs = keys.iter().zip(keys.iter().skip(1));
            pairs.all(|(one, other)| is_before(one, other))
        };
        return if is_sorted(|one, other| one < other) {
            keys.partition_point(|key| *key < new)
        } else if is_sorted(|one, other| one > other) {
            keys.partition_point(|key| *key > new)
        } else {
            keys.len()
        };
    }
    let rank = |key: &str| KEYS.iter().position(|known| *known == key);
    let Some(new) = rank(new) else {
        return keys.len();
    };
    let before = keys
        .iter()
        .rposition(|key| rank(key).is_some_and(|rank| rank < new));
    before.map_or(0, |before| before + 1)
}

/// Returns the index of the entry of a mapping before which a new key is written.
pub(super) fn place(path: &[String], holder: &Written, new: &str) -> usize {
    let keys = holder.entries().iter();
    let keys: Vec<&str> = keys
        .map(|(key, _)| key.text().unwrap_or_default())
        .collect();
    position(path, &keys, new)
}
