//! Says in which feeds an event is: those of its groups, those of the areas that hold them, and the calendar's own.
//!
//! An area is a group with groups of its own. Validation lists for each group all areas that hold it, so no query follows a chain. A group
//! whose events are in no other feed (`feed: only`) keeps them out of the calendar's own feed, and never out of the feed of an area.

use std::collections::BTreeSet;

use super::{Calendar, Event, Group};
use crate::color::Color;
use crate::value::Slug;
use crate::zone::Zone;

impl Group {
    /// Whether its events are only in its own feed and in those of its areas, unless another of their groups publishes them.
    pub fn is_feed_only(&self) -> bool {
        self.feed_only
    }

    /// The ids of its own groups, in the order of the file. A group that has some is an area.
    pub fn groups(&self) -> &[Slug] {
        &self.groups
    }

    /// The ids of all areas that hold it, directly or through other areas, sorted.
    pub fn areas(&self) -> &[Slug] {
        &self.areas
    }

    /// The colour of its feed and its page.
    pub fn color(&self) -> Option<Color> {
        self.color
    }

    /// The zone of its events that have none of their own.
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }
}

impl Calendar {
    /// Whether the calendar's own feed has an event, and with it the lists of all events. It has no event whose groups are all
    /// [`Group::is_feed_only`]. If the groups of a removed event are gone too, what they said last counts.
    pub fn is_in_own_feed(&self, event: &Event) -> bool {
        let mut places = self.places_of_groups(event).peekable();
        let is_feed_only = |place| self.groups.get(place).is_some_and(Group::is_feed_only);
        match places.peek() {
            None => !event.was_alone,
            Some(_) => !places.all(is_feed_only),
        }
    }

    /// Whether the feed of a group has an event: one of the group itself, or of a group that it holds.
    pub fn is_in_feed_of(&self, group: &Group, event: &Event) -> bool {
        event.groups().iter().any(|id| {
            let areas = self.group(id).map_or(&[][..], Group::areas);
            *id == group.id || areas.contains(&group.id)
        })
    }

    /// Whether the calendar's own feed may lack an event.
    pub(crate) fn has_feed_only(&self) -> bool {
        self.groups.iter().any(Group::is_feed_only) || self.events.iter().any(|it| it.was_alone)
    }

    /// Returns the indices of the groups whose feed has an event, each once: its groups in the order of the file, and then the areas that
    /// hold them.
    pub(crate) fn places_of_feeds(&self, event: &Event) -> Vec<usize> {
        let mut places: Vec<usize> = self.places_of_groups(event).collect();
        let own = places.iter().filter_map(|place| self.groups.get(*place));
        let areas = own.flat_map(Group::areas);
        let areas = areas.filter_map(|id| self.place_of_group(id));
        let mut areas: BTreeSet<usize> = areas.collect();
        for place in &places {
            areas.remove(place);
        }
        places.extend(areas);
        places
    }

    /// Returns the areas that name a group themselves, sorted by id.
    pub(crate) fn areas_naming(&self, id: &Slug) -> impl Iterator<Item = &Group> {
        let areas = self.group(id).map_or(&[][..], Group::areas);
        let areas = areas.iter().filter_map(|area| self.group(area));
        areas.filter(move |area| area.groups.contains(id))
    }
}
