//! When something takes place: whole days, or local times in a zone.
//!
//! An [`EventTime`] is made from local dates and times with a [`Zone`], and begins before it ends. If a time that somebody wrote does not
//! exist exactly once, the problem names the nearest good times. Ends are exclusive everywhere, as DTEND is ([RFC 5545 §3.6.1]). Repetition
//! is in [`crate::recurrence`].
//!
//! [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1

mod digits;
mod moment;
mod reading;
mod typed;
mod words;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    Utc,
};

use crate::diagnostic::{Edit, Problem, TimeFinding};
use crate::span::YEARS;
use crate::zone::{Local, Zone};

pub(crate) use moment::Moment;
pub(crate) use reading::with_keys;

/// Hardly any single event is longer than this.
pub(crate) const SOON: TimeDelta = TimeDelta::days(14);

/// Returns `end` in another year, if it is then at most [`SOON`] after `start`: its year is probably a typo.
pub(crate) fn in_another_year(start: NaiveDateTime, end: NaiveDateTime) -> Option<NaiveDateTime> {
    let years = start.year()..=start.year() + 1;
    let soon = |end: &NaiveDateTime| start <= *end && *end - start <= SOON;
    years
        .filter(|year| *year != end.year() && YEARS.contains(year))
        .filter_map(|year| end.with_year(year))
        .find(soon)
}

/// An instant, as the clocks of a zone show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ZonedTime {
    zone: Zone,
    instant: DateTime<Utc>,
    /// Seconds east of UTC. The local time is computed from them, because it would take three times the memory.
    offset: i32,
    /// Whether the clocks show the local time only once. Programs disagree about a time that the clocks show twice.
    is_clear: bool,
}

impl ZonedTime {
    /// Returns the one instant at which the clocks of `zone` show `local`.
    ///
    /// # Errors
    /// The time is skipped or repeated by a clock change, where calendar programs disagree. The problem suggests the nearest times that exist
    /// once.
    pub(crate) fn new(zone: Zone, local: NaiveDateTime) -> Result<Self, Problem> {
        let name = zone.to_string();
        let (finding, before, after) = match zone.resolve(local) {
            Local::Once(instant) => return Ok(Self::of(zone, local, instant, true)),
            Local::Gap { before, after, .. } => (
                TimeFinding::ClockGap {
                    local: local.into(),
                    zone: name,
                },
                before,
                after,
            ),
            Local::Fold { before, after, .. } => (
                TimeFinding::ClockFold {
                    local: local.into(),
                    zone: name,
                },
                before,
                after,
            ),
        };
        Err(Problem::from(finding)
            .guess(written(before))
            .guess(written(after)))
    }

    /// Returns the instant that RFC 5545 §3.3.5 gives to a local time. A skipped time has the offset before the gap; a repeated time is the
    /// first of the two.
    pub(crate) fn interpreted(zone: Zone, local: NaiveDateTime) -> Self {
        match zone.resolve(local) {
            Local::Once(instant) => Self::of(zone, local, instant, true),
            Local::Fold { first, .. } => Self::of(zone, local, first, false),
            Local::Gap { before, .. } => {
                let before_gap = Self::interpreted(zone, before);
                Self::at(zone, before_gap.instant + (local - before))
            }
        }
    }

    /// Returns what the clocks of `zone` show at `instant`.
    pub(crate) fn at(zone: Zone, instant: DateTime<Utc>) -> Self {
        let local = zone.to_local(instant);
        let is_clear = matches!(zone.resolve(local), Local::Once(_));
        Self::of(zone, local, instant, is_clear)
    }

    fn of(zone: Zone, local: NaiveDateTime, instant: DateTime<Utc>, is_clear: bool) -> Self {
        let offset = (local - instant.naive_utc()).num_seconds();
        Self {
            zone,
            instant,
            offset: i32::try_from(offset).unwrap_or_default(),
            is_clear,
        }
    }

    /// The zone.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The local time: what the clocks of the zone show.
    pub fn local(&self) -> NaiveDateTime {
        self.instant.naive_utc() + TimeDelta::seconds(self.offset.into())
    }

    /// The instant.
    pub fn instant(&self) -> DateTime<Utc> {
        self.instant
    }

