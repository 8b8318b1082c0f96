//! Reads dates and times in the words that people use, such as `Thursday 27th March 2025, 11am to 12 noon`.
//!
//! Any text becomes a [`Typed`], which has each date, time and place that the text names, and each word that is none of these. Every number
//! and every word of the text is in it, except zero seconds and the fillers of [`super::words`]. [`super::reading`] decides which of them a
//! value can be.

use chrono::{NaiveTime, Weekday};

use super::digits::{Clock, Day, Span, date, four_digits, later};
use super::words::{Item, Words, as_written, in_one_spelling};

/// The dates, times and places that a text names, in its order.
#[expect(clippy::struct_excessive_bools, reason = "a text may have any of them")]
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) days: Vec<Day>,
    pub(super) times: Vec<NaiveTime>,
    pub(super) weekdays: Vec<Weekday>,
    /// Whether a dash or `to` is between the two days.
    pub(super) spans_days: bool,
    /// Whether a dash or `to` is between the two times.
    pub(super) spans_times: bool,
    /// The ranges that two times of one day can be, the likely one first.
    pub(super) spans: Vec<Span>,
    /// Whether the first of `spans` is only likely, not certain.
    pub(super) is_span_doubtful: bool,
    /// Values of `format`, for which the text has words.
    pub(super) places: Vec<&'static str>,
    /// A year and a month without a day.
    pub(super) month: Option<(i32, u32)>,
    /// Whether the month is in words.
    pub(super) is_plain_month: bool,
    /// Whether a time is a midnight, which can be the start of a day or its end.
    pub(super) is_midnight: bool,
    /// Whether that midnight is written as `24:00`.
    pub(super) is_end_of_day: bool,
    /// Whether a word is misspelt.
    pub(super) is_misspelt: bool,
    /// Whether a number without minutes is read as an hour.
    pub(super) has_hour_alone: bool,
    /// Whether there is an offset or the name of a zone.
    pub(super) has_zone: bool,
    /// Whether a time has seconds.
    pub(super) has_seconds: bool,
    /// Whether an hour or a minute is one that no clock shows.
    pub(super) has_no_time: bool,
    /// The words that are none of the above.
    pub(super) rest: Vec<String>,
}

/// The most bytes of a text that is read. A longer text is not a date, and may have megabytes.
const LONGEST: usize = 200;

impl Typed {
    pub(super) fn new(written: &str) -> Self {
        if written.len() > LONGEST {
            return Self {
                rest: vec![written.to_owned()],
                ..Self::default()
            };
        }
        let text = in_one_spelling(written);
        let Words {
            items,
            weekdays,
            is_misspelt,
            has_seconds,
        } = Words::new(&text);
        let mut typed = Self {
            weekdays,
            is_misspelt,
            has_seconds,
            ..Self::default()
        };
        typed.reduce(&items);
        as_written(&mut typed.rest, written);
        typed
    }

