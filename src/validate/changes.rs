//! Validates `also` and `changes`: the instances that differ from the rule.
//!
//! [`changes`] says which dates of the rule are dropped, which are overridden, and which instances are published separately. Every change
//! must name a date of the event. An override stays between its neighbours, because Outlook cannot store any other ("an instance must not
//! move before the previous or past the next", MS-OXCICAL 2.1.3.1.1.20.16). An instance that moves past a neighbour gets a UID of its own.
//! One change by itself is read in [`super::one_change`].

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::length;
use super::one_change::{self, ChangedInstance, Planned, moved};
use super::reporter::At;
use super::schedule::Dates;
use super::taken_days::{self, Moved};
use crate::calendar::{Details, OfStart, Override, Skip};
use crate::diagnostic::{ChangeFinding, Day, Edit, FreeDates, Problem, Repair};
use crate::document::{self, Change};
use crate::recurrence::RecurrenceRule;
use crate::time::{EventTime, Moment};

/// The event without its changes.
pub(super) struct Base<'a> {
    /// The time from which the times of all dates are derived.
    pub(super) time: EventTime,
    /// The time of the first date, which a clock change may make longer or shorter than `time`.
    pub(super) first: EventTime,
    pub(super) dates: Dates,
    pub(super) details: &'a Details,
}

impl Base<'_> {
    /// Returns the time of the instance on `date` by the rule.
    fn on(&self, date: NaiveDate) -> EventTime {
        if date == self.first.first_date() {
            self.first
        } else {
            self.time.on(date)
        }
    }

    pub(super) fn rule(&self) -> Option<RecurrenceRule> {
        match self.dates {
            Dates::Once => None,
            Dates::Series(rule) => Some(rule),
            Dates::Wrong(rule) => rule,
        }
    }
}

/// The result of all changes.
#[derive(Default)]
pub(super) struct Changed {
    /// Dates of the rule without an instance in the series.
    pub(super) dropped: BTreeSet<NaiveDate>,
    pub(super) overrides: BTreeMap<NaiveDate, Override>,
    pub(super) stand_alone: Vec<Override>,
    /// The change of the start date of an event without a rule.
    pub(super) of_start: Option<OfStart>,
    pub(super) skipped: BTreeMap<NaiveDate, Skip>,
    /// Dates whose change could not be read, which has been reported.
    pub(super) unread: BTreeSet<NaiveDate>,
}

impl Changed {
    /// Takes the change of an instance whose start the clocks skip. Programs disagree about which instance of the series it is, so it is
    /// published separately. A change that keeps its time is ignored here, because the time still does not exist.
    fn take_skipped_start(&mut self, written: &Change, change: Override) {
        let has_time =
            written.moved_to.is_some() || written.end.is_some() || written.duration.is_some();
        if has_time || change.details.status().is_off() {
            self.dropped.insert(change.key);
            self.stand_alone.push(change);
        }
    }

    /// Takes the change of an instance of the rule: as an override, if it stays between its neighbours.
    fn take_of_rule(
        &mut self,
        at: &At<'_>,
        rule: &RecurrenceRule,
        (rule_time, written, change): (EventTime, &Change, Override),
        earlier: &mut BTreeMap<NaiveDate, NaiveDate>,
        allowed: &BTreeSet<&'static str>,
    ) {
        let key = change.key;
        // If the rule is published as several series, only those of the same series are neighbours.
        let rule = &rule.part_with(key);
        if stays_between_neighbours(rule, key, rule_time, change.time, earlier) {
            earlier.insert(key, change.time.first_date());
            self.overrides.insert(key, change);
            return;
        }
        let dates = FreeDates {
            after: neighbour_before(rule, key, earlier),
            before: rule.on_or_after(key + Days::new(1)),
        };
        if written.moved_to.is_some() {
            let finding = ChangeFinding::PastNeighbour { dates };
            at.key("moved_to").warning(finding.into(), allowed);
        } else {
            length::reaches_its_neighbour(at, written, dates.before, allowed);
        }
        self.dropped.insert(key);
        self.stand_alone.push(change);
    }

    /// Overrides the first instance if a clock change makes it longer or shorter than the others.
    fn take_first(&mut self, base: &Base<'_>) {
        let key = base.first.first_date();
        if base.first != base.time && !self.has_change_of(key) {
            let first = Override {
                key,
                time: base.first,
                was: None,
                details: base.details.clone(),
            };
            self.overrides.insert(key, first);
        }
    }

    /// Whether a date of the rule has a change.
    fn has_change_of(&self, date: NaiveDate) -> bool {
        self.dropped.contains(&date)
            || self.overrides.contains_key(&date)
            || self.unread.contains(&date)
    }
}

