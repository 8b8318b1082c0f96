//! Adds an entry to `events:`, and removes one.

use super::block::as_lines;
use super::layout::{Form, Layout, Site, hyphen};
use super::written::Written;
use super::{
    Entry, Obstacle, Splice, column, events_of, flow, guard, is_json, line_after, line_before,
    line_end, make, whole,
};
use crate::document::Places;
use crate::document::step::Value;

/// Returns a text without the entry of `events:` with an index. An empty line beside the entry goes with it; comments outside of it stay.
///
/// # Errors
/// An alias repeats a part of the entry, or the entry has the last alias of an anchor.
pub(crate) fn removed(text: &str, places: &Places, index: usize) -> Result<String, Obstacle> {
    let entry = Entry::read(text, places.part(text, index), index)?;
    let node = entry.node().ok_or(Obstacle::Unreadable)?;
    guard(text, &entry, &[node])?;
    let is_only = places.starts().len() == 1;
    let Some(hyphen) = own_line(text, node) else {
        let root = whole(text)?;
        let events = events_of(&root).ok_or(Obstacle::Unreadable)?;
        let splice = flow::item_removal(text, events, index)?;
        return spliced(text, splice);
    };
    let start = line_before(text, hyphen);
    let end = line_after(text, node.bytes.end);
    let is_blank = |line: &str| line.trim_end_matches('\r').is_empty();
    let before = text.get(..start).unwrap_or_default();
    let line_before_it = before.strip_suffix('\n').map(|before| {
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        (line, before.get(line..).unwrap_or_default())
    });
    let after = text.get(end..).unwrap_or_default();
    let line_after_it = after.split('\n').next().unwrap_or_default();
    let is_last = after.is_empty();
    let is_end = index + 1 == places.starts().len();
    // Empty lines may be a part of the entry before, if that ends with a block of text.
    let end_before = match index.checked_sub(1) {
        Some(before) => {
            let entry = Entry::read(text, places.part(text, before), before)?;
            entry.node().map_or(0, |before| before.bytes.end)
        }
        None => 0,
    };
    let line_before_it = line_before_it.filter(|(line, _)| *line > end_before);
    // Of two empty lines, the one with the entry's own line end goes, as it was written with the entry.
    let entry = text.get(start..end).unwrap_or_default();
    let own_end = if entry.ends_with("\r\n") { "\r" } else { "" };
    let is_after_own = !is_end && line_after_it == own_end;
    let mut range = start..end;
    // What follows the last entry stays apart from the list.
    match line_before_it {
        // `[]` takes the place of the only entry.
        _ if is_only => {}
        // Without the last entry, the empty line separates nothing.
        Some((line, before))
            if is_blank(before)
                && (before == own_end || !is_after_own)
                && (is_last || line_after_it.trim().is_empty() || is_end) =>
        {
            range.start = line;
        }
        _ if !is_end && is_blank(line_after_it) => range.end = line_after(text, end),
        _ => {}
    }
    if range.end == text.len() && !text.ends_with('\n') {
        let kept = text.get(..range.start).unwrap_or_default();
        let kept = kept.strip_suffix('\n').unwrap_or(kept);
        range.start = kept.strip_suffix('\r').unwrap_or(kept).len();
    }
    let mut text = spliced(text, (range, String::new()))?;
    if is_only {
        let colon = places.colon_of_events(&text).ok_or(Obstacle::Layout)?;
        text.insert_str(colon, " []");
    }
    Ok(text)
}

/// Returns a text with new entries of `events:`, at least one, before the one with an index. `year` is that of their start: if the comment above
/// the next entry has that year, the new entries are below the comment.
///
/// # Errors
/// The list is not written in a way to which an entry can be added.
pub(crate) fn added(
    text: &str,
    places: &Places,
    index: usize,
    entries: &[Value],
    year: Option<i32>,
) -> Result<String, Obstacle> {
    let layout = Layout::of(text, places);
    let count = places.starts().len();
    if count == 0 {
        return to_none(text, places, &layout, entries);
    }
    let beside = |index: usize| {
        let entry = Entry::read(text, places.part(text, index), index)?;
        let node = entry.node().ok_or(Obstacle::Unreadable)?;
        let is_flow = node.is_flow();
        Ok(own_line(text, node).map(|hyphen| Beside {
            hyphen,
            end: node.bytes.end,
            is_flow,
            after_dash: column(text, node.bytes.start) - column(text, hyphen),
        }))
    };
    let before = index.checked_sub(1).map(beside).transpose()?.flatten();
    let after = if index < count { beside(index)? } else { None };
    let Some(neighbour) = before.as_ref().or(after.as_ref()) else {
        let root = whole(text)?;
        let events = events_of(&root).ok_or(Obstacle::Unreadable)?;
        let is_json = is_json(&root) || events.items().iter().any(is_json);
        let written = inline(&layout, entries, is_json);
        let splice = flow::item_before(text, events, index, &written);
        return spliced(text, splice);
    };
    let mut layout = layout;
    if neighbour.after_dash > 1 {
        layout.after_dash = neighbour.after_dash;
    }
    let form = if neighbour.is_flow {
        Form::Braces
    } else {
        Form::Lines
    };
    let dash = column(text, neighbour.hyphen);
    let is_apart = match (&before, &after) {
        (Some(before), Some(after)) => has_blank_line(text, before.end, after.hyphen),
        (Some(before), None) if count > 1 => {
            let above = beside(index.saturating_sub(2))?;
            above.is_some_and(|above| has_blank_line(text, above.end, before.hyphen))
        }
        (None, Some(after)) if count > 1 => {
            let below = beside(index + 1)?;
            below.is_some_and(|below| has_blank_line(text, after.end, below.hyphen))
        }
        _ => !neighbour.is_flow,
    };
    let items = entries.iter().map(|entry| layout.item(entry, dash, form));
    let mut lines = joined(items, is_apart);
    let above_next = |after: &Beside| {
        let line = line_before(text, after.hyphen);
        above_comments(text, line, year)
    };
    let has_year = |after: &Beside| {
        let from = before.as_ref().map_or(0, |before| before.end);
        let between = text.get(from..after.hyphen).unwrap_or_default();
        year.is_some_and(|year| comments(between).contains(&year.to_string()))
    };
    let splice = match (&before, &after) {
        (Some(before), after) if !after.as_ref().is_some_and(has_year) => {
            if is_apart {
                lines.insert(0, String::new());
            }
            as_lines(text, &layout, below_comments(text, before.end), &lines)
        }
        (_, Some(after)) => {
            if is_apart {
                lines.push(String::new());
            }
            let at = above_next(after);
            let end = layout.line_end_at(text, line_after(text, at));
            (at..at, format!("{}{end}", lines.join(end)))
        }
        (_, None) => return Err(Obstacle::Layout),
    };
    spliced(text, splice)
}

