//! Splits a line of text into the words, numbers, times and marks that dates are made of.

use std::ops::Range;

use chrono::{Month, Weekday};

use crate::weekday::weekday_of;

/// A word, a number or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// What a token can be in a date or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One or two digits, perhaps with `th`.
    Number(u32),
    /// Four digits that can be a year.
    Year(i32),
    /// Numbers with the same mark between them: `2026-03-26`, `26/03/2026`.
    Numeric,
    /// `11:00`, `11am`, `9.30pm`; whether it can be nothing else.
    Clock(bool),
    Weekday(Weekday),
    /// A month, and whether it is also a word that is no month, as written: `may`.
    Month(u32, bool),
    /// `am` or `pm`
    Half,
    /// `noon` or `midday`
    Noon,
    Midnight,
    /// `to`, `until` or `till`
    To,
    /// `and` or `&`
    And,
    /// `at`, `from` or `@`
    At,
    /// `the`, `of` or `on`
    Filler,
    Dash,
    /// `,` or `.`
    Comma,
    /// The name of a time zone.
    Zone,
    /// `tbc`, `tba` or `tbd`
    Unknown,
    Other,
}

/// Returns the tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let length = match first {
            _ if first.is_alphanumeric() => word_length(text.get(at..).unwrap_or_default()),
            _ => first.len_utf8(),
        };
        let range = at..at + length;
        let written = text.get(range.clone()).unwrap_or_default();
        at = range.end;
        if !first.is_whitespace() {
            let kind = kind(written);
            found.push(Token { range, kind });
        }
    }
    found
}

/// Returns the length of the word at the beginning of a text. `:`, `/` and `.` between digits are part of it, and so are the hyphens of an ISO
/// date and those between letters.
fn word_length(text: &str) -> usize {
    let after = text.get(1..).unwrap_or_default();
    if text.starts_with('T')
        && after
            .get(..2)
            .is_some_and(|hour| hour.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return 1;
    }
    if let Some(date) = text.get(..10)
        && is_iso(date)
        && !text
            .get(10..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return 10;
    }
    let half = text.get(..3).unwrap_or_default().to_ascii_lowercase();
    if half == "a.m" || half == "p.m" {
        return 3 + usize::from(text.get(3..).is_some_and(|rest| rest.starts_with('.')));
    }
    let is_word = text.starts_with(char::is_alphabetic);
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map_or(' ', |(_, after)| *after);
        let is_between = |is: fn(&char) -> bool| is(&before) && is(&after);
        let is_inside = match character {
            ':' | '/' | '.' => is_between(char::is_ascii_digit),
            '-' => is_word && is_between(|c| c.is_alphabetic()),
            '\'' | '’' => is_between(|c| c.is_alphabetic()),
            other => other.is_alphanumeric(),
        };
        if !is_inside {
            return at;
        }
        before = character;
    }
    text.len()
}

fn is_iso(text: &str) -> bool {
    let mark = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.bytes().enumerate().all(mark)
}

fn kind(written: &str) -> Kind {
    let lower = written.to_lowercase();
    let word = lower.as_str();
    let is_capital = written.starts_with(char::is_uppercase);
    let mark = match word {
        "-" | "–" | "—" | "−" => Some(Kind::Dash),
        "," | "." => Some(Kind::Comma),
        "@" | "at" | "from" => Some(Kind::At),
        "to" | "until" | "till" => Some(Kind::To),
        "and" | "&" => Some(Kind::And),
        "the" | "of" | "on" => Some(Kind::Filler),
        "am" | "pm" | "a.m" | "p.m" | "a.m." | "p.m." => Some(Kind::Half),
        "noon" | "midday" => Some(Kind::Noon),
        "midnight" => Some(Kind::Midnight),
        "tbc" | "tba" | "tbd" => Some(Kind::Unknown),
        "gmt" | "bst" | "utc" | "cet" | "cest" | "eet" | "est" | "edt" | "et" | "cst" | "pst"
        | "pdt" | "ist" => (written.to_uppercase() == written).then_some(Kind::Zone),
        "sept" => Some(Kind::Month(9, false)),
        _ => None,
    };
    if let Some(kind) = mark {
        return kind;
    }
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        if let Some(weekday) = weekday_of(word) {
            return Kind::Weekday(weekday);
        }
        return match word.parse::<Month>() {
            Ok(month) => {
                let is_word = ["may", "march", "mar", "jan", "dec"].contains(&word);
                Kind::Month(month.number_from_month(), is_word && !is_capital)
            }
            Err(_) => Kind::Other,
        };
    }
    number(word)
}

/// Reads a word that begins with a digit.
fn number(word: &str) -> Kind {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_half = ["am", "pm"].contains(&ending);
    match (is_number, digits.len(), ending) {
        (true, 1 | 2, "" | "st" | "nd" | "rd" | "th") => {
            digits.parse().map_or(Kind::Other, Kind::Number)
        }
        (true, 4, "") => match digits.parse() {
            Ok(year) if (1900..2100).contains(&year) => Kind::Year(year),
            _ => Kind::Other,
        },
        (true, 1 | 2, _) if is_half => Kind::Clock(true),
        _ if is_iso(word) && word.len() == 10 => Kind::Numeric,
        _ if digits.contains('/') && ending.is_empty() => Kind::Numeric,
        _ if digits.matches('.').count() == 2 && ending.is_empty() => Kind::Numeric,
        _ => clock(digits, ending, is_half),
    }
}

fn clock(digits: &str, ending: &str, is_half: bool) -> Kind {
    let parts = digits.split_once([':', '.']);
    let is_good = |hour: &str, minute: &str| {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let hours = if is_half { 1..=12 } else { 0..=24 };
        is_number(hour)
            && is_number(minute)
            && minute.len() == 2
            && hour.parse().is_ok_and(|hour: u32| hours.contains(&hour))
            && minute.parse().is_ok_and(|minute: u32| minute < 60)
    };
    match parts {
        Some((hour, minute)) if is_good(hour, minute) && (is_half || ending.is_empty()) => {
            Kind::Clock(is_half || digits.contains(':'))
        }
        _ => Kind::Other,
    }
}
