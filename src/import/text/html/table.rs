//! Decides which tables have data. Other tables only lay out a message.

use html5gum::Token;

use super::name;

/// Whether each table, in the order of their beginnings, has rows of several cells with nothing but words in them.
pub(super) fn data_tables(tokens: impl Iterator<Item = Token>) -> Vec<bool> {
    let mut tables: Vec<bool> = Vec::new();
    // The index of each open table, with the cells of its row.
    let mut open: Vec<(usize, usize)> = Vec::new();
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
                open.push((tables.len(), 0));
                tables.push(false);
            }
            ("table", true) => {
                open.pop();
            }
            ("tr", false) => {
                if let Some((_, cells)) = open.last_mut() {
                    *cells = 0;
                }
            }
            ("td" | "th", false) => {
                if let Some((table, cells)) = open.last_mut() {
                    *cells += 1;
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
