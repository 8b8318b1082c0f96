//! Finds where each value of a file is.
//!
//! [`Places`] gives the bytes of a path, as in a tree of the whole file. To keep memory small, it does not keep the entries of `events:`,
//! except some that depend on the rest of the text by an alias or an anchor. For a place in another entry, it reads the lines of that entry
//! again. If the entry cannot be read alone, it reads the whole text again.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use super::node::{Content, Node};
use super::repairs::fixes;
use super::tree::{Nodes, Refusal};
use crate::diagnostic::{Diagnostic, Lines, Place, Segment, Side};

/// The number of segments of the path to an entry of `events:`.
const DEPTH: usize = 2;

/// What is outside of the events, and where each event begins.
#[derive(Debug)]
pub(crate) struct Places {
    root: Rc<Node>,
    /// The byte at which each entry of `events:` begins.
    starts: Vec<usize>,
    /// The entries that have an anchor or an alias, by their index, as far as they were kept.
    linked: HashMap<usize, Rc<Node>>,
    /// Whether the parser was given spaces in place of tabs.
    is_without_tabs: bool,
    /// The text that the parser was given, if it was a copy in which spaces replace mistakes.
    copy: Option<String>,
}

impl Places {
    /// Takes nodes that were read to the end of the text.
    pub(super) fn new(nodes: Nodes<'_>, linked: HashMap<usize, Rc<Node>>) -> Self {
        let (root, starts) = nodes.finish();
        Self {
            root,
            starts,
            linked,
            is_without_tabs: false,
            copy: None,
        }
    }

    /// Records that the text was read with a space in place of each tab.
    pub(super) fn without_tabs(mut self) -> Self {
        self.is_without_tabs = true;
        self
    }

    /// Records that a copy of the text was read, of the same length.
    pub(super) fn of_copy(mut self, copy: String) -> Self {
        self.copy = Some(copy);
        self
    }

    /// Returns the key at the top that a byte is below and, if it is in `events:`, the index of its entry.
    pub(super) fn entry_at(&self, text: &str, byte: usize) -> Option<(String, Option<usize>)> {
        let mut entries = self.root.entries().iter().rev();
        let (key, _) = entries.find(|(key, _)| key.bytes.start <= byte)?;
        let name = key.text()?.to_owned();
        let begins = |start: &usize| {
            let before = text.get(..*start).unwrap_or_default().trim_end();
            if before.ends_with('-') {
                before.len() - 1 <= byte
            } else {
                *start <= byte
            }
        };
        let index = self.starts.partition_point(begins).checked_sub(1);
        let index = index.filter(|_| name == "events");
        Some((name, index))
    }

    /// Reads `text` for its places alone.
    pub(super) fn of(text: &str) -> Result<Self, Refusal> {
        let mut nodes = Nodes::of(text);
        while nodes.next_item()?.is_some() {}
        Ok(Self::new(nodes, HashMap::new()))
    }

    pub(super) fn root(&self) -> &Rc<Node> {
        &self.root
    }

    /// Whether the entries of `events:` were given one by one.
    pub(super) fn has_items(&self) -> bool {
        !self.starts.is_empty()
    }

    /// Gives each diagnostic its place in `text`, of which these are the places, if it is about the file with this number.
    pub(super) fn locate(&self, file: usize, text: &str, diagnostics: &mut [Diagnostic]) {
        // For each entry, and for the rest: the diagnostics that need a place in it, and whether it is their related place.
        let mut wanted: BTreeMap<Option<usize>, Vec<(usize, bool)>> = BTreeMap::new();
        for (index, found) in diagnostics.iter().enumerate() {
            if found.location.is_none() && found.place.file == file {
                let item = self.item(&found.place);
                wanted.entry(item).or_default().push((index, false));
            }
            if let Some((place, ..)) = &found.related
                && place.file == file
            {
                let item = self.item(place);
                wanted.entry(item).or_default().push((index, true));
            }
        }
        let lines = Lines::new(text);
        let mut place = |node: &Rc<Node>, depth: usize, asked: Vec<(usize, bool)>| {
            for (index, is_related) in asked {
                let Some(diagnostic) = diagnostics.get_mut(index) else {
                    continue;
                };
                let locate = |place: &Place| {
                    let path = place.path.get(depth..).unwrap_or_default();
                    Some(lines.locate(bytes_of(node, path, place.side, text)))
                };
                if !is_related {
                    let repairs = diagnostic.problem.repairs();
                    diagnostic.fixes =
                        fixes(&self.root, node, depth, &diagnostic.place, repairs, text);
                }
                match &mut diagnostic.related {
                    Some((place, _, location)) if is_related => *location = locate(place),
                    _ => diagnostic.location = locate(&diagnostic.place),
                }
            }
        };
        if let Some(asked) = wanted.remove(&None) {
            place(&self.root, 0, asked);
        }
        // Only one entry at a time is in memory.
        let read = self.copy.as_deref().unwrap_or(text);
        let spaced = self.is_without_tabs.then(|| super::spaced(read));
        let read = spaced.as_deref().unwrap_or(read);
        let mut rest = BTreeMap::new();
        for (item, asked) in wanted {
            let index = item.unwrap_or_default();
            let known = self.linked.get(&index).cloned();
            match known.or_else(|| self.alone(read, index)) {
                Some(node) => place(&node, DEPTH, asked),
                None => drop(rest.insert(index, asked)),
            }
        }
        if rest.is_empty() {
            return;
        }
        let mut nodes = Nodes::of(read);
        let mut index = 0;
        while let Ok(Some(item)) = nodes.next_item() {
            if let Some(asked) = rest.remove(&index) {
                place(&item.node, DEPTH, asked);
            }
            index += 1;
        }
        for (_, asked) in rest {
            place(&self.root, 0, asked);
        }
    }

