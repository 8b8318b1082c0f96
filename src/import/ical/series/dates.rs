//! Reads on which dates a series takes place: RRULE, RDATE and EXDATE.
//!
//! A rule that `repeats` has words for stays a rule. Any other becomes dates, up to the end of the second year after now.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::super::super::account::{Ledger, Outcome};
use super::super::super::entry::Change;
use super::super::reader::Property;
use super::super::rule::{Ends, SourceRule, Until};
use super::super::times::{self, When};
use super::Source;
use super::draft::Draft;
use super::meeting::Meeting;
use crate::limit;
use crate::recurrence::{End, RecurrenceRule};
use crate::span::YEARS;
use crate::time::Moment;

/// How many days of a rule are examined, at most. Only rules with hardly any dates need more.
const MOST_STEPS: u64 = 20_000;

/// How many dates of a series count as gaps between its meetings: those of a week, and of the months of a year.
const GAPS: usize = 14;

impl<'a> Draft<'a> {
    /// Reads the dates of a series. Returns `None` if it has none, which is noted.
    pub(super) fn of(
        master: Meeting<'a>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) -> Option<Self> {
        let component = master.component;
        let rules: Vec<&Property> = component.all("RRULE").collect();
        let mut draft = Self::new(master, !rules.is_empty(), source);
        match rules.as_slice() {
            [] => {}
            [rule] => {
                let first = draft.first;
                let has_date = draft.repeat(rule, source, ledger).is_some();
                if !has_date {
                    component.property("RDATE")?;
                    // Only the extra dates are left.
                    draft.skip(first, rule.line);
                }
            }
            rules => draft.list(rules, source, ledger),
        }
        draft.read_extra_dates(source, ledger);
        draft.read_exceptions(source, ledger)?;
        draft.start_on_a_time_that_exists(ledger);
        draft.shorten_overlapping(ledger);
        Some(draft)
    }

    /// Reads the rule of a series with one rule.
    fn repeat(
        &mut self,
        property: &Property,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) -> Option<()> {
        let line = property.line;
        let rule = match SourceRule::parse(&property.value) {
            Ok(rule) => rule,
            Err(why) => {
                let why = format!("only its first date is imported: {why}");
                ledger.lost(self.master.line, self.master.title(), why);
                ledger.note(line, Outcome::Dropped("an events file has no such rule"));
                return Some(());
            }
        };
        let start = self.first.and_time(self.time);
        if rule.until.is_some_and(|until| self.is_before(until, start)) {
            let why = "its rule ends before its first date, so it has no date by the rule";
            ledger.remark(self.master.line, self.master.title(), why);
            ledger.note(line, Outcome::Dropped("a rule that gives no date"));
            return None;
        }
        if source.is_spent() {
            let why = "the file has too many rules that an events file cannot have, so only its first date is imported";
            ledger.lost(self.master.line, self.master.title(), why);
            ledger.note(line, Outcome::Dropped("an events file has no such rule"));
            return Some(());
        }
        let Some((first, sentence)) = self.sentence(&rule) else {
            self.list(&[property], source, ledger);
            return Some(());
        };
        let end = match rule.ends(self.when(first.and_time(self.time))) {
            Ends::Never => End::Never,
            Ends::After(count) => End::Count(count),
            Ends::On(last) => End::Until(last),
            Ends::BeforeStart => {
                ledger.note(line, Outcome::Dropped("a rule that gives no date"));
                return Some(());
            }
        };
        let mut found = RecurrenceRule::parse(&sentence, first, end).ok();
        // A file with a count that reaches beyond its last year is refused.
        if found.is_some_and(|found| found.last().is_some_and(|it| it.year() > *YEARS.end())) {
            found = RecurrenceRule::parse(&sentence, first, End::Never).ok();
        }
        let Some(found) = found else {
            self.list(&[property], source, ledger);
            return Some(());
        };
        ledger.note(line, Outcome::Rewritten("the key `repeats`"));
        let was_first = std::mem::replace(&mut self.first, first);
        self.repeat_by(found);
        if was_first != first {
            let remark = format!(
                "its rule does not give its first date, {was_first}, which is under `also`"
            );
            ledger.remark(self.master.line, self.master.title(), remark);
            self.add(self.master.line, was_first.and_time(self.time), ledger);
        }
        Some(())
    }

    /// Returns the first date of a rule, and the sentence for the rule from that date on.
    fn sentence(&self, rule: &SourceRule) -> Option<(NaiveDate, String)> {
        let start = self.first.and_time(self.time);
        if let Some(sentence) = rule.sentence(start) {
            return Some((self.first, sentence));
        }
        let mut dates = rule.dates_from(self.when(start)).within(MOST_STEPS);
        let first = dates.next().filter(|first| *first != start)?;
        Some((first.date(), rule.sentence(first)?))
    }

