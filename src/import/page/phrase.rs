//! Finds the dates and times in a line of text, such as `Thursday 26th March` and `11am - 11:50am`.
//!
//! A [`Phrase`] says where it is and what is written there. What it means is decided in [`super::when`], which knows the year of the heading.

use std::ops::Range;

use chrono::Weekday;

use super::date_words::{Read, is_range, month, month_after, number, skip, weekday, year};
use super::token::{Kind, Token, tokens};

/// A date or a time in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Where it is, in bytes.
    pub(super) range: Range<usize>,
    pub(super) meaning: Meaning,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A day, or the first and the last of several.
    Days(Day, Option<Day>),
    /// Two days of a month: `6 and 8 May`.
    Both(Day, Day),
    /// A month of a year.
    Month(i32, u32),
    /// A time or a range of times, as the reader of times understands it, and the name of its zone.
    Time(String, Option<String>),
    /// `tbc`
    Unknown,
}

impl Meaning {
    /// The year that it names.
    pub(super) fn year(&self) -> Option<i32> {
        let (first, last) = match self {
            Self::Month(year, _) => return Some(*year),
            Self::Days(first, last) => (first, last.as_ref()),
            Self::Both(first, last) => (first, Some(last)),
            Self::Time(..) | Self::Unknown => return None,
        };
        let year = |day: &Day| match day.date {
            Date::Named { year, .. } => year,
            Date::Numeric(_) => None,
        };
        year(first).or_else(|| year(last?))
    }
}

/// A day as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) weekday: Option<Weekday>,
    pub(super) date: Date,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Date {
    Named {
        day: u32,
        month: u32,
        year: Option<i32>,
    },
    /// `26/03/2026`
    Numeric(String),
}

/// Returns the dates and times of a text, in order. None is inside another.
pub(super) fn phrases(text: &str) -> Vec<Phrase> {
    let all = tokens(text);
    let scanner = Scanner { text };
    let mut found: Vec<Phrase> = Vec::new();
    let mut rest = all.as_slice();
    let mut before: Option<&Token> = None;
    while let [first, after @ ..] = rest {
        // The `T` of `2026-03-26T11:00`.
        let is_mark = text.get(first.range.clone()) == Some("T")
            && found
                .last()
                .is_some_and(|phrase| phrase.range.end == first.range.start);
        if is_mark && let Some(phrase) = found.last_mut() {
            phrase.range.end = first.range.end;
            rest = after;
            continue;
        }
        let unknown = (first.kind == Kind::Unknown).then_some((Meaning::Unknown, after));
        let read = scanner
            .days(rest)
            .or_else(|| month_of_year(rest))
            .or_else(|| scanner.time(rest, before))
            .or(unknown);
        if let Some((meaning, after)) = read {
            let used = rest.len() - after.len();
            let last = rest.get(used.saturating_sub(1)).unwrap_or(first);
            let range = first.range.start..last.range.end;
            found.push(Phrase { range, meaning });
            before = Some(last);
            rest = after;
        } else {
            before = Some(first);
            rest = after;
        }
    }
    found
}

struct Scanner<'a> {
    text: &'a str,
}

