//! Markdown → the events of its reader, as all three writers take them.
//!
//! In: the Markdown of a description, in GitHub's flavour. Out: events without raw HTML, which is text. Guaranteed: no emphasis inside
//! words; line breaks stay; a bare web address is a link, whatever marks are in it; a link target that is safe is absolute and
//! percent-encoded. Absent: how a table or a task is written, which differs.
//! Implements [GitHub Flavored Markdown](https://github.github.com/gfm/).

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::address::{Gap, bare, encoded, gap_after, is_opening, is_safe, resolved, shown};
use super::emphasis::{Marks, is_refused, joins_words};
use crate::value::Url;

/// Returns the options of the reader.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// Returns the events of a description, whose relative links are below `base`.
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

/// Returns the same events with a line of text in place of each row of a table, and text in place of marks that plain Markdown lacks.
pub(super) fn flat(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::with_capacity(events.len());
    // Where the row and the cell begin that are read, and whether there is anything in the rows above and in the row.
    let (mut row, mut cell, mut is_below, mut is_begun) = (0, 0, false, false);
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

struct Flow<'a, 'b> {
    source: &'a str,
    base: &'b Url,
    out: Vec<Event<'a>>,
    /// Text that is not yet an event.
    text: Vec<CowStr<'a>>,
    /// The lines of the block of HTML that is open.
    html: Option<String>,
    /// The byte of the source before which nothing belongs to the text that is read.
    from: usize,
    /// Emphasis that is open.
    emphasis: Vec<Marks>,
    /// What is to be shown as the words of each link that is open, in place of them.
    links: Vec<Open<'a>>,
    is_code: bool,
    /// The last character of the line.
    last: Option<char>,
    /// Whether the last character is the end of an address in angle brackets.
    is_after_address: bool,
}

/// A link that is open.
#[derive(Default)]
struct Open<'a> {
    is_autolink: bool,
    /// What it shows in place of its words.
    words: Option<CowStr<'a>>,
    /// The event with which its words begin.
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
                let mut marks = Marks::new(self.source, range, &tag);
                marks.is_refused = is_refused(self.source, &marks, parent, self.from);
                if marks.is_refused {
                    self.push(CowStr::Borrowed(marks.opening(self.source)));
                } else {
                    self.from = marks.range.start + marks.width;
                    self.other(Event::Start(tag));
                }
                self.emphasis.push(marks);
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
                // A link within a link, such as a picture that leads somewhere, is its words.
                if !self.links.is_empty() {
                    self.links.push(Open::default());
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
                // With its scheme, it is a link like any other.
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
                self.links.push(Open {
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
                    // A style of its own is nothing that our pages allow.
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
                let Some(marks) = self.emphasis.pop() else {
                    return;
                };
                if marks.is_refused {
                    self.push(CowStr::Borrowed(marks.closing(self.source)));
                } else {
                    self.from = marks.range.end;
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
                // Whatever its words end with.
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
                // The reader adds the cells that a row lacks, which would be many more than were written.
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

    /// Takes text, with a space where it would be taken for more of an address.
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

    /// Takes code within a line. Within a word, its marks are text.
    fn code(&mut self, code: CowStr<'a>, range: Range<usize>) {
        let before = self.source.get(..range.start).unwrap_or_default();
        let after = self.source.get(range.end..).unwrap_or_default();
        let is_word = |c: Option<char>| c.is_some_and(joins_words);
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

    /// Puts a space in front of an address that was pasted against a word.
    fn space(&mut self) {
        let is_apart = |c: char| c.is_whitespace() || is_opening(c) || "-–—/=|*_~".contains(c);
        if self.is_after_address || self.last.is_some_and(|last| !is_apart(last)) {
            self.is_after_address = false;
            self.text.push(CowStr::Borrowed(" "));
        }
    }

    /// Writes its address as the words of a link that has none, such as a picture without a description.
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

    /// Takes what is no text.
    fn other(&mut self, event: Event<'a>) {
        self.flush();
        self.out.push(event);
    }

    fn end_line(&mut self) {
        self.last = None;
        self.is_after_address = false;
    }

    /// Makes events of the text that was read last.
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
        while let Some((before, address, after)) = bare(rest) {
            is_split = true;
            if !before.is_empty() {
                self.out.push(Event::Text(before.to_owned().into()));
            }
            self.out.push(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: encoded(address).into_owned().into(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            }));
            self.out.push(Event::Text(address.to_owned().into()));
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
