//! The name of a time zone → [`Zone`], which turns local times into instants and back and finds the clock changes.
//! In: a name as the file spells it. Out: a value which is the proof that the name is known and means a place, or UTC.
//! Guaranteed: past [`Zone::parse`] nothing fails; a local time that a clock change skips or repeats is never guessed.
//! Deliberately absent: the machine's own zone, abbreviations, and fixed offsets, which follow no place's clock changes.
//! Implements the values of TZID ([RFC 5545 §3.2.19]); finds local times that [RFC 5545 §3.3.5] says do not happen once.
//!
//! [RFC 5545 §3.2.19]: https://www.rfc-editor.org/rfc/rfc5545#section-3.2.19
//! [RFC 5545 §3.3.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5

use std::cmp::Ordering;
use std::fmt;

use chrono::{
    DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::{OffsetComponents, Tz};

pub use self::refusal::ZoneError;

mod refusal;

/// How far apart the search for clock changes looks at the offset, in seconds: six days.
///
/// It sees a change only if the offset differs between two looks, so it must be shorter than the time between any two
/// changes. The shortest since 1970 is seven days less an hour: Brazil's north east in October 2000, Gaza in 2040.
const STEP_SECONDS: i64 = 6 * 24 * 60 * 60;

/// More than any offset from UTC and more than any clock change, in days: a change that skips or repeats a local time
/// lies at most this far from the same digits read as UTC.
const REACH: TimeDelta = TimeDelta::days(2);

/// A time zone of the IANA database, named after a place, or UTC.
///
/// Two zones are equal when their names are: `Europe/London` and `Europe/Belfast` differ, though their clocks agree,
/// because the name is published as TZID. They are ordered by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// What a local time means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// The time happens once, at this instant.
    Once(DateTime<Utc>),
    /// The time never happens: the clocks go from `start` to `after`.
    Gap {
        /// The last whole minute that happens before the gap.
        before: NaiveDateTime,
        /// The first local time that is skipped.
        start: NaiveDateTime,
        /// The first local time that happens after the gap.
        after: NaiveDateTime,
    },
    /// The time happens twice: the clocks go from `after` back to `start`.
    Fold {
        /// The instant of the first time.
        first: DateTime<Utc>,
        /// The instant of the second time.
        second: DateTime<Utc>,
        /// The last whole minute before the repeated times.
        before: NaiveDateTime,
        /// The first local time that is repeated.
        start: NaiveDateTime,
        /// The first local time after the repeated times.
        after: NaiveDateTime,
    },
}

