//! The file as marked nodes: each scalar, sequence and mapping with the bytes that it takes.
//!
//! In: text that is YAML. Out: a [`Tree`], in which a path finds its place, also through aliases and merges.
//! Guaranteed: nodes are shared, not copied, so a bomb of aliases takes no more room than its text; nesting is bounded.
//! Absent: types and meaning. Made only when something must be reported, or merged.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diagnostic::{Kind, Place, Problem, Segment, Side};

/// The deepest nesting that is read. The format itself needs seven levels.
const DEEPEST: usize = 64;

/// How many entries all merges of a file may add.
const MOST_MERGED: usize = 100_000;

/// How many nodes aliases may add to ten times those of the text.
const MOST_REPEATED: usize = 100_000;

/// Every so many-th character's byte is kept.
const STRIDE: usize = 64;

/// A marked node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) content: Content,
    bytes: Range<usize>,
    /// How many nodes it comes to, aliases followed.
    size: usize,
}

/// What a node holds.
#[derive(Debug)]
pub(super) enum Content {
    Scalar {
        text: String,
        plain: bool,
    },
    Sequence(Vec<Rc<Node>>),
    /// With what it merges, which stands behind its own.
    Mapping(Vec<Entry>),
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

    fn is_merge(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true } if text == "<<")
    }

    /// Returns the entries of a mapping with what it merges.
    pub(super) fn entries(&self) -> &[(Rc<Self>, Rc<Self>)] {
        match &self.content {
            Content::Mapping(entries) => entries,
            Content::Scalar { .. } | Content::Sequence(_) => &[],
        }
    }
}

/// Returns a mapping's own entries, then those of each mapping that it merges under `<<` whose keys it does not have itself.
fn merged(pairs: Vec<Entry>) -> Vec<Entry> {
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

/// A whole file as nodes.
#[derive(Debug)]
pub(crate) struct Tree {
    root: Rc<Node>,
}

impl Tree {
    /// Reads `text`; the error comes with the byte at which it stands.
    ///
    /// This parser refuses tabs that the typed one takes for blanks. Where it refuses the text, it gets it without them: places
    /// stay the same.
    pub(super) fn parse(text: &str) -> Result<Self, (Problem, usize)> {
        match Self::parse_strictly(text) {
            Err(_) if text.contains('\t') => Self::parse_strictly(&text.replace('\t', " ")),
            result => result,
        }
    }

    fn parse_strictly(text: &str) -> Result<Self, (Problem, usize)> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut builder = Builder {
            shift: text.len() - body.len(),
            body,
            marks: body
                .char_indices()
                .step_by(STRIDE)
                .map(|(at, _)| at)
                .collect(),
            open: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            merged: 0,
            nodes: 0,
        };
        for event in Parser::new_from_str(body) {
            let (event, span) = event.map_err(|error| {
                let problem =
                    Problem::new(Kind::Syntax, format!("this is not YAML: {}", error.info()));
                (problem, builder.byte(error.marker().index()))
            })?;
            builder.take(event, span)?;
        }
        if let Some(root) = &builder.root
            && root.size
                > builder
                    .nodes
                    .saturating_mul(10)
                    .saturating_add(MOST_REPEATED)
        {
            let problem = Problem::new(Kind::Syntax, "aliases that grow without end")
                .help("write the values out where they are needed");
            return Err((problem, builder.byte(0)));
        }
        let nothing = || {
            Rc::new(Node {
                content: Content::Scalar {
                    text: String::new(),
                    plain: true,
                },
                bytes: 0..0,
                size: 1,
            })
        };
        Ok(Self {
            root: builder.root.unwrap_or_else(nothing),
        })
    }

    pub(super) fn root(&self) -> &Rc<Node> {
        &self.root
    }

    /// Returns where `place` stands in `text`, which this tree was made of. A key that is missing stands where the mapping
    /// begins that should have it; anything of several lines is shown by its first.
    pub(crate) fn bytes_of(&self, place: &Place, text: &str) -> Range<usize> {
        let mut node = &self.root;
        let mut bytes = node.bytes.clone();
        let last = place.path.len().saturating_sub(1);
        for (depth, segment) in place.path.iter().enumerate() {
            let side = if depth == last {
                place.side
            } else {
                Side::Value
            };
            let nth = usize::from(side == Side::SecondKey);
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
                Side::Key | Side::SecondKey => key.bytes.clone(),
                // An empty value has no place of its own; its key has.
                Side::Value if value.bytes.is_empty() => key.bytes.clone(),
                Side::Value => value.bytes.clone(),
            };
        }
        let start = bytes.start.min(text.len());
        let line = text
            .get(start..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        let whole = start + line.trim_end().len();
        start..bytes.end.clamp(start, whole.max(start))
    }
}

