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
use std::hash::{Hash, Hasher};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use self::clocks::Clocks;
pub use self::refusal::ZoneError;
use self::rule::DAY;

mod clocks;
mod refusal;
mod rule;

/// More than any offset from UTC and more than any clock change, in days: a change that skips or repeats a local time
/// lies at most this far from the same digits read as UTC.
const REACH: TimeDelta = TimeDelta::days(2);

/// A time zone of the IANA database, named after a place, or UTC.
///
/// Two zones are equal when their names are: `Europe/London` and `Europe/Belfast` differ, though their clocks agree,
/// because the name is published as TZID. They are ordered by name.
#[derive(Clone, Copy)]
pub struct Zone(&'static Clocks);

static UTC: Clocks = Clocks::UTC;

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
    pub const UTC: Self = Self(&UTC);

    /// The release of the IANA database that says when clocks are changed, such as `2026f`.
    pub const DATABASE: &str = clocks::RELEASE;

    /// Returns the zone of that name: `Area/City` as the IANA database spells it, `UTC` or `Etc/UTC`.
    ///
    /// # Errors
    /// Every other name is refused with the name that was probably meant: abbreviations and other names without an area
    /// (calendar programs disagree about `GMT`, an hour in summer), Windows' names, offsets such as `UTC+1`, the other
    /// `Etc/` zones, a leading `/`, a wrong case, and misspellings.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        let accepted = Some(name).filter(|name| is_accepted(name));
        match accepted.and_then(Clocks::of) {
            Some(clocks) => Ok(Self(clocks)),
            None => Err(ZoneError::new(name)),
        }
    }

    /// Returns every name of the database, in order; [`Zone::parse`] refuses some of them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        clocks::names()
    }

    /// Returns the changes after a second since 1970 that the database lists one by one, with the new offsets; those of its rule are not among
    /// them.
    #[cfg(test)]
    pub(crate) fn listed_after(self, second: i64) -> impl Iterator<Item = (i64, i32)> {
        self.0.listed_after(second)
    }

    /// Returns the name, which is the zone's TZID.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Returns the zone of that name in chrono-tz, whose clock changes are those of an earlier release of the database; nothing where the
    /// zone is newer than that.
    pub fn tz(self) -> Option<Tz> {
        self.name().parse().ok()
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
        self.0.at(at.timestamp()).offset
    }

    /// Returns whether the IANA database counts an instant as daylight saving time.
    ///
    /// Of the two ways in which it can be read, this is the one in which Dublin's summer is, though the law calls that Irish *standard* time.
    pub fn is_daylight_saving_at(self, at: DateTime<Utc>) -> bool {
        self.0.at(at.timestamp()).is_daylight_saving
    }

    /// Returns the abbreviation in use at an instant, such as `BST`, or digits such as `-03` where there is none.
    pub fn abbreviation_at(self, at: DateTime<Utc>) -> &'static str {
        self.0.at(at.timestamp()).abbreviation
    }

    /// Returns the clock changes from `from`, inclusive, to `to`, exclusive, in order.
    ///
    /// A change of the abbreviation alone is none.
    pub fn transitions(self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Transition> {
        self.0
            .transitions(last_second_before(from), last_second_before(to))
            .collect()
    }

    /// Returns one clock change for each time of day at which there are any from 1970 on: hardly more than two.
    pub(crate) fn kinds_of_changes(self) -> &'static [Transition] {
        &self.0.kinds
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
    /// Whether it skips or repeats the same hours of the day.
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

    /// Returns the first local time that it no longer skips or repeats.
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

/// Returns whether a name of the database is one of ours.
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
