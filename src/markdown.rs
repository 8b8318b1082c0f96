//! Markdown → plain text for calendars, → HTML for the page, and → Markdown for other sites.
//!
//! In: the Markdown of a description. Out: text that reads well where nothing is rendered, with each address bare; or HTML
//! of which no part was HTML in the source. Guaranteed: raw HTML is text; links lead to `http`, `https` and `mailto` only.
//! Absent: images, which become links; Outlook, Apple and Thunderbird show HTML in DESCRIPTION as tags, so it has none.

mod bidi;
mod commonmark;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

pub(crate) use commonmark::{destination, escaped, rewritten};

/// Plain CommonMark: what a volunteer may type by chance (`~`, `|`, `[ ]`) stays as it is.
fn parse(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::empty())
}

/// Returns the HTML of a description whose headings begin at the level `top`, below the title that it stands under.
pub(crate) fn html(markdown: &str, top: u8) -> String {
    plain_html(markdown).unwrap_or_else(|| parsed_html(markdown, top))
}

fn parsed_html(markdown: &str, top: u8) -> String {
    // Whether each link that is open was let through.
    let mut open = Vec::new();
    let mut headings = Headings::new(markdown, top);
    let events = parse(markdown).filter_map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Heading { level, .. }) => Some(Event::Start(Tag::Heading {
            level: headings.begin(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        })),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(headings.current()))),
        // An image would be a request to another host; its words and its address stay.
        Event::Start(
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
            },
        ) => {
            open.push(is_safe(&dest_url, link_type));
            let link = Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            };
            open.last().copied()?.then_some(Event::Start(link))
        }
        Event::End(TagEnd::Link | TagEnd::Image) => open.pop()?.then_some(Event::End(TagEnd::Link)),
        event => Some(event),
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

/// The headings of a description, at the levels of the page that it stands on: none is passed over, as those who walk a page by its
/// headings expect.
struct Headings {
    /// The levels that the description has, in order.
    levels: Vec<HeadingLevel>,
    top: u8,
    current: u8,
}

impl Headings {
    fn new(markdown: &str, top: u8) -> Self {
        // What underlines a heading ends its line; most descriptions have neither, and are not parsed twice.
        let underlines = |line: &str| line.trim_end().ends_with(['=', '-']);
        if !markdown.contains('#') && !markdown.split(['\n', '\r']).any(underlines) {
            return Self {
                levels: Vec::new(),
                top,
                current: top.saturating_sub(1),
            };
        }
        let mut levels: Vec<HeadingLevel> = parse(markdown)
            .filter_map(|event| match event {
                Event::Start(Tag::Heading { level, .. }) => Some(level),
                _ => None,
            })
            .collect();
        levels.sort_unstable();
        levels.dedup();
        Self {
            levels,
            top,
            current: top.saturating_sub(1),
        }
    }

    fn begin(&mut self, level: HeadingLevel) -> HeadingLevel {
        let above = self.levels.iter().filter(|it| **it < level).count();
        let wanted = u8::try_from(above).map_or(u8::MAX, |above| self.top.saturating_add(above));
        self.current = wanted.min(self.current + 1).min(6);
        self.current()
    }

    fn current(&self) -> HeadingLevel {
        HeadingLevel::try_from(usize::from(self.current)).unwrap_or(HeadingLevel::H6)
    }
}

fn is_safe(address: &str, link_type: LinkType) -> bool {
    let address = address.to_ascii_lowercase();
    link_type == LinkType::Email
        || ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| address.starts_with(scheme))
}

/// Returns the plain text of a description, without a line break at its end.
pub(crate) fn text(markdown: &str) -> String {
    plain_text(markdown).unwrap_or_else(|| parsed(markdown))
}

/// What is written around the paragraphs and lines of a description.
struct Form {
    before: &'static str,
    between_lines: &'static str,
    between_paragraphs: &'static str,
    after: &'static str,
}

