//! Reads a date or a time that is not written as the reference describes.
//!
//! A text, as [`Typed`] reads it, becomes a [`Moment`] if it can be only one, or the problem with every value that it can be. An exact fix
//! has all numbers and all words of the text. Only English is understood.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::Moment;
use super::digits::{Day, Span};
use super::typed::Typed;
use crate::diagnostic::{Edit, Finding, Problem, TimeFinding, Written};
use crate::span::YEARS;

/// A text, and the dates, times and places that it names.
pub(super) struct Reading<'a> {
    text: &'a str,
    typed: Typed,
}

impl<'a> Reading<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let typed = Typed::new(text);
        Self { text, typed }
    }

    fn written(&self) -> Written {
        self.text.into()
    }

    pub(super) fn moment(&self) -> Result<Moment, Problem> {
        let Typed {
            days, times, month, ..
        } = &self.typed;
        let written = self.written();
        if self.typed.has_zone {
            return Err(TimeFinding::Zone { written }.into());
        }
        if self.typed.has_no_time {
            return Err(TimeFinding::NoSuchTime { written }.into());
        }
        if !self.typed.rest.is_empty() {
            return Err(self.not_understood());
        }
        let is_alone = self.typed.weekdays.is_empty() && self.typed.places.is_empty();
        match (days.as_slice(), times.as_slice(), month) {
            ([], [], Some((year, month))) if is_alone && !self.typed.is_midnight => {
                self.month(*year, *month)
            }
            ([], [time], None) if is_alone && !self.typed.is_midnight => {
                self.certain(Moment::Time(*time), TimeFinding::OtherTime { written })
            }
            ([_], [_], None) if self.typed.is_midnight => Err(self.several()),
            ([day], [] | [_], None) if self.typed.places.is_empty() => {
                self.one_day(day, times.first().copied())
            }
            ([], [], None) if self.typed.is_midnight && is_alone => Err(self.midnight().into()),
            ([], [], _) | ([] | [_, ..], _, Some(_)) => Err(self.not_understood()),
            _ => Err(self.several()),
        }
    }

    fn midnight(&self) -> TimeFinding {
        let written = self.written();
        if self.typed.is_end_of_day {
            TimeFinding::EndOfDay { written }
        } else {
            TimeFinding::Midnight { written }
        }
    }

    fn not_understood(&self) -> Problem {
        let (written, rest) = (self.written(), self.typed.rest.join(" "));
        let is_date = !self.typed.days.is_empty() || !self.typed.times.is_empty();
        if is_date && !rest.is_empty() {
            let rest = rest.as_str().into();
            return TimeFinding::NotAllUnderstood { written, rest }.into();
        }
        let is_time =
            self.text.contains(':') && self.text.starts_with(|c: char| c.is_ascii_digit());
        if is_time {
            TimeFinding::NotATime { written }
        } else {
            TimeFinding::NotUnderstood { written }
        }
        .into()
    }

    /// Reads a month in words, or in digits in another order or length than `2025-03`.
    fn month(&self, year: i32, month: u32) -> Result<Moment, Problem> {
        let written = self.written();
        if !YEARS.contains(&year) {
            return Err(TimeFinding::outside_years(self.text).into());
        }
        if !(1..=12).contains(&month) {
            return Err(TimeFinding::NoSuchMonth { written }.into());
        }
        let moment = Moment::Month { year, month };
        if self.typed.is_plain_month {
            return self.certain(moment, TimeFinding::OtherDate { written });
        }
        Err(Problem::from(TimeFinding::OtherDate { written }).exact(Edit::Value(moment.written())))
    }

    /// Returns what was understood, or the problem `finding` if it is a guess.
    fn certain(&self, moment: Moment, finding: TimeFinding) -> Result<Moment, Problem> {
        let written = self.written();
        let finding = if self.typed.has_seconds {
            TimeFinding::Seconds { written }
        } else if self.typed.has_hour_alone {
            TimeFinding::OtherTime { written }
        } else if self.typed.is_misspelt {
            finding
        } else {
            return Ok(moment);
        };
        Err(Problem::from(finding).guess(Edit::Value(moment.written())))
    }

    fn one_day(&self, day: &Day, time: Option<NaiveTime>) -> Result<Moment, Problem> {
        let suffix = time.map_or(String::new(), |time| time.format(" %H:%M").to_string());
        let date = self.date(day, &suffix)?;
        let moment = time.map_or(Moment::Date(date), |time| {
            Moment::DateTime(date.and_time(time))
        });
        let finding = TimeFinding::OtherDate {
            written: self.written(),
        };
        match self.certain(moment, finding.clone())? {
            moment if matches!(day, Day::Plain(_)) => Ok(moment),
            moment => Err(Problem::from(finding).exact(Edit::Value(moment.written()))),
        }
    }

    /// Returns the one date that a day can be. The edits of a problem end with `suffix`, which is the rest of the text.
    fn date(&self, day: &Day, suffix: &str) -> Result<NaiveDate, Problem> {
        let written = self.written();
        let guesses = |finding: TimeFinding, dates: &[NaiveDate]| {
            dates.iter().fold(Problem::from(finding), |problem, date| {
                problem.guess(Edit::Value(format!("{date}{suffix}")))
            })
        };
        let outside = || Err(TimeFinding::outside_years(self.text).into());
        let dates = match day {
            Day::Plain(date) => std::slice::from_ref(date),
            Day::Numbers(dates) | Day::Guess(dates) => dates,
            Day::WithoutYear { month, day } => {
                let edit = Edit::Value(format!("<year>-{month:02}-{day:02}{suffix}"));
                return Err(Problem::from(TimeFinding::NoYear { written }).template(edit));
            }
            Day::Missing { year, .. } if !YEARS.contains(year) => return outside(),
            Day::Missing { year, month } => {
                let mut days =
                    (28..=31).filter_map(|day| NaiveDate::from_ymd_opt(*year, *month, day));
                return Err(match days.next_back() {
                    None => TimeFinding::NoSuchMonth { written }.into(),
                    Some(last) => {
                        let (month, days) = (last.into(), last.day());
                        guesses(
                            TimeFinding::NoSuchDay {
                                written,
                                month,
                                days,
                            },
                            &[last],
                        )
                    }
                });
            }
        };
        let is_known = |date: &NaiveDate| YEARS.contains(&date.year());
        let dates: Vec<NaiveDate> = dates.iter().copied().filter(is_known).collect();
        let Some(first) = dates.first().copied() else {
            return outside();
        };
        if self.typed.is_midnight {
            let midnights = [first, first + Days::new(1)].map(|date| date.and_time(NaiveTime::MIN));
            let skipped = usize::from(self.typed.is_end_of_day);
            let midnights = midnights.into_iter().skip(skipped);
            return Err(midnights.fold(self.midnight().into(), |problem, midnight| {
                problem.guess(Edit::Value(Moment::DateTime(midnight).written()))
            }));
        }
        let fitting = dates.into_iter().filter(|date| self.has_weekdays(&[*date]));
        let fitting: Vec<NaiveDate> = fitting.collect();
        match (fitting.as_slice(), day) {
            ([], _) => {
                let weekday = self.typed.weekdays.first().copied().unwrap_or(Weekday::Mon);
                let (date, is, written) = (first.into(), first.weekday().into(), weekday.into());
                let finding = TimeFinding::WrongWeekday { date, is, written };
                Err(guesses(finding, &[first, nearest(first, weekday)]))
            }
            ([date], Day::Plain(_) | Day::Numbers(_)) => Ok(*date),
            (&[one, other], Day::Numbers(_)) => {
                let (first, second) = (one.into(), other.into());
                let finding = TimeFinding::TwoDates {
                    written,
                    one: first,
                    other: second,
                };
                Err(guesses(finding, &[one, other]))
            }
            (dates, _) => Err(guesses(TimeFinding::OtherDate { written }, dates)),
        }
    }

    fn has_weekdays(&self, dates: &[NaiveDate]) -> bool {
        let weekdays = &self.typed.weekdays;
        weekdays.len() <= dates.len()
            && dates
                .iter()
                .zip(weekdays)
                .all(|(date, weekday)| date.weekday() == *weekday)
    }

    /// Returns the problem of a text with several values: a start and an end, or a place beside them.
    fn several(&self) -> Problem {
        let times: Vec<String> = self
            .typed
            .times
            .iter()
            .map(|time| time.format("%H:%M").to_string())
            .collect();
        let text = match self.typed.days.as_slice() {
            [day] if self.typed.places.is_empty() && times.len() == 2 && self.typed.spans_times => {
                let likely = self.typed.spans.first();
                let likely = likely.filter(|_| self.typed.is_span_doubtful);
                let suffix = match likely.map(|span| (span.start, span.end)) {
                    Some((start, end)) => {
                        format!(" {}-{}", start.format("%H:%M"), end.format("%H:%M"))
                    }
                    None => format!(" {}", times.join("-")),
                };
                match self.date(day, &suffix) {
                    Ok(date) => Some(format!("{date}{suffix}")),
                    Err(problem) => return problem,
                }
            }
            _ => None,
        };
        let spans = self.start_and_end().unwrap_or_default();
        let is_guess = spans.is_empty();
        let problem = Problem::from(TimeFinding::Several {
            written: self.written(),
            spans,
            is_certain: !self.typed.is_span_doubtful,
            format: self.typed.places.first().copied(),
        });
        match text {
            Some(text) if is_guess && text != self.text => problem.guess(Edit::Value(text)),
            _ => problem,
        }
    }

    /// Returns every pair of a start and an end, as YAML, that the text can be. `None` if these and one place do not cover the whole text.
    fn start_and_end(&self) -> Option<Vec<(String, Option<String>)>> {
        let typed = &self.typed;
        let is_hour_doubtful = typed.has_hour_alone && typed.spans.len() < 2;
        let is_doubtful =
            typed.is_misspelt || is_hour_doubtful || typed.is_midnight || typed.has_seconds;
        if is_doubtful || typed.places.len() > 1 || typed.month.is_some() {
            return None;
        }
        let date = |day: &Day| match day {
            Day::Plain(date) => Some(*date),
            Day::Numbers(dates) if dates.len() == 1 => dates.first().copied(),
            _ => None,
        };
        let dates: Vec<NaiveDate> = typed.days.iter().map(date).collect::<Option<_>>()?;
        let is_known = dates.iter().all(|date| YEARS.contains(&date.year()));
        if !is_known || !self.has_weekdays(&dates) {
            return None;
        }
        let at = |date: NaiveDate, time: NaiveTime| Moment::DateTime(date.and_time(time)).written();
        let span = |date: NaiveDate, span: &Span| {
            let end = if span.is_next_day {
                at(date + Days::new(1), span.end)
            } else {
                format!("\"{}\"", span.end.format("%H:%M"))
            };
            (at(date, span.start), Some(end))
        };
        let one = match (dates.as_slice(), typed.times.as_slice()) {
            (&[date], &[]) => (date.to_string(), None),
            (&[date], &[time]) => (at(date, time), None),
            (&[_], &[_, _]) if !typed.spans_times => return None,
            (&[_, _], times) if !typed.spans_days || (typed.spans_times && !times.is_empty()) => {
                return None;
            }
            (&[date], &[_, _]) => {
                return Some(typed.spans.iter().map(|it| span(date, it)).collect());
            }
            (&[first, last], &[]) if first < last => (first.to_string(), Some(last.to_string())),
            (&[first, last], &[start, end]) if first < last => {
                (at(first, start), Some(at(last, end)))
            }
            _ => return None,
        };
        Some(vec![one])
    }
}

