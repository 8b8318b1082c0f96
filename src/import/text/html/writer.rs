//! Puts the blocks of HTML together as Markdown.

use html5gum::emitters::default::StartTag;

use super::paragraph::{Paragraph, Style};
use super::{attribute, tags};
use crate::value::Url;

/// The most lists and quotations within each other. Deeper ones are written at this level.
const DEEPEST: usize = 8;

/// A list, an item or a quotation that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    /// A list, with the next number of an ordered one.
    List(Option<u32>),
    /// The width of the mark, and whether the mark is still to be written.
    Item(usize, bool),
    Quote,
}

/// A table with data.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<String>>,
    has_head: bool,
    is_in_cell: bool,
}

/// Takes the tags and texts of HTML.
#[derive(Debug, Default)]
pub(super) struct Writer {
    out: String,
    paragraph: Paragraph,
    /// 1 to 6 within a heading.
    heading: usize,
    open: Vec<Container>,
    /// The number of containers that are open and not in `open`, because they are too deep.
    deeper: usize,
    strong: usize,
    emphasis: usize,
    struck: usize,
    link: Option<usize>,
    /// The element whose content is left out, and how often it is open.
    hidden: Option<(String, usize)>,
    /// The lines of preformatted text.
    code: Option<String>,
    /// Whether each table has data, those to come in reverse order.
    tables: Vec<bool>,
    table: Option<Table>,
    /// Whether an item has just begun or ended, so that no empty line follows.
    is_tight: bool,
}

