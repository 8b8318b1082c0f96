//! The UIDs of events: what they are made of, whether two are the same, and which event goes on as which.
//!
//! In: events and the domain of their calendar. Out: UIDs; the events that claim the UID of another; [`Successors`]. Guaranteed: UIDs are made
//! here and nowhere else; a suffix after `.` is part of no id. Absent: what a UID may be made of, see [`Uid`].
//! Sections: [RFC 5545 §3.8.4.7] (UID).
//!
//! [RFC 5545 §3.8.4.7]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.7

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Calendar, Event};
use crate::recurrence::WeekdayOfMonth;
use crate::value::{Domain, Slug, Uid, parts_of_uid};

impl Event {
    /// Returns the UID of the event: the series with its overrides, or the one time. Of several series, it is that of the one that `start` is on.
    pub fn uid(&self, domain: &Domain) -> String {
        self.uid_with(domain, None)
    }

    /// Returns the UID of an instance that stands alone. `.` is no character of an id, so it is no other event's.
    pub fn uid_alone(&self, key: NaiveDate, domain: &Domain) -> String {
        self.uid_with(domain, Some(&key.to_string()))
    }

    /// Returns the UID of one of several series. It depends on nothing but the weekday of the month, so that the others may come and go.
    pub(crate) fn uid_of_part(&self, part: Option<WeekdayOfMonth>, domain: &Domain) -> String {
        self.uid_with(domain, part.map(WeekdayOfMonth::code).as_deref())
    }

    /// Returns the UID of the event, or of a part of it that calendars hold as an item of its own: `{id}.{suffix}@{domain}`. A `uid` of the
    /// event's own has the suffix in front of its last `@`, or at its end.
    pub(crate) fn uid_with(&self, domain: &Domain, suffix: Option<&str>) -> String {
        let dot = if suffix.is_some() { "." } else { "" };
        let suffix = suffix.unwrap_or_default();
        match self.uid.as_ref().map(Uid::parts) {
            Some((name, rest)) => format!("{name}{dot}{suffix}{rest}"),
            None => format!("{}{dot}{suffix}@{domain}", self.id),
        }
    }

    /// Whether one of its UIDs has this suffix.
    fn has_suffix(&self, suffix: &str) -> bool {
        let key = NaiveDate::parse_from_str(suffix, "%Y-%m-%d").ok();
        let is_date = |key: NaiveDate| key.to_string() == suffix && self.instance(key).is_some();
        let mut parts = self.parts().into_iter().flatten();
        key.is_some_and(is_date) || parts.any(|part| part.code() == suffix)
    }
}

/// An event that has a UID.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) uid: String,
    /// Whether the file gives it, and not the id and the domain.
    pub(crate) is_own: bool,
    /// The event, as far as it could be read: without it, nothing is known of UIDs with a suffix.
    pub(crate) event: Option<&'a Event>,
}

/// A UID that two events would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// Whose `uid` it is, by its index.
    pub(crate) of: usize,
    /// Who has it already.
    pub(crate) with: usize,
    /// Whether it is the UID of a part of that event.
    pub(crate) is_of_part: bool,
}

/// Returns the UIDs that two events would have. Two equal ids are another problem, and not found here.
pub(crate) fn clashes(claims: &[Claim<'_>]) -> Vec<Clash> {
    let mut found = Vec::new();
    if !claims.iter().any(|claim| claim.is_own) {
        return found;
    }
    let mut holders: HashMap<&str, usize> = HashMap::new();
    // Those that only the ids give come first: the id is not what is wrong.
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

/// Which event of a later version goes on as which of an earlier one: the one with the same UID, or else the one with the same id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Successors<'a> {
    /// By the ids of events that have another id later, and the same UID.
    later: HashMap<&'a Slug, &'a Event>,
    /// The same, by the later ids.
    earlier: HashMap<&'a Slug, &'a Event>,
}

impl<'a> Successors<'a> {
    /// Compares two versions. Where neither gives a UID, the ids tell everything, and this costs nothing.
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

    /// Returns what an earlier event is later, where `same_id` is the later event with its id.
    pub(crate) fn of(&self, event: &Event, same_id: Option<&'a Event>) -> Option<&'a Event> {
        let next = self.later.get(&event.id).copied();
        next.or_else(|| same_id.filter(|it| !self.earlier.contains_key(&it.id)))
    }

    /// Returns what a later event was earlier, where `same_id` is the earlier event with its id.
    pub(crate) fn before(&self, event: &Event, same_id: Option<&'a Event>) -> Option<&'a Event> {
        let earlier = self.earlier.get(&event.id).copied();
        earlier.or_else(|| same_id.filter(|it| !self.later.contains_key(&it.id)))
    }
}

impl Calendar {
    /// Whether each event that goes on in a later calendar has the same UID there; not where there is none to tell it by.
    pub(crate) fn keeps_uids(&self, later: &Self, successors: &Successors<'_>) -> bool {
        let kept = self.events.iter().filter_map(|event| {
            let next = successors.of(event, later.event(event.id()))?;
            Some(event.uid(&self.domain) == next.uid(&later.domain))
        });
        let kept: Vec<bool> = kept.collect();
        !kept.is_empty() && kept.iter().all(|is_kept| *is_kept)
    }
}
