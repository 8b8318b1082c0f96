//! The file as nodes: each scalar, sequence and mapping with its bytes.
//!
//! [`Nodes`] gives each entry of `events:` as soon as it is complete, with aliases and merges resolved. Nodes are shared, not copied, so a
//! bomb of aliases takes no more memory than its text; the depth of nesting is limited. [`super::reader`] checks the types.

mod properties;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::mem;
use std::ops::Range;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::limits::{
    self, DEEPEST, MOST_KEPT, MOST_MERGED, MOST_NODES, MOST_REPEATED, MOST_REPEATED_TEXT,
};
use super::node::{Content, Entry, Node, check_merges, merged};
use super::parser_message::ParserMessage;
use super::source::{Source, Tokens, before_json};
use super::surrogates;
use crate::diagnostic::{Problem, SyntaxFinding};

/// Reads a text node by node.
pub(super) struct Nodes<'a> {
    parser: Parser<'a, Source<'a>>,
    tokens: Rc<Tokens>,
    builder: Builder<'a>,
}

/// An entry of `events:`.
pub(super) struct Item {
    pub(super) node: Rc<Node>,
    /// Whether it has a text with an anchor. Only at the end of the file is it known whether an alias repeats that text.
    pub(super) has_anchored_text: bool,
    /// Whether it has an anchor or an alias, so that its lines alone cannot be read the same way.
    pub(super) is_linked: bool,
}

/// Why there are no nodes.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The text is YAML, but has more than is read, or something that is not supported: the problem, and its bytes.
    Limit(Problem, Range<usize>),
    /// The text is not YAML, in the words of the parser.
    Syntax(ParserMessage),
}

impl<'a> Nodes<'a> {
    /// Begins to read a whole text, whose entries of `events:` are given one by one.
    pub(super) fn of(text: &'a str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self::new(body, text.len() - body.len(), true)
    }

    fn new(text: &'a str, shift: usize, gives_items: bool) -> Self {
        let (before, body) = text.split_at(before_json(text));
        let shift = shift + before.len();
        let tokens = Rc::new(Tokens::default());
        let (source, added) = Source::new(body, Rc::clone(&tokens));
        Self {
            parser: Parser::new(source),
            tokens,
            builder: Builder {
                body,
                shift,
                added,
                last: Cell::new((0, 0)),
                gives_items,
                open: Vec::new(),
                anchors: HashMap::new(),
                root: None,
                item: None,
                starts: Vec::new(),
                links: Links::default(),
                merged: 0,
                nodes: 0,
                kept: 0,
                beside: 0,
                repeated: 0,
                repeated_text: 0,
                pairs: Vec::new(),
            },
        }
    }

