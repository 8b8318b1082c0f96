//! Changes mappings and lists that are written as lines.

use super::layout::{Form, Layout, Site, hyphen};
use super::written::{Kind, Quotes, Written};
use super::{Obstacle, Splice, column, line_after, line_before, line_end};
use crate::document::step::Value;

/// Replaces the value of an entry.
pub(super) fn replacement(
    text: &str,
    layout: &Layout,
    (key, old): &(Written, Written),
    value: &Value,
) -> Result<Splice, Obstacle> {
    let indent = column(text, key.bytes.start);
    let colon = colon_after(text, key)?;
    let rest = line_end(text, old.bytes.end);
    let is_last = text
        .get(old.bytes.end..rest)
        .is_some_and(|rest| rest.trim().is_empty());
    if old.is_empty() {
        // Comments after the key stay on its line.
        let lines = layout.lines("k", value, indent, Form::Braces);
        if let [line] = lines.as_slice() {
            let written = line.get(indent + "k:".len()..).ok_or(Obstacle::Layout)?;
            return Ok((colon..colon, written.to_owned()));
        }
        let end = layout.line_end_at(text, line_after(text, colon));
        let Some(lines) = lines.get(1..).filter(|_| !matches!(value, Value::Text(_))) else {
            let written = layout.inline(value, Site::LINE);
            return Ok((colon..colon, format!(" {written}")));
        };
        return Ok((rest..rest, format!("{end}{}", lines.join(end))));
    }
    if let (Kind::Sequence(items), Value::Texts(texts)) = (&old.kind, value)
        && !old.is_flow()
        && let Some(first) = items.first()
    {
        let hyphen = hyphen(text, key.bytes.end, first).ok_or(Obstacle::Layout)?;
        let has_comment = text
            .get(hyphen..old.bytes.end)
            .is_some_and(|old| old.contains('#'));
        if has_comment || texts.is_empty() {
            return Err(Obstacle::Layout);
        }
        let items = texts.iter().cloned().map(Value::Text);
        let indent = column(text, hyphen);
        let lines: Vec<String> = items
            .flat_map(|item| layout.item(&item, indent, Form::Braces))
            .collect();
        let end = layout.line_end_at(text, hyphen - indent);
        let written = lines.join(end);
        return Ok((hyphen..old.bytes.end, written.trim_start().to_owned()));
    }
    let is_scalar = matches!(old.kind, Kind::Scalar { .. } | Kind::Alias(_));
    if !is_scalar && !old.is_flow() {
        // The new value is on the line of the key, and nothing may be between.
        let start = first_of(text, key, old);
        let between = text.get(colon..start).unwrap_or_default();
        let inside = text.get(start..old.bytes.end).unwrap_or_default();
        if !between.trim().is_empty() || inside.contains('#') {
            return Err(Obstacle::Layout);
        }
        let written = layout.inline(value, Site::LINE);
        return Ok((colon..old.bytes.end, format!(" {written}")));
    }
    let site = Site::LINE.in_place_of(old, value);
    let comment = comment_of_block(text, old);
    if let Value::Text(new) = value
        && new.contains('\n')
        && is_last
        && !site.is_quoted
    {
        let mut lines = layout.lines("k", value, indent, Form::Lines);
        if let Some(first) = lines.first_mut() {
            first.push_str(comment);
        }
        let after = line_after(text, old.bytes.start);
        let end = layout.line_end_at(text, after);
        let written = lines.join(end);
        let written = written
            .get(indent + "k: ".len()..)
            .ok_or(Obstacle::Layout)?;
        return Ok((old.bytes.clone(), written.to_owned()));
    }
    let written = layout.inline(value, site);
    Ok((old.bytes.clone(), format!("{written}{comment}")))
}

/// Returns the comment after the mark of a block of text, with the spaces before it.
fn comment_of_block<'a>(text: &'a str, old: &Written) -> &'a str {
    let is_block = matches!(&old.kind, Kind::Scalar { style, .. } if *style == Quotes::Block);
    let mark = text.get(old.start..line_end(text, old.start));
    let mark = mark.filter(|_| is_block).unwrap_or_default();
    let before = mark.split('#').next().unwrap_or_default().trim_end();
    mark.get(before.len()..).unwrap_or_default()
}

/// Adds a key to a mapping, before its entry with an index.
pub(super) fn addition(
    text: &str,
    layout: &Layout,
    (holder, index): (&Written, usize),
    (key, value): (&str, &Value),
) -> Result<Splice, Obstacle> {
    let layout = layout.of_mapping(text, holder);
    let entries = holder.entries();
    let (before, after) = entries
        .get(index.saturating_sub(1))
        .ok_or(Obstacle::Layout)?;
    let indent = column(text, before.bytes.start);
    let form = form_of(holder);
    let lines = layout.lines(key, value, indent, form);
    let line = line_before(text, before.bytes.start);
    let is_alone = text.get(line..before.bytes.start).is_some_and(is_spaces);
    if index == 0 && is_alone {
        let at = above_comments(text, line, indent);
        let end = layout.line_end_at(text, at);
        return Ok((at..at, format!("{}{end}", lines.join(end))));
    }
    let rest = text.get(after.bytes.end..line_end(text, after.bytes.end));
    let rest = rest.unwrap_or_default().trim_start();
    if !(rest.is_empty() || rest.starts_with('#')) {
        return Err(Obstacle::Layout);
    }
    Ok(as_lines(text, &layout, after.bytes.end, &lines))
}

