//! A second judge: the crate `yaml-edit` (0.3.6), which makes the same edit in its own way.
//!
//! [`same`] compares the values of both results. It is asked about the edits that it can express: a key that is set to a text, or removed. It reads
//! every generated file, with comments, CRLF, a byte order mark, anchors and brackets. One of twenty of its results has other values, or
//! cannot be read. `yaml_serde` judges those alone, as it does all others.

use std::str::FromStr;

use calfeed::Request;
use serde_yaml::Value;
use yaml_edit::Document;
use yaml_edit::path::YamlPath;

use super::judge::{events, find, values};

/// Whether the other editor makes a text with the same values. `None` if it does not make the edit.
pub(crate) fn same(old: &str, request: &Request, new: &str) -> Option<bool> {
    let (id, date, key, value) = match request {
        Request::Set {
            id,
            date,
            key,
            value,
        } if key != "tags" && key != "duration" => (id, date, key, Some(value)),
        Request::Unset { id, date, key } => (id, date, key, None),
        _ => return None,
    };
    let index = find(&events(&values(old)), id)?;
    let below = date
        .iter()
        .fold(String::new(), |_, date| format!(".changes.{date}"));
    let path = format!("events[{index}]{below}.{key}");
    let document = Document::from_str(old).ok()?;
    match value {
        Some(value) => document.try_set_path(&path, value.as_str()).ok()?,
        None => drop(document.try_remove_path(&path).ok()?),
    }
    let made = serde_yaml::from_str::<Value>(&document.to_string());
    Some(made.is_ok_and(|made| plain(made) == plain(values(new))))
}

/// Drops mappings without keys, and line ends after texts.
fn plain(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.trim_end_matches('\n').to_owned()),
        Value::Sequence(items) => items.into_iter().map(plain).collect(),
        Value::Mapping(map) => {
            let entries = map.into_iter().map(|(key, value)| (key, plain(value)));
            let is_empty = |value: &Value| {
                value
                    .as_mapping()
                    .is_some_and(serde_yaml::Mapping::is_empty)
            };
            Value::Mapping(entries.filter(|(_, value)| !is_empty(value)).collect())
        }
        other => other,
    }
}
