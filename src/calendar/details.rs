//! What an event, or one of its instances, says about itself: its title, status, place, description and the like.
//!
//! [`Details`] has validated values, with every default applied except that of `shows_as`, which depends on the kind of time. When the
//! event takes place is in [`super::Schedule`]. Feeds and pages share the published title and location, so both are here.

use std::borrow::Cow;

use crate::own_keys::OwnKeys;
use crate::value::{Contact, Price, Text, Url};

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
    pub(crate) sign_up: Option<Url>,
    pub(crate) price: Option<Price>,
    pub(crate) url: Option<Url>,
    pub(crate) contact: Option<Contact>,
    pub(crate) description: Option<Text>,
    pub(crate) talks: Vec<Talk>,
    pub(crate) links: Vec<Link>,
    pub(crate) tags: Vec<Text>,
    /// From the file. If `None`, an all-day event is free and any other is busy.
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

    /// The URL at which people sign up.
    pub fn sign_up(&self) -> Option<&Url> {
        self.sign_up.as_ref()
    }

    /// What it costs to take part.
    pub fn price(&self) -> Option<&Price> {
        self.price.as_ref()
    }

    /// The URL of the page about the event on another site, if the file gives one.
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
            sign_up,
            price,
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
                && (sign_up, price) == (&other.sign_up, &other.price)
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
    /// Whether two lists of talks are equal, except for their `x-` keys.
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
