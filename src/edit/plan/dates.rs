//! The dates of an event as written, and the meeting that a person names by a date.
//!
//! [`Dates`] come from the words of the file, so they are known although another event has an error, and they include skipped dates. A date
//! that a person gives is that of the rule, of `also` or of the start; or else the day to which a meeting has moved.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::super::refusal::Reason;
use super::unread;
use crate::document::{Change, Event};
use crate::recurrence::{End, RecurrenceRule};
use crate::time::Moment;

/// How many dates a refusal shows.
const SHOWN: usize = 5;

/// On which dates an event takes place.
pub(super) struct Dates<'a> {
    event: &'a Event,
    start: Option<Start>,
    rule: Rule,
    /// The extra dates, with the time if they have one of their own.
    also: BTreeMap<NaiveDate, Option<NaiveTime>>,
}

/// A start with a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) date: NaiveDate,
    /// `None` if the event lasts whole days.
    pub(super) time: Option<NaiveTime>,
}

enum Rule {
    None,
    Known(RecurrenceRule),
    /// There is one, which has an error.
    Unread,
}

/// One meeting of a series.
pub(super) struct Meeting<'a> {
    /// The date that the rule, `also` or `start` gives.
    pub(super) date: NaiveDate,
    /// The key of its change: as written, or for a new one.
    pub(super) key: String,
    /// Its change.
    pub(super) change: Option<&'a Change>,
    /// When it takes place without a change. `None` if the start cannot be read.
    pub(super) planned: Option<Start>,
}

impl Start {
    pub(super) fn of(moment: Moment) -> Option<Self> {
        let local = |local: NaiveDateTime| Self {
            date: local.date(),
            time: Some(local.time()),
        };
        match moment {
            Moment::Date(date) => Some(Self { date, time: None }),
            Moment::DateTime(at) => Some(local(at)),
            Moment::Instant(at) => Some(local(at.naive_utc())),
            Moment::Time(_) | Moment::Month { .. } | Moment::Year(_) | Moment::ToBeConfirmed => {
                None
            }
        }
    }

    pub(super) fn moment(self) -> Moment {
        match self.time {
            Some(time) => Moment::DateTime(self.date.and_time(time)),
            None => Moment::Date(self.date),
        }
    }

    /// The time to which a meeting that is planned for this time moves.
    pub(super) fn moved_to(self, to: Moment) -> Option<Self> {
        match (to, self.time) {
            (Moment::Date(date), _) => Some(Self { date, ..self }),
            (Moment::Time(time), Some(_)) => Some(Self {
                time: Some(time),
                ..self
            }),
            (Moment::DateTime(_), Some(_)) => Self::of(to),
            _ => None,
        }
    }
}

impl<'a> Dates<'a> {
    pub(super) fn of(event: &'a Event) -> Self {
        let start = event.start.as_deref().map(Moment::parse);
        let start = start.and_then(Result::ok).and_then(Start::of);
        let also = event.also.iter().filter_map(|text| {
            let date = Start::of(Moment::parse(text).ok()?)?;
            Some((date.date, date.time))
        });
        let rule = match (event.repeats.as_deref(), start) {
            (None, _) => Rule::None,
            (Some(repeats), Some(start)) => {
                let end = end(event).unwrap_or(End::Never);
                let rule = RecurrenceRule::parse(repeats, start.date, end);
                rule.map_or(Rule::Unread, Rule::Known)
            }
            (Some(_), None) => Rule::Unread,
        };
        Self {
            event,
            start,
            rule,
            also: also.collect(),
        }
    }

    /// Whether single dates of the event can change.
    pub(super) fn is_series(&self) -> bool {
        !matches!(self.rule, Rule::None) || !self.event.also.is_empty()
    }

    fn has(&self, date: NaiveDate) -> bool {
        let of_rule = match &self.rule {
            Rule::None => self.start.is_some_and(|start| start.date == date),
            Rule::Known(rule) => rule.contains(date),
            Rule::Unread => false,
        };
        of_rule || self.also.contains_key(&date)
    }

