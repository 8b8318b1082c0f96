//! Checks that each group that an event names is a group of the file.
//!
//! An unknown name gets an error with the group that was probably meant. The running time is proportional to the file, however many groups
//! it has.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::reporter::At;
use crate::diagnostic::{Edit, EventFinding, Problem};
use crate::document::{self, Document};
use crate::limit;
use crate::spelling;

/// At most this many unknown names are compared with at most this many groups, to limit the running time.
const MOST_COMPARED: usize = 500;

/// The groups of a file, by their ids and by their names.
pub(super) struct KnownGroups<'a> {
    ids: BTreeSet<&'a str>,
    by_name: BTreeMap<String, &'a str>,
    /// The number of unknown names compared so far.
    compared: Cell<usize>,
}

impl<'a> KnownGroups<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let names = document.groups.iter();
        Self {
            ids: document.groups.iter().map(|(id, _)| id).collect(),
            by_name: names
                .filter_map(|(id, group)| Some((group.name.as_deref()?.to_lowercase(), id)))
                .collect(),
            compared: Cell::new(0),
        }
    }

    /// Reports the names of one event that are no groups of the file.
    pub(super) fn check(&self, at: &At<'_>, event: &document::Event) {
        if let Some(group) = event.group.as_ref() {
            self.check_one(&at.key("group"), group);
        }
        let list = at.key("groups");
        let groups = at.at_most("groups", &event.groups, limit::GROUPS_OF_EVENT);
        for (index, group) in groups.iter().enumerate() {
            self.check_one(&list.index(index), group);
        }
    }

    fn check_one(&self, at: &At<'_>, group: &str) {
        if self.ids.contains(group) {
            return;
        }
        at.parse(group, |group| -> Result<(), Problem> {
            let written = group.into();
            Err(match self.meant(group) {
                Some(meant) => Problem::from(EventFinding::MisspeltGroup { group: written })
                    .guess(Edit::Value(meant.to_owned())),
                None => EventFinding::UnknownGroup { group: written }.into(),
            })
        });
    }

    /// Returns the group with this name, or else with nearly this id.
    fn meant(&self, group: &str) -> Option<&'a str> {
        let named = self.by_name.get(&group.to_lowercase()).copied();
        named.or_else(|| {
            let compared = self.compared.replace(self.compared.get() + 1);
            (compared < MOST_COMPARED)
                .then(|| spelling::closest(group, self.ids.iter().copied().take(MOST_COMPARED)))?
        })
    }
}