    /// Whether a rule ends before a local time. An end that is a date includes its day.
    fn is_before(&self, until: Until, start: NaiveDateTime) -> bool {
        match until {
            Until::Date(date) => date < start.date(),
            Until::Local(local) => local < start,
            Until::Utc(instant) if self.is_all_day() => instant.date_naive() < start.date(),
            Until::Utc(instant) => When::Utc(instant).local(self.zone) < start,
        }
    }

    /// Lists the dates of rules that an events file cannot have.
    fn list(&mut self, rules: &[&Property], source: &Source<'_>, ledger: &mut Ledger) {
        source.spend();
        let (line, title) = (self.master.line, self.master.details.title.clone());
        let start = self.first.and_time(self.time);
        let year = self.first.year().max(source.options.now.year()) + 2;
        let year = year.min(*YEARS.end());
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(self.first);
        let mut dates = BTreeSet::new();
        let mut is_cut = false;
        for property in rules {
            let rule = match SourceRule::parse(&property.value) {
                Ok(rule) => rule,
                Err(why) => {
                    ledger.lost(line, &title, format!("one of its rules is left out: {why}"));
                    let why = "an events file has no such rule";
                    ledger.note(property.line, Outcome::Dropped(why));
                    continue;
                }
            };
            let found = rule.dates_from(self.when(start)).within(MOST_STEPS);
            for date in found.take(limit::DATES) {
                if date.date() > last {
                    is_cut = true;
                    break;
                }
                dates.insert(date);
            }
            ledger.note(property.line, Outcome::Rewritten("dates under `also`"));
        }
        dates.remove(&start);
        if dates.is_empty() && !is_cut {
            return;
        }
        let most = source.take_listed(dates.len().min(limit::DATES / 2));
        if dates.len() > most {
            let why = format!(
                "an events file has no such rule, and its dates are too many for `also`: only the first {most} are imported"
            );
            ledger.lost(line, &title, why);
        } else if is_cut {
            let why = format!(
                "an events file has no such rule, so its dates up to {last} are under `also`: add later ones by hand"
            );
            ledger.lost(line, &title, why);
        } else {
            let remark = "an events file has no such rule, so all its dates are under `also`";
            ledger.remark(line, &title, remark);
        }
        for local in dates.into_iter().take(most) {
            self.add(line, local, ledger);
        }
    }

    /// Reads RDATE.
    fn read_extra_dates(&mut self, source: &Source<'_>, ledger: &mut Ledger) {
        let component = self.master.component;
        let mut unreadable = 0;
        let mut left_out = 0;
        for property in component.all("RDATE") {
            ledger.note(property.line, Outcome::Rewritten("dates under `also`"));
            let values = property.value.split(',');
            let values = values.filter(|value| !value.trim().is_empty());
            for (found, written) in times::all(property, source.zones).into_iter().zip(values) {
                let Ok(found) = found else {
                    unreadable += 1;
                    continue;
                };
                let local = match found {
                    When::Date(date) => date.and_time(self.time),
                    found if self.is_all_day() => found.local(None).date().into(),
                    found => found.local(self.zone),
                };
                if self.also.len() >= limit::DATES || !YEARS.contains(&local.year()) {
                    left_out += 1;
                    continue;
                }
                self.add(property.line, local, ledger);
                self.take_period(property.line, local, written);
            }
        }
        let (line, title) = (self.master.line, self.master.title());
        if unreadable > 0 {
            let why = format!("{unreadable} of its extra dates (RDATE) could not be read");
            ledger.lost(line, title, why);
        }
        if left_out > 0 {
            let why = format!(
                "{left_out} of its extra dates (RDATE) are too many, or outside the years 1970 to 2099"
            );
            ledger.lost(line, title, why);
        }
    }

    /// Takes the length of an extra date that has its own.
    fn take_period(&mut self, line: usize, local: NaiveDateTime, written: &str) {
        let Some((_, end)) = written.split_once('/') else {
            return;
        };
        let length = times::duration(end).or_else(|| {
            let end = NaiveDateTime::parse_from_str(end.trim_end_matches('Z'), "%Y%m%dT%H%M%S");
            let (start, _) = written.split_once('/')?;
            let start = start.trim().trim_end_matches('Z');
            let start = NaiveDateTime::parse_from_str(start, "%Y%m%dT%H%M%S").ok()?;
            Some(end.ok()? - start)
        });
        let is_other = |length: &TimeDelta| {
            let is_usual = Some(*length) == self.master.length;
            *length > TimeDelta::zero() && *length < TimeDelta::days(3660) && !is_usual
        };
        let length = length.filter(is_other);
        if length.is_some() && self.also.get(&local.date()) == Some(&local) && !self.is_all_day() {
            let change = self.unchanged(line);
            let change = Change { length, ..change };
            self.changes.insert(local.date(), change);
        }
    }

