//! Reads dates, times and durations as iCalendar writes them, and as programs write them that do not follow it where only one meaning is possible.
//!
//! A value with eight digits is a date, whatever VALUE says. A time with `Z` or an offset from UTC is an instant. Any other time is in the zone of TZID, or
//! in the home zone. A time that a clock change skips or repeats is read as §3.3.5 says. Years that an events file cannot have are refused, so
//! no later arithmetic can overflow. Sections: [RFC 5545 §3.3.4] (DATE), [§3.3.5] (DATE-TIME), [§3.3.6] (DURATION).
//!
//! [RFC 5545 §3.3.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.4
//! [§3.3.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
//! [§3.3.6]: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6

use std::borrow::Cow;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::reader::Property;
use super::zones::Zones;
use crate::span::YEARS;
use crate::zone::{Local, Zone};

/// The longest DURATION, in days. It keeps sums of a time and a length within the range of chrono.
const LONGEST: TimeDelta = TimeDelta::days(36_600);

/// How much of a wrong value a message shows.
const SHOWN: usize = 60;

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
            (Self::Zoned(own, local), Some(zone)) if own != zone => {
                zone.to_local(Self::instant_in(own, local))
            }
            (Self::Zoned(_, local) | Self::Floating(local), _) => local,
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
    let name = &property.name;
    if property.value.trim().is_empty() {
        return Err(format!("`{name}` is empty"));
    }
    one(&property.value, property, &zone_of(property, zones))
}

/// Reads each value of a property such as EXDATE. Of a period, the start is read.
///
/// # Errors
/// Per value: what cannot be read, in words.
pub(super) fn all(property: &Property, zones: &Zones) -> Vec<Result<When, String>> {
    let zone = zone_of(property, zones);
    let values = property.value.split(',');
    let values = values.filter(|value| !value.trim().is_empty());
    values
        .map(|value| {
            let start = value.split_once('/').map_or(value, |(start, _)| start);
            one(start, property, &zone)
        })
        .collect()
}

/// Reads a DURATION, such as `PT1H30M`, `-P1D` or `P2W`. Returns `None` if it is of no such form, or longer than a century.
pub(super) fn duration(value: &str) -> Option<TimeDelta> {
    let value = value.trim().to_ascii_uppercase();
    let (is_negative, value) = match value.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, value.strip_prefix('+').unwrap_or(&value)),
    };
    let mut rest = value.strip_prefix('P')?;
    let mut total = TimeDelta::zero();
    let (mut is_time, mut is_empty) = (false, true);
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T').filter(|_| !is_time) {
            (is_time, rest) = (true, time);
            continue;
        }
        let end = rest.find(|it: char| !it.is_ascii_digit())?;
        let (number, unit) = rest.split_at_checked(end)?;
        let count: i64 = number.parse().ok()?;
        let mut units = unit.chars();
        let part = match (units.next()?, is_time) {
            ('W', false) => TimeDelta::try_weeks(count)?,
            ('D', false) => TimeDelta::try_days(count)?,
            ('H', _) => TimeDelta::try_hours(count)?,
            // Before a `T`, it would be months in ISO 8601.
            ('M', true) => TimeDelta::try_minutes(count)?,
            ('S', _) => TimeDelta::try_seconds(count)?,
            _ => return None,
        };
        total = total.checked_add(&part).filter(|it| *it <= LONGEST)?;
        (rest, is_empty) = (units.as_str(), false);
    }
    (!is_empty).then_some(if is_negative { -total } else { total })
}

/// Returns the zone of times without one of their own, or why the zone that the property names is not known.
fn zone_of(property: &Property, zones: &Zones) -> Result<Option<Zone>, String> {
    let tzid = property.parameter("TZID").map(str::trim);
    match tzid.filter(|tzid| !tzid.is_empty()) {
        Some(tzid) => zones.resolve(tzid).map(Some),
        None => Ok(zones.home()),
    }
}

fn one(
    value: &str,
    property: &Property,
    zone: &Result<Option<Zone>, String>,
) -> Result<When, String> {
    let written = Written::parse(value).map_err(|why| {
        let shown: String = value.trim().chars().take(SHOWN).collect();
        format!("`{}` is `{shown}`: {why}", property.name)
    })?;
    let is_date = property.parameter("VALUE");
    let is_date = is_date.is_some_and(|it| it.eq_ignore_ascii_case("DATE"));
    let (time, offset) = match written.time {
        // A date in a time zone is a date everywhere.
        None => return Ok(When::Date(written.date)),
        // Some programs write whole days as midnights, and only VALUE tells.
        Some((NaiveTime::MIN, _)) if is_date => return Ok(When::Date(written.date)),
        Some(time) => time,
    };
    let local = written.date.and_time(time);
    // "TZID MUST NOT be applied to DATE-TIME properties whose time values are specified in UTC": `Z` wins.
    Ok(match (offset, zone.clone()) {
        (Some(offset), _) => When::Utc((local - offset).and_utc()),
        (None, zone) => match zone? {
            Some(zone) => When::Zoned(zone, local),
            None => When::Floating(local),
        },
    })
}

