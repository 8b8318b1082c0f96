//! Reads dates, times and durations as iCalendar writes them.
//!
//! Sections: [RFC 5545 §3.3.4] (DATE), [§3.3.5] (DATE-TIME), [§3.3.6] (DURATION).
//!
//! [RFC 5545 §3.3.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.4
//! [§3.3.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
//! [§3.3.6]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::reader::Property;
use super::zones::Zones;
use crate::zone::{Local, Zone};

/// A date, or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Date(NaiveDate),
    Zoned(Zone, NaiveDateTime),
    Utc(DateTime<Utc>),
    /// A time without a zone, in a file that names none for such times.
    Floating(NaiveDateTime),
}

impl When {
    /// The date and the time of day in `zone`, or as written if it has its own or none.
    pub(super) fn local(self, zone: Option<Zone>) -> NaiveDateTime {
        match (self, zone) {
            (Self::Date(date), _) => date.into(),
            (Self::Floating(local), _) => local,
            (Self::Zoned(own, local), Some(zone)) if own != zone => {
                zone.to_local(Self::instant_in(own, local))
            }
            (Self::Zoned(_, local), _) => local,
            (Self::Utc(instant), Some(zone)) => zone.to_local(instant),
            (Self::Utc(instant), None) => instant.naive_utc(),
        }
    }

    /// The instant; midnight UTC of a date, and as if in UTC of a time without a zone.
    pub(super) fn instant(self) -> DateTime<Utc> {
        match self {
            Self::Date(date) => NaiveDateTime::from(date).and_utc(),
            Self::Floating(local) => local.and_utc(),
            Self::Zoned(zone, local) => Self::instant_in(zone, local),
            Self::Utc(instant) => instant,
        }
    }

    fn instant_in(zone: Zone, local: NaiveDateTime) -> DateTime<Utc> {
        match zone.resolve(local) {
            Local::Once(instant) | Local::Fold { first: instant, .. } => instant,
            // By RFC 5545 §3.3.5, with the offset before the gap.
            Local::Gap { before, start, .. } => {
                let minute = TimeDelta::minutes(1);
                Self::instant_in(zone, before) + minute + (local - start)
            }
        }
    }
}

/// Reads the one value of a property such as DTSTART.
///
/// # Errors
/// What cannot be read, in words.
pub(super) fn when(property: &Property, zones: &Zones) -> Result<When, String> {
    one(property.value.trim(), property, zones)
}

/// Reads each value of a property such as EXDATE.
///
/// # Errors
/// Per value: what cannot be read, in words.
pub(super) fn all(property: &Property, zones: &Zones) -> Vec<Result<When, String>> {
    let values = property.value.split(',');
    values
        .map(|value| one(value.trim(), property, zones))
        .collect()
}

fn one(value: &str, property: &Property, zones: &Zones) -> Result<When, String> {
    if let Ok(date) = NaiveDate::parse_from_str(value, "%Y%m%d") {
        return Ok(When::Date(date));
    }
    let (local, is_utc) = match value.strip_suffix('Z') {
        Some(local) => (local, true),
        None => (value, false),
    };
    let local = NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S");
    let local = local.map_err(|_| format!("`{value}` is no date or time of iCalendar"))?;
    let named = property.parameter("TZID").and_then(|tzid| zones.find(tzid));
    Ok(match (is_utc, named.or(zones.home())) {
        (true, _) => When::Utc(local.and_utc()),
        (false, Some(zone)) => When::Zoned(zone, local),
        (false, None) => When::Floating(local),
    })
}

/// Reads a DURATION, such as `PT1H30M`, `P1D` or `P2W`.
pub(super) fn duration(value: &str) -> Option<TimeDelta> {
    let rest = value.trim().strip_prefix(['P', 'p'])?;
    let mut total = TimeDelta::zero();
    let mut number = String::new();
    for character in rest.chars() {
        match character.to_ascii_uppercase() {
            'T' => {}
            digit if digit.is_ascii_digit() => number.push(digit),
            unit => {
                let count: i64 = number.parse().ok()?;
                number.clear();
                total += match unit {
                    'W' => TimeDelta::try_weeks(count)?,
                    'D' => TimeDelta::try_days(count)?,
                    'H' => TimeDelta::try_hours(count)?,
                    'M' => TimeDelta::try_minutes(count)?,
                    'S' => TimeDelta::try_seconds(count)?,
                    _ => return None,
                };
            }
        }
    }
    Some(total)
}
