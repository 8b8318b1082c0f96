//! Reads the words of a text about dates and times, one by one: `27th`, `March`, `11am`, `to`.
//!
//! The text must be in one spelling, see [`in_one_spelling`]. Each word or number becomes an [`Item`], in order. Weekdays are kept apart,
//! because they may be anywhere. Only the words of [`FILLERS`] are left out. [`super::typed`] decides what several words mean together.

use chrono::{Month, Weekday};

use super::digits::{
    Clock, Day, clock, date_of_digits, day, four_digits, has_seconds, month_of_year,
};
use crate::spelling::closest;
use crate::value::choice;
use crate::weekday::weekday_of;

/// The words of a text.
#[derive(Default)]
pub(super) struct Words<'a> {
    pub(super) items: Vec<Item<'a>>,
    pub(super) weekdays: Vec<Weekday>,
    /// Whether a word is nearly the name of a month.
    pub(super) is_misspelt: bool,
    /// Whether a time has seconds other than zero.
    pub(super) has_seconds: bool,
}

/// One word or number, or several that are written as one.
#[derive(Clone, Debug)]
pub(super) enum Item<'a> {
    Number(&'a str),
    Day(Day),
    MonthOfYear(i32, u32, &'a str),
    Clock(Clock),
    Month(u32, &'a str),
    /// `am` or `pm`.
    Half(bool),
    Noon,
    Midnight,
    Dash,
    /// `to` or `until`.
    To(&'a str),
    Place(&'static str),
    Zone,
    Other(&'a str),
}

/// Words that do not change the meaning.
const FILLERS: [&str; 7] = ["at", "on", "the", "of", "from", "@", "o'clock"];
const ZONES: [&str; 12] = [
    "z", "utc", "gmt", "bst", "cet", "cest", "est", "edt", "cst", "pst", "pdt", "ist",
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns a text in lower case, in which terms of several parts are one word.
pub(super) fn in_one_spelling(written: &str) -> String {
    written
        .to_lowercase()
        .replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace(['–', '—'], "-")
        .replace("..", " - ")
        .replace("in person", "in-person")
        .replace("face to face", "face-to-face")
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut words = Self::default();
        for chunk in text.split(|c: char| c.is_whitespace() || ",();|".contains(c)) {
            words.chunk(chunk);
        }
        words
    }

    /// Reads the text between two spaces.
    fn chunk(&mut self, chunk: &'a str) {
        if chunk.is_empty() || FILLERS.contains(&chunk) {
            return;
        }
        if let Some(weekday) = weekday_of(chunk) {
            self.weekdays.push(weekday);
            return;
        }
        let digits = chunk.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = chunk.get(digits.len()..).unwrap_or_default();
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let month = match chunk {
            "sept" => Some(9),
            _ => chunk
                .parse()
                .ok()
                .map(|month: Month| month.number_from_month()),
        };
        // After a time alone: `2 hours` is a length.
        let hours = match self.items.last() {
            Some(Item::Number(digits)) if is_hours(chunk) => four_digits(digits),
            Some(Item::Clock(clock)) if is_hours(chunk) => Some(*clock),
            _ => None,
        };
        if let (Some(clock), Some(last)) = (hours, self.items.last_mut()) {
            *last = Item::Clock(clock);
            return;
        }
        let item = match chunk {
            _ if is_number && is_hours(ending) && digits.len() == 4 => {
                four_digits(digits).map_or(Item::Other(chunk), Item::Clock)
            }
            "am" | "pm" => Item::Half(chunk == "pm"),
            "noon" | "midday" => Item::Noon,
            "midnight" => Item::Midnight,
            "-" => Item::Dash,
            "to" | "until" | "till" => Item::To(chunk),
            _ if ZONES.contains(&chunk) => Item::Zone,
            _ if month.is_some() => Item::Month(month.unwrap_or_default(), chunk),
            _ if is_number && ["", "st", "nd", "rd", "th"].contains(&ending) => {
                date_of_digits(chunk).map_or(Item::Number(digits), Item::Day)
            }
            _ => match (day(chunk), month_of_year(chunk), clock(chunk)) {
                (Some(day), _, _) => Item::Day(day),
                (None, Some((year, month)), _) => Item::MonthOfYear(year, month, chunk),
                (None, None, Some(clock)) => Item::Clock(clock),
                (None, None, None) => return self.parts(chunk),
            },
        };
        self.items.push(item);
    }

    /// Splits `2025-03-27T11:00`, `10:00-11:00` and `11:00+01:00` into their parts, and reads other words.
    fn parts(&mut self, chunk: &'a str) {
        let is_digit = |c: char| c.is_ascii_digit();
        let after_digit = |(at, _): &(usize, &str)| {
            let (before, after) = chunk.split_at(*at);
            let is_t = after.starts_with('t');
            before.ends_with(is_digit)
                && (!is_t
                    || after
                        .get(1..)
                        .is_some_and(|after| after.starts_with(is_digit)))
        };
        if let Some(place) = choice::format_word(chunk) {
            self.items.push(Item::Place(place));
        } else if has_seconds(chunk) {
            self.has_seconds = true;
            self.chunk(chunk.rsplit_once(':').map_or("", |(clock, _)| clock));
        } else if let Some((at, _)) = chunk.match_indices('t').find(after_digit) {
            let (date, time) = chunk.split_at(at);
            let time = time.trim_start_matches('t');
            self.chunk(date);
            let (time, zone) = time.split_at(time.find(['+', '-', 'z']).unwrap_or(time.len()));
            // iCalendar writes a time as `110000`.
            self.chunk(
                time.strip_suffix("00")
                    .filter(|_| time.len() == 6)
                    .unwrap_or(time),
            );
            if !zone.is_empty() {
                self.items.push(Item::Zone);
            }
        } else if let Some((before, after)) = chunk.split_once('-') {
            self.chunk(before);
            self.items.push(Item::Dash);
            self.chunk(after);
        } else if let Some((at, _)) = chunk.match_indices(['+', 'z']).find(after_digit) {
            self.chunk(chunk.get(..at).unwrap_or_default());
            self.items.push(Item::Zone);
        } else if let Some(bare) = chunk.strip_suffix('.').or(chunk.strip_prefix('@')) {
            self.chunk(bare);
        } else {
            let is_word = chunk.len() > 3 && chunk.chars().all(char::is_alphabetic);
            let month = closest(chunk, MONTHS).filter(|_| is_word);
            match month.and_then(|month| month.parse::<Month>().ok()) {
                Some(month) => {
                    self.is_misspelt = true;
                    self.items
                        .push(Item::Month(month.number_from_month(), chunk));
                }
                None => self.items.push(Item::Other(chunk)),
            }
        }
    }
}

/// Gives words, which are in lower case and in the order of the text, the case that they have in the text.
pub(super) fn as_written(words: &mut [String], mut written: &str) {
    for word in words {
        let length = word.chars().count();
        let mut before = ' ';
        let found = written.char_indices().find_map(|(at, first)| {
            let is_inside = std::mem::replace(&mut before, first).is_alphabetic();
            let rest = written.get(at..)?;
            let end = rest.char_indices().nth(length);
            let (own, after) = rest.split_at(end.map_or(rest.len(), |(end, _)| end));
            (!is_inside && own.to_lowercase() == *word).then_some((own, after))
        });
        if let Some((own, after)) = found {
            own.clone_into(word);
            written = after;
        }
    }
}

/// Whether a word follows a time of 24 hours: `1330 hrs`.
fn is_hours(word: &str) -> bool {
    ["h", "hr", "hrs", "hours"].contains(&word.trim_end_matches('.'))
}
