//! Splits a page of Markdown into its headings, paragraphs, items of lists and rows of tables, in their order.
//!
//! Each has its texts without formatting, with their links and lines. Code, HTML, comments and pictures are left out. A line break of the
//! page begins a new text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::text::to_markdown;
use crate::markdown;

/// A part of a page.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// The line in which it begins, counted from 1.
    pub(super) line: usize,
    /// Its lines, or the cells of a row.
    pub(super) texts: Vec<Text>,
}

/// What a part of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of this level, from 1.
    Heading(u8),
    Paragraph,
    /// An item in so many lists, from 1.
    Item(usize),
    /// A paragraph of an item, after its first.
    Continued(usize),
    /// The first row of a table.
    Header,
    Row,
    /// The end of the outermost list, or of a table.
    End,
}

/// A text of one line, without formatting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "a text without its links is still a text"
)]
pub(super) struct Text {
    pub(super) line: usize,
    pub(super) text: String,
    /// The parts of `text` that are links, with their addresses.
    pub(super) links: Vec<(Range<usize>, String)>,
    /// How many bytes are bold.
    pub(super) bold: usize,
    /// How many bytes are struck out.
    pub(super) struck: usize,
}

impl Text {
    /// Whether all of it is bold, perhaps without a last colon.
    pub(super) fn is_bold(&self) -> bool {
        self.bold > 0 && self.text.trim().len() <= self.bold + 1
    }

    /// Whether all of it is struck out.
    pub(super) fn is_struck(&self) -> bool {
        self.struck > 0 && self.text.trim().len() <= self.struck
    }

    /// The text in a range, with its links.
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let inside = |link: &Range<usize>| link.start.max(range.start)..link.end.min(range.end);
        let links = self.links.iter().map(|(link, url)| (inside(link), url));
        let links = links.filter(|(link, _)| link.start < link.end);
        let moved = links.map(|(link, url)| {
            (
                link.start - range.start..link.end - range.start,
                url.clone(),
            )
        });
        Self {
            line: self.line,
            text: self.text.get(range.clone()).unwrap_or_default().to_owned(),
            links: moved.collect(),
            bold: 0,
            struck: 0,
        }
    }

    /// The first link that ends after a place. Links are in their order.
    pub(super) fn link_from(&self, at: usize) -> Option<(&Range<usize>, &str)> {
        let first = self.links.partition_point(|(link, _)| link.end <= at);
        self.links
            .get(first)
            .map(|(link, url)| (link, url.as_str()))
    }

    /// The text as Markdown, with its links.
    pub(super) fn markdown(&self) -> String {
        let mut markdown = String::new();
        let mut at = 0;
        for (link, url) in &self.links {
            let before = self.text.get(at..link.start).unwrap_or_default();
            let words = self.text.get(link.clone()).unwrap_or_default();
            if link.start < at || words.trim().is_empty() {
                continue;
            }
            markdown.push_str(&beside_link(before));
            if words.trim() == url {
                markdown.push_str(words);
            } else {
                let words = markdown::escaped(words.trim());
                let parts = ["[", &words, "](", &markdown::destination(url), ")"];
                markdown.extend(parts);
            }
            at = link.end;
        }
        markdown.push_str(&beside_link(self.text.get(at..).unwrap_or_default()));
        markdown.trim().to_owned()
    }

    /// The first address: that of a link, or one in the text.
    pub(super) fn address(&self) -> Option<&str> {
        let link = self.links.first().map(|(_, url)| url.as_str());
        link.or_else(|| {
            let mut words = self.text.split_whitespace();
            let bare =
                words.find(|word| word.starts_with("https://") || word.starts_with("http://"))?;
            Some(bare.trim_end_matches(['.', ',', ')', ';']))
        })
    }

    /// Adds another text, after `between`.
    pub(super) fn append(&mut self, between: &str, other: &Self) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str(between);
        let at = self.text.len();
        self.text.push_str(&other.text);
        let moved = |range: &Range<usize>| range.start + at..range.end + at;
        let links = other.links.iter();
        self.links
            .extend(links.map(|(range, url)| (moved(range), url.clone())));
        self.bold += other.bold;
        self.struck += other.struck;
    }
}

/// The lines of a page, by their first byte.
struct Lines(Vec<usize>);

impl Lines {
    fn new(page: &str) -> Self {
        let ends = page.bytes().enumerate();
        let ends = ends.filter_map(|(at, byte)| (byte == b'\n').then_some(at + 1));
        Self(std::iter::once(0).chain(ends).collect())
    }

    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|begin| *begin <= offset)
    }
}

/// Returns the parts of a page.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let body = page.len() - without_front_matter(page).len();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let parser = Parser::new_ext(page.get(body..).unwrap_or_default(), options);
    let mut reader = Reader {
        lines: Lines::new(page),
        blocks: Vec::new(),
        open: Vec::new(),
        items: Vec::new(),
        marks: Marks::default(),
    };
    for (event, range) in parser.into_offset_iter() {
        reader.read(event, range.start + body);
    }
    reader.blocks
}