    /// Returns the time with its offset: `2025-03-27T11:00:00+00:00`.
    pub fn rfc3339(&self) -> String {
        let offset = FixedOffset::east_opt(self.offset);
        let offset = offset.unwrap_or_else(|| Utc.fix());
        self.instant.with_timezone(&offset).to_rfc3339()
    }
}

fn written(local: NaiveDateTime) -> Edit {
    Edit::Value(Moment::DateTime(local).written())
}

/// When an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventTime {
    /// Whole days, the same dates wherever the reader is: DTSTART and DTEND with VALUE=DATE.
    AllDay {
        /// The first day.
        first: NaiveDate,
        /// The day after the last.
        end: NaiveDate,
    },
    /// From one local time to another, both in the same zone.
    Zoned {
        /// When it begins.
        start: ZonedTime,
        /// When it ends; later than `start`.
        end: ZonedTime,
    },
}

impl EventTime {
    /// Returns the days from `first` to `last`, inclusive.
    pub(crate) fn all_day(first: NaiveDate, last: NaiveDate) -> Result<Self, Problem> {
        if last < first {
            let problem = Problem::from(TimeFinding::LastBeforeFirst { first, last });
            let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN);
            return Err(match in_another_year(midnight(first), midnight(last)) {
                Some(end) => problem.guess(Edit::Value(end.date().to_string())),
                None => problem,
            });
        }
        Ok(Self::AllDay {
            first,
            end: last + Days::new(1),
        })
    }

    /// Returns the time from `start` to `end`.
    pub(crate) fn zoned(start: ZonedTime, end: ZonedTime) -> Result<Self, Problem> {
        if end.instant <= start.instant {
            let (start, end) = (start.local(), end.local());
            if end == start {
                return Err(TimeFinding::EndIsStart {
                    start: start.into(),
                }
                .into());
            }
            let is_same_day = end.date() == start.date();
            let evening = end + TimeDelta::hours(12);
            let is_evening = evening.date() == end.date() && evening > start;
            let next_day = is_same_day.then(|| written(end + TimeDelta::days(1)));
            let other_year = in_another_year(start, end).filter(|_| !is_same_day);
            let clock = Edit::Value(evening.format("%H:%M").to_string());
            let guesses = [
                Some(clock).filter(|_| is_same_day && is_evening),
                next_day,
                other_year.map(written),
            ];
            let (start, end) = (start.into(), end.into());
            let problem = Problem::from(TimeFinding::EndBeforeStart { start, end });
            return Err(guesses.into_iter().flatten().fold(problem, Problem::guess));
        }
        Ok(Self::Zoned { start, end })
    }

    /// Returns the local date of its start, which is its key in a series.
    pub fn first_date(&self) -> NaiveDate {
        match self {
            Self::AllDay { first, .. } => *first,
            Self::Zoned { start, .. } => start.local().date(),
        }
    }

    /// Returns the last local date on which it takes place. An end at midnight belongs to the day before.
    pub fn last_date(&self) -> NaiveDate {
        match self {
            Self::AllDay { end, .. } => *end - Days::new(1),
            Self::Zoned { end, .. } => (end.local() - TimeDelta::seconds(1)).date(),
        }
    }

    /// Whether both times have the same start.
    pub(crate) fn starts_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Zoned { start, .. }, Self::Zoned { start: other, .. }) => start == other,
            (one, other) => one.first_date() == other.first_date(),
        }
    }

    /// Whether it is whole days.
    pub fn is_all_day(&self) -> bool {
        matches!(self, Self::AllDay { .. })
    }

    /// Returns the zone of a timed event.
    pub fn zone(&self) -> Option<Zone> {
        match self {
            Self::AllDay { .. } => None,
            Self::Zoned { start, .. } => Some(start.zone),
        }
    }

    /// Returns the zone in which its start and end are written. `None` if the clocks show one of them twice: both are then written in UTC,
    /// which is unambiguous.
    pub(crate) fn written_zone(&self) -> Option<Zone> {
        match self {
            Self::AllDay { .. } => None,
            Self::Zoned { start, end } => (start.is_clear && end.is_clear).then_some(start.zone),
        }
    }

    /// Returns the instant at which it begins; whole days begin at midnight in `home`.
    pub fn begins(&self, home: Zone) -> DateTime<Utc> {
        match self {
            Self::AllDay { first, .. } => home.start_of_day(*first),
            Self::Zoned { start, .. } => start.instant,
        }
    }

    /// Returns the instant at which it is over; whole days end at midnight in `home`.
    pub fn ends(&self, home: Zone) -> DateTime<Utc> {
        match self {
            Self::AllDay { end, .. } => home.start_of_day(*end),
            Self::Zoned { end, .. } => end.instant,
        }
    }

    /// Returns its start for programs: a date, or a time with its offset.
    pub(crate) fn written_start(&self) -> String {
        match self {
            Self::AllDay { first, .. } => first.to_string(),
            Self::Zoned { start, .. } => start.rfc3339(),
        }
    }

    /// Returns its end for programs, exclusive: a date, or a time with its offset.
    pub(crate) fn written_end(&self) -> String {
        match self {
            Self::AllDay { end, .. } => end.to_string(),
            Self::Zoned { end, .. } => end.rfc3339(),
        }
    }

    /// Whether the clocks show its end twice, and it ends the second time.
    pub(crate) fn ends_the_second_time(&self) -> bool {
        match self {
            Self::Zoned { end, .. } if !end.is_clear => match end.zone.resolve(end.local()) {
                Local::Fold { second, .. } => second == end.instant,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a clock change is during it, or the clocks show its start or end twice. Then the difference of its local times does not say
    /// how long it is.
    pub(crate) fn meets_clock_change(&self) -> bool {
        match self {
            Self::AllDay { .. } => false,
            Self::Zoned { start, end } => {
                let by_clock = end.local() - start.local();
                !start.is_clear || !end.is_clear || by_clock != end.instant - start.instant
            }
        }
    }

    /// Whether the clocks skip the start on `date` of the series that begins with this time.
    pub(crate) fn is_skipped_on(&self, date: NaiveDate) -> bool {
        match self {
            Self::AllDay { .. } => false,
            Self::Zoned { start, .. } => {
                let local = date.and_time(start.local().time());
                matches!(start.zone.resolve(local), Local::Gap { .. })
            }
        }
    }

    /// Returns the instance of a series that starts on `date`, given its first: the same time of day, and the same exact
    /// length ([RFC 5545 §3.8.5.3]: "the same exact duration will apply to all the members").
    ///
    /// A start that the clocks show twice is the first of the two. A start that they skip has the offset before the gap, so the clocks show
    /// a later time when it begins ([RFC 5545 §3.3.5]).
    ///
    /// [RFC 5545 §3.3.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
    /// [RFC 5545 §3.8.5.3]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3
    pub(crate) fn on(&self, date: NaiveDate) -> Self {
        match self {
            Self::AllDay { first, end } => Self::AllDay {
                first: date,
                end: date + (*end - *first),
            },
            Self::Zoned { start, end } => {
                let local = date.and_time(start.local().time());
                let length = end.instant - start.instant;
                // Fast path: no clock change is near.
                if let Some(offset) = start.zone.steady_offset(local, length) {
                    let at = |local: NaiveDateTime| {
                        let instant = (local - offset).and_utc();
                        ZonedTime::of(start.zone, local, instant, true)
                    };
                    return Self::Zoned {
                        start: at(local),
                        end: at(local + length),
                    };
                }
                let moved = ZonedTime::interpreted(start.zone, local);
                let end = ZonedTime::at(start.zone, moved.instant + length);
                Self::Zoned { start: moved, end }
            }
        }
    }
}

/// What is known about the date of an event that has none yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Approximate {
    /// The month.
    Month {
        /// The year.
        year: i32,
        /// The month, from 1.
        month: u32,
    },
    /// The year.
    Year(i32),
    /// Nothing.
    ToBeConfirmed,
}

impl Approximate {
    /// Whether the date may be from `from`, inclusive, to `to`, exclusive.
    pub(crate) fn may_be_within(self, from: NaiveDate, to: NaiveDate) -> bool {
        let Some(last) = to.pred_opt().filter(|last| *last >= from) else {
            return false;
        };
        let month = |date: NaiveDate| (date.year(), date.month());
        match self {
            Self::ToBeConfirmed => true,
            Self::Year(year) => (from.year()..=last.year()).contains(&year),
            Self::Month { year, month: of } => (month(from)..=month(last)).contains(&(year, of)),
        }
    }
}

#[cfg(test)]
mod tests;
