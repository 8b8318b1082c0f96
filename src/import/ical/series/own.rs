//! Puts together what calfeed has published separately.
//!
//! An extra date, and a meeting that moved past its neighbour, have the UID of their event with a dot and their date:
//! `{id}.2026-01-15@{domain}`. A rule with several weekdays of the month is published as one series for each of them, with UIDs such as
//! `{id}.3thu@{domain}`. [`Event::uid_with`](crate::calendar::Event) makes these UIDs.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::super::super::account::{Ledger, Outcome};
use super::super::super::entry::{Change, State};
use super::Source;
use super::draft::Draft;
use super::meeting::Meeting;
use crate::recurrence::{End, Pattern, RecurrenceRule, WeekdayOfMonth, WeekdaysOfMonth};
use crate::time::Moment;
use crate::value::parts_of_uid;

/// What a suffix says.
#[derive(Clone, Copy)]
enum Suffix {
    /// The date of a meeting that is published separately.
    Date(NaiveDate),
    /// The weekday of the month of one of several series.
    Weekday(WeekdayOfMonth),
}

/// Puts the parts of each event together.
pub(super) fn together<'a>(
    drafts: Vec<Draft<'a>>,
    source: &Source<'_>,
    ledger: &mut Ledger,
) -> Vec<Draft<'a>> {
    let mut uids = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let Some(uid) = draft.master.uid.clone() {
            uids.insert(uid, index);
        }
    }
    let event_of = |draft: &Draft<'_>| {
        let (event, suffix) = parts_of(draft.master.uid.as_deref()?)?;
        let is_part = match suffix {
            Suffix::Date(_) => draft.is_single(),
            Suffix::Weekday(day) => draft
                .rule
                .is_some_and(|rule| rule.own_weekday() == Some(day)),
        };
        let index = uids.get(&event).copied().filter(|_| is_part)?;
        Some((index, suffix))
    };
    let mut parts: HashMap<usize, Vec<(Suffix, Draft<'a>)>> = HashMap::new();
    let mut events: Vec<(usize, Draft<'a>)> = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        match event_of(&draft) {
            Some((event, suffix)) => parts.entry(event).or_default().push((suffix, draft)),
            None => events.push((index, draft)),
        }
    }
    for (index, event) in &mut events {
        let Some(parts) = parts.remove(index) else {
            continue;
        };
        event.join(parts, source, ledger);
    }
    // The event of what is left is itself a part of another event, which calfeed never publishes.
    let rest = parts.into_values().flatten().map(|(_, draft)| draft);
    events
        .into_iter()
        .map(|(_, event)| event)
        .chain(rest)
        .collect()
}

/// Splits the UID of a part into that of its event and its suffix.
fn parts_of(uid: &str) -> Option<(String, Suffix)> {
    let (name, rest) = parts_of_uid(uid);
    let (name, suffix) = name.rsplit_once('.')?;
    let date = NaiveDate::parse_from_str(suffix, "%Y-%m-%d").ok();
    let date = date.filter(|date| date.to_string() == suffix);
    let suffix = match date {
        Some(date) => Suffix::Date(date),
        None => Suffix::Weekday(WeekdayOfMonth::from_code(suffix)?),
    };
    Some((format!("{name}{rest}"), suffix))
}

/// Reads the time from which a meeting has moved, in the words of its DESCRIPTION.
fn planned(meeting: &Meeting<'_>) -> Option<Moment> {
    let description = meeting.component.property("DESCRIPTION")?.text();
    let (_, was) = description.lines().next()?.split_once("Moved from ")?;
    let start = was.split(" to ").next()?;
    let start = start.split_once(": ").map_or(start, |(start, _)| start);
    Moment::parse(start).ok()
}

