//! Rewrites a description, or plain text such as a title, as CommonMark that is safe on another site.
//!
//! The result has no HTML, and only the schemes `http`, `https`, `mailto` and `tel`. It has no `{{` or `{%`, which a static site generator
//! would run as a template, and no `<` at all, so that no parser can find HTML even if it splits the text into other blocks. A title is one
//! line of text, and a right-to-left title does not reorder its surroundings.
//!
//! Tables become lines. Titles of links are dropped. Code blocks become text, because Python-Markdown does not support fences within a
//! list, and so does inline code with a character that has a meaning in links, HTML or templates. The module implements
//! [CommonMark 0.31](https://spec.commonmark.org/0.31.2/).

use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::bidi::isolated;
use super::{Delimiters, FoundUrl, first_url, flow, is_safe, without_syntax};
use crate::plain::Plain;
use crate::value::Url;

/// Bytes that are harmless even if another parser does not read them as code: they could become emphasis, but not a link, HTML, an
/// attribute or a template.
static IN_CODE: Plain = Plain::any_but(br"<&{}[]\`|$!");

/// Keywords that begin a JavaScript statement in MDX, at the start of a line. Docusaurus reads every `.md` file as MDX.
const MDX_WORDS: [&str; 2] = ["import", "export"];

/// WORD JOINER, which separates two braces. Vue, used by `VitePress`, looks for `{{` after Markdown has decoded the entities.
const JOINER: char = '\u{2060}';

/// Breaks a line of a paragraph. Python-Markdown and kramdown would show a backslash.
const HARD_BREAK: &str = "  \n";

/// Bytes without a meaning in Markdown, after the first word of a line.
static WITHIN_LINE: Plain = Plain::visible_but(br"<>&{}\`*_[]~|$!");

/// Bytes without a meaning in the parentheses of a link.
static IN_ADDRESS: Plain = Plain::visible_but(br#" &"<>\^`{|}()[]*"#);

/// Escapes one line of plain text, so that Markdown shows exactly that text at any position.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    match isolated(text) {
        Some(isolated) => push_text(&mut out, &isolated, 0),
        None => push_text(&mut out, text, 0),
    }
    out
}

/// Escapes one line of plain text, in which web addresses become links.
pub(crate) fn linked(text: &str) -> String {
    if !text.contains("://") {
        return escaped(text);
    }
    let mut out = String::new();
    let isolated = isolated(text);
    let mut rest = isolated.as_deref().unwrap_or(text);
    while let Some(FoundUrl { before, url, after }) = first_url(rest) {
        push_text(&mut out, before, 0);
        out.push('[');
        push_text(&mut out, url, 0);
        out.push_str("](");
        out.push_str(&destination(url));
        out.push(')');
        rest = after;
    }
    push_text(&mut out, rest, 0);
    out
}

/// Encodes a URL for the parentheses of a link.
pub(crate) fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    loop {
        let (plain, special) = IN_ADDRESS.split(rest);
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            None => return out,
            Some('&') => out.push_str("&amp;"),
            Some(c) => push_encoded(&mut out, c),
        }
        rest = characters.as_str();
    }
}

/// Rewrites a description. Drops emphasis whose markers would be read as text, for example beside others of their kind.
pub(crate) fn rewritten(markdown: &str, base: &Url) -> String {
    plain_commonmark(markdown).unwrap_or_else(|| parsed(markdown, base))
}

pub(super) fn plain_commonmark(markdown: &str) -> Option<String> {
    if markdown.contains("://") {
        return None;
    }
    let delimiters = Delimiters {
        before: "",
        between_lines: HARD_BREAK,
        between_paragraphs: "\n\n",
        after: "",
    };
    let written = without_syntax(markdown, &delimiters, |out, line| {
        let start = out.len();
        push_text(out, line.trim_end(), start);
    });
    written.map(|text| text.trim().to_owned())
}

