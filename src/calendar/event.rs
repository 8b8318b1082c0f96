//! Defines an event and its details.
//!
//! [`Schedule`] says when an [`Event`] takes place, and [`Details`] say what it is. An event without a date has no field that needs one.
//! [`Details`] are complete, with every default applied. The published title and location are here too, because feeds and pages share them;
//! everything else about how an event is shown is not.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Override, Series};
use crate::own_keys::OwnKeys;
use crate::route::Route;
use crate::time::{Approximate, EventTime};
use crate::value::{Contact, Slug, Text, Uid, Url};

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
    pub(crate) updated: Option<DateTime<Utc>>,
    /// The `changes` entry for the start date of an event that has `also` dates but no rule.
    pub(crate) of_start: Option<OfStart>,
    /// Instances with a UID of their own, by key date.
    pub(crate) stand_alone: Vec<Override>,
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

/// The details of an event, or of one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub(crate) title: Text,
    pub(crate) status: Status,
    /// The reason for a cancellation, postponement or move.
    pub(crate) reason: Option<Text>,
    pub(crate) form: Option<Form>,
    pub(crate) location: Option<Text>,
    pub(crate) join: Option<Url>,
    pub(crate) url: Option<Url>,
    pub(crate) contact: Option<Contact>,
    pub(crate) description: Option<Text>,
    pub(crate) talks: Vec<Talk>,
    pub(crate) links: Vec<Link>,
    pub(crate) tags: Vec<Text>,
    /// From the file. If `None`, the status and the kind of time decide.
    pub(crate) shows_as: Option<ShowsAs>,
    pub(crate) own_keys: OwnKeys,
}

/// Whether an event blocks the time in a subscriber's calendar (TRANSP, [RFC 5545
/// §3.8.2.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.7)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ShowsAs {
    /// The time stays free (`TRANSPARENT`).
    Free,
    /// The time is blocked (`OPAQUE`).
    Busy,
}

/// Whether the event will take place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The event will take place.
    #[default]
    Confirmed,
    /// The event may take place.
    Tentative,
    /// The event will not take place.
    Cancelled,
    /// The event will not take place at this time. The new date is to be confirmed.
    Postponed,
}

/// How people attend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Online.
    Virtual,
    /// In one place.
    InPerson,
    /// Both online and in one place.
    Hybrid,
}

/// A talk at an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    pub(crate) title: Text,
    pub(crate) speakers: Vec<Text>,
    pub(crate) summary: Option<Text>,
    pub(crate) slides: Option<Url>,
    pub(crate) video: Option<Url>,
    pub(crate) own_keys: OwnKeys,
}

/// A link with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub(crate) title: Text,
    pub(crate) url: Url,
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

