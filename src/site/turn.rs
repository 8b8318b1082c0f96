//! When the pages change by themselves, though the file does not.
//!
//! In: a [`Calendar`] and the present moment. Out: the last such moment, and the next. Guaranteed: between the two every page
//! stays as it is. Absent: what changes then, which the pages know.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::invites::INVITE_MONTHS;
use crate::calendar::Calendar;
use crate::zone::Zone;

/// The moments between which the pages stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turns {
    /// The last one up to now: an instance was over, came into sight, or lost its invite; a month whose event had no date was over.
    pub(super) last: DateTime<Utc>,
    /// The first one after now at which any of that may happen.
    pub(super) next: DateTime<Utc>,
    /// The last midnight, at which whatever names the days that it tells of changes.
    pub(super) midnight: DateTime<Utc>,
}

impl Turns {
    pub(super) fn around(calendar: &Calendar, now: DateTime<Utc>) -> Self {
        let home = calendar.zone();
        let today = home.to_local(now).date();
        let from = today.checked_sub_months(Months::new(25)).unwrap_or(today);
        let to = today.checked_add_months(INVITE_MONTHS).unwrap_or(today);
        // Whatever changes by the date, changes at midnight. Most midnights change nothing; to render again is cheaper than to foresee.
        let midnight = home.start_of_day(tomorrow(today));
        // Events without a date change with the month.
        let month = today.with_day(1).map(|first| home.start_of_day(first));
        let mut turns = Self {
            last: month.unwrap_or(DateTime::UNIX_EPOCH),
            next: midnight,
            midnight: home.start_of_day(today),
        };
        for event in calendar.events() {
            for instance in calendar.instances_of(event, from, to) {
                let ends = instance.time().ends(home);
                if ends > now {
                    turns.next = turns.next.min(ends);
                } else {
                    turns.last = turns.last.max(ends);
                }
                let dates = [Some(instance.time().first_date()), instance.key()];
                turns.date(dates.into_iter().flatten(), home, now);
            }
            turns.date(event.skipped().map(|(date, _)| date), home, now);
        }
        turns
    }

    /// Takes in days whose meetings come into sight, are shown, and lose their invites.
    fn date(&mut self, dates: impl Iterator<Item = NaiveDate>, home: Zone, now: DateTime<Utc>) {
        for date in dates {
            let days = [
                date.checked_sub_months(INVITE_MONTHS),
                Some(date),
                date.checked_add_months(INVITE_MONTHS),
            ];
            for day in days.into_iter().flatten() {
                let midnight = home.start_of_day(day + Days::new(1));
                if midnight <= now {
                    self.last = self.last.max(midnight);
                }
            }
        }
    }
}

fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(1)).unwrap_or(today)
}