pub(super) fn parsed(markdown: &str, base: &Url) -> String {
    let events = flow::flat(flow::events(markdown, base));
    if !events.iter().any(is_emphasis) {
        return written(events);
    }
    let plain = written(events.iter().filter(|event| !is_emphasis(event)).cloned());
    let whole = written(without_seams(events));
    if whole == plain || super::text(&whole, base) == super::text(&plain, base) {
        whole
    } else {
        plain
    }
}

fn written<'a>(events: impl IntoIterator<Item = Event<'a>>) -> String {
    let mut writer = MarkdownWriter::default();
    for event in events {
        writer.take(event);
    }
    writer.out.trim().to_owned()
}

fn is_emphasis(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong)
    )
}

/// Joins two adjacent stretches of emphasis: the markers between them would form one run of asterisks.
fn without_seams(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::new();
    for event in events {
        let is_seam = matches!(
            (out.last(), &event),
            (
                Some(Event::End(TagEnd::Emphasis)),
                Event::Start(Tag::Emphasis)
            ) | (Some(Event::End(TagEnd::Strong)), Event::Start(Tag::Strong))
        );
        if is_seam {
            out.pop();
        } else {
            out.push(event);
        }
    }
    out
}

fn push_encoded(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        write!(out, "%{byte:02X}").expect("writing to a string does not fail");
    }
}

