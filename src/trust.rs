//! The calendar that is served, and a valid later version → what changed, and why the later one may not be what anybody meant.
//!
//! In: two calendars, whether the file of the later one seems to be whole, and the current time. Out: [`Changes`], which count events, and a [`Doubt`], or none.
//! Guaranteed: editing a few events at a time raises no doubt.
//! Absent: who may publish a version in spite of a doubt, see [`crate::cli`].
//!
//! A valid file may still be an accident: half of the beginnings of a real events file are valid. Subscribers would see the events that are
//! missing as cancelled, and every member of another calendar's file as gone.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::calendar::{Calendar, Event};
use crate::difference::feeds_gone;
use crate::value::{Domain, Slug};

/// So few coming events may be gone at once, unless they are all that there were.
const FEW: usize = 2;

/// One in so many coming events may be gone at once.
const PART: usize = 5;

/// Why a valid version may be an accident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The file does not end with a line break, as if its end had not been written.
    Unfinished,
    /// Every event would become another one.
    Domain { served: Domain, next: Domain },
    /// The calendar's own feed would move.
    Slug { served: Slug, next: Slug },
    /// A feed that people may have subscribed to, and how many others.
    FeedsGone { first: Slug, others: usize },
    /// Of so many coming events, so many.
    EventsGone { gone: usize, coming: usize },
}

/// How many events differ between two versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Events whose id is new.
    pub added: usize,
    /// Events of which anything is said otherwise.
    pub changed: usize,
    /// Events whose id is gone.
    pub gone: usize,
}

impl Doubt {
    /// Compares a version, and whether its file seems to be whole, with what is served. The first doubt counts: those after it mostly follow
    /// from it.
    pub(crate) fn about(
        served: &Calendar,
        next: &Calendar,
        is_whole: bool,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        if !is_whole {
            return Some(Self::Unfinished);
        }
        if served.domain() != next.domain() {
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
                first: (*first).clone(),
                others: others.len(),
            });
        }
        let is_coming = |event: &Event, calendar: &Calendar| event.is_ahead(now, calendar.zone());
        let is_kept = |event: &Event| event.details().status().is_off() || is_coming(event, next);
        let (mut coming, mut gone) = (0, 0);
        for event in served.events() {
            if event.details().status().is_off() || !is_coming(event, served) {
                continue;
            }
            coming += 1;
            if !next.event(event.id()).is_some_and(is_kept) {
                gone += 1;
            }
        }
        let is_much = gone > FEW && gone * PART >= coming;
        let is_all = gone > 0 && gone == coming;
        (is_much || is_all).then_some(Self::EventsGone { gone, coming })
    }

    /// The name that programs know it by.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unfinished => "no-final-line-break",
            Self::Domain { .. } => "domain-changed",
            Self::Slug { .. } => "slug-changed",
            Self::FeedsGone { .. } => "feed-gone",
            Self::EventsGone { .. } => "events-gone",
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfinished => f.write_str(
                "it does not end with a line break, so its end may be missing; end the last line with a line break",
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
                write!(f, "; put its group back, or add `formerly: [{first}]` to another")
            }
            Self::EventsGone { gone, coming } if gone == coming => match coming {
                1 => f.write_str("the only coming event is gone; put it back, or give it `status: cancelled`"),
                coming => write!(f, "all {coming} coming events are gone; put them back, or give them `status: cancelled`"),
            },
            Self::EventsGone { gone, coming } => write!(
                f,
                "{gone} of {coming} coming events are gone; put them back, or give them `status: cancelled`"
            ),
        }
    }
}

impl Changes {
    /// Counts the events of two calendars that have another id, or the same id and say something else.
    pub(crate) fn between(before: &Calendar, after: &Calendar) -> Self {
        let mut changes = Self::default();
        for event in after.events() {
            match before.event(event.id()) {
                None => changes.added += 1,
                Some(old) if old != event => changes.changed += 1,
                Some(_) => {}
            }
        }
        let is_gone = |event: &&Event| after.event(event.id()).is_none();
        changes.gone = before.events().iter().filter(is_gone).count();
        changes
    }
}

#[cfg(test)]
mod tests;
