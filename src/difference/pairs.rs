//! The changes of one event, each with the instances that have it.
//!
//! In: an event before and after; one of them may be absent. Out: [`Change`]s, and whether there are more beyond the
//! window. Guaranteed: instances are matched by their key date; each change is listed once, as the most important thing that it
//! could be. Absent: the words, and the order among events.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Aspect, Change, Window, words};
use crate::calendar::{Calendar, Event, Instance, Schedule, Status};
use crate::span::{LAST_DAY_OF_CARE, MONTHS_AHEAD};
use crate::time::EventTime;

/// Between these days all instances are compared, if need be.
const FIRST_DATE: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");

/// One instance before and after; one of the two is there.
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

/// How a meeting stands in the feeds.
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
    /// Whether more lies beyond the window.
    pub(super) later: bool,
}

/// What is said of one instance, before it is put together with others alike.
pub(super) struct Said {
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

    /// Whether any of the two is over, and whether any is not.
    fn spans(&self, now: DateTime<Utc>, before: &Calendar, after: &Calendar) -> (bool, bool) {
        let is_over = |(time, calendar): (EventTime, &Calendar)| time.ends(calendar.zone()) <= now;
        let past = self.sides(before, after).any(is_over);
        (past, !self.sides(before, after).all(is_over))
    }

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

/// Returns what changes of an event, of which `new` is what is left where it was removed.
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
    let differs = |pair: &Pair<'_>| !said_of(pair, old, new, before, after).is_empty();
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
        for mut said in said_of(&pair, old, new, before, after) {
            if is_removed && said.aspect == Aspect::Cancelled {
                said.note = Some("removed; stays in calendars as cancelled".to_owned());
            }
            found.add(said, (past, ahead), event, &meeting);
        }
    }
    // What is far is looked at only where nothing near has answered: there may be thousands of it.
    found.later = found.later
        || pairs(old, new, near.max(LAST_DAY_OF_CARE))
            .iter()
            .any(|pair| is_beyond(pair) && differs(pair));
    found.drop_echoes();
    if let (Some(old), Some(new)) = (old, new)
        && old.is_scheduled()
        && new.is_scheduled()
    {
        // Of a series that is cancelled as a whole the rule says nothing.
        let rule = words::rule(old, new).filter(|_| !new.details().status().is_off());
        let rule = rule.map(|words| (Aspect::Rule, false, words));
        let groups = words::groups(before, after, old, new);
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
    /// Adds what is said of an instance: to the change that says the same of others, where there is one.
    fn add(&mut self, said: Said, (past, ahead): (bool, bool), event: &Event, meeting: &Meeting) {
        let alike = self.changes.iter_mut().find(|change| {
            change.aspect == said.aspect
                && (change.past, change.ahead) == (past, ahead)
                && change.title == said.title
                && change.words == said.words
                && change.note == said.note
        });
        match alike {
            Some(change) => change.meetings.push(meeting.clone()),
            None => self.changes.push(Change {
                aspect: said.aspect,
                past,
                ahead,
                event: event.id().clone(),
                title: said.title,
                words: said.words,
                note: said.note,
                meetings: vec![meeting.clone()],
            }),
        }
    }

    /// Leaves out that what is over has new details, where they are those of the whole series: nobody need look.
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

/// Puts the instances of two states together, in order of their keys.
fn pairs<'a>(old: Option<&'a Event>, new: Option<&'a Event>, end: NaiveDate) -> Vec<Pair<'a>> {
    let mut pairs: BTreeMap<NaiveDate, Pair<'a>> = BTreeMap::new();
    let mut once = Pair::default();
    // What takes place once is the same wherever it moves. Where it becomes a series, its day tells which of them it is.
    let both_once = [old, new]
        .iter()
        .all(|event| event.is_some_and(|event| matches!(event.schedule(), Schedule::Once(_))));
    for (event, is_new) in [(old, false), (new, true)] {
        let instances = event.map(|event| event.instances_about(FIRST_DATE, end));
        // What the rule says of later dates is compared with nothing, even if the file names one.
        let beyond = end + Days::new(2);
        let is_compared =
            |it: &Instance<'_>| it.key().is_none_or(|key| key < beyond) || !it.is_told_by_rule();
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

/// Returns what is to be said of one instance.
fn said_of(
    pair: &Pair<'_>,
    old: Option<&Event>,
    new: Option<&Event>,
    before: &Calendar,
    after: &Calendar,
) -> Vec<Said> {
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
    // What is on again says when, and when it was.
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
    let told = !all.is_empty();
    let plain = [
        (Aspect::Retitled, words::title(&was, &is)),
        (Aspect::Relocated, words::place(&was, &is)),
        (
            Aspect::Described,
            words::details(&was, &is, told, [before.url(), after.url()]),
        ),
    ];
    let plain = plain
        .into_iter()
        .filter_map(|(aspect, words)| Some((aspect, words?, None)));
    all.into_iter()
        .chain(plain)
        .map(|(aspect, words, note)| Said {
            aspect,
            title: title.clone(),
            words,
            note,
        })
        .collect()
}

/// Whether two zones tell one moment.
fn is_same_moment(one: &EventTime, other: &EventTime) -> bool {
    match (one, other) {
        (EventTime::Zoned { start, .. }, EventTime::Zoned { start: other, .. }) => {
            start.instant() == other.instant()
        }
        (EventTime::AllDay { .. } | EventTime::Zoned { .. }, _) => false,
    }
}

/// Returns what becomes of a meeting whose status changes.
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