/// Writes text on a line whose words begin at the byte `start`, and escapes characters that have a meaning only there.
fn push_text(out: &mut String, text: &str, start: usize) {
    let mut rest = text;
    loop {
        let words = out.as_bytes().get(start..).unwrap_or_default();
        if words.iter().any(|byte| !byte.is_ascii_digit()) {
            // Fast path: most of the text needs no escaping.
            let (plain, special) = WITHIN_LINE.split(rest);
            out.push_str(plain);
            rest = special;
        }
        let mut characters = rest.chars();
        let Some(c) = characters.next() else {
            return;
        };
        rest = characters.as_str();
        let before = out.get(start..).unwrap_or_default();
        let at_start = before.is_empty();
        let after_number = !at_start && before.bytes().all(|byte| byte.is_ascii_digit());
        match c {
            c if c.is_whitespace() || c.is_control() => {
                if !at_start {
                    out.push(' ');
                }
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '{' => {
                if out.ends_with("&#123;") {
                    out.push(JOINER);
                }
                out.push_str("&#123;");
            }
            '}' => out.push_str("&#125;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '$' | '!' => out.extend(['\\', c]),
            '#' | '+' | '-' | '=' | ':' if at_start => out.extend(['\\', c]),
            '.' | ')' if after_number => out.extend(['\\', c]),
            // PyMdown blocks begin like this. One of them writes any element.
            '/' | '?' if at_start => push_entity(out, c),
            'i' | 'e' if at_start && begins_mdx(c, rest) => push_entity(out, c),
            _ => out.push(c),
        }
    }
}

/// Writes an ASCII character as a numeric entity.
fn push_entity(out: &mut String, c: char) {
    write!(out, "&#{};", u32::from(c)).expect("writing to a string does not fail");
}

/// Whether a line that begins with `first`, followed by `rest`, begins with a keyword of MDX.
fn begins_mdx(first: char, rest: &str) -> bool {
    MDX_WORDS.iter().any(|word| {
        let after = word
            .strip_prefix(first)
            .and_then(|end| rest.strip_prefix(end));
        after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    })
}

/// Writes CommonMark.
#[derive(Default)]
struct MarkdownWriter {
    out: String,
    /// The prefixes of each line of the block: `> ` for a quotation, an indent for a list.
    prefix: Vec<&'static str>,
    /// The next number of each open list; `None` for a bulleted list.
    lists: Vec<Option<u64>>,
    /// The closing text of each open link.
    links: Vec<String>,
    /// The lines of the open code block.
    code: Option<String>,
    /// Whether a marker has just been written, so that the next block continues its line.
    at_mark: bool,
    /// The byte at which the words of the line begin, after its markers.
    start: usize,
    in_heading: bool,
}

impl MarkdownWriter {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::FootnoteReference(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text(&text),
            Event::Code(code) => self.inline_code(&code),
            Event::SoftBreak | Event::HardBreak if self.in_heading => self.text(" "),
            Event::SoftBreak | Event::HardBreak => self.hard_break(),
            Event::Rule => {
                self.block();
                self.out.push_str("***");
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.block(),
            Tag::Heading { level, .. } => {
                self.block();
                // The description is part of a list entry, and the list's own headings use the first two levels.
                let marks = usize::from(level as u8) + 2;
                self.out.push_str(&"#".repeat(marks.min(6)));
                self.out.push(' ');
                self.in_heading = true;
            }
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::BlockQuote(_) => {
                self.block();
                self.mark("> ", "> ");
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
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        // List numbers have at most nine digits, so no marker is wider than this.
                        let indent = "           ".get(..mark.len()).unwrap_or("   ");
                        *number += 1;
                        self.mark(&mark, indent);
                    }
                    _ => self.mark("- ", "  "),
                }
            }
            Tag::Emphasis => self.inline("*"),
            Tag::Strong => self.inline("**"),
            Tag::Link { dest_url, .. } => {
                if is_safe(&dest_url) {
                    self.inline("[");
                    self.links.push(format!("]({})", destination(&dest_url)));
                } else {
                    self.links.push(String::new());
                }
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
            TagEnd::Heading(_) => {
                self.in_heading = false;
                // At the end of a heading, `#` would close it.
                if self.out.ends_with('#') {
                    self.out.insert(self.out.len() - 1, '\\');
                }
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::Emphasis => self.inline("*"),
            TagEnd::Strong => self.inline("**"),
            TagEnd::Link => {
                let close = self.links.pop().unwrap_or_default();
                self.out.push_str(&close);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        for (number, line) in text.trim_end_matches('\n').split('\n').enumerate() {
            if number > 0 {
                self.line();
            }
            push_text(&mut self.out, line, self.start);
            self.at_mark = false;
        }
    }

    fn inline(&mut self, mark: &str) {
        self.out.push_str(mark);
        self.at_mark = false;
    }

    fn inline_code(&mut self, code: &str) {
        let (_, special) = IN_CODE.split(code);
        // The backtick would merge with those of the code before it.
        let is_apart = !self.out.ends_with('`');
        let is_one_line = code.trim() == code && !code.contains(char::is_control);
        if special.is_empty() && is_apart && is_one_line {
            self.inline(&format!("`{code}`"));
        } else {
            self.text(code);
        }
    }

    /// Writes a code block as text, line by line.
    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let mut is_within = false;
        for line in code.lines() {
            let is_empty = line.trim().is_empty();
            if !is_empty {
                if is_within {
                    self.hard_break();
                } else {
                    self.block();
                }
                push_text(&mut self.out, line, self.start);
            }
            is_within = !is_empty;
        }
    }

    fn mark(&mut self, mark: &str, prefix: &'static str) {
        self.out.push_str(mark);
        self.prefix.push(prefix);
        self.at_mark = true;
        self.start = self.out.len();
    }

    /// Begins a block, after an empty line unless it is the first of the output or of a list item.
    fn block(&mut self) {
        if !self.at_mark && !self.out.is_empty() {
            self.line();
            self.line();
        }
        self.at_mark = false;
    }

    fn line(&mut self) {
        self.end_line("\n");
    }

    fn hard_break(&mut self) {
        self.end_line(HARD_BREAK);
    }

    fn end_line(&mut self, end: &str) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push_str(end);
        for prefix in &self.prefix {
            self.out.push_str(prefix);
        }
        self.start = self.out.len();
    }
}

#[cfg(test)]
mod tests;