    /// Puts days, months and years together, and hours with `am`, `pm` and `noon`.
    fn reduce(&mut self, mut items: &[Item<'_>]) {
        use Item::{Dash, Month, Number, To};

        let mut is_first = true;
        while let [first, rest @ ..] = items {
            items = match items {
                [
                    Number(one),
                    Dash | To(_),
                    Number(other),
                    Month(month, _),
                    Number(year),
                    rest @ ..,
                ] if is_day(one) && is_day(other) && is_year(year) => {
                    self.days
                        .extend([one, other].map(|day| date(year, *month, day)));
                    self.spans_days = true;
                    rest
                }
                [
                    Number(one),
                    Month(first, _),
                    Dash | To(_),
                    Number(other),
                    Month(last, _),
                    Number(year),
                    rest @ ..,
                ] if is_day(one) && is_day(other) && is_year(year) => {
                    let both = [(one, first), (other, last)];
                    self.days
                        .extend(both.map(|(day, month)| date(year, *month, day)));
                    self.spans_days = true;
                    rest
                }
                [Number(day), Month(month, _), Number(year), rest @ ..]
                | [
                    Number(day),
                    Dash,
                    Month(month, _),
                    Dash,
                    Number(year),
                    rest @ ..,
                ]
                | [Month(month, _), Number(day), Number(year), rest @ ..]
                | [Number(year), Month(month, _), Number(day), rest @ ..]
                    if is_day(day) && is_year(year) =>
                {
                    self.days.push(date(year, *month, day));
                    rest
                }
                [Month(month, _), Number(year), rest @ ..]
                | [Number(year), Month(month, _), rest @ ..]
                    if is_year(year) && self.month.is_none() =>
                {
                    self.month = year.parse().ok().map(|year| (year, *month));
                    self.is_plain_month = true;
                    rest
                }
                [Number(day), Month(month, _), rest @ ..]
                | [Month(month, _), Number(day), rest @ ..]
                    if is_day(day) =>
                {
                    let (month, day) = (*month, day.parse().unwrap_or_default());
                    self.days.push(Day::WithoutYear { month, day });
                    rest
                }
                [Number(one), Dash | To(_), Number(other), rest @ ..]
                    if !self.days.is_empty()
                        && one.len() < 3
                        && other.len() < 3
                        && !matches!(rest, [Item::Half(_) | Item::Noon | Item::Midnight, ..]) =>
                {
                    self.hour_alone(one);
                    self.hour_alone(other);
                    self.spans_times = true;
                    if let (Some(one), Some(other)) = (hour(one, None), hour(other, None)) {
                        self.span(one, one, other);
                        self.is_span_doubtful = true;
                    }
                    rest
                }
                // Only between two dates. Anywhere else, the dash says that the next time is the end.
                [Dash | To(_), Item::Day(_), ..] | [Dash | To(_), Number(_), Month(..), ..]
                    if self.days.len() == 1 =>
                {
                    self.spans_days = true;
                    rest
                }
                _ => self.time(items).unwrap_or_else(|| {
                    self.other(first, is_first || rest.is_empty());
                    rest
                }),
            };
            is_first = false;
        }
    }

    /// Reads a time, or a range of two times.
    fn time<'a, 'b>(&mut self, items: &'b [Item<'a>]) -> Option<&'b [Item<'a>]> {
        if let Some(rest) = midnight_at(items) {
            self.is_midnight = true;
            return Some(rest);
        }
        let after_day = !self.days.is_empty();
        if let Some((one, [Item::Dash | Item::To(_), rest @ ..])) = clock_at(items, true, after_day)
            && let Some((clock, rest)) = end_of_day_at(rest)
            && self.until_midnight(one, clock)
        {
            return Some(rest);
        }
        if let Some((mut one, [Item::Dash | Item::To(_), rest @ ..])) =
            clock_at(items, true, after_day)
            && let Some((other, rest)) = clock_at(rest, false, after_day)
        {
            let written = one;
            if one.is_afternoon.is_none() && one.hour <= 12 && other.is_afternoon.is_some() {
                one.is_afternoon = other.is_afternoon;
                if one.time() > other.time() {
                    one.is_afternoon = Some(false);
                }
            }
            self.take(one);
            self.take(other);
            self.spans_times = true;
            self.span(written, one, other);
            return Some(rest);
        }
        let (clock, rest) = clock_at(items, false, after_day)?;
        self.take(clock);
        Some(rest)
    }

    fn take(&mut self, clock: Clock) {
        match (clock.hour, clock.minute, clock.is_afternoon) {
            (24, 0, None) => (self.is_midnight, self.is_end_of_day) = (true, true),
            (12, 0, Some(false)) => self.is_midnight = true,
            _ => match clock.time() {
                Some(time) => self.times.push(time),
                None => self.has_no_time = true,
            },
        }
    }

    /// Adds the ranges that a start and an end can be. `written` is the start as it is written, without the `am` or `pm` of the end.
    fn span(&mut self, written: Clock, one: Clock, other: Clock) {
        let (Some(start), Some(end)) = (one.time(), other.time()) else {
            return;
        };
        if start < end {
            self.spans.push(Span::new(start, end, false));
        }
        if start <= end {
            return;
        }
        let is_of_24_hours = written.is_afternoon.is_none() && written.hour > 12;
        let is_morning = other.has_two_digits && other.hour < 12;
        let is_certain = match (written.is_afternoon, other.is_afternoon) {
            (Some(true), Some(false)) => true,
            (None, Some(false)) => is_of_24_hours,
            (None, None) => is_of_24_hours && is_morning,
            (Some(true), None) => other.has_two_digits && other.hour == 0,
            _ => false,
        };
        self.is_span_doubtful = !is_certain;
        if !is_certain {
            let evening = later(end).filter(|end| other.is_afternoon.is_none() && start < *end);
            self.spans
                .extend(evening.map(|end| Span::new(start, end, false)));
            let is_free = written.is_afternoon.is_none() && other.is_afternoon == Some(false);
            let evening = later(start).filter(|_| is_free);
            self.spans
                .extend(evening.map(|start| Span::new(start, end, true)));
        }
        self.spans.push(Span::new(start, end, true));
    }

    /// Adds the ranges from a time to midnight. If `end` is in digits, it may be noon: some people write `12am` for it.
    fn until_midnight(&mut self, one: Clock, end: Option<Clock>) -> bool {
        let Some(start) = one.time().filter(|start| *start != NaiveTime::MIN) else {
            return false;
        };
        let midnight = |start| Span::new(start, NaiveTime::MIN, true);
        let is_noon = end.is_some_and(|end| end.hour == 12);
        let noon = NaiveTime::from_hms_opt(12, 0, 0).filter(|noon| is_noon && start < *noon);
        let evening = later(start).filter(|_| one.is_afternoon.is_none() && !one.has_two_digits);
        let to_noon = noon.map(|noon| Span::new(start, noon, false));
        self.spans.extend(evening.map(midnight));
        self.spans.extend(to_noon);
        if to_noon.is_none() || evening.is_none() {
            self.spans.push(midnight(start));
        }
        let is_24 = end.is_some_and(|end| end.hour == 24);
        self.is_span_doubtful = is_24 || self.spans.len() > 1;
        self.times.extend([start, NaiveTime::MIN]);
        self.spans_times = true;
        true
    }

    fn hour_alone(&mut self, digits: &str) {
        self.has_hour_alone = true;
        match digits
            .parse()
            .ok()
            .and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
        {
            Some(time) => self.times.push(time),
            None => self.rest.push(digits.to_owned()),
        }
    }

    fn other(&mut self, item: &Item<'_>, is_at_an_end: bool) {
        match item {
            Item::Day(day) => self.days.push(day.clone()),
            Item::MonthOfYear(year, month, _) if self.month.is_none() => {
                self.month = Some((*year, *month));
            }
            Item::Place(place) => self.places.push(place),
            Item::Zone => self.has_zone = true,
            Item::Dash if !is_at_an_end => {}
            Item::Number(hour)
                if self.days.len() == 1 && self.times.is_empty() && hour.len() < 3 =>
            {
                self.hour_alone(hour);
            }
            Item::Other(word)
            | Item::To(word)
            | Item::Number(word)
            | Item::Month(_, word)
            | Item::MonthOfYear(_, _, word) => {
                self.rest.push((*word).to_owned());
            }
            Item::Half(is_afternoon) => {
                self.rest
                    .push(if *is_afternoon { "pm" } else { "am" }.to_owned());
            }
            Item::Dash => self.rest.push("-".to_owned()),
            // `time` reads these.
            Item::Clock(_) | Item::Noon | Item::Midnight => {}
        }
    }
}

