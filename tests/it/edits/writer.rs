//! Writes generated contents as YAML, in every layout that YAML allows: [`write`].
//!
//! It returns the text with the bytes of each event, and the place of each comment, both known without a parser. Scalars are in `scalars`,
//! and brackets in `flow`.

use std::collections::HashSet;

use super::community::Contents;
use super::dice::{Dice, REMARKS};
use super::node::{Kind, Node};

/// A written file.
pub(crate) struct Written {
    pub(crate) path: &'static str,
    pub(crate) text: String,
    /// Of each event: the bytes from the beginning of its first line to the end of its last one.
    pub(crate) events: Vec<std::ops::Range<usize>>,
    /// Where comments are, in order: the id of the event, if it is in one, and the keys that it is below.
    pub(crate) comments: Vec<(String, Vec<String>)>,
    /// The texts that are on one line without quotes: the id of the event, and the keys to the text.
    pub(crate) plain: HashSet<Vec<String>>,
    /// Whether the list of events is in brackets.
    pub(crate) is_flow: bool,
}

/// How one file is written. Numbers without another unit are percentages.
#[derive(Clone)]
pub(super) struct Style {
    pub(super) is_json: bool,
    /// The column of the hyphens of events.
    dash: usize,
    /// The spaces after a hyphen.
    gap: usize,
    /// The indentation of a mapping below its key.
    pub(super) step: usize,
    /// Whether a list is indented below its key.
    indents_lists: bool,
    comments: usize,
    blanks: usize,
    pub(super) flow: usize,
    pub(super) several_lines: usize,
    pub(super) quotes: usize,
    trailing: usize,
}

impl Style {
    fn new(dice: &mut Dice, is_json: bool) -> Self {
        let often = |dice: &mut Dice, most: usize| {
            if dice.percent(40) {
                0
            } else {
                dice.below(most)
            }
        };
        Self {
            is_json,
            dash: if dice.percent(20) {
                0
            } else {
                dice.between(1, 4)
            },
            gap: if dice.percent(60) {
                1
            } else {
                dice.between(1, 7)
            },
            step: if dice.percent(50) {
                2
            } else {
                dice.between(1, 8)
            },
            indents_lists: dice.percent(60),
            comments: often(dice, 30),
            blanks: often(dice, 25),
            flow: if is_json {
                100
            } else {
                dice.pick(&[&0, &25, &60]).to_owned()
            },
            several_lines: often(dice, 60),
            quotes: often(dice, 40),
            trailing: often(dice, 10),
        }
    }
}

/// A file that is being written, with line feeds alone.
pub(super) struct Writer<'a> {
    pub(super) dice: &'a mut Dice,
    pub(super) style: Style,
    pub(super) out: String,
    /// The keys above the place that is being written.
    pub(super) path: Vec<String>,
    pub(super) comments: Vec<(String, Vec<String>)>,
    pub(super) plain: HashSet<Vec<String>>,
    /// The indentation of the block scalar that ends here, and whether it keeps the empty lines after it.
    pub(super) after_scalar: Option<(usize, bool)>,
}

/// Writes the contents of a file.
pub(crate) fn write(dice: &mut Dice, contents: &Contents, is_json: bool) -> Written {
    let style = Style::new(dice, is_json);
    let mut writer = Writer {
        dice,
        style,
        out: String::new(),
        path: Vec::new(),
        comments: Vec::new(),
        plain: HashSet::new(),
        after_scalar: None,
    };
    let (events, is_flow) = if is_json {
        (writer.json(contents), true)
    } else {
        writer.block_file(contents)
    };
    let Writer {
        dice,
        out,
        comments,
        plain,
        ..
    } = writer;
    let (text, moved) = with_line_ends(dice, &out);
    let events = events.into_iter().map(|it| moved[it.start]..moved[it.end]);
    Written {
        path: contents.path,
        text,
        events: events.collect(),
        comments,
        plain,
        is_flow,
    }
}

