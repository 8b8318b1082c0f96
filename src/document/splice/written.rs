//! The nodes of a text as they are written: aliases and merges are not resolved, and every node has the bytes that it really takes.
//!
//! [`Written::read`] takes a part of a text. The parser's own spans end at the next token and miss the mark of a block of text, so ends are
//! computed here: comments, spaces and line ends after a node do not belong to it.

use std::ops::Range;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::document::source::{Source, Tokens, before_json};

/// A node and its bytes.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) kind: Kind,
    /// From its tag or anchor to its end.
    pub(super) bytes: Range<usize>,
    /// The byte at which its content begins, after its tag and anchor.
    pub(super) start: usize,
    /// The parser's number of its anchor; 0 without one.
    pub(super) anchor: usize,
    /// Whether it is in brackets or braces.
    is_flow: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    Scalar {
        text: String,
        style: Quotes,
    },
    /// The number of the anchor that it repeats.
    Alias(usize),
    Sequence(Vec<Written>),
    Mapping(Vec<(Written, Written)>),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Plain,
    Single,
    Double,
    /// A block after `|` or `>`.
    Block,
}

impl Written {
    /// Reads the first node of a part of a text. Returns `None` if it is not YAML, or has an alias of an anchor outside of the part.
    pub(super) fn read(text: &str, part: Range<usize>) -> Option<Self> {
        let body = text.get(part.clone())?;
        let lead = before_json(body);
        let (source, added) = Source::new(body.get(lead..)?, Rc::new(Tokens::default()));
        let mut builder = Builder {
            text,
            characters: Characters::new(text.get(part.start + lead..part.end)?),
            shift: part.start + lead,
            added,
            cursor: part.start,
            open: Vec::new(),
        };
        for event in Parser::new(source) {
            let (event, span) = event.ok()?;
            let bytes = builder.byte(span.start.index())..builder.byte(span.end.index());
            if let Some(root) = builder.take(event, bytes)? {
                return Some(root);
            }
        }
        None
    }

    /// The text, if it is a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::Alias(_) | Kind::Sequence(_) | Kind::Mapping(_) => None,
        }
    }

    /// Whether nothing is written.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether it is in brackets or braces.
    pub(super) fn is_flow(&self) -> bool {
        self.is_flow
    }

    /// Its own entries; none if it is no mapping.
    pub(super) fn entries(&self) -> &[(Self, Self)] {
        match &self.kind {
            Kind::Mapping(entries) => entries,
            Kind::Scalar { .. } | Kind::Alias(_) | Kind::Sequence(_) => &[],
        }
    }

    /// Its items; none if it is no list.
    pub(super) fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::Sequence(items) => items,
            Kind::Scalar { .. } | Kind::Alias(_) | Kind::Mapping(_) => &[],
        }
    }

    /// Returns the index of its own entry with this key.
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        let mut entries = self.entries().iter();
        entries.position(|(own, _)| own.text() == Some(key))
    }

    /// Calls `see` for this node and each node in it.
    pub(super) fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        let mut left = vec![self];
        while let Some(node) = left.pop() {
            see(node);
            left.extend(node.items());
            left.extend(node.entries().iter().flat_map(|(key, value)| [key, value]));
        }
    }
}

/// Finds the byte of a character.
enum Characters {
    /// Every character is one byte.
    Ascii,
    /// The byte of each character, then the length.
    Bytes(Vec<usize>),
}

impl Characters {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii;
        }
        let bytes = text.char_indices().map(|(at, _)| at);
        Self::Bytes(bytes.chain([text.len()]).collect())
    }
}

/// A list or a mapping that is not closed yet.
struct Open {
    bytes: Range<usize>,
    anchor: usize,
    is_mapping: bool,
    nodes: Vec<Written>,
}

struct Builder<'a> {
    text: &'a str,
    characters: Characters,
    /// The number of bytes before what is parsed.
    shift: usize,
    /// The number of characters that the parser counts before it.
    added: usize,
    /// The end of what was read so far.
    cursor: usize,
    open: Vec<Open>,
}

