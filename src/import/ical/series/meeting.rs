//! Reads one VEVENT: when it takes place, whether it does, and what it says.
//!
//! Times are cut to whole minutes, because an events file has no seconds. Sections: [RFC 5545 §3.6.1] (VEVENT), [§3.8.2.2] (DTEND), [§3.8.2.5]
//! (DURATION).
//!
//! [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
//! [§3.8.2.2]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.2
//! [§3.8.2.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.5

use chrono::{DateTime, Datelike, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::super::super::account::{Ledger, Outcome};
use super::super::super::entry::{Details, Entry, State};
use super::super::details;
use super::super::reader::{Component, Property};
use super::super::times::{self, When};
use super::super::zones::Zones;
use super::Source;
use crate::span::YEARS;
use crate::time::Moment;
use crate::zone::{Local, Zone};

/// The longest length that an events file can have, in days.
const MOST_DAYS: i64 = 3660;

/// A VEVENT.
#[derive(Clone, Debug)]
pub(super) struct Meeting<'a> {
    pub(super) component: &'a Component,
    pub(super) line: usize,
    pub(super) uid: Option<String>,
    pub(super) start: When,
    /// From start to end, exactly; whole days of an all-day event. `None` is unknown.
    pub(super) length: Option<TimeDelta>,
    pub(super) status: State,
    pub(super) reason: Option<String>,
    pub(super) details: Details,
}

impl<'a> Meeting<'a> {
    /// Reads a VEVENT. Returns `None` if it has no start that an events file can have, which is noted.
    pub(super) fn read(
        component: &'a Component,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) -> Option<Self> {
        let line = component.line;
        let title = details::title(component, source.is_own);
        let Some(property) = component.property("DTSTART") else {
            return lost(component, ledger, &title, "it has no DTSTART");
        };
        let written = match times::when(property, source.zones) {
            Ok(start) => start,
            Err(why) => return lost(component, ledger, &title, &why),
        };
        let start = whole_days(written, component, source.zones);
        if !YEARS.contains(&start.local(None).year()) {
            let why = "an events file has dates from 1970 to 2099 only";
            return lost(component, ledger, &title, why);
        }
        let (cut, has_seconds) = to_minute(start);
        if has_seconds {
            ledger.remark(line, &title, "an events file has no seconds: they are cut");
            ledger.note(property.line, Outcome::Rewritten("a time without seconds"));
        } else {
            ledger.note(property.line, Outcome::Kept);
        }
        let length = length(component, cut, source.zones, &title, ledger);
        let (details, status, reason) =
            details::details(component, matches!(cut, When::Date(_)), source, ledger);
        let uid = component.property("UID");
        if let Some(uid) = uid {
            ledger.note(uid.line, Outcome::Kept);
        }
        let uid = uid.map(|uid| uid.text().trim().to_owned());
        Some(Self {
            component,
            line,
            uid: uid.filter(|uid| !uid.is_empty()),
            start: cut,
            length,
            status,
            reason,
            details,
        })
    }

    pub(super) fn title(&self) -> &str {
        &self.details.title
    }

    pub(super) fn is_all_day(&self) -> bool {
        matches!(self.start, When::Date(_))
    }

    /// Returns it as an event of its own. A time that the clocks show twice, or never, is written in UTC.
    pub(super) fn alone(&self, zones: &Zones) -> Entry {
        let (start, zone) = match self.start {
            When::Date(date) => (Moment::Date(date), None),
            When::Floating(local) => (Moment::DateTime(local), None),
            When::Zoned(zone, _) => existing(zone, self.start.instant()),
            When::Utc(instant) => existing(zones.home().unwrap_or(Zone::UTC), instant),
        };
        Entry {
            uid: self.uid.clone(),
            zone,
            length: self.length,
            status: self.status,
            reason: self.reason.clone(),
            details: self.details.clone(),
            ..Entry::new(self.line, String::new(), start)
        }
    }
}

/// Returns an instant as a local time that exists once, in this zone or else in UTC.
pub(super) fn existing(zone: Zone, instant: DateTime<Utc>) -> (Moment, Option<Zone>) {
    let local = zone.to_local(instant);
    match zone.resolve(local) {
        Local::Once(_) => (Moment::DateTime(local), Some(zone)),
        Local::Gap { .. } | Local::Fold { .. } => {
            (Moment::DateTime(instant.naive_utc()), Some(Zone::UTC))
        }
    }
}

fn lost<'a>(
    component: &Component,
    ledger: &mut Ledger,
    title: &str,
    why: &str,
) -> Option<Meeting<'a>> {
    ledger.lost(component.line, title, why);
    drop_all(
        component,
        "the event could not be imported; see the list of events",
        ledger,
    );
    None
}

/// Notes that a component is dropped with everything in it.
pub(super) fn drop_all(component: &Component, why: &'static str, ledger: &mut Ledger) {
    ledger.note(component.line, Outcome::Dropped(why));
    for property in &component.properties {
        ledger.note(property.line, Outcome::Dropped(why));
    }
    for part in &component.components {
        drop_all(part, why, ledger);
    }
}