/// Returns the date with a weekday that is nearest to a date.
fn nearest(date: NaiveDate, weekday: Weekday) -> NaiveDate {
    let days = date - Days::new(3);
    days.iter_days()
        .find(|day| day.weekday() == weekday)
        .unwrap_or(date)
}

/// Returns the midnight that ends `day`, if the text is a midnight and names no other day. As an end, it can be no other midnight.
pub(super) fn midnight_after(text: &str, day: NaiveDate) -> Option<NaiveDateTime> {
    let typed = Typed::new(text);
    let is_alone = typed.times.is_empty()
        && typed.rest.is_empty()
        && typed.weekdays.is_empty()
        && typed.places.is_empty()
        && typed.days.iter().all(|other| *other == Day::Plain(day));
    (typed.is_midnight && is_alone).then(|| (day + Days::new(1)).and_time(NaiveTime::MIN))
}

/// Suggests to move the end and the place from the value of `key` to keys of their own, if the event has neither.
pub(crate) fn with_keys(problem: Problem, key: &str, has: impl Fn(&str) -> bool) -> Problem {
    let Finding::Time(TimeFinding::Several {
        spans,
        is_certain,
        format,
        ..
    }) = problem.finding()
    else {
        return problem;
    };
    let (spans, is_certain, format) = (spans.clone(), *is_certain, *format);
    let is_taken = |name: &str| has(name) || (name == "end" && has("duration"));
    spans.iter().fold(problem, |problem, (start, end)| {
        let mut yaml = format!("{key}: {start}");
        let beside = [("end", end.as_deref()), ("format", format)];
        for (name, value) in beside
            .iter()
            .filter_map(|(name, value)| Some((name, (*value)?)))
        {
            if is_taken(name) {
                return problem;
            }
            yaml = format!("{yaml}\n{name}: {value}");
        }
        if is_certain {
            problem.exact(Edit::Entry(yaml))
        } else {
            problem.guess(Edit::Entry(yaml))
        }
    })
}
