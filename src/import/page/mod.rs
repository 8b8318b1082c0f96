//! Reads a page of Markdown with a list of events, such as `* Thursday 26th March - Lean Coffee - 11am - 11:50am - Virtual` below headings by year.
//!
//! Each item, row, heading or line of a paragraph with a date becomes an [`Entry`], and the items below it become its talks and details. What seems to
//! be an event and cannot be read is noted with its line, and nothing is guessed: titles that are made of a sentence are noted too.
//!
//! In the account, each of these counts as one component: `EVENT`, `TALK`, `DETAIL`, `GROUP` (a bold label above a list, or a group without a next
//! meeting) and `RULE` (a sentence about a series). A page has no properties. Other text is prose, and is not counted.

mod address;
mod block;
mod context;
mod date_words;
mod detail;
mod event;
mod part;
mod phrase;
mod reader;
mod rule;
mod sentence;
mod table;
mod talk;
mod title;
mod token;
mod when;

use std::borrow::Cow;

use super::account::Ledger;
use super::entry::Entry;
use super::{About, ImportOptions};

/// Reads all events of a page, in the order of their lines.
///
/// # Errors
/// The bytes are no text, or are a web page in HTML, with what to do instead.
pub(super) fn entries(
    bytes: &[u8],
    _options: &ImportOptions,
    ledger: &mut Ledger,
) -> Result<(Vec<Entry>, About), String> {
    let page = String::from_utf8_lossy(bytes);
    let page = page.strip_prefix('\u{feff}').unwrap_or(&page);
    if is_html(page) {
        let message = "it is a web page in HTML, which cannot be imported; copy its list of events into a text file, with one \
                       event per line, such as `* 26 March 2026 - Lean Coffee - 11am - 12pm`, and import that";
        return Err(message.to_owned());
    }
    if page.contains('\0') {
        return Err("it is neither an iCalendar file nor a page of text in UTF-8".to_owned());
    }
    if let Some(line) = first_unreadable(bytes, page) {
        ledger.remark(
            line,
            "",
            "some characters are not UTF-8, and are replaced by `\u{fffd}`; save the page as UTF-8",
        );
    }
    let entries = reader::entries(page, ledger);
    if entries.is_empty() {
        let reason = "no event is imported from it; an event is a line with a date, such as `* 26 March 2026 - Lean Coffee`";
        ledger.remark(1, "", reason);
    }
    Ok((entries, About::default()))
}

/// The line of the first byte that is not UTF-8.
fn first_unreadable(bytes: &[u8], page: &str) -> Option<usize> {
    std::str::from_utf8(bytes).err()?;
    let at = page.find('\u{fffd}')?;
    let before = page.get(..at).unwrap_or_default();
    Some(before.matches('\n').count() + 1)
}

/// Whether the page is HTML, perhaps after comments.
fn is_html(page: &str) -> bool {
    let page = page.trim_start();
    if !page.starts_with('<') {
        return false;
    }
    let begin: String = page.chars().take(2_000).collect();
    let begin = begin.to_ascii_lowercase();
    ["<!doctype html", "<html"]
        .iter()
        .any(|mark| begin.contains(mark))
}

/// Returns a text on one line, with single spaces.
fn in_one_line(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains(|c: char| c.is_whitespace() && c != ' ') && !text.contains("  ");
    if is_plain {
        return Cow::Borrowed(text.trim());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    Cow::Owned(words.join(" "))
}

#[cfg(test)]
mod tests;