    /// Reads EXDATE. Returns `None` if no date is left.
    fn read_exceptions(&mut self, source: &Source<'_>, ledger: &mut Ledger) -> Option<()> {
        let component = self.master.component;
        let (mut stray, mut unreadable, mut later) = (0, 0, 0);
        for property in component.all("EXDATE") {
            let mut found_any = false;
            for found in times::all(property, source.zones) {
                let Ok(found) = found else {
                    unreadable += 1;
                    continue;
                };
                match self.key(found) {
                    Some(key) if self.changes.len() < limit::DATES => {
                        self.skip(key, property.line);
                        found_any = true;
                    }
                    Some(_) => later += 1,
                    None if self.is_skipped(found) => found_any = true,
                    None => {
                        self.stray.insert(found.local(self.zone));
                        stray += 1;
                    }
                }
            }
            ledger.note(
                property.line,
                if found_any {
                    Outcome::Rewritten("the key `skipped` under `changes`")
                } else {
                    Outcome::Dropped("an exception to no date of the series")
                },
            );
        }
        let (line, title) = (self.master.line, self.master.title());
        if stray > 0 {
            let remark = format!("{stray} of its exception dates (EXDATE) are no dates of it");
            ledger.remark(line, title, remark);
        }
        if unreadable > 0 {
            let why = format!("{unreadable} of its exception dates (EXDATE) could not be read");
            ledger.lost(line, title, why);
        }
        if later > 0 {
            let why = format!(
                "{later} of its exception dates (EXDATE) are too many for `changes`: its meetings on them are wrong"
            );
            ledger.lost(line, title, why);
        }
        self.has_a_date(ledger)
    }

    /// Whether an exception names a date that another exception has left out already.
    fn is_skipped(&self, named: When) -> bool {
        let local = named.local(self.zone);
        let change = self.changes.get(&local.date());
        change.is_some_and(|change| change.is_skipped)
    }

    /// Returns `None` if each date is left out, which is noted. If only extra dates are left, they remain without a rule.
    fn has_a_date(&mut self, ledger: &mut Ledger) -> Option<()> {
        let is_left = |date: &NaiveDate| {
            let change = self.changes.get(date);
            change.is_none_or(|change| !change.is_skipped)
        };
        let is_any_left = match self.rule {
            Some(rule) => rule.dates_from(rule.start()).any(|date| is_left(&date)),
            None => is_left(&self.first),
        };
        if is_any_left {
            return Some(());
        }
        if let Some((date, local)) = self.also.pop_first() {
            self.rule = None;
            self.repeats = None;
            self.changes.retain(|_, change| !change.is_skipped);
            (self.first, self.time) = (date, local.time());
            return Some(());
        }
        let remark = "each of its dates is an exception, so it takes place on none";
        ledger.remark(self.master.line, self.master.title(), remark);
        None
    }

    /// Moves the start to the next date, if the clocks do not show its time exactly once. The first meeting is then an event of its own.
    pub(super) fn start_on_a_time_that_exists(&mut self, ledger: &mut Ledger) {
        let local = self.first.and_time(self.time);
        if self.is_all_day() || self.exists(local) {
            return;
        }
        let next = match self.rule {
            Some(rule) => rule
                .dates_from(self.first + Days::new(1))
                .find(|date| self.exists(date.and_time(self.time))),
            None => self.also.pop_first().map(|(date, local)| {
                self.time = local.time();
                date
            }),
        };
        let line = self.master.line;
        let is_skipped = self.changes.remove(&self.first).is_some();
        let alone = self.plain(line, local);
        if let Some(next) = next {
            let remark = format!(
                "the clocks do not show the time of its first meeting exactly once, so that of {} is an event of its own",
                self.first
            );
            ledger.remark(line, self.master.title(), remark);
            if !is_skipped {
                self.alone.push(alone);
            }
            if let (Some(rule), Some(repeats)) = (self.rule, self.repeats.as_mut()) {
                let rule = rule.starting_at(next);
                if let End::Count(count) = rule.end() {
                    repeats.count = Some(count);
                }
                self.rule = Some(rule);
            }
            self.first = next;
        } else {
            // The only meeting: `alone` has it in UTC.
            if let Moment::DateTime(local) = alone.start {
                self.first = local.date();
                self.time = local.time();
            }
            self.zone = alone.zone;
            self.rule = None;
            self.repeats = None;
        }
    }

    /// Shortens the meetings of a series that overlap, because an events file refuses them.
    fn shorten_overlapping(&mut self, ledger: &mut Ledger) {
        let length = self.shown_length();
        if length <= TimeDelta::days(1) {
            return;
        }
        let mut dates: Vec<NaiveDate> = match self.rule {
            Some(rule) => rule.dates_from(rule.start()).take(GAPS + 1).collect(),
            None => [self.first]
                .into_iter()
                .chain(self.also.keys().copied())
                .collect(),
        };
        dates.sort_unstable();
        let gaps = dates.iter().zip(dates.iter().skip(1));
        let gap = gaps.map(|(one, next)| *next - *one).min();
        if let Some(gap) = gap.filter(|gap| *gap < length) {
            let days = gap.num_days();
            let why = format!(
                "each of its meetings lasts until after the next one begins: they are imported with {days} days"
            );
            ledger.lost(self.master.line, self.master.title(), why);
            self.master.length = Some(gap);
        }
    }
}
