//! One marked node of the file: its content, where it is, and what is before it that YAML drops.
//!
//! [`super::tree`] makes each [`Node`]. [`Node::drops`] reports a tag, an anchor or a comment that was probably meant as text.
//! [`super::reader`] checks the types.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use super::repairs::scalar;
use crate::diagnostic::{Edit, Problem, Segment, ShapeFinding, SyntaxFinding};

/// A scalar, a list or a mapping, and its place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) content: Content,
    pub(super) bytes: Range<usize>,
    /// The number of nodes in it, including itself, with aliases expanded.
    pub(super) size: usize,
    /// The bytes of text in it, with aliases expanded.
    pub(super) text_size: usize,
    pub(super) properties: Option<Box<Properties>>,
}

/// The tag and the anchor before a node, which YAML does not count as its text.
#[derive(Debug)]
pub(super) struct Properties {
    /// The byte at which the tag or the anchor begins.
    pub(super) start: usize,
    /// The tag and the anchor as they are written, and the rest of their line.
    pub(super) written: String,
    pub(super) is_tagged: bool,
    /// Whether an alias names the anchor.
    pub(super) is_used: Cell<bool>,
    /// The comment after a value, where it was probably meant as more of it, and the value as YAML with the comment, if it can be read.
    pub(super) hidden: Option<(Range<usize>, Option<String>)>,
}

/// The content of a node.
#[derive(Debug)]
pub(super) enum Content {
    Scalar {
        text: String,
        plain: bool,
    },
    Sequence(Vec<Rc<Node>>),
    /// Its own entries, then those that it merges.
    Mapping(Vec<Entry>),
}

impl Content {
    /// Returns the number of nodes and the bytes of text, with aliases expanded.
    pub(super) fn sizes(&self) -> (usize, usize) {
        let sum = |(nodes, bytes): (usize, usize), node: &Rc<Node>| {
            (
                nodes.saturating_add(node.size),
                bytes.saturating_add(node.text_size),
            )
        };
        match self {
            Self::Scalar { text, .. } => (1, text.len()),
            Self::Sequence(items) => items.iter().fold((1, 0), sum),
            Self::Mapping(entries) => entries
                .iter()
                .flat_map(|(key, value)| [key, value])
                .fold((1, 0), sum),
        }
    }
}

/// A key and its value.
pub(super) type Entry = (Rc<Node>, Rc<Node>);

impl Node {
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            Content::Sequence(_) | Content::Mapping(_) => None,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true }
            if ["", "~", "null", "Null", "NULL"].contains(&text.as_str()))
    }

    /// Returns the problem of a node with a tag, with an anchor that no alias names, or with a comment after it. YAML drops these, though
    /// they were probably meant as text.
    pub(super) fn drops(&self) -> Option<Problem> {
        let properties = self.properties.as_deref()?;
        let is_text = matches!(self.content, Content::Scalar { .. });
        let written = properties.written.as_str();
        let mark = written.split_whitespace().next().unwrap_or_default();
        if let Some((hidden, guess)) = &properties.hidden {
            let comment = written
                .get(hidden.start - properties.start..)
                .unwrap_or_default();
            let comment = comment.into();
            let finding = match guess {
                Some(_) => SyntaxFinding::HiddenText { comment },
                None => SyntaxFinding::HiddenRest { comment },
            };
            let bytes = properties.start..hidden.end;
            let edit = guess
                .iter()
                .map(|yaml| Edit::Bytes(bytes.clone(), yaml.clone()));
            return Some(edit.fold(finding.into(), Problem::guess));
        }
        let quoted = scalar(&written.replace('\t', " "), true);
        let quoting = Edit::Bytes(properties.start..properties.start + written.len(), quoted);
        if properties.is_tagged {
            let problem = Problem::from(SyntaxFinding::Tag { mark: mark.into() });
            let is_own = is_text && !mark.starts_with("!!");
            return Some(if is_own {
                problem.guess(quoting)
            } else {
                problem
            });
        }
        let finding = SyntaxFinding::UnusedAnchor { mark: mark.into() };
        (is_text && !properties.is_used.get()).then(|| Problem::from(finding).guess(quoting))
    }

    /// Returns its place, including what YAML drops if that is a problem.
    pub(super) fn bytes(&self) -> Range<usize> {
        match self.properties.as_deref() {
            Some(Properties {
                hidden: Some((hidden, _)),
                ..
            }) => hidden.clone(),
            Some(properties) if self.drops().is_some() => properties.start..self.bytes.end,
            Some(_) | None => self.bytes.clone(),
        }
    }

    pub(super) fn is_merge(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true } if text == "<<")
    }

    /// Returns the node at `path` below it.
    pub(super) fn at(self: &Rc<Self>, path: &[Segment]) -> Option<&Rc<Self>> {
        path.iter()
            .try_fold(self, |node, segment| match (segment, &node.content) {
                (Segment::Index(index), Content::Sequence(items)) => items.get(*index),
                (Segment::Key(name), Content::Mapping(entries)) => {
                    let mut named = entries.iter().filter(|(key, _)| key.text() == Some(name));
                    named.next().map(|(_, value)| value)
                }
                _ => None,
            })
    }

    /// Returns the entries of a mapping, including those that it merges.
    pub(super) fn entries(&self) -> &[(Rc<Self>, Rc<Self>)] {
        match &self.content {
            Content::Mapping(entries) => entries,
            Content::Scalar { .. } | Content::Sequence(_) => &[],
        }
    }
}

/// Checks that a mapping has one `<<` at most, and that it merges mappings.
///
/// # Errors
/// The problem, and its bytes.
pub(super) fn check_merges(pairs: &[Entry]) -> Result<(), (Problem, Range<usize>)> {
    let is_mapping = |node: &Rc<Node>| matches!(node.content, Content::Mapping(_));
    let mut merges = pairs.iter().filter(|(key, _)| key.is_merge());
    let wrong = merges.clone().find(|(_, source)| match &source.content {
        Content::Sequence(sources) => !sources.iter().all(is_mapping),
        Content::Scalar { .. } | Content::Mapping(_) => !is_mapping(source),
    });
    if let Some((_, source)) = wrong {
        let problem = ShapeFinding::MergeOfText.into();
        return Err((problem, source.bytes.start..source.bytes.start + 1));
    }
    if let Some((second, _)) = merges.nth(1) {
        let problem = ShapeFinding::SecondMerge.into();
        return Err((problem, second.bytes.clone()));
    }
    Ok(())
}

/// Returns a mapping's own entries, then the entries of each mapping that it merges under `<<`, except those whose keys it already has.
pub(super) fn merged(pairs: Vec<Entry>) -> Vec<Entry> {
    let (merges, mut entries): (Vec<Entry>, Vec<Entry>) =
        pairs.into_iter().partition(|(key, _)| key.is_merge());
    let mut known: HashSet<String> = match merges.as_slice() {
        [] => return entries,
        _ => entries
            .iter()
            .filter_map(|(key, _)| key.text())
            .map(ToOwned::to_owned)
            .collect(),
    };
    for (_, source) in merges {
        let sources = match &source.content {
            Content::Sequence(sources) => sources.clone(),
            Content::Scalar { .. } | Content::Mapping(_) => vec![source],
        };
        for (key, value) in sources.iter().flat_map(|source| source.entries()) {
            if key.text().is_some_and(|name| known.insert(name.to_owned())) {
                entries.push((Rc::clone(key), Rc::clone(value)));
            }
        }
    }
    entries
}
