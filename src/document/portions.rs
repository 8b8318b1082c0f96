//! The text of a large file → its [`Document`], by the typed reader, which is given the list of events in portions.
//!
//! In: text. Out: the document, or none where the text cannot be parted so, or not be read; then the whole is to be read at once.
//! Guaranteed: the document that reading at once gives. Absent: every fault, and its place.
//! The typed reader keeps every value of what it is given until the last struct is made of them: of a whole file that is six times
//! the file, and memory that is touched once.

use super::{Document, Event};

/// What a portion comes to, in bytes, before the next event begins another: enough that what a reader costs by itself is nothing
/// beside it, and no more than a cache holds of the values.
pub(super) const PORTION: usize = 32 * 1024;

const KEY: &str = "events:";

/// The id of the event that stands for all others, in what is left of the text without them.
const PLACE: &str = "where the events stood";

/// Reads `text`, if it has the form that people give it: `events:` on a line of its own, and under it a list in block style.
///
/// A line that looks like an item but stands within quotes leaves a portion with a quote open, which no reader accepts; and an
/// `events:` that is no key of the file leaves the file without the one event that stands for all.
pub(super) fn read(text: &str, portion: usize) -> Option<Document> {
    if text.len() < 2 * portion {
        return None;
    }
    let items = Items::of(text, portion)?;
    let octets: usize = items.portions.iter().map(|portion| portion.len()).sum();
    let (before, rest) = text.split_at_checked(items.start)?;
    let (blanks, after) = (" ".repeat(items.indent), rest.get(octets..)?);
    let rest = format!("{before}{blanks}- {{id: \"{PLACE}\"}}\n{after}");
    let mut document: Document = serde_yaml::from_str(&rest).ok()?;
    let ids: Vec<_> = document
        .events
        .iter()
        .map(|event| event.id.as_deref())
        .collect();
    if ids != [Some(PLACE)] {
        return None;
    }
    document.events.clear();
    for portion in items.portions {
        let events: Vec<Event> = serde_yaml::from_str(portion).ok()?;
        document.events.extend(events);
    }
    Some(document)
}

/// The lines of the list of events.
struct Items<'a> {
    /// Where in the text they begin.
    start: usize,
    /// The blanks in front of each item.
    indent: usize,
    /// All of them, parted where an item begins.
    portions: Vec<&'a str>,
}

impl<'a> Items<'a> {
    fn of(text: &'a str, portion: usize) -> Option<Self> {
        let mut keys = memchr::memmem::find_iter(text.as_bytes(), KEY)
            .filter(|at| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'));
        let key = keys.next().filter(|_| keys.next().is_none())?;
        let (of_key, list) = text.get(key + KEY.len()..)?.split_once('\n')?;
        let start = text.len() - list.len();
        if !says_nothing(of_key) {
            return None;
        }
        let mut portions = Vec::new();
        let (mut begin, mut end) = (0, 0);
        let mut indent = None;
        let ends = memchr::memchr_iter(b'\n', list.as_bytes()).map(|at| at + 1);
        for next in ends.chain([list.len()]) {
            let line = list.get(end..next)?;
            if !says_nothing(line) {
                let words = line.trim_start_matches(' ');
                let blanks = line.len() - words.len();
                let is_item = begins_item(words) && indent.is_none_or(|indent| indent == blanks);
                if is_item && indent.is_some() && end - begin >= portion {
                    portions.push(list.get(begin..end)?);
                    begin = end;
                } else if !is_item && indent.is_none_or(|indent| blanks <= indent) {
                    break;
                }
                indent = indent.or(Some(blanks));
            }
            end = next;
        }
        portions.push(list.get(begin..end)?);
        let indent = indent?;
        Some(Self {
            start,
            indent,
            portions,
        })
    }
}

/// Whether a line, or the end of one, is blank or a comment.
fn says_nothing(line: &str) -> bool {
    let words = line.trim_start_matches([' ', '\t', '\r', '\n']);
    words.is_empty() || words.starts_with('#')
}

fn begins_item(words: &str) -> bool {
    words
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with([' ', '\r', '\n']))
}

#[cfg(test)]
mod tests;
