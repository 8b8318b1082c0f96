//! The groups of areas: each is in the file, and no area holds itself.
//!
//! [`Areas`] has all areas that hold each group, directly or through other areas. A group that would close a circle is reported at the place
//! that names it, and left out, so the rest can be checked.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::KnownGroups;
use super::reporter::At;
use crate::diagnostic::EventFinding;
use crate::document::Merged;
use crate::limit;
use crate::value::Slug;

/// The areas of a file.
#[derive(Debug, Default)]
pub(super) struct Areas<'a> {
    /// All areas that hold a group, for each group that is in one.
    of: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

/// How far the search has come with a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// On the way from the first group to the present one.
    Open,
    Done,
}

/// The groups of each area with their indices in its list, without those that close a circle.
#[derive(Default)]
struct Search<'a> {
    groups: BTreeMap<&'a str, Vec<(usize, &'a str)>>,
    visits: BTreeMap<&'a str, Visit>,
    /// Every group after the areas that hold it, backwards.
    order: Vec<&'a str>,
    /// The area, the index in its list, and the way from the group there back to it.
    circles: Vec<(&'a str, usize, Vec<&'a str>)>,
}

impl<'a> Search<'a> {
    /// Follows the groups of one group, whose areas are `way`.
    fn visit(&mut self, id: &'a str, way: &mut Vec<&'a str>) {
        if self.visits.contains_key(id) {
            return;
        }
        self.visits.insert(id, Visit::Open);
        way.push(id);
        let mut groups = self.groups.get(id).cloned().unwrap_or_default();
        groups.retain(|(index, group)| {
            if self.visits.get(group) != Some(&Visit::Open) {
                self.visit(group, way);
                return true;
            }
            let from = way.iter().position(|it| it == group).unwrap_or_default();
            let mut circle = way.get(from..).unwrap_or_default().to_vec();
            circle.push(group);
            self.circles.push((id, *index, circle));
            false
        });
        self.groups.insert(id, groups);
        way.pop();
        self.visits.insert(id, Visit::Done);
        self.order.push(id);
    }
}

impl<'a> Areas<'a> {
    /// Finds the areas of a file, and reports what is wrong with them.
    pub(super) fn new(top: &At<'_>, document: &Merged<'a>) -> Self {
        if document.groups().all(|(_, it)| it.groups.is_empty()) {
            return Self::default();
        }
        let list = top.key("groups");
        let known = KnownGroups::new(document);
        let ids: BTreeSet<&str> = document.groups().map(|(id, _)| id).collect();
        let mut search = Search::default();
        for (id, group) in document.groups().take(limit::GROUPS) {
            let at = list.key(id);
            known.check_members(&at, &group.groups);
            let named = group.groups.iter().take(limit::MEMBERS).enumerate();
            let named = named.filter_map(|(index, name)| Some((index, *ids.get(name.as_str())?)));
            search.groups.insert(id, named.collect());
        }
        for (id, _) in document.groups() {
            search.visit(id, &mut Vec::new());
        }
        for (id, index, circle) in &search.circles {
            let (at, group) = (list.key(id), circle.first().copied().unwrap_or_default());
            let group = group.into();
            let finding = if circle.len() == 2 {
                EventFinding::GroupOfItself { group }
            } else {
                let way = circle.join(" → ");
                EventFinding::AreaOfItself { group, way }
            };
            at.key("groups").index(*index).error(finding.into());
        }
        let areas = Self::of(&search);
        let most = limit::AREAS_OF_GROUP;
        for (id, _) in areas.of.iter().filter(|(_, areas)| areas.len() > most) {
            let finding = EventFinding::TooManyAreas { most };
            list.key(id).key_error(finding.into());
        }
        areas
    }

    fn of(search: &Search<'a>) -> Self {
        let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for area in search.order.iter().rev() {
            let mut holders = of.get(area).cloned().unwrap_or_default();
            holders.insert(area);
            for (_, group) in search.groups.get(area).into_iter().flatten() {
                let of_group = of.entry(group).or_default();
                // One more than the limit is enough for the error, and keeps the time proportional to the file.
                if of_group.len() <= limit::AREAS_OF_GROUP {
                    of_group.extend(&holders);
                }
            }
        }
        Self { of }
    }

    /// Returns all areas that hold a group.
    pub(super) fn of_group(&self, id: &str) -> impl Iterator<Item = &'a str> {
        self.of.get(id).into_iter().flatten().copied()
    }

    /// Returns the number of feeds of groups that have an event of these groups.
    pub(super) fn feeds(&self, groups: &[Slug]) -> usize {
        if self.of.is_empty() {
            return groups.len();
        }
        let groups = groups.iter().map(Slug::as_str);
        let areas = groups.clone().flat_map(|id| self.of_group(id));
        let feeds: BTreeSet<&str> = areas.chain(groups).collect();
        feeds.len()
    }
}
