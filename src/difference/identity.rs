//! Finds identities and feeds that subscribers lose, and changed settings of the calendar.
//!
//! It returns [`Warning`]s, each with the fix, and a line for each setting that subscribers see. Downloaded invites are not considered, and
//! neither are feeds whose address another feed takes over. Sections: [RFC 5545 §3.8.4.7] (UID).
//!
//! [RFC 5545 §3.8.4.7]: https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.7

use std::collections::BTreeSet;

use super::cut::cut;
use super::{addresses, feeds, similarity};
use crate::calendar::{Calendar, Event, Group, Schedule, Successors};
use crate::value::{FormerSlug, Slug, Uid, Url};

/// A change that an editor hardly ever intends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Warning {
    /// The name for programs.
    pub(super) name: &'static str,
    pub(super) message: String,
}

/// Returns the warnings about the identities and addresses of the later calendar.
pub(super) fn warnings<'a>(
    before: &'a Calendar,
    after: &'a Calendar,
    removed: &[Event],
    successors: &Successors<'a>,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |name, message| warnings.push(Warning { name, message });
    if let Some(message) = domain_changed(before, after, successors) {
        warn("domain-changed", message);
    }
    for (old, new) in similarity::renamed(before, after, successors) {
        let left = removed.iter().find(|left| left.id() == old);
        let sees = match left {
            None => "a deletion and a new event",
            Some(left) if left.details().status().is_off() => {
                "a cancellation, which stays, and a new event"
            }
            Some(_) => "its future meetings deleted, and a new event",
        };
        let uid = before.event(old).map(|event| event.uid(before.domain()));
        let uid = uid.filter(|uid| Uid::parse(uid).is_ok());
        let or_uid = uid.map_or_else(String::new, |uid| {
            format!(", or write `uid: {}` below `id: {new}`", yaml(&uid))
        });
        warn(
            "id-changed",
            format!(
                "`{old}` is gone, and `{new}` is new and looks the same: every subscriber would see {sees}. If it is the \
                 same event, put `id: {old}` back{or_uid}."
            ),
        );
    }
    for message in uids_changed(before, after, successors) {
        warn("uid-changed", message);
    }
    for (one, other) in similarity::swapped(before, after, successors) {
        warn(
            "id-changed",
            format!(
                "`{one}` and `{other}` have changed places: every subscriber would see each become the other. Put their ids \
                 back."
            ),
        );
    }
    for old in before.events() {
        let new = successors.of(old, after.event(old.id()));
        if let Some(message) = new.and_then(|new| swapped_weekdays(old, new)) {
            warn("id-changed", message);
        }
    }
    for (address, group) in feeds_gone(before, after) {
        let place = match group {
            None => "under `calendar`".to_owned(),
            Some(group) => match successor(group, before, after) {
                Some(new) => format!("to the group `{}`", new.id()),
                None => "to the group that takes its place".to_owned(),
            },
        };
        warn(
            "feed-gone",
            format!(
                "the feed `/{address}.ics` is gone, and its subscribers would not be notified. Add \
                 `formerly: [{address}]` {place}."
            ),
        );
    }
    let (old, new) = (before.url(), after.url());
    if old != new {
        warn(
            "address-changed",
            format!(
                "`url` changes from `{old}` to `{new}`, but subscribers stay at the old address. Serve the new feeds there too, \
                 or redirect to them."
            ),
        );
    }
    warnings
}

/// Returns a warning if `start` moves to another of several weekdays of the month, whose series then gets the UID of the whole event.
fn swapped_weekdays(old: &Event, new: &Event) -> Option<String> {
    let (Schedule::Series(was), Schedule::Series(is)) = (old.schedule(), new.schedule()) else {
        return None;
    };
    let (was, is) = (was.rule(), is.rule());
    let (one, other) = (was.own_weekday()?, is.own_weekday()?);
    if one == other || !is.has_weekday(one) && !was.has_weekday(other) {
        return None;
    }
    let cure = if is.has_weekday(one) {
        format!("Put `start` back to a {one}")
    } else {
        "End the event with `until`, and add a new event for the later meetings".to_owned()
    };
    Some(format!(
        "`start` of `{}` moves from a {one} to a {other}: every subscriber would see the meetings of one weekday become those of the other. {cure}.",
        old.id()
    ))
}

/// Returns a warning if a new `domain` changes the identity of any event.
fn domain_changed(
    before: &Calendar,
    after: &Calendar,
    successors: &Successors<'_>,
) -> Option<String> {
    let (old, new) = (before.domain(), after.domain());
    if old == new || before.keeps_uids(after, successors) {
        return None;
    }
    let whose = if before
        .events()
        .iter()
        .any(|event| event.own_uid().is_some())
    {
        "every event without a `uid`: every subscriber would see these"
    } else {
        "every event: every subscriber would see all"
    };
    Some(format!(
        "`domain` changes from `{old}` to `{new}`, and with it the identity of {whose} events deleted, and new ones in their \
         place. Put `domain: {old}` back."
    ))
}

/// Returns a warning for each event whose `uid` has changed, so that calendar programs see another event.
fn uids_changed(before: &Calendar, after: &Calendar, successors: &Successors<'_>) -> Vec<String> {
    let mut messages = Vec::new();
    for old in before.events().iter().filter(|event| event.is_scheduled()) {
        let id = old.id();
        let Some(new) = successors.of(old, after.event(id)) else {
            continue;
        };
        let (was, is) = (old.uid(before.domain()), new.uid(after.domain()));
        if old.own_uid() == new.own_uid() || was == is {
            continue;
        }
        let cure = match (old.own_uid(), new.own_uid()) {
            (Some(_), _) => format!("Put `uid: {}` back", yaml(&was)),
            (None, _) => "Remove `uid`".to_owned(),
        };
        messages.push(format!(
            "the UID of `{id}` changes from `{}` to `{}`: every subscriber would see a deletion and a new event. {cure}, \
             unless their calendars know it by the new one.",
            inline(&was),
            inline(&is)
        ));
    }
    messages
}

