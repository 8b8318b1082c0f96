//! The keys of groups, and the groups that events name.
//!
//! A key is a slug that the site does not use itself. For each name that no group has, there is a problem with the group that was
//! probably meant. The time is proportional to the file, however many groups it has.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::reporter::At;
use crate::diagnostic::{Edit, EventFinding, Problem};
use crate::document::{self, Merged};
use crate::limit;
use crate::route;
use crate::spelling;
use crate::value::{FormerSlug, Slug};

/// At most this many unknown names are compared with at most this many groups, to limit the running time.
const MOST_COMPARED: usize = 500;

/// Reads the key of a group, which becomes the address of its page.
pub(super) fn id(written: &str) -> Result<Slug, Problem> {
    let slug = Slug::parse(written)?;
    if !route::is_reserved(written) {
        return Ok(slug);
    }
    let slug = written.into();
    let problem = Problem::from(EventFinding::ReservedGroup { slug });
    Err(problem.guess(Edit::Value(format!("{written}-group"))))
}

/// Reads a key that a group had before.
pub(super) fn former_id(written: &str) -> Result<FormerSlug, Problem> {
    if route::is_reserved(written) {
        let slug = written.into();
        return Err(EventFinding::ReservedFormerly { slug }.into());
    }
    former_slug(written)
}

/// Reads a slug that the calendar had before. It has no page, so only a folder can be one that the site uses.
pub(super) fn former_slug(written: &str) -> Result<FormerSlug, Problem> {
    let former = FormerSlug::parse(written)?;
    match former.folder().filter(|folder| route::is_reserved(folder)) {
        None => Ok(former),
        Some(folder) => {
            let (slug, folder) = (written.into(), folder.to_owned());
            Err(EventFinding::ReservedFolder { slug, folder }.into())
        }
    }
}

/// The groups of a file, by their ids and by their names.
pub(super) struct KnownGroups<'a> {
    ids: BTreeSet<&'a str>,
    by_name: BTreeMap<String, &'a str>,
    /// The number of unknown names compared so far.
    compared: Cell<usize>,
}

impl<'a> KnownGroups<'a> {
    pub(super) fn new(document: &Merged<'a>) -> Self {
        let names = document.groups();
        Self {
            ids: document.groups().map(|(id, _)| id).collect(),
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
        let groups = at.at_most("groups", event.groups(), limit::GROUPS_OF_EVENT);
        for (index, group) in groups.iter().enumerate() {
            self.check_one(&list.index(index), group);
        }
    }

    /// Reports the groups of an area that are no groups of the file.
    pub(super) fn check_members(&self, at: &At<'_>, members: &[String]) {
        let list = at.key("groups");
        let members = at.at_most("groups", members, limit::MEMBERS);
        for (index, group) in members.iter().enumerate() {
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
                None => unknown(group),
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

/// A group that is like none of the file's: the line to add for it.
fn unknown(group: &str) -> Problem {
    let written = group.into();
    if let Ok(id) = Slug::parse(group) {
        let line = Edit::AddToSection("groups", format!("{id}: {{name: <name>}}"));
        return Problem::from(EventFinding::UnknownGroup { group: written }).template(line);
    }
    let meant = Slug::from_title(group, None).map(|(id, _)| id.to_string());
    let id = meant.clone().unwrap_or_else(|| "<id>".to_owned());
    let problem = Problem::from(EventFinding::NameOfGroup { group: written, id });
    match meant {
        Some(id) => problem.guess(Edit::Value(id)),
        None => problem,
    }
}
