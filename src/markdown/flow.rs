//! Turns a description into parser events that all three writers can take.
//!
//! The Markdown is in GitHub's flavour ([GitHub Flavored Markdown](https://github.github.com/gfm/)). Raw HTML becomes text, emphasis within a
//! word becomes text, and line breaks stay. A bare web address becomes a link, whatever markers are in it. The target of a link becomes
//! absolute and percent-encoded if its scheme is allowed, and otherwise stays as written. [`flat`] also turns tables and tasks into text, for
//! writers that have nothing for them.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::address::{
    FoundUrl, Gap, encoded, first_url, gap_after, is_opening, is_safe, resolved, shown,
};
use super::emphasis::{MarkerPair, is_literal};
use super::word::is_word_char;
use crate::value::Url;

/// Returns the options of the Markdown parser.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Returns the events of a description. Relative links are resolved against `base`.
pub(super) fn events<'a>(markdown: &'a str, base: &Url) -> Vec<Event<'a>> {
    let mut flow = Flow {
        source: markdown,
        base,
        out: Vec::new(),
        text: Vec::new(),
        html: None,
        from: 0,
        emphasis: Vec::new(),
        links: Vec::new(),
        is_code: false,
        last: None,
        is_after_address: false,
    };
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        flow.take(event, range);
    }
    flow.flush();
    flow.out
}

/// Returns the events without GitHub's additions: each row of a table is a line of text, and `~~` and the box of a task are text.
pub(super) fn flat(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::with_capacity(events.len());
    // The output positions at which the current row and cell begin.
    let (mut row, mut cell) = (0, 0);
    // Whether the rows above have text, and whether the current row has.
    let (mut is_below, mut is_begun) = (false, false);
    for event in events {
        match event {
            Event::Start(Tag::Table(_)) => {
                out.push(Event::Start(Tag::Paragraph));
                is_below = false;
            }
            Event::End(TagEnd::Table) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                row = out.len();
                is_begun = false;
            }
            Event::Start(Tag::TableCell) => cell = out.len(),
            Event::End(TagEnd::TableCell) => {
                if out.len() > cell {
                    if is_begun {
                        out.insert(cell, Event::Text(CowStr::Borrowed(" – ")));
                    }
                    is_begun = true;
                }
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                if is_begun && is_below {
                    out.insert(row, Event::HardBreak);
                }
                is_below |= is_begun;
            }
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
                out.push(Event::Text(CowStr::Borrowed("~~")));
            }
            Event::TaskListMarker(is_done) => {
                let mark = if is_done { "[x] " } else { "[ ] " };
                out.push(Event::Text(CowStr::Borrowed(mark)));
            }
            event => out.push(event),
        }
    }
    out
}

/// Adapts the events of the parser, one at a time.
struct Flow<'a, 'b> {
    source: &'a str,
    base: &'b Url,
    out: Vec<Event<'a>>,
    /// Pieces of text that will become one event.
    text: Vec<CowStr<'a>>,
    /// The lines of the open HTML block.
    html: Option<String>,
    /// The byte at which the current run of text begins. Markers before it are no part of its words.
    from: usize,
    /// The pairs of markers that are open.
    emphasis: Vec<MarkerPair>,
    links: Vec<OpenLink<'a>>,
    is_code: bool,
    /// The last character of the line.
    last: Option<char>,
    /// Whether the output ends with an address in angle brackets, apart from punctuation.
    is_after_address: bool,
}

#[derive(Default)]
struct OpenLink<'a> {
    is_autolink: bool,
    /// The text shown in place of its own.
    words: Option<CowStr<'a>>,
    /// The index in the output at which its text begins.
    begins: usize,
}

