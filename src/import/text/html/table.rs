//! Decides which tables have data, and writes these. Other tables only lay out a message.

use html5gum::Token;

use super::{name, tags};

/// The most columns of a table. A wider one is written as lines.
const WIDEST: usize = 20;

/// Whether each table, in the order of their beginnings, has rows of several cells with nothing but words in them.
pub(super) fn data_tables(tokens: impl Iterator<Item = Token>) -> Vec<bool> {
    let mut tables: Vec<bool> = Vec::new();
    // The index of each open table, with the cells of its row and the most cells of a row.
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    for token in tokens {
        let (name, is_end) = match token {
            Token::StartTag(tag) => (name(&tag.name), false),
            Token::EndTag(tag) => (name(&tag.name), true),
            _ => continue,
        };
        match (name.as_str(), is_end) {
            ("table", false) => {
                if let Some((outer, ..)) = open.last() {
                    forget(&mut tables, *outer);
                }
                open.push((tables.len(), 0, 0));
                tables.push(false);
            }
            ("table", true) => {
                if let Some((_, _, most)) = open.pop()
                    && let Some((outer, ..)) = open.last()
                {
                    let _ = most;
                    forget(&mut tables, *outer);
                }
            }
            ("tr", false) => {
                if let Some((_, cells, _)) = open.last_mut() {
                    *cells = 0;
                }
            }
            ("td" | "th", false) => {
                if let Some((table, cells, most)) = open.last_mut() {
                    *cells += 1;
                    *most = (*most).max(*cells);
                    if *cells == 2
                        && let Some(is_data) = tables.get_mut(*table)
                    {
                        *is_data = true;
                    }
                }
            }
            ("ul" | "ol" | "pre" | "blockquote" | "hr" | "h1" | "h2" | "h3", false) => {
                if let Some((table, ..)) = open.last_mut() {
                    let table = *table;
                    forget(&mut tables, table);
                }
            }
            _ => {}
        }
    }
    tables
}

fn forget(tables: &mut [bool], table: usize) {
    if let Some(is_data) = tables.get_mut(table) {
        *is_data = false;
    }
}
