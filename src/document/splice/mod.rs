//! Makes one change in the text of an events file, and leaves every other byte as it is.
//!
//! A [`Draft`] takes a text, where its values are, and the entry of `events:` to change. [`Draft::apply`] makes one [`Step`]; the text is read
//! again before the next, because its places have moved. What is written follows what is there: the indentation, the quotes, braces or lines,
//! the line ends. An [`Obstacle`] is returned if the change would affect another place, such as a text that an alias repeats. `list` adds and
//! removes whole entries. That the result means what was asked is checked in [`mod@crate::edit`], not here.

mod block;
mod flow;
mod layout;
mod list;
mod order;
#[cfg(test)]
mod tests;
mod written;

use std::collections::HashSet;
use std::ops::Range;

use self::layout::Layout;
pub(crate) use self::list::{added, removed};
pub(super) use self::order::position;
use self::written::{Kind, Quotes, Written};
use super::Places;
use super::lines::Line;
use super::step::{Step, Value};

/// Why a text cannot be changed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// The text is no YAML, or in a form in which places are not known.
    Unreadable,
    /// The value is the alias of an anchor with this name, and its text is elsewhere.
    Alias(String),
    /// An alias elsewhere repeats the text with this anchor.
    Repeated(String),
    /// No other alias of the anchor with this name would be left.
    LastAlias(String),
    /// The key is not there, or comes from a mapping that `<<` names.
    NotWritten(String),
    /// The value is no list or no mapping, or is laid out in a way in which nothing can be added or removed by itself.
    Layout,
}

/// A text that is being changed.
#[derive(Debug)]
pub(crate) struct Draft {
    text: String,
    layout: Layout,
    /// The index of the entry among those of `events:`.
    index: usize,
    /// The bytes of the entry, if it can be read by itself.
    alone: Option<Range<usize>>,
}

/// An entry of `events:`, and what was read to find it.
struct Entry {
    root: Written,
    /// Its index in `root`, if that is the whole file.
    index: Option<usize>,
}

impl Entry {
    /// Reads the entry with an index: by itself if possible, otherwise with the whole file. `alone` has its bytes, if they are known.
    fn read(text: &str, alone: Option<Range<usize>>, index: usize) -> Result<Self, Obstacle> {
        if let Some(root) = alone.and_then(|part| Written::read(text, part)) {
            let mut has_anchor = false;
            root.walk(&mut |node| has_anchor |= node.anchor > 0);
            // Whether an alias repeats it can only be seen in the whole file.
            if !has_anchor {
                return Ok(Self { root, index: None });
            }
        }
        Ok(Self {
            root: whole(text)?,
            index: Some(index),
        })
    }

    fn node(&self) -> Option<&Written> {
        let of_file = |index: usize| events_of(&self.root)?.items().get(index);
        match self.index {
            Some(index) => of_file(index),
            None => Some(self.root.items().first().unwrap_or(&self.root)),
        }
    }
}

/// The list of a file's events.
fn events_of(root: &Written) -> Option<&Written> {
    let events = root.position("events")?;
    root.entries().get(events).map(|(_, events)| events)
}

/// A part of the text, and what is written in its place.
type Splice = (Range<usize>, String);

impl Draft {
    /// Begins to change the entry of `events:` with this index.
    pub(crate) fn of(text: &str, places: &Places, index: usize) -> Self {
        Self {
            text: text.to_owned(),
            layout: Layout::of(text, places),
            index,
            alone: places.part(text, index),
        }
    }

    /// The text, with the steps so far.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Makes one step.
    ///
    /// # Errors
    /// What is in the way. The text is then as it was before the step, except that a removal may have left an empty mapping.
    pub(crate) fn apply(&mut self, step: &Step) -> Result<(), Obstacle> {
        match step {
            Step::Put { path, key, value } => self.put(path, key, value),
            Step::Push { path, key, item } => self.push(path, key, item),
            Step::Remove { path, key } => {
                self.remove(path, key)?;
                let mut path = path.as_slice();
                while let Some((key, parents)) = path.split_last() {
                    if !self.is_empty(path)? {
                        break;
                    }
                    self.remove(parents, key)?;
                    path = parents;
                }
                Ok(())
            }
        }
    }

    /// Reads the entry as it is now.
    fn entry(&self) -> Result<Entry, Obstacle> {
        Entry::read(&self.text, self.alone.clone(), self.index)
    }

    /// Replaces a part of the text.
    fn splice(&mut self, splice: Splice) -> Result<(), Obstacle> {
        if let Some(alone) = &mut self.alone {
            alone.end = (alone.end + splice.1.len()).saturating_sub(splice.0.len());
        }
        make(&mut self.text, splice)
    }

