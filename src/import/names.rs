//! Gives imported events their ids.
//!
//! An event whose UID is `{id}@{domain}` keeps that id, and needs no `uid`. Any other id is made of the title, and of the year of an event that
//! takes place once, as `calfeed add` makes it. The same entries always get the same ids.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::entry::Entry;
use crate::edit::ids_of;
use crate::value::Slug;

/// The ids of a file.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: HashSet<String>,
    /// The ids that entries bring along. No other entry gets one of them.
    reserved: HashSet<String>,
    /// The next number after a text. Thousands of events may have one title and one date.
    next: HashMap<String, u32>,
}

impl Ids {
    /// Begins with the ids that are taken, and those that entries bring along.
    pub(super) fn new(
        taken: impl IntoIterator<Item = String>,
        entries: &[Entry],
        domain: &str,
    ) -> Self {
        let own = entries.iter().filter_map(|entry| own_id(entry, domain));
        Self {
            taken: taken.into_iter().collect(),
            reserved: own.map(str::to_owned).collect(),
            next: HashMap::new(),
        }
    }

    /// Returns the id of an entry. It brings one along, unless another has taken it.
    pub(super) fn take(&mut self, entry: &Entry, domain: &str) -> String {
        let own = own_id(entry, domain).filter(|id| !self.taken.contains(*id));
        let id = match own {
            Some(own) => own.to_owned(),
            None => self.made(entry),
        };
        self.taken.insert(id.clone());
        id
    }

    fn made(&mut self, entry: &Entry) -> String {
        let repeats = entry.repeats.is_some() || !entry.also.is_empty();
        let of = |title: &str| ids_of(title, entry.start, repeats);
        let possible = of(&entry.details.title).or_else(|| of("event"));
        let (dated, base) = possible.unwrap_or_else(|| (Vec::new(), "event".to_owned()));
        let (taken, reserved) = (&self.taken, &self.reserved);
        let is_free = |id: &String| !taken.contains(id) && !reserved.contains(id);
        if let Some(id) = dated.into_iter().find(is_free) {
            return id;
        }
        let number = self.next.entry(base.clone()).or_insert(2);
        loop {
            let id = format!("{base}-{number}");
            *number += 1;
            if is_free(&id) {
                return id;
            }
        }
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
    let mut counts = BTreeMap::<&str, usize>::new();
    for entry in entries {
        let parts = entry.uid.as_deref().and_then(|uid| uid.rsplit_once('@'));
        if let Some((_, domain)) = parts.filter(|(id, _)| Slug::parse(id).is_ok()) {
            *counts.entry(domain).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (most.1 * 2 > entries.len()).then(|| most.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;

    fn entry(title: &str, uid: Option<&str>, page: Option<&str>) -> Entry {
        let start = Moment::parse("2026-01-13").unwrap();
        Entry {
            uid: uid.map(str::to_owned),
            id: page.map(str::to_owned),
            ..Entry::new(1, title.to_owned(), start)
        }
    }

    /// The ids of some entries in a file that has the event `party`.
    fn ids(entries: &[Entry]) -> Vec<String> {
        let mut ids = Ids::new(["party".to_owned()], entries, "a.example");
        let each = entries.iter();
        each.map(|entry| ids.take(entry, "a.example")).collect()
    }

    #[test]
    fn an_id_in_a_uid_of_the_domain_stays() {
        let entries = [
            entry("Club", None, None),
            entry("Meeting", Some("club-2026@a.example"), None),
            entry("Club", Some("club@b.example"), None),
        ];
        assert_eq!(
            ids(&entries),
            ["club-2026-01", "club-2026", "club-2026-01-13"]
        );
    }

    #[test]
    fn two_entries_never_get_one_id() {
        let entries = [
            entry("One", Some("one@a.example"), Some("one")),
            entry("Two", Some("two@b.example"), Some("one")),
            entry("Party", Some("party@a.example"), None),
        ];
        assert_eq!(ids(&entries), ["one", "two-2026", "party-2026"]);
    }

    #[test]
    fn a_title_without_a_letter_for_an_id_is_an_event() {
        assert_eq!(ids(&[entry("会", None, None)]), ["event-2026"]);
    }

    #[test]
    fn thousands_of_events_with_one_title_and_one_date_are_numbered() {
        let entries = vec![entry("Walk", None, None); 20_000];
        let ids = ids(&entries);
        assert_eq!(
            ids[..4],
            [
                "walk-2026",
                "walk-2026-01",
                "walk-2026-01-13",
                "walk-2026-2"
            ]
        );
        assert_eq!(ids[19_999], "walk-2026-19998");
    }
}
