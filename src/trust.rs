//! Decides whether a valid new version of the calendar looks like an accident.
//!
//! About half of all cut-off copies of a real events file are valid. Subscribers would see the missing events as cancelled, and with
//! another calendar's file every event as gone. [`Doubt::about`] compares the new version with the one that is served. Adding events raises
//! no doubt, and neither does editing events that keep their identity, or removing one or two of several. [`Changes`] count the events that
//! differ. [`crate::cli`] decides who may publish a version in spite of a doubt.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};

use crate::calendar::{Calendar, Event};
use crate::difference::{feeds_gone, renamed, successors};
use crate::value::{Domain, Slug};

/// The number of events that may be gone or have another identity without doubt. If there were no others, none of them may be gone.
const FEW: usize = 2;

/// More may be gone or have another identity if they are less than this fraction of all events: one in five.
const PART: usize = 5;

/// Why a valid version may be an accident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The file does not end with a line break, as if its end had not been written.
    Unfinished,
    /// Every event would get another identity.
    Domain { served: Domain, next: Domain },
    /// The calendar's own feed would move.
    Slug { served: Slug, next: Slug },
    /// Feeds that people may have subscribed to are gone: the first, and the number of others.
    FeedsGone { first: String, others: usize },
    /// Events that have not taken place yet are gone.
    ComingGone(Loss),
    /// Events are gone, mostly past ones. A truncated file lacks these if the newest events come first.
    EventsGone(Loss),
}

/// The number of events that there were, and of those that are gone or have another identity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loss {
    gone: usize,
    of: usize,
    /// The number of gone events that seem to have another id now, or that have another UID.
    renamed: usize,
    /// The number of gone events that still have their id, but another UID, so that calendar programs see other events.
    other_uids: usize,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    There,
    /// It seems to have another id now.
    Renamed,
    /// It has the same id, but another UID.
    OtherUid,
    Gone,
}

/// The numbers of events that differ between two versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Events whose id and UID are new.
    pub added: usize,
    /// Events with any difference.
    pub changed: usize,
    /// Events whose id and UID are gone.
    pub gone: usize,
}

impl Doubt {
    /// Compares a version with the served one; `is_whole` is whether its file seems complete. Only the first doubt is returned, because the
    /// others mostly follow from it.
    pub(crate) fn about(
        served: &Calendar,
        next: &Calendar,
        is_whole: bool,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        if !is_whole {
            return Some(Self::Unfinished);
        }
        let successors = successors(served, next);
        if served.domain() != next.domain() && !served.keeps_uids(next, &successors) {
            return Some(Self::Domain {
                served: served.domain().clone(),
                next: next.domain().clone(),
            });
        }
        if served.slug() != next.slug() {
            return Some(Self::Slug {
                served: served.slug().clone(),
                next: next.slug().clone(),
            });
        }
        if let [(first, _), others @ ..] = &*feeds_gone(served, next) {
            return Some(Self::FeedsGone {
                first: (*first).to_owned(),
                others: others.len(),
            });
        }
        let (mut coming, mut all) = (Loss::default(), Loss::default());
        let renamed = renamed(served, next, &successors);
        let renamed: BTreeSet<&Slug> = renamed.iter().map(|(old, _)| *old).collect();
        for event in served.events() {
            let successor = successors.of(event, next.event(event.id()));
            let is_another = successor.is_some_and(|it| {
                it.own_uid() != event.own_uid()
                    && it.uid(next.domain()) != event.uid(served.domain())
            });
            let fate = match successor {
                Some(_) if is_another => Fate::OtherUid,
                Some(_) => Fate::There,
                None if renamed.contains(event.id()) => Fate::Renamed,
                None => Fate::Gone,
            };
            all.count(fate);
            if !is_off(event) && event.is_ahead(now, served.zone()) {
                coming.count(fate);
            }
        }
        if coming.is_much() {
            Some(Self::ComingGone(coming))
        } else {
            all.is_much().then_some(Self::EventsGone(all))
        }
    }

    /// Returns the name for programs.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unfinished => "no-final-line-break",
            Self::Domain { .. } => "domain-changed",
            Self::Slug { .. } => "slug-changed",
            Self::FeedsGone { .. } => "feed-gone",
            Self::ComingGone(_) | Self::EventsGone(_) => "events-gone",
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfinished => f.write_str(
                "it does not end with a line break, so its end may be missing; if it is complete, end the last line with a line break",
            ),
            Self::Domain { served, next } => write!(
                f,
                "`domain` changes from `{served}` to `{next}`, which replaces every event; put `domain: {served}` back"
            ),
            Self::Slug { served, next } => write!(
                f,
                "`slug` changes from `{served}` to `{next}`, which moves the calendar's feed; put `slug: {served}` back"
            ),
            Self::FeedsGone { first, others } => {
                write!(f, "the feed `/{first}.ics` ")?;
                match others {
                    0 => f.write_str("is gone")?,
                    1 => f.write_str("and 1 other are gone")?,
                    others => write!(f, "and {others} others are gone")?,
                }
                write!(f, "; restore its group, or add `formerly: [{first}]` to the group that replaces it")
            }
            Self::ComingGone(loss) | Self::EventsGone(loss) if loss.gone == loss.other_uids => {
                write!(f, "{}; restore each `uid`", loss.words("event"))
            }
            Self::ComingGone(loss) => write!(
                f,
                "{}; restore the missing events, or keep them with `status: cancelled`",
                loss.words("coming event")
            ),
            Self::EventsGone(loss) => {
                write!(f, "{}; restore the missing events", loss.words("event"))
            }
        }
    }
}

impl Loss {
    fn count(&mut self, fate: Fate) {
        self.of += 1;
        self.gone += usize::from(fate != Fate::There);
        self.renamed += usize::from(matches!(fate, Fate::Renamed | Fate::OtherUid));
        self.other_uids += usize::from(fate == Fate::OtherUid);
    }

    /// Whether so many events are gone that this is probably an accident.
    fn is_much(self) -> bool {
        let is_all = self.gone > self.renamed && self.gone == self.of;
        is_all || self.gone > FEW && self.gone * PART >= self.of
    }

    fn words(self, what: &str) -> String {
        match self {
            Self { gone, of, .. } if gone == self.other_uids => {
                format!("{gone} of {of} {what}s have other UIDs")
            }
            Self { of: 1, .. } => format!("the only {what} is gone"),
            Self { gone, of, .. } if gone == of => format!("all {of} {what}s are gone"),
            Self { gone, of, .. } => format!("{gone} of {of} {what}s are gone"),
        }
    }
}

fn is_off(event: &Event) -> bool {
    event.details().status().is_off()
}

impl Changes {
    /// Counts the events that were added, changed or removed between two calendars, matched by id.
    pub(crate) fn between(before: &Calendar, after: &Calendar) -> Self {
        let mut changes = Self::default();
        let successors = successors(before, after);
        for event in after.events() {
            match successors.before(event, before.event(event.id())) {
                None => changes.added += 1,
                Some(old) if old != event => changes.changed += 1,
                Some(_) => {}
            }
        }
        let next = |event: &Event| successors.of(event, after.event(event.id()));
        changes.gone = before
            .events()
            .iter()
            .filter(|it| next(it).is_none())
            .count();
        changes
    }
}

#[cfg(test)]
mod tests;
