//! `also` and `changes`: the instances that differ from the rule.
//!
//! In: an event's time, rule and details, with its changes. Out: what is dropped, overridden, and stands alone.
//! Guaranteed: every change is of a date that exists; an override stays between its neighbours, because Outlook cannot
//! hold one that does not ("an instance must not move before the previous or past the next", MS-OXCICAL 2.1.3.1.1.20.16);
//! past them, it stands alone under an identity of its own. Absent: the properties that this becomes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::change::{self, Planned, Read, moved};
use super::length;
use super::schedule::Dates;
use super::sink::At;
use crate::calendar::{Details, OfStart, Override, Skip};
use crate::diagnostic::{Finding, Kind, Problem, TimeFinding};
use crate::document::{self, Change};
use crate::recurrence::RecurrenceRule;
use crate::time::{EventTime, Moment};
use crate::visible::shown;

/// The event as it is without its changes.
pub(super) struct Base<'a> {
    /// The time that its dates are made from.
    pub(super) time: EventTime,
    /// Its first time, which a clock change may make longer or shorter.
    pub(super) first: EventTime,
    pub(super) dates: Dates,
    pub(super) details: &'a Details,
}

impl Base<'_> {
    /// Returns when the rule has the instance of `date`.
    fn on(&self, date: NaiveDate) -> EventTime {
        if date == self.first.first_date() {
            self.first
        } else {
            self.time.on(date)
        }
    }

    fn rule(&self) -> Option<RecurrenceRule> {
        match self.dates {
            Dates::Once => None,
            Dates::Series(rule) => Some(rule),
            Dates::Wrong(rule) => rule,
        }
    }
}

/// What the changes come to.
#[derive(Default)]
pub(super) struct Changed {
    /// Dates of the rule that do not take place in the series.
    pub(super) dropped: BTreeSet<NaiveDate>,
    pub(super) overrides: BTreeMap<NaiveDate, Override>,
    pub(super) stand_alone: Vec<Override>,
    /// What differs of the start, where there is no rule.
    pub(super) of_start: Option<OfStart>,
    pub(super) skipped: BTreeMap<NaiveDate, Skip>,
    /// Dates whose change could not be read, which has been reported.
    pub(super) unread: BTreeSet<NaiveDate>,
}

impl Changed {
    /// Takes the change of an instance whose start the clocks skip. Programs do not agree which instance of the series that is, so it stands
    /// alone; a change that leaves its time as it is does not make it exist.
    fn take_off_the_clock(&mut self, said: &Change, change: Override) {
        let has_time = said.moved_to.is_some() || said.end.is_some() || said.duration.is_some();
        if has_time || change.details.status().is_off() {
            self.dropped.insert(change.key);
            self.stand_alone.push(change);
        }
    }

    /// Takes the change of an instance that the rule has at a time: as an override, if it stays between its neighbours.
    fn take_of_rule(
        &mut self,
        at: &At<'_>,
        rule: &RecurrenceRule,
        (rule_time, change): (EventTime, Override),
        earlier: &mut BTreeMap<NaiveDate, NaiveDate>,
        allowed: &BTreeSet<&'static str>,
    ) {
        let key = change.key;
        // Each of several series has neighbours of its own.
        let rule = &rule.part_with(key);
        if stays_between_neighbours(rule, key, rule_time, change.time, earlier) {
            earlier.insert(key, change.time.first_date());
            self.overrides.insert(key, change);
            return;
        }
        let (before, after) = (
            neighbour_before(rule, key, earlier),
            rule.on_or_after(key + Days::new(1)),
        );
        at.key("moved_to").warning(
            Problem::new(
                Kind::PastNeighbour,
                "it moves past the meeting before or after it, which Outlook cannot hold as a move: it is published as an event of its own",
            )
            .help(between_neighbours(before, after)),
            allowed,
        );
        self.dropped.insert(key);
        self.stand_alone.push(change);
    }

    /// Takes the first instance, where a clock change makes it longer or shorter than the others: it has an end of its own.
    fn take_first(&mut self, base: &Base<'_>) {
        let key = base.first.first_date();
        if base.first != base.time && !self.says(key) {
            let first = Override {
                key,
                time: base.first,
                was: None,
                details: base.details.clone(),
            };
            self.overrides.insert(key, first);
        }
    }

    /// Whether it says anything of a date of the rule.
    fn says(&self, date: NaiveDate) -> bool {
        self.dropped.contains(&date)
            || self.overrides.contains_key(&date)
            || self.unread.contains(&date)
    }
}