impl Details {
    /// The title, as written in the file.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// Returns the published title. It includes the status, because some clients ignore STATUS.
    pub fn published_title(&self) -> Cow<'_, str> {
        let title = self.title.as_str();
        match self.status {
            Status::Confirmed => Cow::Borrowed(title),
            Status::Tentative => Cow::Owned(format!("{title} (TBC)")),
            Status::Cancelled => Cow::Owned(format!("CANCELLED: {title}")),
            Status::Postponed => Cow::Owned(format!("POSTPONED: {title}")),
        }
    }

    /// Returns the published location: the place or, without one, the URL of the call.
    pub fn published_location(&self) -> Option<&str> {
        self.location
            .as_ref()
            .map(Text::as_str)
            .or_else(|| self.join.as_ref().map(Url::as_str))
    }

    /// Whether the event will take place.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The reason for a cancellation, postponement or move.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_ref().map(Text::as_str)
    }

    /// How people attend.
    pub fn form(&self) -> Option<Form> {
        self.form
    }

    /// The place, as written in the file.
    pub fn location(&self) -> Option<&str> {
        self.location.as_ref().map(Text::as_str)
    }

    /// The URL of the call.
    pub fn join(&self) -> Option<&Url> {
        self.join.as_ref()
    }

    /// The URL of its own page, if the file gives one.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// The person or address to contact.
    pub fn contact(&self) -> Option<&Contact> {
        self.contact.as_ref()
    }

    /// The description, in Markdown.
    pub fn description(&self) -> Option<&str> {
        self.description.as_ref().map(Text::as_str)
    }

    /// The talks, in the order of the file.
    pub fn talks(&self) -> &[Talk] {
        &self.talks
    }

    /// The links, in the order of the file.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The tags, in the order of the file.
    pub fn tags(&self) -> &[Text] {
        &self.tags
    }

    /// Whether the event blocks the time in a subscriber's calendar, if the file says so.
    pub fn shows_as(&self) -> Option<ShowsAs> {
        self.shows_as
    }

    /// Whether the event leaves the time free in a subscriber's calendar. Cancelled and postponed events always do. All-day events do
    /// unless the file says otherwise.
    pub fn is_free(&self, all_day: bool) -> bool {
        self.status.is_off()
            || match self.shows_as {
                Some(ShowsAs::Free) => true,
                Some(ShowsAs::Busy) => false,
                None => all_day,
            }
    }

    /// The keys that begin with `x-`. The details of one instance have the event's keys, overridden by the instance's own.
    pub fn own_keys(&self) -> &OwnKeys {
        &self.own_keys
    }

    /// Whether subscribers and page readers see the same: everything except the `x-` keys is equal.
    pub(crate) fn shows_same_as(&self, other: &Self) -> bool {
        // The destructuring makes the compiler report a new field.
        let Self {
            title,
            status,
            reason,
            form,
            location,
            join,
            url,
            contact,
            description,
            talks,
            links,
            tags,
            shows_as,
            own_keys: _,
        } = self;
        std::ptr::eq(self, other)
            || (title, status, reason, form)
                == (&other.title, &other.status, &other.reason, &other.form)
                && (location, join, url, contact)
                    == (&other.location, &other.join, &other.url, &other.contact)
                && (description, links, tags, shows_as)
                    == (
                        &other.description,
                        &other.links,
                        &other.tags,
                        &other.shows_as,
                    )
                && Talk::show_the_same(talks, &other.talks)
    }
}

impl Form {
    /// Returns the label that people see, such as `In person`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Virtual => "Virtual",
            Self::InPerson => "In person",
            Self::Hybrid => "Hybrid",
        }
    }
}

impl Status {
    /// Returns the value of STATUS ([RFC 5545 §3.8.1.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.11)). There is no value for a
    /// postponed event, so it is `CANCELLED`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled | Self::Postponed => "CANCELLED",
        }
    }

    /// Whether the event is cancelled or postponed.
    pub fn is_off(self) -> bool {
        matches!(self, Self::Cancelled | Self::Postponed)
    }
}

impl Talk {
    /// Whether everything except the `x-` keys is equal.
    pub(crate) fn show_the_same(some: &[Self], others: &[Self]) -> bool {
        let visible = |talk: &Self| {
            let Self {
                title,
                speakers,
                summary,
                slides,
                video,
                own_keys: _,
            } = talk.clone();
            (title, speakers, summary, slides, video)
        };
        some == others || some.iter().map(visible).eq(others.iter().map(visible))
    }

    /// The keys that begin with `x-`.
    pub fn own_keys(&self) -> &OwnKeys {
        &self.own_keys
    }

    /// The title.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// The names of the speakers, in the order of the file.
    pub fn speakers(&self) -> &[Text] {
        &self.speakers
    }

    /// The abstract, in Markdown.
    pub fn summary(&self) -> Option<&str> {
        self.summary.as_ref().map(Text::as_str)
    }

    /// The URL of the slides.
    pub fn slides(&self) -> Option<&Url> {
        self.slides.as_ref()
    }

    /// The URL of the recording.
    pub fn video(&self) -> Option<&Url> {
        self.video.as_ref()
    }
}

impl Link {
    /// The text of the link.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// The URL.
    pub fn url(&self) -> &Url {
        &self.url
    }
}
