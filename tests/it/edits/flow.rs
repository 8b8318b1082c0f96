//! Writes values in brackets, on one line or on several, and whole files of JSON.

use std::ops::Range;

use super::community::Contents;
use super::node::{Kind, Node};
use super::scalars::quoted;
use super::writer::Writer;

impl Writer<'_> {
    /// Writes a value in brackets or as a scalar. Further lines have at least this indentation.
    pub(super) fn flow(&mut self, node: &Node, indent: usize) {
        self.anchor(node);
        match &node.kind {
            Kind::Bare(text) => self.out.push_str(text),
            Kind::Text(text) => self.text_in_line(text, true),
            Kind::Alias(name) => self.out.extend(["*", name]),
            Kind::Map(entries) => {
                let is_long = self.dice.percent(self.style.several_lines);
                self.out.push('{');
                for (number, (key, node)) in entries.iter().enumerate() {
                    self.between(number, indent, is_long);
                    self.path.push(key.clone());
                    self.key(key);
                    self.out.push_str(": ");
                    self.flow(node, indent);
                    self.path.pop();
                }
                self.close('}', entries.is_empty(), indent, is_long);
            }
            Kind::List(items) => {
                let is_long = self.dice.percent(self.style.several_lines / 2);
                self.out.push('[');
                for (number, item) in items.iter().enumerate() {
                    self.between(number, indent, is_long);
                    self.flow(item, indent);
                }
                self.close(']', items.is_empty(), indent, is_long);
            }
        }
    }

    /// Writes what is in front of an entry: a comma, and a space or a line end.
    fn between(&mut self, number: usize, indent: usize, is_long: bool) {
        if number > 0 {
            self.out.push(',');
        }
        if is_long && self.dice.percent(70) {
            self.line_end();
            let deeper = self.dice.below(6);
            self.indent(indent + deeper);
        } else if number > 0 || self.dice.percent(self.style.quotes / 2) {
            self.out.push(' ');
        }
    }

    fn close(&mut self, bracket: char, is_empty: bool, indent: usize, is_long: bool) {
        if !is_empty && self.dice.percent(5) {
            self.out.push(',');
        }
        if is_long && self.dice.percent(50) {
            self.line_end();
            self.indent(indent);
        } else if self.dice.percent(self.style.quotes / 2) {
            self.out.push(' ');
        }
        self.out.push(bracket);
    }

    /// Writes a list of events in brackets. Returns where each is.
    pub(super) fn flow_events(
        &mut self,
        events: Vec<(&str, &Node)>,
        indent: usize,
    ) -> Vec<Range<usize>> {
        self.out.push('[');
        if events.is_empty() {
            // An engine cannot know how an empty list was written before it had an event.
            self.out.push(']');
            return Vec::new();
        }
        let mut ranges = Vec::new();
        for (number, (id, node)) in events.into_iter().enumerate() {
            self.between(number, indent, true);
            self.path = vec![id.to_owned()];
            let start = self.out.len();
            self.flow(node, indent + 1);
            ranges.push(start..self.out.len());
            self.path.clear();
        }
        self.close(']', false, indent, true);
        ranges
    }

    /// Writes a whole file as JSON: on one line, or with indentation.
    pub(super) fn json(&mut self, contents: &Contents) -> Vec<Range<usize>> {
        let step = [None, Some(2), Some(4)][self.dice.below(3)];
        let mut ranges = Vec::new();
        self.out.push('{');
        for (key, node) in &contents.head {
            self.json_line(step, 1);
            self.out.extend([&quoted(key), ": "]);
            self.json_value(node, step, 1);
            self.out.push(',');
        }
        self.json_line(step, 1);
        self.out.push_str("\"events\": [");
        for (number, event) in contents.events.iter().enumerate() {
            if number > 0 {
                self.out.push(',');
            }
            self.json_line(step, 2);
            let start = self.out.len();
            self.json_value(&event.node, step, 2);
            ranges.push(start..self.out.len());
        }
        self.json_line(step, 1);
        self.out.push(']');
        self.json_line(step, 0);
        self.out.push('}');
        if self.dice.percent(80) {
            self.out.push('\n');
        }
        ranges
    }

    fn json_line(&mut self, step: Option<usize>, depth: usize) {
        if let Some(step) = step {
            self.out.push('\n');
            self.indent(step * depth);
        }
    }

    fn json_value(&mut self, node: &Node, step: Option<usize>, depth: usize) {
        let (open, close, entries): (_, _, Vec<(Option<&str>, &Node)>) = match &node.kind {
            Kind::Bare(text) if text == "true" || text.parse::<u8>().is_ok() => {
                self.out.push_str(text);
                return;
            }
            Kind::Bare(text) | Kind::Text(text) => {
                self.out.push_str(&quoted(text));
                return;
            }
            Kind::Alias(_) => unreachable!("JSON has no aliases"),
            Kind::Map(map) => (
                '{',
                '}',
                map.iter()
                    .map(|(key, it)| (Some(key.as_str()), it))
                    .collect(),
            ),
            Kind::List(items) => ('[', ']', items.iter().map(|it| (None, it)).collect()),
        };
        self.out.push(open);
        for (number, (key, node)) in entries.iter().enumerate() {
            if number > 0 {
                self.out.push(',');
            }
            self.json_line(step, depth + 1);
            if let Some(key) = key {
                let colon = if step.is_some() { ": " } else { ":" };
                self.out.extend([&quoted(key), colon]);
            }
            self.json_value(node, step, depth + 1);
        }
        self.json_line(step, depth);
        self.out.push(close);
    }
}
