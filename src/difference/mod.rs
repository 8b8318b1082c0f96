//! Compares two calendars as subscribers see them, instance by instance.
//!
//! [`Difference::between`] takes the calendar before and after an edit, and the current time from the [`Context`]. It never fails, and
//! equal calendars have no difference. Events are matched by UID, or else by `id`, and instances by key date, so a move is shown as a move
//! even if the UID changes. The same change of several instances is listed once. A removed event counts as the cancellation that is
//! published for it. Changes that only the pages show are left out.

mod addresses;
mod cut;
mod feeds;
mod github;
mod identity;
mod pairs;
mod render;
mod similarity;
#[cfg(test)]
mod tests;
mod words;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{Calendar, Event, Successors};
use crate::context::Context;
use crate::span::MONTHS_AHEAD;
use crate::value::Slug;
use addresses::NewHost;
use identity::Warning;
pub(crate) use identity::feeds_gone;
use pairs::Meeting;
pub(crate) use similarity::renamed;

/// The changes that subscribers will see.
///
/// ```
/// use calfeed::{Context, Difference, read};
///
/// let before = "
/// calendar:
///   name: Riverside Book Club
///   slug: riverside-book-club
///   domain: books.example.org
///   url: https://books.example.org
///   timezone: Europe/London
/// events:
///   - id: summer-party
///     title: Summer party
///     start: 2026-07-11 15:00
///     end: 19:00
/// ";
/// let after = before.replace("2026-07-11", "2026-07-18");
///
/// let context = Context::new("2026-06-15T12:00:00Z".parse().unwrap());
/// let [before, after] = [before, &after].map(|text| read(text, &context).0.unwrap());
/// let difference = Difference::between(&before, &after, &context);
/// assert_eq!(
///     difference.text(),
///     "In the next 12 months 1 meeting moves.\n\nMoved\n  Summer party: \
///      Saturday 11 July 2026, 3pm to 7pm → Saturday 18 July 2026, 3pm to 7pm\n"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference<'a> {
    before: &'a Calendar,
    after: &'a Calendar,
    window: Window,
    warnings: Vec<Warning>,
    changes: Vec<Change>,
    /// A line for each host that only the later calendar names.
    hosts: Vec<NewHost>,
    settings: Vec<String>,
    /// The events that also change after the window.
    later: Vec<&'a Event>,
}

/// The period in which changes are listed one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    now: DateTime<Utc>,
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
}

/// One change of one event, and the instances that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    aspect: Aspect,
    /// Whether it affects a meeting that is over, in either version.
    past: bool,
    /// Whether it affects a meeting that is not over, in either version. A move from the past to the future does both.
    ahead: bool,
    event: Slug,
    /// The old title, by which people know the event; the new one if the event is new.
    title: String,
    /// The old and the new value, or the time of day. It is the same for all instances of the change.
    words: String,
    /// The reason, or a remark.
    note: Option<String>,
    /// Empty for a change of the event as a whole.
    meetings: Vec<Meeting>,
}

/// An event before and after; either may be missing.
type Pairing<'a> = (Option<&'a Event>, Option<&'a Event>);

/// Returns which event of the later calendar continues which event of the earlier one.
pub(crate) fn successors<'a>(before: &'a Calendar, after: &'a Calendar) -> Successors<'a> {
    let [old, new] = [before, after].map(|it| it.events().iter());
    Successors::between((old, before.domain()), (new, after.domain()))
}

/// The kinds of change, most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Aspect {
    /// The rule of a series.
    Rule,
    Cancelled,
    Postponed,
    Removed,
    /// Moved to another day.
    Moved,
    /// Moved to another time of the same day.
    Retimed,
    /// No longer cancelled or postponed.
    Reinstated,
    Added,
    Confirmed,
    Tentative,
    Retitled,
    Relocated,
    /// In other feeds than before.
    Regrouped,
    /// Any other text that subscribers can read.
    Described,
}

