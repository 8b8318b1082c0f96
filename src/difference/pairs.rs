//! Finds the changes of one event, each with the instances that have it.
//!
//! [`changes`] takes the event before and after; one of them may be absent. It also says whether there are more changes beyond the window.
//! Instances are matched by key date. Each change is listed once, under the most important kind that fits. [`words`] describes the changes,
//! and [`super`] puts those of all events in order.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Aspect, Change, Window, feeds, words};
use crate::calendar::{Calendar, Event, Instance, Schedule, Status};
use crate::span::{LAST_DAY_OF_CARE, MONTHS_AHEAD};
use crate::time::EventTime;

/// The first day of the instances that are compared.
const FIRST_DATE: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");

/// One instance before and after; at least one of the two is present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair<'a> {
    pub(super) before: Option<Instance<'a>>,
    pub(super) after: Option<Instance<'a>>,
}

/// One meeting before and after, as subscribers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) key: Option<NaiveDate>,
    /// The earlier of the two starts.
    pub(super) begins: DateTime<Utc>,
    pub(super) before: Option<State>,
    pub(super) after: Option<State>,
}

/// A meeting as the feeds show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) uid: String,
    pub(super) time: EventTime,
    pub(super) title: String,
    pub(super) status: Status,
    pub(super) location: Option<String>,
}

/// All changes of an event.
pub(super) struct Found {
    pub(super) changes: Vec<Change>,
    /// Whether there are more changes beyond the window.
    pub(super) later: bool,
}

/// One change of one instance, before it is merged with the same change of other instances.
pub(super) struct InstanceChange {
    pub(super) aspect: Aspect,
    pub(super) title: String,
    pub(super) words: String,
    pub(super) note: Option<String>,
}

impl<'a> Pair<'a> {
    /// The earlier of the two starts.
    pub(super) fn begins(&self, before: &Calendar, after: &Calendar) -> DateTime<Utc> {
        self.sides(before, after)
            .map(|(time, calendar)| time.begins(calendar.zone()))
            .min()
            .unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Whether either side is over, and whether either side is not.
    fn spans(&self, now: DateTime<Utc>, before: &Calendar, after: &Calendar) -> (bool, bool) {
        let is_over = |(time, calendar): (EventTime, &Calendar)| time.ends(calendar.zone()) <= now;
        let past = self.sides(before, after).any(is_over);
        (past, !self.sides(before, after).all(is_over))
    }

    /// Returns the time and the calendar of each side that is present.
    fn sides<'c>(
        &self,
        before: &'c Calendar,
        after: &'c Calendar,
    ) -> impl Iterator<Item = (EventTime, &'c Calendar)> {
        let side = |instance: Option<Instance<'a>>, calendar| {
            instance.map(|instance| (instance.time(), calendar))
        };
        [side(self.before, before), side(self.after, after)]
            .into_iter()
            .flatten()
    }
}

impl Meeting {
    fn of(pair: &Pair<'_>, before: &Calendar, after: &Calendar) -> Self {
        let state = |instance: Option<Instance<'_>>, calendar: &Calendar| {
            instance.map(|instance| State {
                uid: instance.uid(calendar.domain()),
                time: instance.time(),
                title: instance.details().published_title().into_owned(),
                status: instance.details().status(),
                location: instance
                    .details()
                    .published_location()
                    .map(ToOwned::to_owned),
            })
        };
        Self {
            key: pair.after.or(pair.before).and_then(|it| it.key()),
            begins: pair.begins(before, after),
            before: state(pair.before, before),
            after: state(pair.after, after),
        }
    }
}