impl<'a> Draft<'a> {
    /// Takes the parts of an event: first the other series, and then the single dates.
    fn join(&mut self, parts: Vec<(Suffix, Draft<'a>)>, source: &Source<'_>, ledger: &mut Ledger) {
        let mut series = Vec::new();
        let mut singles = Vec::new();
        for (suffix, draft) in parts {
            match suffix {
                Suffix::Date(key) => singles.push((key, draft)),
                Suffix::Weekday(_) => series.push(draft),
            }
        }
        if !series.is_empty() {
            self.join_series(series, ledger);
        }
        let status = self.master.status;
        let is_alike = singles.iter().all(|(_, part)| part.master.status == status);
        if self.rule.is_none() {
            if !is_alike {
                self.keep_state_of_start();
            }
            self.keep_move_of_start();
        }
        for (key, draft) in singles {
            self.join_single(key, &draft, source, ledger);
        }
    }

    /// Makes the state of the component with the start that of this date alone: without a rule, each date is a component of its own.
    fn keep_state_of_start(&mut self) {
        let status = std::mem::take(&mut self.master.status);
        let reason = self.master.reason.take();
        if status != State::Confirmed {
            let change = self.changes.entry(self.first).or_default();
            change.line = self.master.line;
            (change.status, change.reason) = (status, reason);
        }
    }

    /// Gives the start its first date, if its DESCRIPTION says that this date has moved.
    fn keep_move_of_start(&mut self) {
        let planned = planned(&self.master);
        let to = self.first.and_time(self.time);
        let (date, time) = match planned {
            Some(Moment::Date(date)) if self.is_all_day() => (date, self.time),
            Some(Moment::DateTime(local)) if !self.is_all_day() => (local.date(), local.time()),
            _ => return,
        };
        if date.and_time(time) == to || !self.exists(date.and_time(time)) {
            return;
        }
        let mut change = self.changes.remove(&self.first).unwrap_or_default();
        change.line = self.master.line;
        change.moved_to = Some(self.moment(to));
        change.reason = change.reason.or_else(|| self.master.reason.take());
        (self.first, self.time) = (date, time);
        self.changes.insert(date, change);
    }

    fn join_single(
        &mut self,
        key: NaiveDate,
        part: &Draft<'_>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) {
        let meeting = &part.master;
        let is_left_out = self.changes.get(&key).is_some_and(|it| it.is_skipped);
        if self.on(key).is_some() && is_left_out {
            self.move_to(key, meeting, source, ledger);
            return;
        }
        ledger.note(meeting.line, Outcome::Rewritten("a date under `also`"));
        let local = meeting.start.local(self.zone);
        let planned = match planned(meeting) {
            Some(Moment::DateTime(was)) if was.date() == key && self.exists(was) => was,
            _ if local.date() == key && self.exists(local) => local,
            _ => key.and_time(self.time),
        };
        if self.on(key).is_some() || !self.exists(planned) {
            self.take_extra(meeting, source, ledger);
            return;
        }
        self.also.insert(key, planned);
        self.take(key, planned, meeting, source.zones, ledger);
    }

    /// Joins series that have one weekday of the month each.
    fn join_series(&mut self, parts: Vec<Draft<'a>>, ledger: &mut Ledger) {
        let Some(joined) = self.joined_rule(&parts) else {
            self.alone.extend(parts.into_iter().flat_map(|part| {
                let (entry, alone) = super::settle::finish(part, ledger);
                std::iter::once(entry).chain(alone)
            }));
            return;
        };
        for part in parts {
            ledger.note(
                part.master.line,
                Outcome::Rewritten("a weekday under `repeats`"),
            );
            self.alone.extend(part.alone);
            let of_part: Vec<(NaiveDate, Change)> = part.changes.into_iter().collect();
            let differs = part.master.details != self.master.details;
            for (key, mut change) in of_part {
                if differs && !change.is_skipped && change.details.is_none() {
                    change.details = Some(Box::new(part.master.details.clone()));
                }
                self.changes.insert(key, change);
            }
        }
        let (rule, left_out) = joined;
        let line = self.master.line;
        self.first = rule.start();
        self.repeat_by(rule);
        for key in left_out {
            self.skip(key, line);
        }
    }

    /// Returns the rule with the weekdays of all parts, and its first dates that no part has. The start keeps the weekday of this part, because
    /// it decides which part has the UID of the event.
    fn joined_rule(&self, parts: &[Draft<'_>]) -> Option<(RecurrenceRule, Vec<NaiveDate>)> {
        let own = self.rule?;
        let others: Option<Vec<RecurrenceRule>> = parts.iter().map(|part| part.rule).collect();
        let others = others?;
        let all = || std::iter::once(&own).chain(&others);
        let is_alike = parts.iter().all(|part| {
            let rule = part
                .rule
                .is_some_and(|rule| rule.interval() == own.interval());
            rule && part.time == self.time && part.zone == self.zone
        });
        if !is_alike {
            return None;
        }
        let days: Option<Vec<WeekdayOfMonth>> = all().map(RecurrenceRule::own_weekday).collect();
        let pattern = Pattern::MonthlyOnWeekdays(WeekdaysOfMonth::new(&days?)?);
        let first = all().map(RecurrenceRule::start).min()?;
        let start = earlier_start(&own, first)?;
        let endless = RecurrenceRule::new(pattern, own.interval(), start, End::Never).ok()?;
        let last = all().map(RecurrenceRule::last).collect::<Option<Vec<_>>>();
        let last = last.and_then(|last| last.into_iter().max());
        let has_count = all().any(|rule| matches!(rule.end(), End::Count(_)));
        let end = match last {
            None => End::Never,
            Some(last) if has_count => {
                let count = endless.count_before(last.succ_opt()?);
                End::Count(u32::try_from(count).ok()?)
            }
            Some(last) => match own.end() {
                End::Until(until) => End::Until(until.max(last)),
                _ => End::Until(last),
            },
        };
        let rule = RecurrenceRule::new(pattern, own.interval(), start, end).ok()?;
        // Each part begins with its first date that takes place.
        let begins = |date: &NaiveDate| all().any(|part| part.contains(*date));
        let latest = all().map(RecurrenceRule::start).max()?;
        let left_out = rule.dates_from(start).take_while(|date| *date < latest);
        let left_out = left_out.filter(|date| !begins(date)).collect();
        Some((rule, left_out))
    }
}

/// Returns the last date of a part's rule on or before a date; its own start, if that is not later.
fn earlier_start(rule: &RecurrenceRule, date: NaiveDate) -> Option<NaiveDate> {
    if rule.start() <= date {
        return Some(rule.start());
    }
    let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    let same_months = |other: &NaiveDate| {
        let apart = months(rule.start()) - months(*other);
        apart % i64::from(rule.interval()) == 0
    };
    let around = RecurrenceRule::around(rule.pattern(), rule.start());
    let dates = around.dates_from(around.start());
    dates
        .take_while(|it| *it <= date)
        .filter(same_months)
        .last()
}
