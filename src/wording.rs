//! Writes dates and times in words, in the style of GOV.UK: `Thursday 27 March 2025, 11am to midday`.
//!
//! The methods of [`Words`] take a date, a time or a rule, and return a text made of the words of the catalogue. The text depends on
//! nothing else, so it is independent of the language and zone of the machine. What is written into calendars and messages uses
//! [`ENGLISH`](crate::words::ENGLISH). `rule` has the rules of series, and `news` what is known of an event.

mod news;
mod rule;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};

use crate::recurrence::month_of;
use crate::time::{Approximate, EventTime};
use crate::words::{Words, fill, fill_into};
use crate::zone::Zone;

/// The capacity for a date and a time of day, in bytes.
const ROOM: usize = 40;

impl Words {
    /// Returns the name of a weekday.
    pub(crate) fn weekday(&self, weekday: Weekday) -> &str {
        match weekday {
            Weekday::Mon => &self.monday,
            Weekday::Tue => &self.tuesday,
            Weekday::Wed => &self.wednesday,
            Weekday::Thu => &self.thursday,
            Weekday::Fri => &self.friday,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        }
    }

    /// Returns `Thu`.
    pub(crate) fn short_weekday(&self, weekday: Weekday) -> &str {
        match weekday {
            Weekday::Mon => &self.monday_short,
            Weekday::Tue => &self.tuesday_short,
            Weekday::Wed => &self.wednesday_short,
            Weekday::Thu => &self.thursday_short,
            Weekday::Fri => &self.friday_short,
            Weekday::Sat => &self.saturday_short,
            Weekday::Sun => &self.sunday_short,
        }
    }

    /// Returns the name of a month.
    pub(crate) fn month(&self, month: chrono::Month) -> &str {
        match month {
            chrono::Month::January => &self.january,
            chrono::Month::February => &self.february,
            chrono::Month::March => &self.march,
            chrono::Month::April => &self.april,
            chrono::Month::May => &self.may,
            chrono::Month::June => &self.june,
            chrono::Month::July => &self.july,
            chrono::Month::August => &self.august,
            chrono::Month::September => &self.september,
            chrono::Month::October => &self.october,
            chrono::Month::November => &self.november,
            chrono::Month::December => &self.december,
        }
    }

    /// Returns `Mar`.
    pub(crate) fn short_month(&self, date: NaiveDate) -> &str {
        match month_of(date) {
            chrono::Month::January => &self.january_short,
            chrono::Month::February => &self.february_short,
            chrono::Month::March => &self.march_short,
            chrono::Month::April => &self.april_short,
            chrono::Month::May => &self.may_short,
            chrono::Month::June => &self.june_short,
            chrono::Month::July => &self.july_short,
            chrono::Month::August => &self.august_short,
            chrono::Month::September => &self.september_short,
            chrono::Month::October => &self.october_short,
            chrono::Month::November => &self.november_short,
            chrono::Month::December => &self.december_short,
        }
    }

    /// Returns `Thursday 27 March 2025`.
    pub(crate) fn date(&self, date: NaiveDate) -> String {
        self.date_as(&self.date, date)
    }

    /// Returns `March 2025`.
    pub(crate) fn month_of_year(&self, date: NaiveDate) -> String {
        self.date_as(&self.month_of_year, date)
    }

    /// Returns a date in one of the forms of the catalogue.
    fn date_as(&self, form: &str, date: NaiveDate) -> String {
        let mut words = String::with_capacity(ROOM);
        self.push_date_as(&mut words, form, date);
        words
    }

    fn push_date_as(&self, words: &mut String, form: &str, date: NaiveDate) {
        // A page has thousands of dates, so their numbers are written without allocating.
        let (mut day, mut year) = (Digits::default(), Digits::default());
        let values = [
            ("weekday", self.weekday(date.weekday())),
            ("day", day.of(date.day())),
            ("month", self.month(month_of(date))),
            (
                "year",
                year.of(u32::try_from(date.year()).unwrap_or_default()),
            ),
        ];
        fill_into(words, form, &values);
    }

    /// Returns the time of an event: `Thursday 27 March 2025, 11am to midday`, `Saturday 12 to Sunday 13 September 2026`.
    pub(crate) fn time(&self, time: &EventTime) -> String {
        let (start, end) = match time {
            EventTime::AllDay { first, .. } => return self.days(*first, time.last_date()),
            EventTime::Zoned { start, end } => (start.local(), end.local()),
        };
        let words = if is_one_day(start, end) {
            let hours = self.span(&self.clock(start), &self.clock(end));
            self.at(start.date(), &hours)
        } else {
            let start = self.at(start.date(), &self.clock(start));
            let end = self.at(end.date(), &self.clock(end));
            self.span(&start, &end)
        };
        self.perhaps_second(time, words)
    }

