//! Defines time zones: a [`Zone`] converts between local times and instants, and finds clock changes.
//!
//! [`Zone::parse`] accepts the names of places in the IANA database, and UTC; they are the values of TZID ([RFC 5545 §3.2.19]). After that
//! nothing can fail. A local time that a clock change skips or repeats ([RFC 5545 §3.3.5]) is reported and never guessed. Abbreviations and
//! fixed offsets are refused, because they follow the clock changes of no place. The zone of the machine is never used.
//!
//! [RFC 5545 §3.2.19]: https://www.rfc-editor.org/rfc/rfc5545#section-3.2.19
//! [RFC 5545 §3.3.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use self::clocks::Clocks;
pub use self::refusal::ZoneError;
use self::rule::DAY;

mod clocks;
mod refusal;
mod rule;

/// Longer than any offset from UTC and any clock change. A change that skips or repeats a local time is within this distance of the same
/// time in UTC.
const REACH: TimeDelta = TimeDelta::days(2);

/// A time zone of the IANA database, named after a place, or UTC.
///
/// Zones are equal if their names are: `Europe/London` and `Europe/Belfast` differ, although their clocks agree, because the name is
/// published as TZID. Zones are ordered by name.
#[derive(Clone, Copy)]
pub struct Zone(&'static Clocks);

static UTC: Clocks = Clocks::UTC;

/// The instant or instants of a local time in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// The time occurs once, at this instant.
    Once(DateTime<Utc>),
    /// The time is skipped: the clocks go forward from `start` to `after`.
    Gap {
        /// The last whole minute before the gap.
        before: NaiveDateTime,
        /// The first skipped local time.
        start: NaiveDateTime,
        /// The first local time after the gap.
        after: NaiveDateTime,
    },
    /// The time occurs twice: the clocks go back from `after` to `start`.
    Fold {
        /// The instant of the first occurrence.
        first: DateTime<Utc>,
        /// The instant of the second occurrence.
        second: DateTime<Utc>,
        /// The last whole minute before the repeated times.
        before: NaiveDateTime,
        /// The first repeated local time.
        start: NaiveDateTime,
        /// The first local time after the repeated times.
        after: NaiveDateTime,
    },
}

