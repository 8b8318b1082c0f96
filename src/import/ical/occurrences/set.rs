//! Expands the components with one UID: a [`Set`] is a series with its overrides, or a single event.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::span::{Length, at, moved, names};
use super::vevent::Vevent;
use super::{Budget, Occurrence, Period, Span, Unreadable};
use crate::import::ical::rule::SourceRule;
use crate::import::ical::times::When;

/// Local dates in two zones differ by less.
const APART: Days = Days::new(2);

/// The components with one UID.
#[derive(Debug, Default)]
pub(super) struct Set<'a> {
    /// The component without a RECURRENCE-ID; of several, the first with the highest SEQUENCE.
    core: Option<&'a Vevent<'a>>,
    overrides: Vec<&'a Vevent<'a>>,
    /// By either form of the RECURRENCE-ID, the place of the override with the highest SEQUENCE.
    by_name: HashMap<NaiveDateTime, usize>,
}

/// The dates on which a series has no instance.
#[derive(Debug, Default)]
struct Exceptions {
    names: HashSet<NaiveDateTime>,
    /// Of an EXDATE that is a date, each instance of the local day is excluded.
    days: HashSet<NaiveDate>,
}

impl<'a> Set<'a> {
    pub(super) fn of(events: impl Iterator<Item = &'a Vevent<'a>>) -> Self {
        let mut set = Self::default();
        for event in events {
            let Some(names) = event.names() else {
                if set.core.is_none_or(|core| core.sequence < event.sequence) {
                    set.core = Some(event);
                }
                continue;
            };
            let place = set.overrides.len();
            set.overrides.push(event);
            for name in names {
                let known = set.by_name.get(&name).and_then(|it| set.overrides.get(*it));
                if known.is_none_or(|known| known.sequence < event.sequence) {
                    set.by_name.insert(name, place);
                }
            }
        }
        set
    }

    /// Adds the occurrences that begin in a period.
    pub(super) fn expand(
        &self,
        period: &Period,
        budget: &mut Budget,
        unreadable: &mut Unreadable,
        found: &mut Vec<Occurrence<'a>>,
    ) {
        let mut push = |event: &'a Vevent<'a>, span: Span, budget: &mut Budget| {
            if period.contains(&span) && budget.occurrences > 0 {
                budget.occurrences -= 1;
                found.push(Occurrence {
                    uid: &event.uid,
                    line: event.line(),
                    title: &event.title,
                    span,
                    state: event.state,
                });
            }
        };
        let mut shown = vec![false; self.overrides.len()];
        let mut exceptions = Exceptions::default();
        if let Some(core) = self.core {
            exceptions = Exceptions::of(core, unreadable);
            let future = self.for_future();
            let reach = Self::reach(&future);
            let (dates, excluded) = dates(core, period, reach, budget, unreadable);
            for (start, own_length) in dates {
                let names = names(start);
                if exceptions.has(start) || excluded.contains(&start.local(None)) {
                    continue;
                }
                if let Some(place) = self.place_of(names) {
                    let is_new = shown.get_mut(place).map(|it| !std::mem::replace(it, true));
                    if let (Some(true), Some(of)) = (is_new, self.overrides.get(place)) {
                        push(of, Span::new(of.start, of.length), budget);
                    }
                    continue;
                }
                let [name, _] = names;
                let before = future.partition_point(|(since, ..)| *since < name);
                let (event, shift) = match before.checked_sub(1).and_then(|it| future.get(it)) {
                    Some((_, of, shift)) => (*of, *shift),
                    None => (core, TimeDelta::zero()),
                };
                let start = moved(start, shift);
                push(
                    event,
                    Span::new(start, own_length.unwrap_or(event.length)),
                    budget,
                );
            }
        }
        // Overrides of dates that the rule does not have are shown too.
        for (place, of) in self.overrides.iter().enumerate() {
            let names = of.names().unwrap_or_default();
            let is_latest = names
                .iter()
                .any(|name| self.by_name.get(name) == Some(&place));
            let is_excluded = names.iter().any(|name| exceptions.names.contains(name));
            let is_shown = shown.get(place).copied().unwrap_or_default();
            if is_latest && !is_shown && !is_excluded && !self.is_outdated(of, budget) {
                push(of, Span::new(of.start, of.length), budget);
            }
        }
    }

    /// The override of an instance. The local form decides, as the programs that write a wrong zone mean it.
    fn place_of(&self, [utc, local]: [NaiveDateTime; 2]) -> Option<usize> {
        let place = self.by_name.get(&local).or_else(|| self.by_name.get(&utc));
        place.copied()
    }

    /// The overrides of all later instances too, in order: from when, and by how much they are moved.
    fn for_future(&self) -> Vec<(NaiveDateTime, &'a Vevent<'a>, TimeDelta)> {
        let overrides = self.overrides.iter().filter(|of| of.is_for_future);
        let mut future: Vec<_> = overrides
            .filter_map(|of| {
                let id = of.recurrence_id?;
                let [since, _] = names(id);
                let zone = match of.start {
                    When::Zoned(zone, _) => Some(zone),
                    When::Date(_) | When::Utc(_) | When::Floating(_) => None,
                };
                Some((since, *of, of.start.local(None) - id.local(zone)))
            })
            .collect();
        future.sort_by_key(|(since, ..)| *since);
        future
    }

