//! [`Draft`]: a series while its exceptions, extra dates and overrides are put into it.
//!
//! Each date of the series has a key: the local date, in the zone of the series, that the rule, `also` or the start gives. What does not fit
//! into the series, such as a second meeting on one day, becomes an event of its own.

use std::collections::{BTreeMap, HashSet};

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::super::account::Ledger;
use super::super::super::entry::{Change, Entry, Repeats};
use super::super::times::When;
use super::super::zones::Zones;
use super::meeting::{Meeting, existing};
use super::{Source, identity};
use crate::recurrence::{End, RecurrenceRule};
use crate::time::Moment;
use crate::zone::{Local, Zone};

/// A series, or a single event with its extra dates.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) master: Meeting<'a>,
    /// `None` of whole days, and of a time without a zone.
    pub(super) zone: Option<Zone>,
    /// The time of day of the rule; midnight of whole days.
    pub(super) time: NaiveTime,
    /// The first date, by the rule or without one.
    pub(super) first: NaiveDate,
    pub(super) rule: Option<RecurrenceRule>,
    pub(super) repeats: Option<Repeats>,
    pub(super) also: BTreeMap<NaiveDate, NaiveDateTime>,
    pub(super) changes: BTreeMap<NaiveDate, Change>,
    /// What exceptions name that is no date of the series.
    pub(super) stray: HashSet<NaiveDateTime>,
    /// What does not fit into the series.
    pub(super) alone: Vec<Entry>,
}

impl<'a> Draft<'a> {
    /// Begins with the start alone.
    pub(super) fn new(master: Meeting<'a>, has_rule: bool, source: &Source<'_>) -> Self {
        let home = source.zones.home();
        let zone = match master.start {
            When::Date(_) | When::Floating(_) => None,
            When::Zoned(zone, _) => Some(zone),
            // A rule in UTC does not follow the clock changes of any zone. But programs that write all times in UTC name the zone of the calendar.
            When::Utc(_) if has_rule => source.named.or(Some(Zone::UTC)),
            When::Utc(_) => home.or(Some(Zone::UTC)),
        };
        let start = master.start.local(zone);
        Self {
            zone,
            time: start.time(),
            first: start.date(),
            rule: None,
            repeats: None,
            also: BTreeMap::new(),
            changes: BTreeMap::new(),
            stray: HashSet::new(),
            alone: Vec::new(),
            master,
        }
    }

    pub(super) fn is_all_day(&self) -> bool {
        self.master.is_all_day()
    }

    /// Whether the start or the rule gives a date. An extra date is not one of them.
    pub(super) fn is_planned(&self, date: NaiveDate) -> bool {
        match self.rule {
            Some(rule) => rule.contains(date),
            None => date == self.first,
        }
    }

    /// Returns the local time that the series has on a date, before any change.
    pub(super) fn on(&self, key: NaiveDate) -> Option<NaiveDateTime> {
        let extra = self.also.get(&key).copied();
        extra.or_else(|| self.is_planned(key).then(|| key.and_time(self.time)))
    }

    /// Returns the key of a date that an EXDATE or a RECURRENCE-ID names. Programs write these in any zone, and as dates.
    pub(super) fn key(&self, named: When) -> Option<NaiveDate> {
        if let When::Date(date) = named {
            return self.on(date).map(|_| date);
        }
        let written = named.local(None);
        let here = named.local(self.zone.or(match named {
            When::Zoned(zone, _) => Some(zone),
            When::Date(_) | When::Utc(_) | When::Floating(_) => None,
        }));
        if self.is_all_day() {
            let mut dates = [here.date(), written.date()].into_iter();
            return dates.find(|date| self.on(*date).is_some());
        }
        let at_clock = [written, here].into_iter().find_map(|local| {
            let planned = self.on(local.date())?;
            (planned == local).then_some(local.date())
        });
        // A clock change may have moved the instant of a local time that does not exist to another day.
        let days = [
            Some(here.date()),
            here.date().pred_opt(),
            here.date().succ_opt(),
        ];
        let mut days = days.into_iter().flatten();
        at_clock.or_else(|| {
            days.find(|day| {
                let planned = self.on(*day).map(|local| self.when(local).instant());
                planned == Some(named.instant())
            })
        })
    }

    /// Returns a local time of the series.
    pub(super) fn when(&self, local: NaiveDateTime) -> When {
        match (self.is_all_day(), self.zone) {
            (true, _) => When::Date(local.date()),
            (false, Some(zone)) => When::Zoned(zone, local),
            (false, None) => When::Floating(local),
        }
    }

    /// Whether a local time exists exactly once.
    pub(super) fn exists(&self, local: NaiveDateTime) -> bool {
        self.zone
            .is_none_or(|zone| matches!(zone.resolve(local), Local::Once(_)))
    }

    /// Returns a local time as an events file writes it.
    pub(super) fn moment(&self, local: NaiveDateTime) -> Moment {
        if self.is_all_day() {
            Moment::Date(local.date())
        } else {
            Moment::DateTime(local)
        }
    }

    /// Adds an extra date. If the series takes place on that day at another time, or its time exists twice, it becomes an event of its own.
    pub(super) fn add(&mut self, line: usize, local: NaiveDateTime, ledger: &mut Ledger) {
        match self.on(local.date()) {
            Some(planned) if planned == local => {}
            None if self.exists(local) => {
                self.also.insert(local.date(), local);
            }
            planned => {
                let why = match planned {
                    Some(_) => "a series has at most one meeting a day, so the second one of",
                    None => "the clocks do not show one time exactly once, so the meeting of",
                };
                let day = local.date();
                let remark = format!("{why} {day} is an event of its own");
                ledger.remark(line, self.master.title(), remark);
                let alone = self.plain(line, local);
                self.alone.push(alone);
            }
        }
    }