/// Returns the byte before the comments that are directly above a line, and are indented like it.
fn above_comments(text: &str, line: usize, indent: usize) -> usize {
    let mut first = line;
    while let Some(end) = first.checked_sub(1) {
        let above = line_before(text, end);
        let comment = text.get(above..end).and_then(|line| line.split_once('#'));
        match comment {
            Some((spaces, _)) if is_spaces(spaces) && spaces.len() == indent => first = above,
            _ => break,
        }
    }
    first
}

fn is_spaces(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ')
}

/// Adds lines after the line of a byte.
pub(super) fn as_lines(text: &str, layout: &Layout, after: usize, lines: &[String]) -> Splice {
    let at = line_after(text, after);
    let end = layout.line_end_at(text, at);
    let lines = lines.join(end);
    if text.get(..at).is_some_and(|before| before.ends_with('\n')) {
        (at..at, format!("{lines}{end}"))
    } else {
        (at..at, format!("{end}{lines}"))
    }
}

/// Returns the byte of the hyphen of an item, if it is on a line above, or else the beginning of the item's line.
fn near_hyphen(text: &str, item: usize) -> usize {
    let before = text.get(..item).unwrap_or_default().trim_end();
    match before.strip_suffix('-') {
        Some(before) => before.len(),
        None => line_before(text, item),
    }
}

/// Adds an item at the end of a list.
pub(super) fn item(
    text: &str,
    layout: &Layout,
    list: &Written,
    item: &Value,
) -> Result<Splice, Obstacle> {
    let items = list.items();
    let last_item = items.last().ok_or(Obstacle::Layout)?;
    let from = match items.iter().rev().nth(1) {
        Some(before) => before.bytes.end,
        None => near_hyphen(text, last_item.bytes.start),
    };
    let hyphen = hyphen(text, from, last_item).ok_or(Obstacle::Layout)?;
    let indent = column(text, hyphen);
    let form = if last_item.is_flow() {
        Form::Braces
    } else {
        Form::Lines
    };
    let mut layout = layout.clone();
    layout.after_dash = column(text, last_item.bytes.start)
        .checked_sub(indent)
        .filter(|it| *it > 1)
        .unwrap_or(layout.after_dash);
    let lines = layout.item(item, indent, form);
    Ok(as_lines(text, &layout, last_item.bytes.end, &lines))
}

/// Removes an entry, with its lines. A comment after its value stays.
pub(super) fn removal(text: &str, holder: &Written, index: usize) -> Result<Splice, Obstacle> {
    let entries = holder.entries();
    let (key, value) = entries.get(index).ok_or(Obstacle::Layout)?;
    let start = line_before(text, key.bytes.start);
    let indent = text.get(start..key.bytes.start).unwrap_or_default();
    let end = value.bytes.end.max(colon_after(text, key)?);
    if !indent.trim_start_matches('\u{feff}').trim().is_empty() {
        // It is after the hyphen of an item, and the next key takes its place.
        let (next, _) = entries.get(index + 1).ok_or(Obstacle::Layout)?;
        let between = text.get(end..next.bytes.start).unwrap_or_default();
        return if between.trim().is_empty() {
            Ok((key.bytes.start..next.bytes.start, String::new()))
        } else {
            Err(Obstacle::Layout)
        };
    }
    let rest = text.get(end..line_end(text, end)).unwrap_or_default();
    let comment = rest.trim_start();
    let of_key = text
        .get(key.bytes.end..line_end(text, key.bytes.end))
        .unwrap_or_default();
    let comment = match comment.starts_with('#') {
        true => comment,
        // The comment after a key whose value is on the next lines.
        false if value.bytes.start > line_end(text, key.bytes.end) => of_key
            .find('#')
            .and_then(|at| of_key.get(at..))
            .unwrap_or_default(),
        false => comment_of_block(text, value).trim_start(),
    };
    if !comment.is_empty() {
        let end = line_end(text, end);
        return Ok((start..end, format!("{indent}{comment}")));
    }
    let after = line_after(text, end);
    if after == text.len() && !text.ends_with('\n') {
        // The file has no line end after its last line, and has none then either.
        let before = text.get(..start).unwrap_or_default();
        let line = before.strip_suffix('\n').unwrap_or(before);
        let line = line.strip_suffix('\r').unwrap_or(line);
        return Ok((line.len()..after, String::new()));
    }
    Ok((start..after, String::new()))
}

/// Returns how the values of a mapping are written: in braces, if one of them is, or as lines.
fn form_of(holder: &Written) -> Form {
    let mut values = holder.entries().iter().map(|(_, value)| value);
    let is_mapping = |value: &&Written| !value.entries().is_empty();
    match values.rfind(is_mapping) {
        Some(value) if !value.is_flow() => Form::Lines,
        _ => Form::Braces,
    }
}

/// Returns the byte after the colon of a key.
fn colon_after(text: &str, key: &Written) -> Result<usize, Obstacle> {
    let rest = text.get(key.bytes.end..).unwrap_or_default();
    let after = rest.trim_start_matches([' ', '\t']).strip_prefix(':');
    let after = after.ok_or(Obstacle::Layout)?;
    Ok(text.len() - after.len())
}

/// Returns the byte at which the first item or key of a value is.
fn first_of(text: &str, key: &Written, value: &Written) -> usize {
    let first = value.items().first();
    let hyphen = first.and_then(|item| hyphen(text, key.bytes.end, item));
    hyphen.unwrap_or(value.bytes.start)
}
