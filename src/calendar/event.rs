//! An event and what is said of it.
//!
//! In: what validation has found to be true. Out: [`Event`], whose [`Schedule`] says when and whose [`Details`] say what.
//! Guaranteed: an event without a date has nothing that would need one; details are whole, with every default applied.
//! Absent: how any of it is written in a feed or on a page, but for the title, which both publish alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Override, Series};
use crate::own_keys::OwnKeys;
use crate::time::{Approximate, EventTime};
use crate::value::{Contact, Slug, Text, Uid, Url};

/// An event: once, repeated, or not yet known when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub(crate) id: Slug,
    /// Where the file gives one; otherwise the UID is made of the id and the domain.
    pub(crate) uid: Option<Uid>,
    pub(crate) schedule: Schedule,
    pub(crate) details: Details,
    /// In the order of the file, each once.
    pub(crate) groups: Vec<Slug>,
    pub(crate) updated: Option<DateTime<Utc>>,
    /// What `changes` says of the start of an event that takes place on other dates too, without a rule.
    pub(crate) of_start: Option<OfStart>,
    /// By key date.
    pub(crate) stand_alone: Vec<Override>,
    /// The dates on which people should know that nothing takes place, each with its reason.
    pub(crate) skipped: BTreeMap<NaiveDate, Skip>,
}

/// What is said of a date on which nothing takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Skip {
    pub(crate) reason: Option<Text>,
    pub(crate) own_keys: OwnKeys,
}

/// When an event takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Schedule {
    /// Not known well enough for a feed.
    ToBeConfirmed(Approximate),
    /// Once.
    Once(EventTime),
    /// Again and again.
    Series(Series),
}

/// What differs of the start of an event that takes place on other dates too, without a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OfStart {
    /// It was never going to happen.
    Skipped,
    /// It has a time, or details, of its own.
    Changed(Box<Override>),
}

/// What is said of an event, or of one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub(crate) title: Text,
    pub(crate) status: Status,
    /// Why it was cancelled, postponed or moved.
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
    /// Where the file says so; else the status and the time decide.
    pub(crate) shows_as: Option<ShowsAs>,
    pub(crate) own_keys: OwnKeys,
}

/// What an event does to the diary of those who have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ShowsAs {
    /// The time stays free.
    Free,
    /// The time is taken.
    Busy,
}

/// Whether it will happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Yes.
    #[default]
    Confirmed,
    /// Perhaps.
    Tentative,
    /// No.
    Cancelled,
    /// Not then; the new date is to be confirmed.
    Postponed,
}

/// Where people meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Online.
    Virtual,
    /// In one place.
    InPerson,
    /// Both.
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

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub(crate) title: Text,
    pub(crate) url: Url,
}

impl Event {
    /// Its id: its key in the file, and the name of its page and its invites.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// The `uid` that the file gives it. [`Event::uid`] is its UID whether it does or not.
    pub fn own_uid(&self) -> Option<&Uid> {
        self.uid.as_ref()
    }

    /// When it takes place.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// What is said of it.
    pub fn details(&self) -> &Details {
        &self.details
    }

    /// The ids of its groups.
    pub fn groups(&self) -> &[Slug] {
        &self.groups
    }

    /// The last change that the file itself names.
    pub fn updated(&self) -> Option<DateTime<Utc>> {
        self.updated
    }

    /// Its instances with an identity of their own, by key date: `also` dates, and moves past a neighbour.
    pub fn stand_alone(&self) -> &[Override] {
        &self.stand_alone
    }

    /// What differs of the start of an event that takes place on other dates too, without a rule.
    pub(crate) fn changed_start(&self) -> Option<&Override> {
        match &self.of_start {
            Some(OfStart::Changed(of)) => Some(of),
            Some(OfStart::Skipped) | None => None,
        }
    }

    /// Returns the stand-alone instance with this key.
    pub(crate) fn stand_alone_on(&self, key: NaiveDate) -> Option<&Override> {
        let place = self.stand_alone.binary_search_by_key(&key, |it| it.key);
        self.stand_alone.get(place.ok()?)
    }

    /// Returns why nothing takes place on a date that was never going to happen, where a reason is known.
    pub(crate) fn reason_to_skip(&self, date: NaiveDate) -> Option<&str> {
        self.skipped.get(&date)?.reason.as_ref().map(Text::as_str)
    }

    /// The dates that were never going to happen, each with its reason.
    pub fn skipped(&self) -> impl Iterator<Item = (NaiveDate, Option<&str>)> {
        self.skipped
            .iter()
            .map(|(date, skip)| (*date, skip.reason.as_ref().map(Text::as_str)))
    }

    /// Returns the keys of the user's own on a date that was never going to happen.
    pub(crate) fn own_keys_of_skip(&self, date: NaiveDate) -> &OwnKeys {
        let skip = self.skipped.get(&date);
        skip.map_or(OwnKeys::NONE, |skip| &skip.own_keys)
    }

