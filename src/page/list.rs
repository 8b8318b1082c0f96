//! Which meetings a page lists by themselves, and which it sums up.
//!
//! In: the instances of a calendar. Out: lists of [`Item`]s. Guaranteed: what the file names by its date is listed, however far
//! ahead it is; of what a rule alone makes, the next few, so that a page does not grow with the years; every past meeting is told,
//! in a line of its own or as one of the dates of a line. Absent: the words of an item.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::deep_link::Add;
use super::item::{Item, Year, by_year, page};
use super::view::View;
use crate::calendar::{Event, Instance, Schedule, Series};
use crate::time::EventTime;
use crate::value::Slug;
use crate::wording;

/// So many meetings of a series are listed, whatever they are.
const NEXT: usize = 3;

/// Up to so many past dates of a series and a year are named in a list of all events, and more are counted.
pub(super) const DATES: usize = 12;

/// And on the page of the series itself: a year of weeks.
pub(super) const DATES_OF_SERIES: usize = 60;

impl<'a, F: Fn(&Event, Option<NaiveDate>) -> bool> View<'a, F> {
    /// Returns all instances that pages speak of, in order: those up to the horizon; beyond it what the file names by its date,
    /// and the next of a series that has none before it.
    pub(super) fn instances(&self) -> Vec<Instance<'a>> {
        let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or(NaiveDate::MIN);
        let (home, horizon) = (self.calendar.zone(), self.horizon());
        let mut instances = self.calendar.instances(first, horizon);
        let end = home.start_of_day(horizon);
        let is_later = |it: &Instance<'_>| it.time().begins(home) >= end && is_named(it);
        for event in self.calendar.events() {
            let about = event.instances_about(horizon, horizon);
            instances.extend(about.into_iter().filter(is_later));
        }
        let ahead: BTreeSet<&Slug> = instances
            .iter()
            .filter(|instance| !self.is_past(instance))
            .map(|instance| instance.event().id())
            .collect();
        for event in self.calendar.events() {
            if let Schedule::Series(series) = event.schedule()
                && !ahead.contains(event.id())
            {
                let key = series.keys_from(horizon).next();
                instances.extend(key.and_then(|key| event.instance(key)));
            }
        }
        instances.sort_by_key(|instance| {
            let begins = instance.time().begins(home);
            (begins, instance.event().id(), instance.key())
        });
        instances
    }

    /// What is to come: of a series the next meetings and those that differ from it, with what is left out in a word, and the dates
    /// on which it does not take place.
    pub(super) fn upcoming(&self, ahead: &[&Instance<'_>]) -> Vec<Item> {
        let home = self.calendar.zone();
        let mut items: Vec<(DateTime<Utc>, Item)> = Vec::new();
        let mut next = Next::default();
        // Where of each event the last one stands that was listed so far, and the one that tells what is known of the event.
        let mut last: BTreeMap<&Slug, usize> = BTreeMap::new();
        let mut telling: BTreeMap<&Slug, usize> = BTreeMap::new();
        for instance in ahead {
            let event = instance.event();
            let known = last.get(event.id()).copied();
            if !next.lists(instance) {
                let before = known.and_then(|at| items.get_mut(at));
                if let (Some((_, item)), Schedule::Series(series)) = (before, event.schedule()) {
                    // What is left out comes behind the first gap; nothing of it takes place where all is off.
                    if next.leaves_out(event) && !event.details().status().is_off() {
                        item.then = Some(rest(series));
                    }
                }
                continue;
            }
            last.insert(event.id(), items.len());
            let mut item = self.instance(instance);
            if known.is_none() {
                item.rule = self.rule_ahead(event);
            }
            if !item.off && !has_content(instance) {
                telling.entry(event.id()).or_insert(items.len());
            }
            items.push((instance.time().begins(home), item));
        }
        for (id, at) in &last {
            let at = telling.get(id).unwrap_or(at);
            if let Some((_, item)) = items.get_mut(*at) {
                item.full = true;
            }
        }
        for event in self.calendar.events() {
            for (date, reason) in self.skips(event) {
                let item = self.skip(event, date, reason);
                items.push((home.start_of_day(date), item));
            }
        }
        items.sort_by_key(|(begins, _)| *begins);
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// The sentence of a rule that has dates ahead.
    fn rule_ahead(&self, event: &Event) -> Option<String> {
        match event.schedule() {
            Schedule::Series(series) => {
                let is_over = series.rule().last().is_some_and(|last| last < self.today());
                (!is_over).then(|| series.rule().to_string())
            }
            Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
        }
    }

    /// The meetings ahead of one event, each of them, with the dates on which it does not take place.
    pub(super) fn all_ahead(&self, event: &Event, ahead: &[&Instance<'_>]) -> Vec<Item> {
        let home = self.calendar.zone();
        let skips = self.skips(event);
        let mut items: Vec<_> =
            ahead
                .iter()
                .map(|it| (it.time().begins(home), self.instance(it)))
                .chain(skips.map(|(date, reason)| {
                    (home.start_of_day(date), self.skip(event, date, reason))
                }))
                .collect();
        items.sort_by_key(|(begins, _)| *begins);
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// What is over, by year, besides what is an item already: meetings of a series without anything of their own are one line, in
    /// which up to `most` dates are named.
    pub(super) fn years<'b>(
        &self,
        past: impl IntoIterator<Item = &'b Instance<'b>>,
        others: impl IntoIterator<Item = Item>,
        most: usize,
    ) -> Vec<Year> {
        let mut items: Vec<Item> = Vec::new();
        // Those of other hours are another line.
        let mut plain: BTreeMap<(i32, &Slug, String), Vec<&Instance<'_>>> = BTreeMap::new();
        for instance in past {
            if instance.key().is_none() || differs(instance) {
                items.push(self.instance(instance));
            } else {
                let year = instance.time().first_date().year();
                let hours = wording::hours(&instance.time());
                let list = plain.entry((year, instance.event().id(), hours));
                list.or_default().push(instance);
            }
        }
        items.extend(others);
        items.extend(
            plain
                .into_iter()
                .filter_map(|((_, _, hours), list)| match list.as_slice() {
                    [only] => Some(self.instance(only)),
                    [.., last] => Some(self.sum(&list, last, hours, most)),
                    [] => None,
                }),
        );
        by_year(items)
    }

    /// One line for the meetings of a series in a year, all of the same hours.
    fn sum(
        &self,
        meetings: &[&Instance<'_>],
        last: &Instance<'_>,
        hours: String,
        most: usize,
    ) -> Item {
        let event = last.event();
        let mut dates: Vec<NaiveDate> = meetings.iter().map(|it| it.time().first_date()).collect();
        dates.sort_unstable();
        let said = if dates.len() > most {
            format!("{} meetings", dates.len())
        } else {
            wording::dates_of_year(&dates)
        };
        // Of a single whole day nothing more is said.
        let is_day =
            last.time().is_all_day() && last.time().first_date() == last.time().last_date();
        let hours = (!is_day).then_some(hours);
        let told = self.item(event, event.details(), Some(last.time()), None);
        Item {
            zone: told.zone.clone().filter(|_| hours.is_some()),
            away: told.away.clone().filter(|_| hours.is_some()),
            when: hours.map_or_else(|| said.clone(), |hours| format!("{said}, {hours}")),
            meetings: Some(dates.len()),
            // Where they were, the page of the series says.
            location: None,
            join: None,
            tags: Vec::new(),
            datetime: None,
            weekday: None,
            day: None,
            month: None,
            over: true,
            full: false,
            ..told
        }
    }

    /// The dates ahead on which people should know that nothing takes place.
    fn skips<'b>(&self, event: &'b Event) -> impl Iterator<Item = (NaiveDate, Option<&'b str>)> {
        let ahead = self.today()..self.horizon();
        event
            .skipped()
            .filter(move |(date, _)| ahead.contains(date))
    }

    fn skip(&self, event: &Event, date: NaiveDate, reason: Option<&str>) -> Item {
        let news = match reason {
            Some(reason) => format!("No meeting: {reason}"),
            None => "No meeting".to_owned(),
        };
        let time = EventTime::all_day(date, date).ok();
        Item {
            key: Some(date.to_string()),
            page: format!("{}#{date}", page(event)),
            status: "skipped",
            news: Some(news),
            off: true,
            full: false,
            form: None,
            location: None,
            join: None,
            tags: Vec::new(),
            add: Add::default(),
            ..self.item(event, event.details(), time, None)
        }
    }
}

/// Counts the meetings ahead, of which a list has the next and those that differ.
#[derive(Default)]
pub(super) struct Next<'a> {
    /// How many of each event that will happen have come by.
    seen: BTreeMap<&'a Slug, usize>,
    /// The events of which one was left out.
    short: BTreeSet<&'a Slug>,
}

impl<'a> Next<'a> {
    /// Whether the one that comes next is listed.
    pub(super) fn lists(&mut self, instance: &Instance<'a>) -> bool {
        let count = self.seen.entry(instance.event().id()).or_default();
        let is_named = is_named(instance);
        *count += usize::from(!is_named || !instance.details().status().is_off());
        is_named || *count <= NEXT
    }

    /// Whether it is the first of its event that is left out.
    fn leaves_out(&mut self, event: &'a Event) -> bool {
        self.short.insert(event.id())
    }
}

/// Whether it has a day or anything else of its own in the file, and is not of a rule alone.
fn is_named(instance: &Instance<'_>) -> bool {
    instance.recurrence_id().is_none() || differs(instance)
}

/// Whether anything is said of it that is not said of its event, or it takes place when the rule does not say.
pub(super) fn differs(instance: &Instance<'_>) -> bool {
    instance.was().is_some()
        || instance.details() != instance.event().details()
        || instance
            .recurrence_id()
            .is_some_and(|by_rule| by_rule != instance.time())
}

/// Whether more than its day and its state is its own.
pub(super) fn has_content(instance: &Instance<'_>) -> bool {
    let (own, of_all) = (instance.details(), instance.event().details());
    own.description() != of_all.description()
        || own.talks() != of_all.talks()
        || own.links() != of_all.links()
        || own.url() != of_all.url()
        || own.contact() != of_all.contact()
}

pub(super) fn rule(event: &Event) -> Option<String> {
    match event.schedule() {
        Schedule::Series(series) => Some(series.rule().to_string()),
        Schedule::Once(_) | Schedule::ToBeConfirmed(_) => None,
    }
}

/// The sentence of a series, with its end.
pub(super) fn rest(series: &Series) -> String {
    match series.rule().last() {
        Some(last) => format!("{} until {}", series.rule(), wording::date(last)),
        None => series.rule().to_string(),
    }
}
