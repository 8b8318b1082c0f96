//! Everything beside the events file that decides what is published.
//!
//! In: plain values, given by the caller. Out: [`Context`]. Guaranteed: the core reads no clock, file or environment; the same
//! context gives the same bytes. Absent: where the values come from, which is the shell's job.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::calendar::Event;
use crate::diagnostic::Problem;
use crate::holiday::Holidays;
use crate::span::LAST_MOMENT;
use crate::value::{Slug, Url};

/// The moments that an events file can speak of.
const FIRST_MOMENT: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// The present moment, and what the caller decides.
///
/// ```
/// let context = calfeed::Context::new("2026-02-01T09:30:00Z".parse().expect("an instant"));
/// # let _ = context;
/// ```
#[derive(Clone, Debug)]
pub struct Context {
    now: DateTime<Utc>,
    url: Option<Url>,
    published: BTreeSet<String>,
    holidays: Option<Holidays>,
    last_dated: BTreeMap<Slug, Event>,
    templates: BTreeMap<String, String>,
}

impl Context {
    /// Takes the present moment. It decides what a page calls upcoming and which single-instance invites exist, and never
    /// changes a byte of any `.ics`. A moment outside the years 1970 to 2099 counts as the nearest within.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            now: now.clamp(FIRST_MOMENT, LAST_MOMENT),
            url: None,
            published: BTreeSet::new(),
            holidays: None,
            last_dated: BTreeMap::new(),
            templates: BTreeMap::new(),
        }
    }

    /// Takes the holidays of a calendar whose [`crate::HolidaySource`] is a file.
    #[must_use]
    pub fn with_holidays(mut self, holidays: Holidays) -> Self {
        self.holidays = Some(holidays);
        self
    }

    /// Takes the events that had a date when the history last knew one, as [`crate::History::last_dated`] gives them: where one has no date
    /// now, and that date is not over, it is worth a warning.
    #[must_use]
    pub fn with_last_dated(mut self, events: BTreeMap<Slug, Event>) -> Self {
        self.last_dated = events;
        self
    }

    /// Publishes below `url`, not below the address in the file.
    ///
    /// # Errors
    /// What is no `http` or `https` address, or has a query or a fragment.
    pub fn with_url(mut self, url: &str) -> Result<Self, Problem> {
        self.url = Some(crate::validate::base_url(url)?);
        Ok(self)
    }

    /// Takes the paths that were published before: an instance's invite among them stays while its instance exists.
    #[must_use]
    pub fn with_published(mut self, paths: impl IntoIterator<Item = String>) -> Self {
        self.published = paths.into_iter().collect();
        self
    }

    /// Takes the sources of templates, by file name such as `index.html`: each takes the place of the built-in one of its name.
    #[must_use]
    pub fn with_templates(mut self, templates: impl IntoIterator<Item = (String, String)>) -> Self {
        self.templates = templates.into_iter().collect();
        self
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The address below which everything is published, where it is not the one in the file.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The holidays of a calendar that keeps them in a file.
    pub fn holidays(&self) -> Option<&Holidays> {
        self.holidays.as_ref()
    }

    /// The events without a date that had one, as they were then.
    pub fn last_dated(&self) -> &BTreeMap<Slug, Event> {
        &self.last_dated
    }

    /// The sources of the caller's templates, by file name.
    pub fn templates(&self) -> &BTreeMap<String, String> {
        &self.templates
    }

    /// The paths that were published before.
    pub fn published(&self) -> &BTreeSet<String> {
        &self.published
    }
}
