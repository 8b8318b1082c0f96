//! When the pages change although the file does not.
//!
//! In: a [`Calendar`] and the current time. Out: the last such instant, and the next. Guaranteed: between the two no page
//! changes. Absent: what changes then, which the pages know.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use crate::calendar::Calendar;
use crate::span::{MONTHS_AROUND, MONTHS_OF_EXPIRY};

/// The moments between which the pages stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expiry {
    /// The last one up to now: an instance began, was over, came into sight, or lost its invite; a month whose event had no date was over.
    pub(super) last: DateTime<Utc>,
    /// The first one after now at which any of that may happen.
    pub(super) next: DateTime<Utc>,
    /// The last midnight, at which whatever names the days that it tells of changes.
    pub(super) midnight: DateTime<Utc>,
}

impl Expiry {
    pub(super) fn around(calendar: &Calendar, now: DateTime<Utc>) -> Self {
        let home = calendar.zone();
        let today = home.to_local(now).date();
        let from = today.checked_sub_months(MONTHS_OF_EXPIRY).unwrap_or(today);
        let to = today.checked_add_months(MONTHS_AROUND).unwrap_or(today);
        // Whatever changes by the date, changes at midnight. Most midnights change nothing; to render again is cheaper than to foresee.
        let midnight = home.start_of_day(tomorrow(today));
        // Events without a date change with the month.
        let month = today.with_day(1).map(|first| home.start_of_day(first));
        let mut expiry = Self {
            last: month.unwrap_or(DateTime::UNIX_EPOCH),
            next: midnight,
            midnight: home.start_of_day(today),
        };
        // The last day whose end changed a page: a meeting came into sight, was listed, or lost its invite.
        let mut last_day = NaiveDate::MIN;
        for event in calendar.events() {
            for instance in calendar.instances_of(event, from, to) {
                let time = instance.time();
                for turn in [time.begins(home), time.ends(home)] {
                    if turn > now {
                        expiry.next = expiry.next.min(turn);
                    } else {
                        expiry.last = expiry.last.max(turn);
                    }
                }
                let dates = [Some(instance.time().first_date()), instance.key()];
                let days = dates.into_iter().flatten().flat_map(days_of);
                last_day = last_day.max(last_before(today, days));
            }
            let skipped = event.skipped().flat_map(|(date, _)| days_of(date));
            last_day = last_day.max(last_before(today, skipped));
        }
        if last_day > NaiveDate::MIN {
            expiry.last = expiry.last.max(home.start_of_day(tomorrow(last_day)));
        }
        expiry
    }
}

/// Returns the days at the end of which a meeting on `date` comes into sight, is listed, and loses its invite.
fn days_of(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let days = [
        date.checked_sub_months(MONTHS_AROUND),
        Some(date),
        date.checked_add_months(MONTHS_AROUND),
    ];
    days.into_iter().flatten()
}

/// Returns the last of these days before `today`.
fn last_before(today: NaiveDate, days: impl Iterator<Item = NaiveDate>) -> NaiveDate {
    let over = days.filter(|day| *day < today);
    over.max().unwrap_or(NaiveDate::MIN)
}

fn tomorrow(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(1)).unwrap_or(today)
}
