//! Checks the keys of users, which begin with `x-`.
//!
//! Names and texts have the limits of other text. They may not contain control characters, which HTML could not represent. What the keys
//! mean is not checked.

use serde_json::Value;

use super::reporter::At;
use crate::diagnostic::EventFinding;
use crate::limit;
use crate::value::refuse_control_characters;

/// Checks the `x-` keys of one mapping, and returns as many as are allowed.
pub(super) fn own_keys<'w>(
    at: &At<'_>,
    written: &'w [(String, Value)],
) -> impl Iterator<Item = (String, Value)> + use<'w> {
    if let Some((name, _)) = written.get(limit::OWN_KEYS) {
        let (count, most) = (written.len(), limit::OWN_KEYS);
        let finding = EventFinding::TooManyOwnKeys { count, most };
        at.key(name).key_error(finding.into());
    }
    let allowed = written.get(..limit::OWN_KEYS).unwrap_or(written);
    for (name, value) in allowed {
        let at = at.key(name);
        check_name(&at, name);
        check(&at, value);
    }
    allowed.iter().cloned()
}

fn check(at: &At<'_>, value: &Value) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => {
            at.check(
                limit::text(text, limit::MARKDOWN).and_then(|()| refuse_control_characters(text)),
            );
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check(&at.index(index), item);
            }
        }
        Value::Object(entries) => {
            for (name, value) in entries {
                let at = at.key(name);
                check_name(&at, name);
                check(&at, value);
            }
        }
    }
}

fn check_name(at: &At<'_>, name: &str) {
    let count = name.chars().count();
    if count > limit::LINE {
        let (key, most) = (name.into(), limit::LINE);
        at.key_error(EventFinding::LongOwnKey { key, count, most }.into());
    } else if let Err(problem) = refuse_control_characters(name) {
        at.key_error(problem);
    }
}