    fn put(&mut self, path: &[String], key: &str, value: &Value) -> Result<(), Obstacle> {
        let entry = self.entry()?;
        let root = entry.node().ok_or(Obstacle::Unreadable)?;
        let (holder, depth) = self.deepest(root, path)?;
        let is_json = Self::is_json(root, path.get(..depth).unwrap_or_default());
        // Mappings that are missing on the way are part of the value.
        let missing = path.get(depth..).unwrap_or_default();
        let (key, value) = match missing.split_first() {
            None => (key.to_owned(), value.clone()),
            Some((first, rest)) => {
                let inner = Value::Keys(vec![(key.to_owned(), value.clone())]);
                let value = rest.iter().rev().fold(inner, |value, name| {
                    Value::Keys(vec![(name.clone(), value)])
                });
                (first.clone(), value)
            }
        };
        let of = path.get(..depth).unwrap_or_default();
        let splice = match holder.position(&key) {
            Some(index) => {
                let old = holder.entries().get(index).ok_or(Obstacle::Layout)?;
                guard(&self.text, &entry, &[&old.1])?;
                if old.1.is_flow() && has_comment(&self.text, &old.1) {
                    return Err(Obstacle::Layout);
                }
                if holder.is_flow() {
                    flow::replacement(&self.text, &self.layout, old, &value, is_json)
                } else {
                    block::replacement(&self.text, &self.layout, old, &value)?
                }
            }
            None if holder.is_flow() => {
                let at = (holder, order::place(of, holder, &key));
                flow::addition(&self.text, &self.layout, at, (&key, &value), is_json)
            }
            None => {
                let at = (holder, order::place(of, holder, &key));
                block::addition(&self.text, &self.layout, at, (&key, &value))?
            }
        };
        self.splice(splice)
    }

    fn push(&mut self, path: &[String], key: &str, item: &Value) -> Result<(), Obstacle> {
        let entry = self.entry()?;
        let root = entry.node().ok_or(Obstacle::Unreadable)?;
        let (holder, depth) = self.deepest(root, path)?;
        let list = holder
            .position(key)
            .filter(|_| depth == path.len())
            .and_then(|index| holder.entries().get(index));
        let Some((_, list)) = list.filter(|(_, list)| !list.items().is_empty()) else {
            return self.put(path, key, &Value::List(vec![item.clone()]));
        };
        let splice = if list.is_flow() {
            let is_json = Self::is_json(root, path);
            flow::item(&self.text, &self.layout, list, item, is_json)
        } else {
            block::item(&self.text, &self.layout, list, item)?
        };
        self.splice(splice)
    }

    fn remove(&mut self, path: &[String], key: &str) -> Result<(), Obstacle> {
        let entry = self.entry()?;
        let root = entry.node().ok_or(Obstacle::Unreadable)?;
        let (holder, depth) = self.deepest(root, path)?;
        let index = holder.position(key).filter(|_| depth == path.len());
        let index = index.ok_or_else(|| Obstacle::NotWritten(key.to_owned()))?;
        let (name, value) = holder.entries().get(index).ok_or(Obstacle::Layout)?;
        guard(&self.text, &entry, &[name, value])?;
        let splice = if holder.is_flow() {
            flow::removal(&self.text, holder, index)
        } else {
            block::removal(&self.text, holder, index)
        };
        self.splice(splice?)
    }

    /// Whether the mapping at a path has no keys left.
    fn is_empty(&self, path: &[String]) -> Result<bool, Obstacle> {
        let entry = self.entry()?;
        let mut node = entry.node().ok_or(Obstacle::Unreadable)?;
        for key in path {
            let Some((_, value)) = node
                .position(key)
                .and_then(|index| node.entries().get(index))
            else {
                return Ok(false);
            };
            node = value;
        }
        Ok(match &node.kind {
            Kind::Mapping(entries) => entries.is_empty(),
            Kind::Scalar { .. } => node.is_empty(),
            Kind::Alias(_) | Kind::Sequence(_) => false,
        })
    }

    /// Follows a path as far as there are mappings. Returns the last of them, and its depth.
    fn deepest<'a>(
        &self,
        root: &'a Written,
        path: &[String],
    ) -> Result<(&'a Written, usize), Obstacle> {
        let mut node = root;
        for (depth, key) in path.iter().enumerate() {
            let Some((_, value)) = node
                .position(key)
                .and_then(|index| node.entries().get(index))
            else {
                return Ok((node, depth));
            };
            match &value.kind {
                Kind::Mapping(_) => node = value,
                Kind::Alias(_) => return Err(Obstacle::Alias(name_at(&self.text, value.start))),
                Kind::Scalar { style, .. } if value.is_empty() || *style == Quotes::Plain => {
                    return Ok((node, depth));
                }
                Kind::Scalar { .. } | Kind::Sequence(_) => return Err(Obstacle::Layout),
            }
        }
        match &node.kind {
            Kind::Mapping(_) => Ok((node, path.len())),
            Kind::Alias(_) => Err(Obstacle::Alias(name_at(&self.text, node.start))),
            Kind::Scalar { .. } | Kind::Sequence(_) => Err(Obstacle::Layout),
        }
    }

    /// Whether the mapping at a path, or one around it, is written as in JSON.
    fn is_json(root: &Written, path: &[String]) -> bool {
        let mut node = Some(root);
        let mut keys = path.iter();
        while let Some(mapping) = node {
            if is_json(mapping) {
                return true;
            }
            let value = |key: &String| {
                let index = mapping.position(key)?;
                mapping.entries().get(index).map(|(_, value)| value)
            };
            node = keys.next().and_then(value);
        }
        false
    }
}

