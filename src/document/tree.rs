//! The file as marked nodes: each scalar, sequence and mapping with the bytes that it takes.
//!
//! In: text that is YAML. Out: a [`Tree`], in which a path finds its place, also through aliases and merges.
//! Guaranteed: nodes are shared, not copied, so a bomb of aliases takes no more room than its text; nesting is bounded.
//! Absent: types and meaning. Made only when something must be reported, or merged.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::node::{Content, Entry, Node, Properties, merged};
use super::said::Said;
use super::{guard, lines, syntax};
use crate::diagnostic::{Kind, Place, Problem, Segment, Side};

/// The deepest nesting that is read. The format itself needs seven levels.
pub(super) const DEEPEST: usize = 64;

/// How many nodes a file may have. A large calendar of ten thousand events has half as many.
pub(super) const MOST_NODES: usize = 1_000_000;

/// How many entries all merges of a file may add.
const MOST_MERGED: usize = 100_000;

/// How many nodes aliases may add to ten times those of the text.
const MOST_REPEATED: usize = 100_000;

/// The keys of text that people write as they like, in which a `#` is likely.
const FREE_TEXT: [&str; 10] = [
    "abstract",
    "cancelled",
    "description",
    "location",
    "name",
    "reason",
    "skipped",
    "speakers",
    "tags",
    "title",
];

/// Every so many-th character's byte is kept.
const STRIDE: usize = 64;

/// A whole file as nodes.
#[derive(Debug)]
pub(crate) struct Tree {
    root: Rc<Node>,
    /// Those with a tag or an anchor.
    marked: Vec<Rc<Node>>,
}

/// Why there is no tree: the problem, and the bytes it stands at.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) problem: Problem,
    pub(super) bytes: Range<usize>,
    /// Whether the text is no YAML, of which the typed reader has more to say.
    pub(super) is_syntax: bool,
}

impl Refusal {
    fn new(problem: Problem, bytes: Range<usize>) -> Self {
        Self {
            problem,
            bytes,
            is_syntax: false,
        }
    }
}

impl Tree {
    /// Reads `text`.
    ///
    /// This parser refuses tabs that the typed one takes for blanks. Where it refuses the text, it gets it without them: places
    /// stay the same.
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        match Self::parse_strictly(text) {
            Err(_) if text.contains('\t') => Self::parse_strictly(&text.replace('\t', " ")),
            result => result,
        }
    }

    fn parse_strictly(text: &str) -> Result<Self, Refusal> {
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
            marked: Vec::new(),
            root: None,
            merged: 0,
            nodes: 0,
            repeated: 0,
        };
        for event in Parser::new_from_str(body) {
            let (event, span) = event.map_err(|error| {
                let at = builder.byte(error.marker().index()) - builder.shift;
                let (problem, bytes) = syntax::explain(body, &Said::marked(error.info(), at));
                Refusal {
                    is_syntax: true,
                    ..Refusal::new(
                        problem,
                        builder.shift + bytes.start..builder.shift + bytes.end,
                    )
                }
            })?;
            builder.take(event, span)?;
        }
        let nothing = || {
            Rc::new(Node {
                content: Content::Scalar {
                    text: String::new(),
                    plain: true,
                },
                bytes: 0..0,
                size: 1,
                properties: None,
            })
        };
        Ok(Self {
            root: builder.root.unwrap_or_else(nothing),
            marked: builder.marked,
        })
    }

    /// Whether anything in it drops what was meant as text.
    pub(super) fn drops(&self) -> bool {
        self.marked.iter().any(|node| node.drops().is_some())
    }

    pub(super) fn root(&self) -> &Rc<Node> {
        &self.root
    }

    /// Returns where `place` stands in `text`, which this tree was made of. A key that is missing stands where the mapping
    /// begins that should have it; anything of several lines is shown by its first.
    pub(crate) fn bytes_of(&self, place: &Place, text: &str) -> Range<usize> {
        let mut node = &self.root;
        let mut bytes = node.bytes();
        let last = place.path.len().saturating_sub(1);
        for (depth, segment) in place.path.iter().enumerate() {
            let side = if depth == last {
                place.side
            } else {
                Side::Value
            };
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
                // An empty value has no place of its own; its key has.
                Side::Value if value.bytes().is_empty() => key.bytes(),
                Side::Value => value.bytes(),
            };
        }
        let start = bytes.start.min(text.len());
        let end = bytes.end.clamp(start, text.len());
        let line = text.get(start..end).and_then(|text| text.lines().next());
        start..start + line.unwrap_or_default().trim_end().len()
    }
}