/// A date or time as it is written.
pub(super) struct Written {
    pub(super) date: NaiveDate,
    /// The time of day, and the offset from UTC if one is written.
    time: Option<(NaiveTime, Option<TimeDelta>)>,
}

impl Written {
    /// Reads `20260122`, `20260122T110000` or `20260122T110000Z`, and the same with hyphens, colons, an offset, or without seconds.
    pub(super) fn parse(value: &str) -> Result<Self, Cow<'static, str>> {
        let unknown = "expected a date such as `20260122` or a time such as `20260122T110000Z`";
        let value = value.trim();
        if value.len() > SHOWN {
            return Err(unknown.into());
        }
        let value: String = value.chars().filter(|it| !it.is_whitespace()).collect();
        let value = value.to_ascii_uppercase();
        let (date, time) = match value.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (value.as_str(), None),
        };
        let [year, month, day] = numbers(date, '-', &[4, 2, 2]).ok_or(unknown)?;
        let date = i32::try_from(year).ok().filter(|year| YEARS.contains(year));
        let year = date.ok_or_else(|| {
            let (first, last) = (YEARS.start(), YEARS.end());
            format!("an events file can have the years {first} to {last}")
        })?;
        let date = NaiveDate::from_ymd_opt(year, month, day);
        let date = date.ok_or("there is no such day in the calendar")?;
        let Some(time) = time else {
            return Ok(Self { date, time: None });
        };
        let (clock, offset) = match time.strip_suffix('Z') {
            Some(clock) => (clock, Some(TimeDelta::zero())),
            None => match time
                .find(['+', '-'])
                .and_then(|at| time.split_at_checked(at))
            {
                Some((clock, offset)) => (clock, Some(offset_of(offset).ok_or(unknown)?)),
                None => (time, None),
            },
        };
        // Fractions of a second are not in RFC 5545, and no event needs them.
        let clock = clock.split_once('.').map_or(clock, |(clock, _)| clock);
        let [hour, minute, second] = numbers(clock, ':', &[2, 2, 2])
            .or_else(|| numbers(clock, ':', &[2, 2]).map(|[hour, minute]| [hour, minute, 0]))
            .ok_or(unknown)?;
        if (hour, minute, second) == (24, 0, 0) {
            let next = date.checked_add_days(Days::new(1));
            let next = next.filter(|next| YEARS.contains(&next.year()));
            let date = next.ok_or("it is after the last year of an events file")?;
            let time = Some((NaiveTime::MIN, offset));
            return Ok(Self { date, time });
        }
        // "Implementations that do not support leap seconds SHOULD interpret the second 60 as equivalent to the second 59."
        let time = NaiveTime::from_hms_opt(hour, minute, second.min(59));
        let time = time
            .filter(|_| second <= 60)
            .ok_or("there is no such time of day")?;
        let time = Some((time, offset));
        Ok(Self { date, time })
    }
}

/// Reads numbers with these numbers of digits, all with a separator between them or none.
fn numbers<const N: usize>(text: &str, separator: char, lengths: &[usize; N]) -> Option<[u32; N]> {
    let mut rest = text;
    let mut found = [0; N];
    let mut separators = 0;
    for (index, (number, length)) in found.iter_mut().zip(lengths).enumerate() {
        if let Some(after) = rest.strip_prefix(separator).filter(|_| index > 0) {
            rest = after;
            separators += 1;
        }
        let (digits, after) = rest.split_at_checked(*length)?;
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        *number = digits.parse().ok().filter(|_| are_digits)?;
        rest = after;
    }
    (rest.is_empty() && (separators == 0 || separators + 1 == N)).then_some(found)
}

/// Reads an offset from UTC such as `+0100`, `-05:30` or `+01`.
pub(super) fn offset_of(text: &str) -> Option<TimeDelta> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let [hours, minutes, seconds] = numbers(digits, ':', &[2, 2, 2])
        .or_else(|| numbers(digits, ':', &[2, 2]).map(|[hours, minutes]| [hours, minutes, 0]))
        .or_else(|| numbers(digits, ':', &[2]).map(|[hours]| [hours, 0, 0]))?;
    if hours > 15 || minutes > 59 || seconds > 59 {
        return None;
    }
    let offset = TimeDelta::seconds(i64::from(hours * 3600 + minutes * 60 + seconds));
    Some(if is_negative { -offset } else { offset })
}

#[cfg(test)]
mod tests;
