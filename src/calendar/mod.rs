//! Defines the domain model: a calendar, its groups and its events, with the queries that all output needs.
//!
//! A [`Calendar`] consists of validated values, so no operation on events can fail from here on. Groups and events are sorted by id, so
//! their order in the file does not matter. The model has no positions in the file (see [`crate::document`]) and no output format.

mod areas;
mod details;
mod equality;
mod event;
mod instance;
mod nights;
mod removal;
mod series;
mod twins;
mod uids;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::color::Color;
use crate::holiday::HolidaySource;
use crate::own_keys::OwnKeys;
use crate::value::{Contact, Domain, FormerSlug, Image, Language, Length, Slug, Text, Url};
use crate::zone::Zone;

pub use details::{Details, Form, Link, ShowsAs, Status, Talk};
pub use event::{Event, Schedule};
pub(crate) use event::{OfStart, Skip};
pub use instance::Instance;
pub(crate) use nights::skipped_starts;
pub use series::{Override, Series};
pub(crate) use uids::{Claim, Successors, clashes};

/// The earliest date of an instance. This and the last date lie well beyond the years that a file may name, and well within what chrono can
/// represent.
const FIRST_DATE: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");
pub(crate) const END_DATE: NaiveDate = NaiveDate::from_ymd_opt(2200, 1, 1).expect("a date");

/// A community's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub(crate) name: Text,
    pub(crate) slug: Slug,
    pub(crate) domain: Domain,
    pub(crate) url: Url,
    pub(crate) zone: Zone,
    pub(crate) description: Option<Text>,
    pub(crate) image: Option<Image>,
    pub(crate) language: Language,
    pub(crate) refresh: Length,
    pub(crate) color: Option<Color>,
    pub(crate) holidays: Option<HolidaySource>,
    pub(crate) formerly: Vec<FormerSlug>,
    pub(crate) groups: Vec<Group>,
    pub(crate) events: Vec<Event>,
    pub(crate) own_keys: OwnKeys,
}

/// A part of the community, with a feed of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub(crate) id: Slug,
    pub(crate) name: Text,
    pub(crate) description: Option<Text>,
    pub(crate) contact: Option<Contact>,
    pub(crate) url: Option<Url>,
    pub(crate) next_to_be_confirmed: bool,
    pub(crate) overlap_allowed: bool,
    pub(crate) formerly: Vec<FormerSlug>,
    pub(crate) feed_only: bool,
    /// Its own groups, in the order of the file.
    pub(crate) groups: Vec<Slug>,
    /// All areas that hold it, sorted.
    pub(crate) areas: Vec<Slug>,
    pub(crate) color: Option<Color>,
    pub(crate) zone: Option<Zone>,
    pub(crate) own_keys: OwnKeys,
}

impl Calendar {
    /// The name that people see.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The file name of its feed, without `.ics`.
    pub fn slug(&self) -> &Slug {
        &self.slug
    }

    /// The domain: the part after `@` in every UID.
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// The URL below which the output is published.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The zone of the community.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The description, in Markdown.
    pub fn description(&self) -> Option<&str> {
        self.description.as_ref().map(Text::as_str)
    }

    /// Its picture.
    pub fn image(&self) -> Option<&Image> {
        self.image.as_ref()
    }

    /// Returns the pictures that are files beside the events file, each once, by the path at which it is published.
    pub fn image_files(&self) -> BTreeMap<String, &Image> {
        let events = self.events.iter().filter_map(Event::image);
        let images = self.image().into_iter().chain(events);
        images
            .filter_map(|image| Some((image.published()?, image)))
            .collect()
    }

