//! Changes mappings and lists that are written in brackets or braces, on one line or several.

use super::layout::{Layout, Site};
use super::written::Written;
use super::{Obstacle, Splice};
use crate::document::step::Value;

/// Replaces the value of an entry.
pub(super) fn replacement(
    text: &str,
    layout: &Layout,
    (key, old): &(Written, Written),
    value: &Value,
    is_json: bool,
) -> Splice {
    let site = Site::flow(is_json).in_place_of(old, value);
    let written = layout.inline(value, site);
    if !old.is_empty() {
        return (old.bytes.clone(), written);
    }
    let at = old.bytes.end;
    let has_colon = text
        .get(key.bytes.end..at)
        .is_some_and(|between| between.contains(':'));
    let lead = if has_colon { " " } else { ": " };
    (at..at, format!("{lead}{written}"))
}

/// Adds a key to a mapping, before its entry with an index.
pub(super) fn addition(
    text: &str,
    layout: &Layout,
    (holder, index): (&Written, usize),
    (key, value): (&str, &Value),
    is_json: bool,
) -> Splice {
    let entries = holder.entries();
    let parts: Vec<(usize, usize)> = entries.iter().map(extent).collect();
    let mut pair = layout.pair(key, value, Site::flow(is_json));
    let is_tight = entries.iter().any(|(key, value)| {
        let between = text.get(key.bytes.end..value.bytes.start);
        is_json && between == Some(":") && !value.is_empty()
    });
    if is_tight {
        pair = pair.replacen("\": ", "\":", 1);
    }
    added(text, holder, &parts, (index, &pair))
}

/// Adds an item at the end of a list.
pub(super) fn item(
    text: &str,
    layout: &Layout,
    list: &Written,
    item: &Value,
    is_json: bool,
) -> Splice {
    let written = layout.inline(item, Site::flow(is_json));
    item_before(text, list, list.items().len(), &written)
}

/// Adds an item before the one with an index.
pub(super) fn item_before(text: &str, list: &Written, index: usize, written: &str) -> Splice {
    let parts: Vec<(usize, usize)> = list.items().iter().map(extent_of_item).collect();
    added(text, list, &parts, (index, written))
}

/// Removes an entry of a mapping, and the comma that is then too much.
pub(super) fn removal(text: &str, holder: &Written, index: usize) -> Result<Splice, Obstacle> {
    let parts: Vec<(usize, usize)> = holder.entries().iter().map(extent).collect();
    removed(text, &parts, index)
}

/// Removes an item of a list, likewise.
pub(super) fn item_removal(text: &str, list: &Written, index: usize) -> Result<Splice, Obstacle> {
    let parts: Vec<(usize, usize)> = list.items().iter().map(extent_of_item).collect();
    removed(text, &parts, index)
}

fn extent((key, value): &(Written, Written)) -> (usize, usize) {
    // An alias and a merge have their own bytes here, so a value is always after its key.
    (key.bytes.start, value.bytes.end.max(key.bytes.end))
}

fn extent_of_item(item: &Written) -> (usize, usize) {
    (item.bytes.start, item.bytes.end)
}

/// Adds a part before the one with an index. `parts` are the bytes of the entries or items.
fn added(
    text: &str,
    holder: &Written,
    parts: &[(usize, usize)],
    (index, new): (usize, &str),
) -> Splice {
    let Some((first, _)) = parts.first() else {
        let at = holder.start + 1;
        return (at..at, new.to_owned());
    };
    let between = |(before, after): (&(usize, usize), &(usize, usize))| {
        let between = text.get(before.1..after.0)?;
        let is_separator = between.trim() == ",";
        is_separator.then(|| between.to_owned())
    };
    let mut pairs = parts.iter().zip(parts.iter().skip(1));
    let separator = pairs.find_map(between);
    let lead = text.get(holder.start + 1..*first).unwrap_or_default();
    let separator = separator.unwrap_or_else(|| match lead.trim() {
        "" if lead.contains('\n') => format!(",{lead}"),
        _ => ", ".to_owned(),
    });
    match index.checked_sub(1).and_then(|before| parts.get(before)) {
        Some((_, end)) => (*end..*end, format!("{separator}{new}")),
        None => (*first..*first, format!("{new}{separator}")),
    }
}

/// Removes a part, with the comma before it, or else the one after it.
fn removed(text: &str, parts: &[(usize, usize)], index: usize) -> Result<Splice, Obstacle> {
    let (start, end) = *parts.get(index).ok_or(Obstacle::Layout)?;
    let before = index.checked_sub(1).and_then(|before| parts.get(before));
    let is_separator = |from: usize, to: usize| {
        let between = text.get(from..to);
        between.is_some_and(|between| between.trim() == ",")
    };
    let range = match (before, parts.get(index + 1)) {
        (Some((_, before)), _) if is_separator(*before, start) => *before..end,
        (None, Some((next, _))) if is_separator(end, *next) => start..*next,
        // A comment is between the commas, and stays.
        (_, Some(_)) => {
            let rest = text.get(end..).unwrap_or_default();
            let comma = rest
                .trim_start()
                .strip_prefix(',')
                .ok_or(Obstacle::Layout)?;
            start..text.len() - comma.len()
        }
        (_, None) => start..end,
    };
    Ok((range, String::new()))
}
