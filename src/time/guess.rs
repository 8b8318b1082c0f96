//! What somebody probably meant by a date or a time that cannot be read.
//!
//! In: text that is no [`Moment`](super::Moment). Out: the problem, whose cure names the value to type where there is a guess.
//! Guaranteed: a guess is only ever a cure; nothing is published by it. Absent: languages other than English.

use chrono::{Datelike, Month, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::YEARS;
use crate::diagnostic::{Kind, Problem};
use crate::visible::shown;

/// Hardly a single event is longer.
pub(crate) const SOON: TimeDelta = TimeDelta::days(14);

/// Returns `end` in the year in which it is soon after `start`, where its own year is another.
pub(crate) fn in_another_year(start: NaiveDateTime, end: NaiveDateTime) -> Option<NaiveDateTime> {
    let years = start.year()..=start.year() + 1;
    let soon = |end: &NaiveDateTime| start <= *end && *end - start <= SOON;
    years
        .filter(|year| *year != end.year() && YEARS.contains(year))
        .filter_map(|year| end.with_year(year))
        .find(soon)
}

/// Understands `11am`, `1.30 pm`, `11.00` and `midday` well enough to say how to write them.
pub(super) fn spoken_time(written: &str) -> Option<NaiveTime> {
    let text = written
        .trim()
        .to_lowercase()
        .replace('.', ":")
        .replace(' ', "");
    // As our own pages say it.
    if ["noon", "midday", "12noon", "12midday"].contains(&text.as_str()) {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let (clock, afternoon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(false)),
        (_, Some(clock)) => (clock, Some(true)),
        _ => (text.as_str(), None),
    };
    let (hours, minutes) = clock.split_once(':').unwrap_or((clock, "0"));
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let hours = match afternoon {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(afternoon) => hours % 12 + if afternoon { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hours, minutes, 0)
}

/// Says where the rest belongs of a time with something behind it: an offset, an end, a zone.
pub(super) fn clock_with_more(written: &str) -> Option<String> {
    let end = written.find(|c: char| !c.is_ascii_digit() && c != ':')?;
    let (clock, rest) = written.split_at(end);
    let clock = NaiveTime::parse_from_str(clock, "%H:%M").ok()?;
    let shown_clock = clock.format("%H:%M");
    let behind = rest
        .trim()
        .trim_start_matches(['-', '–', '+'])
        .trim_start_matches("to ");
    let until = spoken_time(behind).filter(|until| *until > clock && !rest.starts_with('+'));
    Some(match until {
        Some(until) => format!(
            "write `{shown_clock}` here, and the end under a key of its own: `end: \"{}\"`",
            until.format("%H:%M")
        ),
        None => format!(
            "write `{shown_clock}`: the zone is that of the event, under `timezone`, or of the calendar"
        ),
    })
}

/// The answer to text that is no moment at all, with the best guess that there is.
pub(super) fn no_moment(written: &str) -> Problem {
    let problem = Problem::new(
        Kind::BadDate,
        format!("`{}` is not a date or a time", shown(written)),
    );
    let is_number = written.chars().all(|c| c.is_ascii_digit());
    if let Some(time) = spoken_time(written).filter(|_| !is_number) {
        return Problem::new(
            Kind::BadTime,
            format!("`{}` is not a time of day", shown(written)),
        )
        .help(format!("write `{}`", time.format("%H:%M")));
    }
    let time = written
        .rsplit_once(|c: char| c.is_whitespace() || matches!(c, 'T' | 't'))
        .and_then(|(_, rest)| spoken_time(&rest.replace(':', ".")).filter(|_| rest.len() != 4));
    match (spoken_date(written), time) {
        (Some(date), Some(time)) => {
            problem.help(format!("write it as `{date} {}`", time.format("%H:%M")))
        }
        (Some(date), None) => problem.help(format!("write the date as `{date}`")),
        (None, _) => match spoken_month(written) {
            Some(first) => {
                problem.help(format!("write the month as `{}`", first.format("%Y-%m")))
            }
            None => problem.help(
                "write a date as `2025-03-27`, a date with a time as `2025-03-27 11:00`, a time as `11:00`",
            ),
        },
    }
}

/// The numbers of a text, in order, and the month that it names.
fn parts(written: &str) -> (Vec<u32>, Option<u32>) {
    let mut month = None;
    let mut numbers = Vec::new();
    for word in written
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        match (digits.parse(), word.parse::<Month>()) {
            (Ok(number), _) => numbers.push(number),
            (Err(_), Ok(named)) => month = month.or(Some(named.number_from_month())),
            (Err(_), Err(_)) => {}
        }
    }
    (numbers, month)
}

/// Understands `27/03/2025`, `27 March 2025` and `March 27, 2025`; `03/04/2025` is day first, as in the United Kingdom.
fn spoken_date(written: &str) -> Option<NaiveDate> {
    let (numbers, month) = parts(written);
    let (year, month, day) = match (numbers.as_slice(), month) {
        (&[year, day, ..] | &[day, year, ..], Some(month)) if year > 31 => (year, month, day),
        (&[month, day, year, ..], None) if year > 31 && day > 12 => (year, month, day),
        (&[day, month, year, ..], None) if year > 31 => (year, month, day),
        (&[year, month, day, ..], None) => (year, month, day),
        _ => return None,
    };
    known(year, month, day)
}

/// Understands `March 2025` and `2025-3`.
fn spoken_month(written: &str) -> Option<NaiveDate> {
    let (numbers, month) = parts(written);
    match (numbers.as_slice(), month) {
        (&[year], Some(month)) | (&[year, month] | &[month, year], None) if year > 31 => {
            known(year, month, 1)
        }
        _ => None,
    }
}

fn known(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    YEARS.contains(&date.year()).then_some(date)
}