impl<'a> Scanner<'a> {
    fn written(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// Reads one day or a range of days.
    fn days<'t>(&self, all: &'t [Token]) -> Read<'t, Meaning> {
        if let Some((days, rest)) = days_of_month(all) {
            return Some((days, rest));
        }
        let (first, rest) = self.day(all)?;
        let last = match rest {
            [token, after @ ..] if is_range(token) => self.day(after),
            _ => None,
        };
        Some(match last {
            Some((last, rest)) => (Meaning::Days(first, Some(last)), rest),
            None => (Meaning::Days(first, None), rest),
        })
    }

    /// Reads one day, with its weekday before or after it.
    fn day<'t>(&self, all: &'t [Token]) -> Read<'t, Day> {
        let (weekday, rest) = weekday(all);
        let (date, rest) = self.date(rest, weekday.is_some())?;
        let (weekday, rest) = match (weekday, rest) {
            (Some(weekday), _) => (Some(weekday), rest),
            (None, [open, token, close, after @ ..]) => match token.kind {
                Kind::Weekday(weekday)
                    if self.written(open.range.clone()) == "("
                        && self.written(close.range.clone()) == ")" =>
                {
                    (Some(weekday), after)
                }
                Kind::Weekday(weekday) if open.kind == Kind::Comma => {
                    (Some(weekday), rest.get(2..).unwrap_or_default())
                }
                _ => (None, rest),
            },
            (None, _) => (None, rest),
        };
        Some((Day { weekday, date }, rest))
    }

    fn date<'t>(&self, all: &'t [Token], has_weekday: bool) -> Read<'t, Date> {
        if let [token, rest @ ..] = all
            && token.kind == Kind::Numeric
        {
            let written = self.written(token.range.clone());
            return Some((Date::Numeric(written.to_owned()), rest)).filter(|_| is_date(written));
        }
        let rest = if has_weekday { skip(all) } else { all };
        if let Some((day, after)) = number(rest) {
            let end = rest.first().map_or(0, |token| token.range.end);
            let (month, rest, is_word) = month_after(after, end)?;
            let (year, rest) = year(rest);
            let date = Date::Named { day, month, year };
            return Some((date, rest)).filter(|_| !is_word || year.is_some() || has_weekday);
        }
        if let Some((month, rest)) = month(rest) {
            let (day, rest) = number(skip(rest))?;
            // `May 11 am` and `March 3-4 pm` are no days.
            let is_time = |token: &Token| matches!(token.kind, Kind::Half | Kind::Noon);
            if rest.first().is_some_and(is_time) {
                return None;
            }
            let (year, rest) = year(rest);
            return Some((Date::Named { day, month, year }, rest));
        }
        let [token, rest @ ..] = rest else {
            return None;
        };
        let Kind::Year(year) = token.kind else {
            return None;
        };
        let (month, rest) = month(rest)?;
        let (day, rest) = number(rest)?;
        let year = Some(year);
        Some((Date::Named { day, month, year }, rest))
    }

    /// Reads a time or a range of two. A number alone is a time only if `am`, `pm` or the other time says so.
    fn time<'t>(&self, all: &'t [Token], before: Option<&Token>) -> Read<'t, Meaning> {
        let is_announced = matches!(all.first()?.kind, Kind::At);
        let begin = if is_announced { all.get(1..)? } else { all };
        let (one, rest) = self.clock(begin)?;
        let other = match rest {
            [token, after @ ..] if is_range(token) => {
                let after = match after {
                    [token, after @ ..] if matches!(token.kind, Kind::At) => after,
                    _ => after,
                };
                self.clock(after)
            }
            _ => None,
        };
        let (text, rest, is_clear) = if let Some((other, after)) = other {
            let is_clear = one.is_clear || other.is_clear || (one.has_minutes && other.has_minutes);
            // Before noon is in the morning.
            let is_morning = other.is_noon && !one.is_clear && !one.has_minutes;
            let half = if is_morning { " am" } else { "" };
            (
                format!("{}{half}-{}", one.text, other.text),
                after,
                is_clear,
            )
        } else {
            let is_alone = is_announced || self.is_alone(before, rest.first());
            // `Midnight hackathon` is no time.
            let is_clear = one.is_clear && !one.is_word;
            let is_bare = one.has_minutes || one.is_word;
            (one.text, rest, is_clear || (is_bare && is_alone))
        };
        if !is_clear {
            return None;
        }
        let (zone, rest) = match rest {
            [token, after @ ..] if token.kind == Kind::Zone => {
                (Some(self.written(token.range.clone()).to_owned()), after)
            }
            [token, time, after @ ..]
                if self.written(token.range.clone()) == "UK"
                    && self.written(time.range.clone()) == "time" =>
            {
                (None, after)
            }
            _ => (None, rest),
        };
        Some((Meaning::Time(text, zone), rest))
    }

    /// Whether nothing or a separator is on both sides.
    fn is_alone(&self, before: Option<&Token>, after: Option<&Token>) -> bool {
        let is_mark = |token: Option<&Token>| {
            token.is_none_or(|token| {
                matches!(token.kind, Kind::Dash | Kind::Comma)
                    || ["|", ":", "(", ")", ";"].contains(&self.written(token.range.clone()))
            })
        };
        is_mark(before) && is_mark(after)
    }

    fn clock<'t>(&self, all: &'t [Token]) -> Read<'t, Clock> {
        let [token, rest @ ..] = all else { return None };
        let text = self.written(token.range.clone()).to_lowercase();
        let (half, after_half) = match rest {
            [half, dot, after @ ..]
                if half.kind == Kind::Half && self.written(half.range.clone()).contains('.') =>
            {
                let is_dot = self.written(dot.range.clone()) == ".";
                (Some(half), if is_dot { after } else { rest.get(1..)? })
            }
            [half, after @ ..] if matches!(half.kind, Kind::Half | Kind::Noon) => {
                (Some(half), after)
            }
            _ => (None, rest),
        };
        let half = half.filter(|half| half.kind == Kind::Half || text.starts_with("12"));
        let clock = match (token.kind, half) {
            (Kind::Noon, _) => Clock {
                is_word: true,
                ..Clock::noon()
            },
            (Kind::Number(_) | Kind::Clock(_), Some(half)) if half.kind == Kind::Noon => {
                return Some((Clock::noon(), after_half));
            }
            (Kind::Midnight, _) => Clock {
                is_word: true,
                ..Clock::new("midnight", true)
            },
            (Kind::Number(_), Some(half)) if !self.is_ordinal(token) => {
                let half = self
                    .written(half.range.clone())
                    .to_lowercase()
                    .replace('.', "");
                return Some((Clock::new(&format!("{text} {half}"), true), after_half));
            }
            (Kind::Clock(_), Some(half)) => {
                let half = self
                    .written(half.range.clone())
                    .to_lowercase()
                    .replace('.', "");
                return Some((Clock::new(&format!("{text} {half}"), true), after_half));
            }
            (Kind::Clock(is_clear), None) => Clock {
                has_minutes: true,
                ..Clock::new(&text, is_clear)
            },
            (Kind::Number(_), None) if !self.is_ordinal(token) => Clock::new(&text, false),
            _ => return None,
        };
        Some((clock, rest))
    }

    fn is_ordinal(&self, token: &Token) -> bool {
        let written = self.written(token.range.clone());
        written.ends_with(|c: char| c.is_alphabetic())
    }
}