/// Reads the extra dates. Each is the key of an instance that is published separately.
pub(super) fn also(
    at: &At<'_>,
    written: &document::Event,
    base: &Base<'_>,
) -> BTreeMap<NaiveDate, EventTime> {
    let mut found = BTreeMap::new();
    for (key, time, index) in written.also.iter().enumerate().filter_map(|(index, text)| {
        let time = at
            .key("also")
            .index(index)
            .parse(text, |text| also_time(text, base.time))?;
        Some((time.first_date(), time, index))
    }) {
        let of_rule = match base.rule() {
            Some(rule) => rule.contains(key),
            None => base.time.first_date() == key,
        };
        if of_rule || found.insert(key, time).is_some() {
            let finding = ChangeFinding::DateTaken { date: key };
            at.key("also").index(index).error(finding.into());
        }
    }
    found
}

fn also_time(text: &str, base: EventTime) -> Result<EventTime, Problem> {
    match (Moment::parse(text)?, base) {
        (Moment::Date(date), EventTime::AllDay { .. }) => Ok(base.on(date)),
        (Moment::Date(date), EventTime::Zoned { start, .. }) => {
            moved(base, date.and_time(start.local().time()))
        }
        (Moment::DateTime(local), EventTime::Zoned { .. }) => moved(base, local),
        (moment, _) => {
            let (written, form, example) = (text.into(), moment.form(), one_change::example(base));
            Err(match base {
                EventTime::AllDay { .. } => ChangeFinding::ExtraDate {
                    written,
                    form,
                    example,
                },
                EventTime::Zoned { start, .. } => {
                    let time = start.local().format("%H:%M").to_string();
                    ChangeFinding::ExtraTime {
                        written,
                        form,
                        example,
                        time,
                    }
                }
            }
            .into())
        }
    }
}

/// Reads the changes.
pub(super) fn changes(
    at: &At<'_>,
    written: &document::Event,
    base: &Base<'_>,
    also: &BTreeMap<NaiveDate, EventTime>,
    allowed: &BTreeSet<&'static str>,
) -> Changed {
    let list = at.key("changes");
    let moves = moves(written);
    let mut by_date: BTreeMap<NaiveDate, (&str, &Change)> = BTreeMap::new();
    for (key, change) in written.changes.iter() {
        let place = list.key(key);
        let date = key_date(&place, key)
            .filter(|date| takes_place(&place, *date, change, base, also, &moves));
        let Some(date) = date else {
            one_change::read(&place, change, None, base.details);
            continue;
        };
        if by_date.insert(date, (key, change)).is_some() {
            list.key(key)
                .key_error(ChangeFinding::DateTwice { date }.into());
        }
    }
    let mut changed = Changed::default();
    let mut alone = also.clone();
    let mut moved_dates = Vec::new();
    // In date order, so that two moves that pass each other are noticed.
    let mut earlier: BTreeMap<NaiveDate, NaiveDate> = BTreeMap::new();
    for (key, (name, change)) in by_date {
        let at = list.key(name);
        let of_rule = !also.contains_key(&key);
        let rule_time = also.get(&key).copied().unwrap_or_else(|| base.on(key));
        let planned = Planned {
            time: rule_time,
            event: base.time,
            exists: !of_rule || !base.time.is_skipped_on(key),
        };
        let written = change;
        let change = match one_change::read(&at, written, Some(&planned), base.details) {
            Some(ChangedInstance::Skipped(skip)) => {
                changed.skipped.insert(key, skip);
                alone.remove(&key);
                if of_rule && base.rule().is_some() {
                    changed.dropped.insert(key);
                } else if of_rule {
                    changed.of_start = Some(OfStart::Skipped);
                }
                continue;
            }
            Some(ChangedInstance::Changed(time, details)) => Override {
                key,
                time,
                was: (planned.exists && !time.starts_with(&rule_time)).then_some(rule_time),
                details: *details,
            },
            None => {
                changed.unread.insert(key);
                continue;
            }
        };
        length::change_is_not_very_long(&at, written, change.time, allowed);
        let is_of_rule = of_rule && base.rule().is_some();
        moved_dates.extend(Moved::of(&change, name, is_of_rule));
        alone.remove(&key);
        match &base.rule() {
            Some(_) if of_rule && !planned.exists => changed.take_skipped_start(written, change),
            Some(rule) if of_rule => {
                changed.take_of_rule(
                    &at,
                    rule,
                    (rule_time, written, change),
                    &mut earlier,
                    allowed,
                );
            }
            None if of_rule && matches!(base.dates, Dates::Once) => {
                changed.of_start = Some(OfStart::Changed(Box::new(change)));
            }
            Some(_) | None => changed.stand_alone.push(change),
        }
    }
    taken_days::one_meeting_a_day(&list, &moved_dates, base, &changed, &alone);
    changed.take_first(base);
    changed
        .stand_alone
        .extend(alone.into_iter().map(|(key, time)| Override {
            key,
            time,
            was: None,
            details: base.details.clone(),
        }));
    changed.stand_alone.sort_by_key(|alone| alone.key);
    changed
}

