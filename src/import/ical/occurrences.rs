//! Lists when the events of an iCalendar file take place, as a calendar program shows them.
//!
//! This is independent of `series`: it expands each RRULE with all its EXDATEs, RDATEs and overrides, and knows nothing of what an events file
//! can say. `compare` compares its result with the instances of an events file, so that a mistake in either is noticed. Where programs disagree, it
//! does as Python's `recurring-ical-events` does. Only EXRULE is applied in addition: Google Calendar and libical still know it. `vevent` reads a
//! component, `span` has the times, and `set` expands the components with one UID. Sections: [RFC 5545 §3.8.5] (recurrence), [§3.8.4.4]
//! (RECURRENCE-ID).
//!
//! [RFC 5545 §3.8.5]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5
//! [§3.8.4.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4

mod set;
mod span;
#[cfg(test)]
mod tests;
mod vevent;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

pub(in super::super) use self::span::{Period, Span};

use self::set::Set;
use self::vevent::Vevent;
use super::super::account::Ledger;
use super::super::entry::State;
use super::reader::{self, Component};
use super::zones::Zones;
use crate::visible::shown;
use crate::zone::Zone;

/// How many days of rules are examined, and how many occurrences are found, in all calendars of a file. Years of daily meetings in thousands of
/// series need less.
const MOST_STEPS: u64 = 60_000_000;

/// The most occurrences of a file. Each takes about a hundred bytes.
const MOST_OCCURRENCES: usize = 1_000_000;

/// A file of 20 MB could have millions.
const MOST_NOTES: usize = 10_000;

/// One time at which something takes place.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Occurrence<'a> {
    /// The UID of its component; empty without one.
    pub(in super::super) uid: &'a str,
    /// The line of its component: the override if there is one, or else the one with the rule.
    pub(in super::super) line: usize,
    pub(in super::super) title: &'a str,
    pub(in super::super) span: Span,
    pub(in super::super) state: State,
}

/// A component, or a part of it, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Unread {
    pub(in super::super) line: usize,
    pub(in super::super) title: String,
    /// Why.
    pub(in super::super) reason: String,
}

/// What is left of the work that one file may cost.
#[derive(Clone, Copy, Debug)]
struct Budget {
    steps: u64,
    occurrences: usize,
}

/// What was found in one file.
#[derive(Debug, Default)]
pub(in super::super) struct Unreadable {
    pub(in super::super) parts: Vec<Unread>,
    /// Whether the file has more than [`MOST_OCCURRENCES`], or rules that cost too much. The rest is left out.
    pub(in super::super) is_cut: bool,
}

impl Unreadable {
    fn note(&mut self, line: usize, title: &str, reason: String) {
        if self.parts.len() < MOST_NOTES {
            self.parts.push(Unread {
                line,
                title: shown(title),
                reason,
            });
        }
    }
}

impl Budget {
    /// What one file may cost.
    fn of_file() -> Self {
        Self {
            steps: MOST_STEPS,
            occurrences: MOST_OCCURRENCES,
        }
    }

    fn is_spent(&self) -> bool {
        self.steps == 0 || self.occurrences == 0
    }

    fn spend(&mut self, steps: u64) {
        self.steps = self.steps.saturating_sub(steps);
    }
}

/// Passes all occurrences of an iCalendar file to `visit` that begin from one day, inclusive, to another, exclusive. Without the first day, the file
/// decides. Days begin and end in `home`, which is also the zone of times without one. Returns the first day.
///
/// # Errors
/// There is no VCALENDAR, with what was found instead.
pub(in super::super) fn expand(
    bytes: &[u8],
    home: Zone,
    (from, to): (Option<NaiveDate>, NaiveDate),
    unreadable: &mut Unreadable,
    mut visit: impl FnMut(&Occurrence<'_>),
) -> Result<NaiveDate, String> {
    let calendars = reader::read(bytes, &mut Ledger::default())?;
    let zones: Vec<(Zones, Option<Zone>)> = calendars
        .iter()
        .map(|calendar| {
            let named = Zones::of(calendar, None);
            match named.home() {
                Some(zone) => (named, Some(zone)),
                None => (Zones::of(calendar, Some(home)), None),
            }
        })
        .collect();
    let events: Vec<Events<'_>> = calendars
        .iter()
        .zip(&zones)
        .map(|(calendar, (zones, named))| Events::read(calendar, zones, *named, unreadable))
        .collect();
    let first = events.iter().filter_map(Events::first_date).min();
    // The zones of two dates may differ by a day.
    let first = first.map(|date| date.pred_opt().unwrap_or(date));
    let from = from.or(first).unwrap_or(to);
    let period = Period {
        from,
        to,
        zone: home,
    };
    let mut budget = Budget::of_file();
    // A file may have the same event in several calendars, and calendar programs show it once.
    let mut shown: HashSet<(&str, &str, Span)> = HashSet::new();
    for events in &events {
        for occurrence in events.occurrences(&period, &mut budget, unreadable) {
            let key = (occurrence.uid, occurrence.title, occurrence.span);
            if calendars.len() == 1 || shown.insert(key) {
                visit(&occurrence);
            }
        }
    }
    Ok(from)
}

/// A read VCALENDAR, from which occurrences borrow.
#[derive(Debug)]
struct Events<'a> {
    events: Vec<Vevent<'a>>,
    /// The components with one UID, in the order of the first.
    by_uid: Vec<Vec<usize>>,
}

impl<'a> Events<'a> {
    /// Reads the VEVENTs of a calendar. A series in UTC repeats in the zone that the calendar names for itself, because programs that write times
    /// in UTC name the zone in X-WR-TIMEZONE.
    fn read(
        calendar: &'a Component,
        zones: &'a Zones,
        named: Option<Zone>,
        unreadable: &mut Unreadable,
    ) -> Self {
        let mut events = Vec::new();
        let mut by_uid: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let components = calendar.components.iter();
        for component in components.filter(|it| it.name == "VEVENT") {
            let Some(event) = Vevent::read(component, zones, named, unreadable) else {
                continue;
            };
            let next = by_uid.len();
            let place = match event.uid.as_str() {
                "" => next,
                uid => *known.entry(uid.to_owned()).or_insert(next),
            };
            match by_uid.get_mut(place) {
                Some(same) => same.push(events.len()),
                None => by_uid.push(vec![events.len()]),
            }
            events.push(event);
        }
        Self { events, by_uid }
    }

    /// Returns all occurrences that begin in a period, in the order of their components.
    fn occurrences(
        &self,
        period: &Period,
        budget: &mut Budget,
        unreadable: &mut Unreadable,
    ) -> Vec<Occurrence<'_>> {
        let mut found = Vec::new();
        for same in &self.by_uid {
            let events = same.iter().filter_map(|index| self.events.get(*index));
            if budget.is_spent() {
                unreadable.is_cut = true;
                break;
            }
            Set::of(events).expand(period, budget, unreadable, &mut found);
        }
        found
    }

    /// The day of the earliest start, as written.
    fn first_date(&self) -> Option<NaiveDate> {
        self.events
            .iter()
            .map(|event| event.start.local(None).date())
            .min()
    }
}
