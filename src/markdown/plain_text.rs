//! Writes a description as plain text, one parser event at a time.
//!
//! It takes the events of [`super::flow`], which has turned tables and tasks into lines of text. The result reads well without rendering.
//! Each URL is bare, with a space or a line break around it.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::address::{Gap, gap_after, shown};

/// Writes plain text.
#[derive(Default)]
pub(super) struct TextWriter {
    pub(super) out: String,
    /// The prefixes of each line of the block: `> ` for a quotation, an indent for a list.
    prefix: Vec<&'static str>,
    /// The next number of each open list; `None` for a bulleted list.
    lists: Vec<Option<u64>>,
    /// The URL of each open link, and the position where its text begins.
    links: Vec<(String, usize)>,
    /// Whether a list item has just begun, so that its first block continues the line of its marker.
    at_mark: bool,
    /// Whether the output ends with the URL of a link.
    is_after_address: bool,
}

impl TextWriter {
    pub(super) fn take(&mut self, event: Event<'_>) {
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
            Event::SoftBreak | Event::HardBreak => self.line(),
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
            Tag::Link {
                dest_url,
                link_type,
                ..
            } => {
                // The text of a link in angle brackets is its URL.
                let address = match link_type {
                    LinkType::Autolink => String::new(),
                    _ => CowStr::into_string(dest_url),
                };
                self.links.push((address, self.out.len()));
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
            TagEnd::Link => {
                if let Some((address, words)) = self.links.pop() {
                    self.address(&address, words);
                }
            }
            _ => {}
        }
    }

    /// Writes the URL after the text of the link, bare, so that calendar programs turn it into a link.
    fn address(&mut self, address: &str, words: usize) {
        let written = self.out.get(words..).unwrap_or_default();
        let bare = shown(address);
        let recipient = bare.split('?').next().unwrap_or_default();
        let is_said = [address, &bare].contains(&written)
            || (recipient.contains('@') && written == recipient);
        if address.is_empty() {
            return;
        }
        if !is_said {
            if !written.is_empty() {
                self.out.push(' ');
            }
            self.out.push_str(&bare);
        }
        self.is_after_address = true;
    }

    fn words(&mut self, text: &str) {
        self.at_mark = false;
        let mut text = text;
        if self.is_after_address {
            let gap = gap_after(text);
            self.is_after_address = matches!(gap, Gap::Later);
            if let Gap::At(at) = gap {
                let (touching, rest) = text.split_at(at);
                self.out.push_str(touching);
                self.out.push(' ');
                text = rest;
            }
        }
        let mut lines = text.trim_end_matches('\n').split('\n');
        self.out.push_str(lines.next().unwrap_or_default());
        for line in lines {
            self.line();
            self.out.push_str(line);
        }
    }

    /// Begins a block, after an empty line unless it is the first of the output or of a list item.
    fn block(&mut self) {
        self.is_after_address = false;
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
        self.is_after_address = false;
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
        for prefix in &self.prefix {
            self.out.push_str(prefix);
        }
    }
}
