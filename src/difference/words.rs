//! Describes a change in words: `11am to midday → midday to 1pm`.
//!
//! It takes an instance, or an event, before and after. Instances with the same change get the same words, without their dates, so that the
//! change can be listed once. Values that are equal are not mentioned. [`super::render`] escapes the texts of users.

use chrono::NaiveDate;

use super::addresses::{self, of_links, of_markdown, of_talks};
use super::cut::{cut, cut_pair};
use super::pairs::{InstanceChange, Meeting};
use super::{Aspect, Change};
use crate::calendar::{Calendar, Details, Event, Instance, Schedule, Status, Talk};
use crate::time::EventTime;
use crate::value::{Price, Url};
use crate::words::ENGLISH;
use crate::zone::Zone;

/// The change of an instance that is added.
pub(super) fn added(is: &Instance<'_>, old: Option<&Event>, calendar: &Calendar) -> InstanceChange {
    InstanceChange {
        aspect: Aspect::Added,
        title: is.details().published_title().into_owned(),
        words: extent(is, old.is_none(), calendar.zone()),
        note: undated(old).map(|date| format!("was: {date}")),
    }
}

/// The change of an instance that is removed.
pub(super) fn removed(
    was: &Instance<'_>,
    new: Option<&Event>,
    calendar: &Calendar,
) -> InstanceChange {
    let skipped = new.and_then(|event| {
        let (_, reason) = event.skipped().find(|(date, _)| Some(*date) == was.key())?;
        Some(reason.map_or_else(
            || "skipped".to_owned(),
            |why| format!("skipped: {}", cut(why)),
        ))
    });
    InstanceChange {
        aspect: Aspect::Removed,
        title: was.details().published_title().into_owned(),
        words: extent(was, new.is_none(), calendar.zone()),
        note: skipped.or_else(|| undated(new).map(|date| format!("now: {date}"))),
    }
}

/// Returns the time of day, and the rule if the whole series is added or removed.
fn extent(instance: &Instance<'_>, whole: bool, home: Zone) -> String {
    let hours = hours(&instance.time(), Some(home));
    match instance.event().schedule() {
        Schedule::Series(series) if whole && instance.recurrence_id().is_some() => {
            format!("{hours}, {}", series.rule())
        }
        Schedule::Series(_) | Schedule::Once(_) | Schedule::ToBeConfirmed(_) => hours,
    }
}

fn undated(event: Option<&Event>) -> Option<String> {
    match event?.schedule() {
        Schedule::ToBeConfirmed(approximate) => Some(ENGLISH.approximate(*approximate)),
        Schedule::Once(_) | Schedule::Series(_) => None,
    }
}

/// Returns the time of day and the reason of an instance whose status changes.
pub(super) fn status(
    aspect: Aspect,
    was: &Instance<'_>,
    is: &Instance<'_>,
    home: Zone,
) -> (String, Option<String>) {
    let on_again = aspect == Aspect::Reinstated && was.time() != is.time();
    let note = if on_again {
        Some(format!("was: {}", full(&was.time(), Some(home))))
    } else {
        is.details().reason().map(cut)
    };
    let known = match aspect {
        Aspect::Cancelled | Aspect::Postponed => was.time(),
        _ => is.time(),
    };
    (hours(&known, Some(home)), note)
}

