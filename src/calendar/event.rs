//! Defines an event: when it takes place, and what it is.
//!
//! [`Schedule`] says when an [`Event`] takes place, and [`Details`] say what it is. An event without a date has no field that needs one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Details, Override, Series};
use crate::own_keys::OwnKeys;
use crate::route::Route;
use crate::time::{Approximate, EventTime};
use crate::value::{Image, Language, Slug, Text, Uid, Url};

/// An event: it takes place once or repeatedly, or its date is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub(crate) id: Slug,
    /// The `uid` key of the file. Without it, the UID consists of the id and the domain.
    pub(crate) uid: Option<Uid>,
    pub(crate) schedule: Schedule,
    pub(crate) details: Details,
    /// In the order of the file, without duplicates.
    pub(crate) groups: Vec<Slug>,
    /// Not in [`Details`]: a picture never makes an override, because no feed has it.
    pub(crate) image: Option<Image>,
    pub(crate) language: Option<Language>,
    pub(crate) updated: Option<DateTime<Utc>>,
    /// The `changes` entry for the start date of an event that has `also` dates but no rule.
    pub(crate) of_start: Option<OfStart>,
    /// Instances with a UID of their own, by key date.
    pub(crate) stand_alone: Vec<Override>,
    /// Of a removed event: whether its groups kept it out of the calendar's own feed.
    pub(crate) was_alone: bool,
    /// The dates announced as having no meeting, each with its reason.
    pub(crate) skipped: BTreeMap<NaiveDate, Skip>,
}

/// What the file says about a date without a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Skip {
    pub(crate) reason: Option<Text>,
    pub(crate) own_keys: OwnKeys,
}

/// When an event takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Schedule {
    /// The date is not known exactly enough for a feed.
    ToBeConfirmed(Approximate),
    /// Once.
    Once(EventTime),
    /// Repeatedly, by a rule.
    Series(Series),
}

/// What `changes` says about the start date of an event that has `also` dates but no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OfStart {
    /// The event does not take place on its start date.
    Skipped,
    /// It has a time or details of its own.
    Changed(Box<Override>),
}

impl Event {
    /// Its id: the key in the file, and the name of its page and its invites.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// The `uid` key that the file gives the event, if any. [`Event::uid`] returns the UID in either case.
    pub fn own_uid(&self) -> Option<&Uid> {
        self.uid.as_ref()
    }

    /// When it takes place.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The details of the event. Instances may have details of their own.
    pub fn details(&self) -> &Details {
        &self.details
    }

    /// The ids of its groups.
    pub fn groups(&self) -> &[Slug] {
        &self.groups
    }

    /// Its picture, if the file gives one.
    pub fn image(&self) -> Option<&Image> {
        self.image.as_ref()
    }

    /// The language of its title and description, if the file gives one.
    pub fn language(&self) -> Option<&Language> {
        self.language.as_ref()
    }

    /// The time of the last change, if the file has an `updated` key.
    pub fn updated(&self) -> Option<DateTime<Utc>> {
        self.updated
    }

    /// The instances with a UID of their own, by key date: `also` dates, and instances moved past a neighbour.
    pub fn stand_alone(&self) -> &[Override] {
        &self.stand_alone
    }

    /// The changed start of an event that has `also` dates but no rule.
    pub(crate) fn changed_start(&self) -> Option<&Override> {
        match &self.of_start {
            Some(OfStart::Changed(of)) => Some(of),
            Some(OfStart::Skipped) | None => None,
        }
    }

    /// Returns the instance that has a UID of its own and this key.
    pub(crate) fn stand_alone_on(&self, key: NaiveDate) -> Option<&Override> {
        let place = self.stand_alone.binary_search_by_key(&key, |it| it.key);
        self.stand_alone.get(place.ok()?)
    }

    /// Returns the reason why nothing takes place on a skipped date, if the file gives one.
    pub(crate) fn reason_to_skip(&self, date: NaiveDate) -> Option<&str> {
        self.skipped.get(&date)?.reason.as_ref().map(Text::as_str)
    }

    /// The skipped dates, on which the event does not take place, each with its reason.
    pub fn skipped(&self) -> impl Iterator<Item = (NaiveDate, Option<&str>)> {
        self.skipped
            .iter()
            .map(|(date, skip)| (*date, skip.reason.as_ref().map(Text::as_str)))
    }

    /// Returns the `x-` keys of a skipped date.
    pub(crate) fn own_keys_of_skip(&self, date: NaiveDate) -> &OwnKeys {
        let skip = self.skipped.get(&date);
        skip.map_or(OwnKeys::NONE, |skip| &skip.own_keys)
    }

    /// Returns the URL for more information: the one in `details`, or else the event's own page below `base`.
    pub fn page(&self, details: &Details, base: &Url) -> String {
        match details.url() {
            Some(url) => url.to_string(),
            None => base.below(&Route::Event(self.id.as_str()).below()),
        }
    }

    /// Whether the event's own UID is in the feed. Each `also` date has a UID of its own.
    pub fn is_scheduled(&self) -> bool {
        !matches!(self.schedule, Schedule::ToBeConfirmed(_))
            && self.of_start != Some(OfStart::Skipped)
    }
}
