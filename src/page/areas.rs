//! The groups as templates see them, and their order by area.
//!
//! [`groups`] makes the values of all groups from the [`Lists`]: for pages of groups with all their events, and for the pages of all events
//! without those that only the groups' own feeds have. [`sections`] lists the groups by area: each area once, with the groups that it names,
//! and then the groups without an area. A calendar without areas has no sections.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::fields::with_fields;
use super::list::{ListLine, ListLines, Lists};
use super::values::{GroupFields, one};
use super::view::View;
use crate::calendar::{Calendar, Group};
use crate::route::Route;

/// The name of a group, and the way to its page.
#[derive(Serialize)]
struct GroupLink<'a> {
    id: &'a str,
    name: &'a str,
    /// The path of its page, relative to the site's root.
    page: String,
}

impl<'a> GroupLink<'a> {
    fn value(groups: impl Iterator<Item = &'a Group>) -> Value {
        let links = groups.map(|group| Self {
            id: group.id().as_str(),
            name: group.name(),
            page: Route::Group(group.id().as_str()).below(),
        });
        links.map(|link| Value::from(Serde(link))).collect()
    }
}

/// An area with the groups below it, by their indices in the calendar. Without an area: the groups that are in none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Section {
    area: Option<usize>,
    groups: Vec<usize>,
}

/// Returns all groups as template values. With `only_listed`, they have no events except those in the lists of all events.
pub(super) fn groups(
    view: &Arc<View>,
    lists: &Lists,
    feeds: &[Value],
    only_listed: bool,
) -> Vec<Value> {
    let calendar = &view.calendar;
    let is_shown = |line: &&ListLine| !only_listed || view.is_listed(line.event);
    let by_group = |lines: &[ListLine]| {
        let mut by_group = vec![Vec::new(); calendar.groups().len()];
        for line in lines.iter().filter(is_shown) {
            for group in view.groups_of(line.event) {
                if let Some(lines) = by_group.get_mut(group) {
                    lines.push(line.clone());
                }
            }
        }
        by_group
    };
    let next = if only_listed {
        &lists.listed_next_of_groups
    } else {
        &lists.next_of_groups
    };
    let alone = feed_only(view);
    let of_groups = by_group(&lists.running)
        .into_iter()
        .zip(by_group(&lists.awaiting));
    let of_groups = feeds.iter().skip(1).zip(alone).zip(of_groups);
    let groups = calendar.groups().iter().zip(of_groups).enumerate();
    let groups = groups.map(
        |(index, (group, ((feed, feed_only), (running, awaiting))))| {
            let own = group.groups().iter().filter_map(|id| calendar.group(id));
            with_fields(
                &GroupFields::new(group, calendar.url()),
                [
                    ("feed", feed.clone()),
                    ("feed_only", feed_only.into()),
                    ("next", one(view, next.get(&index))),
                    ("running", ListLines::value(view, running)),
                    ("awaiting", ListLines::value(view, awaiting)),
                    ("groups", GroupLink::value(own)),
                    ("areas", GroupLink::value(calendar.areas_naming(group.id()))),
                ],
                group.own_keys(),
            )
        },
    );
    groups.collect()
}

/// Says of each group whether none of its events is in the calendar's own feed, although it has some or asks for that.
fn feed_only(view: &View) -> Vec<bool> {
    let calendar = &view.calendar;
    let groups = calendar.groups();
    if !calendar.has_feed_only() {
        return vec![false; groups.len()];
    }
    let mut alone: Vec<(bool, bool)> = groups
        .iter()
        .map(|group| (group.is_feed_only(), false))
        .collect();
    for event in calendar.events() {
        let is_listed = calendar.is_in_own_feed(event);
        for place in calendar.places_of_feeds(event) {
            if let Some((is_alone, has_listed)) = alone.get_mut(place) {
                *is_alone = true;
                *has_listed |= is_listed;
            }
        }
    }
    let alone = alone.into_iter();
    alone
        .map(|(is_alone, has_listed)| is_alone && !has_listed)
        .collect()
}

