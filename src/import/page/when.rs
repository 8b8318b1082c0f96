//! Decides what the dates and times of a line mean, with the year of the heading above it.
//!
//! A weekday must be that of its date, and digits must be one date only. What can be several dates or times is an error with the reason in words,
//! and nothing is guessed. The words are those of the reader of times, [`crate::time`].

use chrono::{Month, NaiveDate, NaiveDateTime, TimeDelta};

use super::phrase::{Date, Day};
use crate::diagnostic::{Certainty, Edit, Finding, Problem, TimeFinding};
use crate::time::Moment;
use crate::weekday::weekday_name;

/// Returns the first day and the last, of several.
///
/// # Errors
/// Why it cannot be known, in words.
pub(super) fn days(
    first: &Day,
    last: Option<&Day>,
    year: Option<i32>,
) -> Result<(NaiveDate, Option<NaiveDate>), String> {
    let own = |day: &Day| match day.date {
        Date::Named { year, .. } => year,
        Date::Numeric(_) => None,
    };
    let year_of_last = last.and_then(own).or(year);
    let begin = day(first, own(first).or(year_of_last))?;
    let Some(last) = last else {
        return Ok((begin, None));
    };
    let end = day(last, own(last).or(own(first)).or(year))?;
    if end <= begin {
        return Err(format!(
            "the last day, {end}, is not after the first, {begin}"
        ));
    }
    Ok((begin, Some(end)))
}

fn day(day: &Day, year: Option<i32>) -> Result<NaiveDate, String> {
    let weekday = day.weekday.map_or("", weekday_name);
    let written = match &day.date {
        Date::Numeric(written) => written.clone(),
        Date::Named { day, month, .. } => {
            let Some(year) = year else {
                let reason = "it has no year, and no heading above it has one; write the year after the month";
                return Err(reason.to_owned());
            };
            let month = u8::try_from(*month)
                .ok()
                .and_then(|month| Month::try_from(month).ok());
            format!("{day} {} {year}", month.map_or("", |month| month.name()))
        }
    };
    match read(format!("{weekday} {written}").trim())? {
        Moment::Date(date) => Ok(date),
        other => Err(format!("`{written}` is {}", other.form())),
    }
}

/// Reads what is certain, also if the reference writes it in another way.
fn read(written: &str) -> Result<Moment, String> {
    Moment::parse(written).or_else(|problem| exact(&problem).ok_or_else(|| problem.message()))
}

fn exact(problem: &Problem) -> Option<Moment> {
    let mut repairs = problem.repairs().iter();
    repairs.find_map(|repair| match (&repair.edit, repair.certainty) {
        (Edit::Value(value), Certainty::Exact) => Moment::parse(value).ok(),
        _ => None,
    })
}

/// Returns the start on a day, and how long it takes if the text says when it ends.
///
/// # Errors
/// Why it cannot be known, in words.
pub(super) fn times(
    date: NaiveDate,
    written: &str,
) -> Result<(NaiveDateTime, Option<TimeDelta>), String> {
    let problem = match Moment::parse(&format!("{date} {written}")) {
        Ok(Moment::DateTime(start)) => return Ok((start, None)),
        Ok(_) => return Err(format!("`{written}` is no time of day")),
        Err(problem) => problem,
    };
    if let Some(Moment::DateTime(start)) = exact(&problem) {
        return Ok((start, None));
    }
    if let Finding::Time(TimeFinding::Several {
        spans,
        is_certain: true,
        ..
    }) = problem.finding()
        && let [(start, Some(end))] = spans.as_slice()
        && let Ok(Moment::DateTime(start)) = Moment::parse(start)
    {
        let end = match Moment::parse(end.trim_matches('"')) {
            Ok(Moment::Time(time)) => Some(date.and_time(time)),
            Ok(Moment::DateTime(end)) => Some(end),
            _ => None,
        };
        if let Some(end) = end.filter(|end| *end > start) {
            return Ok((start, Some(end - start)));
        }
    }
    Err(format!(
        "`{written}` can be read in more than one way; write the times as 11:00-12:00"
    ))
}
