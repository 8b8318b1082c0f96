//! Composes the UIDs of events, finds those that clash, and matches the events of two versions ([`Successors`]).
//!
//! No other module composes UIDs. Ids contain no `.`, so a suffix after `.` cannot clash with an id. [`Uid`] decides which characters a UID
//! may contain. Sections: [RFC 5545 §3.8.4.7] (UID).
//!
//! [RFC 5545 §3.8.4.7]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.7

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Calendar, Event};
use crate::recurrence::WeekdayOfMonth;
use crate::value::{Domain, Slug, Uid, parts_of_uid};

impl Event {
    /// Returns the UID of the event, shared by a series and its overrides. If the event is published as several series, it is the UID of
    /// the one with the start date.
    pub fn uid(&self, domain: &Domain) -> String {
        self.uid_with(domain, None)
    }

    /// Returns the UID of an `also` date, or of an instance moved past a neighbour. An id cannot contain `.`, so it is not the UID of
    /// another event.
    pub fn uid_alone(&self, key: NaiveDate, domain: &Domain) -> String {
        self.uid_with(domain, Some(&key.to_string()))
    }

    /// Returns the UID of one of several series. It depends only on the weekday of the month, so the others may be added or removed.
    pub(crate) fn uid_of_part(&self, part: Option<WeekdayOfMonth>, domain: &Domain) -> String {
        self.uid_with(domain, part.map(WeekdayOfMonth::code).as_deref())
    }

    /// Returns the UID of the event, or of a part that calendars store separately: `{id}.{suffix}@{domain}`. In a `uid` from the file, the
    /// suffix goes before the last `@`, or to the end.
    pub(crate) fn uid_with(&self, domain: &Domain, suffix: Option<&str>) -> String {
        let dot = if suffix.is_some() { "." } else { "" };
        let suffix = suffix.unwrap_or_default();
        match self.uid.as_ref().map(Uid::parts) {
            Some((name, rest)) => format!("{name}{dot}{suffix}{rest}"),
            None => format!("{}{dot}{suffix}@{domain}", self.id),
        }
    }

    /// Whether one of the event's UIDs has this suffix.
    fn has_suffix(&self, suffix: &str) -> bool {
        let key = NaiveDate::parse_from_str(suffix, "%Y-%m-%d").ok();
        let is_date = |key: NaiveDate| key.to_string() == suffix && self.instance(key).is_some();
        let mut parts = self.parts().into_iter().flatten();
        key.is_some_and(is_date) || parts.any(|part| part.code() == suffix)
    }
}

/// A UID and the event that claims it.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) uid: String,
    /// Whether the file gives the UID, rather than the id and the domain.
    pub(crate) is_own: bool,
    /// The event, if it could be read. Without it, its UIDs with a suffix are unknown.
    pub(crate) event: Option<&'a Event>,
}

/// A UID that two events claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// The index of the event whose `uid` clashes.
    pub(crate) of: usize,
    /// The index of the event that has the UID already.
    pub(crate) with: usize,
    /// Whether it is the UID of a part of that event.
    pub(crate) is_of_part: bool,
}

/// Returns the UIDs that two events claim. Two equal ids are a different error, which is not reported here.
pub(crate) fn clashes(claims: &[Claim<'_>]) -> Vec<Clash> {
    let mut found = Vec::new();
    if !claims.iter().any(|claim| claim.is_own) {
        return found;
    }
    let mut holders: HashMap<&str, usize> = HashMap::new();
    // UIDs derived from ids come first, because the error belongs to the `uid` key.
    let (own, of_ids): (Vec<_>, Vec<_>) = claims
        .iter()
        .enumerate()
        .partition(|(_, claim)| claim.is_own);
    for (index, claim) in of_ids {
        holders.entry(&claim.uid).or_insert(index);
    }
    for (index, claim) in &own {
        let with = *holders.entry(&claim.uid).or_insert(*index);
        if with != *index {
            found.push(Clash {
                of: *index,
                with,
                is_of_part: false,
            });
        }
    }
    for (index, claim) in own {
        let (name, rest) = parts_of_uid(&claim.uid);
        let Some((name, suffix)) = name.rsplit_once('.') else {
            continue;
        };
        let with = holders.get(format!("{name}{rest}").as_str()).copied();
        let holder = with.and_then(|with| claims.get(with)?.event);
        if let (Some(with), Some(holder)) = (with, holder)
            && holder.has_suffix(suffix)
        {
            found.push(Clash {
                of: index,
                with,
                is_of_part: true,
            });
        }
    }
    found
}

/// Matches the events of two versions: by equal UID, or else by equal id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Successors<'a> {
    /// Events whose id changed while the UID stayed the same, by their earlier ids.
    later: HashMap<&'a Slug, &'a Event>,
    /// The earlier versions of these events, by their later ids.
    earlier: HashMap<&'a Slug, &'a Event>,
}

impl<'a> Successors<'a> {
    /// Compares two versions. Fast path: if neither has a `uid` key, the ids decide and nothing is stored.
    pub(crate) fn between<B, A>((before, old): (B, &Domain), (after, new): (A, &Domain)) -> Self
    where
        B: Iterator<Item = &'a Event> + Clone,
        A: Iterator<Item = &'a Event> + Clone,
    {
        let mut successors = Self::default();
        let is_own = |event: &Event| event.uid.is_some();
        if !before.clone().any(is_own) && !after.clone().any(is_own) {
            return successors;
        }
        let by_uid: HashMap<String, &Event> = after.map(|event| (event.uid(new), event)).collect();
        for event in before {
            let next = by_uid.get(&event.uid(old)).copied();
            if let Some(next) = next.filter(|next| next.id != event.id) {
                successors.later.insert(&event.id, next);
                successors.earlier.insert(&next.id, event);
            }
        }
        successors
    }

    /// Returns the later version of an earlier event, where `same_id` is the later event with its id.
    pub(crate) fn of(&self, event: &Event, same_id: Option<&'a Event>) -> Option<&'a Event> {
        let next = self.later.get(&event.id).copied();
        next.or_else(|| same_id.filter(|it| !self.earlier.contains_key(&it.id)))
    }

    /// Returns the earlier version of a later event, where `same_id` is the earlier event with its id.
    pub(crate) fn before(&self, event: &Event, same_id: Option<&'a Event>) -> Option<&'a Event> {
        let earlier = self.earlier.get(&event.id).copied();
        earlier.or_else(|| same_id.filter(|it| !self.later.contains_key(&it.id)))
    }
}

impl Calendar {
    /// Whether each event that continues in a later calendar keeps its UID. `false` without a later calendar to compare.
    pub(crate) fn keeps_uids(&self, later: &Self, successors: &Successors<'_>) -> bool {
        let kept = self.events.iter().filter_map(|event| {
            let next = successors.of(event, later.event(event.id()))?;
            Some(event.uid(&self.domain) == next.uid(&later.domain))
        });
        let kept: Vec<bool> = kept.collect();
        !kept.is_empty() && kept.iter().all(|is_kept| *is_kept)
    }
}