    /// Returns a meeting like the others as an event of its own.
    pub(super) fn plain(&self, line: usize, local: NaiveDateTime) -> Entry {
        let (start, zone) = match self.zone {
            Some(zone) => existing(zone, self.when(local).instant()),
            None => (self.moment(local), None),
        };
        Entry {
            uid: identity::alone(self.master.uid.as_deref(), local),
            zone,
            length: self.master.length,
            status: self.master.status,
            reason: self.master.reason.clone(),
            details: self.master.details.clone(),
            ..Entry::new(line, String::new(), start)
        }
    }

    /// Leaves out a date.
    pub(super) fn skip(&mut self, key: NaiveDate, line: usize) {
        // An extra date that is left out is none.
        if self.also.remove(&key).is_some() {
            return;
        }
        let skipped = Change {
            line,
            is_skipped: true,
            ..Change::default()
        };
        self.changes.insert(key, skipped);
    }

    /// Takes the override of a date. What is as the series has it is no change.
    pub(super) fn take(
        &mut self,
        key: NaiveDate,
        planned: NaiveDateTime,
        meeting: &Meeting<'_>,
        zones: &Zones,
        ledger: &mut Ledger,
    ) {
        let to = meeting.start.local(self.zone);
        let is_same_kind = meeting.is_all_day() == self.is_all_day();
        let is_moved = is_same_kind && meeting.start.instant() != self.when(planned).instant();
        if !is_same_kind || is_moved && !self.exists(to) {
            let why = if is_same_kind {
                "is at a time that the clocks do not show exactly once"
            } else {
                "has whole days and the series has times, or the other way round"
            };
            let remark = format!("the meeting of {key} {why}, so it is an event of its own");
            ledger.remark(meeting.line, meeting.title(), remark);
            self.move_out(key, meeting, zones);
            return;
        }
        let length = meeting.length;
        let details = &meeting.details;
        let master = &self.master;
        let change = Change {
            line: meeting.line,
            is_skipped: false,
            moved_to: is_moved.then(|| self.moment(to)),
            length: length.filter(|length| Some(*length) != master.length),
            status: meeting.status,
            reason: meeting.reason.clone(),
            details: (*details != master.details).then(|| Box::new(details.clone())),
        };
        if self.changes_nothing(&change) {
            self.changes.remove(&key);
        } else {
            self.changes.insert(key, change);
        }
    }

    /// Takes a rule, which begins with the first date.
    pub(super) fn repeat_by(&mut self, rule: RecurrenceRule) {
        let (until, count) = match rule.end() {
            End::Until(until) => (Some(until), None),
            End::Count(count) => (None, Some(count)),
            End::Never => (None, None),
        };
        self.repeats = Some(Repeats {
            rule: rule.to_string(),
            until,
            count,
        });
        self.rule = Some(rule);
    }

    /// Returns a change that changes nothing yet.
    pub(super) fn unchanged(&self, line: usize) -> Change {
        Change {
            line,
            status: self.master.status,
            reason: self.master.reason.clone(),
            ..Change::default()
        }
    }

    fn changes_nothing(&self, change: &Change) -> bool {
        !change.is_skipped
            && change.moved_to.is_none()
            && change.length.is_none()
            && change.details.is_none()
            && change.status == self.master.status
            && change.reason == self.master.reason
    }

    /// Makes a meeting of the series an event of its own.
    pub(super) fn move_out(&mut self, key: NaiveDate, meeting: &Meeting<'_>, zones: &Zones) {
        self.skip(key, meeting.line);
        let local = meeting.start.local(None);
        self.alone.push(Entry {
            uid: identity::alone(self.master.uid.as_deref(), local),
            ..meeting.alone(zones)
        });
    }

    /// Returns the dates of the series next to a date.
    pub(super) fn neighbours(&self, key: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let extra_before = self.also.range(..key).next_back().map(|(date, _)| *date);
        let extra_after = self
            .also
            .range(key + Days::new(1)..)
            .next()
            .map(|(date, _)| *date);
        let (before, after) = match self.rule {
            Some(rule) => (
                rule.on_or_before(key - Days::new(1)),
                rule.on_or_after(key + Days::new(1)),
            ),
            None => (
                Some(self.first).filter(|first| *first < key),
                Some(self.first).filter(|first| *first > key),
            ),
        };
        let after = [after, extra_after].into_iter().flatten().min();
        (before.max(extra_before), after)
    }

    /// Completes the series.
    pub(super) fn finish(self) -> (Entry, Vec<Entry>) {
        let start = self.moment(self.first.and_time(self.time));
        let also = self.also.iter().map(|(date, local)| {
            let is_usual = local.time() == self.time;
            if is_usual {
                Moment::Date(*date)
            } else {
                self.moment(*local)
            }
        });
        let entry = Entry {
            uid: self.master.uid.clone(),
            zone: self.zone,
            length: self.master.length,
            repeats: self.repeats.clone(),
            also: also.collect(),
            changes: self.changes.clone(),
            status: self.master.status,
            reason: self.master.reason.clone(),
            details: self.master.details.clone(),
            ..Entry::new(self.master.line, String::new(), start)
        };
        (entry, self.alone)
    }

    /// Returns the length of a meeting as far as the file shows it.
    pub(super) fn shown_length(&self) -> TimeDelta {
        let usual = if self.is_all_day() {
            TimeDelta::days(1)
        } else {
            TimeDelta::hours(1)
        };
        self.master.length.unwrap_or(usual)
    }
}
