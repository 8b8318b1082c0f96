//! Goes through the parts of a page in their order, and decides what each is: an event, a part of the event above it, or prose.

mod lines;

use super::super::account::{Ledger, Outcome};
use super::super::entry::Entry;
use super::block::{Block, Kind, Text, blocks};
use super::context::{self, Context, Label};
use super::event::Place;
use super::in_one_line;
use super::part::Line;
use super::rule::Rules;
use super::table::Columns;

/// Returns the events of a page, in the order of their lines.
pub(super) fn entries(page: &str, ledger: &mut Ledger) -> Vec<Entry> {
    let mut reader = Reader {
        ledger,
        entries: Vec::new(),
        context: Context::default(),
        items: Vec::new(),
        open: None,
        rules: Rules::default(),
        columns: None,
    };
    for block in blocks(page) {
        reader.block(&block);
    }
    reader.rules.tie(&mut reader.entries, reader.ledger);
    reader.entries
}

/// What an item is, for the items inside it.
#[derive(Clone, Debug)]
enum Item {
    /// The index of its event.
    Event(usize),
    /// An event that was not imported.
    Lost,
    Year(i32),
    /// Perhaps the title of the events in it.
    Title(String),
    Other,
}

/// The event that what follows can belong to.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// Its index; `None` if it was not imported.
    entry: Option<usize>,
    is_heading: bool,
}

struct Reader<'a> {
    ledger: &'a mut Ledger,
    entries: Vec<Entry>,
    context: Context,
    /// The items that the current one is in.
    items: Vec<Item>,
    open: Option<Open>,
    rules: Rules,
    columns: Option<Columns>,
}