    /// Reads up to the end of the next entry of `events:`. Returns `None` at the end of the text. The entry is not kept.
    pub(super) fn next_item(&mut self) -> Result<Option<Item>, Refusal> {
        for event in self.parser.by_ref() {
            let (event, span) = event.map_err(|error| {
                let at = self.builder.byte(error.marker().index());
                if self.tokens.is_over() {
                    return Refusal::Limit(limits::too_many_tokens(), at..at + 1);
                }
                let at = at - self.builder.shift;
                Refusal::Syntax(ParserMessage::marked(error.info(), at))
            })?;
            self.tokens.clear();
            self.builder.take(event, span)?;
            if let Some(item) = self.builder.item.take() {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    /// Returns what was read besides the entries of `events:`, and where each entry begins.
    pub(super) fn finish(self) -> (Rc<Node>, Vec<usize>) {
        let nothing = || {
            Rc::new(Node {
                content: Content::Scalar {
                    text: String::new(),
                    plain: true,
                },
                bytes: 0..0,
                size: 1,
                text_size: 0,
                properties: None,
            })
        };
        let Builder { root, starts, .. } = self.builder;
        (root.unwrap_or_else(nothing), starts)
    }

    /// Returns the surrogate pairs of a text, with their bytes, as far as the text can be read.
    pub(super) fn pairs(text: &'a str) -> Vec<(Range<usize>, char)> {
        let mut nodes = Self::new(text, 0, true);
        while let Ok(Some(_)) = nodes.next_item() {}
        nodes.builder.pairs
    }

    /// Reads a part of a text by itself. Returns `None` if it has an anchor or an alias, because it then depends on the rest of the text.
    pub(super) fn part(text: &'a str, bytes: Range<usize>) -> Option<Rc<Node>> {
        let start = bytes.start;
        let mut nodes = Self::new(text.get(bytes)?, start, false);
        nodes.next_item().ok()?;
        let is_alone = nodes.builder.anchors.is_empty();
        nodes.builder.root.filter(|_| is_alone)
    }
}

/// A list or mapping that is not closed yet: where it begins, its anchor, and its items so far.
struct Open {
    bytes: Range<usize>,
    anchor: usize,
    is_tagged: bool,
    mapping: bool,
    /// Whether its items are given away one by one.
    gives_items: bool,
    items: Vec<Rc<Node>>,
}

/// Whether an entry of `events:` depends on the rest of the text, or the rest on it.
#[derive(Default)]
struct Links {
    has_anchor: bool,
    has_anchored_text: bool,
    has_alias: bool,
}

/// Builds nodes from the events of the parser.
struct Builder<'a> {
    body: &'a str,
    /// The number of bytes before what is parsed.
    shift: usize,
    /// The number of characters before the text that the parser counts too.
    added: usize,
    /// The index of the character that was located last, and its byte. The parser counts characters.
    last: Cell<(usize, usize)>,
    /// Whether the entries of `events:` are given away one by one.
    gives_items: bool,
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    root: Option<Rc<Node>>,
    /// The entry of `events:` that was read last, until it is taken.
    item: Option<Item>,
    /// Where each entry of `events:` begins.
    starts: Vec<usize>,
    /// The links of the entry that is being read.
    links: Links,
    /// How many entries merges have added.
    merged: usize,
    /// How many nodes the text has so far.
    nodes: usize,
    /// How many nodes are kept.
    kept: usize,
    /// How many of the kept nodes stay after the entry that is being read.
    beside: usize,
    /// The number of nodes that aliases have repeated so far.
    repeated: usize,
    /// The bytes of text that aliases have repeated so far.
    repeated_text: usize,
    /// The surrogate pairs of the text, with their bytes.
    pairs: Vec<(Range<usize>, char)>,
}

impl Builder<'_> {
    /// Returns the byte of a character of the parser.
    fn byte(&self, character: usize) -> usize {
        let character = character.saturating_sub(self.added);
        let (last, byte) = self.last.get();
        let at = if character >= last {
            let rest = self.body.get(byte..).unwrap_or_default();
            let count = character - last;
            // Fast path: ASCII has a byte for each character.
            if rest.get(..count).is_some_and(str::is_ascii) {
                byte + count
            } else {
                let next = rest.char_indices().nth(count);
                next.map_or(self.body.len(), |(offset, _)| byte + offset)
            }
        } else {
            let before = self.body.get(..byte).unwrap_or_default();
            let earlier = before.char_indices().nth_back(last - character - 1);
            earlier.map_or(0, |(at, _)| at)
        };
        if at < self.body.len() {
            self.last.set((character, at));
        }
        self.shift + at
    }

    /// Makes a mapping, with what it merges. Each merge is resolved once, so only the sum of their entries can grow, which is limited.
    fn merge(&mut self, pairs: Vec<Entry>, at: usize) -> Result<Content, Refusal> {
        if !pairs.iter().any(|(key, _)| key.is_merge()) {
            return Ok(Content::Mapping(pairs));
        }
        let own = pairs.len();
        check_merges(&pairs).map_err(|(problem, bytes)| Refusal::Limit(problem, bytes))?;
        let entries = merged(pairs);
        self.merged += entries.len().saturating_sub(own);
        if self.merged > MOST_MERGED {
            return Err(Refusal::Limit(
                SyntaxFinding::GrowingMerges.into(),
                at..at + 1,
            ));
        }
        Ok(Content::Mapping(entries))
    }

    /// Reads one event of the parser.
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Refusal> {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index());
        let refuse = |problem| Err(Refusal::Limit(problem, start..end.max(start + 1)));
        if self.nodes > MOST_NODES {
            return refuse(limits::too_many_nodes());
        }
        if self.kept > MOST_KEPT {
            let is_in_event = self.open.get(1).is_some_and(|events| events.gives_items);
            return refuse(limits::too_many_kept(is_in_event));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let mut text = Cow::into_owned(text);
                if style == ScalarStyle::DoubleQuoted && surrogates::has_halves(&text) {
                    text = self.joined(&text, start..end);
                }
                let content = Content::Scalar { text, plain };
                self.close(content, start..end, anchor, tag.is_some());
            }
            Event::SequenceStart(anchor, ref tag) | Event::MappingStart(anchor, ref tag) => {
                let is_sequence = matches!(event, Event::SequenceStart(..));
                if self.open.len() >= DEEPEST {
                    return Err(Refusal::Limit(limits::too_deep(), start..start + 1));
                }
                let gives_items = self.gives_items
                    && is_sequence
                    && self.open.len() == 1
                    && self.key() == Some("events");
                if gives_items {
                    // A second list `events:` is an error, and its entries are kept.
                    self.gives_items = false;
                    self.links = Links::default();
                    self.beside = self.kept;
                }
                self.open.push(Open {
                    bytes: start..end,
                    anchor,
                    is_tagged: tag.is_some(),
                    mapping: !is_sequence,
                    gives_items,
                    items: Vec::new(),
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let content = if open.mapping {
                        let mut items = open.items.into_iter();
                        let mut pairs = Vec::with_capacity(items.len() / 2);
                        while let (Some(key), Some(value)) = (items.next(), items.next()) {
                            pairs.push((key, value));
                        }
                        self.merge(pairs, start)?
                    } else {
                        Content::Sequence(open.items)
                    };
                    self.close(content, open.bytes.start..end, open.anchor, open.is_tagged);
                    if open.gives_items {
                        // An alias of the list cannot be resolved, because its entries are not kept.
                        self.anchors.remove(&open.anchor);
                    }
                }
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return refuse(SyntaxFinding::AliasOfItself.into());
                };
                if let Some(properties) = &node.properties {
                    properties.is_used.set(true);
                }
                self.repeated = self.repeated.saturating_add(node.size);
                self.repeated_text = self.repeated_text.saturating_add(node.text_size);
                let most = self.nodes.saturating_mul(10).saturating_add(MOST_REPEATED);
                if self.repeated > most.min(MOST_NODES) {
                    return refuse(SyntaxFinding::GrowingAliases.into());
                }
                if self.repeated_text > MOST_REPEATED_TEXT {
                    return refuse(limits::too_much_repeated());
                }
                let node = Rc::clone(node);
                self.links.has_alias = true;
                self.add(node);
            }
            Event::DocumentStart(is_explicit) if self.root.is_some() => {
                let mark = if is_explicit { "---" } else { "..." };
                let problem = SyntaxFinding::SecondDocument { mark }.into();
                return Err(Refusal::Limit(problem, start..start + 1));
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    /// Adds a node that is complete.
    fn close(&mut self, content: Content, bytes: Range<usize>, anchor: usize, is_tagged: bool) {
        self.nodes += 1;
        self.kept += 1;
        let (size, text_size) = content.sizes();
        self.links.has_anchor |= anchor > 0;
        self.links.has_anchored_text |= anchor > 0 && matches!(content, Content::Scalar { .. });
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
        let node = Rc::new(Node {
            content,
            bytes: start..bytes.end,
            size,
            text_size,
            properties: properties.map(Box::new),
        });
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.add(node);
    }

    fn written(&self, bytes: &Range<usize>) -> &str {
        let in_body = bytes.start - self.shift..bytes.end - self.shift;
        self.body.get(in_body).unwrap_or_default()
    }

    /// Returns a text with its surrogate pairs, which are at these bytes.
    fn joined(&mut self, text: &str, bytes: Range<usize>) -> String {
        let source = self.written(&bytes);
        let joined = surrogates::joined(text, source);
        let pairs = surrogates::pairs(source).into_iter();
        let start = bytes.start;
        self.pairs
            .extend(pairs.map(|(at, c)| (start + at.start..start + at.end, c)));
        joined
    }

    /// Returns the key of the next value, or of the list that the next value is an item of.
    fn key(&self) -> Option<&str> {
        let mut open = self.open.iter().rev();
        let last = open.next()?;
        let of = if last.mapping { last } else { open.next()? };
        let is_value = of.mapping && of.items.len() % 2 == 1;
        of.items.last().filter(|_| is_value)?.text()
    }

    fn add(&mut self, node: Rc<Node>) {
        match self.open.last_mut() {
            Some(open) if open.gives_items => {
                let links = mem::take(&mut self.links);
                if links.has_anchor {
                    self.beside = self.kept;
                }
                self.kept = self.beside;
                self.starts.push(node.bytes.start);
                self.item = Some(Item {
                    node,
                    has_anchored_text: links.has_anchored_text,
                    is_linked: links.has_anchor || links.has_alias,
                });
            }
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
    }
}
