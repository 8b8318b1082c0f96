//! Defines when an occurrence takes place: a [`Span`], and the [`Period`] in which occurrences are wanted.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::import::ical::times::When;
use crate::zone::Zone;

/// From when to when something takes place. The end is exclusive, and not before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::import) enum Span {
    Days {
        first: NaiveDate,
        end: NaiveDate,
    },
    Times {
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    },
}

/// Days in a time zone.
#[derive(Clone, Copy, Debug)]
pub(in crate::import) struct Period {
    pub(in crate::import) from: NaiveDate,
    /// Exclusive.
    pub(in crate::import) to: NaiveDate,
    /// Where the days begin and end.
    pub(in crate::import) zone: Zone,
}

/// The length of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// What the clocks show: a night from 23:00 to 04:00 ends at 04:00 when the clocks change too.
    Wall(TimeDelta),
    /// "PT5H" is five hours.
    Exact(TimeDelta),
}

impl Span {
    /// The local day on which it begins.
    pub(in crate::import) fn date(&self, zone: Zone) -> NaiveDate {
        match self {
            Self::Days { first, .. } => *first,
            Self::Times { start, .. } => zone.to_local(*start).date(),
        }
    }

    /// From a start on, for some length.
    pub(super) fn new(start: When, length: Length) -> Self {
        let (Length::Wall(delta) | Length::Exact(delta)) = length;
        match start {
            When::Date(first) => Self::Days {
                first,
                end: first
                    .checked_add_signed(TimeDelta::days(delta.num_days()))
                    .unwrap_or(first),
            },
            When::Zoned(..) | When::Utc(_) | When::Floating(_) => {
                let start_instant = start.instant();
                let exact = start_instant.checked_add_signed(delta);
                let end = match (length, start) {
                    (Length::Wall(delta), When::Zoned(zone, local)) => {
                        let local = local.checked_add_signed(delta);
                        let end = local.map(|local| When::Zoned(zone, local).instant());
                        // A start that the clocks skip may be after its end.
                        let is_after =
                            |end: &DateTime<Utc>| delta.is_zero() || *end > start_instant;
                        end.filter(is_after).or(exact)
                    }
                    (Length::Wall(_) | Length::Exact(_), _) => exact,
                };
                Self::Times {
                    start: start_instant,
                    end: end.unwrap_or(start_instant).max(start_instant),
                }
            }
        }
    }
}

impl Period {
    /// Whether something begins in it.
    pub(in crate::import) fn contains(&self, span: &Span) -> bool {
        (self.from..self.to).contains(&span.date(self.zone))
    }
}

/// How a time names an instance: in UTC, and as its clocks show it. "RECURRENCE-ID" and EXDATE match if either does, because programs often
/// write the wrong zone.
pub(super) fn names(when: When) -> [NaiveDateTime; 2] {
    match when {
        When::Date(date) => [date.into(); 2],
        When::Floating(local) => [local; 2],
        When::Utc(instant) => [instant.naive_utc(); 2],
        When::Zoned(_, local) => [when.instant().naive_utc(), local],
    }
}

/// The same zone and kind, at another local time.
pub(super) fn at(like: When, local: NaiveDateTime) -> When {
    match like {
        When::Date(_) => When::Date(local.date()),
        When::Floating(_) => When::Floating(local),
        When::Utc(_) => When::Utc(local.and_utc()),
        When::Zoned(zone, _) => When::Zoned(zone, local),
    }
}

/// Moved by the clock.
pub(super) fn moved(when: When, by: TimeDelta) -> When {
    let local = when.local(None);
    at(when, local.checked_add_signed(by).unwrap_or(local))
}
