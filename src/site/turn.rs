//! When the pages change by themselves, though the file does not.
//!
//! In: a [`Calendar`] and the present moment. Out: the last such moment, and the next. Guaranteed: between the two every page
//! stays as it is. Absent: what changes then, which the pages know.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::INVITE_MONTHS;
use crate::calendar::Calendar;

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
        let instances = calendar.instances(from, to);
        let ends = instances.iter().map(|instance| instance.time().ends(home));
        let dates = instances
            .iter()
            .flat_map(|instance| [Some(instance.time().first_date()), instance.key()])
            .flatten()
            .chain(
                calendar
                    .events()
                    .iter()
                    .flat_map(|event| event.skipped().map(|(date, _)| date)),
            );
        let midnights = dates
            .flat_map(|date| {
                [
                    date.checked_sub_months(INVITE_MONTHS),
                    Some(date),
                    date.checked_add_months(INVITE_MONTHS),
                ]
            })
            .flatten()
            .map(|date| home.start_of_day(date + Days::new(1)));
        // Events without a date turn with the month.
        let month = today.with_day(1).map(|first| home.start_of_day(first));
        // Whatever turns by the date, turns at midnight. Most midnights change nothing; to look is cheaper than to foresee.
        let midnight = home.start_of_day(tomorrow(today));
        Self {
            last: ends
                .clone()
                .chain(midnights)
                .chain(month)
                .filter(|turn| *turn <= now)
                .max()
                .unwrap_or(DateTime::UNIX_EPOCH),
            midnight: home.start_of_day(today),
            next: ends
                .filter(|turn| *turn > now)
                .fold(midnight, DateTime::min),
        }
    }
}

fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(1)).unwrap_or(today)
}