/// Reads the extra dates, each the key of an instance of its own.
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
            .check(also_time(text, base.time))?;
        Some((time.first_date(), time, index))
    }) {
        let of_rule = match base.rule() {
            Some(rule) => rule.contains(key),
            None => base.time.first_date() == key,
        };
        if of_rule || found.insert(key, time).is_some() {
            at.key("also").index(index).error(
                Problem::new(
                    Kind::DuplicateDate,
                    format!("the event takes place on {key} already"),
                )
                .help("remove it here; for another time on that day write an event of its own"),
            );
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
        (moment, _) => Err(Problem::new(
            Kind::BadDate,
            format!(
                "`{}` is {}, where an extra date is meant",
                shown(text),
                moment.form()
            ),
        )
        .help(if base.is_all_day() {
            "write a date such as `2026-05-01`"
        } else {
            "write a date such as `2026-05-01`, with a time where it is another: `2026-05-01 15:00`"
        })),
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
            change::read(&place, change, None, base.details);
            continue;
        };
        if by_date.insert(date, (key, change)).is_some() {
            list.key(key).key_error(
                Problem::new(Kind::DuplicateKey, format!("{date} stands twice here"))
                    .help("keep one of the two"),
            );
        }
    }
    let mut changed = Changed::default();
    let mut alone = also.clone();
    // In the order of the dates, so that two moves cannot pass each other unseen.
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
        let said = change;
        let change = match change::read(&at, said, Some(&planned), base.details) {
            Some(Read::Skipped(skip)) => {
                changed.skipped.insert(key, skip);
                alone.remove(&key);
                if of_rule && base.rule().is_some() {
                    changed.dropped.insert(key);
                } else if of_rule {
                    changed.of_start = Some(OfStart::Skipped);
                }
                continue;
            }
            Some(Read::Changed(time, details)) => Override {
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
        if said.end.is_some() {
            length::is_not_very_long(&at, "end", change.time, allowed);
        }
        let date = change.time.first_date();
        if date != key && also.contains_key(&date) {
            at.key("moved_to").error(
                Problem::new(
                    Kind::DuplicateDate,
                    format!("the event takes place on {date} already"),
                )
                .help("that date stands under `also`; move this one elsewhere, or cancel it"),
            );
        }
        alone.remove(&key);
        match &base.rule() {
            Some(_) if of_rule && !planned.exists => changed.take_off_the_clock(said, change),
            Some(rule) if of_rule => {
                changed.take_of_rule(&at, rule, (rule_time, change), &mut earlier, allowed);
            }
            None if of_rule && matches!(base.dates, Dates::Once) => {
                changed.of_start = Some(OfStart::Changed(Box::new(change)));
            }
            Some(_) | None => changed.stand_alone.push(change),
        }
    }
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

/// Reads what can be read of extra dates and changes where the start of the event cannot.
pub(super) fn without_start(at: &At<'_>, written: &document::Event, details: &Details) {
    for (index, text) in written.also.iter().enumerate() {
        at.key("also").index(index).check(Moment::parse(text));
    }
    let list = at.key("changes");
    for (key, change) in written.changes.iter() {
        let at = list.key(key);
        key_date(&at, key);
        change::read(&at, change, None, details);
    }
}

/// Which change moves to which date.
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
    match Moment::parse(key) {
        Ok(Moment::Date(date)) => Some(date),
        Ok(moment) => {
            at.key_error(
                Problem::new(
                    Kind::BadDate,
                    format!(
                        "`{}` is {}, where the date of an instance is meant",
                        shown(key),
                        moment.form()
                    ),
                )
                .help("write the date that the rule gives, such as `2026-03-26`"),
            );
            None
        }
        Err(problem) => {
            // Of the forms that a moment can have, only one is a date.
            let is_general = matches!(
                problem.finding(),
                Finding::Time(TimeFinding::NotUnderstood { .. })
            );
            at.key_error(if is_general {
                problem.help("write the date that the rule gives, such as `2026-03-26`")
            } else {
                problem
            });
            None
        }
    }
}

/// Whether there is an instance on the date of a change; reports it where there is none.
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
        at.key_error(
            Problem::new(
                Kind::NeedsRepeats,
                format!("{date} is the start of an event that does not repeat"),
            )
            .help(if change::is_postponed(change) {
                "write `status: postponed` for the event itself, in place of `changes`"
            } else {
                "change the event itself: its `start`, its `status`, its `title`"
            }),
        );
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
    let problem = Problem::new(
        Kind::NoSuchInstance,
        format!("nothing takes place on {}", date.format("%A %-d %B %Y")),
    );
    // A meeting that moved is still known by the date that the rule gives it.
    if let Some(from) = moves.get(&date) {
        at.key_error(problem.help(format!(
            "the meeting of {from} moves to this date: say it under `{from}`, beside `moved_to`"
        )));
        return false;
    }
    at.key_error(match nearest {
        Some(nearest) => problem.help(format!(
            "write the date that the rule gives; the nearest is `{nearest}` ({})",
            nearest.format("%A")
        )),
        None => problem.help("`changes` are for events that repeat: change the event itself"),
    });
    false
}

/// Where the instance before takes place now: `earlier` has those that moved and stayed in the series, each with its new date.
fn neighbour_before(
    rule: &RecurrenceRule,
    key: NaiveDate,
    earlier: &BTreeMap<NaiveDate, NaiveDate>,
) -> Option<NaiveDate> {
    let before = rule.on_or_before(key - Days::new(1))?;
    Some(earlier.get(&before).map_or(before, |now| before.max(*now)))
}

/// Says which dates a move may take without passing a neighbour.
fn between_neighbours(before: Option<NaiveDate>, after: Option<NaiveDate>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => {
            format!("choose a date after `{before}` and before `{after}`")
        }
        (Some(before), None) => format!("choose a date after `{before}`"),
        (None, Some(after)) => format!("choose a date before `{after}`"),
        (None, None) => "choose another date".to_owned(),
    }
}

/// Whether an instance stays strictly between the dates of the one before and the one after, where they are now.
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
    // Long instances of a dense series overlap by themselves; only a move that makes them overlap is too far.
    let is_before = after.is_none_or(|after| {
        date < after && (time.last_date() < after || rule_time.last_date() >= after)
    });
    is_after && is_before
}