/// Reads two days of one month: `6–8 May 2026`, `May 6-8, 2026`, `Wed 6 to Fri 8 May`.
fn days_of_month(all: &[Token]) -> Read<'_, Meaning> {
    let (first_weekday, rest) = weekday(all);
    let (begin, rest) = month(rest).map_or((None, rest), |(month, rest)| (Some(month), rest));
    let (one, rest) = number(skip(rest))?;
    let [dash, rest @ ..] = rest else { return None };
    let is_both = dash.kind == Kind::And;
    if !is_range(dash) && !is_both {
        return None;
    }
    let (last_weekday, rest) = weekday(rest);
    let (other, rest) = number(skip(rest))?;
    let (month, rest) = match begin {
        Some(month) if !matches!(rest.first()?.kind, Kind::Half | Kind::Noon) => (month, rest),
        Some(_) => return None,
        None => month(skip(rest))?,
    };
    let (year, rest) = year(rest);
    let day = |weekday, day| Day {
        weekday,
        date: Date::Named { day, month, year },
    };
    let (first, last) = (day(first_weekday, one), day(last_weekday, other));
    let days = if is_both {
        Meaning::Both(first, last)
    } else {
        Meaning::Days(first, Some(last))
    };
    Some((days, rest))
}

/// Reads `November 2022`.
fn month_of_year(all: &[Token]) -> Read<'_, Meaning> {
    let (month, rest) = month(all)?;
    match year(rest) {
        (Some(year), rest) => Some((Meaning::Month(year, month), rest)),
        (None, _) => None,
    }
}

/// One time as it is written.
#[expect(clippy::struct_excessive_bools, reason = "a time may have any of them")]
struct Clock {
    text: String,
    /// Whether it can only be a time.
    is_clear: bool,
    has_minutes: bool,
    is_noon: bool,
    /// Whether it is a word without a number.
    is_word: bool,
}

impl Clock {
    fn noon() -> Self {
        Self {
            is_noon: true,
            ..Self::new("12:00", true)
        }
    }

    fn new(text: &str, is_clear: bool) -> Self {
        Self {
            text: text.to_owned(),
            is_clear,
            has_minutes: false,
            is_noon: false,
            is_word: false,
        }
    }
}

/// Whether the numbers of a text can be a date with a year.
fn is_date(written: &str) -> bool {
    let parts: Vec<&str> = written.split(['-', '/', '.']).collect();
    parts.len() == 3 && parts.iter().any(|part| part.len() == 4 || part.len() == 2)
}