impl<'a> Difference<'a> {
    /// Compares two calendars, as of the current time of `context`.
    pub fn between(before: &'a Calendar, after: &'a Calendar, context: &Context) -> Self {
        let now = context.now();
        let from = after.zone().to_local(now).date();
        let window = Window {
            now,
            from,
            to: from.checked_add_months(MONTHS_AHEAD).unwrap_or(from),
        };
        let mut changes = Vec::new();
        let mut later = Vec::new();
        let successors = successors(before, after);
        let mut pairs: Vec<Pairing<'_>> = Vec::new();
        for old in before.events() {
            let new = successors.of(old, after.event(old.id()));
            pairs.push((Some(old), new));
        }
        for new in after.events() {
            if successors.before(new, before.event(new.id())).is_none() {
                pairs.push((None, Some(new)));
            }
        }
        pairs.sort_by_key(|(old, new)| new.or(*old).map(Event::id));
        // Under another domain every event without a `uid` is new, and cancellations of removed events would have unknown UIDs.
        let is_kept = |old: &Event| before.domain() == after.domain() || old.own_uid().is_some();
        let removed: Vec<Event> = pairs
            .iter()
            .filter_map(|(old, new)| old.filter(|_| new.is_none()))
            .filter(|old| is_kept(old) && after.event(old.id()).is_none())
            .filter_map(|old| old.removed(now, before))
            .filter(|left| !left.is_doubled_by(after.events().iter(), before.zone()))
            .collect();
        let is_doubled = |old: &Event| {
            old.is_ahead(now, before.zone())
                && old.is_doubled_by(after.events().iter(), before.zone())
        };
        for (old, new) in pairs {
            let Some(event) = new.or(old).filter(|_| old != new) else {
                continue;
            };
            let left = removed
                .iter()
                .find(|left| new.is_none() && left.id() == event.id());
            let mut found = pairs::changes(before, after, old, new.or(left), window);
            if new.is_none() && left.is_none() && old.is_some_and(is_doubled) {
                for change in &mut found.changes {
                    change.note = Some("another event has the same title and start".to_owned());
                }
            }
            changes.extend(found.changes);
            if found.later {
                later.push(event);
            }
        }
        changes.sort_by_key(|change: &Change| (change.aspect, change.past, change.begins()));
        Self {
            before,
            after,
            window,
            warnings: identity::warnings(before, after, &removed, &successors),
            changes,
            hosts: addresses::new_hosts(before, after),
            settings: identity::settings(before, after),
            later,
        }
    }

    /// Whether subscribers will see no change at all.
    pub fn is_empty(&self) -> bool {
        self.warnings.is_empty()
            && self.changes.is_empty()
            && self.hosts.is_empty()
            && self.settings.is_empty()
            && self.later.is_empty()
    }

    /// The changes that rewrite people's diaries: all changes of past meetings, except new details.
    fn past(&self) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            // Slides and recordings are normally added after a meeting.
            .filter(|change| change.past && change.aspect != Aspect::Described)
    }

    /// The changes of upcoming meetings, and all new details.
    fn upcoming(&self) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(|change| change.ahead || change.aspect == Aspect::Described)
    }
}

impl Change {
    fn begins(&self) -> Option<DateTime<Utc>> {
        Some(self.meetings.first()?.begins)
    }
}

/// Whether a calendar has an event with the same id.
fn has(calendar: &Calendar, event: &Event) -> bool {
    calendar.event(event.id()).is_some()
}

impl Aspect {
    /// The name for programs.
    fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Retimed => "retimed",
            Self::Reinstated => "reinstated",
            Self::Added => "added",
            Self::Confirmed => "confirmed",
            Self::Tentative => "tentative",
            Self::Retitled => "retitled",
            Self::Relocated => "relocated",
            Self::Regrouped => "regrouped",
            Self::Described => "described",
        }
    }
}
