//! What an event takes from its groups if the event has none of its own: the time zone, and the contact.
//!
//! Of several groups, the first that has one counts, in the order of the event's entry. A value that is wrong is reported at the group, and
//! counts as absent here.

use std::collections::BTreeMap;

use crate::calendar::Calendar;
use crate::document::Merged;
use crate::value::{Contact, Slug};
use crate::zone::Zone;

/// What the groups of a file give to their events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inherited {
    /// Only groups that give something.
    groups: BTreeMap<Slug, OfGroup>,
}

/// What one group gives to its events.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OfGroup {
    zone: Option<Zone>,
    contact: Option<Contact>,
}

impl OfGroup {
    fn gives_something(&self) -> bool {
        self.zone.is_some() || self.contact.is_some()
    }
}

impl Inherited {
    /// Reads what the groups of a document give.
    pub(super) fn of(document: &Merged<'_>) -> Self {
        let groups = document.groups().filter_map(|(id, group)| {
            let zone = group.timezone.as_deref();
            let contact = group.contact.as_deref();
            let of = OfGroup {
                zone: zone.and_then(|name| Zone::parse(name).ok()),
                contact: contact.and_then(|text| Contact::parse(text).ok()),
            };
            of.gives_something().then_some(())?;
            Some((Slug::parse(id).ok()?, of))
        });
        Self {
            groups: groups.collect(),
        }
    }

    /// Returns what the groups of a calendar give.
    pub(crate) fn of_calendar(calendar: &Calendar) -> Self {
        let groups = calendar.groups().iter().map(|group| {
            let (zone, contact) = (group.zone(), group.contact().cloned());
            (group.id().clone(), OfGroup { zone, contact })
        });
        Self {
            groups: groups.filter(|(_, of)| of.gives_something()).collect(),
        }
    }

    /// Whether events of these groups inherit the same from both.
    pub(crate) fn is_same_for(&self, other: &Self, groups: &[Slug]) -> bool {
        let same = |id: &Slug| self.groups.get(id) == other.groups.get(id);
        groups.iter().all(same)
    }

    /// Returns the zone of an event of these groups.
    pub(super) fn zone(&self, groups: &[Slug]) -> Option<Zone> {
        self.first(groups, |of| of.zone)
    }

    /// Returns the contact of an event of these groups.
    pub(super) fn contact(&self, groups: &[Slug]) -> Option<&Contact> {
        self.first(groups, |of| of.contact.as_ref())
    }

    fn first<'s, T>(
        &'s self,
        groups: &[Slug],
        value: impl Fn(&'s OfGroup) -> Option<T>,
    ) -> Option<T> {
        let mut of = groups.iter().filter_map(|id| self.groups.get(id));
        of.find_map(value)
    }
}