/// Counts nodes, aliases followed.
fn sum<'a>(nodes: impl Iterator<Item = &'a Rc<Node>>) -> usize {
    nodes.fold(1, |sum, node| sum.saturating_add(node.size))
}

/// Collections that are not closed yet: where they begin, their anchor, and what they hold so far.
struct Open {
    start: usize,
    anchor: usize,
    mapping: bool,
    items: Vec<Rc<Node>>,
}

struct Builder<'a> {
    body: &'a str,
    /// The bytes in front of what is parsed.
    shift: usize,
    /// The byte at which every so many-th character starts: the parser counts characters.
    marks: Vec<usize>,
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    root: Option<Rc<Node>>,
    /// How many entries merges have added.
    merged: usize,
    /// How many nodes the text has.
    nodes: usize,
}

impl Builder<'_> {
    fn byte(&self, character: usize) -> usize {
        let mark = self.marks.get(character / STRIDE).copied();
        let rest = mark.and_then(|mark| Some((mark, self.body.get(mark..)?)));
        let at = rest.and_then(|(mark, rest)| {
            let (offset, _) = rest.char_indices().nth(character % STRIDE)?;
            Some(mark + offset)
        });
        self.shift + at.unwrap_or(self.body.len())
    }

    /// Makes a mapping; merges of merges are resolved once, so that only their sum can grow, and it is bounded.
    fn merge(&mut self, pairs: Vec<Entry>, at: usize) -> Result<Content, (Problem, usize)> {
        let own = pairs.len();
        let is_mapping = |node: &Rc<Node>| matches!(node.content, Content::Mapping(_));
        for (_, source) in pairs.iter().filter(|(key, _)| key.is_merge()) {
            let merges_mappings = match &source.content {
                Content::Sequence(sources) => sources.iter().all(is_mapping),
                Content::Scalar { .. } | Content::Mapping(_) => is_mapping(source),
            };
            if !merges_mappings {
                let problem =
                    Problem::new(Kind::WrongType, "`<<` merges something that is no mapping")
                        .help("name the anchor of a mapping, such as `<<: *defaults`");
                return Err((problem, source.bytes.start));
            }
        }
        let mut merges = pairs.iter().filter(|(key, _)| key.is_merge());
        if let (Some(_), Some((second, _))) = (merges.next(), merges.next()) {
            let problem = Problem::new(Kind::DuplicateKey, "`<<` stands twice here")
                .help("merge several under one: `<<: [*one, *other]`");
            return Err((problem, second.bytes.start));
        }
        let entries = merged(pairs);
        self.merged += entries.len().saturating_sub(own);
        if self.merged > MOST_MERGED {
            let problem = Problem::new(Kind::Syntax, "merges that grow without end")
                .help("write the keys out where they are needed");
            return Err((problem, at));
        }
        Ok(Content::Mapping(entries))
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), (Problem, usize)> {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index());
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let content = Content::Scalar {
                    text: Cow::into_owned(text),
                    plain,
                };
                self.close(content, start..end, anchor);
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                if self.open.len() >= DEEPEST {
                    let problem = Problem::new(
                        Kind::Syntax,
                        format!("nested more than {DEEPEST} levels deep"),
                    )
                    .help("an events file needs no more than seven levels");
                    return Err((problem, start));
                }
                self.open.push(Open {
                    start,
                    anchor,
                    mapping: matches!(event, Event::MappingStart(..)),
                    items: Vec::new(),
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let content = if open.mapping {
                        let mut items = open.items.into_iter();
                        let mut pairs = Vec::new();
                        while let (Some(key), Some(value)) = (items.next(), items.next()) {
                            pairs.push((key, value));
                        }
                        self.merge(pairs, start)?
                    } else {
                        Content::Sequence(open.items)
                    };
                    self.close(content, open.start..end, open.anchor);
                }
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(node) => {
                    let node = Rc::clone(node);
                    self.add(node);
                }
                None => {
                    return Err((
                        Problem::new(Kind::Syntax, "an alias of something that holds it"),
                        start,
                    ));
                }
            },
            Event::DocumentStart(_) if self.root.is_some() => {
                let problem = Problem::new(Kind::Syntax, "a second document in one file")
                    .help("remove the line `---`: one file is one calendar");
                return Err((problem, start));
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn close(&mut self, content: Content, bytes: Range<usize>, anchor: usize) {
        self.nodes += 1;
        let size = match &content {
            Content::Scalar { .. } => 1,
            Content::Sequence(items) => sum(items.iter()),
            Content::Mapping(entries) => sum(entries.iter().flat_map(|(key, value)| [key, value])),
        };
        let node = Rc::new(Node {
            content,
            bytes,
            size,
        });
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.add(node);
    }

    fn add(&mut self, node: Rc<Node>) {
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
    }
}