    /// Adds that the clocks show the end of an event twice, if the event ends at the second time.
    fn perhaps_second(&self, time: &EventTime, words: String) -> String {
        if time.ends_the_second_time() {
            fill(&self.second_time, &[("time", &words)])
        } else {
            words
        }
    }

    /// Returns `Thursday 27 March 2025, 11am`.
    fn at(&self, date: NaiveDate, time: &str) -> String {
        self.date_and_time(&self.date(date), time)
    }

    /// Joins a date, or several, and a time of day.
    pub(crate) fn date_and_time(&self, date: &str, time: &str) -> String {
        fill(&self.date_and_time, &[("date", date), ("time", time)])
    }

    fn span(&self, start: &str, end: &str) -> String {
        fill(&self.from_to, &[("start", start), ("end", end)])
    }

    /// Returns the start of an event that has a time: `11am`, `5:30pm`, `midday`, `midnight`.
    pub(crate) fn start(&self, time: &EventTime) -> Option<String> {
        match time {
            EventTime::AllDay { .. } => None,
            EventTime::Zoned { start, .. } => Some(self.clock(start.local())),
        }
    }

    /// Returns `11am`, `5:30pm`, `midday`, `midnight`; `17:30` if the words for the halves of a day are empty.
    fn clock(&self, time: NaiveDateTime) -> String {
        let ((is_afternoon, hour), minute) = (time.hour12(), time.minute());
        if self.am.is_empty() && self.pm.is_empty() {
            return format!("{:02}:{minute:02}", time.hour());
        }
        // `12am` and `12pm` are ambiguous to many people.
        if minute == 0 && hour == 12 {
            let word = if is_afternoon {
                &self.midday
            } else {
                &self.midnight
            };
            return word.to_string();
        }
        let half = if is_afternoon { &self.pm } else { &self.am };
        if minute == 0 {
            format!("{hour}{half}")
        } else {
            format!("{hour}:{minute:02}{half}")
        }
    }

    /// Returns the time of day without the date: `11am to midday`, `all day`, `9am to 5pm 2 days later`.
    pub(crate) fn hours(&self, time: &EventTime) -> String {
        match time {
            EventTime::AllDay { first, end } => match (*end - *first).num_days() {
                1 => self.all_day.to_string(),
                days => fill(&self.whole_days, &[("count", &days.to_string())]),
            },
            EventTime::Zoned { start, end } => {
                let (start, end) = (start.local(), end.local());
                let hours = self.span(&self.clock(start), &self.clock(end));
                let hours = self.perhaps_second(time, hours);
                if is_one_day(start, end) {
                    return hours;
                }
                match (end.date() - start.date()).num_days() {
                    1 => fill(&self.one_day_later, &[("time", &hours)]),
                    days => {
                        let count = days.to_string();
                        fill(&self.days_later, &[("time", &hours), ("count", &count)])
                    }
                }
            }
        }
    }

    /// Returns dates in words. If there are many, it names the first three: `25 June, 23 July, 27 August 2026 and 9 more, the last on 27
    /// May 2027`.
    pub(crate) fn dates(&self, dates: &[NaiveDate]) -> String {
        let said = |dates: &[NaiveDate]| -> Vec<String> {
            let next = dates.iter().skip(1).map(Some).chain([None]);
            let words = dates.iter().zip(next).map(|(date, next)| {
                let same_year = next.is_some_and(|next| next.year() == date.year());
                let form = if same_year {
                    &self.day_of_month
                } else {
                    &self.day_of_year
                };
                self.date_as(form, *date)
            });
            words.collect()
        };
        match dates {
            [first, second, third, rest @ .., last] if !rest.is_empty() => {
                let first = said(&[*first, *second, *third]).join(&self.list_separator);
                let (count, last) = (rest.len() + 1, self.date_as(&self.day_of_year, *last));
                let count = count.to_string();
                let values = [("dates", &*first), ("count", &count), ("date", &last)];
                fill(&self.and_more_dates, &values)
            }
            dates => self.listed(&said(dates)),
        }
    }

    /// Returns all of some dates in words: `29, 30 March, 24 April 2025 and 22 May 2026`.
    pub(crate) fn all_dates(&self, dates: &[NaiveDate]) -> String {
        self.listed(&self.words_of_dates(dates))
    }

