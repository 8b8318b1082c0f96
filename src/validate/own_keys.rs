//! Keys of the user's own, which begin with `x-`.
//!
//! In: such keys as the file has them. Out: those that are published. Guaranteed: the limits of other text, and no control character,
//! which HTML could not hold. Absent: what they mean.

use serde_json::Value;

use super::sink::At;
use crate::diagnostic::{Kind, Problem};
use crate::limit;
use crate::value::refuse_control_characters;
use crate::visible::shown;

/// Reads the keys of the user's own in one mapping.
pub(super) fn own_keys<'w>(
    at: &At<'_>,
    written: &'w [(String, Value)],
) -> impl Iterator<Item = (String, Value)> + use<'w> {
    if let Some((name, _)) = written.get(limit::OWN_KEYS) {
        let problem = Problem::new(
            Kind::TooMany,
            format!(
                "{} keys that begin with `x-`, where at most {} are allowed",
                written.len(),
                limit::OWN_KEYS
            ),
        );
        at.key(name)
            .key_error(problem.help("put some of them below one key, such as `x-details:`"));
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
        let message = format!(
            "the key `{}` has {count} characters, where at most {} are allowed",
            shown(name),
            limit::LINE
        );
        at.key_error(Problem::new(Kind::TooLong, message).help("shorten it"));
    } else if let Err(problem) = refuse_control_characters(name) {
        at.key_error(problem);
    }
}
