//! Writes values as the file around them is written.
//!
//! [`Layout::of`] sees the indentation, the quotes and the line ends that a file uses. [`Layout::inline`] writes a value on one line, and
//! [`Layout::lines`] a key with its value as lines.

use memchr::memmem;

use super::written::{Kind, Quotes, Written};
use super::{column, line_before};
use crate::document::Places;
use crate::document::scalar::{Style, block, scalar};
use crate::document::step::Value;

/// How a file is laid out.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) line_end: &'static str,
    /// How many columns the keys of a mapping are right of the key that has it.
    step: usize,
    /// How many columns the hyphen of a list's item is right of the key that has the list.
    dash: usize,
    /// How many columns an item's keys are right of its hyphen.
    pub(super) after_dash: usize,
    /// The quote for texts that need one.
    quote: char,
}

/// Whether a mapping is written in braces or as lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Braces,
    Lines,
}

/// Where a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// Within brackets or braces.
    pub(super) in_flow: bool,
    /// Among keys in double quotes.
    pub(super) is_json: bool,
    /// The value takes the place of one in this quote.
    pub(super) quote: Option<char>,
    /// The value takes the place of one that has quotes without need.
    pub(super) is_quoted: bool,
}

impl Site {
    /// After a key on a line of its own.
    pub(super) const LINE: Self = Self {
        in_flow: false,
        is_json: false,
        quote: None,
        is_quoted: false,
    };

    /// In brackets or braces.
    pub(super) fn flow(is_json: bool) -> Self {
        Self {
            in_flow: true,
            is_json,
            quote: None,
            is_quoted: false,
        }
    }

    /// In the place of a value: a quoted one hands down its quotes.
    pub(super) fn in_place_of(self, old: &Written, value: &Value) -> Self {
        let quote = own_quote(old);
        let is_moment = matches!(value, Value::Moment(_));
        Self {
            quote,
            is_quoted: quote.is_some_and(|quote| {
                let plain = Style {
                    in_flow: self.in_flow,
                    quote,
                    always_quoted: false,
                    is_moment,
                };
                !needs_quotes(old, plain)
            }),
            ..self
        }
    }
}

impl Layout {
    pub(super) fn of(text: &str, places: &Places) -> Self {
        let line_end = match text.find('\n') {
            Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
            _ => "\n",
        };
        let times = |quoted: &str| memmem::find_iter(text.as_bytes(), quoted).count();
        let quote = if times(": '") > times(": \"") {
            '\''
        } else {
            '"'
        };
        let start = places.starts().first().copied();
        let item = start.map(|start| {
            let line = line_before(text, start);
            let before = text.get(line..start).unwrap_or_default();
            let dash = before.find('-').unwrap_or_default();
            (dash, column(text, start) - dash)
        });
        let (dash, after_dash) = item.filter(|(_, after)| *after > 1).unwrap_or((2, 2));
        Self {
            line_end,
            step: places.step(text).unwrap_or(2),
            dash,
            after_dash,
            quote,
        }
    }

    /// The column of the hyphen of the first event.
    pub(super) fn first_dash(&self) -> usize {
        self.dash
    }