/// What became of a line with a date.
enum Made {
    Event(usize),
    Lost,
    Prose,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        match block.kind {
            Kind::Heading(level) => self.heading(level, block),
            Kind::Paragraph => self.paragraph(block),
            Kind::Item(depth) => self.item(depth, block),
            Kind::Continued(depth) => self.continued(depth, block),
            Kind::Header => self.columns = Some(Columns::new(&block.texts)),
            Kind::Row => self.row(block),
            Kind::End => {
                self.items.clear();
                self.columns = None;
                self.context.set_label(None);
                self.open = self.open.filter(|open| open.is_heading);
            }
        }
    }

    fn heading(&mut self, level: u8, block: &Block) {
        let text = joined(&block.texts, " ");
        let line = Line::new(&text);
        self.open = None;
        self.items.clear();
        self.context.enter(level, &text, &line);
        if line.has_day() {
            let made = self.event(&text, &line, Place::List, None);
            self.open(&made, true);
        }
    }

    fn open(&mut self, made: &Made, is_heading: bool) {
        let entry = match made {
            Made::Event(entry) => Some(*entry),
            Made::Lost => None,
            Made::Prose => return,
        };
        self.open = Some(Open { entry, is_heading });
    }

    fn paragraph(&mut self, block: &Block) {
        let lines: Vec<Line> = block.texts.iter().map(Line::new).collect();
        let dated = lines.iter().filter(|line| line.has_day());
        let dated: Vec<&Line> = dated.collect();
        if let [only] = dated.as_slice()
            && only.parts.is_empty()
            && block.texts.len() > 1
        {
            // Each line is a part of one event.
            let text = joined(&block.texts, " - ");
            let made = self.event(&text, &Line::new(&text), Place::Paragraph, None);
            self.open(&made, false);
            return;
        }
        if dated.is_empty() {
            return self.undated(block, &lines);
        }
        self.context.set_label(None);
        self.open = None;
        for (text, line) in block.texts.iter().zip(&lines) {
            if line.has_day() {
                let made = self.event(text, line, Place::Paragraph, None);
                self.open(&made, false);
            } else if let Some(Open {
                entry: Some(entry), ..
            }) = self.open
            {
                self.described(entry, text);
            }
        }
    }

    /// Reads a paragraph without a date.
    fn undated(&mut self, block: &Block, lines: &[Line]) {
        if let Some(label) = context::label(&block.texts) {
            if let Label::Group(_) = label {
                self.ledger.component(block.line, "GROUP");
                self.ledger.note(
                    block.line,
                    Outcome::Rewritten("the group of the events below"),
                );
                self.open = self.open.filter(|open| open.is_heading);
            }
            return self.context.set_label(Some(label));
        }
        self.context.set_label(None);
        let whole = joined(&block.texts, " ");
        if self.rules.read(&whole, self.ledger) {
            return;
        }
        match self.open {
            Some(Open {
                entry: Some(entry),
                is_heading: true,
            }) => {
                for text in &block.texts {
                    self.described(entry, text);
                }
            }
            Some(Open {
                is_heading: false, ..
            }) if is_announcement(&whole.text) => {}
            _ => {
                self.open = self.open.filter(|open| open.is_heading);
                for (text, line) in block.texts.iter().zip(lines) {
                    self.unknown(text, line);
                    self.month(text, line, Place::Paragraph);
                }
            }
        }
    }

    /// Adds a line to the description of an event, unless it only announces a list.
    fn described(&mut self, entry: usize, text: &Text) {
        if is_announcement(&text.text) || !text.text.chars().any(char::is_alphanumeric) {
            return;
        }
        self.detail(entry, text);
    }

    /// Reads an item.
    fn item(&mut self, depth: usize, block: &Block) {
        self.items.truncate(depth.saturating_sub(1));
        let text = joined(&block.texts, " ");
        let mut text = Text {
            line: block.line,
            ..text
        };
        let mut line = Line::new(&text);
        if line.dates.is_empty()
            && let Some(dated) = self.context.with_month(&text)
        {
            line = Line::new(&dated);
            text = dated;
        }
        let item = self.item_of(&text, &line);
        self.items.push(item);
    }

    fn item_of(&mut self, text: &Text, line: &Line) -> Item {
        let parent = self.items.last().cloned();
        let begins_with_date = line.dates.first().is_some_and(|date| {
            let before = text.text.get(..date.range.start).unwrap_or_default();
            !before.contains(char::is_alphanumeric)
        });
        if let Some(Item::Event(entry)) = parent
            && !(line.has_day() && begins_with_date)
        {
            self.detail(entry, text);
            return Item::Other;
        }
        if let Some(Item::Lost) = parent
            && !line.has_day()
        {
            return Item::Other;
        }
        if line.has_day() {
            let title = match &parent {
                Some(Item::Title(title)) => Some(title.clone()),
                _ => None,
            };
            match self.event(text, line, Place::List, title) {
                Made::Event(entry) => return Item::Event(entry),
                Made::Lost => return Item::Lost,
                Made::Prose => return Item::Other,
            }
        }
        if self.items.is_empty()
            && let Some(open) = self.open
        {
            if let Some(entry) = open.entry {
                self.detail(entry, text);
            }
            return Item::Other;
        }
        if let Some(year) = context::year_of(&text.text).filter(|_| text.text.trim().len() == 4) {
            return Item::Year(year);
        }
        if self.rules.read(text, self.ledger) || self.unknown(text, line) {
            return Item::Other;
        }
        match self.month(text, line, Place::List) {
            Made::Event(entry) => Item::Event(entry),
            Made::Lost => Item::Lost,
            Made::Prose => {
                let title = in_one_line(text.text.trim_end_matches(':'));
                // It is repeated in each event below.
                if title.len() > 200 {
                    Item::Other
                } else {
                    Item::Title(title.into_owned())
                }
            }
        }
    }

    /// Reads a paragraph of an item, after its first.
    fn continued(&mut self, depth: usize, block: &Block) {
        let text = joined(&block.texts, " ");
        match self.items.get(depth.saturating_sub(1)).cloned() {
            Some(Item::Event(entry)) => self.described(entry, &text),
            Some(Item::Title(title)) => {
                let line = Line::new(&text);
                if line.has_day() {
                    self.event(&text, &line, Place::List, Some(title));
                }
            }
            _ => {}
        }
    }
}

/// Joins the lines of a part.
fn joined(texts: &[Text], between: &str) -> Text {
    let mut texts = texts.iter();
    let mut all = texts.next().cloned().unwrap_or_default();
    for text in texts {
        all.append(between, text);
    }
    all
}

/// Whether a text only says that a list follows.
fn is_announcement(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let words = text.split_whitespace().count();
    words <= 8 && (text.ends_with(':') || text.contains("following"))
}

/// Returns the beginning of a text, for a message.
pub(super) fn shortened(text: &str) -> String {
    let text = in_one_line(text);
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.into_owned(),
    }
}
