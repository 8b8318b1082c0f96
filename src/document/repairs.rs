//! Turns repairs into changes of the text.
//!
//! [`fixes`] takes a node, the path from it to a value, and the [`Edit`]s of that value, and returns [`Fix`]es: bytes of the text and what
//! to put there. A fix writes one value of YAML, quoted if it would otherwise be read as something else, and replaces nothing of several
//! lines. If a repair cannot be written as one change of the text, it has no fix, only words. [`mod@crate::edit`] applies fixes.

use std::ops::Range;
use std::rc::Rc;

use super::lines::Line;
use super::node::{Content, Entry, Node};
use super::scalar::{self, Style};
use crate::diagnostic::{Edit, Fix, Place, Repair, Segment, Side};

/// Returns the fixes of a problem at `place`, to which the first `depth` segments lead as far as `root`; `top` is the whole file.
pub(super) fn fixes(
    top: &Node,
    root: &Rc<Node>,
    depth: usize,
    place: &Place,
    repairs: &[Repair],
    text: &str,
) -> Vec<Fix> {
    let Some(target) = Target::new(root, depth, place) else {
        return Vec::new();
    };
    let fix = |repair: &Repair| {
        let (range, replacement) = match &repair.edit {
            Edit::AddToSection(section, yaml) => addition_to_section(top, section, yaml, text)?,
            edit => target.change(edit, text)?,
        };
        text.get(range.clone())?;
        let certainty = repair.certainty;
        Some(Fix {
            range,
            replacement,
            certainty,
        })
    };
    repairs.iter().filter_map(fix).collect()
}

/// The key and the value at a place.
struct Target<'a> {
    /// The mapping or list that has the value. At the top, this is the value itself.
    holder: &'a Rc<Node>,
    /// The key, if the value is in a mapping.
    key: Option<&'a Rc<Node>>,
    /// The value, unless the key is missing.
    value: Option<&'a Rc<Node>>,
}

impl<'a> Target<'a> {
    fn new(root: &'a Rc<Node>, depth: usize, place: &Place) -> Option<Self> {
        let path = place.path.get(depth..)?;
        let Some((last, parents)) = path.split_last() else {
            return Some(Self {
                holder: root,
                key: None,
                value: Some(root),
            });
        };
        let holder = root.at(parents)?;
        let nth = match place.side {
            Side::LaterKey(nth) => nth,
            Side::Key | Side::Value => 0,
        };
        let (key, value) = match last {
            Segment::Index(_) => (None, holder.at(path.get(parents.len()..)?)),
            Segment::Key(name) => {
                let is_it = |(key, _): &&Entry| key.text() == Some(name);
                let entry = holder.entries().iter().filter(is_it).nth(nth);
                (entry.map(|(key, _)| key), entry.map(|(_, value)| value))
            }
        };
        Some(Self { holder, key, value })
    }

    /// Returns the bytes to replace, and what to put there.
    fn change(&self, edit: &Edit, text: &str) -> Option<(Range<usize>, String)> {
        match edit {
            Edit::Value(written) => {
                let (range, lead) = self.value_bytes(text)?;
                let was_quoted = text
                    .get(range.clone())
                    .is_some_and(|old| old.starts_with(['"', '\'']));
                Some((range, format!("{lead}{}", scalar(written, was_quoted))))
            }
            Edit::Yaml(yaml) => {
                let (range, lead) = self.value_bytes(text)?;
                Some((range, format!("{lead}{yaml}")))
            }
            Edit::Key(name) => {
                let bytes = self.key?.bytes();
                let name = match quote_of(text, bytes.start) {
                    Some(mark) => format!("{mark}{}{mark}", name.trim()),
                    None => name.clone(),
                };
                Some((bytes, name))
            }
            Edit::Entry(yaml) => {
                let key = self.key?;
                let yaml = self.in_style(yaml, text)?;
                let value = match self.value_bytes(text) {
                    Some((value, _)) => value,
                    None => self.without_colon(text)?,
                };
                let yaml = yaml.replace('\n', &between_keys(self.holder, key.bytes.start, text)?);
                Some((key.bytes.start..value.end, yaml))
            }
            Edit::Add(key, yaml) => self.addition(key, yaml, text),
            Edit::AddAfter(key, yaml) => self.addition_after(key, yaml, text),
            Edit::Remove => self.removal(text),
            Edit::Bytes(range, replacement) => Some((range.clone(), replacement.clone())),
            Edit::AddToSection(..) => None,
        }
    }