/// Checks extra dates and changes as far as that is possible without a valid start.
pub(super) fn without_start(at: &At<'_>, written: &document::Event, details: &Details) {
    for (index, text) in written.also.iter().enumerate() {
        at.key("also").index(index).parse(text, Moment::parse);
    }
    let list = at.key("changes");
    for (key, change) in written.changes.iter() {
        let at = list.key(key);
        key_date(&at, key);
        one_change::read(&at, change, None, details);
    }
}

/// Returns the dates to which changes move, each with the key of its change.
fn moves(written: &document::Event) -> BTreeMap<NaiveDate, &str> {
    let mut moves = BTreeMap::new();
    for (key, change) in written.changes.iter() {
        let to = match change.moved_to.as_deref().map(Moment::parse) {
            Some(Ok(Moment::Date(to))) => to,
            Some(Ok(Moment::DateTime(to))) => to.date(),
            _ => continue,
        };
        moves.entry(to).or_insert(key);
    }
    moves
}

/// Reads the date of a change.
fn key_date(at: &At<'_>, key: &str) -> Option<NaiveDate> {
    let has_year = key.len() > 4 && key.chars().take(4).all(|c| c.is_ascii_digit());
    let is_date = |repair: &Repair| match &repair.edit {
        Edit::Value(text) => matches!(Moment::parse(text), Ok(Moment::Date(_))),
        _ => false,
    };
    at.key_error(match Moment::parse(key) {
        Ok(Moment::Date(date)) => return Some(date),
        // If the key looks like a date, or can become one, the problem from the parser explains more.
        Err(problem) if has_year || problem.repairs().iter().any(is_date) => problem,
        Ok(_) | Err(_) => ChangeFinding::KeyNotDate {
            written: key.into(),
        }
        .into(),
    });
    None
}

/// Whether the event has an instance on the date of a change. Reports an error if not.
fn takes_place(
    at: &At<'_>,
    date: NaiveDate,
    change: &Change,
    base: &Base<'_>,
    also: &BTreeMap<NaiveDate, EventTime>,
    moves: &BTreeMap<NaiveDate, &str>,
) -> bool {
    let rule = base.rule();
    let is_unknown = matches!(base.dates, Dates::Wrong(None));
    if is_unknown || also.contains_key(&date) || rule.is_some_and(|rule| rule.contains(date)) {
        return true;
    }
    if rule.is_none() && date == base.time.first_date() {
        if !also.is_empty() {
            return true;
        }
        at.key_error(if one_change::is_postponed(change) {
            ChangeFinding::PostponedWithoutSeries { date }.into()
        } else {
            ChangeFinding::NoSeries { date }.into()
        });
        return false;
    }
    let before = rule.and_then(|rule| rule.on_or_before(date));
    let after = rule.and_then(|rule| rule.on_or_after(date));
    let nearest = before
        .into_iter()
        .chain(after)
        .chain((rule.is_none() && !also.is_empty()).then(|| base.time.first_date()))
        .chain(also.range(..date).next_back().map(|(date, _)| *date))
        .chain(also.range(date..).next().map(|(date, _)| *date))
        .min_by_key(|other| (*other - date).num_days().abs());
    let date = Day(date);
    // A moved meeting keeps its original date as its key.
    at.key_error(match (moves.get(&date.0), nearest) {
        (Some(from), _) => {
            let from = (*from).into();
            ChangeFinding::KnownByOldDate { date, from }.into()
        }
        (None, Some(nearest)) => {
            let problem = Problem::from(ChangeFinding::NoMeeting {
                date,
                nearest: Day(nearest),
            });
            problem.guess(Edit::Key(nearest.to_string()))
        }
        (None, None) => ChangeFinding::NoMeetings { date }.into(),
    });
    false
}

/// Returns the current date of the instance before `key`. `earlier` has the new date of each override so far.
fn neighbour_before(
    rule: &RecurrenceRule,
    key: NaiveDate,
    earlier: &BTreeMap<NaiveDate, NaiveDate>,
) -> Option<NaiveDate> {
    let before = rule.on_or_before(key - Days::new(1))?;
    Some(earlier.get(&before).map_or(before, |now| before.max(*now)))
}

/// Whether an instance stays strictly between the current date of the one before it and the date of the one after it.
fn stays_between_neighbours(
    rule: &RecurrenceRule,
    key: NaiveDate,
    rule_time: EventTime,
    time: EventTime,
    earlier: &BTreeMap<NaiveDate, NaiveDate>,
) -> bool {
    let date = time.first_date();
    let after = rule.on_or_after(key + Days::new(1));
    let is_after = neighbour_before(rule, key, earlier).is_none_or(|before| before < date);
    // Long instances of a dense series may overlap already. Only a move that makes them overlap goes too far.
    let is_before = after.is_none_or(|after| {
        date < after && (time.last_date() < after || rule_time.last_date() >= after)
    });
    is_after && is_before
}
