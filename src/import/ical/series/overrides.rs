//! Puts components with a RECURRENCE-ID into their series.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::super::account::{Ledger, Outcome};
use super::super::times;
use super::draft::Draft;
use super::meeting::{Meeting, drop_all};
use super::{Source, identity, sequence};

impl Draft<'_> {
    /// Takes the overrides of a series.
    pub(super) fn override_with(
        &mut self,
        overrides: Vec<Meeting<'_>>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) {
        let mut by_key: BTreeMap<NaiveDate, Meeting<'_>> = BTreeMap::new();
        let mut stray = Vec::new();
        for meeting in overrides {
            let Some(key) = self.key_of(&meeting, source, ledger) else {
                stray.push(meeting);
                continue;
            };
            let known = by_key.get(&key);
            let is_newer =
                known.is_none_or(|known| sequence(meeting.component) > sequence(known.component));
            let other = if is_newer {
                by_key.insert(key, meeting)
            } else {
                Some(meeting)
            };
            if let Some(other) = other {
                let why = format!("there is another override of {key}, which takes its place");
                ledger.remark(other.line, other.title(), why);
                drop_all(other.component, "another override has its date", ledger);
            }
        }
        for (key, meeting) in by_key {
            self.override_one(key, &meeting, source, ledger);
        }
        for meeting in stray {
            self.take_stray(&meeting, source, ledger);
        }
    }

    fn key_of(
        &self,
        meeting: &Meeting<'_>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) -> Option<NaiveDate> {
        let property = meeting.component.property("RECURRENCE-ID")?;
        let range = property.parameter("RANGE");
        if range.is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE")) {
            let why = "it changes all later meetings too (RANGE=THISANDFUTURE), but only this date is changed here";
            ledger.lost(meeting.line, meeting.title(), why);
        }
        let key = times::when(property, source.zones)
            .ok()
            .and_then(|named| self.key(named));
        let outcome = match key {
            Some(_) => Outcome::Rewritten("the date of an entry under `changes`"),
            None => Outcome::Dropped("a date that the series does not have"),
        };
        ledger.note(property.line, outcome);
        key
    }

    fn override_one(
        &mut self,
        key: NaiveDate,
        meeting: &Meeting<'_>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) {
        let is_skipped = self.changes.get(&key).is_some_and(|it| it.is_skipped);
        if is_skipped {
            Self::drop_left_out(meeting, ledger);
            return;
        }
        let Some(planned) = self.on(key) else { return };
        ledger.note(meeting.line, Outcome::Rewritten("an entry under `changes`"));
        self.take(key, planned, meeting, source.zones, ledger);
    }

    fn drop_left_out(meeting: &Meeting<'_>, ledger: &mut Ledger) {
        let why = "an exception (EXDATE) leaves out its date";
        ledger.remark(meeting.line, meeting.title(), why);
        let why = "an override of a date that is left out";
        drop_all(meeting.component, why, ledger);
    }

    /// Takes an override of a date that the series does not have. Calendar programs show it as a meeting of its own.
    fn take_stray(&mut self, meeting: &Meeting<'_>, source: &Source<'_>, ledger: &mut Ledger) {
        let named = meeting.component.property("RECURRENCE-ID");
        let named = named.and_then(|named| times::when(named, source.zones).ok());
        if named.is_some_and(|named| self.stray.contains(&named.local(self.zone))) {
            Self::drop_left_out(meeting, ledger);
            return;
        }
        ledger.note(meeting.line, Outcome::Rewritten("a date under `also`"));
        let why = "it changes a meeting that the series does not have, so it is one more meeting";
        ledger.remark(meeting.line, meeting.title(), why);
        self.take_extra(meeting, source, ledger);
    }

    /// Takes a meeting as an extra date, or as an event of its own if it does not fit into the series.
    pub(super) fn take_extra(
        &mut self,
        meeting: &Meeting<'_>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) {
        let local = meeting.start.local(self.zone);
        let fits = meeting.is_all_day() == self.is_all_day()
            && self.on(local.date()).is_none()
            && self.exists(local);
        if fits {
            self.also.insert(local.date(), local);
            self.take(local.date(), local, meeting, source.zones, ledger);
            return;
        }
        ledger.note(meeting.line, Outcome::Rewritten("an event of its own"));
        let mut alone = meeting.alone(source.zones);
        alone.uid = identity::alone(self.master.uid.as_deref(), meeting.start.local(None));
        self.alone.push(alone);
    }
}

/// Returns overrides whose series is not in the file, or has no date: each is an event of its own.
pub(super) fn without_series<'a>(
    overrides: Vec<Meeting<'a>>,
    source: &Source<'_>,
    ledger: &mut Ledger,
) -> Vec<Draft<'a>> {
    let alone = overrides.into_iter().map(|mut meeting| {
        let remark = "it is one meeting of a series that is not in the file";
        ledger.remark(meeting.line, meeting.title(), remark);
        ledger.note(meeting.line, Outcome::Rewritten("an event of its own"));
        let property = meeting.component.property("RECURRENCE-ID");
        let named = property.and_then(|property| {
            let why = "the series is not in the file";
            ledger.note(property.line, Outcome::Dropped(why));
            times::when(property, source.zones).ok()
        });
        // The date that the series gave stays the same when the meeting moves.
        let named = named.unwrap_or(meeting.start).local(None);
        meeting.uid = identity::alone(meeting.uid.as_deref(), named);
        let mut draft = Draft::new(meeting, false, source);
        draft.start_on_a_time_that_exists(ledger);
        draft
    });
    alone.collect()
}
