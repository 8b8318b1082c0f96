//! Makes entries of VEVENTs: the components with one UID become one event, or one series with its changes.
//!
//! `meeting` reads one VEVENT. A [`Draft`] is a series in the making: `dates` reads its rule, its extra dates and its exceptions, and `overrides` the
//! components with a RECURRENCE-ID. `moved` finds the new date of a meeting that an exception left out, `own` puts together what calfeed itself
//! has published separately, and `settle` makes the result one that an events file can have. `identity` makes UIDs. Sections: [RFC 5545 §3.6.1]
//! (VEVENT), [§3.8.4.4] (RECURRENCE-ID), [§3.8.5.1] (EXDATE), [§3.8.5.2] (RDATE), [§3.8.5.3] (RRULE).
//!
//! [RFC 5545 §3.6.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
//! [§3.8.4.4]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4
//! [§3.8.5.1]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.1
//! [§3.8.5.2]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.2
//! [§3.8.5.3]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3

mod dates;
mod draft;
mod identity;
mod meeting;
mod moved;
mod overrides;
mod own;
mod settle;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::HashMap;

use super::super::ImportOptions;
use super::super::account::{Ledger, Outcome};
use super::super::entry::Entry;
use super::details;
use super::reader::Component;
use super::zones::Zones;
use crate::zone::Zone;
use draft::Draft;
use meeting::{Meeting, drop_all};

/// How many dates the rules of one calendar may give that an events file cannot have.
const MOST_LISTED: usize = 100_000;

/// How many rules of one calendar are looked into that an events file cannot have. Each of them can take as long as a thousand others.
const MOST_REFUSED: usize = 2_000;

/// What is known about the calendar of an event.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub(super) zones: &'a Zones,
    /// The zone that the calendar names for itself, whatever the user says.
    named: Option<Zone>,
    pub(super) options: &'a ImportOptions,
    /// Whether calfeed has written it.
    pub(super) is_own: bool,
    /// Whether it announces that its events are cancelled.
    pub(super) is_cancelled: bool,
    /// How many more dates the rules may give that an events file cannot have.
    listed: Cell<usize>,
    /// How many rules were found that an events file cannot have.
    refused: Cell<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn of(calendar: &Component, zones: &'a Zones, options: &'a ImportOptions) -> Self {
        let value = |name: &str| calendar.property(name).map(|it| it.value.trim());
        let program = value("PRODID").unwrap_or_default();
        let method = value("METHOD").unwrap_or_default();
        Self {
            zones,
            named: Zones::of(calendar, None).home(),
            options,
            is_own: is_own(program),
            is_cancelled: method.eq_ignore_ascii_case("CANCEL"),
            listed: Cell::new(MOST_LISTED),
            refused: Cell::new(0),
        }
    }

    /// Notes a rule that an events file cannot have.
    fn spend(&self) {
        self.refused.set(self.refused.get() + 1);
    }

    /// Whether there were too many such rules.
    fn is_spent(&self) -> bool {
        self.refused.get() >= MOST_REFUSED
    }

    /// Takes so many dates, or as many as are left.
    fn take_listed(&self, wanted: usize) -> usize {
        let taken = wanted.min(self.listed.get());
        self.listed.set(self.listed.get() - taken);
        taken
    }
}

/// Whether calfeed has written a VCALENDAR.
pub(super) fn is_of_calfeed(calendar: &Component) -> bool {
    let program = calendar.property("PRODID");
    program.is_some_and(|program| is_own(&program.value))
}

/// Whether a PRODID is that of calfeed.
fn is_own(program: &str) -> bool {
    program.to_ascii_lowercase().contains("calfeed")
}

/// Returns the events of a VCALENDAR, in the order of their lines.
pub(super) fn entries(
    calendar: &Component,
    zones: &Zones,
    options: &ImportOptions,
    ledger: &mut Ledger,
) -> Vec<Entry> {
    let source = Source::of(calendar, zones, options);
    let mut drafts = Vec::new();
    for group in groups(calendar, ledger) {
        drafts.extend(group.drafts(&source, ledger));
    }
    let mut drafts = if source.is_own {
        own::together(drafts, &source, ledger)
    } else {
        moved::together(drafts, &source, ledger)
    };
    drafts.sort_by_key(|draft| draft.master.line);
    let finished = drafts
        .into_iter()
        .map(|draft| settle::finish(draft, ledger));
    let mut entries: Vec<Entry> = Vec::new();
    for (entry, alone) in finished {
        entries.push(entry);
        entries.extend(alone);
    }
    identity::make_unique(&mut entries);
    entries.sort_by_key(|entry| entry.line);
    entries
}

