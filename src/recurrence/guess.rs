//! Suggests rules for a text that is not a rule, or that could be several.
//!
//! [`super::sentence`] and [`super::rrule`] make a [`Guess`] from what they have understood. [`Guess::rules`] completes it with the weekday
//! and the date of the start, and returns sentences with their certainty. Without a start, the sentence has a placeholder such as
//! `<weekday>`. What is wrong with the text is reported elsewhere.

use chrono::{Datelike, Month, NaiveDate, Weekday};

use super::days::{Period, month_of};
use super::repeats::{On, Repeats, Sentence, several_weekdays};
use super::{DayOfYear, Ordinal, Pattern, WeekdayOfMonth};
use crate::diagnostic::Certainty;
use crate::weekday::weekday_name;

/// A rule that may be meant, as far as the text says it.
#[derive(Clone, Debug)]
pub(super) enum Guess {
    /// A rule, which may still take its day from the start.
    Rule(Repeats),
    /// These ordinals of this weekday in each month. Without ordinals, or without a weekday, those of the start.
    OfMonth(Vec<Ordinal>, Option<Weekday>),
    /// Twice a month, two weeks apart, on this weekday or that of the start.
    TwiceAMonth(Option<Weekday>),
    /// Each year in this month, on the day of the start.
    InMonth(Month),
    /// Each year on this weekday of the month, in the month of the start.
    OfYear(WeekdayOfMonth),
    /// Each week on this weekday, or that of the start, and on another.
    TwiceAWeek(Option<Weekday>),
}

impl Guess {
    pub(super) fn of(interval: u32, pattern: Pattern) -> Self {
        let on = On::These(pattern);
        Self::Rule(Repeats { interval, on })
    }

    /// Returns the sentences of the rules that may be meant.
    pub(super) fn rules(&self, start: Option<NaiveDate>) -> Vec<(String, Certainty)> {
        let Some(start) = start else {
            return vec![self.without_start()];
        };
        let patterns = match self {
            Self::Rule(repeats) => repeats.patterns(start),
            Self::OfMonth(ordinals, weekday) => {
                let weekday = weekday.unwrap_or(start.weekday());
                let of_start = [Ordinal::of_date(start)];
                let ordinals = if ordinals.is_empty() {
                    &of_start
                } else {
                    ordinals.as_slice()
                };
                of_month(ordinals, weekday)
            }
            Self::TwiceAMonth(weekday) => {
                let pair = match Ordinal::of_date(start) {
                    Ordinal::First | Ordinal::Third => [Ordinal::First, Ordinal::Third],
                    _ => [Ordinal::Second, Ordinal::Fourth],
                };
                of_month(&pair, weekday.unwrap_or(start.weekday()))
            }
            Self::TwiceAWeek(weekday) => {
                let weekday = weekday_name(weekday.unwrap_or(start.weekday()));
                let rule = format!("weekly on {weekday} and <weekday>");
                return vec![(rule, Certainty::Template)];
            }
            Self::InMonth(month) if month_of(start) == *month => {
                let weekday = (Ordinal::of_date(start), start.weekday());
                let date = DayOfYear::new(*month, start.day()).map(Pattern::YearlyOnDate);
                let weekday = Pattern::YearlyOnWeekday(weekday.0, weekday.1, *month);
                [weekday].into_iter().chain(date).collect()
            }
            Self::InMonth(_) => return vec![self.without_start()],
            Self::OfYear(day) => {
                let month = month_of(start);
                vec![Pattern::YearlyOnWeekday(day.ordinal, day.weekday, month)]
            }
        };
        let interval = match self {
            Self::Rule(repeats) => repeats.interval,
            _ => 1,
        };
        let sentence = |pattern| (Sentence(pattern, interval).to_string(), Certainty::Guess);
        patterns.into_iter().map(sentence).collect()
    }

    /// Returns the sentence of the rule, with a placeholder for what only the start can complete.
    fn without_start(&self) -> (String, Certainty) {
        let name = |weekday: &Option<Weekday>| weekday.map_or("<weekday>", weekday_name);
        let rule = match self {
            Self::Rule(Repeats { interval, on }) => {
                let (period, day) = match on {
                    On::These(pattern) => {
                        return (Sentence(*pattern, *interval).to_string(), Certainty::Guess);
                    }
                    On::WeekdayOfStart => (Period::Week, "<weekday>"),
                    On::DayOfMonthOfStart => (Period::Month, "the <first> <weekday>"),
                    On::DateOfStart => (Period::Year, "<day> <month>"),
                };
                match interval {
                    1 => format!("{} on {day}", period.adverb()),
                    _ => format!("every {interval} {}s on {day}", period.noun()),
                }
            }
            Self::OfMonth(ordinals, weekday) => {
                let ordinals: Vec<String> = ordinals.iter().map(Ordinal::to_string).collect();
                match ordinals.as_slice() {
                    [] => format!("monthly on the <first> {}", name(weekday)),
                    all => format!("monthly on the {} {}", all.join(" and "), name(weekday)),
                }
            }
            Self::TwiceAMonth(weekday) => {
                format!("monthly on the <first and third> {}", name(weekday))
            }
            Self::TwiceAWeek(weekday) => format!("weekly on {} and <weekday>", name(weekday)),
            Self::InMonth(month) => format!("yearly on <day> {}", month.name()),
            Self::OfYear(day) => {
                let weekday = weekday_name(day.weekday);
                format!("yearly on the {} {weekday} of <month>", day.ordinal)
            }
        };
        let certainty = if rule.contains('<') {
            Certainty::Template
        } else {
            Certainty::Guess
        };
        (rule, certainty)
    }
}

/// Returns the pattern of these ordinals of a weekday in each month, if one rule can express it.
fn of_month(ordinals: &[Ordinal], weekday: Weekday) -> Vec<Pattern> {
    let of = |ordinal: &Ordinal| WeekdayOfMonth {
        ordinal: *ordinal,
        weekday,
    };
    let days: Vec<WeekdayOfMonth> = ordinals.iter().map(of).collect();
    several_weekdays(&days).into_iter().collect()
}