/// Returns the page after the lines between `---` at its beginning.
fn without_front_matter(page: &str) -> &str {
    let Some(rest) = page
        .strip_prefix("---")
        .map(|rest| rest.trim_start_matches('\r'))
    else {
        return page;
    };
    if !rest.starts_with('\n') {
        return page;
    }
    let mut offset = page.len() - rest.len() + 1;
    for line in rest.get(1..).unwrap_or_default().split_inclusive('\n') {
        offset += line.len();
        if ["---", "..."].contains(&line.trim_end()) {
            return page.get(offset..).unwrap_or_default();
        }
    }
    page
}

/// What is true of the text that is read now.
#[derive(Default)]
struct Marks {
    bold: usize,
    struck: usize,
    /// Inside a picture or a block of code.
    hidden: usize,
    /// The addresses of open links, with where their text begins.
    links: Vec<(usize, String)>,
}

struct Reader {
    lines: Lines,
    blocks: Vec<Block>,
    /// The blocks that texts are added to, the innermost last.
    open: Vec<usize>,
    /// The items of lists that are open.
    items: Vec<usize>,
    marks: Marks,
}

impl Reader {
    fn read(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text(&text, at),
            Event::SoftBreak | Event::HardBreak => self.new_line(at + 1),
            Event::InlineHtml(html) => {
                let tag = html.to_ascii_lowercase();
                if tag.starts_with("<br") {
                    self.new_line(at);
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Heading { level, .. } => self.begin(Kind::Heading(level as u8), at),
            Tag::Paragraph => match (self.items.last(), self.items.len()) {
                (Some(&item), _) if self.is_empty(item) => self.open.push(item),
                (Some(_), depth) => self.begin(Kind::Continued(depth), at),
                (None, _) => self.begin(Kind::Paragraph, at),
            },
            Tag::Item => {
                self.begin(Kind::Item(self.items.len() + 1), at);
                self.items.extend(self.open.last().copied());
            }
            Tag::TableHead => self.begin(Kind::Header, at),
            Tag::TableRow => self.begin(Kind::Row, at),
            Tag::TableCell => {
                let line = self.lines.at(at);
                if let Some(block) = self.current() {
                    block.texts.push(Text {
                        line,
                        ..Text::default()
                    });
                }
            }
            Tag::Strong => self.marks.bold += 1,
            Tag::Strikethrough => self.marks.struck += 1,
            Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock => self.marks.hidden += 1,
            Tag::Link { dest_url, .. } => {
                let begin = self.current_text().map_or(0, |text| text.text.len());
                self.marks.links.push((begin, dest_url.into_string()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let marks = &mut self.marks;
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::TableHead | TagEnd::TableRow => {
                self.open.pop();
            }
            TagEnd::Item => {
                self.open.pop();
                self.items.pop();
            }
            TagEnd::List(_) | TagEnd::Table if self.items.is_empty() => {
                self.begin(Kind::End, usize::MAX);
                self.open.pop();
            }
            TagEnd::Strong => marks.bold = marks.bold.saturating_sub(1),
            TagEnd::Strikethrough => marks.struck = marks.struck.saturating_sub(1),
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                marks.hidden = marks.hidden.saturating_sub(1);
            }
            TagEnd::Link => {
                if let Some((begin, url)) = marks.links.pop()
                    && let Some(text) = self.current_text()
                {
                    let begin = begin.min(text.text.len());
                    text.links.push((begin..text.text.len(), url));
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind, at: usize) {
        self.open.push(self.blocks.len());
        self.blocks.push(Block {
            kind,
            line: self.lines.at(at),
            texts: Vec::new(),
        });
    }

    fn is_empty(&self, block: usize) -> bool {
        self.blocks
            .get(block)
            .is_some_and(|block| block.texts.is_empty())
    }

    fn current(&mut self) -> Option<&mut Block> {
        self.blocks.get_mut(*self.open.last()?)
    }

    fn current_text(&mut self) -> Option<&mut Text> {
        self.current()?.texts.last_mut()
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.marks.hidden > 0 {
            return;
        }
        let (bold, struck) = (self.marks.bold > 0, self.marks.struck > 0);
        let line = self.lines.at(at);
        let Some(block) = self.current() else {
            return;
        };
        if block.texts.is_empty() {
            block.texts.push(Text {
                line,
                ..Text::default()
            });
        }
        if let Some(own) = block.texts.last_mut() {
            own.text.push_str(text);
            own.bold += if bold { text.len() } else { 0 };
            own.struck += if struck { text.len() } else { 0 };
        }
    }

    /// Begins a separate text for the next line. A link that is open continues in it.
    fn new_line(&mut self, at: usize) {
        let line = self.lines.at(at);
        let is_table = self
            .current()
            .is_some_and(|block| matches!(block.kind, Kind::Header | Kind::Row));
        if is_table {
            self.text(" ", at);
            return;
        }
        if let Some(block) = self.current() {
            block.texts.push(Text {
                line,
                ..Text::default()
            });
        }
        for (begin, _) in &mut self.marks.links {
            *begin = 0;
        }
    }
}

/// Writes the text before or after a link as Markdown, with the spaces that separate it from the link.
fn beside_link(text: &str) -> String {
    let space = |has: bool| if has { " " } else { "" };
    let start = space(text.starts_with(char::is_whitespace));
    let end = space(text.ends_with(char::is_whitespace) && !text.trim().is_empty());
    format!("{start}{}{end}", to_markdown(text.trim()))
}
