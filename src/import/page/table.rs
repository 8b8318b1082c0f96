//! Reads the rows of a table: each is an event, and the header says what the columns are.

use super::block::{Block, Text};
use super::detail::{Key, key};

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns(Vec<Option<Key>>);

impl Columns {
    /// Reads a header.
    pub(super) fn new(cells: &[Text]) -> Self {
        Self(cells.iter().map(|cell| key(&cell.text)).collect())
    }

    /// Returns the date, the time and the title of a row as one line, and its other cells. Without a column for the date, all cells are in the line.
    pub(super) fn row(&self, block: &Block) -> (Text, Vec<(Key, Text)>) {
        let Self(columns) = self;
        let column = |at: usize| columns.get(at).copied().flatten();
        let has_date = columns.contains(&Some(Key::Date));
        let mut line = Text {
            line: block.line,
            ..Text::default()
        };
        let mut others = Vec::new();
        let mut is_start = false;
        for (at, cell) in block.texts.iter().enumerate() {
            let column = column(at);
            if cell.text.trim().is_empty() {
                continue;
            }
            let is_of_line = matches!(
                column,
                None | Some(Key::Date | Key::Time | Key::End | Key::Title)
            );
            if has_date && !is_of_line {
                others.extend(column.map(|key| (key, cell.clone())));
                continue;
            }
            // A start and an end in two columns are one range.
            let between = match column {
                Some(Key::End) if is_start => " - ",
                _ => " | ",
            };
            is_start = column == Some(Key::Time);
            line.append(if line.text.is_empty() { "" } else { between }, cell);
        }
        (line, others)
    }
}
