//! Raises the SEQUENCE of events whose instants a new release of the IANA database has changed.
//!
//! If a country changes its clock rules, calendar programs would otherwise keep the old instants. [`corrected`] takes the last change of an
//! event in the file, and returns its last change for subscribers. Rows of [`CORRECTIONS`] are never removed, because the SEQUENCE of their
//! events would decrease.

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::{Event, Override, Schedule};
use crate::time::EventTime;

/// A span of time in which one release of the database has other offsets than the release before it.
#[derive(Debug)]
struct Correction {
    /// When calfeed adopted the release.
    known: DateTime<Utc>,
    zones: &'static [&'static str],
    /// The first instant with another offset, and the first instant after the last of them.
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// 2026-11-29T18:00:00Z, with release 2026f in place of 2025b.
const TO_2026F: DateTime<Utc> = at(1_795_975_200);

/// Later than any event.
const FOREVER: DateTime<Utc> = at(4_102_531_200);

const CORRECTIONS: &[Correction] = &[
    // 2022-03-27T00:00:00Z: the clocks change at the same instant as in the European Union.
    Correction {
        known: TO_2026F,
        zones: &["Europe/Chisinau", "Europe/Tiraspol"],
        from: at(1_648_339_200),
        until: FOREVER,
    },
    // 2026-09-20T01:00:00Z: daylight saving time ends, and with it the exception for Ramadan.
    Correction {
        known: TO_2026F,
        zones: &["Africa/Casablanca", "Africa/El_Aaiun"],
        from: at(1_789_866_000),
        until: FOREVER,
    },
    // 2026-11-01: daylight saving time is permanent.
    Correction {
        known: TO_2026F,
        zones: &[
            "America/Edmonton",
            "America/Inuvik",
            "America/Rainy_River",
            "America/Vancouver",
            "America/Winnipeg",
            "America/Yellowknife",
            "Canada/Central",
            "Canada/Mountain",
            "Canada/Pacific",
        ],
        from: at(1_793_516_400),
        until: FOREVER,
    },
    // 2026-11-01T05:00:00Z to 2027-03-14: daylight saving time continues through the winter.
    Correction {
        known: TO_2026F,
        zones: &["America/Havana"],
        from: at(1_793_509_200),
        until: at(1_805_000_400),
    },
    // Corrections of past data.
    Correction {
        known: TO_2026F,
        zones: &[
            "America/Ensenada",
            "America/Santa_Isabel",
            "America/Tijuana",
            "Mexico/BajaNorte",
        ],
        from: at(9_972_000),
        until: at(183_546_000),
    },
    Correction {
        known: TO_2026F,
        zones: &["Asia/Tehran"],
        from: at(296_512_200),
        until: at(296_598_600),
    },
    Correction {
        known: TO_2026F,
        zones: &["America/Bogota"],
        from: at(704_782_800),
        until: at(704_869_200),
    },
];

const fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).expect("a year of four digits")
}

/// Returns when an event last changed for its subscribers, given when it last changed in the file. Each correction adds at least a second
/// to the last edit, even a later edit, because the event may have been published before the correction was known.
pub(super) fn corrected(event: &Event, last_change: DateTime<Utc>) -> DateTime<Utc> {
    concerning(event).fold(last_change, |last_change, correction| {
        correction.known.max(last_change + TimeDelta::seconds(1))
    })
}

/// Returns the last change in the file for which [`corrected`] gives `last_change`. It must not be earlier than any correction.
pub(super) fn uncorrected(event: &Event, last_change: DateTime<Utc>) -> DateTime<Utc> {
    concerning(event).fold(last_change, |last_change, _| {
        last_change - TimeDelta::seconds(1)
    })
}

fn concerning(event: &Event) -> impl Iterator<Item = &'static Correction> {
    CORRECTIONS.iter().filter(|it| it.concerns(event))
}

impl Correction {
    fn concerns(&self, event: &Event) -> bool {
        let is_hit = |time: &EventTime, end: Option<DateTime<Utc>>| match time {
            EventTime::AllDay { .. } => false,
            EventTime::Zoned { start, .. } => {
                self.zones.contains(&start.zone().name())
                    && start.instant() < self.until
                    && end.is_none_or(|end| self.from <= end)
            }
        };
        let is_meeting_hit = |time: &EventTime| is_hit(time, end(time));
        let is_own_hit = |own: &Override| {
            is_meeting_hit(&own.time) || own.was.as_ref().is_some_and(is_meeting_hit)
        };
        let is_scheduled_hit = match event.schedule() {
            Schedule::ToBeConfirmed(_) => false,
            Schedule::Once(time) => is_meeting_hit(time),
            Schedule::Series(series) => {
                let last = series.rule().last().map(|last| series.on(last));
                is_hit(&series.first(), last.as_ref().and_then(end))
                    || series.overrides().any(is_own_hit)
            }
        };
        is_scheduled_hit || event.stand_alone().iter().any(is_own_hit)
    }
}

fn end(time: &EventTime) -> Option<DateTime<Utc>> {
    match time {
        EventTime::AllDay { .. } => None,
        EventTime::Zoned { end, .. } => Some(end.instant()),
    }
}

#[cfg(test)]
mod tests;