/// The VEVENTs with one UID.
#[derive(Debug, Default)]
struct Group<'a> {
    masters: Vec<&'a Component>,
    overrides: Vec<&'a Component>,
}

/// Returns the VEVENTs by their UID, in the order of the file, and notes all other components. A VEVENT without a UID is a group of its own.
fn groups<'a>(calendar: &'a Component, ledger: &mut Ledger) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut by_uid: HashMap<&str, usize> = HashMap::new();
    for component in &calendar.components {
        if component.name != "VEVENT" {
            details::drop_component(component, ledger);
            continue;
        }
        let uid = component.property("UID").map(|uid| uid.value.trim());
        let index = match uid.filter(|uid| !uid.is_empty()) {
            Some(uid) => *by_uid.entry(uid).or_insert(groups.len()),
            None => groups.len(),
        };
        if index == groups.len() {
            groups.push(Group::default());
        }
        let Some(group) = groups.get_mut(index) else {
            continue;
        };
        match component.property("RECURRENCE-ID") {
            Some(_) => group.overrides.push(component),
            None => group.masters.push(component),
        }
    }
    groups
}

impl<'a> Group<'a> {
    fn drafts(self, source: &Source<'_>, ledger: &mut Ledger) -> Vec<Draft<'a>> {
        let master = self.master(source, ledger);
        let mut overrides = Vec::new();
        for component in self.overrides {
            let of = readable(component, source, ledger);
            overrides.extend(of.and_then(|it| Meeting::read(it, source, ledger)));
        }
        let draft = master.and_then(|master| {
            let line = master.line;
            let draft = Draft::of(master, source, ledger);
            let outcome = match &draft {
                Some(_) => Outcome::Kept,
                None => Outcome::Dropped("an event without a date"),
            };
            ledger.note(line, outcome);
            draft
        });
        match draft {
            Some(mut draft) => {
                draft.override_with(overrides, source, ledger);
                vec![draft]
            }
            None => overrides::without_series(overrides, source, ledger),
        }
    }

    /// Returns the event itself. Of two with one UID, the one with the higher SEQUENCE counts, and then the first.
    fn master(&self, source: &Source<'_>, ledger: &mut Ledger) -> Option<Meeting<'a>> {
        let mut all = self.masters.iter().copied();
        let mut chosen = all.next()?;
        for other in all {
            let (kept, dropped) = if sequence(other) > sequence(chosen) {
                (other, chosen)
            } else {
                (chosen, other)
            };
            chosen = kept;
            let title = details::title(dropped, source.is_own);
            let why = format!(
                "the event in line {} has the same UID and takes its place",
                kept.line
            );
            // A higher number says that this is the same event, changed.
            if sequence(dropped) < sequence(kept) {
                ledger.remark(dropped.line, &title, why);
            } else {
                ledger.lost(dropped.line, &title, why);
            }
            drop_all(dropped, "another event has its UID", ledger);
        }
        let readable = readable(chosen, source, ledger)?;
        Meeting::read(readable, source, ledger)
    }
}

/// Returns the SEQUENCE of a VEVENT; 0 without one.
fn sequence(component: &Component) -> i64 {
    let property = component.property("SEQUENCE");
    property.map_or(0, |it| it.value.trim().parse().unwrap_or_default())
}

/// Returns a VEVENT, unless it is private and private events are left out, which is noted.
fn readable<'a>(
    component: &'a Component,
    source: &Source<'_>,
    ledger: &mut Ledger,
) -> Option<&'a Component> {
    let class = component.property("CLASS").map(|it| it.value.trim());
    let is_private = class.is_some_and(|class| {
        ["PRIVATE", "CONFIDENTIAL"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(class))
    });
    if !is_private || source.options.private {
        return Some(component);
    }
    let title = details::title(component, source.is_own);
    let why = "its owner marked it as private: `--private` imports it";
    ledger.lost(component.line, &title, why);
    drop_all(component, "the event is private", ledger);
    None
}
