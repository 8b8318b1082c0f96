//! Reads a length of time, such as `1h30m`, `2 hours` or `half an hour`.
//!
//! [`Length::parse`] returns minutes or whole days, above zero and at most about ten years. If people may have meant something else, such
//! as minutes in `90`, the problem suggests each.

use crate::diagnostic::{Edit, Problem, ValueFinding};

/// A length of time, above zero: minutes of a timed event, or whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Length {
    /// A number of minutes, exactly.
    Minutes(u32),
    /// A number of calendar days, which a clock change may make longer or shorter.
    Days(u32),
}

/// The words of each unit, the longest unit first.
const UNITS: [(&str, &[&str]); 3] = [
    ("d", &["d", "day", "days"]),
    ("h", &["h", "hr", "hrs", "hour", "hours"]),
    ("m", &["m", "min", "mins", "minute", "minutes"]),
];

/// Numbers in words.
const NUMBERS: [(&str, &str); 8] = [
    ("a", "1"),
    ("an", "1"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
];

/// Phrases that are read as a whole, with their minutes.
const PHRASES: [(&str, u32); 7] = [
    ("half an hour", 30),
    ("half hour", 30),
    ("a half hour", 30),
    ("an hour and a half", 90),
    ("one and a half hours", 90),
    ("a quarter of an hour", 15),
    ("three quarters of an hour", 45),
];

impl Length {
    /// The longest length, about ten years. A longer one is probably a typo.
    const MOST_DAYS: u32 = 3660;

    pub(crate) fn parse(written: &str) -> Result<Self, Problem> {
        let words: Vec<String> = written.split_whitespace().map(str::to_lowercase).collect();
        let text = words.join(" ");
        if let Some((_, minutes)) = PHRASES.iter().find(|(phrase, _)| *phrase == text) {
            return Ok(Self::Minutes(*minutes));
        }
        let shown = || written.into();
        if let Ok(number) = text.parse::<u32>() {
            let problem = Problem::from(ValueFinding::NoUnit { written: shown() });
            let guess =
                |problem: Problem, unit| problem.guess(Edit::Value(format!("{number}{unit}")));
            return Err(["m", "h", "d"].into_iter().fold(problem, guess));
        }
        let bad = || Problem::from(ValueFinding::BadLength { written: shown() });
        let Some([days, minutes]) = days_and_minutes(&text) else {
            return Err(match meant(&text) {
                Some(length) => bad().guess(Edit::Value(length)),
                None => bad(),
            });
        };
        let most = Self::MOST_DAYS;
        match (days, minutes) {
            _ if days > most || minutes > most * 24 * 60 || (days, minutes) == (0, 0) => {
                Err(ValueFinding::LengthOutside {
                    written: shown(),
                    most,
                }
                .into())
            }
            (days, 0) => Ok(Self::Days(days)),
            (0, minutes) => Ok(Self::Minutes(minutes)),
            (_, _) => Err(ValueFinding::DaysAndHours { written: shown() }.into()),
        }
    }

    /// Returns the DURATION value ([RFC 5545 §3.3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6)): `PT4H`.
    pub(crate) fn duration(self) -> String {
        match self {
            Self::Days(days) => format!("P{days}D"),
            Self::Minutes(minutes) => match (minutes / 60, minutes % 60) {
                (hours, 0) => format!("PT{hours}H"),
                (0, minutes) => format!("PT{minutes}M"),
                (hours, minutes) => format!("PT{hours}H{minutes}M"),
            },
        }
    }
}

/// Reads numbers, each with its unit. Each unit may appear once, and longer units come first: `30m1h` is probably a typo.
fn days_and_minutes(text: &str) -> Option<[u32; 2]> {
    let (mut days, mut minutes, mut units) = (0_u32, 0_u32, UNITS.as_slice());
    let mut rest = text;
    while !rest.is_empty() {
        let (number, after) = next(rest)?;
        let number = NUMBERS
            .iter()
            .find(|(word, _)| *word == number)
            .map_or(number, |(_, number)| *number);
        let (unit, after) = next(after).unwrap_or(("", ""));
        let is_unit = |(_, words): &(&str, &[&str])| {
            // After hours, two digits are minutes: `1h30`.
            words.contains(&unit)
                || (unit.is_empty() && minutes > 0 && number.len() == 2 && words.contains(&"m"))
        };
        let at = units.iter().position(is_unit)?;
        let (name, _) = units.get(at)?;
        units = units.get(at + 1..)?;
        match *name {
            "d" => days = number.parse().ok()?,
            "h" => minutes = hours(number)?,
            _ => minutes = minutes.checked_add(number.parse().ok()?)?,
        }
        rest = after;
    }
    units
        .get(UNITS.len()..)
        .is_none()
        .then_some([days, minutes])
}

/// Returns the minutes of `2`, `1.5` or `0.25` hours.
fn hours(number: &str) -> Option<u32> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let minutes = match fraction.trim_end_matches('0') {
        "" => 0,
        "25" => 15,
        "5" => 30,
        "75" => 45,
        _ => return None,
    };
    whole
        .parse::<u32>()
        .ok()?
        .checked_mul(60)?
        .checked_add(minutes)
}

/// Splits off the next number or word. `and` and commas before it are skipped.
fn next(text: &str) -> Option<(&str, &str)> {
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let text = text.trim_start_matches([' ', ',']);
    let text = text.strip_prefix("and ").unwrap_or(text).trim_start();
    let is_number = text.starts_with(is_digit);
    let end = text.find(|c: char| c == ' ' || c == ',' || is_digit(c) != is_number);
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    (!word.is_empty()).then_some((word, rest))
}

/// Returns what was probably meant: `1h30m` for `1:30`, and `14d` for `2 weeks`.
fn meant(text: &str) -> Option<String> {
    let (number, unit) = next(text)?;
    if ["w", "wk", "wks", "week", "weeks"].contains(&unit.trim()) {
        let days = number.parse::<u32>().ok()?.checked_mul(7)?;
        return Some(format!("{days}d"));
    }
    let (hours, minutes) = text
        .split_once(':')
        .filter(|(_, minutes)| minutes.len() == 2)?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(format!("{hours}h{minutes:02}m"))
}