    /// The line end of the line before a byte.
    pub(super) fn line_end_at(&self, text: &str, at: usize) -> &'static str {
        let before = text.get(..at).unwrap_or_default();
        match before.strip_suffix('\n') {
            Some(line) if line.ends_with('\r') => "\r\n",
            Some(_) => "\n",
            None => self.line_end,
        }
    }

    /// The same layout with the indentation that an event's own mappings and lists have.
    pub(super) fn of_mapping(&self, text: &str, holder: &Written) -> Self {
        let mut layout = self.clone();
        for (key, value) in holder.entries() {
            let right = |at: usize| column(text, at).checked_sub(column(text, key.bytes.start));
            match &value.kind {
                Kind::Mapping(_) if !value.is_flow() => {
                    layout.step = right(value.start).unwrap_or(layout.step);
                }
                Kind::Sequence(items) if !value.is_flow() => {
                    let first = items.first();
                    let hyphen = first.and_then(|item| hyphen(text, key.bytes.end, item));
                    if let (Some(hyphen), Some(first)) = (hyphen, first) {
                        layout.dash = right(hyphen).unwrap_or(layout.dash);
                        let after = column(text, first.bytes.start);
                        let after = after.checked_sub(column(text, hyphen));
                        layout.after_dash = after.filter(|it| *it > 1).unwrap_or(self.after_dash);
                    }
                }
                _ => {}
            }
        }
        layout
    }

    /// Writes a value on one line.
    pub(super) fn inline(&self, value: &Value, site: Site) -> String {
        let style = Style {
            in_flow: site.in_flow,
            quote: if site.is_json {
                '"'
            } else {
                site.quote.unwrap_or(self.quote)
            },
            always_quoted: site.is_json || site.is_quoted,
            is_moment: matches!(value, Value::Moment(_)),
        };
        let inner = Site::flow(site.is_json);
        match value {
            Value::Text(text) | Value::Moment(text) => scalar(text, style),
            Value::True => "true".to_owned(),
            Value::Plain(plain) => plain.clone(),
            Value::Texts(texts) => {
                let texts = texts.iter().cloned().map(Value::Text);
                self.inline(&Value::List(texts.collect()), site)
            }
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|it| self.inline(it, inner)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Keys(keys) => {
                let keys = keys.iter().map(|(key, value)| self.pair(key, value, inner));
                let keys: Vec<String> = keys.collect();
                format!("{{{}}}", keys.join(", "))
            }
        }
    }

    /// Writes a key and its value on one line.
    pub(super) fn pair(&self, key: &str, value: &Value, site: Site) -> String {
        format!("{}: {}", self.key(key, site), self.inline(value, site))
    }

    fn key(&self, key: &str, site: Site) -> String {
        // A date is a key as it is.
        let value = Value::Moment(key.to_owned());
        self.inline(
            &value,
            Site {
                quote: None,
                is_quoted: false,
                ..site
            },
        )
    }

    /// Writes a key and its value as lines, indented and without their line ends. `form` is that of mappings without mappings.
    pub(super) fn lines(&self, key: &str, value: &Value, indent: usize, form: Form) -> Vec<String> {
        let spaces = " ".repeat(indent);
        let name = self.key(key, Site::LINE);
        match value {
            Value::Text(text) if text.contains('\n') => {
                let written = block(text, indent, indent + self.step, "\n");
                match written {
                    Some(written) => format!("{spaces}{name}: {written}")
                        .lines()
                        .map(ToOwned::to_owned)
                        .collect(),
                    None => vec![format!("{spaces}{}", self.pair(key, value, Site::LINE))],
                }
            }
            Value::Keys(keys) if form == Form::Lines || !is_flat(value) => {
                let mut lines = vec![format!("{spaces}{name}:")];
                let inner = indent + self.step;
                let keys = keys.iter();
                lines.extend(keys.flat_map(|(key, value)| self.lines(key, value, inner, form)));
                lines
            }
            Value::List(items) if items.iter().any(|it| matches!(it, Value::Keys(_))) => {
                let mut lines = vec![format!("{spaces}{name}:")];
                let indent = indent + self.dash;
                lines.extend(
                    items
                        .iter()
                        .flat_map(|item| self.item(item, indent, Form::Lines)),
                );
                lines
            }
            _ => vec![format!("{spaces}{}", self.pair(key, value, Site::LINE))],
        }
    }

    /// Writes an item of a list as lines; `indent` is the column of its hyphen.
    pub(super) fn item(&self, item: &Value, indent: usize, form: Form) -> Vec<String> {
        let hyphen = format!(
            "{}-{}",
            " ".repeat(indent),
            " ".repeat(self.after_dash.saturating_sub(1).max(1))
        );
        let Value::Keys(keys) = item else {
            return vec![format!("{hyphen}{}", self.inline(item, Site::LINE))];
        };
        if form == Form::Braces {
            return vec![format!("{hyphen}{}", self.inline(item, Site::LINE))];
        }
        let inner = hyphen.len();
        let lines = keys.iter();
        let lines = lines.flat_map(|(key, value)| self.lines(key, value, inner, Form::Braces));
        let mut lines: Vec<String> = lines.collect();
        if let Some(first) = lines.first_mut() {
            first.replace_range(..inner, &hyphen);
        }
        lines
    }
}

/// Whether a mapping has only values that are written on one line.
fn is_flat(value: &Value) -> bool {
    let Value::Keys(keys) = value else {
        return false;
    };
    keys.iter().all(|(_, value)| match value {
        Value::Text(text) => !text.contains('\n'),
        Value::Moment(_) | Value::True | Value::Plain(_) | Value::Texts(_) => true,
        Value::List(items) => items.iter().all(|it| !matches!(it, Value::Keys(_))),
        Value::Keys(_) => false,
    })
}

/// The quote around a scalar.
fn own_quote(node: &Written) -> Option<char> {
    match &node.kind {
        Kind::Scalar { style, .. } => match style {
            Quotes::Single => Some('\''),
            Quotes::Double => Some('"'),
            Quotes::Plain | Quotes::Block => None,
        },
        Kind::Alias(_) | Kind::Sequence(_) | Kind::Mapping(_) => None,
    }
}

/// Whether a scalar in quotes would be something else without them, in this style.
fn needs_quotes(node: &Written, plain: Style) -> bool {
    node.text().is_none_or(|text| scalar(text, plain) != *text)
}

/// Returns the byte of the hyphen of an item, which is after the byte `from`.
pub(super) fn hyphen(text: &str, from: usize, item: &Written) -> Option<usize> {
    let mut found = None;
    let mut is_comment = false;
    let between = text.get(from..item.bytes.start)?;
    for (at, c) in between.char_indices() {
        match c {
            '\n' => is_comment = false,
            '#' => is_comment = true,
            '-' if !is_comment => found = Some(from + at),
            _ => {}
        }
    }
    found
}