impl Builder<'_> {
    fn byte(&self, character: usize) -> usize {
        let character = character.saturating_sub(self.added);
        let at = match &self.characters {
            Characters::Ascii => character,
            Characters::Bytes(bytes) => bytes
                .get(character)
                .or(bytes.last())
                .copied()
                .unwrap_or_default(),
        };
        (self.shift + at).min(self.text.len())
    }

    /// Takes one event of the parser. Returns the root when it is complete; `None` if the text is not as expected.
    #[expect(clippy::option_option, reason = "a failure, no root yet, the root")]
    fn take(&mut self, event: Event<'_>, bytes: Range<usize>) -> Option<Option<Written>> {
        let node = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let has_properties = anchor > 0 || tag.is_some();
                self.scalar(text.into_owned(), style, bytes, (anchor, has_properties))?
            }
            Event::Alias(anchor) => {
                let end = self.word_end(bytes.start);
                Written {
                    kind: Kind::Alias(anchor),
                    start: bytes.start,
                    bytes: bytes.start..end,
                    anchor: 0,
                    is_flow: false,
                }
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                let is_mapping = matches!(event, Event::MappingStart(..));
                let start = self.content_start(bytes.start);
                if self.rest(start).starts_with(['{', '[']) {
                    self.cursor = start + 1;
                }
                self.open.push(Open {
                    bytes,
                    anchor,
                    is_mapping,
                    nodes: Vec::new(),
                });
                return Some(None);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close()?,
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => return Some(None),
        };
        self.cursor = self.cursor.max(node.bytes.end);
        match self.open.last_mut() {
            Some(open) => {
                open.nodes.push(node);
                Some(None)
            }
            None => Some(Some(node)),
        }
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Returns the end of the word at a byte.
    fn word_end(&self, at: usize) -> usize {
        let rest = self.rest(at);
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
        at + rest.find(ends).unwrap_or(rest.len())
    }

    /// Returns the byte after tags, anchors and what may be between them.
    fn content_start(&self, from: usize) -> usize {
        let mut at = from;
        while self.rest(at).starts_with(['&', '!']) {
            at = self.skipped(self.word_end(at));
        }
        at
    }

    /// Returns the byte after spaces, line ends and comments.
    fn skipped(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = self.rest(at);
            at += rest.len() - rest.trim_start().len();
            let rest = self.rest(at);
            if !rest.starts_with('#') {
                return at;
            }
            at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    fn scalar(
        &self,
        text: String,
        style: ScalarStyle,
        bytes: Range<usize>,
        (anchor, has_properties): (usize, bool),
    ) -> Option<Written> {
        let style = match style {
            ScalarStyle::Plain => Quotes::Plain,
            ScalarStyle::SingleQuoted => Quotes::Single,
            ScalarStyle::DoubleQuoted => Quotes::Double,
            ScalarStyle::Literal | ScalarStyle::Folded => Quotes::Block,
        };
        let (bytes, start) = match style {
            Quotes::Block => {
                // The parser gives the first character of the block. Its mark is after the key.
                let mut at = self.skipped(self.cursor);
                while self.rest(at).starts_with([':', '-', '?']) {
                    at = self.skipped(at + 1);
                }
                let start = self.content_start(at);
                let mark = self.rest(start).split(['\n', '#']).next()?;
                mark.starts_with(['|', '>']).then_some(())?;
                let whole = self.text.get(..bytes.end)?;
                let end = if mark.contains('+') {
                    let lines = whole.trim_end_matches([' ', '\t']);
                    let lines = lines.strip_suffix('\n').unwrap_or(lines);
                    lines.strip_suffix('\r').unwrap_or(lines).len()
                } else {
                    whole.trim_end().len()
                };
                (at..end.max(start), start)
            }
            Quotes::Plain if text.is_empty() && !has_properties => {
                let at = self.cursor;
                let rest = self.rest(at);
                let colon = rest.trim_start().strip_prefix(':');
                let at = colon.map_or(at, |after| self.text.len() - after.len());
                (at..at, at)
            }
            Quotes::Plain | Quotes::Single | Quotes::Double => {
                let start = if has_properties {
                    self.content_start(bytes.start).min(bytes.end)
                } else {
                    bytes.start
                };
                // The parser counts a comment after some texts in quotes as a part of them.
                let end = self.quoted_end(start).unwrap_or(bytes.end);
                (bytes.start..end, start)
            }
        };
        Some(Written {
            kind: Kind::Scalar { text, style },
            bytes,
            start,
            anchor,
            is_flow: false,
        })
    }

    /// Returns the byte after the text in quotes that begins at a byte.
    fn quoted_end(&self, start: usize) -> Option<usize> {
        let quote = self.rest(start).chars().next()?;
        let mut characters = self.rest(start + 1).char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let is_escape = match quote {
                '"' => c == '\\',
                '\'' => c == '\'' && characters.peek().is_some_and(|(_, next)| *next == '\''),
                _ => return None,
            };
            if is_escape {
                characters.next();
            } else if c == quote {
                return Some(start + 1 + at + c.len_utf8());
            }
        }
        None
    }

    fn close(&mut self) -> Option<Written> {
        let open = self.open.pop()?;
        let start = self.content_start(open.bytes.start);
        let last = open.nodes.last().map(|node| node.bytes.end);
        // A list whose hyphens are below its key begins, for the parser, at its first item, which may be in braces.
        let is_at_first = |node: &Written| node.bytes.start == open.bytes.start;
        let is_flow = self.rest(start).starts_with(['{', '['])
            && !open.nodes.first().is_some_and(is_at_first);
        let end = if is_flow {
            let mut at = self.skipped(last.unwrap_or(start + 1));
            while self.rest(at).starts_with(',') {
                at = self.skipped(at + 1);
            }
            self.rest(at).starts_with(['}', ']']).then_some(at + 1)?
        } else {
            last?
        };
        let kind = if open.is_mapping {
            let mut nodes = open.nodes.into_iter();
            let mut entries = Vec::with_capacity(nodes.len() / 2);
            while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                entries.push((key, value));
            }
            Kind::Mapping(entries)
        } else {
            Kind::Sequence(open.nodes)
        };
        Some(Written {
            kind,
            bytes: open.bytes.start..end,
            start,
            anchor: open.anchor,
            is_flow,
        })
    }
}