/// Returns the status of a moved instance if it does not take place.
pub(super) fn off(is: &Instance<'_>) -> Option<&'static str> {
    match is.details().status() {
        Status::Cancelled => Some("cancelled"),
        Status::Postponed => Some("postponed"),
        Status::Confirmed | Status::Tentative => None,
    }
}

/// Returns the old and the new time, and the reason.
pub(super) fn time(
    aspect: Aspect,
    was: &Instance<'_>,
    is: &Instance<'_>,
    before: &Calendar,
    after: &Calendar,
) -> (String, Option<String>) {
    let (from, to) = (was.time(), is.time());
    // If the time zone changes, name both.
    let changes_zone = from
        .zone()
        .zip(to.zone())
        .is_some_and(|(one, other)| one != other);
    let home = (before.zone() == after.zone() && !changes_zone).then_some(after.zone());
    let words = match aspect {
        Aspect::Moved => format!("{} → {}", full(&from, home), full(&to, home)),
        _ => format!("{} → {}", hours(&from, home), hours(&to, home)),
    };
    let back = was.was().is_some() && is.was().is_none();
    let note = if back {
        Some("no longer moved".to_owned())
    } else {
        is.details().reason().map(cut)
    };
    (words, note)
}

/// Returns the new title.
pub(super) fn title(was: &Instance<'_>, is: &Instance<'_>) -> Option<String> {
    let [from, to] = [was, is].map(|instance| instance.details().title());
    let [_, shown] = cut_pair(from, to);
    (from != to).then(|| format!("now “{shown}”"))
}

/// Returns the old and the new place.
pub(super) fn place(was: &Instance<'_>, is: &Instance<'_>) -> Option<String> {
    let [from, to] = [was, is].map(|instance| instance.details().published_location());
    (from != to).then(|| {
        let [from, to] = [from, to].map(|place| place.unwrap_or("no place"));
        cut_pair(from, to).join(" → ")
    })
}

/// Returns the names of all other texts that change. With `has_reason`, another change already shows the reason. Relative links are resolved
/// against `bases`.
pub(super) fn details<'a>(
    was: &Instance<'a>,
    is: &Instance<'a>,
    has_reason: bool,
    bases: [&Url; 2],
) -> Option<String> {
    let (from, to) = (was.details(), is.details());
    // Without a place, the link to join is shown as the place.
    let link = |details: &Details| details.location().and(details.join()).cloned();
    let named = |differs: bool, name: &str, addresses: &dyn Fn(&Details, &Url) -> Vec<String>| {
        let [base, new_base] = bases;
        let moved = || addresses::moved(&addresses(from, base), &addresses(to, new_base));
        differs.then(|| format!("{name}{}", moved()))
    };
    let none = |_: &Details, _: &Url| Vec::new();
    // A cancelled or postponed event is always free. The default depends on the time, whose change is described already.
    let is_told =
        from.status().is_off() || to.status().is_off() || from.shows_as() == to.shows_as();
    let [was_free, is_free] =
        [was, is].map(|it| !is_told && it.details().is_free(it.time().is_all_day()));
    let shown_as = if is_free {
        "shows as free"
    } else {
        "shows as busy"
    };
    let contacts = [from, to].map(|details| details.contact().map(ToString::to_string));
    let [old_contact, contact] = contacts.each_ref().map(Option::as_deref);
    let url = |url: Option<&'a Url>| url.map(Url::as_str);
    let price = |details: &'a Details| details.price().map(Price::as_str);
    let parts = [
        named(
            from.description() != to.description(),
            "description",
            &|details, base| of_markdown(details.description(), base),
        ),
        named(
            !Talk::show_the_same(from.talks(), to.talks()),
            "talks",
            &of_talks,
        ),
        named(from.links() != to.links(), "links", &|it, _| of_links(it)),
        addresses::changed("link to join", url(from.join()), url(to.join()))
            .filter(|_| link(from) != link(to)),
        addresses::changed("sign-up page", url(from.sign_up()), url(to.sign_up())),
        addresses::changed("price", price(from), price(to)),
        named(from.form() != to.form(), "format", &none),
        addresses::changed("contact", old_contact, contact),
        addresses::changed("web page", url(from.url()), url(to.url())),
        named(from.tags() != to.tags(), "tags", &none),
        named(is_free != was_free, shown_as, &none),
        named(!has_reason && from.reason() != to.reason(), "reason", &none),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Returns the old and the new rule of a series.
pub(super) fn rule(old: &Event, new: &Event) -> Option<String> {
    let words = |event: &Event| match event.schedule() {
        Schedule::Series(series) => match series.rule().last() {
            Some(last) => format!("{}, until {}", series.rule(), ENGLISH.date(last)),
            None => series.rule().to_string(),
        },
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => "once".to_owned(),
    };
    let (from, to) = (words(old), words(new));
    (from != to).then(|| format!("{from} → {to}"))
}

/// Returns the time of day, with its zone unless that is `home`.
fn hours(time: &EventTime, home: Option<Zone>) -> String {
    in_zone(ENGLISH.hours(time), time, home)
}

/// Returns the date and the time of day, with its zone unless that is `home`.
fn full(time: &EventTime, home: Option<Zone>) -> String {
    in_zone(ENGLISH.time(time), time, home)
}

fn in_zone(words: String, time: &EventTime, home: Option<Zone>) -> String {
    match time.zone().filter(|zone| Some(*zone) != home) {
        Some(zone) => format!("{words}, {zone} time"),
        None => words,
    }
}

impl Change {
    /// Returns the text after the title: `, Thursday 27 August 2026, 11am to midday (no facilitator)`.
    pub(super) fn after_title(&self, home: Zone) -> String {
        let times: Vec<EventTime> = self
            .meetings
            .iter()
            .filter_map(|meeting| self.time_of(meeting))
            .collect();
        let words = &self.words;
        let shown = match (self.aspect, times.as_slice()) {
            (Aspect::Rule | Aspect::Regrouped | Aspect::Moved, _) | (_, []) => format!(": {words}"),
            (aspect, [time]) if aspect.is_shown_by_time() => {
                format!(", {}", full(time, Some(home)))
            }
            (_, [time]) => format!(", {}: {words}", ENGLISH.date(time.first_date())),
            (_, times) => {
                let dates: Vec<NaiveDate> = times.iter().map(EventTime::first_date).collect();
                format!(
                    ": {words}; {} meetings: {}",
                    times.len(),
                    ENGLISH.dates(&dates)
                )
            }
        };
        match &self.note {
            Some(note) => format!("{shown} ({note})"),
            None => shown,
        }
    }

    /// The time by which people know an instance: the old one, or the new one if it is new or has just got its date.
    fn time_of(&self, meeting: &Meeting) -> Option<EventTime> {
        let (before, after) = (meeting.before.as_ref(), meeting.after.as_ref());
        let state = match self.aspect {
            Aspect::Added | Aspect::Reinstated | Aspect::Confirmed | Aspect::Tentative => {
                after.or(before)
            }
            _ => before.or(after),
        };
        Some(state?.time)
    }
}

impl Aspect {
    /// Whether a time and a reason say everything about such a change.
    fn is_shown_by_time(self) -> bool {
        match self {
            Self::Cancelled
            | Self::Postponed
            | Self::Removed
            | Self::Reinstated
            | Self::Added
            | Self::Confirmed
            | Self::Tentative => true,
            Self::Rule
            | Self::Moved
            | Self::Retimed
            | Self::Retitled
            | Self::Relocated
            | Self::Regrouped
            | Self::Described => false,
        }
    }

    /// The heading for such changes.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Rule => "New rule",
            Self::Cancelled => "Cancelled",
            Self::Postponed => "Postponed",
            Self::Removed => "Removed",
            Self::Moved => "Moved",
            Self::Retimed => "New time",
            Self::Reinstated => "On again",
            Self::Added => "Added",
            Self::Confirmed => "Confirmed",
            Self::Tentative => "To be confirmed",
            Self::Retitled => "New title",
            Self::Relocated => "New place",
            Self::Regrouped => "Other groups",
            Self::Described => "New details",
        }
    }

    /// The verb for one and for several changes: `moves`, `move`.
    pub(super) fn verb(self, count: usize) -> &'static str {
        let (one, several) = match self {
            Self::Rule => ("has a new rule", "have new rules"),
            Self::Cancelled => ("is cancelled", "are cancelled"),
            Self::Postponed => ("is postponed", "are postponed"),
            Self::Removed => ("is removed", "are removed"),
            Self::Moved => ("moves", "move"),
            Self::Retimed => ("has a new time", "have a new time"),
            Self::Reinstated => ("is on again", "are on again"),
            Self::Added => ("is added", "are added"),
            Self::Confirmed => ("is confirmed", "are confirmed"),
            Self::Tentative => ("is yet to be confirmed", "are yet to be confirmed"),
            Self::Retitled => ("has a new title", "have a new title"),
            Self::Relocated => ("has a new place", "have a new place"),
            Self::Regrouped => ("changes its groups", "change their groups"),
            Self::Described => ("has new details", "have new details"),
        };
        if count == 1 { one } else { several }
    }
}