/// A clock change: an instant at which the offset of a zone changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The first instant with the new offset.
    pub at: DateTime<Utc>,
    /// The offset before the change, in seconds east of UTC.
    pub offset_before: i32,
    /// The offset after the change, in seconds east of UTC.
    pub offset_after: i32,
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(&UTC);

    /// The release of the IANA database that calfeed uses, such as `2026f`.
    pub const DATABASE: &str = clocks::RELEASE;

    /// Returns the zone with this name: `Area/City` as in the IANA database, `UTC` or `Etc/UTC`.
    ///
    /// # Errors
    /// Refuses every other name and suggests the likely one: abbreviations and other names without an area (calendar programs disagree
    /// about `GMT`, by an hour in summer), Windows names, offsets such as `UTC+1`, the other `Etc/` zones, a leading `/`, wrong case, and
    /// misspellings.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        let accepted = Some(name).filter(|name| is_accepted(name));
        match accepted.and_then(Clocks::of) {
            Some(clocks) => Ok(Self(clocks)),
            None => Err(ZoneError::new(name)),
        }
    }

    /// Returns every name of the database, sorted. [`Zone::parse`] refuses some of them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        clocks::names()
    }

    /// Returns the changes that the database lists one by one after this second since 1970, with the new offsets. The changes of the zone's
    /// rule are not included.
    #[cfg(test)]
    pub(crate) fn listed_after(self, second: i64) -> impl Iterator<Item = (i64, i32)> {
        self.0.listed_after(second)
    }

    /// Returns the name of the zone, which is also its TZID.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Returns the chrono-tz zone with this name. Its clock changes are those of an earlier release of the database; `None` if that release
    /// does not have the zone.
    pub fn tz(self) -> Option<Tz> {
        self.name().parse().ok()
    }

    /// Returns the instant of a local time, or the clock change that skips or repeats it.
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

    /// Returns the local time at an instant.
    pub fn to_local(self, at: DateTime<Utc>) -> NaiveDateTime {
        shifted(at.naive_utc(), self.offset_seconds_at(at))
    }

    /// Returns the offset at an instant in seconds east of UTC, including daylight saving time.
    pub fn offset_seconds_at(self, at: DateTime<Utc>) -> i32 {
        self.0.at(at.timestamp()).offset
    }

    /// Returns whether an instant is in daylight saving time.
    ///
    /// This counts Dublin's summer as daylight saving time, although Irish law calls it *standard* time.
    pub fn is_daylight_saving_at(self, at: DateTime<Utc>) -> bool {
        self.0.at(at.timestamp()).is_daylight_saving
    }

    /// Returns the abbreviation at an instant, such as `BST`, or digits such as `-03` if there is none.
    pub fn abbreviation_at(self, at: DateTime<Utc>) -> &'static str {
        self.0.at(at.timestamp()).abbreviation
    }

    /// Returns the clock changes from `from`, inclusive, to `to`, exclusive, in order.
    ///
    /// A new abbreviation with the same offset is not a change.
    pub fn transitions(self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Transition> {
        self.0
            .transitions(last_second_before(from), last_second_before(to))
            .collect()
    }

    /// Returns one clock change for each time of day at which the zone's clocks have changed since 1970, usually two.
    pub(crate) fn kinds_of_changes(self) -> &'static [Transition] {
        &self.0.kinds
    }

    /// Returns the first instant of a local day: midnight, or the end of a clock change that skips midnight.
    pub fn start_of_day(self, date: NaiveDate) -> DateTime<Utc> {
        date.pred_opt().map_or(DateTime::<Utc>::MIN_UTC, |before| {
            self.end_of_day(before) + TimeDelta::seconds(1)
        })
    }

    /// Returns the last whole second of a local day, for UNTIL. No instant of the day is later.
    ///
    /// If the zone skipped the whole day (30 December 2011 in Apia), this is the last second of the day before.
    pub fn end_of_day(self, date: NaiveDate) -> DateTime<Utc> {
        let midnight = date
            .checked_add_days(Days::new(1))
            .unwrap_or(date)
            .and_time(NaiveTime::MIN);
        let next_day = match self.offset_of(midnight) {
            Ok(offset) => shifted(midnight, -offset).and_utc(),
            // The clocks skip midnight, so the day ends with the change.
            Err(change) if change.offset_before < change.offset_after => change.at,
            // The clocks go back across midnight into this day, so the day ends at the second midnight.
            Err(change) if change.local_start() < midnight => {
                shifted(midnight, -change.offset_after).and_utc()
            }
            // The clocks go back to midnight, not across it, so all repeated times belong to the next day.
            Err(change) => shifted(midnight, -change.offset_before).and_utc(),
        };
        next_day - TimeDelta::seconds(1)
    }

    /// Returns the offset from a local time on for some length, if the zone has the same offset for two days before and after.
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

    /// Returns the offset of a local time that occurs once, or else the change that skips or repeats it.
    fn offset_of(self, local: NaiveDateTime) -> Result<i32, Transition> {
        let earliest = local.checked_sub_signed(REACH).unwrap_or(local).and_utc();
        let latest = local.checked_add_signed(REACH).unwrap_or(local).and_utc();
        let mut offset = self.offset_seconds_at(earliest);
        if offset == self.offset_seconds_at(latest) {
            return Ok(offset);
        }
        let (before, last) = (last_second_before(earliest), last_second_before(latest));
        for change in self.0.transitions(before, last) {
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
}

impl Transition {
    /// Whether both changes skip or repeat the same hours of the day.
    fn is_like(&self, other: &Self) -> bool {
        let hours = |it: &Self| {
            let (one, other) = (it.offset_before, it.offset_after);
            let start = it.at.timestamp() + i64::from(one.min(other));
            (start.rem_euclid(DAY), one.abs_diff(other))
        };
        hours(self) == hours(other)
    }

    /// Returns the first local time that the change skips or repeats.
    pub(crate) fn local_start(&self) -> NaiveDateTime {
        shifted(
            self.at.naive_utc(),
            self.offset_before.min(self.offset_after),
        )
    }

    /// Returns the first local time after the skipped or repeated ones.
    pub(crate) fn local_end(&self) -> NaiveDateTime {
        shifted(
            self.at.naive_utc(),
            self.offset_before.max(self.offset_after),
        )
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
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

/// Returns whether calfeed accepts a name of the database.
fn is_accepted(name: &str) -> bool {
    match name.split_once('/') {
        None | Some(("Etc", _)) => matches!(name, "UTC" | "Etc/UTC"),
        Some(_) => true,
    }
}

/// Returns the last whole second before `at`, since 1970.
fn last_second_before(at: DateTime<Utc>) -> i64 {
    if at.timestamp_subsec_nanos() == 0 {
        at.timestamp() - 1
    } else {
        at.timestamp()
    }
}

/// Returns the time shifted by some seconds, or the same time at the ends of chrono's range, 262,000 years away.
fn shifted(time: NaiveDateTime, seconds: i32) -> NaiveDateTime {
    time.checked_add_signed(TimeDelta::seconds(seconds.into()))
        .unwrap_or(time)
}

#[cfg(test)]
mod tests;
