//! Writes what is known of an event in words: whether it takes place, where, and what it costs.
//!
//! The methods of [`Words`] take details of the calendar and return texts of the catalogue, with the reason and the title as the file has
//! them.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::calendar::{Details, Form, Status};
use crate::time::EventTime;
use crate::value::Price;
use crate::words::{Words, fill};

impl Words {
    /// Returns the most important information: that the event is cancelled, postponed or moved, and why. `was` is the original time.
    pub(crate) fn news(&self, details: &Details, was: Option<EventTime>) -> Option<String> {
        let from = |text: &str, was: EventTime| fill(text, &[("time", &self.time(&was))]);
        let news = match (details.status(), was) {
            (Status::Cancelled, _) => self.cancelled.to_string(),
            (Status::Postponed, _) => self.postponed.to_string(),
            (Status::Tentative, None) => self.tentative.to_string(),
            (Status::Tentative, Some(was)) => from(&self.tentative_and_moved, was),
            (Status::Confirmed, Some(was)) => from(&self.moved, was),
            (Status::Confirmed, None) => return None,
        };
        Some(self.with_reason(news, details.reason()))
    }

    /// Returns that a series does not take place, and why.
    pub(crate) fn skipped(&self, reason: Option<&str>) -> String {
        self.with_reason(self.no_meeting.to_string(), reason)
    }

    /// Returns `No meeting on Thursday 24 December 2026`.
    pub(crate) fn skipped_on(&self, date: NaiveDate) -> String {
        fill(&self.no_meeting_on, &[("date", &self.date(date))])
    }

    /// Adds a reason to news.
    pub(crate) fn with_reason(&self, news: String, reason: Option<&str>) -> String {
        match reason {
            Some(reason) => fill(&self.with_reason, &[("news", &news), ("reason", reason)]),
            None => news,
        }
    }

    /// Returns `In person`.
    pub(crate) fn form(&self, form: Form) -> &str {
        match form {
            Form::Virtual => &self.virtual_form,
            Form::InPerson => &self.in_person_form,
            Form::Hybrid => &self.hybrid_form,
        }
    }

    /// Returns a price as people read it.
    pub(crate) fn price<'a>(&'a self, price: &'a Price) -> &'a str {
        match price {
            Price::Free => &self.free,
            price => price.as_str(),
        }
    }

    /// Returns a title with the status, for programs that show nothing else.
    pub(crate) fn published_title<'a>(&self, details: &'a Details) -> Cow<'a, str> {
        let title = details.title();
        let text = match details.status() {
            Status::Confirmed => return Cow::Borrowed(title),
            Status::Tentative => &self.tentative_published,
            Status::Cancelled => &self.cancelled_published,
            Status::Postponed => &self.postponed_published,
        };
        Cow::Owned(fill(text, &[("title", title)]))
    }
}
