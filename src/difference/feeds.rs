//! Says in which feeds events appear and disappear: those of groups, those of areas, and the calendar's own.
//!
//! [`of_event`] describes an event that changes its groups. [`of_group`] describes a group that changes which feeds have its events, in one
//! line for all of them. A renamed group that keeps its old address is the same group.

use super::cut::cut;
use crate::calendar::{Calendar, Event, Group};

/// Returns the feeds that an event enters and leaves.
pub(super) fn of_event(
    before: &Calendar,
    after: &Calendar,
    old: &Event,
    new: &Event,
) -> Option<String> {
    let (from, to) = (feeds(before, old), feeds(after, new));
    let line =
        |verb: &str, name: &str, address: &str| format!("{verb} {} (/{address}.ics)", cut(name));
    let of_calendar = |verb, calendar: &Calendar| {
        let (name, slug) = (calendar.name(), calendar.slug().as_str());
        line(verb, name, slug)
    };
    let of_group = |verb, group: &Group| line(verb, group.name(), group.id().as_str());
    let (was_in, is_in) = (before.is_in_own_feed(old), after.is_in_own_feed(new));
    let leaves_own = (was_in && !is_in).then(|| of_calendar("leaves", before));
    let enters_own = (!was_in && is_in).then(|| of_calendar("enters", after));
    let leaves = from
        .iter()
        .filter(|old| !to.iter().any(|new| is_same(old, new)))
        .map(|group| of_group("leaves", group));
    let enters = to
        .iter()
        .filter(|new| !from.iter().any(|old| is_same(old, new)))
        .map(|group| of_group("enters", group));
    let leaves = leaves_own.into_iter().chain(leaves);
    let enters = enters_own.into_iter().chain(enters);
    let words: Vec<String> = leaves.chain(enters).collect();
    if !words.is_empty() {
        return Some(words.join(", "));
    }
    let own = new.groups().len();
    let is_reordered = from
        .iter()
        .zip(&to)
        .take(own)
        .any(|(old, new)| !is_same(old, new));
    let names: Vec<String> = to.iter().take(own).map(|group| cut(group.name())).collect();
    is_reordered.then(|| format!("now in the order {}", names.join(", ")))
}

/// Returns a line for each feed that gains or loses all events of a group.
pub(super) fn of_group(
    before: &Calendar,
    after: &Calendar,
    earlier: &Group,
    group: &Group,
) -> Vec<String> {
    let mut lines = Vec::new();
    let (name, feed) = (cut(group.name()), after.slug());
    match (earlier.is_feed_only(), group.is_feed_only()) {
        (false, true) => lines.push(format!(
            "The events of {name} leave the feed of the calendar, /{feed}.ics, and are only in /{}.ics",
            group.id()
        )),
        (true, false) => lines.push(format!(
            "The events of {name} enter the feed of the calendar, /{feed}.ics"
        )),
        (false, false) | (true, true) => {}
    }
    let (was_in, is_in) = (areas(before, earlier), areas(after, group));
    for area in &was_in {
        if !is_in.iter().any(|it| is_same(area, it)) {
            let area = cut(area.name());
            lines.push(format!("The feed of {area} loses the events of {name}"));
        }
    }
    for area in &is_in {
        if !was_in.iter().any(|it| is_same(it, area)) {
            let (area, id) = (cut(area.name()), area.id());
            lines.push(format!(
                "The feed of {area}, /{id}.ics, gains the events of {name}"
            ));
        }
    }
    lines
}

fn is_same(old: &Group, new: &Group) -> bool {
    old.id() == new.id() || new.formerly().iter().any(|it| it == old.id())
}

/// Returns the groups of an event, and then the areas that hold them.
fn feeds<'a>(calendar: &'a Calendar, event: &Event) -> Vec<&'a Group> {
    let feeds = calendar.places_of_feeds(event).into_iter();
    feeds
        .filter_map(|place| calendar.groups().get(place))
        .collect()
}

fn areas<'a>(calendar: &'a Calendar, group: &Group) -> Vec<&'a Group> {
    let areas = group.areas().iter();
    areas.filter_map(|id| calendar.group(id)).collect()
}
