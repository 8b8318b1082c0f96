//! The page of each group, the list of all groups, and the page at a former address of a group.
//!
//! A group's page lists its upcoming and its past meetings, at most [`MOST`] of each, and those of the groups that it holds. For the others it
//! has links to the pages of the months and the years. The lists are made when the page is rendered, and then dropped.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use minijinja::context;
use minijinja::value::Value;

use super::agenda::link;
use super::list::{ListLine, ListLines, What};
use super::view::{View, has_content};
use super::{Page, areas, palette, single_spaced};
use crate::calendar::{Calendar, Group};
use crate::diagnostic::Report;
use crate::markdown;
use crate::route::Route;
use crate::span::Month;
use crate::value::FormerSlug;

/// The most lines of upcoming and of past meetings on the page of a group.
const MOST: usize = 100;

/// The same for a group whose events are in no other list.
const MOST_ALONE: usize = 400;

/// The level of the first heading of a description on a group's page, below the name of the group.
const LEVEL: u8 = 2;

/// Returns the indices of the events of each group, in order, for each group.
pub(super) fn members(calendar: &Calendar) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); calendar.groups().len()];
    for (index, event) in calendar.events().iter().enumerate() {
        for group in calendar.places_of_feeds(event) {
            if let Some(members) = members.get_mut(group) {
                members.push(index);
            }
        }
    }
    members
}

/// Returns the routes of the pages of groups, and of their Markdown: none for a calendar without groups.
pub(super) fn routes(calendar: &Calendar) -> impl Iterator<Item = Route<'_>> {
    let groups = calendar.groups();
    let list = (!groups.is_empty()).then_some(Route::Groups);
    let pages = groups.iter().flat_map(|group| {
        let formerly = group.formerly().iter().map(FormerSlug::as_str);
        let pages = std::iter::once(group.id().as_str()).chain(formerly);
        let pages = pages.map(Route::Group);
        pages.chain([Route::PartOfGroup(group.id().as_str())])
    });
    list.into_iter().chain(pages)
}

impl Page {
    /// Renders the list of all groups.
    pub(super) fn groups(&self) -> Result<String, Report> {
        let data = context! {
            feeds => self.own_feed(),
            json_ld => (),
            groups => self.groups.clone(),
            areas => areas::value(&self.sections, &self.groups, usize::MAX),
            ..self.shared(Route::Groups)
        };
        self.templates.render("groups.html", data)
    }

    /// Renders the page at `/{slug}/`: that of a group, or one that points to the present address of the group.
    pub(super) fn group(&self, slug: &str) -> Result<String, Report> {
        let groups = self.view.calendar.groups();
        if let Some(index) = place(groups, slug) {
            let color = groups.get(index).and_then(Group::color);
            let feeds = [index + 1, 0].map(|feed| self.feeds.get(feed).cloned());
            let data = context! {
                feeds => feeds.into_iter().collect::<Value>(),
                json_ld => (),
                group => self.values_of_group(index),
                accent => palette::accent(color.or(self.view.calendar.color())),
                accent_class => color.map(palette::class),
                ..self.shared(Route::Group(slug))
            };
            return self.templates.render("group.html", data);
        }
        let is_former = |group: &Group| group.formerly().iter().any(|it| it.as_str() == slug);
        let Some(index) = groups.iter().position(is_former) else {
            return Ok(String::new());
        };
        let page = groups.get(index).map(|it| Route::Group(it.id().as_str()));
        let data = context! {
            feeds => self.feeds.get(index + 1).cloned().into_iter().collect::<Value>(),
            json_ld => (),
            group => self.of_calendar(index),
            address => page.map(|page| format!("{}{}", self.address, page.below())),
            ..self.shared(Route::Group(slug))
        };
        self.templates.render("moved.html", data)
    }

    /// Renders the upcoming events of a group as Markdown.
    pub(super) fn part_of_group(&self, id: &str) -> Result<String, Report> {
        let Some(index) = place(self.view.calendar.groups(), id) else {
            return Ok(String::new());
        };
        let data = context! {
            calendar => self.calendar.clone(),
            group => self.values_of_group(index),
            root => self.address.clone(),
        };
        let text = self.templates.render("group.md", data)?;
        Ok(single_spaced(text.trim()))
    }

    /// Returns the calendar's own feed; for an event that it does not have, the feed of the event's first group.
    pub(super) fn feed_of(&self, event: usize) -> Value {
        if self.view.is_listed(event) {
            return self.own_feed();
        }
        let group = self.view.groups_of(event).next();
        let feed = self.feeds.get(group.map_or(0, |group| group + 1)).cloned();
        feed.into_iter().collect()
    }