    /// The changes, each with its date, if it has one.
    fn changes(&self) -> impl Iterator<Item = (&'a str, &'a Change, Option<NaiveDate>)> + use<'a> {
        self.event.changes.iter().map(|(key, change)| {
            let date = match Moment::parse(key) {
                Ok(Moment::Date(date)) => Some(date),
                _ => None,
            };
            (key, change, date)
        })
    }

    /// The dates that can be restored.
    pub(super) fn changed(&self) -> Vec<NaiveDate> {
        let is_changed = |change: &Change| {
            change.skipped.is_some()
                || change.cancelled.is_some()
                || change.moved_to.is_some()
                || change.status.is_some()
        };
        let changed = self.changes().filter(|(_, change, _)| is_changed(change));
        let mut dates: Vec<NaiveDate> = changed.filter_map(|(.., date)| date).collect();
        dates.sort_unstable();
        dates
    }

    /// Finds the meeting that a person names by a date.
    pub(super) fn meeting(&self, written: &str) -> Result<Meeting<'a>, Reason> {
        let date = date(written)?;
        if let Some((key, change, _)) = self.changes().find(|(.., of)| *of == Some(date)) {
            return Ok(self.meeting_on(date, key.to_owned(), Some(change)));
        }
        if self.has(date) {
            return Ok(self.meeting_on(date, date.to_string(), None));
        }
        let to = |change: &Change| {
            let to = Moment::parse(change.moved_to.as_deref()?).ok()?;
            Start::of(to).map(|start| start.date)
        };
        let moved = self.changes().find_map(|(key, change, of)| {
            let of = of.filter(|_| to(change) == Some(date))?;
            Some(self.meeting_on(of, key.to_owned(), Some(change)))
        });
        match (moved, &self.rule) {
            (Some(meeting), _) => Ok(meeting),
            (None, Rule::Unread) => Ok(self.meeting_on(date, date.to_string(), None)),
            (None, _) => Err(Reason::NoMeeting {
                date,
                nearest: self.nearest(date),
            }),
        }
    }

    fn meeting_on(&self, date: NaiveDate, key: String, change: Option<&'a Change>) -> Meeting<'a> {
        let time = match self.also.get(&date) {
            Some(Some(time)) => Some(Some(*time)),
            _ => self.start.map(|start| start.time),
        };
        Meeting {
            date,
            key,
            change,
            planned: time.map(|time| Start { date, time }),
        }
    }

    /// Checks that a date is that of an event that takes place once.
    pub(super) fn is_start(&self, id: &str, written: &str) -> Result<(), Reason> {
        let date = date(written)?;
        match self.start {
            Some(start) if start.date == date => Ok(()),
            Some(start) => Err(Reason::NotItsDate {
                id: id.to_owned(),
                date,
                start: start.date,
            }),
            None => Err(Reason::NoDate { id: id.to_owned() }),
        }
    }

    /// The dates before and after another.
    fn nearest(&self, date: NaiveDate) -> Vec<NaiveDate> {
        let before = date.checked_sub_days(Days::new(1));
        let before = before.into_iter().flat_map(|day| self.before(day).take(1));
        before.chain(self.from(date).take(1)).collect()
    }

    /// The dates on which something takes place from today, the next first.
    pub(super) fn next(&self, today: NaiveDate) -> Vec<NaiveDate> {
        self.from(today)
            .filter(|date| !self.is_skipped(*date))
            .take(SHOWN)
            .collect()
    }

    /// The last dates on which something took place, the latest first; the next ones if there are none.
    pub(super) fn latest(&self, today: NaiveDate) -> Vec<NaiveDate> {
        let takes_place = |date: &NaiveDate| !self.is_skipped(*date);
        let before = self.before(today).filter(takes_place).take(SHOWN);
        let before: Vec<NaiveDate> = before.collect();
        if before.is_empty() {
            return self.next(today);
        }
        before
    }

    fn is_skipped(&self, date: NaiveDate) -> bool {
        let mut changes = self.changes();
        changes.any(|(_, change, of)| of == Some(date) && change.skipped.is_some())
    }

    /// The dates that are not of the rule.
    fn single(&self) -> impl DoubleEndedIterator<Item = NaiveDate> + use<> {
        let start = match self.rule {
            Rule::Known(_) => None,
            Rule::None | Rule::Unread => self.start.map(|start| start.date),
        };
        let mut dates: Vec<NaiveDate> = self.also.keys().copied().chain(start).collect();
        dates.sort_unstable();
        dates.into_iter()
    }

    fn rule(&self) -> Option<RecurrenceRule> {
        match self.rule {
            Rule::Known(rule) => Some(rule),
            Rule::None | Rule::Unread => None,
        }
    }

    /// The dates from `from`, in order.
    fn from(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
        let of_rule = self
            .rule()
            .into_iter()
            .flat_map(move |rule| rule.dates_from(from));
        let single = self.single().filter(move |date| *date >= from);
        joined(of_rule, single, |one, other| one < other)
    }

    /// The dates up to `to`, the last first.
    fn before(&self, to: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
        let rule = self.rule();
        let of_rule =
            std::iter::successors(rule.and_then(|rule| rule.on_or_before(to)), move |date| {
                rule?.on_or_before(date.checked_sub_days(Days::new(1))?)
            });
        let single = self.single().rev().filter(move |date| *date <= to);
        joined(of_rule, single, |one, other| one > other)
    }
}

/// Joins two sorted lists of dates.
fn joined(
    one: impl Iterator<Item = NaiveDate>,
    other: impl Iterator<Item = NaiveDate>,
    is_first: impl Fn(&NaiveDate, &NaiveDate) -> bool,
) -> impl Iterator<Item = NaiveDate> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if is_first(second, first) => other.next(),
        (None, _) => other.next(),
        (Some(_), _) => one.next(),
    })
}

/// Reads the date of a meeting.
fn date(written: &str) -> Result<NaiveDate, Reason> {
    match Moment::parse(written) {
        Ok(Moment::Date(date)) => Ok(date),
        Ok(moment) => Err(Reason::NotADate {
            written: written.to_owned(),
            form: moment.form(),
            date: Start::of(moment).map(|start| start.date),
        }),
        Err(problem) => Err(unread("the date of the meeting", problem)),
    }
}

/// Reads where a series ends.
fn end(event: &Event) -> Option<End> {
    if let Some(until) = event.until.as_deref() {
        return match Moment::parse(until) {
            Ok(Moment::Date(date)) => Some(End::Until(date)),
            _ => None,
        };
    }
    let count: u32 = event.count.as_deref()?.trim().parse().ok()?;
    (count > 0).then_some(End::Count(count))
}
