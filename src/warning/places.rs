//! Finds events that do not say where they are, although people have to know it now.
//!
//! It takes the meetings of the next twelve months that are not off. An event needs a place as soon as people sign up for it or pay: that is a
//! `location`, the address of a call, or `format: virtual`. A meeting in person needs a `location` two weeks before it. Each event gets one
//! warning. Google shows an event in its search results only with a [location].
//!
//! [location]: https://developers.google.com/search/docs/appearance/structured-data/event

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Adviser, NOTICE};
use crate::calendar::{Details, Form, Instance};
use crate::diagnostic::{Day, WarningFinding};

impl Adviser<'_> {
    /// Warns about events without a place.
    pub(super) fn places(&mut self, instances: &[Instance<'_>], today: NaiveDate) {
        let mut reported = BTreeSet::new();
        for instance in instances {
            let details = instance.details();
            let has_place = details.location().is_some();
            let is_remote = details.join().is_some() || details.form() == Some(Form::Virtual);
            let is_in_person = matches!(details.form(), Some(Form::InPerson | Form::Hybrid));
            let finding = match (has_place, is_remote, is_in_person) {
                (true, ..) | (false, true, false) => None,
                (false, true, true) => missing_soon(instance, today),
                (false, false, true) => missing_soon(instance, today).or_else(|| missing(details)),
                (false, false, false) => missing(details),
            };
            if let Some(finding) = finding
                && reported.insert(instance.event().id())
            {
                self.warn(instance.event(), &["format", "start"], finding.into());
            }
        }
    }
}

/// The finding for an event for which people sign up or pay.
fn missing(details: &Details) -> Option<WarningFinding> {
    let key = match (details.sign_up(), details.price()) {
        (Some(_), _) => "sign_up",
        (None, Some(_)) => "price",
        (None, None) => return None,
    };
    Some(WarningFinding::PlaceMissing { key })
}

/// The finding for a meeting in person that is near.
fn missing_soon(instance: &Instance<'_>, today: NaiveDate) -> Option<WarningFinding> {
    let date = instance.time().first_date();
    let is_soon = (today..today + NOTICE).contains(&date);
    is_soon.then_some(WarningFinding::PlaceMissingSoon { date: Day(date) })
}