/// Returns a UID for a place between backticks, with apostrophes for its own backticks.
fn inline(uid: &str) -> String {
    cut(&uid.replace('`', "'"))
}

/// Returns a UID as a YAML value for a place between backticks, with quotes if it needs them.
fn yaml(uid: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "@._-".contains(c);
    let begins = uid.starts_with(|c: char| c.is_ascii_alphanumeric());
    if begins && uid.chars().all(is_plain) {
        return uid.to_owned();
    }
    inline(&format!(
        "\"{}\"",
        uid.replace('\\', "\\\\").replace('"', "\\\"")
    ))
}

/// Returns the addresses that no feed of the later calendar has, each with its group, or `None` for the calendar's own feed.
pub(crate) fn feeds_gone<'a>(
    before: &'a Calendar,
    after: &Calendar,
) -> Vec<(&'a str, Option<&'a Group>)> {
    let addresses: BTreeSet<&str> = owners(after).map(|(address, _)| address).collect();
    let gone = owners(before).filter(|(address, _)| !addresses.contains(address));
    gone.collect()
}

/// Returns the addresses that a description gains and loses. Each comes with the URL that its relative links are resolved against.
fn links(before: (Option<&str>, &Url), after: (Option<&str>, &Url)) -> String {
    addresses::moved(
        &addresses::of_markdown(before.0, before.1),
        &addresses::of_markdown(after.0, after.1),
    )
}

/// Returns the addresses of all feeds, each with its group, or `None` for the calendar's own feed.
fn owners(calendar: &Calendar) -> impl Iterator<Item = (&str, Option<&Group>)> {
    let own = addresses_of(calendar.slug(), calendar.formerly());
    let of_groups = calendar.groups().iter().flat_map(|group| {
        let addresses = addresses_of(group.id(), group.formerly());
        addresses.map(move |address| (address, Some(group)))
    });
    own.map(|address| (address, None)).chain(of_groups)
}

/// Returns the addresses of one feed.
fn addresses_of<'a>(slug: &'a Slug, formerly: &'a [FormerSlug]) -> impl Iterator<Item = &'a str> {
    std::iter::once(slug.as_str()).chain(formerly.iter().map(FormerSlug::as_str))
}

/// Whether a feed had this slug before.
fn had(formerly: &[FormerSlug], slug: &Slug) -> bool {
    formerly.iter().any(|it| it == slug)
}

/// Returns the group that continues `group`: the one with the same id, or a new one with the same name.
fn successor<'a>(group: &Group, before: &Calendar, after: &'a Calendar) -> Option<&'a Group> {
    after.group(group.id()).or_else(|| {
        after
            .groups()
            .iter()
            .find(|new| before.group(new.id()).is_none() && new.name() == group.name())
    })
}

/// Returns a line for each change in the name, description and other settings of the feeds.
pub(super) fn settings(before: &Calendar, after: &Calendar) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |differs: bool, words: String| {
        if differs {
            lines.push(words);
        }
    };
    let (old, new) = (cut(before.name()), cut(after.name()));
    line(
        before.name() != after.name(),
        format!("The calendar is called “{new}”, not “{old}”"),
    );
    line(
        before.description() != after.description(),
        format!(
            "The calendar has a new description{}",
            links(
                (before.description(), before.url()),
                (after.description(), after.url())
            )
        ),
    );
    line(
        before.color() != after.color(),
        "The calendar has a new colour".to_owned(),
    );
    let (old, new) = (before.refresh(), after.refresh());
    line(
        old != new,
        "Calendar programs are asked to check for changes at a different interval".to_owned(),
    );
    for slug in after.formerly() {
        let is_new = *slug != *before.slug() && !before.formerly().contains(slug);
        line(
            is_new,
            format!("The feed of the calendar is also at /{slug}.ics"),
        );
    }
    for group in after.groups() {
        let (id, new) = (group.id(), cut(group.name()));
        let earlier = before
            .groups()
            .iter()
            .find(|old| old.id() == id || had(group.formerly(), old.id()));
        let Some(earlier) = earlier else {
            line(true, format!("There is a new feed, /{id}.ics: {new}"));
            continue;
        };
        let old = cut(earlier.name());
        let of_group = |event: &&Event| event.groups().contains(id);
        let category = match after.events().iter().filter(of_group).count() {
            0 => String::new(),
            1 => ", and so is the category of its event".to_owned(),
            count => format!(", and so is the category of its {count} events"),
        };
        line(
            earlier.name() != group.name(),
            format!("The group “{old}” is called “{new}”{category}"),
        );
        for slug in group.formerly() {
            let is_new = *slug != *earlier.id() && !earlier.formerly().contains(slug);
            line(is_new, format!("The feed of {new} is also at /{slug}.ics"));
        }
        line(
            earlier.id() != id,
            format!(
                "The feed of {new} is now /{id}.ics; /{}.ics still works",
                earlier.id()
            ),
        );
        line(
            earlier.description() != group.description(),
            format!(
                "The group {new} has a new description{}",
                links(
                    (earlier.description(), before.url()),
                    (group.description(), after.url())
                )
            ),
        );
        line(
            earlier.color() != group.color(),
            format!("The group {new} has a new colour"),
        );
        for words in feeds::of_group(before, after, earlier, group) {
            line(true, words);
        }
    }
    let (old, new) = (before.slug(), after.slug());
    line(
        old != new && had(after.formerly(), old),
        format!("The feed of the calendar is now /{new}.ics; /{old}.ics still works"),
    );
    lines
}
