//! Finds meetings that moved: an exception date, and a new meeting near it.
//!
//! Many programs move a meeting of a series in this way. The new meeting has the title and the length of the series, and is strictly between the
//! dates before and after the exception.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use chrono::{NaiveDate, TimeDelta};

use super::super::super::account::{Ledger, Outcome};
use super::super::super::entry::State;
use super::Source;
use super::draft::Draft;
use super::meeting::Meeting;

/// Single meetings by their title and length, and then by their date.
type Singles<'a> = HashMap<(String, Option<TimeDelta>, bool), BTreeMap<NaiveDate, Vec<Draft<'a>>>>;

/// Puts single meetings into the series in which they have replaced a date.
pub(super) fn together<'a>(
    drafts: Vec<Draft<'a>>,
    source: &Source<'_>,
    ledger: &mut Ledger,
) -> Vec<Draft<'a>> {
    let (mut series, single): (Vec<Draft<'a>>, Vec<Draft<'a>>) =
        drafts.into_iter().partition(|draft| !draft.is_single());
    if !series.iter().any(|draft| draft.skipped().next().is_some()) {
        series.extend(single);
        return series;
    }
    let mut singles = Singles::default();
    for draft in single {
        let by_date = singles.entry(draft.likeness()).or_default();
        by_date.entry(draft.first).or_default().push(draft);
    }
    for draft in &mut series {
        draft.move_to_extra_dates();
        draft.move_to_singles(&mut singles, source, ledger);
    }
    let rest = singles.into_values().flat_map(BTreeMap::into_values);
    series.extend(rest.flatten());
    series
}

impl Draft<'_> {
    /// Whether it takes place once, as it is.
    pub(super) fn is_single(&self) -> bool {
        self.rule.is_none()
            && self.also.is_empty()
            && self.changes.is_empty()
            && self.alone.is_empty()
    }

    fn likeness(&self) -> (String, Option<TimeDelta>, bool) {
        let master = &self.master;
        let title = master.details.title.trim().to_lowercase();
        (title, master.length, master.is_all_day())
    }

    fn skipped(&self) -> impl Iterator<Item = NaiveDate> {
        let skipped = self.changes.iter().filter(|(_, it)| it.is_skipped);
        skipped.map(|(key, _)| *key)
    }

    /// Makes an extra date the new date of a meeting that was left out near it.
    fn move_to_extra_dates(&mut self) {
        let Some(rule) = self.rule else { return };
        let skipped: Vec<NaiveDate> = self.skipped().collect();
        for key in skipped {
            let before = key.pred_opt().and_then(|day| rule.on_or_before(day));
            let after = key.succ_opt().and_then(|day| rule.on_or_after(day));
            let near = between(before, after);
            let unchanged = |date: &NaiveDate| !self.changes.contains_key(date);
            let found = self.also.range(near).map(|(date, _)| *date);
            let found = found.filter(unchanged);
            let Some(date) = found.min_by_key(|date| (*date - key).abs()) else {
                continue;
            };
            let (Some(local), Some(line)) = (
                self.also.remove(&date),
                self.changes.get(&key).map(|it| it.line),
            ) else {
                continue;
            };
            let mut change = self.unchanged(line);
            change.moved_to = Some(self.moment(local));
            self.changes.insert(key, change);
        }
    }

    /// Makes a single meeting the new date of a meeting that was left out near it.
    fn move_to_singles(
        &mut self,
        singles: &mut Singles<'_>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) {
        let Some(by_date) = singles.get_mut(&self.likeness()) else {
            return;
        };
        let skipped: Vec<NaiveDate> = self.skipped().collect();
        for key in skipped {
            let (before, after) = self.neighbours(key);
            let near = between(before, after);
            let found = by_date.range(near).map(|(date, _)| *date);
            let found = found.filter(|date| *date == key || self.on(*date).is_none());
            let Some(date) = found.min_by_key(|date| (*date - key).abs()) else {
                continue;
            };
            let Some(drafts) = by_date.get_mut(&date) else {
                continue;
            };
            let fits = |draft: &Draft<'_>| {
                let local = draft.master.start.local(self.zone);
                draft.master.status != State::Cancelled && self.exists(local)
            };
            let index = drafts.iter().position(fits);
            let Some(draft) = index.map(|index| drafts.remove(index)) else {
                continue;
            };
            if drafts.is_empty() {
                by_date.remove(&date);
            }
            self.move_to(key, &draft.master, source, ledger);
        }
    }

    /// Makes another meeting the new date of one that was left out.
    pub(super) fn move_to(
        &mut self,
        key: NaiveDate,
        meeting: &Meeting<'_>,
        source: &Source<'_>,
        ledger: &mut Ledger,
    ) {
        self.changes.remove(&key);
        let Some(planned) = self.on(key) else { return };
        self.take(key, planned, meeting, source.zones, ledger);
        ledger.note(
            meeting.line,
            Outcome::Rewritten("the key `moved_to` under `changes`"),
        );
        if !source.is_own {
            let remark = format!(
                "it replaces the meeting of {key} of a series, and is now part of it, with the UID of the series"
            );
            ledger.remark(meeting.line, meeting.title(), remark);
        }
    }
}

fn between(
    before: Option<NaiveDate>,
    after: Option<NaiveDate>,
) -> (Bound<NaiveDate>, Bound<NaiveDate>) {
    let bound = |date: Option<NaiveDate>| date.map_or(Bound::Unbounded, Bound::Excluded);
    (bound(before), bound(after))
}
