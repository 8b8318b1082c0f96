//! When the pages change even if the file does not.
//!
//! [`Expiry::around`] takes a [`Calendar`] and the current time, and returns the last such instant and the next. No page changes between the
//! two, except pages that show the current date, which change at midnight. What changes is decided by the pages.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use crate::calendar::Calendar;
use crate::span::{MONTHS_AROUND, MONTHS_OF_EXPIRY};

/// When the pages last changed because of the time, and when they may change next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expiry {
    /// The last change up to now: an instance began, ended, was listed for the first time, or lost its invite; or the month of an event
    /// without a date ended.
    pub(super) last: DateTime<Utc>,
    /// The first instant after now at which a page may change: at the latest the next midnight.
    pub(super) next: DateTime<Utc>,
    /// The last midnight: resources with the current date, or with dates counted from it, changed then.
    pub(super) midnight: DateTime<Utc>,
}

impl Expiry {
    pub(super) fn around(calendar: &Calendar, now: DateTime<Utc>) -> Self {
        let home = calendar.zone();
        let today = home.to_local(now).date();
        let from = today.checked_sub_months(MONTHS_OF_EXPIRY).unwrap_or(today);
        let to = today.checked_add_months(MONTHS_AROUND).unwrap_or(today);
        // Everything that depends on the date changes at midnight. At most midnights nothing changes, but rendering again is simpler than
        // predicting that.
        let midnight = home.start_of_day(tomorrow(today));
        // Events without a date change with the month.
        let month = today.with_day(1).map(|first| home.start_of_day(first));
        let mut expiry = Self {
            last: month.unwrap_or(DateTime::UNIX_EPOCH),
            next: midnight,
            midnight: home.start_of_day(today),
        };
        // The last day at whose end a page changed: a meeting came within the time that pages show, was listed, or lost its invite.
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

/// Returns the days at whose end a meeting on `date` comes within the time that pages show, is listed, and loses its invite.
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