/// An entry next to the place of a new one.
struct Beside {
    hyphen: usize,
    end: usize,
    is_flow: bool,
    after_dash: usize,
}

/// Returns the lines of all items, with an empty line between two if they are apart.
fn joined(items: impl Iterator<Item = Vec<String>>, is_apart: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for item in items {
        if is_apart && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(item);
    }
    lines
}

/// Writes entries in one line.
fn inline(layout: &Layout, entries: &[Value], is_json: bool) -> String {
    let entries = entries.iter();
    let written = entries.map(|entry| layout.inline(entry, Site::flow(is_json)));
    written.collect::<Vec<_>>().join(", ")
}

/// Adds the first entries.
fn to_none(
    text: &str,
    places: &Places,
    layout: &Layout,
    entries: &[Value],
) -> Result<String, Obstacle> {
    let root = whole(text)?;
    let end = layout.line_end;
    let items = entries.iter();
    let items = items.map(|entry| layout.item(entry, layout.first_dash(), Form::Lines));
    let lines = joined(items, true);
    let Some(entry) = root.position("events") else {
        if root.is_flow() {
            return Err(Obstacle::Layout);
        }
        let lead = if text.ends_with('\n') { "" } else { end };
        let lines = lines.join(end);
        return Ok(format!("{text}{lead}{end}events:{end}{lines}{end}"));
    };
    let (_, events) = root.entries().get(entry).ok_or(Obstacle::Layout)?;
    if root.is_flow() {
        let written = inline(layout, entries, is_json(&root));
        return if events.is_flow() {
            let splice = flow::item_before(text, events, 0, &written);
            spliced(text, splice)
        } else {
            Err(Obstacle::Layout)
        };
    }
    let colon = places.colon_of_events(text).ok_or(Obstacle::Layout)?;
    let rest = line_end(text, events.bytes.end.max(colon));
    let end = layout.line_end_at(text, line_after(text, rest));
    let comment = text.get(events.bytes.end.max(colon)..rest);
    let comment = comment.unwrap_or_default();
    let lines = lines.join(end);
    spliced(text, (colon..rest, format!("{comment}{end}{lines}")))
}

fn spliced(text: &str, splice: Splice) -> Result<String, Obstacle> {
    let mut text = text.to_owned();
    make(&mut text, splice)?;
    Ok(text)
}

/// Returns the byte of the hyphen of an entry, if only spaces are before it on its line.
fn own_line(text: &str, node: &Written) -> Option<usize> {
    let before = text.get(..node.bytes.start)?;
    let line = line_before(text, node.bytes.start);
    let from = if before.get(line..)?.trim().is_empty() {
        // The hyphen is on a line above.
        before.trim_end().rfind('\n').map_or(0, |end| end + 1)
    } else {
        line
    };
    let hyphen = hyphen(text, from, node)?;
    let lead = text.get(line_before(text, hyphen)..hyphen)?;
    lead.trim_start_matches('\u{feff}')
        .trim()
        .is_empty()
        .then_some(hyphen)
}

/// Whether an empty line is between two bytes.
fn has_blank_line(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    let Some((_, between)) = between.split_once('\n') else {
        return false;
    };
    let lines = between.rsplit_once('\n').map(|(lines, _)| lines);
    lines.is_some_and(|lines| lines.split('\n').any(|line| line.trim().is_empty()))
}

/// Returns the comments among some lines.
fn comments(lines: &str) -> String {
    let comments = lines
        .lines()
        .filter(|line| line.trim_start().starts_with('#'));
    comments.collect::<Vec<_>>().join("\n")
}

/// Returns the start of a line, or of the comments directly above it, unless these are the heading of the year.
fn above_comments(text: &str, line: usize, year: Option<i32>) -> usize {
    let year = year.map(|year| year.to_string());
    let mut at = line;
    while at > 0 {
        let above = line_before(text, at - 1);
        let comment = text.get(above..at).unwrap_or_default();
        let is_heading = year.as_ref().is_some_and(|year| comment.contains(year));
        if !comment.trim_start().starts_with('#') || is_heading {
            break;
        }
        at = above;
    }
    at
}

/// Returns the byte of the last line of an entry, or of the comments directly below it that belong to nothing else.
fn below_comments(text: &str, end: usize) -> usize {
    let mut at = end;
    loop {
        let next = line_after(text, at);
        let line = text.get(next..line_end(text, next)).unwrap_or_default();
        if line.trim_start().starts_with('#') && next < text.len() {
            at = next;
        } else {
            return if line.trim().is_empty() { at } else { end };
        }
    }
}
