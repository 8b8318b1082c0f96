//! When each event last changed.
//!
//! In: what the shell knows of the file: for now its modification time. Out: [`Revisions`], which dates every change that
//! a feed speaks of. Guaranteed: whole seconds; one instant for an event and its overrides; a `SEQUENCE` that rises with
//! it, fits 31 bits, and needs no counter. Absent: how the shell finds out.
//! Sections: [RFC 5545 §3.8.7] (DTSTAMP, LAST-MODIFIED, SEQUENCE).
//!
//! [RFC 5545 §3.8.7]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7

use chrono::{DateTime, SubsecRound, Utc};

use crate::calendar::{Calendar, Event};

/// 2020-01-01T00:00:00Z, from which sequences count: the seconds since then fit 31 bits until 2088.
const EPOCH: i64 = 1_577_836_800;

/// The last change of every event, and of the calendar.
///
/// ```
/// use calfeed::Revisions;
///
/// let revisions = Revisions::at("2026-02-01T09:30:00Z".parse().expect("an instant"));
/// # let _ = revisions;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    file: DateTime<Utc>,
}

/// The last change of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    last_change: DateTime<Utc>,
}

impl Revisions {
    /// Takes one instant for all that does not say `updated`: the modification time of the file.
    pub fn at(file: DateTime<Utc>) -> Self {
        Self {
            file: file.trunc_subsecs(0),
        }
    }

    /// Returns the revision of an event.
    pub fn of(&self, event: &Event) -> Revision {
        Revision {
            last_change: event
                .updated()
                .map_or(self.file, |updated| updated.trunc_subsecs(0)),
        }
    }

    /// Returns the last change of anything in the calendar.
    pub fn of_calendar(&self, calendar: &Calendar) -> DateTime<Utc> {
        calendar
            .events()
            .iter()
            .map(|event| self.of(event).last_change)
            .fold(self.file, DateTime::max)
    }
}

impl Revision {
    /// The instant: DTSTAMP and LAST-MODIFIED.
    pub fn last_change(self) -> DateTime<Utc> {
        self.last_change
    }

    /// Returns the seconds from 2020 to the last change: SEQUENCE. A change before 2020 counts 0.
    pub fn sequence(self) -> u32 {
        let seconds = (self.last_change.timestamp() - EPOCH).clamp(0, i64::from(i32::MAX));
        u32::try_from(seconds).unwrap_or(0)
    }
}