    /// Returns each of some dates in words, as they follow one another in a list: `29`, `30 March`, `24 April 2025`, `22 May 2026`.
    pub(crate) fn words_of_dates(&self, dates: &[NaiveDate]) -> Vec<String> {
        let next = dates.iter().skip(1).map(Some).chain([None]);
        let words = dates.iter().zip(next).map(|(date, next)| {
            let form = match next {
                Some(next) if next.year() != date.year() => &self.day_of_year,
                Some(next) if next.month() == date.month() => &self.day_in_list,
                Some(_) => &self.day_of_month,
                None => &self.day_of_year,
            };
            self.date_as(form, *date)
        });
        words.collect()
    }

    /// Returns `a, b and c`.
    fn listed(&self, words: &[String]) -> String {
        match words {
            [first @ .., last] if !first.is_empty() => {
                let first = first.join(&self.list_separator);
                [&first, &*self.list_last_separator, last].concat()
            }
            words => words.join(""),
        }
    }

    /// Returns the days of an event without its time: `Thursday 27 March 2025`. A party that ends after midnight has one day.
    pub(crate) fn days_of(&self, time: &EventTime) -> String {
        match time {
            EventTime::Zoned { start, end } if is_one_day(start.local(), end.local()) => {
                self.date(start.local().date())
            }
            EventTime::AllDay { .. } | EventTime::Zoned { .. } => {
                self.days(time.first_date(), time.last_date())
            }
        }
    }

    fn days(&self, first: NaiveDate, last: NaiveDate) -> String {
        if first == last {
            return self.date(first);
        }
        let form = if first.year() != last.year() {
            &self.date
        } else if first.month() != last.month() {
            &self.date_without_year
        } else {
            &self.date_without_month
        };
        self.span(&self.date_as(form, first), &self.date(last))
    }

    /// Returns an incomplete date in words: `November 2022`, `2022`, `date to be confirmed`.
    pub(crate) fn approximate(&self, approximate: Approximate) -> String {
        match approximate {
            Approximate::Month { year, month } => {
                let first = NaiveDate::from_ymd_opt(year, month, 1);
                first.map_or_else(String::new, |first| self.month_of_year(first))
            }
            Approximate::Year(year) => year.to_string(),
            Approximate::ToBeConfirmed => self.date_to_be_confirmed.to_string(),
        }
    }

    /// Returns the same for an event that is ahead, so that a bare year does not look like its date: `2027, day to be confirmed`.
    pub(crate) fn awaited(&self, awaited: Approximate) -> String {
        match awaited {
            Approximate::Year(year) => {
                fill(&self.day_to_be_confirmed, &[("year", &year.to_string())])
            }
            Approximate::Month { .. } | Approximate::ToBeConfirmed => self.approximate(awaited),
        }
    }

    /// Returns the name of a zone in words: `London time`, `UTC`, `Center, North Dakota time`.
    pub(crate) fn zone(&self, zone: Zone) -> String {
        let name = zone.name().replace('_', " ");
        let mut parts = name.split('/').skip(1);
        match (parts.next(), parts.next()) {
            (None | Some("UTC"), _) => "UTC".to_owned(),
            (Some(region), Some(city)) => {
                fill(&self.zone_of_region, &[("city", city), ("region", region)])
            }
            (Some(city), None) => fill(&self.zone_of_city, &[("city", city)]),
        }
    }
}

/// A number in decimal digits.
#[derive(Default)]
struct Digits([u8; 10]);

impl Digits {
    fn of(&mut self, number: u32) -> &str {
        let mut rest = number;
        let mut start = self.0.len();
        for (at, digit) in self.0.iter_mut().enumerate().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            start = at;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let digits = self.0.get(start..).unwrap_or_default();
        str::from_utf8(digits).unwrap_or_default()
    }
}

/// Returns the day on which people think that an event ends: one that ends at night ends on the day it began.
pub(crate) fn last_day(time: &EventTime) -> NaiveDate {
    match time {
        EventTime::Zoned { start, end, .. } if is_one_day(start.local(), end.local()) => {
            time.first_date()
        }
        _ => time.last_date(),
    }
}

/// Whether people think of both times as one day. A party that ends at midnight ends on the day it began; one from morning to morning does
/// not.
fn is_one_day(start: NaiveDateTime, end: NaiveDateTime) -> bool {
    start.date() == end.date() || end - start <= TimeDelta::hours(12) && end.hour() < 6
}

#[cfg(test)]
mod tests;