/// Writes a description in which nothing means anything to Markdown but the ends of its lines, as most are: a tenth of what it takes to
/// parse it, and the parser is a fifth of the way from a description to a feed. None where it must be parsed.
fn plain(markdown: &str, form: &Form, push: impl Fn(&mut String, &str)) -> Option<String> {
    // Whatever could be an escape, emphasis, code, a link, HTML or an entity, wherever it stands.
    let is_text = |byte: u8| {
        !matches!(byte, b'\\' | b'*' | b'_' | b'`' | b'[' | b'<' | b'&')
            & (matches!(byte, b' '..=b'~' | b'\n') | !byte.is_ascii())
    };
    if !markdown.bytes().fold(true, |all, byte| all & is_text(byte)) {
        return None;
    }
    let room = form.before.len() + markdown.len() + form.after.len();
    let mut out = String::with_capacity(room);
    let mut next = form.before;
    for line in markdown.split('\n') {
        if line.is_empty() {
            next = if out.is_empty() {
                form.before
            } else {
                form.between_paragraphs
            };
            continue;
        }
        // No mark of a list, a heading, a quotation or a rule, no indent, and no hard break.
        if !line.starts_with(|c: char| c.is_ascii_alphabetic() || !c.is_ascii())
            || line.ends_with(' ')
        {
            return None;
        }
        out.push_str(next);
        push(&mut out, line);
        next = form.between_lines;
    }
    if !out.is_empty() {
        out.push_str(form.after);
    }
    Some(out)
}

fn plain_html(markdown: &str) -> Option<String> {
    let form = Form {
        before: "<p>",
        between_lines: "\n",
        between_paragraphs: "</p>\n<p>",
        after: "</p>\n",
    };
    plain(markdown, &form, |out, line| {
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('>') {
            out.push_str(before);
            out.push_str("&gt;");
            rest = after;
        }
        out.push_str(rest);
    })
}

fn plain_text(markdown: &str) -> Option<String> {
    let form = Form {
        before: "",
        between_lines: " ",
        between_paragraphs: "\n\n",
        after: "",
    };
    plain(markdown, &form, String::push_str).map(trimmed)
}

fn parsed(markdown: &str) -> String {
    let mut writer = Writer::default();
    for event in parse(markdown) {
        writer.take(event);
    }
    trimmed(writer.out)
}

fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    match text.trim_start() {
        start if start.len() < text.len() => start.to_owned(),
        _ => text,
    }
}

/// Writes plain text.
#[derive(Default)]
struct Writer {
    out: String,
    /// What each line of the block begins with: `> ` of a quotation, the indent of a list.
    prefix: Vec<&'static str>,
    /// The next number of each list that is open; none for a list of dashes.
    lists: Vec<Option<u64>>,
    /// The address of each link that is open, and where its words begin.
    links: Vec<(String, usize)>,
    /// Whether an item has just begun, so that its first block stands beside its mark.
    at_mark: bool,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::FootnoteReference(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.words(&text),
            Event::SoftBreak => self.out.push(' '),
            Event::HardBreak => self.line(),
            Event::Rule => {
                self.block();
                self.out.push_str("---");
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.block();
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.out.push_str("> ");
                self.prefix.push("> ");
                self.at_mark = true;
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.block();
                    self.at_mark = true;
                }
                self.lists.push(first);
            }
            Tag::Item => {
                if !self.at_mark {
                    self.line();
                }
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.out.push_str(&mark);
                self.prefix.push("  ");
                self.at_mark = true;
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links
                    .push((CowStr::into_string(dest_url), self.out.len()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.prefix.pop();
                self.at_mark = false;
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Link | TagEnd::Image => {
                if let Some((address, words)) = self.links.pop() {
                    self.address(&address, words);
                }
            }
            _ => {}
        }
    }

    /// Writes the address behind the words of a link, bare, so that clients make a link of it.
    fn address(&mut self, address: &str, words: usize) {
        let written = self.out.get(words..).unwrap_or_default();
        let bare = address.strip_prefix("mailto:").unwrap_or(address);
        if written == bare || written == address {
            return;
        }
        if !written.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(bare);
    }

    fn words(&mut self, text: &str) {
        self.at_mark = false;
        let mut lines = text.trim_end_matches('\n').split('\n');
        self.out.push_str(lines.next().unwrap_or_default());
        for line in lines {
            self.line();
            self.out.push_str(line);
        }
    }

    /// Begins a block: an empty line in front of it, unless it stands beside its mark or in front of everything.
    fn block(&mut self) {
        if self.at_mark {
            self.at_mark = false;
        } else if !self.out.is_empty() {
            let tight = !self.lists.is_empty();
            self.line();
            if !tight {
                self.line();
            }
        }
    }

    fn line(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
        for prefix in &self.prefix {
            self.out.push_str(prefix);
        }
    }
}

#[cfg(test)]
mod tests;
