//! Gives imported events their ids.
//!
//! An event whose UID is `{id}@{domain}` keeps that id, and needs no `uid`. Any other id is made of the title, and of the year of an event that
//! takes place once, as `calfeed add` makes it. The same entries always get the same ids.

use std::collections::HashSet;

use super::entry::Entry;
use crate::edit::free_id;
use crate::value::Slug;

/// The ids that are taken.
#[derive(Debug, Default)]
pub(super) struct Ids(HashSet<String>);

impl Ids {
    /// Begins with ids that are taken.
    pub(super) fn new(taken: impl IntoIterator<Item = String>) -> Self {
        Self(taken.into_iter().collect())
    }

    /// Keeps the ids of all entries whose UID has one, before others are made.
    pub(super) fn reserve(&mut self, entries: &[Entry], domain: &str) {
        let own = entries.iter().filter_map(|entry| own_id(entry, domain));
        self.0.extend(own.map(str::to_owned));
    }

    /// Returns the id of an entry.
    pub(super) fn take(&mut self, entry: &Entry, domain: &str) -> String {
        if let Some(id) = own_id(entry, domain) {
            return id.to_owned();
        }
        let repeats = entry.repeats.is_some() || !entry.also.is_empty();
        let title = &entry.details.title;
        let taken = &self.0;
        let id = free_id(title, entry.start, repeats, |id| taken.contains(id))
            .or_else(|| free_id("event", entry.start, repeats, |id| taken.contains(id)));
        let id = id.unwrap_or_else(|| format!("event-{}", taken.len() + 1));
        self.0.insert(id.clone());
        id
    }
}

/// The id in a UID of this domain, or else that of calfeed's own page.
fn own_id<'a>(entry: &'a Entry, domain: &str) -> Option<&'a str> {
    let of_uid = || {
        let (id, of) = entry.uid.as_deref()?.rsplit_once('@')?;
        let slug = Slug::parse(id).ok()?;
        (of == domain && slug.as_str() == id).then_some(id)
    };
    of_uid().or(entry.id.as_deref())
}

/// Returns the domain of most UIDs whose first part can be an id.
pub(super) fn usual_domain(entries: &[Entry]) -> Option<String> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for entry in entries {
        let parts = entry.uid.as_deref().and_then(|uid| uid.rsplit_once('@'));
        if let Some((_, domain)) = parts.filter(|(id, _)| Slug::parse(id).is_ok()) {
            *counts.entry(domain).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (most.1 * 2 > entries.len()).then(|| most.0.to_owned())
}