    /// How many days around a period the instances of a set may have by the rule.
    fn reach(future: &[(NaiveDateTime, &Vevent<'_>, TimeDelta)]) -> Days {
        let shifts = future
            .iter()
            .map(|(.., shift)| shift.num_days().unsigned_abs() + 1);
        Days::new(shifts.max().unwrap_or_default())
    }

    /// Whether an override with dates of its own belongs to an earlier version of the series, which no longer has its date.
    fn is_outdated(&self, of: &Vevent<'_>, budget: &mut Budget) -> bool {
        let Some(core) = self.core.filter(|core| of.sequence < core.sequence) else {
            return false;
        };
        let Some(id) = of.recurrence_id.filter(|_| of.has_dates()) else {
            return false;
        };
        let zone = match core.start {
            When::Zoned(zone, _) => Some(zone),
            When::Date(_) | When::Utc(_) | When::Floating(_) => None,
        };
        let local = id.local(zone);
        let gives = |rule: &SourceRule| {
            let mut dates = rule.dates_from(core.start).within(budget.steps);
            dates = dates.up_to(local.date());
            dates.seek(local.date());
            let found = dates.by_ref().find(|date| *date >= local);
            budget.spend(dates.steps());
            found == Some(local)
        };
        let is_start = core.start.local(None) == local;
        !is_start && !core.rules.iter().any(gives)
    }
}

impl Exceptions {
    fn of(core: &Vevent<'_>, unreadable: &mut Unreadable) -> Self {
        let mut exceptions = Self::default();
        for date in core.exception_dates(unreadable) {
            exceptions.names.extend(names(date));
            if let When::Date(day) = date {
                exceptions.days.insert(day);
            }
        }
        exceptions
    }

    fn has(&self, start: When) -> bool {
        self.days.contains(&start.local(None).date())
            || names(start).iter().any(|name| self.names.contains(name))
    }
}

/// Returns the dates of a component around a period, each once, with its own length if it has one; and the times that an EXRULE excludes.
fn dates(
    core: &Vevent<'_>,
    period: &Period,
    reach: Days,
    budget: &mut Budget,
    unreadable: &mut Unreadable,
) -> (Vec<(When, Option<Length>)>, HashSet<NaiveDateTime>) {
    let from = period
        .from
        .checked_sub_days(APART)
        .and_then(|it| it.checked_sub_days(reach));
    let to = period
        .to
        .checked_add_days(APART)
        .and_then(|it| it.checked_add_days(reach));
    let (from, to) = (from.unwrap_or(NaiveDate::MIN), to.unwrap_or(NaiveDate::MAX));
    let mut expand = |rule: &SourceRule, unreadable: &mut Unreadable| -> Vec<NaiveDateTime> {
        let mut dates = rule.dates_from(core.start).within(budget.steps).up_to(to);
        dates.seek(from);
        let mut found = Vec::new();
        for date in dates.by_ref().take_while(|date| date.date() < to) {
            // Each takes memory before it is counted as an occurrence.
            if found.len() > budget.occurrences {
                unreadable.is_cut = true;
                break;
            }
            if date.date() >= from {
                found.push(date);
            }
        }
        // A date that is kept takes memory too.
        budget.spend(dates.steps() + 20 * found.len() as u64);
        unreadable.is_cut |= budget.is_spent();
        found
    };
    let mut all: Vec<(When, Option<Length>)> = Vec::new();
    // A start that is off the rule takes place, unless all rules end before it. `recurring-ical-events` does the same.
    let ends = core
        .rules
        .iter()
        .filter_map(|rule| rule.until_for(core.start));
    let is_over = ends.max().is_some_and(|last| last < core.start.local(None));
    if !is_over {
        all.push((core.start, None));
    }
    for rule in &core.rules {
        let dates = expand(rule, unreadable).into_iter();
        all.extend(dates.map(|local| (at(core.start, local), None)));
    }
    for (date, length) in core.extra_dates(unreadable) {
        all.push((like(core.start, date), length));
    }
    let mut excluded = HashSet::new();
    for rule in &core.excluded_rules {
        excluded.extend(expand(rule, unreadable));
    }
    let mut lengths: HashMap<[NaiveDateTime; 2], Length> = HashMap::new();
    for (date, length) in &all {
        if let Some(length) = length {
            lengths.insert(names(*date), *length);
        }
    }
    let mut seen = HashSet::new();
    all.retain(|(date, _)| seen.insert(date.instant()));
    for (date, length) in &mut all {
        *length = lengths.get(&names(*date)).copied();
    }
    (all, excluded)
}

/// An extra date of the other kind: a day beside times is its midnight, and a time beside days is its day.
fn like(start: When, date: When) -> When {
    match (start, date) {
        (When::Date(_), When::Zoned(..) | When::Utc(_) | When::Floating(_)) => {
            When::Date(date.local(None).date())
        }
        (When::Zoned(..) | When::Utc(_) | When::Floating(_), When::Date(day)) => {
            at(start, day.into())
        }
        (_, date) => date,
    }
}
