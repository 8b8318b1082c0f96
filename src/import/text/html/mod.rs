//! Turns the HTML of a description into Markdown.
//!
//! [`from_html`] keeps paragraphs, headings, lists, quotations, tables with a heading, emphasis, and links that a description may have. Scripts,
//! styles and comments vanish, pictures become links, and whatever else is in the HTML shows its words. `tags` decides what is HTML, `paragraph`
//! writes the words of one block, and `writer` puts the blocks together. A tokenizer reads the HTML, and nothing builds a tree, so deep nesting
//! takes no stack.

mod paragraph;
mod table;
mod tags;
mod writer;

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

pub(in crate::import) use self::tags::looks_like_html;

use self::writer::Writer;
use super::markdown::has_tag;
use super::to_markdown;

/// The longest HTML that keeps its form, in bytes. Of longer HTML, which is no description, only the words are kept.
const LONGEST: usize = 1_000_000;

/// Turns HTML into Markdown.
pub(in crate::import) fn from_html(html: &str) -> String {
    // Google adds lines of plain text to the HTML that a person has written.
    if let Some((before, fenced, after)) = fence(html) {
        let parts = [part(before), to_markdown(fenced), part(after)];
        let parts = parts.iter().filter(|part| !part.is_empty());
        return parts.map(String::as_str).collect::<Vec<_>>().join("\n\n");
    }
    part(html)
}

/// Splits HTML at the lines of Google for a call, from `-::~` to the next line of this kind.
fn fence(html: &str) -> Option<(&str, &str, &str)> {
    const FENCE: &str = "-::~:~";
    let start = html.find(FENCE)?;
    let (before, rest) = html.split_at(start);
    let is_line = before.is_empty() || before.ends_with(['\n', '>']);
    let line = rest.find('\n').filter(|_| is_line)?;
    let second = line + rest.get(line..)?.find(FENCE)?;
    let end = rest
        .get(second..)?
        .find(['\n', '<'])
        .map_or(rest.len(), |end| second + end);
    let (fenced, after) = rest.split_at(end);
    Some((before, fenced, after))
}

fn part(html: &str) -> String {
    let html = tags::with_line_breaks(html);
    let html = tags::without_false_tags(&html);
    if html.len() <= LONGEST {
        let written = formed(&html);
        if !has_tag(&written) {
            return written;
        }
    }
    to_markdown(&words(&html))
}

fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    // What is within a script is not HTML.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).flatten()
}

fn formed(html: &str) -> String {
    let tables = table::data_tables(tokens(html));
    let mut writer = Writer::new(tables);
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => writer.start(&name(&tag.name), &tag),
            Token::EndTag(tag) => writer.end(&name(&tag.name)),
            Token::String(text) => writer.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    writer.finish()
}

/// Returns the words of HTML, with a line for each block.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut skipped: Option<String> = None;
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                let name = name(&tag.name);
                if skipped.is_none() && tags::is_hidden(&name) {
                    skipped = Some(name);
                } else if tags::is_block(&name) && !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            Token::EndTag(tag) => {
                let name = name(&tag.name);
                if skipped.as_ref().is_some_and(|open| *open == name) {
                    skipped = None;
                } else if tags::is_block(&name) && !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            Token::String(text) if skipped.is_none() => {
                for word in String::from_utf8_lossy(&text).split_inclusive(char::is_whitespace) {
                    let is_gap = out.is_empty() || out.ends_with(char::is_whitespace);
                    if !(is_gap && word.trim().is_empty()) {
                        out.push_str(word.trim_end());
                        if word.ends_with(char::is_whitespace) {
                            out.push(' ');
                        }
                    }
                }
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    out
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Returns the value of an attribute.
fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).trim().to_owned())
}

#[cfg(test)]
mod tests;
