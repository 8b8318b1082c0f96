//! Writes the rule of a series in words: `monthly on the 4th Thursday`.
//!
//! [`Words::rule`] takes a rule and returns its sentence in the words of the catalogue. With the English words it is the text that the
//! rule's own `Display` writes, which is the form of files and calendars; a test compares the two.

use crate::recurrence::{Ordinal, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaySet, WorkingDay};
use crate::words::{Words, fill};

impl Words {
    /// Returns a rule in words, without its end.
    pub(crate) fn rule(&self, rule: &RecurrenceRule) -> String {
        let (pattern, interval) = (rule.pattern(), rule.interval());
        if interval == 1 && pattern == Pattern::Weekly(WeekdaySet::WORKING) {
            return self.every_weekday.to_string();
        }
        let period = self.period(pattern, interval);
        let filled = |text: &str, values: &[(&str, &str)]| {
            let period = [("period", &*period)];
            fill(text, &[&period, values].concat())
        };
        match pattern {
            Pattern::Daily => period,
            Pattern::Weekly(days) => {
                let names: Vec<String> =
                    days.iter().map(|it| self.weekday(it).to_owned()).collect();
                filled(
                    &self.rule_on_weekdays,
                    &[("weekdays", &self.listed(&names))],
                )
            }
            Pattern::MonthlyOnWeekday(ordinal, weekday) => {
                let day = self.weekday_of_month(WeekdayOfMonth { ordinal, weekday });
                filled(&self.rule_on_weekdays_of_month, &[("weekdays", &day)])
            }
            Pattern::MonthlyOnWeekdays(days) => {
                let days: Vec<WeekdayOfMonth> = days.iter().collect();
                let days = self.listed(&self.weekdays_of_month(&days));
                filled(&self.rule_on_weekdays_of_month, &[("weekdays", &days)])
            }
            Pattern::MonthlyOnDay(day) => {
                filled(&self.rule_on_day, &[("day", &day.number().to_string())])
            }
            Pattern::MonthlyOnLastDay => filled(&self.rule_on_last_day, &[]),
            Pattern::MonthlyOnWorkingDay(WorkingDay::First) => {
                filled(&self.rule_on_first_working_day, &[])
            }
            Pattern::MonthlyOnWorkingDay(WorkingDay::Last) => {
                filled(&self.rule_on_last_working_day, &[])
            }
            Pattern::YearlyOnDate(day) => {
                let (number, month) = (day.day().to_string(), self.month(day.month()));
                filled(&self.rule_on_date, &[("day", &number), ("month", month)])
            }
            Pattern::YearlyOnWeekday(ordinal, weekday, month) => {
                let day = self.weekday_of_month(WeekdayOfMonth { ordinal, weekday });
                let values = [("weekday", &*day), ("month", self.month(month))];
                filled(&self.rule_on_weekday_of_year, &values)
            }
        }
    }

    /// Returns a rule in words, with its last date if it ends.
    pub(crate) fn rule_with_end(&self, rule: &RecurrenceRule) -> String {
        let words = self.rule(rule);
        match rule.last() {
            Some(last) => {
                let last = self.date(last);
                fill(&self.rule_until, &[("rule", &words), ("date", &last)])
            }
            None => words,
        }
    }

    /// Returns `monthly`, or `every 2 months`.
    fn period(&self, pattern: Pattern, interval: u32) -> String {
        let (one, several) = match pattern {
            Pattern::Daily => (&self.daily, &self.every_days),
            Pattern::Weekly(_) => (&self.weekly, &self.every_weeks),
            Pattern::MonthlyOnWeekday(..)
            | Pattern::MonthlyOnWeekdays(_)
            | Pattern::MonthlyOnDay(_)
            | Pattern::MonthlyOnLastDay
            | Pattern::MonthlyOnWorkingDay(_) => (&self.monthly, &self.every_months),
            Pattern::YearlyOnDate(_) | Pattern::YearlyOnWeekday(..) => {
                (&self.yearly, &self.every_years)
            }
        };
        match interval {
            1 => one.to_string(),
            interval => fill(several, &[("count", &interval.to_string())]),
        }
    }

    /// Returns `3rd Thursday`.
    pub(crate) fn weekday_of_month(&self, day: WeekdayOfMonth) -> String {
        let values = [
            ("ordinal", self.ordinal(day.ordinal)),
            ("weekday", self.weekday(day.weekday)),
        ];
        fill(&self.weekday_of_month, &values)
    }

    /// Returns weekdays of the month for a list. If all are the same weekday, only the last entry names it: `1st`, `3rd Thursday`.
    fn weekdays_of_month(&self, days: &[WeekdayOfMonth]) -> Vec<String> {
        let weekday = days.first().map(|day| day.weekday);
        let is_one = days.iter().all(|day| Some(day.weekday) == weekday);
        let words = days.iter().enumerate().map(|(index, day)| {
            if is_one && index + 1 < days.len() {
                self.ordinal(day.ordinal).to_owned()
            } else {
                self.weekday_of_month(*day)
            }
        });
        words.collect()
    }

    fn ordinal(&self, ordinal: Ordinal) -> &str {
        match ordinal {
            Ordinal::First => &self.ordinal_first,
            Ordinal::Second => &self.ordinal_second,
            Ordinal::Third => &self.ordinal_third,
            Ordinal::Fourth => &self.ordinal_fourth,
            Ordinal::Last => &self.ordinal_last,
        }
    }
}
