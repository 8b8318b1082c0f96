//! Writes the words of one paragraph, heading or cell.

use super::super::markdown::{escape_inline, shown, to_markdown};

/// How words are set off from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) struck: bool,
}

/// A stretch of words of one style and one link. A line break is `\n`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    text: String,
    style: Style,
    /// The index of its link.
    link: Option<usize>,
}

/// The words of a block.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    runs: Vec<Run>,
    links: Vec<String>,
    /// Whether white space is between the last word and the next.
    has_gap: bool,
}

impl Paragraph {
    pub(super) fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// Begins a link, and returns its index.
    pub(super) fn link(&mut self, address: String) -> usize {
        self.links.push(address);
        self.links.len() - 1
    }

    /// Adds text, with one space in place of white space.
    pub(super) fn text(&mut self, text: &str, style: Style, link: Option<usize>) {
        let mut words = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                self.has_gap = true;
                continue;
            }
            if std::mem::take(&mut self.has_gap) {
                let last = words.chars().next_back().or_else(|| self.last());
                if last.is_some_and(|last| last != '\n') {
                    words.push(' ');
                }
            }
            words.push(c);
        }
        self.push(words, style, link);
    }

    /// Begins a new line.
    pub(super) fn line(&mut self, style: Style, link: Option<usize>) {
        self.has_gap = false;
        self.push("\n".to_owned(), style, link);
    }

    fn last(&self) -> Option<char> {
        self.runs
            .last()
            .and_then(|run| run.text.chars().next_back())
    }

    fn push(&mut self, text: String, style: Style, link: Option<usize>) {
        match self.runs.last_mut() {
            _ if text.is_empty() => {}
            Some(run) if run.style == style && run.link == link => run.text.push_str(&text),
            _ => self.runs.push(Run { text, style, link }),
        }
    }

    /// Returns the paragraph as Markdown, and empties it. Formatting is dropped where it would show other words.
    pub(super) fn take(&mut self, is_one_line: bool) -> String {
        let mut paragraph = std::mem::take(self);
        if is_one_line {
            for run in &mut paragraph.runs {
                run.text = run.text.replace('\n', " ");
            }
        }
        let plain = paragraph.plain();
        let has_form = paragraph
            .runs
            .iter()
            .any(|run| run.link.is_some() || run.style != Style::default());
        if has_form {
            let written = paragraph.written();
            if is_same(&shown(&written).replace("~~", ""), &plain.replace("~~", "")) {
                return written;
            }
        }
        to_markdown(&plain)
    }

    /// Returns the words, each link with its address.
    fn plain(&self) -> String {
        let mut out = String::new();
        let mut runs = self.runs.iter().peekable();
        let mut words = 0;
        while let Some(run) = runs.next() {
            if run.link.is_some() && words == usize::MAX {
                words = out.len();
            }
            out.push_str(&run.text);
            let Some(link) = run.link else {
                words = usize::MAX;
                continue;
            };
            if runs.peek().is_none_or(|next| next.link != Some(link)) {
                let address = self.links.get(link).map_or("", String::as_str);
                let said = out.get(words..).unwrap_or_default().trim();
                if !is_said(said, address) {
                    out.push_str(if said.is_empty() { "" } else { " " });
                    out.push_str(shown_address(address));
                    // What follows must not be read as part of the address.
                    if runs
                        .peek()
                        .is_some_and(|next| next.text.starts_with(char::is_alphanumeric))
                    {
                        out.push(' ');
                    }
                }
                words = usize::MAX;
            }
        }
        out
    }

    fn written(&self) -> String {
        let mut out = String::new();
        let mut runs = self.runs.iter().peekable();
        while let Some(run) = runs.next() {
            let Some(link) = run.link else {
                styled(&mut out, &run.text, run.style);
                continue;
            };
            // All runs of a link, whose styles are dropped: emphasis within a link is rare.
            let mut text = run.text.clone();
            let marks = marks(run.style);
            while let Some(next) = runs.next_if(|next| next.link == Some(link)) {
                text.push_str(&next.text);
            }
            let address = self.links.get(link).map_or("", String::as_str);
            let (before, text, after) = trimmed(&text);
            out.push_str(before);
            if is_said(text, address) && address.starts_with("http") {
                out.push_str(address);
            } else {
                let text = escape_inline(&text.replace('\n', " "));
                let address = destination(address);
                out.extend([marks, "[", &text, "](", &address, ")", marks]);
            }
            out.push_str(after);
        }
        let lines: Vec<&str> = out.trim().lines().map(str::trim).collect();
        lines.join("\n")
    }
}

/// Splits off the white space around a text.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let rest = text.trim_start();
    let words = rest.trim_end();
    let (before, _) = text.split_at(text.len() - rest.len());
    let (_, after) = rest.split_at(words.len());
    (before, words, after)
}

fn marks(style: Style) -> &'static str {
    match (style.strong, style.emphasis, style.struck) {
        (true, true, _) => "***",
        (true, false, _) => "**",
        (false, true, _) => "*",
        (false, false, true) => "~~",
        (false, false, false) => "",
    }
}

/// Writes words with their marks, line by line.
fn styled(out: &mut String, text: &str, style: Style) {
    let marks = marks(style);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let (before, words, after) = trimmed(line);
        out.push_str(before);
        if words.is_empty() || marks.is_empty() {
            out.push_str(&escape_inline(words));
        } else {
            out.push_str(marks);
            out.push_str(&escape_inline(words));
            out.push_str(marks);
        }
        out.push_str(after);
    }
}

/// Whether the words of a link are its address.
fn is_said(words: &str, address: &str) -> bool {
    let bare = |text: &str| {
        let text = ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .unwrap_or(text);
        text.trim_end_matches('/').to_owned()
    };
    words == address || (!address.starts_with("http") && bare(words) == bare(address))
}

fn shown_address(address: &str) -> &str {
    ["mailto:", "tel:"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))
        .unwrap_or(address)
}

/// Encodes what would end the address of a link.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '*' => out.push_str("%2A"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            c => out.push(c),
        }
    }
    out
}

/// Whether two texts have the same characters, apart from white space and from the encoding of addresses.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        destination(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect()
    };
    plain(one) == plain(other)
}