/// Collections that are not closed yet: where they begin, their anchor, and what they hold so far.
struct Open {
    bytes: Range<usize>,
    anchor: usize,
    is_tagged: bool,
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
    marked: Vec<Rc<Node>>,
    root: Option<Rc<Node>>,
    /// How many entries merges have added.
    merged: usize,
    /// How many nodes the text has so far.
    nodes: usize,
    /// How many nodes the aliases of the text stand for so far.
    repeated: usize,
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
    fn merge(&mut self, pairs: Vec<Entry>, at: usize) -> Result<Content, Refusal> {
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
                return Err(Refusal::new(
                    problem,
                    source.bytes.start..source.bytes.start + 1,
                ));
            }
        }
        let mut merges = pairs.iter().filter(|(key, _)| key.is_merge());
        if let (Some(_), Some((second, _))) = (merges.next(), merges.next()) {
            let problem = Problem::new(Kind::DuplicateKey, "`<<` stands twice here")
                .help("merge several under one: `<<: [*one, *other]`");
            return Err(Refusal::new(problem, second.bytes.clone()));
        }
        let entries = merged(pairs);
        self.merged += entries.len().saturating_sub(own);
        if self.merged > MOST_MERGED {
            let problem = Problem::new(Kind::Syntax, "merges that grow without end")
                .help("write the keys out where they are needed");
            return Err(Refusal::new(problem, at..at + 1));
        }
        Ok(Content::Mapping(entries))
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Refusal> {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index());
        let refuse = |problem| Err(Refusal::new(problem, start..end.max(start + 1)));
        if self.nodes > MOST_NODES {
            let message = format!("more than {MOST_NODES} keys and values in one file");
            let problem = Problem::new(Kind::TooMuch, message)
                .help("remove events that are long past, or keep several calendars");
            return refuse(problem);
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let content = Content::Scalar {
                    text: Cow::into_owned(text),
                    plain,
                };
                self.close(content, start..end, anchor, tag.is_some());
            }
            Event::SequenceStart(anchor, ref tag) | Event::MappingStart(anchor, ref tag) => {
                if self.open.len() >= DEEPEST {
                    return Err(Refusal::new(syntax::too_deep(), start..start + 1));
                }
                self.open.push(Open {
                    bytes: start..end,
                    anchor,
                    is_tagged: tag.is_some(),
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
                    self.close(content, open.bytes.start..end, open.anchor, open.is_tagged);
                }
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    let problem = Problem::new(Kind::Syntax, "an alias of something that holds it")
                        .help("write the values out; where it is text, put it in quotes");
                    return refuse(problem);
                };
                if let Some(properties) = &node.properties {
                    properties.is_used.set(true);
                }
                self.repeated = self.repeated.saturating_add(node.size);
                if self.repeated > self.nodes.saturating_mul(10).saturating_add(MOST_REPEATED) {
                    let problem = Problem::new(Kind::Syntax, "aliases that grow without end")
                        .help("write the values out where they are needed");
                    return refuse(problem);
                }
                let node = Rc::clone(node);
                self.add(node);
            }
            Event::DocumentStart(is_explicit) if self.root.is_some() => {
                let mark = if is_explicit { "---" } else { "..." };
                let problem = Problem::new(Kind::Syntax, "a second document in one file").help(
                    format!("remove the line `{mark}`: one file is one calendar"),
                );
                return Err(Refusal::new(problem, start..start + 1));
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn close(&mut self, content: Content, bytes: Range<usize>, anchor: usize, is_tagged: bool) {
        self.nodes += 1;
        let size = content.size();
        let count = usize::from(anchor > 0) + usize::from(is_tagged);
        let start = self.behind_properties(bytes.clone(), count);
        let hidden = match &content {
            Content::Scalar { plain: true, .. } => self.hidden(start..bytes.end),
            Content::Scalar { .. } | Content::Sequence(_) | Content::Mapping(_) => None,
        };
        let properties = match hidden {
            Some(hidden) => Some(self.hiding(start, hidden)),
            None => (count > 0).then(|| self.properties(bytes.clone(), is_tagged)),
        };
        let is_marked = properties.is_some();
        let node = Rc::new(Node {
            content,
            bytes: start..bytes.end,
            size,
            properties: properties.map(Box::new),
        });
        if is_marked {
            self.marked.push(Rc::clone(&node));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.add(node);
    }

    fn written(&self, bytes: &Range<usize>) -> &str {
        let in_body = bytes.start - self.shift..bytes.end - self.shift;
        self.body.get(in_body).unwrap_or_default()
    }

    fn properties(&self, bytes: Range<usize>, is_tagged: bool) -> Properties {
        let line = self.written(&bytes).lines().next().unwrap_or_default();
        Properties {
            start: bytes.start,
            written: line.trim_end().to_owned(),
            is_tagged,
            is_used: Cell::new(false),
            hidden: None,
        }
    }

    /// The comment behind a plain text, where it has no blank behind its `#`: of a room or an issue, `#4` is more of the text.
    fn hidden(&self, text: Range<usize>) -> Option<Range<usize>> {
        let end = text.end - self.shift;
        let behind = lines::value_from(self.body, end);
        let comment = behind.trim_start_matches([' ', '\t']);
        let is_text = !text.is_empty() && self.key().is_some_and(|key| FREE_TEXT.contains(&key));
        (is_text && comment.len() < behind.len() && guard::begins_hidden(comment)).then(|| {
            let end = text.end + behind.len();
            end - comment.len()..end
        })
    }

    fn hiding(&self, start: usize, hidden: Range<usize>) -> Properties {
        Properties {
            start,
            written: self.written(&(start..hidden.end)).to_owned(),
            is_tagged: false,
            is_used: Cell::new(false),
            hidden: Some(hidden),
        }
    }

    /// The key of the value that comes next, or of the list that it is an item of.
    fn key(&self) -> Option<&str> {
        let mut open = self.open.iter().rev();
        let last = open.next()?;
        let of = if last.mapping { last } else { open.next()? };
        let is_value = of.mapping && of.items.len() % 2 == 1;
        of.items.last().filter(|_| is_value)?.text()
    }

    /// Returns the byte at which a node begins behind so many tags and anchors.
    fn behind_properties(&self, bytes: Range<usize>, count: usize) -> usize {
        let written = self.written(&bytes);
        let mut rest = written;
        for _ in 0..count {
            rest = rest.trim_start_matches(|c: char| !c.is_whitespace());
            while let Some(comment) = Some(rest.trim_start()).filter(|rest| rest.starts_with('#')) {
                rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
            }
            rest = rest.trim_start();
        }
        bytes.start + written.len() - rest.len()
    }

    fn add(&mut self, node: Rc<Node>) {
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
    }
}