/// Reads one time: `11am`, `11:00 am`, `12 noon`. The first of two may be an hour without `am` or `pm`. After a date, `1100` is a time.
fn clock_at<'a, 'b>(
    items: &'b [Item<'a>],
    is_first_of_two: bool,
    after_day: bool,
) -> Option<(Clock, &'b [Item<'a>])> {
    let noon = Clock {
        hour: 12,
        minute: 0,
        is_afternoon: None,
        has_two_digits: true,
    };
    match items {
        [Item::Clock(clock), Item::Half(half), rest @ ..] if clock.is_afternoon.is_none() => {
            let is_afternoon = Some(*half);
            Some((
                Clock {
                    is_afternoon,
                    has_two_digits: false,
                    ..*clock
                },
                rest,
            ))
        }
        [
            Item::Clock(Clock {
                hour: 12,
                minute: 0,
                ..
            })
            | Item::Number("12"),
            Item::Noon,
            rest @ ..,
        ]
        | [Item::Noon, rest @ ..] => Some((noon, rest)),
        [Item::Clock(clock), rest @ ..] => Some((*clock, rest)),
        [Item::Number(digits), Item::Half(half), rest @ ..] => {
            Some((hour(digits, Some(*half))?, rest))
        }
        [Item::Number(digits), rest @ ..] if after_day && digits.len() == 4 => {
            Some((four_digits(digits)?, rest))
        }
        [Item::Number(digits), rest @ ..] if is_first_of_two => {
            // Only if the other time shows that it is an hour: `1-2 PM`, `8-midnight`.
            let other = rest.get(1..)?;
            let is_explained = midnight_at(other).is_some()
                || clock_at(other, false, after_day)
                    .is_some_and(|(other, _)| other.is_afternoon.is_some());
            Some((hour(digits, None).filter(|_| is_explained)?, rest))
        }
        _ => None,
    }
}

/// Reads `midnight` and `12 midnight`.
fn midnight_at<'a, 'b>(items: &'b [Item<'a>]) -> Option<&'b [Item<'a>]> {
    match items {
        [
            Item::Number("12")
            | Item::Clock(Clock {
                hour: 12,
                minute: 0,
                ..
            }),
            Item::Midnight,
            rest @ ..,
        ]
        | [Item::Midnight, rest @ ..] => Some(rest),
        _ => None,
    }
}

/// Reads a midnight that ends a range, in words or in digits. Returns its digits, if it has any.
fn end_of_day_at<'a, 'b>(items: &'b [Item<'a>]) -> Option<(Option<Clock>, &'b [Item<'a>])> {
    if let Some(rest) = midnight_at(items) {
        return Some((None, rest));
    }
    let (clock, rest) = clock_at(items, false, false)?;
    match (clock.hour, clock.minute, clock.is_afternoon) {
        (24, 0, None) | (12, 0, Some(false)) => Some((Some(clock), rest)),
        _ => None,
    }
}

fn hour(digits: &str, is_afternoon: Option<bool>) -> Option<Clock> {
    let hour = digits.parse().ok().filter(|_| digits.len() < 3)?;
    Some(Clock {
        hour,
        minute: 0,
        is_afternoon,
        has_two_digits: false,
    })
}

fn is_day(digits: &str) -> bool {
    digits.len() < 3 && digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.starts_with(['1', '2'])
}