    /// The language of its texts.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Returns the language of an event's title and description, if it is not that of the calendar.
    pub(crate) fn other_language<'a>(&self, event: &'a Event) -> Option<&'a Language> {
        event.language().filter(|it| **it != self.language)
    }

    /// How often subscribed programs should poll the feed.
    pub fn refresh(&self) -> Length {
        self.refresh
    }

    /// Its colour.
    pub fn color(&self) -> Option<Color> {
        self.color
    }

    /// Where the community publishes its public holidays.
    pub fn holidays(&self) -> Option<&HolidaySource> {
        self.holidays.as_ref()
    }

    /// The former slugs of its feed.
    pub fn formerly(&self) -> &[FormerSlug] {
        &self.formerly
    }

    /// The keys that begin with `x-`.
    pub fn own_keys(&self) -> &OwnKeys {
        &self.own_keys
    }

    /// Its groups, sorted by id.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Returns the group with this id.
    pub fn group(&self, id: &Slug) -> Option<&Group> {
        self.groups.get(self.place_of_group(id)?)
    }

    /// Returns the index of the group with this id in [`Calendar::groups`].
    pub(crate) fn place_of_group(&self, id: &Slug) -> Option<usize> {
        self.groups.binary_search_by(|group| group.id.cmp(id)).ok()
    }

    /// Returns the indices of an event's groups in [`Calendar::groups`].
    pub(crate) fn places_of_groups(&self, event: &Event) -> impl Iterator<Item = usize> {
        event
            .groups()
            .iter()
            .filter_map(|id| self.place_of_group(id))
    }

    /// Its events, sorted by id.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Returns the event with this id.
    pub(crate) fn event(&self, id: &Slug) -> Option<&Event> {
        let index = self
            .events
            .binary_search_by(|event| event.id.cmp(id))
            .ok()?;
        self.events.get(index)
    }

    /// Returns the instances that overlap the days from `from`, inclusive, to `to`, exclusive. Both are days in the calendar's zone. The
    /// instances are sorted by start, then by id and key. There are none before the year 1900 or after 2199.
    pub fn instances(&self, from: NaiveDate, to: NaiveDate) -> Vec<Instance<'_>> {
        let mut instances: Vec<Instance<'_>> = self
            .events
            .iter()
            .flat_map(|event| self.instances_of(event, from, to))
            .collect();
        instances.sort_by_key(|instance| {
            (
                instance.time().begins(self.zone),
                instance.event().id(),
                instance.key(),
            )
        });
        instances
    }

    /// Returns the instances of one event in that window, in no particular order.
    pub(crate) fn instances_of<'a>(
        &self,
        event: &'a Event,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl Iterator<Item = Instance<'a>> + use<'a> {
        let known = |date: NaiveDate| date.clamp(FIRST_DATE, END_DATE);
        let (zone, from, to) = (self.zone, known(from), known(to));
        let (begin, end) = (zone.start_of_day(from), zone.start_of_day(to));
        let instances = event.instances_about(from, to).into_iter();
        instances.filter(move |instance| {
            let time = instance.time();
            time.ends(zone) > begin && time.begins(zone) < end
        })
    }
}

impl Group {
    /// Its id, which is also the file name of its feed.
    pub fn id(&self) -> &Slug {
        &self.id
    }

    /// The name that people see.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The description, in Markdown.
    pub fn description(&self) -> Option<&str> {
        self.description.as_ref().map(Text::as_str)
    }

    /// The person or address to contact.
    pub fn contact(&self) -> Option<&Contact> {
        self.contact.as_ref()
    }

    /// The URL of its own page.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// Whether the group announces a next meeting whose date is not known yet.
    pub fn is_next_to_be_confirmed(&self) -> bool {
        self.next_to_be_confirmed
    }

    /// Whether its events may overlap, as those of a region or a topic do.
    pub fn is_overlap_allowed(&self) -> bool {
        self.overlap_allowed
    }

    /// The keys that begin with `x-`.
    pub fn own_keys(&self) -> &OwnKeys {
        &self.own_keys
    }

    /// The former slugs of its feed.
    pub fn formerly(&self) -> &[FormerSlug] {
        &self.formerly
    }
}
