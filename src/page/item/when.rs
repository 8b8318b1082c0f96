//! When an item takes place, in words.
//!
//! The methods of [`ListItem`] return its dates and times, its rule and its news in words, and whether it is over. A summary line has no day
//! of its own. The forms that programs read are in [`super::super::labels`].

use chrono::NaiveDate;
use serde::Serialize;

use super::super::list::{What, is_over};
use super::ListItem;
use crate::calendar::Schedule;
use crate::time::EventTime;
use crate::words::fill;
use crate::zone::Zone;

/// One date of a summary line.
#[derive(Serialize)]
pub(super) struct DateFields {
    /// Its key date, which is its anchor on the page of the series.
    key: NaiveDate,
    words: String,
}

impl ListItem {
    /// Returns the time of the line, unless the line is a summary.
    pub(super) fn day(&self) -> Option<EventTime> {
        self.time.filter(|_| self.sum().is_none())
    }

    /// Returns the date and time of the line; of a summary, its dates or their number.
    pub(super) fn when(&self) -> String {
        let words = &self.view.words;
        if let Some(sum) = self.sum() {
            let dates = if sum.dates.is_empty() {
                fill(&words.meetings, &[("count", &sum.count.to_string())])
            } else {
                words.all_dates(&sum.dates)
            };
            return match self.summed_hours() {
                Some(hours) => words.date_and_time(&dates, hours),
                None => dates,
            };
        }
        match (&self.line.what, self.event().schedule(), &self.time) {
            (_, _, Some(time)) => words.time(time),
            (What::Unscheduled(approximate), _, None)
            | (_, Schedule::ToBeConfirmed(approximate), None) => {
                if is_over(*approximate, self.view.today) {
                    words.approximate(*approximate)
                } else {
                    words.awaited(*approximate)
                }
            }
            (_, _, None) => String::new(),
        }
    }

    /// Returns the time of day of the instances in a summary line, unless they are all day.
    pub(super) fn summed_hours(&self) -> Option<&str> {
        let is_day = |time: &EventTime| time.is_all_day() && time.first_date() == time.last_date();
        let hours = self.sum()?.hours.as_str();
        (!self.time.as_ref().is_some_and(is_day)).then_some(hours)
    }

    /// Returns the dates of a summary line.
    pub(super) fn dates(&self) -> Vec<DateFields> {
        let dates = self.sum().map_or(&[][..], |sum| &sum.dates);
        let words = self.view.words.words_of_dates(dates);
        let fields = dates.iter().zip(words);
        let fields = fields.map(|(key, words)| DateFields { key: *key, words });
        fields.collect()
    }

    /// Returns the zone of the times that the line shows.
    pub(super) fn zone(&self) -> Option<Zone> {
        let is_shown = self.sum().is_none() || self.summed_hours().is_some();
        self.time.and_then(|time| time.zone()).filter(|_| is_shown)
    }

    /// Returns the rule in words, if the line shows the rule and the rule has not ended.
    pub(super) fn rule(&self) -> Option<String> {
        let series = self.series().filter(|_| self.line.is_first)?;
        let is_over = |last| last < self.view.today;
        let has_ended = series.rule().last().is_some_and(is_over);
        (!has_ended).then(|| self.view.words.rule(series.rule()))
    }

    /// Returns what has changed: a status, a reason, a move, or that there is no meeting.
    pub(super) fn news(&self) -> Option<String> {
        let words = &self.view.words;
        let What::Skip(date) = self.line.what else {
            return words.news(self.details(), self.was);
        };
        Some(words.skipped(self.event().reason_to_skip(date)))
    }

    pub(super) fn is_over(&self) -> bool {
        match self.line.what {
            What::Event { over } => over,
            What::Instance(_) => self.time.is_some_and(|time| self.view.is_over(time)),
            What::Sum(_) => true,
            What::Unscheduled(_) | What::Skip(_) => false,
        }
    }
}