/// Whether a mapping is in braces and has all its keys in double quotes.
fn is_json(mapping: &Written) -> bool {
    let is_quoted = |(key, _): &(Written, Written)| matches!(&key.kind, Kind::Scalar { style, .. } if *style == Quotes::Double);
    let entries = mapping.entries();
    mapping.is_flow() && !entries.is_empty() && entries.iter().all(is_quoted)
}

/// Replaces a part of a text.
fn make(text: &mut String, (range, new): Splice) -> Result<(), Obstacle> {
    if text.get(range.clone()).is_none() {
        return Err(Obstacle::Layout);
    }
    text.replace_range(range, &new);
    Ok(())
}

/// Reads the whole text.
fn whole(text: &str) -> Result<Written, Obstacle> {
    let start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    Written::read(text, start..text.len()).ok_or(Obstacle::Unreadable)
}

/// Checks that nodes can be removed: no alias elsewhere repeats one of them, and no anchor loses its last alias.
fn guard(text: &str, entry: &Entry, removed: &[&Written]) -> Result<(), Obstacle> {
    let (mut anchors, mut aliases, mut inside) = (Vec::new(), Vec::new(), HashSet::new());
    for node in removed {
        node.walk(&mut |node| {
            inside.insert(node.bytes.start);
            match node.kind {
                Kind::Alias(anchor) => aliases.push((anchor, node.start)),
                _ if node.anchor > 0 => anchors.push((node.anchor, node.bytes.start)),
                _ => {}
            }
        });
    }
    if anchors.is_empty() && aliases.is_empty() {
        return Ok(());
    }
    let mut left = HashSet::new();
    entry.root.walk(&mut |node| {
        if let Kind::Alias(anchor) = node.kind
            && !inside.contains(&node.start)
        {
            left.insert(anchor);
        }
    });
    if let Some((_, at)) = anchors.iter().find(|(anchor, _)| left.contains(anchor)) {
        return Err(Obstacle::Repeated(anchor_at(text, *at)));
    }
    let own: HashSet<usize> = anchors.iter().map(|(anchor, _)| *anchor).collect();
    let is_last = |(anchor, _): &&(usize, usize)| !left.contains(anchor) && !own.contains(anchor);
    match aliases.iter().find(is_last) {
        Some((_, at)) => Err(Obstacle::LastAlias(name_at(text, *at))),
        None => Ok(()),
    }
}

/// Whether a comment is between the scalars of a node.
fn has_comment(text: &str, node: &Written) -> bool {
    let mut scalars = Vec::new();
    node.walk(&mut |node| {
        if matches!(node.kind, Kind::Scalar { .. } | Kind::Alias(_)) {
            scalars.push(node.bytes.clone());
        }
    });
    scalars.sort_by_key(|bytes| bytes.start);
    let end = node.bytes.end;
    let mut at = node.bytes.start;
    scalars.push(end..end);
    scalars.into_iter().any(|bytes| {
        let between = text.get(at..bytes.start);
        at = at.max(bytes.end);
        between.is_some_and(|between| between.contains('#'))
    })
}

/// Returns the name of the alias at a byte.
fn name_at(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}');
    let word = rest.split(ends).next().unwrap_or_default();
    word.trim_start_matches(['*', '&']).to_owned()
}

/// Returns the name of the anchor among the tags and anchors at a byte.
fn anchor_at(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    let anchor = rest.find('&').unwrap_or_default();
    name_at(text, at + anchor)
}

/// Returns the byte after the line of a byte, and after its line end.
fn line_after(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Returns the byte at which the line of a byte begins.
fn line_before(text: &str, at: usize) -> usize {
    Line::around(text, at).start
}

/// Returns the end of the line of a byte, without its line end.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    at + line.strip_suffix('\r').unwrap_or(line).len()
}

/// Returns the column of a byte, in characters.
fn column(text: &str, at: usize) -> usize {
    let start = line_before(text, at);
    let before = text.get(start..at).unwrap_or_default();
    before.trim_start_matches('\u{feff}').chars().count()
}
