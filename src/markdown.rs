//! Markdown → plain text for calendars, → HTML for the page, and → Markdown for other sites.
//!
//! In: the Markdown of a description, and the address below which its relative links are. Out: text that reads well where nothing is
//! rendered, with each address bare; or HTML of which no part was HTML in the source. Guaranteed: raw HTML is text; links lead to `http`,
//! `https`, `mailto` and `tel` only; no character of a word, a passcode or an address is lost to a mark. Absent: images, which become
//! links; Outlook, Apple and Thunderbird show HTML in DESCRIPTION as tags, so it has none.

mod address;
mod bidi;
mod commonmark;
mod emphasis;
mod flow;
mod plain_text;
mod tags;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};

use crate::value::Url;

use address::is_safe;
pub(crate) use address::{bare, linked};
pub(crate) use commonmark::{destination, escaped, linked as linked_commonmark, rewritten};
pub(crate) use tags::first_tag;

/// A task of a list, to do and done, for pages.
const TO_DO: &str = "<input type=\"checkbox\" disabled=\"\" aria-label=\"To do\"> ";
const DONE: &str = "<input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\"> ";

/// Returns the HTML of a description whose headings begin at the level `top`, below the title that it stands under.
pub(crate) fn html(markdown: &str, top: u8, base: &Url) -> String {
    plain_html(markdown).unwrap_or_else(|| parsed_html(markdown, top, base))
}

/// Returns the same for readers that take no form fields, such as those of Atom.
pub(crate) fn html_without_fields(markdown: &str, top: u8, base: &Url) -> String {
    html(markdown, top, base)
        .replace(TO_DO, "\u{2610} ")
        .replace(DONE, "\u{2611} ")
}

fn parsed_html(markdown: &str, top: u8, base: &Url) -> String {
    let events = flow::events(markdown, base);
    // Whether each link that is open was let through.
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
        // An image would be a request to another host; its words and its address stay.
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            open.push(is_safe(dest_url));
            open.last().copied()?.then_some(event)
        }
        Event::End(TagEnd::Link) => open.pop()?.then_some(event),
        // Ours, and the only HTML in it.
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

/// The headings of a description, at the levels of the page that it stands on: none is passed over, as those who walk a page by its
/// headings expect.
struct Headings {
    /// The levels that the description has, in order.
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

/// Returns the plain text of a description, without a line break at its end.
pub(crate) fn text(markdown: &str, base: &Url) -> String {
    plain_text(markdown).unwrap_or_else(|| parsed(markdown, base))
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
        !matches!(byte, b'\\' | b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'~')
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
    if markdown.contains("://") {
        return None;
    }
    let form = Form {
        before: "<p>",
        between_lines: "<br />\n",
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
        between_lines: "\n",
        between_paragraphs: "\n\n",
        after: "",
    };
    plain(markdown, &form, String::push_str).map(trimmed)
}

fn parsed(markdown: &str, base: &Url) -> String {
    let mut writer = plain_text::Writer::default();
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