/// A clock change: an instant at which a zone's offset from UTC changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The first instant of the new offset.
    pub at: DateTime<Utc>,
    /// Seconds east of UTC before the change.
    pub offset_before: i32,
    /// Seconds east of UTC from the change on.
    pub offset_after: i32,
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// Returns the zone of that name: `Area/City` as the IANA database spells it, `UTC` or `Etc/UTC`.
    ///
    /// # Errors
    /// Every other name is refused with the name that was probably meant: abbreviations and other names without an area
    /// (calendar programs disagree about `GMT`, an hour in summer), Windows' names, offsets such as `UTC+1`, the other
    /// `Etc/` zones, a leading `/`, a wrong case, and misspellings.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        match name.parse::<Tz>() {
            Ok(tz) if is_accepted(tz.name()) => Ok(Self(tz)),
            Ok(_) | Err(_) => Err(ZoneError::new(name)),
        }
    }

    /// Returns the name, which is the zone's TZID.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns the zone as chrono-tz has it.
    pub fn tz(self) -> Tz {
        self.0
    }

    /// Returns the instant of a local time, or the clock change that keeps it from happening once.
    pub fn resolve(self, local: NaiveDateTime) -> Local {
        match self.offset_of(local) {
            Ok(offset) => Local::Once(shifted(local, -offset).and_utc()),
            Err(change) if change.offset_before < change.offset_after => Local::Gap {
                before: change.local_start() - TimeDelta::minutes(1),
                start: change.local_start(),
                after: change.local_end(),
            },
            Err(change) => Local::Fold {
                first: shifted(local, -change.offset_before).and_utc(),
                second: shifted(local, -change.offset_after).and_utc(),
                before: change.local_start() - TimeDelta::minutes(1),
                start: change.local_start(),
                after: change.local_end(),
            },
        }
    }

    /// Returns what the clocks show at an instant.
    pub fn to_local(self, at: DateTime<Utc>) -> NaiveDateTime {
        shifted(at.naive_utc(), self.offset_seconds_at(at))
    }

    /// Returns the offset at an instant, in seconds east of UTC, daylight saving included.
    pub fn offset_seconds_at(self, at: DateTime<Utc>) -> i32 {
        self.0
            .offset_from_utc_datetime(&at.naive_utc())
            .fix()
            .local_minus_utc()
    }

    /// Returns whether the IANA database counts an instant as daylight saving time.
    ///
    /// It does so in Dublin's winter, with an hour less than Irish *standard* time, and not in its summer.
    pub fn is_daylight_saving_at(self, at: DateTime<Utc>) -> bool {
        !self
            .0
            .offset_from_utc_datetime(&at.naive_utc())
            .dst_offset()
            .is_zero()
    }

    /// Returns the abbreviation in use at an instant, such as `BST`, or digits such as `-03` where there is none.
    pub fn abbreviation_at(self, at: DateTime<Utc>) -> String {
        self.0.offset_from_utc_datetime(&at.naive_utc()).to_string()
    }

    /// Returns the clock changes from `from`, inclusive, to `to`, exclusive, in order.
    ///
    /// A change of the abbreviation alone is none. chrono-tz has no list of them, so this searches: some 60 looks at the
    /// offset for each year, and 20 more for each change. chrono-tz knows of no change after 2099.
    pub fn transitions(self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Transition> {
        let last = last_second_before(to);
        let mut transitions = Vec::new();
        let mut low = last_second_before(from);
        let mut offset_before = self.offset_at_second(low);
        while low < last {
            let high = low.saturating_add(STEP_SECONDS).min(last);
            let offset_after = self.offset_at_second(high);
            if offset_before != offset_after {
                let at = self.first_second_with(offset_after, low, high);
                transitions.extend(at.map(|at| Transition {
                    at,
                    offset_before,
                    offset_after,
                }));
            }
            (low, offset_before) = (high, offset_after);
        }
        transitions
    }

    /// Returns the first instant of a local day: midnight, or what the clocks jump to over it.
    pub fn start_of_day(self, date: NaiveDate) -> DateTime<Utc> {
        date.pred_opt().map_or(DateTime::<Utc>::MIN_UTC, |before| {
            self.end_of_day(before) + TimeDelta::seconds(1)
        })
    }

    /// Returns the last whole second of a local day, which UNTIL needs: no instant of the day is later.
    ///
    /// Of a day that the place skipped altogether (30 December 2011 in Apia), it is the last second of the day before.
    pub fn end_of_day(self, date: NaiveDate) -> DateTime<Utc> {
        let midnight = date
            .checked_add_days(Days::new(1))
            .unwrap_or(date)
            .and_time(NaiveTime::MIN);
        let next_day = match self.offset_of(midnight) {
            Ok(offset) => shifted(midnight, -offset).and_utc(),
            // The clocks jump over midnight: the day ends with the jump.
            Err(change) if change.offset_before < change.offset_after => change.at,
            // The clocks go back across midnight, into the day: it ends at the second midnight.
            Err(change) if change.local_start() < midnight => {
                shifted(midnight, -change.offset_after).and_utc()
            }
            // They go back to midnight, not across it: all that is repeated belongs to the next day.
            Err(change) => shifted(midnight, -change.offset_before).and_utc(),
        };
        next_day - TimeDelta::seconds(1)
    }

    /// Returns the offset that the clocks have from a local time on for some length, where they have the same for two days before and after.
    pub(crate) fn steady_offset(
        self,
        local: NaiveDateTime,
        length: TimeDelta,
    ) -> Option<TimeDelta> {
        if length > REACH {
            return None;
        }
        let earliest = local.checked_sub_signed(REACH)?.and_utc();
        let latest = local.checked_add_signed(REACH + REACH)?.and_utc();
        let offset = self.offset_seconds_at(earliest);
        (offset == self.offset_seconds_at(latest)).then(|| TimeDelta::seconds(offset.into()))
    }

    /// Returns the offset of a local time that happens once, or else the change that skips or repeats it.
    fn offset_of(self, local: NaiveDateTime) -> Result<i32, Transition> {
        let earliest = local.checked_sub_signed(REACH).unwrap_or(local).and_utc();
        let latest = local.checked_add_signed(REACH).unwrap_or(local).and_utc();
        let mut offset = self.offset_seconds_at(earliest);
        if offset == self.offset_seconds_at(latest) {
            return Ok(offset);
        }
        for change in self.transitions(earliest, latest) {
            if local < change.local_start() {
                break;
            }
            if local < change.local_end() {
                return Err(change);
            }
            offset = change.offset_after;
        }
        Ok(offset)
    }

    /// Returns the first instant after `low` and up to `high`, both in seconds since 1970, that has the offset of `high`: there is
    /// one change between them.
    fn first_second_with(self, offset: i32, mut low: i64, mut high: i64) -> Option<DateTime<Utc>> {
        while high - low > 1 {
            let middle = low.midpoint(high);
            if self.offset_at_second(middle) == offset {
                high = middle;
            } else {
                low = middle;
            }
        }
        DateTime::from_timestamp(high, 0)
    }

    fn offset_at_second(self, second: i64) -> i32 {
        DateTime::from_timestamp(second, 0).map_or(0, |at| self.offset_seconds_at(at))
    }
}

impl Transition {
    /// Returns the first local time that the change skips or repeats.
    fn local_start(&self) -> NaiveDateTime {
        shifted(
            self.at.naive_utc(),
            self.offset_before.min(self.offset_after),
        )
    }

    /// Returns the first local time that it no longer skips or repeats.
    fn local_end(&self) -> NaiveDateTime {
        shifted(
            self.at.naive_utc(),
            self.offset_before.max(self.offset_after),
        )
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns whether a name that chrono-tz knows is one of ours.
fn is_accepted(name: &str) -> bool {
    match name.split_once('/') {
        None | Some(("Etc", _)) => matches!(name, "UTC" | "Etc/UTC"),
        Some(_) => true,
    }
}

/// Returns the last whole second that is earlier than `at`, since 1970.
fn last_second_before(at: DateTime<Utc>) -> i64 {
    if at.timestamp_subsec_nanos() == 0 {
        at.timestamp() - 1
    } else {
        at.timestamp()
    }
}

/// Returns a time some seconds later; at the ends of chrono's calendar, 262,000 years away, the same time.
fn shifted(time: NaiveDateTime, seconds: i32) -> NaiveDateTime {
    time.checked_add_signed(TimeDelta::seconds(seconds.into()))
        .unwrap_or(time)
}

#[cfg(test)]
mod tests;
