//! Converts Markdown to plain text for calendars, to HTML for pages, and to Markdown for other sites.
//!
//! It takes the Markdown of a description, and the URL that relative links are resolved against. The plain text reads well without
//! rendering, and has each URL bare. Raw HTML in the source is escaped. Links have the schemes `http`, `https`, `mailto` and `tel` only.
//! `*`, `_` and `~` within a word or a URL are literal (see [`emphasis`]). Images become links. DESCRIPTION gets no HTML, because Outlook, Apple
//! Calendar and Thunderbird show its tags.

mod address;
mod bidi;
mod commonmark;
mod emphasis;
mod flow;
mod plain_text;
mod tags;
mod word;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use crate::value::Url;

use address::is_safe;
pub(crate) use address::{FoundUrl, first_url, linked};
pub(crate) use commonmark::{destination, escaped, linked as linked_commonmark, rewritten};
pub(crate) use tags::first_tag;

/// The checkbox of an open task, and of a completed one, for pages.
const TO_DO: &str = "<input type=\"checkbox\" disabled=\"\" aria-label=\"To do\"> ";
const DONE: &str = "<input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\"> ";

/// Returns the HTML of a description. Its headings begin at the level `top`, below the heading of the page.
pub(crate) fn html(markdown: &str, top: u8, base: &Url) -> String {
    html_without_syntax(markdown).unwrap_or_else(|| parsed_html(markdown, top, base))
}

/// Returns the HTML of a description with ☐ and ☑ in place of checkboxes, because Atom readers drop form fields. The author's `<` is
/// escaped, so only our own checkboxes match.
pub(crate) fn html_without_fields(markdown: &str, top: u8, base: &Url) -> String {
    html(markdown, top, base)
        .replace(TO_DO, "\u{2610} ")
        .replace(DONE, "\u{2611} ")
}

fn parsed_html(markdown: &str, top: u8, base: &Url) -> String {
    let events = flow::events(markdown, base);
    // For each open link, whether its target is allowed.
    let mut open = Vec::new();
    let mut headings = Headings::new(&events, top);
    let events = events.into_iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(Event::Start(Tag::Heading {
            level: headings.begin(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        })),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(headings.current()))),
        // Drop the link but keep its text if the scheme is not allowed. Images are already links here (see `flow`), because loading one would
        // send a request to another host.
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            open.push(is_safe(dest_url));
            open.last().copied()?.then_some(event)
        }
        Event::End(TagEnd::Link) => open.pop()?.then_some(event),
        // The only raw HTML events are ours: `flow` has turned those of the author into text.
        Event::TaskListMarker(is_done) => Some(Event::InlineHtml(CowStr::Borrowed(if is_done {
            DONE
        } else {
            TO_DO
        }))),
        event => Some(event),
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events);
    out
}

/// Shifts the headings of a description to the levels of the page, without gaps, because screen reader users navigate by headings.
struct Headings {
    /// The distinct levels used in the description, sorted.
    levels: Vec<HeadingLevel>,
    top: u8,
    current: u8,
}

impl Headings {
    fn new(events: &[Event<'_>], top: u8) -> Self {
        let mut levels: Vec<HeadingLevel> = events
            .iter()
            .filter_map(|event| match event {
                Event::Start(Tag::Heading { level, .. }) => Some(*level),
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

/// Returns the plain text of a description, without surrounding whitespace.
pub(crate) fn text(markdown: &str, base: &Url) -> String {
    text_without_syntax(markdown).unwrap_or_else(|| parsed_text(markdown, base))
}

/// The text around the paragraphs and lines of a description.
struct Delimiters {
    before: &'static str,
    between_lines: &'static str,
    between_paragraphs: &'static str,
    after: &'static str,
}

/// Fast path for a description that has no Markdown syntax except line breaks, as most do. It takes a tenth of the time of parsing, which is a
/// fifth of the time from description to feed. Returns `None` if the description must be parsed.
fn without_syntax(
    markdown: &str,
    delimiters: &Delimiters,
    push: impl Fn(&mut String, &str),
) -> Option<String> {
    // Bytes that cannot be part of an escape, emphasis, code, a link, HTML or an entity. The tests have no branches, so that the compiler can
    // check several bytes at a time.
    let is_text = |byte: u8| {
        !matches!(byte, b'\\' | b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'~')
            & (matches!(byte, b' '..=b'~' | b'\n') | !byte.is_ascii())
    };
    if !markdown.bytes().fold(true, |all, byte| all & is_text(byte)) {
        return None;
    }
    let room = delimiters.before.len() + markdown.len() + delimiters.after.len();
    let mut out = String::with_capacity(room);
    let mut next = delimiters.before;
    for line in markdown.split('\n') {
        if line.is_empty() {
            next = if out.is_empty() {
                delimiters.before
            } else {
                delimiters.between_paragraphs
            };
            continue;
        }
        // A line that begins with a letter cannot be a list, heading, quotation, rule or indented block. A space at its end could be a hard break.
        if !line.starts_with(|c: char| c.is_ascii_alphabetic() || !c.is_ascii())
            || line.ends_with(' ')
        {
            return None;
        }
        out.push_str(next);
        push(&mut out, line);
        next = delimiters.between_lines;
    }
    if !out.is_empty() {
        out.push_str(delimiters.after);
    }
    Some(out)
}

fn html_without_syntax(markdown: &str) -> Option<String> {
    // A bare URL becomes a link.
    if markdown.contains("://") {
        return None;
    }
    let delimiters = Delimiters {
        before: "<p>",
        between_lines: "<br />\n",
        between_paragraphs: "</p>\n<p>",
        after: "</p>\n",
    };
    without_syntax(markdown, &delimiters, |out, line| {
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('>') {
            out.push_str(before);
            out.push_str("&gt;");
            rest = after;
        }
        out.push_str(rest);
    })
}

fn text_without_syntax(markdown: &str) -> Option<String> {
    let delimiters = Delimiters {
        before: "",
        between_lines: "\n",
        between_paragraphs: "\n\n",
        after: "",
    };
    without_syntax(markdown, &delimiters, String::push_str).map(trimmed)
}

fn parsed_text(markdown: &str, base: &Url) -> String {
    let mut writer = plain_text::TextWriter::default();
    for event in flow::flat(flow::events(markdown, base)) {
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

#[cfg(test)]
mod tests;