impl Writer {
    pub(super) fn new(mut tables: Vec<bool>) -> Self {
        tables.reverse();
        Self {
            tables,
            ..Self::default()
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.end_table();
        self.end_code();
        self.block();
        self.out.trim().to_owned()
    }

    fn style(&self) -> Style {
        Style {
            strong: self.strong > 0 && self.heading == 0,
            emphasis: self.emphasis > 0,
            struck: self.struck > 0,
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        let style = self.style();
        self.paragraph.text(text, style, self.link);
    }

    pub(super) fn start(&mut self, name: &str, tag: &StartTag<()>) {
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(hidden == name);
            return;
        }
        if tags::is_hidden(name) {
            if !tag.self_closing {
                self.hidden = Some((name.to_owned(), 1));
            }
            return;
        }
        if self.code.is_some() {
            if matches!(name, "br" | "p" | "div" | "tr") {
                self.text("\n");
            }
            return;
        }
        match name {
            "br" => {
                let (style, link) = (self.style(), self.link);
                self.paragraph.line(style, link);
            }
            "b" | "strong" => self.strong += 1,
            "i" | "em" => self.emphasis += 1,
            "s" | "del" | "strike" => self.struck += 1,
            "a" => {
                let address = attribute(tag, "href").and_then(|href| address(&href));
                self.link = address.map(|address| self.paragraph.link(address));
            }
            "img" => self.image(tag),
            "td" | "th" if self.table.is_some() => {
                self.end_cell();
                if let Some(table) = &mut self.table {
                    table.has_head |= name == "th";
                    table.is_in_cell = true;
                }
            }
            "tr" if self.table.is_some() => {
                self.end_cell();
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            _ if self.table.is_some() && name != "table" && tags::is_block(name) => {
                self.paragraph.text(" ", Style::default(), None);
            }
            _ if self.table.is_some() && name != "table" => {}
            "table" => {
                self.end_table();
                self.block();
                if self.tables.pop() == Some(true) {
                    self.table = Some(Table::default());
                }
            }
            "ul" => self.push(Container::List(None)),
            "ol" => {
                let first = attribute(tag, "start").and_then(|first| first.parse().ok());
                self.push(Container::List(Some(first.unwrap_or(1))));
            }
            "li" => self.item(),
            "blockquote" => self.push(Container::Quote),
            "pre" => {
                self.block();
                self.code = Some(String::new());
            }
            "hr" => {
                self.block();
                self.write("---");
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                self.heading = name
                    .as_bytes()
                    .get(1)
                    .map_or(1, |digit| usize::from(digit - b'0'));
            }
            _ if tags::is_block(name) => self.block(),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            "b" | "strong" => self.strong = self.strong.saturating_sub(1),
            "i" | "em" => self.emphasis = self.emphasis.saturating_sub(1),
            "s" | "del" | "strike" => self.struck = self.struck.saturating_sub(1),
            "a" => self.link = None,
            "pre" => self.end_code(),
            "table" => {
                self.end_table();
                self.block();
            }
            _ if self.code.is_some() || self.table.is_some() => {}
            "ul" | "ol" => self.pop(|it| matches!(it, Container::List(_))),
            "li" => self.pop(|it| matches!(it, Container::Item(..))),
            "blockquote" => self.pop(|it| it == Container::Quote),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block();
                self.heading = 0;
            }
            _ if tags::is_block(name) => self.block(),
            _ => {}
        }
    }

    fn image(&mut self, tag: &StartTag<()>) {
        let is_dot = ["width", "height"].iter().any(|side| {
            attribute(tag, side)
                .is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"))
        });
        let source = attribute(tag, "src").and_then(|source| address(&source));
        let words = attribute(tag, "alt").unwrap_or_default();
        let style = self.style();
        match (source, self.link) {
            (Some(source), None) if !is_dot => {
                let link = self.paragraph.link(source.clone());
                let words = if words.is_empty() { source } else { words };
                self.paragraph.text(&words, style, Some(link));
            }
            (_, link) => self.paragraph.text(&words, style, link),
        }
    }

    fn push(&mut self, container: Container) {
        self.block();
        if self.open.len() < DEEPEST {
            self.open.push(container);
        } else {
            self.deeper += 1;
        }
    }

    /// Closes the innermost container of a kind, and all within it.
    fn pop(&mut self, is_it: impl Fn(Container) -> bool) {
        self.block();
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        if let Some(at) = self.open.iter().rposition(|it| is_it(*it)) {
            self.open.truncate(at);
        }
        self.is_tight = self.open.iter().any(|it| matches!(it, Container::List(_)));
    }

    fn item(&mut self) {
        self.block();
        if self.deeper > 0 || self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        // An item that nothing closed ends where the next of its list begins.
        if let Some(list) = self
            .open
            .iter()
            .rposition(|it| matches!(it, Container::List(_)))
        {
            self.open.truncate(list + 1);
        } else {
            self.open.push(Container::List(None));
        }
        let width = match self.open.last_mut() {
            Some(Container::List(Some(number))) => {
                *number = number.saturating_add(1).min(999_999_999);
                (*number - 1).to_string().len() + 2
            }
            _ => 2,
        };
        self.open.push(Container::Item(width, true));
        self.is_tight = true;
    }

    /// Ends the paragraph or heading.
    fn block(&mut self) {
        if self.table.is_some() {
            return;
        }
        self.link = None;
        if self.paragraph.is_empty() {
            self.paragraph = Paragraph::default();
        } else {
            let written = self.paragraph.take(self.heading > 0);
            let written = match self.heading {
                0 => written,
                level => format!(
                    "{} {}",
                    "#".repeat(level),
                    written.trim_end_matches('#').trim_end()
                ),
            };
            self.write(&written);
        }
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else {
            return;
        };
        let code = code.trim_matches('\n').trim_end();
        if code.trim().is_empty() {
            return;
        }
        let code: String = code
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        let longest = code
            .split(|c: char| c != '`')
            .map(str::len)
            .max()
            .unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.write(&format!("{fence}\n{code}\n{fence}"));
    }

    fn end_cell(&mut self) {
        let Some(table) = &mut self.table else {
            return;
        };
        self.link = None;
        if !std::mem::take(&mut table.is_in_cell) && self.paragraph.is_empty() {
            return;
        }
        if table.rows.is_empty() {
            table.rows.push(Vec::new());
        }
        if let Some(row) = table.rows.last_mut() {
            row.push(self.paragraph.take(true));
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.table.take() else {
            return;
        };
        let rows: Vec<Vec<String>> = table
            .rows
            .into_iter()
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines: Vec<String> = Vec::new();
        for row in &rows {
            let cells: Vec<&str> = row
                .iter()
                .map(String::as_str)
                .filter(|cell| table.has_head || !cell.is_empty())
                .collect();
            if table.has_head {
                let cells: Vec<String> = cells
                    .iter()
                    .map(|cell| cell.replace('|', "\\|").replace("\\\\|", "\\|"))
                    .collect();
                lines.push(format!("| {} |", cells.join(" | ")));
                if lines.len() == 1 {
                    lines.push(format!("|{}", " --- |".repeat(columns.min(40))));
                }
            } else {
                lines.push(cells.join(" – "));
            }
        }
        if !lines.is_empty() {
            self.write(&lines.join("\n"));
        }
    }

    /// Writes a block below the marks of its containers.
    fn write(&mut self, block: &str) {
        let is_tight = std::mem::take(&mut self.is_tight);
        let mut later = String::new();
        let mut first = String::new();
        let mut gap = String::new();
        let mut numbers = Vec::new();
        for container in &mut self.open {
            match container {
                Container::List(number) => numbers.push(*number),
                Container::Quote => {
                    first.push_str("> ");
                    later.push_str("> ");
                    gap.push_str("> ");
                }
                Container::Item(width, is_new) => {
                    let indent = " ".repeat(*width);
                    if std::mem::take(is_new) {
                        match numbers.last() {
                            Some(Some(next)) => {
                                first.push_str(&(next - 1).to_string());
                                first.push_str(". ");
                            }
                            _ => first.push_str("- "),
                        }
                    } else {
                        first.push_str(&indent);
                        gap.push_str(&indent);
                    }
                    later.push_str(&indent);
                }
            }
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            if !is_tight {
                self.out.push_str(gap.trim_end());
                self.out.push('\n');
            }
        }
        for (number, line) in block.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            let mark = if number == 0 { &first } else { &later };
            if line.is_empty() {
                self.out.push_str(mark.trim_end());
            } else {
                self.out.push_str(mark);
                self.out.push_str(line);
            }
        }
    }
}

/// Returns the address of a link if a description may have it.
fn address(href: &str) -> Option<String> {
    let scheme = href.split(':').next()?.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => Url::parse(&href.replace(' ', "%20"))
            .ok()
            .map(|url| url.to_string()),
        "mailto" | "tel" => {
            let is_plain = |c: char| c.is_ascii_graphic() && !"<>\"`\\".contains(c);
            (href.len() > scheme.len() + 1 && href.len() < 500 && href.chars().all(is_plain))
                .then(|| format!("{scheme}{}", href.get(scheme.len()..).unwrap_or_default()))
        }
        _ => None,
    }
}