    /// Returns the bytes of the value, and what must be written before a new one. `None` if the value is not on one line, if something else
    /// than a `:` and spaces is between the key and the value, such as an anchor, or if the value is an alias, which is written elsewhere.
    fn value_bytes(&self, text: &str) -> Option<(Range<usize>, &'static str)> {
        let bytes = self.value?.bytes();
        let old = text.get(bytes.clone())?;
        if !old.is_empty() && !self.is_empty() {
            let trimmed = old.trim_end();
            let is_one_line = !trimmed.contains(['\n', '\r']) && !trimmed.starts_with(['|', '>']);
            let is_after_key = self.key.is_none_or(|key| {
                let between = text.get(key.bytes().end..bytes.start);
                let after =
                    between.and_then(|between| between.trim_start_matches(' ').strip_prefix(':'));
                after.is_some_and(|after| after.trim().is_empty())
            });
            let is_whole = is_one_line && is_after_key;
            return is_whole.then(|| (bytes.start..bytes.start + trimmed.len(), ""));
        }
        let end = self.key?.bytes().end;
        let colon = text.get(end..)?.find(|c| c != ' ')?;
        let after = end + colon + 1;
        let rest = text.get(after..)?.trim_start_matches(' ');
        let is_empty = rest.is_empty() || rest.starts_with(['\r', '\n', ',', '}', '#']);
        (is_empty && text.get(end + colon..after)? == ":").then_some((after..after, " "))
    }

    /// Whether the value is empty.
    fn is_empty(&self) -> bool {
        let text = self.value.and_then(|value| value.text());
        text.is_some_and(str::is_empty) && self.value.is_some_and(|value| value.is_null())
    }

    /// Returns the bytes of a key in braces that has neither a `:` nor a value.
    fn without_colon(&self, text: &str) -> Option<Range<usize>> {
        let bytes = self.key?.bytes();
        let rest = text.get(bytes.end..)?.trim_start();
        (self.is_empty() && rest.starts_with([',', '}'])).then_some(bytes)
    }

    /// These keys, one a line, in quotes if the keys beside them are; none if that is not possible.
    fn in_style(&self, yaml: &str, text: &str) -> Option<String> {
        if self.is_json(text) {
            in_quotes(yaml)
        } else {
            Some(yaml.to_owned())
        }
    }

    /// Whether the mapping is in braces with its keys in quotes, as in JSON.
    fn is_json(&self, text: &str) -> bool {
        let mapping = match self.value {
            Some(value) if self.key.is_none() => value,
            _ => self.holder,
        };
        let is_flow = text
            .get(mapping.bytes.start..)
            .is_some_and(|text| text.starts_with('{'));
        let mut keys = mapping.entries().iter().map(|(key, _)| key);
        is_flow && keys.any(|key| quote_of(text, key.bytes.start).is_some())
    }

    /// Adds a new key as the first of its mapping, where its indentation is known.
    fn addition(&self, key: &str, yaml: &str, text: &str) -> Option<(Range<usize>, String)> {
        let mapping = match self.value {
            Some(value) if matches!(value.content, Content::Mapping(_)) => value,
            Some(_) => return None,
            None => self.holder,
        };
        let (first, _) = mapping.entries().first()?;
        let at = first.bytes.start;
        let entry = self.in_style(&format!("{key}: {yaml}"), text)?;
        let end = between_keys(mapping, at, text)?;
        Some((at..at, format!("{entry}{end}")))
    }

