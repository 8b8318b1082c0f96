//! Gives an event that is there the keys that another calendar has for it.
//!
//! What that calendar says replaces what the file says. What it says nothing about stays, except the times: these belong together, so a key of
//! them that it does not have is removed.

use super::keys::Keys;
use crate::document::{self, Event, Step, Value};
use crate::time::Moment;

/// The keys that together say when an event takes place.
const TIMES: [&str; 8] = [
    "start", "end", "duration", "timezone", "repeats", "until", "count", "also",
];

/// The keys that together say whether and when one date of a series takes place.
const STATE: [&str; 7] = [
    "skipped",
    "cancelled",
    "moved_to",
    "reason",
    "end",
    "duration",
    "status",
];

/// Returns the steps after which an event has these keys. `own` is the event as written, and `written` has the `defaults` of its file too.
/// With `keeps_times`, the times stay as they are.
pub(in super::super) fn update(
    (own, written): (&Event, &Event),
    keys: &[(String, Value)],
    keeps_times: bool,
) -> Vec<Step> {
    let Some(wanted) = document::event_of(keys) else {
        return Vec::new();
    };
    let mut steps = Vec::new();
    let put = |path: &[String], key: &str, value: &Value| Step::Put {
        path: path.to_vec(),
        key: key.to_owned(),
        value: value.clone(),
    };
    let remove = |path: &[String], key: &str| Step::Remove {
        path: path.to_vec(),
        key: key.to_owned(),
    };
    let differs = |key: &str| wanted.current(key) != own.current(key);
    let have_other_times = TIMES.iter().any(|key| differs(key));
    for (key, value) in keys {
        let is_new = match key.as_str() {
            // Identity stays, and groups are those of the file.
            "id" | "uid" | "group" | "groups" | "changes" => false,
            "talks" => own.talks != wanted.talks && written.talks != wanted.talks,
            "links" => own.links != wanted.links && written.links != wanted.links,
            key if TIMES.contains(&key) => !keeps_times && have_other_times && differs(key),
            key => differs(key) && wanted.current(key) != written.current(key),
        };
        if is_new {
            steps.push(put(&[], key, value));
        }
    }
    if !keeps_times && have_other_times {
        let left = TIMES.iter().filter(|key| wanted.current(key).is_none());
        let left = left.filter(|key| own.current(key).is_some());
        steps.extend(left.map(|key| remove(&[], key)));
    }
    let changes = keys.iter().find(|(key, _)| key == "changes");
    let Some((_, Value::Keys(changes))) = changes else {
        return steps;
    };
    for ((date, value), (_, wanted)) in changes.iter().zip(wanted.changes.iter()) {
        let day = |key: &str| match Moment::parse(key) {
            Ok(Moment::Date(date)) => Some(date.to_string()),
            _ => None,
        };
        let mut changes = own.changes.iter();
        let found = changes.find(|(key, _)| day(key).as_ref() == Some(date));
        let Some((written, own)) = found else {
            steps.push(put(&["changes".to_owned()], date, value));
            continue;
        };
        let Value::Keys(keys) = value else { continue };
        let path = ["changes".to_owned(), written.to_string()];
        for (key, value) in keys {
            let is_new = match key.as_str() {
                "talks" => own.talks != wanted.talks,
                "links" => own.links != wanted.links,
                key => own.current(key) != wanted.current(key),
            };
            if is_new {
                steps.push(put(&path, key, value));
            }
        }
        let left = STATE.iter().filter(|key| wanted.current(key).is_none());
        let left = left.filter(|key| own.current(key).is_some());
        steps.extend(left.map(|key| remove(&path, key)));
    }
    steps
}
