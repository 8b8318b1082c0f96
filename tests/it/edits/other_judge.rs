//! A second judge: the crate `yaml-edit`, which makes the same edit in its own way.
//!
//! [`same`] compares the values of both results. It is asked about the edits that it knows: a key that is set, or removed.

use std::str::FromStr;

use calfeed::Request;
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
    let made = serde_yaml::from_str::<serde_yaml::Value>(&document.to_string());
    Some(made.is_ok_and(|made| made == values(new)))
}