/// Returns the date instead of a time if Outlook says that the event is all day.
fn whole_days(start: When, component: &Component, zones: &Zones) -> When {
    let flag = component.property("X-MICROSOFT-CDO-ALLDAYEVENT");
    if !flag.is_some_and(|flag| flag.value.trim().eq_ignore_ascii_case("TRUE")) {
        return start;
    }
    let own = start.local(None);
    let home = start.local(zones.home());
    let is_midnight = |local: &NaiveDateTime| local.time() == NaiveTime::MIN;
    match [home, own].into_iter().find(is_midnight) {
        Some(midnight) => When::Date(midnight.date()),
        None => start,
    }
}

/// Cuts the seconds, and returns whether there were any.
fn to_minute(when: When) -> (When, bool) {
    match when {
        When::Date(_) => (when, false),
        When::Zoned(zone, local) => (When::Zoned(zone, minute(local)), minute(local) != local),
        When::Floating(local) => (When::Floating(minute(local)), minute(local) != local),
        When::Utc(instant) => {
            let cut = minute(instant.naive_utc()).and_utc();
            (When::Utc(cut), cut != instant)
        }
    }
}

fn minute(local: NaiveDateTime) -> NaiveDateTime {
    let time = local.time();
    let time = NaiveTime::from_hms_opt(time.hour(), time.minute(), 0);
    local.date().and_time(time.unwrap_or_default())
}

/// Returns the length of an event, and notes what became of DTEND and DURATION.
fn length(
    component: &Component,
    start: When,
    zones: &Zones,
    title: &str,
    ledger: &mut Ledger,
) -> Option<TimeDelta> {
    let line = component.line;
    let (end, duration) = (component.property("DTEND"), component.property("DURATION"));
    let is_all_day = matches!(start, When::Date(_));
    let Some(property) = end.or(duration) else {
        // "the anniversary type of VEVENT … the event's duration is taken to be one day" (RFC 5545 §3.6.1).
        return is_all_day.then(|| TimeDelta::days(1));
    };
    let found = match end {
        Some(end) => by_end(end, start, zones),
        None => by_duration(property, is_all_day),
    };
    let most = TimeDelta::days(MOST_DAYS);
    match found {
        Err(why) => {
            ledger.lost(line, title, format!("its end could not be read: {why}"));
            ledger.note(property.line, Outcome::Dropped("it could not be read"));
            None
        }
        Ok(length) if length > most => {
            let why = format!("it lasts longer than {MOST_DAYS} days: its end is left out");
            ledger.lost(line, title, why);
            ledger.note(
                property.line,
                Outcome::Dropped("an events file has no event that lasts so long"),
            );
            None
        }
        Ok(length) if length > TimeDelta::zero() => {
            let outcome = match end {
                Some(_) => Outcome::Kept,
                None => Outcome::Rewritten("the key `duration` or `end`"),
            };
            ledger.note(property.line, outcome);
            Some(length)
        }
        Ok(length) => {
            let (remark, why) = if length == TimeDelta::zero() {
                (
                    "its end is its start, so its end is unknown",
                    "an end that is the start says nothing",
                )
            } else {
                (
                    "its end is before its start, so its end is unknown",
                    "an end before the start cannot be",
                )
            };
            ledger.remark(line, title, remark);
            ledger.note(property.line, Outcome::Dropped(why));
            is_all_day.then(|| TimeDelta::days(1))
        }
    }
}

/// Returns the length until an exclusive end.
fn by_end(property: &Property, start: When, zones: &Zones) -> Result<TimeDelta, String> {
    let end = times::when(property, zones)?;
    let When::Date(first) = start else {
        let end = match end {
            // A date as the end of a time is its midnight, on the clock of the start.
            When::Date(date) => on_clock_of(start, date.and_time(NaiveTime::MIN)),
            end => end,
        };
        return Ok(to_whole_minute(end.instant()) - start.instant());
    };
    let end = match end {
        When::Date(end) => end,
        end => {
            let zone = zones.home();
            let local = match end {
                When::Zoned(..) => end.local(None),
                _ => end.local(zone),
            };
            match local.time() {
                NaiveTime::MIN => local.date(),
                _ => local.date().succ_opt().unwrap_or(local.date()),
            }
        }
    };
    Ok(end - first)
}

fn on_clock_of(start: When, local: NaiveDateTime) -> When {
    match start {
        When::Zoned(zone, _) => When::Zoned(zone, local),
        When::Utc(_) => When::Utc(local.and_utc()),
        When::Date(_) | When::Floating(_) => When::Floating(local),
    }
}

/// Cuts the seconds of an end. `23:59:59` is what some programs write for midnight, so the last second of a minute counts as the next minute.
fn to_whole_minute(end: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = i64::from(end.second());
    let cut = end - TimeDelta::seconds(seconds);
    match seconds {
        59 => cut + TimeDelta::minutes(1),
        _ => cut,
    }
}

fn by_duration(property: &Property, is_all_day: bool) -> Result<TimeDelta, String> {
    let length = times::duration(&property.value);
    let length =
        length.ok_or_else(|| format!("`{}` is no length of iCalendar", property.value.trim()))?;
    if is_all_day {
        let days = length.num_days();
        let has_rest = length > TimeDelta::days(days);
        return Ok(TimeDelta::days(days + i64::from(has_rest)));
    }
    Ok(TimeDelta::minutes(length.num_minutes()))
}
