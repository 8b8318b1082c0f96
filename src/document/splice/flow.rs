//! Changes mappings and lists that are written in brackets or braces, on one line or several.

use super::layout::{Layout, Site};
use super::written::Written;
use super::{Obstacle, Splice, column, line_after, line_before, line_end};
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
        Some((_, end)) => {
            let below = below_comment(text, parts, index, new);
            below.unwrap_or_else(|| (*end..*end, format!("{separator}{new}")))
        }
        None => (*first..*first, format!("{new}{separator}")),
    }
}

/// Adds a part on the line after the one before it, if a comment is between that one and the end of its line. Returns `None` without such a
/// comment.
fn below_comment(text: &str, parts: &[(usize, usize)], index: usize, new: &str) -> Option<Splice> {
    let (start, end) = *parts.get(index.checked_sub(1)?)?;
    let is_last = index == parts.len();
    let line = line_end(text, end);
    let rest = text.get(end..line)?;
    let has_comma = rest.trim_start().starts_with(',');
    let is_comment = rest.trim_start_matches([' ', '\t', ',']).starts_with('#');
    // Without a comma here, that of the next part is on a line further down.
    if !is_comment || !(has_comma || is_last) {
        return None;
    }
    // The first part of the line is right of the key that has the list or the mapping. In the column of that key, the new part would be no YAML.
    let own = line_before(text, start);
    let (first, _) = parts.iter().find(|(start, _)| *start >= own)?;
    let spaces = " ".repeat(column(text, *first));
    let line_end = text.get(line..line_after(text, line))?;
    Some(if has_comma {
        (line..line, format!("{line_end}{spaces}{new},"))
    } else {
        (end..line, format!(",{rest}{line_end}{spaces}{new}"))
    })
}

/// Removes a part, with the comma before it, or else the one after it.
fn removed(text: &str, parts: &[(usize, usize)], index: usize) -> Result<Splice, Obstacle> {
    let (start, end) = *parts.get(index).ok_or(Obstacle::Layout)?;
    let before = index.checked_sub(1).and_then(|before| parts.get(before));
    if let Some((_, before)) = before
        && let Some(splice) = line_below_comment(text, *before, (start, end))
    {
        return Ok(splice);
    }
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

/// Removes a part that has a line of its own below a line with a comment, and the comma that is then too much.
fn line_below_comment(text: &str, before: usize, (start, end): (usize, usize)) -> Option<Splice> {
    let line = line_before(text, start);
    let after = line_end(text, end);
    let is_alone = text.get(line..start)?.trim().is_empty();
    let rest = text.get(end..after)?.trim();
    // The line of the part before ends with a comment, and the next line is that of the part.
    let kept = text.get(before..line)?.strip_suffix('\n')?;
    let kept = kept.strip_suffix('\r').unwrap_or(kept);
    let comment = kept.trim_start().strip_prefix(',')?;
    let is_comment = comment.trim_start().starts_with('#') && !comment.contains('\n');
    match rest {
        _ if !is_alone || !is_comment => None,
        "," => Some((before..after, kept.to_owned())),
        "" => Some((before..after, kept.replacen(',', "", 1))),
        _ => None,
    }
}
