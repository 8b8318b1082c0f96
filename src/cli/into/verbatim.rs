//! What is shown or run as it is written, so that a marker in it is an example.
//!
//! [`Verbatim::has`] takes the lines of a file in order. In Markdown it finds fenced code blocks. In HTML it finds the elements whose content is
//! text, `pre`, and comments of several lines.

use crate::page::PartFormat;

/// The elements of HTML in which a comment is no comment, or an example.
const ELEMENTS: [&str; 5] = ["pre", "script", "style", "textarea", "title"];

/// What is open at the end of the lines so far.
pub(super) enum Verbatim {
    Markdown(Fence),
    Html(Option<Open>),
}

/// What is open in HTML.
#[derive(Clone, Copy)]
pub(super) enum Open {
    Element(&'static str),
    Comment,
}

impl Verbatim {
    pub(super) fn new(format: PartFormat) -> Self {
        match format {
            PartFormat::Markdown => Self::Markdown(Fence::default()),
            PartFormat::Html => Self::Html(None),
        }
    }

    /// Whether something is open after the last line.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Markdown(fence) => fence.0.is_some(),
            Self::Html(open) => open.is_some(),
        }
    }

    /// Whether a line belongs to something that is verbatim, its first and last line included.
    pub(super) fn has(&mut self, line: &str) -> bool {
        match self {
            Self::Markdown(fence) => fence.has(line),
            Self::Html(open) => {
                let was_open = open.is_some();
                let is_open = after(line, open);
                was_open || is_open
            }
        }
    }
}

/// Follows a line of HTML. Returns whether an element was open on it.
fn after(line: &str, open: &mut Option<Open>) -> bool {
    let line = line.to_ascii_lowercase();
    let mut rest = line.as_str();
    let mut had_element = false;
    loop {
        let end = match *open {
            Some(Open::Comment) => rest.split_once("-->").map(|(_, rest)| rest),
            Some(Open::Element(name)) => {
                had_element = true;
                rest.split_once(&format!("</{name}")).map(|(_, rest)| rest)
            }
            None => {
                let Some((found, after)) = first(rest) else {
                    return had_element;
                };
                *open = Some(found);
                rest = after;
                continue;
            }
        };
        let Some(after) = end else {
            return had_element;
        };
        *open = None;
        rest = after;
    }
}

/// Returns what a line opens first, and the rest of the line.
fn first(line: &str) -> Option<(Open, &str)> {
    let (at, _) = line
        .match_indices('<')
        .find(|(at, _)| opened(line, *at).is_some())?;
    let (open, length) = opened(line, at)?;
    Some((open, line.get(at + length..)?))
}

/// Returns what begins at a `<`, and the length of its beginning.
fn opened(line: &str, at: usize) -> Option<(Open, usize)> {
    let text = line.get(at + 1..)?;
    if text.starts_with("!--") {
        return Some((Open::Comment, 4));
    }
    let name = ELEMENTS.into_iter().find(|name| {
        let rest = text.strip_prefix(name);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    })?;
    Some((Open::Element(name), 1 + name.len()))
}

/// The open code block of Markdown, by the character and length of its opening fence.
#[derive(Default)]
pub(super) struct Fence(Option<(char, usize)>);

impl Fence {
    /// Whether a line belongs to a code block, fences included.
    fn has(&mut self, line: &str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().unwrap_or_default();
        let length = line.chars().take_while(|c| *c == mark).count();
        if let Some((open, least)) = self.0 {
            if mark == open && length >= least && length == line.chars().count() {
                self.0 = None;
            }
            return true;
        }
        let is_fence = length >= 3
            && (mark == '~' || mark == '`' && !line.trim_start_matches('`').contains('`'));
        self.0 = is_fence.then_some((mark, length));
        is_fence
    }
}