/// Returns the changes of an event. If the event was removed, `new` is its tombstone.
pub(super) fn changes(
    before: &Calendar,
    after: &Calendar,
    old: Option<&Event>,
    new: Option<&Event>,
    window: Window,
) -> Found {
    let mut found = Found {
        changes: Vec::new(),
        later: false,
    };
    let Some(event) = new.or(old) else {
        return found;
    };
    let is_removed = new.is_some_and(|new| !super::has(after, new));
    let end = after.zone().start_of_day(window.to);
    let is_beyond = |pair: &Pair<'_>| pair.begins(before, after) >= end;
    let differs = |pair: &Pair<'_>| !changes_of(pair, old, new, before, after).is_empty();
    let (mut over, mut upcoming) = (false, false);
    let near = window
        .to
        .checked_add_months(MONTHS_AHEAD)
        .unwrap_or(window.to);
    for pair in pairs(old, new, near) {
        let (past, ahead) = pair.spans(window.now, before, after);
        over |= past;
        upcoming |= ahead;
        if is_beyond(&pair) {
            found.later = found.later || differs(&pair);
            continue;
        }
        let meeting = Meeting::of(&pair, before, after);
        for mut change in changes_of(&pair, old, new, before, after) {
            if is_removed && change.aspect == Aspect::Cancelled {
                change.note = Some("removed; stays in calendars as cancelled".to_owned());
            }
            found.add(change, (past, ahead), event, &meeting);
        }
    }
    // Compare the distant instances, of which there may be thousands, only if no near one beyond the window differs.
    found.later = found.later
        || pairs(old, new, near.max(LAST_DAY_OF_CARE))
            .iter()
            .any(|pair| is_beyond(pair) && differs(pair));
    found.drop_echoes();
    if let (Some(old), Some(new)) = (old, new)
        && old.is_scheduled()
        && new.is_scheduled()
    {
        // The rule of a series that is cancelled as a whole does not matter.
        let rule = words::rule(old, new).filter(|_| !new.details().status().is_off());
        let rule = rule.map(|words| (Aspect::Rule, false, words));
        let groups = feeds::of_event(before, after, old, new);
        let groups = groups.map(|words| (Aspect::Regrouped, over && !upcoming, words));
        for (aspect, past, words) in rule.into_iter().chain(groups) {
            found.changes.push(Change {
                aspect,
                past,
                ahead: !past,
                event: event.id().clone(),
                title: old.details().title().to_owned(),
                words,
                note: None,
                meetings: Vec::new(),
            });
        }
    }
    found
}

impl Found {
    /// Adds the change of an instance, merging it with the same change of other instances if there is one.
    fn add(
        &mut self,
        change: InstanceChange,
        (past, ahead): (bool, bool),
        event: &Event,
        meeting: &Meeting,
    ) {
        let same = self.changes.iter_mut().find(|other| {
            other.aspect == change.aspect
                && (other.past, other.ahead) == (past, ahead)
                && other.title == change.title
                && other.words == change.words
                && other.note == change.note
        });
        match same {
            Some(same) => same.meetings.push(meeting.clone()),
            None => self.changes.push(Change {
                aspect: change.aspect,
                past,
                ahead,
                event: event.id().clone(),
                title: change.title,
                words: change.words,
                note: change.note,
                meetings: vec![meeting.clone()],
            }),
        }
    }

    /// Drops new details of past meetings if upcoming meetings of the series have the same ones, because nobody needs to check the past ones.
    fn drop_echoes(&mut self) {
        let ahead: Vec<String> = self
            .changes
            .iter()
            .filter(|change| change.aspect == Aspect::Described && !change.past)
            .map(|change| change.words.clone())
            .collect();
        self.changes.retain(|change| {
            change.aspect != Aspect::Described || !change.past || !ahead.contains(&change.words)
        });
    }
}