/// Returns the groups by area.
pub(super) fn sections(calendar: &Calendar) -> Vec<Section> {
    let groups = calendar.groups();
    if groups.iter().all(|group| group.groups().is_empty()) {
        return Vec::new();
    }
    let (mut sections, mut seen) = (Vec::new(), BTreeSet::new());
    let tops = groups.iter().filter(|group| group.areas().is_empty());
    for top in tops.clone() {
        add(calendar, top, &mut sections, &mut seen);
    }
    let others = tops.filter(|group| group.groups().is_empty());
    let others = others.filter_map(|group| calendar.place_of_group(group.id()));
    let others: Vec<usize> = others.collect();
    if !others.is_empty() {
        sections.push(Section {
            area: None,
            groups: others,
        });
    }
    sections
}

/// Adds the section of an area, and those of the areas in it. Another kind of group gets none.
fn add(calendar: &Calendar, area: &Group, sections: &mut Vec<Section>, seen: &mut BTreeSet<usize>) {
    let Some(place) = calendar.place_of_group(area.id()) else {
        return;
    };
    if area.groups().is_empty() || !seen.insert(place) {
        return;
    }
    let groups = area.groups().iter().filter_map(|id| calendar.group(id));
    let (areas, teams): (Vec<_>, Vec<_>) = groups.partition(|group| !group.groups().is_empty());
    let teams = teams.iter();
    sections.push(Section {
        area: Some(place),
        groups: teams
            .filter_map(|group| calendar.place_of_group(group.id()))
            .collect(),
    });
    for area in areas {
        add(calendar, area, sections, seen);
    }
}

/// Returns sections as a template value, with at most `most` groups in all. If there are more, the groups of areas are left out, so that all
/// areas have a place. `groups` has the values of all groups.
pub(super) fn value(sections: &[Section], groups: &[Value], most: usize) -> Value {
    let all = sections.iter().map(|section| 1 + section.groups.len());
    let is_short = all.sum::<usize>() > most;
    let mut room = most;
    let sections = sections.iter().map_while(|section| {
        room = room.checked_sub(1)?;
        let is_left_out = is_short && section.area.is_some();
        let shown = section
            .groups
            .iter()
            .take(if is_left_out { 0 } else { room });
        let shown: Vec<Value> = shown.filter_map(|at| groups.get(*at).cloned()).collect();
        room -= shown.len();
        let area = section.area.and_then(|area| groups.get(area).cloned());
        Some(context! { area, groups => shown })
    });
    sections.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;

    /// The sections of a calendar with these groups, as the ids of their groups, with `:` after the area, or after `None`.
    fn sections_of(groups: &str, most: usize) -> Vec<String> {
        let text = format!(
            "calendar: {{name: A, slug: a, domain: a.example, url: https://a.example, timezone: UTC}}\ngroups:\n{groups}\n"
        );
        let context = Context::new("2026-02-01T09:30:00Z".parse().unwrap());
        let (calendar, report) = crate::read(&text, &context);
        let calendar = calendar.unwrap_or_else(|| panic!("{:#?}", report.diagnostics()));
        let ids = calendar.groups().iter().map(|group| group.id().as_str());
        let ids: Vec<Value> = ids.map(Value::from).collect();
        let found = value(&sections(&calendar), &ids, most);
        let lines = found.try_iter().unwrap().map(|section| {
            let [area, groups] = ["area", "groups"].map(|it| section.get_attr(it).unwrap());
            let groups = groups.try_iter().unwrap().map(|id| id.to_string());
            format!("{area}: {}", groups.collect::<Vec<_>>().join(" "))
        });
        lines.collect()
    }

    const NESTED: &str = "
  python: {name: Python}
  rust: {name: Rust}
  ruby: {name: Ruby}
  languages: {name: Languages, groups: [rust, python]}
  fast: {name: Fast, groups: [rust]}
  project: {name: Project, groups: [languages, infra, fast]}
  infra: {name: Infrastructure}";

    #[test]
    fn an_area_comes_with_its_groups_in_the_order_of_the_file_and_before_the_areas_in_it() {
        assert_eq!(
            sections_of(NESTED, usize::MAX),
            [
                "project: infra",
                "languages: rust python",
                "fast: rust",
                "None: ruby"
            ]
        );
    }

    #[test]
    fn a_calendar_without_areas_has_no_sections() {
        assert_eq!(sections_of("  python: {name: Python}", usize::MAX), [""; 0]);
    }

    #[test]
    fn areas_come_without_their_groups_if_there_are_too_many() {
        assert_eq!(
            sections_of(NESTED, 5),
            ["project: ", "languages: ", "fast: ", "None: ruby"]
        );
        assert_eq!(sections_of(NESTED, 2), ["project: ", "languages: "]);
    }
}
