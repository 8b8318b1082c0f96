//! Reads the rows of a table: each is an event, and the header says what the columns are.

use super::block::{Block, Text};
use super::detail::{Detail, Key, key};

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns(Vec<(Option<Key>, String)>);

impl Columns {
    /// Reads a header.
    pub(super) fn new(cells: &[Text]) -> Self {
        let column = |cell: &Text| (key(&cell.text), cell.text.trim().to_owned());
        Self(cells.iter().map(column).collect())
    }

    /// Returns the date, the time and the title of a row as one line, and its other cells. Without a column for the date, all cells are in the line.
    pub(super) fn row(&self, block: &Block) -> (Text, Vec<Detail>) {
        let Self(columns) = self;
        let has_date = columns.iter().any(|(key, _)| *key == Some(Key::Date));
        let mut line = Text {
            line: block.line,
            ..Text::default()
        };
        let mut others = Vec::new();
        let mut is_start = false;
        for (at, cell) in block.texts.iter().enumerate() {
            let (column, label) = columns
                .get(at)
                .map_or((None, ""), |(key, label)| (*key, label.as_str()));
            if cell.text.trim().is_empty() {
                continue;
            }
            let is_of_line = matches!(
                column,
                None | Some(Key::Date | Key::Time | Key::End | Key::Title)
            );
            if has_date && !is_of_line {
                others.extend(column.map(|key| Detail {
                    key,
                    label: label.to_owned(),
                    value: cell.clone(),
                }));
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