/// Pairs the instances of two versions of an event, in order of their keys.
fn pairs<'a>(old: Option<&'a Event>, new: Option<&'a Event>, end: NaiveDate) -> Vec<Pair<'a>> {
    let mut pairs: BTreeMap<NaiveDate, Pair<'a>> = BTreeMap::new();
    let mut once = Pair::default();
    // A single event matches a single event, wherever it moves. A series has the instance with the date of the single event.
    let both_once = [old, new]
        .iter()
        .all(|event| event.is_some_and(|event| matches!(event.schedule(), Schedule::Once(_))));
    for (event, is_new) in [(old, false), (new, true)] {
        let instances = event.map(|event| event.instances_about(FIRST_DATE, end));
        // `instances_about` also returns overrides after `end`. Those that look like the rule are ignored.
        let beyond = end + Days::new(2);
        let is_compared =
            |it: &Instance<'_>| it.key().is_none_or(|key| key < beyond) || !it.is_visibly_plain();
        for instance in instances.into_iter().flatten().filter(is_compared) {
            let pair = match instance.key() {
                None if both_once => &mut once,
                None => pairs.entry(instance.time().first_date()).or_default(),
                Some(key) => pairs.entry(key).or_default(),
            };
            if is_new {
                pair.after = Some(instance);
            } else {
                pair.before = Some(instance);
            }
        }
    }
    let once = once.before.is_some().then_some(once);
    once.into_iter().chain(pairs.into_values()).collect()
}

/// Returns the changes of one instance.
fn changes_of(
    pair: &Pair<'_>,
    old: Option<&Event>,
    new: Option<&Event>,
    before: &Calendar,
    after: &Calendar,
) -> Vec<InstanceChange> {
    let (was, is) = match (pair.before, pair.after) {
        (Some(was), Some(is)) => (was, is),
        (None, Some(is)) => return vec![words::added(&is, old, after)],
        (Some(was), None) => return vec![words::removed(&was, new, before)],
        (None, None) => return Vec::new(),
    };
    if was.time() == is.time() && was.was() == is.was() && was.details() == is.details() {
        return Vec::new();
    }
    let title = was.details().title().to_owned();
    let status = status(was.details().status(), is.details().status());
    let mut all = Vec::new();
    if let Some(aspect) = status {
        let (words, note) = words::status(aspect, &was, &is, after.zone());
        all.push((aspect, words, note));
    }
    // The words for a reinstated meeting already include both times.
    if was.time() != is.time() && status != Some(Aspect::Reinstated) {
        let aspect = if was.time().first_date() == is.time().first_date()
            || is_same_moment(&was.time(), &is.time())
        {
            Aspect::Retimed
        } else {
            Aspect::Moved
        };
        let (words, why) = words::time(aspect, &was, &is, before, after);
        let note = match (words::off(&is), status) {
            (Some(off), None) => Some(format!("still {off}")),
            (Some(off), Some(_)) => Some(off.to_owned()),
            (None, None) => why,
            (None, Some(_)) => None,
        };
        all.push((aspect, words, note));
    }
    let has_reason = !all.is_empty();
    let plain = [
        (Aspect::Retitled, words::title(&was, &is)),
        (Aspect::Relocated, words::place(&was, &is)),
        (
            Aspect::Described,
            words::details(&was, &is, has_reason, [before.url(), after.url()]),
        ),
    ];
    let plain = plain
        .into_iter()
        .filter_map(|(aspect, words)| Some((aspect, words?, None)));
    all.into_iter()
        .chain(plain)
        .map(|(aspect, words, note)| InstanceChange {
            aspect,
            title: title.clone(),
            words,
            note,
        })
        .collect()
}

/// Whether two times in different zones are the same instant.
fn is_same_moment(one: &EventTime, other: &EventTime) -> bool {
    match (one, other) {
        (EventTime::Zoned { start, .. }, EventTime::Zoned { start: other, .. }) => {
            start.instant() == other.instant()
        }
        (EventTime::AllDay { .. } | EventTime::Zoned { .. }, _) => false,
    }
}

/// Returns the kind of change of a meeting whose status changes.
fn status(before: Status, after: Status) -> Option<Aspect> {
    if before == after {
        return None;
    }
    Some(match after {
        Status::Cancelled => Aspect::Cancelled,
        Status::Postponed => Aspect::Postponed,
        Status::Confirmed | Status::Tentative if before.is_off() => Aspect::Reinstated,
        Status::Confirmed => Aspect::Confirmed,
        Status::Tentative => Aspect::Tentative,
    })
}