    /// Returns the path of the page to subscribe to that feed.
    pub(super) fn feed_page(&self, event: usize) -> String {
        let group = self.view.groups_of(event).next();
        let group = group.filter(|_| !self.view.is_listed(event));
        let group = group.and_then(|group| self.view.calendar.groups().get(group));
        group.map_or_else(String::new, |it| Route::Group(it.id().as_str()).below())
    }

    /// Returns the index of the group with this id.
    pub(super) fn place_of_group(&self, id: &str) -> Option<usize> {
        place(self.view.calendar.groups(), id)
    }

    /// Returns a group as it is in `calendar.groups`, with all its events.
    pub(super) fn of_calendar(&self, index: usize) -> Value {
        self.groups.get(index).cloned().unwrap_or_default()
    }

    /// Returns a group with the lists of its own page.
    pub(super) fn values_of_group(&self, index: usize) -> Value {
        let view = &self.view;
        let members = self.members.get(index).map_or(&[][..], Vec::as_slice);
        let group = view.calendar.groups().get(index);
        let description = group.and_then(Group::description);
        // No month or year lists the events that are only in the feed of their group.
        let is_elsewhere = members.iter().any(|event| view.is_listed(*event));
        let most = if is_elsewhere { MOST } else { MOST_ALONE };
        let (upcoming, months) = upcoming(view, members, most);
        context! {
            description_html => description.map(|text| markdown::html(text, LEVEL, view.calendar.url())),
            upcoming => ListLines::value(view, upcoming),
            months => months.into_iter().map(|month| link(&self.view, Some(month))).collect::<Value>(),
            past => self.past_of(members, most),
            ..self.of_calendar(index)
        }
    }

    /// Returns the past meetings of some events by year. The newest `most` lines are listed; `more` is true for a year whose own page has
    /// other lines.
    fn past_of(&self, events: &[usize], most: usize) -> Value {
        let mut room = most;
        let past = self.past_of_groups.as_ref().unwrap_or(&self.past);
        let years = past.iter().filter_map(|(year, lines)| {
            let is_of_group = |line: &&ListLine| events.binary_search(&line.event).is_ok();
            let mut lines = lines.iter().filter(is_of_group);
            let items: Vec<ListLine> = lines.by_ref().take(room).cloned().collect();
            room = room.saturating_sub(items.len());
            let more = lines.any(|line| self.view.is_listed(line.event));
            (more || !items.is_empty()).then(|| {
                context! {
                    year,
                    more,
                    page => Route::Past(*year).below(),
                    items => ListLines::value(&self.view, items),
                }
            })
        });
        years.collect()
    }
}

/// Returns the index of the group with this id.
fn place(groups: &[Group], id: &str) -> Option<usize> {
    let found = groups.binary_search_by(|group| group.id().as_str().cmp(id));
    found.ok()
}

/// Returns the meetings of some events that are not over, and the skipped dates, in order: at most `most` lines, and the months up to the
/// horizon whose pages have the others.
fn upcoming(view: &View, events: &[usize], most: usize) -> (Vec<ListLine>, BTreeSet<Month>) {
    let home = view.calendar.zone();
    let mut all: Vec<(DateTime<Utc>, ListLine)> = Vec::new();
    for index in events.iter().copied() {
        let Some(event) = view.calendar.events().get(index) else {
            continue;
        };
        let instances = view.instances(event, view.today);
        let ahead = instances.iter().filter(|it| !view.is_past(it));
        all.extend(ahead.map(|it| {
            let line = ListLine {
                is_full: has_content(it),
                ..ListLine::instance(index, it)
            };
            (it.time().begins(home), line)
        }));
        all.extend(view.skips(event).map(|(date, _)| {
            let line = ListLine::new(index, What::Skip(date));
            (home.start_of_day(date), line)
        }));
    }
    all.sort_by_key(|(begins, _)| *begins);
    let others = all.split_off(all.len().min(most));
    let months = others
        .iter()
        .filter(|(_, line)| view.is_listed(line.event))
        .map(|(begins, _)| home.to_local(*begins).date())
        .filter(|date| *date < view.horizon())
        .map(Month::of);
    let months = months.collect();
    let mut seen = BTreeSet::new();
    let mut lines: Vec<ListLine> = all.into_iter().map(|(_, line)| line).collect();
    for line in &mut lines {
        // The first meeting of a series shows its rule and all details.
        if matches!(line.what, What::Instance(_)) && seen.insert(line.event) {
            (line.is_first, line.is_full) = (true, true);
        }
    }
    (lines, months)
}