impl<'a> Flow<'a, '_> {
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Text(text) if self.links.last().is_some_and(|it| it.words.is_some()) => {
                drop(text);
            }
            Event::Text(text) => self.push(text),
            Event::Html(raw) => match &mut self.html {
                Some(html) => html.push_str(&raw),
                None => self.lines(&raw),
            },
            Event::InlineHtml(raw) => {
                self.lines(&raw);
                self.from = range.end;
            }
            Event::Code(code) => self.code(code, range),
            Event::SoftBreak | Event::HardBreak => {
                self.other(Event::HardBreak);
                self.end_line();
            }
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            event => {
                self.other(event);
                self.end_line();
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                let parent = self.emphasis.last();
                let mut pair = MarkerPair::new(self.source, range, &tag);
                pair.is_literal = is_literal(self.source, &pair, parent, self.from);
                if pair.is_literal {
                    self.push(CowStr::Borrowed(pair.opening(self.source)));
                } else {
                    self.from = pair.range.start + pair.width;
                    self.other(Event::Start(tag));
                }
                self.emphasis.push(pair);
            }
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }
            | Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => {
                // Of a link within a link, such as a picture that is a link, only the text is kept.
                if !self.links.is_empty() {
                    self.links.push(OpenLink::default());
                    self.from = range.start + 1;
                    return;
                }
                let is_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
                if is_autolink {
                    self.space();
                }
                let dest_url = match (link_type, resolved(&dest_url, self.base)) {
                    (LinkType::Email, _) => CowStr::from(format!("mailto:{dest_url}")),
                    (_, Some(address)) => CowStr::from(address),
                    (_, None) => dest_url,
                };
                let words = (link_type == LinkType::Autolink)
                    .then(|| shown(&dest_url))
                    .filter(|shown| matches!(shown, Cow::Owned(_)))
                    .map(|shown| CowStr::from(shown.into_owned()));
                // Its target now has a scheme, so it is a link like any other.
                let link_type = match link_type {
                    LinkType::Email => LinkType::Inline,
                    other => other,
                };
                self.other(Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }));
                self.from = range.start + 1;
                let begins = self.out.len();
                if let Some(words) = words.clone() {
                    self.other(Event::Text(words));
                }
                self.links.push(OpenLink {
                    is_autolink,
                    words,
                    begins,
                });
            }
            Tag::HtmlBlock => {
                self.other(Event::Start(Tag::Paragraph));
                self.end_line();
                self.html = Some(String::new());
            }
            tag => {
                self.is_code |= matches!(tag, Tag::CodeBlock(_));
                let tag = match tag {
                    // The `style` of an aligned cell is blocked by the Content-Security-Policy of the pages.
                    Tag::Table(columns) => Tag::Table(vec![Alignment::None; columns.len()]),
                    tag => tag,
                };
                self.other(Event::Start(tag));
                self.end_line();
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                let Some(pair) = self.emphasis.pop() else {
                    return;
                };
                if pair.is_literal {
                    self.push(CowStr::Borrowed(pair.closing(self.source)));
                } else {
                    self.from = pair.range.end;
                    self.other(Event::End(tag));
                }
            }
            TagEnd::Link | TagEnd::Image => {
                self.flush();
                self.from = range.end;
                let open = self.links.pop().unwrap_or_default();
                if !self.links.is_empty() {
                    return;
                }
                self.name_link(open.begins);
                self.other(Event::End(TagEnd::Link));
                self.is_after_address = open.is_autolink;
                // The text of a link counts as a word, whatever it ends with.
                self.last = self.last.or(Some('x'));
            }
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.lines(html.trim_end());
                self.other(Event::End(TagEnd::Paragraph));
                self.end_line();
            }
            TagEnd::TableRow => {
                self.flush();
                // The parser adds the cells that a row lacks. A hostile table could have millions of them.
                while let [
                    ..,
                    Event::Start(Tag::TableCell),
                    Event::End(TagEnd::TableCell),
                ] = self.out.as_slice()
                {
                    self.out.truncate(self.out.len() - 2);
                }
                self.other(Event::End(tag));
                self.end_line();
            }
            tag => {
                self.other(Event::End(tag));
                self.is_code &= tag != TagEnd::CodeBlock;
                self.end_line();
            }
        }
    }

    /// Takes text, and adds a space where it would be read as part of the address before it.
    fn push(&mut self, text: CowStr<'a>) {
        if text.is_empty() {
            return;
        }
        self.last = text.chars().next_back();
        if self.is_after_address {
            let gap = gap_after(&text);
            self.is_after_address = matches!(gap, Gap::Later);
            if let Gap::At(at) = gap {
                let (touching, rest) = text.split_at(at);
                let apart = format!("{touching} {rest}");
                self.text.push(CowStr::from(apart));
                return;
            }
        }
        self.text.push(text);
    }

    /// Takes text of one or more lines.
    fn lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.other(Event::HardBreak);
            }
            self.push(CowStr::from(line.to_owned()));
        }
    }

    /// Takes inline code. Within a word, its backticks are text.
    fn code(&mut self, code: CowStr<'a>, range: Range<usize>) {
        let before = self.source.get(..range.start).unwrap_or_default();
        let after = self.source.get(range.end..).unwrap_or_default();
        let is_word = |c: Option<char>| c.is_some_and(is_word_char);
        let written = self.source.get(range.clone()).unwrap_or_default();
        if is_word(before.chars().next_back())
            && is_word(after.chars().next())
            && !written.contains(['\n', '\\', '&'])
        {
            self.push(CowStr::Borrowed(written));
        } else {
            if self.is_after_address {
                self.push(CowStr::Borrowed(" "));
            }
            self.other(Event::Code(code));
            self.last = Some('x');
        }
        self.from = range.end;
    }

    /// Adds a space before an address in angle brackets that touches a word.
    fn space(&mut self) {
        let is_apart = |c: char| c.is_whitespace() || is_opening(c) || "-–—/=|*_~".contains(c);
        if self.is_after_address || self.last.is_some_and(|last| !is_apart(last)) {
            self.is_after_address = false;
            self.text.push(CowStr::Borrowed(" "));
        }
    }

    /// Shows the URL of a link that has no text, such as a picture without a description.
    fn name_link(&mut self, begins: usize) {
        let words = self.out.get(begins..).unwrap_or_default();
        let has_words = words.iter().any(|event| match event {
            Event::Text(text) | Event::Code(text) => !text.trim().is_empty(),
            _ => false,
        });
        let start = begins.checked_sub(1).and_then(|at| self.out.get(at));
        if let (Some(Event::Start(Tag::Link { dest_url, .. })), false) = (start, has_words)
            && is_safe(dest_url)
        {
            let words = shown(dest_url).into_owned();
            self.out.truncate(begins);
            self.out.push(Event::Text(CowStr::from(words)));
        }
    }

    /// Takes an event other than text.
    fn other(&mut self, event: Event<'a>) {
        self.flush();
        self.out.push(event);
    }

    fn end_line(&mut self) {
        self.last = None;
        self.is_after_address = false;
    }

    /// Turns the pending text into events, with a link for each bare web address.
    fn flush(&mut self) {
        let text = match self.text.len() {
            0 => return,
            1 => self.text.remove(0),
            _ => {
                let pieces: Vec<&str> = self.text.iter().map(AsRef::as_ref).collect();
                let text = CowStr::from(pieces.concat());
                self.text.clear();
                text
            }
        };
        if self.is_code || !self.links.is_empty() {
            self.out.push(Event::Text(text));
            return;
        }
        let mut rest: &str = &text;
        let mut is_split = false;
        while let Some(FoundUrl { before, url, after }) = first_url(rest) {
            is_split = true;
            if !before.is_empty() {
                self.out.push(Event::Text(before.to_owned().into()));
            }
            self.out.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: encoded(url).into_owned().into(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }));
            self.out.push(Event::Text(url.to_owned().into()));
            self.out.push(Event::End(TagEnd::Link));
            rest = after;
        }
        if !is_split {
            self.out.push(Event::Text(text));
        } else if !rest.is_empty() {
            self.out.push(Event::Text(rest.to_owned().into()));
        }
    }
}