    /// Adds a new key on the line after the key or, in braces, after its value.
    fn addition_after(&self, key: &str, yaml: &str, text: &str) -> Option<(Range<usize>, String)> {
        let (value, _) = self.value_bytes(text)?;
        let entry = self.in_style(&format!("{key}: {yaml}"), text)?;
        let between = between_keys(self.holder, self.key?.bytes().start, text)?;
        let rest = text.get(value.end..)?;
        let end = match between.as_str() {
            ", " => value.end,
            _ => value.end + rest.find(['\r', '\n']).unwrap_or(rest.len()),
        };
        Some((end..end, format!("{between}{entry}")))
    }

    /// Removes the whole line of a key, if nothing else is on the line.
    fn removal(&self, text: &str) -> Option<(Range<usize>, String)> {
        let key = self.key?.bytes();
        let (value, _) = self.value_bytes(text)?;
        let start = Line::around(text, key.start).start;
        let end = value.end + text.get(value.end..)?.find('\n').map_or(0, |at| at + 1);
        let is_alone = text.get(start..key.start)?.trim().is_empty()
            && text.get(value.end..end)?.trim().is_empty()
            && self.holder.entries().len() > 1;
        is_alone.then(|| (start..end, String::new()))
    }
}

/// A new line becomes the first of its section; a missing section is written before `events`.
fn addition_to_section(
    top: &Node,
    section: &str,
    yaml: &str,
    text: &str,
) -> Option<(Range<usize>, String)> {
    let named = |name: &str| {
        let mut entries = top.entries().iter();
        entries.find(|(key, _)| key.text() == Some(name))
    };
    let (mapping, before, new) = if let Some((_, value)) = named(section) {
        (&**value, value.entries().first()?, yaml.to_owned())
    } else {
        (top, named("events")?, format!("{section}:\n  {yaml}"))
    };
    let at = before.0.bytes.start;
    if quote_of(text, at).is_some() {
        return None;
    }
    let end = between_keys(mapping, at, text)?;
    let new = match end.as_str() {
        ", " if new.contains('\n') => return None,
        "\r\n" => new.replace('\n', "\r\n"),
        _ => new,
    };
    Some((at..at, format!("{new}{end}")))
}

/// Returns the quote at a byte.
fn quote_of(text: &str, at: usize) -> Option<char> {
    let mark = text.get(at..)?.chars().next()?;
    ['"', '\''].contains(&mark).then_some(mark)
}

/// Returns what is between two keys of a mapping, one of which is at the byte `at`.
fn between_keys(mapping: &Node, at: usize, text: &str) -> Option<String> {
    if text.get(mapping.bytes.start..)?.starts_with('{') {
        return Some(", ".to_owned());
    }
    let line = Line::around(text, at).start;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let width = text.get(line..at)?.chars().count();
    Some(format!("{line_end}{}", " ".repeat(width)))
}

/// Writes a text as one scalar. A repair may be within brackets, so it is written as it must be there.
pub(super) fn scalar(text: &str, in_quotes: bool) -> String {
    let style = Style {
        in_flow: true,
        quote: '"',
        always_quoted: in_quotes,
        // Most keys take text, for which a number needs quotes.
        is_moment: text.contains('-'),
    };
    scalar::scalar(text, style)
}

/// Keys with one value each, one a line, as JSON has them; none where a value is a list or a mapping.
pub(super) fn in_quotes(yaml: &str) -> Option<String> {
    let entry = |line: &str| {
        let (key, value) = line.split_once(": ")?;
        let value = match value {
            "true" | "false" => value.to_owned(),
            _ if value.starts_with('"') => value.to_owned(),
            _ => Some(scalar(value, true)).filter(|_| !value.starts_with(['[', '{', '\'']))?,
        };
        Some(format!("\"{key}\": {value}"))
    };
    let entries: Option<Vec<String>> = yaml.lines().map(entry).collect();
    entries.map(|entries| entries.join("\n"))
}