    /// Returns the index of the entry of `events:` that a place is in.
    fn item(&self, place: &Place) -> Option<usize> {
        match place.path.as_slice() {
            [Segment::Key(key), Segment::Index(index), ..] if key == "events" => {
                Some(*index).filter(|index| *index < self.starts.len())
            }
            _ => None,
        }
    }

    /// Returns the byte at which each entry of `events:` begins.
    pub(crate) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Returns the bytes of an entry of `events:`: its lines, or in brackets what is from its start to the next.
    pub(super) fn part(&self, text: &str, index: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(index)?;
        let next = self.starts.get(index + 1).copied();
        match line_of(text, start) {
            Some(_) => self.lines_of(text, index),
            None => Some(start..next.unwrap_or_else(|| self.end(text))),
        }
    }

    /// Returns an entry of `events:`, with its aliases and merges resolved.
    pub(super) fn entry(&self, text: &str, index: usize) -> Option<Rc<Node>> {
        if self.copy.is_some() || self.is_without_tabs {
            return None;
        }
        let known = self.linked.get(&index).cloned();
        known.or_else(|| self.alone(text, index)).or_else(|| {
            let mut nodes = Nodes::of(text);
            for _ in 0..index {
                nodes.next_item().ok()??;
            }
            Some(nodes.next_item().ok()??.node)
        })
    }

    /// Returns the byte after the colon of `events:`.
    pub(super) fn colon_of_events(&self, text: &str) -> Option<usize> {
        let mut entries = self.root.entries().iter();
        let (key, _) = entries.find(|(key, _)| key.text() == Some("events"))?;
        let rest = text.get(key.bytes.end..)?;
        let after = rest
            .trim_start_matches([' ', '"', '\''])
            .strip_prefix(':')?;
        Some(text.len() - after.len())
    }

    /// Returns how many columns the keys of the first section are right of its name.
    pub(super) fn step(&self, text: &str) -> Option<usize> {
        let column = |at: usize| {
            let before = text.get(..at)?;
            Some(at - before.rfind('\n').map_or(0, |end| end + 1))
        };
        let mut sections = self.root.entries().iter().filter_map(|(key, value)| {
            let (first, _) = value.entries().first()?;
            let lines = text.get(key.bytes.end..first.bytes.start)?;
            let is_block = lines.contains('\n') && !lines.contains('{');
            is_block.then(|| column(first.bytes.start)?.checked_sub(column(key.bytes.start)?))?
        });
        sections.find(|step| *step > 0)
    }

    /// Returns the bytes of the lines of an entry, if it begins a line.
    fn lines_of(&self, text: &str, index: usize) -> Option<Range<usize>> {
        let line = line_of(text, *self.starts.get(index)?)?;
        let end = match self.starts.get(index + 1) {
            Some(next) => line_of(text, *next)?,
            None => self.end(text),
        };
        Some(line..end)
    }

    /// Reads one entry from its lines, if it begins a line and does not depend on the rest of the text.
    fn alone(&self, text: &str, index: usize) -> Option<Rc<Node>> {
        let start = *self.starts.get(index)?;
        let Range { start: line, end } = self.lines_of(text, index)?;
        let mark = text.get(line..start)?.trim();
        let node = Nodes::part(text, line..end)?;
        match (mark, &node.content) {
            ("", _) => Some(node),
            ("-", Content::Sequence(items)) => items.first().map(Rc::clone),
            _ => None,
        }
    }

    /// Returns the byte at which the entries of `events:` end.
    fn end(&self, text: &str) -> usize {
        let mut entries = self.root.entries().iter();
        let events = entries.find(|(key, _)| key.text() == Some("events"));
        events.map_or(text.len(), |(_, events)| events.bytes.end)
    }
}

/// Returns the byte at which the line of an entry begins, if only its hyphen is before it.
fn line_of(text: &str, start: usize) -> Option<usize> {
    let before = text.get(..start)?.trim_end_matches([' ', '-']);
    (before.is_empty() || before.ends_with('\n')).then_some(before.len())
}

/// Returns the bytes of `path` below `node`. A missing key has the place of the mapping that should have it. Of a value of several lines,
/// only the first is marked.
pub(super) fn bytes_of(node: &Rc<Node>, path: &[Segment], side: Side, text: &str) -> Range<usize> {
    let mut node = node;
    let mut bytes = node.bytes();
    let last = path.len().saturating_sub(1);
    for (depth, segment) in path.iter().enumerate() {
        let side = if depth == last { side } else { Side::Value };
        let nth = match side {
            Side::LaterKey(nth) => nth,
            Side::Key | Side::Value => 0,
        };
        let next = match (segment, &node.content) {
            (Segment::Index(index), Content::Sequence(items)) => {
                items.get(*index).map(|item| (item, item))
            }
            (Segment::Key(name), Content::Mapping(_)) => {
                let mut entries = node.entries().iter();
                let mut named = entries.by_ref().filter(|(key, _)| key.text() == Some(name));
                named.nth(nth).map(|(key, value)| (key, value))
            }
            _ => None,
        };
        let Some((key, value)) = next else { break };
        node = value;
        bytes = match side {
            Side::Key | Side::LaterKey(_) => key.bytes(),
            // An empty value has no place, so its key is marked.
            Side::Value if value.bytes().is_empty() => key.bytes(),
            Side::Value => value.bytes(),
        };
    }
    let start = bytes.start.min(text.len());
    let end = bytes.end.clamp(start, text.len());
    let line = text.get(start..end).and_then(|text| text.lines().next());
    start..start + line.unwrap_or_default().trim_end().len()
}