    /// Returns the address that says more: the one of `details`, else that of the event's own page below `base`.
    pub fn page(&self, details: &Details, base: &Url) -> String {
        match details.url() {
            Some(url) => url.to_string(),
            None => base.below(&format!("events/{}/", self.id)),
        }
    }

    /// Whether it is known well enough for a feed: under its own UID, for the dates of `also` have each their own.
    pub fn is_scheduled(&self) -> bool {
        !matches!(self.schedule, Schedule::ToBeConfirmed(_))
            && self.of_start != Some(OfStart::Skipped)
    }
}

impl Details {
    /// The title as the file has it.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// Returns the title as it is published: clients that ignore STATUS show the state all the same.
    pub fn published_title(&self) -> Cow<'_, str> {
        let title = self.title.as_str();
        match self.status {
            Status::Confirmed => Cow::Borrowed(title),
            Status::Tentative => Cow::Owned(format!("{title} (TBC)")),
            Status::Cancelled => Cow::Owned(format!("CANCELLED: {title}")),
            Status::Postponed => Cow::Owned(format!("POSTPONED: {title}")),
        }
    }

    /// Returns the place as it is published: where none is given, the address to join.
    pub fn published_location(&self) -> Option<&str> {
        self.location
            .as_ref()
            .map(Text::as_str)
            .or_else(|| self.join.as_ref().map(Url::as_str))
    }

    /// Whether it will happen.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Why it was cancelled, postponed or moved.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_ref().map(Text::as_str)
    }

    /// Where people meet.
    pub fn form(&self) -> Option<Form> {
        self.form
    }

    /// The place, as the file has it.
    pub fn location(&self) -> Option<&str> {
        self.location.as_ref().map(Text::as_str)
    }

    /// The address of the call.
    pub fn join(&self) -> Option<&Url> {
        self.join.as_ref()
    }

    /// Its page, where the file names one.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// Whom to ask.
    pub fn contact(&self) -> Option<&Contact> {
        self.contact.as_ref()
    }

    /// What it is about, in Markdown.
    pub fn description(&self) -> Option<&str> {
        self.description.as_ref().map(Text::as_str)
    }

    /// Its talks, in order.
    pub fn talks(&self) -> &[Talk] {
        &self.talks
    }

    /// Its links, in order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Its tags, in order.
    pub fn tags(&self) -> &[Text] {
        &self.tags
    }

    /// What it does to the diary of those who have it, where the file says so.
    pub fn shows_as(&self) -> Option<ShowsAs> {
        self.shows_as
    }

    /// Whether it leaves the time of those who have it free: what is off always does, and what is all day unless the file says otherwise.
    pub fn is_free(&self, all_day: bool) -> bool {
        self.status.is_off()
            || match self.shows_as {
                Some(ShowsAs::Free) => true,
                Some(ShowsAs::Busy) => false,
                None => all_day,
            }
    }

    /// The keys of the user's own, which begin with `x-`; those of one date are the event's, with its own in their place.
    pub fn own_keys(&self) -> &OwnKeys {
        &self.own_keys
    }

    /// Whether subscribers and readers of our pages are told the same: all is equal but the keys of the user's own.
    pub(crate) fn shows_same_as(&self, other: &Self) -> bool {
        // Named one by one, so that a new field is not forgotten.
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
                && Talk::are_told_as(talks, &other.talks)
    }
}

impl Form {
    /// Returns the words for people: `In person`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Virtual => "Virtual",
            Self::InPerson => "In person",
            Self::Hybrid => "Hybrid",
        }
    }
}

impl Status {
    /// Returns the value of STATUS ([RFC 5545 §3.8.1.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.11)), which has
    /// no word for a postponed event.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled | Self::Postponed => "CANCELLED",
        }
    }

    /// Whether it will not take place at its time.
    pub fn is_off(self) -> bool {
        matches!(self, Self::Cancelled | Self::Postponed)
    }
}

impl Talk {
    /// Whether all is equal but the keys of the user's own.
    pub(crate) fn are_told_as(some: &[Self], others: &[Self]) -> bool {
        let told = |talk: &Self| {
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
        some == others || some.iter().map(told).eq(others.iter().map(told))
    }

    /// The keys of the user's own, which begin with `x-`.
    pub fn own_keys(&self) -> &OwnKeys {
        &self.own_keys
    }

    /// The title.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// Who speaks, in order.
    pub fn speakers(&self) -> &[Text] {
        &self.speakers
    }

    /// What it is about, in Markdown.
    pub fn summary(&self) -> Option<&str> {
        self.summary.as_ref().map(Text::as_str)
    }

    /// The slides.
    pub fn slides(&self) -> Option<&Url> {
        self.slides.as_ref()
    }

    /// The recording.
    pub fn video(&self) -> Option<&Url> {
        self.video.as_ref()
    }
}

impl Link {
    /// The words.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// The address.
    pub fn url(&self) -> &Url {
        &self.url
    }
}