/// Gives a text the line ends and the byte order mark of some editor. Returns also where each byte is afterwards.
fn with_line_ends(dice: &mut Dice, text: &str) -> (String, Vec<usize>) {
    let form = dice.below(10);
    let mut out = String::new();
    if dice.percent(8) {
        out.push('\u{feff}');
    }
    let mut moved = Vec::new();
    for c in text.chars() {
        moved.extend(std::iter::repeat_n(out.len(), c.len_utf8()));
        if c == '\n' && (form == 0 || form == 1 || form == 2 && dice.percent(50)) {
            out.push('\r');
        }
        out.push(c);
    }
    moved.push(out.len());
    (out, moved)
}

impl Writer<'_> {
    /// Writes the keys of a file, with its events in a list.
    fn block_file(&mut self, contents: &Contents) -> (Vec<std::ops::Range<usize>>, bool) {
        if self.dice.percent(8) {
            self.out.push_str("---\n");
        }
        let mut head: Vec<&(String, Node)> = contents.head.iter().collect();
        let is_groups = |it: &&(String, Node)| it.0 == "groups";
        let after = if self.dice.percent(10) && head.last().is_some_and(is_groups) {
            head.pop()
        } else {
            None
        };
        for (key, node) in head {
            self.entry(0, key, node, false);
        }
        let is_flow = self.dice.percent(6);
        let events = self.events(contents, is_flow);
        if let Some((key, node)) = after {
            self.entry(0, key, node, false);
        }
        self.noise(3);
        if self.after_scalar.is_none_or(|(_, keeps)| !keeps) && self.dice.percent(15) {
            while self.out.ends_with(['\n', ' ']) {
                self.out.pop();
            }
        }
        let end = self.out.len();
        let events = events.into_iter().map(|it| it.start..it.end.min(end));
        (events.collect(), is_flow)
    }

    fn events(&mut self, contents: &Contents, is_flow: bool) -> Vec<std::ops::Range<usize>> {
        self.noise(0);
        self.key("events");
        self.out.push(':');
        if is_flow || contents.events.is_empty() {
            self.out.push(' ');
            let events = contents.events.iter();
            let events = events.map(|it| (it.id.as_str(), &it.node)).collect();
            let ranges = self.flow_events(events, 1);
            self.line_end();
            return ranges;
        }
        self.line_end();
        let (dash, gap) = (self.style.dash, self.style.gap);
        let mut ranges = Vec::new();
        for event in &contents.events {
            self.noise(dash);
            let start = self.out.len();
            self.path = vec![event.id.clone()];
            self.indent(dash);
            self.out.push('-');
            if self.dice.percent(self.style.flow / 3) {
                self.indent(gap);
                self.flow(&event.node, dash + 1);
                self.line_end();
            } else {
                let Kind::Map(entries) = &event.node.kind else {
                    unreachable!("an event is a mapping")
                };
                self.map_of_item(dash, gap, entries);
            }
            self.path.clear();
            ranges.push(start..self.out.len());
        }
        ranges
    }

    /// Writes the mapping of an item of a list, after its hyphen.
    fn map_of_item(&mut self, dash: usize, gap: usize, entries: &[(String, Node)]) {
        if self.dice.percent(5) {
            self.line_end();
            for (key, node) in entries {
                self.entry(dash + 1 + gap, key, node, false);
            }
            return;
        }
        self.indent(gap);
        for (number, (key, node)) in entries.iter().enumerate() {
            self.entry(dash + 1 + gap, key, node, number == 0);
        }
    }

    /// Writes a key with its value in lines of their own. The first key of an item is in the line of the hyphen.
    fn entry(&mut self, indent: usize, key: &str, node: &Node, is_in_line: bool) {
        if !is_in_line {
            self.noise(indent);
            self.indent(indent);
        }
        self.after_scalar = None;
        self.path.push(key.to_owned());
        self.key(key);
        self.out.push(':');
        self.value(indent, node);
        self.path.pop();
    }

    /// Writes the value of a key, or of an item of a list, to the end of its last line.
    fn value(&mut self, indent: usize, node: &Node) {
        let spaces = if self.dice.percent(4) { 3 } else { 1 };
        self.indent(spaces);
        let is_flow = self.dice.percent(self.style.flow);
        match &node.kind {
            Kind::Map(entries) if !is_flow && !entries.is_empty() => {
                self.anchor_of_block(node);
                let indent = indent + self.style.step;
                for (key, node) in entries {
                    self.entry(indent, key, node, false);
                }
            }
            Kind::List(items) if !is_flow && !items.is_empty() => {
                self.anchor_of_block(node);
                let step = if self.style.indents_lists {
                    self.style.step
                } else {
                    0
                };
                self.items(indent + step, items);
            }
            Kind::Text(text) => {
                self.anchor(node);
                self.text(indent, text);
            }
            _ => {
                self.flow(node, indent + 1);
                self.line_end();
            }
        }
    }

    fn items(&mut self, indent: usize, items: &[Node]) {
        for item in items {
            self.noise(indent);
            self.indent(indent);
            self.after_scalar = None;
            self.out.push('-');
            match &item.kind {
                Kind::Map(entries) if !self.dice.percent(self.style.flow) => {
                    self.map_of_item(indent, 1, entries);
                }
                _ => self.value(indent, item),
            }
        }
    }

    pub(super) fn anchor(&mut self, node: &Node) {
        if let Some(name) = &node.anchor {
            self.out.extend(["&", name, " "]);
        }
    }

    /// Writes the anchor of a value that begins on the next line.
    fn anchor_of_block(&mut self, node: &Node) {
        self.anchor(node);
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.line_end();
    }

    /// Writes a key, perhaps in quotes.
    pub(super) fn key(&mut self, key: &str) {
        let quote = match self.dice.below(2) {
            _ if key == "<<" || !self.dice.percent(self.style.quotes / 3) => "",
            0 => "\"",
            _ => "'",
        };
        self.out.extend([quote, key, quote]);
    }

    pub(super) fn indent(&mut self, spaces: usize) {
        self.out.extend(std::iter::repeat_n(' ', spaces));
    }

    /// Ends a line, perhaps with a comment or with spaces.
    pub(super) fn line_end(&mut self) {
        if self.dice.percent(self.style.comments / 2) {
            let spaces = self.dice.between(1, 12);
            self.indent(spaces);
            self.comment(" ");
        } else if self.dice.percent(self.style.trailing) {
            self.indent(2);
        }
        self.out.push('\n');
    }

    /// Writes comments and empty lines, at any indentation, between two lines.
    fn noise(&mut self, indent: usize) {
        let keeps_blanks = self.after_scalar.is_some_and(|(_, keeps)| keeps);
        if self.dice.percent(self.style.blanks) && !keeps_blanks {
            let blank = if self.dice.percent(self.style.trailing) {
                "   \n"
            } else {
                "\n"
            };
            self.out.push_str(blank);
        }
        if !self.dice.percent(self.style.comments) {
            return;
        }
        for _ in 0..self.dice.between(1, 2) {
            let most = self.after_scalar.map_or(14, |(indent, _)| indent - 1);
            let column = if self.dice.percent(70) {
                indent
            } else {
                self.dice.below(15)
            };
            self.indent(column.min(most));
            let space = if self.dice.percent(15) { "" } else { " " };
            self.comment(space);
            self.out.push('\n');
        }
        // A comment ends a block scalar, and empty lines after it are no part of it.
        self.after_scalar = None;
        if self.dice.percent(self.style.blanks) {
            self.out.push('\n');
        }
    }

    /// Writes a comment that occurs once.
    fn comment(&mut self, space: &str) {
        let remark = self.dice.pick(&REMARKS);
        let comment = format!("#{space}c{} {remark}", self.comments.len());
        let comment = comment.trim_end().to_owned();
        self.out.push_str(&comment);
        self.comments.push((comment, self.path.clone()));
    }
}
